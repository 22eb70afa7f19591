/**
 * What is read beside the declaration, its lists and its tables: rows of sources, the version before, the event of the stage, scores.
 *
 * An expression in, yes or no out. Fast forms are made for the declaration itself; what stands here is asked of the interpreter.
 */
import type { CriterionIr, Expr } from "./ir.ts";
import { childrenOf, criterionPlaces, reasonPlaces } from "./walk.ts";

const known = new WeakMap<Expr, boolean>();

function isBeside(expr: Expr): boolean {
  switch (expr.kind) {
    case "rowsQuantifier":
    case "rowsAggregate":
    case "modelScore":
      return true;
    case "fact":
      return expr.base.kind === "previous" || expr.base.kind === "event";
    case "quantifier":
    case "aggregate":
      return expr.source.base.kind === "previous" || expr.source.base.kind === "event";
    default:
      return childrenOf(expr).some(readsBeside);
  }
}

/** Does the expression, or anything in it, read what is not in the declaration? Entries of `shared` are not followed. */
export function readsBeside(expr: Expr): boolean {
  let found = known.get(expr);
  if (found === undefined) {
    found = isBeside(expr) || childrenOf(expr).some(readsBeside);
    known.set(expr, found);
  }
  return found;
}

/** The same of any of a criterion's expressions, its reason included. */
export function criterionReadsBeside(criterion: CriterionIr): boolean {
  return [...criterionPlaces(criterion), ...reasonPlaces(criterion)].some(({ expr }) =>
    readsBeside(expr),
  );
}
