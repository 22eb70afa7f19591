/**
 * One declaration, encoded for the index: which keys hold for which elements, classes by slot, numbers, what is unknown.
 *
 * Takes the values the emitted encoder tells (`SlotSink`) and keeps them as masks of 32 elements; longer lists go on in further chunks. Cleared by
 * undoing what was set, so its cost follows the declaration, not the index.
 */
import type { ListBinding } from "@luong/spec";
import { bucketText, PRESENT_TEXT, UNKNOWN_TEXT } from "./choose.ts";
import { type Classes, FIELDS } from "./classes.ts";
import type { Domains } from "./domains.ts";
import type { KeySpace } from "./key-space.ts";
import { type IndexPlan, NOW_SLOT, type SlotSink } from "./plan.ts";
import { codesAbove, type ParentOf, UNKNOWN_CLASS } from "./statistics.ts";

/** Elements whose own classes are kept; beyond, an element is judged by the classes of all. */
const ELEMENTS_CLASSED = 32;
const CLASS_ROW = 64;
/** Values of a slot whose keys are remembered. */
const MEMO_MAX = 100_000;

export interface FactsContext {
  readonly plan: IndexPlan;
  readonly domains: Domains;
  readonly classes: Classes;
  readonly parentOf: ParentOf;
  readonly list: (name: string) => ListBinding | undefined;
}

interface MemberSlot {
  readonly domain: number;
  readonly binding: ListBinding | undefined;
  readonly key: number;
}

/** One less than a power of two: buckets are found in five steps that are all alike. */
const LADDER = 31;

/** As `bucketOf`, over bounds filled up to `LADDER`. */
function quickBucket(ladder: Float64Array, value: number): number {
  let at = (ladder[15] as number) <= value ? 16 : 0;
  if ((ladder[at + 7] as number) <= value) at += 8;
  if ((ladder[at + 3] as number) <= value) at += 4;
  if ((ladder[at + 1] as number) <= value) at += 2;
  return (ladder[at] as number) <= value ? at + 1 : at;
}

/** All of one slot that encoding needs, in one monomorphic object. */
class SlotState {
  readonly slot: number;
  readonly collection: number;
  readonly field: number;
  readonly under: number;
  /** Row of classes of element 0; −1 for the declaration. */
  readonly firstRow: number;
  /** Value → key << 5 | class when it has one key at most, else −1 − its place in `lists`. */
  readonly memo = new Map<string, number>();
  members: readonly MemberSlot[] = [];
  presentKey = 0;
  /** Lists or presence are asked of every value. */
  asksMore = false;
  /** By bucket, 0 where no entry asks. Null when none does. */
  bucketKeys: Int32Array | null = null;
  readonly bounds: Float64Array;
  /** The bounds, filled up to 31 with infinity. */
  readonly ladder: Float64Array;
  /** Place of the class word of element 0, and of the first number. */
  readonly numbers: number;

  constructor(parts: {
    readonly slot: number;
    readonly collection: number;
    readonly field: number;
    readonly under: number;
    readonly bounds: Float64Array;
    readonly numbers: number;
  }) {
    this.slot = parts.slot;
    this.collection = parts.collection;
    this.field = parts.field;
    this.under = parts.under;
    this.firstRow =
      parts.collection < 0 ? -1 : (1 + parts.collection * ELEMENTS_CLASSED) * CLASS_ROW;
    this.bounds = parts.bounds;
    this.ladder = new Float64Array(LADDER).fill(Number.POSITIVE_INFINITY);
    this.ladder.set(parts.bounds);
    this.numbers = parts.numbers;
  }
}

export class Facts implements SlotSink {
  readonly context: FactsContext;
  keys: KeySpace;
  /** By chunk × `stride` + key: elements for which it holds; all bits for keys of the declaration. */
  masks: Int32Array;
  /** Distance between chunks in `masks`. */
  stride: number;
  /** By key, one bit: does it hold anywhere? Small enough to stay in the first cache. */
  bits: Int32Array;
  active = new Int32Array(4096);
  activeCount = 0;
  chunks = 1;
  /** By collection: −1 absent, else elements. */
  readonly counts: Int32Array;
  /** By chunk × collections + collection: the elements there are. */
  present: Int32Array;
  /** By chunk × domains + domain: elements for which it is unknown. */
  unknown: Int32Array;
  /** Something is unknown, or only known approximately. */
  anyUnknown = false;
  /** Rows of CLASS_ROW classes: of the declaration with all elements, then of each element by collection. */
  readonly rows: Int32Array;
  readonly #rowReady: Uint8Array;
  low: Float64Array;
  high: Float64Array;
  /** By slot: place of its first number. */
  readonly numberAt: Int32Array;
  now = 0;
  /** By domain: collection its slot belongs to, −1 for the declaration; one more place for the key that always holds. */
  readonly collectionOf: Int32Array;
  readonly #slots: SlotState[];
  readonly #nowSlot: number;
  readonly #domainCount: number;
  readonly #collections: number;
  /** Fields of slots of each collection, and of everything else. */
  readonly #otherFields: readonly Int32Array[];
  readonly #approximate: boolean;
  /** What values with several keys have: [class, keys, then those keys, then 1 when what is above is not known]. */
  #several: number[] = [];
  readonly #touchedUnknown: number[] = [];

  constructor(keys: KeySpace, context: FactsContext) {
    const { plan, domains, classes } = context;
    this.context = context;
    this.keys = keys;
    this.stride = keys.count + 1;
    this.masks = new Int32Array(this.stride);
    this.bits = new Int32Array((keys.count >> 5) + 2);
    this.counts = new Int32Array(plan.collections.length);
    this.#collections = plan.collections.length;
    this.#domainCount = domains.all.length;
    this.present = new Int32Array(this.#collections);
    this.unknown = new Int32Array(this.#domainCount);
    this.rows = new Int32Array(CLASS_ROW * (1 + this.#collections * ELEMENTS_CLASSED));
    this.#rowReady = new Uint8Array(1 + this.#collections * ELEMENTS_CLASSED);
    this.#approximate = plan.slots.some(({ form }) => form === "approximate");
    this.numberAt = new Int32Array(plan.slots.length);
    this.#nowSlot = plan.slots.findIndex(({ name }) => name === NOW_SLOT);
    let numbers = 0;
    this.#slots = plan.slots.map((declared, slot) => {
      this.numberAt[slot] = numbers;
      const isNumber = declared.form === "number" || declared.form === "approximate";
      const max = plan.collections[declared.collection]?.max ?? 1;
      if (isNumber) numbers += declared.collection < 0 ? 1 : max;
      return new SlotState({
        slot,
        collection: declared.collection,
        field: classes.field[slot] ?? -1,
        under: domains.under[slot] ?? -1,
        bounds: classes.boundsOf(slot),
        numbers: this.numberAt[slot] ?? 0,
      });
    });
    this.collectionOf = Int32Array.from(
      domains.all,
      ({ slot }) => plan.slots[slot]?.collection ?? -1,
    );
    this.low = new Float64Array(numbers);
    this.high = new Float64Array(numbers);
    this.#otherFields = plan.collections.map((_, collection) =>
      Int32Array.from(
        this.#slots.filter((each) => each.collection !== collection && each.field >= 0),
        ({ field }) => field,
      ),
    );
    this.rebind();
  }

  /** After keys were added, or lists swapped: what was remembered of values may no longer be so. */
  rebind(keys: KeySpace = this.keys): void {
    const { domains, list } = this.context;
    this.keys = keys;
    if (keys.count + 1 > this.stride) {
      this.stride = keys.count + 1 + (keys.count >> 4);
      this.masks = new Int32Array(this.stride * Math.max(1, this.masks.length / this.stride));
      this.bits = new Int32Array((this.stride >> 5) + 2);
    }
    this.#several = [];
    for (const state of this.#slots) {
      state.memo.clear();
      state.presentKey = keys.find(state.slot, PRESENT_TEXT);
      state.members = (domains.members[state.slot] ?? []).map((asked) => {
        return {
          domain: asked.domain,
          binding: list(asked.list),
          key: keys.find(asked.domain, ""),
        };
      });
      state.asksMore = state.members.length > 0 || state.presentKey !== 0;
      const buckets = Array.from({ length: state.bounds.length + 1 }, (_, bucket) =>
        keys.find(state.slot, bucketText(bucket)),
      );
      state.bucketKeys = buckets.some((key) => key !== 0) ? Int32Array.from(buckets) : null;
    }
  }

  /* ------------------------------------------------------------------ one declaration */

  begin(now: number): void {
    this.clear();
    this.now = now;
    this.anyUnknown = this.#approximate;
    this.rows.fill(0, 0, CLASS_ROW);
    this.rows[FIELDS] = 1;
    this.chunks = 1;
    if (this.#nowSlot >= 0) this.number(this.#nowSlot, 0, now);
  }

  clear(): void {
    const { masks, bits, active, stride } = this;
    for (let at = 0; at < this.activeCount; at++) {
      const key = active[at] ?? 0;
      masks[key] = 0;
      bits[key >>> 5] = 0;
      for (let chunk = 1; chunk < this.chunks; chunk++) masks[chunk * stride + key] = 0;
    }
    this.activeCount = 0;
    for (const at of this.#touchedUnknown) this.unknown[at] = 0;
    this.#touchedUnknown.length = 0;
  }

  /** After all slots were told. */
  end(): void {
    if (this.chunks === 1) return;
    // What holds for the declaration holds in every chunk.
    const { masks, stride } = this;
    for (let at = 0; at < this.activeCount; at++) {
      const key = this.active[at] ?? 0;
      const slot = this.context.domains.all[this.keys.domain[key] ?? -1]?.slot ?? -1;
      if (this.#slots[slot]?.collection !== -1) continue;
      for (let chunk = 1; chunk < this.chunks; chunk++) masks[chunk * stride + key] = -1;
    }
    for (let domain = 0; domain < this.#domainCount; domain++) {
      const slot = this.context.domains.all[domain]?.slot ?? -1;
      if (this.#slots[slot]?.collection !== -1 || this.unknown[domain] !== -1) continue;
      for (let chunk = 1; chunk < this.chunks; chunk++) {
        this.unknown[chunk * this.#domainCount + domain] = -1;
        this.#touchedUnknown.push(chunk * this.#domainCount + domain);
      }
    }
  }

  count(collection: number, elements: number): void {
    this.counts[collection] = elements;
    const needed = Math.max(1, (elements + 31) >> 5);
    if (needed > this.chunks) this.#moreChunks(needed);
    for (let chunk = 0; chunk < this.chunks; chunk++) {
      const left = elements - chunk * 32;
      this.present[chunk * this.#collections + collection] =
        left <= 0 ? 0 : left >= 32 ? -1 : (1 << left) - 1;
    }
    if (elements > 0 && elements <= ELEMENTS_CLASSED) this.#freshRows(collection, elements);
    if (elements < 0) this.#absent(collection);
  }

  #moreChunks(needed: number): void {
    const before = this.chunks;
    this.chunks = needed;
    if (this.masks.length < needed * this.stride) {
      const masks = new Int32Array(needed * this.stride);
      masks.set(this.masks);
      this.masks = masks;
    }
    if (this.present.length < needed * this.#collections) {
      const present = new Int32Array(needed * this.#collections);
      present.set(this.present);
      this.present = present;
      const unknown = new Int32Array(needed * this.#domainCount);
      unknown.set(this.unknown);
      this.unknown = unknown;
    }
    // Shorter lists told before have nothing there.
    this.present.fill(0, before * this.#collections, needed * this.#collections);
  }

  #freshRows(collection: number, elements: number): void {
    const from = this.rowOf(collection, 0);
    this.rows.fill(0, from, from + elements * CLASS_ROW);
    const first = 1 + collection * ELEMENTS_CLASSED;
    this.#rowReady.fill(0, first, first + elements);
  }

  rowOf(collection: number, element: number): number {
    return (1 + collection * ELEMENTS_CLASSED + element) * CLASS_ROW;
  }

  /** Classes of the declaration and of this element alone; those of other lists are those of all their elements. */
  classRow(collection: number, element: number): number {
    const number = 1 + collection * ELEMENTS_CLASSED + element;
    const row = number * CLASS_ROW;
    if (this.#rowReady[number] === 0) {
      const { rows } = this;
      for (const field of this.#otherFields[collection] ?? noFields) {
        rows[row + field] = rows[field] ?? 0;
      }
      rows[row + FIELDS] = 1;
      this.#rowReady[number] = 1;
    }
    return row;
  }

  /** Every slot of a list that is not there is unknown: entries found by it are looked at. */
  #absent(collection: number): void {
    this.anyUnknown = true;
    for (const state of this.#slots) {
      if (state.collection !== collection) continue;
      if (state.field >= 0) this.#class(state.field, 1 << UNKNOWN_CLASS);
      this.#activateUnknown(state.slot, 0, -1);
      if (state.under >= 0) this.#activateUnknown(state.under, 0, -1);
      for (const { domain } of state.members) this.#activateUnknown(domain, 0, -1);
    }
  }

  #class(field: number, bits: number): void {
    this.rows[field] = (this.rows[field] ?? 0) | bits;
  }

  /* ------------------------------------------------------------------ values */

  #activate(key: number, element: number, mask: number): void {
    const at = element < 32 ? key : (element >>> 5) * this.stride + key;
    const { masks, bits } = this;
    const before = masks[at] as number;
    masks[at] = before | mask;
    if (before !== 0) return;
    const bit = 1 << (key & 31);
    const word = bits[key >>> 5] as number;
    if ((word & bit) !== 0) return;
    bits[key >>> 5] = word | bit;
    if (this.activeCount === this.active.length) {
      const longer = new Int32Array(this.active.length * 2);
      longer.set(this.active);
      this.active = longer;
    }
    this.active[this.activeCount++] = key;
  }

  #activateUnknown(domain: number, element: number, mask: number): void {
    this.anyUnknown = true;
    const at = (element >>> 5) * this.#domainCount + domain;
    const before = this.unknown[at] ?? 0;
    this.unknown[at] = before | mask;
    if (before === 0) this.#touchedUnknown.push(at);
    const key = this.keys.find(domain, UNKNOWN_TEXT);
    if (key !== 0) this.#activate(key, element, mask);
  }

  #unknownValue(state: SlotState, element: number, mask: number): void {
    this.#classOf(state, element, 1 << UNKNOWN_CLASS);
    this.#activateUnknown(state.slot, element, mask);
    if (state.under >= 0) this.#activateUnknown(state.under, element, mask);
    for (const { domain } of state.members) this.#activateUnknown(domain, element, mask);
  }

  #classOf(state: SlotState, element: number, bits: number): void {
    const { field, firstRow } = state;
    if (field < 0) return;
    const { rows } = this;
    rows[field] = (rows[field] as number) | bits;
    if (firstRow < 0 || element >= ELEMENTS_CLASSED) return;
    const at = firstRow + element * CLASS_ROW + field;
    rows[at] = (rows[at] as number) | bits;
  }

  text(slot: number, element: number, value: string | undefined): void {
    const state = this.#slots[slot] as SlotState;
    const mask = state.collection < 0 ? -1 : 1 << (element & 31);
    if (value === undefined) this.#unknownValue(state, element, mask);
    else this.#value(state, element, mask, value);
  }

  #value(state: SlotState, element: number, mask: number, value: string): void {
    const known = state.memo.get(value) ?? this.#learn(state, value);
    if (known >= 0) {
      this.#classOf(state, element, 1 << (known & 31));
      if (known > 31) this.#activate(known >>> 5, element, mask);
    } else this.#severalKeys(state, -1 - known, element, mask);
    if (state.asksMore) this.#askMore(state, value, element, mask);
  }

  #askMore(state: SlotState, value: string, element: number, mask: number): void {
    if (state.members.length > 0) this.#askLists(state, value, element, mask);
    if (state.presentKey !== 0) this.#activate(state.presentKey, element, mask);
  }

  #severalKeys(state: SlotState, at: number, element: number, mask: number): void {
    const several = this.#several;
    this.#classOf(state, element, several[at] ?? 0);
    const count = several[at + 1] ?? 0;
    for (let place = at + 2; place < at + 2 + count; place++) {
      this.#activate(several[place] ?? 0, element, mask);
    }
    if (several[at + 2 + count] === 1) this.#activateUnknown(state.under, element, mask);
  }

  /** Finds the keys of a value and remembers them. */
  #learn(state: SlotState, value: string): number {
    const { classes, plan, parentOf } = this.context;
    const { keys } = this;
    if (state.memo.size >= MEMO_MAX) state.memo.clear();
    const key = keys.find(state.slot, value);
    const declared = plan.slots[state.slot];
    const ofClass = classes.ofText(state.slot, value);
    let known = (key << 5) | ofClass;
    if (declared !== undefined && state.under >= 0) {
      const above = codesAbove(declared, value, parentOf);
      const found = above.codes
        .map((code) => keys.find(state.under, code))
        .filter((each) => each !== 0);
      let bits = (1 << ofClass) | (above.complete ? 0 : 1 << UNKNOWN_CLASS);
      // In a tree a guard names the class of the code above.
      if (declared.tree !== null)
        for (const code of above.codes) bits |= 1 << classes.ofText(state.slot, code);
      const all = key === 0 ? found : [key, ...found];
      const at = this.#several.length;
      this.#several.push(bits, all.length, ...all, above.complete ? 0 : 1);
      known = -1 - at;
    }
    state.memo.set(value, known);
    return known;
  }

  #askLists(state: SlotState, value: string, element: number, mask: number): void {
    for (const { binding, key, domain } of state.members) {
      if (binding === undefined) this.#activateUnknown(domain, element, mask);
      else if (key !== 0 && binding.has(value, this.now)) this.#activate(key, element, mask);
    }
  }

  number(slot: number, element: number, value: number): void {
    this.bounds(slot, element, value, value);
  }

  bounds(slot: number, element: number, low: number, high: number): void {
    const state = this.#slots[slot] as SlotState;
    const at = state.numbers + element;
    this.low[at] = low;
    this.high[at] = high;
    const mask = state.collection < 0 ? -1 : 1 << (element & 31);
    if (Number.isNaN(low)) {
      this.#unknownValue(state, element, mask);
      return;
    }
    const bucket = quickBucket(state.ladder, low);
    this.#classOf(state, element, 1 << bucket);
    if (state.bucketKeys !== null) {
      const key = state.bucketKeys[bucket] as number;
      if (key !== 0) this.#activate(key, element, mask);
    }
    if (state.presentKey !== 0) this.#activate(state.presentKey, element, mask);
  }

  truth(slot: number, element: number, value: number): void {
    this.text(slot, element, value === 1 ? undefined : value === 2 ? "2" : "0");
  }

  set(slot: number, element: number, values: readonly string[] | undefined): void {
    const state = this.#slots[slot];
    if (state === undefined) return;
    const mask = state.collection < 0 ? -1 : 1 << (element & 31);
    if (values === undefined) {
      this.#unknownValue(state, element, mask);
      return;
    }
    for (const value of values) this.#value(state, element, mask, value);
    if (state.presentKey !== 0) this.#activate(state.presentKey, element, mask);
  }
}

const noFields = new Int32Array(0);
