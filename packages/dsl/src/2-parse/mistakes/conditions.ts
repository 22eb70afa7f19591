/**
 * Conditions and values: what joins them, what they lack, signs and bullets read in another way than meant.
 *
 * Each function knows one mistake and says nothing about any other.
 */
import type { Fix, Span } from "@luong/spec";
import type { IToken } from "chevrotain";
import { shapes } from "../../1-lex/vocabulary.ts";
import { report } from "../../diagnostics/report.ts";
import { endOf } from "../cst.ts";
import { conditionAround } from "../damage.ts";
import {
  as,
  CONDITION_RULES,
  type Explained,
  endsValue,
  found,
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
    tokens: m.tokens.with(at, as(operator, m.v.operator(several))),
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
  const args = { bullet: at.image };
  return { diagnostic: report("LU1043", spanOf(m, at), args, { fixes: bulletFixes(m, at) }) };
}

function isBullet(token: IToken): boolean {
  return token.tokenType === shapes.dash || token.tokenType === shapes.star;
}

/** The line as another condition, as the rest of a calculation, or as a comment. */
function bulletFixes(m: Mistake, at: IToken): readonly Fix[] {
  const before = previous(m);
  if (before === undefined || !endsValue(m, before)) return [];
  const joined = m.tokens.with(m.index, keywordToken(m, "and", before));
  if (m.attempt(joined) > m.index && hasOperator(m, m.index + 1, m.tokens.length)) {
    return (["and", "or"] as const).map((name) => replacement(spanOf(m, at), spell(m, name)));
  }
  const sign = m.v.operator(at.tokenType === shapes.dash ? "sub" : "mul");
  if (m.attempt(m.tokens.with(m.index, as(at, sign))) >= m.tokens.length) {
    const end = endOf(before);
    const edits = [
      { span: { file: m.file, start: end, end }, text: ` ${at.image}` },
      { span: spanOf(m, at), text: "" },
    ];
    return [
      {
        title: {
          en: "put the sign at the end of the line before",
          vi: "đặt dấu này ở cuối dòng trước",
        },
        edits,
      },
    ];
  }
  const span = spanOf(m, at);
  return [
    { title: { en: "make it a comment", vi: "đổi thành ghi chú" }, edits: [{ span, text: "--" }] },
  ];
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
      { word },
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
  const words = ["any", "every", "no", "at least", "not", "any of", "all of"] as const;
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
    return extra && dangling(m, extra);
  }
  const before = previous(m);
  if (before === undefined || !(is(m, before, "and") || is(m, before, "or"))) return undefined;
  if (startsCondition(m, at)) return undefined;
  return dangling(m, before);
}

function dangling(m: Mistake, word: IToken): Explained {
  const fixes = [removal(m, word)];
  return {
    diagnostic: report("LU1033", spanOf(m, word), { word: word.image }, { fixes }),
    tokens: without(m, word),
  };
}

/** An operator, `not`, `has`, `of` … with nothing behind it. */
export function missingValue(m: Mistake): Explained | undefined {
  const before = previous(m);
  const rules = ["primary", "simple", "arith", "reference", "values", "quantity"];
  if (before === undefined || !rules.includes(m.inner)) return undefined;
  const at = found(m);
  const isContent =
    at !== undefined && (startsCondition(m, at) || at.tokenType === shapes.criterionId);
  if (before.tokenType === shapes.string || isContent) return undefined;
  return {
    diagnostic: report("LU1032", spanOf(m, before), { after: before.image }),
    tokens: inserted(m, made(shapes.missing, "", before)),
  };
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
  return { diagnostic: report("LU1045", spanOf(m, word), { word: word.image }) };
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
  if (
    at.tokenType !== shapes.name ||
    before.tokenType !== shapes.number ||
    !/^[a-z]{3}$/.test(at.image)
  )
    return undefined;
  const code = at.image.toUpperCase();
  const args = { written: at.image, meant: code };
  return {
    diagnostic: report("LU1021", spanOf(m, at), args, {
      fixes: [replacement(spanOf(m, at), code)],
    }),
    tokens: m.tokens.with(m.index, { ...as(at, shapes.code), image: code }),
  };
}
