/**
 * Bytes of a CSV file (RFC 4180) → rows of cells, for files of millions of rows.
 *
 * Comes in: chunks of bytes, cut anywhere. Goes out: the rows they complete, each with its line. Unlike the reader of declarations it stops at the first
 * fault: behind a broken quote nobody knows where rows begin, and a table with a lost row would decide wrongly.
 */
import { isUtf8 } from "node:buffer";
import { fault } from "@luong/runtime";
import type { Fault } from "@luong/spec";
import type { PlacedFault } from "./source.ts";

const LF = 10;
const CR = 13;
const QUOTE = 34;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** LIMIT (row bytes): a longer row is taken for one whose quote was never closed. */
export const MAX_ROW_BYTES = 1 << 20;

/** Cells of a whole row; undefined when a quote stands where none may. */
export function splitRow(text: string): readonly string[] | undefined {
  if (!text.includes('"')) return text.split(",");
  const cells: string[] = [];
  for (let at = 0; ; at += 1) {
    if (text[at] !== '"') {
      const comma = text.indexOf(",", at);
      const end = comma < 0 ? text.length : comma;
      const cell = text.slice(at, end);
      if (cell.includes('"')) return undefined;
      cells.push(cell);
      at = end;
    } else {
      const end = closingQuote(text, at + 1);
      if (end < 0) return undefined;
      cells.push(text.slice(at + 1, end).replaceAll('""', '"'));
      at = end + 1;
    }
    if (at === text.length) return cells;
    if (text[at] !== ",") return undefined;
  }
}

/** Place of the quote that ends a cell; a doubled one does not. */
function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return -1;
}

export interface CutRows {
  readonly rows: readonly (readonly string[])[];
  /** The line each row begins on, from 1. */
  readonly places: readonly number[];
  /** Set when nothing after these rows can be read. */
  readonly broken?: PlacedFault;
}

export class CsvCutter {
  #rest: Buffer = Buffer.alloc(0);
  #line = 1;
  #isFirst = true;
  #rows: (readonly string[])[] = [];
  #places: number[] = [];
  #broken: PlacedFault | undefined;

  /** What a chunk completes. */
  add(chunk: Uint8Array): CutRows {
    const bytes = Buffer.concat([this.#rest, chunk]);
    if (this.#isFirst && bytes.length < BYTE_ORDER_MARK.length) {
      this.#rest = bytes;
      return this.#take();
    }
    this.#rest = bytes.subarray(this.#cut(this.#withoutMark(bytes), bytes, false));
    if (this.#rest.length > MAX_ROW_BYTES) this.#giveUp(this.#rest);
    return this.#take();
  }

  /** What stands after the last line end. */
  end(): CutRows {
    const rest = this.#rest;
    this.#rest = Buffer.alloc(0);
    if (this.#broken === undefined) this.#cut(this.#withoutMark(rest), rest, true);
    return this.#take();
  }

  #withoutMark(bytes: Buffer): number {
    if (!this.#isFirst || bytes.length < BYTE_ORDER_MARK.length) return 0;
    this.#isFirst = false;
    return BYTE_ORDER_MARK.every((byte, at) => bytes[at] === byte) ? BYTE_ORDER_MARK.length : 0;
  }

  #take(): CutRows {
    const taken = { rows: this.#rows, places: this.#places };
    this.#rows = [];
    this.#places = [];
    return this.#broken === undefined ? taken : { ...taken, broken: this.#broken };
  }

  /** Cuts whole rows from `start` on; gives where the rest begins. */
  #cut(start: number, bytes: Buffer, isEnd: boolean): number {
    const last = isEnd ? bytes.length : bytes.lastIndexOf(LF) + 1;
    const areSound = isUtf8(bytes.subarray(start, last));
    let from = start;
    let next = bytes.indexOf(QUOTE, from);
    while (from < last && this.#broken === undefined) {
      const { end, lines, quote } = rowEnd(bytes, from, last, isEnd, next);
      if (end < 0) break;
      next = quote;
      this.#row(bytes.subarray(from, end), areSound);
      this.#line += lines;
      from = Math.min(end + 1, bytes.length);
    }
    return from;
  }

  #row(bytes: Buffer, isSound: boolean): void {
    const content = bytes.at(-1) === CR ? bytes.subarray(0, -1) : bytes;
    if (content.length === 0) return;
    if (!isSound && !isUtf8(content)) {
      this.#break(fault("LU6001", "", { byte: firstBadByte(content) }));
      return;
    }
    const cells = content.length > MAX_ROW_BYTES ? undefined : splitRow(content.toString("utf8"));
    if (cells === undefined) this.#giveUp(content);
    else {
      this.#rows.push(cells);
      this.#places.push(this.#line);
    }
  }

  #giveUp(row: Buffer): void {
    const isLong = row.length > MAX_ROW_BYTES && !row.includes(QUOTE);
    const args = { bytes: row.length, limit: MAX_ROW_BYTES };
    this.#break(isLong ? fault("LU6005", "", args) : { code: "LU6302", path: "", args: {} });
  }

  #break(what: Fault): void {
    this.#broken ??= { place: this.#line, fault: what };
  }
}

interface RowEnd {
  /** Place of the line end of the row; −1 when the row is not whole. */
  readonly end: number;
  /** Lines of the row. */
  readonly lines: number;
  /** Place of the first quote after the row; −1 when there is none. */
  readonly quote: number;
}

/** Where a row ends: at the first line end outside quotes. At the end of the file the rest is a row, closed or not. */
function rowEnd(
  bytes: Buffer,
  from: number,
  last: number,
  isEnd: boolean,
  firstQuote: number,
): RowEnd {
  let isOpen = false;
  let lines = 0;
  let quote = firstQuote;
  for (let at = from; at < last; ) {
    const found = bytes.indexOf(LF, at);
    const end = found < 0 ? last : found;
    lines += 1;
    for (; quote >= 0 && quote < end; quote = bytes.indexOf(QUOTE, quote + 1)) isOpen = !isOpen;
    if (!isOpen) return { end, lines, quote };
    at = end + 1;
  }
  return { end: isEnd ? last : -1, lines, quote };
}

/** From 1: the longest prefix that is UTF-8 ends before it. */
function firstBadByte(bytes: Buffer): number {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  return Buffer.byteLength(text.slice(0, text.indexOf("\uFFFD"))) + 1;
}
