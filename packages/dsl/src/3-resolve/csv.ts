/**
 * CSV files named by `from "…"`: rows of cells under the names of a header.
 *
 * Comes in: the text of a file. Goes out: rows with their numbers and every fault. Cells stay text; what they mean is asked by
 * the caller (`cell.ts`). The reader itself is `csv-parse`, because quotes and line ends have more cases than they seem to.
 */
import { parse } from "csv-parse/browser/esm/sync";
import type { CsvProblem } from "../diagnostics/catalogue/2xxx-names.ts";

export interface CsvFault {
  /** From 1, the header is row 1. */
  readonly row: number;
  readonly column: string | null;
  readonly problem: CsvProblem;
}

export interface CsvRow {
  readonly row: number;
  readonly cells: readonly string[];
}

export interface CsvTable {
  readonly header: readonly string[];
  readonly rows: readonly CsvRow[];
  readonly faults: readonly CsvFault[];
}

export function readCsv(text: string): CsvTable {
  const faults: CsvFault[] = [];
  const records = parse(text, {
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    trim: true,
    on_skip: (error) => {
      const lines: unknown = error === undefined ? 1 : Reflect.get(error, "lines");
      faults.push({
        row: typeof lines === "number" ? lines : 1,
        column: null,
        problem: { kind: "syntax" },
      });
      return undefined;
    },
  });
  const [header = [], ...body] = records.map((record) =>
    record.map((cell) => cell.normalize("NFC")),
  );
  const rows: CsvRow[] = [];
  for (const [index, cells] of body.entries()) {
    const row = index + 2;
    if (cells.length === header.length) rows.push({ row, cells });
    else {
      const problem = { kind: "cells", expected: header.length, found: cells.length } as const;
      faults.push({ row, column: null, problem });
    }
  }
  return { header, rows, faults };
}
