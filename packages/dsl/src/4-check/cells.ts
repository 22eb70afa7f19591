/**
 * Cells of decision tables and cases of factors: tests of a value that stands in the heading.
 *
 * Goes out: types of what is written in the cells; cells that can not stand in their column are reported.
 */
import { mergeTypes, operators, type Span, type Type } from "@luong/spec";
import { reportDisagreement, type Side } from "../3-resolve/disagree.ts";
import type { CodeReading } from "../3-resolve/fit.ts";
import { languageAt } from "../3-resolve/language-at.ts";
import type { Cell, Expression } from "../ast/ast.ts";
import { report } from "../diagnostics/report.ts";
import { inferRelation } from "./relations.ts";
import { type Scope, unheeded } from "./scope.ts";
import { structuralKey } from "./structural-key.ts";
import { errorType, type Typing } from "./typing.ts";

export interface InputColumn {
  readonly expression: Expression;
  readonly type: Type;
}

export function checkInputCell(
  t: Typing,
  cell: Cell,
  column: InputColumn,
  around: Scope,
  allows: { readonly unknown: boolean },
): void {
  const scope = unheeded(around);
  switch (cell.kind) {
    case "anything":
    case "else":
    case "presence":
    case "missing":
      return;
    case "unknown":
      if (!allows.unknown) t.emit(report("LU4017", cell.span, { column: "input" }));
      return;
    case "points":
      t.emit(report("LU4017", cell.span, { column: "input" }));
      return;
    case "values":
      if (column.type.kind === "error") return;
      for (const value of cell.values) checkMember(t, value, column, scope);
      return;
    case "rangeCell":
      if (column.type.kind !== "error") checkRange(t, cell, column, scope);
      return;
    case "test":
      if (column.type.kind !== "error") checkTest(t, cell, column, scope);
      return;
  }
}

/** A listed value equals the fact; on lists with levels it may be anything above. */
function readingFor(t: Typing, type: Type): CodeReading {
  const shape = type.kind === "code" ? t.symbols.codeLists.get(type.list)?.list.shape : undefined;
  return shape === "levels" || shape === "tree" ? { kind: "below" } : { kind: "member" };
}

function sideOf(column: InputColumn, span: Span): Side {
  return { type: column.type, span, node: null };
}

function checkMember(t: Typing, value: Expression, column: InputColumn, scope: Scope): void {
  const type = t.infer(value, scope, { type: column.type, reading: readingFor(t, column.type) });
  const member = type.kind === "set" ? type.of : type;
  const merged = mergeTypes(column.type, member);
  if (member.kind === "error" || typeof merged !== "string") return;
  const right = { type: member, span: value.span, node: value };
  reportDisagreement(
    { problem: merged, operator: "=", left: sideOf(column, value.span), right },
    t.world,
  );
}

function checkRange(
  t: Typing,
  cell: Extract<Cell, { kind: "rangeCell" }>,
  column: InputColumn,
  scope: Scope,
): void {
  const ends = [cell.from, cell.to];
  const types = ends.map((end) =>
    t.infer(end, scope, { type: column.type, reading: { kind: "member" } }),
  );
  if (types.some((type) => type.kind === "error")) return;
  const outcome = operators.between.types([column.type, ...types]);
  if (!("problem" in outcome)) return;
  const at = Math.max(0, outcome.operand - 1);
  const node = ends[at] ?? cell.from;
  const right = { type: types[at] ?? errorType, span: node.span, node };
  const operator = operators.between.spelling[languageAt(t.symbols.textOf, cell.span)];
  reportDisagreement(
    { problem: outcome.problem, operator, left: sideOf(column, cell.span), right },
    t.world,
  );
}

/** The relation it would be beside the heading. */
function checkTest(
  t: Typing,
  cell: Extract<Cell, { kind: "test" }>,
  column: InputColumn,
  scope: Scope,
): void {
  const start = cell.args[0]?.span.start ?? cell.span.end;
  const written = t.symbols.textOf({ ...cell.span, end: start });
  const opSpan = { ...cell.span, end: cell.span.start + written.trimEnd().length };
  const { id, span, op, args } = cell;
  inferRelation(
    t,
    { kind: "relation", id, span, op, opSpan, left: column.expression, args, asOf: null },
    scope,
  );
}

/** Equal keys, equal cells. */
export function cellKey(cell: Cell): string {
  switch (cell.kind) {
    case "anything":
    case "else":
      return "-";
    case "unknown":
      return "unknown";
    case "presence":
      return cell.present ? "present" : "absent";
    case "points":
      return cell.image;
    case "values":
      return cell.values.map(structuralKey).join(", ");
    case "rangeCell":
      return `${structuralKey(cell.from)} to ${structuralKey(cell.to)}`;
    case "test":
      return `${cell.op} ${cell.args.map(structuralKey).join(", ")}`;
    case "missing":
      return `missing ${cell.id}`;
  }
}
