/**
 * Values that criteria speak of, as dense numbers: the dictionary of an index.
 *
 * A key is a domain and a text (`item.hs under` "6109", bucket "7" of a number, the list a value is in). Texts stand in one arena, the hash table
 * is flat, so a million criteria's dictionary is loaded by looking at memory, not by filling a `Map`, and threads share it. Who
 * was handed the arrays copies them before it adds; keys never change or go away, so what was written with them stays true.
 */
import { buffer, sharedWords } from "./growable.ts";

/** Key 0 holds in every declaration. */
export const ALWAYS = 0;

/** The arrays of a key space, for snapshots and other threads. `counts` is keys, characters. */
export interface KeyArrays {
  readonly counts: Int32Array;
  readonly domain: Int32Array;
  readonly start: Int32Array;
  readonly chars: Uint16Array;
  readonly table: Int32Array;
}

export function hashText(text: string, seed: number): number {
  let hash = 2166136261 ^ seed;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 16777619);
  }
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}

function ints(length: number): Int32Array {
  return new Int32Array(buffer(length * 4));
}

export class KeySpace {
  count = 1;
  domain: Int32Array;
  #start: Int32Array;
  #chars: Uint16Array;
  #table: Int32Array;
  #used = 0;
  /** Arrays that were handed over may be read, or added to, by others: whoever adds first copies them. */
  #isOwn: boolean;

  constructor(arrays?: KeyArrays) {
    this.domain = arrays?.domain ?? ints(1024);
    this.#start = arrays?.start ?? ints(1024);
    this.#chars = arrays?.chars ?? new Uint16Array(buffer(16384));
    this.#table = arrays?.table ?? ints(2048);
    this.#isOwn = arrays === undefined;
    if (arrays === undefined) {
      this.domain[ALWAYS] = -1;
    } else {
      this.count = arrays.counts[0] ?? 1;
      this.#used = arrays.counts[1] ?? 0;
    }
  }

  arrays(): KeyArrays {
    return {
      counts: Int32Array.of(this.count, this.#used),
      domain: this.domain,
      start: this.#start,
      chars: this.#chars,
      table: this.#table,
    };
  }

  get bytes(): number {
    return (
      this.domain.byteLength +
      this.#start.byteLength +
      this.#chars.byteLength +
      this.#table.byteLength
    );
  }

  /** 0 when no criterion speaks of it. */
  find(domain: number, text: string): number {
    const table = this.#table;
    const mask = table.length - 1;
    let at = hashText(text, domain) & mask;
    for (;;) {
      const key = table[at] ?? 0;
      if (key === 0) return 0;
      // Another thread may be adding keys to arrays this one reads: those are not of this version.
      if (key < this.count && this.domain[key] === domain && this.#isText(key, text)) return key;
      at = (at + 1) & mask;
    }
  }

  intern(domain: number, text: string): number {
    const known = this.find(domain, text);
    return known !== 0 ? known : this.#add(domain, text);
  }

  text(key: number): string {
    const from = this.#start[key] ?? 0;
    const until = this.#start[key + 1] ?? 0;
    return key === ALWAYS ? "" : String.fromCharCode(...this.#chars.subarray(from, until));
  }

  #isText(key: number, text: string): boolean {
    const from = this.#start[key] ?? 0;
    const until = this.#start[key + 1] ?? 0;
    if (until - from !== text.length) return false;
    for (let at = 0; at < text.length; at++) {
      if (this.#chars[from + at] !== text.charCodeAt(at)) return false;
    }
    return true;
  }

  #add(domain: number, text: string): number {
    if (!this.#isOwn) this.#copy();
    const key = this.count;
    if ((key + 1) * 2 > this.#table.length) this.#rehash();
    if (key + 2 > this.#start.length) {
      this.domain = grown(this.domain);
      this.#start = grown(this.#start);
    }
    while (this.#used + text.length > this.#chars.length) {
      const longer = new Uint16Array(buffer(this.#chars.byteLength * 2));
      longer.set(this.#chars);
      this.#chars = longer;
    }
    this.domain[key] = domain;
    this.#start[key] = this.#used;
    for (let at = 0; at < text.length; at++) this.#chars[this.#used + at] = text.charCodeAt(at);
    this.#used += text.length;
    this.#start[key + 1] = this.#used;
    this.count = key + 1;
    this.#place(this.#table, key, text);
    return key;
  }

  #copy(): void {
    this.domain = sharedWords(this.domain);
    this.#start = sharedWords(this.#start);
    this.#table = sharedWords(this.#table);
    const chars = new Uint16Array(buffer(this.#chars.byteLength));
    chars.set(this.#chars);
    this.#chars = chars;
    this.#isOwn = true;
  }

  #place(table: Int32Array, key: number, text: string): void {
    const mask = table.length - 1;
    let at = hashText(text, this.domain[key] ?? 0) & mask;
    while (table[at] !== 0) at = (at + 1) & mask;
    table[at] = key;
  }

  /** A new table; readers of the old one still find what they could find before. */
  #rehash(): void {
    const table = ints(this.#table.length * 2);
    for (let key = 1; key < this.count; key++) this.#place(table, key, this.text(key));
    this.#table = table;
  }
}

function grown(array: Int32Array): Int32Array {
  const longer = ints(array.length * 2);
  longer.set(array);
  return longer;
}
