/**
 * What evaluation asks of the world beside the declaration: lists, tables, code trees, rates.
 *
 * Bound when a bundle is loaded; the reference and the fast path read the same bindings. Times are ms since 1970 UTC.
 */
import type { Expr, Selection, TableRow } from "./ir/ir.ts";
import type { EvaluationContext, Result, Value } from "./value.ts";

export interface ListBinding {
  readonly dated: boolean;
  /** Is `value` a member at `at`? */
  readonly has: (value: string, at: number) => boolean;
  /** Members in force at `at`, in the order bound. */
  readonly members: (at: number) => readonly string[];
}

export interface BoundRow extends TableRow {
  /** Value of a key column `id`, else the row's number from 1. */
  readonly name: string;
  /** -Infinity and Infinity when open. */
  readonly from: number;
  readonly until: number;
}

/**
 * The rows of a bound table, in the order bound: an array, or millions of rows in flat memory. A row keeps its number for as long as the binding
 * lives; the place of a row that was removed stays empty.
 */
export interface RowList {
  /** Places, those of removed rows counted. */
  readonly length: number;
  /** The row at a place, from 0; undefined when it was removed, or outside. */
  at(index: number): BoundRow | undefined;
  /** Rows that are there. Who needs their numbers loops with `at`. */
  [Symbol.iterator](): Iterator<BoundRow>;
  /** Numbers from 1 of the rows with a name, ascending. Arrays have no such register. */
  numbersNamed?(name: string): readonly number[];
  /** The cell of a row by their places, null when it is empty or there is no such row; where reading one is less than making the row. */
  cellAt?(index: number, column: number): unknown;
}

export interface TableBinding {
  readonly dated: boolean;
  readonly rows: RowList;
}

/** What a selection asks of its source. */
export interface RowsQuery {
  readonly selection: Selection;
  /** Values of the declaration's side of the keys, none unknown. */
  readonly keys: readonly Value[];
  /** Effective times in [from, until), ms; rows without a clock field are left out. Registries: in force at `from`, and `until` is `from + 1`. */
  readonly from: number;
  readonly until: number;
  /** Decision time: rows known by then, in the version that counted then. */
  readonly known: number;
  /** Identity of the declaration that asks, which is never a row; null when the source holds none of its versions. */
  readonly except: string | null;
}

/** A row that a selection found. */
export interface SourceRow {
  readonly json: unknown;
  /** Effective time by the clock of the selection, ms. */
  readonly at: number;
  /** Text that tells rows of the source apart (`identityOf`). */
  readonly identity: string;
}

export interface SourceBinding {
  /** Rows that the window and all keys let through, in the order of (effective time, identity). `where` and what follows is not applied. */
  readonly rows: (query: RowsQuery) => readonly SourceRow[];
  /**
   * The answer to a whole `rowsAggregate` or `rowsQuantifier` when the binding keeps what it needs; undefined when the rows have to be read. `own` are the rows of
   * `including this` for which the keys hold.
   */
  readonly answer?: (
    node: Extract<Expr, { readonly kind: "rowsAggregate" | "rowsQuantifier" }>,
    query: RowsQuery,
    own: readonly SourceRow[],
  ) => Result | undefined;
}

/** A score that was asked for, or will be. Inputs may be unknown; the answer of a score that failed is unknown. */
export interface ScoreBinding {
  readonly read: (inputs: readonly Result[], output: string | null) => Result;
}

export interface World extends EvaluationContext {
  /** Undefined: not bound, every question to it is unknown (*source failed*). */
  readonly list: (name: string) => ListBinding | undefined;
  readonly table: (name: string) => TableBinding | undefined;
  /** Absent or undefined: not bound, every selection from it is unknown (*source failed*). */
  readonly source?: (name: string) => SourceBinding | undefined;
  readonly modelScore?: (name: string) => ScoreBinding | undefined;
}

/** A world in which nothing is bound: every list, table and rate is unknown. */
export function unboundWorld(schema: EvaluationContext["schema"]): World {
  return {
    schema,
    parentOf: () => undefined,
    rate: () => undefined,
    list: () => undefined,
    table: () => undefined,
  };
}

/** The question: facts, time and place. Positions and rows are bound by the interpreter itself. */
export interface Question {
  /** Validated JSON form of the declaration. */
  readonly declaration: unknown;
  readonly flow: string;
  readonly stage: string;
  /** ms since 1970 UTC. */
  readonly now: number;
  /** Validated JSON form of the version decided before; absent when there is none. */
  readonly previous?: unknown;
  /** Validated JSON form of the event, at a stage that has one. */
  readonly event?: unknown;
}
