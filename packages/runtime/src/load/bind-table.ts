/**
 * Rows → a table that can be asked: cells checked, periods read, rows named, ties found.
 *
 * Finding the row for given keys is the matter of the interpreter and of compiled code; both read the rows bound here.
 */

import type { BoundRow, Column, Schema, TableBinding, TableIr, TableRow } from "@luong/spec";
import { parseDate, parseInstant, parseTime } from "@luong/spec";
import { pointer } from "../facts/pointer.ts";
import { fault } from "../messages/catalogue.ts";
import type { BindContext } from "./bind-context.ts";
import { CellChecker } from "./cells.ts";
import { readPeriod } from "./periods.ts";
import { findTies, type KeyedRow, type KeyPart, valuePart } from "./ties.ts";

/** More ties than this of one table are not listed. */
const TIES_LISTED = 20;

function columnsOf(table: TableIr): readonly Column[] {
  return [...table.key, ...table.value];
}

function checkerFor(table: TableIr, context: BindContext): CellChecker {
  const columns = columnsOf(table).map(({ name, type, optional, match }) => {
    return { name, type, optional, pair: match === "between" };
  });
  return new CellChecker(context, columns);
}

/** A number that orders the ends of a range as the values are ordered; undefined for what has no order of its own. */
function endFrom(column: Column, end: unknown, schema: Schema): number | undefined {
  if (typeof end === "number") return end;
  if (typeof end === "object" && end !== null) {
    // Amounts with their own currency or unit: compared only within one; the checker allows no mixture in a column.
    const amount: unknown = Reflect.get(end, "amount") ?? Reflect.get(end, "value");
    return typeof amount === "number" ? amount : undefined;
  }
  if (typeof end !== "string") return undefined;
  switch (column.type.kind) {
    case "date":
      return parseDate(end);
    case "time":
      return parseTime(end);
    case "instant":
      return parseInstant(end, schema.zoneMinutes);
    default:
      return undefined;
  }
}

function rangePart(column: Column, cell: unknown, path: string, context: BindContext): KeyPart {
  if (!Array.isArray(cell)) return valuePart(null);
  const [low, high]: readonly unknown[] = cell;
  const from = endFrom(column, low, context.schema);
  const to = endFrom(column, high, context.schema);
  // Times may wrap midnight; every other range must not end before it begins.
  if (cell.length !== 2 || from === undefined || to === undefined) {
    context.problems.push(fault("LU6511", path, { expected: { kind: "pair" }, got: "list" }));
    return valuePart(cell);
  }
  if (from > to && column.type.kind !== "time") {
    const shown = { column: column.name, from: JSON.stringify(low), to: JSON.stringify(high) };
    context.problems.push(fault("LU6513", path, shown));
  }
  return from > to ? valuePart(cell) : { kind: "range", from, to };
}

function keyOf(
  table: TableIr,
  cells: readonly unknown[],
  path: string,
  context: BindContext,
): KeyPart[] {
  return table.key.map((column, index) =>
    column.match === "between"
      ? rangePart(column, cells[index], pointer(path, column.name), context)
      : valuePart(cells[index]),
  );
}

/** The value of a key column `id`, else the number of the row. */
function nameOf(table: TableIr, cells: readonly unknown[], number: number): string {
  const index = table.key.findIndex(({ name }) => name === "id");
  const id = index < 0 ? undefined : cells[index];
  return id === undefined || id === null ? String(number) : String(id);
}

function isRow(given: unknown): given is TableRow {
  return typeof given === "object" && given !== null && Array.isArray(Reflect.get(given, "cells"));
}

export function bindTable(
  table: TableIr,
  given: Iterable<TableRow>,
  path: string,
  context: BindContext,
): TableBinding {
  const checker = checkerFor(table, context);
  const wanted = columnsOf(table).length;
  const rows: BoundRow[] = [];
  const keyed: KeyedRow[] = [];
  let number = 0;
  for (const row of given) {
    const at = pointer(path, number++);
    if (!isRow(row) || row.cells.length !== wanted) {
      const count = isRow(row) ? row.cells.length : 0;
      context.problems.push(fault("LU6508", at, { count, wanted }));
      continue;
    }
    const period = readPeriod(row, table.dated, context.schema.zoneMinutes, at, context.problems);
    if (!checker.check(row.cells, at)) continue;
    const { cells } = row;
    rows.push({ ...row, cells, name: nameOf(table, cells, number), ...period });
    keyed.push({ ...period, number, key: keyOf(table, cells, at, context) });
  }
  for (const [first, second] of findTies(keyed, TIES_LISTED)) {
    const shown = { table: table.name, row: second.number, other: first.number };
    context.problems.push(fault("LU6509", pointer(path, second.number - 1), shown));
  }
  return { dated: table.dated, rows };
}
