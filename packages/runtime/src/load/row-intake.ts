/**
 * Rows of a table on their way in: each distinct cell of a column is checked once, sound rows go into a store, problems are collected.
 *
 * For tables of any size: what is kept beside the store is a byte for each distinct cell and column. Whether two rows tie is asked when all are in
 * (`bind-table.ts`).
 */
import type { Column, Fault, Schema, TableIr } from "@luong/spec";
import { canonicalJson, parseDate, parseInstant, parseTime } from "@luong/spec";
import { hasCode } from "../facts/code-sets.ts";
import { codeFault, sortedFaults } from "../facts/faults.ts";
import { pointer } from "../facts/pointer.ts";
import { fault } from "../messages/catalogue.ts";
import { type RowStore, RowStoreBuilder, storeShape } from "../rows/row-store.ts";
import type { BindContext } from "./bind-context.ts";
import { CellChecker } from "./cells.ts";
import { readPeriod } from "./periods.ts";

export function columnsOf(table: TableIr): readonly Column[] {
  return [...table.key, ...table.value];
}

/** A number that orders the ends of a range as the values are ordered; undefined for what has no order of its own. */
function endFrom(column: Column, end: unknown, schema: Schema): number | undefined {
  if (typeof end === "number") return end;
  if (typeof end === "object" && end !== null) {
    // Amounts with their own currency or unit: compared only within one; the checker allows no mixture in a column.
    const amount: unknown = Reflect.get(end, "amount") ?? Reflect.get(end, "value");
    return typeof amount === "number" ? amount : undefined;
  }
  if (typeof end !== "string") return undefined;
  switch (column.type.kind) {
    case "date":
      return parseDate(end);
    case "time":
      return parseTime(end);
    case "instant":
      return parseInstant(end, schema.zoneMinutes);
    default:
      return undefined;
  }
}

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The ends of a filled cell of a `between` column; undefined when they have no order, or run backwards as times may. */
export function rangeOf(column: Column, cell: unknown, schema: Schema): Range | undefined {
  if (!Array.isArray(cell) || cell.length !== 2) return undefined;
  const from = endFrom(column, cell[0], schema);
  const to = endFrom(column, cell[1], schema);
  return from === undefined || to === undefined || from > to ? undefined : { from, to };
}

/** What is wrong with the ends of a range, whose values are sound each for itself. */
function rangeFault(
  column: Column,
  cell: unknown,
  path: string,
  schema: Schema,
): Fault | undefined {
  if (!Array.isArray(cell) || rangeOf(column, cell, schema) !== undefined) return undefined;
  const [low, high]: readonly unknown[] = cell;
  const from = endFrom(column, low, schema);
  const to = endFrom(column, high, schema);
  if (cell.length !== 2 || from === undefined || to === undefined) {
    return fault("LU6511", path, { expected: { kind: "pair" }, got: "list" });
  }
  // Times may wrap midnight; every other range must not end before it begins.
  if (column.type.kind === "time") return undefined;
  const shown = { column: column.name, from: JSON.stringify(low), to: JSON.stringify(high) };
  return fault("LU6513", path, shown);
}

/** Distinct bad cells that get a suggestion: to look for the nearest of all codes takes milliseconds. */
const SUGGESTED = 1000;
/** Faults of bad cells remembered, by cell. */
const FAULTS_KEPT = 10_000;

/** Holds cells of one table to their columns. */
export class RowChecker {
  readonly #context: BindContext;
  readonly #columns: readonly Column[];
  readonly #cells: readonly CellChecker[];
  readonly #known = new Map<string, readonly Fault[]>();
  #suggested = 0;

  constructor(table: TableIr, context: BindContext) {
    this.#context = context;
    this.#columns = columnsOf(table);
    this.#cells = this.#columns.map(({ name, type, optional, match }) => {
      return new CellChecker(context, [{ name, type, optional, pair: match === "between" }]);
    });
  }

  /** What is wrong with a row, in the order of paths; these begin at the row. */
  faultsOf(cells: readonly unknown[]): readonly Fault[] {
    return sortedFaults(
      this.#columns.flatMap((_, column) => this.#faultsAt(column, cells[column])),
    );
  }

  /** Does a cell fit its column? */
  fits(column: number, cell: unknown): boolean {
    const declared = this.#columns[column];
    const checker = this.#cells[column];
    if (declared === undefined || checker?.hasForm([cell]) !== true) return false;
    const list = codeListOf(declared);
    if (list === null)
      return declared.match !== "between" || this.#rangeFault(declared, cell) === undefined;
    return codesIn(cell).every(({ code }) => this.#hasCode(list, code));
  }

  #hasCode(list: string, code: string): boolean {
    const set = this.#context.codeSets.get(list);
    return set === undefined || code === "" || hasCode(set, code);
  }

  /** Faults of bad cells are kept, since one mistake often stands in a million rows. */
  #faultsAt(column: number, cell: unknown): readonly Fault[] {
    if (this.fits(column, cell)) return [];
    const key = keyOf(column, cell);
    const known = key === null ? undefined : this.#known.get(key);
    if (known !== undefined) return known;
    const faults = this.#findFaults(column, cell);
    if (this.#known.size >= FAULTS_KEPT) this.#known.clear();
    if (key !== null) this.#known.set(key, faults);
    return faults;
  }

  #findFaults(column: number, cell: unknown): readonly Fault[] {
    const declared = this.#columns[column];
    if (declared === undefined) return [];
    const list = codeListOf(declared);
    if (list !== null) {
      this.#suggested += 1;
      const bad = codesIn(cell).filter(({ code }) => !this.#hasCode(list, code));
      if (this.#suggested > SUGGESTED && bad.length > 0) {
        const path = pointer("", declared.name);
        return bad.map(({ code, at }) =>
          codeFault(this.#context.schema, list, code, path + at, []),
        );
      }
    }
    const faults = this.#cells[column]?.faults([cell]) ?? [];
    if (faults.length > 0 || declared.match !== "between") return faults;
    const found = this.#rangeFault(declared, cell);
    return found === undefined ? [] : [found];
  }

  #rangeFault(declared: Column, cell: unknown): Fault | undefined {
    return rangeFault(declared, cell, pointer("", declared.name), this.#context.schema);
  }
}

/** The list whose codes a column holds, alone or as a set. */
function codeListOf({ type, match }: Column): string | null {
  if (match === "between") return null;
  const member = type.kind === "set" ? type.of : type;
  return member.kind === "code" ? member.list : null;
}

interface CodeAt {
  readonly code: string;
  /** Pointer from the cell on. */
  readonly at: string;
}

function codesIn(cell: unknown): readonly CodeAt[] {
  if (typeof cell === "string") return [{ code: cell, at: "" }];
  if (!Array.isArray(cell)) return [];
  return cell.flatMap((code: unknown, index) =>
    typeof code === "string" ? [{ code, at: pointer("", index) }] : [],
  );
}

function keyOf(column: number, cell: unknown): string | null {
  try {
    return `${column} ${canonicalJson(cell ?? null)}`;
  } catch {
    return null;
  }
}

/** By distinct cell of a column. */
const UNSEEN = 0;
const SOUND = 1;
const UNSOUND = 2;

/** LIMIT (table faults): beyond it bad rows are refused without words. */
export const MAX_TABLE_FAULTS = 100_000;

/** Number of a cell that does not fit its column. */
export const UNFIT = -2;

/** A period as written. */
type Written = { readonly [End in "validFrom" | "validUntil"]?: string | undefined };

export class RowIntake {
  readonly #table: TableIr;
  readonly #context: BindContext;
  readonly #checker: RowChecker;
  readonly #builder: RowStoreBuilder;
  readonly #seen: Uint8Array[];
  readonly #empty: readonly boolean[];
  readonly #numbers: Int32Array;

  constructor(table: TableIr, context: BindContext) {
    const columns = columnsOf(table);
    this.#table = table;
    this.#context = context;
    this.#checker = new RowChecker(table, context);
    this.#builder = new RowStoreBuilder(storeShape(table));
    this.#seen = columns.map(() => new Uint8Array(64));
    this.#empty = columns.map((_, index) => this.#checker.fits(index, null));
    this.#numbers = new Int32Array(columns.length);
  }

  /** Rows taken so far. */
  get rows(): number {
    return this.#builder.rows;
  }

  /** The number of a cell of a column, −1 when it is empty; `UNFIT` when it may not stand there. */
  number(column: number, cell: unknown): number {
    if (cell === null || cell === undefined) return this.#empty[column] === true ? -1 : UNFIT;
    const number = this.#numberOf(cell);
    if (number < 0) return UNFIT;
    const seen = this.#seenOf(column, number);
    if (seen[number] === UNSEEN) {
      seen[number] = this.#checker.fits(column, cell) ? SOUND : UNSOUND;
    }
    return seen[number] === SOUND ? number : UNFIT;
  }

  /** Takes a row; false, with its problems under `path`, when it is not sound. */
  add(cells: readonly unknown[], written: Written, path: string): boolean {
    for (let column = 0; column < this.#numbers.length; column += 1) {
      this.#numbers[column] = this.number(column, cells[column]);
    }
    return this.addNumbers(this.#numbers, written, path, () => cells);
  }

  /** Takes a row of numbers that `number` gave; `cellsOf` is asked only when there is something to report. */
  addNumbers(
    numbers: Int32Array,
    written: Written,
    path: string,
    cellsOf: () => readonly unknown[],
  ): boolean {
    const { schema, problems } = this.#context;
    const before = problems.length;
    const period = readPeriod(written, this.#table.dated, schema.zoneMinutes, path, problems);
    if (numbers.includes(UNFIT)) {
      this.#report(cellsOf, path);
      return false;
    }
    if (problems.length > before) return false;
    const { validFrom, validUntil } = written;
    this.#builder.appendNumbers(numbers, { ...period, validFrom, validUntil });
    return true;
  }

  build(shared: boolean): RowStore {
    return this.#builder.build(shared);
  }

  #report(cellsOf: () => readonly unknown[], path: string): void {
    const { problems } = this.#context;
    if (problems.length >= MAX_TABLE_FAULTS) return;
    for (const each of this.#checker.faultsOf(cellsOf())) {
      problems.push({ ...each, path: path + each.path });
    }
  }

  #numberOf(cell: unknown): number {
    try {
      return this.#builder.cell(cell);
    } catch (error) {
      // What JSON cannot say fits no column; the checker finds the words.
      if (error instanceof TypeError) return UNFIT;
      throw error;
    }
  }

  #seenOf(column: number, number: number): Uint8Array {
    const seen = this.#seen[column] ?? new Uint8Array(0);
    if (number < seen.length) return seen;
    const longer = new Uint8Array(Math.max(number + 1, seen.length * 2));
    longer.set(seen);
    this.#seen[column] = longer;
    return longer;
  }
}
