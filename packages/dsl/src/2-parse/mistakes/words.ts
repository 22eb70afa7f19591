/**
 * Whole clauses, names and words of the language: empty, missing, misspelt, reserved, in the wrong place.
 *
 * Each function knows one mistake and says nothing about any other.
 */
import type { Edit, Fix } from "@luong/spec";
import type { IToken } from "chevrotain";
import { shapes } from "../../1-lex/vocabulary.ts";
import { report } from "../../diagnostics/report.ts";
import { endOf } from "../cst.ts";
import { type Near, nearKeyword } from "../near-keyword.ts";
import {
  as,
  type Explained,
  found,
  inserted,
  is,
  type Mistake,
  made,
  meaning,
  previous,
  replacement,
  spanOf,
} from "./mistake.ts";

/** Nothing after the label. */
export function emptyClause(m: Mistake): Explained | undefined {
  const label = m.tokens[0];
  if (m.tokens.length !== 1 || label === undefined || found(m) !== undefined) return undefined;
  if (!m.rule.endsWith("Clause") && m.rule !== "accessLevel" && m.rule !== "testHead")
    return undefined;
  return { diagnostic: report("LU1037", spanOf(m, label), { clause: label.image }) };
}

export function criterionId(m: Mistake): Explained | undefined {
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
  const next = m.tokens[m.index + 1];
  if (next?.tokenType === shapes.number && /^[A-Za-z][0-9A-Za-z]*$/.test(at.image)) {
    // `VAL 001`
    const span = { file: m.file, start: at.startOffset, end: endOf(next) };
    const id = `${at.image.toUpperCase()}-${next.image}`;
    const args = { id: `${at.image} ${next.image}` };
    const made = { ...as(at, shapes.criterionId), image: id, endOffset: endOf(next) - 1 };
    return {
      diagnostic: report("LU1061", span, args, { fixes: [replacement(span, id)] }),
      tokens: m.tokens.toSpliced(m.index, 2, made),
    };
  }
  return {
    diagnostic: report("LU1061", spanOf(m, at), { id: at.image }),
    tokens: m.tokens.with(m.index, as(at, shapes.criterionId)),
  };
}

export function title(m: Mistake): Explained | undefined {
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

/** A keyword of either language with a letter wrong, or without its accents. */
export function misspelt(m: Mistake): Explained | undefined {
  const near = nearKeyword(m);
  if (near === undefined) return undefined;
  const last = m.tokens[near.index + near.count - 1];
  const first = m.tokens[near.index];
  if (first === undefined || last === undefined) return undefined;
  const span = { file: m.file, start: first.startOffset, end: endOf(last) };
  const args = { written: near.written, meant: near.spelling.text };
  const edits = [{ span, text: near.spelling.text }, ...listBrackets(m, near)];
  const title = { en: `write \`${near.spelling.text}\``, vi: `viết \`${near.spelling.text}\`` };
  const diagnostic = report("LU1021", span, args, { fixes: [{ title, edits }] });
  return near.label ? { diagnostic, split: splitAt(near) } : { diagnostic, tokens: near.tokens };
}

/** `IN (CN, BD)`: the list behind the word loses its brackets with the same fix. */
function listBrackets(m: Mistake, near: Near): readonly Edit[] {
  const index = near.index + near.count;
  const open = m.tokens[index];
  const close = m.tokens.find((each, at) => at > index && each.tokenType === shapes.close);
  const isList = near.spelling.type.CATEGORIES?.includes(m.v.form.members) === true;
  if (!isList || open?.tokenType !== shapes.open || close === undefined) return [];
  return [open, close].map((each) => ({ span: spanOf(m, each), text: "" }));
}

function splitAt(near: Near): { index: number; rest: readonly IToken[] } {
  return { index: near.index, rest: near.tokens.slice(near.index) };
}

/** A word of the language where a name must stand. */
export function reserved(m: Mistake): Explained | undefined {
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
export function clauseOfAnotherItem(m: Mistake): Explained | undefined {
  const at = found(m);
  const name = meaning(m, at)?.name ?? "";
  if (at === undefined || m.v.tables.keywords[name]?.startsClause !== true) return undefined;
  const item = m.tokens[0]?.image ?? "";
  return { diagnostic: report("LU1039", spanOf(m, at), { clause: at.image, item }) };
}
