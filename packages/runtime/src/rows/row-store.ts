/**
 * A million rows in flat memory: rows go in once, and come out one at a time, as objects made when asked for.
 *
 * A store never changes. `withChanges` gives another that shares the arrays of the first, so whoever reads the first is not disturbed. Cells are not
 * checked here: `load/row-intake.ts` does that before rows come in.
 */
import type { BoundRow, RowList, TableIr } from "@luong/spec";
import { canonicalJson } from "@luong/spec";
import { room } from "./bytes.ts";
import { Interner } from "./interner.ts";
import { isRemoved, joined, type PeriodArrays, type RowArrays } from "./row-arrays.ts";
import { RowBlock } from "./row-block.ts";

/** What a store has to know of its table. */
export interface StoreShape {
  readonly table: string;
  /** Key columns, then value columns. */
  readonly columns: number;
  /** Place of the key column `id`; −1: the number of a row is its name. */
  readonly idColumn: number;
  readonly dated: boolean;
}

export function storeShape(table: TableIr): StoreShape {
  return {
    table: table.name,
    columns: table.key.length + table.value.length,
    idColumn: table.key.findIndex(({ name }) => name === "id"),
    dated: table.dated,
  };
}

/** A period as read and as written; ms since 1970 UTC, ±Infinity and undefined when open. */
export interface StoredPeriod {
  readonly from: number;
  readonly until: number;
  readonly validFrom?: string | undefined;
  readonly validUntil?: string | undefined;
}

export interface StoredRow extends Partial<StoredPeriod> {
  readonly cells: readonly unknown[];
}

export interface RowChanges {
  /** Rows put after the last one. */
  readonly put?: Iterable<StoredRow>;
  /** Numbers from 1, or names (every row of that name). Those that are not there are passed over: ask `numbersNamed` before. */
  readonly remove?: Iterable<number | string>;
}

/** A store as it was changed: numbers of rows and values go on from block to block. */
export interface StoreParts {
  readonly blocks: readonly RowArrays[];
  /** Bit r is set when row r was removed; that of the blocks is not asked. */
  readonly removed: Uint8Array;
}

/** INVARIANT (sealed rows): no block of stores made from a sealed one holds rows of both sides of this place. */
interface Seal {
  /** 0: blocks may be joined anywhere. */
  readonly rows: number;
  /** Filled cells of the rows that were gone then. */
  readonly looseCells: number;
}

const NO_SEAL: Seal = { rows: 0, looseCells: 0 };

/** A store this small is not worth a compaction. */
const SLACK = 1024;

const OPEN: StoredPeriod = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };

function periodOf(row: StoredRow): StoredPeriod {
  const { from = OPEN.from, until = OPEN.until, validFrom, validUntil } = row;
  return { from, until, validFrom, validUntil };
}

export class RowStore implements RowList {
  readonly shape: StoreShape;
  /** Places, those of removed rows counted. */
  readonly length: number;
  readonly columns: number;
  /** [from, until) of a row, ms since 1970 UTC; null when the table is not dated. */
  readonly period: ((row: number) => readonly [number, number]) | null;
  readonly #blocks: readonly RowBlock[];
  readonly #removed: Uint8Array;
  readonly #seal: Seal;
  /** Filled cells of removed rows, −1: still to be counted. */
  #looseCells = -1;

  private constructor(
    shape: StoreShape,
    blocks: readonly RowBlock[],
    removed: Uint8Array,
    seal = NO_SEAL,
  ) {
    const last = blocks.at(-1);
    this.shape = shape;
    this.columns = shape.columns;
    this.length = last === undefined ? 0 : last.firstRow + last.rows;
    this.#blocks = blocks;
    this.#removed = removed;
    this.#seal = seal;
    this.period = shape.dated ? this.#periodOf : null;
  }

  static fromArrays(arrays: RowArrays): RowStore {
    const { table, columns, idColumn, periods, removed } = arrays;
    const shape = { table, columns, idColumn, dated: periods !== null };
    return new RowStore(shape, [new RowBlock(arrays, 0, 0)], removed);
  }

  static fromParts({ blocks, removed }: StoreParts): RowStore {
    const [first] = blocks;
    if (first === undefined) throw new Error("a store has a block");
    const { table, columns, idColumn, periods } = first;
    const shape = { table, columns, idColumn, dated: periods !== null };
    return new RowStore(shape, numbered(blocks), removed);
  }

  /** The store's own arrays, as they lie: nothing is copied however often it was changed. */
  parts(): StoreParts {
    return { blocks: this.#blocks.map(({ arrays }) => arrays), removed: this.#removed };
  }

  /** The store as plain arrays; they are the store's own when nothing was changed since it was made or compacted. */
  arrays(): RowArrays {
    const [first, ...others] = this.#blocks.map((block) => block.arrays);
    if (first === undefined) throw new Error("a store has a block");
    const whole = others.reduce((a, b) => joined(a, b, this.#removed, isShared(a)), first);
    return { ...withRegister(whole, isShared(whole)), removed: this.#removed };
  }

  /** Rows that are there. */
  get size(): number {
    let gone = 0;
    for (const bits of this.#removed) for (let left = bits; left > 0; left &= left - 1) gone += 1;
    return this.length - gone;
  }

  /** Numbers of distinct cell values are below this. */
  get values(): number {
    const last = this.#blocks.at(-1);
    return last === undefined ? 0 : last.firstValue + last.values;
  }

  /** Nothing was changed since the store was made or compacted: equal cells have equal numbers. */
  get isCompact(): boolean {
    return this.#blocks.length === 1;
  }

  /**
   * More than a quarter of the filled cells are those of removed rows, or more than a quarter of the rows came since the first block was made: `compact`
   * would give memory back. Cheap to ask, except once of a store that came with removed rows.
   */
  get isLoose(): boolean {
    const cells = this.#blocks.reduce(
      (sum, { arrays }) => sum + (arrays.start[arrays.rows] ?? 0),
      0,
    );
    const later = this.length - (this.#blocks[0]?.rows ?? 0);
    return later * 4 > this.length + SLACK || this.looseCells * 4 > cells + SLACK;
  }

  /** Filled cells of rows that are gone: none after `compact`. */
  private get looseCells(): number {
    if (this.#looseCells < 0) this.#looseCells = looseCellsOf(this.#blocks, this.#removed);
    return this.#looseCells;
  }

  /** Filled cells of a row, even when it is gone. */
  #filled(row: number): number {
    const { arrays, firstRow } = this.#blockOf(row);
    return (arrays.start[row - firstRow + 1] ?? 0) - (arrays.start[row - firstRow] ?? 0);
  }

  /** Of all arrays, without what is made on demand. */
  get bytes(): number {
    let sum = this.#removed.byteLength;
    for (const { arrays } of this.#blocks) {
      sum += arrays.start.byteLength + arrays.column.byteLength + arrays.value.byteLength;
      sum += arrays.names?.byteLength ?? 0;
      sum += arrays.texts.start.byteLength + arrays.texts.bytes.byteLength;
      for (const each of Object.values(arrays.periods ?? {})) sum += each.byteLength;
    }
    return sum;
  }

  /** Undefined also for a place before the first, unlike an array. */
  at(index: number): BoundRow | undefined {
    if (!this.has(index)) return undefined;
    const block = this.#blockOf(index);
    return block.row(index - block.firstRow);
  }

  cellAt(index: number, column: number): unknown {
    if (!this.has(index)) return null;
    const block = this.#blockOf(index);
    return block.cell(index - block.firstRow, column);
  }

  /** Is there a row at a place, from 0? */
  has(index: number): boolean {
    const isPlace = Number.isInteger(index) && index >= 0 && index < this.length;
    return isPlace && !isRemoved(this.#removed, index);
  }

  *[Symbol.iterator](): Generator<BoundRow, void, undefined> {
    for (let index = 0; index < this.length; index += 1) {
      const row = this.at(index);
      if (row !== undefined) yield row;
    }
  }

  /** Puts the values of a row's cells by column, −1 where empty; false when there is no such row. */
  read(row: number, into: Int32Array): boolean {
    if (!this.has(row)) return false;
    const block = this.#blockOf(row);
    block.read(row - block.firstRow, into);
    return true;
  }

  /** The JSON value of a cell by its number; one object for all cells that are equal, and not to be changed. */
  valueOf(id: number): unknown {
    let block = this.#blocks[0];
    for (const next of this.#blocks) if (next.firstValue <= id) block = next;
    return block?.value(id - block.firstValue);
  }

  numbersNamed(name: string): readonly number[] {
    return this.#blocks.flatMap((block) => {
      const rows = block.rowsNamed(name).map((row) => row + block.firstRow);
      return rows.filter((row) => this.has(row)).map((row) => row + 1);
    });
  }

  /** Another store with the changes; this one stays as it is. Costs what is put, and a bit for each row there is. */
  withChanges({ put = [], remove = [] }: RowChanges): RowStore {
    const builder = new RowStoreBuilder(this.shape);
    for (const row of put) builder.append(row.cells, periodOf(row));
    const more = builder.rows;
    const removed = bitmap(this.length + more, isShared(this.#blocks[0]?.arrays));
    removed.set(this.#removed.subarray(0, removed.length));
    let { looseCells } = this;
    for (const each of remove) {
      const numbers = typeof each === "number" ? [each] : this.numbersNamed(each);
      for (const number of numbers) {
        if (!this.has(number - 1) || isRemoved(removed, number - 1)) continue;
        setBit(removed, number - 1);
        looseCells += this.#filled(number - 1);
      }
    }
    const blocks = [...this.#blocks];
    if (more > 0) {
      const made = builder.build(isShared(blocks[0]?.arrays)).#blocks[0];
      if (made !== undefined) {
        // Its register was made for rows that are numbered from 1.
        const arrays = { ...made.arrays, names: null };
        blocks.push(new RowBlock(arrays, this.length, this.values));
      }
    }
    const tail = mergedTail(blocks, this.#seal.rows);
    const changed = new RowStore(this.shape, tail, removed, this.#seal);
    changed.#looseCells = looseCells;
    return changed;
  }

  /**
   * The same rows under the same numbers, in one block, each distinct value once; removed rows take no more room than a place. Numbers of values
   * change. On shared memory when the first block is, unless told.
   */
  compact(shared = isShared(this.#blocks[0]?.arrays)): RowStore {
    const builder = new RowStoreBuilder(this.shape);
    for (const block of this.#blocks) this.#copyBlock(block, builder);
    const arrays = builder.build(shared).arrays();
    return RowStore.fromArrays({ ...arrays, removed: this.#removed });
  }

  /** This store, to which a compaction of it can be given back later, whatever is changed meanwhile: `rebased`. Nothing is copied. */
  sealed(): RowStore {
    const { looseCells } = this;
    const seal = { rows: this.length, looseCells };
    const sealed = new RowStore(this.shape, this.#blocks, this.#removed, seal);
    sealed.#looseCells = looseCells;
    return sealed;
  }

  /**
   * This store with `compacted`, made by `compact` of the store that was sealed, in the place of the rows there were then: what came and went since stays.
   * Nothing is copied, numbers of rows stay, those of values change. Throws when it was not made of the store that was sealed last.
   */
  rebased(compacted: RowStore): RowStore {
    const until = compacted.length;
    const since = this.#blocks.filter(({ firstRow }) => firstRow >= until);
    const isFitting =
      until === this.#seal.rows &&
      compacted.shape.table === this.shape.table &&
      until + since.reduce((sum, { rows }) => sum + rows, 0) === this.length;
    if (!isFitting) throw new Error("sealed rows: this was not made of the rows that were sealed");
    const arrays = [...compacted.#blocks, ...since].map((block) => block.arrays);
    const rebased = new RowStore(this.shape, numbered(arrays), this.#removed);
    rebased.#looseCells = this.looseCells - this.#seal.looseCells;
    return rebased;
  }

  #copyBlock(block: RowBlock, builder: RowStoreBuilder): void {
    const fresh = new Int32Array(block.values).fill(-1);
    const cells = new Int32Array(this.columns);
    for (let row = 0; row < block.rows; row += 1) {
      if (!this.has(block.firstRow + row)) {
        builder.append([], OPEN);
        continue;
      }
      block.read(row, cells);
      for (let column = 0; column < cells.length; column += 1) {
        const old = (cells[column] ?? -1) - block.firstValue;
        if ((cells[column] ?? -1) < 0) continue;
        let value = fresh[old] ?? -1;
        if (value < 0) {
          value = builder.text(block.text(old));
          fresh[old] = value;
        }
        cells[column] = value;
      }
      builder.appendNumbers(cells, this.shape.dated ? periodOf(block.row(row)) : OPEN);
    }
  }

  #blockOf(row: number): RowBlock {
    let block: RowBlock | undefined;
    for (const next of this.#blocks) {
      if (next.firstRow > row) break;
      block = next;
    }
    if (block === undefined) throw new RangeError(`no row ${row}`);
    return block;
  }

  readonly #periodOf = (row: number): readonly [number, number] => {
    const block = this.#blockOf(row);
    const at = row - block.firstRow;
    return [
      block.arrays.periods?.from[at] ?? OPEN.from,
      block.arrays.periods?.until[at] ?? OPEN.until,
    ];
  };
}

function isShared(arrays: RowArrays | undefined): boolean {
  if (typeof SharedArrayBuffer === "undefined" || arrays === undefined) return false;
  return arrays.start.buffer instanceof SharedArrayBuffer;
}

function bitmap(rows: number, shared: boolean): Uint8Array {
  return new Uint8Array(room((rows + 7) >> 3, shared));
}

/** Filled cells of removed rows. */
function looseCellsOf(blocks: readonly RowBlock[], removed: Uint8Array): number {
  let sum = 0;
  for (const { arrays, firstRow, rows } of blocks) {
    const { start } = arrays;
    for (let row = 0; row < rows; row += 1) {
      if (isRemoved(removed, firstRow + row)) sum += (start[row + 1] ?? 0) - (start[row] ?? 0);
    }
  }
  return sum;
}

function setBit(bits: Uint8Array, row: number): void {
  bits[row >> 3] = (bits[row >> 3] ?? 0) | (1 << (row & 7));
}

/** As they follow each other: rows and values numbered from 0. */
function numbered(blocks: readonly RowArrays[]): readonly RowBlock[] {
  let [row, value] = [0, 0];
  return blocks.map((arrays) => {
    const block = new RowBlock(arrays, row, value);
    row += block.rows;
    value += block.values;
    return block;
  });
}

/**
 * INVARIANT (few blocks): each block after the first is more than twice as long as the next, so there are few however many changes came, and a row
 * is copied once for each doubling. The first, which may be huge, is never copied. Of sealed rows, and again of those that came since.
 */
function mergedTail(blocks: readonly RowBlock[], sealed: number): readonly RowBlock[] {
  const merged: RowBlock[] = [];
  for (const block of blocks) {
    merged.push(block);
    for (;;) {
      const [a, b] = merged.slice(-2);
      if (merged.length < 3 || a === undefined || b === undefined) break;
      if (a.rows > 2 * b.rows || (sealed > 0 && b.firstRow === sealed)) break;
      const none = new Uint8Array(0);
      const arrays = joined(a.arrays, b.arrays, none, isShared(a.arrays));
      merged.splice(-2, 2, new RowBlock(arrays, a.firstRow, a.firstValue));
    }
  }
  return merged;
}

/** With the register of names there: it is made once, for all who read the arrays. */
function withRegister(arrays: RowArrays, shared: boolean): RowArrays {
  if (arrays.names !== null || arrays.idColumn < 0) return arrays;
  return { ...arrays, names: new RowBlock(arrays, 0, 0).register(shared) };
}

/** Takes rows one by one; grows by doubling. */
export class RowStoreBuilder {
  readonly #shape: StoreShape;
  readonly #texts = new Interner();
  #rows = 0;
  #cells = 0;
  #start = new Int32Array(1 << 8);
  #column = new Uint16Array(1 << 10);
  #value = new Int32Array(1 << 10);
  #from = new Float64Array(0);
  #until = new Float64Array(0);
  #fromText = new Int32Array(0);
  #untilText = new Int32Array(0);

  constructor(shape: StoreShape) {
    this.#shape = shape;
  }

  get rows(): number {
    return this.#rows;
  }

  /** Distinct cells so far; their numbers are below. */
  get values(): number {
    return this.#texts.count;
  }

  /** The number of a cell's value; −1 when it is empty. Throws a TypeError on what JSON cannot say. */
  cell(value: unknown): number {
    return value === null || value === undefined ? -1 : this.text(canonicalJson(value));
  }

  /** The number of a value that is canonical JSON already. */
  text(canonical: string): number {
    return this.#texts.intern(canonical);
  }

  /** Cells in the order of the columns, key first. */
  append(cells: readonly unknown[], period: StoredPeriod = OPEN): void {
    this.#makeRoom();
    for (let column = 0; column < this.#shape.columns; column += 1) {
      this.#put(column, this.cell(cells[column]));
    }
    this.#endRow(period);
  }

  /** The same with numbers that `cell` gave. */
  appendNumbers(cells: Int32Array, period: StoredPeriod = OPEN): void {
    this.#makeRoom();
    for (let column = 0; column < this.#shape.columns; column += 1) {
      this.#put(column, cells[column] ?? -1);
    }
    this.#endRow(period);
  }

  /** The store, on shared memory when `shared` and there is such memory. The builder is not to be used again. */
  build(shared: boolean): RowStore {
    const { table, columns, idColumn, dated } = this.#shape;
    const start = new Int32Array(room((this.#rows + 1) * 4, shared));
    start.set(this.#start.subarray(0, this.#rows + 1));
    const column = new Uint16Array(room(this.#cells * 2, shared));
    column.set(this.#column.subarray(0, this.#cells));
    const value = new Int32Array(room(this.#cells * 4, shared));
    value.set(this.#value.subarray(0, this.#cells));
    const arrays = {
      table,
      rows: this.#rows,
      columns,
      idColumn,
      start,
      column,
      value,
      texts: this.#texts.arrays(shared),
      periods: dated ? this.#periods(shared) : null,
      names: null,
      removed: bitmap(this.#rows, shared),
    };
    return RowStore.fromArrays(withRegister(arrays, shared));
  }

  #periods(shared: boolean): PeriodArrays {
    const rows = this.#rows;
    const doubles = (values: Float64Array): Float64Array => {
      const copy = new Float64Array(room(rows * 8, shared));
      copy.set(values.subarray(0, rows));
      return copy;
    };
    const words = (values: Int32Array): Int32Array => {
      const copy = new Int32Array(room(rows * 4, shared));
      copy.set(values.subarray(0, rows));
      return copy;
    };
    return {
      from: doubles(this.#from),
      until: doubles(this.#until),
      fromText: words(this.#fromText),
      untilText: words(this.#untilText),
    };
  }

  #put(column: number, value: number): void {
    if (value < 0) return;
    this.#column[this.#cells] = column;
    this.#value[this.#cells] = value;
    this.#cells += 1;
  }

  #endRow({ from, until, validFrom, validUntil }: StoredPeriod): void {
    const row = this.#rows;
    this.#rows += 1;
    this.#start[this.#rows] = this.#cells;
    if (!this.#shape.dated) return;
    this.#from[row] = from;
    this.#until[row] = until;
    this.#fromText[row] = this.cell(validFrom);
    this.#untilText[row] = this.cell(validUntil);
  }

  #makeRoom(): void {
    if (this.#cells + this.#shape.columns > this.#column.length) {
      const length = Math.max(this.#column.length * 2, this.#cells + this.#shape.columns);
      this.#column = longer(this.#column, new Uint16Array(length));
      this.#value = longer(this.#value, new Int32Array(length));
    }
    const rows = this.#rows + 2;
    if (rows > this.#start.length) {
      this.#start = longer(this.#start, new Int32Array(this.#start.length * 2));
    }
    if (this.#shape.dated && rows > this.#from.length) {
      const length = this.#start.length;
      this.#from = longer(this.#from, new Float64Array(length));
      this.#until = longer(this.#until, new Float64Array(length));
      this.#fromText = longer(this.#fromText, new Int32Array(length));
      this.#untilText = longer(this.#untilText, new Int32Array(length));
    }
  }
}

function longer<T extends Int32Array | Uint16Array | Float64Array>(old: T, fresh: T): T {
  fresh.set(old);
  return fresh;
}
