/**
 * Takes out what several conditions ask alike, so that it is answered once for a declaration.
 *
 * Comes in: an IR. Goes out: an IR whose `shared` holds the repeated expressions, a later one using earlier ones, and `shared` nodes in
 * their places. Only what reads no element, no row and no policy state is shared: its value is one for the whole declaration.
 */
import {
  type Base,
  type BundleIr,
  childrenOf,
  type Expr,
  mapChildren,
  readsBeside,
} from "@luong/spec";
import { canonicalText } from "./canonical-text.ts";
import { costOf } from "./cost.ts";
import { likeness } from "./likeness.ts";
import { mapConditions, type Origins } from "./rewrite.ts";

/** Below this a repeated comparison is cheaper than looking whether it was made already. */
const SHARED_COST_MIN = 6;

function isClosedBase(base: Base, bound: ReadonlySet<number>): boolean {
  switch (base.kind) {
    case "declaration":
    case "previous":
    case "event":
      return true;
    case "element":
      return bound.has(base.variable);
    case "row":
      return false;
  }
}

/** Does `expr` depend on the declaration, lists, tables and time only? */
export function isClosed(expr: Expr, bound: ReadonlySet<number> = new Set()): boolean {
  switch (expr.kind) {
    case "fact":
      return isClosedBase(expr.base, bound);
    case "matches":
    case "tableRow":
    case "says":
    case "score":
    case "riskPoints":
      return false;
    case "quantifier":
    case "aggregate": {
      if (!isClosedBase(expr.source.base, bound)) return false;
      const inner = new Set(bound).add(expr.variable);
      return childrenOf(expr).every((child) => isClosed(child, inner));
    }
    case "rowsQuantifier":
    case "rowsAggregate": {
      const inner = new Set(bound).add(expr.selection.variable);
      return childrenOf(expr).every((child) => isClosed(child, inner));
    }
    default:
      return childrenOf(expr).every((child) => isClosed(child, bound));
  }
}

/** Truths and numbers are kept between uses; texts and sets are only reached, not computed. */
function isKept(expr: Expr): boolean {
  switch (expr.type.kind) {
    case "boolean":
      return expr.kind !== "literal" && expr.kind !== "shared";
    case "integer":
    case "number":
    case "percent":
    case "money":
    case "quantity":
    case "unitPrice":
      return expr.kind === "aggregate";
    default:
      return false;
  }
}

function isCandidate(expr: Expr): boolean {
  // What is read beside the declaration is asked of the interpreter, which keeps what it found.
  return isKept(expr) && costOf(expr) >= SHARED_COST_MIN && isClosed(expr) && !readsBeside(expr);
}

interface Repeats {
  /** Candidates that have their like: a text is made for these only. */
  readonly alike: ReadonlySet<Expr>;
  /** How often each stands in the conditions, by text. */
  readonly uses: ReadonlyMap<string, number>;
}

function repeatsIn(ir: BundleIr): Repeats {
  const likes = new Map<number, Expr[]>();
  const visit = (expr: Expr): void => {
    if (isCandidate(expr)) {
      const like = likeness(expr);
      const known = likes.get(like);
      if (known === undefined) likes.set(like, [expr]);
      else known.push(expr);
    }
    for (const child of childrenOf(expr)) visit(child);
  };
  mapConditions(ir, (expr) => {
    visit(expr);
    return expr;
  });
  const alike = [...likes.values()].filter((each) => each.length > 1).flat();
  const uses = new Map<string, number>();
  for (const expr of alike) {
    const text = canonicalText(expr);
    uses.set(text, (uses.get(text) ?? 0) + 1);
  }
  return { alike: new Set(alike), uses };
}

export function share(ir: BundleIr, origins: Origins): BundleIr {
  const { alike, uses } = repeatsIn(ir);
  const shared: Expr[] = [...ir.shared];
  const indexes = new Map<string, number>();

  /** `usesAround`: uses of the shared expression this one is part of; what occurs only there needs no place of its own. */
  const replace = (expr: Expr, usesAround: number): Expr => {
    const text = alike.has(expr) ? canonicalText(expr) : "";
    const count = uses.get(text) ?? 0;
    const isShared = count >= 2 && count > usesAround;
    if (!isShared) {
      return origins.keep(
        expr,
        mapChildren(expr, (child) => replace(child, usesAround)),
      );
    }
    let index = indexes.get(text);
    if (index === undefined) {
      const inner = mapChildren(expr, (child) => replace(child, count));
      index = shared.push(origins.keep(expr, inner)) - 1;
      indexes.set(text, index);
    }
    return origins.keep(expr, { kind: "shared", type: expr.type, index });
  };

  const replaced = mapConditions({ ...ir, shared: [] }, (expr) => replace(expr, 1));
  return { ...replaced, shared };
}
