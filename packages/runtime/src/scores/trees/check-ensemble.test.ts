// Broken models are refused with the place of the mistake; none can hang or crash the evaluator.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createAjv } from "../../../test/from-compiler.ts";
import { ensembles, rows } from "../../../test/scores/random-trees.ts";
import { treeEnsembleFromJson } from "./ensemble.ts";
import { evaluateTrees } from "./evaluate.ts";

const schema = JSON.parse(
  readFileSync(new URL("../../../schemas/tree-ensemble.schema.json", import.meta.url), "utf8"),
);
const isOfSchema = createAjv().compile(schema);

const tree = {
  output: 0,
  feature: [0, 1],
  test: "es",
  threshold: [0.5, 0],
  left: [1, -1],
  right: [-2, -3],
  missing: "lr",
  sets: [[3, 5]],
  leaf: [1, 2, 3],
};

const sound = {
  format: "luong-trees/1",
  precision: "float64",
  inputs: [
    { name: "x", kind: "number" },
    { name: "y", kind: "category", categories: ["A", "B"] },
  ],
  base: [0],
  transform: { kind: "identity" },
  trees: [tree],
};

function placesOf(json: unknown): readonly string[] {
  return (treeEnsembleFromJson(json).problems ?? []).map(({ path }) => path);
}

test("a sound one has no problem and is of the schema", () => {
  expect(placesOf(sound)).toEqual([]);
  expect(isOfSchema(sound)).toBe(true);
});

describe("what a schema can say is said by both", () => {
  test.each([
    ["another format", { format: "luong-trees/2" }, "/format"],
    ["precision", { precision: "float16" }, "/precision"],
    ["no inputs", { inputs: [] }, "/inputs"],
    ["kind of input", { inputs: [{ name: "x", kind: "text" }, sound.inputs[1]] }, "/inputs/0/kind"],
    ["no base", { base: [] }, "/base"],
    ["base", { base: ["0"] }, "/base"],
    ["transform", { transform: { kind: "probit" } }, "/transform"],
    ["sigmoid without scale", { transform: { kind: "sigmoid" } }, "/transform"],
    ["divisor", { divisor: 0 }, "/divisor"],
    ["class with a name of an output", { classes: ["label", "B"] }, "/classes"],
    ["trees", { trees: {} }, "/trees"],
    ["no leaf", { trees: [{ ...tree, leaf: [] }] }, "/trees/0/leaf"],
    ["code", { trees: [{ ...tree, sets: [[-1]] }] }, "/trees/0/sets"],
    ["test", { trees: [{ ...tree, test: "ex" }] }, "/trees/0/test/1"],
  ])("%s", (_, change, path) => {
    expect(placesOf({ ...sound, ...change })).toContain(path);
    expect(isOfSchema({ ...sound, ...change })).toBe(false);
  });
});

describe("what only the check can say", () => {
  test.each([
    ["a node that leads to itself", { left: [0, -1] }, "/trees/0/left/0"],
    ["a node that leads back", { right: [-2, 0] }, "/trees/0/left/1"],
    ["a node that is not there", { left: [2, -1] }, "/trees/0/left/0"],
    ["a leaf that is not there", { right: [-2, -4] }, "/trees/0/left/1"],
    ["an input that is not there", { feature: [0, 2] }, "/trees/0/feature/1"],
    ["a set that is not there", { threshold: [0.5, 1] }, "/trees/0/threshold/1"],
    ["lengths", { left: [1] }, "/trees/0"],
    ["an output that is not there", { output: 1 }, "/trees/0"],
    ["zero as a missing category", { missing: "lR" }, "/trees/0/test/1"],
    ["no number", { threshold: [Number.NaN, 0] }, "/trees/0/threshold/0"],
    ["an infinite leaf", { leaf: [1, 2, Number.POSITIVE_INFINITY] }, "/trees/0/leaf"],
  ])("%s", (_, change, path) => {
    expect(placesOf({ ...sound, trees: [{ ...tree, ...change }] })).toContain(path);
  });

  test("two inputs of one name, two categories of one name", () => {
    const [x, y] = sound.inputs;
    expect(placesOf({ ...sound, inputs: [x, { ...y, name: "x" }] })).toEqual(["/inputs"]);
    const twice = { ...y, categories: ["A", "A"] };
    expect(placesOf({ ...sound, inputs: [x, twice] })).toEqual(["/inputs/1/categories"]);
  });

  test("sets that would take too much memory", () => {
    const many = Array.from({ length: 100 }, () => ({ ...tree, sets: [[16_777_215]] }));
    expect(placesOf({ ...sound, trees: many })).toEqual(["/trees"]);
  });

  test("at most twenty problems are told", () => {
    const broken = Array.from({ length: 100 }, () => ({ ...tree, output: 5 }));
    expect(placesOf({ ...sound, trees: broken })).toHaveLength(20);
  });
});

test("every problem is told in both languages", () => {
  const { problems = [] } = treeEnsembleFromJson({ ...sound, base: [], trees: 0 });
  expect(problems.length).toBeGreaterThan(0);
  for (const { what } of problems) expect(what.en === what.vi || what.vi === "").toBe(false);
});

// One random change in a sound model: refused, or evaluated to an end.
test("no change of a model can hang or crash the evaluator", () => {
  const json = fc.oneof(
    fc.constant(-1),
    fc.nat(9),
    fc.constant(""),
    fc.constant(null),
    fc.jsonValue(),
  );
  let refused = 0;
  fc.assert(
    fc.property(ensembles, fc.nat(), json, rows, (ensemble, pick, put, row) => {
      const copy = JSON.parse(JSON.stringify(ensemble)) as unknown;
      const places = placesIn(copy);
      places[pick % places.length]?.(put);
      const read = treeEnsembleFromJson(copy);
      if (read.ensemble === undefined) refused += 1;
      else {
        const inputs = Float64Array.from(
          { length: read.ensemble.inputs.length },
          (_, at) => row[at] ?? 0,
        );
        evaluateTrees(read.ensemble, inputs, 1, new Float64Array(read.ensemble.base.length));
      }
    }),
    { numRuns: 1000 },
  );
  expect(refused).toBeGreaterThan(100);
});

/** A way to put something in each place of a JSON value. */
function placesIn(json: unknown): ((put: unknown) => void)[] {
  if (typeof json !== "object" || json === null) return [];
  const holder = json as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [
    (put: unknown) => {
      holder[key] = put;
    },
    ...placesIn(holder[key]),
  ]);
}
