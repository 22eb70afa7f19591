/**
 * Conditions of one entry of the index, all constants known: what remains of a plan's tree when the cells of a row are put in.
 *
 * Negation stands at the leaves or around `every`. `opaque` is gone: where the index cannot tell, the condition is weakened to what must hold
 * at least, and `settled` of the entry says that the criterion itself has the last word.
 */

export type Condition =
  | { readonly kind: "constant"; readonly truth: 0 | 1 | 2 }
  /** One of the keys holds (none, with `negated`); all of one domain, which also tells when it is unknown. */
  | {
      readonly kind: "keys";
      readonly slot: number;
      readonly domain: number;
      readonly keys: readonly number[];
      readonly negated: boolean;
    }
  /** low <= value <= high. */
  | {
      readonly kind: "number";
      readonly slot: number;
      readonly low: number;
      readonly high: number;
    }
  | { readonly kind: "present"; readonly slot: number; readonly negated: boolean }
  | { readonly kind: "and" | "or"; readonly of: readonly Condition[] }
  | { readonly kind: "not"; readonly of: Condition }
  | {
      readonly kind: "quantifier";
      readonly quantifier: "any" | "every" | "no" | "atLeast";
      readonly count: number;
      readonly collection: number;
      readonly body: Condition;
    };

export const isTrue: Condition = { kind: "constant", truth: 2 };
export const isFalse: Condition = { kind: "constant", truth: 0 };
export const isUnknown: Condition = { kind: "constant", truth: 1 };

/** Flat, without what is certain. */
export function both(kind: "and" | "or", of: readonly Condition[]): Condition {
  const [neutral, ruling] = kind === "and" ? [2, 0] : [0, 2];
  const parts: Condition[] = [];
  let hasUnknown = false;
  for (const each of of) {
    if (each.kind === "constant") {
      if (each.truth === ruling) return each;
      hasUnknown ||= each.truth === 1;
    } else if (each.kind === kind) {
      for (const inner of each.of) {
        if (inner.kind === "constant") hasUnknown = true;
        else parts.push(inner);
      }
    } else parts.push(each);
  }
  if (hasUnknown) parts.push(isUnknown);
  if (parts.length === 1) return parts[0] ?? isTrue;
  return parts.length === 0 ? (neutral === 2 ? isTrue : isFalse) : { kind, of: parts };
}

/** The next double below and above: facts and constants are decimals of at most 15 digits, so open bounds become closed ones. */
const double = new Float64Array(1);
const bits = new BigInt64Array(double.buffer);

export function nextUp(value: number): number {
  if (value === Number.POSITIVE_INFINITY || Number.isNaN(value)) return value;
  if (value === 0) return Number.MIN_VALUE;
  double[0] = value;
  bits[0] = (bits[0] ?? 0n) + (value > 0 ? 1n : -1n);
  return double[0];
}

export function nextDown(value: number): number {
  return -nextUp(-value);
}

export function negation(condition: Condition): Condition {
  switch (condition.kind) {
    case "constant":
      return condition.truth === 1 ? condition : condition.truth === 2 ? isFalse : isTrue;
    case "keys":
    case "present":
      return { ...condition, negated: !condition.negated };
    case "number": {
      const { slot, low, high } = condition;
      const parts: Condition[] = [];
      if (low !== Number.NEGATIVE_INFINITY)
        parts.push({ kind: "number", slot, low: Number.NEGATIVE_INFINITY, high: nextDown(low) });
      if (high !== Number.POSITIVE_INFINITY)
        parts.push({ kind: "number", slot, low: nextUp(high), high: Number.POSITIVE_INFINITY });
      // From −∞ to ∞: false of every number, unknown of none.
      return parts.length === 0
        ? { kind: "number", slot, low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY }
        : both("or", parts);
    }
    case "and":
    case "or":
      return both(condition.kind === "and" ? "or" : "and", condition.of.map(negation));
    case "not":
      return condition.of;
    case "quantifier":
      if (condition.quantifier === "any") return { ...condition, quantifier: "no" };
      if (condition.quantifier === "no") return { ...condition, quantifier: "any" };
      return { kind: "not", of: condition };
  }
}
