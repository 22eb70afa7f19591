// ONNX models through both libraries, in threads and processes, give what ONNX Runtime gave in Python; a dead session is replaced.
import { ScoreGuard, type ScoreInput, type ScoreProvider } from "@luong/runtime";
import { afterEach, describe, expect, test } from "vitest";
import { expectedOf, modelFile, requestsOf } from "../../test/scores/fixture.ts";
import { ModelError } from "./model-error.ts";
import { type OpenOnnxOptions, openOnnx } from "./open-onnx.ts";
import { openTrees } from "./open-trees.ts";
import { systemScoreClock } from "./system-clock.ts";

const inputs: readonly ScoreInput[] = ["weight", "price", "age", "distance"].map((name) => ({
  name,
  kind: "number",
}));
const opened: ScoreProvider[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((provider) => provider.close?.()));
});

async function open(file: string, more: Partial<OpenOnnxOptions> = {}): Promise<ScoreProvider> {
  const provider = await openOnnx(modelFile(file), {
    name: "m",
    version: "1",
    library: "native",
    inputs,
    ...more,
  });
  opened.push(provider);
  return provider;
}

function guardOf(provider: ScoreProvider): ScoreGuard {
  const outputs = [{ name: "score", kind: "number" as const, least: 0, greatest: 1 }];
  return new ScoreGuard(provider, { outputs, timeoutMs: 20_000 }, systemScoreClock);
}

const score = [{ name: "score", tensor: "probabilities", column: 1 }];

describe.each([
  { library: "native", isolation: "thread" },
  { library: "native", isolation: "process" },
  { library: "wasm", isolation: "thread" },
] as const)("$library in a $isolation", (how) => {
  test("a model that is no tree, and one that is", async () => {
    for (const file of ["onnx-logistic.onnx", "onnx-xgboost.onnx"]) {
      const provider = await open(file, { ...how, outputs: score });
      const requests = requestsOf(4, file.includes("logistic"));
      const answers = await guardOf(provider).score(requests);
      for (const [row, [, expected = 0]] of expectedOf(file).entries()) {
        const answer = answers[row];
        if (answer === undefined || "failed" in answer) throw new Error(JSON.stringify(answer));
        expect(Math.abs(Number(answer.outputs["score"]) - expected)).toBeLessThan(1e-5);
      }
    }
  });

  test("a session that is killed is replaced", async () => {
    const kills: (() => Promise<void>)[] = [];
    const onStart = (_: number, kill: () => Promise<void>) => kills.push(kill);
    const guard = guardOf(await open("onnx-logistic.onnx", { ...how, outputs: score, onStart }));
    const request = [{ inputs: [1, 2, 3, 4] }];
    const before = await guard.score(request);
    await kills[0]?.();
    expect(await guard.score(request)).toEqual(before);
    expect(before[0]).toHaveProperty("outputs");
    expect(kills).toHaveLength(2);
  });
});

test("a tree model gives the same evaluated as data", async () => {
  const requests = requestsOf(4, true);
  const provider = await open("onnx-forest.onnx", { outputs: score });
  const trees = guardOf(openTrees(modelFile("onnx-forest.onnx"), { name: "m", version: "1" }));
  const ours = trees.scoreNow(requests);
  const theirs = await guardOf(provider).score(requests);
  for (const [row, answer] of ours.entries()) {
    const other = theirs[row];
    if ("failed" in answer || other === undefined || "failed" in other) throw new Error("failed");
    expect(Math.abs(Number(answer.outputs["score"]) - Number(other.outputs["score"]))).toBeLessThan(
      1e-6,
    );
  }
});

test("outputs are named after tensors and columns when nobody names them", async () => {
  const provider = await open("onnx-logistic.onnx");
  expect(provider.outputs).toEqual(["label", "probabilities_0", "probabilities_1"]);
});

test("what a model takes for a missing value can be told", async () => {
  const provider = await open("onnx-forest.onnx", { outputs: score, missing: -1 });
  const guard = guardOf(provider);
  const [given, missing] = await guard.score([
    { inputs: [-1, 2, 3, 4] },
    { inputs: [null, 2, 3, 4] },
  ]);
  expect(missing).toEqual(given);
  expect(given).toHaveProperty("outputs");
});

describe("what cannot be opened says why", () => {
  test.each<[string, () => Promise<ScoreProvider>, RegExp]>([
    [
      "too few inputs",
      () => open("onnx-logistic.onnx", { inputs: inputs.slice(1) }),
      /float32 \[\? × 4\]/,
    ],
    [
      "an output that is not there",
      () => open("onnx-logistic.onnx", { outputs: [{ name: "s", tensor: "odds" }] }),
      /`odds`/,
    ],
    [
      "a text for a number",
      () =>
        open("onnx-logistic.onnx", { inputs: [...inputs.slice(1), { name: "t", kind: "text" }] }),
      /`t`/,
    ],
    ["no ONNX", () => open("lightgbm-binary.lgb.txt"), /ONNX/],
  ])("%s", async (_, opening, words) => {
    const rejection = expect(opening()).rejects;
    await rejection.toThrow(ModelError);
    await expect(opening()).rejects.toThrow(words);
  });

  test("a graph the library refuses", async () => {
    // The operator's name, one letter wrong.
    const bytes = Buffer.from(modelFile("onnx-logistic.onnx"));
    bytes.write("LinearClassifieR", bytes.lastIndexOf("LinearClassifier"));
    const opening = openOnnx(bytes, { name: "m", version: "1", library: "native", inputs });
    await expect(opening).rejects.toThrow(/cannot be opened/);
  });
});
