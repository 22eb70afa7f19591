/**
 * Walking and rewriting expressions of the IR.
 *
 * An expression in, its parts or a rewritten copy out. Knows where the children of a node stand and nothing of what they mean.
 * Unchanged parts are kept as they are, so that a pass that finds nothing gives back the same object.
 */
import type { CriterionIr, Effect, Expr, PolicyIr, Reason, ScorecardIr } from "./ir.ts";

/** Direct children, in the order they are read. Entries of `shared` are not children. */
export function childrenOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case "logic":
      return expr.operands;
    case "not":
    case "present":
    case "matches":
      return [expr.operand];
    case "call":
      return expr.args;
    case "set":
      return expr.items;
    case "list":
      return expr.asOf === undefined ? [] : [expr.asOf];
    case "lookup":
      return expr.asOf === undefined ? expr.keys : [...expr.keys, expr.asOf];
    case "quantifier":
      return [expr.body];
    case "aggregate":
      return [expr.where, expr.value].filter((child) => child !== undefined);
    case "literal":
    case "fact":
    case "now":
    case "tableRow":
    case "says":
    case "score":
    case "riskPoints":
    case "shared":
      return [];
  }
}

/** Calls `see` with the expression and everything below it, parents first. */
export function visitExpr(expr: Expr, see: (expr: Expr) => void): void {
  see(expr);
  for (const child of childrenOf(expr)) visitExpr(child, see);
}

function mapAll(exprs: readonly Expr[], change: (expr: Expr) => Expr): readonly Expr[] {
  const mapped = exprs.map(change);
  return mapped.every((each, index) => each === exprs[index]) ? exprs : mapped;
}

/** The node with each direct child changed; the same node when no child did. */
export function mapChildren(expr: Expr, change: (expr: Expr) => Expr): Expr {
  switch (expr.kind) {
    case "logic": {
      const operands = mapAll(expr.operands, change);
      return operands === expr.operands ? expr : { ...expr, operands };
    }
    case "not":
    case "present":
    case "matches": {
      const operand = change(expr.operand);
      return operand === expr.operand ? expr : { ...expr, operand };
    }
    case "call": {
      const args = mapAll(expr.args, change);
      return args === expr.args ? expr : { ...expr, args };
    }
    case "set": {
      const items = mapAll(expr.items, change);
      return items === expr.items ? expr : { ...expr, items };
    }
    case "list": {
      if (expr.asOf === undefined) return expr;
      const asOf = change(expr.asOf);
      return asOf === expr.asOf ? expr : { ...expr, asOf };
    }
    case "lookup": {
      const keys = mapAll(expr.keys, change);
      const asOf = expr.asOf === undefined ? undefined : change(expr.asOf);
      if (keys === expr.keys && asOf === expr.asOf) return expr;
      return asOf === undefined ? { ...expr, keys } : { ...expr, keys, asOf };
    }
    case "quantifier": {
      const body = change(expr.body);
      return body === expr.body ? expr : { ...expr, body };
    }
    case "aggregate": {
      const where = expr.where === undefined ? undefined : change(expr.where);
      const value = expr.value === undefined ? undefined : change(expr.value);
      if (where === expr.where && value === expr.value) return expr;
      return { ...expr, ...(where && { where }), ...(value && { value }) };
    }
    case "literal":
    case "fact":
    case "now":
    case "tableRow":
    case "says":
    case "score":
    case "riskPoints":
    case "shared":
      return expr;
  }
}

/** Rewrites from the leaves up: `change` sees each node after its children were changed. */
export function rewriteExpr(expr: Expr, change: (expr: Expr) => Expr): Expr {
  return change(mapChildren(expr, (child) => rewriteExpr(child, change)));
}

/** The expression an effect computes, with the name of its key. */
function effectExpr(effect: Effect): readonly [key: string, expr: Expr] | undefined {
  switch (effect.kind) {
    case "channel":
      return ["channel", effect.channel];
    case "risk":
      return ["points", effect.points];
    case "action":
    case "alert":
    case "inspect":
      return undefined;
  }
}

function reasonExprs(reason: Reason | undefined): readonly Expr[] {
  return [...(reason?.en ?? []), ...(reason?.vi ?? [])].filter((part) => typeof part !== "string");
}

/** A place where an expression stands: its path in the IR (`when`, `decide/rows/0/when`) and the expression. */
export interface ExprPlace {
  readonly path: string;
  readonly expr: Expr;
}

function place(path: string, expr: Expr | undefined): readonly ExprPlace[] {
  return expr === undefined ? [] : [{ path, expr }];
}

function effectPlaces(path: string, effects: readonly Effect[]): readonly ExprPlace[] {
  return effects.flatMap((effect, index) => {
    const [key, expr] = effectExpr(effect) ?? [];
    return place(`${path}/${index}/${key}`, expr);
  });
}

/** The expressions that decide a criterion, without those of its reason. Paths are relative to the criterion. */
export function criterionPlaces(criterion: CriterionIr): readonly ExprPlace[] {
  return [
    ...place("scope", criterion.scope),
    ...place("when", criterion.when),
    ...place("unless", criterion.unless),
    ...(criterion.decide?.rows ?? []).flatMap((row, index) => [
      ...place(`decide/rows/${index}/when`, row.when),
      ...effectPlaces(`decide/rows/${index}/effects`, row.effects),
    ]),
    ...effectPlaces("effects", criterion.effects),
  ];
}

/** The expressions a criterion's reason reads. */
export function reasonPlaces(criterion: CriterionIr): readonly ExprPlace[] {
  return reasonExprs(criterion.because).map((expr) => ({ path: "because", expr }));
}

export function scorecardPlaces(card: ScorecardIr): readonly ExprPlace[] {
  return card.factors.flatMap((factor, index) => [
    ...place(`factors/${index}/input`, factor.input),
    ...factor.cases.flatMap((each, number) =>
      place(`factors/${index}/cases/${number}/when`, each.when),
    ),
  ]);
}

export function policyPlaces(policy: PolicyIr): readonly ExprPlace[] {
  return [
    ...place("exempt", policy.exempt),
    ...place("red", policy.red),
    ...place("yellow", policy.yellow),
    ...policy.samples.flatMap((sample, index) => [
      ...place(`samples/${index}/when`, sample.when),
      ...sample.strata.flatMap((expr, number) => place(`samples/${index}/strata/${number}`, expr)),
    ]),
    ...policy.quotas.flatMap((quota, index) => [
      ...place(`quotas/${index}/keeping`, quota.keeping),
      ...quota.per.flatMap((bucket, number) =>
        place(
          `quotas/${index}/per/${number}/fact`,
          bucket.kind === "fact" ? bucket.fact : undefined,
        ),
      ),
    ]),
  ];
}
