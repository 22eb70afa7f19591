/**
 * Sums without rounding: whole numbers of a scale while they fit into a double, big integers and rationals beyond.
 *
 * Comes in: whole numbers with the decimals they stand for, or doubles. Goes out: a rational in lowest terms.
 */
import { addRationals, type Rational, rational, rationalFromNumber } from "@luong/spec";
import { IRREGULAR, PLACES_MAX, powersOfTen } from "./numbers.ts";

/** Whole numbers below are exact, and so is a scaled value before it is rounded to one. */
export const WHOLE_MAX: number = 2 ** 50;
const SAFE_SUM = 2 ** 52;
/** Its square is exact. */
const SQUARE_MAX = 2 ** 26;

/** `value` × 10^places, which is whole; not a number when that is too large to tell. */
export function wholeOf(value: number, places: number): number {
  const whole = Math.round(value * (powersOfTen[places] ?? Number.NaN));
  return Math.abs(whole) < WHOLE_MAX ? whole : Number.NaN;
}

function greatestCommon(a: number, b: number): number {
  let x = Math.abs(a);
  let y = b;
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

/** `n / d` of safe integers, `d` above zero. */
export function quotient(n: number, d: number): Rational {
  const common = greatestCommon(n, d);
  return { n: BigInt(n / common), d: BigInt(d / common) };
}

/** A rational divided by a count. */
export function shareOf(sum: Rational, count: number): Rational {
  const isSmall = sum.d === 1n && sum.n <= SAFE && sum.n >= -SAFE;
  return isSmall ? quotient(Number(sum.n), count) : rational(sum.n, sum.d * BigInt(count));
}

const SAFE = BigInt(Number.MAX_SAFE_INTEGER);

export class ExactSum {
  /** By decimals. */
  readonly #wholes = new Float64Array(PLACES_MAX + 1);
  #most = 0;
  #rest: Rational | null = null;

  clear(): void {
    this.#wholes.fill(0);
    this.#most = 0;
    this.#rest = null;
  }

  /** A whole number of at most 2^52 that stands for itself / 10^places. */
  addWhole(whole: number, places: number): void {
    const total = (this.#wholes[places] ?? 0) + whole;
    if (places > this.#most) this.#most = places;
    if (Math.abs(total) <= SAFE_SUM) this.#wholes[places] = total;
    else this.addRational(rational(BigInt(whole), 10n ** BigInt(places)));
  }

  addRational(value: Rational): void {
    this.#rest = this.#rest === null ? value : addRationals(this.#rest, value);
  }

  /** A double of a column whose values have at most so many decimals. */
  addDouble(value: number, places: number): void {
    const whole = places === IRREGULAR ? Number.NaN : wholeOf(value, places);
    if (Number.isNaN(whole)) this.addRational(rationalFromNumber(value));
    else this.addWhole(whole, places);
  }

  result(): Rational {
    let sum = this.#rest;
    for (let places = 0; places <= this.#most; places += 1) {
      const whole = this.#wholes[places] ?? 0;
      if (whole === 0) continue;
      const scale = powersOfTen[places] ?? 1;
      const part: Rational =
        places === 0
          ? { n: BigInt(whole), d: 1n }
          : scale <= Number.MAX_SAFE_INTEGER
            ? quotient(whole, scale)
            : rational(BigInt(whole), 10n ** BigInt(places));
      sum = sum === null ? part : addRationals(sum, part);
    }
    return sum ?? { n: 0n, d: 1n };
  }
}

/** Squares of whole numbers, added up. */
export class SquareSum {
  #small = 0;
  #large = 0n;

  add(whole: number): void {
    if (Math.abs(whole) > SQUARE_MAX) {
      this.#large += BigInt(whole) ** 2n;
      return;
    }
    this.#small += whole * whole;
    if (this.#small > SAFE_SUM) {
      this.#large += BigInt(this.#small);
      this.#small = 0;
    }
  }

  result(): bigint {
    return this.#large + BigInt(this.#small);
  }
}
