/**
 * Diagnostics as text for people and as JSON for programs.
 *
 * In: diagnostics, the language, and a way to the source of a file. Out: text, framed (`pretty`) or a line each (`compact`).
 * Carets stand under the words by display width. It reads no files, sorts nothing and knows no terminal:
 * whether colours are wanted is told.
 */
import type { Diagnostic, Language, Message, Severity, Span } from "@luong/spec";
import { lineIndex } from "../source/line-index.ts";
import { displayWidth } from "./display-width.ts";
import { soleFix } from "./sole-fix.ts";
import { messageOf, printableText, severityWord } from "./text.ts";

export interface RenderOptions {
  readonly language: Language;
  readonly format: "pretty" | "compact";
  readonly color: boolean;
  /** Text of a file, undefined when it can not be had; spans count in its NFC form. */
  readonly sourceOf: (file: string) => string | undefined;
}

/** Width a heading and its place are spread over. */
const WIDTH = 100;
const TAB = "    ";
/** From this many equal messages on, one is shown and the others are counted. */
const GROUP_FROM = 4;
/** Places named in a group. */
const GROUP_PLACES = 5;

const phrases = {
  en: {
    why: "note",
    try: "try",
    fix: "fix",
    more: "more",
    byCommand: "check --fix",
    others: (count: number) => `and ${count} more like this`,
  },
  vi: {
    why: "ghi chú",
    try: "thử",
    fix: "sửa",
    more: "thêm",
    byCommand: "check --fix",
    others: (count: number) => `và ${count} chỗ nữa như vậy`,
  },
} as const;

const paint: Readonly<Record<Severity | "frame" | "strong", string>> = {
  error: "\u001b[1;31m",
  warning: "\u001b[1;33m",
  info: "\u001b[1;34m",
  hint: "\u001b[1;36m",
  frame: "\u001b[2m",
  strong: "\u001b[1m",
};
const RESET = "\u001b[0m";

function painted(text: string, style: keyof typeof paint, options: RenderOptions): string {
  return options.color && text !== "" ? `${paint[style]}${text}${RESET}` : text;
}

/* ------------------------------------------------------------------ places in the source */

interface Place {
  readonly file: string;
  /** From 1; null without source. */
  readonly at: { readonly line: number; readonly column: number } | null;
  /** Line with what is marked, and the line before when it is not blank. */
  readonly excerpt: Excerpt | null;
}

interface Excerpt {
  readonly lines: readonly { readonly number: number; readonly text: string }[];
  /** Display column where the mark starts, and its width (at least 1). */
  readonly column: number;
  readonly width: number;
}

function placeOf(span: Span, options: RenderOptions): Place {
  const source = options.sourceOf(span.file)?.normalize("NFC");
  if (source === undefined) return { file: span.file, at: null, excerpt: null };
  const index = lineIndex(source);
  const { line, column } = index.position(span.start);
  const text = lineText(source, index.starts, line);
  const marked = source.slice(span.start, Math.max(span.start, span.end)).split(/\r\n|\r|\n/u)[0];
  const before = lineText(source, index.starts, line - 1);
  const context =
    before.trim() === "" ? [] : [{ number: line, text: cropped(shown(before), 0, 1).text }];
  const column0 = displayWidth(shown(text.slice(0, column)));
  const width = Math.max(1, displayWidth(shown(marked ?? "")));
  const cut = cropped(shown(text), column0, width);
  return {
    file: span.file,
    at: { line: line + 1, column: column + 1 },
    excerpt: {
      lines: [...context, { number: line + 1, text: cut.text }],
      column: cut.column,
      width: cut.width,
    },
  };
}

/** Longest part of a source line that is shown. */
const EXCERPT_WIDTH = 94;
/** Columns shown left of the mark when a line is cut. */
const BEFORE_MARK = 40;

/** A long line cut to the part around the mark, `…` where something is left out. */
function cropped(
  text: string,
  column: number,
  width: number,
): { readonly text: string; readonly column: number; readonly width: number } {
  if (displayWidth(text) <= EXCERPT_WIDTH) return { text, column, width };
  const from = column + width <= EXCERPT_WIDTH ? 0 : Math.max(0, column - BEFORE_MARK);
  let at = 0;
  let part = "";
  let partWidth = 0;
  let skipped = 0;
  let isCutBehind = false;
  for (const character of text) {
    const own = displayWidth(character);
    if (at < from) skipped += own;
    else if (partWidth + own <= EXCERPT_WIDTH) {
      part += character;
      partWidth += own;
    } else isCutBehind = true;
    at += own;
  }
  const lead = from > 0 ? "…" : "";
  const start = column - skipped + lead.length;
  return {
    text: `${lead}${part}${isCutBehind ? "…" : ""}`,
    column: start,
    width: Math.max(1, Math.min(width, EXCERPT_WIDTH - start)),
  };
}

function lineText(source: string, starts: readonly number[], line: number): string {
  const start = starts[line];
  if (line < 0 || start === undefined) return "";
  return source.slice(start, starts[line + 1] ?? source.length).replace(/[\r\n]+$/u, "");
}

/** A source line as it is printed: tabs as blanks, nothing that could steer a terminal. */
function shown(text: string): string {
  return printableText(text.replaceAll("\t", TAB).replace(/^\ufeff/u, ""));
}

function placeText(place: Place): string {
  const file = printableText(place.file);
  return place.at === null ? file : `${file}:${place.at.line}:${place.at.column}`;
}

/* ------------------------------------------------------------------ one diagnostic */

/** One diagnostic; ends without a new line. */
export function render(diagnostic: Diagnostic, options: RenderOptions): string {
  const message = messageOf(diagnostic, options.language);
  const place = placeOf(diagnostic.span, options);
  return options.format === "compact"
    ? compact(diagnostic, message, place, options)
    : pretty(diagnostic, message, place, options);
}

function compact(
  diagnostic: Diagnostic,
  message: Message,
  place: Place,
  options: RenderOptions,
): string {
  const word = painted(
    severityWord(diagnostic.severity, options.language),
    diagnostic.severity,
    options,
  );
  const parts = [message.what, message.why, message.try].filter((part) => part !== undefined);
  return `${placeText(place)}: ${word} ${diagnostic.code} ${parts.join("; ")}`;
}

function pretty(
  diagnostic: Diagnostic,
  message: Message,
  place: Place,
  options: RenderOptions,
): string {
  const related = diagnostic.related.map((each) => ({
    place: placeOf(each.span, options),
    note: printableText(each.note[options.language]),
  }));
  const gutter = gutterWidth([place, ...related.map((each) => each.place)]);
  // What stands under the caret is the most useful short part; the rest follows as notes.
  const beside = besideCaret(diagnostic, message, place, gutter, options.language);
  const caret = { note: beside ?? "", sign: "^", style: diagnostic.severity };
  const lines = [
    heading(diagnostic, message, place, options),
    ...excerptLines(place, caret, gutter, options),
    ...related.flatMap((each) => relatedLines(each.place, each.note, place, gutter, options)),
    ...noteLines(diagnostic, message, beside, gutter, options),
  ];
  return lines.map((line) => line.trimEnd()).join("\n");
}

/** What to try, unless a fix says the same. */
function adviceOf(
  diagnostic: Diagnostic,
  message: Message,
  language: Language,
): string | undefined {
  return diagnostic.fixes.some((fix) => fix.title[language] === message.try)
    ? undefined
    : message.try;
}

/** The first part of the message that fits beside the caret. */
function besideCaret(
  diagnostic: Diagnostic,
  message: Message,
  place: Place,
  gutter: number,
  language: Language,
): string | undefined {
  const { excerpt } = place;
  if (excerpt === null) return undefined;
  const used = gutter + 3 + excerpt.column + excerpt.width + 1;
  const text = message.why ?? adviceOf(diagnostic, message, language);
  return text !== undefined && used + displayWidth(text) <= WIDTH ? text : undefined;
}

function gutterWidth(places: readonly Place[]): number {
  const numbers = places.flatMap((place) => place.excerpt?.lines.map((line) => line.number) ?? []);
  return Math.max(2, ...numbers.map((number) => String(number).length));
}

/** `error[LU2001]: what                    file:13:23`, the place below when there is no room. */
function heading(
  diagnostic: Diagnostic,
  message: Message,
  place: Place,
  options: RenderOptions,
): string {
  const word = `${severityWord(diagnostic.severity, options.language)}[${diagnostic.code}]`;
  const where = placeText(place);
  const used = displayWidth(`${word}: ${message.what}`) + displayWidth(where);
  const head = `${painted(word, diagnostic.severity, options)}: ${painted(message.what, "strong", options)}`;
  return used + 2 <= WIDTH
    ? `${head}${" ".repeat(WIDTH - used)}${where}`
    : `${head}\n${painted("   ─", "frame", options)} ${where}`;
}

function bar(gutter: number, options: RenderOptions, number = ""): string {
  return painted(`${number.padStart(gutter)} │`, "frame", options);
}

function excerptLines(
  place: Place,
  mark: { readonly note: string; readonly sign: string; readonly style: Severity | "frame" },
  gutter: number,
  options: RenderOptions,
): readonly string[] {
  const { excerpt } = place;
  if (excerpt === null) return [];
  const carets = painted(
    `${mark.sign.repeat(excerpt.width)} ${mark.note}`.trimEnd(),
    mark.style,
    options,
  );
  return [
    bar(gutter, options),
    ...excerpt.lines.map((line) => `${bar(gutter, options, String(line.number))} ${line.text}`),
    `${bar(gutter, options)} ${" ".repeat(excerpt.column)}${carets}`,
    bar(gutter, options),
  ];
}

function relatedLines(
  place: Place,
  note: string,
  main: Place,
  gutter: number,
  options: RenderOptions,
): readonly string[] {
  const last = place.excerpt?.lines.at(-1);
  if (place.excerpt === null || last === undefined) {
    return [`${" ".repeat(gutter)} = ${placeText(place)}: ${note}`];
  }
  const only: Place = { ...place, excerpt: { ...place.excerpt, lines: [last] } };
  const [, ...lines] = excerptLines(only, { note, sign: "-", style: "frame" }, gutter, options);
  const elsewhere = place.file === main.file ? [] : [`${bar(gutter, options)} ${placeText(place)}`];
  return [...elsewhere, ...lines];
}

function noteLines(
  diagnostic: Diagnostic,
  message: Message,
  beside: string | undefined,
  gutter: number,
  options: RenderOptions,
): readonly string[] {
  const phrase = phrases[options.language];
  const note = (label: string, text: string): string =>
    `${" ".repeat(gutter)} ${painted("=", "frame", options)} ${label}: ${text}`;
  const notes: string[] = [];
  if (message.why !== undefined && message.why !== beside)
    notes.push(note(phrase.why, message.why));
  const advice = adviceOf(diagnostic, message, options.language);
  if (advice !== undefined && advice !== beside) notes.push(note(phrase.try, advice));
  const sole = soleFix(diagnostic);
  for (const fix of diagnostic.fixes) {
    const title = printableText(fix.title[options.language]);
    notes.push(note(phrase.fix, fix === sole ? `${title} (${phrase.byCommand})` : title));
  }
  notes.push(note(phrase.more, `luong explain ${diagnostic.code}`));
  return notes;
}

/* ------------------------------------------------------------------ many */

/**
 * Diagnostics one below the other, in the order given. Framed, more than three with the same code and the same words
 * become the first of them and a line with the places of the others; in compact form each keeps its line.
 */
export function renderAll(diagnostics: readonly Diagnostic[], options: RenderOptions): string {
  if (options.format === "compact") {
    return diagnostics.map((each) => render(each, options)).join("\n");
  }
  const groups = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    const key = `${diagnostic.code} ${messageOf(diagnostic, options.language).what}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [diagnostic]);
    else group.push(diagnostic);
  }
  const blocks = [...groups.values()].flatMap((group) => renderGroup(group, options));
  return blocks.join("\n\n");
}

function renderGroup(group: readonly Diagnostic[], options: RenderOptions): readonly string[] {
  const [first, ...others] = group;
  if (first === undefined) return [];
  if (group.length < GROUP_FROM) return group.map((each) => render(each, options));
  const places = others
    .slice(0, GROUP_PLACES)
    .map((each) => placeText(placeOf(each.span, options)));
  if (others.length > GROUP_PLACES) places.push("…");
  const rest = `${phrases[options.language].others(others.length)}: ${places.join(", ")}`;
  return [`${render(first, options)}\n   ${painted("=", "frame", options)} ${rest}`];
}

/* ------------------------------------------------------------------ JSON */

export interface DiagnosticJson {
  readonly code: string;
  readonly severity: Severity;
  readonly file: string;
  /** UTF-16 offsets in the NFC text, half-open. */
  readonly start: number;
  readonly end: number;
  /** From 1, of the start; absent without source. */
  readonly line?: number;
  readonly column?: number;
  readonly message: Readonly<Record<Language, Message>>;
  readonly args: Readonly<Record<string, unknown>>;
  readonly related: readonly {
    readonly file: string;
    readonly start: number;
    readonly end: number;
    readonly note: Readonly<Record<Language, string>>;
  }[];
  readonly fixes: readonly {
    readonly title: Readonly<Record<Language, string>>;
    readonly edits: readonly {
      readonly file: string;
      readonly start: number;
      readonly end: number;
      readonly text: string;
    }[];
  }[];
}

/** A diagnostic as plain JSON, with its message in both languages; keys and their order are stable. */
export function diagnosticJson(
  diagnostic: Diagnostic,
  sourceOf: RenderOptions["sourceOf"] = () => undefined,
): DiagnosticJson {
  const { code, severity, span, args } = diagnostic;
  const source = sourceOf(span.file)?.normalize("NFC");
  const position = source === undefined ? undefined : lineIndex(source).position(span.start);
  return {
    code,
    severity,
    ...flatSpan(span),
    ...(position === undefined ? {} : { line: position.line + 1, column: position.column + 1 }),
    message: { en: messageOf(diagnostic, "en"), vi: messageOf(diagnostic, "vi") },
    args,
    related: diagnostic.related.map((each) => ({ ...flatSpan(each.span), note: each.note })),
    fixes: diagnostic.fixes.map((fix) => ({
      title: fix.title,
      edits: fix.edits.map((edit) => ({ ...flatSpan(edit.span), text: edit.text })),
    })),
  };
}

function flatSpan(span: Span): {
  readonly file: string;
  readonly start: number;
  readonly end: number;
} {
  return { file: span.file, start: span.start, end: span.end };
}
