/**
 * Parts of selections, sources and scores that stand in the wrong place or twice.
 *
 * Comes in: a place where a part begins that the grammar had no way on for. Goes out: one message that names the place it belongs to,
 * and the tokens in the right order. What a part says is not looked at.
 */
import type { Fix, KeywordName } from "@luong/spec";
import type { IToken } from "chevrotain";
import { shapes } from "../../1-lex/vocabulary.ts";
import { report } from "../../diagnostics/report.ts";
import { endOf } from "../cst.ts";
import {
  as,
  closeOf,
  type Explained,
  found,
  is,
  type Mistake,
  openBefore,
  replacement,
  spanOf,
  spell,
  textOf,
} from "./mistake.ts";

/** Place in the order of the part that begins at `index`, if one does; `before` are those of the parts before. */
type RankAt = (m: Mistake, index: number, before: readonly number[]) => number | undefined;

const SELECTION_ORDER: readonly (readonly KeywordName[])[] = [
  ["called"],
  ["as of"],
  ["in last", "within", "from"],
  ["by"],
  ["with"],
  ["where"],
  [],
  ["including this"],
  ["minimum"],
];
const WHERE = 5;
const LATEST = 6;

const selectionRank: RankAt = (m, index, before) => {
  const token = m.tokens[index];
  if (token?.tokenType === m.v.aggregate("latest")) {
    return m.tokens[index + 1]?.tokenType === shapes.number ? LATEST : undefined;
  }
  const rank = rankIn(m, SELECTION_ORDER, index);
  // Conditions have `called` and `as of` of their own.
  const isOwn = rank === undefined || rank > 1 || index >= m.index || !before.includes(WHERE);
  return isOwn ? rank : undefined;
};

const SOURCE_ORDER: readonly (readonly KeywordName[])[] = [
  ["of"],
  ["from"],
  ["each"],
  ["clock"],
  ["keep"],
  ["late"],
];

const sourceRank: RankAt = (m, index) =>
  startsLabel(m, index) ? SOURCE_ORDER.length : rankIn(m, SOURCE_ORDER, index);

const SCORE_ORDER: readonly (readonly KeywordName[])[] = [
  ["version"],
  [],
  ["from"],
  ["inputs"],
  ["returns"],
  ["range"],
  ["timeout"],
  ["otherwise"],
];

const scoreRank: RankAt = (m, index) => {
  const before = m.tokens[index - 1];
  const isLabel = startsLabel(m, index) && !is(m, before, "plugin") && !is(m, before, "from");
  return isLabel ? 1 : rankIn(m, SCORE_ORDER, index);
};

function rankIn(
  m: Mistake,
  order: readonly (readonly KeywordName[])[],
  index: number,
): number | undefined {
  const rank = order.findIndex((words) => words.some((each) => is(m, m.tokens[index], each)));
  return rank < 0 ? undefined : rank;
}

function startsLabel(m: Mistake, index: number): boolean {
  const before = m.tokens[index - 1];
  const isSecond = is(m, before, "vi") || is(m, before, "en");
  return m.tokens[index]?.tokenType === shapes.string && !isSecond;
}

interface Part {
  readonly rank: number;
  readonly from: number;
  readonly to: number;
}

/** Where the parts stand that the place belongs to, and how they are told apart. */
function orderedArea(m: Mistake):
  | {
      readonly of: "selection" | "source" | "score";
      readonly from: number;
      readonly to: number;
      readonly rankAt: RankAt;
    }
  | undefined {
  if (m.rule === "sourceItem")
    return { of: "source", from: 2, to: m.tokens.length, rankAt: sourceRank };
  if (m.rule === "scoreItem")
    return { of: "score", from: 2, to: m.tokens.length, rankAt: scoreRank };
  const open = openBefore(m, m.index);
  if (open >= 0) {
    const word = m.tokens[open - 1];
    const isRows = (["of", "over", "there is", "there is no"] as const).some((each) =>
      is(m, word, each),
    );
    return isRows
      ? { of: "selection", from: open + 1, to: closeOf(m, open), rankAt: selectionRank }
      : undefined;
  }
  const start = m.tokens.findIndex((each) => is(m, each, "from"));
  if (m.rule !== "collectClause" || start < 0) return undefined;
  return { of: "selection", from: start + 1, to: m.tokens.length, rankAt: selectionRank };
}

function partsIn(m: Mistake, from: number, to: number, rankAt: RankAt): readonly Part[] {
  const starts: { readonly rank: number; readonly from: number }[] = [];
  const ranks: number[] = [];
  let depth = 0;
  for (let at = from; at < to; at += 1) {
    const type = m.tokens[at]?.tokenType;
    if (type === shapes.open) depth += 1;
    if (type === shapes.close) depth -= 1;
    const rank = depth === 0 ? rankAt(m, at, ranks) : undefined;
    if (rank === undefined) continue;
    starts.push({ rank, from: at });
    ranks.push(rank);
  }
  return starts.map((each, index) => ({ ...each, to: starts[index + 1]?.from ?? to }));
}

/** `where … with …`, `keep 30 days clock at`: a part behind one that follows it, or there already. */
export function partOrder(m: Mistake): Explained | undefined {
  const area = orderedArea(m);
  const at = found(m);
  if (area === undefined || at === undefined || m.index < area.from || m.index >= area.to)
    return undefined;
  const parts = partsIn(m, area.from, area.to, area.rankAt);
  const part = parts.find(({ from }) => from === m.index);
  const earlier = parts.filter(({ from }) => from < m.index);
  if (part === undefined) return undefined;
  const same = earlier.find(({ rank }) => rank === part.rank);
  if (same !== undefined) return twice(m, area.of, part, same);
  // Either it comes too late, or the one that had to come before it does.
  const follower = earlier.find(({ rank }) => rank > part.rank);
  const awaited = parts.find(
    ({ from, rank }) => rank < part.rank && m.tokens[from]?.tokenType.name === m.expected,
  );
  const [misplaced, border] = follower === undefined ? [awaited, part] : [part, follower];
  const first = parts[0];
  const word = misplaced === undefined ? undefined : m.tokens[misplaced.from];
  const before = m.tokens[border.from];
  if (misplaced === undefined || word === undefined || first === undefined || before === undefined)
    return undefined;
  const sorted = parts.toSorted((a, b) => a.rank - b.rank);
  const tokens = [
    ...m.tokens.slice(0, first.from),
    ...sorted.flatMap(({ from, to }) => m.tokens.slice(from, to)),
    ...m.tokens.slice(area.to),
  ];
  if (m.attempt(tokens) <= m.index) return undefined;
  const args = { of: area.of, part: word.image, before: before.image };
  const fixes = moving(m, misplaced, before);
  return { diagnostic: report("LU1065", spanOf(m, word), args, { fixes }), tokens };
}

/** Takes the words of `part` away and puts them before a token; not offered where a comment would be lost. */
function moving(m: Mistake, part: Part, before: IToken): readonly Fix[] {
  const words = m.tokens.slice(part.from, part.to);
  const text = words.map((each, index) => `${gapBefore(words, index)}${textOf(each)}`).join("");
  const end = endOf(words.at(-1) ?? before);
  const from = endOf(m.tokens[part.from - 1] ?? before);
  if (m.isCommented(from, end)) return [];
  const start = before.startOffset;
  const title = { en: `put it before \`${before.image}\``, vi: `đặt trước \`${before.image}\`` };
  const edits = [
    { span: { file: m.file, start, end: start }, text: `${text} ` },
    { span: { file: m.file, start: from, end }, text: "" },
  ];
  return [{ title, edits }];
}

/** A blank where one stood between the tokens. */
function gapBefore(words: readonly IToken[], index: number): string {
  const [before, here_] = [words[index - 1], words[index]];
  if (before === undefined || here_ === undefined) return "";
  return here_.startOffset > endOf(before) ? " " : "";
}

function twice(
  m: Mistake,
  of: "selection" | "source" | "score",
  part: Part,
  same: Part,
): Explained | undefined {
  const at = m.tokens[part.from];
  const first = m.tokens[same.from];
  if (at === undefined || first === undefined) return undefined;
  const joined = joinedBy(m, at);
  const span = spanOf(m, at);
  const related = [
    { span: spanOf(m, first), note: { en: "it stands here already", vi: "đã có ở đây" } },
  ];
  const args = { of, part: at.image, before: null };
  if (joined === undefined) {
    const tokens = m.tokens.toSpliced(part.from, part.to - part.from);
    return { diagnostic: report("LU1065", span, args, { related }), tokens };
  }
  const tokens = m.tokens.with(part.from, joined);
  const before = m.tokens[part.from - 1] ?? at;
  const isComma = joined.tokenType === shapes.comma;
  const fix = isComma
    ? replacement({ file: m.file, start: endOf(before), end: endOf(at) }, ",")
    : replacement(span, joined.image);
  return { diagnostic: report("LU1065", span, args, { fixes: [fix], related }), tokens };
}

/** What joins the contents of a part that stands twice: keys by a comma, conditions by `and`. */
function joinedBy(m: Mistake, word: IToken): IToken | undefined {
  if (is(m, word, "with")) return { ...as(word, shapes.comma), image: "," };
  if (is(m, word, "where")) return { ...as(word, m.v.keyword("and")), image: spell(m, "and") };
  return undefined;
}
