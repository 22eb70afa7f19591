import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PredicateModule } from "@luong/runtime/abi";
import { canonicalJson } from "@luong/spec";
import { irBuilder as b, RandomCriteria, RandomSource } from "@luong/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isExact } from "../3-index/nodes.ts";
import { type Compiled, compile, indexPlan } from "../pipeline.ts";
import { bundleDigest, compilerVersion, withDigests } from "./bundle.ts";
import { sha256Hex } from "./digest.ts";

const ir = new RandomCriteria(new RandomSource(11)).bundle(20);
let built: Compiled;
let folder = "";

beforeAll(async () => {
  built = await compile(ir, { optimise: true, backEnd: "emitted" });
  folder = mkdtempSync(join(tmpdir(), "luong-"));
  for (const name of ["bundle.mjs", "bundle.mjs.map"]) {
    writeFileSync(join(folder, name), built.files.get(name) ?? "");
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("the same bytes from the same criteria", () => {
  test("twice in one process, from another working folder too", async () => {
    const before = process.cwd();
    process.chdir(folder);
    const again = await compile(structuredClone(ir), {
      optimise: true,
      backEnd: "emitted",
    }).finally(() => process.chdir(before));
    expect([...again.files]).toEqual([...built.files]);
  });

  test("no folder of this machine in any file", () => {
    const places = [process.cwd(), folder, tmpdir()];
    for (const [name, text] of built.files) {
      expect([name, places.filter((place) => text.includes(place))]).toEqual([name, []]);
    }
  });

  test("where a criterion stands changes no digest; what it says does", async () => {
    const lowered = withDigests(ir);
    const moved = {
      ...lowered,
      criteria: lowered.criteria.map((each) => ({
        ...each,
        source: { file: "other.crit", start: 5, end: 9 },
      })),
    };
    expect(await bundleDigest(withDigests(moved))).toBe(await bundleDigest(lowered));
    const [first, ...rest] = lowered.criteria;
    if (first === undefined) throw new Error("no criterion");
    const changed = withDigests({ ...ir, criteria: [{ ...first, class: "statutory" }, ...rest] });
    expect(await bundleDigest(changed)).not.toBe(await bundleDigest(lowered));
    expect(changed.criteria[0]?.digest).not.toBe(first.digest);
    expect(changed.criteria[1]?.digest).toBe(lowered.criteria[1]?.digest);
  });

  test("optimised or not, the identity is the same", async () => {
    const plain = await compile(ir, { optimise: false, backEnd: "emitted" });
    expect(plain.manifest.digest).toBe(built.manifest.digest);
    expect(plain.manifest.plan.optimised).toBe(false);
    expect(plain.files.get("bundle.mjs")).not.toBe(built.files.get("bundle.mjs"));
  });
});

describe("the manifest", () => {
  test("lists every other file with its digest", () => {
    const { files } = built.manifest;
    expect(Object.keys(files)).toEqual([
      "bundle.mjs",
      "bundle.mjs.map",
      "declaration.d.ts",
      "declaration.md",
      "declaration.schema.json",
    ]);
    for (const [name, digest] of Object.entries(files)) {
      expect(sha256Hex(built.files.get(name) ?? "")).toBe(digest);
    }
    expect(JSON.parse(built.files.get("manifest.json") ?? "")).toEqual(built.manifest);
  });

  test("keys stand in the order of the contract", () => {
    expect(Object.keys(built.manifest)).toEqual([
      "format",
      "formatVersion",
      "abi",
      "language",
      "compiler",
      "set",
      "schema",
      "digest",
      "files",
      "criteria",
      "requires",
      "plan",
    ]);
  });

  test("names the compiler by this package's version", () => {
    const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
    expect(JSON.parse(text).version).toBe(compilerVersion);
  });
});

describe("the module", () => {
  test("holds the IR as lowered, with digests, and everything the contract names", async () => {
    const loaded: PredicateModule = await import(join(folder, "bundle.mjs"));
    expect(loaded.abi).toBe(1);
    expect(canonicalJson(loaded.ir)).toBe(canonicalJson(withDigests(ir)));
    expect(await bundleDigest(loaded.ir)).toBe(built.manifest.digest);
    expect(typeof loaded.validate).toBe("function");
    expect(typeof loaded.createMatcher).toBe("function");
    for (const path of loaded.slow) {
      const found = path
        .split("/")
        .reduce<unknown>((part, key) => Reflect.get(Object(part), key), loaded.ir);
      expect([path, Object(found).kind === undefined]).toEqual([path, false]);
    }
  });

  test("imports nothing and runs where code from strings is forbidden", () => {
    const text = built.files.get("bundle.mjs") ?? "";
    expect(text).not.toMatch(/^\s*import[\s{*"']/m);
    expect(text).not.toMatch(/\brequire\(|\beval\(|new Function\(/);
    const program = `
      import { createMatcher, ir } from ${JSON.stringify(join(folder, "bundle.mjs"))};
      const nothing = () => undefined;
      const matcher = createMatcher({ schema: ir.schema, parentOf: nothing, rate: nothing, list: nothing, table: nothing, slow: { truth: () => 1, decide: () => 1 } });
      process.stdout.write(Object.keys(matcher).sort().join(" "));`;
    const shown = execFileSync(
      process.execPath,
      ["--disallow-code-generation-from-strings", "--input-type=module", "--eval", program],
      { encoding: "utf8" },
    );
    expect(shown).toBe("encode factorCases match policy score slowCalls");
  });

  test("its map leads to named modules, with their text", () => {
    const map = JSON.parse(built.files.get("bundle.mjs.map") ?? "{}");
    expect(map.sources).toContain("luong:matcher");
    expect(map.sources.every((name: string) => /^(luong:|@luong\/spec\/)/.test(name))).toBe(true);
    expect(map.sourcesContent.join("\n")).toContain("//! RND-000");
  });

  test("says above each criterion which one it is", () => {
    const text = built.files.get("bundle.mjs") ?? "";
    expect(text.match(/\/\/! RND-\d+/g)).toHaveLength(20);
  });
});

describe("a set with an index", () => {
  let indexed: Compiled;
  let text = "";

  beforeAll(async () => {
    indexed = await compile(ir, { optimise: true, backEnd: "indexed" });
    text = indexed.files.get("bundle.mjs") ?? "";
    writeFileSync(join(folder, "indexed.mjs"), text);
  });

  test("is the same set; its manifest says how it is answered", async () => {
    expect(indexed.manifest.digest).toBe(built.manifest.digest);
    expect(indexed.manifest.plan.backEnd).toBe("indexed");
    expect(built.manifest.plan.backEnd).toBe("emitted");
    const again = await compile(structuredClone(ir), { optimise: true, backEnd: "indexed" });
    expect(again.files.get("bundle.mjs")).toBe(text);
  });

  test("holds the plan, tells its slots and single criteria, and refuses to match", async () => {
    const loaded: PredicateModule = await import(join(folder, "indexed.mjs"));
    expect(loaded.index).toEqual(indexPlan(ir));
    expect(canonicalJson(loaded.ir)).toBe(canonicalJson(withDigests(ir)));
    const nothing = (): undefined => undefined;
    const matcher = loaded.createMatcher({
      schema: ir.schema,
      parentOf: nothing,
      rate: nothing,
      list: nothing,
      table: nothing,
      slow: { truth: () => 1, decide: () => 9 },
    });
    expect(Object.keys(matcher).sort()).toEqual(
      ["encode", "factorCases", "match", "policy", "score", "slots", "slowCalls", "verdict"].sort(),
    );
    expect(() => matcher.match({} as never)).toThrow("through its index");
    const exact = loaded.index?.criteria.findIndex((each) =>
      isExact(each, loaded.index?.slots ?? []),
    );
    expect(matcher.verdict?.(exact ?? -1, -1)).toBe(9);
    expect(matcher.slowCalls()).toBe(1);
  });

  test("has code for those criteria only whose plan leaves something open", () => {
    const { criteria, slots } = indexPlan(ir);
    const open = criteria.filter((each) => !isExact(each, slots));
    expect(open.length).toBeGreaterThan(0);
    expect(open.length).toBeLessThan(criteria.length);
    expect(text.match(/\/\/! RND-\d+/g)).toHaveLength(open.length);
  });

  test("nothing the criteria hold is mistaken for the place of data", async () => {
    const trap = 'JSON.parse("luong:data/ir")';
    const when = b.test(
      "eq",
      new b.FactReader(ir.schema).fact("label"),
      b.literal({ kind: "text" }, trap),
    );
    const set = b.bundleIr(ir.schema, { criteria: [b.criterion("T-1", { when })] });
    for (const backEnd of ["emitted", "indexed"] as const) {
      const { files } = await compile(set, { optimise: true, backEnd });
      writeFileSync(join(folder, `${backEnd}-trap.mjs`), files.get("bundle.mjs") ?? "");
      const loaded: PredicateModule = await import(join(folder, `${backEnd}-trap.mjs`));
      expect(loaded.ir.criteria[0]?.when).toEqual(when);
    }
  });
});
