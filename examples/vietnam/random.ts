// A seeded source of random numbers and the draws the generator needs. The same seed gives the same numbers
// on every machine: integers of 32 bits only. It is not for anything that must not be guessed.

export interface Random {
  /** Uniform in [0, 1), a multiple of 2^-32. */
  readonly next: () => number;
  /** Uniform integer from 0 to `n` - 1. */
  readonly below: (n: number) => number;
  /** Uniform integer, both ends included. */
  readonly between: (low: number, high: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(values: readonly T[]) => T;
  /** Earlier values more often: the weight of the n-th is 1/n. */
  readonly pickEarly: <T>(values: readonly T[]) => T;
  /** Around 1: the exponential of a roughly normal number with this deviation. */
  readonly factor: (deviation: number) => number;
}

/** splitmix32 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014, cut to 32 bits): spreads a seed. */
function splitmix(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
}

const rotate = (x: number, by: number): number => ((x << by) | (x >>> (32 - by))) >>> 0;

/** xoshiro128** (Blackman, Vigna, "Scrambled linear pseudorandom number generators", 2021). */
function xoshiro(seed: number): () => number {
  const spread = splitmix(seed);
  let [a, b, c, d] = [spread(), spread(), spread(), spread()];
  return () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return result;
  };
}

export function createRandom(seed: number): Random {
  const bits = xoshiro(seed);
  const next = (): number => bits() / 2 ** 32;
  const below = (n: number): number => Math.floor(next() * n);
  const pickAt = <T>(values: readonly T[], index: number): T => {
    const value = values[index];
    if (value === undefined) throw new RangeError("nothing to pick from");
    return value;
  };
  return {
    next,
    below,
    between: (low, high) => low + below(high - low + 1),
    chance: (probability) => next() < probability,
    pick: (values) => pickAt(values, below(values.length)),
    pickEarly: (values) => pickAt(values, zipfIndex(values.length, next())),
    factor: (deviation) => {
      // The sum of twelve uniform numbers has variance 1; close enough to a normal one, and without Math.log.
      let sum = -6;
      for (let i = 0; i < 12; i += 1) sum += next();
      return 1 + deviation * sum > 0.05 ? powerOfE(deviation * sum) : 0.05;
    },
  };
}

/** Index below `n` with weight 1/(index + 1), for a uniform `u`. */
function zipfIndex(n: number, u: number): number {
  let left = u * harmonic(n);
  for (let index = 0; index < n; index += 1) {
    left -= 1 / (index + 1);
    if (left < 0) return index;
  }
  return n - 1;
}

const harmonics = new Map<number, number>();

function harmonic(n: number): number {
  const known = harmonics.get(n);
  if (known !== undefined) return known;
  let sum = 0;
  for (let i = 1; i <= n; i += 1) sum += 1 / i;
  harmonics.set(n, sum);
  return sum;
}

/** e^x by its series: Math.exp may differ in the last bit between engines, and files must not. */
function powerOfE(x: number): number {
  let term = 1;
  let sum = 1;
  for (let i = 1; i < 24; i += 1) {
    term = (term * x) / i;
    sum += term;
  }
  return sum;
}
