/**
 * Layout: pieces of text with the places where a line must or may be broken, laid out in 100 columns.
 *
 * In: a `Doc`. Out: lines, each with the part of the source it stands for, so that comments can be put back beside
 * the same words. It knows nothing of the language; every decision is a function of the document alone, hence
 * formatting twice gives the same text.
 */
import { displayWidth } from "../diagnostics/display-width.ts";

/** Lines are broken at this column when there is a place to break. */
export const LINE_WIDTH = 100;

/** Part of the source, half-open. */
interface Range {
  readonly start: number;
  readonly end: number;
}

export type Doc =
  | string
  | readonly Doc[]
  /** Text that stands for a part of the source. */
  | { readonly kind: "word"; readonly text: string; readonly range: Range }
  /** A blank, or a new line two columns in. Lower weights break first. */
  | { readonly kind: "soft"; readonly weight: number }
  /** A new line, `by` columns right of the margin. */
  | { readonly kind: "line"; readonly by: number }
  /** Moves the margin. */
  | { readonly kind: "nest"; readonly by: number; readonly doc: Doc }
  /** Sets the margin. */
  | { readonly kind: "margin"; readonly column: number; readonly doc: Doc }
  /** `flat` if it fits on the line, else `broken`. */
  | { readonly kind: "either"; readonly flat: Doc; readonly broken: Doc };

export interface Line {
  readonly text: string;
  readonly indent: number;
  /** Source the line stands for; null when it holds signs only. */
  readonly range: Range | null;
}

export function word(text: string, range: Range): Doc {
  return { kind: "word", text, range: { start: range.start, end: range.end } };
}

/** A label that stands where `range` starts. */
export function label(text: string, range: Range): Doc {
  return word(text, { start: range.start, end: range.start + 1 });
}

export function soft(weight: number): Doc {
  return { kind: "soft", weight };
}

export function line(by = 0): Doc {
  return { kind: "line", by };
}

export function nest(by: number, doc: Doc): Doc {
  return { kind: "nest", by, doc };
}

export function margin(column: number, doc: Doc): Doc {
  return { kind: "margin", column, doc };
}

export function either(flat: Doc, broken: Doc): Doc {
  return { kind: "either", flat, broken };
}

export function join(docs: readonly Doc[], between: Doc): Doc {
  return docs.flatMap((doc, index) => (index === 0 ? [doc] : [between, doc]));
}

/** `a, b, c`, broken after commas. */
export function commas(docs: readonly Doc[], weight = 0): Doc {
  return join(docs, [",", soft(weight)]);
}

/** `a, b, c` on one line, else one a line at the margin. */
export function commasOrLines(docs: readonly Doc[]): Doc {
  return docs.length < 2 ? docs : either(join(docs, ", "), join(docs, [",", line()]));
}

/** The document on one line, or null when it holds a forced new line. */
export function flatText(doc: Doc): string | null {
  if (typeof doc === "string") return doc;
  if (isList(doc)) {
    const parts = doc.map(flatText);
    return parts.some((part) => part === null) ? null : parts.join("");
  }
  switch (doc.kind) {
    case "word":
      return doc.text;
    case "soft":
      return " ";
    case "line":
      return null;
    case "nest":
    case "margin":
      return flatText(doc.doc);
    case "either":
      return flatText(doc.flat);
  }
}

function isList(doc: Doc): doc is readonly Doc[] {
  return Array.isArray(doc);
}

type Piece =
  | { readonly text: string; readonly range: Range | null }
  | { readonly weight: number; readonly column: number };

interface LogicalLine {
  readonly indent: number;
  readonly pieces: Piece[];
  width: number;
}

/** Lays out `doc` from column 0. */
export function layOut(doc: Doc): readonly Line[] {
  const lines: LogicalLine[] = [{ indent: 0, pieces: [], width: 0 }];
  place(doc, 0, lines);
  return lines.flatMap(fill).filter((each) => each.text !== "");
}

function place(doc: Doc, margin: number, lines: LogicalLine[]): void {
  if (typeof doc === "string") {
    append(lines, doc, null);
    return;
  }
  if (isList(doc)) {
    for (const part of doc) place(part, margin, lines);
    return;
  }
  switch (doc.kind) {
    case "word":
      append(lines, doc.text, doc.range);
      break;
    case "soft": {
      const current = lines.at(-1);
      current?.pieces.push({ weight: doc.weight, column: margin + 2 });
      if (current !== undefined) current.width += 1;
      break;
    }
    case "line":
      lines.push({ indent: margin + doc.by, pieces: [], width: margin + doc.by });
      break;
    case "nest":
      place(doc.doc, margin + doc.by, lines);
      break;
    case "margin":
      place(doc.doc, doc.column, lines);
      break;
    case "either": {
      const flat = flatText(doc.flat);
      const used = lines.at(-1)?.width ?? 0;
      const fits = flat !== null && used + displayWidth(flat) <= LINE_WIDTH;
      place(fits ? doc.flat : doc.broken, margin, lines);
      break;
    }
  }
}

function append(lines: readonly LogicalLine[], text: string, range: Range | null): void {
  const target = lines.at(-1);
  if (text === "" || target === undefined) return;
  target.pieces.push({ text, range });
  target.width += displayWidth(text);
}

/** Breaks one line into as many as the width asks for. */
function fill(whole: LogicalLine): readonly Line[] {
  const lines: Line[] = [];
  let indent = whole.indent;
  let rest: readonly Piece[] = whole.pieces;
  for (;;) {
    const at = breakPosition(indent, rest);
    if (at === null) return [...lines, lineOf(indent, rest)];
    lines.push(lineOf(indent, rest.slice(0, at)));
    const piece = rest[at];
    indent = piece !== undefined && "column" in piece ? piece.column : indent;
    rest = rest.slice(at + 1);
  }
}

/** Where to break: the lightest place before the line is full, the last one of these; null when it fits or cannot be broken. */
function breakPosition(indent: number, pieces: readonly Piece[]): number | null {
  let width = indent;
  let best: { readonly at: number; readonly weight: number } | null = null;
  for (const [at, piece] of pieces.entries()) {
    if ("text" in piece) {
      width += displayWidth(piece.text);
      if (width > LINE_WIDTH && best !== null) return best.at;
    } else {
      // A place that is already too far right still beats none at all.
      if (width > LINE_WIDTH && best === null) return at;
      if (best === null || piece.weight <= best.weight) best = { at, weight: piece.weight };
      width += 1;
    }
  }
  return null;
}

function lineOf(indent: number, pieces: readonly Piece[]): Line {
  const text = pieces.map((piece) => ("text" in piece ? piece.text : " ")).join("");
  const ranges = pieces.flatMap((piece) =>
    "text" in piece && piece.range !== null ? [piece.range] : [],
  );
  const range =
    ranges.length === 0
      ? null
      : {
          start: Math.min(...ranges.map((each) => each.start)),
          end: Math.max(...ranges.map((each) => each.end)),
        };
  const trimmed = text.trimEnd();
  return { text: trimmed, indent: Math.max(0, indent), range };
}
