/**
 * Cuts a file into the texts of its items: an item keyword of either language at the left margin always starts one.
 *
 * Comes in: a text and the spellings that start items. Goes out: ranges that cover the text, in order. Comments at the left margin
 * right above an item belong to it. Nothing is lexed, so an edit costs one pass over line starts.
 */
import { BLANKS, NAME_PART } from "./letters.ts";

export interface Chunk {
  readonly start: number;
  readonly end: number;
  /** False for text before the first item. */
  readonly item: boolean;
}

export type Chunker = (text: string) => readonly Chunk[];

export function createChunker(spellings: readonly string[]): Chunker {
  const words = [...new Set(spellings)]
    .toSorted((a, b) => b.length - a.length)
    .map((each) => each.replaceAll(" ", `[${BLANKS}]+`));
  const starter = new RegExp(`^\\uFEFF?(?:${words.join("|")})(?![${NAME_PART}])`, "gm");
  return (text) => {
    const starts: number[] = [];
    for (const { index } of text.matchAll(starter)) starts.push(withComments(text, index));
    const first = starts[0] ?? text.length;
    const chunks: Chunk[] = first > 0 ? [{ start: 0, end: first, item: false }] : [];
    for (const [at, start] of starts.entries()) {
      chunks.push({ start, end: starts[at + 1] ?? text.length, item: true });
    }
    return chunks;
  };
}

/** Start of the comment lines right above `start`. */
function withComments(text: string, start: number): number {
  let from = start;
  while (from > 0) {
    const lineEnd = text[from - 1] === "\n" && text[from - 2] === "\r" ? from - 2 : from - 1;
    const lineStart = startOfLine(text, lineEnd);
    if (lineEnd <= 0 || !text.startsWith("--", lineStart)) return from;
    from = lineStart;
  }
  return from;
}

/** By hand: searching backwards for an end of line that the file does not use would read the whole text each time. */
function startOfLine(text: string, end: number): number {
  let at = end;
  while (at > 0 && text[at - 1] !== "\n" && text[at - 1] !== "\r") at -= 1;
  return at;
}
