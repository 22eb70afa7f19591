/**
 * From offsets to lines and columns. Comes in: a text. Goes out: positions, both counted from 0, in UTF-16 units.
 *
 * `\n`, `\r\n` and a lone `\r` end a line. Display width is not its business.
 */

export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface LineIndex {
  /** Offset of the first character of each line, ascending; the first is 0. */
  readonly starts: readonly number[];
  /** Position of `offset`; offsets outside the text count as its nearest end. */
  readonly position: (offset: number) => Position;
  /** Offset of a position; a column beyond the line counts as its end. */
  readonly offset: (position: Position) => number;
}

export function lineIndex(text: string): LineIndex {
  const starts = lineStarts(text);
  const lineOf = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return {
    starts,
    position: (offset) => {
      const inside = Math.max(0, Math.min(offset, text.length));
      const line = lineOf(inside);
      return { line, column: inside - (starts[line] ?? 0) };
    },
    offset: ({ line, column }) => {
      const start = starts[Math.max(0, Math.min(line, starts.length - 1))] ?? 0;
      const end = starts[line + 1] ?? text.length;
      return Math.max(start, Math.min(start + column, end));
    },
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  return starts;
}
