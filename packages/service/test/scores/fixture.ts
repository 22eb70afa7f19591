// The models and predictions of test/fixtures, written by make-fixtures.py with the libraries they come from.
// Comes in: a file's name. Goes out: bytes, the rows they were asked for, and what the library answered.
import { readFileSync } from "node:fs";
import type { ScoreAnswer, ScoreProvider, ScoreRequest } from "@luong/runtime";

const data = new URL("../fixtures/data/", import.meta.url);

export function modelFile(name: string): Uint8Array {
  return readFileSync(new URL(`models/${name}`, data));
}

/** By row, by output. */
export function expectedOf(name: string): readonly (readonly number[])[] {
  const stem = name.replace(/\.(lgb\.txt|xgb\.json|onnx)$/, "");
  return JSON.parse(readFileSync(new URL(`expected/${stem}.json`, data), "utf8"));
}

type Row = readonly (number | string | null)[];

/** weight, price, age, distance, origin, mode. */
export const rows: readonly Row[] = JSON.parse(readFileSync(new URL("inputs.json", data), "utf8"));

/** The first `width` columns; with `filled`, −1 for missing, as models without missing values were trained. */
export function requestsOf(width: number, filled: boolean): readonly ScoreRequest[] {
  return rows.map((row) => ({
    inputs: row.slice(0, width).map((value) => (value === null && filled ? -1 : value)),
  }));
}

/** The numbers of an answer in the order of the library: one score, or a share for each class. */
export function numbersOf(
  { outputs }: ScoreProvider,
  answer: ScoreAnswer | undefined,
): readonly number[] {
  if (answer === undefined || "failed" in answer) return [];
  const names = outputs.filter((name) => !["score", "label", "confidence"].includes(name));
  return (names.length === 0 ? ["score"] : names).map((name) => Number(answer.outputs[name]));
}
