/**
 * A table's rows as plain typed arrays, that may lie on shared memory, be sent to a worker or be written to a file.
 *
 * Only filled cells take room: row r's cells are `column` and `value` from `start[r]` up to `start[r + 1]`, columns ascending. A value is the number of a
 * distinct cell value, whose canonical JSON is in `texts`.
 */
import { room } from "./bytes.ts";
import type { TextArrays } from "./interner.ts";

export interface PeriodArrays {
  /** ms since 1970 UTC by row; ±Infinity when open. */
  readonly from: Float64Array;
  readonly until: Float64Array;
  /** As written: number of a text among the cell values, −1 when open. */
  readonly fromText: Int32Array;
  readonly untilText: Int32Array;
}

export interface RowArrays {
  /** Name of the table. */
  readonly table: string;
  /** Places, those of removed rows counted. */
  readonly rows: number;
  /** Key columns, then value columns. */
  readonly columns: number;
  /** Place of the key column `id`, which names rows; −1: the number of a row is its name. */
  readonly idColumn: number;
  readonly start: Int32Array;
  readonly column: Uint16Array;
  readonly value: Int32Array;
  readonly texts: TextArrays;
  /** Null when the table is not dated. */
  readonly periods: PeriodArrays | null;
  /** Register of names (`row-block.ts`): row + 1 by slot, 0 when free. Null when rows are named by their number, or it is still to be made. */
  readonly names: Int32Array | null;
  /** Bit r is set when row r was removed. */
  readonly removed: Uint8Array;
}

export function isRemoved(removed: Uint8Array, row: number): boolean {
  return ((removed[row >> 3] ?? 0) & (1 << (row & 7))) !== 0;
}

/** Two blocks of rows as one. Numbers of rows and of values stay: those of `b` follow those of `a`, equal values are not made one. */
export function joined(
  a: RowArrays,
  b: RowArrays,
  removed: Uint8Array,
  shared: boolean,
): RowArrays {
  const values = a.texts.start.length - 1;
  const cells = a.start[a.rows] ?? 0;
  const bytes = a.texts.bytes.length;
  return {
    ...a,
    rows: a.rows + b.rows,
    start: words(a.start, b.start.subarray(1), cells, shared),
    column: shorts(a.column, b.column, shared),
    value: words(a.value, b.value, values, shared),
    texts: {
      start: offsets(a.texts.start, b.texts.start.subarray(1), bytes, shared),
      bytes: octets(a.texts.bytes, b.texts.bytes, shared),
    },
    periods:
      a.periods === null || b.periods === null
        ? null
        : {
            from: doubles(a.periods.from, b.periods.from, shared),
            until: doubles(a.periods.until, b.periods.until, shared),
            fromText: words(a.periods.fromText, b.periods.fromText, values, shared),
            untilText: words(a.periods.untilText, b.periods.untilText, values, shared),
          },
    // Slots depend on how many rows there are.
    names: null,
    removed,
  };
}

/** Numbers of the second are moved up; −1 stays. */
function words(a: Int32Array, b: Int32Array, by: number, shared: boolean): Int32Array {
  const both = new Int32Array(room((a.length + b.length) * 4, shared));
  both.set(a);
  for (let at = 0; at < b.length; at += 1) {
    const number = b[at] ?? 0;
    both[a.length + at] = number < 0 ? number : number + by;
  }
  return both;
}

function offsets(a: Uint32Array, b: Uint32Array, by: number, shared: boolean): Uint32Array {
  const both = new Uint32Array(room((a.length + b.length) * 4, shared));
  both.set(a);
  for (let at = 0; at < b.length; at += 1) both[a.length + at] = (b[at] ?? 0) + by;
  return both;
}

function shorts(a: Uint16Array, b: Uint16Array, shared: boolean): Uint16Array {
  const both = new Uint16Array(room((a.length + b.length) * 2, shared));
  both.set(a);
  both.set(b, a.length);
  return both;
}

function octets(a: Uint8Array, b: Uint8Array, shared: boolean): Uint8Array {
  const both = new Uint8Array(room(a.length + b.length, shared));
  both.set(a);
  both.set(b, a.length);
  return both;
}

function doubles(a: Float64Array, b: Float64Array, shared: boolean): Float64Array {
  const both = new Float64Array(room((a.length + b.length) * 8, shared));
  both.set(a);
  both.set(b, a.length);
  return both;
}
