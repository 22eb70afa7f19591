/**
 * From what the parser stumbled over to one message about what the author meant.
 *
 * Comes in: a piece, the token at which the grammar had no way on, and the rule it was in. Goes out: a diagnostic with fixes
 * and, where one reading is likely, the tokens as they should have been, so that the rest of the piece is read too.
 * The first recogniser that knows the mistake speaks; the last one always does.
 */

import type { ArgsOf } from "@luong/spec";
import type { IToken } from "chevrotain";
import { shapes } from "../1-lex/vocabulary.ts";
import type { ExpectedPart, textDiagnostics } from "../diagnostics/catalogue/1xxx-text.ts";
import { report } from "../diagnostics/report.ts";
import { endOf } from "./cst.ts";
import {
  bulletsMissing,
  chained,
  commaForAnd,
  comparedWithSeveral,
  currency,
  danglingWord,
  groupWord,
  listInBrackets,
  missingJunction,
  missingValue,
  negativeAfterOperand,
  strayBullet,
  withoutHas,
} from "./mistakes/conditions.ts";
import { colon, commas, extraBracket, missingComma, openBracket } from "./mistakes/lists.ts";
import {
  type Explained,
  endsValue,
  found,
  here,
  inserted,
  insertion,
  isVietnamese,
  type Mistake,
  made,
  previous,
  type Recogniser,
} from "./mistakes/mistake.ts";
import { bareChannel, bucket, cells, date, pointsWithoutPlus } from "./mistakes/outcomes.ts";
import { partOrder } from "./mistakes/part-order.ts";
import {
  conditionBrackets,
  extraWord,
  keyWithoutSame,
  needlessBrackets,
  noRows,
  sameAndEquals,
  selectionBrackets,
  wrongWord,
} from "./mistakes/selections.ts";
import { lengthOfTime, windowSide, windowWords } from "./mistakes/windows.ts";
import {
  clauseOfAnotherItem,
  criterionId,
  emptyClause,
  misspelt,
  reserved,
  title,
} from "./mistakes/words.ts";

const RECOGNISERS: readonly Recogniser[] = [
  emptyClause,
  criterionId,
  colon,
  title,
  windowWords,
  lengthOfTime,
  windowSide,
  keyWithoutSame,
  sameAndEquals,
  partOrder,
  selectionBrackets,
  needlessBrackets,
  conditionBrackets,
  noRows,
  wrongWord,
  extraWord,
  misspelt,
  currency,
  negativeAfterOperand,
  listInBrackets,
  comparedWithSeveral,
  commaForAnd,
  chained,
  groupWord,
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
  headCell: "heading",
  row: "cell",
  headRow: "heading",
  decideClause: "decideRows",
  codelistItem: "codes",
  listItem: "members",
  codeOrNumber: "code",
  path: "name",
  rows: "rows",
  selection: "rows",
  window: "window",
  side: "side",
  keyPart: "key",
  keyRelation: "key",
  perPart: "period",
  aggregated: "value",
  sourceItem: "rowsOfSource",
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
  open: "openBracket",
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
  const lacking = leftOut(m);
  if (lacking === undefined) return oneName(m, args);
  const { tokens, text, offset } = lacking;
  const fixes = [insertion(m, offset, text)];
  return { diagnostic: report("LU1060", here(m), args, { fixes }), tokens };
}

/** `gross weight`: two words that make the rest readable as one name. */
function oneName(m: Mistake, args: ArgsOf<(typeof textDiagnostics)["LU1060"]>): Explained {
  const [first, second] = [previous(m), found(m)];
  const isPair =
    first !== undefined &&
    second !== undefined &&
    (first.tokenType === shapes.name || first.tokenType === shapes.member) &&
    /^[a-zà-ỹ_][0-9A-Za-zÀ-ỹ_]*$/.test(second.image) &&
    second.startOffset === endOf(first) + 1;
  if (!isPair) return { diagnostic: report("LU1060", here(m), args) };
  const image = `${first.image}_${second.image}`;
  const joined = { ...first, image, endOffset: endOf(second) - 1 };
  const tokens = m.tokens.toSpliced(m.index - 1, 2, joined);
  if (m.attempt(tokens) < tokens.length) return { diagnostic: report("LU1060", here(m), args) };
  const span = { file: m.file, start: endOf(first), end: second.startOffset };
  const title = { en: `write \`${image}\``, vi: `viết \`${image}\`` };
  const fixes = [{ title, edits: [{ span, text: "_" }] }];
  return { diagnostic: report("LU1060", here(m), args, { fixes }), tokens };
}

/** The one sign or word with which the rest of the piece can be read. */
function leftOut(
  m: Mistake,
):
  | { readonly tokens: readonly IToken[]; readonly text: string; readonly offset: number }
  | undefined {
  const isDefinition = m.rule === "listItem" || m.rule === "codelistItem";
  const equals = m.v.operator("eq");
  const type =
    m.expected === null && isDefinition ? equals : m.v.all.find(({ name }) => name === m.expected);
  const spelling = type === undefined ? undefined : m.v.meaning.get(type)?.spelling;
  const at = found(m);
  if (type === undefined || spelling === undefined || at === undefined) return undefined;
  const word = isVietnamese(m) ? spelling.vi : spelling.en;
  const tokens = inserted(m, made(type, word, previous(m)));
  return m.attempt(tokens) >= tokens.length
    ? { tokens, text: `${word} `, offset: at.startOffset }
    : undefined;
}

function expectedPart(m: Mistake): ExpectedPart | null {
  const { expected, inner } = m;
  // `between 1` and nothing behind it.
  if (inner === "tail" && endsValue(m, previous(m))) return "bound";
  if (expected === "EOF" && m.rule === "decideClause") return "decideRows";
  if (expected === null) return PHRASES[inner] ?? null;
  return SHAPES[expected] ?? null;
}

/** The one keyword or sign that could have stood here, in the language of the piece. */
function expectedWord(m: Mistake): string | null {
  if (m.expected === null || SHAPES[m.expected] !== undefined) return null;
  const type = m.v.all.find(({ name }) => name === m.expected);
  const spelling = type === undefined ? undefined : m.v.meaning.get(type)?.spelling;
  return (isVietnamese(m) ? spelling?.vi : spelling?.en) ?? null;
}
