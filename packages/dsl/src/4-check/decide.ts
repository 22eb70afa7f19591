/**
 * The decision table of a criterion: its heading, its cells, rows that have no turn.
 *
 * Whether rows overlap or leave gaps is the compiler's analysis.
 */

import { reportWhole } from "../3-resolve/disagree.ts";
import type { Cell, CellRow, Clause, DecideColumn } from "../ast/ast.ts";
import { report } from "../diagnostics/report.ts";
import { cellKey, checkInputCell, type InputColumn } from "./cells.ts";
import { bindForEach } from "./collections.ts";
import { type Scope, unheeded } from "./scope.ts";
import { errorType, memberWant, type Typing } from "./typing.ts";
import { checkWord } from "./words.ts";

export type DecideClause = Extract<Clause, { readonly kind: "decide" }>;

/** The scope with the element of `for each` bound, for reasons; the same scope when there is none. */
export function checkDecide(t: Typing, clause: DecideClause, scope: Scope): Scope {
  const inner =
    clause.forEach === null ? scope : (bindForEach(t, clause, clause.forEach, scope) ?? scope);
  const place = unheeded(inner);
  checkHeading(t, clause);
  const columns = clause.head.map((column) => inputOf(t, column, place));
  for (const row of clause.rows) checkRow(t, row, clause.head, columns, place);
  reportUnreached(t, clause);
  return inner;
}

export function outputsChannel(clause: DecideClause): DecideColumn | undefined {
  return clause.head.find((column) => column.kind === "output" && column.output === "channel");
}

function checkHeading(t: Typing, { head, span }: DecideClause): void {
  const heading = head[0]?.span ?? span;
  const outputs = head.flatMap((column) => (column.kind === "output" ? [column] : []));
  if (outputs.length === 0) {
    t.emit(report("LU4016", heading, { problem: "noOutput", output: null }));
  } else if (outputs.length === head.length) {
    t.emit(report("LU4016", heading, { problem: "noInput", output: null }));
  }
  const seen = new Set<string>();
  for (const { output, span: at } of outputs) {
    if (seen.has(output)) t.emit(report("LU4016", at, { problem: "repeated", output }));
    seen.add(output);
  }
}

function inputOf(t: Typing, column: DecideColumn, scope: Scope): InputColumn | undefined {
  if (column.kind === "output") return undefined;
  const { expression } = column;
  const type = t.infer(expression, scope);
  const side = { type, span: expression.span, node: expression };
  return { expression, type: reportWhole(side, t.world) ? errorType : type };
}

function checkRow(
  t: Typing,
  row: CellRow,
  head: readonly DecideColumn[],
  columns: readonly (InputColumn | undefined)[],
  scope: Scope,
): void {
  // Another number of cells has been reported by the parser.
  if (row.cells.length !== head.length) return;
  for (const [index, cell] of row.cells.entries()) {
    const column = head[index];
    const input = columns[index];
    if (input !== undefined) checkInputCell(t, cell, input, scope, { unknown: false });
    else if (column?.kind === "output") checkOutput(t, cell, column.output, scope);
  }
}

function checkOutput(
  t: Typing,
  cell: Cell,
  output: "channel" | "risk" | "action",
  scope: Scope,
): void {
  if (cell.kind === "anything" || cell.kind === "missing") return;
  if (!isOutput(t, cell, output, scope)) t.emit(report("LU4017", cell.span, { column: output }));
}

function isOutput(
  t: Typing,
  cell: Cell,
  output: "channel" | "risk" | "action",
  scope: Scope,
): boolean {
  if (cell.kind === "points") return output === "risk";
  const [value, ...more] = cell.kind === "values" ? cell.values : [];
  if (value === undefined || more.length > 0) return false;
  switch (output) {
    case "action":
      if (value.kind !== "reference" || value.call !== null || value.path.length > 0) return false;
      checkWord(t, value.root, "action");
      return true;
    case "channel": {
      const { kind } = t.infer(value, scope, memberWant({ kind: "channel" }));
      return kind === "channel" || kind === "error";
    }
    case "risk": {
      const { kind } = t.infer(value, scope, memberWant({ kind: "number" }));
      return kind === "integer" || kind === "number" || kind === "error";
    }
  }
}

/** Rows after one that matches everything, and rows whose conditions stood before. */
function reportUnreached(t: Typing, { head, rows }: DecideClause): void {
  const seen = new Map<string, number>();
  let all: number | undefined;
  for (const [index, row] of rows.entries()) {
    const inputs = row.cells.filter((_, at) => head[at]?.kind === "input");
    const key = inputs.map(cellKey).join(" | ");
    const after = all ?? seen.get(key);
    if (after !== undefined) {
      t.emit(report("LU4018", row.span, { row: index + 1, after: after + 1 }));
      continue;
    }
    seen.set(key, index);
    if (
      inputs.length > 0 &&
      inputs.every((cell) => cell.kind === "anything" || cell.kind === "else")
    ) {
      all = index;
    }
  }
}
