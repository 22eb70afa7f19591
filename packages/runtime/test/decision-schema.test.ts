// Decisions and rejections, plain and explained, are what their JSON Schemas say; what the schemas forbid is refused.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createEngine } from "../src/engine.ts";
import { interpretedBundle } from "../src/evaluate/interpreted.ts";
import { declarationsOf } from "./arbitrary-declaration.ts";
import { exampleIr, exampleOptions, quotaPolicy, withPolicy } from "./example-ir.ts";
import { createAjv } from "./from-compiler.ts";

const ajv = createAjv();
type Validate = ReturnType<typeof ajv.compile>;

function schemaNamed(name: string): Validate {
  return ajv.compile(
    JSON.parse(readFileSync(new URL(`../schemas/${name}.schema.json`, import.meta.url), "utf8")),
  );
}

const isDecision = schemaNamed("decision");
const isRejection = schemaNamed("rejection");

function errorsOf(validate: Validate, value: unknown): string {
  // As it is written to a file and read back.
  validate(JSON.parse(JSON.stringify(value)));
  return ajv.errorsText(validate.errors);
}

const declarations = declarationsOf(exampleIr.schema);

test.each([
  ["sampled", exampleIr],
  ["with a quota", withPolicy(exampleIr, quotaPolicy)],
])("every decision %s fits", (_, ir) => {
  const engine = createEngine(interpretedBundle(ir, "0".repeat(64)), exampleOptions);
  let decided = 0;
  let rejected = 0;
  fc.assert(
    fc.property(declarations, fc.boolean(), (declaration, explain) => {
      const { decision, rejection } = engine.decide(declaration, { explain });
      if (decision === undefined) rejected++;
      else decided++;
      if (decision !== undefined) expect(errorsOf(isDecision, decision)).toBe("No errors");
      else expect(errorsOf(isRejection, rejection)).toBe("No errors");
    }),
    { numRuns: 300 },
  );
  expect(decided).toBeGreaterThan(100);
  expect(rejected).toBeGreaterThan(10);
});

test("a decision with one key more, or one less, does not fit", () => {
  const engine = createEngine(interpretedBundle(exampleIr), exampleOptions);
  const { decision } = engine.decide({ number: "1", at: "2026-02-01T09:00" });
  expect(errorsOf(isDecision, { ...decision, note: "" })).not.toBe("No errors");
  const { steps: _, ...without } = decision ?? { steps: [] };
  expect(errorsOf(isDecision, without)).not.toBe("No errors");
});
