// The committed model is small, takes facts of the schema, and gives what LightGBM gave for rows that are nobody's.
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { greatestDifference, modelFile, openFraudModel } from "./fraud-model.ts";
import { checkRows, madeUpRows } from "./made-up-rows.ts";

test("as LightGBM, to one in a million, on 500 made-up rows", () => {
  const { rows, difference } = greatestDifference(join(import.meta.dirname, "data/check.json"));
  expect(rows).toBe(500);
  expect(difference).toBeLessThanOrEqual(1e-6);
});

test("as LightGBM, to one in a million, on 8,000 rows drawn from a seed", () => {
  const expected: readonly number[] = JSON.parse(
    readFileSync(join(import.meta.dirname, "data/expected.json"), "utf8"),
  );
  const rows = madeUpRows(checkRows.count, checkRows.seed);
  expect(expected).toHaveLength(8_000);
  const answers = openFraudModel().scoreSync?.(rows.map((inputs) => ({ inputs }))) ?? [];
  const differences = expected.map((value, row) => {
    const answer = answers[row];
    return answer !== undefined && "outputs" in answer
      ? Math.abs(Number(answer.outputs["score"]) - value)
      : Number.POSITIVE_INFINITY;
  });
  expect(Math.max(...differences)).toBeLessThanOrEqual(1e-6);
  // The rows reach leaves of all kinds: a constant would agree, too.
  expect(new Set(expected).size).toBeGreaterThan(7_000);
});

test("at most 400 kB, 200 trees", () => {
  expect(statSync(modelFile).size).toBeLessThanOrEqual(400_000);
  expect(JSON.parse(readFileSync(modelFile, "utf8")).trees).toHaveLength(200);
});

test("every input is a fact of the schema; none is a label, a trader or the number of the declaration", () => {
  const schema = readFileSync(join(import.meta.dirname, "../schema.crit"), "utf8");
  const facts = new Set([...schema.matchAll(/^ {2}(\w+): /gm)].map(([, name]) => name));
  const names = openFraudModel().inputs.map(({ name }) => name);
  expect(names.filter((name) => !facts.has(name))).toEqual([]);
  const forbidden = [
    "declaration_id",
    "registered_at",
    "declarant",
    "importer",
    "seller",
    "courier",
  ];
  expect(names.filter((name) => forbidden.includes(name))).toEqual([]);
});

test("the card names the digest of the file", () => {
  const card = readFileSync(join(import.meta.dirname, "MODEL_CARD.md"), "utf8");
  expect(card).toContain(openFraudModel().digest);
});
