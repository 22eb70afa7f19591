// Models of the three libraries, evaluated as plain data, give what their libraries gave for the same rows.

import type { TreeEnsembleJson } from "@luong/runtime";
import { describe, expect, test } from "vitest";
import { expectedOf, modelFile, numbersOf, requestsOf, rows } from "../../test/scores/fixture.ts";
import { onnxFromTrees } from "../../test/scores/write-onnx.ts";
import { ModelError } from "./model-error.ts";
import { openTrees, treesFromFile } from "./open-trees.ts";

const options = { name: "model", version: "1" };

/** Of 64 bits: the order of operations is the library's, only the last bit of an exponential may differ. Of 32 bits: one rounding more or less. */
const EXACT = 1e-14;
const SINGLE = 1e-6;

describe("as the library", () => {
  test.each([
    ["lightgbm-binary.lgb.txt", EXACT],
    ["lightgbm-zero-missing.lgb.txt", EXACT],
    ["lightgbm-no-missing.lgb.txt", EXACT],
    ["lightgbm-multiclass.lgb.txt", EXACT],
    ["lightgbm-regression.lgb.txt", EXACT],
    ["lightgbm-poisson.lgb.txt", EXACT],
    ["lightgbm-forest.lgb.txt", EXACT],
    // Dropped trees have their weights in their leaves.
    ["lightgbm-dart.lgb.txt", EXACT],
    ["xgboost-binary.xgb.json", SINGLE],
    ["xgboost-multiclass.xgb.json", SINGLE],
    ["xgboost-regression.xgb.json", SINGLE],
    ["xgboost-poisson.xgb.json", SINGLE],
    ["onnx-forest.onnx", SINGLE],
    ["onnx-forest-three.onnx", SINGLE],
    ["onnx-boosting.onnx", SINGLE],
    ["onnx-regressor.onnx", SINGLE],
    ["onnx-lightgbm.onnx", SINGLE],
    ["onnx-xgboost.onnx", SINGLE],
    ["onnx-xgboost-three.onnx", SINGLE],
  ])("%s", (file, tolerance) => {
    const provider = openTrees(modelFile(file), options);
    const isFilled = /onnx-(forest|boosting|regressor)/.test(file);
    const answers = provider.scoreSync?.(requestsOf(provider.inputs.length, isFilled)) ?? [];
    const expected = expectedOf(file);
    expect(answers).toHaveLength(rows.length);
    for (const [row, numbers] of expected.entries()) {
      const got = numbersOf(provider, answers[row]);
      expect(got).toHaveLength(numbers.length);
      for (const [at, value] of numbers.entries())
        expect(Math.abs((got[at] ?? Number.NaN) - value)).toBeLessThanOrEqual(tolerance);
    }
    // Not one answer for everything.
    expect(new Set(expected.map(String)).size).toBeGreaterThan(10);
  });

  test("the rows hold missing values, zeros and categories", () => {
    expect(rows.flat().filter((value) => value === null).length).toBeGreaterThan(50);
    expect(rows.filter((row) => row[3] === 0).length).toBeGreaterThan(10);
    expect(new Set(rows.map((row) => row[4])).size).toBeGreaterThan(30);
  });
});

test("categories have the names training gave them, in LightGBM and XGBoost", () => {
  for (const file of ["lightgbm-binary.lgb.txt", "xgboost-binary.xgb.json"]) {
    const { inputs } = openTrees(modelFile(file), options);
    expect(inputs.map(({ name }) => name)).toEqual([
      "weight",
      "price",
      "age",
      "distance",
      "origin",
      "mode",
    ]);
    expect(inputs[5]?.categories).toEqual(["sea", "air", "road", "rail", "post"]);
    expect(inputs[4]?.categories?.slice(0, 3)).toEqual(["C00", "C01", "C02"]);
  }
});

describe("ONNX from our own writer", () => {
  const json: TreeEnsembleJson = {
    format: "luong-trees/1",
    precision: "float32",
    inputs: ["f0", "f1"].map((name) => ({ name, kind: "number" })),
    base: [0.5],
    transform: { kind: "identity" },
    trees: [
      {
        output: 0,
        feature: [0, 1],
        test: "lq",
        threshold: [2, 7],
        left: [1, -1],
        right: [-3, -2],
        missing: "lr",
        leaf: [1, 2, 4],
      },
    ],
  };

  test("reads back as it was written", () => {
    expect(treesFromFile(onnxFromTrees(json))).toEqual(json);
  });

  test("a logistic regressor is refused: ONNX Runtime and the specification differ", () => {
    // Field 5 of the node: name (1), text (4), type (20).
    const attribute = Buffer.from("post_transform");
    const bytes = Buffer.from(modelFile("onnx-regressor.onnx"));
    const at = bytes.indexOf("NONE", bytes.indexOf(attribute));
    bytes.write("SOFT", at);
    expect(() => openTrees(bytes, options)).toThrow(/post_transform/);
  });
});

test("a file read and written in our form gives the same answers", () => {
  const file = modelFile("lightgbm-binary.lgb.txt");
  const kept = new TextEncoder().encode(JSON.stringify(treesFromFile(file)));
  const requests = requestsOf(6, false);
  expect(openTrees(kept, options).scoreSync?.(requests)).toEqual(
    openTrees(file, options).scoreSync?.(requests),
  );
});

test("the digest is of the bytes: the first twelve digits of SHA-256", () => {
  const bytes = new TextEncoder().encode(
    JSON.stringify(treesFromFile(modelFile("onnx-forest.onnx"))),
  );
  const { digest } = openTrees(bytes, options);
  expect(digest).toMatch(/^[0-9a-f]{12}$/);
  const longer = new Uint8Array([...bytes, 0x20]);
  expect(openTrees(longer, options).digest).not.toBe(digest);
});

describe("what is not supported is named", () => {
  const text = (file: string): string => new TextDecoder().decode(modelFile(file));
  const changed = (file: string, from: string | RegExp, to: string): Uint8Array => {
    const before = text(file);
    const after = before.replace(from, to);
    expect(after).not.toBe(before);
    return new TextEncoder().encode(after);
  };
  const lightgbm = "lightgbm-binary.lgb.txt";
  const xgboost = "xgboost-regression.xgb.json";
  test.each<[string, () => Uint8Array, RegExp]>([
    ["linear trees", () => modelFile("lightgbm-linear.lgb.txt"), /linear_tree/],
    ["the booster dart of XGBoost", () => modelFile("xgboost-dart.xgb.json"), /`dart`/],
    ["another operator of ONNX", () => modelFile("onnx-logistic.onnx"), /`LinearClassifier`/],
    ["an old LightGBM", () => changed(lightgbm, "version=v4", "version=v3"), /v3/],
    [
      "an objective of LightGBM",
      () => changed(lightgbm, "objective=binary", "objective=mine"),
      /`mine`/,
    ],
    [
      "an objective of XGBoost",
      () => changed(xgboost, "reg:squarederror", "binary:hinge"),
      /`binary:hinge`/,
    ],
    [
      "classes instead of shares",
      () => changed(xgboost, "reg:squarederror", "multi:softmax"),
      /softprob/,
    ],
    [
      "vector leaves",
      () => changed(xgboost, '"size_leaf_vector":"1"', '"size_leaf_vector":"2"'),
      /vector leaves/,
    ],
    [
      "a LightGBM file that is cut off",
      () => new TextEncoder().encode(text(lightgbm).slice(0, 4000)),
      /cut off/,
    ],
    [
      "a node that is gone",
      () => changed(lightgbm, /left_child=\S+ /, "left_child=77 "),
      /missing|77/,
    ],
    ["a loop", () => changed(lightgbm, /left_child=\S+ /, "left_child=0 "), /twice/],
    ["broken JSON", () => new TextEncoder().encode(text(xgboost).slice(0, 500)), /JSON/],
    ["no model", () => new TextEncoder().encode("{}"), /missing/],
    [
      "an ONNX file that is cut off",
      () => modelFile("onnx-forest.onnx").subarray(0, 5000),
      /cut off|ONNX/,
    ],
    [
      "bytes of no meaning",
      () => Uint8Array.from({ length: 500 }, (_, at) => (at * 37) % 256),
      /ONNX/,
    ],
    ["nothing", () => new Uint8Array(), /ONNX/],
  ])("%s", (_, bytes, words) => {
    let error: unknown;
    try {
      openTrees(bytes(), options);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(ModelError);
    const { text: said } = error as ModelError;
    expect(said.en).toMatch(words);
    expect(said.vi).not.toBe(said.en);
  });

  test("no prefix of an ONNX file hangs or gives another error", () => {
    const file = modelFile("onnx-xgboost-three.onnx");
    for (let length = 0; length < file.length; length += 13) {
      expect(() => openTrees(file.subarray(0, length), { ...options, format: "onnx" })).toThrow(
        ModelError,
      );
    }
  });
});
