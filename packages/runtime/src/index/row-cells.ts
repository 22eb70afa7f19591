/**
 * Rows of a table as the builder of the index reads them: cells by the number of their value.
 *
 * Rows in flat memory have such numbers already; rows given as objects get them here, while they are read.
 */
import type { RowList, TableBinding } from "@luong/spec";
import type { RowCells } from "./builder.ts";

/** What rows in flat memory offer beside `RowList` (`rows/row-store.ts`). */
interface Numbered {
  readonly columns: number;
  readonly readCells: (row: number, into: Int32Array) => boolean;
  readonly valueOf: (id: number) => unknown;
  readonly periodOf: (row: number) => readonly [number, number];
}

function isNumbered(rows: RowList): rows is RowList & Numbered {
  return "readCells" in rows && "valueOf" in rows && "periodOf" in rows;
}

export function rowCells(binding: TableBinding, columns: number): RowCells {
  const { rows, dated } = binding;
  if (isNumbered(rows)) {
    return {
      length: rows.length,
      columns,
      read: (row, into) => rows.readCells(row, into),
      valueOf: (id) => rows.valueOf(id),
      period: dated ? (row) => rows.periodOf(row) : null,
    };
  }
  const numbers = new Map<string, number>();
  const values: unknown[] = [];
  const numberOf = (cell: unknown): number => {
    const text = JSON.stringify(cell);
    let number = numbers.get(text);
    if (number === undefined) {
      number = values.push(cell) - 1;
      numbers.set(text, number);
    }
    return number;
  };
  return {
    length: rows.length,
    columns,
    read: (row, into) => {
      const bound = rows.at(row);
      if (bound === undefined) return false;
      for (let column = 0; column < columns; column++) {
        const cell = bound.cells[column] ?? null;
        into[column] = cell === null ? -1 : numberOf(cell);
      }
      return true;
    },
    valueOf: (id) => values[id],
    period: dated
      ? (row) => {
          const bound = rows.at(row);
          return [bound?.from ?? 0, bound?.until ?? 0];
        }
      : null,
  };
}
