/**
 * Windows and lengths of time as people say them: `in the last 30 days`, `trong 30 ngày qua`, `in last month`.
 *
 * Each function knows one mistake and says nothing about any other.
 */
import type { Fix } from "@luong/spec";
import type { IToken } from "chevrotain";
import { groups, shapes } from "../../1-lex/vocabulary.ts";
import { report } from "../../diagnostics/report.ts";
import { endOf } from "../cst.ts";
import {
  as,
  type Explained,
  found,
  here,
  inGroup,
  inserted,
  insertion,
  is,
  isVietnamese,
  keywordToken,
  type Mistake,
  made,
  meaning,
  previous,
  replacement,
  spanOf,
  spell,
  startOfPath,
} from "./mistake.ts";
import { bracketEdits, bracketed } from "./selections.ts";

/** What people write before and behind a length of time; `skipping last` for the second length. */
const LEADS: Readonly<Record<string, "in last" | "skipping last">> = {
  "in the last": "in last",
  "in the past": "in last",
  "in past": "in last",
  "in previous": "in last",
  "over the last": "in last",
  "over the past": "in last",
  "during the last": "in last",
  "during the past": "in last",
  "within the last": "in last",
  "within the past": "in last",
  "within last": "in last",
  "for the last": "in last",
  "the last": "in last",
  "the past": "in last",
  last: "in last",
  past: "in last",
  trong: "in last",
  "skipping the last": "skipping last",
  "skipping the past": "skipping last",
  skipping: "skipping last",
  "except the last": "skipping last",
  "excluding the last": "skipping last",
  "excluding last": "skipping last",
  "bỏ qua": "skipping last",
  "trong vòng": "in last",
  "in last": "in last",
  "skipping last": "skipping last",
};
const TAILS: readonly string[] = [
  "qua",
  "gần đây",
  "gần nhất",
  "vừa qua",
  "trở lại đây",
  "trước đây",
  "window",
];

/** Most words of a lead or tail. */
const PHRASE_WORDS = 3;

interface Phrase {
  readonly from: number;
  readonly to: number;
  readonly name: "in last" | "skipping last";
  readonly number: IToken;
  readonly unit: IToken;
}

/** `in the last 30 days`, `trong 30 ngày qua`, `a 30 day window` */
export function windowWords(m: Mistake): Explained | undefined {
  const phrase = phraseAround(m);
  if (phrase === undefined) return undefined;
  const { from, to, name, number, unit } = phrase;
  const [first, last] = [m.tokens[from], m.tokens[to - 1]];
  if (first === undefined || last === undefined) return undefined;
  const word = keywordToken(m, name, m.tokens[from - 1]);
  const plain = m.tokens.toSpliced(from, to - from, word, number, unit);
  const span = { file: m.file, start: first.startOffset, end: endOf(last) };
  const meant = `${spell(m, name)} ${number.image} ${unitWord(m, number, unit)}`;
  const { text, tokens, edits } = inBrackets(m, plain, from, span, meant);
  if (m.attempt(tokens) <= from + 2) return undefined;
  const written = m.tokens
    .slice(from, to)
    .map(({ image }) => image)
    .join(" ");
  const title = { en: `write \`${text}\``, vi: `viết \`${text}\`` };
  const args = { written, meant };
  return { diagnostic: report("LU1021", span, args, { fixes: [{ title, edits }] }), tokens };
}

/** `days` for `day` behind any number but one. */
function unitWord(m: Mistake, number: IToken, unit: IToken): string {
  const spelling = meaning(m, unit)?.spelling;
  const usual = isVietnamese(m) ? spelling?.vi : spelling?.en;
  return number.image === "1" ? unit.image : (usual ?? unit.image);
}

/** The fix of a phrase also puts the brackets a selection needs, where they are missing. */
function inBrackets(
  m: Mistake,
  plain: readonly IToken[],
  from: number,
  span: { readonly file: string; readonly start: number; readonly end: number },
  meant: string,
): { readonly text: string; readonly tokens: readonly IToken[]; readonly edits: Fix["edits"] } {
  const edit = { span, text: meant };
  const around = bracketed(m, plain, from);
  if (around === undefined || around === "needsName")
    return { text: meant, tokens: plain, edits: [edit] };
  const [open, close] = bracketEdits(m, around);
  const isLast = around.last === plain[from + 2];
  if (open === undefined || close === undefined)
    return { text: meant, tokens: plain, edits: [edit] };
  const edits = isLast ? [open, { span, text: `${meant})` }] : [open, edit, close];
  return { text: meant, tokens: around.tokens, edits };
}

function phraseAround(m: Mistake): Phrase | undefined {
  const start = Math.max(1, m.index - PHRASE_WORDS - 2);
  for (let at = start; at <= m.index + PHRASE_WORDS; at += 1) {
    const number = m.tokens[at];
    const unit = m.tokens[at + 1];
    if (number?.tokenType !== shapes.number || !inGroup(unit, groups.timeWord)) continue;
    if (unit === undefined) continue;
    const lead = leadBefore(m, at);
    const tail = tailBehind(m, at + 2);
    const from = at - lead.count;
    const to = at + 2 + tail;
    const isRight = lead.isRight && tail === 0;
    const isBare = lead.count === 0 && tail === 0;
    const touches = from <= m.index && m.index <= to;
    if (isRight || !touches || (isBare && !followsRows(m, at))) continue;
    return { from, to, name: lead.name, number, unit };
  }
  return undefined;
}

function leadBefore(
  m: Mistake,
  at: number,
): {
  readonly count: number;
  readonly name: "in last" | "skipping last";
  readonly isRight: boolean;
} {
  for (let count = PHRASE_WORDS; count > 0; count -= 1) {
    const words = m.tokens.slice(Math.max(1, at - count), at);
    if (words.length < count) continue;
    const name = LEADS[phraseOf(words)];
    if (name === undefined) continue;
    return { count, name, isRight: count === 1 && is(m, words[0], name) };
  }
  return { count: 0, name: "in last", isRight: false };
}

function tailBehind(m: Mistake, at: number): number {
  for (let count = PHRASE_WORDS; count > 0; count -= 1) {
    const words = m.tokens.slice(at, at + count);
    if (words.length === count && TAILS.includes(phraseOf(words))) return count;
  }
  return 0;
}

function phraseOf(words: readonly IToken[]): string {
  return words
    .map(({ image }) => image)
    .join(" ")
    .replaceAll(/\s+/g, " ")
    .toLowerCase();
}

/** `declarations 30 days`: a length right behind the name of rows. */
function followsRows(m: Mistake, at: number): boolean {
  const start = startOfPath(m, m.tokens, at);
  const before = m.tokens[start - 1];
  if (start === at || m.index !== at) return false;
  return before?.tokenType === shapes.open || is(m, before, "from") || is(m, before, "over");
}

/** `in last 30`, `in last month`, `per week` */
export function lengthOfTime(m: Mistake): Explained | undefined {
  const at = found(m);
  const before = previous(m);
  if (m.inner !== "duration" && m.inner !== "perPart") return undefined;
  if (before?.tokenType === shapes.number && m.expected === "timeWord") {
    const unit = usualUnit(m, m.tokens[m.index - 2]);
    const meant = `${before.image} ${spell(m, unit)}`;
    const fixes = [insertion(m, endOf(before), ` ${spell(m, unit)}`)];
    return {
      diagnostic: report("LU1066", spanOf(m, before), { meant, part: "unit" }, { fixes }),
      tokens: inserted(m, keywordToken(m, unit, before)),
    };
  }
  if (at !== undefined && inGroup(at, groups.timeWord)) {
    const meant = `1 ${at.image}`;
    const fixes = [insertion(m, at.startOffset, "1 ")];
    return {
      diagnostic: report("LU1066", spanOf(m, at), { meant, part: "number" }, { fixes }),
      tokens: inserted(m, made(shapes.number, "1", before)),
    };
  }
  if (m.inner === "perPart") return undefined;
  return {
    diagnostic: report("LU1066", here(m), { meant: null, part: "both" }),
    tokens: inserted(m, made(shapes.missing, "", before)),
  };
}

function usualUnit(m: Mistake, label: IToken | undefined): "ms" | "hours" | "days" {
  if (is(m, label, "timeout")) return "ms";
  return is(m, label, "late") || is(m, label, "within") ? "hours" : "days";
}

/** `within 2 hours of x` */
export function windowSide(m: Mistake): Explained | undefined {
  const at = found(m);
  if (m.inner !== "side" || !is(m, at, "of") || at === undefined) return undefined;
  const args = {
    found: at.image,
    after: previous(m)?.image ?? null,
    expected: "side",
    word: null,
  } as const;
  const sides = ["around", "after", "before"] as const;
  const fixes = sides.map((each) => replacement(spanOf(m, at), spell(m, each)));
  return {
    diagnostic: report("LU1060", spanOf(m, at), args, { fixes }),
    tokens: m.tokens.with(m.index, as(at, m.v.keyword("around"))),
  };
}
