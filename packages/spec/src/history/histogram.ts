/**
 * Bins of the percentiles of large windows: 128 of equal width for each power of two.
 *
 * A double in, the number of its bin out, read from the bits of the double, so that every machine agrees; a bin in, its middle out. Bins stand in the
 * order of their values, the negative ones and zero too. Knows no counts: those are kept where rows are.
 */
import { rational } from "../rational.ts";
import type { Rational } from "../value.ts";

/** Of more values than this, `median`, `percentile` and `spread` are told from bins. */
export const EXACT_VALUES_MAX = 4096;

/** 2^7 bins an octave: exponent and upper seven bits of the fraction make the number. */
const FRACTION_BITS = 7;
/** Bits of the upper half of a double that are below them. */
const SHIFT = 20 - FRACTION_BITS;
const EXPONENT_BIAS = 1023;
/** Below the least normal double a value counts as zero. */
const FIRST_BIN = 1 << FRACTION_BITS;
const HIGHEST_DOUBLE = 0x7fef_ffff;

const view = new DataView(new ArrayBuffer(8));

/**
 * The bin of a finite double: 0 for zero and what is nearer to it than 2^-1022, positive for positive values, negative for negative ones. Ascends with
 * the value. Infinity counts as the greatest double.
 */
export function histogramBin(value: number): number {
  view.setFloat64(0, Math.abs(value));
  const upper = Math.min(view.getUint32(0), HIGHEST_DOUBLE);
  const bin = upper >>> SHIFT;
  if (bin < FIRST_BIN) return 0;
  return value < 0 ? -bin : bin;
}

/** The exact middle of a bin: at most 1/256 of any value in it away. */
export function histogramMiddle(bin: number): Rational {
  if (bin === 0) return { n: 0n, d: 1n };
  const size = Math.abs(bin);
  const exponent = (size >>> FRACTION_BITS) - EXPONENT_BIAS;
  // 1 + (k + 1/2) / 128 is (256 + 2k + 1) / 256.
  const fraction = size & (FIRST_BIN - 1);
  const n = BigInt(2 * FIRST_BIN + 2 * fraction + 1) * (bin < 0 ? -1n : 1n);
  const places = FRACTION_BITS + 1 - exponent;
  return places >= 0 ? rational(n, 2n ** BigInt(places)) : rational(n * 2n ** BigInt(-places));
}
