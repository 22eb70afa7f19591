/**
 * The most a condition can cost for one declaration, whatever the declaration holds.
 *
 * Comes in: an expression. Goes out: steps of about a comparison of integers each, with every list as long as the schema allows. The language has
 * no loops and no recursion, so the bound is a sum of products.
 */
import { type CriterionIr, childrenOf, type Expr, functionSpec, operatorSpec } from "@luong/spec";

const LOOKUP_STEPS = 25;
const LIST_STEPS = 6;

function ownSteps(expr: Expr): number {
  switch (expr.kind) {
    case "call":
      return operatorSpec(expr.op)?.cost ?? functionSpec(expr.op)?.cost ?? 2;
    case "lookup":
      return LOOKUP_STEPS;
    case "list":
      return LIST_STEPS;
    case "literal":
    case "set":
      return 0;
    default:
      return 1;
  }
}

export function stepsBound(expr: Expr): number {
  const inner = childrenOf(expr).reduce((sum, child) => sum + stepsBound(child), 0);
  const repeats = expr.kind === "quantifier" || expr.kind === "aggregate" ? expr.source.max : 1;
  return ownSteps(expr) + repeats * inner;
}

/** For one row, where the criterion is asked for each row of a table. */
export function criterionSteps(criterion: CriterionIr): number {
  const { scope, when, unless, decide } = criterion;
  const rows = (decide?.rows ?? []).reduce((sum, row) => sum + stepsBound(row.when), 0);
  const conditions = [scope, when, unless].filter((each) => each !== undefined);
  const own = conditions.reduce((sum, each) => sum + stepsBound(each), 0);
  return own + rows * (decide?.element?.source.max ?? 1);
}
