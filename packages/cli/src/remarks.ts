/**
 * What the compiler remarks about a sound set (5xxx), as one line each and as JSON.
 *
 * The words stand in the compiler's catalogue, which dsl's rendering does not know; places are shown as everywhere.
 */
import { compileDiagnostics } from "@luong/compiler";
import { severityWord } from "@luong/dsl";
import type { Diagnostic, DiagnosticSpec, Language, Message } from "@luong/spec";
import { printable } from "./printable.ts";
import { type CriteriaSet, showFile } from "./set.ts";
import { lineAndColumn } from "./text-place.ts";

const entries: ReadonlyMap<string, DiagnosticSpec<never>> = new Map(
  Object.entries(compileDiagnostics),
);

function wordsOf(remark: Diagnostic, language: Language): Message {
  const entry = entries.get(remark.code);
  if (entry === undefined) return { what: remark.code };
  // The arguments were checked against this entry when the remark was made.
  return entry[language].message(remark.args as never);
}

export function remarkJson(remark: Diagnostic, set: CriteriaSet): unknown {
  const { code, severity, span } = remark;
  return {
    code,
    severity,
    file: showFile(set, span.file),
    ...placeOf(remark, set),
    message: { en: wordsOf(remark, "en"), vi: wordsOf(remark, "vi") },
  };
}

export function remarkLine(remark: Diagnostic, set: CriteriaSet, language: Language): string {
  const { line, column } = placeOf(remark, set);
  const { what, why, try: advice } = wordsOf(remark, language);
  const words = [what, why, advice].filter((part) => part !== undefined).join("; ");
  const place = `${showFile(set, remark.span.file)}:${line}:${column}`;
  return printable(`${place}: ${severityWord(remark.severity, language)} ${remark.code} ${words}`);
}

function placeOf(
  { span }: Diagnostic,
  { sources }: CriteriaSet,
): { readonly line: number; readonly column: number } {
  const source = sources.find((each) => each.file === span.file);
  return lineAndColumn(source?.text.normalize("NFC") ?? "", span.start);
}
