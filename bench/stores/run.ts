/**
 * `npm run bench -- stores [--rounds N]`: how long an append takes, alone, by the hundred, and by sixty-four callers at once; and how fast a log is read.
 *
 * Comes in: nothing. Goes out: milliseconds by store, and what the disk alone takes to write 2 kB through, below which no durable append can come. A PostgreSQL of its own writes through to the disk, beside SQLite in the same folder. Every store first has to give back a log as it was told;
 * rounds are interleaved, so that a busy machine slows all alike.
 */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Batch, type HistoryStore, type LogEntry, memoryStore } from "@luong/runtime";
import { openPostgresStore, openSqliteStore } from "@luong/service";
import {
  postgresVersion,
  startPostgres,
} from "../../packages/service/test/stores/postgres-server.ts";
import { machineLine, type Spread, shownSpread, spreadOf } from "../measure.ts";
import { declarationEntry } from "./entries.ts";

const SINGLES = 200;
const HUNDREDS = 20;
const CALLERS = 64;
const CALLS_EACH = 10;

interface Contender {
  readonly name: string;
  readonly store: HistoryStore;
  /** Milliseconds of each append, by round. */
  readonly singles: number[][];
  readonly hundreds: number[][];
  /** Appends a second, by round. */
  readonly together: number[];
  /** Entries read a second, by round. */
  readonly reading: number[];
}

/** What the disk alone takes. */
export interface DiskResult {
  readonly benchmark: "stores";
  readonly store: "disk";
  readonly writeThroughMs: Latency;
}

export interface StoreResult {
  readonly benchmark: "stores";
  readonly store: string;
  readonly singleMs: Latency;
  readonly hundredMs: Latency;
  readonly togetherPerSecond: Spread;
  readonly readPerSecond: Spread;
}

interface Latency {
  /** Medians of the rounds. */
  readonly median: Spread;
  /** 99th percentiles of the rounds. */
  readonly p99: Spread;
}

/** Entries of one source, numbered on, so that none is told twice. */
class Teller {
  #count = 0;

  batch(size: number): Batch {
    const entries = Array.from({ length: size }, () => this.#next());
    return { entries, decisions: [] };
  }

  #next(): LogEntry {
    this.#count += 1;
    return declarationEntry(this.#count);
  }
}

export async function storesBenchmark(
  rounds: number,
): Promise<readonly (DiskResult | StoreResult)[]> {
  const folder = mkdtempSync(join(tmpdir(), "luong-bench-stores-"));
  const server = await startPostgres({ fsync: true });
  try {
    console.log(`stores: ${machineLine()}, ${postgresVersion()}`);
    const contenders = await contendersIn(folder, server.url);
    const teller = new Teller();
    for (const each of contenders) await check(each);
    const disk: number[][] = [];
    for (let round = -1; round < rounds; round += 1) {
      const times = writeThrough(join(folder, "disk"));
      if (round >= 0) disk.push(times);
      for (const each of contenders) await measure(each, teller, round >= 0);
    }
    for (const { store } of contenders) await store.close();
    return [diskResult(disk), ...contenders.map(resultOf)];
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
}

async function contendersIn(folder: string, url: string): Promise<readonly Contender[]> {
  const pathOf = (name: string): string => join(folder, `${name}.db`);
  const stores: readonly (readonly [string, HistoryStore])[] = [
    ["memory", memoryStore()],
    ["SQLite, process", await openSqliteStore(pathOf("process"), { durable: "process" })],
    ["SQLite, machine", await openSqliteStore(pathOf("machine"), { durable: "machine" })],
    ["PostgreSQL", await openPostgresStore(url)],
  ];
  return stores.map(([name, store]) => ({
    name,
    store,
    singles: [],
    hundreds: [],
    together: [],
    reading: [],
  }));
}

/** Throws unless the store gives back what it was told, in order, once. */
async function check({ name, store }: Contender): Promise<void> {
  // Ids that the teller never uses.
  const told = Array.from({ length: 300 }, (_, at) => declarationEntry(-1 - at));
  for (let at = 0; at < told.length; at += 50) {
    await store.append({ entries: told.slice(at, at + 50), decisions: [] });
    await store.append({ entries: told.slice(at, at + 2), decisions: [] });
  }
  const expected = told.map((entry, at) => ({ ...entry, number: at + 1 }));
  const found = (await Array.fromAsync(store.read(0))).map(({ number, ...entry }) => ({
    ...entry,
    number,
  }));
  if (JSON.stringify(found) !== JSON.stringify(expected))
    throw new Error(`${name} does not give back the log it was told`);
}

async function measure(contender: Contender, teller: Teller, counts: boolean): Promise<void> {
  globalThis.gc?.();
  const { store } = contender;
  const singles = await latencies(store, batchesOf(teller, SINGLES, 1));
  const hundreds = await latencies(store, batchesOf(teller, HUNDREDS, 100));
  const together = await appendTogether(store, batchesOf(teller, CALLERS * CALLS_EACH, 1));
  const reading = await readAgain(store);
  if (!counts) return;
  contender.singles.push(singles);
  contender.hundreds.push(hundreds);
  contender.together.push(together);
  contender.reading.push(reading);
}

/** Milliseconds of each write of 2 kB at the end of a file, through to the disk. */
function writeThrough(path: string): number[] {
  const file = openSync(path, "a");
  const bytes = Buffer.alloc(2_048, 1);
  const times = Array.from({ length: SINGLES }, () => {
    const start = performance.now();
    writeSync(file, bytes);
    fdatasyncSync(file);
    return performance.now() - start;
  });
  closeSync(file);
  return times;
}

/** Made before anything is timed. */
function batchesOf(teller: Teller, count: number, size: number): readonly Batch[] {
  return Array.from({ length: count }, () => teller.batch(size));
}

async function latencies(store: HistoryStore, batches: readonly Batch[]): Promise<number[]> {
  const times: number[] = [];
  for (const batch of batches) {
    const start = performance.now();
    await store.append(batch);
    times.push(performance.now() - start);
  }
  return times;
}

async function appendTogether(store: HistoryStore, batches: readonly Batch[]): Promise<number> {
  const waiting = batches[Symbol.iterator]();
  const call = async (): Promise<void> => {
    for (const batch of waiting) await store.append(batch);
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: CALLERS }, call));
  return (batches.length / (performance.now() - start)) * 1000;
}

async function readAgain(store: HistoryStore): Promise<number> {
  const last = await store.last();
  const start = performance.now();
  let count = 0;
  for await (const { number } of store.read(Math.max(0, last - 5_000))) count += number > 0 ? 1 : 0;
  return (count / (performance.now() - start)) * 1000;
}

function latencyOf(rounds: readonly (readonly number[])[]): Latency {
  const at = (share: number): Spread =>
    spreadOf(
      rounds.map((times) => {
        const sorted = [...times].sort((a, b) => a - b);
        return sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
      }),
    );
  return { median: at(0.5), p99: at(0.99) };
}

function shownLatency({ median, p99 }: Latency): string {
  return `median ${shownSpread(median)} ms, p99 ${shownSpread(p99)} ms`;
}

function diskResult(rounds: readonly (readonly number[])[]): DiskResult {
  const writeThroughMs = latencyOf(rounds);
  console.log(`the disk alone
  2 kB             ${shownLatency(writeThroughMs)}`);
  return { benchmark: "stores", store: "disk", writeThroughMs };
}

function resultOf(contender: Contender): StoreResult {
  const { name, singles, hundreds, together, reading } = contender;
  const result: StoreResult = {
    benchmark: "stores",
    store: name,
    singleMs: latencyOf(singles),
    hundredMs: latencyOf(hundreds),
    togetherPerSecond: spreadOf(together),
    readPerSecond: spreadOf(reading),
  };
  console.log(`${name}
  one entry        ${shownLatency(result.singleMs)}
  hundred entries  ${shownLatency(result.hundredMs)}
  ${CALLERS} callers       ${shownSpread(result.togetherPerSecond)} appends a second
  reading          ${shownSpread(result.readPerSecond)} entries a second`);
  return result;
}
