/**
 * What evaluation asks of the world beside the declaration: lists, tables, code trees, rates.
 *
 * Bound when a bundle is loaded; the reference and the fast path read the same bindings. Times are ms since 1970 UTC.
 */
import type { TableRow } from "./ir/ir.ts";
import type { EvaluationContext } from "./value.ts";

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

export interface World extends EvaluationContext {
  /** Undefined: not bound, every question to it is unknown (*source failed*). */
  readonly list: (name: string) => ListBinding | undefined;
  readonly table: (name: string) => TableBinding | undefined;
}

/** The question: facts, time and place. Positions and rows are bound by the interpreter itself. */
export interface Question {
  /** Validated JSON form of the declaration. */
  readonly declaration: unknown;
  readonly flow: string;
  readonly stage: string;
  /** ms since 1970 UTC. */
  readonly now: number;
}
