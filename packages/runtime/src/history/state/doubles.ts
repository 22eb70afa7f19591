/**
 * Values of a question side by side, and what order and spread make of them: rank, histogram, distances, deviation.
 *
 * Doubles of decimals in, a double or an exact rational out, the same as the reference gives of the decimals; undefined where doubles do not tell.
 */
import {
  absoluteRational,
  ceilRational,
  histogramMiddle,
  multiplyRationals,
  numberFromRational,
  type Rational,
  rational,
  rationalFromInteger,
  rationalFromNumber,
  subtractRationals,
  wholeSquareRoot,
} from "@luong/spec";
import { SquareSum, wholeOf } from "./exact.ts";
import { IRREGULAR } from "./numbers.ts";

/** The place, from 1, of the nearest rank among `count` values. */
export function rankOf(share: Rational, count: number): number {
  return Math.max(1, Number(ceilRational(multiplyRationals(share, rationalFromInteger(count)))));
}

/** Puts the value of a rank (from 1) where it stands in order, and gives it (C. A. R. Hoare, "Algorithm 65: Find", 1961). */
export function selectRank(values: Float64Array, count: number, rank: number): number {
  let low = 0;
  let high = count - 1;
  const wanted = rank - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const pivot = medianOfThree(values[low] ?? 0, values[middle] ?? 0, values[high] ?? 0);
    let left = low;
    let right = high;
    while (left <= right) {
      while ((values[left] ?? 0) < pivot) left += 1;
      while ((values[right] ?? 0) > pivot) right -= 1;
      if (left > right) break;
      const swapped = values[left] ?? 0;
      values[left] = values[right] ?? 0;
      values[right] = swapped;
      left += 1;
      right -= 1;
    }
    if (wanted <= right) high = right;
    else if (wanted >= left) low = left;
    else break;
  }
  return values[wanted] ?? 0;
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

/** Counts by bin, for values by the thousand. Bins of all finite doubles. */
const BINS_MAX = 1 << 18;

export class Histogram {
  #counts = new Float64Array(0);
  #low = 0;
  #high = -1;
  total = 0;

  clear(): void {
    if (this.#high >= this.#low)
      this.#counts.fill(0, this.#low + BINS_MAX, this.#high + BINS_MAX + 1);
    this.#low = 0;
    this.#high = -1;
    this.total = 0;
  }

  add(bin: number, count: number): void {
    if (this.#counts.length === 0) this.#counts = new Float64Array(2 * BINS_MAX + 1);
    if (this.#high < this.#low) {
      this.#low = bin;
      this.#high = bin;
    } else if (bin < this.#low) this.#low = bin;
    else if (bin > this.#high) this.#high = bin;
    const at = bin + BINS_MAX;
    this.#counts[at] = (this.#counts[at] ?? 0) + count;
    this.total += count;
  }

  addPairs(pairs: Int32Array): void {
    for (let at = 0; at < pairs.length; at += 2) this.add(pairs[at] ?? 0, pairs[at + 1] ?? 0);
  }

  /** Bins and their counts, ascending. */
  pairs(): Int32Array {
    const found: number[] = [];
    for (let bin = this.#low; bin <= this.#high; bin += 1) {
      const count = this.#counts[bin + BINS_MAX] ?? 0;
      if (count > 0) found.push(bin, count);
    }
    return Int32Array.from(found);
  }

  /** The bin in which a rank (from 1) lies. */
  binOf(rank: number): number {
    let left = rank;
    for (let bin = this.#low; bin <= this.#high; bin += 1) {
      left -= this.#counts[bin + BINS_MAX] ?? 0;
      if (left <= 0) return bin;
    }
    return this.#high;
  }

  /** The distance from the middle of `bin` that a rank of the values has. */
  distance(bin: number, rank: number): Rational {
    const middle = histogramMiddle(bin);
    const distances: { readonly size: Rational; readonly near: number; readonly count: number }[] =
      [];
    const pairs = this.pairs();
    for (let at = 0; at < pairs.length; at += 2) {
      const size = absoluteRational(subtractRationals(histogramMiddle(pairs[at] ?? 0), middle));
      distances.push({ size, near: numberFromRational(size), count: pairs[at + 1] ?? 0 });
    }
    distances.sort((a, b) => (a.near === b.near ? exactOrder(a.size, b.size) : a.near - b.near));
    let left = rank;
    for (const { size, count } of distances) {
      left -= count;
      if (left <= 0) return size;
    }
    return distances.at(-1)?.size ?? { n: 0n, d: 1n };
  }
}

function exactOrder(a: Rational, b: Rational): number {
  const [left, right] = [a.n * b.d, b.n * a.d];
  return left < right ? -1 : left > right ? 1 : 0;
}

const half = rational(1n, 2n);

/** Of at most 4,096 values the one of a share; reorders them. */
export function percentileOf(values: Float64Array, count: number, share: Rational): Rational {
  return rationalFromNumber(selectRank(values, count, rankOf(share, count)));
}

/** Median distance from the median, of at most 4,096 values; undefined when they have too many digits together. */
export function spreadOf(
  values: Float64Array,
  count: number,
  places: number,
): Rational | undefined {
  if (places === IRREGULAR) return undefined;
  for (let at = 0; at < count; at += 1) {
    const whole = wholeOf(values[at] ?? 0, places);
    if (Number.isNaN(whole)) return undefined;
    values[at] = whole;
  }
  const rank = rankOf(half, count);
  const middle = selectRank(values, count, rank);
  for (let at = 0; at < count; at += 1) values[at] = Math.abs((values[at] ?? 0) - middle);
  return rational(BigInt(selectRank(values, count, rank)), 10n ** BigInt(places));
}

/** Decimals a standard deviation is cut to. */
const DEVIATION_PLACES = 10n;

/** Of `count` whole numbers of a scale with this sum and this sum of squares. */
export function deviationFrom(
  count: number,
  sum: bigint,
  squares: bigint,
  places: number,
): Rational {
  const size = BigInt(count);
  const spread = size * squares - sum * sum;
  const scale = 10n ** DEVIATION_PLACES;
  const square = (spread * scale * scale) / (size * size * 10n ** BigInt(2 * places));
  return rational(wholeSquareRoot(square), scale);
}

/** Standard deviation of the population; undefined when the values have too many digits together. */
export function deviationOf(
  values: Float64Array,
  count: number,
  places: number,
): Rational | undefined {
  if (places === IRREGULAR) return undefined;
  const squares = new SquareSum();
  let sum = 0n;
  let part = 0;
  for (let at = 0; at < count; at += 1) {
    const whole = wholeOf(values[at] ?? 0, places);
    if (Number.isNaN(whole)) return undefined;
    squares.add(whole);
    part += whole;
    if (Math.abs(part) > PART_MAX) {
      sum += BigInt(part);
      part = 0;
    }
  }
  return deviationFrom(count, sum + BigInt(part), squares.result(), places);
}

/** A sum up to here takes one more whole number without rounding. */
const PART_MAX = 2 ** 52;
