/**
 * Reads a CSV file of declarations: every row gives a declaration or its faults, in order, and never stops the others.
 *
 * Comes in: chunks of bytes and a mapping. Goes out: what the runtime's line reader gives too. It does not know the schema.
 */
import type { Fault } from "@luong/spec";
import { CannotRun } from "../both.ts";
import { readCell } from "./cell.ts";
import { readCsvRecords } from "./csv-records.ts";
import { type ColumnMapping, checkHeader, type Mapping } from "./mapping.ts";

/** A declaration as read, or why not; `position` is the line it begins on, from 1. */
export type Entry =
  | { readonly position: number; readonly declaration: unknown; readonly faults?: undefined }
  | { readonly position: number; readonly faults: readonly Fault[] };

/** A cell's column and where its fact goes. */
interface Target {
  readonly at: number;
  readonly column: ColumnMapping;
  readonly steps: readonly (string | number)[];
}

type Container = Record<string, unknown> | unknown[];

export async function* readCsvDeclarations(
  chunks: AsyncIterable<Uint8Array>,
  mapping: Mapping,
  shown: string,
): AsyncGenerator<Entry> {
  let row: ((cells: readonly string[], line: number) => Entry) | null = null;
  for await (const record of readCsvRecords(chunks, mapping.delimiter)) {
    if (row !== null) {
      yield record.faults === undefined
        ? row(record.cells, record.line)
        : { position: record.line, faults: record.faults };
    } else {
      row = rowReader(
        headerOf(record.faults === undefined ? record.cells : null, shown),
        mapping,
        shown,
      );
    }
  }
  if (row === null) headerOf(null, shown);
}

function headerOf(cells: readonly string[] | null, shown: string): readonly string[] {
  if (cells !== null) return cells.map((cell) => cell.trim());
  throw new CannotRun({
    en: `${shown}: the first line must name the columns`,
    vi: `${shown}: dòng đầu phải là tên các cột`,
  });
}

function rowReader(
  header: readonly string[],
  mapping: Mapping,
  shown: string,
): (cells: readonly string[], line: number) => Entry {
  checkHeader(header, mapping, shown);
  const targets = mapping.columns.map((column) => ({
    at: header.indexOf(column.column),
    column,
    steps: stepsOf(column.field),
  }));
  const constants = Object.entries(mapping.constants);
  return (cells, position) => {
    if (cells.length !== header.length) {
      const args = { expected: header.length, got: cells.length };
      return { position, faults: [{ code: "LU6301", path: "", args }] };
    }
    const { declaration, faults } = readRow(cells, targets);
    if (faults.length > 0) return { position, faults };
    for (const [field, value] of constants) put(declaration, stepsOf(field), value);
    return { position, declaration: withoutHoles(declaration) };
  };
}

function readRow(
  cells: readonly string[],
  targets: readonly Target[],
): { declaration: Record<string, unknown>; faults: readonly Fault[] } {
  const declaration: Record<string, unknown> = {};
  const faults: Fault[] = [];
  for (const { at, column, steps } of targets) {
    const read = readCell(cells[at] ?? "", column);
    if (read.fault !== undefined) faults.push(read.fault);
    else if (read.value !== undefined) put(declaration, steps, read.value);
  }
  return { declaration, faults };
}

/** `items.2.hs` → `items`, 1, `hs`. */
function stepsOf(field: string): readonly (string | number)[] {
  return field.split(".").map((step) => (/^\d+$/.test(step) ? Number(step) - 1 : step));
}

function put(root: Container, steps: readonly (string | number)[], value: unknown): void {
  let at = root as Record<string | number, unknown>;
  for (const [index, step] of steps.entries()) {
    const next = steps[index + 1];
    if (next === undefined) {
      at[step] = value;
    } else {
      at[step] ??= typeof next === "number" ? [] : {};
      at = at[step] as Record<string | number, unknown>;
    }
  }
}

/** An element whose cells are all blank was not declared: the following ones move up. */
function withoutHoles(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== undefined).map(withoutHoles);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withoutHoles(item)] as const),
  );
}
