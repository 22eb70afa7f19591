/**
 * The text of a file made fit for lexing, and what is wrong with it as text.
 *
 * Comes in: the text as decoded. Goes out: the same in NFC, which all spans refer to, with diagnostics. A byte-order mark, CRLF and
 * tabs are fine. Nothing is cut out, so offsets stay; characters no file should hold are blanks for the lexer.
 */
import type { Diagnostic, Fix, Span } from "@luong/spec";
import { report } from "../diagnostics/report.ts";

/** Largest file, in bytes of UTF-8 (64 MiB). A set that large is better split; beyond it strings and trees get slow. */
export const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** Control characters other than tab and line ends. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g;
/** Marks that turn the direction of text, so that a reviewer reads another order than the machine (Trojan Source, CVE-2021-42574). */
const DIRECTION = /[\u202A-\u202E\u2066-\u2069]/g;

export interface ReadText {
  readonly text: string;
  /** False: the file is not read further. */
  readonly readable: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

export function readText(file: string, raw: string): ReadText {
  const bytes = utf8Length(raw);
  if (bytes > MAX_FILE_BYTES) {
    const span = { file, start: 0, end: 0 };
    const args = {
      megabytes: Math.ceil(bytes / (1024 * 1024)),
      limit: MAX_FILE_BYTES / (1024 * 1024),
    };
    return { text: "", readable: false, diagnostics: [report("LU1001", span, args)] };
  }
  const text = raw.normalize("NFC");
  const diagnostics = [
    ...decoding(file, text),
    ...decomposed(file, raw, text),
    ...controls(file, text),
    ...directions(file, text),
  ];
  return { text, readable: true, diagnostics };
}

/** Exact when it matters only: below a third of the limit no text can exceed it. */
function utf8Length(text: string): number {
  if (text.length * 3 <= MAX_FILE_BYTES) return text.length;
  let bytes = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    // A surrogate is half of a character of four bytes.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3;
  }
  return bytes;
}

function decoding(file: string, text: string): readonly Diagnostic[] {
  const found = [...text.matchAll(/\uFFFD/g)];
  const first = found[0];
  if (first === undefined) return [];
  return [report("LU1002", at(file, first.index), { count: found.length })];
}

function decomposed(file: string, raw: string, text: string): readonly Diagnostic[] {
  if (raw === text) return [];
  let place = 0;
  while (place < text.length && raw[place] === text[place]) place += 1;
  const span = at(file, Math.min(place, Math.max(0, text.length - 1)));
  // Edits apply to the NFC text, so writing the file back is the whole repair; this edit changes nothing else.
  const fix: Fix = {
    title: { en: "store the file in composed form (NFC)", vi: "lưu tệp ở dạng dựng sẵn (NFC)" },
    edits: [{ span, text: text.slice(span.start, span.end) }],
  };
  return [report("LU1003", span, {}, { fixes: [fix] })];
}

function controls(file: string, text: string): readonly Diagnostic[] {
  const found = [...text.matchAll(CONTROL)];
  const first = found[0];
  if (first === undefined) return [];
  const args = { character: codePoint(first[0]), count: found.length };
  return [report("LU1004", at(file, first.index), args, { fixes: [removal(file, found)] })];
}

function directions(file: string, text: string): readonly Diagnostic[] {
  const found = [...text.matchAll(DIRECTION)];
  const first = found[0];
  if (first === undefined) return [];
  const args = { character: codePoint(first[0]), count: found.length };
  return [report("LU1005", at(file, first.index), args, { fixes: [removal(file, found)] })];
}

function removal(file: string, found: readonly RegExpMatchArray[]): Fix {
  return {
    title: { en: "remove these characters", vi: "xóa các ký tự này" },
    edits: found.slice(0, 1000).map((each) => ({ span: at(file, each.index ?? 0), text: "" })),
  };
}

function at(file: string, start: number): Span {
  return { file, start, end: start + 1 };
}

/** `U+202E`. */
export function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
