// A bundle with both emitted code and an index: few rows are asked by the code, and the first change brings the index; decisions never tell which.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compile } from "@luong/compiler";
import type { BundleIr } from "@luong/spec";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { createEngine, type EngineOptions } from "../src/index.ts";
import { type ReadBundle, readBundle } from "../src/node/index.ts";
import { declarationsOf } from "./arbitrary-declaration.ts";
import { exampleIr, exampleOptions } from "./example-ir.ts";

const folder = mkdtempSync(join(tmpdir(), "luong-few-rows-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The example with the rows its criteria walk bound from outside. */
const walked = exampleIr.tables.find(({ name, rows }) =>
  exampleIr.criteria.some(({ rowsOf }) => rows !== null && rowsOf === name),
);
const name = walked?.name ?? "";
const rows = walked?.rows ?? [];
const ir: BundleIr = {
  ...exampleIr,
  tables: exampleIr.tables.map((table) => (table === walked ? { ...table, rows: null } : table)),
};
const options: EngineOptions = {
  ...exampleOptions,
  tables: { ...exampleOptions.tables, [name]: rows },
};

async function bundled(): Promise<ReadBundle> {
  const { files } = await compile(ir, { optimise: true });
  for (const [name, content] of files) writeFileSync(join(folder, name), content);
  const { bundle, problems } = { bundle: undefined, ...(await readBundle(folder)) };
  if (bundle === undefined) throw new Error(JSON.stringify(problems));
  return bundle;
}

test("few rows are asked by code, then by the index, with the same decisions", async () => {
  const both = await bundled();
  expect([both.module.index, both.module.whole]).toEqual([expect.anything(), expect.anything()]);
  const engine = createEngine(both, options);
  const indexed = createEngine(both, { ...options, indexed: true });
  expect([engine.index, engine.share()]).toEqual([undefined, undefined]);
  expect(indexed.index).toBeDefined();
  const agree = (): void =>
    fc.assert(
      fc.property(declarationsOf(ir.schema), (declaration) => {
        const ask = { explain: true };
        const wanted = JSON.stringify(indexed.decide(declaration, ask));
        expect(JSON.stringify(engine.decide(declaration, ask))).toBe(wanted);
      }),
    );
  agree();
  expect(engine.update({ label: "nothing" })).toEqual(indexed.update({ label: "nothing" }));
  expect(engine.index).toBeDefined();
  agree();
});

test("many rows are answered through the index; a damaged twin is refused", async () => {
  const both = await bundled();
  const many = Array.from({ length: 300 }, () => rows).flat();
  const tables = { ...options.tables, [name]: many };
  expect(createEngine(both, { ...options, tables }).index).toBeDefined();
  const damaged = { manifest: both.manifest, module: { ...both.module, whole: {} } };
  expect(() => createEngine(damaged, options)).toThrow(/its code without an index/);
});
