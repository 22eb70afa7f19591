/**
 * Numbers and texts as bytes, one after the other, and back; with a digest over all of them.
 *
 * Whole numbers take as few bytes as they need, other doubles nine. A reader that runs out of bytes throws a RangeError.
 */
import { mostBytes, readText, writeText } from "../../rows/bytes.ts";

/** What a number begins with: not a number, a double as it is; whole numbers begin at 2. */
const NOT_A_NUMBER = 0;
const DOUBLE = 1;
const FIRST_WHOLE = 2;
const WHOLE_MAX = 2 ** 50;

export class ByteWriter {
  #bytes = new Uint8Array(1024);
  #view = new DataView(this.#bytes.buffer);
  #end = 0;

  get length(): number {
    return this.#end;
  }

  #room(more: number): void {
    if (this.#end + more <= this.#bytes.length) return;
    const longer = new Uint8Array(Math.max(this.#end + more, this.#bytes.length * 2));
    longer.set(this.#bytes);
    this.#bytes = longer;
    this.#view = new DataView(longer.buffer);
  }

  /** A whole number from 0 to 2^53. */
  count(value: number): void {
    this.#room(8);
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) {
      this.#bytes[this.#end++] = (rest % 0x80) + 0x80;
    }
    this.#bytes[this.#end++] = rest;
  }

  number(value: number): void {
    if (Number.isNaN(value)) this.count(NOT_A_NUMBER);
    else if (Number.isInteger(value) && Math.abs(value) < WHOLE_MAX && !Object.is(value, -0))
      this.count(FIRST_WHOLE + (value >= 0 ? value * 2 : -value * 2 - 1));
    else {
      this.count(DOUBLE);
      this.#room(8);
      this.#view.setFloat64(this.#end, value);
      this.#end += 8;
    }
  }

  text(value: string): void {
    this.#room(mostBytes(value) + 8);
    const encoded = new Uint8Array(mostBytes(value));
    const length = writeText(value, encoded, 0);
    this.count(length);
    this.#bytes.set(encoded.subarray(0, length), this.#end);
    this.#end += length;
  }

  done(): Uint8Array {
    return this.#bytes.slice(0, this.#end);
  }
}

export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at: number;

  constructor(bytes: Uint8Array, from = 0) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = from;
  }

  get isDone(): boolean {
    return this.#at >= this.#bytes.length;
  }

  count(): number {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new RangeError("no more bytes");
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 0x80;
    }
  }

  number(): number {
    const first = this.count();
    if (first === NOT_A_NUMBER) return Number.NaN;
    if (first === DOUBLE) {
      const value = this.#view.getFloat64(this.#at);
      this.#at += 8;
      return value;
    }
    const whole = first - FIRST_WHOLE;
    return whole % 2 === 0 ? whole / 2 : -(whole + 1) / 2;
  }

  text(): string {
    const length = this.count();
    if (this.#at + length > this.#bytes.length) throw new RangeError("no more bytes");
    const text = readText(this.#bytes, this.#at, this.#at + length);
    this.#at += length;
    return text;
  }
}

const DIGEST_BYTES = 8;

/** 64 bits over bytes: two sums of 32 bits with different factors. Tells damage, not malice. */
export function digestOf(bytes: Uint8Array): Uint8Array {
  let low = 0x811c9dc5;
  let high = 0x9e3779b9;
  for (const byte of bytes) {
    low = Math.imul(low ^ byte, 0x01000193);
    high = Math.imul(high ^ byte, 0x85ebca6b) ^ (low >>> 15);
  }
  const digest = new Uint8Array(DIGEST_BYTES);
  const view = new DataView(digest.buffer);
  view.setUint32(0, low >>> 0);
  view.setUint32(4, high >>> 0);
  return digest;
}

export { DIGEST_BYTES };
