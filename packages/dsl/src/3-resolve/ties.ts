/**
 * Rows of one table that no rule separates.
 *
 * A filled cell beats an empty one and a longer code a shorter one, so two rows tie when all their keys are equal; ranges
 * tie when they overlap, dated rows only while both are in force.
 */
import type { Column, TableRow } from "@luong/spec";
import type { ItemOf } from "../ast/ast.ts";
import { report } from "../diagnostics/report.ts";
import type { Emit } from "./symbols.ts";

/** Above this many rows with equal keys only neighbours are compared. */
const pairwiseLimit = 500;

export function reportTies(
  item: ItemOf<"table">,
  matches: readonly Column["match"][],
  rows: readonly TableRow[],
  emit: Emit,
): void {
  const groups = new Map<string, number[]>();
  for (const [index, row] of rows.entries()) {
    const signature = JSON.stringify(
      matches.map((match, at) =>
        match === "between" && row.cells[at] !== null ? "range" : row.cells[at],
      ),
    );
    const group = groups.get(signature);
    if (group === undefined) groups.set(signature, [index]);
    else group.push(index);
  }
  for (const group of groups.values()) {
    const tie = firstTie(group, matches, rows);
    if (tie === undefined) continue;
    const span = item.file === null ? rowSpan(item, rows.length, tie.second) : item.name.span;
    const args = { table: item.name.text, row: tie.second + 1, first: tie.first + 1 };
    emit(report("LU3033", span, args));
  }
}

/** A heading stands before the rows, so rows are counted from the end. */
function rowSpan(item: ItemOf<"table">, count: number, index: number) {
  return item.rows[item.rows.length - count + index]?.span ?? item.name.span;
}

function firstTie(
  group: readonly number[],
  matches: readonly Column["match"][],
  rows: readonly TableRow[],
): { readonly first: number; readonly second: number } | undefined {
  const reach = group.length > pairwiseLimit ? 1 : group.length;
  for (const [position, second] of group.entries()) {
    for (const first of group.slice(Math.max(0, position - reach), position)) {
      if (meet(rows[first], rows[second], matches)) return { first, second };
    }
  }
  return undefined;
}

function meet(
  a: TableRow | undefined,
  b: TableRow | undefined,
  matches: readonly Column["match"][],
): boolean {
  if (a === undefined || b === undefined || !inForceTogether(a, b)) return false;
  return matches.every((match, at) => match !== "between" || rangesMeet(a.cells[at], b.cells[at]));
}

function inForceTogether(a: TableRow, b: TableRow): boolean {
  // ISO instants of one zone compare as text.
  const startsBefore = (x: TableRow, y: TableRow): boolean =>
    x.validFrom === undefined || y.validUntil === undefined || x.validFrom < y.validUntil;
  return startsBefore(a, b) && startsBefore(b, a);
}

function rangesMeet(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return true;
  return isAtMost(a[0], b[1]) && isAtMost(b[0], a[1]);
}

function isAtMost(a: unknown, b: unknown): boolean {
  if (typeof a === "number" && typeof b === "number") return a <= b;
  if (typeof a === "string" && typeof b === "string") return a <= b;
  return false;
}
