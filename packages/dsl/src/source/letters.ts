/**
 * Which characters are letters, and how words are compared when they are nearly right.
 *
 * Explicit ranges, because the lexer library drops the `u` flag and `\b` knows ASCII only. Latin with every Vietnamese letter in NFC.
 */

/** Inside a character class: letters beyond ASCII. */
export const LETTERS = "\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u024F\\u1E00-\\u1EFF";
/** Inside a character class: what a name starts with. */
export const NAME_START = `A-Za-z_${LETTERS}`;
/** Inside a character class: what a name goes on with. */
export const NAME_PART = `0-9${NAME_START}`;
/** Inside a character class: blanks of all kinds, line ends among them. */
export const BLANKS =
  " \\t\\r\\n\\u0085\\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF";

/** Written with letters beyond ASCII: of the two languages, Vietnamese. */
export function hasAccents(text: string): boolean {
  return /[\u00C0-\u1EFF]/.test(text);
}

/** Lower case, accents removed, đ as d: `Thì` and `thi` are one. */
export function foldWord(word: string): string {
  return word
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replaceAll("đ", "d");
}

/**
 * Edits from `a` to `b`, two neighbours exchanged being one (Damerau's distance, each place edited at most once).
 * Gives up above `limit` with `limit + 1`.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    let best = i;
    for (let j = 1; j <= b.length; j += 1) {
      const cost = editCost(a, b, i, j, { before, last, row });
      row.push(cost);
      best = Math.min(best, cost);
    }
    if (best > limit) return limit + 1;
    before = last;
    last = row;
  }
  return last[b.length] ?? limit + 1;
}

interface Rows {
  readonly before: readonly number[];
  readonly last: readonly number[];
  readonly row: readonly number[];
}

function editCost(a: string, b: string, i: number, j: number, rows: Rows): number {
  const far = Number.POSITIVE_INFINITY;
  const same = a[i - 1] === b[j - 1] ? 0 : 1;
  const exchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
  return Math.min(
    (rows.last[j] ?? far) + 1,
    (rows.row[j - 1] ?? far) + 1,
    (rows.last[j - 1] ?? far) + same,
    exchanged ? (rows.before[j - 2] ?? far) + 1 : far,
  );
}
