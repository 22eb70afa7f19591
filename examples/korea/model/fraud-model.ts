// The committed model, opened, and compared with what LightGBM said.
// Comes in: a file of rows with predictions, as train.py writes them. Goes out: the provider; the greatest difference.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { EncodedInput, ScoreProvider } from "@luong/runtime";
import { openTrees } from "@luong/service";

interface Predictions {
  readonly inputs: readonly string[];
  readonly rows: readonly (readonly (EncodedInput | null)[])[];
  readonly expected: readonly number[];
}

export const modelFile = join(import.meta.dirname, "data/fraud.trees.json");

export function openFraudModel(): ScoreProvider {
  return openTrees(readFileSync(modelFile), { name: "fraud", version: "1" });
}

export function greatestDifference(file: string): {
  readonly rows: number;
  readonly difference: number;
} {
  const provider = openFraudModel();
  const { inputs, rows, expected } = JSON.parse(readFileSync(file, "utf8")) as Predictions;
  const names = provider.inputs.map(({ name }) => name);
  if (names.join() !== inputs.join()) throw new Error(`the model takes ${names.join()}`);
  const answers = provider.scoreSync?.(rows.map((row) => ({ inputs: row }))) ?? [];
  const differences = expected.map((value, row) => {
    const answer = answers[row];
    const got = answer !== undefined && "outputs" in answer ? answer.outputs["score"] : undefined;
    return typeof got === "number" ? Math.abs(got - value) : Number.POSITIVE_INFINITY;
  });
  return { rows: rows.length, difference: Math.max(...differences) };
}
