// Writers and servers killed at random points, from seeds: everything acknowledged is there, nothing twice, no batch in part, no checkpoint of two makings; and who repeats what was not acknowledged ends with the log of one who was never killed.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { HistoryStore } from "@luong/runtime";
import { RandomSource } from "@luong/testkit";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { batchOf, batchOfCheckpoint, CrashModel, groupsOf } from "../../test/stores/crash-model.ts";
import { type PostgresServer, startPostgres } from "../../test/stores/postgres-server.ts";
import { openPostgresStore } from "./postgres-store.ts";
import { openSqliteStore } from "./sqlite-store.ts";

/** `LUONG_KILLS=100 npx vitest run packages/service/src/stores/crash.test.ts` kills more. */
const KILLS = Number(process.env["LUONG_KILLS"] ?? 10);
const folder = mkdtempSync(join(tmpdir(), "luong-crash-"));
const program = join(import.meta.dirname, "../../test/stores/crash-writer.ts");
let server: PostgresServer;

beforeAll(async () => {
  server = await startPostgres({ fsync: true });
  await new Writer(sqliteTarget("first"), { seed: 1, from: 0, until: 1, width: 1 }).end();
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

interface Target {
  /** Arguments of the nth writer: kind, target, durability or schema. */
  readonly argsOf: (writer: number) => readonly [string, string, string];
  readonly open: () => Promise<HistoryStore>;
  /** Resolves when nobody works any more for a writer that is dead. */
  readonly settled: () => Promise<void>;
}

const targets = {
  SQLite: () => sqliteTarget("killed"),
  PostgreSQL: () => postgresTarget("killed"),
};

function sqliteTarget(name: string): Target {
  const path = join(folder, `${name}.db`);
  return {
    argsOf: (writer) => ["sqlite", path, writer % 2 === 0 ? "process" : "machine"],
    open: () => openSqliteStore(path),
    settled: async () => undefined,
  };
}

function postgresTarget(schema: string): Target {
  const { url } = server;
  return {
    argsOf: () => ["postgres", url, schema],
    open: () => openPostgresStore(url, { schema }),
    settled: () => sessionsEnded(url),
  };
}

/** A statement goes on after its client is dead. */
async function sessionsEnded(url: string): Promise<void> {
  const client = new Client(url);
  await client.connect();
  const query = "SELECT 1 FROM pg_stat_activity WHERE application_name = 'luong'";
  while ((await client.query(query)).rows.length > 0) await wait(5);
  await client.end();
}

interface Work {
  readonly seed: number;
  readonly from: number;
  readonly until: number;
  readonly width: number;
}

class Writer {
  readonly #child: ChildProcess;
  readonly #exit: Promise<void>;
  #said = "";
  #words = "";
  #heard: (() => void) | undefined;

  constructor({ argsOf }: Target, { seed, from, until, width }: Work, count = 0) {
    const args = argsOf(count);
    const numbers = [seed, from, until, width].map(String);
    const command = ["--conditions=source", program, ...args, ...numbers];
    // Half of a start is reading TypeScript; who is killed leaves no cache, so one that ends goes first.
    const env = { ...process.env, NODE_COMPILE_CACHE: join(folder, "cache") };
    this.#child = spawn(process.execPath, command, { env });
    this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.#said += text;
      this.#heard?.();
    });
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#words += text;
    });
    // All it said has been heard then.
    this.#exit = new Promise((resolve) => this.#child.once("close", () => resolve()));
  }

  /** Batches acknowledged, as it said them; a line cut off does not count. */
  get acknowledged(): readonly number[] {
    return this.#lines.filter((line) => /^\d/.test(line)).map(Number);
  }

  /** The batch after which the last checkpoint was acknowledged. */
  get checkpoint(): number | undefined {
    const last = this.#lines.findLast((line) => line.startsWith("checkpoint "));
    return last === undefined ? undefined : Number(last.slice("checkpoint ".length));
  }

  get #lines(): readonly string[] {
    return this.#said.split("\n").slice(0, -1);
  }

  async hear(count: number): Promise<void> {
    while (this.acknowledged.length < count && this.#child.exitCode === null)
      await Promise.race([this.#exit, new Promise<void>((resolve) => (this.#heard = resolve))]);
  }

  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#exit;
    expect(this.#child.signalCode, this.#words).toBe("SIGKILL");
  }

  async end(): Promise<void> {
    await this.#exit;
    expect(this.#child.exitCode, this.#words).toBe(0);
  }
}

/** Somewhere between the start of the process and the sixtieth acknowledgement. */
async function randomMoment(writer: Writer, random: RandomSource): Promise<void> {
  if (random.below(4) === 0) {
    await wait(random.below(400));
    return;
  }
  await writer.hear(1 + random.below(60));
  await wait(random.below(12));
}

/** Checks what is there against the model; gives how many batches there are. */
async function verify(open: Target["open"], model: CrashModel, seed: number): Promise<number> {
  const store = await open();
  const entries = await Array.fromAsync(store.read(0));
  const batches = model.batchesIn(entries.length);
  expect(batches, `a batch is there in part: ${entries.length} entries`).toBeDefined();
  const log = model.logOf(batches ?? 0);
  expect(entries).toEqual(log.map((entry, at) => ({ ...entry, number: at + 1 })));
  const decisions = await store.decisionsOf(`D ${seed}`);
  expect(decisions.map(({ at }) => at)).toEqual(
    Array.from({ length: batches ?? 0 }, (_, at) => at),
  );
  await store.close();
  return batches ?? 0;
}

/** Checkpoints are whole and of one saving, which was acknowledged or a later one, and of entries that are there; gives after which batch it was. */
async function verifyCheckpoints(
  open: Target["open"],
  seed: number,
  acknowledged: number | undefined,
): Promise<number | undefined> {
  const store = await open();
  const found = await Promise.all(groupsOf(seed).map((group) => store.checkpoint(group)));
  const last = await store.last();
  await store.close();
  if (found.every((each) => each === undefined)) {
    expect(acknowledged).toBeUndefined();
    return undefined;
  }
  const saved = found.map((each) => each && [batchOfCheckpoint(each), each.through]);
  expect(saved[0]).toEqual(saved[1]);
  const [index, through] = saved[0] ?? [];
  expect(index, "the bytes are of two checkpoints").toBeDefined();
  expect(index).toBeGreaterThanOrEqual(acknowledged ?? 0);
  expect(through).toBeGreaterThan(0);
  expect(through).toBeLessThanOrEqual(last);
  return index;
}

/** Batches from 0 on that were all acknowledged. */
function acknowledgedPrefix(acknowledged: ReadonlySet<number>): number {
  let count = 0;
  while (acknowledged.has(count)) count += 1;
  return count;
}

describe.each(Object.entries(targets))("%s", (name, targetOf) => {
  test(
    `${KILLS} writers are killed, each goes on where the last was heard`,
    async () => {
      const seed = name.length;
      const target = targetOf();
      const random = new RandomSource(seed);
      const model = new CrashModel(seed);
      const acknowledged = new Set<number>();
      let whileAppending = 0;
      const checkpoints = new Set<number>();
      for (let kill = 0; kill < KILLS; kill += 1) {
        const from = acknowledgedPrefix(acknowledged);
        const width = 1 + random.below(4);
        const writer = new Writer(target, { seed, from, until: 1_000_000, width }, kill);
        await randomMoment(writer, random);
        await writer.kill();
        await target.settled();
        for (const index of writer.acknowledged) acknowledged.add(index);
        const there = await verify(target.open, model, seed);
        // Group commit keeps the order of calls, so what is there is a beginning of what was to be written.
        expect(there).toBeGreaterThanOrEqual(
          Math.max(0, ...acknowledged) + (acknowledged.size && 1),
        );
        if (writer.acknowledged.length > 0) whileAppending += 1;
        const saved = await verifyCheckpoints(target.open, seed, writer.checkpoint);
        if (saved !== undefined) checkpoints.add(saved);
      }
      // Or the test has not killed where it hurts.
      expect(whileAppending).toBeGreaterThan(KILLS / 3);
      expect(checkpoints.size).toBeGreaterThan(KILLS / 6);

      const from = acknowledgedPrefix(acknowledged);
      const until = from + 30;
      await new Writer(target, { seed, from, until, width: 3 }).end();
      expect(await verify(target.open, model, seed)).toBeGreaterThanOrEqual(until);
    },
    120_000 + KILLS * 5_000,
  );
});

test.each(["SQLite", "PostgreSQL"])(
  "%s: two processes write at once, one is killed",
  async (kind) => {
    const target = kind === "SQLite" ? sqliteTarget("two") : postgresTarget("two");
    const [seed, other] = [101, 102];
    const killed = new Writer(target, { seed, from: 0, until: 1_000_000, width: 2 });
    const kept = new Writer(target, { seed: other, from: 0, until: 400, width: 2 });
    await killed.hear(40);
    await killed.kill();
    const from = acknowledgedPrefix(new Set(killed.acknowledged));
    const until = from + 100;
    await Promise.all([kept.end(), new Writer(target, { seed, from, until, width: 1 }).end()]);

    const store = await target.open();
    const entries = await Array.fromAsync(store.read(0));
    await store.close();
    expect(entries.map(({ number }) => number)).toEqual(entries.map((_, at) => at + 1));
    for (const [each, batches] of [
      [seed, until],
      [other, 400],
    ] as const) {
      const own = entries.filter(({ source }) => source === `s${each}`);
      const model = new CrashModel(each);
      // Killed with more written than heard, the first may have gone further.
      expect(own.length).toBeGreaterThanOrEqual(model.endOf(batches));
      const there = model.batchesIn(own.length) ?? 0;
      expect(own.map(({ number, ...entry }) => entry)).toEqual(model.logOf(there));
    }
  },
  120_000,
);

describe("the PostgreSQL server is killed and started again", () => {
  const SERVER_KILLS = 6;
  const seed = 77;

  /** Kills and starts the server while `append` is called for batch after batch, three at a time; gives how many batches. */
  async function writeThrough(append: (index: number) => Promise<void>): Promise<number> {
    const random = new RandomSource(seed);
    let [next, isOver] = [0, false];
    const write = async (): Promise<void> => {
      while (!isOver) {
        const index = next;
        next += 1;
        await append(index);
      }
    };
    const writing = Promise.all([write(), write(), write()]);
    for (let kill = 0; kill < SERVER_KILLS; kill += 1) {
      const until = next + 1 + random.below(40);
      while (next < until) await wait(1);
      await wait(random.below(5));
      await server.kill();
      await wait(random.below(50));
      await server.start();
    }
    isOver = true;
    await writing;
    return next;
  }

  test("a writer with patience notices nothing, and is told the right numbers", async () => {
    const open = () => openPostgresStore(server.url, { schema: "patient", patienceMs: 60_000 });
    const store = await open();
    const model = new CrashModel(seed);
    const batches = await writeThrough(async (index) => {
      const { numbers } = await store.append(batchOf(seed, index));
      const [first, end] = [model.endOf(index) + 1, model.endOf(index + 1)];
      const expected = Array.from({ length: end - first + 1 }, (_, at) => first + at);
      // What the batch before told already has no number.
      expect(numbers.filter((number) => number !== null)).toEqual(expected);
    });
    await store.close();
    expect(await verify(open, model, seed)).toBe(batches);
  }, 120_000);

  test("a writer without patience is told that it failed, repeats, and nothing is there twice", async () => {
    const open = () => openPostgresStore(server.url, { schema: "impatient", patienceMs: 0 });
    const store = await open();
    const seen = new Set<string>();
    // One at a time, or a later batch would come before one that is repeated.
    let turn: Promise<void> = Promise.resolve();
    const repeat = async (index: number): Promise<void> => {
      while (true) {
        try {
          await store.append(batchOf(seed, index));
          return;
        } catch (error) {
          seen.add(String(Reflect.get(error as object, "code")));
          await wait(2);
        }
      }
    };
    const batches = await writeThrough((index) => {
      turn = turn.then(() => repeat(index));
      return turn;
    });
    await store.close();
    for (const code of seen) expect(["LU6811", "LU6812"]).toContain(code);
    expect(seen.size).toBeGreaterThan(0);
    expect(await verify(open, new CrashModel(seed), seed)).toBe(batches);
  }, 120_000);
});
