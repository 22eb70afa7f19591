/**
 * A provider of scores from a tree ensemble: texts become codes, sums become outputs by name.
 *
 * Answers at once, holds no state between calls but scratch arrays, and cannot hang or fail: the ensemble was checked when it was read.
 */
import type {
  EncodedInput,
  ScoreAnswer,
  ScoreInput,
  ScoreProvider,
  ScoreRequest,
} from "../provider.ts";
import type { TreeEnsemble } from "./ensemble.ts";
import { evaluateTrees } from "./evaluate.ts";

export interface TreeProviderOptions {
  readonly name: string;
  readonly version: string;
  /** SHA-256 of the model file, first 12 hex digits. */
  readonly digest: string;
}

/** A category the model was not trained on is missing to it, as in LightGBM and XGBoost with data frames. */
const MISSING = Number.NaN;

type Encode = (given: EncodedInput | null) => number;

/**
 * Outputs: `score` for one sum, `score_0`, `score_1`, … for several. With classes: each class by name, `label` the likeliest, `confidence` its share,
 * and with two classes `score`, the share of the second.
 */
export function treeProvider(
  ensemble: TreeEnsemble,
  { name, version, digest }: TreeProviderOptions,
): ScoreProvider {
  const encoders = ensemble.inputs.map(encoderOf);
  const outputs = outputNames(ensemble);
  let rows = new Float64Array(64 * encoders.length);
  let sums = new Float64Array(64 * ensemble.base.length);
  const scoreSync = (requests: readonly ScoreRequest[]): readonly ScoreAnswer[] => {
    if (rows.length < requests.length * encoders.length) {
      rows = new Float64Array(requests.length * encoders.length);
      sums = new Float64Array(requests.length * ensemble.base.length);
    }
    for (const [row, { inputs }] of requests.entries()) {
      for (const [column, encode] of encoders.entries()) {
        rows[row * encoders.length + column] = encode(inputs[column] ?? null);
      }
    }
    evaluateTrees(ensemble, rows, requests.length, sums);
    return requests.map((_, row) => ({ outputs: outputsOf(ensemble, sums, row) }));
  };
  return {
    name,
    version,
    digest,
    inputs: ensemble.inputs,
    outputs,
    scoreSync,
    score: async (requests) => scoreSync(requests),
  };
}

function encoderOf({ kind, categories }: ScoreInput): Encode {
  if (kind !== "category" || categories === undefined) {
    return (given) => (typeof given === "number" ? given : MISSING);
  }
  const codes = new Map(categories.map((category, code) => [category, code]));
  return (given) =>
    typeof given === "string" ? (codes.get(given) ?? MISSING) : (given ?? MISSING);
}

function outputNames({ classes, base }: TreeEnsemble): readonly string[] {
  if (classes !== null)
    return [...(classes.length === 2 ? ["score"] : []), "label", "confidence", ...classes];
  return base.length === 1 ? ["score"] : Array.from(base, (_, place) => `score_${place}`);
}

function outputsOf(
  { classes, base }: TreeEnsemble,
  sums: Float64Array,
  row: number,
): Record<string, number | string> {
  const at = (place: number): number => sums[row * base.length + place] ?? Number.NaN;
  if (classes === null) {
    if (base.length === 1) return { score: at(0) };
    return Object.fromEntries(Array.from(base, (_, place) => [`score_${place}`, at(place)]));
  }
  const shares = base.length === 1 ? [1 - at(0), at(0)] : Array.from(base, (_, place) => at(place));
  let likeliest = 0;
  for (const [place, share] of shares.entries()) {
    if (share > (shares[likeliest] ?? Number.NaN)) likeliest = place;
  }
  return {
    ...(classes.length === 2 ? { score: shares[1] ?? Number.NaN } : {}),
    label: classes[likeliest] ?? "",
    confidence: shares[likeliest] ?? Number.NaN,
    ...Object.fromEntries(classes.map((name, place) => [name, shares[place] ?? Number.NaN])),
  };
}
