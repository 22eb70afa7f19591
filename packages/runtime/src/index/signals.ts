/**
 * What criteria say of one declaration, only those that are not false: sparse, as a million are asked and a few speak.
 *
 * Sorted by criterion, then row. Reused from declaration to declaration.
 */

/** More rows than a table can have, plus one for "no row": criterion × ROWS + row + 1 is exact in a double. */
const ROWS = 2 ** 27;

export class Signals {
  count = 0;
  criterion = new Int32Array(256);
  /** Place in the bound table from 0; −1 without rows, or when the table is not bound. */
  row = new Int32Array(256);
  /** 1 unknown, 2 true. */
  truth = new Uint8Array(256);
  /** Fired row of `decide` from 1; 0 none. */
  tableRow = new Int32Array(256);

  clear(): void {
    this.count = 0;
  }

  add(criterion: number, row: number, truth: number, tableRow: number): void {
    const at = this.count;
    if (at === this.criterion.length) this.#grow();
    this.criterion[at] = criterion;
    this.row[at] = row;
    this.truth[at] = truth;
    this.tableRow[at] = tableRow;
    this.count = at + 1;
  }

  /** INVARIANT (order of signals): ascending by criterion, then row. */
  sort(): void {
    const { count } = this;
    let isSorted = true;
    for (let at = 1; at < count && isSorted; at++) {
      const before = this.criterion[at - 1] ?? 0;
      const own = this.criterion[at] ?? 0;
      isSorted = before < own || (before === own && (this.row[at - 1] ?? 0) <= (this.row[at] ?? 0));
    }
    if (!isSorted) this.#sort();
  }

  /** Doubles sort natively; a pair of criterion and row occurs once, so it also tells where it stood. */
  #sort(): void {
    const { count, criterion, row } = this;
    const packed = new Float64Array(count);
    let isPlain = true;
    for (let at = 0; at < count; at++) {
      packed[at] = (criterion[at] as number) * ROWS + (row[at] as number) + 1;
      isPlain &&= this.truth[at] === this.truth[0] && this.tableRow[at] === this.tableRow[0];
    }
    if (!isPlain) this.#moveAlong(packed);
    packed.sort();
    for (let at = 0; at < count; at++) {
      const each = packed[at] as number;
      const own = Math.floor(each / ROWS);
      criterion[at] = own;
      row[at] = each - own * ROWS - 1;
    }
  }

  /** Puts truths and fired rows where their pair will stand. */
  #moveAlong(packed: Float64Array): void {
    const places = new Map<number, number>();
    packed.forEach((each, at) => {
      places.set(each, at);
    });
    const truth = this.truth.slice(0, packed.length);
    const tableRow = this.tableRow.slice(0, packed.length);
    packed.toSorted().forEach((each, at) => {
      const from = places.get(each) ?? 0;
      this.truth[at] = truth[from] ?? 0;
      this.tableRow[at] = tableRow[from] ?? 0;
    });
  }

  #grow(): void {
    const size = this.criterion.length * 2;
    this.criterion = longer(this.criterion, new Int32Array(size));
    this.row = longer(this.row, new Int32Array(size));
    this.truth = longer(this.truth, new Uint8Array(size));
    this.tableRow = longer(this.tableRow, new Int32Array(size));
  }
}

function longer<T extends Int32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
