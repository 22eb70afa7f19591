/**
 * Which row of a table answers for given keys, at a given time.
 *
 * Bound rows and key values in; the best row, none, or the causes why that cannot be told, out. Written from "Tables" in
 * docs/meaning.md: slow, every row is looked at.
 */
import { valueFromJson } from "../facts.ts";
import {
  betweenResult,
  equalResult,
  textOf,
  trueValue,
  underResult,
  unknownFrom,
} from "../operations.ts";
import type { UnknownCause } from "../unknown.ts";
import type { EvaluationContext, Result, Value } from "../value.ts";
import type { BoundRow, TableBinding } from "../world.ts";
import type { Column, KeyMatch, TableIr } from "./ir.ts";

export function isInForce(row: BoundRow, dated: boolean, at: number): boolean {
  return !dated || (row.from <= at && at < row.until);
}

/** A cell that is not empty, read: one value, or the two ends of a range. */
type ReadCell = readonly [Value, Value?];

function readCell(
  cell: unknown,
  { type, match }: Pick<Column, "type" | "match">,
  { schema }: EvaluationContext,
): ReadCell {
  if (match !== "between") return [valueFromJson(cell, type, schema)];
  if (!Array.isArray(cell)) throw new TypeError("a cell of a `between` column is a pair");
  return [valueFromJson(cell[0], type, schema), valueFromJson(cell[1], type, schema)];
}

/** Cells of key columns by row: rows stay as they were bound, so each is read once. */
const cellsRead = new WeakMap<BoundRow, ReadCell[]>();

function keyCell(
  row: BoundRow,
  index: number,
  column: Column,
  context: EvaluationContext,
): ReadCell {
  let cells = cellsRead.get(row);
  if (cells === undefined) {
    cells = [];
    cellsRead.set(row, cells);
  }
  let cell = cells[index];
  if (cell === undefined) {
    cell = readCell(row.cells[index], column, context);
    cells[index] = cell;
  }
  return cell;
}

/** Does a value match a cell? */
function matchCell(
  value: Value,
  [from, to]: ReadCell,
  { type, match }: Pick<Column, "type" | "match">,
  context: EvaluationContext,
): Result {
  switch (match) {
    case "equal":
      return equalResult(value, from);
    case "under":
      return underResult(textOf(value), textOf(from), type, context);
    case "between":
      return betweenResult(value, from, to ?? from);
  }
}

/** How closely a cell that matched fits: 0 when it is empty, then filled, then the nearer code above. */
function closeness(
  value: Value,
  cell: unknown,
  column: Column,
  context: EvaluationContext,
): number {
  if (cell === null) return 0;
  if (column.match !== "under" || column.type.kind !== "code") return 1;
  const above = textOf(valueFromJson(cell, column.type, context.schema));
  return FARTHEST - stepsUp(textOf(value), above, column.type.list, context);
}

/** More than the steps any code is below another. */
const FARTHEST = 1_000_000;

/** Steps from a code to one above it: characters in a levelled list, links in a tree. */
function stepsUp(code: string, above: string, list: string, context: EvaluationContext): number {
  const shape = context.schema.codeLists.find((each) => each.name === list)?.shape;
  if (shape !== "tree") return code.length - above.length;
  let steps = 0;
  let at: string | null | undefined = code;
  while (at !== above && at !== null && at !== undefined && steps < FARTHEST) {
    at = context.parentOf(list, at);
    steps += 1;
  }
  return steps;
}

/** Does a row match the keys? An empty cell of an optional column matches everything. */
function matchRow(
  row: BoundRow,
  keys: readonly Value[],
  table: TableIr,
  context: EvaluationContext,
): Result {
  let undecided: Result = trueValue;
  for (let index = 0; index < table.key.length; index += 1) {
    const column = table.key[index];
    const value = keys[index];
    const cell = row.cells[index] ?? null;
    if (column === undefined || value === undefined || cell === null) continue;
    const result = matchCell(value, keyCell(row, index, column, context), column, context);
    if (result.kind === "boolean" && !result.value) return result;
    if (result.kind === "unknown") undecided = result;
  }
  return undecided;
}

/** Is `a` the closer row? Columns decide from left to right. */
function isCloser(
  a: BoundRow,
  b: BoundRow,
  keys: readonly Value[],
  table: TableIr,
  context: EvaluationContext,
): boolean {
  for (let index = 0; index < table.key.length; index += 1) {
    const column: Column | undefined = table.key[index];
    const value = keys[index];
    if (column === undefined || value === undefined) continue;
    const difference =
      closeness(value, a.cells[index] ?? null, column, context) -
      closeness(value, b.cells[index] ?? null, column, context);
    if (difference !== 0) return difference > 0;
  }
  // No rule separates them: refused when the table is bound, so the first stands.
  return false;
}

export type Match =
  | { readonly kind: "row"; readonly row: BoundRow }
  | { readonly kind: "unknown"; readonly causes: readonly UnknownCause[] };

/** The closest row in force at `at` (ms since 1970 UTC), or why there is none. */
export function bestRow(
  table: TableIr,
  binding: TableBinding,
  keys: readonly Value[],
  at: number,
  context: EvaluationContext,
): Match {
  let best: BoundRow | undefined;
  for (const row of binding.rows) {
    if (!isInForce(row, binding.dated, at)) continue;
    const result = matchRow(row, keys, table, context);
    if (result.kind === "unknown")
      return { kind: "unknown", causes: named(result.causes, table.name) };
    if (result.kind !== "boolean" || !result.value) continue;
    if (best === undefined || isCloser(row, best, keys, table, context)) best = row;
  }
  return best === undefined ? unknownFrom("no such row", table.name) : { kind: "row", row: best };
}

/** Causes of a comparison inside the table have no subject of their own. */
function named(causes: readonly UnknownCause[], table: string): readonly UnknownCause[] {
  return causes.map((cause) => (cause.subject === "" ? { ...cause, subject: table } : cause));
}

/** What tells whether a value matches a cell of a row, read once; undefined for an empty cell, which matches everything. */
export function cellMatcher(
  cell: unknown,
  column: { readonly type: Column["type"]; readonly match: KeyMatch },
  context: EvaluationContext,
): ((value: Value) => Result) | undefined {
  if (cell === null || cell === undefined) return undefined;
  const read = readCell(cell, column, context);
  return (value) => matchCell(value, read, column, context);
}

/** Does a value match a cell of a row (`x matches row.c`)? Empty cells match everything, even what is not known. */
export function matchesCell(
  operand: () => Result,
  cell: unknown,
  column: { readonly type: Column["type"]; readonly match: KeyMatch },
  context: EvaluationContext,
): Result {
  const matches = cellMatcher(cell, column, context);
  if (matches === undefined) return trueValue;
  const value = operand();
  return value.kind === "unknown" ? value : matches(value);
}
