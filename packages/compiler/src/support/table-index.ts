/**
 * Look-up of the best row of a bound table, rows a value can match, and columns as arrays.
 *
 * Part of every bundle. Comes in: bound rows and how each key column matches. Goes out: the number of the closest row in force, or the place after the last
 * row. One level of the tree per key column, tried closest first, so the first row found is the best: columns decide from left to right.
 */
import type { BoundRow, RowList, TableBinding } from "@luong/spec";

export interface KeyColumn {
  readonly match: "equal" | "under" | "between";
  /** Reads a cell that is not empty: text or number; of a range each end. */
  readonly read: (cell: never) => unknown;
  /** `under`: lengths of the list's levels. */
  readonly levels?: readonly number[];
  /** `under` in a tree: the code above; null at a root, undefined for a code the tree does not know. */
  readonly parentOf?: (code: string) => string | null | undefined;
  /** `between` of times of day: the range may pass midnight. */
  readonly wraps?: boolean;
}

interface Range {
  readonly from: unknown;
  readonly to: unknown;
  readonly node: Node;
}

interface Node {
  /** By value of the filled cell. */
  readonly filled: Map<unknown, Node>;
  readonly ranges: Range[];
  /** Rows whose cell is empty. */
  empty: Node | null;
  /** Below the last column: rows, in the order bound. */
  readonly rows: number[];
}

function emptyNode(): Node {
  return { filled: new Map(), ranges: [], empty: null, rows: [] };
}

export class TableIndex {
  /** Values of the keys of the next look-up; undefined or NaN when unknown. */
  readonly keys: unknown[];
  /** The last look-up found no row because a tree did not know a key. */
  open = false;
  readonly #columns: readonly KeyColumn[];
  /** Places of columns in trees. */
  readonly #trees: readonly number[];
  readonly #root: Node = emptyNode();
  readonly #from: Float64Array;
  readonly #until: Float64Array;
  readonly #none: number;

  constructor(table: TableBinding | undefined, columns: readonly KeyColumn[]) {
    const rows = rowsOf(table);
    this.#columns = columns;
    this.#trees = columns.flatMap(({ parentOf }, place) => (parentOf === undefined ? [] : [place]));
    this.keys = columns.map(() => undefined);
    this.#none = rows.length;
    this.#from = fromOf(table);
    this.#until = untilOf(table);
    for (let number = 0; number < rows.length; number += 1) {
      const row = rows.at(number);
      if (row !== undefined) this.#insert(row, number);
    }
  }

  #insert(row: BoundRow, number: number): void {
    let node = this.#root;
    this.#columns.forEach((column, place) => {
      node = child(node, column, row.cells[place] ?? null);
    });
    node.rows.push(number);
  }

  /** The closest row in force at `at`; the number of rows when there is none or a key is unknown. */
  find(at: number): number {
    this.open = false;
    if (Number.isNaN(at)) return this.#none;
    for (let place = 0; place < this.keys.length; place += 1) {
      const key = this.keys[place];
      if (key === undefined || Number.isNaN(key)) return this.#none;
    }
    for (const place of this.#trees) {
      if (!this.#isForeign(place) || !this.#isOpen(this.#root, 0, at, false)) continue;
      this.open = true;
      return this.#none;
    }
    return this.#search(this.#root, 0, at);
  }

  /** A key whose tree does not know it: what it is under cannot be told. */
  #isForeign(place: number): boolean {
    const { parentOf } = this.#columns[place] ?? {};
    return parentOf !== undefined && parentOf(String(this.keys[place])) === undefined;
  }

  /** Is there a row in force that may match, or not, because of a foreign key? It leaves the whole look-up open. */
  #isOpen(node: Node | undefined | null, place: number, at: number, open: boolean): boolean {
    if (node === undefined || node === null) return false;
    const column = this.#columns[place];
    if (column === undefined) return open && this.#inForce(node.rows, at) !== this.#none;
    if (this.#isOpen(node.empty, place + 1, at, open)) return true;
    const key = this.keys[place];
    if (this.#isForeign(place)) {
      for (const [code, below] of node.filled) {
        if (this.#isOpen(below, place + 1, at, open || code !== key)) return true;
      }
      return false;
    }
    for (const below of this.#matching(node, column, key)) {
      if (this.#isOpen(below, place + 1, at, open)) return true;
    }
    return false;
  }

  /** Nodes of filled cells that match a key, in no order. */
  #matching(node: Node, column: KeyColumn, key: unknown): readonly Node[] {
    if (column.match === "between") {
      return node.ranges
        .filter(({ from, to }) => isBetween(key, from, to, column.wraps === true))
        .map((range) => range.node);
    }
    const above = column.match === "under" ? codesAbove(String(key), column) : [];
    return [key, ...above].flatMap((code) => node.filled.get(code) ?? []);
  }

  #search(node: Node | undefined | null, place: number, at: number): number {
    if (node === undefined || node === null) return this.#none;
    const column = this.#columns[place];
    if (column === undefined) return this.#inForce(node.rows, at);
    const found = this.#searchFilled(node, column, place, at);
    return found === this.#none ? this.#search(node.empty, place + 1, at) : found;
  }

  #searchFilled(node: Node, column: KeyColumn, place: number, at: number): number {
    const key = this.keys[place];
    if (column.match === "between") return this.#searchRanges(node, key, column, place, at);
    const exact = this.#search(node.filled.get(key), place + 1, at);
    if (exact !== this.#none || column.match === "equal" || typeof key !== "string") return exact;
    if (column.parentOf !== undefined)
      return this.#searchTree(node, key, column.parentOf, place, at);
    const levels = column.levels ?? [];
    // Longest prefix first.
    for (let index = levels.length - 1; index >= 0; index -= 1) {
      const length = levels[index] ?? 0;
      if (length >= key.length) continue;
      const found = this.#search(node.filled.get(key.slice(0, length)), place + 1, at);
      if (found !== this.#none) return found;
    }
    return this.#none;
  }

  /** Nearest code above first; the code itself has been tried. */
  #searchTree(
    node: Node,
    key: string,
    parentOf: (code: string) => string | null | undefined,
    place: number,
    at: number,
  ): number {
    let code = parentOf(key);
    for (let steps = 0; typeof code === "string" && steps < STEPS_MAX; steps += 1) {
      const found = this.#search(node.filled.get(code), place + 1, at);
      if (found !== this.#none) return found;
      code = parentOf(code);
    }
    return this.#none;
  }

  #searchRanges(node: Node, key: unknown, column: KeyColumn, place: number, at: number): number {
    let best = this.#none;
    for (const { from, to, node: below } of node.ranges) {
      if (!isBetween(key, from, to, column.wraps === true)) continue;
      best = Math.min(best, this.#search(below, place + 1, at));
    }
    return best;
  }

  #inForce(rows: readonly number[], at: number): number {
    for (const row of rows) {
      if ((this.#from[row] ?? 0) <= at && at < (this.#until[row] ?? 0)) return row;
    }
    return this.#none;
  }
}

/** Steps after which a tree is taken to be a circle; bindings refuse circles. */
const STEPS_MAX = 100_000;

/** The codes a code is under, without itself. */
function codesAbove(code: string, { levels = [], parentOf }: KeyColumn): readonly string[] {
  if (parentOf === undefined) {
    return levels.filter((length) => length < code.length).map((length) => code.slice(0, length));
  }
  const above: string[] = [];
  let at = parentOf(code);
  while (typeof at === "string" && above.length < STEPS_MAX) {
    above.push(at);
    at = parentOf(at);
  }
  return above;
}

function child(node: Node, column: KeyColumn, cell: unknown): Node {
  if (cell === null || cell === undefined) {
    node.empty ??= emptyNode();
    return node.empty;
  }
  const read = (each: unknown): unknown => column.read(each as never);
  if (column.match === "between") {
    if (!Array.isArray(cell)) throw new TypeError("a cell of a range is a pair");
    const below = emptyNode();
    node.ranges.push({ from: read(cell[0]), to: read(cell[1]), node: below });
    return below;
  }
  const value = read(cell);
  let below = node.filled.get(value);
  if (below === undefined) {
    below = emptyNode();
    node.filled.set(value, below);
  }
  return below;
}

function isBetween(key: unknown, from: unknown, to: unknown, wraps: boolean): boolean {
  const value = Number(key);
  const [low, high] = [Number(from), Number(to)];
  return wraps && low > high ? value >= low || value <= high : value >= low && value <= high;
}

export function rowsOf(table: TableBinding | undefined): RowList {
  return table?.rows ?? [];
}

/** Start of force by row, ms; a table that is not dated is always in force, a removed row never. */
export function fromOf(table: TableBinding | undefined): Float64Array {
  return endsOf(table, Infinity, ({ from }) => (table?.dated === true ? from : -Infinity));
}

export function untilOf(table: TableBinding | undefined): Float64Array {
  return endsOf(table, -Infinity, ({ until }) => (table?.dated === true ? until : Infinity));
}

function endsOf(
  table: TableBinding | undefined,
  removed: number,
  endOf: (row: BoundRow) => number,
): Float64Array {
  const rows = rowsOf(table);
  const ends = new Float64Array(rows.length).fill(removed);
  for (let number = 0; number < rows.length; number += 1) {
    const row = rows.at(number);
    if (row !== undefined) ends[number] = endOf(row);
  }
  return ends;
}

function cellAt(rows: RowList, number: number, place: number): unknown {
  if (rows.cellAt !== undefined) return rows.cellAt(number, place);
  return rows.at(number)?.cells[place] ?? null;
}

/** One form of a column over all rows, with `absent` after the last for "no row". */
export function columnOf<T>(
  rows: RowList,
  place: number,
  read: (cell: never) => T,
  absent: T,
): readonly T[] {
  const values: T[] = [];
  for (let number = 0; number < rows.length; number += 1) {
    const cell = cellAt(rows, number, place);
    values.push(cell === null ? absent : read(cell as never));
  }
  values.push(absent);
  return values;
}

/** Rows remembered for all values together; beyond it the memory starts anew. */
const CANDIDATES_MAX = 1_000_000;

/** Rows a value can match by one column, ascending; worked out once for each value that comes. */
export class RowFilter {
  readonly #cells: readonly (string | undefined)[];
  readonly #holds: (value: string, cell: string) => boolean;
  readonly #known = new Map<string, Int32Array>();
  #size = 0;

  /** An empty cell (undefined) matches every value. */
  constructor(
    cells: readonly (string | undefined)[],
    holds: (value: string, cell: string) => boolean,
  ) {
    // The last place of a column stands for "no row".
    this.#cells = cells.slice(0, -1);
    this.#holds = holds;
  }

  rows(value: string): Int32Array {
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    const found: number[] = [];
    this.#cells.forEach((cell, row) => {
      if (cell === undefined || this.#holds(value, cell)) found.push(row);
    });
    const rows = Int32Array.from(found);
    this.#size += rows.length + 1;
    if (this.#size > CANDIDATES_MAX) {
      this.#known.clear();
      this.#size = rows.length + 1;
    }
    this.#known.set(value, rows);
    return rows;
  }
}

/** Ends of the intervals [from, until) in which some row is in force, ascending and apart; for `inIntervals`. */
export function timesInForce(from: Float64Array, until: Float64Array): Float64Array {
  const rows = [...from.keys()].filter((row) => (from[row] ?? 0) < (until[row] ?? 0));
  rows.sort((a, b) => (from[a] ?? 0) - (from[b] ?? 0));
  const ends: number[] = [];
  for (const row of rows) {
    const [start, end] = [from[row] ?? 0, until[row] ?? 0];
    const last = ends.at(-1);
    if (last === undefined || start > last) ends.push(start, end);
    else ends[ends.length - 1] = Math.max(last, end);
  }
  return Float64Array.from(ends);
}
