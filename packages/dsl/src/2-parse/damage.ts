/**
 * Finds the condition in which something went wrong, so that it alone can be left out of the tree.
 *
 * Comes in: the tokens of a clause and a place among them. Goes out: the bounds of the condition around it, up to the `and`, `or`,
 * `has` or bullet on either side, or the tokens with `missing` in its place. What is left out has been reported by someone else.
 */
import type { KeywordName } from "@luong/spec";
import type { IToken } from "chevrotain";
import { shapes, type Vocabulary } from "../1-lex/vocabulary.ts";
import type { PieceRule } from "./pieces.ts";

/** Token behind which the condition of a clause begins. */
const OPENERS: { readonly [R in PieceRule]?: KeywordName | "=" } = {
  whenClause: "when",
  unlessClause: "unless",
  scopeClause: "scope",
  policyClause: "when",
  collectClause: "where",
  letClause: "=",
  defineItem: "=",
  parameterItem: "=",
};

export interface Bounds {
  /** First token of the condition. */
  readonly from: number;
  /** Index behind its last token. */
  readonly to: number;
}

/** The condition around `index`, outside all brackets; undefined for clauses that have none there. */
export function conditionAround(
  v: Vocabulary,
  rule: PieceRule,
  tokens: readonly IToken[],
  index: number,
): Bounds | undefined {
  const opener = OPENERS[rule];
  if (opener === undefined)
    return rule === "arith" || rule === "condition" ? { from: 0, to: tokens.length } : undefined;
  const type = opener === "=" ? v.operator("eq") : v.keyword(opener);
  const first = tokens.findIndex((each) => each.tokenType === type);
  if (first < 0 || first >= index) return undefined;
  const ends = [
    v.keyword("and"),
    v.keyword("or"),
    shapes.dash,
    shapes.star,
    // Behind the condition of a selection.
    v.keyword("including this"),
    v.keyword("minimum"),
  ];
  let from = first + 1;
  let depth = 0;
  for (let at = first + 1; at < tokens.length; at += 1) {
    const each = tokens[at]?.tokenType;
    if (each === shapes.open) depth += 1;
    if (each === shapes.close && depth > 0) depth -= 1;
    if (depth > 0 || each === undefined) continue;
    const isEnd = ends.includes(each);
    if (isEnd && at >= index) return { from, to: at };
    if (at < index && (isEnd || each === v.keyword("has"))) from = at + 1;
  }
  return { from, to: tokens.length };
}

/** The tokens without the condition around `index`. */
export function withoutDamage(
  v: Vocabulary,
  rule: PieceRule,
  tokens: readonly IToken[],
  index: number,
): readonly IToken[] | undefined {
  const bounds = conditionAround(v, rule, tokens, index);
  if (bounds === undefined) return undefined;
  const { from, to } = bounds;
  const before = tokens[from - 1] ?? tokens[from];
  const offset = before === undefined ? 0 : (before.endOffset ?? before.startOffset) + 1;
  const missing: IToken = {
    image: "",
    startOffset: offset,
    endOffset: offset - 1,
    tokenType: shapes.missing,
    tokenTypeIdx: shapes.missing.tokenTypeIdx ?? 0,
  };
  return [...tokens.slice(0, from), missing, ...tokens.slice(to)];
}
