/**
 * A whole CSV file of a binding: header and rows, in memory. Any fault stops the command, with file and line: a list with a lost row
 * would decide wrongly without anybody noticing.
 */
import { parse } from "csv-parse/sync";
import { CannotRun, didYouMean } from "../both.ts";
import { readTextFile } from "../json-file.ts";
import { nearestWord } from "../suggest.ts";

export class CsvTable {
  readonly shown: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];

  constructor(shown: string, header: readonly string[], rows: readonly (readonly string[])[]) {
    this.shown = shown;
    this.header = header;
    this.rows = rows;
  }

  has(column: string): boolean {
    return this.header.includes(column);
  }

  /** Refuses columns that mean nothing here: a misspelt `valid_until` would keep a row in force for ever. */
  allow(columns: readonly string[]): void {
    const unknown = this.header.find((column) => !columns.includes(column));
    if (unknown === undefined) return;
    throw new CannotRun(
      {
        en: `${this.shown}: the column \`${unknown}\` means nothing here`,
        vi: `${this.shown}: cột \`${unknown}\` không có ý nghĩa ở đây`,
      },
      didYouMean(nearestWord(unknown, columns)) ?? {
        en: `columns: ${columns.join(", ")}`,
        vi: `các cột: ${columns.join(", ")}`,
      },
    );
  }

  /** Refuses a column that stands there twice: nobody can say which of its cells counts. */
  allowOnce(): void {
    const twice = this.header.find((name, at) => this.header.indexOf(name) !== at);
    if (twice === undefined) return;
    throw new CannotRun({
      en: `${this.shown} has the column \`${twice}\` twice`,
      vi: `${this.shown} có cột \`${twice}\` hai lần`,
    });
  }

  /** Cells of a column that must be there. */
  need(column: string): number {
    const at = this.header.indexOf(column);
    if (at >= 0) return at;
    throw new CannotRun(
      {
        en: `${this.shown} has no column \`${column}\``,
        vi: `${this.shown} không có cột \`${column}\``,
      },
      {
        en: `its columns: ${this.header.join(", ")}`,
        vi: `các cột của tệp: ${this.header.join(", ")}`,
      },
    );
  }

  /** The cell, or undefined when the column is not there or the cell is empty. */
  cell(row: readonly string[], column: string): string | undefined {
    const text = row[this.header.indexOf(column)]?.trim();
    return text === "" ? undefined : text;
  }
}

export function readCsvTable(path: string, shown: string): CsvTable {
  const text = readTextFile(path, shown);
  let rows: string[][];
  try {
    rows = parse(text, { bom: true, skip_empty_lines: true });
  } catch (error) {
    const { message } = error as Error;
    throw new CannotRun({
      en: `${shown} is not a sound CSV file: ${message}`,
      vi: `${shown} không phải tệp CSV đúng dạng: ${message}`,
    });
  }
  const [header = [], ...data] = rows;
  return new CsvTable(
    shown,
    header.map((name) => name.trim()),
    data,
  );
}
