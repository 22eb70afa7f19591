/**
 * Selections: brackets too few or too many, keys, words of everyday language.
 *
 * Each function knows one mistake and says nothing about any other. Windows are in `windows.ts`, the order of parts in `part-order.ts`.
 */
import type { Fix, KeywordName } from "@luong/spec";
import type { IToken } from "chevrotain";
import { groups, shapes } from "../../1-lex/vocabulary.ts";
import { report } from "../../diagnostics/report.ts";
import { endOf } from "../cst.ts";
import {
  as,
  closeOf,
  type Explained,
  found,
  inGroup,
  insertion,
  is,
  isOperator,
  isVietnamese,
  keywordToken,
  type Mistake,
  made,
  meaning,
  previous,
  removal,
  replacement,
  spanOf,
  spell,
  startOfPath,
  textOf,
} from "./mistake.ts";

/* ------------------------------------------------------------------ brackets */

/** Words that begin a part of a selection, and stand nowhere else behind the name of rows. */
const PART_WORDS: readonly KeywordName[] = [
  "called",
  "as of",
  "in last",
  "within",
  "from",
  "with",
  "where",
  "including this",
  "minimum",
];

function startsPart(m: Mistake, token: IToken | undefined): boolean {
  return (
    PART_WORDS.some((each) => is(m, token, each)) || token?.tokenType === m.v.aggregate("latest")
  );
}

export interface Bracketed {
  readonly tokens: readonly IToken[];
  /** First and last token of the selection. */
  readonly first: IToken;
  readonly last: IToken;
}

/** The tokens with brackets around the selection whose name ends before `index`. */
export function bracketed(
  m: Mistake,
  tokens: readonly IToken[],
  index: number,
): Bracketed | "needsName" | undefined {
  const start = startOfPath(m, tokens, index);
  const first = tokens[start];
  if (start === index || first === undefined) return undefined;
  const before = tokens[start - 1];
  const introduces = (["of", "over", "there is", "there is no"] as const).some((each) =>
    is(m, before, each),
  );
  if (!introduces) return undefined;
  const owner = tokens[start - 2];
  if (is(m, before, "of") && !inGroup(owner, groups.counting)) {
    return owner?.tokenType === shapes.name ? "needsName" : undefined;
  }
  const opened = tokens.toSpliced(start, 0, made(shapes.open, "(", before));
  // The grammar itself knows where the selection ends: there it asks for the closing bracket.
  const reached = Math.min(m.attempt(opened), opened.length);
  const last = opened[reached - 1];
  if (last === undefined || reached <= index + 1) return undefined;
  const closed = opened.toSpliced(reached, 0, made(shapes.close, ")", last));
  return m.attempt(closed) > reached ? { tokens: closed, first, last } : undefined;
}

/** `count of declarations in last 30 days > 3` */
export function selectionBrackets(m: Mistake): Explained | undefined {
  const at = found(m);
  if (!startsPart(m, at)) return undefined;
  const around = bracketed(m, m.tokens, m.index);
  if (around === undefined) return undefined;
  const rows = m.tokens
    .slice(startOfPath(m, m.tokens, m.index), m.index)
    .map((each, index) => (index === 0 ? each.image : `.${each.image}`))
    .join("");
  if (around === "needsName") {
    return { diagnostic: report("LU1064", spanOf(m, at), { rows, reading: "name" }) };
  }
  const span = { ...spanOf(m, around.first), end: endOf(around.last) };
  const title = { en: "put brackets around the selection", vi: "thêm ngoặc quanh phép chọn" };
  const fixes = [{ title, edits: bracketEdits(m, around) }];
  return {
    diagnostic: report("LU1064", span, { rows, reading: "brackets" }, { fixes }),
    tokens: around.tokens,
  };
}

export function bracketEdits(m: Mistake, { first, last }: Bracketed): Fix["edits"] {
  const start = first.startOffset;
  const end = endOf(last);
  return [
    { span: { file: m.file, start, end: start }, text: "(" },
    { span: { file: m.file, start: end, end }, text: ")" },
  ];
}

/** `collect recent from (declarations …)` */
export function needlessBrackets(m: Mistake): Explained | undefined {
  const open = found(m);
  const close = m.tokens.at(-1);
  if (m.rule !== "collectClause" || open?.tokenType !== shapes.open || m.inner !== "path")
    return undefined;
  if (close?.tokenType !== shapes.close || closeOf(m, m.index) !== m.tokens.length - 1)
    return undefined;
  const tokens = m.tokens.slice(0, -1).toSpliced(m.index, 1);
  if (m.attempt(tokens) <= m.index) return undefined;
  const title = { en: "remove the brackets", vi: "bỏ dấu ngoặc" };
  const edits = [open, close].map((each) => ({ span: spanOf(m, each), text: "" }));
  const args = { rows: m.tokens[m.index + 1]?.image ?? "", reading: "needless" } as const;
  return {
    diagnostic: report("LU1064", spanOf(m, open), args, { fixes: [{ title, edits }] }),
    tokens,
  };
}

/** `share of past.channel = red over recent` */
export function conditionBrackets(m: Mistake): Explained | undefined {
  if (m.inner !== "aggregated" || m.expected !== "over" || !isOperator(m, found(m)))
    return undefined;
  const start = m.tokens.findLastIndex((each, at) => at < m.index && is(m, each, "of")) + 1;
  const end = m.tokens.findIndex((each, at) => at > m.index && is(m, each, "over"));
  const [first, last] = [m.tokens[start], m.tokens[end - 1]];
  if (start === 0 || end < 0 || first === undefined || last === undefined) return undefined;
  const tokens = m.tokens
    .toSpliced(end, 0, made(shapes.close, ")", last))
    .toSpliced(start, 0, made(shapes.open, "(", m.tokens[start - 1]));
  if (m.attempt(tokens) <= end + 2) return undefined;
  const title = { en: "put brackets around the condition", vi: "thêm ngoặc quanh điều kiện" };
  const span = { ...spanOf(m, first), end: endOf(last) };
  const args = { rows: "", reading: "condition" } as const;
  const fixes = [{ title, edits: bracketEdits(m, { tokens, first, last }) }];
  return { diagnostic: report("LU1064", span, args, { fixes }), tokens };
}

/** `no (declarations …)`, `no earlier` without a condition: that there is none. */
export function noRows(m: Mistake): Explained | undefined {
  const at = found(m);
  const isBracket = at?.tokenType === shapes.open && m.expected === "name";
  const isName = m.inner === "quantified" && m.expected === "has" && !continues(m, at);
  const word = m.tokens[m.index - (isBracket ? 1 : 2)];
  if (!(isBracket || isName)) return undefined;
  const name = is(m, word, "no")
    ? "there is no"
    : isBracket && is(m, word, "any")
      ? "there is"
      : undefined;
  if (word === undefined || name === undefined) return undefined;
  const meant = spell(m, name);
  const tokens = m.tokens.with(m.tokens.indexOf(word), as(word, m.v.keyword(name)));
  if (m.attempt(tokens) <= m.index) return undefined;
  const args = { written: word.image, meant };
  const fixes = [replacement(spanOf(m, word), meant)];
  return { diagnostic: report("LU1021", spanOf(m, word), args, { fixes }), tokens };
}

/** Something that could be the condition of a quantifier. */
function continues(m: Mistake, token: IToken | undefined): boolean {
  if (token === undefined || is(m, token, "and") || is(m, token, "or")) return false;
  return token.tokenType !== shapes.close;
}

/* ------------------------------------------------------------------ keys */

/** `with importer.tax_code`, `with total > 3` */
export function keyWithoutSame(m: Mistake): Explained | undefined {
  const at = found(m);
  const start = startOfPath(m, m.tokens, m.index);
  const first = m.tokens[start];
  if (m.inner !== "keyRelation" || first === undefined || start === m.index) return undefined;
  if (is(m, at, "same") && first.image.toLowerCase() === "the") return theSame(m, first);
  const field = m.tokens.slice(start, m.index).map(textOf).join("");
  if (isOperator(m, at) && at !== undefined) {
    const args = { field, problem: "relation", operator: at.image } as const;
    return { diagnostic: report("LU1067", spanOf(m, at), args) };
  }
  const word = keywordToken(m, "same", m.tokens[start - 1]);
  const tokens = m.tokens.toSpliced(start, 0, word);
  const fixes = [insertion(m, first.startOffset, `${spell(m, "same")} `)];
  const span = { ...spanOf(m, first), end: endOf(previous(m) ?? first) };
  const args = { field, problem: "bare", operator: null } as const;
  return { diagnostic: report("LU1067", span, args, { fixes }), tokens };
}

/** `with the same hs` */
function theSame(m: Mistake, article: IToken): Explained {
  const same = found(m) ?? article;
  const span = { file: m.file, start: article.startOffset, end: endOf(same) };
  const meant = spell(m, "same");
  const args = { written: `${article.image} ${same.image}`, meant };
  return {
    diagnostic: report("LU1021", span, args, { fixes: [replacement(span, meant)] }),
    tokens: m.tokens.toSpliced(m.index - 1, 1),
  };
}

/** `same hs = item.hs` */
export function sameAndEquals(m: Mistake): Explained | undefined {
  const at = found(m);
  const start = startOfPath(m, m.tokens, m.index);
  const same = m.tokens[start - 1];
  if (!isOperator(m, at) || at === undefined || start === m.index || !is(m, same, "same"))
    return undefined;
  const first = m.tokens[start];
  if (same === undefined || first === undefined) return undefined;
  const tokens = m.tokens.toSpliced(start - 1, 1);
  const isKey = m.attempt(tokens) > m.index;
  const field = m.tokens.slice(start, m.index).map(textOf).join("");
  const title = { en: `remove \`${same.image}\``, vi: `xóa \`${same.image}\`` };
  const span = { file: m.file, start: same.startOffset, end: first.startOffset };
  const fixes = isKey ? [{ title, edits: [{ span, text: "" }] }] : [];
  const args = { field, problem: isKey ? "both" : "relation", operator: at.image } as const;
  const diagnostic = report("LU1067", spanOf(m, at), args, { fixes });
  return isKey ? { diagnostic, tokens } : { diagnostic };
}

/* ------------------------------------------------------------------ single words */

/** `collect recent = declarations …`, `collect recent in declarations …`, `top 1% of green to red by …` */
export function wrongWord(m: Mistake): Explained | undefined {
  const at = found(m);
  const rules = ["collectClause", "topLine"];
  const type = m.v.all.find(({ name }) => name === m.expected);
  const name = type === undefined ? undefined : m.v.meaning.get(type)?.name;
  if (at === undefined || type === undefined || name === undefined) return undefined;
  if (!rules.includes(m.inner) || meaning(m, at) === undefined) return undefined;
  const tokens = m.tokens.with(m.index, as(at, type));
  if (m.attempt(tokens) <= m.index + 1) return undefined;
  const spelling = m.v.meaning.get(type)?.spelling;
  const word = (isVietnamese(m) ? spelling?.vi : spelling?.en) ?? name;
  const args = {
    found: at.image,
    after: previous(m)?.image ?? null,
    expected: null,
    word,
  } as const;
  const fixes = [replacement(spanOf(m, at), word)];
  return { diagnostic: report("LU1060", spanOf(m, at), args, { fixes }), tokens };
}

/** `including this declaration` */
export function extraWord(m: Mistake): Explained | undefined {
  const at = found(m);
  const before = previous(m);
  if (at === undefined || before === undefined || !is(m, before, "including this"))
    return undefined;
  if (!/^(?:declaration|one)$/.test(at.image)) return undefined;
  const span = { file: m.file, start: before.startOffset, end: endOf(at) };
  const args = { written: `${before.image} ${at.image}`, meant: before.image };
  const tokens = m.tokens.toSpliced(m.index, 1);
  return { diagnostic: report("LU1021", span, args, { fixes: [removal(m, at)] }), tokens };
}
