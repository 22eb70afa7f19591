/**
 * All that an engine is bound to and that changes while it runs, as arrays: what the threads of a pool are handed, at the start and after each change.
 *
 * Comes in: an engine, or what is given to make one. Goes out: a state that can be sent (arrays on shared memory are not copied), and the options
 * of an engine that stands where the first one stood.
 */
import type { BundleIr, Update } from "@luong/spec";
import { type EngineState, rowPartsOf } from "../index/state.ts";
import { FlatSet, type SetArrays } from "../lists/flat-set.ts";
import type { BoundWorld } from "../load/bind.ts";
import type { EngineOptions } from "../load/options.ts";
import { RowStore, type StoreParts } from "../rows/row-store.ts";

export interface SharedState {
  /** Undefined when the bundle has no index, or nobody has built it yet. */
  readonly index: EngineState | undefined;
  readonly lists: Readonly<Record<string, SetArrays>>;
  /** Tables that `index` does not hold. */
  readonly tables: Readonly<Record<string, StoreParts>>;
  readonly update: Update | null;
}

/** Of a bundle's own lists and tables nothing is said: every engine has them from the bundle. */
export function sharedStateOf(
  ir: BundleIr,
  { lists, tables }: Pick<BoundWorld, "lists" | "tables">,
  index: EngineState | undefined,
  update: Update | undefined,
): SharedState {
  const sets: Record<string, SetArrays> = {};
  for (const { name, members } of ir.lists) {
    const bound = members === null ? lists.get(name) : undefined;
    if (bound !== undefined) sets[name] = bound.set.arrays();
  }
  const rows: Record<string, StoreParts> = {};
  for (const table of ir.tables) {
    const isHeld = table.rows !== null || index?.tables[table.name] !== undefined;
    const bound = isHeld ? undefined : tables.get(table.name);
    if (bound !== undefined) rows[table.name] = rowPartsOf(table, bound);
  }
  return { index, lists: sets, tables: rows, update: update ?? null };
}

/** What of the options is arrays already; `rest` is all else, to be sent by value. */
export function sharedOptions(
  { lists = {}, tables = {}, ...rest }: EngineOptions,
  index: EngineState | undefined,
): { readonly state: SharedState; readonly rest: EngineOptions } {
  const sets: Record<string, SetArrays> = {};
  const plainLists: Record<string, NonNullable<EngineOptions["lists"]>[string]> = {};
  for (const [name, given] of Object.entries(lists)) {
    if (given instanceof FlatSet) sets[name] = given.arrays();
    else plainLists[name] = [...given];
  }
  const rows: Record<string, StoreParts> = {};
  const plainTables: Record<string, NonNullable<EngineOptions["tables"]>[string]> = {};
  for (const [name, given] of Object.entries(tables)) {
    if (index?.tables[name] !== undefined) continue;
    if (given instanceof RowStore) rows[name] = given.parts();
    else plainTables[name] = [...given];
  }
  return {
    state: { index, lists: sets, tables: rows, update: null },
    rest: { ...rest, lists: plainLists, tables: plainTables },
  };
}

/** The options again, with a state in the place of what they bind. The index is taken by who loads. */
export function optionsWithState(
  given: EngineOptions,
  { lists, tables, update }: SharedState,
): EngineOptions {
  const made = <A, T>(
    arrays: Readonly<Record<string, A>>,
    from: (each: A) => T,
  ): Record<string, T> =>
    Object.fromEntries(Object.entries(arrays).map(([name, each]) => [name, from(each)]));
  return {
    ...given,
    lists: { ...given.lists, ...made(lists, (each) => FlatSet.fromArrays(each)) },
    tables: { ...given.tables, ...made(tables, (each) => RowStore.fromParts(each)) },
    ...(update === null ? {} : { update }),
  };
}
