/**
 * The words of a diagnostic: message, title and explanation in one language.
 *
 * In: a diagnostic or a code. Out: texts from the catalogue, never with control characters, which could
 * otherwise reach a terminal from a criterion's text. It lays nothing out.
 */
import type { Diagnostic, DiagnosticSpec, Language, Message, Severity } from "@luong/spec";
import { FORMAT_REFUSED, formatRefused } from "../format/refusal.ts";
import { catalogue } from "./catalogue/index.ts";

/** Entries by code, with arguments as the plain data that a diagnostic carries. */
const entries: ReadonlyMap<string, DiagnosticSpec<never>> = new Map<string, DiagnosticSpec<never>>([
  ...Object.entries(catalogue),
  [FORMAT_REFUSED, formatRefused],
]);

/** The entry of a code; undefined for codes of other parts, such as the command. */
export function entryOf(code: string): DiagnosticSpec<never> | undefined {
  return entries.get(code);
}

/** All codes of the dsl, ascending. */
export function diagnosticCodes(): readonly string[] {
  return [...entries.keys()].sort();
}

/** What the reader sees; a code without entry shows itself. */
export function messageOf(diagnostic: Diagnostic, language: Language): Message {
  const entry = entryOf(diagnostic.code);
  if (entry === undefined) return { what: diagnostic.code };
  // The arguments were checked against this entry when the diagnostic was made (`report`).
  return printable(entry[language].message(diagnostic.args as never));
}

function printable(message: Message): Message {
  return {
    what: printableText(message.what),
    ...(message.why === undefined ? {} : { why: printableText(message.why) }),
    ...(message.try === undefined ? {} : { try: printableText(message.try) }),
  };
}

/** Control characters, marks that turn the direction of text, and invisible ones: none may reach a terminal unseen. */
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** `text` with a tab as a blank and every unsafe character as the replacement character. */
export function printableText(text: string): string {
  return text.replaceAll("\t", " ").replace(UNSAFE, "\ufffd");
}

const severityWords: Readonly<Record<Language, Readonly<Record<Severity, string>>>> = {
  en: { error: "error", warning: "warning", info: "info", hint: "hint" },
  vi: { error: "lỗi", warning: "cảnh báo", info: "thông tin", hint: "gợi ý" },
};

export function severityWord(severity: Severity, language: Language): string {
  return severityWords[language][severity];
}
