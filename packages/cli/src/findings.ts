/**
 * Diagnostics of a set on their way to the reader: places as the reader knows them, hints only when wanted, counts, exit code.
 *
 * The words and frames are dsl's (`renderAll`, `diagnosticJson`). Nothing is printed here.
 */
import { type DiagnosticJson, diagnosticJson, renderAll } from "@luong/dsl";
import type { Diagnostic, Severity, Span } from "@luong/spec";
import { formatCount } from "./locale.ts";
import { type Output, plainPaint } from "./output.ts";
import { type CriteriaSet, showFile } from "./set.ts";

/** Findings of one or more sets, with the texts they point into, by shown file. */
export interface Findings {
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: ReadonlyMap<string, string>;
}

export type Counts = Readonly<Record<Severity, number>>;

/** Diagnostics of the files the command was pointed at, with files as shown. */
export function findingsOf(set: CriteriaSet, diagnostics: readonly Diagnostic[]): Findings {
  const inSight = diagnostics.filter((each) => set.only === null || set.only.has(each.span.file));
  const move = (span: Span): Span => ({ ...span, file: showFile(set, span.file) });
  return {
    diagnostics: inSight.map((each) => ({
      ...each,
      span: move(each.span),
      related: each.related.map((other) => ({ ...other, span: move(other.span) })),
      fixes: each.fixes.map((fix) => ({
        ...fix,
        edits: fix.edits.map((edit) => ({ ...edit, span: move(edit.span) })),
      })),
    })),
    texts: new Map(set.sources.map((source) => [showFile(set, source.file), source.text])),
  };
}

export function mergeFindings(all: readonly Findings[]): Findings {
  return {
    diagnostics: all.flatMap((each) => each.diagnostics),
    texts: new Map(all.flatMap((each) => [...each.texts])),
  };
}

/** Without hints, unless they are wanted. */
export function withoutHints(findings: Findings, hints: boolean): Findings {
  if (hints) return findings;
  const diagnostics = findings.diagnostics.filter((each) => each.severity !== "hint");
  return { ...findings, diagnostics };
}

export function countBySeverity(diagnostics: readonly Diagnostic[]): Counts {
  const counts = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const each of diagnostics) counts[each.severity] += 1;
  return counts;
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((each) => each.severity === "error");
}

/** Findings as text in the output's format and language; empty when there are none. */
export function renderFindings(findings: Findings, output: Output): string {
  if (findings.diagnostics.length === 0) return "";
  return renderAll(findings.diagnostics, {
    language: output.language,
    format: output.format === "pretty" ? "pretty" : "compact",
    color: output.paint !== plainPaint,
    sourceOf: (file) => findings.texts.get(file),
  });
}

export function findingsJson(findings: Findings): readonly DiagnosticJson[] {
  return findings.diagnostics.map((each) =>
    diagnosticJson(each, (file) => findings.texts.get(file)),
  );
}

/** `2 errors, 1 warning`; only kinds that occur. */
export function countsText(counts: Counts, output: Output): string {
  const { language, paint } = output;
  const part = (kind: Severity, one: string, many: string, vi: string): string | null => {
    const count = counts[kind];
    if (count === 0) return null;
    const words = language === "vi" ? vi : count === 1 ? one : many;
    const text = `${formatCount(count, language)} ${words}`;
    return kind === "error"
      ? paint("red", text)
      : kind === "warning"
        ? paint("yellow", text)
        : text;
  };
  const parts = [
    part("error", "error", "errors", "lỗi"),
    part("warning", "warning", "warnings", "cảnh báo"),
    part("info", "note", "notes", "thông tin"),
    part("hint", "hint", "hints", "gợi ý"),
  ].filter((each) => each !== null);
  return parts.join(", ");
}
