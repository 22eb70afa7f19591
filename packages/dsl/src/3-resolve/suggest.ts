/**
 * Names near a name that nobody knows.
 *
 * Candidates in, the best three out, nearest first. Accents, case and underscores do not count; a candidate may be found
 * by its alias or its label. Called only when there is an error, so a linear look at the candidates is fine.
 */
import type { Label } from "@luong/spec";
import { editDistance, foldWord } from "../source/letters.ts";

export interface Candidate {
  readonly name: string;
  /** Other words it is known by. */
  readonly also?: readonly (string | undefined)[];
}

const most = 3;

/** More candidates than this are not looked at one by one (a code list may have tens of thousands). */
const candidateLimit = 4000;

export function suggest(wrong: string, candidates: Iterable<Candidate>): readonly string[] {
  const target = flat(wrong);
  const limit = Math.max(1, Math.floor(target.length / 3));
  const found = new Map<string, number>();
  let seen = 0;
  for (const candidate of candidates) {
    seen += 1;
    if (seen > candidateLimit) break;
    const distance = nearest(target, candidate, limit);
    const known = found.get(candidate.name);
    if (distance <= limit && (known === undefined || distance < known)) {
      found.set(candidate.name, distance);
    }
  }
  return [...found]
    .toSorted(([a, x], [b, y]) => x - y || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([name]) => name);
}

export function candidate(thing: {
  readonly name: string;
  readonly alias?: string;
  readonly label?: Label;
}): Candidate {
  return { name: thing.name, also: [thing.alias, thing.label?.en, thing.label?.vi] };
}

function nearest(target: string, candidate: Candidate, limit: number): number {
  let best = limit + 1;
  for (const word of [candidate.name, ...(candidate.also ?? [])]) {
    if (word === undefined) continue;
    const other = flat(word);
    best = Math.min(best, editDistance(target, other, limit));
    if (begins(target, other)) best = Math.min(best, limit);
  }
  return best;
}

/** One is the beginning of the other: `lowest` and `low`. */
function begins(a: string, b: string): boolean {
  return Math.min(a.length, b.length) >= 3 && (a.startsWith(b) || b.startsWith(a));
}

function flat(word: string): string {
  return foldWord(word).replace(/[_\s-]/g, "");
}
