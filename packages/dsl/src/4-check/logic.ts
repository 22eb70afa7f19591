/**
 * `and`, `or`, bullets, `not`: conditions in groups, and what a group shows about its members.
 *
 * Goes out: reports of repeated conditions and of quantifiers that may speak of different elements.
 */
import type { Span, Type } from "@luong/spec";
import { shown } from "../3-resolve/text.ts";
import type { Expression } from "../ast/ast.ts";
import { report } from "../diagnostics/report.ts";
import { groupOp, guardsOf, operandsOf, withGuards } from "./guards.ts";
import type { Scope } from "./scope.ts";
import { structuralKey } from "./structural-key.ts";
import { booleanType, type Typing } from "./typing.ts";

type GroupNode = Extract<Expression, { readonly kind: "logic" | "group" }>;
type QuantifiedNode = Extract<Expression, { readonly kind: "quantified" }>;

export function inferGroup(t: Typing, node: GroupNode, scope: Scope): Type {
  const op = node.kind === "logic" ? node.op : groupOp(node.op);
  const members = node.kind === "logic" ? node.operands : node.members;
  const guards = withGuards(scope.guards, guardsOf(node, op));
  const inner: Scope = { ...scope, guards, group: op, condition: null };
  const openable = new Map(scope.openable);
  for (const member of members) {
    t.condition(member, { ...inner, openable: closedAt(openable, member.span) });
    if (op === "and" && node.kind === "logic") open(openable, member);
  }
  // The outermost of nested groups of one kind looks at all their members together.
  if (scope.group !== op) checkMembers(t, operandsOf(node, op), op);
  return booleanType;
}

type Openable = Scope["openable"];

/** A bracket opened at an earlier body would close behind this member. */
function closedAt(openable: Openable, close: Span): Openable {
  return new Map([...openable].map(([element, { open }]) => [element, { open, close }]));
}

function open(openable: Map<string, { open: Span; close: Span }>, member: Expression): void {
  if (member.kind !== "quantified" || !pointsAtOne(member)) return;
  const name = (member.called ?? member.element).text;
  openable.set(name, { open: member.body.span, close: member.body.span });
}

function pointsAtOne(node: QuantifiedNode): boolean {
  return node.quantifier === "any" || node.quantifier === "atLeast";
}

function checkMembers(t: Typing, members: readonly Expression[], op: "and" | "or"): void {
  const seen = new Map<string, Expression>();
  const quantified = new Map<string, QuantifiedNode>();
  for (const member of members) {
    const key = structuralKey(member);
    const first = seen.get(key);
    if (first !== undefined && member.kind !== "missing") reportRepeated(t, member, first);
    else seen.set(key, member);
    if (op !== "and" || member.kind !== "quantified" || first !== undefined) continue;
    if (member.quantifier !== "any" || member.called !== null) continue;
    const of = member.of?.names.map((name) => name.text).join(".") ?? "";
    const element = `${member.element.text} of ${of}`;
    const other = quantified.get(element);
    if (other === undefined) quantified.set(element, member);
    else reportOtherElement(t, member, other, members);
  }
}

function reportRepeated(t: Typing, node: Expression, first: Expression): void {
  const text = shown(t.symbols.textOf(node.span));
  const note = { en: "here already", vi: "đã có ở đây" };
  t.emit(report("LU4014", node.span, { text }, { related: [{ span: first.span, note }] }));
}

function reportOtherElement(
  t: Typing,
  node: QuantifiedNode,
  other: QuantifiedNode,
  members: readonly Expression[],
): void {
  const note = { en: "the other quantifier", vi: "lượng từ kia" };
  const related = [{ span: other.span, note }];
  const neighbours = members.indexOf(node) === members.indexOf(other) + 1;
  const fixes = neighbours ? [mergeFix(t, node, other)] : [];
  t.emit(report("LU4010", node.span, { element: node.element.text }, { related, fixes }));
}

/** `any item has A … any item has B` to `any item has (A … B)`. */
function mergeFix(t: Typing, node: QuantifiedNode, other: QuantifiedNode) {
  const { file } = node.span;
  const between = t.symbols.textOf({ file, start: other.body.span.end, end: node.span.start });
  const text = `(${t.symbols.textOf(other.body.span)}${between}${t.symbols.textOf(node.body.span)})`;
  const span = { file, start: other.body.span.start, end: node.body.span.end };
  return {
    title: { en: "ask both of the same element", vi: "hỏi cả hai về cùng một phần tử" },
    edits: [{ span, text }],
  };
}
