/**
 * Exchange rates as emitted code uses them: doubles by currency, looked up once.
 *
 * Part of every bundle. Comes in: bindings. Goes out: the nearest double of a rate, NaN when none is bound. The exact rate stays with the reference.
 */
import type { Bindings } from "@luong/runtime/abi";
import { numberFromRational } from "@luong/spec";

export interface Rates {
  readonly bindings: Bindings;
  readonly to: string;
  readonly known: Map<string, number>;
}

export function ratesTo(bindings: Bindings, to: string): Rates {
  return { bindings, to, known: new Map() };
}

/** Currencies come from the schema's closed table, so the map stays small. */
export function rateOf(rates: Rates, from: string): number {
  const known = rates.known.get(from);
  if (known !== undefined) return known;
  const rate = rates.bindings.rate(from, rates.to);
  const value = rate === undefined ? Number.NaN : numberFromRational(rate);
  rates.known.set(from, value);
  return value;
}
