/**
 * Finds ties among the rows of a store, however many there are: rows are sorted by a hash of their key, and only those that agree in it are looked at.
 *
 * Beside the rows it takes 8 bytes for each, and objects for the rows of one key at a time. What a tie is, `ties.ts` says.
 */
import type { Column, Schema, TableIr } from "@luong/spec";
import { mixed } from "../rows/bytes.ts";
import type { RowStore } from "../rows/row-store.ts";
import { rangeOf } from "./row-intake.ts";
import { findTies, type KeyedRow, type KeyPart, valuePart } from "./ties.ts";

function keyPart(column: Column, cell: unknown, schema: Schema): KeyPart {
  const range = column.match === "between" ? rangeOf(column, cell, schema) : undefined;
  return range === undefined ? valuePart(cell) : { kind: "range", ...range };
}

/** Stands for every range: rows of one group may differ in them. */
const ANY_RANGE = -2;

class KeyHasher {
  readonly #table: TableIr;
  readonly #store: RowStore;
  readonly #schema: Schema;
  readonly #cells: Int32Array;

  constructor(table: TableIr, store: RowStore, schema: Schema) {
    this.#table = table;
    this.#store = store;
    this.#schema = schema;
    this.#cells = new Int32Array(store.columns);
  }

  /** 32 bits; undefined when there is no such row. */
  hash(row: number): number | undefined {
    if (!this.#store.read(row, this.#cells)) return undefined;
    let hash = 0;
    for (const [index, column] of this.#table.key.entries()) {
      hash = mixed(hash ^ this.#part(column, this.#cells[index] ?? -1));
    }
    return hash;
  }

  #part(column: Column, number: number): number {
    if (column.match !== "between" || number < 0) return number;
    const range = rangeOf(column, this.#store.valueOf(number), this.#schema);
    return range === undefined ? number : ANY_RANGE;
  }
}

/** Rows, those of equal hash beside each other and in their order; `base` divides a number into hash and row. */
function sortedByHash(
  table: TableIr,
  store: RowStore,
  schema: Schema,
): { readonly numbers: Float64Array; readonly base: number } {
  const hasher = new KeyHasher(table, store, schema);
  // A double holds 53 bits: the row takes what it needs, the hash the rest.
  const rowBits = Math.max(21, Math.ceil(Math.log2(store.length + 1)));
  const base = 2 ** rowBits;
  const dropped = 2 ** (32 - (53 - rowBits));
  const numbers = new Float64Array(store.length);
  let count = 0;
  for (let row = 0; row < store.length; row += 1) {
    const hash = hasher.hash(row);
    if (hash !== undefined) numbers[count++] = Math.floor(hash / dropped) * base + row;
  }
  return { numbers: numbers.subarray(0, count).sort(), base };
}

/** Pairs `[earlier, later]` of rows from 0, by the later; at most `limit`. */
export function findStoreTies(
  table: TableIr,
  given: RowStore,
  schema: Schema,
  limit: number,
): readonly (readonly [number, number])[] {
  // Only within one block do equal cells have equal numbers.
  const store = given.isCompact ? given : given.compact();
  const { numbers, base } = sortedByHash(table, store, schema);
  const ties: (readonly [number, number])[] = [];
  const keyed = (number: number): KeyedRow => {
    const row = number % base;
    const bound = store.at(row);
    const key = table.key.map((column, index) => keyPart(column, bound?.cells[index], schema));
    return { number: row, from: bound?.from ?? 0, until: bound?.until ?? 0, key };
  };
  for (let at = 0; at < numbers.length && ties.length < limit; ) {
    let end = at + 1;
    const hash = Math.floor((numbers[at] ?? 0) / base);
    while (end < numbers.length && Math.floor((numbers[end] ?? 0) / base) === hash) end += 1;
    if (end - at > 1) {
      const group = Array.from(numbers.subarray(at, end), keyed);
      for (const [a, b] of findTies(group, limit - ties.length)) ties.push([a.number, b.number]);
    }
    at = end;
  }
  return ties.sort(([, a], [, b]) => a - b);
}
