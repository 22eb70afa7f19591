/**
 * Commas and brackets: too many, too few, in the wrong place.
 *
 * Each function knows one mistake and says nothing about any other.
 */
import type { Fix } from "@luong/spec";
import type { IToken } from "chevrotain";
import { shapes } from "../../1-lex/vocabulary.ts";
import { report } from "../../diagnostics/report.ts";
import { endOf } from "../cst.ts";
import {
  CONDITION_RULES,
  type Explained,
  endsValue,
  found,
  inserted,
  insertion,
  is,
  LIST_RULES,
  type Mistake,
  made,
  openBefore,
  previous,
  removal,
  replacement,
  spanOf,
  without,
} from "./mistake.ts";

/** `CN,,BD`, `in , BD`, `CN, ` at the end. */
export function commas(m: Mistake): Explained | undefined {
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
export function missingComma(m: Mistake): Explained | undefined {
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
  if (m.attempt(tokens) >= tokens.length) {
    const fixes = [insertion(m, endOf(before), ","), ...oneNumber(m, before, at)];
    return { diagnostic: report("LU1056", spanOf(m, at), { instead: null }, { fixes }), tokens };
  }
  return isLiteral(at) && isLiteral(before) ? commasEverywhere(m) : undefined;
}

/** `61 09` may be two codes, or one with a blank inside. */
function oneNumber(m: Mistake, before: IToken, at: IToken): readonly Fix[] {
  const both = [before, at].every((each) => each.tokenType === shapes.number);
  if (!both || at.startOffset !== endOf(before) + 1) return [];
  const span = { file: m.file, start: before.startOffset, end: endOf(at) };
  return [replacement(span, `${before.image}${at.image}`)];
}

/** A list pasted without any comma: all of them at once. */
function commasEverywhere(m: Mistake): Explained | undefined {
  const lacking = m.tokens.flatMap((each, index) => {
    const next = m.tokens[index + 1];
    return index >= m.index - 1 && next !== undefined && isLiteral(each) && isLiteral(next)
      ? [each]
      : [];
  });
  const tokens = m.tokens.flatMap((each) =>
    lacking.includes(each) ? [each, made(shapes.comma, ",", each)] : [each],
  );
  const at = m.tokens[m.index];
  if (at === undefined || m.attempt(tokens) < tokens.length) return undefined;
  const edits = lacking.map((each) => ({
    span: { file: m.file, start: endOf(each), end: endOf(each) },
    text: ",",
  }));
  const fix = { title: { en: "put in the commas", vi: "thêm các dấu phẩy" }, edits };
  return {
    diagnostic: report("LU1056", spanOf(m, at), { instead: null }, { fixes: [fix] }),
    tokens,
  };
}

function isLiteral(token: IToken): boolean {
  return [shapes.code, shapes.string, shapes.number, shapes.percent].includes(token.tokenType);
}

export function extraBracket(m: Mistake): Explained | undefined {
  const at = found(m);
  if (at?.tokenType !== shapes.close || openBefore(m, m.index) >= 0) return undefined;
  const tokens = without(m, at);
  return { diagnostic: report("LU1035", spanOf(m, at), {}, { fixes: [removal(m, at)] }), tokens };
}

export function openBracket(m: Mistake): Explained | undefined {
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

/** `when:`, `criterion BAD-001:` */
export function colon(m: Mistake): Explained | undefined {
  const at = found(m);
  if (at?.tokenType !== shapes.colon) return undefined;
  const tokens = without(m, at);
  if (m.attempt(tokens) <= m.index) return undefined;
  const args = { characters: at.image, role: "extra", meant: null } as const;
  return { diagnostic: report("LU1006", spanOf(m, at), args, { fixes: [removal(m, at)] }), tokens };
}
