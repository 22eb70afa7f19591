// A real thread merges and compacts while the engine is changed and decides: decisions stay those of an engine made anew, whatever happens to the thread.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Worker } from "node:worker_threads";
import { RandomSource, randomQuestion } from "@luong/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ChangingSet, changingSet, Day, said } from "../../test/changing-set.ts";
import { exampleIr, exampleOptions } from "../../test/example-ir.ts";
import { createEngine, type Engine } from "../engine.ts";
import { interpretedBundle } from "../evaluate/interpreted.ts";
import type { PredicateIndex } from "../index/predicate-index.ts";
import { RowStore } from "../rows/row-store.ts";
import { keepMerged } from "./keep-merged.ts";

const root = mkdtempSync(join(tmpdir(), "luong-merge-"));
let set: ChangingSet;

beforeAll(async () => {
  set = await changingSet(3, root);
}, 60_000);
afterAll(() => rmSync(root, { recursive: true }));

function engineOf(day: Day): Engine {
  const bundle = set.bundles[day.variant];
  if (bundle === undefined) throw new RangeError(`no bundle ${day.variant}`);
  return createEngine(bundle, day.options());
}

function indexOf({ index }: Engine): PredicateIndex {
  if (index === undefined) throw new Error("the bundle has no index");
  return index;
}

function expectEqual(a: Engine, b: Engine, seed: number): void {
  const random = new RandomSource(seed);
  for (let count = 0; count < 8; count += 1) {
    const { declaration, ...ask } = randomQuestion(random);
    const { decision } = a.decide(declaration, ask);
    expect(decision).toBeDefined();
    expect(said(decision)).toEqual(said(b.decide(declaration, ask).decision));
  }
}

/** Rows that come and go at once: the index wants a merge. */
function churn(engine: Engine, day: Day): void {
  const rows = day.rows(600);
  engine.update({ tables: { indicators: { put: rows } } });
  engine.update({ tables: { indicators: { remove: rows.map(({ cells }) => String(cells[0])) } } });
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries += 1) {
    if (tries > 1000) throw new Error("it never came about");
    await wait(10);
  }
}

test("merges while changes come and declarations are decided", async () => {
  const day = new Day(1);
  const engine = engineOf(day);
  const errors: unknown[] = [];
  let [merged, compacted] = [0, 0];
  const keeper = keepMerged(engine, {
    everyMs: 1,
    onError: (error) => errors.push(error),
    onMerged: () => {
      merged += 1;
    },
    onCompacted: () => {
      compacted += 1;
    },
  });
  for (let step = 0; merged < 3 || compacted < 3; step += 1) {
    churn(engine, day);
    engine.update(day.change(set));
    // Lets the thread's word in, now early, now late.
    await wait(step % 3);
    expectEqual(engine, engineOf(day), step);
  }
  await keeper.stop();
  expect(errors).toEqual([]);
  expectEqual(engine, engineOf(day), 99);
});

test("does not copy: what is installed lies on memory of the thread", async () => {
  const day = new Day(2);
  const engine = engineOf(day);
  churn(engine, day);
  const keeper = keepMerged(engine, { everyMs: 1 });
  await until(() => !indexOf(engine).wantsMerge);
  await keeper.stop();
  const [segment] = indexOf(engine).version.segments;
  expect(segment?.clusters.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(segment?.code.buffer).toBeInstanceOf(SharedArrayBuffer);
  expectEqual(engine, engineOf(day), 2);
});

test("a thread that dies is reported and replaced; nothing is lost", async () => {
  const day = new Day(3);
  const engine = engineOf(day);
  churn(engine, day);
  const errors: unknown[] = [];
  const workers: Worker[] = [];
  const keeper = keepMerged(engine, {
    everyMs: 1,
    onError: (error) => errors.push(error),
    onWorker: (worker) => {
      workers.push(worker);
      // The first two end before they have done anything.
      if (workers.length < 3) void worker.terminate();
    },
  });
  await until(() => errors.length > 0);
  engine.update(day.change(set));
  expectEqual(engine, engineOf(day), 3);
  await until(() => !indexOf(engine).wantsMerge);
  await keeper.stop();
  // One that has compacted rows is let go when there is nothing more to do.
  expect(workers.length).toBeGreaterThan(2);
  expect(errors).toHaveLength(2);
  for (const error of errors) expect(String(error)).toMatch(/the merging thread ended: exit code/);
  expectEqual(engine, engineOf(day), 4);
});

test("rows that are gone give back their memory, and those there are keep name and reason", async () => {
  const day = new Day(5);
  const engine = engineOf(day);
  const store = (): RowStore => {
    const parts = engine.share()?.tables["indicators"];
    if (parts === undefined) throw new Error("the index holds no indicators");
    return RowStore.fromParts(parts);
  };
  const before = store();
  const rows = day.rows(4000);
  engine.update({ tables: { indicators: { put: rows } } });
  engine.update({ tables: { indicators: { remove: rows.map(({ cells }) => String(cells[0])) } } });
  const full = store();
  const compacted: string[] = [];
  const workers: Worker[] = [];
  const keeper = keepMerged(engine, {
    everyMs: 1,
    onCompacted: (table) => compacted.push(table),
    onWorker: (worker) => workers.push(worker),
  });
  await until(() => compacted.length > 0 && !indexOf(engine).wantsMerge);
  // What the thread has read it would hold on to.
  await until(() => workers.every(({ threadId }) => threadId === -1));
  await keeper.stop();
  expect(compacted).toEqual(["indicators"]);
  expect(engine.wantsCompaction).toBe(false);
  const after = store();
  expect([after.length, [...after]]).toEqual([full.length, [...full]]);
  // A place each (where it begins, period, name, whether it is gone) and hardly more.
  const places = rows.length * 36;
  expect(after.bytes).toBeLessThan(before.bytes * 1.5 + places);
  expect(full.bytes).toBeGreaterThan(2 * after.bytes);
  for (const array of Object.values(engine.share()?.tables["indicators"]?.blocks[0]?.texts ?? {})) {
    expect(array.buffer).toBeInstanceOf(SharedArrayBuffer);
  }
  expectEqual(engine, engineOf(day), 5);
  engine.update(day.change(set));
  expectEqual(engine, engineOf(day), 6);
});

test("stopped, it merges no more, and a merge that was begun is not installed", async () => {
  const day = new Day(4);
  const engine = engineOf(day);
  churn(engine, day);
  const started: Promise<void> = new Promise((resume) => {
    const keeper = keepMerged(engine, {
      everyMs: 1,
      onWorker: () => setImmediate(() => resume(keeper.stop())),
    });
  });
  await started;
  const { version } = indexOf(engine);
  await wait(50);
  expect(indexOf(engine).version).toBe(version);
  expect(indexOf(engine).wantsMerge).toBe(true);
  expectEqual(engine, engineOf(day), 5);
});

test("an engine without an index is left alone", async () => {
  const engine = createEngine(interpretedBundle(exampleIr), exampleOptions);
  const errors: unknown[] = [];
  const keeper = keepMerged(engine, { everyMs: 1, onError: (error) => errors.push(error) });
  await wait(10);
  await keeper.stop();
  expect(errors).toEqual([]);
});
