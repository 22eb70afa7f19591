/**
 * How near two texts are: the share of letters that need no edit.
 *
 * Comes in: two texts. Goes out: an exact rational from 0 to 1, or whether they are at least nine tenths alike. The distance counts
 * insertions, deletions, substitutions and swaps of neighbours (F. Damerau, "A technique for computer detection and correction of
 * spelling errors", CACM 7, 1964), in the restricted form that edits no letter twice. No sounds, no transliteration, no dictionary.
 */
import { one, rational } from "../rational.ts";
import { fold, foldExactly } from "../text.ts";
import type { Rational } from "../value.ts";

/** LIMIT (similarity): letters of each text that are compared; the distance costs their product. */
export const SIMILARITY_LETTERS_MAX = 500;

/** Folded text; where nothing is left of it (signs alone), the text as `contains exactly` reads it, so that it does not equal every other. */
export function comparableText(text: string): string {
  const folded = fold(text);
  return folded === "" ? foldExactly(text) : folded;
}

/** The first letters of a text, as code points. */
function lettersOf(text: string): Uint32Array {
  const letters = new Uint32Array(Math.min(text.length, SIMILARITY_LETTERS_MAX));
  let size = 0;
  for (let at = 0; at < text.length && size < letters.length; size += 1) {
    const letter = text.codePointAt(at) ?? 0;
    letters[size] = letter;
    at += letter > 0xffff ? 2 : 1;
  }
  return letters.subarray(0, size);
}

/** Larger than any distance. */
const FAR = 2 * SIMILARITY_LETTERS_MAX;

/** Edits from one to the other when they are at most `limit`, else more than `limit`. Only cells that near the diagonal are filled. */
function distance(a: Uint32Array, b: Uint32Array, limit: number): number {
  let before = new Int32Array(b.length + 2).fill(FAR);
  let above = Int32Array.from(before, (_, index) => (index <= limit ? index : FAR));
  let row = new Int32Array(b.length + 2);
  for (let i = 1; i <= a.length; i += 1) {
    const from = Math.max(1, i - limit);
    const to = Math.min(b.length, i + limit);
    row[from - 1] = from === 1 ? i : FAR;
    for (let j = from; j <= to; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let least = (above[j - 1] ?? FAR) + (same ? 0 : 1);
      least = Math.min(least, (above[j] ?? FAR) + 1, (row[j - 1] ?? FAR) + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) least = Math.min(least, (before[j - 2] ?? FAR) + 1);
      row[j] = least;
    }
    row[to + 1] = FAR;
    [before, above, row] = [above, row, before];
  }
  return above[b.length] ?? FAR;
}

/**
 * One minus edits per letter of the longer text, both folded: 1 when, and only when, the folded texts are equal. Symmetric. Of longer texts
 * the first 500 letters are compared, and what differs behind them counts as one edit.
 */
export function textSimilarity(a: string, b: string): Rational {
  const left = comparableText(a);
  const right = comparableText(b);
  if (left === right) return one;
  const [x, y] = [lettersOf(left), lettersOf(right)];
  const length = Math.max(x.length, y.length);
  const edits = Math.max(1, distance(x, y, length));
  return rational(BigInt(length - edits), BigInt(length));
}

/** Edits allowed in so many letters: a tenth. */
const LETTERS_PER_EDIT = 10;

/** At least 90 % similar, of texts that are folded already; `length` is what the edits are set against, the longer text when not given. */
export function isNear(a: string, b: string, length?: number): boolean {
  if (a === b) return true;
  const [x, y] = [lettersOf(a), lettersOf(b)];
  const letters = Math.min(length ?? Math.max(x.length, y.length), SIMILARITY_LETTERS_MAX);
  const limit = Math.floor(letters / LETTERS_PER_EDIT);
  if (Math.abs(x.length - y.length) > limit) return false;
  return limit > 0 && Math.max(1, distance(x, y, limit)) <= limit;
}
