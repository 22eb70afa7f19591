/**
 * A set of millions of texts in flat memory, with or without the periods in which each is a member.
 *
 * Texts come in one by one, in any order, and are compared unit by unit: who wants NFC gives NFC. A finished set never changes; its arrays may lie on shared
 * memory, be sent to a worker or be written to a file. About seven bytes a key beside its own.
 */
import { hashText, isTextAt, mostBytes, readText, room, slotOf, writeText } from "../rows/bytes.ts";

export interface SetPeriods {
  /** Number of the key by slot, in the order of `bytes`. */
  readonly key: Int32Array;
  /** Periods of key k: `ends[2 * start[k]]` up to `ends[2 * start[k + 1]]`. */
  readonly start: Int32Array;
  /** From and until of each period, ms since 1970 UTC, ±Infinity when open; ascending within a key. */
  readonly ends: Float64Array;
}

export interface SetArrays {
  readonly keys: number;
  /** Keys one after the other in the order they came: length, seven bits to a byte and the lowest first, then the text. */
  readonly bytes: Uint8Array;
  /** Place of a key in `bytes`, by slot. */
  readonly slots: Uint32Array;
  /** By slot: eight bits of the key's hash, never 0; 0 when free. Most texts that are no member are told by these alone. */
  readonly tags: Uint8Array;
  /** Null when membership has no periods. */
  readonly periods: SetPeriods | null;
}

/** Share of slots that are taken. */
const LOAD = 0.7;

function tagOf(hash: number): number {
  return hash & 0xff || 1;
}

export class FlatSet implements Iterable<string> {
  readonly size: number;
  readonly dated: boolean;
  readonly #arrays: SetArrays;

  private constructor(arrays: SetArrays) {
    this.#arrays = arrays;
    this.size = arrays.keys;
    this.dated = arrays.periods !== null;
  }

  static fromArrays(arrays: SetArrays): FlatSet {
    return new FlatSet(arrays);
  }

  /** A set without periods; on shared memory when `shared` and there is such memory. */
  static build(texts: Iterable<string>, shared = true): FlatSet {
    const builder = new FlatSetBuilder(false);
    for (const text of texts) builder.add(text);
    return builder.build(shared);
  }

  arrays(): SetArrays {
    return this.#arrays;
  }

  /** Of all arrays. */
  get bytes(): number {
    const { bytes, slots, tags, periods } = this.#arrays;
    const own = bytes.byteLength + slots.byteLength + tags.byteLength;
    if (periods === null) return own;
    return own + periods.key.byteLength + periods.start.byteLength + periods.ends.byteLength;
  }

  /** Is the text in the set, whatever the period? */
  has(text: string): boolean {
    return this.#slot(text) >= 0;
  }

  /** Is the text a member at `at`, ms since 1970 UTC? Periods are half open. */
  hasAt(text: string, at: number): boolean {
    const slot = this.#slot(text);
    if (slot < 0) return false;
    const { periods } = this.#arrays;
    return periods === null || isInForce(periods, periods.key[slot] ?? 0, at);
  }

  /** All texts, in the order they came. */
  *[Symbol.iterator](): Generator<string, void, undefined> {
    for (const { text } of this.#keys()) yield text;
  }

  /** Texts that are members at `at`, in the order they came. */
  *membersAt(at: number): Generator<string, void, undefined> {
    const { periods } = this.#arrays;
    for (const { text, key } of this.#keys()) {
      if (periods === null || isInForce(periods, key, at)) yield text;
    }
  }

  *#keys(): Generator<{ readonly text: string; readonly key: number }, void, undefined> {
    const { bytes } = this.#arrays;
    let key = 0;
    for (let at = 0; at < bytes.length; ) {
      const from = textStart(bytes, at);
      const until = from + lengthAt(bytes, at);
      yield { text: readText(bytes, from, until), key };
      key += 1;
      at = until;
    }
  }

  /** The slot of a text, −1 when it is not there. */
  #slot(text: string): number {
    const { bytes, slots, tags } = this.#arrays;
    if (slots.length === 0) return -1;
    const hash = hashText(text);
    const tag = tagOf(hash);
    let slot = slotOf(hash, slots.length);
    for (let found = tags[slot] ?? 0; found !== 0; found = tags[slot] ?? 0) {
      if (found === tag) {
        const at = slots[slot] ?? 0;
        const from = textStart(bytes, at);
        if (isTextAt(text, bytes, from, from + lengthAt(bytes, at))) return slot;
      }
      slot = slot + 1 === slots.length ? 0 : slot + 1;
    }
    return -1;
  }
}

function isInForce({ start, ends }: SetPeriods, key: number, at: number): boolean {
  const last = start[key + 1] ?? 0;
  for (let period = start[key] ?? 0; period < last; period += 1) {
    if ((ends[2 * period] ?? 0) > at) return false;
    if (at < (ends[2 * period + 1] ?? 0)) return true;
  }
  return false;
}

/** Length in bytes of the text whose record begins at `at`. */
function lengthAt(bytes: Uint8Array, at: number): number {
  let length = 0;
  let factor = 1;
  for (let place = at; ; place += 1) {
    const byte = bytes[place] ?? 0;
    length += (byte & 0x7f) * factor;
    if (byte < 0x80) return length;
    factor *= 0x80;
  }
}

function textStart(bytes: Uint8Array, at: number): number {
  let place = at;
  while ((bytes[place] ?? 0) >= 0x80) place += 1;
  return place + 1;
}

function writeLength(length: number, bytes: Uint8Array, at: number): number {
  let [place, rest] = [at, length];
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes[place++] = (rest & 0x7f) | 0x80;
  bytes[place] = rest;
  return place + 1;
}

/** LIMIT (set bytes): places in the bytes are 32-bit numbers. */
const MAX_BYTES = 0xffff_ffff;
/** A length of less than 2^35. */
const MOST_LENGTH_BYTES = 5;

/** Takes texts; grows by doubling. A text that comes again is one key, whose periods add up. */
export class FlatSetBuilder {
  readonly #dated: boolean;
  #bytes = new Uint8Array(1 << 12);
  #end = 0;
  #count = 0;
  /** By key. */
  #places = new Uint32Array(1 << 8);
  #hashes = new Uint32Array(1 << 8);
  /** Key + 1 by slot, 0 when free; at most half full. */
  #slots = new Int32Array(1 << 9);
  /** Of each period: its key, and its ends. */
  #periodKeys = new Int32Array(1 << 8);
  #periodEnds = new Float64Array(1 << 9);
  #periods = 0;

  constructor(dated: boolean) {
    this.#dated = dated;
  }

  /** Distinct texts so far. */
  get size(): number {
    return this.#count;
  }

  /** ms since 1970 UTC, half open; a set without periods passes them over. */
  add(text: string, from = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY): void {
    const key = this.#keyOf(text);
    if (!this.#dated) return;
    if (this.#periods === this.#periodKeys.length) {
      this.#periodKeys = longer(this.#periodKeys, new Int32Array(this.#periods * 2));
      this.#periodEnds = longer(this.#periodEnds, new Float64Array(this.#periods * 4));
    }
    this.#periodKeys[this.#periods] = key;
    this.#periodEnds[2 * this.#periods] = from;
    this.#periodEnds[2 * this.#periods + 1] = until;
    this.#periods += 1;
  }

  /** The set, on shared memory when `shared` and there is such memory. The builder is not to be used again. */
  build(shared: boolean): FlatSet {
    const count = this.#count;
    const bytes = new Uint8Array(room(this.#end, shared));
    bytes.set(this.#bytes.subarray(0, this.#end));
    const length = Math.ceil(count / LOAD) + (count > 0 ? 1 : 0);
    const slots = new Uint32Array(room(length * 4, shared));
    const tags = new Uint8Array(room(length, shared));
    const keys = this.#dated ? new Int32Array(room(length * 4, shared)) : null;
    for (let key = 0; key < count; key += 1) {
      const hash = this.#hashes[key] ?? 0;
      let slot = slotOf(hash, length);
      while (tags[slot] !== 0) slot = slot + 1 === length ? 0 : slot + 1;
      tags[slot] = tagOf(hash);
      slots[slot] = this.#places[key] ?? 0;
      if (keys !== null) keys[slot] = key;
    }
    const periods = keys === null ? null : { key: keys, ...this.#sortedPeriods(shared) };
    return FlatSet.fromArrays({ keys: count, bytes, slots, tags, periods });
  }

  /** Periods by key, ascending within one. */
  #sortedPeriods(shared: boolean): Pick<SetPeriods, "start" | "ends"> {
    const start = new Int32Array(room((this.#count + 1) * 4, shared));
    for (let at = 0; at < this.#periods; at += 1) {
      const key = (this.#periodKeys[at] ?? 0) + 1;
      start[key] = (start[key] ?? 0) + 1;
    }
    for (let key = 0; key < this.#count; key += 1) {
      start[key + 1] = (start[key + 1] ?? 0) + (start[key] ?? 0);
    }
    const ends = new Float64Array(room(this.#periods * 16, shared));
    const next = start.slice();
    for (let at = 0; at < this.#periods; at += 1) {
      const key = this.#periodKeys[at] ?? 0;
      const from = this.#periodEnds[2 * at] ?? 0;
      let place = next[key] ?? 0;
      next[key] = place + 1;
      // Few periods belong to one key: each is put where it belongs among those before it.
      for (; place > (start[key] ?? 0) && (ends[2 * place - 2] ?? 0) > from; place -= 1) {
        ends.copyWithin(2 * place, 2 * place - 2, 2 * place);
      }
      ends[2 * place] = from;
      ends[2 * place + 1] = this.#periodEnds[2 * at + 1] ?? 0;
    }
    return { start, ends };
  }

  #keyOf(text: string): number {
    const hash = hashText(text);
    const slot = this.#slotFor(text, hash);
    const known = (this.#slots[slot] ?? 0) - 1;
    if (known >= 0) return known;
    const key = this.#count;
    this.#makeRoom(mostBytes(text) + MOST_LENGTH_BYTES);
    this.#places[key] = this.#end;
    this.#hashes[key] = hash;
    this.#write(text);
    this.#slots[slot] = key + 1;
    this.#count += 1;
    if (this.#count * 2 > this.#slots.length) this.#rehash();
    return key;
  }

  /** The length comes first, but is known last: the text is moved when its length took more than one byte. */
  #write(text: string): void {
    const at = this.#end;
    const until = writeText(text, this.#bytes, at + 1);
    const length = until - at - 1;
    if (length >= 0x80) {
      const from = writeLength(length, new Uint8Array(MOST_LENGTH_BYTES), 0) + at;
      this.#bytes.copyWithin(from, at + 1, until);
      this.#end = from + length;
    } else {
      this.#end = until;
    }
    writeLength(length, this.#bytes, at);
  }

  #slotFor(text: string, hash: number): number {
    let slot = slotOf(hash, this.#slots.length);
    for (;;) {
      const key = (this.#slots[slot] ?? 0) - 1;
      if (key < 0) return slot;
      if (this.#hashes[key] === hash) {
        const at = this.#places[key] ?? 0;
        const from = textStart(this.#bytes, at);
        if (isTextAt(text, this.#bytes, from, from + lengthAt(this.#bytes, at))) return slot;
      }
      slot = slot + 1 === this.#slots.length ? 0 : slot + 1;
    }
  }

  #makeRoom(more: number): void {
    const needed = this.#end + more;
    if (needed > this.#bytes.length) {
      if (needed > MAX_BYTES) throw new RangeError("set bytes: more than 4 GB of keys");
      const length = Math.min(MAX_BYTES, Math.max(needed, this.#bytes.length * 2));
      this.#bytes = longer(this.#bytes, new Uint8Array(length));
    }
    if (this.#count === this.#places.length) {
      this.#places = longer(this.#places, new Uint32Array(this.#count * 2));
      this.#hashes = longer(this.#hashes, new Uint32Array(this.#count * 2));
    }
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    for (let key = 0; key < this.#count; key += 1) {
      let slot = slotOf(this.#hashes[key] ?? 0, slots.length);
      while (slots[slot] !== 0) slot = slot + 1 === slots.length ? 0 : slot + 1;
      slots[slot] = key + 1;
    }
    this.#slots = slots;
  }
}

function longer<T extends Uint8Array | Uint32Array | Int32Array | Float64Array>(
  old: T,
  fresh: T,
): T {
  fresh.set(old);
  return fresh;
}
