/**
 * Scores of models and events of stages: declarations whose expressions stand outside criteria.
 *
 * Comes in: the item. Goes out: types and references of inputs and conditions, and reports.
 */
import { compareRationals, type Type } from "@luong/spec";
import { constantOf, valueOfConstant } from "../3-resolve/constant.ts";
import { placeConstant } from "../3-resolve/place.ts";
import { isSingleType } from "../3-resolve/type-ref.ts";
import type { Expression, ItemOf } from "../ast/ast.ts";
import { report } from "../diagnostics/report.ts";
import { newClause, newScope, type Scope, unheeded } from "./scope.ts";
import { fixedLength } from "./selections.ts";
import { memberWant, type Typing } from "./typing.ts";

const TIMEOUT_MAX_MS = 60_000;

export function checkModelScore(t: Typing, item: ItemOf<"modelScore">, file: string): void {
  const symbol = t.symbols.modelScores.get(item.name.text);
  if (symbol === undefined || symbol.item !== item) return;
  const problem = (
    name: "input" | "param" | "output" | "timeout" | "range" | "plugin",
    at: { readonly span: Expression["span"] },
  ): void => t.emit(report("LU4043", at.span, { score: symbol.name, problem: name }));
  const { param } = symbol;
  if (param !== null && param.type.kind !== "record" && param.type.kind !== "error")
    problem("param", item.param?.type ?? item);
  const params =
    param === null ? new Map() : new Map([[param.name, { index: 0, type: param.type }]]);
  const scope: Scope = { ...newScope(file, t.symbols.root, "declaration"), params };
  for (const input of item.inputs) {
    const type = t.infer(input, unheeded(newClause(scope)), memberWant({ kind: "number" }));
    if (type.kind !== "error" && !isInput(type)) problem("input", input);
  }
  for (const { name, type } of symbol.outputs) {
    if (type.kind !== "error" && !isOutput(type))
      problem("output", item.returns.find((each) => each.name.text === name)?.name ?? item.name);
  }
  checkRange(t, item, symbol.outputs[0]?.type, () => problem("range", item.range?.[0] ?? item));
  if (item.timeout !== null && item.timeout.kind !== "missing") {
    const ms = fixedLength(item.timeout, t.symbols.schema.zoneMinutes);
    if (ms === undefined || ms < 1 || ms > TIMEOUT_MAX_MS) problem("timeout", item.timeout);
  }
  const plugin = item.plugin.kind === "string" ? item.plugin.text : null;
  if (plugin !== null && !/^[a-z][a-z0-9-]*:[\w.-]+$/.test(plugin)) problem("plugin", item.plugin);
}

function isInput(type: Type): boolean {
  return isSingleType(type);
}

function isOutput({ kind }: Type): boolean {
  return ["number", "integer", "percent", "text", "code", "id", "boolean"].includes(kind);
}

function checkRange(
  t: Typing,
  { range }: ItemOf<"modelScore">,
  type: Type | undefined,
  problem: () => void,
): void {
  if (range === null || type === undefined || type.kind === "error") return;
  if (type.kind !== "number" && type.kind !== "integer" && type.kind !== "percent") {
    problem();
    return;
  }
  const ends = range.map((end) => {
    if (placeConstant(end, type, "range", t.world) === undefined) return undefined;
    const constant = constantOf(end);
    const value = constant && valueOfConstant(constant, type, t.symbols.schema.zoneMinutes);
    return value?.kind === "number" ? value.value : undefined;
  });
  const [from, to] = ends;
  if (from !== undefined && to !== undefined && compareRationals(from, to) >= 0) problem();
}

/** The condition that says which declarations an event belongs to. */
export function checkStageEvents(t: Typing, item: ItemOf<"words">, file: string): void {
  for (const { name, event } of item.names) {
    const symbol = t.symbols.stageEvents.get(name.text);
    if (event === null || symbol === undefined || symbol.where !== event.where) continue;
    const events = new Map([[symbol.each, symbol]]);
    const scope: Scope = { ...newScope(file, t.symbols.root, "declaration"), events };
    t.condition(event.where, scope);
  }
}
