/**
 * Finds the keyword that a few tokens were probably meant to be.
 *
 * Comes in: a place where the grammar had no way on. Goes out: the nearest spelling of either language with which the piece can be
 * read further, or nothing. Accents and case do not count, two letters may be wrong, fewer in short words.
 */
import type { IToken } from "chevrotain";
import { type Spelling, shapes } from "../1-lex/vocabulary.ts";
import { editDistance, foldWord } from "../source/letters.ts";
import { endOf } from "./cst.ts";
import type { Mistake } from "./mistakes/mistake.ts";

export interface Near {
  /** First token of what was written. */
  readonly index: number;
  readonly count: number;
  readonly written: string;
  readonly spelling: Spelling;
  /** The spelling is a clause label, which starts a piece of its own. */
  readonly label: boolean;
  /** The piece with the keyword in place. */
  readonly tokens: readonly IToken[];
}

/** Longest spelling in words (`kể cả tờ khai này`, `does not look like`). */
const MAX_WORDS = 5;
const MAX_TRIES = 8;

interface Candidate {
  readonly index: number;
  readonly count: number;
  readonly written: string;
  readonly spelling: Spelling;
  readonly distance: number;
}

export function nearKeyword(m: Mistake): Near | undefined {
  const signs = m.v.signs.map(({ sign, type }) => ({
    text: sign,
    folded: sign,
    words: [sign],
    type,
  }));
  const spellings: readonly Spelling[] = [...m.v.spellings, ...signs];
  const candidates = windows(m).flatMap(({ index, count, written }) => {
    const folded = foldWord(written);
    const lower = written.toLowerCase();
    const meant = Object.hasOwn(SYNONYMS, lower) ? SYNONYMS[lower] : undefined;
    return spellings.flatMap((spelling): Candidate[] => {
      const distance = spelling.text === meant ? 0 : distanceTo(folded, spelling);
      // A word of capitals is a code, unless it is a keyword shouted.
      if (distance !== 0 && written === written.toUpperCase()) return [];
      return distance === undefined || spelling.text === written
        ? []
        : [{ index, count, written, spelling, distance }];
    });
  });
  candidates.sort(
    (a, b) => a.distance - b.distance || b.count - a.count || rank(m, a) - rank(m, b),
  );
  for (const candidate of candidates.slice(0, MAX_TRIES)) {
    const near = tried(m, candidate);
    if (near !== undefined) return near;
  }
  return undefined;
}

/** A label first on its line is likelier than another word. */
function rank(m: Mistake, { spelling }: Candidate): number {
  return isLabel(m, spelling) ? 0 : 1;
}

function isLabel(m: Mistake, spelling: Spelling): boolean {
  const name = m.v.meaning.get(spelling.type)?.name ?? "";
  return m.v.tables.keywords[name]?.startsClause === true;
}

/** Runs of words at the place and just before it; at least one of them is not a word of the language. */
function windows(m: Mistake): readonly { index: number; count: number; written: string }[] {
  const found: { index: number; count: number; written: string }[] = [];
  for (let index = Math.max(1, m.index - 2); index <= m.index; index += 1) {
    const words: string[] = [];
    let strange = false;
    for (let count = 1; count <= MAX_WORDS; count += 1) {
      const token = m.tokens[index + count - 1];
      if (token === undefined || !isWord(m, token)) break;
      strange ||= token.tokenType === shapes.name || token.tokenType === shapes.code;
      words.push(token.image);
      if (strange && index + count > m.index - 1)
        found.push({ index, count, written: words.join(" ") });
    }
  }
  return found;
}

function isWord(m: Mistake, token: IToken): boolean {
  return (
    token.tokenType === shapes.name ||
    (token.tokenType === shapes.code && token.image.length > 1) ||
    (m.v.meaning.has(token.tokenType) && !/^[^\p{L}]/u.test(token.image))
  );
}

/** What people write who think in another language than ours. */
const SYNONYMS: Readonly<Record<string, string>> = {
  if: "when",
  nếu: "khi",
  is: "=",
  equals: "=",
  là: "=",
  bằng: "=",
  "is not": "!=",
  "không bằng": "!=",
  "greater than": ">",
  "more than": ">",
  "lớn hơn": ">",
  "less than": "<",
  "nhỏ hơn": "<",
  "is empty": "is missing",
  "is null": "is missing",
  "is not null": "is present",
  "is not empty": "is present",
  have: "has",
  exists: "there is",
  "there are": "there is",
  "there exists": "there is",
  "there are no": "there is no",
  "there exists no": "there is no",
  last: "latest",
  ton: "tonne",
  tons: "tonne",
  piece: "pcs",
  pieces: "pcs",
};

function distanceTo(folded: string, spelling: Spelling): number | undefined {
  if (folded === spelling.folded) return 0;
  // Signs are near nothing but themselves.
  if (!/^\p{L}/u.test(spelling.text)) return undefined;
  const limit = folded.length <= 5 ? 1 : 2;
  const distance = editDistance(folded, spelling.folded, limit);
  if (distance > limit) return undefined;
  // In words of two or three letters anything is near anything.
  if (folded.length > 3 || sameLetters(folded, spelling.folded)) return distance;
  return folded.length === 3 && folded[0] === spelling.folded[0] ? distance : undefined;
}

function sameLetters(a: string, b: string): boolean {
  return [...a].sort().join("") === [...b].sort().join("");
}

function tried(m: Mistake, candidate: Candidate): Near | undefined {
  const { index, count, written, spelling } = candidate;
  const first = m.tokens[index];
  const last = m.tokens[index + count - 1];
  if (first === undefined || last === undefined) return undefined;
  const token: IToken = {
    image: spelling.text,
    startOffset: first.startOffset,
    endOffset: endOf(last) - 1,
    tokenType: spelling.type,
    tokenTypeIdx: spelling.type.tokenTypeIdx ?? 0,
  };
  // A word that is right already, with another beside it, was not misspelt.
  const isThere = m.tokens
    .slice(index, index + count)
    .some((each) => each.tokenType === spelling.type);
  if (isThere) return undefined;
  const tokens = m.tokens.toSpliced(index, count, token);
  const near = { index, count, written, spelling, tokens };
  const rest = tokens.slice(index);
  if (
    isLabel(m, spelling) &&
    m.attempt(tokens.slice(0, index)) >= index &&
    m.attemptClause(rest) > 1
  ) {
    return { ...near, label: true };
  }
  // A word put right must let the parser pass the place where it stopped.
  return m.attempt(tokens) > Math.max(index, m.index - count + 1)
    ? { ...near, label: false }
    : undefined;
}
