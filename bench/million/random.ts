/**
 * Seeded randomness of the workload: a stream for each (seed, number), Zipf and normal draws.
 *
 * Comes in: integers that name a stream. Goes out: the same numbers on every machine with IEEE doubles. No security, no state between streams.
 */

/** xoshiro128** (Blackman and Vigna), its state filled from the names of the stream. */
export class Random {
  private a = 0;
  private b = 0;
  private c = 0;
  private d = 0;

  constructor(...names: readonly number[]) {
    let mixed = 0x2545f491;
    for (const name of names) mixed = scramble(mixed ^ (name | 0));
    this.a = mixed = scramble(mixed + 0x9e3779b9);
    this.b = mixed = scramble(mixed + 0x9e3779b9);
    this.c = mixed = scramble(mixed + 0x9e3779b9);
    // The state must not be all zero.
    this.d = scramble(mixed + 0x9e3779b9) | 1;
  }

  /** Uniform in [0, 1), 32 bits. */
  next(): number {
    const times5 = Math.imul(this.b, 5);
    const result = Math.imul((times5 << 7) | (times5 >>> 25), 9);
    const shifted = this.b << 9;
    this.c ^= this.a;
    this.d ^= this.b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= shifted;
    this.d = (this.d << 11) | (this.d >>> 21);
    return (result >>> 0) / 4294967296;
  }

  /** Integer from 0, below `count`. */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  /** Integer from `least` to `most`. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  pick<T>(of: readonly T[]): T {
    return of[this.below(of.length)] as T;
  }

  /** Standard normal (Box and Muller). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    return radius * Math.cos(2 * Math.PI * this.next());
  }
}

function scramble(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return x ^ (x >>> 15);
}

/** Ranks from 0 with probability proportional to 1 / (rank + 1) ^ exponent. */
export class Zipf {
  private static readonly known = new Map<string, Zipf>();
  private readonly cumulative: Float64Array;

  private constructor(count: number, exponent: number) {
    this.cumulative = new Float64Array(count);
    let total = 0;
    for (let rank = 0; rank < count; rank += 1) {
      total += (rank + 1) ** -exponent;
      this.cumulative[rank] = total;
    }
    for (let rank = 0; rank < count; rank += 1)
      this.cumulative[rank] = (this.cumulative[rank] ?? 0) / total;
  }

  /** One table for each shape; the largest has 80,000 ranks. */
  static of(count: number, exponent: number): Zipf {
    const key = `${count} ${exponent}`;
    let table = Zipf.known.get(key);
    if (table === undefined) {
      table = new Zipf(count, exponent);
      Zipf.known.set(key, table);
    }
    return table;
  }

  draw(random: Random): number {
    const wanted = random.next();
    let low = 0;
    let high = this.cumulative.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.cumulative[middle] ?? 1) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const QUANTILE_STEPS = 8192;
let quantiles: Float64Array | undefined;

/** Value below which a standard normal falls with probability `share`, for `share` in 0.0005 … 0.9995; three digits or more. */
export function normalQuantile(share: number): number {
  quantiles ??= Float64Array.from({ length: QUANTILE_STEPS + 1 }, (_, step) =>
    bisectedQuantile(step / QUANTILE_STEPS),
  );
  const place = share * QUANTILE_STEPS;
  const step = Math.floor(place);
  const below = quantiles[step] ?? 0;
  return below + ((quantiles[step + 1] ?? below) - below) * (place - step);
}

function bisectedQuantile(share: number): number {
  let low = -4;
  let high = 4;
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    if (normalShare(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Phi(x) = 1/2 + phi(x) (x + x^3/3 + x^5/15 + …) (Marsaglia, "Evaluating the Normal Distribution", 2004). */
function normalShare(x: number): number {
  let sum = x;
  let term = x;
  for (let odd = 3; Math.abs(term) > 1e-12; odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}
