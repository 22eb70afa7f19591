/**
 * Works out what is constant and removes what says nothing.
 *
 * Comes in: an IR. Goes out: an IR of the same meaning in Kleene logic. Never drops an operand because it is unknown for some declaration: only
 * `false` ends an `and`, only `true` ends an `or`, whatever stands beside them.
 */
import type { BundleIr, Expr, Schema } from "@luong/spec";
import { canonicalText } from "./canonical-text.ts";
import { evaluateConstant, isLiteral, type Literal } from "./constant.ts";
import { likeness } from "./likeness.ts";
import { mapConditions, type Origins, rewriteUp } from "./rewrite.ts";

type Logic = Extract<Expr, { readonly kind: "logic" }>;

function booleanLiteral(value: boolean): Literal {
  return { kind: "literal", type: { kind: "boolean" }, value };
}

function isConstant(expr: Expr, value: boolean): boolean {
  return isLiteral(expr) && expr.value === value;
}

/** `a and (b and c)` → `a and b and c`: min and max are associative. */
function flatOperands(logic: Logic): readonly Expr[] {
  return logic.operands.flatMap((operand) =>
    operand.kind === "logic" && operand.op === logic.op ? flatOperands(operand) : [operand],
  );
}

/** Without repeats (`a and a` → `a`), first occurrence kept. */
function distinct(exprs: readonly Expr[]): readonly Expr[] {
  const likes = exprs.map(likeness);
  if (new Set(likes).size === exprs.length) return exprs;
  const seen = new Set<string>();
  return exprs.filter((expr) => {
    const text = canonicalText(expr);
    const isNew = !seen.has(text);
    seen.add(text);
    return isNew;
  });
}

function foldLogic(logic: Logic): Expr {
  const ending = logic.op === "or";
  const flat = flatOperands(logic);
  if (flat.some((operand) => isConstant(operand, ending))) return booleanLiteral(ending);
  const operands = distinct(flat.filter((operand) => !isConstant(operand, !ending)));
  const [only] = operands;
  if (only === undefined) return booleanLiteral(!ending);
  if (operands.length === 1) return only;
  const unchanged =
    operands.length === logic.operands.length &&
    operands.every((operand, index) => operand === logic.operands[index]);
  return unchanged ? logic : { ...logic, operands };
}

function foldNot(expr: Extract<Expr, { readonly kind: "not" }>): Expr {
  const { operand } = expr;
  // Unknown stays unknown under two negations, so they cancel in three values as well.
  if (operand.kind === "not") return operand.operand;
  if (isLiteral(operand)) return booleanLiteral(operand.value === false);
  return expr;
}

/** `is present` of what always has a value. */
function foldPresent(expr: Extract<Expr, { readonly kind: "present" }>): Expr {
  const { operand } = expr;
  const always =
    isLiteral(operand) || operand.kind === "now" || (operand.kind === "fact" && !operand.optional);
  return always ? booleanLiteral(true) : expr;
}

/** Members in one order, each once, inner sets spread; the order of members means nothing. */
function foldSet(set: Extract<Expr, { readonly kind: "set" }>): Expr {
  const spread = set.items.flatMap((item) => (item.kind === "set" ? item.items : [item]));
  const keyed = distinct(spread).map((item) => ({ item, text: canonicalText(item) }));
  // Constants first: they are the cheapest members to compare with.
  const rank = (item: Expr): number => (isLiteral(item) ? 0 : 1);
  const items = keyed
    .toSorted((a, b) => rank(a.item) - rank(b.item) || (a.text < b.text ? -1 : 1))
    .map(({ item }) => item);
  const unchanged =
    items.length === set.items.length && items.every((item, index) => item === set.items[index]);
  return unchanged ? set : { ...set, items };
}

/**
 * A quantifier whose body is constant. Over a list that may be missing the answer is unknown then, so nothing is folded; neither is
 * what depends on whether there are elements at all.
 */
function foldQuantifier(expr: Extract<Expr, { readonly kind: "quantifier" }>): Expr {
  if (expr.source.optional || !isLiteral(expr.body)) return expr;
  const holds = expr.body.value === true;
  switch (expr.quantifier) {
    case "any":
    case "atLeast":
      return holds ? expr : booleanLiteral(false);
    case "every":
      return holds ? booleanLiteral(true) : expr;
    case "no":
      return holds ? expr : booleanLiteral(true);
  }
}

function foldAggregate(expr: Extract<Expr, { readonly kind: "aggregate" }>): Expr {
  if (expr.where === undefined || !isConstant(expr.where, true)) return expr;
  const { where: _, ...rest } = expr;
  return rest;
}

function foldNode(expr: Expr, schema: Schema): Expr {
  switch (expr.kind) {
    case "logic":
      return foldLogic(expr);
    case "not":
      return foldNot(expr);
    case "present":
      return foldPresent(expr);
    case "call":
      return evaluateConstant(expr, schema) ?? expr;
    case "set":
      return foldSet(expr);
    case "quantifier":
      return foldQuantifier(expr);
    case "aggregate":
      return foldAggregate(expr);
    default:
      return expr;
  }
}

export function fold(ir: BundleIr, origins: Origins): BundleIr {
  return mapConditions(ir, (expr) =>
    rewriteUp(expr, (inner) => foldNode(inner, ir.schema), origins),
  );
}
