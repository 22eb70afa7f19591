/**
 * Cuts chunks of bytes into lines without reading them: another thread does that.
 *
 * INVARIANT (same lines): cuts where `readLines` cuts and refuses the lines it refuses for their length, so positions and faults are
 * the same. A line that is too long is counted, never held.
 */
import type { Fault } from "@luong/spec";
import { MAX_LINE_BYTES } from "../facts/limits.ts";
import { fault } from "../messages/catalogue.ts";

export type RawLine =
  | { readonly position: number; readonly bytes: Uint8Array; readonly faults?: undefined }
  | { readonly position: number; readonly faults: readonly Fault[] };

const LF = 10;
const CR = 13;
const nothing = new Uint8Array(0);

export class RawLines {
  private readonly limit: number;
  /** Of the line that is being read; empty when it is too long. */
  private parts: Uint8Array[] = [];
  private length = 0;
  private position = 0;

  constructor(limit: number = MAX_LINE_BYTES) {
    this.limit = limit;
  }

  /** The lines that end in this chunk; their bytes are good until the next is asked for. */
  *cut(chunk: Uint8Array): Generator<RawLine, void, undefined> {
    let start = 0;
    for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, start)) {
      this.add(chunk.subarray(start, end));
      yield this.end();
      start = end + 1;
    }
    // Copied, because streams may reuse the memory of a chunk.
    if (start < chunk.length) this.add(chunk.slice(start));
  }

  /** The line the input ends in, when it does not end with a line end. */
  *rest(): Generator<RawLine, void, undefined> {
    if (this.length > 0) yield this.end();
  }

  private add(bytes: Uint8Array): void {
    this.length += bytes.length;
    // A byte more than allowed may be the CR of the line end.
    if (this.length <= this.limit + 1) this.parts.push(bytes);
    else this.parts = [];
  }

  private end(): RawLine {
    this.position++;
    const { length, limit, position } = this;
    const [first = nothing, ...more] = this.parts;
    const bytes = more.length === 0 ? first : joined(this.parts, length);
    this.parts = [];
    this.length = 0;
    if (length > limit + 1 || (length > limit && bytes.at(-1) !== CR)) {
      return { position, faults: [fault("LU6005", "", { bytes: length, limit })] };
    }
    return { position, bytes };
  }
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
