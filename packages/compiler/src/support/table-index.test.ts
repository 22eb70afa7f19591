// Rows that were removed: their places stay, nothing finds them. Comes in: a list of rows with a hole.
import type { BoundRow, RowList, TableBinding } from "@luong/spec";
import { expect, test } from "vitest";
import { columnOf, fromOf, TableIndex, untilOf } from "./table-index.ts";

function row(name: string, ...cells: unknown[]): BoundRow {
  return { name, cells, from: 5, until: 9 };
}

const all = [row("1", "a", 1), undefined, row("3", "a", 3), row("4", null, 4)];
const rows: RowList = {
  length: all.length,
  at: (index) => all[index],
  *[Symbol.iterator]() {
    for (const each of all) if (each !== undefined) yield each;
  },
};

test.each([true, false])("a hole is never in force and has no cells; dated: %s", (dated) => {
  const table: TableBinding = { dated, rows };
  const [from, until] = dated ? [5, 9] : [-Infinity, Infinity];
  expect([...fromOf(table)]).toEqual([from, Infinity, from, from]);
  expect([...untilOf(table)]).toEqual([until, -Infinity, until, until]);
  expect(columnOf(rows, 1, (cell: number) => cell * 10, 0)).toEqual([10, 0, 30, 40, 0]);
});

test("the look-up finds the rows around it", () => {
  const index = new TableIndex({ dated: true, rows }, [{ match: "equal", read: String }]);
  const find = (key: string, at: number): number => {
    index.keys[0] = key;
    return index.find(at);
  };
  expect([find("a", 6), find("b", 6), find("a", 4)]).toEqual([0, 3, 4]);
});
