/**
 * Texts one after another in one growing block of bytes, and the way back.
 *
 * Comes in: bytes or texts. Goes out: `Texts` cut to size, whose memory nobody else holds, so it may be handed to another thread.
 */
import type { Texts } from "./protocol.ts";

// The core has no DOM or Node types; both have these classes.
declare const TextEncoder: new () => {
  encodeInto: (
    text: string,
    into: Uint8Array,
  ) => { readonly read: number; readonly written: number };
};
declare const TextDecoder: new (
  label: string,
  options: { readonly ignoreBOM: boolean },
) => { decode: (bytes: Uint8Array) => string };

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** UTF-8 bytes one UTF-16 unit may take. */
const BYTES_PER_UNIT = 3;

export class TextBlock {
  /** Bytes so far. */
  size = 0;
  private bytes: Uint8Array<ArrayBuffer>;
  private readonly ends: number[] = [];

  constructor(room: number) {
    this.bytes = new Uint8Array(room);
  }

  get count(): number {
    return this.ends.length;
  }

  addBytes(text: Uint8Array): void {
    this.makeRoom(text.length);
    this.bytes.set(text, this.size);
    this.size += text.length;
    this.ends.push(this.size);
  }

  addText(text: string): void {
    this.makeRoom(text.length * BYTES_PER_UNIT);
    this.size += encoder.encodeInto(text, this.bytes.subarray(this.size)).written;
    this.ends.push(this.size);
  }

  private makeRoom(bytes: number): void {
    const needed = this.size + bytes;
    if (needed <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, 2 * this.bytes.length));
    larger.set(this.bytes.subarray(0, this.size));
    this.bytes = larger;
  }

  texts(): Texts {
    return { bytes: this.bytes.slice(0, this.size), ends: Uint32Array.from(this.ends) };
  }
}

/** Bytes of text `index`, without a copy. */
export function bytesAt({ bytes, ends }: Texts, index: number): Uint8Array {
  return bytes.subarray(index === 0 ? 0 : ends[index - 1], ends[index]);
}

/** Text `index`; the bytes are UTF-8 that we wrote. */
export function textAt(texts: Texts, index: number): string {
  return decoder.decode(bytesAt(texts, index));
}

/** Texts `from` up to, not including, `to`. */
export function cutTexts({ bytes, ends }: Texts, from: number, to: number): Texts {
  const start = from === 0 ? 0 : (ends[from - 1] ?? 0);
  const stop = to === 0 ? 0 : (ends[to - 1] ?? 0);
  return {
    bytes: bytes.slice(start, stop),
    ends: ends.slice(from, to).map((end) => end - start),
  };
}
