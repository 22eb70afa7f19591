// A compiled bundle decides byte for byte as the interpreter does: channel, hits, rows, scores, unknowns, steps, rejections, explanations.
// Random declarations of the example set, valid and not; with samples, with quotas, optimised and not.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compile } from "@luong/compiler";
import type { BundleIr } from "@luong/spec";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createEngine, type Engine } from "../src/engine.ts";
import { interpretedBundle } from "../src/evaluate/interpreted.ts";
import { load, readBundle } from "../src/node/index.ts";
import { declarationsOf, validDeclarationsOf } from "./arbitrary-declaration.ts";
import { exampleIr, exampleOptions, quotaPolicy, withPolicy } from "./example-ir.ts";

const root = mkdtempSync(join(tmpdir(), "luong-differential-"));
afterAll(() => rmSync(root, { recursive: true }));

async function compiled(ir: BundleIr, name: string, optimise: boolean): Promise<string> {
  const folder = mkdtempSync(join(root, name));
  const { files, diagnostics } = await compile(ir, { optimise });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  for (const [file, content] of files) writeFileSync(join(folder, file), content);
  return folder;
}

/** Every second green one is drawn, so that a few hundred declarations are enough. */
const samples = quotaPolicy.samples.map((sample) => ({ ...sample, rate: "0.5" }));
const sampled = withPolicy(exampleIr, { ...quotaPolicy, samples, quotas: [] });

describe.each([
  ["sampled", sampled, true],
  ["with a quota", withPolicy(exampleIr, { ...quotaPolicy, samples }), true],
  ["not optimised", sampled, false],
] as const)("%s", (name, ir, optimise) => {
  let fast: Engine;
  let slow: Engine;

  beforeAll(async () => {
    fast = await load(await compiled(ir, name.replaceAll(" ", "-"), optimise), exampleOptions);
    // The same criteria, with the digests the compiler gave them.
    slow = createEngine(interpretedBundle(fast.ir, fast.manifest.digest), exampleOptions);
  });

  test("one by one, in step, quotas included", () => {
    const seen = { decided: 0, rejected: 0, hits: 0, unknown: 0, sampled: 0 };
    fc.assert(
      fc.property(
        declarationsOf(ir.schema),
        fc.constantFrom("plain", "causes", "explain"),
        (declaration, detail) => {
          const ask = detail === "plain" ? {} : { [detail]: true };
          const outcome = fast.decide(declaration, ask);
          expect(JSON.stringify(outcome)).toBe(JSON.stringify(slow.decide(declaration, ask)));
          if (outcome.decision === undefined) seen.rejected++;
          else {
            seen.decided++;
            seen.hits += outcome.decision.hits.length;
            seen.unknown += outcome.decision.unknown.length;
            seen.sampled += outcome.decision.steps.filter(({ rule }) => rule === "sample").length;
          }
        },
      ),
      { numRuns: 400 },
    );
    // The comparison is worth something only if every kind of outcome came up.
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0);
    expect(seen.hits).toBeGreaterThan(100);
    expect(fast.slowCalls()).toBeLessThan(seen.decided);
    expect(fast.exportQuotas()).toEqual(slow.exportQuotas());
  });

  test("declarations that fit are never rejected by either", () => {
    fc.assert(
      fc.property(validDeclarationsOf(ir.schema), (declaration) => {
        const fits = Reflect.get(declaration, "at") !== null && Object.hasOwn(declaration, "at");
        fc.pre(fits);
        expect(fast.decide(declaration).rejection).toBeUndefined();
      }),
      { numRuns: 100 },
    );
  });
});

test("a compiled bundle damaged anywhere is refused", async () => {
  const folder = await compiled(exampleIr, "damaged", true);
  const { bundle } = await readBundle(folder).then((read) =>
    "bundle" in read ? read : { bundle: undefined },
  );
  expect(bundle).toBeDefined();
  for (const file of Object.keys(bundle?.manifest.files ?? {})) {
    writeFileSync(join(folder, file), "\n", { flag: "a" });
    const { problems } = await readBundle(folder);
    expect(problems?.map(({ code, path }) => `${code} ${path}`)).toContain(`LU6504 ${file}`);
  }
});
