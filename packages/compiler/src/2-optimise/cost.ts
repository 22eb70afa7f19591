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

const cache = new WeakMap<Expr, number>();

export function costOf(expr: Expr): number {
  const known = cache.get(expr);
  if (known !== undefined) return known;
  const inner = childrenOf(expr).reduce((sum, child) => sum + costOf(child), 0);
  const repeats =
    expr.kind === "quantifier" || expr.kind === "aggregate"
      ? Math.min(expr.source.max, TYPICAL_ELEMENTS_MAX)
      : 1;
  const cost = ownCost(expr) + repeats * inner;
  cache.set(expr, cost);
  return cost;
}
