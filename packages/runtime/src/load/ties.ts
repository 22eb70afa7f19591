/**
 * Finds two rows of a table that no rule separates: the same question would have two answers.
 *
 * Rows are separated by a key cell that cannot match the same value, or of which one is preferred (longer prefix, filled over
 * empty), or by periods that do not overlap. What is left ties.
 */
import { canonicalJson } from "@luong/spec";
import { overlap, type Period } from "./periods.ts";

/** A key cell, ready to be compared: ranges as numbers, the rest as one text. */
export type KeyPart =
  | { readonly kind: "value"; readonly text: string }
  | { readonly kind: "range"; readonly from: number; readonly to: number };

export interface KeyedRow extends Period {
  /** From 1, as written. */
  readonly number: number;
  readonly key: readonly KeyPart[];
}

export function valuePart(cell: unknown): KeyPart {
  return { kind: "value", text: canonicalJson(cell ?? null) };
}

/** Rows of one group agree in everything but ranges and periods. */
function groupText(row: KeyedRow): string {
  return canonicalJson(row.key.map((part) => (part.kind === "value" ? part.text : null)));
}

function rangesMeet(a: KeyedRow, b: KeyedRow): boolean {
  return a.key.every((part, index) => {
    const other = b.key[index];
    if (part.kind !== "range" || other?.kind !== "range") return true;
    return part.from <= other.to && other.from <= part.to;
  });
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** What rows of a group are swept along: the first range, else the period (whose end is excluded, hence slightly too long). */
function sweepSpan(row: KeyedRow): Span {
  const range = row.key.find((part) => part.kind === "range");
  return range === undefined ? { from: row.from, to: row.until } : range;
}

/** Pairs `[earlier, later]` by row number; at most `limit`. */
export function findTies(
  rows: readonly KeyedRow[],
  limit: number,
): (readonly [KeyedRow, KeyedRow])[] {
  const ties: (readonly [KeyedRow, KeyedRow])[] = [];
  for (const group of groupRows(rows)) {
    if (group.length > 1) collectTies(group, limit, ties);
    if (ties.length >= limit) break;
  }
  return ties.sort(([, a], [, b]) => a.number - b.number);
}

function collectTies(
  group: KeyedRow[],
  limit: number,
  ties: (readonly [KeyedRow, KeyedRow])[],
): void {
  const sorted = group.toSorted(
    (a, b) => sweepSpan(a).from - sweepSpan(b).from || a.number - b.number,
  );
  for (const [index, row] of sorted.entries()) {
    const end = sweepSpan(row).to;
    for (let next = index + 1; next < sorted.length && ties.length < limit; next++) {
      const other = sorted[next];
      if (other === undefined || sweepSpan(other).from > end) break;
      if (!overlap(row, other) || !rangesMeet(row, other)) continue;
      ties.push(row.number < other.number ? [row, other] : [other, row]);
    }
  }
}

function groupRows(rows: readonly KeyedRow[]): Iterable<KeyedRow[]> {
  const groups = new Map<string, KeyedRow[]>();
  for (const row of rows) {
    const text = groupText(row);
    const group = groups.get(text);
    if (group === undefined) groups.set(text, [row]);
    else group.push(row);
  }
  return groups.values();
}
