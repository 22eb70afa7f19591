// The committed model is small, takes facts of the schema, and gives what LightGBM gave for rows that are nobody's.
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { greatestDifference, modelFile, openFraudModel } from "./fraud-model.ts";

test("as LightGBM, to one in a million, on 500 made-up rows", () => {
  const { rows, difference } = greatestDifference(join(import.meta.dirname, "data/check.json"));
  expect(rows).toBe(500);
  expect(difference).toBeLessThanOrEqual(1e-6);
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
