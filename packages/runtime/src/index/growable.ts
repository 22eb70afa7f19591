/**
 * A typed array of 32-bit words that grows, for the builder: amortised push, then one exact copy on shared memory where that exists.
 *
 * Nothing here is used while declarations are decided.
 */

export class Words {
  data: Int32Array;
  length = 0;

  constructor(room = 1024) {
    this.data = new Int32Array(room);
  }

  push(word: number): void {
    if (this.length === this.data.length) this.#grow(this.length + 1);
    this.data[this.length++] = word;
  }

  pushAll(words: Int32Array, from: number, until: number): void {
    const needed = this.length + until - from;
    if (needed > this.data.length) this.#grow(needed);
    this.data.set(words.subarray(from, until), this.length);
    this.length = needed;
  }

  #grow(needed: number): void {
    const longer = new Int32Array(Math.max(needed, this.data.length * 2));
    longer.set(this.data);
    this.data = longer;
  }

  /** Exactly as long as what was pushed. */
  done(): Int32Array {
    return sharedWords(this.data.subarray(0, this.length));
  }
}

/** Room that several threads can read. Pages that are not isolated from others have no shared memory; there it is private. */
export function buffer(bytes: number): ArrayBuffer | SharedArrayBuffer {
  return typeof SharedArrayBuffer === "undefined"
    ? new ArrayBuffer(bytes)
    : new SharedArrayBuffer(bytes);
}

export function sharedWords(words: Int32Array): Int32Array {
  const copy = new Int32Array(buffer(words.byteLength));
  copy.set(words);
  return copy;
}
