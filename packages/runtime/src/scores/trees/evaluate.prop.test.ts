// Flat arrays give what the JSON form means, for random ensembles and rows that meet thresholds, zero and missing values.
import fc from "fast-check";
import { expect, test } from "vitest";
import { ensembles, outputsOf, rows } from "../../../test/scores/random-trees.ts";
import { treeEnsembleFromJson } from "./ensemble.ts";
import { evaluateTrees } from "./evaluate.ts";

test("as the JSON form says", () => {
  let left = 0;
  fc.assert(
    fc.property(ensembles, fc.array(rows, { minLength: 1, maxLength: 5 }), (json, given) => {
      const { ensemble, problems } = treeEnsembleFromJson(json);
      if (ensemble === undefined) throw new Error(JSON.stringify(problems));
      const width = json.base.length;
      const outputs = new Float64Array(given.length * width);
      evaluateTrees(ensemble, Float64Array.from(given.flat()), given.length, outputs);
      for (const [row, values] of given.entries()) {
        for (const [at, expected] of outputsOf(json, values).entries()) {
          const got = outputs[row * width + at] ?? Number.NaN;
          expect(Math.abs(got - expected)).toBeLessThanOrEqual(1e-6 * Math.abs(expected) + 1e-12);
        }
      }
      if (json.trees.some((tree) => tree.feature.length > 2)) left += 1;
    }),
    { numRuns: 1000 },
  );
  // Trees with several nodes were among them.
  expect(left).toBeGreaterThan(100);
});
