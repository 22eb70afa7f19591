/**
 * What a running engine with an index is made of beside its bundle: the index, the rows it was built from, criteria that came later, as plain arrays.
 *
 * The same value is what a snapshot file holds and what other threads are handed (arrays on shared memory are not copied). `optionsFrom` turns it back into
 * options of an engine.
 */
import type { BundleIr, CriterionIr, TableBinding, Update } from "@luong/spec";
import type { IndexPlan } from "../abi.ts";
import type { EngineOptions } from "../load/options.ts";
import type { RowArrays } from "../rows/row-arrays.ts";
import { RowStore, RowStoreBuilder, storeShape } from "../rows/row-store.ts";
import type { PredicateIndex } from "./predicate-index.ts";
import { type IndexSnapshot, indexFromSnapshot, snapshotOf } from "./snapshot.ts";

export interface EngineState {
  readonly index: IndexSnapshot;
  /** Rows of the tables of `for each row of`, by table. */
  readonly tables: Readonly<Record<string, RowArrays>>;
  /** Criteria that were added to those of the bundle, in the order of their positions. */
  readonly criteria: readonly CriterionIr[];
  /** The last change. Lists it swapped are not part of a state: who makes an engine from it gives them. */
  readonly update: Update | null;
}

export interface StateParts {
  readonly index: PredicateIndex;
  /** Of the engine as it is now. */
  readonly ir: BundleIr;
  /** Digest in the bundle's manifest. */
  readonly bundle: string;
  readonly update: Update | undefined;
  readonly table: (name: string) => TableBinding | undefined;
}

/** Tables whose rows stand in the index and come from outside the bundle. */
export function indexedTables(ir: BundleIr, plan: IndexPlan): readonly string[] {
  const walked = new Set(plan.criteria.flatMap(({ rowsOf }) => rowsOf ?? []));
  return ir.tables
    .filter(({ name, rows }) => rows === null && walked.has(name))
    .map(({ name }) => name);
}

export function stateOf({ index, ir, bundle, update, table: binding }: StateParts): EngineState {
  const tables: Record<string, RowArrays> = {};
  for (const name of indexedTables(ir, index.parts.plan)) {
    const table = ir.tables.find((each) => each.name === name);
    const rows = binding(name)?.rows;
    if (table === undefined || rows === undefined) continue;
    if (rows instanceof RowStore) tables[name] = rows.arrays();
    else {
      const builder = new RowStoreBuilder(storeShape(table));
      for (const row of rows) builder.append(row.cells, row);
      tables[name] = builder.build(true).arrays();
    }
  }
  const criteria = ir.criteria.slice(index.parts.plan.criteria.length);
  return { index: snapshotOf(index, bundle), tables, criteria, update: update ?? null };
}

export function optionsFrom(
  state: EngineState,
  ir: BundleIr,
  plan: IndexPlan,
): Required<Pick<EngineOptions, "index" | "tables" | "added">> & Pick<EngineOptions, "update"> {
  const tables = Object.fromEntries(
    Object.entries(state.tables).map(([name, arrays]) => [name, RowStore.fromArrays(arrays)]),
  );
  const { criteria: added, update } = state;
  const index = indexFromSnapshot(state.index, plan, ir.schema.zoneMinutes);
  return { index, tables, added, ...(update === null ? {} : { update }) };
}
