/**
 * How dear an expression is, relative to one comparison of integers.
 *
 * Comes in: an expression. Goes out: a number from the `cost` of the language's entries and the sizes declared in the schema. It only
 * orders and chooses; no answer depends on it. Bounds for the reader are in `3-index/cost-bound.ts`.
 */
import { childrenOf, type Expr, functionSpec, operatorSpec } from "@luong/spec";

/** A quantifier seldom runs to its bound: declarations have a few items where the schema allows fifty. */
const TYPICAL_ELEMENTS_MAX = 6;
const LOOKUP_COST = 25;
const LIST_COST = 6;
const PROPERTY_COST = 2;

function ownCost(expr: Expr): number {
  switch (expr.kind) {
    case "call":
      return operatorSpec(expr.op)?.cost ?? functionSpec(expr.op)?.cost ?? PROPERTY_COST;
    case "lookup":
      return LOOKUP_COST;
    case "list":
      return LIST_COST;
    case "matches":
      return 2;
    case "set":
    case "literal":
      return 0;
    default:
      return 1;
  }
}

/** Of quantifiers and the like only: a cache of every small node costs more in garbage collection than it spares. */
const cache = new WeakMap<Expr, number>();

export function costOf(expr: Expr): number {
  const isLarge = expr.kind === "quantifier" || expr.kind === "aggregate";
  return isLarge ? keptCost(expr) : freshCost(expr);
}

function keptCost(expr: Expr): number {
  const known = cache.get(expr);
  if (known !== undefined) return known;
  const cost = freshCost(expr);
  cache.set(expr, cost);
  return cost;
}

function freshCost(expr: Expr): number {
  let inner = 0;
  for (const child of childrenOf(expr)) inner += costOf(child);
  const repeats =
    expr.kind === "quantifier" || expr.kind === "aggregate"
      ? Math.min(expr.source.max, TYPICAL_ELEMENTS_MAX)
      : 1;
  return ownCost(expr) + repeats * inner;
}
