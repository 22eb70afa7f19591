/**
 * A file of rows → a store of checked rows, in bounded memory, with everything that is wrong by line and column.
 *
 * Comes in: a CSV or Parquet file and the table it is bound to. Each distinct text of a column is read and checked once. A wrong header stops the command;
 * wrong rows are collected.
 */
import { statSync } from "node:fs";
import {
  type BindContext,
  MAX_TABLE_FAULTS,
  RowIntake,
  type RowStore,
  UNFIT,
} from "@luong/runtime";
import type { Column, Fault, TableIr, Unit } from "@luong/spec";
import { CsvTable } from "../bindings/csv-table.ts";
import { tableCell } from "../bindings/table-cell.ts";
import { cannotRead } from "../json-file.ts";
import { csvSource } from "./csv-source.ts";
import { parquetCell } from "./parquet-cell.ts";
import { parquetSource } from "./parquet-source.ts";
import type { FileErrors, RowError } from "./row-errors.ts";
import type { RowBatch, RowSource } from "./source.ts";

export interface RowFile {
  readonly path: string;
  /** As the reader knows it. */
  readonly shown: string;
}

export interface RowsProgress {
  readonly rows: number;
  /** Bytes of the file; of a packed one, packed. */
  readonly bytes: number;
  readonly totalBytes: number;
}

export interface RowsRead {
  readonly store: RowStore;
  /** Null: every row is sound. */
  readonly errors: FileErrors | null;
}

export const PERIOD = ["valid_from", "valid_until"];

/** Distinct values of a column that are remembered; beyond it the memory starts anew. */
const VALUES_KNOWN = 50_000;
/** A memory that filled up and answered fewer questions than this for each value is not kept: the values of the column hardly ever come again. */
const WORTH_KNOWING = 0.5;

type CellOf = (value: unknown, column: Column, units: readonly Unit[]) => unknown;

/** Reads the cells of one column. */
class ColumnReader {
  /** Place in the rows of the file. */
  readonly at: number;
  readonly #column: Column;
  readonly #index: number;
  readonly #intake: RowIntake;
  readonly #units: readonly Unit[];
  readonly #cellOf: CellOf;
  readonly #known = new Map<unknown, number>();
  #answered = 0;
  #remembers = true;
  /** Of the empty text: most cells of a wide table are. */
  #empty: number | undefined;

  constructor(
    place: { readonly column: Column; readonly index: number; readonly at: number },
    intake: RowIntake,
    units: readonly Unit[],
    cellOf: CellOf,
  ) {
    this.at = place.at;
    this.#column = place.column;
    this.#index = place.index;
    this.#intake = intake;
    this.#units = units;
    this.#cellOf = cellOf;
  }

  cell(value: unknown): unknown {
    return this.#cellOf(value, this.#column, this.#units);
  }

  /** The number of the cell in the store. */
  number(value: unknown): number {
    if (value === "") {
      this.#empty ??= this.#intake.number(this.#index, this.cell(value));
      return this.#empty;
    }
    const known = this.#remembers ? this.#known.get(value) : undefined;
    if (known !== undefined) {
      this.#answered += 1;
      return known;
    }
    const number = this.#intake.number(this.#index, this.cell(value));
    if (this.#remembers) this.#remember(value, number);
    return number;
  }

  #remember(value: unknown, number: number): void {
    if (this.#known.size >= VALUES_KNOWN) {
      this.#known.clear();
      this.#remembers = this.#answered >= WORTH_KNOWING * VALUES_KNOWN;
      this.#answered = 0;
    }
    this.#known.set(value, number);
  }
}

function textOf(value: unknown): string | undefined {
  const text = typeof value === "string" ? value.trim() : value === null ? "" : String(value);
  return text === "" ? undefined : text;
}

/** Takes the rows of one file. */
class RowTaker {
  readonly intake: RowIntake;
  readonly errors: RowError[] = [];
  more = 0;
  readonly #problems: Fault[] = [];
  readonly #width: number;
  readonly #columns: readonly ColumnReader[];
  readonly #numbers: Int32Array;
  readonly #from: number;
  readonly #until: number;

  constructor(
    file: RowFile,
    table: TableIr,
    context: BindContext,
    header: readonly string[],
    cellOf: CellOf,
  ) {
    const names = header.map((name) => name.trim().normalize("NFC"));
    const columns = [...table.key, ...table.value];
    // Says what is wrong with a header in the words of the other bindings.
    const csv = new CsvTable(file.shown, names, []);
    csv.allow([...columns.map((column) => column.name), ...(table.dated ? PERIOD : [])]);
    csv.allowOnce();
    this.intake = new RowIntake(table, { ...context, problems: this.#problems });
    this.#width = header.length;
    this.#columns = columns.map((column, index) => {
      const place = { column, index, at: csv.need(column.name) };
      return new ColumnReader(place, this.intake, context.schema.units, cellOf);
    });
    this.#numbers = new Int32Array(columns.length);
    this.#from = names.indexOf("valid_from");
    this.#until = names.indexOf("valid_until");
  }

  take(row: readonly unknown[], line: number): void {
    if (row.length !== this.#width) {
      const args = { expected: this.#width, got: row.length };
      this.report({ line, column: null, fault: { code: "LU6301", path: "", args } });
      return;
    }
    for (let index = 0; index < this.#columns.length; index += 1) {
      const column = this.#columns[index] as ColumnReader;
      this.#numbers[index] = column.number(row[column.at]);
    }
    const written = {
      validFrom: textOf(row[this.#from] ?? null),
      validUntil: textOf(row[this.#until] ?? null),
    };
    const cells = (): readonly unknown[] => this.#columns.map((each) => each.cell(row[each.at]));
    // With the list full, what is wrong needs no words, only to be counted.
    if (this.errors.length >= MAX_TABLE_FAULTS && this.#numbers.includes(UNFIT)) this.more += 1;
    else if (!this.intake.addNumbers(this.#numbers, written, "", cells)) this.#reportProblems(line);
  }

  report(error: RowError): void {
    if (this.errors.length < MAX_TABLE_FAULTS) this.errors.push(error);
    else this.more += 1;
  }

  #reportProblems(line: number): void {
    for (const { path, ...rest } of this.#problems.splice(0)) {
      const [, column = "", inside = ""] = /^\/([^/]*)(.*)$/s.exec(path) ?? [];
      const name = column.replaceAll("~1", "/").replaceAll("~0", "~");
      this.report({ line, column: name === "" ? null : name, fault: { ...rest, path: inside } });
    }
  }
}

/** `context` says what cells are held to; its problems are not touched. Called after each batch: `onProgress`. */
export async function readRows(
  file: RowFile,
  table: TableIr,
  context: BindContext,
  onProgress: (progress: RowsProgress) => void = () => undefined,
): Promise<RowsRead> {
  const isParquet = /\.parquet$/i.test(file.path);
  const totalBytes = sizeOf(file);
  let taker: RowTaker | undefined;
  const takerFor = (header: readonly unknown[]): RowTaker =>
    new RowTaker(file, table, context, header.map(String), isParquet ? parquetCell : csvCell);
  for await (const batch of sourceOf(file, table, isParquet)) {
    const [header] = batch.rows;
    const isFirst = taker === undefined && header !== undefined;
    if (isFirst) taker = takerFor(header);
    if (taker !== undefined) takeBatch(taker, batch, isFirst ? 1 : 0);
    if (batch.broken !== undefined) {
      taker ??= takerFor([]);
      taker.report({ line: batch.broken.place, column: null, fault: batch.broken.fault });
    }
    onProgress({ rows: taker?.intake.rows ?? 0, bytes: batch.bytes, totalBytes });
  }
  taker ??= takerFor([]);
  const { errors, more, intake } = taker;
  const isSound = errors.length === 0;
  return {
    store: intake.build(true),
    errors: isSound ? null : { shown: file.shown, errors, more },
  };
}

function takeBatch(taker: RowTaker, { rows, places }: RowBatch, from: number): void {
  for (let at = from; at < rows.length; at += 1) taker.take(rows[at] ?? [], places[at] ?? 0);
}

function csvCell(value: unknown, column: Column, units: readonly Unit[]): unknown {
  return tableCell(String(value).normalize("NFC"), column, units);
}

function sizeOf({ path, shown }: RowFile): number {
  try {
    return statSync(path).size;
  } catch (error) {
    throw cannotRead(shown, error);
  }
}

function sourceOf({ path, shown }: RowFile, table: TableIr, isParquet: boolean): RowSource {
  if (!isParquet) return csvSource(path, shown);
  const wanted = new Set([...table.key, ...table.value].map(({ name }) => name).concat(PERIOD));
  return parquetSource(path, shown, (names) =>
    names.filter((name) => wanted.has(name.trim().normalize("NFC"))),
  );
}
