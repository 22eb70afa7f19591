// An engine that was changed answers as one that was made from the end state: rows, lists, criteria in any order, merged at any moment.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { RandomSource, randomQuestion } from "@luong/testkit";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createEngine, type Engine, type Outcome } from "../src/engine.ts";
import { type MergeInput, mergeSegments } from "../src/index/merge.ts";
import type { PredicateIndex } from "../src/index/predicate-index.ts";
import { optionsFrom } from "../src/index/state.ts";
import { LoadError } from "../src/load/options.ts";
import { type CompactionInput, compactRows } from "../src/rows/compaction.ts";
import { RowStore, RowStoreBuilder, storeShape } from "../src/rows/row-store.ts";
import type { EngineChange } from "../src/update/prepare.ts";
import { type ChangingSet, changingSet, Day, said } from "./changing-set.ts";

const root = mkdtempSync(join(tmpdir(), "luong-update-"));
let sets: readonly ChangingSet[];

beforeAll(async () => {
  sets = [await changingSet(1, root), await changingSet(2, root)];
}, 60_000);
afterAll(() => rmSync(root, { recursive: true }));

const seeds = fc.record({ seed: fc.nat(2 ** 31), set: fc.nat(1) });

function setOf(at: number): ChangingSet {
  const set = sets[at];
  if (set === undefined) throw new RangeError(`no set ${at}`);
  return set;
}

/** Of the set's first bundle unless said otherwise. */
function engineOf(set: ChangingSet, day: Day, variant = 0): Engine {
  const bundle = set.bundles[variant];
  if (bundle === undefined) throw new RangeError(`no bundle ${variant}`);
  return createEngine(bundle, day.options());
}

function indexOf({ index }: Engine): PredicateIndex {
  if (index === undefined) throw new Error("the bundle has no index");
  return index;
}

function decide(engine: Engine, random: RandomSource): Outcome {
  const { declaration, flow, stage, now } = randomQuestion(random);
  return engine.decide(declaration, { flow, stage, now, causes: true });
}

/** What both say of the same declarations, and how often criteria spoke. */
function compare(a: Engine, b: Engine, seed: number, count: number): { hits: number } {
  const [one, other] = [new RandomSource(seed), new RandomSource(seed)];
  const seen = { hits: 0 };
  for (let at = 0; at < count; at += 1) {
    const { decision } = decide(a, one);
    expect(said(decision)).toEqual(said(decide(b, other).decision));
    expect(decision).toBeDefined();
    seen.hits += (decision?.hits.length ?? 0) + (decision?.suppressed.length ?? 0);
  }
  return seen;
}

test("after any changes, decisions are those of an engine made from the end state", () => {
  const seen = { hits: 0, merges: 0, criteria: 0, rows: 0, lists: 0 };
  fc.assert(
    fc.property(seeds, ({ seed, set: at }) => {
      const set = setOf(at);
      const day = new Day(seed);
      const engine = engineOf(set, day);
      let begun: MergeInput | null = null;
      for (let step = 1; step <= 7; step += 1) {
        const change = day.change(set, `step ${step}`);
        seen.criteria += change.criteria === undefined ? 0 : 1;
        seen.rows += [...(change.tables?.["indicators"]?.put ?? [])].length;
        seen.lists += Object.keys(change.lists ?? {}).length;
        const update = { number: step, label: `step ${step}` };
        expect(engine.update(change)).toEqual(update);
        expect(decide(engine, new RandomSource(seed)).decision?.update).toEqual(update);
        if (begun !== null && day.random.chance(0.5)) {
          engine.installMerged(mergeSegments(begun), begun);
          begun = null;
          seen.merges += 1;
        } else if (begun === null && day.random.chance(0.5)) begun = indexOf(engine).beginMerge();
        seen.hits += compare(engine, engineOf(set, day, day.variant), seed + step, 3).hits;
      }
    }),
    { numRuns: 20 },
  );
  // Worth something only if all of it came up.
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20);
}, 120_000);

test("a change without a label has a number only", () => {
  const engine = engineOf(setOf(0), new Day(1));
  expect(decide(engine, new RandomSource(1)).decision).not.toHaveProperty("update");
  expect(engine.update({})).toEqual({ number: 1 });
  expect(decide(engine, new RandomSource(1)).decision?.update).toEqual({ number: 1 });
});

/** What can be wrong with a change, and how the engine says so. */
const mistakes = [
  [{ tables: { indicators: { remove: ["no such row"] } } }, "LU6514 /tables/indicators/remove/0"],
  [{ tables: { indicators: { put: [{ cells: ["X"] }] } } }, "LU6508 /tables/indicators/put/0"],
  [{ tables: { nowhere: { remove: [1] } } }, "LU6507 /tables/nowhere"],
  [{ tables: { bands: { remove: [999] } } }, "LU6514 /tables/bands/remove/0"],
  [{ lists: { nowhere: ["A"] } }, "LU6507 /lists/nowhere"],
  [{ lists: { watched: [{ value: "0200", validFrom: "soon" }] } }, "LU6510 /lists/watched/0"],
] as const;

test("a change with mistakes names all of them and changes nothing", () => {
  fc.assert(
    fc.property(seeds, fc.subarray([...mistakes], { minLength: 1 }), ({ seed, set: at }, wrong) => {
      const set = setOf(at);
      const day = new Day(seed);
      const engine = engineOf(set, day);
      engine.update(day.change(set, "sound"));
      const before = indexOf(engine).version;
      const twin = engineOf(set, day, day.variant);
      const sound = new Day(seed + 1).change(set);
      const parts = wrong.map(([change]) => change);
      const change: EngineChange = {
        // The sound part must not come in either.
        ...(sound.criteria === undefined ? {} : { criteria: sound.criteria }),
        label: "never seen",
        tables: Object.assign({}, ...parts.map((each) => ("tables" in each ? each.tables : {}))),
        lists: Object.assign(
          { watched_words: ["never seen"] },
          ...parts.map((each) => ("lists" in each ? each.lists : {})),
        ),
      };
      const told = problemsOf(() => engine.update(change));
      const asked: Readonly<Record<string, unknown>> = { ...change.tables, ...change.lists };
      // Two mistakes under one name: the later took the place of the earlier.
      const expected = wrong.filter(([each]) =>
        Object.entries({ ...("tables" in each ? each.tables : each.lists) }).every(
          ([name, part]) => asked[name] === part,
        ),
      );
      for (const [, words] of expected) expect(told).toContainEqual(expect.stringContaining(words));
      expect(told.length).toBeGreaterThanOrEqual(expected.length);
      expect(indexOf(engine).version).toBe(before);
      expect(decide(engine, new RandomSource(seed)).decision?.update).toEqual({
        number: 1,
        label: "sound",
      });
      compare(engine, twin, seed, 4);
    }),
    { numRuns: 30 },
  );
});

/** Code and path of everything that is wrong. */
function problemsOf(work: () => unknown): readonly string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof LoadError)
      return error.problems.map(({ code, path }) => `${code} ${path}`);
    throw error;
  }
  throw new Error("nothing was found wrong");
}

test("criteria of another schema, or without an index, are refused", () => {
  const set = setOf(0);
  const engine = engineOf(set, new Day(3));
  const module = set.bundles[1]?.module;
  if (module?.index === undefined) throw new Error("no index was planned");
  const { ir, index } = module;
  const other = { ...ir, schema: { ...ir.schema, version: 2 } };
  expect(problemsOf(() => engine.update({ criteria: { ir: other, index } }))).toEqual([
    "LU6515 /criteria",
  ]);
  expect(problemsOf(() => engine.update({ criteria: { ir } }))).toEqual(["LU6515 /criteria"]);
  expect(decide(engine, new RandomSource(1)).decision).not.toHaveProperty("update");
});

describe("a merge", () => {
  test("gives back what removed rows took", () => {
    const set = setOf(0);
    const day = new Day(8);
    const engine = engineOf(set, day);
    const index = indexOf(engine);
    index.merge();
    const before = index.bytes.segments;
    const rows = day.rows(3000);
    engine.update({ tables: { indicators: { put: rows } } });
    const full = index.bytes.segments;
    engine.update({
      tables: { indicators: { remove: rows.map(({ cells }) => String(cells[0])) } },
    });
    expect(index.wantsMerge).toBe(true);
    const begun = index.beginMerge();
    engine.installMerged(mergeSegments(begun), begun);
    expect(index.wantsMerge).toBe(false);
    const after = index.bytes.segments;
    const fresh = indexOf(engineOf(set, day)).bytes.segments;
    expect(full).toBeGreaterThan(10 * before);
    // Keys stay in the dictionary, and a place for each in the segment.
    const places = 4 * (begun.keyCount + 1);
    expect(after).toBeLessThan(fresh * 1.1 + places);
    compare(engine, engineOf(set, day), 8, 10);
  });

  test("that was begun before another is not installed", () => {
    const index = indexOf(engineOf(setOf(0), new Day(2)));
    const first = index.beginMerge();
    const second = index.beginMerge();
    const merged = mergeSegments(first);
    expect(() => index.installMerged(merged, first)).toThrow(/another merge/);
    index.installMerged(mergeSegments(second), second);
    expect(() => index.installMerged(merged, second)).toThrow(/another merge/);
  });

  test("counts removals since it began for the next one", () => {
    const day = new Day(4);
    const engine = engineOf(setOf(0), day);
    const index = indexOf(engine);
    const rows = day.rows(900);
    engine.update({ tables: { indicators: { put: rows } } });
    const begun = index.beginMerge();
    engine.update({
      tables: { indicators: { remove: rows.map(({ cells }) => String(cells[0])) } },
    });
    engine.installMerged(mergeSegments(begun), begun);
    const left = index.version.removedCount;
    expect(left).toBeGreaterThan(900);
    index.merge();
    expect(index.version.removedCount).toBe(0);
    compare(engine, engineOf(setOf(0), day), 4, 10);
  });
});

describe("a compaction of rows", () => {
  /** Rows that make the table loose, and go. */
  function churn(engine: Engine, day: Day): void {
    const rows = day.rows(1200);
    engine.update({ tables: { indicators: { put: rows } } });
    const remove = rows.map(({ cells }) => String(cells[0]));
    engine.update({ tables: { indicators: { remove } } });
  }

  function begin(engine: Engine): CompactionInput {
    const begun = engine.beginCompaction();
    if (begun === undefined) throw new Error("the rows are not loose");
    return begun;
  }

  function install(engine: Engine, begun: CompactionInput): void {
    engine.installRows(compactRows(begun), begun);
  }

  test("changes no decision and no reason, begun and ended amid changes", () => {
    const seen = { hits: 0, puts: 0, removals: 0 };
    fc.assert(
      fc.property(seeds, ({ seed, set: at }) => {
        const set = setOf(at);
        const day = new Day(seed);
        const engine = engineOf(set, day);
        churn(engine, day);
        engine.update(day.change(set));
        const begun = begin(engine);
        const state = engine.share();
        const shared = state?.tables["indicators"];
        const held = shared && [...RowStore.fromParts(shared)];
        for (let step = 0; step < 3; step += 1) {
          const change = day.change(set);
          seen.puts += [...(change.tables?.["indicators"]?.put ?? [])].length;
          seen.removals += [...(change.tables?.["indicators"]?.remove ?? [])].length;
          engine.update(change);
        }
        if (day.random.chance(0.5)) indexOf(engine).merge();
        const ask = (): readonly unknown[] => {
          const random = new RandomSource(seed);
          return Array.from({ length: 6 }, () => {
            const { declaration, ...where } = randomQuestion(random);
            return engine.decide(declaration, { ...where, explain: true }).decision;
          });
        };
        const before = ask();
        install(engine, begun);
        // Rows have their numbers still, so what was remembered of them is true.
        expect(ask()).toEqual(before);
        seen.hits += compare(engine, engineOf(set, day, day.variant), seed, 6).hits;
        engine.update(day.change(set));
        seen.hits += compare(engine, engineOf(set, day, day.variant), seed + 1, 6).hits;
        expect(shared && [...RowStore.fromParts(shared)]).toEqual(held);
      }),
      { numRuns: 12 },
    );
    // Worth something only if all of it came up.
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20);
  }, 60_000);

  test("that was begun before another is not installed, nor one twice", () => {
    const day = new Day(6);
    const engine = engineOf(setOf(0), day);
    expect(engine.wantsCompaction).toBe(false);
    expect(engine.beginCompaction()).toBeUndefined();
    churn(engine, day);
    expect(engine.wantsCompaction).toBe(true);
    const first = begin(engine);
    const second = begin(engine);
    expect(() => install(engine, first)).toThrow(/another compaction/);
    install(engine, second);
    expect(engine.wantsCompaction).toBe(false);
    expect(() => install(engine, second)).toThrow(/another compaction/);
    compare(engine, engineOf(setOf(0), day), 6, 10);
  });

  test("leaves nobody holding on to the arrays of before", async () => {
    const day = new Day(7);
    const set = setOf(0);
    const bundle = set.bundles[0];
    if (bundle === undefined) throw new RangeError("no bundle");
    const table = bundle.module.ir.tables.find(({ name }) => name === "indicators");
    if (table === undefined) throw new RangeError("no indicators");
    // Given ready-made, as a bundle of a million rows is: what is asked of the engine is asked of the options it came with, too.
    const made = (): { readonly engine: Engine; readonly arrays: WeakRef<object> } => {
      const { tables, ...rest } = day.options();
      const builder = new RowStoreBuilder(storeShape(table));
      for (const { cells } of tables?.["indicators"] ?? []) builder.append(cells);
      for (const { cells } of day.rows(1200)) builder.append(cells);
      const indicators = builder.build(true);
      const arrays = indicators.parts().blocks[0]?.value;
      if (arrays === undefined) throw new Error("a store has a block");
      const engine = createEngine(bundle, { ...rest, tables: { ...tables, indicators } });
      return { engine, arrays: new WeakRef(arrays) };
    };
    const { engine, arrays } = made();
    const remove = rowNames(engine).slice(0, 1200);
    engine.update({ tables: { indicators: { remove } } });
    await collected();
    expect(arrays.deref()).toBeDefined();
    install(engine, begin(engine));
    await collected();
    expect(arrays.deref()).toBeUndefined();
    expect(engine.decide(randomQuestion(new RandomSource(7)).declaration)).toBeDefined();
  });
});

function rowNames(engine: Engine): readonly string[] {
  const parts = engine.share()?.tables["indicators"];
  return parts === undefined ? [] : [...RowStore.fromParts(parts)].map(({ name }) => name);
}

/** Everything nobody holds is collected: once more in a later turn, since what was looked at in this one stays for its length. */
async function collected(): Promise<void> {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  for (let turn = 0; turn < 3; turn += 1) {
    await new Promise((resume) => setImmediate(resume));
    collect();
  }
}

test("who reads a state that was shared goes on seeing it, whatever changes", () => {
  fc.assert(
    fc.property(seeds, ({ seed, set: at }) => {
      const set = setOf(at);
      const [day, still] = [new Day(seed), new Day(seed)];
      const engine = engineOf(set, day);
      const bundle = set.bundles[0];
      const state = engine.share();
      if (state === undefined || bundle?.module.index === undefined) throw new Error("no index");
      const read = optionsFrom(state, bundle.module.ir, bundle.module.index);
      const reader = createEngine(bundle, {
        ...still.options(),
        ...read,
        tables: { ...still.options().tables, ...read.tables },
      });
      for (let step = 0; step < 4; step += 1) {
        engine.update(day.change(set));
        if (step === 2) indexOf(engine).merge();
        compare(reader, engineOf(set, still), seed + step, 3);
      }
      compare(engine, engineOf(set, day, day.variant), seed, 3);
    }),
    { numRuns: 10 },
  );
});
