/**
 * What a running engine with an index is made of beside its bundle: the index, the rows it was built from, criteria that came later, as plain arrays.
 *
 * The same value is what a snapshot file holds and what other threads are handed (arrays on shared memory are not copied). `optionsFrom` turns it back into
 * options of an engine.
 */
import type { BundleIr, CriterionIr, TableBinding, TableIr, Update } from "@luong/spec";
import type { IndexPlan } from "../abi.ts";
import type { EngineOptions } from "../load/options.ts";
import { RowStore, RowStoreBuilder, type StoreParts, storeShape } from "../rows/row-store.ts";
import type { PredicateIndex } from "./predicate-index.ts";
import { type IndexSnapshot, indexFromSnapshot, snapshotOf } from "./snapshot.ts";

/** By table: SHA-256 of each file its rows came from, hexadecimal, in the order they were read. */
export type RowSources = Readonly<Record<string, readonly string[]>>;

export interface EngineState {
  readonly index: IndexSnapshot;
  /** Rows of the tables of `for each row of`, by table. */
  readonly tables: Readonly<Record<string, StoreParts>>;
  /** Criteria that were added to those of the bundle, in the order of their positions. */
  readonly criteria: readonly CriterionIr[];
  /** The last change. Lists it swapped are not part of a state: who makes an engine from it gives them. */
  readonly update: Update | null;
  /** Put there by who read the files. A state of an engine never has them: after a change the rows are no longer those of the files. */
  readonly sources?: RowSources;
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

/** The rows of a bound table as plain arrays. */
export function rowPartsOf(table: TableIr, { rows }: TableBinding): StoreParts {
  if (rows instanceof RowStore) return rows.parts();
  const builder = new RowStoreBuilder(storeShape(table));
  for (const row of rows) builder.append(row.cells, row);
  return builder.build(true).parts();
}

export function stateOf({ index, ir, bundle, update, table: binding }: StateParts): EngineState {
  const tables: Record<string, StoreParts> = {};
  for (const name of indexedTables(ir, index.parts.plan)) {
    const table = ir.tables.find((each) => each.name === name);
    const bound = binding(name);
    if (table !== undefined && bound !== undefined) tables[name] = rowPartsOf(table, bound);
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
    Object.entries(state.tables).map(([name, parts]) => [name, RowStore.fromParts(parts)]),
  );
  const { criteria: added, update } = state;
  const index = indexFromSnapshot(state.index, plan, ir.schema.zoneMinutes);
  return { index, tables, added, ...(update === null ? {} : { update }) };
}
