/**
 * Texts in, small numbers out: equal texts have one number, and each text is kept once.
 *
 * Grows by doubling; the hash table is for filling only and is not part of what `arrays` gives. Nothing is ever taken out.
 */
import { hashText, isTextAt, mostBytes, room, slotOf, writeText } from "./bytes.ts";

/** Texts by number: text n is `bytes` from `start[n]` up to `start[n + 1]`. */
export interface TextArrays {
  readonly start: Uint32Array;
  readonly bytes: Uint8Array;
}

/** LIMIT (text bytes): places in the bytes are 32-bit numbers. */
const MAX_BYTES = 0xffff_ffff;

export class Interner {
  #bytes = new Uint8Array(1 << 12);
  #end = 0;
  #start = new Uint32Array(1 << 8);
  #count = 0;
  #hashes = new Uint32Array(1 << 8);
  /** Number + 1 by slot, 0 when free. At most half full, so a search is short. */
  #slots = new Int32Array(1 << 9);

  get count(): number {
    return this.#count;
  }

  /** The number of a text, a new one when it was not seen before. */
  intern(text: string): number {
    const hash = hashText(text);
    let slot = this.#slotFor(text, hash);
    const known = this.#slots[slot] ?? 0;
    if (known > 0) return known - 1;
    this.#makeRoom(mostBytes(text));
    if (this.#count * 2 >= this.#slots.length) {
      this.#rehash();
      slot = this.#slotFor(text, hash);
    }
    this.#hashes[this.#count] = hash;
    this.#end = writeText(text, this.#bytes, this.#end);
    this.#slots[slot] = ++this.#count;
    this.#start[this.#count] = this.#end;
    return this.#count - 1;
  }

  /** An exact copy of the texts. */
  arrays(shared: boolean): TextArrays {
    const start = new Uint32Array(room((this.#count + 1) * 4, shared));
    start.set(this.#start.subarray(0, this.#count + 1));
    const bytes = new Uint8Array(room(this.#end, shared));
    bytes.set(this.#bytes.subarray(0, this.#end));
    return { start, bytes };
  }

  /** The slot of a text, or the free one where it belongs. */
  #slotFor(text: string, hash: number): number {
    let slot = slotOf(hash, this.#slots.length);
    for (;;) {
      const number = (this.#slots[slot] ?? 0) - 1;
      if (number < 0) return slot;
      if (this.#hashes[number] === hash && this.#is(text, number)) return slot;
      slot = slot + 1 === this.#slots.length ? 0 : slot + 1;
    }
  }

  #is(text: string, number: number): boolean {
    return isTextAt(text, this.#bytes, this.#start[number] ?? 0, this.#start[number + 1] ?? 0);
  }

  #makeRoom(more: number): void {
    const needed = this.#end + more;
    if (needed > this.#bytes.length) {
      if (needed > MAX_BYTES) throw new RangeError("text bytes: more than 4 GB of distinct cells");
      const longer = new Uint8Array(Math.min(MAX_BYTES, Math.max(needed, this.#bytes.length * 2)));
      longer.set(this.#bytes);
      this.#bytes = longer;
    }
    if (this.#count + 2 > this.#start.length) {
      const longer = new Uint32Array(this.#start.length * 2);
      longer.set(this.#start);
      this.#start = longer;
      const hashes = new Uint32Array(longer.length);
      hashes.set(this.#hashes);
      this.#hashes = hashes;
    }
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    for (let number = 0; number < this.#count; number += 1) {
      let slot = slotOf(this.#hashes[number] ?? 0, this.#slots.length);
      while ((this.#slots[slot] ?? 0) > 0) slot = slot + 1 === this.#slots.length ? 0 : slot + 1;
      this.#slots[slot] = number + 1;
    }
  }
}
