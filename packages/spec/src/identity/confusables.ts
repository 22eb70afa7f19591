/**
 * Characters a camera takes for one another, and texts that differ by one of them.
 *
 * Comes in: two texts of capitals and digits. Goes out: whether one misread character explains the difference. The table is closed.
 */

/**
 * Pairs drawn nearly alike on plates and containers. INVARIANT (no two digits): lorries of a fleet have numbers in a row, and 3 for 8 or
 * 1 for 7 would take one lorry for the other; a letter where a digit must stand is a number that nobody has. Letters for letters are there
 * only where the shapes are one stroke apart. 9 and P are mirror images, which cameras tell apart.
 */
const pairs = "0O 0D 0Q DO DQ OQ 1I 1L IL 2Z 4A 5S 6G 7T 8B CG MN UV";

const confusable: ReadonlySet<string> = new Set(
  pairs.split(" ").flatMap((pair) => [pair, [...pair].reverse().join("")]),
);

/** Same length, and exactly one place differs, by a pair of the table. */
export function isOneConfused(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let confused = 0;
  for (let at = 0; at < a.length; at += 1) {
    if (a[at] === b[at]) continue;
    if (!confusable.has(`${a[at]}${b[at]}`)) return false;
    confused += 1;
  }
  return confused === 1;
}
