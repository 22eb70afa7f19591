/**
 * Which conditions the tests have seen true and false.
 *
 * An atomic condition is what stands below `and`, `or`, `not` and in the body of a quantifier or the filter of an aggregate; quantifiers count
 * themselves too. A condition never seen both ways could be turned round without a test noticing.
 */

import type { BundleIr, ConditionObserver, CriterionIr, Expr, Truth } from "@luong/spec";
import { childrenOf, printExpr } from "@luong/spec";

export interface ConditionCoverage {
  /** The condition, near to how it was written. */
  readonly condition: string;
  readonly clause: "scope" | "when" | "unless" | "decide";
  /** Row of `decide`, from 1. */
  readonly row?: number;
  readonly seenTrue: boolean;
  readonly seenFalse: boolean;
  readonly seenUnknown: boolean;
}

export interface CriterionCoverage {
  readonly criterion: string;
  readonly conditions: readonly ConditionCoverage[];
}

function atomsOf(expr: Expr): Expr[] {
  switch (expr.kind) {
    case "logic":
    case "not":
      return childrenOf(expr).flatMap(atomsOf);
    case "quantifier":
      return [expr, ...atomsOf(expr.body)];
    default:
      return [expr, ...filtersIn(expr)];
  }
}

/** Conditions of aggregates anywhere inside. */
function filtersIn(expr: Expr): Expr[] {
  const own = expr.kind === "aggregate" && expr.where !== undefined ? atomsOf(expr.where) : [];
  const children =
    expr.kind === "aggregate"
      ? [expr.value].filter((each) => each !== undefined)
      : childrenOf(expr);
  return [...own, ...children.flatMap(filtersIn)];
}

interface Clause {
  readonly clause: ConditionCoverage["clause"];
  readonly row?: number;
  readonly expr: Expr | undefined;
}

function clausesOf(criterion: CriterionIr): readonly Clause[] {
  return [
    { clause: "scope", expr: criterion.scope },
    { clause: "when", expr: criterion.when },
    { clause: "unless", expr: criterion.unless },
    ...(criterion.decide?.rows ?? []).map(({ when }, index): Clause => {
      return { clause: "decide", row: index + 1, expr: when };
    }),
  ];
}

/** Element names by variable, so that conditions read as written. */
function elementNames(criterion: CriterionIr): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  const see = (expr: Expr): void => {
    if (expr.kind === "quantifier" || expr.kind === "aggregate")
      names.set(expr.variable, expr.source.each);
    childrenOf(expr).forEach(see);
  };
  for (const { expr } of clausesOf(criterion)) if (expr !== undefined) see(expr);
  const element = criterion.decide?.element;
  if (element !== undefined) names.set(element.variable, element.source.each);
  return names;
}

export class CoverageCollector {
  private readonly seen = new Map<Expr, Set<Truth>>();

  readonly observe: ConditionObserver = (condition, truth) => {
    const truths = this.seen.get(condition);
    if (truths === undefined) this.seen.set(condition, new Set([truth]));
    else truths.add(truth);
  };

  report(ir: BundleIr): readonly CriterionCoverage[] {
    return ir.criteria.map((criterion) => ({
      criterion: criterion.id,
      conditions: this.conditions(ir, criterion),
    }));
  }

  private conditions(ir: BundleIr, criterion: CriterionIr): readonly ConditionCoverage[] {
    const names = elementNames(criterion);
    const nameOf = (variable: number): string => names.get(variable) ?? "";
    return clausesOf(criterion).flatMap(({ clause, row, expr }) =>
      (expr === undefined ? [] : atomsOf(expr)).map((atom) => ({
        condition: printExpr(atom, { schema: ir.schema, nameOf }),
        clause,
        ...(row === undefined ? {} : { row }),
        seenTrue: this.seen.get(atom)?.has(2) ?? false,
        seenFalse: this.seen.get(atom)?.has(0) ?? false,
        seenUnknown: this.seen.get(atom)?.has(1) ?? false,
      })),
    );
  }
}
