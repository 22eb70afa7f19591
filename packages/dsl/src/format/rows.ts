/**
 * Rows of decision tables, tables and factors as layout.
 *
 * In: cells of the tree. Out: one line a row, pipes aligned by display width. It does not look at what a column means.
 */
import type { Cell, CellRow, DecideColumn } from "../ast/ast.ts";
import { displayWidth, padDisplay } from "../diagnostics/display-width.ts";
import { type Doc, flatText, join, line, word } from "./doc.ts";
import { expression, type Printing, relationTail } from "./expression.ts";

export function cell(to: Printing, node: Cell): Doc {
  const of = to.words.of;
  switch (node.kind) {
    case "anything":
      return "-";
    case "else":
      return of("else");
    case "unknown":
      return of("unknown");
    case "presence":
      return of(node.present ? "is present" : "is missing");
    case "test":
      return relationTail(to, node);
    case "values":
      return join(
        node.values.map((each) => expression(to, each)),
        ", ",
      );
    case "rangeCell":
      return [expression(to, node.from), ` ${of("to")} `, expression(to, node.to)];
    case "points":
      return /^[+-]/u.test(node.image) ? node.image : `+${node.image}`;
    case "missing":
      return "";
  }
}

function header(to: Printing, node: DecideColumn): Doc {
  return node.kind === "input" ? expression(to, node.expression) : to.words.of(node.output);
}

interface TextRow {
  readonly cells: readonly string[];
  readonly span: { readonly start: number; readonly end: number };
}

export function decideRows(
  to: Printing,
  head: readonly DecideColumn[],
  rows: readonly CellRow[],
): Doc {
  const first = head[0];
  const last = head.at(-1);
  if (first === undefined || last === undefined) return "";
  const top: TextRow = {
    cells: head.map((each) => flatText(header(to, each)) ?? ""),
    span: { start: first.span.start, end: last.span.end },
  };
  return aligned([top, ...rows.map((row) => textRow(to, row))]);
}

export function tableRows(to: Printing, rows: readonly CellRow[]): Doc {
  return aligned(rows.map((row) => textRow(to, row)));
}

function textRow(to: Printing, row: CellRow): TextRow {
  return { cells: row.cells.map((each) => flatText(cell(to, each)) ?? ""), span: row.span };
}

function aligned(rows: readonly TextRow[]): Doc {
  const columns = Math.max(0, ...rows.map((row) => row.cells.length));
  const widths = Array.from({ length: columns }, (_, index) =>
    Math.max(0, ...rows.map((row) => displayWidth(row.cells[index] ?? ""))),
  );
  return rows.map((row) => {
    const cells = row.cells.map((text, index) => padDisplay(text, widths[index] ?? 0));
    return [line(), word(`| ${cells.join(" | ")} |`, row.span)];
  });
}
