/**
 * What was written: source text of a span, and titles by language.
 *
 * Comes in: the files as parsed. Goes out: pieces of their text for messages and fixes, `Label` for `LabelText`.
 */
import type { Label, Language, Span } from "@luong/spec";
import type { CritFile, LabelText } from "../ast/ast.ts";

export type TextOf = (span: Span) => string;

export function textReader(files: readonly CritFile[]): TextOf {
  const texts = new Map(files.map((file) => [file.file, file.text]));
  return (span) => texts.get(span.file)?.slice(span.start, span.end) ?? "";
}

/** In one line and short enough for a message. */
export function shown(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}

/** Enough for the keyword a file opens with, accents written apart included. */
const HEAD_LENGTH = 40;

/** Language of untagged texts: the one the header is written in. Files without header follow `fallback`. */
export function languageOfFile(file: CritFile, fallback: Language): Language {
  if (file.header === null) return fallback;
  const { start: from } = file.header.span;
  const start = file.text
    .slice(from, from + HEAD_LENGTH)
    .normalize("NFC")
    .toLowerCase();
  return start.startsWith("bộ tiêu chí") || start.startsWith("lược đồ") ? "vi" : "en";
}

/** Untagged beside a text tagged with the language of the file is in the other one. */
export function labelFrom(node: LabelText | null, language: Language): Label {
  if (node === null) return {};
  const label: { en?: string; vi?: string } = {};
  for (const { language: tag, text } of node.texts) if (tag !== null) label[tag] = text;
  const untagged = node.texts.find((each) => each.language === null);
  if (untagged === undefined) return label;
  const other: Language = language === "en" ? "vi" : "en";
  label[label[language] === undefined ? language : other] = untagged.text;
  return label;
}
