/**
 * When does comparing two doubles tell how the exact numbers compare?
 *
 * Comes in: types and rationals. Goes out: the unit a fact of a type is written in, and doubles that stand for constants in such comparisons. Facts
 * have at most 15 significant digits (docs/meaning.md, "Numbers"), so a constant that has too is told apart from each of them.
 */
import {
  exactText,
  isIntegerRational,
  numberFromRational,
  type Rational,
  rational,
  type Type,
} from "@luong/spec";

const one: Rational = rational(1n);
const hundredth: Rational = rational(1n, 100n);
const thousand: Rational = rational(1000n);

/** What the JSON number of a fact or a cell is multiplied by to give its value in the IR: 8 is 8 %, a duration is written in seconds. */
export function leafScale(type: Type): Rational {
  if (type.kind === "percent") return hundredth;
  return type.kind === "duration" ? thousand : one;
}

export function sameRational(a: Rational, b: Rational): boolean {
  return a.n === b.n && a.d === b.d;
}

/** At most 15 significant digits, so that the nearest double stands for this number alone among decimals. */
function isShortDecimal(value: Rational): boolean {
  const text = exactText(value);
  if (text.includes("/")) return false;
  const digits = text.replace(/^-?0*\.?0*/, "").replace(".", "");
  return (text.includes(".") ? digits : digits.replace(/0+$/, "")).length <= 15;
}

/** The double that compares with every fact as the constant itself does; undefined when there is none. */
export function exactDouble(value: Rational): number | undefined {
  const isWhole = isIntegerRational(value) && value.n < 2n ** 53n && value.n > -(2n ** 53n);
  if (!isWhole && !isShortDecimal(value)) return undefined;
  const double = numberFromRational(value);
  return Number.isFinite(double) ? double : undefined;
}
