/**
 * One source text through dsl's formatter.
 *
 * Comes in: a text and the language its keywords shall have. Goes out: the new text, or every syntax error when there is one. Files are the
 * caller's business.
 */
import { format, parseFile, type SourceFile } from "@luong/dsl";
import type { Diagnostic, Language } from "@luong/spec";

export type FormattedSource =
  | { readonly text: string }
  | { readonly text: null; readonly diagnostics: readonly Diagnostic[] };

/** `language` null: keywords stay as they are. */
export function formatSource(source: SourceFile, language: Language | null): FormattedSource {
  const { file, diagnostics } = parseFile(source.file, source.text);
  const errors = diagnostics.filter((each) => each.severity === "error");
  if (errors.length > 0) return { text: null, diagnostics: errors };
  const formatted = format(file, { language: language ?? "keep" });
  return "text" in formatted
    ? { text: formatted.text }
    : { text: null, diagnostics: [formatted.refused] };
}
