/**
 * Cuts a CSV file (RFC 4180) into records, each with the line it begins on; a broken one is reported and the next go on.
 *
 * Comes in: chunks of bytes. Goes out: the cells of a record, or its fault. An open quote swallows lines up to the next quote, so on a
 * fault only the first line is given up and reading starts again at the second. The cells themselves are csv-parse's work.
 */
import { fault } from "@luong/runtime";
import type { Fault } from "@luong/spec";
import { parse } from "csv-parse/sync";

export type CsvRecord =
  | { readonly line: number; readonly cells: readonly string[]; readonly faults?: undefined }
  | { readonly line: number; readonly faults: readonly Fault[] };

interface Line {
  readonly number: number;
  /** Null: not UTF-8. */
  readonly text: string | null;
  readonly bytes: Uint8Array;
}

/** LIMIT (record lines): a record over more lines is taken for one whose quote was never closed. */
const MAX_RECORD_LINES = 100;
/** LIMIT (line bytes). */
const MAX_LINE_BYTES = 1 << 20;
/** Records given to csv-parse at a time. */
const BATCH = 1000;

const LF = 10;
const CR = 13;
const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

type Scan = "complete" | "open" | "broken";

/** Where a line leaves a record; `open`: inside a quoted cell. */
function scan(text: string, open: boolean, delimiter: string): Scan {
  let inside = open;
  let atStart = !open;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (inside) {
      if (character !== '"') continue;
      const next = text[at + 1];
      if (next === '"') at += 1;
      else if (next === undefined || next === delimiter) inside = false;
      else return "broken";
    } else if (character === delimiter) {
      atStart = true;
    } else if (character === '"') {
      if (!atStart) return "broken";
      inside = true;
      atStart = false;
    } else {
      atStart = false;
    }
  }
  return inside ? "open" : "complete";
}

class RecordReader {
  private readonly delimiter: string;
  private pending: Line[] = [];
  private ready: CsvRecord[] = [];
  private texts: { readonly line: number; readonly text: string }[] = [];

  constructor(delimiter: string) {
    this.delimiter = delimiter;
  }

  /** Takes a line; what it completes is kept until `take`. */
  add(line: Line): void {
    const queue = [line];
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      queue.unshift(...this.addOne(next));
    }
  }

  /** No more lines: an open record is given up line by line. */
  end(): void {
    while (this.pending.length > 0) {
      const [first, ...rest] = this.pending;
      this.pending = [];
      if (first !== undefined) this.reject(first, quoteFault());
      for (const line of rest) this.add(line);
    }
  }

  get size(): number {
    return this.ready.length + this.texts.length;
  }

  take(): readonly CsvRecord[] {
    this.parseTexts();
    const taken = this.ready;
    this.ready = [];
    return taken;
  }

  /** Lines to be read again, because the record they stood in was none. */
  private addOne(line: Line): readonly Line[] {
    if (this.pending.length === 0) {
      const fault = faultOf(line);
      if (fault !== null) {
        this.reject(line, fault);
        return [];
      }
    }
    const state = line.text === null ? "broken" : scan(line.text, this.isOpen, this.delimiter);
    this.pending.push(line);
    if (state === "complete") {
      this.accept();
      return [];
    }
    if (state === "open" && this.pending.length < MAX_RECORD_LINES) return [];
    const [first, ...again] = this.pending;
    this.pending = [];
    if (first !== undefined) this.reject(first, quoteFault());
    return again;
  }

  private get isOpen(): boolean {
    return this.pending.length > 0;
  }

  private accept(): void {
    const line = this.pending[0]?.number ?? 0;
    this.texts.push({ line, text: this.pending.map((each) => each.text ?? "").join("\n") });
    this.pending = [];
  }

  private reject(line: Line, fault: Fault): void {
    this.parseTexts();
    this.ready.push({ line: line.number, faults: [fault] });
  }

  /** INVARIANT (record count): what `scan` calls complete is exactly one record to csv-parse. */
  private parseTexts(): void {
    if (this.texts.length === 0) return;
    const rows = parse(this.texts.map((each) => each.text).join("\n"), {
      delimiter: this.delimiter,
      record_delimiter: "\n",
      relax_column_count: true,
    });
    if (rows.length !== this.texts.length) {
      throw new Error(`record count: ${rows.length} of ${this.texts.length}`);
    }
    this.texts.forEach(({ line }, at) => {
      this.ready.push({ line, cells: rows[at] ?? [] });
    });
    this.texts = [];
  }
}

function quoteFault(): Fault {
  return { code: "LU6302", path: "", args: {} };
}

function faultOf(line: Line): Fault | null {
  if (line.bytes.length > MAX_LINE_BYTES) {
    return fault("LU6005", "", { bytes: line.bytes.length, limit: MAX_LINE_BYTES });
  }
  if (line.text === null) {
    return fault("LU6001", "", { byte: firstBadByte(line.bytes) });
  }
  return line.text.trim() === "" ? fault("LU6003", "", {}) : null;
}

/** From 1: the longest prefix that is UTF-8 ends before it. */
function firstBadByte(bytes: Uint8Array): number {
  const lenient = new TextDecoder("utf-8", { ignoreBOM: true });
  const replaced = lenient.decode(bytes).indexOf("\uFFFD");
  return Buffer.byteLength(lenient.decode(bytes).slice(0, replaced)) + 1;
}

function lineOf(bytes: Uint8Array, number: number): Line {
  const content = bytes.at(-1) === CR ? bytes.subarray(0, -1) : bytes;
  try {
    return { number, text: strictUtf8.decode(content), bytes: content };
  } catch {
    return { number, text: null, bytes: content };
  }
}

async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  let rest: Uint8Array = new Uint8Array();
  let number = 0;
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, start)) {
      number += 1;
      yield lineOf(bytes.subarray(start, end), number);
      start = end + 1;
    }
    rest = bytes.slice(start);
  }
  if (rest.length > 0) yield lineOf(rest, number + 1);
}

/** Records in the order of the file; the first is the header. A byte-order mark at the beginning is dropped. */
export async function* readCsvRecords(
  chunks: AsyncIterable<Uint8Array>,
  delimiter: string,
): AsyncGenerator<CsvRecord> {
  const reader = new RecordReader(delimiter);
  let isFirst = true;
  for await (const line of linesOf(chunks)) {
    reader.add(isFirst ? withoutMark(line) : line);
    isFirst = false;
    if (reader.size >= BATCH) yield* reader.take();
  }
  reader.end();
  yield* reader.take();
}

function withoutMark(line: Line): Line {
  return { ...line, text: line.text === null ? null : line.text.replace(/^\uFEFF/, "") };
}
