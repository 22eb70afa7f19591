/**
 * Walking and rebuilding expressions: what every pass needs, written once.
 *
 * Comes in: an expression or a whole IR, and a function on expressions. Goes out: the same objects where nothing changed. `Origins` remembers which
 * expression as lowered a rebuilt one stands for, so that the slow path can name it (`PredicateModule.slow` is about the IR as lowered).
 */
import {
  type BundleIr,
  type CriterionIr,
  type Expr,
  mapChildren,
  type PolicyIr,
  type ScorecardIr,
} from "@luong/spec";

/** INVARIANT (origins): an expression and its origin have the same value for every declaration, element and row. */
export class Origins {
  readonly #lowered = new WeakMap<Expr, Expr>();

  /** The expression as lowered; itself when no pass has touched it. */
  of(expr: Expr): Expr {
    return this.#lowered.get(expr) ?? expr;
  }

  /** Notes that `rebuilt` stands for what `before` stood for. */
  keep(before: Expr, rebuilt: Expr): Expr {
    if (before === rebuilt || this.#lowered.has(rebuilt)) return rebuilt;
    this.#lowered.set(rebuilt, this.of(before));
    return rebuilt;
  }
}

export type Rewrite = (expr: Expr) => Expr;

/** Rewrites from the leaves up, keeping origins. */
export function rewriteUp(expr: Expr, f: Rewrite, origins: Origins): Expr {
  const inner = origins.keep(
    expr,
    mapChildren(expr, (child) => rewriteUp(child, f, origins)),
  );
  return origins.keep(inner, f(inner));
}

function mapOptional<K extends string>(
  key: K,
  expr: Expr | undefined,
  f: Rewrite,
): { readonly [P in K]?: Expr } {
  return expr === undefined ? {} : ({ [key]: f(expr) } as { readonly [P in K]?: Expr });
}

function mapCriterion(criterion: CriterionIr, f: Rewrite): CriterionIr {
  return {
    ...criterion,
    ...mapOptional("scope", criterion.scope, f),
    ...mapOptional("when", criterion.when, f),
    ...mapOptional("unless", criterion.unless, f),
    ...(criterion.decide === undefined
      ? {}
      : {
          decide: {
            ...criterion.decide,
            rows: criterion.decide.rows.map((row) => ({ ...row, when: f(row.when) })),
          },
        }),
  };
}

function mapScorecard(scorecard: ScorecardIr, f: Rewrite): ScorecardIr {
  const factors = scorecard.factors.map((factor) => ({
    ...factor,
    input: f(factor.input),
    cases: factor.cases.map((each) => ({ ...each, when: f(each.when) })),
  }));
  return { ...scorecard, factors };
}

function mapPolicy(policy: PolicyIr, f: Rewrite): PolicyIr {
  return {
    ...policy,
    ...mapOptional("exempt", policy.exempt, f),
    ...mapOptional("red", policy.red, f),
    ...mapOptional("yellow", policy.yellow, f),
  };
}

/**
 * Applies `f` to every condition the matcher answers: scopes, `when`, `unless`, rows of `decide`, factors, policy conditions. Effects, reasons,
 * samples and quotas are left as they are: they are read for hits only, by the reference.
 */
export function mapConditions(ir: BundleIr, f: Rewrite): BundleIr {
  return {
    ...ir,
    criteria: ir.criteria.map((criterion) => mapCriterion(criterion, f)),
    scorecards: ir.scorecards.map((scorecard) => mapScorecard(scorecard, f)),
    policies: ir.policies.map((policy) => mapPolicy(policy, f)),
    shared: ir.shared.map(f),
  };
}
