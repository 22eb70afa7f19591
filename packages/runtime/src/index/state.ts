/**
 * What a running engine with an index is made of beside its bundle: the index and the rows it was built from, as plain arrays.
 *
 * The same value is what a snapshot file holds and what other threads are handed (arrays on shared memory are not copied). `optionsFrom` turns it back into
 * options of an engine.
 */
import type { BundleIr, TableBinding } from "@luong/spec";
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
}

/** Tables whose rows stand in the index and come from outside the bundle. */
export function indexedTables(ir: BundleIr, plan: IndexPlan): readonly string[] {
  const walked = new Set(plan.criteria.flatMap(({ rowsOf }) => rowsOf ?? []));
  return ir.tables
    .filter(({ name, rows }) => rows === null && walked.has(name))
    .map(({ name }) => name);
}

/** `bundle` is the digest in the bundle's manifest. */
export function stateOf(
  index: PredicateIndex,
  ir: BundleIr,
  bundle: string,
  binding: (table: string) => TableBinding | undefined,
): EngineState {
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
  return { index: snapshotOf(index, bundle), tables };
}

export function optionsFrom(
  state: EngineState,
  ir: BundleIr,
  plan: IndexPlan,
): Required<Pick<EngineOptions, "index" | "tables">> {
  const tables = Object.fromEntries(
    Object.entries(state.tables).map(([name, arrays]) => [name, RowStore.fromArrays(arrays)]),
  );
  return { index: indexFromSnapshot(state.index, plan, ir.schema.zoneMinutes), tables };
}
