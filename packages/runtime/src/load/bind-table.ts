/**
 * Rows → a table that can be asked: cells checked, periods read, rows named, ties found.
 *
 * Finding the row for given keys is the matter of the interpreter and of compiled code; both read the rows bound here. Large tables stay in flat memory
 * (`rows/row-store.ts`); a store that comes ready-made was checked by who made it, and is only asked for ties.
 */

import type { TableBinding, TableIr, TableRow } from "@luong/spec";
import { pointer } from "../facts/pointer.ts";
import { fault } from "../messages/catalogue.ts";
import { RowStore, storeShape } from "../rows/row-store.ts";
import type { BindContext } from "./bind-context.ts";
import { columnsOf, RowIntake } from "./row-intake.ts";
import { findStoreTies } from "./store-ties.ts";

/** More ties than this of one table are not listed. */
const TIES_LISTED = 20;

/** Tables up to this size become objects, which are faster to ask; the rest stays flat. */
const ROWS_AS_OBJECTS = 1000;

function isRow(given: unknown): given is TableRow {
  return typeof given === "object" && given !== null && Array.isArray(Reflect.get(given, "cells"));
}

export function bindTable(
  table: TableIr,
  given: Iterable<TableRow>,
  path: string,
  context: BindContext,
): TableBinding {
  const { store, refused } =
    given instanceof RowStore
      ? { store: fitting(given, table, path, context), refused: [] }
      : storeFrom(table, given, path, context);
  if (context.onlyWalked?.has(table.name) !== true) {
    for (const [first, second] of findStoreTies(table, store, context.schema, TIES_LISTED)) {
      const [row, other] = [placeOf(second, refused), placeOf(first, refused)];
      const shown = { table: table.name, row: row + 1, other: other + 1 };
      context.problems.push(fault("LU6509", pointer(path, row), shown));
    }
  }
  // Places of removed rows cannot be said by an array, so a store that came with them stays one.
  const isSmall = store.length <= ROWS_AS_OBJECTS && store.size === store.length;
  return { dated: table.dated, rows: isSmall ? [...store] : store };
}

/** A ready-made store of another table, or of another version of it, holds nothing that can be used. */
function fitting(store: RowStore, table: TableIr, path: string, context: BindContext): RowStore {
  const wanted = storeShape(table);
  const { shape } = store;
  const fits =
    shape.table === wanted.table &&
    shape.columns === wanted.columns &&
    shape.idColumn === wanted.idColumn &&
    shape.dated === wanted.dated;
  if (fits) return store;
  const args = { count: shape.columns, wanted: wanted.columns };
  context.problems.push(fault("LU6508", path, args));
  return new RowIntake(table, context).build(false);
}

interface Taken {
  readonly store: RowStore;
  /** Places from 0 of the rows that were not sound, ascending. */
  readonly refused: readonly number[];
}

function storeFrom(
  table: TableIr,
  given: Iterable<TableRow>,
  path: string,
  context: BindContext,
): Taken {
  const intake = new RowIntake(table, context);
  const wanted = columnsOf(table).length;
  const refused: number[] = [];
  let place = 0;
  for (const row of given) {
    const at = pointer(path, place);
    const isWhole = isRow(row) && row.cells.length === wanted;
    if (!isWhole) {
      const count = isRow(row) ? row.cells.length : 0;
      context.problems.push(fault("LU6508", at, { count, wanted }));
    }
    if (!isWhole || !intake.add(row.cells, row, at)) refused.push(place);
    place += 1;
  }
  return { store: intake.build(intake.rows > ROWS_AS_OBJECTS), refused };
}

/** Place of a row as given: the rows refused before it count. */
function placeOf(row: number, refused: readonly number[]): number {
  let place = row;
  for (const gone of refused) {
    if (gone > place) break;
    place += 1;
  }
  return place;
}
