/**
 * How often values occur in traffic: what the index chooses access predicates and classes by.
 *
 * Comes in: slot values of a sample of declarations, through the same `SlotSink` the index listens to. Goes out: how often each value occurs, and quantiles of
 * numbers. Only speed depends on it: with no sample, or a wrong one, answers are the same.
 */
import type { IndexPlan, IndexSlot, SlotSink } from "./plan.ts";

/** Quantiles make 25 buckets; the 26th class is "unknown". */
export const BUCKETS = 25;
export const CLASSES = 26;
export const UNKNOWN_CLASS = 25;

export interface SlotStatistics {
  /** By value: share of declarations with such a value (or such an element). */
  readonly shares: ReadonlyMap<string, number>;
  /** The same for codes above the value. */
  readonly under: ReadonlyMap<string, number>;
  /** Upper ends of the buckets but the last, ascending; empty without sample. */
  readonly bounds: Float64Array;
  /** Share of declarations in which it is unknown somewhere. */
  readonly unknown: number;
  /** Mean number of values a declaration has. */
  readonly values: number;
}

export interface Statistics {
  readonly declarations: number;
  readonly slots: readonly SlotStatistics[];
}

/** Values of a slot that are kept apart; of others only the number is known. */
const VALUES_KEPT = 200_000;

class SlotCounts {
  readonly counts = new Map<string, number>();
  readonly under = new Map<string, number>();
  readonly numbers: number[] = [];
  unknown = 0;
  values = 0;
  /** Of the declaration being told. */
  readonly now = new Set<string>();
  readonly nowUnder = new Set<string>();
  nowUnknown = false;

  next(): void {
    add(this.counts, this.now);
    add(this.under, this.nowUnder);
    if (this.nowUnknown) this.unknown += 1;
    this.now.clear();
    this.nowUnder.clear();
    this.nowUnknown = false;
  }
}

function add(counts: Map<string, number>, values: ReadonlySet<string>): void {
  for (const value of values) {
    const known = counts.get(value);
    if (known !== undefined) counts.set(value, known + 1);
    else if (counts.size < VALUES_KEPT) counts.set(value, 1);
  }
}

/** Climbs a tree of codes; `undefined` where it does not know the code. */
export type ParentOf = (list: string, code: string) => string | null | undefined;

/** Codes at and above a value, nearest first; false at the end when that could not be told to the root. */
export function codesAbove(
  slot: IndexSlot,
  code: string,
  parentOf: ParentOf,
): { readonly codes: readonly string[]; readonly complete: boolean } {
  const codes = [code];
  if (slot.tree === null) {
    for (let at = slot.levels.length - 1; at >= 0; at--) {
      const length = slot.levels[at] ?? 0;
      if (length < code.length) codes.push(code.slice(0, length));
    }
    return { codes, complete: true };
  }
  for (let at = code; ; ) {
    const parent = parentOf(slot.tree, at);
    if (parent === undefined) return { codes, complete: false };
    // A circle of codes ends where it closes.
    if (parent === null || codes.includes(parent)) return { codes, complete: true };
    codes.push(parent);
    at = parent;
  }
}

export class StatisticsSink implements SlotSink {
  readonly #plan: IndexPlan;
  readonly #parentOf: ParentOf;
  readonly #slots: SlotCounts[];
  #declarations = 0;

  constructor(plan: IndexPlan, parentOf: ParentOf) {
    this.#plan = plan;
    this.#parentOf = parentOf;
    this.#slots = plan.slots.map(() => new SlotCounts());
  }

  /** After the slots of one declaration. */
  next(): void {
    this.#declarations += 1;
    for (const slot of this.#slots) slot.next();
  }

  count(): void {}

  text(slot: number, _element: number, value: string | undefined): void {
    const counts = this.#slots[slot];
    const declared = this.#plan.slots[slot];
    if (counts === undefined || declared === undefined) return;
    if (value === undefined) {
      counts.nowUnknown = true;
      return;
    }
    counts.values += 1;
    counts.now.add(value);
    if (declared.levels.length === 0 && declared.tree === null) return;
    for (const code of codesAbove(declared, value, this.#parentOf).codes) counts.nowUnder.add(code);
  }

  number(slot: number, _element: number, value: number): void {
    const counts = this.#slots[slot];
    if (counts === undefined) return;
    if (Number.isNaN(value)) counts.nowUnknown = true;
    else {
      counts.values += 1;
      counts.numbers.push(value);
    }
  }

  bounds(slot: number, element: number, low: number): void {
    this.number(slot, element, low);
  }

  truth(slot: number, element: number, value: number): void {
    this.text(slot, element, value === 1 ? undefined : String(value));
  }

  set(slot: number, element: number, values: readonly string[] | undefined): void {
    if (values === undefined) this.text(slot, element, undefined);
    else for (const value of values) this.text(slot, element, value);
  }

  done(): Statistics {
    const declarations = this.#declarations;
    const shares = (counts: ReadonlyMap<string, number>): ReadonlyMap<string, number> =>
      new Map([...counts].map(([value, count]) => [value, count / declarations]));
    return {
      declarations,
      slots: this.#slots.map((slot) => ({
        shares: shares(slot.counts),
        under: shares(slot.under),
        bounds: quantiles(slot.numbers),
        unknown: declarations === 0 ? 0 : slot.unknown / declarations,
        values: declarations === 0 ? 1 : slot.values / declarations,
      })),
    };
  }
}

function quantiles(numbers: readonly number[]): Float64Array {
  if (numbers.length === 0) return new Float64Array(0);
  const sorted = Float64Array.from(numbers).sort();
  const bounds: number[] = [];
  for (let bucket = 1; bucket < BUCKETS; bucket++) {
    const bound = sorted[Math.floor((bucket * sorted.length) / BUCKETS)] ?? 0;
    if (bounds.length === 0 || bound > (bounds.at(-1) ?? bound)) bounds.push(bound);
  }
  return Float64Array.from(bounds);
}

export function noStatistics(plan: IndexPlan): Statistics {
  return new StatisticsSink(plan, () => null).done();
}

/** Number of the bucket: how many bounds are at or below the value. */
export function bucketOf(bounds: Float64Array, value: number): number {
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bounds[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
