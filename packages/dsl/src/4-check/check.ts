/**
 * Checks a set: every expression typed, every name resolved, every declaration asked whether it can be meant so.
 *
 * Comes in: symbols and trees. Goes out: the side tables of `Analysis` in a `Typing`, and diagnostics to the sink.
 */
import { mergeTypes, type Span } from "@luong/spec";
import { constantOf } from "../3-resolve/constant.ts";
import { reportWhole } from "../3-resolve/disagree.ts";
import { fitLiteral, isFlexible, naturalType } from "../3-resolve/fit.ts";
import type { Emit, Symbols } from "../3-resolve/symbols.ts";
import { nodeKey } from "../analysis.ts";
import type { CritFile, Item, Node } from "../ast/ast.ts";
import { report } from "../diagnostics/report.ts";
import { checkCriterion } from "./criterion.ts";
import { newTyping } from "./expressions.ts";
import { checkPolicy, checkScorecard, reportOverlaps } from "./policy.ts";
import { checkModelScore, checkStageEvents } from "./scores.ts";
import { checkScenario } from "./tests.ts";
import type { Typing } from "./typing.ts";

/** `isBroken`: a part of this node could not be read. */
export type IsBroken = (node: Node) => boolean;

export function checkSet(
  symbols: Symbols,
  files: readonly CritFile[],
  emit: Emit,
  isBroken: IsBroken,
): Typing {
  const t = newTyping(symbols, emit);
  checkDerived(t);
  for (const name of symbols.parameters.keys()) checkParameter(t, name);
  for (const name of symbols.defines.keys()) checkDefine(t, name);
  for (const { file, items } of files) {
    for (const item of items) checkItem(t, item, file, isBroken(item));
  }
  reportOverlaps(t, symbols.policies.values());
  // A set that could not be read whole may use what seems unused.
  const isWhole = files.every(({ items }) =>
    items.every((item) => item.kind !== "unreadable" && !isBroken(item)),
  );
  if (isWhole) reportUnused(t);
  return t;
}

function checkItem(t: Typing, item: Item, file: string, isBroken: boolean): void {
  switch (item.kind) {
    case "criterion":
      checkCriterion(t, item, file, isBroken);
      return;
    case "scorecard":
      checkScorecard(t, item, file, isBroken);
      return;
    case "policy":
      checkPolicy(t, item, file, isBroken);
      return;
    case "scenario":
      checkScenario(t, item.test, file);
      return;
    case "modelScore":
      checkModelScore(t, item, file);
      return;
    case "words":
      checkStageEvents(t, item, file);
      return;
    case "source":
    case "codelist":
    case "unit":
    case "currency":
    case "record":
    case "list":
    case "table":
    case "parameter":
    case "define":
    case "unreadable":
      return;
  }
}

/* ------------------------------------------------------------------ declarations with expressions */

function checkDerived(t: Typing): void {
  for (const { record, nodes, file } of t.symbols.records.values()) {
    for (const field of record.fields) {
      const node = nodes.get(field.name);
      if (!field.derived || node?.derived === undefined || node.derived === null) continue;
      t.derived(record.name, field.name);
      const found = t.types.get(nodeKey(file, node.derived));
      const declared = field.type;
      if (found === undefined || found.kind === "error" || declared.kind === "error") continue;
      const merged = mergeTypes(declared, found);
      const fits =
        typeof merged !== "string" && !(declared.kind === "integer" && found.kind === "number");
      if (!fits)
        t.emit(report("LU3029", node.derived.span, { field: field.name, declared, found }));
    }
  }
}

function checkParameter(t: Typing, name: string): void {
  const declared = t.symbols.parameters.get(name);
  if (declared === undefined || declared.item.value.kind === "missing") return;
  const { item, file } = declared;
  const constant = constantOf(item.value);
  if (constant === undefined) {
    t.emit(report("LU3034", item.value.span, { place: "parameter" }));
    return;
  }
  const alone = naturalType(constant.literal) ?? { kind: "error" };
  const type = isFlexible(constant.literal)
    ? alone
    : fitLiteral(constant, alone, { kind: "member" }, t.world);
  t.types.set(nodeKey(file, constant.literal), type);
  t.types.set(nodeKey(file, item.value), type);
}

function checkDefine(t: Typing, name: string): void {
  const facts = t.define(name);
  const value = t.symbols.defines.get(name)?.item.value;
  if (value !== undefined)
    reportWhole({ type: facts.type, span: value.span, node: value }, t.world);
}

/* ------------------------------------------------------------------ unused */

function reportUnused(t: Typing): void {
  const { symbols } = t;
  const hint = (
    kind: "list" | "table" | "parameter" | "define" | "modelScore",
    name: string,
    span: Span,
  ): void => {
    if (!t.used.has(`${kind} ${name}`)) t.emit(report("LU2026", span, { kind, name }));
  };
  const names = {
    list: symbols.lists.keys(),
    table: symbols.tables.keys(),
    parameter: symbols.parameters.keys(),
    define: symbols.defines.keys(),
  };
  for (const kind of ["list", "table", "parameter", "define"] as const) {
    for (const name of names[kind]) {
      const span = symbols.nameSpans.get(`${kind} ${name}`);
      if (span !== undefined) hint(kind, name, span);
    }
  }
  for (const { name, item } of symbols.modelScores.values())
    hint("modelScore", name, item.name.span);
  for (const { item } of symbols.scorecards.values()) {
    const scorecard = item.name.text;
    if (!t.used.has(`scorecard ${scorecard}`)) {
      t.emit(report("LU4024", item.name.span, { scorecard }));
    }
  }
}
