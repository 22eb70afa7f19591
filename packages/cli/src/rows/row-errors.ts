/**
 * Everything that is wrong with the rows of bound tables, as one complaint.
 *
 * Comes in: faults by file and place. Goes out: for people the first of them and how many more, for programs all that were kept.
 */
import { faultMessage } from "@luong/runtime";
import type { Fault, Language } from "@luong/spec";
import { type Both, CannotRun } from "../both.ts";
import { csvFaultMessage } from "../declarations/csv-faults.ts";
import { lineOfFault } from "../fault-words.ts";
import { formatCount } from "../locale.ts";

/** Shown to people, of each file. */
const SHOWN = 20;

export interface RowError {
  /** Line of a CSV file, or number of the row in another; from 1. */
  readonly line: number;
  /** Null: the row as a whole. */
  readonly column: string | null;
  /** Its path begins inside the cell. */
  readonly fault: Fault;
}

export interface FileErrors {
  /** The file as the reader knows it. */
  readonly shown: string;
  readonly errors: readonly RowError[];
  /** Bad rows beyond those listed. */
  readonly more: number;
}

const STRUCTURE = new Set(["LU6001", "LU6005", "LU6301", "LU6302"]);

function heading({ shown, errors, more }: FileErrors, language: Language): string {
  if (errors.some(({ fault }) => STRUCTURE.has(fault.code))) {
    return language === "en"
      ? `${shown} is not a sound CSV file:`
      : `${shown} không phải tệp CSV đúng dạng:`;
  }
  const count = errors.length + more;
  const words = formatCount(count, language);
  if (language === "vi") return `${shown}: ${words} lỗi:`;
  return `${shown}: ${words} ${count === 1 ? "error" : "errors"}:`;
}

function fileText(file: FileErrors, language: Language): string {
  const lines = file.errors.slice(0, SHOWN).map(({ line, column, fault }) => {
    const path = column === null ? fault.path : `${column}${fault.path}`;
    return `  ${file.shown}:${line}: ${lineOfFault({ ...fault, path }, language)}`;
  });
  const more = Math.max(0, file.errors.length - SHOWN) + file.more;
  const count = formatCount(more, language);
  if (more > 0) lines.push(language === "en" ? `  … and ${count} more` : `  … và ${count} lỗi nữa`);
  return [heading(file, language), ...lines].join("\n");
}

function textOf(files: readonly FileErrors[]): Both {
  const text = (language: Language): string =>
    files.map((file) => fileText(file, language)).join("\n");
  return { en: text("en"), vi: text("vi") };
}

/** The rows of bound tables cannot be used. */
export class RowErrors extends CannotRun {
  readonly files: readonly FileErrors[];

  constructor(files: readonly FileErrors[]) {
    super(textOf(files));
    this.name = "RowErrors";
    this.files = files;
  }

  /** For `--format json`. */
  json(language: Language): unknown {
    return {
      schemaVersion: 1,
      files: this.files.map(({ shown, errors, more }) => ({
        file: shown,
        errors: errors.map(({ line, column, fault }) => ({
          line,
          column,
          code: fault.code,
          ...(fault.path === "" ? {} : { path: fault.path }),
          message: csvFaultMessage(fault, language) ?? faultMessage(fault, language),
        })),
        more,
      })),
    };
  }
}
