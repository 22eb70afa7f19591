/**
 * The formatter: a parsed file in, its text in the one layout out.
 *
 * In: a `CritFile` and the language its keywords shall have. Out: the text, or a diagnostic and no text when the file
 * has syntax errors or, against all expectation, the new text would not read as the same tree. It changes layout,
 * the order of clauses and the spelling of keywords, never a name, a number or a word of a comment.
 */
import type { Diagnostic, Language, Span } from "@luong/spec";
import { parseFile } from "../2-parse/parse.ts";
import type { Comments, CritFile, Item } from "../ast/ast.ts";
import { printNode } from "../ast/print.ts";
import { orderedClauses, orderedPolicy } from "./clauses.ts";
import { assemble, type CommentAt, type LaidOut } from "./comments.ts";
import { type Doc, layOut } from "./doc.ts";
import type { Printing } from "./expression.ts";
import { header, item } from "./items.ts";
import { refusal } from "./refusal.ts";
import { languageOf, wordsOf } from "./words.ts";

export interface FormatOptions {
  /** `keep`: every item keeps the language of its first keyword. */
  readonly language: Language | "keep";
}

export type Formatted =
  | { readonly text: string }
  /** The file stays as it is; the diagnostic names the first place that could not be read. */
  | { readonly refused: Diagnostic };

/** Lays out `file`. Line ends become LF, text NFC, a byte-order mark goes. */
export function format(file: CritFile, options: FormatOptions): Formatted {
  const problem = firstSyntaxError(file);
  if (problem !== undefined) return { refused: problem };
  const text = print(file, options);
  return sameTree(file, text) ? { text } : { refused: refusal(file.file) };
}

function firstSyntaxError(file: CritFile): Diagnostic | undefined {
  return parseFile(file.file, file.text).diagnostics.find((each) => each.severity === "error");
}

/** The new text reads as the same tree, clauses and policy lines in the order they are written. */
function sameTree(file: CritFile, text: string): boolean {
  const again = parseFile(file.file, text);
  if (again.diagnostics.some((each) => each.severity === "error")) return false;
  return (
    sameDump(file.header, again.file.header) &&
    file.items.length === again.file.items.length &&
    file.items.every((each, index) => sameItem(each, again.file.items[index]))
  );
}

/** Item by item: the dump of a large file would be a very large text. */
function sameItem(before: Item, after: Item | undefined): boolean {
  return after !== undefined && sameDump(itemInOrder(before), itemInOrder(after));
}

function sameDump(before: unknown, after: unknown): boolean {
  return printNode(before).normalize("NFC") === printNode(after);
}

function itemInOrder(node: Item): Item {
  switch (node.kind) {
    case "criterion":
      return { ...node, clauses: orderedClauses(node.clauses) };
    case "policy":
      return { ...node, clauses: orderedPolicy(node.clauses) };
    default:
      return node;
  }
}

/* ------------------------------------------------------------------ printing */

function print(file: CritFile, options: FormatOptions): string {
  const elements: LaidOut[] = [];
  if (file.header !== null) {
    elements.push(laidOut(file, file.header.span, true, options, (to) => headerOf(to, file)));
  }
  for (const node of file.items) {
    elements.push(laidOut(file, node.span, isApart(node), options, (to) => item(to, node)));
  }
  elements.sort((a, b) => a.start - b.start);
  return assemble(elements, commentsOf(file), file.text);
}

function headerOf(to: Printing, file: CritFile): Doc {
  return file.header === null ? "" : header(to, file.header);
}

function laidOut(
  file: CritFile,
  span: Span,
  apart: boolean,
  options: FormatOptions,
  doc: (to: Printing) => Doc,
): LaidOut {
  const language =
    options.language === "keep" ? languageOf(file.text.slice(span.start)) : options.language;
  const lines = layOut(doc({ words: wordsOf(language), text: file.text }));
  return { start: span.start, end: span.end, apart, lines };
}

/** Items of several lines stand apart; one-line declarations keep the grouping they were written in. */
function isApart(node: Item): boolean {
  switch (node.kind) {
    case "criterion":
    case "scorecard":
    case "policy":
    case "scenario":
    case "record":
    case "modelScore":
    case "unreadable":
      return true;
    case "codelist":
    case "unit":
    case "currency":
    case "words":
    case "source":
    case "list":
    case "table":
    case "parameter":
    case "define":
      return false;
  }
}

function commentsOf(file: CritFile): readonly CommentAt[] {
  const all: Comments = [
    ...file.headerComments,
    ...file.items.flatMap((each) => each.comments),
    ...file.trailing,
  ];
  return all
    .map(({ span, ownLine }) => ({
      text: file.text.slice(span.start, span.end).normalize("NFC").trimEnd(),
      start: span.start,
      end: span.end,
      ownLine,
    }))
    .sort((a, b) => a.start - b.start);
}
