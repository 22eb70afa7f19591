/**
 * Cuts bytes into lines and reads each as one declaration (NDJSON): every line gives a declaration or its faults.
 *
 * Strict UTF-8. A line that is too long is skipped to its end and reported; it is never held in memory. LF ends a line, a CR before
 * it is dropped, a line end at the end of the input starts no line.
 */
import type { Fault } from "@luong/spec";
import { fault } from "../messages/catalogue.ts";
import { MAX_LINE_BYTES } from "./limits.ts";
import { readJson } from "./read-json.ts";

// The core has no DOM or Node types; both have this class.
declare const TextDecoder: new (
  label: string,
  options: { readonly fatal: boolean; readonly ignoreBOM: boolean },
) => { decode: (bytes: Uint8Array) => string };

/** One line as read; `position` counts from 1. */
export type Line =
  | { readonly position: number; readonly declaration: unknown; readonly faults?: undefined }
  | { readonly position: number; readonly faults: readonly Fault[] };

export interface ReadOptions {
  /** Longest line in bytes, line end not counted. */
  readonly maxBytes?: number;
}

const LF = 10;
const CR = 13;
const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Allowed second bytes by lead byte, Unicode 15.0 table 3-7; other leads take any continuation byte. */
const secondByte: Readonly<Record<number, readonly [number, number]>> = {
  224: [0xa0, 0xbf],
  237: [0x80, 0x9f],
  240: [0x90, 0xbf],
  244: [0x80, 0x8f],
};

/** Bytes of the character at `at`, 0 when it is not well formed. */
function characterSize(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const size = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  for (let next = 1; next < size; next++) {
    const [low, high] = (next === 1 ? secondByte[lead] : undefined) ?? [0x80, 0xbf];
    const byte = bytes[at + next] ?? 0;
    if (byte < low || byte > high) return 0;
  }
  return size;
}

/** Position from 1 of the first byte that is not UTF-8; only asked when there is one. */
function firstBadByte(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const size = characterSize(bytes, at);
    if (size === 0) break;
    at += size;
  }
  return at + 1;
}

function markOf(bytes: Uint8Array): string | undefined {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return "UTF-8";
  if (a === 0xff && b === 0xfe) return "UTF-16 little endian";
  if (a === 0xfe && b === 0xff) return "UTF-16 big endian";
  return undefined;
}

/** Reads one line without its line end. */
export function readLine(bytes: Uint8Array, position: number): Line {
  const line = bytes.at(-1) === CR ? bytes.subarray(0, -1) : bytes;
  const mark = markOf(line);
  if (mark !== undefined) return { position, faults: [fault("LU6004", "", { encoding: mark })] };
  let text: string;
  try {
    text = strictUtf8.decode(line);
  } catch {
    return { position, faults: [fault("LU6001", "", { byte: firstBadByte(line) })] };
  }
  if (text.trim() === "") return { position, faults: [fault("LU6003", "", {})] };
  const read = readJson(text);
  return read.faults === undefined
    ? { position, declaration: read.value }
    : { position, faults: read.faults };
}

/** Collects the bytes of the line that is being read, up to the limit. */
class LineBuffer {
  private readonly limit: number;
  private parts: Uint8Array[] = [];
  private length = 0;
  private position = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  get isEmpty(): boolean {
    return this.length === 0;
  }

  add(bytes: Uint8Array): void {
    this.length += bytes.length;
    if (this.length <= this.limit + 1) this.parts.push(bytes);
    else this.parts = [];
  }

  /** The line is complete; the buffer is empty again. */
  end(): Line {
    this.position++;
    const { length, position } = this;
    const bytes = this.parts.length === 1 ? this.parts[0] : joined(this.parts);
    this.parts = [];
    this.length = 0;
    if (
      length > this.limit + 1 ||
      bytes === undefined ||
      (length > this.limit && bytes.at(-1) !== CR)
    ) {
      return { position, faults: [fault("LU6005", "", { bytes: length, limit: this.limit })] };
    }
    return readLine(bytes, position);
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function* linesOfChunk(chunk: Uint8Array, buffer: LineBuffer): Generator<Line> {
  let start = 0;
  for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, start)) {
    buffer.add(chunk.subarray(start, end));
    yield buffer.end();
    start = end + 1;
  }
  // Copied, because streams may reuse the memory of a chunk.
  if (start < chunk.length) buffer.add(chunk.slice(start));
}

/** Reads declarations from chunks of bytes, one a line, in order, as fast as they are asked for. */
export async function* readLines(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  options: ReadOptions = {},
): AsyncGenerator<Line> {
  const buffer = new LineBuffer(options.maxBytes ?? MAX_LINE_BYTES);
  for await (const chunk of chunks) yield* linesOfChunk(chunk, buffer);
  if (!buffer.isEmpty) yield buffer.end();
}
