/**
 * Walking and rewriting expressions of the IR.
 *
 * An expression in, its parts or a rewritten copy out. Knows where the children of a node stand and nothing of what they mean.
 * Unchanged parts are kept as they are, so that a pass that finds nothing gives back the same object.
 */
import type {
  Bucket,
  CriterionIr,
  Effect,
  Expr,
  PolicyIr,
  Reason,
  ScorecardIr,
  Selection,
  SelectionKey,
  Series,
  Window,
} from "./ir.ts";

type RowsAggregate = Extract<Expr, { readonly kind: "rowsAggregate" }>;

function present(...exprs: readonly (Expr | undefined)[]): readonly Expr[] {
  return exprs.filter((expr) => expr !== undefined);
}

function windowChildren(window: Window | undefined): readonly Expr[] {
  switch (window?.kind) {
    case undefined:
      return [];
    case "last":
      return present(window.length, window.skipping);
    case "within":
      return [window.length, window.at];
    case "between":
      return [window.from, window.until];
    case "inForce":
      return present(window.asOf);
  }
}

/** What a selection reads of its rows: the sides of keys that are theirs, and the filter. */
export function rowChildren(selection: Selection): readonly Expr[] {
  return [...selection.keys.map((key) => key.row), ...present(selection.where)];
}

/** What a selection reads before it has rows: values of keys, the window. */
export function outerChildren(selection: Selection): readonly Expr[] {
  return [...selection.keys.map((key) => key.value), ...windowChildren(selection.window)];
}

function seriesChildren(series: Series | undefined): readonly Expr[] {
  if (series === undefined) return [];
  const { per } = series;
  return present(series.value, per.kind === "period" ? per.length : per.value);
}

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
      return present(expr.where, expr.value);
    case "rowsQuantifier":
      return [...outerChildren(expr.selection), ...rowChildren(expr.selection), expr.body];
    case "rowsAggregate":
      return [
        ...outerChildren(expr.selection),
        ...rowChildren(expr.selection),
        ...present(expr.value),
        ...seriesChildren(expr.series),
      ];
    case "modelScore":
      return expr.inputs;
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

type Change = (expr: Expr) => Expr;

function mapWindow(window: Window, change: Change): Window {
  switch (window.kind) {
    case "last": {
      const length = change(window.length);
      const skipping = window.skipping && change(window.skipping);
      if (length === window.length && skipping === window.skipping) return window;
      return { ...window, length, ...(skipping && { skipping }) };
    }
    case "within": {
      const length = change(window.length);
      const at = change(window.at);
      return length === window.length && at === window.at ? window : { ...window, length, at };
    }
    case "between": {
      const from = change(window.from);
      const until = change(window.until);
      if (from === window.from && until === window.until) return window;
      return { ...window, from, until };
    }
    case "inForce": {
      const asOf = window.asOf && change(window.asOf);
      return asOf === undefined || asOf === window.asOf ? window : { ...window, asOf };
    }
  }
}

function mapKey(key: SelectionKey, change: Change): SelectionKey {
  const row = change(key.row);
  const value = change(key.value);
  return row === key.row && value === key.value ? key : { ...key, row, value };
}

function mapSelection(selection: Selection, change: Change): Selection {
  const mapped = selection.keys.map((key) => mapKey(key, change));
  const isSame = mapped.every((key, index) => key === selection.keys[index]);
  const keys = isSame ? selection.keys : mapped;
  const window = selection.window && mapWindow(selection.window, change);
  const where = selection.where && change(selection.where);
  if (isSame && window === selection.window && where === selection.where) return selection;
  return { ...selection, keys, ...(window && { window }), ...(where && { where }) };
}

function mapSeries(series: Series, change: Change): Series {
  const value = series.value && change(series.value);
  const { per } = series;
  const old = per.kind === "period" ? per.length : per.value;
  const by = change(old);
  if (value === series.value && by === old) return series;
  return {
    ...series,
    ...(value && { value }),
    per: per.kind === "period" ? { ...per, length: by } : { ...per, value: by },
  };
}

function mapRowsAggregate(expr: RowsAggregate, change: Change): Expr {
  const selection = mapSelection(expr.selection, change);
  const value = expr.value && change(expr.value);
  const series = expr.series && mapSeries(expr.series, change);
  if (selection === expr.selection && value === expr.value && series === expr.series) return expr;
  return { ...expr, selection, ...(value && { value }), ...(series && { series }) };
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
    case "rowsQuantifier": {
      const selection = mapSelection(expr.selection, change);
      const body = change(expr.body);
      if (selection === expr.selection && body === expr.body) return expr;
      return { ...expr, selection, body };
    }
    case "rowsAggregate":
      return mapRowsAggregate(expr, change);
    case "modelScore": {
      const inputs = mapAll(expr.inputs, change);
      return inputs === expr.inputs ? expr : { ...expr, inputs };
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

function bucketPlaces(path: string, per: readonly Bucket[]): readonly ExprPlace[] {
  return per.flatMap((bucket, number) =>
    place(`${path}/per/${number}/fact`, bucket.kind === "fact" ? bucket.fact : undefined),
  );
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
    ...(policy.tops ?? []).flatMap((top, index) => [
      ...place(`tops/${index}/by`, top.by),
      ...bucketPlaces(`tops/${index}`, top.per),
    ]),
    ...policy.quotas.flatMap((quota, index) => [
      ...place(`quotas/${index}/keeping`, quota.keeping),
      ...bucketPlaces(`quotas/${index}`, quota.per),
    ]),
  ];
}
