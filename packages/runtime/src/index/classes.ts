/**
 * Classes of values: 26 bits a slot, by which most candidates are turned away before their condition is looked at.
 *
 * The twelve most frequent values of a slot have a class each, all others share thirteen by hash; numbers have their quantile; the last class
 * is "unknown", which no guard turns away. Comes in: plan and statistics. Derived from them alone, so every thread computes the same.
 */
import { hashText } from "./key-space.ts";
import type { IndexPlan, IndexSlot } from "./plan.ts";
import { bucketOf, CLASSES, type Statistics, UNKNOWN_CLASS } from "./statistics.ts";

/** A guard word names its field in six bits; the last stands for "always". */
export const FIELDS = 63;
export const ALWAYS_FIELD = 63;
export const ALL_CLASSES = (1 << CLASSES) - 1;
/** Guard word that turns nothing away. */
export const NO_GUARD = (ALWAYS_FIELD << CLASSES) | 1;

const TOP = 12;
const HASHED = UNKNOWN_CLASS - TOP;

export class Classes {
  /** By slot: its field, −1 for slots beyond the fields there are. */
  readonly field: Int32Array;
  readonly #slots: readonly IndexSlot[];
  readonly #top: ReadonlyMap<string, number>[];
  readonly #bounds: readonly Float64Array[];
  /** Values of the slot in a declaration, on average. */
  readonly #values: readonly number[];
  /** Share of declarations that have the class, by slot × CLASSES. */
  readonly #shares: Float64Array;

  constructor(plan: IndexPlan, statistics: Statistics) {
    this.#slots = plan.slots;
    this.field = Int32Array.from(plan.slots, (_, slot) => (slot < FIELDS ? slot : -1));
    this.#bounds = statistics.slots.map(({ bounds }) => bounds);
    this.#shares = new Float64Array(plan.slots.length * CLASSES);
    this.#top = plan.slots.map((slot, number) => {
      const seen = statistics.slots[number];
      const length = cutOf(slot);
      const shares = new Map<string, number>();
      for (const [value, share] of (length > 0 ? seen?.under : seen?.shares) ?? []) {
        if (length === 0 || value.length === length) shares.set(value, share);
      }
      const sorted = [...shares].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
      return new Map(sorted.slice(0, TOP).map(([value], index) => [value, index]));
    });
    this.#values = statistics.slots.map(({ values }) => Math.max(1, values));
    this.#countShares(statistics);
  }

  #countShares(statistics: Statistics): void {
    statistics.slots.forEach(({ shares, bounds, values, unknown }, slot) => {
      const at = slot * CLASSES;
      const put = (of: number, share: number): void => {
        this.#shares[at + of] = Math.min(1, (this.#shares[at + of] ?? 0) + share);
      };
      if (statistics.declarations === 0) this.#shares.fill(0.5, at, at + CLASSES);
      for (const [value, share] of shares) put(this.ofText(slot, value), share);
      const each = 1 - (1 - 1 / (bounds.length + 1)) ** Math.max(1, values);
      if (bounds.length > 0) for (let of = 0; of <= bounds.length; of++) put(of, each);
      put(UNKNOWN_CLASS, unknown);
    });
  }

  /** Class of a text; of a levelled code that of its heading, so that a code and what lies below it agree. */
  ofText(slot: number, value: string): number {
    const length = cutOf(this.#slots[slot]);
    const text = length > 0 ? value.slice(0, length) : value;
    return this.#top[slot]?.get(text) ?? TOP + (hashText(text, 97) % HASHED);
  }

  ofNumber(slot: number, value: number): number {
    return bucketOf(this.#bounds[slot] ?? noBounds, value);
  }

  /** Can a guard tell what lies below this code? Not when it is shorter than a heading. */
  tellsBelow(slot: number, code: string): boolean {
    return code.length >= cutOf(this.#slots[slot]);
  }

  boundsOf(slot: number): Float64Array {
    return this.#bounds[slot] ?? noBounds;
  }

  /**
   * Expected share of declarations a guard lets pass; with `ofElement` of single elements, as where the candidate was found by a key that one element
   * has.
   */
  share(slot: number, mask: number, ofElement = false): number {
    const values = ofElement ? (this.#values[slot] ?? 1) : 1;
    let sum = 0;
    for (let of = 0; of < CLASSES; of++) {
      if (((mask >>> of) & 1) === 0 && of !== UNKNOWN_CLASS) continue;
      const share = this.#shares[slot * CLASSES + of] ?? 0;
      sum += values > 1 ? 1 - (1 - share) ** (1 / values) : share;
    }
    return Math.min(1, sum);
  }
}

const noBounds = new Float64Array(0);

/** Digits of a levelled code that its class looks at: the second level (the heading of HS); 0 for anything else. */
function cutOf(slot: IndexSlot | undefined): number {
  return slot?.levels[1] ?? slot?.levels[0] ?? 0;
}
