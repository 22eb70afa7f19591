/**
 * What an expression reads: the row, which elements bound around it, anything at all.
 *
 * Comes in: an expression. Goes out: whether its value is one for the declaration, one for each element, or neither; a slot of the index needs one of the
 * first two.
 */
import { childrenOf, type Expr } from "@luong/spec";

export interface Reads {
  /** A cell of the row of `for each row of`, or what only a policy or a reason knows. */
  readonly row: boolean;
  /** Variables bound outside the expression. */
  readonly elements: ReadonlySet<number>;
  /** Depends on the declaration, the time or what is bound. */
  readonly varies: boolean;
}

const known = new WeakMap<Expr, Reads>();

export function readsOf(expr: Expr): Reads {
  let reads = known.get(expr);
  if (reads === undefined) {
    reads = collect(expr);
    known.set(expr, reads);
  }
  return reads;
}

function own(expr: Expr): Reads {
  const nothing: ReadonlySet<number> = new Set();
  switch (expr.kind) {
    case "fact": {
      const { base } = expr;
      const elements = base.kind === "element" ? new Set([base.variable]) : nothing;
      return { row: base.kind === "row", elements, varies: true };
    }
    case "quantifier":
    case "aggregate": {
      const { base } = expr.source;
      const elements = base.kind === "element" ? new Set([base.variable]) : nothing;
      return { row: base.kind === "row", elements, varies: true };
    }
    case "matches":
    case "tableRow":
    case "says":
    case "score":
    case "riskPoints":
    case "shared":
      return { row: true, elements: nothing, varies: true };
    case "rowsQuantifier":
    case "rowsAggregate":
    case "modelScore":
    case "now":
    case "lookup":
    case "list":
      return { row: false, elements: nothing, varies: true };
    default:
      return { row: false, elements: nothing, varies: false };
  }
}

/** The variable a node binds for what is inside. */
function boundBy(expr: Expr): number | undefined {
  switch (expr.kind) {
    case "quantifier":
    case "aggregate":
      return expr.variable;
    case "rowsQuantifier":
    case "rowsAggregate":
      return expr.selection.variable;
    default:
      return undefined;
  }
}

function collect(expr: Expr): Reads {
  const first = own(expr);
  const inner = childrenOf(expr).map(readsOf);
  const elements = new Set(first.elements);
  const bound = boundBy(expr);
  for (const each of inner) {
    for (const variable of each.elements) if (variable !== bound) elements.add(variable);
  }
  return {
    row: first.row || inner.some(({ row }) => row),
    elements,
    varies: first.varies || inner.some(({ varies }) => varies),
  };
}
