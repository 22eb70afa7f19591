// Threads that die: whatever ends them, every declaration has its outcome, once, in order, as one engine gives it.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exampleOptions } from "../../../test/example-ir.ts";
import { deadlyValidator, writeBundle } from "../../../test/make-bundle.ts";
import { collected, declarationsOfDay, quotaIr } from "../../../test/pool-cases.ts";
import type { Outcome } from "../../engine.ts";
import { createPool, load } from "../index.ts";

const root = mkdtempSync(join(tmpdir(), "luong-death-"));
const plain = join(root, "plain.luong");
const deadly = join(root, "deadly.luong");

beforeAll(() =>
  Promise.all([writeBundle(plain, quotaIr), writeBundle(deadly, quotaIr, deadlyValidator)]),
);
afterAll(() => rmSync(root, { recursive: true }));

async function expectedOf(day: readonly unknown[]): Promise<Outcome[]> {
  return collected((await load(plain, exampleOptions)).decideAll(day));
}

describe.each([1, 2])("threads ended at random points, seed %i", (seed) => {
  test("lose nothing", async () => {
    const day = declarationsOfDay(3000, seed);
    const alive = new Set<Worker>();
    let started = 0;
    const onWorker = (worker: Worker): void => {
      started++;
      // The first replacement is ended before it is ready.
      if (started === 3) void worker.terminate();
      worker.once("message", () => alive.add(worker)).once("exit", () => alive.delete(worker));
    };
    const pool = await createPool(plain, { ...exampleOptions, workers: 2, batch: 16, onWorker });
    const outcomes: Outcome[] = [];
    let ended = 0;
    // The next end comes after so many outcomes: never the same place twice, now both threads at once.
    let next = 40 * seed;
    for await (const outcome of pool.decideAll(day)) {
      outcomes.push(outcome);
      if (outcomes.length < next) continue;
      next += 150 + ((next * 7919) % 400);
      for (const worker of [...alive].slice(ended % 2 === 0 ? -1 : -2)) {
        void worker.terminate();
        ended++;
      }
    }
    await pool.close();
    expect(ended).toBeGreaterThan(6);
    expect(started).toBeGreaterThan(6);
    expect(outcomes).toEqual(await expectedOf(day));
  });
});

test("a declaration that ends threads costs itself only: by exit, by an exception, by memory", async () => {
  const day = declarationsOfDay(400, 4);
  const notes = new Map([
    [17, "ends the thread"],
    [18, "throws"],
    [200, "eats memory"],
    [399, "throws"],
  ]);
  const given = day.map((each, index) =>
    notes.has(index) ? { ...Object(each), number: `D${index}`, note: notes.get(index) } : each,
  );
  const pool = await createPool(deadly, {
    ...exampleOptions,
    workers: 2,
    resourceLimits: { maxOldGenerationSizeMb: 48 },
  });
  const outcomes = await collected(pool.decideAll(given));
  await pool.close();
  const lost = outcomes.flatMap(({ rejection }) =>
    rejection?.faults[0]?.code === "LU6204"
      ? [[rejection.declaration, rejection.position, String(rejection.faults[0].args["reason"])]]
      : [],
  );
  expect(lost).toEqual([
    ["D17", 18, "exit code 9"],
    ["D18", 19, "TypeError: a mistake in the bundle"],
    ["D200", 201, expect.stringMatching(/memory/)],
    ["D399", 400, "TypeError: a mistake in the bundle"],
  ]);
  // The others: as if those had not been valid.
  const without = given.map((each, index) =>
    notes.has(index) ? { ...Object(each), note: undefined, count: 77 } : each,
  );
  const expected = await expectedOf(without);
  expect(outcomes).toHaveLength(400);
  for (const [index, outcome] of outcomes.entries())
    if (!notes.has(index)) expect(outcome).toEqual(expected[index]);
});

test("a bundle that is built anew meanwhile is not mixed with the old one", async () => {
  const folder = join(root, "replaced.luong");
  await writeBundle(folder, quotaIr);
  const workers: Worker[] = [];
  const onWorker = (worker: Worker): void => void workers.push(worker);
  const pool = await createPool(folder, { ...exampleOptions, workers: 1, onWorker });
  await writeBundle(folder, { ...quotaIr, set: { ...quotaIr.set, version: 4 } });
  await workers[0]?.terminate();
  const deciding = collected(pool.decideAll(declarationsOfDay(10, 1)));
  await expect(deciding).rejects.toThrow(/the bundle was replaced/);
  await pool.close();
});
