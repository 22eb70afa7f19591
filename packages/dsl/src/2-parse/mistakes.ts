/**
 * From what the parser stumbled over to one message about what the author meant.
 *
 * Comes in: a piece, the token at which the grammar had no way on, and the rule it was in. Goes out: a diagnostic with fixes
 * and, where one reading is likely, the tokens as they should have been, so that the rest of the piece is read too.
 * The first recogniser that knows the mistake speaks; the last one always does.
 */
import type { Diagnostic, Fix, KeywordName, Span } from "@luong/spec";
import type { IToken, TokenType } from "chevrotain";
import { groups, type Meaning, shapes, type Vocabulary } from "../1-lex/vocabulary.ts";
import type { ExpectedPart } from "../diagnostics/catalogue/1xxx-text.ts";
import { report } from "../diagnostics/report.ts";
import { hasAccents } from "../source/letters.ts";
import { endOf } from "./cst.ts";
import { type Near, nearKeyword } from "./near-keyword.ts";
import type { ItemKind, PieceRule } from "./pieces.ts";

export interface Mistake {
  readonly v: Vocabulary;
  readonly file: string;
  readonly item: ItemKind;
  readonly rule: PieceRule;
  readonly tokens: readonly IToken[];
  /** Where it went wrong; `tokens.length` at the end of the piece. */
  readonly index: number;
  /** Innermost rule of the grammar. */
  readonly inner: string;
  /** Name of the one token type that was possible, if it was one. */
  readonly expected: string | null;
  /** Index at which other tokens would go wrong; infinite when they would not. */
  readonly attempt: (tokens: readonly IToken[]) => number;
  /** The same for tokens that begin with a clause label of this item; 0 when they do not. */
  readonly attemptClause: (tokens: readonly IToken[]) => number;
}

export interface Explained {
  readonly diagnostic: Diagnostic;
  /** The piece as it was probably meant. */
  readonly tokens?: readonly IToken[];
  /** A clause label was misspelt: the piece ends before `index`, a clause with `label` begins there. */
  readonly split?: { readonly index: number; readonly rest: readonly IToken[] };
}

type Recogniser = (m: Mistake) => Explained | undefined;

const RECOGNISERS: readonly Recogniser[] = [
  emptyClause,
  criterionId,
  title,
  misspelt,
  negativeAfterOperand,
  listInBrackets,
  comparedWithSeveral,
  commaForAnd,
  chained,
  strayBullet,
  commas,
  missingComma,
  extraBracket,
  openBracket,
  withoutHas,
  bulletsMissing,
  pointsWithoutPlus,
  bareChannel,
  date,
  cells,
  bucket,
  reserved,
  danglingWord,
  missingJunction,
  missingValue,
  clauseOfAnotherItem,
];

export function explain(m: Mistake): Explained {
  for (const recognise of RECOGNISERS) {
    const explained = recognise(m);
    if (explained !== undefined) return explained;
  }
  return unexpected(m);
}

/* -------------------------------------------------------------------- helpers */

function found(m: Mistake): IToken | undefined {
  return m.tokens[m.index];
}

function previous(m: Mistake): IToken | undefined {
  return m.tokens[m.index - 1];
}

function spanOf(m: Mistake, token: IToken | undefined): Span {
  if (token !== undefined) return { file: m.file, start: token.startOffset, end: endOf(token) };
  const last = m.tokens.at(-1);
  const end = last === undefined ? 0 : endOf(last);
  return { file: m.file, start: end, end };
}

/** The found token, or the last one when the piece ended too early. */
function here(m: Mistake): Span {
  return spanOf(m, found(m) ?? previous(m));
}

function is(m: Mistake, token: IToken | undefined, name: KeywordName): boolean {
  return token?.tokenType === m.v.keyword(name);
}

function inGroup(token: IToken | undefined, category: TokenType): boolean {
  return token?.tokenType.CATEGORIES?.includes(category) ?? false;
}

function meaning(m: Mistake, token: IToken | undefined): Meaning | undefined {
  return token === undefined ? undefined : m.v.meaning.get(token.tokenType);
}

function isOperator(m: Mistake, token: IToken | undefined): boolean {
  return meaning(m, token)?.kind === "operator";
}

function insertion(m: Mistake, at: number, text: string): Fix {
  const shown = text.trim();
  return {
    title: { en: `put in \`${shown}\``, vi: `thêm \`${shown}\`` },
    edits: [{ span: { file: m.file, start: at, end: at }, text }],
  };
}

function replacement(span: Span, text: string): Fix {
  return {
    title: { en: `write \`${text.trim()}\``, vi: `viết \`${text.trim()}\`` },
    edits: [{ span, text }],
  };
}

/** Takes `token` away with the blanks before it. */
function removal(m: Mistake, token: IToken): Fix {
  const before = m.tokens[m.tokens.indexOf(token) - 1];
  const start = before === undefined ? token.startOffset : endOf(before);
  return {
    title: { en: `remove \`${token.image}\``, vi: `xóa \`${token.image}\`` },
    edits: [{ span: { file: m.file, start, end: endOf(token) }, text: "" }],
  };
}

/** A token that was not written, behind `after`. */
function made(type: TokenType, image: string, after: IToken | undefined): IToken {
  const start = after === undefined ? 0 : endOf(after);
  return {
    image,
    startOffset: start,
    endOffset: start - 1,
    tokenType: type,
    tokenTypeIdx: type.tokenTypeIdx ?? 0,
  };
}

function as(token: IToken, type: TokenType): IToken {
  return { ...token, tokenType: type, tokenTypeIdx: type.tokenTypeIdx ?? 0 };
}

function keywordToken(m: Mistake, name: KeywordName, after: IToken | undefined): IToken {
  return made(m.v.keyword(name), name, after);
}

function without(m: Mistake, ...tokens: readonly (IToken | undefined)[]): readonly IToken[] {
  return m.tokens.filter((each) => !tokens.includes(each));
}

function inserted(m: Mistake, ...tokens: readonly IToken[]): readonly IToken[] {
  return m.tokens.toSpliced(m.index, 0, ...tokens);
}

/** The piece is written with Vietnamese words, judged by its first keyword. */
function isVietnamese(m: Mistake): boolean {
  const first = m.tokens.find((each) => m.v.meaning.has(each.tokenType));
  return first !== undefined && hasAccents(first.image);
}

/** The spelling in the language of the piece. */
function spell(m: Mistake, name: KeywordName): string {
  const spelling = m.v.tables.keywords[name]?.spelling;
  return (isVietnamese(m) ? spelling?.vi : spelling?.en) ?? name;
}

const OPERANDS: readonly TokenType[] = [
  shapes.name,
  shapes.member,
  shapes.code,
  shapes.number,
  shapes.percent,
  shapes.string,
  shapes.date,
  shapes.time,
  shapes.dateTime,
  shapes.close,
  shapes.missing,
];

/** A condition or value may end with this token. */
function endsValue(m: Mistake, token: IToken | undefined): boolean {
  if (token === undefined) return false;
  if (OPERANDS.includes(token.tokenType)) return true;
  if (inGroup(token, m.v.form.postfix)) return true;
  if ([groups.unitWord, groups.timeWord, groups.channelWord].some((each) => inGroup(token, each)))
    return true;
  return (["true", "false", "this", "unknown"] as const).some((each) => is(m, token, each));
}

/** A condition may begin with this token. */
function startsCondition(m: Mistake, token: IToken | undefined): boolean {
  if (token === undefined) return false;
  const { tokenType: type } = token;
  if (type === shapes.open || type === shapes.negativeSign) return true;
  if (OPERANDS.includes(type)) return type !== shapes.close && type !== shapes.member;
  if (
    [groups.counting, groups.aggregating, groups.channelWord].some((each) => inGroup(token, each))
  )
    return true;
  const words = [
    "not",
    "any",
    "every",
    "no",
    "at least",
    "any of",
    "all of",
    "true",
    "false",
    "this",
  ] as const;
  return words.some((each) => is(m, token, each));
}

const CONDITION_RULES: readonly PieceRule[] = [
  "whenClause",
  "unlessClause",
  "scopeClause",
  "letClause",
  "defineItem",
  "condition",
  "policyClause",
];

const LIST_RULES: Readonly<Record<string, true>> = {
  thenClause: true,
  givenClause: true,
  expectClause: true,
  basisClause: true,
  onClause: true,
  words: true,
  codelistItem: true,
  units: true,
  currencies: true,
  listItem: true,
};

/* -------------------------------------------------------------------- whole pieces */

/** Nothing after the label. */
function emptyClause(m: Mistake): Explained | undefined {
  const label = m.tokens[0];
  if (m.tokens.length !== 1 || label === undefined || found(m) !== undefined) return undefined;
  if (!m.rule.endsWith("Clause") && m.rule !== "accessLevel" && m.rule !== "testHead")
    return undefined;
  return { diagnostic: report("LU1037", spanOf(m, label), { clause: label.image }) };
}

function criterionId(m: Mistake): Explained | undefined {
  if (m.expected !== "criterionId") return undefined;
  const at = found(m);
  if (at?.tokenType === shapes.string || at === undefined) {
    const span = spanOf(m, m.tokens[0]);
    return {
      diagnostic: report("LU1040", span, {}),
      tokens: inserted(m, made(shapes.criterionId, "", previous(m))),
    };
  }
  const { tokenType: type } = at;
  if (type !== shapes.name && type !== shapes.code && type !== shapes.number) return undefined;
  return {
    diagnostic: report("LU1061", spanOf(m, at), { id: at.image }),
    tokens: m.tokens.with(m.index, as(at, shapes.criterionId)),
  };
}

function title(m: Mistake): Explained | undefined {
  if (m.inner !== "label" || m.expected !== "string") return undefined;
  const before = previous(m);
  if (is(m, before, "vi") || is(m, before, "en")) return undefined;
  const item = m.tokens[0];
  const needs = [
    "criterionHead",
    "policyHead",
    "scorecardHead",
    "scenarioHead",
    "setHeader",
    "testHead",
  ];
  if (!needs.includes(m.rule) || item === undefined) return undefined;
  const misspelling = misspelt(m);
  if (misspelling !== undefined) return misspelling;
  return {
    diagnostic: report("LU1041", spanOf(m, before), { item: item.image }),
    tokens: inserted(m, made(shapes.string, '""', before)),
  };
}

/* -------------------------------------------------------------------- words */

/** A keyword of either language with a letter wrong, or without its accents. */
function misspelt(m: Mistake): Explained | undefined {
  const near = nearKeyword(m);
  if (near === undefined) return undefined;
  const last = m.tokens[near.index + near.count - 1];
  const first = m.tokens[near.index];
  if (first === undefined || last === undefined) return undefined;
  const span = { file: m.file, start: first.startOffset, end: endOf(last) };
  const args = { written: near.written, meant: near.spelling.text };
  const diagnostic = report("LU1021", span, args, {
    fixes: [replacement(span, near.spelling.text)],
  });
  return near.label ? { diagnostic, split: splitAt(near) } : { diagnostic, tokens: near.tokens };
}

function splitAt(near: Near): { index: number; rest: readonly IToken[] } {
  return { index: near.index, rest: near.tokens.slice(near.index) };
}

/** A word of the language where a name must stand. */
function reserved(m: Mistake): Explained | undefined {
  const at = found(m);
  if (at === undefined || m.expected !== "name" || !/^[A-Za-z\u00C0-\u1EFF]/.test(at.image))
    return undefined;
  if (at.tokenType === shapes.code) {
    const lower = at.image.toLowerCase();
    const fixes = [replacement(spanOf(m, at), lower)];
    return {
      diagnostic: report("LU1015", spanOf(m, at), { name: at.image }, { fixes }),
      tokens: m.tokens.with(m.index, as(at, shapes.name)),
    };
  }
  if (meaning(m, at) === undefined || at.image.includes(" ")) return undefined;
  const tokens = m.tokens.with(m.index, as(at, shapes.name));
  const reach = m.attempt(tokens);
  // `on at clearance`: a name was left out rather than chosen badly.
  const leftOut = m.attempt(inserted(m, made(shapes.name, "", previous(m)))) - 1;
  if (reach <= m.index || leftOut > reach) return undefined;
  const quoted: Fix = {
    title: { en: "put it between back-quotes", vi: "đặt giữa hai dấu huyền" },
    edits: [{ span: spanOf(m, at), text: `\`${at.image}\`` }],
  };
  const fixes = [quoted];
  return { diagnostic: report("LU1023", spanOf(m, at), { word: at.image }, { fixes }), tokens };
}

/** `given` in a policy, `when` in a scenario: labels that have no place in this item. */
function clauseOfAnotherItem(m: Mistake): Explained | undefined {
  const at = found(m);
  const name = meaning(m, at)?.name ?? "";
  if (at === undefined || m.v.tables.keywords[name]?.startsClause !== true) return undefined;
  const item = m.tokens[0]?.image ?? "";
  return { diagnostic: report("LU1039", spanOf(m, at), { clause: at.image, item }) };
}

/* -------------------------------------------------------------------- conditions */

/** `a -3` or a `-3` behind any value: a minus, not a number below zero. */
function negativeAfterOperand(m: Mistake): Explained | undefined {
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
function listInBrackets(m: Mistake): Explained | undefined {
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
function comparedWithSeveral(m: Mistake): Explained | undefined {
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
function commaForAnd(m: Mistake): Explained | undefined {
  const comma = found(m);
  if (comma?.tokenType !== shapes.comma || !CONDITION_RULES.includes(m.rule)) return undefined;
  const before = previous(m);
  if (!endsValue(m, before) || !startsCondition(m, m.tokens[m.index + 1])) return undefined;
  return junction(m, spanOf(m, comma), "replace");
}

/** `a < b < c` */
function chained(m: Mistake): Explained | undefined {
  const at = found(m);
  if (!isOperator(m, at) || !endsValue(m, previous(m))) return undefined;
  if (!CONDITION_RULES.includes(m.rule) && m.expected !== "close") return undefined;
  return { diagnostic: report("LU1050", spanOf(m, at), {}) };
}

/** `-` first on a line where no group is open. */
function strayBullet(m: Mistake): Explained | undefined {
  const at = found(m);
  if (at === undefined || (at.tokenType !== shapes.dash && at.tokenType !== shapes.star))
    return undefined;
  const before = previous(m);
  const sign = m.v.operator(at.tokenType === shapes.dash ? "sub" : "mul");
  const tokens = m.tokens.with(m.index, as(at, sign));
  if (before === undefined || !endsValue(m, before) || m.attempt(tokens) <= m.index) {
    return { diagnostic: report("LU1043", spanOf(m, at), { bullet: at.image }) };
  }
  const fix: Fix = {
    title: {
      en: "put the sign at the end of the line before",
      vi: "đặt dấu này ở cuối dòng trước",
    },
    edits: [
      { span: { file: m.file, start: endOf(before), end: endOf(before) }, text: ` ${at.image}` },
      { span: spanOf(m, at), text: "" },
    ],
  };
  return {
    diagnostic: report("LU1043", spanOf(m, at), { bullet: at.image }, { fixes: [fix] }),
    tokens,
  };
}

/** Two conditions side by side. */
function missingJunction(m: Mistake): Explained | undefined {
  const at = found(m);
  const before = previous(m);
  if (at === undefined || !endsValue(m, before) || !startsCondition(m, at)) return undefined;
  const isEnd = m.expected === "EOF" || m.expected === "close" || m.expected === null;
  if (!isEnd || !(CONDITION_RULES.includes(m.rule) || m.expected === "close")) return undefined;
  const { start } = spanOf(m, at);
  return junction(m, { file: m.file, start, end: start }, "insert");
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

/** `and` with nothing behind it, or twice. */
function danglingWord(m: Mistake): Explained | undefined {
  const before = previous(m);
  if (before === undefined || !(is(m, before, "and") || is(m, before, "or"))) return undefined;
  if (startsCondition(m, found(m))) return undefined;
  return {
    diagnostic: report(
      "LU1033",
      spanOf(m, before),
      { word: before.image },
      { fixes: [removal(m, before)] },
    ),
    tokens: without(m, before),
  };
}

/** An operator, `not`, `has`, `of` … with nothing behind it. */
function missingValue(m: Mistake): Explained | undefined {
  const before = previous(m);
  const rules = ["primary", "simple", "arith", "reference", "values", "quantity"];
  if (before === undefined || !rules.includes(m.inner)) return undefined;
  if (before.tokenType === shapes.string || startsCondition(m, found(m))) return undefined;
  return {
    diagnostic: report("LU1032", spanOf(m, before), { after: before.image }),
    tokens: inserted(m, made(shapes.missing, "", before)),
  };
}

/** `any item item.hs under 84` */
function withoutHas(m: Mistake): Explained | undefined {
  const at = found(m);
  if (m.inner !== "quantified" || m.expected !== "has" || at === undefined) return undefined;
  const element = previous(m)?.image ?? "";
  const fixes = [insertion(m, at.startOffset, `${spell(m, "has")} `)];
  return {
    diagnostic: report("LU1042", spanOf(m, at), { element }, { fixes }),
    tokens: inserted(m, keywordToken(m, "has", previous(m))),
  };
}

function bulletsMissing(m: Mistake): Explained | undefined {
  const word = previous(m);
  if (m.inner !== "group" || word === undefined) return undefined;
  return { diagnostic: report("LU1045", spanOf(m, word), { word: word.image }) };
}

/* -------------------------------------------------------------------- lists and brackets */

/** `CN,,BD`, `in , BD`, `CN, ` at the end. */
function commas(m: Mistake): Explained | undefined {
  const at = found(m);
  const before = previous(m);
  const extra = before?.tokenType === shapes.comma ? before : at;
  if (extra?.tokenType !== shapes.comma) return undefined;
  const tokens = without(m, extra);
  if (extra === at && endsValue(m, before) && m.attempt(tokens) <= m.index) return undefined;
  if (
    extra === before &&
    at !== undefined &&
    at.tokenType !== shapes.comma &&
    m.attempt(tokens) <= m.index
  ) {
    return undefined;
  }
  return {
    diagnostic: report("LU1036", spanOf(m, extra), {}, { fixes: [removal(m, extra)] }),
    tokens,
  };
}

/** Two entries of a list side by side, or joined by `and`. */
function missingComma(m: Mistake): Explained | undefined {
  const at = found(m);
  const before = previous(m);
  if (at === undefined || before === undefined) return undefined;
  const values = isLiteral(at) && isLiteral(before) && CONDITION_RULES.includes(m.rule);
  if (LIST_RULES[m.rule] !== true && !values && m.expected !== "close") return undefined;
  const comma = made(shapes.comma, ",", before);
  if (is(m, at, "and") || is(m, at, "or")) {
    const tokens = m.tokens.with(m.index, comma);
    if (m.attempt(tokens) <= m.index) return undefined;
    const fix = {
      title: { en: "write a comma instead", vi: "thay bằng dấu phẩy" },
      edits: [{ span: { file: m.file, start: endOf(before), end: endOf(at) }, text: "," }],
    };
    return {
      diagnostic: report("LU1056", spanOf(m, at), { instead: at.image }, { fixes: [fix] }),
      tokens,
    };
  }
  const tokens = inserted(m, comma);
  if (m.attempt(tokens) < tokens.length) return undefined;
  const fixes = [insertion(m, endOf(before), ",")];
  return { diagnostic: report("LU1056", spanOf(m, at), { instead: null }, { fixes }), tokens };
}

function isLiteral(token: IToken): boolean {
  return [shapes.code, shapes.string, shapes.number, shapes.percent].includes(token.tokenType);
}

function extraBracket(m: Mistake): Explained | undefined {
  const at = found(m);
  if (at?.tokenType !== shapes.close || openBefore(m, m.index) >= 0) return undefined;
  const tokens = without(m, at);
  return { diagnostic: report("LU1035", spanOf(m, at), {}, { fixes: [removal(m, at)] }), tokens };
}

/** Index of the bracket still open at `index`, -1 when there is none. */
function openBefore(m: Mistake, index: number): number {
  let closed = 0;
  for (let at = index - 1; at >= 0; at -= 1) {
    const type = m.tokens[at]?.tokenType;
    if (type === shapes.close) closed += 1;
    if (type === shapes.open && closed === 0) return at;
    if (type === shapes.open) closed -= 1;
  }
  return -1;
}

function openBracket(m: Mistake): Explained | undefined {
  const open = m.tokens[openBefore(m, m.index)];
  const before = previous(m);
  if (found(m) !== undefined || open === undefined || before === undefined) return undefined;
  if (m.expected !== "close" && !endsValue(m, before)) return undefined;
  return {
    diagnostic: report(
      "LU1034",
      spanOf(m, open),
      {},
      { fixes: [insertion(m, endOf(before), ")")] },
    ),
    tokens: [...m.tokens, made(shapes.close, ")", before)],
  };
}

/* -------------------------------------------------------------------- outcomes, tables, policies */

/** `risk 30` */
function pointsWithoutPlus(m: Mistake): Explained | undefined {
  const at = found(m);
  if (
    m.inner !== "effect" ||
    !is(m, previous(m), "risk") ||
    !startsCondition(m, at) ||
    at === undefined
  ) {
    return undefined;
  }
  const fixes = [insertion(m, at.startOffset, "+")];
  return {
    diagnostic: report("LU1046", spanOf(m, at), { points: at.image }, { fixes }),
    tokens: inserted(m, made(m.v.operator("add"), "+", previous(m))),
  };
}

/** `then red` */
function bareChannel(m: Mistake): Explained | undefined {
  const at = found(m);
  if (m.inner !== "effect" || at === undefined || !inGroup(at, groups.channelWord))
    return undefined;
  const word = spell(m, "channel");
  return {
    diagnostic: report(
      "LU1058",
      spanOf(m, at),
      { channel: at.image },
      { fixes: [insertion(m, at.startOffset, `${word} `)] },
    ),
    tokens: inserted(m, keywordToken(m, "channel", previous(m))),
  };
}

function date(m: Mistake): Explained | undefined {
  if (m.inner !== "day") return undefined;
  const at = found(m);
  const wrong =
    at !== undefined && (OPERANDS.includes(at.tokenType) || at.tokenType === shapes.dateTime);
  return {
    diagnostic: report("LU1054", here(m), { found: wrong ? at.image : null }),
    tokens: wrong
      ? m.tokens.with(m.index, as(at, shapes.missing))
      : inserted(m, made(shapes.missing, "", previous(m))),
  };
}

/** `| |` and a row without its last bar. */
function cells(m: Mistake): Explained | undefined {
  if (m.rule !== "row" && m.rule !== "headRow") return undefined;
  const at = found(m);
  const before = previous(m);
  const afterBar = before?.tokenType === shapes.bar || before?.tokenType === shapes.rowStart;
  if (at?.tokenType === shapes.bar && afterBar) {
    const fixes = m.rule === "row" ? [insertion(m, endOf(before), " - ")] : [];
    return {
      diagnostic: report(
        "LU1062",
        { file: m.file, start: before.startOffset, end: endOf(at) },
        {},
        { fixes },
      ),
      tokens: inserted(
        m,
        made(m.rule === "row" ? m.v.operator("sub") : shapes.missing, "-", before),
      ),
    };
  }
  if (at !== undefined || before === undefined || m.expected !== "bar") return undefined;
  return {
    diagnostic: report(
      "LU1048",
      spanOf(m, before),
      {},
      { fixes: [insertion(m, endOf(before), " |")] },
    ),
    tokens: [...m.tokens, made(shapes.bar, "|", before)],
  };
}

function bucket(m: Mistake): Explained | undefined {
  const at = found(m);
  if (m.inner !== "bucket" || at === undefined) return undefined;
  if (!inGroup(at, groups.timeWord) && at.tokenType !== shapes.number) return undefined;
  return { diagnostic: report("LU1053", spanOf(m, at), { found: at.image }) };
}

/* -------------------------------------------------------------------- anything else */

const PHRASES: Readonly<Record<string, ExpectedPart>> = {
  primary: "value",
  simple: "condition",
  quantity: "value",
  plain: "value",
  reference: "name",
  type: "type",
  effect: "effect",
  expected: "outcome",
  fact: "fact",
  cell: "cell",
  headCell: "cell",
  row: "cell",
  headRow: "cell",
  codelistItem: "codes",
  listItem: "members",
  codeOrNumber: "code",
  path: "name",
  rows: "rows",
  policyClause: "channel",
  quotaLine: "share",
  bucket: "bucket",
  anySays: "channel",
  factorLine: "case",
  tail: "value",
};

const SHAPES: Readonly<Record<string, ExpectedPart>> = {
  name: "name",
  string: "text",
  number: "number",
  code: "code",
  criterionId: "criterionId",
  percent: "percent",
  close: "bracket",
  bar: "bar",
  dash: "case",
  arrow: "arrow",
  colon: "colon",
  classWord: "class",
  accessWord: "access",
  channelWord: "channel",
  unitWord: "unit",
  EOF: "end",
};

function unexpected(m: Mistake): Explained {
  const at = found(m);
  const args = {
    found: at?.image ?? null,
    after: previous(m)?.image ?? null,
    expected: expectedPart(m),
    word: expectedWord(m),
  };
  return { diagnostic: report("LU1060", here(m), args) };
}

function expectedPart(m: Mistake): ExpectedPart | null {
  if (m.expected === null) return PHRASES[m.inner] ?? null;
  return SHAPES[m.expected] ?? null;
}

/** The one keyword or sign that could have stood here, in the language of the piece. */
function expectedWord(m: Mistake): string | null {
  if (m.expected === null || SHAPES[m.expected] !== undefined) return null;
  const type = m.v.all.find(({ name }) => name === m.expected);
  const spelling = type === undefined ? undefined : m.v.meaning.get(type)?.spelling;
  return (isVietnamese(m) ? spelling?.vi : spelling?.en) ?? null;
}
