/**
 * Numbers of emitted code: doubles that know how far they may be from the exact value.
 *
 * Comes in: numbers as JavaScript text. Goes out: their sums, products, quotients, comparisons as text. A number is `v × scale`; where every operand
 * was a whole number of its scale and nothing passed 2^53, `v` is exact, otherwise |v − exact| ≤ k·2^-53·m. A comparison nearer
 * than that asks the reference (docs/adr, "Exact rationals …"). NaN is unknown; a magnitude that is not finite means "ask".
 */
import {
  absoluteRational,
  divideRationals,
  isZeroRational,
  multiplyRationals,
  numberFromRational,
  type Rational,
  rational,
} from "@luong/spec";
import { exactDouble, sameRational } from "../3-index/exact.ts";
import { type Code, type Js, NoFastForm } from "./code.ts";

/** Currency or dimension of a number, as emitted code sees it. */
export interface Tag {
  readonly js: Js;
  /** Known when the code is written. */
  readonly fixed: boolean;
  /** Value that agrees with every other (the sum over nothing); null when it cannot occur. */
  readonly any: Js | null;
}

export interface Num {
  /** NaN when unknown and `maybe`. */
  readonly v: Js;
  readonly maybe: boolean;
  /** `v` is the nearest double of the fact or constant itself (or of one chosen from several): comparing such doubles is exact. */
  readonly leaf: boolean;
  /** `v` is a whole number, exact unless `flag` is 1 or `m` has passed 2^53. */
  readonly integral: boolean;
  /** 0 or 1: something had to be rounded on the way. Null: never. */
  readonly flag: Js | null;
  /** At least |v| and the sizes of everything added on the way; null stands for |v|. */
  readonly m: Js | null;
  /** Rounding steps on the way. */
  readonly k: number;
  readonly scale: Rational;
  /** Set for constants. */
  readonly literal: Rational | null;
  readonly currency: Tag | null;
  readonly dimension: Tag | null;
  /** `m` may be not finite: whether the value is there at all is not certain. */
  readonly uncertain: boolean;
  /** Factors multiplied on the way. */
  readonly factors: number;
}

export const oneScale: Rational = rational(1n);

/** Facts lie within 1e±20 in their scale; more factors than this could leave the range of doubles. */
const FACTORS_MAX = 8;
export const SAFE = "9007199254740992";
export const UNIT_ROUNDING = 2 ** -53;

export function leafNum(v: Js, parts: Partial<Num> = {}): Num {
  return {
    v,
    maybe: false,
    leaf: true,
    integral: false,
    flag: null,
    m: null,
    k: 1,
    scale: oneScale,
    literal: null,
    currency: null,
    dimension: null,
    uncertain: false,
    factors: 1,
    ...parts,
  };
}

export function numberText(value: number): Js {
  if (!Number.isFinite(value)) throw new NoFastForm("the constant is out of range");
  return value < 0 || Object.is(value, -0) ? `(${value})` : String(value);
}

/** A constant: a whole number over the smallest scale when it fits a double, else the nearest double. */
export function literalNum(value: Rational, tags: Pick<Num, "currency" | "dimension">): Num {
  const size = numberFromRational(absoluteRational(value));
  if (size !== 0 && (size > 1e20 || size < 1e-20)) throw new NoFastForm("a constant out of range");
  const isWhole = value.n <= 9007199254740991n && value.n >= -9007199254740991n;
  return leafNum(numberText(isWhole ? Number(value.n) : numberFromRational(value)), {
    ...tags,
    integral: isWhole,
    k: isWhole ? 0 : 1,
    scale: isWhole ? rational(1n, value.d) : oneScale,
    literal: value,
  });
}

export function magnitude(num: Num): Js {
  if (num.m !== null) return num.m;
  return num.literal === null ? `Math.abs(${num.v})` : num.v.replace(/^\(-(.*)\)$/, "$1");
}

function orFlags(a: Js | null, b: Js | null): Js | null {
  if (a === null || a === b) return b;
  return b === null ? a : `(${a} | ${b})`;
}

/* ------------------------------------------------------------------ units */

/** Condition under which two tags agree; null when they always do. */
export function agreement(a: Tag | null, b: Tag | null): Js | null {
  if (a === null || b === null || a.js === b.js) return null;
  if (a.fixed && b.fixed) return "false";
  const free = [a, b].flatMap((tag) => (tag.any === null ? [] : [`${tag.js} === ${tag.any}`]));
  return `(${[...free, `${a.js} === ${b.js}`].join(" || ")})`;
}

/** Of two that agree, the one that is known. */
export function mergeTags(a: Tag | null, b: Tag | null): Tag | null {
  if (a === null || b === null) return a ?? b;
  if (a.fixed) return a;
  if (b.fixed || a.any === null) return b.fixed ? b : a;
  return { js: `(${a.js} === ${a.any} ? ${b.js} : ${a.js})`, fixed: false, any: b.any };
}

export function unitsAgree(a: Num, b: Num): Js | null {
  const conditions = [agreement(a.currency, b.currency), agreement(a.dimension, b.dimension)];
  const needed = conditions.filter((each) => each !== null);
  return needed.length === 0 ? null : needed.join(" && ");
}

/* ------------------------------------------------------------------ scales */

/** `num × factor` for a small whole factor. */
function times(num: Num, factor: bigint): Num {
  if (factor === 1n) return num;
  if (num.literal !== null) {
    const v = numberText(Number(num.v.replace(/[()]/g, "")) * Number(factor));
    return { ...num, v, k: num.k + 1, scale: divideRationals(num.scale, rational(factor)) };
  }
  return {
    ...num,
    v: `${num.v} * ${factor}`,
    m: `${magnitude(num)} * ${factor}`,
    k: num.k + 1,
    leaf: false,
    scale: divideRationals(num.scale, rational(factor)),
  };
}

/** Both over one scale, multiplied by whole numbers only, so that exactness is kept. */
function align(a: Num, b: Num): readonly [Num, Num] {
  const ratio = divideRationals(a.scale, b.scale);
  const limit = 1n << 40n;
  if (ratio.n > limit || ratio.d > limit) throw new NoFastForm("scales are too far apart");
  return [times(a, ratio.n), times(b, ratio.d)];
}

/** A constant over another number's scale, when it is still one that compares exactly. */
function rescaled(literal: Num, scale: Rational): Num | undefined {
  if (literal.literal === null) return undefined;
  const value = exactDouble(divideRationals(literal.literal, scale));
  return value === undefined ? undefined : { ...literal, v: numberText(value), scale };
}

/** The two as doubles whose comparison is exact; undefined when there are none. */
export function exactPair(a: Num, b: Num): readonly [Num, Num] | undefined {
  if (!a.leaf || !b.leaf) return undefined;
  if (sameRational(a.scale, b.scale) && a.literal === null && b.literal === null) return [a, b];
  if (b.literal !== null) {
    const right = rescaled(b, a.scale);
    return right === undefined ? undefined : [a, right];
  }
  const left = rescaled(a, b.scale);
  return left === undefined ? undefined : [left, b];
}

/* ------------------------------------------------------------------ arithmetic */

/** `value`, or NaN where `condition` fails. */
function when(condition: Js | null, value: Js): Js {
  return condition === null ? value : `(${condition}) ? ${value} : NaN`;
}

function checkFactors(factors: number): number {
  if (factors > FACTORS_MAX) throw new NoFastForm("too many factors");
  return factors;
}

function combine(
  a: Num,
  b: Num,
): Pick<Num, "integral" | "flag" | "uncertain" | "leaf" | "literal"> {
  return {
    integral: a.integral && b.integral,
    flag: orFlags(a.flag, b.flag),
    uncertain: a.uncertain || b.uncertain,
    leaf: false,
    literal: null,
  };
}

export function addNums(code: Code, a: Num, b: Num, sign: "+" | "-"): Num {
  const [left, right] = align(a, b);
  const agree = unitsAgree(left, right);
  const name = sign === "+" ? "sum" : "difference";
  return {
    ...combine(left, right),
    v: code.keep(name, when(agree, `${left.v} ${sign} ${right.v}`)),
    maybe: a.maybe || b.maybe || agree !== null,
    m: code.keep("size", `${magnitude(left)} + ${magnitude(right)}`),
    k: Math.max(left.k, right.k) + 1,
    scale: left.scale,
    currency: mergeTags(a.currency, b.currency),
    dimension: mergeTags(a.dimension, b.dimension),
    factors: Math.max(a.factors, b.factors),
  };
}

/** Times a constant: only the scale changes, so nothing is rounded and a fact stays comparable as it was written. */
function scaleBy(num: Num, factor: Rational, tags: Pick<Num, "currency" | "dimension">): Num {
  const scale = multiplyRationals(num.scale, absoluteRational(factor));
  const isNegative = factor.n < 0n;
  return {
    ...num,
    ...tags,
    v: isNegative ? `(-${num.v})` : num.v,
    scale,
    literal: null,
    leaf: num.leaf && num.literal === null,
  };
}

/** Units of the result are the caller's to say: they follow from the types. */
export function multiplyNums(
  code: Code,
  a: Num,
  b: Num,
  tags: Pick<Num, "currency" | "dimension">,
): Num {
  // A unit price times a quantity checks its unit; a constant with a unit takes the general way.
  const agree =
    a.dimension !== null && b.dimension !== null ? agreement(a.dimension, b.dimension) : null;
  if (agree === null && a.literal !== null && !isZeroRational(a.literal))
    return scaleBy(b, a.literal, tags);
  if (agree === null && b.literal !== null && !isZeroRational(b.literal))
    return scaleBy(a, b.literal, tags);
  return {
    ...combine(a, b),
    ...tags,
    v: code.keep("product", when(agree, `${a.v} * ${b.v}`)),
    maybe: a.maybe || b.maybe || agree !== null,
    m: a.m === null && b.m === null ? null : code.keep("size", `${magnitude(a)} * ${magnitude(b)}`),
    k: a.k + b.k + 1,
    scale: multiplyRationals(a.scale, b.scale),
    factors: checkFactors(a.factors + b.factors),
  };
}

/** Zero is told exactly for facts and constants; a computed divisor must be well away from it, or the reference is asked. */
export function divideNums(
  code: Code,
  a: Num,
  b: Num,
  tags: Pick<Num, "currency" | "dimension">,
  agree: Js | null,
): Num {
  if (b.literal !== null) {
    // By zero nothing has a value, whatever the dividend.
    if (isZeroRational(b.literal)) return leafNum("NaN", { ...tags, maybe: true, integral: true });
    if (agree === null) return scaleBy(a, divideRationals(rational(1n), b.literal), tags);
  }
  const shared = {
    ...combine(a, b),
    ...tags,
    integral: false,
    flag: null,
    maybe: true,
    k: a.k + b.k + 1,
    scale: divideRationals(a.scale, b.scale),
    factors: checkFactors(a.factors + b.factors),
  };
  const sure = agree === null ? "" : `!(${agree}) || `;
  if (b.leaf || b.m === null) {
    const v = code.keep("quotient", `${sure}${b.v} === 0 ? NaN : ${a.v} / ${b.v}`);
    // An unknown operand leaves NaN in the size as well; the value is looked at first.
    const m = code.keep("size", `${magnitude(a)} / Math.abs(${b.v})`);
    // A product of two that is tiny but not zero cannot round to zero within the range of facts.
    return { ...shared, v, m, uncertain: a.uncertain || b.uncertain };
  }
  const divisor = code.keep("divisor", b.v);
  const size = code.keep("divisor_size", magnitude(b));
  const exact = b.integral
    ? `${size} < ${SAFE}${b.flag === null ? "" : ` && ${b.flag} === 0`}`
    : "false";
  const far = `Math.abs(${divisor}) > ${size} * ${(b.k + 2) * UNIT_ROUNDING * 1024}`;
  const sound = code.keep("sound", `(${exact}) ? ${divisor} !== 0 : ${far}`);
  const zero = code.keep("zero", `(${exact}) && ${divisor} === 0`);
  const unknown = `${sure}${a.v} !== ${a.v} || ${divisor} !== ${divisor} || ${zero}`;
  return {
    ...shared,
    v: code.keep("quotient", `${unknown} ? NaN : ${sound} ? ${a.v} / ${divisor} : 0`),
    m: code.keep(
      "size",
      `${sound} ? (${magnitude(a)} / Math.abs(${divisor})) * (${size} / Math.abs(${divisor})) : Infinity`,
    ),
    uncertain: true,
  };
}

export function divisionAgreement(
  a: Num,
  b: Num,
  bothCurrency: boolean,
  bothDimension: boolean,
): Js | null {
  const parts = [
    bothCurrency ? agreement(a.currency, b.currency) : null,
    bothDimension ? agreement(a.dimension, b.dimension) : null,
  ].filter((each) => each !== null);
  return parts.length === 0 ? null : parts.join(" && ");
}

export function absoluteNum(num: Num): Num {
  return {
    ...num,
    v: `Math.abs(${num.v})`,
    literal: null,
    leaf: num.leaf && num.literal === null,
  };
}

/** The greater or the lesser of two alike. */
export function extremeNum(code: Code, a: Num, b: Num, which: "max" | "min"): Num {
  const pair = exactPair(a, b);
  const [left, right] = pair ?? align(a, b);
  const agree = unitsAgree(left, right);
  const v = code.keep(which, when(agree, `Math.${which}(${left.v}, ${right.v})`));
  const both = combine(left, right);
  const isLeaf = pair !== undefined && left.flag === null && right.flag === null;
  return {
    ...both,
    leaf: isLeaf,
    v,
    maybe: a.maybe || b.maybe || agree !== null,
    m: isLeaf ? null : code.keep("size", `Math.max(${magnitude(left)}, ${magnitude(right)})`),
    k: Math.max(left.k, right.k),
    // A constant that took the other's scale is written in it.
    scale: left.scale,
    currency: mergeTags(a.currency, b.currency),
    dimension: mergeTags(a.dimension, b.dimension),
    factors: Math.max(a.factors, b.factors),
  };
}

/** The first of two that has a value. */
export function firstNum(code: Code, a: Num, b: Num): Num {
  if (!a.maybe) return a;
  if (a.uncertain || b.uncertain) throw new NoFastForm("whether there is a value is not certain");
  const pair = exactPair(a, b);
  const [left, right] = pair ?? align(a, b);
  const isLeft = code.keep("has_first", `${left.v} === ${left.v}`);
  const choose = (x: Js, y: Js): Js => (x === y ? x : `(${isLeft} ? ${x} : ${y})`);
  const tag = (x: Tag | null, y: Tag | null): Tag | null =>
    x === null || y === null
      ? null
      : { js: choose(x.js, y.js), fixed: x.fixed && x.js === y.js, any: x.any ?? y.any };
  const both = combine(left, right);
  return {
    ...both,
    flag: left.flag === right.flag ? left.flag : choose(left.flag ?? "0", right.flag ?? "0"),
    leaf: pair !== undefined,
    v: code.keep("first", choose(left.v, right.v)),
    maybe: b.maybe,
    m: pair !== undefined ? null : code.keep("size", choose(magnitude(left), magnitude(right))),
    k: Math.max(left.k, right.k),
    scale: left.scale,
    currency: tag(a.currency, b.currency),
    dimension: tag(a.dimension, b.dimension),
    factors: Math.max(a.factors, b.factors),
  };
}

/* ------------------------------------------------------------------ comparison */

export type Relation = "eq" | "lt" | "le" | "gt" | "ge";

const signs: Readonly<Record<Relation, Js>> = { eq: "===", lt: "<", le: "<=", gt: ">", ge: ">=" };

/** Truth of the relation when the left side is less, equal, greater. */
const outcomes: Readonly<Record<Relation, readonly [0 | 2, 0 | 2, 0 | 2]>> = {
  eq: [0, 2, 0],
  lt: [2, 0, 0],
  le: [2, 2, 0],
  gt: [0, 0, 2],
  ge: [0, 2, 2],
};

export interface Comparison {
  /** `bool` is a JavaScript boolean, `truth` 0, 1 or 2. */
  readonly kind: "bool" | "truth";
  readonly js: Js;
}

function knownCheck(nums: readonly Num[]): Js | null {
  const checks = [...new Set(nums.filter(({ maybe }) => maybe).map(({ v }) => `${v} === ${v}`))];
  return checks.length === 0 ? null : checks.join(" && ");
}

function compareExactly(a: Num, b: Num, relation: Relation): Comparison {
  const holds = `${a.v} ${signs[relation]} ${b.v}`;
  const agree = unitsAgree(a, b);
  const known = knownCheck([a, b]);
  if (agree === null && known === null) return { kind: "bool", js: `(${holds})` };
  const otherwise = known === null ? "0" : `${known} ? 0 : 1`;
  const truth = `${holds} ? 2 : ${otherwise}`;
  return { kind: "truth", js: agree === null ? `(${truth})` : `(${agree} ? ${truth} : 1)` };
}

/** `ask` is the call of the reference for this very comparison. */
function compareNearly(code: Code, a: Num, b: Num, relation: Relation, ask: Js): Comparison {
  const [left, right] = align(a, b);
  const agree = unitsAgree(left, right);
  const d = code.keep("d", when(agree, `${left.v} - ${right.v}`));
  const size = code.keep("size", `${magnitude(left)} + ${magnitude(right)}`);
  const flag = orFlags(left.flag, right.flag);
  const bound = `${size} * ${(Math.max(left.k, right.k) + 4) * UNIT_ROUNDING}`;
  const exact =
    left.integral && right.integral
      ? `${flag === null ? "" : `${flag} === 0 && `}${size} < ${SAFE}`
      : null;
  const near = code.keep("near", exact === null ? bound : `${exact} ? 0 : ${bound}`);
  const [less, equal, greater] = outcomes[relation];
  // A bound of zero means that nothing was rounded: the sides are equal. NaN in the bound fails all three tests and asks.
  const decided = `${d} > ${near} ? ${greater} : ${d} < -${near} ? ${less} : ${near} === 0 ? ${equal} : ${ask}`;
  const maybe = left.maybe || right.maybe || agree !== null;
  return { kind: "truth", js: maybe ? `(${d} !== ${d} ? 1 : ${decided})` : `(${decided})` };
}

/** A fact in a unit of its own against another of its kind: exact unless a unit factor was applied. */
function compareConverted(code: Code, a: Num, b: Num, relation: Relation, ask: Js): Comparison {
  const flag = orFlags(a.flag, b.flag) ?? "0";
  const near = code.keep(
    "near",
    `${flag} === 0 ? 0 : (${magnitude(a)} + ${magnitude(b)}) * ${8 * UNIT_ROUNDING}`,
  );
  const agree = unitsAgree(a, b);
  const d = code.keep("d", when(agree, `${a.v} - ${b.v}`));
  const [less, equal, greater] = outcomes[relation];
  const decided = `${d} > ${near} ? ${greater} : ${d} < -${near} ? ${less} : ${near} === 0 ? ${equal} : ${ask}`;
  return { kind: "truth", js: `(${d} !== ${d} ? 1 : ${decided})` };
}

/** Compares facts and constants as they were written; undefined when a side is computed or scales do not meet. */
export function compareLeaves(
  code: Code,
  a: Num,
  b: Num,
  relation: Relation,
  ask: () => Js,
): Comparison | undefined {
  const pair = exactPair(a, b);
  if (pair === undefined) return undefined;
  const [left, right] = pair;
  return left.flag === null && right.flag === null
    ? compareExactly(left, right, relation)
    : compareConverted(code, left, right, relation, ask());
}

export function compareNums(
  code: Code,
  a: Num,
  b: Num,
  relation: Relation,
  ask: () => Js,
): Comparison {
  return compareNearly(code, a, b, relation, ask());
}
