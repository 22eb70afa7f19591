/**
 * What a writer that is killed over and over should have written: the same batches each time, made from a seed and their number.
 *
 * Comes in: a seed. Goes out: batches, the log they make when each is written once, and checkpoints. Some entries are told again by the next batch.
 */
import type { Batch, Checkpoint, LogEntry } from "@luong/runtime";
import { RandomSource } from "@luong/testkit";

/** Batch `index` of a writer; the same for the same arguments. */
export function batchOf(seed: number, index: number): Batch {
  const random = new RandomSource(seed * 1_000_003 + index);
  const own = Array.from({ length: 1 + random.below(6) }, (_, at) =>
    entryOf(seed, index, at, random),
  );
  const isRetold = index > 0 && random.below(3) === 0;
  // The first entry of the batch before, which was told already.
  const retold = isRetold ? [batchOfFirst(seed, index - 1)] : [];
  const decisions = [
    { id: `d ${seed} ${index}`, declaration: `D ${seed}`, at: index, decision: { index } },
  ];
  return { entries: [...retold, ...own], decisions };
}

function entryOf(seed: number, index: number, at: number, random: RandomSource): LogEntry {
  const filler = "x".repeat(random.below(4) === 0 ? 5_000 : 100);
  const json = { index, at, filler };
  return { id: `e ${seed} ${index} ${at}`, source: `s${seed}`, known: index, json };
}

function batchOfFirst(seed: number, index: number): LogEntry {
  return { id: `e ${seed} ${index} 0`, source: `s${seed}`, known: index, json: "told again" };
}

/** Groups whose checkpoints are saved together. */
export const groupsOf = (seed: number): readonly string[] => [`g ${seed} a`, `g ${seed} b`];

/** What is saved after batch `index`: bytes that say which it was, from the first to the last. */
export function checkpointsOf(seed: number, index: number, through: number): readonly Checkpoint[] {
  const bytes = new Uint8Array(new Uint32Array(20_000).fill(index).buffer);
  return groupsOf(seed).map((group) => ({ group, through, bytes }));
}

/** The batch after which it was saved; undefined when its bytes are of two. */
export function batchOfCheckpoint({ bytes }: Checkpoint): number | undefined {
  const words = new Uint32Array(Uint8Array.from(bytes).buffer);
  const [index] = words;
  return words.length === 20_000 && words.every((word) => word === index) ? index : undefined;
}

/** The log of one writer, grown as far as it is asked for. */
export class CrashModel {
  readonly #seed: number;
  readonly #log: LogEntry[] = [];
  /** Length of the log after so many batches. */
  readonly #ends: number[] = [0];

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** Entries there are after `batches` batches. */
  endOf(batches: number): number {
    while (this.#ends.length <= batches) {
      const { entries } = batchOf(this.#seed, this.#ends.length - 1);
      this.#log.push(...entries.filter(({ json }) => json !== "told again"));
      this.#ends.push(this.#log.length);
    }
    return this.#ends[batches] as number;
  }

  /** How many whole batches a log of that length holds; undefined when one is there in part. */
  batchesIn(length: number): number | undefined {
    let batches = 0;
    while (this.endOf(batches) < length) batches += 1;
    return this.endOf(batches) === length ? batches : undefined;
  }

  logOf(batches: number): readonly LogEntry[] {
    return this.#log.slice(0, this.endOf(batches));
  }
}
