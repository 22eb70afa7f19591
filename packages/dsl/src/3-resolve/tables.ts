/**
 * Tables: columns with their ways to match, rows checked cell by cell, rows that no rule separates.
 *
 * Goes out: the symbol with rows in the JSON form of facts, columns in the order key, then value. A first row that repeats the
 * names of the columns is a heading; it may put them in another order.
 */
import {
  type Column,
  isOrdered,
  type Language,
  type Span,
  type TableRow,
  type Type,
} from "@luong/spec";
import { nodeKey, type ReadData, type TableSymbol } from "../analysis.ts";
import type { Cell, CellRow, ColumnNode, ItemOf } from "../ast/ast.ts";
import { report } from "../diagnostics/report.ts";
import { jsonFromCell } from "./cell-text.ts";
import { type CsvFault, readCsv } from "./csv.ts";
import { validityOf } from "./lists.ts";
import { type PlaceWorld, placeConstant } from "./place.ts";
import { labelFrom, shown } from "./text.ts";
import { reportTies } from "./ties.ts";
import { isSingleType, type TypeWorld, typeFromRef } from "./type-ref.ts";

type World = PlaceWorld & TypeWorld;

export function tableFrom(
  item: ItemOf<"table">,
  file: string,
  language: Language,
  readData: ReadData,
  world: World,
): TableSymbol {
  const key = item.key.map((node) => keyColumn(node, language, world));
  const value = item.value.map((node) => columnFrom(node, language, world));
  const columns = [...key, ...value];
  reportRepeats([...item.key, ...item.value], item.name.text, world);
  let faults = 0;
  const counting: World = {
    ...world,
    emit: (diagnostic) => {
      faults += 1;
      world.emit(diagnostic);
    },
  };
  const rows = rowsOf(item, columns, readData, counting);
  // Rows with a wrong cell would seem to tie.
  if (rows !== null && faults === 0)
    reportTies(
      item,
      key.map((column) => column.match),
      rows,
      world.emit,
    );
  return {
    name: item.name.text,
    label: labelFrom(item.label, language),
    access: item.access ?? "internal",
    dated: item.dated,
    key,
    value,
    rows,
    node: nodeKey(file, item),
  };
}

/* ------------------------------------------------------------------ columns */

function columnFrom(node: ColumnNode, language: Language, world: World): Column {
  return {
    name: node.name.text,
    type: typeFromRef(node.type, world),
    label: labelFrom(node.label, language),
    match: node.match,
    optional: node.optional,
  };
}

function keyColumn(node: ColumnNode, language: Language, world: World): Column {
  const column = columnFrom(node, language, world);
  const { type, match } = column;
  if (type.kind === "error") return column;
  const wrong = wrongMatch(type, match, world);
  if (wrong === undefined) return column;
  world.emit(report("LU3037", node.span, { match: wrong, type }));
  return { ...column, type: { kind: "error" } };
}

function wrongMatch(type: Type, match: Column["match"], world: World) {
  if (!isSingleType(type)) return "optional";
  switch (match) {
    case "equal":
      return undefined;
    case "between":
      return isOrdered(type) ? undefined : "between";
    case "under": {
      const shape = type.kind === "code" ? world.codeLists.get(type.list)?.list.shape : undefined;
      return shape === "levels" || shape === "tree" ? undefined : "under";
    }
  }
}

function reportRepeats(nodes: readonly ColumnNode[], owner: string, world: World): void {
  const seen = new Set<string>();
  for (const { name } of nodes) {
    if (name.text === "") continue;
    if (seen.has(name.text)) {
      world.emit(report("LU2013", name.span, { entry: "column", name: name.text, owner }));
    }
    seen.add(name.text);
  }
}

/* ------------------------------------------------------------------ rows of the source */

function rowsOf(
  item: ItemOf<"table">,
  columns: readonly Column[],
  readData: ReadData,
  world: World,
): readonly TableRow[] | null {
  if (item.file !== null) return rowsFromFile(item, item.file, columns, readData, world);
  if (item.external) return null;
  const order = headingOrder(item.rows[0], columns);
  const body = order === undefined ? item.rows : item.rows.slice(1);
  const rows: TableRow[] = [];
  for (const row of body) {
    // Another number of cells has been reported by the parser.
    if (row.cells.length !== columns.length) continue;
    rows.push({
      cells: columns.map((column, index) =>
        cellJson(row.cells[order?.[index] ?? index], column, row.span, world),
      ),
    });
  }
  return rows;
}

/** Position in the row of each column, when the row is a heading. */
function headingOrder(
  row: CellRow | undefined,
  columns: readonly Column[],
): readonly number[] | undefined {
  if (row === undefined || row.cells.length !== columns.length) return undefined;
  const names = row.cells.map(bareName);
  const order = columns.map((column) => names.indexOf(column.name));
  return order.includes(-1) ? undefined : order;
}

function bareName(cell: Cell): string | undefined {
  const only = cell.kind === "values" && cell.values.length === 1 ? cell.values[0] : undefined;
  if (only?.kind !== "reference" || only.call !== null || only.path.length > 0) return undefined;
  return only.root.text;
}

function cellJson(cell: Cell | undefined, column: Column, rowSpan: Span, world: World): unknown {
  if (cell === undefined || cell.kind === "missing" || column.type.kind === "error") return null;
  switch (cell.kind) {
    case "anything":
      if (!column.optional) reportEmpty(column, cell.span, world);
      return null;
    case "values":
      return valuesJson(cell, column, world);
    case "rangeCell":
      if (column.match !== "between") break;
      return [cell.from, cell.to].map(
        (end) => placeConstant(end, column.type, "cell", world)?.json ?? null,
      );
    case "points":
      return pointsJson(cell, column, world);
    case "else":
    case "unknown":
    case "presence":
    case "test":
      break;
  }
  world.emit(
    report("LU4017", cell.span.end > cell.span.start ? cell.span : rowSpan, { column: "table" }),
  );
  return null;
}

function reportEmpty(column: Column, span: Span, world: World): void {
  const args = {
    place: "cell",
    expected: column.type,
    found: null,
    text: shown(world.textOf(span)) || "-",
  } as const;
  world.emit(report("LU3030", span, args));
}

function valuesJson(
  cell: Extract<Cell, { kind: "values" }>,
  column: Column,
  world: World,
): unknown {
  const { type } = column;
  const placed = cell.values.map(
    (value) =>
      placeConstant(value, type.kind === "set" ? type.of : type, "cell", world)?.json ?? null,
  );
  if (type.kind === "set") return placed;
  const [only = null] = placed;
  if (placed.length === 1) return column.match === "between" ? [only, only] : only;
  world.emit(report("LU4017", cell.span, { column: "table" }));
  return null;
}

function pointsJson(
  cell: Extract<Cell, { kind: "points" }>,
  column: Column,
  world: World,
): unknown {
  if (column.type.kind === "integer" || column.type.kind === "number")
    return Number(cell.image.replaceAll("_", ""));
  reportEmpty(column, cell.span, world);
  return null;
}

/* ------------------------------------------------------------------ rows of a file */

function rowsFromFile(
  item: ItemOf<"table">,
  file: string,
  columns: readonly Column[],
  readData: ReadData,
  world: World,
): readonly TableRow[] | null {
  const text = readData(file);
  const { span, text: name } = item.name;
  if (text === undefined) {
    world.emit(report("LU2019", span, { file, name }));
    return null;
  }
  const fault = ({ row, column, problem }: CsvFault): void =>
    world.emit(report("LU2020", span, { file, row, column, problem }));
  const csv = readCsv(text);
  for (const each of csv.faults) fault(each);
  const places = columnPlaces(csv.header, columns, fault);
  return csv.rows.map((row) => {
    const cells = columns.map((column, index) => {
      const cell = row.cells[places[index] ?? -1] ?? "";
      const read = fileCell(cell, column, world);
      if (read.problem !== undefined)
        fault({ row: row.row, column: column.name, problem: read.problem });
      return read.json;
    });
    return { cells, ...(item.dated ? validityOf(row, csv.header, world.zoneMinutes, fault) : {}) };
  });
}

/** Where each column stands in the file; -1 for an optional one that is not there. */
function columnPlaces(
  header: readonly string[],
  columns: readonly Column[],
  fault: (fault: CsvFault) => void,
): readonly number[] {
  const known = new Set([...columns.map((column) => column.name), "valid_from", "valid_until"]);
  for (const name of header) {
    if (!known.has(name)) fault({ row: 1, column: null, problem: { kind: "unknownColumn", name } });
  }
  return columns.map(({ name, optional }) => {
    const at = header.indexOf(name);
    if (at < 0 && !optional)
      fault({ row: 1, column: null, problem: { kind: "missingColumn", name } });
    return at;
  });
}

function fileCell(
  text: string,
  column: Column,
  world: World,
): { readonly json: unknown; readonly problem?: CsvFault["problem"] } {
  const { type } = column;
  if (type.kind === "error") return { json: null };
  if (text === "") {
    if (type.kind === "set") return { json: [] };
    return column.optional ? { json: null } : { json: null, problem: { kind: "empty" } };
  }
  if (column.match === "between") {
    const [from = "", to = from] = text.split(/\s+to\s+|\.\./);
    const ends = [from, to].map((end) => jsonFromCell(end.trim(), type, world));
    return ends.includes(undefined)
      ? { json: null, problem: { kind: "value", text, type } }
      : { json: ends };
  }
  const json = jsonFromCell(text, type, world);
  return json === undefined ? { json: null, problem: { kind: "value", text, type } } : { json };
}
