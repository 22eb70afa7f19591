/**
 * The natural logarithm, in integers alone: the same digits on every machine.
 *
 * A positive rational in, the logarithm rounded correctly to a number of decimals out. The argument is brought between 1/2 and 2, ln y = 2 artanh((y − 1) / (y + 1))
 * is summed in fixed point, and the sum is repeated with more bits until its error can not change the last digit.
 */
import { rational } from "./rational.ts";
import type { Rational } from "./value.ts";

/** Decimals of `ln`. */
export const LN_PLACES = 12;

/** Fixed-point bits of the first try: twelve decimals are forty bits. */
const FIRST_BITS = 96;

/** 2 artanh(n / d) in units of 2^-bits, for |n / d| at most 1/3; each of fewer than `bits` terms is cut by less than two units. */
function twiceArtanh(n: bigint, d: bigint, bits: number): bigint {
  const one = 1n << BigInt(bits);
  let power = (n * one) / d;
  const square = (n * n * one) / (d * d);
  let sum = 0n;
  for (let odd = 1n; power !== 0n; odd += 2n) {
    sum += power / odd;
    power = (power * square) / one;
  }
  return 2n * sum;
}

function bitLength(n: bigint): number {
  return n.toString(2).length;
}

/** Half away from zero, of `value` / 2^bits in units of the last decimal. */
function roundedTo(value: bigint, bits: number, scale: bigint): bigint {
  const unit = 1n << BigInt(bits);
  const size = (value < 0n ? -value : value) * scale;
  const whole = (2n * size + unit) / (2n * unit);
  return value < 0n ? -whole : whole;
}

/** ln x to the nearest multiple of 10^-places. Throws on a number that is not above zero. */
export function naturalLogarithm(x: Rational, places: number = LN_PLACES): Rational {
  if (x.n <= 0n) throw new RangeError("only numbers above zero have a logarithm");
  const scale = 10n ** BigInt(places);
  const exponent = bitLength(x.n) - bitLength(x.d);
  const n = exponent < 0 ? x.n << BigInt(-exponent) : x.n;
  const d = exponent > 0 ? x.d << BigInt(exponent) : x.d;
  // No logarithm of a rational other than 1 is rational (Lindemann 1882), so none lies on the border between two decimals for ever.
  for (let bits = FIRST_BITS; ; bits *= 2) {
    const value = BigInt(exponent) * twiceArtanh(1n, 3n, bits) + twiceArtanh(n - d, n + d, bits);
    const error = BigInt((Math.abs(exponent) + 1) * bits * 4);
    const low = roundedTo(value - error, bits, scale);
    if (low === roundedTo(value + error, bits, scale)) return rational(low, scale);
  }
}
