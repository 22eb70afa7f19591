/**
 * Conditions and values: what joins them, what they lack, signs and bullets read in another way than meant.
 *
 * Each function knows one mistake and says nothing about any other.
 */
import type { Fix, Span } from "@luong/spec";
import type { IToken } from "chevrotain";
import { groups, shapes } from "../../1-lex/vocabulary.ts";
import { report } from "../../diagnostics/report.ts";
import { endOf } from "../cst.ts";
import { conditionAround } from "../damage.ts";
import {
  as,
  CONDITION_RULES,
  type Explained,
  endsValue,
  found,
  inGroup,
  inserted,
  insertion,
  is,
  isOperator,
  isVietnamese,
  keywordToken,
  type Mistake,
  made,
  meaning,
  openBefore,
  previous,
  removal,
  replacement,
  spanOf,
  spell,
  startsCondition,
  without,
} from "./mistake.ts";

/** `a -3` or a `-3` behind any value: a minus, not a number below zero. */
export function negativeAfterOperand(m: Mistake): Explained | undefined {
  const at = found(m);
  if (at?.tokenType !== shapes.negativeSign || !endsValue(m, previous(m))) return undefined;
  const end = endOf(at);
  const fix: Fix = {
    title: { en: "put a blank on each side", vi: "thêm dấu cách ở hai bên" },
    edits: [{ span: { file: m.file, start: end, end }, text: " " }],
  };
  return {
    diagnostic: report("LU1016", spanOf(m, at), {}, { fixes: [fix] }),
    tokens: m.tokens.with(m.index, as(at, m.v.operator("sub"))),
  };
}

/** `in (CN, BD)` */
export function listInBrackets(m: Mistake): Explained | undefined {
  if (found(m)?.tokenType !== shapes.comma || m.expected !== "close") return undefined;
  const open = m.tokens[openBefore(m, m.index)];
  const close = m.tokens.find((each, index) => index > m.index && each.tokenType === shapes.close);
  if (open === undefined) return undefined;
  const edits = [open, ...(close === undefined ? [] : [close])].map((each) => ({
    span: spanOf(m, each),
    text: "",
  }));
  const fix: Fix = { title: { en: "remove the brackets", vi: "bỏ dấu ngoặc" }, edits };
  return {
    diagnostic: report("LU1049", spanOf(m, open), {}, { fixes: [fix] }),
    tokens: without(m, open, close),
  };
}

/** `origin = CN, BD` */
export function comparedWithSeveral(m: Mistake): Explained | undefined {
  if (found(m)?.tokenType !== shapes.comma || !CONDITION_RULES.includes(m.rule)) return undefined;
  const at = m.tokens.findLastIndex((each, index) => index < m.index && isOperator(m, each));
  const operator = m.tokens[at];
  const name = meaning(m, operator)?.name;
  if (operator === undefined || (name !== "eq" && name !== "ne")) return undefined;
  const several = name === "eq" ? "in" : "notIn";
  const tokens = m.tokens.with(at, as(operator, m.v.operator(several)));
  // `a = 1, b = 2`: two conditions rather than one with two values.
  const joined = m.tokens.with(m.index, keywordToken(m, "and", previous(m)));
  if (m.attempt(joined) > m.attempt(tokens)) return undefined;
  const spelling = m.v.tables.operators[several]?.spelling;
  const word = isVietnamese(m) ? spelling?.vi : spelling?.en;
  const fixes = [replacement(spanOf(m, operator), word ?? several)];
  return {
    diagnostic: report(
      "LU1057",
      spanOf(m, found(m)),
      { operator: operator.image, several: word ?? several },
      { fixes },
    ),
    tokens,
  };
}

/** A comma between two conditions. */
export function commaForAnd(m: Mistake): Explained | undefined {
  const comma = found(m);
  if (comma?.tokenType !== shapes.comma || !CONDITION_RULES.includes(m.rule)) return undefined;
  const before = previous(m);
  if (!endsValue(m, before) || !startsCondition(m, m.tokens[m.index + 1])) return undefined;
  return junction(m, spanOf(m, comma), "replace");
}

/** `a < b < c` */
export function chained(m: Mistake): Explained | undefined {
  const at = found(m);
  if (!isOperator(m, at) || !endsValue(m, previous(m))) return undefined;
  if (!CONDITION_RULES.includes(m.rule) && m.expected !== "close") return undefined;
  return { diagnostic: report("LU1050", spanOf(m, at), {}) };
}

/** `-` first on a line where no group is open. */
export function strayBullet(m: Mistake): Explained | undefined {
  const at = found(m);
  const before = previous(m);
  if (at === undefined || !isBullet(at) || (before !== undefined && isBullet(before)))
    return undefined;
  if (is(m, before, "any") || is(m, before, "every")) return undefined;
  const { reading, word, fixes } = bulletReading(m, at);
  const args = { bullet: at.image, reading, word };
  return { diagnostic: report("LU1043", spanOf(m, at), args, { fixes }) };
}

function isBullet(token: IToken): boolean {
  return token.tokenType === shapes.dash || token.tokenType === shapes.star;
}

interface BulletReading {
  readonly reading: "brackets" | "condition" | "calculation" | "comment" | null;
  readonly word: string | null;
  readonly fixes: readonly Fix[];
}

/** The line as another bullet, another condition, the rest of a calculation, or a comment. */
function bulletReading(m: Mistake, at: IToken): BulletReading {
  const before = previous(m);
  if (before === undefined || !endsValue(m, before))
    return { reading: null, word: null, fixes: [] };
  const ended = endedBullet(m, at);
  if (ended !== undefined) return ended;
  const joined = m.tokens.with(m.index, keywordToken(m, "and", before));
  if (m.attempt(joined) > m.index && hasOperator(m, m.index + 1, m.tokens.length)) {
    const fixes = (["and", "or"] as const).map((name) =>
      replacement(spanOf(m, at), spell(m, name)),
    );
    return { reading: "condition", word: null, fixes };
  }
  const sign = m.v.operator(at.tokenType === shapes.dash ? "sub" : "mul");
  if (m.attempt(m.tokens.with(m.index, as(at, sign))) >= m.tokens.length) {
    const end = endOf(before);
    const title = {
      en: "put the sign at the end of the line before",
      vi: "đặt dấu này ở cuối dòng trước",
    };
    const edits = [
      { span: { file: m.file, start: end, end }, text: ` ${at.image}` },
      { span: spanOf(m, at), text: "" },
    ];
    return { reading: "calculation", word: null, fixes: [{ title, edits }] };
  }
  const title = { en: "make it a comment", vi: "đổi thành ghi chú" };
  const fixes = [{ title, edits: [{ span: spanOf(m, at), text: "--" }] }];
  return { reading: "comment", word: null, fixes };
}

/** `- a and b` and a bullet after it: `and` ended the group, which brackets around `a and b` keep open. */
function endedBullet(m: Mistake, at: IToken): BulletReading | undefined {
  const bullet = m.tokens.findLastIndex(
    (each, index) => index < m.index && each.tokenType === at.tokenType,
  );
  const first = m.tokens[bullet + 1];
  const last = previous(m);
  if (bullet < 0 || first === undefined || last === undefined) return undefined;
  const word = m.tokens.find(
    (each, index) => index > bullet && index < m.index && (is(m, each, "and") || is(m, each, "or")),
  );
  if (word === undefined) return undefined;
  const start = first.startOffset;
  const end = endOf(last);
  const title = { en: "put brackets around the bullet", vi: "thêm ngoặc quanh gạch đầu dòng" };
  const edits = [
    { span: { file: m.file, start, end: start }, text: "(" },
    { span: { file: m.file, start: end, end }, text: ")" },
  ];
  return { reading: "brackets", word: word.image, fixes: [{ title, edits }] };
}

/** `any` and bullets behind it: the group word lacks its `of`. */
export function groupWord(m: Mistake): Explained | undefined {
  const at = found(m);
  const before = previous(m);
  if (at === undefined || before === undefined || !isBullet(at)) return undefined;
  const name = is(m, before, "any") ? "any of" : is(m, before, "every") ? "all of" : undefined;
  if (name === undefined) return undefined;
  const word = spell(m, name);
  return {
    diagnostic: report(
      "LU1045",
      spanOf(m, before),
      { word, written: before.image },
      { fixes: [replacement(spanOf(m, before), word)] },
    ),
    tokens: m.tokens.with(m.index - 1, as(before, m.v.keyword(name))),
  };
}

/** Two conditions side by side. What is no condition yet lacks something else than `and`. */
export function missingJunction(m: Mistake): Explained | undefined {
  const at = found(m);
  const before = previous(m);
  if (at === undefined || !endsValue(m, before) || !startsCondition(m, at)) return undefined;
  const isEnd = m.expected === "EOF" || m.expected === "close" || m.expected === null;
  if (!isEnd || !(CONDITION_RULES.includes(m.rule) || m.expected === "close")) return undefined;
  if (!hasOperator(m, startOfCondition(m), m.index) || !isConditionLike(m)) return undefined;
  // `but not …`: a word of another language stands where ours belongs.
  const next = m.tokens[m.index + 1];
  if (
    at.tokenType === shapes.name &&
    next !== undefined &&
    meaning(m, next)?.kind === "keyword" &&
    startsCondition(m, next)
  ) {
    const fixes = (["and", "or"] as const).map((name) =>
      replacement(spanOf(m, at), spell(m, name)),
    );
    const args = { before: before?.image ?? "", after: at.image };
    return {
      diagnostic: report("LU1030", spanOf(m, at), args, { fixes }),
      tokens: m.tokens.with(m.index, keywordToken(m, "and", before)),
    };
  }
  const { start } = spanOf(m, at);
  return junction(m, { file: m.file, start, end: start }, "insert");
}

/** Index of the first token of the condition before the place, brackets included. */
function startOfCondition(m: Mistake): number {
  const open = openBefore(m, m.index);
  const from = conditionAround(m.v, m.rule, m.tokens, m.index)?.from ?? 0;
  return Math.max(open + 1, from);
}

function hasOperator(m: Mistake, from: number, to: number): boolean {
  const words = [
    "any",
    "every",
    "no",
    "at least",
    "there is",
    "there is no",
    "not",
    "any of",
    "all of",
  ] as const;
  return m.tokens
    .slice(from, to)
    .some(
      (each) =>
        isOperator(m, each) ||
        words.some((word) => is(m, each, word)) ||
        each.tokenType === shapes.close,
    );
}

/** A path, or something with an operator; a word alone is more likely a unit or a slip. */
function isConditionLike(m: Mistake): boolean {
  const next = m.tokens[m.index + 1];
  return next?.tokenType === shapes.member || hasOperator(m, m.index, m.tokens.length);
}

function junction(m: Mistake, span: Span, how: "insert" | "replace"): Explained {
  const at = found(m);
  const before = previous(m);
  const fixes = (["and", "or"] as const).map((name) =>
    how === "insert"
      ? insertion(m, span.start, `${spell(m, name)} `)
      : replacement(span, ` ${spell(m, name)}`),
  );
  const after = how === "insert" ? at : m.tokens[m.index + 1];
  const args = { before: before?.image ?? "", after: after?.image ?? "" };
  const word = keywordToken(m, "and", before);
  return {
    diagnostic: report("LU1030", how === "insert" ? spanOf(m, at) : span, args, { fixes }),
    tokens: how === "insert" ? inserted(m, word) : m.tokens.with(m.index, word),
  };
}

/** `and` with nothing behind it, twice, or first in its clause. */
export function danglingWord(m: Mistake): Explained | undefined {
  const at = found(m);
  const isWord = is(m, at, "and") || is(m, at, "or");
  if (at !== undefined && isWord && m.inner === "simple" && !isOperator(m, previous(m))) {
    const extra = is(m, previous(m), "and") || is(m, previous(m), "or") ? previous(m) : at;
    return extra && dangling(m, extra, extra === at);
  }
  const before = previous(m);
  if (before === undefined || !(is(m, before, "and") || is(m, before, "or"))) return undefined;
  if (startsCondition(m, at)) return undefined;
  return dangling(m, before, false);
}

function dangling(m: Mistake, word: IToken, isFirst: boolean): Explained {
  const fixes = [removal(m, word)];
  return {
    diagnostic: report("LU1033", spanOf(m, word), { word: word.image, isFirst }, { fixes }),
    tokens: without(m, word),
  };
}

/** An operator, `not`, `has`, `of` … with nothing behind it. */
export function missingValue(m: Mistake): Explained | undefined {
  const before = previous(m);
  const rules = ["primary", "simple", "arith", "reference", "values", "quantity", "keyPart"];
  if (before === undefined || !rules.includes(m.inner)) return undefined;
  const at = found(m);
  const isContent =
    at !== undefined && (startsCondition(m, at) || at.tokenType === shapes.criterionId);
  if (before.tokenType === shapes.string || isContent) return undefined;
  const { instead, fixes } = valueMeant(m, before, at);
  const args = {
    after: before.image,
    before: isBullet(before) ? null : (at?.image ?? null),
    instead,
  };
  return {
    diagnostic: report("LU1032", spanOf(m, before), args, { fixes }),
    tokens: inserted(m, made(shapes.missing, "", before)),
  };
}

/** `> +3`, `2.50 USD/kg`, `= 6109*` as the language writes them. */
function valueMeant(
  m: Mistake,
  before: IToken,
  at: IToken | undefined,
): { readonly instead: string | null; readonly fixes: readonly Fix[] } {
  const left = m.tokens[m.index - 2];
  const next = m.tokens[m.index + 1];
  if (at?.tokenType === m.v.operator("add") && next?.tokenType === shapes.number) {
    const span = { file: m.file, start: at.startOffset, end: next.startOffset };
    const title = { en: "remove `+`", vi: "xóa `+`" };
    return { instead: next.image, fixes: [{ title, edits: [{ span, text: "" }] }] };
  }
  const isPrice = left?.tokenType === shapes.code && inGroup(at, groups.unitWord);
  if (before.tokenType === m.v.operator("div") && isPrice && at !== undefined) {
    const price = `${left.image} ${spell(m, "per")} ${at.image}`;
    const span = { file: m.file, start: left.startOffset, end: endOf(at) };
    return { instead: price, fixes: [replacement(span, price)] };
  }
  const operator = m.tokens[m.index - 3];
  const isWildcard =
    before.tokenType === m.v.operator("mul") &&
    at === undefined &&
    left !== undefined &&
    endOf(left) === before.startOffset &&
    operator?.tokenType === m.v.operator("eq");
  if (!isWildcard) return { instead: null, fixes: [] };
  const spelling = m.v.meaning.get(m.v.operator("under"))?.spelling;
  const under = `${(isVietnamese(m) ? spelling?.vi : spelling?.en) ?? "under"} ${left.image}`;
  const span = { file: m.file, start: operator.startOffset, end: endOf(before) };
  return { instead: under, fixes: [replacement(span, under)] };
}

/** `any item item.hs under 84` */
export function withoutHas(m: Mistake): Explained | undefined {
  const at = found(m);
  if (m.inner !== "quantified" || m.expected !== "has" || at === undefined) return undefined;
  const element = previous(m)?.image ?? "";
  const fixes = [insertion(m, at.startOffset, `${spell(m, "has")} `)];
  return {
    diagnostic: report("LU1042", spanOf(m, at), { element }, { fixes }),
    tokens: inserted(m, keywordToken(m, "has", previous(m))),
  };
}

export function bulletsMissing(m: Mistake): Explained | undefined {
  const word = previous(m);
  if (m.inner !== "group" || word === undefined) return undefined;
  return { diagnostic: report("LU1045", spanOf(m, word), { word: word.image, written: null }) };
}

/** `USD 100`, `100 vnd` */
export function currency(m: Mistake): Explained | undefined {
  const at = found(m);
  const before = previous(m);
  if (at === undefined || before === undefined) return undefined;
  if (
    at.tokenType === shapes.number &&
    before.tokenType === shapes.code &&
    /^[A-Z]{3}$/.test(before.image)
  ) {
    const span = { file: m.file, start: before.startOffset, end: endOf(at) };
    const fixes = [replacement(span, `${at.image} ${before.image}`)];
    const args = {
      found: before.image,
      after: m.tokens[m.index - 2]?.image ?? null,
      expected: "number",
      word: null,
    } as const;
    return {
      diagnostic: report("LU1060", spanOf(m, before), args, { fixes }),
      tokens: m.tokens.with(m.index - 1, at).with(m.index, before),
    };
  }
  const isWord = /^(?:[a-z]{3}|đồng|đ)$/i.test(at.image);
  if (at.tokenType !== shapes.name || before.tokenType !== shapes.number || !isWord)
    return undefined;
  const code = at.image.startsWith("đ") ? "VND" : at.image.toUpperCase();
  if (code === "VND" && at.image !== "vnd") return namedCurrency(m, at, code);
  const args = { written: at.image, meant: code };
  return {
    diagnostic: report("LU1021", spanOf(m, at), args, {
      fixes: [replacement(spanOf(m, at), code)],
    }),
    tokens: m.tokens.with(m.index, { ...as(at, shapes.code), image: code }),
  };
}

/** `1_000_000 đồng`: a currency by its name. */
function namedCurrency(m: Mistake, at: IToken, code: string): Explained {
  const args = {
    found: at.image,
    after: previous(m)?.image ?? null,
    expected: null,
    word: code,
  } as const;
  return {
    diagnostic: report("LU1060", spanOf(m, at), args, {
      fixes: [replacement(spanOf(m, at), code)],
    }),
    tokens: m.tokens.with(m.index, { ...as(at, shapes.code), image: code }),
  };
}
