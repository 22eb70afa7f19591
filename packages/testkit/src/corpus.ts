/**
 * The golden cases of `corpus/`: reads them, analyses them, and says what differs from what they expect.
 *
 * A broken case opens with `-- expect LU1012 at 7:13` (line and column from 1, several separated by commas, `fix` when a fix must be
 * offered). A good case is a pair `x.en.crit`, `x.vi.crit`. Nothing here is rewritten: expectations are edited by hand.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { type Analysis, analyse, type SourceFile } from "@luong/dsl";
import type { Diagnostic, Edit } from "@luong/spec";

const corpusRoot = fileURLToPath(new URL("../../../corpus/", import.meta.url));

export interface Expected {
  readonly code: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

export interface CorpusCase extends SourceFile {
  readonly expected: readonly Expected[];
  /** A fix must be offered for every expected diagnostic. */
  readonly fix: boolean;
}

/** Files below `folder` of the corpus, sorted, with forward slashes. */
export function corpusFiles(folder: string): readonly string[] {
  return readdirSync(join(corpusRoot, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".crit"))
    .map((entry) => relative(corpusRoot, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}

export function readCorpus(file: string): string {
  return readFileSync(join(corpusRoot, file), "utf8");
}

/** Reads a case; throws when its first line is not an expectation. */
export function readCase(file: string): CorpusCase {
  const text = readCorpus(file);
  const [first = ""] = text.replace(/^\ufeff/u, "").split("\n", 1);
  const match = /^-- expect (nothing|.+?)(?: (fix))?$/u.exec(first.trim());
  if (match === null) throw new Error(`${file}: the first line must say what is expected`);
  const [, list = "", fix] = match;
  const expected = list === "nothing" ? [] : list.split(", ").map((each) => expectedOf(file, each));
  return { file, text, expected, fix: fix !== undefined };
}

function expectedOf(file: string, text: string): Expected {
  const match = /^(LU\d{4}) at (\d+):(\d+)$/u.exec(text);
  const [, code, line, column] = match ?? [];
  if (code === undefined) throw new Error(`${file}: ${text} is not an expectation`);
  return { code, line: Number(line), column: Number(column) };
}

/** Analyses a text on the schema of the corpus; a schema file stands alone. */
export function analyseOnCorpus(file: string, text: string): Analysis {
  const own = { file, text };
  const standsAlone = /^\s*(--[^\n]*\n\s*)*(schema|lược đồ)\s/u.test(text);
  const schema = { file: "schema.crit", text: readCorpus("schema.crit") };
  return analyse(standsAlone ? [own] : [schema, own], readData);
}

/** Data files lie in `corpus/data`. */
function readData(file: string): string | undefined {
  const isData = /^data\/[\w-]+\.csv$/u.test(file) && existsSync(join(corpusRoot, file));
  return isData ? readCorpus(file) : undefined;
}

/** Diagnostics that stop or warn, of this file. */
export function faults(analysis: Analysis): readonly Diagnostic[] {
  return analysis.diagnostics.filter(
    (each) => each.severity === "error" || each.severity === "warning",
  );
}

/** `LU1012 at 7:13`, in the NFC text as spans are. */
export function placed(diagnostic: Diagnostic, text: string): string {
  const before = text
    .normalize("NFC")
    .slice(0, diagnostic.span.start)
    .split(/\r\n|\n|\r/u);
  return `${diagnostic.code} at ${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

/** Text after the edits, which do not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  return [...edits]
    .sort((a, b) => b.span.start - a.span.start || b.span.end - a.span.end)
    .reduce(
      (result, edit) => result.slice(0, edit.span.start) + edit.text + result.slice(edit.span.end),
      text.normalize("NFC"),
    );
}
