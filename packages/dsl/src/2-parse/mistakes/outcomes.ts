/**
 * Outcomes, dates, rows of tables and quotas.
 *
 * Each function knows one mistake and says nothing about any other.
 */
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
  keywordToken,
  type Mistake,
  made,
  OPERANDS,
  previous,
  replacement,
  spanOf,
  spell,
  startsCondition,
} from "./mistake.ts";

/** `risk 30`, `risk = 30` */
export function pointsWithoutPlus(m: Mistake): Explained | undefined {
  const at = found(m);
  const isEquals = at?.tokenType === m.v.operator("eq");
  if (at !== undefined && isEquals && m.inner === "effect" && is(m, previous(m), "risk")) {
    const points = m.tokens[m.index + 1]?.image ?? "";
    return {
      diagnostic: report(
        "LU1046",
        spanOf(m, at),
        { points },
        { fixes: [replacement(spanOf(m, at), "+")] },
      ),
      tokens: m.tokens.with(m.index, as(at, m.v.operator("add"))),
    };
  }
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
export function bareChannel(m: Mistake): Explained | undefined {
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

export function date(m: Mistake): Explained | undefined {
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
export function cells(m: Mistake): Explained | undefined {
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

export function bucket(m: Mistake): Explained | undefined {
  const at = found(m);
  if (m.inner !== "bucket" || at === undefined) return undefined;
  if (!inGroup(at, groups.timeWord) && at.tokenType !== shapes.number) return undefined;
  return { diagnostic: report("LU1053", spanOf(m, at), { found: at.image }) };
}
