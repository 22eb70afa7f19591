/**
 * Texts by number and numbers by text, in flat memory: keys, identities, words of columns.
 *
 * Equal texts have one number, numbers count from 0 in the order texts came. Nothing is ever taken out.
 */
import { hashText, isTextAt, mostBytes, readText, slotOf, writeText } from "../../rows/bytes.ts";

/** LIMIT (text bytes): places in the bytes are 32-bit numbers. */
const MAX_BYTES = 0xffff_ffff;
/** Slots are filled to three fifths at most. */
const FULL = 0.6;

export class TextTable {
  #bytes = new Uint8Array(64);
  #starts = new Uint32Array(8);
  #hashes = new Uint32Array(8);
  /** Number + 1 by slot, 0 when free. */
  #slots = new Uint32Array(16);
  #count = 0;
  /** The number found last: the same text is often asked for again. */
  #lastText = "";
  #lastNumber = -1;

  get count(): number {
    return this.#count;
  }

  get bytes(): number {
    const { byteLength } = this.#bytes;
    return byteLength + this.#starts.byteLength + this.#hashes.byteLength + this.#slots.byteLength;
  }

  /** −1 when the text is not there. */
  find(text: string): number {
    if (this.#lastNumber >= 0 && text === this.#lastText) return this.#lastNumber;
    const number = (this.#slots[this.#slotFor(text, hashText(text))] ?? 0) - 1;
    if (number >= 0) {
      this.#lastText = text;
      this.#lastNumber = number;
    }
    return number;
  }

  /** The number of a text, a new one when it was not there. */
  add(text: string): number {
    if (this.#lastNumber >= 0 && text === this.#lastText) return this.#lastNumber;
    const hash = hashText(text);
    let slot = this.#slotFor(text, hash);
    let number = (this.#slots[slot] ?? 0) - 1;
    if (number < 0) {
      if (this.#count + 1 > this.#slots.length * FULL) {
        this.#rehash();
        slot = this.#slotFor(text, hash);
      }
      number = this.#append(text, hash);
      this.#slots[slot] = number + 1;
    }
    this.#lastText = text;
    this.#lastNumber = number;
    return number;
  }

  /** The text of a number that was given out. */
  text(number: number): string {
    return readText(this.#bytes, this.#starts[number] ?? 0, this.#starts[number + 1] ?? 0);
  }

  #append(text: string, hash: number): number {
    const number = this.#count;
    this.#makeRoom(mostBytes(text));
    this.#hashes[number] = hash;
    this.#starts[number + 1] = writeText(text, this.#bytes, this.#starts[number] ?? 0);
    this.#count += 1;
    return number;
  }

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
    return isTextAt(text, this.#bytes, this.#starts[number] ?? 0, this.#starts[number + 1] ?? 0);
  }

  #makeRoom(more: number): void {
    const needed = (this.#starts[this.#count] ?? 0) + more;
    if (needed > this.#bytes.length) {
      if (needed > MAX_BYTES) throw new RangeError("text bytes: more than 4 GB of distinct texts");
      const length = Math.min(MAX_BYTES, Math.max(needed, Math.ceil(this.#bytes.length * 1.5)));
      const longer = new Uint8Array(length);
      longer.set(this.#bytes);
      this.#bytes = longer;
    }
    if (this.#count + 2 > this.#starts.length) {
      const length = Math.ceil(this.#starts.length * 1.5);
      const starts = new Uint32Array(length);
      starts.set(this.#starts);
      this.#starts = starts;
      const hashes = new Uint32Array(length);
      hashes.set(this.#hashes);
      this.#hashes = hashes;
    }
  }

  #rehash(): void {
    const slots = new Uint32Array(Math.ceil(this.#slots.length * 1.6));
    for (let number = 0; number < this.#count; number += 1) {
      let slot = slotOf(this.#hashes[number] ?? 0, slots.length);
      while (slots[slot] !== 0) slot = slot + 1 === slots.length ? 0 : slot + 1;
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }
}
