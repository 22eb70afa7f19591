// A pool gives what one engine gives, byte for byte; pulls no more than it must; stops when told to.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exampleIr, exampleOptions } from "../../../test/example-ir.ts";
import { writeBundle } from "../../../test/make-bundle.ts";
import {
  collected,
  declarationsOfDay,
  linesOfDay,
  piecesOf,
  quotaIr,
} from "../../../test/pool-cases.ts";
import type { Engine, Outcome } from "../../engine.ts";
import { readLines } from "../../facts/read-lines.ts";
import { createPool, load, type Pool, withReasons } from "../index.ts";

const root = mkdtempSync(join(tmpdir(), "luong-pool-"));
const plain = join(root, "plain.luong");
const quotas = join(root, "quotas.luong");
const options = { ...exampleOptions, workers: 2 };
let pool: Pool;
let quotaPool: Pool;

/** A fresh engine of the bundle with quotas: they count from nothing. */
async function quotaEngine(): Promise<Engine> {
  return load(quotas, exampleOptions);
}

beforeAll(async () => {
  await Promise.all([writeBundle(plain, exampleIr), writeBundle(quotas, quotaIr)]);
  [pool, quotaPool] = await Promise.all([createPool(plain, options), createPool(quotas, options)]);
});
afterAll(async () => {
  await Promise.all([pool.close(), quotaPool.close()]);
  rmSync(root, { recursive: true });
});

function textsOf(outcomes: readonly Outcome[]): string[] {
  return outcomes.map((outcome) => JSON.stringify(outcome));
}

describe("the same as one engine", () => {
  test("objects: plain data or not, wrong, given twice", async () => {
    const day = [...declarationsOfDay(1000, 3), Number.NaN, null, { number: new Date(0) }, () => 1];
    const engine = await load(plain, exampleOptions);
    const expected = textsOf(await collected(engine.decideAll(day)));
    expect(textsOf(await collected(pool.decideAll(day)))).toEqual(expected);
    const codes = new Set(expected.flatMap((text) => /LU6\d+/.exec(text) ?? []));
    expect([...codes].toSorted()).toEqual(expect.arrayContaining(["LU6101", "LU6106", "LU6201"]));
    expect(expected.filter((text) => text.startsWith('{"decision"')).length).toBeGreaterThan(700);
  });

  test("lines, and bytes in pieces", async () => {
    const bytes = linesOfDay(1000, 4);
    const engine = await load(plain, exampleOptions);
    const read = (): ReturnType<typeof readLines> => readLines(piecesOf(bytes, 9));
    const expected = textsOf(await collected(engine.decideLines(read())));
    expect(textsOf(await collected(pool.decideLines(read())))).toEqual(expected);
    expect(textsOf(await collected(pool.decideChunks(piecesOf(bytes, 2))))).toEqual(expected);
    const blocks = await collected(pool.decideTexts(piecesOf(bytes, 5)));
    expect(Buffer.concat(blocks).toString()).toBe(expected.map((text) => `${text}\n`).join(""));
    expect(expected.join()).toMatch(/LU6001.*LU6003|LU6003.*LU6001/s);
  });

  test("a question of its own: flow, time, reasons, a small window", async () => {
    const day = declarationsOfDay(300, 5);
    const engine = await load(plain, exampleOptions);
    for (const ask of [
      { flow: "export" },
      { flow: "nowhere" },
      { now: Date.UTC(2026, 4, 1), explain: true, duplicateWindow: 20 },
      { causes: true, duplicateWindow: 0 },
    ]) {
      const expected = textsOf(await collected(engine.decideAll(day, ask)));
      expect(textsOf(await collected(pool.decideAll(day, ask)))).toEqual(expected);
    }
    for (const reasons of ["none", "hits", "full"] as const) {
      const outcomes = await collected(engine.decideAll(day));
      const expected = outcomes.map(({ decision, rejection }, index) =>
        decision === undefined
          ? { rejection }
          : { decision: withReasons(decision, day[index], engine, reasons) },
      );
      expect(await collected(pool.decideAll(day, { reasons }))).toEqual(expected);
    }
  });

  test("quotas count across streams, and are exported", async () => {
    const engine = await quotaEngine();
    for (const seed of [6, 7]) {
      const day = declarationsOfDay(600, seed);
      const expected = textsOf(await collected(engine.decideAll(day)));
      expect(textsOf(await collected(quotaPool.decideAll(day)))).toEqual(expected);
      expect(expected.join()).toMatch(/"outcome":"cut"/);
    }
    expect(quotaPool.exportQuotas()).toEqual(engine.exportQuotas());
    const third = declarationsOfDay(200, 8);
    const counted = quotaPool.exportQuotas();
    const next = await createPool(quotas, { ...options, workers: 1, quotas: counted });
    const bytes = third.map((each) => `${JSON.stringify(each)}\n`);
    const texts = Buffer.concat(await collected(next.decideTexts(bytes))).toString();
    await next.close();
    const lines = readLines(bytes.map((each) => Buffer.from(each)));
    const expected = textsOf(await collected(engine.decideLines(lines)));
    expect(texts).toBe(expected.map((text) => `${text}\n`).join(""));
  });

  test("a batch with quotas, in the order of time and key", async () => {
    const lines = await collected(readLines([linesOfDay(500, 9)]));
    const fresh = await createPool(quotas, options);
    const expected = textsOf((await quotaEngine()).decideLineBatch(lines));
    expect(textsOf(await fresh.decideLineBatch(lines))).toEqual(expected);
    await fresh.close();
    const other = await createPool(quotas, options);
    const found = await other.decideChunkBatch(piecesOf(linesOfDay(500, 9), 1));
    expect(textsOf(found)).toEqual(expected);
    await other.close();
    const streamed = await collected((await quotaEngine()).decideLines(lines));
    expect(textsOf(streamed)).not.toEqual(expected);
  });

  test("unordered: the same outcomes", async () => {
    const day = declarationsOfDay(500, 10);
    const engine = await load(plain, exampleOptions);
    const ask = { duplicateWindow: 0, ordered: false };
    const expected = textsOf(await collected(engine.decideAll(day, ask)));
    const found = textsOf(await collected(pool.decideAll(day, ask)));
    expect(found.toSorted()).toEqual(expected.toSorted());
  });

  test("nothing, and two streams at once", async () => {
    expect(await collected(pool.decideAll([]))).toEqual([]);
    expect(await collected(pool.decideTexts([]))).toEqual([]);
    expect(await pool.decideLineBatch([])).toEqual([]);
    const engine = await load(plain, exampleOptions);
    const days = [declarationsOfDay(300, 1), declarationsOfDay(300, 2)];
    const found = await Promise.all(days.map((day) => collected(pool.decideAll(day))));
    for (const [index, day] of days.entries())
      expect(found[index]).toEqual(await collected(engine.decideAll(day)));
  });
});

describe("back-pressure", () => {
  /** Counts what is pulled and whether the source was told to end. */
  function watched(count: number): {
    pulled: number;
    returned: number;
    source: () => AsyncGenerator<unknown>;
  } {
    const day = declarationsOfDay(100, 12);
    const seen = {
      pulled: 0,
      returned: 0,
      async *source() {
        try {
          for (; seen.pulled < count; seen.pulled++)
            yield { ...Object(day[seen.pulled % 100]), number: `${seen.pulled}` };
        } finally {
          seen.returned++;
        }
      },
    };
    return seen;
  }
  const pause = (ms: number): Promise<void> => new Promise((resume) => setTimeout(resume, ms));

  test("who does not read stops the source; who ends early ends it", async () => {
    const seen = watched(1_000_000);
    const outcomes = pool.decideAll(seen.source());
    await outcomes.next();
    await pause(150);
    const { pulled } = seen;
    // 2 × workers × inFlight batches of 64, and one that is being filled.
    expect(pulled).toBeLessThanOrEqual((2 * 2 * 2 + 1) * 64);
    await pause(100);
    expect([seen.pulled, seen.returned]).toEqual([pulled, 0]);
    for (let count = 0; count < 1000; count++) await outcomes.next();
    expect(seen.pulled).toBeGreaterThan(1000);
    await outcomes.return();
    expect(seen.returned).toBe(1);
    await isUsable();
  });

  test("a source that waits holds back nothing it has given", async () => {
    const [first] = declarationsOfDay(1, 1);
    let go: (() => void) | undefined;
    async function* slow(): AsyncGenerator<unknown> {
      yield first;
      await new Promise<void>((resume) => {
        go = resume;
      });
      yield { ...Object(first), number: "second" };
    }
    const outcomes = pool.decideAll(slow());
    expect((await outcomes.next()).value?.decision?.declaration).toBe("N0");
    go?.();
    expect((await outcomes.next()).value?.decision?.declaration).toBe("second");
    expect((await outcomes.next()).done).toBe(true);
  });

  test("a signal ends a stream, also while its source is silent", async () => {
    const control = new AbortController();
    const seen = watched(1_000_000);
    const outcomes = pool.decideAll(seen.source(), { signal: control.signal });
    await outcomes.next();
    control.abort(new Error("enough"));
    await expect(collected(outcomes)).rejects.toThrow("enough");
    expect(seen.returned).toBe(1);

    async function* silent(): AsyncGenerator<unknown> {
      await new Promise(() => undefined);
    }
    const other = new AbortController();
    const waiting = collected(pool.decideAll(silent(), { signal: other.signal }));
    setTimeout(() => other.abort(new Error("too long")), 20);
    await expect(waiting).rejects.toThrow("too long");
    await isUsable();
  });

  test("an error of the source comes after the outcomes of what it gave", async () => {
    const day = declarationsOfDay(150, 13);
    function* breaking(): Generator<unknown> {
      yield* day;
      throw new Error("the line is dead");
    }
    const found: Outcome[] = [];
    const reading = (async () => {
      for await (const outcome of pool.decideAll(breaking())) found.push(outcome);
    })();
    await expect(reading).rejects.toThrow("the line is dead");
    expect(found).toHaveLength(150);
    await isUsable();
  });

  async function isUsable(): Promise<void> {
    expect(await collected(pool.decideAll(declarationsOfDay(3, 1)))).toHaveLength(3);
  }
});

describe("start and end", () => {
  test("what is missing is named; numbers that are none are refused", async () => {
    await expect(createPool(plain, { workers: 2 })).rejects.toThrow(/needs the list `suspects`/);
    await expect(createPool(join(root, "nowhere"), options)).rejects.toThrow(/LU6501/);
    await expect(createPool(plain, { ...options, batch: 0 })).rejects.toThrow(RangeError);
    await expect(createPool(plain, { ...options, quotas: { format: 2 } as never })).rejects.toThrow(
      /LU65/,
    );
  });

  test("a closed pool says so, to running streams too", async () => {
    const control = new AbortController();
    const brief = await createPool(plain, { ...options, signal: control.signal });
    const outcomes = brief.decideAll(declarationsOfDay(2000, 1));
    await outcomes.next();
    control.abort(new Error("shutdown"));
    await expect(collected(outcomes)).rejects.toThrow("shutdown");
    const other = await createPool(plain, { ...options, workers: 1 });
    await other.close();
    await expect(collected(other.decideAll([1]))).rejects.toThrow("the pool is closed");
  });

  test("lists given as iterables are read once", async () => {
    const lists = { suspects: new Set(["0101"]) };
    const brief = await createPool(plain, { ...options, lists });
    const engine = await load(plain, { ...exampleOptions, lists });
    const day = declarationsOfDay(200, 1);
    expect(await collected(brief.decideAll(day))).toEqual(await collected(engine.decideAll(day)));
    await brief.close();
  });
});
