// A snapshot gives back the engine it was written from, or is refused with the reason: whatever was cut off, changed or mistaken for it.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Fault } from "@luong/spec";
import { RandomSource, randomQuestion } from "@luong/testkit";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ChangingSet, changingSet, Day } from "../../test/changing-set.ts";
import { createEngine, type Engine } from "../engine.ts";
import type { EngineState } from "../index/state.ts";
import { LoadError } from "../load/options.ts";
import { faultText } from "../messages/catalogue.ts";
import { type LoadOptions, load } from "./load.ts";
import { readSnapshot, readSnapshotHead, SNAPSHOT_FILE, writeSnapshot } from "./snapshot-file.ts";

const root = mkdtempSync(join(tmpdir(), "luong-snapshot-"));
const file = join(root, SNAPSHOT_FILE);
const damaged = join(root, "damaged.snapshot");
let set: ChangingSet;
/** Of the file as `writeSnapshot` wrote it. */
let sound: Buffer;

beforeAll(async () => {
  set = await changingSet(4, root);
  writeSnapshot(file, stateOf(engineOf(new Day(1))));
  sound = readFileSync(file);
}, 60_000);
afterAll(() => rmSync(root, { recursive: true }));

function engineOf(day: Day): Engine {
  const bundle = set.bundles[0];
  if (bundle === undefined) throw new RangeError("no bundle");
  return createEngine(bundle, day.options());
}

function stateOf(engine: Engine): EngineState {
  const state = engine.share();
  if (state === undefined) throw new Error("the bundle has no index");
  return state;
}

/** All but the rows that a snapshot brings. */
function rest(day: Day): LoadOptions {
  const { tables = {}, ...options } = day.options();
  const { indicators: _, ...others } = tables;
  return { ...options, tables: others };
}

function expectEqual(a: Engine, b: Engine, seed: number): void {
  const random = new RandomSource(seed);
  for (let count = 0; count < 6; count += 1) {
    const { declaration, ...ask } = randomQuestion(random);
    const outcome = a.decide(declaration, { ...ask, explain: true });
    expect(outcome.decision).toBeDefined();
    expect(outcome).toEqual(b.decide(declaration, { ...ask, explain: true }));
  }
}

/** Why a file with these bytes is refused; its text must exist in both languages. */
function refusal(bytes: Uint8Array): Fault {
  writeFileSync(damaged, bytes);
  const { problem } = readSnapshot(damaged, "damaged.snapshot");
  if (problem === undefined) throw new Error("it was read");
  for (const language of ["en", "vi"] as const) {
    expect(faultText(problem, language)).toContain("damaged.snapshot");
  }
  return problem;
}

describe("a round trip", () => {
  test("gives an engine that decides and explains as the one it was written from", async () => {
    const day = new Day(1);
    const path = set.folders[0] ?? "";
    const read = await load(path, { ...rest(day), snapshot: file });
    expectEqual(read, engineOf(day), 1);
    expect(read.index?.bytes).toEqual(engineOf(day).index?.bytes);
  });

  test("after rows, lists and criteria were changed, merged or not, and goes on from there", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(2 ** 31), async (seed) => {
        const day = new Day(seed);
        const engine = engineOf(day);
        for (let step = 0; step < 4; step += 1) {
          engine.update(day.change(set, `step ${step}`));
          if (day.random.chance(0.3)) engine.index?.merge();
        }
        const path = join(root, "changed.snapshot");
        writeSnapshot(path, stateOf(engine));
        const read = await load(set.folders[0] ?? "", { ...rest(day), snapshot: path });
        // Numbers of rows that are looked up begin anew where rows are given anew, so reasons may name others.
        const random = new RandomSource(seed);
        for (let count = 0; count < 6; count += 1) {
          const { declaration, ...ask } = randomQuestion(random);
          const { decision } = read.decide(declaration, ask);
          expect(decision?.update).toEqual({ number: 4, label: "step 3" });
          expect(decision).toEqual(engine.decide(declaration, ask).decision);
        }
        const { indicators } = day.change(null).tables ?? {};
        const next = { label: "next", tables: indicators === undefined ? {} : { indicators } };
        expect(read.update(next)).toEqual({ number: 5, label: "next" });
        engine.update(next);
        expect(read.decide(declarationOf(seed)).decision).toEqual(
          engine.decide(declarationOf(seed)).decision,
        );
      }),
      { numRuns: 12 },
    );
  });

  test("is the same bytes each time, and leaves nothing beside the file", () => {
    const before = readdirSync(root).length;
    const again = join(root, SNAPSHOT_FILE);
    const size = writeSnapshot(again, stateOf(engineOf(new Day(1))));
    expect(readFileSync(again).equals(sound)).toBe(true);
    expect(size).toBe(sound.length);
    expect(readdirSync(root)).toHaveLength(before);
  });
});

function declarationOf(seed: number): unknown {
  return randomQuestion(new RandomSource(seed)).declaration;
}

describe("what is refused", () => {
  test("a file cut off anywhere", () => {
    fc.assert(
      fc.property(fc.nat(sound.length - 1), (length) => {
        expect(refusal(sound.subarray(0, length)).code).toMatch(/^LU650[14]$/);
      }),
      { numRuns: 150, examples: [[0], [1], [7], [8], [47], [48], [sound.length - 1]] },
    );
  });

  test("a file with one bit changed anywhere, its head included", () => {
    const bytes = Uint8Array.from(sound);
    const check = (at: number, bit: number): void => {
      bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
      expect(refusal(bytes).code).toMatch(/^LU650[14]$/);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
    };
    for (let at = 0; at < 64; at += 1) check(at, at % 8);
    fc.assert(fc.property(fc.nat(sound.length - 1), fc.nat(7), check), { numRuns: 100 });
    expect(Buffer.from(bytes).equals(sound)).toBe(true);
  });

  test("bytes after the end", () => {
    expect(refusal(Buffer.concat([sound, Buffer.alloc(64)])).code).toBe("LU6504");
  });

  test("another format, by its number", () => {
    const bytes = Uint8Array.from(sound);
    bytes[7] = 99;
    const problem = refusal(bytes);
    expect(problem.code).toBe("LU6501");
    expect(problem.args).toMatchObject({ reason: expect.stringContaining("format 99") });
  });

  test.each([
    ["a text", Buffer.from("criterion x: when true\n".repeat(10))],
    ["a manifest", Buffer.from(JSON.stringify({ format: "luong bundle", filler: "x".repeat(90) }))],
    ["zeros", Buffer.alloc(4096)],
  ])("%s", (_, bytes) => {
    const problem = refusal(bytes);
    expect(problem.code).toBe("LU6501");
    expect(problem.args).toMatchObject({ reason: expect.stringContaining("not a snapshot") });
  });

  test.each(["a file that is not there", "a folder"])("%s", (what) => {
    const path = what === "a folder" ? root : join(root, "nowhere");
    expect(readSnapshot(path).problem?.code).toBe("LU6501");
  });
});

describe("the head alone", () => {
  const sources = { indicators: ["ab".repeat(32), "cd".repeat(32)] };

  test("says which bundle, tables and files; the rest of the file is not looked at", () => {
    const bundle = set.bundles[0]?.manifest.digest;
    const tables = ["indicators"];
    expect(readSnapshotHead(file)).toEqual({ head: { bundle, tables, sources: null } });
    const path = join(root, "sources.snapshot");
    writeSnapshot(path, { ...stateOf(engineOf(new Day(1))), sources });
    expect(readSnapshotHead(path)).toEqual({ head: { bundle, tables, sources } });
    const read = readSnapshot(path);
    expect(read.problem === undefined && read.state.sources).toEqual(sources);
    const bytes = readFileSync(path);
    bytes.fill(7, bytes.length - 100);
    writeFileSync(path, bytes);
    expect(readSnapshotHead(path)).toEqual({ head: { bundle, tables, sources } });
    expect(readSnapshot(path).problem?.code).toBe("LU6504");
  });

  test("of a changed engine names no files: its rows are no longer theirs", async () => {
    const day = new Day(1);
    const path = join(root, "sources.snapshot");
    writeSnapshot(path, { ...stateOf(engineOf(day)), sources });
    const engine = await load(set.folders[0] ?? "", { ...rest(day), snapshot: path });
    engine.update(day.change(set, "later"));
    writeSnapshot(path, stateOf(engine));
    expect(readSnapshotHead(path).head?.sources).toBeNull();
  });

  test("is refused where it has no form, and never throws", () => {
    const refused = (bytes: Uint8Array): string | undefined => {
      writeFileSync(damaged, bytes);
      return readSnapshotHead(damaged).problem?.code;
    };
    const headLength = sound.readUInt32LE(8);
    fc.assert(
      fc.property(fc.nat(48 + headLength - 1), (length) => {
        expect(refused(sound.subarray(0, length))).toBe("LU6501");
      }),
      { numRuns: 50, examples: [[0], [47], [48]] },
    );
    const texts = ["[]", "{}", '{"index":{"bundle":7},"tables":{}}', "nothing", "null"];
    const wrongSources = ["7", "[]", '{"t":"ab"}', '{"t":[1]}'].map(
      (each) => `{"index":{"bundle":"b"},"tables":{},"sources":${each}}`,
    );
    for (const text of [...texts, ...wrongSources]) {
      expect([text, refused(withHead(text))]).toEqual([text, "LU6501"]);
    }
    expect(refused(withHead('{"index":{"bundle":"b"},"tables":{}}'))).toBeUndefined();
    expect(readSnapshotHead(join(root, "nowhere")).problem?.code).toBe("LU6501");
  });

  /** A file with this text as its head, and no arrays. */
  function withHead(text: string): Uint8Array {
    const bytes = Buffer.alloc(48 + 64 * Math.ceil((text.length + 48) / 64));
    sound.copy(bytes, 0, 0, 48);
    bytes.writeUInt32LE(text.length, 8);
    bytes.write(text, 48);
    return bytes;
  }
});

describe("an engine is not made, not even half,", () => {
  async function problemsOf(folder: string, options: LoadOptions): Promise<readonly Fault[]> {
    const made = await load(folder, options).catch((error: unknown) => error);
    if (made instanceof LoadError) return made.problems;
    throw new Error(`expected a LoadError: ${String(made)}`);
  }

  test("from the snapshot of another bundle", async () => {
    const [problem, ...more] = await problemsOf(set.folders[1] ?? "", {
      ...rest(new Day(1)),
      snapshot: file,
    });
    expect(more).toEqual([]);
    expect(problem?.code).toBe("LU6516");
    expect(problem?.args).toMatchObject({
      wanted: set.bundles[1]?.manifest.digest,
      got: set.bundles[0]?.manifest.digest,
    });
  });

  test("from a damaged snapshot in the bundle's folder; without it, or with rows, it is", async () => {
    const folder = set.folders[2] ?? "";
    const own = join(folder, SNAPSHOT_FILE);
    writeFileSync(own, sound.subarray(0, 1000));
    const day = new Day(1);
    const { tables: _, ...noRows } = rest(day);
    const [problem] = await problemsOf(folder, noRows);
    expect(problem).toMatchObject({ path: SNAPSHOT_FILE });
    expect(problem?.code).toMatch(/^LU650[14]$/);
    expect(await load(folder, { ...noRows, snapshot: false })).toBeDefined();
    expect(await load(folder, day.options())).toBeDefined();
    rmSync(own);
  });
});
