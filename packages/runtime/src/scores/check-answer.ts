/**
 * What a guard believes: requests that fit the model, answers that fit the score.
 *
 * Comes in: what criteria ask, and whatever a provider gave. Goes out: answers with the declared outputs only, each a finite number in its range or a text, or a failure.
 * Reads answers defensively: they come from other people's code.
 */
import { isScoreFailure, type ScoreFailure } from "./failure.ts";
import type { EncodedInput, ScoreAnswer, ScoreInput, ScoreRequest } from "./provider.ts";

/** An output as the score declares it. Bounds are inclusive. */
export type ScoreOutputRule =
  | {
      readonly name: string;
      readonly kind: "number";
      readonly least?: number;
      readonly greatest?: number;
    }
  | { readonly name: string; readonly kind: "text" };

/** Why the request cannot be given to the model, undefined when it can. */
export function requestFailure(
  { inputs }: ScoreRequest,
  wanted: readonly ScoreInput[],
): ScoreFailure | undefined {
  if (inputs.length !== wanted.length) return "wrong shape";
  for (const [place, input] of wanted.entries()) {
    const failure = inputFailure(inputs[place] ?? null, input);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

function inputFailure(
  given: EncodedInput | null,
  { kind, categories, isRequired }: ScoreInput,
): ScoreFailure | undefined {
  if (given === null || Number.isNaN(given))
    return isRequired === true ? "missing input" : undefined;
  const takesText = kind === "text" || (kind === "category" && categories !== undefined);
  if (typeof given === "string") return takesText ? undefined : "wrong input";
  return Number.isFinite(given) && kind !== "text" ? undefined : "wrong input";
}

/** The answer, cut down to what is declared; a failure when anything declared is not as it should be. */
export function checkedAnswer(answer: unknown, rules: readonly ScoreOutputRule[]): ScoreAnswer {
  try {
    if (!isObject(answer)) return { failed: "wrong shape" };
    if (Object.hasOwn(answer, "failed")) return failedAnswer(answer);
    const { outputs } = answer;
    if (!isObject(outputs)) return { failed: "wrong shape" };
    return checkedOutputs(outputs, rules);
  } catch (error) {
    // A getter or proxy that throws.
    return { failed: "crashed", detail: String(error) };
  }
}

/** Only failures we know are counted and told. */
function failedAnswer({ failed, detail }: Readonly<Record<string, unknown>>): ScoreAnswer {
  if (!isScoreFailure(failed)) return { failed: "wrong shape", detail: String(failed) };
  return typeof detail === "string" ? { failed, detail } : { failed };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function checkedOutputs(
  outputs: Readonly<Record<string, unknown>>,
  rules: readonly ScoreOutputRule[],
): ScoreAnswer {
  const kept: Record<string, number | string> = {};
  for (const rule of rules) {
    const value = Object.hasOwn(outputs, rule.name) ? outputs[rule.name] : undefined;
    const failure = outputFailure(value, rule);
    if (failure !== undefined) return { failed: failure, detail: rule.name };
    kept[rule.name] = value as number | string;
  }
  return { outputs: kept };
}

function outputFailure(value: unknown, rule: ScoreOutputRule): ScoreFailure | undefined {
  if (value === undefined || value === null) return "missing output";
  if (rule.kind === "text") return typeof value === "string" ? undefined : "wrong type";
  if (typeof value !== "number") return "wrong type";
  if (!Number.isFinite(value)) return "not a number";
  const isBelow = rule.least !== undefined && value < rule.least;
  const isAbove = rule.greatest !== undefined && value > rule.greatest;
  return isBelow || isAbove ? "out of range" : undefined;
}
