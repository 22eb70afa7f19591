/**
 * The conditions that must hold for a criterion to hit, as far as they can serve as access.
 *
 * Comes in: a criterion. Goes out: its necessary positive terms: comparisons of one fact with constants or lists. Every hit satisfies each of them, so
 * any one may be chosen to find candidates; which one is rare is another matter and needs a sample of traffic.
 */
import { type Base, type CriterionIr, type Expr, type Indexable, operatorSpec } from "@luong/spec";

export interface RequiredTerm {
  /** What an index can do with it. */
  readonly access: Exclude<Indexable, "none">;
  readonly base: Base;
  readonly path: readonly string[];
  /** Elements of this collection are meant when the base is an element. */
  readonly collection: readonly string[] | null;
  /** The condition itself. */
  readonly term: Expr;
}

type Fact = Extract<Expr, { readonly kind: "fact" }>;

/** Constants, cells and declared lists: known before a declaration is seen. */
export function isGiven(expr: Expr): boolean {
  switch (expr.kind) {
    case "literal":
      return true;
    case "list":
      return expr.asOf === undefined;
    case "set":
      return expr.items.every(isGiven);
    case "fact":
      return expr.base.kind === "row";
    default:
      return false;
  }
}

function isRead(expr: Expr | undefined): expr is Fact {
  return (
    expr?.kind === "fact" && (expr.base.kind === "declaration" || expr.base.kind === "element")
  );
}

type Collections = ReadonlyMap<number, readonly string[]>;

function termOf(
  fact: Fact,
  access: Exclude<Indexable, "none">,
  term: Expr,
  collections: Collections,
): RequiredTerm {
  const collection =
    fact.base.kind === "element" ? (collections.get(fact.base.variable) ?? null) : null;
  return { access, base: fact.base, path: fact.path, collection, term };
}

function fromCall(
  expr: Extract<Expr, { readonly kind: "call" }>,
  collections: Collections,
): readonly RequiredTerm[] {
  const access = operatorSpec(expr.op)?.indexable ?? "none";
  if (access === "none") return [];
  const [left, ...rest] = expr.args;
  if (isRead(left) && rest.every(isGiven)) return [termOf(left, access, expr, collections)];
  // Equality and order read from both sides: `6109 = item.hs`.
  const [right] = rest;
  const isSwapped = rest.length === 1 && left !== undefined && isGiven(left) && isRead(right);
  return isSwapped && (access === "equality" || access === "range")
    ? [termOf(right, access, expr, collections)]
    : [];
}

/** Terms that hold whenever `expr` is true. Nothing below `or`, `not`, `every`, `no` is necessary. */
function termsOf(expr: Expr, collections: Collections): readonly RequiredTerm[] {
  switch (expr.kind) {
    case "logic":
      return expr.op === "and"
        ? expr.operands.flatMap((operand) => termsOf(operand, collections))
        : [];
    case "call":
      return fromCall(expr, collections);
    case "fact":
      return isRead(expr) ? [termOf(expr, "equality", expr, collections)] : [];
    case "present":
      return isRead(expr.operand) ? [termOf(expr.operand, "presence", expr, collections)] : [];
    case "matches":
      return isRead(expr.operand)
        ? [
            termOf(
              expr.operand,
              expr.match === "under" ? "prefix" : expr.match === "between" ? "range" : "equality",
              expr,
              collections,
            ),
          ]
        : [];
    case "quantifier": {
      const needsOne =
        expr.quantifier === "any" || (expr.quantifier === "atLeast" && expr.count > 0);
      if (!needsOne) return [];
      const outer =
        expr.source.base.kind === "element" ? collections.get(expr.source.base.variable) : [];
      const inner = new Map(collections).set(expr.variable, [
        ...(outer ?? []),
        ...expr.source.path,
      ]);
      return termsOf(expr.body, inner);
    }
    default:
      return [];
  }
}

/** In the order written. `unless` never gives access; rows of `decide` are alternatives. */
export function requiredTerms(criterion: CriterionIr): readonly RequiredTerm[] {
  return criterion.when === undefined ? [] : termsOf(criterion.when, new Map());
}
