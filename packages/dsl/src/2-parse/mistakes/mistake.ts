/**
 * A place where the grammar had no way on, and the tools to say what was probably meant there.
 *
 * `Mistake` comes from `parse-item.ts`; a `Recogniser` turns it into one message. Nothing is recognised here.
 */
import type { Diagnostic, Fix, KeywordName, Span } from "@luong/spec";
import type { IToken, TokenType } from "chevrotain";
import {
  groups,
  isVietnamese as isWrittenInVietnamese,
  type Meaning,
  shapes,
  type Vocabulary,
} from "../../1-lex/vocabulary.ts";
import { endOf } from "../cst.ts";
import type { ItemKind, PieceRule } from "../pieces.ts";

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
  /** Whether a comment stands in this part of the file, which a fix must not lose. */
  readonly isCommented: (start: number, end: number) => boolean;
}

export interface Explained {
  readonly diagnostic: Diagnostic;
  /** The piece as it was probably meant. */
  readonly tokens?: readonly IToken[];
  /** A clause label was misspelt: the piece ends before `index`, a clause with `label` begins there. */
  readonly split?: { readonly index: number; readonly rest: readonly IToken[] };
}

export type Recogniser = (m: Mistake) => Explained | undefined;

export function found(m: Mistake): IToken | undefined {
  return m.tokens[m.index];
}

export function previous(m: Mistake): IToken | undefined {
  return m.tokens[m.index - 1];
}

export function spanOf(m: Mistake, token: IToken | undefined): Span {
  if (token !== undefined) return { file: m.file, start: token.startOffset, end: endOf(token) };
  const last = m.tokens.at(-1);
  const end = last === undefined ? 0 : endOf(last);
  return { file: m.file, start: end, end };
}

/** The found token, or the last one when the piece ended too early. */
export function here(m: Mistake): Span {
  return spanOf(m, found(m) ?? previous(m));
}

export function is(m: Mistake, token: IToken | undefined, name: KeywordName): boolean {
  return token?.tokenType === m.v.keyword(name);
}

export function inGroup(token: IToken | undefined, category: TokenType): boolean {
  return token?.tokenType.CATEGORIES?.includes(category) ?? false;
}

export function meaning(m: Mistake, token: IToken | undefined): Meaning | undefined {
  return token === undefined ? undefined : m.v.meaning.get(token.tokenType);
}

export function isOperator(m: Mistake, token: IToken | undefined): boolean {
  return meaning(m, token)?.kind === "operator";
}

export function insertion(m: Mistake, at: number, text: string): Fix {
  const shown = text.trim();
  return {
    title: { en: `put in \`${shown}\``, vi: `thêm \`${shown}\`` },
    edits: [{ span: { file: m.file, start: at, end: at }, text }],
  };
}

export function replacement(span: Span, text: string): Fix {
  return {
    title: { en: `write \`${text.trim()}\``, vi: `viết \`${text.trim()}\`` },
    edits: [{ span, text }],
  };
}

/** Takes `token` away with the blanks before it. */
export function removal(m: Mistake, token: IToken): Fix {
  const before = m.tokens[m.tokens.indexOf(token) - 1];
  const start = before === undefined ? token.startOffset : endOf(before);
  return {
    title: { en: `remove \`${token.image}\``, vi: `xóa \`${token.image}\`` },
    edits: [{ span: { file: m.file, start, end: endOf(token) }, text: "" }],
  };
}

/** A token that was not written, behind `after`. */
export function made(type: TokenType, image: string, after: IToken | undefined): IToken {
  const start = after === undefined ? 0 : endOf(after);
  return {
    image,
    startOffset: start,
    endOffset: start - 1,
    tokenType: type,
    tokenTypeIdx: type.tokenTypeIdx ?? 0,
  };
}

export function as(token: IToken, type: TokenType): IToken {
  return { ...token, tokenType: type, tokenTypeIdx: type.tokenTypeIdx ?? 0 };
}

export function keywordToken(m: Mistake, name: KeywordName, after: IToken | undefined): IToken {
  return made(m.v.keyword(name), name, after);
}

export function without(m: Mistake, ...tokens: readonly (IToken | undefined)[]): readonly IToken[] {
  return m.tokens.filter((each) => !tokens.includes(each));
}

export function inserted(m: Mistake, ...tokens: readonly IToken[]): readonly IToken[] {
  return m.tokens.toSpliced(m.index, 0, ...tokens);
}

/** The piece is written with Vietnamese words, judged by its first keyword. */
export function isVietnamese(m: Mistake): boolean {
  return isWrittenInVietnamese(m.v, m.tokens);
}

/** The spelling in the language of the piece. */
export function spell(m: Mistake, name: KeywordName): string {
  const spelling = m.v.tables.keywords[name]?.spelling;
  return (isVietnamese(m) ? spelling?.vi : spelling?.en) ?? name;
}

export const OPERANDS: readonly TokenType[] = [
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
export function endsValue(m: Mistake, token: IToken | undefined): boolean {
  if (token === undefined) return false;
  if (OPERANDS.includes(token.tokenType)) return true;
  if (inGroup(token, m.v.form.postfix)) return true;
  if ([groups.unitWord, groups.timeWord, groups.channelWord].some((each) => inGroup(token, each)))
    return true;
  return (["true", "false", "this", "previous", "unknown"] as const).some((each) =>
    is(m, token, each),
  );
}

/** A condition may begin with this token. */
export function startsCondition(m: Mistake, token: IToken | undefined): boolean {
  if (token === undefined) return false;
  const { tokenType: type } = token;
  if (type === shapes.open || type === shapes.negativeSign) return true;
  if (OPERANDS.includes(type)) return type !== shapes.close && type !== shapes.member;
  if (
    [groups.counting, groups.aggregating, groups.ranking, groups.channelWord].some((each) =>
      inGroup(token, each),
    )
  )
    return true;
  const words = [
    "not",
    "any",
    "every",
    "no",
    "at least",
    "there is",
    "there is no",
    "any of",
    "all of",
    "true",
    "false",
    "this",
    "previous",
  ] as const;
  return words.some((each) => is(m, token, each));
}

export const CONDITION_RULES: readonly PieceRule[] = [
  "whenClause",
  "unlessClause",
  "scopeClause",
  "collectClause",
  "letClause",
  "defineItem",
  "condition",
  "policyClause",
];

export const LIST_RULES: Readonly<Record<string, true>> = {
  collectClause: true,
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

/** Index behind the path that begins at `index`; the same index when none does. */
function behindPath(m: Mistake, tokens: readonly IToken[], index: number): number {
  const first = tokens[index];
  const isRoot =
    first?.tokenType === shapes.name || is(m, first, "this") || is(m, first, "previous");
  if (!isRoot) return index;
  let end = index + 1;
  while (tokens[end]?.tokenType === shapes.member) end += 1;
  return end;
}

/** Index at which the path begins that ends before `index`; the same index when none does. */
export function startOfPath(m: Mistake, tokens: readonly IToken[], index: number): number {
  let start = index - 1;
  while (tokens[start]?.tokenType === shapes.member) start -= 1;
  return start >= 0 && behindPath(m, tokens, start) === index ? start : index;
}

/** Index of the bracket still open at `index`, -1 when there is none. */
export function openBefore(m: Mistake, index: number): number {
  let closed = 0;
  for (let at = index - 1; at >= 0; at -= 1) {
    const type = m.tokens[at]?.tokenType;
    if (type === shapes.close) closed += 1;
    if (type === shapes.open && closed === 0) return at;
    if (type === shapes.open) closed -= 1;
  }
  return -1;
}

/** Index of the bracket that closes the one at `open`; the number of tokens when there is none. */
export function closeOf(m: Mistake, open: number): number {
  let depth = 0;
  for (let at = open; at < m.tokens.length; at += 1) {
    const type = m.tokens[at]?.tokenType;
    if (type === shapes.open) depth += 1;
    if (type === shapes.close) depth -= 1;
    if (depth === 0) return at;
  }
  return m.tokens.length;
}

/** A token as it stands in the text, save what the lexer put right. */
export function textOf(token: IToken): string {
  const { tokenType, image, startOffset } = token;
  if (tokenType === shapes.member) return `.${image}`;
  const isQuoted = tokenType === shapes.name && endOf(token) - startOffset === image.length + 2;
  return isQuoted ? `\`${image}\`` : image;
}
