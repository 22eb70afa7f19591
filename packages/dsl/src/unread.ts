/**
 * Parts of a set that could not be read as they were meant: clauses, factors and items with an error of parsing inside.
 *
 * Comes in: trees and what parsing reported. Goes out: whether a place lies in such a part. Nothing more is said about those until
 * they can be read, so that one mistake stays one message.
 */
import type { Diagnostic, Span } from "@luong/spec";
import type { CritFile, Item } from "./ast/ast.ts";

export interface UnreadParts {
  /** Does the place lie in an unread part? */
  readonly holds: (span: Span) => boolean;
  /** Is there an error of parsing inside? */
  readonly touches: (span: Span) => boolean;
}

export function unreadParts(files: readonly CritFile[], found: readonly Diagnostic[]): UnreadParts {
  const errors = new Map<string, Span[]>();
  for (const { severity, span } of found) if (severity === "error") add(errors, span);
  const unread = new Map<string, Span[]>();
  for (const { file, items } of files) {
    const here = errors.get(file);
    if (here === undefined) continue;
    for (const item of items) for (const span of partsWith(item, here)) add(unread, span);
  }
  return {
    holds: (span) => unread.get(span.file)?.some((part) => contains(part, span)) ?? false,
    touches: (span) => errors.get(span.file)?.some((error) => meet(span, error)) ?? false,
  };
}

function add(spans: Map<string, Span[]>, span: Span): void {
  const known = spans.get(span.file);
  if (known === undefined) spans.set(span.file, [span]);
  else known.push(span);
}

function contains(part: Span, { start }: Span): boolean {
  return part.start <= start && start <= part.end;
}

function meet(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** Parts of an item that are read apart from each other; none for items read as a whole. */
function partsOf(item: Item): readonly Span[] {
  switch (item.kind) {
    case "criterion":
    case "policy":
      return item.clauses.map((clause) => clause.span);
    case "scorecard":
      return item.factors.map((factor) => factor.span);
    case "record":
      return item.fields.map((field) => field.span);
    case "codelist":
    case "unit":
    case "currency":
    case "words":
    case "source":
    case "modelScore":
    case "list":
    case "table":
    case "parameter":
    case "define":
    case "scenario":
    case "unreadable":
      return [];
  }
}

function partsWith(item: Item, errors: readonly Span[]): readonly Span[] {
  const inside = errors.filter((error) => meet(item.span, error));
  if (inside.length === 0) return [];
  const parts = partsOf(item);
  const broken = parts.filter((part) => inside.some((error) => meet(part, error)));
  const strays = inside.some((error) => !parts.some((part) => meet(part, error)));
  // An error between the parts may belong to the one before or after it: the gap between them is unread.
  return strays ? [...broken, ...inside] : parts.length === 0 ? [item.span] : broken;
}
