/**
 * Cuts the tokens of one item into pieces that are parsed one by one: its head, then clauses, fields, rows or factors.
 *
 * A clause label ends the clause before it, so a mistake in one piece can not reach the next. Nothing is checked here.
 */
import type { KeywordName } from "@luong/spec";
import type { IToken, TokenType } from "chevrotain";
import { groups, shapes, type Vocabulary } from "../1-lex/vocabulary.ts";
import type { Grammar } from "./grammar-criterion.ts";

/** Rules of the grammar that read a whole piece. */
export type PieceRule = {
  [K in keyof Grammar]: Grammar[K] extends Grammar["condition"] ? K : never;
}[keyof Grammar];

export type ItemKind =
  | "setHeader"
  | "schemaHeader"
  | "codelist"
  | "unit"
  | "currency"
  | "record"
  | "source"
  | "words"
  | "list"
  | "table"
  | "parameter"
  | "define"
  | "criterion"
  | "scorecard"
  | "modelScore"
  | "policy"
  | "scenario";

export interface Piece {
  readonly rule: PieceRule;
  readonly tokens: readonly IToken[];
}

type Start = { readonly rule: PieceRule } | undefined;
/** Says whether the token at `index` starts a piece; `inside` is the rule of the piece so far. */
type StartAt = (tokens: readonly IToken[], index: number, inside: PieceRule) => Start;

export interface Cutter {
  /** The kind of item a token starts, undefined when it starts none. */
  readonly kindOf: (token: IToken) => ItemKind | undefined;
  readonly cut: (tokens: readonly IToken[], kind: ItemKind) => readonly Piece[];
  /** The rule of a clause label of `kind`, undefined for any other token. */
  readonly clauseOf: (type: TokenType, kind: ItemKind) => Start;
}

const HEADS: readonly (readonly [KeywordName, ItemKind, PieceRule])[] = [
  ["criteria set", "setHeader", "setHeader"],
  ["schema", "schemaHeader", "schemaHeader"],
  ["codelist", "codelist", "codelistItem"],
  ["unit", "unit", "units"],
  ["currency", "currency", "currencies"],
  ["record", "record", "recordHead"],
  ["history", "source", "sourceItem"],
  ["event", "source", "sourceItem"],
  ["registry", "source", "sourceItem"],
  ["flow", "words", "words"],
  ["stage", "words", "words"],
  ["action", "words", "words"],
  ["list", "list", "listItem"],
  ["table", "table", "tableHead"],
  ["parameter", "parameter", "parameterItem"],
  ["define", "define", "defineItem"],
  ["criterion", "criterion", "criterionHead"],
  ["scorecard", "scorecard", "scorecardHead"],
  ["score", "modelScore", "scoreItem"],
  ["policy", "policy", "policyHead"],
  ["scenario", "scenario", "scenarioHead"],
];

const CLAUSES: readonly (readonly [KeywordName, PieceRule])[] = [
  ["class", "classClause"],
  ["on", "onClause"],
  ["scope", "scopeClause"],
  ["valid", "validClause"],
  ["basis", "basisClause"],
  ["access", "accessLevel"],
  ["collect", "collectClause"],
  ["let", "letClause"],
  ["when", "whenClause"],
  ["unless", "unlessClause"],
  ["decide", "decideClause"],
  ["then", "thenClause"],
  ["because", "becauseClause"],
  ["test", "testHead"],
  ["given", "givenClause"],
  ["expect", "expectClause"],
];

export function createCutter(v: Vocabulary): Cutter {
  const heads = new Map(HEADS.map(([word, kind, rule]) => [v.keyword(word), { kind, rule }]));
  const clauses = new Map(CLAUSES.map(([word, rule]) => [v.keyword(word), { rule }]));
  const word = (token: IToken | undefined, name: KeywordName): boolean =>
    token?.tokenType === v.keyword(name);
  const isChannel = (token: IToken | undefined): boolean =>
    token?.tokenType.CATEGORIES?.includes(groups.channelWord) ?? false;

  const criterion: StartAt = (tokens, index, inside) => {
    const token = tokens[index];
    if (token === undefined) return undefined;
    if (token.tokenType === shapes.rowStart) return rowIn(inside);
    const clause = clauses.get(token.tokenType);
    return clause !== undefined && !belongsToOutcome(tokens, index) ? clause : undefined;
  };
  /** `hit on item 1` and `unknown because path` in what a test expects. */
  const belongsToOutcome = (tokens: readonly IToken[], index: number): boolean => {
    const before = tokens[index - 1];
    if (word(tokens[index], "on")) return word(before, "hit");
    const isPath = tokens[index + 1]?.tokenType !== shapes.string;
    return word(tokens[index], "because") && word(before, "unknown") && isPath;
  };
  const rowIn = (inside: PieceRule): Start => {
    if (inside === "decideClause") return { rule: "headRow" };
    return inside === "headRow" || inside === "row" ? { rule: "row" } : undefined;
  };
  const scenario: StartAt = (tokens, index, inside) => {
    const token = tokens[index];
    const isPart = word(token, "given") || word(token, "expect");
    return isPart ? criterion(tokens, index, inside) : undefined;
  };
  const record: StartAt = (tokens, index) =>
    tokens[index + 1]?.tokenType === shapes.colon ? { rule: "field" } : undefined;
  const table: StartAt = (tokens, index) =>
    tokens[index]?.tokenType === shapes.rowStart ? { rule: "row" } : undefined;
  const scorecard: StartAt = (tokens, index) =>
    word(tokens[index], "factor") ? { rule: "factorLine" } : undefined;
  const policy: StartAt = (tokens, index) => {
    const token = tokens[index];
    const before = tokens[index - 1];
    const lineWord = (["exempt", "top", "sample", "quota", "else"] as const).some((each) =>
      word(token, each),
    );
    const inSentence = (["to", "says", "of"] as const).some((each) => word(before, each));
    const channelLine = isChannel(token) && word(tokens[index + 1], "when") && !inSentence;
    return lineWord || channelLine ? { rule: "policyClause" } : undefined;
  };
  const starts: { readonly [K in ItemKind]?: StartAt } = {
    criterion,
    scenario,
    record,
    table,
    scorecard,
    policy,
  };

  return {
    kindOf: (token) => heads.get(token.tokenType)?.kind,
    clauseOf: (type, kind) => {
      if (kind === "criterion") return clauses.get(type);
      const isPart = type === v.keyword("given") || type === v.keyword("expect");
      return kind === "scenario" && isPart ? clauses.get(type) : undefined;
    },
    cut: (tokens, kind) => {
      const first = tokens[0];
      const head = first === undefined ? undefined : heads.get(first.tokenType);
      return head === undefined ? [] : pieces(tokens, head.rule, starts[kind] ?? (() => undefined));
    },
  };
}

function pieces(tokens: readonly IToken[], head: PieceRule, startAt: StartAt): readonly Piece[] {
  const found: Piece[] = [];
  let rule = head;
  let from = 0;
  for (let index = 1; index < tokens.length; index += 1) {
    const start = startAt(tokens, index, rule);
    if (start === undefined) continue;
    found.push({ rule, tokens: tokens.slice(from, index) });
    rule = start.rule;
    from = index;
  }
  found.push({ rule, tokens: tokens.slice(from) });
  return found;
}
