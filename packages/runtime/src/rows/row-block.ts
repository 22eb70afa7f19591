/**
 * A run of rows over typed arrays that never change: rows and values made when asked for, names found by a register.
 *
 * Numbers here count within the block, from 0. Knows nothing of removed rows or of other blocks.
 */
import type { BoundRow } from "@luong/spec";
import { hashText, readText, room, slotOf } from "./bytes.ts";
import type { RowArrays } from "./row-arrays.ts";

/** Rows and values kept once made, by the lowest bits of their number; powers of two. */
const ROWS_KEPT = 4096;
const VALUES_KEPT = 16_384;

interface Kept<T> {
  readonly number: number;
  readonly value: T;
}

/** At most `size` things by number, the last of each place. */
class Memory<T> {
  readonly #kept: (Kept<T> | undefined)[] = [];
  readonly #mask: number;

  constructor(size: number) {
    this.#mask = size - 1;
  }

  get(number: number, make: (number: number) => T): T {
    const known = this.#kept[number & this.#mask];
    if (known !== undefined && known.number === number) return known.value;
    const value = make(number);
    this.#kept[number & this.#mask] = { number, value };
    return value;
  }
}

export class RowBlock {
  readonly arrays: RowArrays;
  /** Numbers of its first row and first value in the store. */
  readonly firstRow: number;
  readonly firstValue: number;
  readonly #rows = new Memory<BoundRow>(ROWS_KEPT);
  readonly #values = new Memory<unknown>(VALUES_KEPT);
  #names: Int32Array | null;

  constructor(arrays: RowArrays, firstRow: number, firstValue: number) {
    this.arrays = arrays;
    this.firstRow = firstRow;
    this.firstValue = firstValue;
    this.#names = arrays.names;
  }

  get rows(): number {
    return this.arrays.rows;
  }

  get values(): number {
    return this.arrays.texts.start.length - 1;
  }

  row(row: number): BoundRow {
    return this.#rows.get(row, this.#makeRow);
  }

  /** The JSON value of a number; the same object for as long as it is kept. */
  value(number: number): unknown {
    return this.#values.get(number, this.#makeValue);
  }

  /** Canonical JSON of a value. */
  text(number: number): string {
    const { start, bytes } = this.arrays.texts;
    return readText(bytes, start[number] ?? 0, start[number + 1] ?? 0);
  }

  /** Puts the values of a row's cells by column, as numbers of the store, −1 where empty. */
  read(row: number, into: Int32Array): void {
    const { start, column, value } = this.arrays;
    into.fill(-1);
    const until = start[row + 1] ?? 0;
    for (let at = start[row] ?? 0; at < until; at += 1) {
      into[column[at] ?? 0] = (value[at] ?? 0) + this.firstValue;
    }
  }

  /** The JSON value of one cell, null when it is empty. */
  cell(row: number, wanted: number): unknown {
    const { start, column, value } = this.arrays;
    const until = start[row + 1] ?? 0;
    for (let at = start[row] ?? 0; at < until; at += 1) {
      if (column[at] === wanted) return this.value(value[at] ?? 0);
    }
    return null;
  }

  /** Rows with a name, ascending. */
  rowsNamed(name: string): readonly number[] {
    const names = this.register(false);
    if (names === null) return this.#rowNumbered(name);
    const rows: number[] = [];
    let slot = slotOf(hashText(name), names.length);
    for (let row = (names[slot] ?? 0) - 1; row >= 0; row = (names[slot] ?? 0) - 1) {
      if (this.#name(row) === name) rows.push(row);
      slot = slot + 1 === names.length ? 0 : slot + 1;
    }
    return rows.sort((a, b) => a - b);
  }

  #rowNumbered(name: string): readonly number[] {
    const row = Number(name) - 1 - this.firstRow;
    const isHere = Number.isInteger(row) && row >= 0 && row < this.rows;
    return isHere && this.#name(row) === name ? [row] : [];
  }

  /** Row + 1 by slot of its name, 0 when free; null when rows are named by their number. Made when it is not there, on shared memory when `shared`. */
  register(shared: boolean): Int32Array | null {
    if (this.arrays.idColumn >= 0) this.#names ??= this.#registerOfNames(shared);
    return this.#names;
  }

  /** At most two thirds full. */
  #registerOfNames(shared: boolean): Int32Array {
    const slots = new Int32Array(room((Math.ceil(this.rows * 1.5) + 1) * 4, shared));
    for (let row = 0; row < this.rows; row += 1) {
      let slot = slotOf(hashText(this.#name(row)), slots.length);
      while ((slots[slot] ?? 0) > 0) slot = slot + 1 === slots.length ? 0 : slot + 1;
      slots[slot] = row + 1;
    }
    return slots;
  }

  #name(row: number): string {
    const { idColumn } = this.arrays;
    const id = idColumn < 0 ? null : this.cell(row, idColumn);
    return id === null ? String(this.firstRow + row + 1) : String(id);
  }

  readonly #makeRow = (row: number): BoundRow => {
    const { start, column, value, columns, periods } = this.arrays;
    const cells: unknown[] = new Array(columns).fill(null);
    const until = start[row + 1] ?? 0;
    for (let at = start[row] ?? 0; at < until; at += 1) {
      cells[column[at] ?? 0] = this.value(value[at] ?? 0);
    }
    const name = this.#name(row);
    if (periods === null) {
      return { cells, name, from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };
    }
    const [validFrom, validUntil] = [periods.fromText[row] ?? -1, periods.untilText[row] ?? -1];
    return {
      cells,
      ...(validFrom < 0 ? {} : { validFrom: String(this.value(validFrom)) }),
      ...(validUntil < 0 ? {} : { validUntil: String(this.value(validUntil)) }),
      name,
      from: periods.from[row] ?? Number.NEGATIVE_INFINITY,
      until: periods.until[row] ?? Number.POSITIVE_INFINITY,
    };
  };

  readonly #makeValue = (number: number): unknown => {
    const text = this.text(number);
    // Most cells are texts without anything that has to be unwritten.
    const isPlain = text.startsWith('"') && !text.includes("\\");
    return isPlain ? text.slice(1, -1) : JSON.parse(text);
  };
}
