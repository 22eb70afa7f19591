/**
 * What a condition shows to be present: `x is present and x > 5`.
 *
 * In Kleene's logic `false and unknown` is false, so beside `x is present` the other operands may read `x` freely; under `or`
 * the same holds beside `x is missing`. Order does not matter.
 */
import { keywords } from "@luong/spec";
import type { Expression } from "../ast/ast.ts";
import { structuralKey } from "./structural-key.ts";

export const presentOp = keywords["is present"].relation.op;
export const missingOp = keywords["is missing"].relation.op;
export const matchesOp = keywords.matches.relation.op;

/** Operands of one flat group: nested groups of the same kind and parentheses are opened. */
export function operandsOf(node: Expression, op: "and" | "or"): readonly Expression[] {
  switch (node.kind) {
    case "parenthesis":
      return operandsOf(node.inner, op);
    case "logic":
      return node.op === op ? node.operands.flatMap((each) => operandsOf(each, op)) : [node];
    case "group":
      return groupOp(node.op) === op
        ? node.members.flatMap((each) => operandsOf(each, op))
        : [node];
    default:
      return [node];
  }
}

export function groupOp(op: "any" | "all"): "and" | "or" {
  return op === "any" ? "or" : "and";
}

/** Things present whenever the others of the group matter, as written, with everything they are reached through. */
export function guardsOf(node: Expression, op: "and" | "or"): readonly string[] {
  const shows = op === "and" ? presentOp : missingOp;
  return operandsOf(node, op).flatMap((operand) =>
    operand.kind === "relation" && operand.op === shows ? prefixesOf(operand.left) : [],
  );
}

/** `a.b.c` shows `a`, `a.b` and `a.b.c`. */
function prefixesOf(node: Expression): readonly string[] {
  const key = structuralKey(node);
  if (node.kind !== "reference" || node.call !== null) return [key];
  const parts = key.split(".");
  return parts.map((_, index) => parts.slice(0, index + 1).join("."));
}

export function withGuards(
  guards: ReadonlySet<string>,
  more: readonly string[],
): ReadonlySet<string> {
  return more.length === 0 ? guards : new Set([...guards, ...more]);
}
