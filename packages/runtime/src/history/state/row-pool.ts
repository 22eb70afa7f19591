/**
 * Rows in flat memory: times, identities, filters and values by column, in chunks, handed out as runs of places.
 *
 * A run of `capacity` places lies within one chunk. An address is the number of the chunk and the place in it; it stays until the run is given back. Knows
 * no keys and no order.
 */
import { Numbers, Times } from "./numbers.ts";

export const CHUNK_BITS = 16;
export const CHUNK_ROWS: number = 1 << CHUNK_BITS;
export const PLACE_MASK: number = CHUNK_ROWS - 1;
const FIRST_ROWS = 64;
const WORD_BITS = 32;

/** Sizes a run may have; rows of one key are mostly few. */
export const capacities: readonly number[] = [
  1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256,
];
/** Rows of the largest run. */
export const RUN_MAX = 256;

/** What all rows of a group have. */
export interface RowShape {
  readonly filters: number;
  /** Columns and facts. */
  readonly values: number;
}

/** One row, outside of the pool. */
export class Row {
  time = 0;
  /** Handle of its identity. */
  id = 0;
  /** Visible to questions from here, and until. */
  known = 0;
  until: number = Number.POSITIVE_INFINITY;
  readonly bits: number[];
  readonly values: number[];
  /** Number of the unit of each value, 0 when the type says it. */
  readonly tags: number[];

  constructor({ filters, values }: RowShape) {
    this.bits = new Array<number>(Math.ceil(filters / WORD_BITS)).fill(0);
    this.values = new Array<number>(values).fill(Number.NaN);
    this.tags = new Array<number>(values).fill(0);
  }

  copyFrom(other: Row): void {
    this.time = other.time;
    this.id = other.id;
    this.known = other.known;
    this.until = other.until;
    for (let at = 0; at < this.bits.length; at += 1) this.bits[at] = other.bits[at] ?? 0;
    for (let at = 0; at < this.values.length; at += 1) {
      this.values[at] = other.values[at] ?? Number.NaN;
      this.tags[at] = other.tags[at] ?? 0;
    }
  }

  /** Apart from when it is known. */
  saysTheSame(other: Row): boolean {
    return (
      this.time === other.time &&
      this.bits.every((word, at) => word === other.bits[at]) &&
      this.values.every((value, at) => Object.is(value, other.values[at])) &&
      this.tags.every((tag, at) => tag === other.tags[at])
    );
  }
}

type Bits = Uint8Array | Uint16Array | Uint32Array;

function bitsFor(filters: number, word: number, length: number): Bits {
  const left = filters - word * WORD_BITS;
  if (left <= 8) return new Uint8Array(length);
  return left <= 16 ? new Uint16Array(length) : new Uint32Array(length);
}

export class RowChunk {
  readonly times: Times;
  /** Null: every row is known when it happens. */
  known: Times | null = null;
  ids: Uint32Array;
  /** 32 filters each, the last as narrow as it may be. */
  readonly bits: Bits[];
  readonly values: Numbers[];
  /** By value; null: the type says all units. */
  readonly tags: (Uint32Array | null)[];
  length: number;
  readonly #shape: RowShape;

  constructor(shape: RowShape, length: number) {
    this.#shape = shape;
    this.length = length;
    this.times = new Times(length);
    this.ids = new Uint32Array(length);
    const words = Math.ceil(shape.filters / WORD_BITS);
    this.bits = Array.from({ length: words }, (_, word) => bitsFor(shape.filters, word, length));
    this.values = Array.from({ length: shape.values }, () => new Numbers(length));
    this.tags = Array.from({ length: shape.values }, () => null);
  }

  get bytes(): number {
    let sum = this.times.bytes + (this.known?.bytes ?? 0) + this.ids.byteLength;
    for (const word of this.bits) sum += word.byteLength;
    for (const column of this.values) sum += column.bytes;
    for (const tags of this.tags) sum += tags?.byteLength ?? 0;
    return sum;
  }

  knownAt(place: number): number {
    return this.known === null ? this.times.get(place) : this.known.get(place);
  }

  write(place: number, row: Row): void {
    this.times.set(place, row.time);
    if (this.known === null && row.known !== row.time) this.#tellKnown();
    this.known?.set(place, row.known);
    this.ids[place] = row.id;
    for (let word = 0; word < this.bits.length; word += 1) {
      const bits = this.bits[word];
      if (bits !== undefined) bits[place] = row.bits[word] ?? 0;
    }
    for (let column = 0; column < this.values.length; column += 1) {
      this.values[column]?.set(place, row.values[column] ?? Number.NaN);
      this.#writeTag(column, place, row.tags[column] ?? 0);
    }
  }

  #writeTag(column: number, place: number, tag: number): void {
    let tags = this.tags[column] ?? null;
    if (tags === null) {
      if (tag === 0) return;
      tags = new Uint32Array(this.length);
      this.tags[column] = tags;
    }
    tags[place] = tag;
  }

  /** From now on a row may be known at another time than it happened. */
  #tellKnown(): void {
    this.known = new Times(this.length);
    for (let place = 0; place < this.length; place += 1) {
      this.known.set(place, this.times.get(place));
    }
  }

  read(place: number, row: Row): void {
    row.time = this.times.get(place);
    row.id = this.ids[place] ?? 0;
    row.known = this.knownAt(place);
    row.until = Number.POSITIVE_INFINITY;
    for (let word = 0; word < this.bits.length; word += 1)
      row.bits[word] = this.bits[word]?.[place] ?? 0;
    for (let column = 0; column < this.values.length; column += 1) {
      row.values[column] = this.values[column]?.get(place) ?? Number.NaN;
      row.tags[column] = this.tags[column]?.[place] ?? 0;
    }
  }

  shift(from: number, to: number, count: number): void {
    this.times.shift(from, to, count);
    this.known?.shift(from, to, count);
    this.ids.copyWithin(to, from, from + count);
    for (const bits of this.bits) bits.copyWithin(to, from, from + count);
    for (const column of this.values) column.shift(from, to, count);
    for (const tags of this.tags) tags?.copyWithin(to, from, from + count);
  }

  grow(length: number): void {
    this.times.grow(length);
    this.known?.grow(length);
    const ids = new Uint32Array(length);
    ids.set(this.ids);
    this.ids = ids;
    for (let word = 0; word < this.bits.length; word += 1) {
      const longer = bitsFor(this.#shape.filters, word, length);
      longer.set(this.bits[word] ?? []);
      this.bits[word] = longer;
    }
    for (const column of this.values) column.grow(length);
    for (let column = 0; column < this.tags.length; column += 1) {
      const old = this.tags[column] ?? null;
      if (old === null) continue;
      const tags = new Uint32Array(length);
      tags.set(old);
      this.tags[column] = tags;
    }
    this.length = length;
  }
}

export class RowPool {
  readonly shape: RowShape;
  readonly chunks: RowChunk[] = [];
  /** Places of the last chunk that were handed out. */
  #used: number = CHUNK_ROWS;
  /** Runs given back, by place of their capacity in `capacities`. */
  readonly #free: number[][] = capacities.map(() => []);
  readonly #row: Row;

  constructor(shape: RowShape) {
    this.shape = shape;
    this.#row = new Row(shape);
  }

  get bytes(): number {
    return this.chunks.reduce((sum, chunk) => sum + chunk.bytes, 0);
  }

  chunkOf(address: number): RowChunk {
    const chunk = this.chunks[address >>> CHUNK_BITS];
    if (chunk === undefined) throw new RangeError(`no rows at ${address}`);
    return chunk;
  }

  /** A run of `capacities[size]` places. */
  take(size: number): number {
    const freed = this.#free[size]?.pop();
    if (freed !== undefined) return freed;
    const capacity = capacities[size] ?? RUN_MAX;
    if (this.#used + capacity > CHUNK_ROWS) {
      const length = this.chunks.length === 0 ? FIRST_ROWS : FIRST_ROWS * 16;
      this.chunks.push(new RowChunk(this.shape, length));
      this.#used = 0;
    }
    const last = this.chunks.length - 1;
    const chunk = this.chunks[last];
    const needed = this.#used + capacity;
    if (chunk !== undefined && needed > chunk.length) {
      const wanted = Math.max(needed, last === 0 ? chunk.length * 2 : chunk.length * 4);
      chunk.grow(Math.min(CHUNK_ROWS, wanted));
    }
    const address = last * CHUNK_ROWS + this.#used;
    this.#used = needed;
    return address;
  }

  give(address: number, size: number): void {
    this.#free[size]?.push(address);
  }

  write(address: number, row: Row): void {
    this.chunkOf(address).write(address & PLACE_MASK, row);
  }

  read(address: number, row: Row): void {
    this.chunkOf(address).read(address & PLACE_MASK, row);
  }

  /** Moves rows within one run. */
  shift(from: number, to: number, count: number): void {
    if (count > 0) this.chunkOf(from).shift(from & PLACE_MASK, to & PLACE_MASK, count);
  }

  /** Copies rows to another run. */
  copy(from: number, to: number, count: number): void {
    for (let at = 0; at < count; at += 1) {
      this.read(from + at, this.#row);
      this.write(to + at, this.#row);
    }
  }
}
