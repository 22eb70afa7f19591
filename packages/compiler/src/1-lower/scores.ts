/**
 * Scores of models and events of stages to the IR.
 *
 * Comes in: what the checker knows of them. Goes out: what is asked of a provider, and which declarations an event belongs to. The inputs of a
 * score are lowered where it is asked for (`expression.ts`); here are their names and types.
 */
import type { Expression, Model } from "@luong/dsl";
import { constantOf, nodeKey, valueOf as valueOfConstant } from "@luong/dsl";
import { exactText, type ModelScoreIr, type StageEventIr, type Type } from "@luong/spec";
import { invariant } from "../support/invariant.ts";
import { itemScope } from "./criterion.ts";
import type { ExpressionLowering } from "./expression.ts";
import { labelOf } from "./labels.ts";

type ModelScoreSymbol = NonNullable<ReturnType<Model["modelScores"]["get"]>>;
type StageEventSymbol = Model["stageEvents"][number];

export function lowerStageEvent(
  { stage, each, source, record, file, where }: StageEventSymbol,
  lowering: ExpressionLowering,
): StageEventIr {
  const scope = { ...itemScope(file, lowering), eventRecord: record };
  return { stage, each, source, where: lowering.lower(where, scope) };
}

export function lowerModelScore(
  { name, file, item, outputs }: ModelScoreSymbol,
  lowering: ExpressionLowering,
): ModelScoreIr {
  const { model } = lowering;
  const range = item.range?.map((end) => exactOf(end, outputs[0]?.type ?? { kind: "number" }));
  const [from, to] = range ?? [];
  return {
    name,
    label: labelOf(item.label, "en"),
    version: Number(item.version.replaceAll("_", "")),
    plugin: item.plugin.kind === "string" ? item.plugin.text : "",
    inputs: item.inputs.map((input, index) => {
      const type = model.types.get(nodeKey(file, input));
      invariant(type !== undefined, "a type of an input");
      return { name: inputName(input, index), type };
    }),
    outputs,
    ...(from === undefined || to === undefined ? {} : { range: [from, to] as const }),
    timeoutMs: item.timeout === null ? 0 : milliseconds(item.timeout),
    source: { file, start: item.span.start, end: item.span.end },
  };
}

/** The path as written, which is what an officer knows it by; anything else by its place. */
function inputName(input: Expression, index: number): string {
  if (input.kind !== "reference" || input.call !== null) return `input ${index + 1}`;
  return [input.root, ...input.path].map(({ text }) => text).join(".");
}

function exactOf(node: Expression, type: Type): string {
  const constant = constantOf(node);
  const value = constant && valueOfConstant(constant, type, 0);
  invariant(value?.kind === "number", "the end of a range");
  return exactText(value.value);
}

function milliseconds(node: Expression): number {
  const constant = constantOf(node);
  const value = constant && valueOfConstant(constant, { kind: "duration" }, 0);
  invariant(value?.kind === "duration", "a length of time");
  return Number(value.value.n) / Number(value.value.d);
}
