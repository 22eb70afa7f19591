/**
 * Decides a whole file of declarations: entries in, outcomes out, with the time spent on deciding alone.
 *
 * A stream goes through one by one. When a policy has a quota everything is read first and decided in the order of time and number, so that
 * the order of the file does not matter; the outcomes still come in the order of the file.
 */
import type { Ask, Engine, Outcome } from "@luong/runtime";
import type { Pool, PoolStreamOptions, Reasons } from "@luong/runtime/node";
import { counts, type Decision, type Rejection } from "@luong/spec";
import type { Entry } from "./declarations/csv-declarations.ts";

export interface Answered {
  /** Of a rejection; a pool does not tell that of a decision. */
  readonly position: number;
  /** The file, where there are several. */
  readonly shown?: string;
  /** Undefined when it could not be read, or a pool has decided it. */
  readonly declaration: unknown;
  readonly decision?: Decision | undefined;
  readonly rejection?: Rejection | undefined;
}

/** Flow and stage of every question; null: the schema's first. */
export interface Place {
  readonly flow: string | null;
  readonly stage: string | null;
}

function askOf(place: Place, now: number | null): Pick<Ask, "flow" | "stage" | "now"> {
  return {
    ...(place.flow === null ? {} : { flow: place.flow }),
    ...(place.stage === null ? {} : { stage: place.stage }),
    ...(now === null ? {} : { now }),
  };
}

/** With one time for all, the order of time is that of the file. */
function isTogether({ ir }: Engine, { now }: Pick<Ask, "now">): boolean {
  return now === undefined && ir.policies.some(counts);
}

/** The same in the threads of a pool; reasons are put into the decisions there. */
export class PoolRun {
  /** Milliseconds from the first declaration to the last outcome: reading and explaining go on meanwhile. */
  decidingMs = 0;
  private readonly pool: Pool;
  private readonly ask: PoolStreamOptions;
  private readonly isTogether: boolean;
  private readonly clock: () => number;

  constructor(
    { pool, engine }: { readonly pool: Pool; readonly engine: Engine },
    place: Place,
    now: number | null,
    reasons: Reasons,
    clock: () => number,
  ) {
    this.pool = pool;
    this.ask = { ...askOf(place, now), reasons };
    this.isTogether = isTogether(engine, this.ask);
    this.clock = clock;
  }

  /** Entries, or chunks of lines that the threads read. */
  async *decide(
    entries: () => AsyncIterable<Entry>,
    chunks: AsyncIterable<Uint8Array> | null,
  ): AsyncGenerator<Answered> {
    const start = this.clock();
    const { pool, ask } = this;
    const outcomes = this.isTogether
      ? await (chunks === null
          ? pool.decideLineBatch(entries(), ask)
          : pool.decideChunkBatch(chunks, ask))
      : chunks === null
        ? pool.decideLines(entries(), ask)
        : pool.decideChunks(chunks, ask);
    for await (const outcome of outcomes) {
      this.decidingMs = this.clock() - start;
      yield { position: outcome.rejection?.position ?? 0, declaration: undefined, ...outcome };
    }
  }
}

export class DecideRun {
  /** Milliseconds in the engine, validation included; reading and explaining are not. */
  decidingMs = 0;
  private readonly engine: Engine;
  private readonly ask: Pick<Ask, "flow" | "stage" | "now">;
  private readonly clock: () => number;

  constructor(engine: Engine, place: Place, now: number | null, clock: () => number) {
    this.engine = engine;
    this.ask = askOf(place, now);
    this.clock = clock;
  }

  decide(entries: AsyncIterable<Entry>): AsyncIterable<Answered> {
    return isTogether(this.engine, this.ask)
      ? this.decideTogether(entries)
      : this.decideStream(entries);
  }

  private async *decideStream(entries: AsyncIterable<Entry>): AsyncGenerator<Answered> {
    const handed: { entry: Entry | null; at: number } = { entry: null, at: 0 };
    const { clock } = this;
    const ready = this.withScores(entries);
    async function* watched(): AsyncGenerator<Entry> {
      for await (const entry of ready) {
        handed.entry = entry;
        handed.at = clock();
        yield entry;
      }
    }
    for await (const outcome of this.engine.decideLines(watched(), this.ask)) {
      this.decidingMs += clock() - handed.at;
      // INVARIANT (one outcome a line): the engine asks for the next line only after this outcome was taken.
      if (handed.entry !== null) yield answered(handed.entry, outcome);
    }
  }

  /** The same entries, their scores asked for a batch at a time; answers stay until the next batch, so that decisions can be explained. */
  private async *withScores(entries: AsyncIterable<Entry>): AsyncGenerator<Entry> {
    const { engine, ask } = this;
    if (!engine.waitsForScores) {
      yield* entries;
      return;
    }
    let batch: Entry[] = [];
    for await (const entry of entries) {
      batch.push(entry);
      if (batch.length < SCORE_BATCH) continue;
      engine.forgetScores();
      await engine.askScores(batch, ask);
      yield* batch;
      batch = [];
    }
    engine.forgetScores();
    await engine.askScores(batch, ask);
    yield* batch;
  }

  private async *decideTogether(entries: AsyncIterable<Entry>): AsyncGenerator<Answered> {
    const all: Entry[] = [];
    for await (const entry of entries) all.push(entry);
    const readable = all.filter((entry) => entry.faults === undefined);
    if (this.engine.waitsForScores) {
      for (let from = 0; from < all.length; from += SCORE_BATCH)
        await this.engine.askScores(all.slice(from, from + SCORE_BATCH), this.ask);
    }
    const start = this.clock();
    const outcomes = this.engine.decideBatch(
      readable.map((entry) => entry.declaration),
      this.ask,
    );
    this.decidingMs += this.clock() - start;
    let next = 0;
    for (const entry of all) {
      if (entry.faults !== undefined) {
        yield answered(entry, unreadable(entry));
      } else {
        const outcome = outcomes[next];
        next += 1;
        if (outcome !== undefined) yield answered(entry, inFile(outcome, entry, readable));
      }
    }
  }
}

/** Declarations whose scores are asked for together: a deadline counts for all of them. */
const SCORE_BATCH = 64;

function answered(entry: Entry, outcome: Outcome): Answered {
  const declaration = entry.faults === undefined ? entry.declaration : undefined;
  return { position: entry.position, declaration, ...outcome };
}

function unreadable(entry: Entry): Outcome {
  const { position, faults = [] } = entry;
  return { rejection: { declaration: null, position, faults } };
}

/** A batch counts its own elements; the reader knows lines of the file. */
function inFile(outcome: Outcome, entry: Entry, readable: readonly Entry[]): Outcome {
  const { rejection } = outcome;
  if (rejection === undefined) return outcome;
  const faults = rejection.faults.map((each) => {
    const { first } = each.args;
    if (each.code !== "LU6201" || typeof first !== "number") return each;
    return { ...each, args: { ...each.args, first: readable[first - 1]?.position ?? first } };
  });
  return { rejection: { ...rejection, position: entry.position, faults } };
}
