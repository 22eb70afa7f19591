// Small ensembles whose outputs are worked out by hand.
import { describe, expect, test } from "vitest";
import type { ScoreRequest } from "../provider.ts";
import { treeEnsembleFromJson } from "./ensemble.ts";
import type { TreeEnsembleJson } from "./tree-json.ts";
import { treeProvider } from "./tree-provider.ts";

/** One split: left gives 1, right gives 2. */
function split(more: {
  test?: string;
  threshold?: number;
  missing?: string;
  sets?: number[][];
}): TreeEnsembleJson {
  return {
    format: "luong-trees/1",
    precision: "float64",
    inputs: [{ name: "x", kind: more.sets === undefined ? "number" : "category" }],
    base: [0],
    transform: { kind: "identity" },
    trees: [
      {
        output: 0,
        feature: [0],
        test: "e",
        left: [-1],
        right: [-2],
        missing: "l",
        leaf: [1, 2],
        ...more,
        threshold: [more.threshold ?? 0],
      },
    ],
  };
}

function providerOf(json: TreeEnsembleJson) {
  const { ensemble, problems } = treeEnsembleFromJson(json);
  if (ensemble === undefined) throw new Error(JSON.stringify(problems));
  return treeProvider(ensemble, { name: "m", version: "1", digest: "0" });
}

function outputsOf(json: TreeEnsembleJson, ...inputs: ScoreRequest["inputs"][]): unknown[] {
  const answers = providerOf(json).scoreSync?.(inputs.map((each) => ({ inputs: each })));
  return (answers ?? []).map((answer) => ("outputs" in answer ? answer.outputs : answer));
}

function scoresOf(json: TreeEnsembleJson, values: (number | null)[]): unknown[] {
  return outputsOf(json, ...values.map((value) => [value])).map(
    (outputs) => (outputs as { score: number }).score,
  );
}

describe("one split", () => {
  test("at most", () => {
    expect(scoresOf(split({ test: "e", threshold: 5 }), [4.9, 5, 5.1])).toEqual([1, 1, 2]);
  });

  test("below", () => {
    expect(scoresOf(split({ test: "l", threshold: 5 }), [4.9, 5, 5.1])).toEqual([1, 2, 2]);
  });

  test("equal", () => {
    expect(scoresOf(split({ test: "q", threshold: 5 }), [4.9, 5, 5.1])).toEqual([2, 1, 2]);
  });

  test("in a set: codes beyond the greatest and below zero are not in it", () => {
    const json = split({ test: "s", threshold: 0, sets: [[0, 33]], missing: "r" });
    expect(scoresOf(json, [0, 1, 33, 34, 5000, -1, 1e12, null])).toEqual([1, 2, 1, 2, 2, 2, 2, 2]);
  });

  test("missing: null and NaN alike, where the node says; zero only where it says so", () => {
    const values = [null, Number.NaN, 0, -0, 1e-36, 1e-34];
    const at = (missing: string) => scoresOf(split({ test: "e", threshold: -1, missing }), values);
    expect(at("l")).toEqual([1, 1, 2, 2, 2, 2]);
    expect(at("r")).toEqual([2, 2, 2, 2, 2, 2]);
    expect(at("L")).toEqual([1, 1, 1, 1, 1, 2]);
  });

  test("32 bits: 16777217 is no float, and becomes 16777216", () => {
    const json = split({ test: "e", threshold: 16777216 });
    expect(scoresOf(json, [16777217])).toEqual([2]);
    expect(scoresOf({ ...json, precision: "float32" }, [16777217])).toEqual([1]);
  });
});

describe("sums", () => {
  const constant = (leaf: number[], more = {}) => ({
    output: 0,
    feature: [],
    test: "",
    threshold: [],
    left: [],
    right: [],
    missing: "",
    leaf,
    ...more,
  });

  test("base, then trees; sigmoid of 0.5 × 2 ln 3 is 3/4", () => {
    const json: TreeEnsembleJson = {
      ...split({}),
      base: [Math.log(3)],
      transform: { kind: "sigmoid", scale: 0.5 },
      trees: [constant([Math.log(3)])],
    };
    expect(scoresOf(json, [0])[0]).toBeCloseTo(0.75, 12);
  });

  test("an average leaves the base out of the division: (2 + 4) / 2 + 10", () => {
    const json = {
      ...split({}),
      base: [10],
      divisor: 2,
      trees: [constant([2]), constant([4])],
    };
    expect(scoresOf(json, [0])).toEqual([13]);
  });

  test("sums of 32 bits: 16777216 + 1 + 1 stays 16777216", () => {
    const trees = [constant([16777216]), constant([1]), constant([1])];
    expect(scoresOf({ ...split({}), trees }, [0])).toEqual([16777218]);
    expect(scoresOf({ ...split({}), trees, precision: "float32" }, [0])).toEqual([16777216]);
  });

  test("softmax of ln 1, ln 2, ln 5 is 1/8, 2/8, 5/8, also when sums are great", () => {
    for (const shift of [0, 5000]) {
      const leaf = [1, 2, 5].map((share) => Math.log(share) + shift);
      const json: TreeEnsembleJson = {
        ...split({}),
        base: [0, 0, 0],
        transform: { kind: "softmax" },
        classes: ["A", "B", "C"],
        trees: [constant(leaf, { width: 3 })],
      };
      const [outputs] = outputsOf(json, [0]) as Record<string, number | string>[];
      expect(outputs?.["label"]).toBe("C");
      for (const [name, share] of Object.entries({
        A: 0.125,
        B: 0.25,
        C: 0.625,
        confidence: 0.625,
      }))
        expect(outputs?.[name]).toBeCloseTo(share, 9);
    }
  });

  test("two classes of one sum: it is the share of the second", () => {
    const json = { ...split({}), classes: ["fine", "wrong"], trees: [constant([0.25])] };
    expect(outputsOf(json, [0])).toEqual([
      { score: 0.25, label: "fine", confidence: 0.75, fine: 0.75, wrong: 0.25 },
    ]);
    expect(providerOf(json).outputs).toEqual(["score", "label", "confidence", "fine", "wrong"]);
  });

  test("several outputs without names are numbered", () => {
    const json = { ...split({}), base: [7, 8], trees: [constant([1], { output: 1 })] };
    expect(outputsOf(json, [0])).toEqual([{ score_0: 7, score_1: 9 }]);
  });
});

test("categories are given by name; one that is not known is missing", () => {
  const json: TreeEnsembleJson = {
    ...split({ test: "s", threshold: 0, sets: [[1]], missing: "r" }),
    inputs: [{ name: "origin", kind: "category", categories: ["CN", "VN"] }],
  };
  const scores = outputsOf(json, ["VN"], ["CN"], ["??"], [null], [1]);
  expect(scores.map((each) => (each as { score: number }).score)).toEqual([1, 2, 2, 2, 1]);
});

test("a batch longer than the ones before needs nothing from the caller", () => {
  const json = split({ test: "e", threshold: 499 });
  const provider = providerOf(json);
  const requests = Array.from({ length: 1000 }, (_, x) => ({ inputs: [x] }));
  const answers = provider.scoreSync?.(requests) ?? [];
  expect(
    answers.filter((answer) => "outputs" in answer && answer.outputs["score"] === 1),
  ).toHaveLength(500);
});
