/**
 * Row values: what an expression gives for a row, rounded to what a fact can say.
 *
 * Rationals in, rationals with at most 15 significant decimal digits out, half away from zero, exact whatever the size. So a row value and its nearest
 * double determine each other, and columns of doubles lose nothing.
 */
import { rational } from "../rational.ts";
import type { Rational, Value } from "../value.ts";

/** Significant decimal digits of a row value. */
export const ROW_VALUE_DIGITS = 15;

const LIMIT = 10n ** BigInt(ROW_VALUE_DIGITS);
const HALF_TURN = 2n;

/** n / d rounded to a whole number, half up; both positive. */
function nearest(n: bigint, d: bigint): bigint {
  return (n * HALF_TURN + d) / (d * HALF_TURN);
}

/** The power of ten that brings n / d, both positive, into [10^14, 10^15). */
function scaleOf(n: bigint, d: bigint): number {
  // The lengths tell the size to one digit.
  let scale = ROW_VALUE_DIGITS - (n.toString().length - d.toString().length);
  while (scaled(n, d, scale).n >= scaled(n, d, scale).d * LIMIT) scale -= 1;
  while (scaled(n, d, scale).n * 10n < scaled(n, d, scale).d * LIMIT) scale += 1;
  return scale;
}

function scaled(n: bigint, d: bigint, scale: number): { readonly n: bigint; readonly d: bigint } {
  return scale >= 0 ? { n: n * 10n ** BigInt(scale), d } : { n, d: d * 10n ** BigInt(-scale) };
}

/** To 15 significant decimal digits, half away from zero: 2/3 is 0.666666666666667. */
export function roundedToDigits(value: Rational): Rational {
  if (value.n === 0n) return value;
  // A whole number of 15 digits has nothing to lose.
  if (value.d === 1n && value.n < LIMIT && value.n > -LIMIT) return value;
  const size = value.n < 0n ? -value.n : value.n;
  const scale = scaleOf(size, value.d);
  const part = scaled(size, value.d, scale);
  const digits = nearest(part.n, part.d);
  const n = value.n < 0n ? -digits : digits;
  return scale >= 0 ? rational(n, 10n ** BigInt(scale)) : rational(n * 10n ** BigInt(-scale));
}

/** A value as an aggregate over rows takes it; only numbers can change. */
export function rowValue(value: Value): Value {
  switch (value.kind) {
    case "boolean":
    case "text":
    case "set":
      return value;
    case "number":
    case "date":
    case "time":
    case "instant":
    case "duration":
    case "period":
    case "money":
    case "quantity":
    case "unitPrice":
      return { ...value, value: roundedToDigits(value.value) };
  }
}
