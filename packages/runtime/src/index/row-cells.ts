/**
 * Rows of a table as the builder of the index reads them: cells by the number of their value.
 *
 * Rows in flat memory have such numbers already; rows given as objects get them here, while they are read.
 */
import type { RowList, TableBinding } from "@luong/spec";
import type { RowCells } from "./builder.ts";

/** Rows in flat memory are such cells themselves (`rows/row-store.ts`). */
function areCells(rows: RowList): rows is RowList & RowCells {
  return "read" in rows && "valueOf" in rows && "period" in rows;
}

export function rowCells(binding: TableBinding): RowCells {
  const { rows, dated } = binding;
  if (areCells(rows)) return rows;
  const [first] = rows;
  const columns = first?.cells.length ?? 0;
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
