// One bundle in several worker threads: each has its own engine, all give the same bytes as the main thread.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { load } from "../src/node/index.ts";
import { validDeclarationsOf } from "./arbitrary-declaration.ts";
import { exampleIr, exampleOptions } from "./example-ir.ts";
import { bundleSource, writeBundle } from "./make-bundle.ts";

const folder = mkdtempSync(join(tmpdir(), "luong-worker-"));
afterAll(() => rmSync(folder, { recursive: true }));

const program = `
  import { parentPort, workerData } from "node:worker_threads";
  import { createEngine } from "@luong/runtime";
  const { manifest, module, options, declarations } = workerData;
  const engine = createEngine({ manifest, module: await import(module) }, options);
  parentPort.postMessage(declarations.map((declaration) => JSON.stringify(engine.decide(declaration))));
`;

async function decideInWorker(file: string, workerData: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(file, { workerData, execArgv: [] });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

test("worker threads decide as the main thread does", async () => {
  await writeBundle(folder, exampleIr);
  const file = join(folder, "program.mjs");
  writeFileSync(file, await bundleSource(program));
  const engine = await load(folder, exampleOptions);
  const declarations = fc.sample(validDeclarationsOf(exampleIr.schema), { numRuns: 50, seed: 7 });
  const expected = declarations.map((declaration) => JSON.stringify(engine.decide(declaration)));
  const workerData = {
    manifest: engine.manifest,
    module: new URL("bundle.mjs", `file://${folder}/`).href,
    options: exampleOptions,
    declarations,
  };
  const answers = await Promise.all([1, 2].map(() => decideInWorker(file, workerData)));
  expect(answers).toEqual([expected, expected]);
});
