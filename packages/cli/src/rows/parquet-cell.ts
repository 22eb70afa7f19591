/**
 * One value of a Parquet file as the JSON form of a fact of the column's type.
 *
 * Texts are read like cells of a CSV file. Numbers, lists and records are already what JSON has; a number in a column of text or codes is taken as its
 * digits, a date in a column of dates loses its time. What does not fit is handed on: the check says what was expected.
 */
import type { Column, Type, Unit } from "@luong/spec";
import { tableCell } from "../bindings/table-cell.ts";

export function parquetCell(
  value: unknown,
  column: Pick<Column, "type" | "match">,
  units: readonly Unit[],
): unknown {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) {
    if (column.match !== "between" && column.type.kind !== "set") return value;
    const type = column.type.kind === "set" ? column.type.of : column.type;
    return value.map((each) => parquetCell(each, { type, match: "equal" }, units));
  }
  switch (typeof value) {
    case "string":
      return tableCell(dateOf(value.normalize("NFC"), column.type), column, units);
    case "number":
    case "boolean":
      return isText(column.type) || column.match === "between"
        ? tableCell(String(value), column, units)
        : value;
    default:
      return value;
  }
}

function isText({ kind }: Type): boolean {
  return kind === "text" || kind === "id" || kind === "code" || kind === "boolean";
}

/** Days and moments both come as `2026-02-01T00:00:00.000Z`. */
function dateOf(text: string, type: Type): string {
  return type.kind === "date" ? text.replace(/T00:00:00(\.0+)?Z$/, "") : text;
}
