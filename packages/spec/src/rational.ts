/**
 * Exact rationals on big integers: the numbers of the reference meaning.
 *
 * Comes in: decimal text, doubles, other rationals. Goes out: rationals in lowest terms, and their exact text. Nothing is ever
 * rounded here except in `toNumber`, which gives the nearest double for records and fast paths.
 */
import type { Rational } from "./value.ts";

function gcd(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a;
  let y = b;
  while (y !== 0n) {
    const rest = x % y;
    x = y;
    y = rest;
  }
  return x;
}

/** `n / d` in lowest terms. Throws on a zero denominator: callers ask first (*division by zero* is a cause, not an exception). */
export function rational(n: bigint, d = 1n): Rational {
  if (d === 0n) throw new RangeError("a rational has a denominator other than zero");
  const sign = d < 0n ? -1n : 1n;
  const common = gcd(n, sign * d);
  return common === 1n
    ? { n: sign * n, d: sign * d }
    : { n: (sign * n) / common, d: (sign * d) / common };
}

export const zero: Rational = { n: 0n, d: 1n };
export const one: Rational = { n: 1n, d: 1n };

/** From a whole number (a safe integer or a bigint). */
export function rationalFromInteger(value: number | bigint): Rational {
  return { n: BigInt(value), d: 1n };
}

const numberText = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,4}))?$/;
const fractionText = /^([+-]?\d+)\/(\d+)$/;

/** Reads `12`, `-0.50`, `1e-7` and `1/3`; undefined for anything else, `1/0` and blanks included. */
export function parseRational(text: string): Rational | undefined {
  const decimal = numberText.exec(text);
  if (decimal !== null) {
    const [, sign = "", whole = "", fraction = "", exponent = "0"] = decimal;
    const digits = BigInt(whole + fraction);
    const scale = Number(exponent) - fraction.length;
    const n = sign === "-" ? -digits : digits;
    return scale >= 0 ? rational(n * 10n ** BigInt(scale)) : rational(n, 10n ** BigInt(-scale));
  }
  const quotient = fractionText.exec(text);
  if (quotient === null) return undefined;
  const [, n = "", d = ""] = quotient;
  return BigInt(d) === 0n ? undefined : rational(BigInt(n), BigInt(d));
}

/** As `parseRational`, for text that is known to be exact (an IR constant). */
export function rationalFromExact(text: string): Rational {
  const value = parseRational(text);
  if (value === undefined) throw new SyntaxError(`not an exact number: ${text}`);
  return value;
}

/** Decimal digits every double tells apart. */
const SURE_DIGITS = 15;
/** Places after the point that are tried before the text is read. */
const SHORT_PLACES = 6;

/** Of doubles that are whole: both exact. */
function greatestCommon(a: number, b: number): number {
  let x = Math.abs(a);
  let y = b;
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

/**
 * `value` as a decimal of few places. Of the decimals with at most 15 digits no two read as the same double, so the first that reads as `value` is
 * its shortest text.
 */
function shortDecimal(value: number): Rational | undefined {
  let scale = 1;
  for (let places = 1; places <= SHORT_PLACES; places += 1) {
    scale *= 10;
    const n = Math.round(value * scale);
    if (Math.abs(n) >= 10 ** SURE_DIGITS) return undefined;
    if (n / scale === value) {
      const common = greatestCommon(n, scale);
      return { n: BigInt(n / common), d: BigInt(scale / common) };
    }
  }
  return undefined;
}

/** The decimal a finite double stands for: its shortest text that reads back as the same double (0.1 is 1/10). */
export function rationalFromNumber(value: number): Rational {
  if (Number.isSafeInteger(value)) return rationalFromInteger(value);
  return shortDecimal(value) ?? rationalFromExact(String(value));
}

export function add(a: Rational, b: Rational): Rational {
  if (a.d === 1n && b.d === 1n) return { n: a.n + b.n, d: 1n };
  return rational(a.n * b.d + b.n * a.d, a.d * b.d);
}

export function subtract(a: Rational, b: Rational): Rational {
  return add(a, negate(b));
}

export function multiply(a: Rational, b: Rational): Rational {
  return rational(a.n * b.n, a.d * b.d);
}

/** Throws when `b` is zero. */
export function divide(a: Rational, b: Rational): Rational {
  return rational(a.n * b.d, a.d * b.n);
}

export function negate(a: Rational): Rational {
  return { n: -a.n, d: a.d };
}

export function absolute(a: Rational): Rational {
  return a.n < 0n ? negate(a) : a;
}

/** −1, 0 or 1. */
export function compare(a: Rational, b: Rational): -1 | 0 | 1 {
  const left = a.n * b.d;
  const right = b.n * a.d;
  return left < right ? -1 : left > right ? 1 : 0;
}

export function isZero(a: Rational): boolean {
  return a.n === 0n;
}

export function isInteger(a: Rational): boolean {
  return a.d === 1n;
}

/** Greatest whole number not above `a`. */
export function floor(a: Rational): bigint {
  const quotient = a.n / a.d;
  return a.n < 0n && quotient * a.d !== a.n ? quotient - 1n : quotient;
}

/** Least whole number not below `a`. */
export function ceil(a: Rational): bigint {
  return -floor(negate(a));
}

/** Greatest whole number whose square is not above `n`, which is not negative (Newton's method on integers). */
export function wholeSquareRoot(n: bigint): bigint {
  if (n < 2n) return n;
  // A power of two that is not below the root, from where the steps descend.
  let root = 1n << BigInt(Math.ceil(n.toString(2).length / 2));
  for (;;) {
    const next = (root + n / root) / 2n;
    if (next >= root) return root;
    root = next;
  }
}

/** How often `factor` divides `value`, and what remains. */
function factorOut(
  value: bigint,
  factor: bigint,
): { readonly power: number; readonly rest: bigint } {
  let rest = value;
  let power = 0;
  while (rest % factor === 0n) {
    rest /= factor;
    power += 1;
  }
  return { power, rest };
}

/** `12`, `-0.5` when the decimal is finite, else `1/3`. Read back by `parseRational`, and equal values have equal text. */
export function exactText(a: Rational): string {
  if (a.d === 1n) return a.n.toString();
  const twos = factorOut(a.d, 2n);
  const fives = factorOut(twos.rest, 5n);
  if (fives.rest !== 1n) return `${a.n}/${a.d}`;
  const places = Math.max(twos.power, fives.power);
  const digits = ((absolute(a).n * 10n ** BigInt(places)) / a.d)
    .toString()
    .padStart(places + 1, "0");
  const sign = a.n < 0n ? "-" : "";
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** The nearest double (ties to even); overflows to ±Infinity. */
export function toNumber(a: Rational): number {
  const text = exactText(a);
  // A finite decimal is rounded correctly by the language itself.
  if (!text.includes("/")) return Number(text);
  // Otherwise scale to 64 significant bits, with a sticky last bit for what is cut, and let one rounding happen.
  const magnitude = absolute(a);
  const shift = 64 - (magnitude.n.toString(2).length - magnitude.d.toString(2).length);
  const scaled = shift >= 0 ? magnitude.n << BigInt(shift) : magnitude.n;
  const divisor = shift >= 0 ? magnitude.d : magnitude.d << BigInt(-shift);
  const quotient = scaled / divisor;
  const sticky = quotient * divisor === scaled ? quotient : quotient | 1n;
  const value = Number(sticky) * 2 ** -shift;
  return a.n < 0n ? -value : value;
}

/** Decimal rounded half up (away from zero) to `places`, for people only: never compared. */
export function roundedText(a: Rational, places: number): string {
  const magnitude = absolute(a);
  const scaled = (magnitude.n * 10n ** BigInt(places) * 2n + magnitude.d) / (2n * magnitude.d);
  const rounded = rational(scaled, 10n ** BigInt(places));
  return exactText(a.n < 0n ? negate(rounded) : rounded);
}
