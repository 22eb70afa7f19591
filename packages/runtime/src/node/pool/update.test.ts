// A pool that is changed while it decides: each decision is of one state and names it, the new state is there when `update` has resolved,
// and threads that die come back with it.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { RandomSource, randomQuestion } from "@luong/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ChangingSet, changingSet, Day } from "../../../test/changing-set.ts";
import { exampleIr, exampleOptions } from "../../../test/example-ir.ts";
import { writeBundle } from "../../../test/make-bundle.ts";
import { collected, declarationsOfDay } from "../../../test/pool-cases.ts";
import type { Engine, Outcome } from "../../engine.ts";
import { FlatSetBuilder } from "../../lists/flat-set.ts";
import { LoadError } from "../../load/options.ts";
import { createPool, load, type Pool } from "../index.ts";

const root = mkdtempSync(join(tmpdir(), "luong-pool-update-"));
const plain = join(root, "plain.luong");
let set: ChangingSet;

beforeAll(async () => {
  await writeBundle(plain, exampleIr);
  set = await changingSet(6, root);
}, 60_000);
afterAll(() => rmSync(root, { recursive: true }));

const ask = { flow: "import", stage: "clearance", now: Date.UTC(2026, 1, 1), duplicateWindow: 0 };

function declarations(count: number, seed: number): unknown[] {
  const random = new RandomSource(seed);
  return Array.from({ length: count }, () => randomQuestion(random).declaration);
}

function numbersOf(outcomes: readonly Outcome[]): ReadonlySet<number> {
  return new Set(outcomes.flatMap(({ decision }) => decision?.update?.number ?? 0));
}

async function same(pool: Pool, engine: Engine, given: readonly unknown[]): Promise<void> {
  const outcomes = await collected(pool.decideAll(given, ask));
  const expected = await collected(engine.decideAll(given, ask));
  expect(outcomes).toEqual(expected);
  expect(expected.some(({ decision }) => decision !== undefined)).toBe(true);
}

describe("a bundle with an index", () => {
  test("rows, lists and criteria change as in one engine, whoever's engine it is", async () => {
    const day = new Day(1);
    const folder = set.folders[0] ?? "";
    const options = day.options();
    const [twin, own] = [await load(folder, options), await load(folder, options)];
    const pools = [
      await createPool(folder, { ...options, workers: 2 }),
      await createPool(folder, { ...options, workers: 2, engine: own }),
    ];
    for (let step = 1; step <= 5; step += 1) {
      const change = day.change(set, `step ${step}`);
      const update = twin.update(change);
      for (const pool of pools) {
        expect(await pool.update(change)).toEqual(update);
        await same(pool, twin, declarations(40, step));
      }
      if (step === 3) own.index?.merge();
    }
    expect(own.index?.version.criteria.length).toBe(twin.index?.version.criteria.length);
    await Promise.all(pools.map((pool) => pool.close()));
  });

  test("a stream under way sees each state whole, one after another", async () => {
    const day = new Day(2);
    const folder = set.folders[0] ?? "";
    const engines = [await load(folder, day.options())];
    const pool = await createPool(folder, { ...day.options(), workers: 2, batch: 8 });
    const given = declarations(1500, 9);
    const outcomes: Outcome[] = [];
    const changes: Promise<unknown>[] = [];
    for await (const outcome of pool.decideAll(given, ask)) {
      outcomes.push(outcome);
      if (outcomes.length % 300 !== 0) continue;
      const change = day.change(set, `after ${outcomes.length}`);
      // Not waited for: it comes amidst what is under way.
      changes.push(pool.update(change));
      const next = await load(folder, new Day(2).options());
      replay(next, changes.length);
      engines.push(next);
    }
    await Promise.all(changes);
    await pool.close();
    expect(numbersOf(outcomes).size).toBeGreaterThan(2);
    let last = 0;
    for (const [at, { decision }] of outcomes.entries()) {
      const number = decision?.update?.number ?? 0;
      expect(number).toBeGreaterThanOrEqual(last - 1);
      last = Math.max(last, number);
      const engine = engines[number];
      const [expected] = engine === undefined ? [] : engine.decideBatch([given[at]], ask);
      expect(decision).toEqual(expected?.decision);
    }
  }, 120_000);

  /** The first changes of the same day, made again. */
  function replay(engine: Engine, count: number): void {
    const day = new Day(2);
    for (let at = 1; at <= count; at += 1) engine.update(day.change(set, `after ${300 * at}`));
  }

  test("threads that die, before, while and after, come back with the state of the moment", async () => {
    const day = new Day(3);
    const folder = set.folders[0] ?? "";
    const twin = await load(folder, day.options());
    const alive = new Set<Worker>();
    const onWorker = (worker: Worker): void => {
      alive.add(worker);
      worker.once("exit", () => alive.delete(worker));
    };
    const pool = await createPool(folder, { ...day.options(), workers: 2, onWorker });
    for (let step = 1; step <= 3; step += 1) {
      const change = day.change(set, `step ${step}`);
      twin.update(change);
      const [first, second] = [...alive];
      if (step === 1) void first?.terminate();
      const updating = pool.update(change);
      if (step === 2) void second?.terminate();
      await updating;
      if (step === 3) for (const worker of alive) void worker.terminate();
      await same(pool, twin, declarations(60, step));
    }
    await pool.close();
  });

  test("mistakes are told, and nothing has changed; the next change is made", async () => {
    const day = new Day(4);
    const folder = set.folders[0] ?? "";
    const twin = await load(folder, day.options());
    const pool = await createPool(folder, { ...day.options(), workers: 1 });
    const wrong = { tables: { indicators: { remove: ["nobody"] } }, lists: { nowhere: [] } };
    const refused = await pool.update(wrong).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(LoadError);
    expect(refused).toMatchObject({ problems: [{ code: "LU6514" }, { code: "LU6507" }] });
    await same(pool, twin, declarations(20, 1));
    const change = day.change(set, "sound");
    expect(await pool.update(change)).toEqual(twin.update(change));
    await same(pool, twin, declarations(20, 2));
    await pool.close();
  });
});

describe("a bundle without an index", () => {
  test("lists and tables change; flat sets and stores are handed over as they lie", async () => {
    const given = declarationsOfDay(300, 5);
    const suspects = new FlatSetBuilder(true);
    suspects.add("0101");
    // As `validFrom` of the example: midnight in Viet Nam.
    suspects.add("0202", Date.parse("2026-03-01T00:00:00+07:00"));
    const flat = { ...exampleOptions, lists: { suspects: suspects.build(true) } };
    const twin = await load(plain, exampleOptions);
    const pool = await createPool(plain, { ...flat, workers: 2 });
    expect(await collected(pool.decideAll(given))).toEqual(await collected(twin.decideAll(given)));
    const change = { label: "swapped", lists: { suspects: ["nobody"] } };
    const before = await collected(twin.decideAll(given));
    expect(await pool.update(change)).toEqual(twin.update(change));
    const after = await collected(pool.decideAll(given));
    expect(after).toEqual(await collected(twin.decideAll(given)));
    // The list must matter, or nothing was shown.
    const hits = (outcomes: readonly Outcome[]): unknown =>
      outcomes.map(({ decision }) => decision?.hits.map(({ criterion }) => criterion));
    expect(hits(after)).not.toEqual(hits(before));
    await pool.close();
  });

  test("after the pool is closed there is no change", async () => {
    const pool = await createPool(plain, { ...exampleOptions, workers: 1 });
    await pool.close();
    await expect(pool.update({ label: "late" })).rejects.toThrow(/closed/);
  });
});
