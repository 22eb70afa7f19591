// Two hundred thousand decisions in a stream leave nothing behind.
// The heap is measured after collections only, in a process of its own that can ask for them and that forbids code from strings.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { exampleIr, exampleOptions, quotaPolicy, withPolicy } from "./example-ir.ts";
import { bundleSource, writeBundle } from "./make-bundle.ts";

const folder = mkdtempSync(join(tmpdir(), "luong-memory-"));
afterAll(() => rmSync(folder, { recursive: true }));

const DECISIONS = 200_000;

/** A matcher that answers at once stands in for emitted code: it is the engine that is measured here. */
const program = (bundle: string): string => `
  import { createEngine } from "@luong/runtime";
  import manifest from ${JSON.stringify(join(bundle, "manifest.json"))} with { type: "json" };
  const module = await import(${JSON.stringify(pathToFileURL(join(bundle, "bundle.mjs")).href)});
  const quick = { ...module, createMatcher: () => ({
    encode() {}, match(result) { result.rows = 0; result.truths.fill(0); result.truths[2] = 2; result.truths[0] = 1; },
    score: () => 3, policy: () => 0, slowCalls: () => 0,
  }) };
  const engine = createEngine({ manifest, module: quick }, ${JSON.stringify(exampleOptions)});
  function* declarations(count, from) {
    for (let n = from; n < from + count; n++) {
      const day = String(1 + (n % 28)).padStart(2, "0");
      yield { number: String(n), at: "2026-02-" + day + "T09:00", office: n % 2 ? "03CC" : "02CI", count: 2, importer: "1", items: [] };
    }
  }
  async function run(count, from) {
    let channels = 0;
    for await (const { decision } of engine.decideAll(declarations(count, from), { validated: true, duplicateWindow: 1000 })) {
      channels += decision.channel.length;
    }
    return channels;
  }
  const heap = () => { gc(); gc(); return process.memoryUsage().heapUsed; };
  await run(20000, 0);
  const before = heap();
  await run(${DECISIONS}, 20000);
  const after = heap();
  console.log(JSON.stringify({ before, after, decided: ${DECISIONS} }));
`;

test("the heap does not grow with the number of decisions, quotas and duplicates included", async () => {
  const bundle = join(folder, "example.luong");
  await writeBundle(bundle, withPolicy(exampleIr, quotaPolicy));
  const file = join(folder, "program.mjs");
  writeFileSync(file, await bundleSource(program(bundle)));
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--expose-gc",
    "--disallow-code-generation-from-strings",
    file,
  ]);
  const { before, after, decided } = JSON.parse(stdout);
  expect(decided).toBe(DECISIONS);
  // A leak of ten bytes a decision would be two megabytes.
  expect(after - before).toBeLessThan(1_000_000);
});
