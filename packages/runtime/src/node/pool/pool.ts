/**
 * One bundle in several threads, with the outcomes of one engine: same decisions, same rejections, same positions, byte for byte.
 *
 * Comes in: a bundle folder, options, sources of declarations. Goes out: outcomes, in the order of the source unless told otherwise. Threads read,
 * validate, evaluate and explain; what depends on declarations before (given twice, quotas) is settled here, in order. Needs `close`.
 *
 * The calling thread pays for cutting lines and parsing outcomes; declarations handed over as objects it has to write as JSON first, which costs about
 * what parsing them costs. `decideTexts` is the cheap way: bytes in, bytes out, and nothing is parsed but what a quota or a repetition changes.
 */
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { serialize } from "node:v8";
import type { ResourceLimits, Worker } from "node:worker_threads";
import type { QuotaExport, Update } from "@luong/spec";
import { counts, QuotaState } from "@luong/spec";
import type { Manifest } from "../../abi.ts";
import { DeclarationKey } from "../../decide/key.ts";
import type { Engine, Outcome, StreamOptions } from "../../engine.ts";
import { type Line, readLine } from "../../facts/read-lines.ts";
import type { EngineState } from "../../index/state.ts";
import type { EngineOptions } from "../../load/options.ts";
import { fault } from "../../messages/catalogue.ts";
import type { PoolAsk, ReadyMessage } from "../../pool/protocol.ts";
import type { Reasons } from "../../pool/reasons.ts";
import { outcomeFrom, QuotaDesk, Settler, type Unsettled } from "../../pool/settle.ts";
import { optionsWithState, sharedOptions } from "../../pool/shared-state.ts";
import { bytesAt, TextBlock, textAt } from "../../pool/text-block.ts";
import { sortedByTime } from "../../stream/batch-order.ts";
import type { EngineChange } from "../../update/prepare.ts";
import { type LoadOptions, load } from "../load.ts";
import { Crew, type Job, type Lost } from "./crew.ts";
import { chunkFeed, declarationFeed, type Feed, lineFeed } from "./feed.ts";
import { PoolStream } from "./stream.ts";

export interface PoolOptions extends Omit<LoadOptions, "index"> {
  /** Threads, at least 1; default: one less than the cores, for the thread that reads. */
  readonly workers?: number;
  /** Declarations in a batch, default 64. */
  readonly batch?: number;
  /** Batches a thread has at a time, so that it need not wait for the next; default 2. */
  readonly inFlight?: number;
  /** Default true. False: outcomes come as they are finished, see `PoolStreamOptions`. */
  readonly ordered?: boolean;
  /** Default of every stream: 1,000,000. */
  readonly duplicateWindow?: number;
  /** Ends every stream with its reason, and closes the pool. */
  readonly signal?: AbortSignal;
  /** `engine.share()` of an engine of the same bundle: the threads read its arrays where they lie. The tables it holds need not be given. */
  readonly shared?: EngineState;
  /**
   * An engine of the same bundle that stays the pool's own: its lists, tables and index are what the threads decide by, and `update` changes it. Codes,
   * rates and keys are to be given again. Without it, the first `update` makes one.
   */
  readonly engine?: Engine;
  /** Memory limits of each thread. One that passes them dies, and its batch goes to another. */
  readonly resourceLimits?: ResourceLimits;
  /** Hears of each thread as it is started, those that replace dead ones included. */
  readonly onWorker?: (worker: Worker) => void;
}

export interface PoolStreamOptions extends StreamOptions {
  /**
   * False: batches are given out as they are finished, positions tell which is which. Declarations given twice and quotas need the order of the
   * input, so it has an effect only with `duplicateWindow: 0` and a bundle without quotas.
   */
  readonly ordered?: boolean;
  /** Ends the stream with its reason; `return()` of the generator ends it without one. */
  readonly signal?: AbortSignal;
  /** Puts reasons into the decisions; wins over `explain` and `causes`. */
  readonly reasons?: Reasons;
}

type Source<T> = Iterable<T> | AsyncIterable<T>;

export interface Pool {
  readonly manifest: Manifest;
  readonly workers: number;
  /**
   * Declarations as objects, as `decideAll` of an engine. An error of the source is thrown after the outcomes of what it gave before. Ended early, the
   * source's `return` is called, and what the threads have begun (at most `inFlight` batches each) is thrown away.
   */
  readonly decideAll: (
    source: Source<unknown>,
    options?: PoolStreamOptions,
  ) => AsyncGenerator<Outcome, void, undefined>;
  /** Lines as `readLines` gives them, as `decideLines` of an engine. */
  readonly decideLines: (
    lines: Source<Line>,
    options?: PoolStreamOptions,
  ) => AsyncGenerator<Outcome, void, undefined>;
  /** Bytes or text of NDJSON in chunks, as `decideLines(readLines(chunks))` of an engine; the threads read the lines. */
  readonly decideChunks: (
    chunks: Source<Uint8Array | string>,
    options?: PoolStreamOptions,
  ) => AsyncGenerator<Outcome, void, undefined>;
  /** The same, but outcomes come as bytes of NDJSON, whole lines, a batch at a time: `{"decision":…}` or `{"rejection":…}`. */
  readonly decideTexts: (
    chunks: Source<Uint8Array | string>,
    options?: PoolStreamOptions,
  ) => AsyncGenerator<Uint8Array, void, undefined>;
  /** All lines together, as `decideLineBatch` of an engine: quotas count in the order of (time, key). */
  readonly decideLineBatch: (
    lines: Source<Line>,
    options?: PoolStreamOptions,
  ) => Promise<readonly Outcome[]>;
  /** The same for bytes or text of NDJSON. */
  readonly decideChunkBatch: (
    chunks: Source<Uint8Array | string>,
    options?: PoolStreamOptions,
  ) => Promise<readonly Outcome[]>;
  /**
   * Changes rows, lists, criteria for all threads, as `update` of an engine. A decision is all old or all new, and says which in `update`; what is asked for after this has resolved
   * is new, and so is what a stream pulls after it. Throws a `LoadError` with everything that is wrong, and then nothing has changed. Changes one after another.
   */
  readonly update: (change: EngineChange) => Promise<Update>;
  /** What the quotas have counted, in all streams. */
  readonly exportQuotas: () => QuotaExport;
  /** Ends the threads; streams that are still read throw. */
  readonly close: () => Promise<void>;
}

const DUPLICATE_WINDOW = 1_000_000;
const BATCH = 64;
const IN_FLIGHT = 2;

/** One entry of a finished batch. Without `key` and `open` its outcome is final. */
interface Entry extends Unsettled {
  readonly bytes: () => Uint8Array;
  /** Given when there is no text. */
  readonly outcome: Outcome | null;
}

class ThreadPool implements Pool {
  readonly manifest: Manifest;
  readonly workers: number;
  private readonly crew: Crew;
  private readonly options: PoolOptions;
  private readonly key: DeclarationKey;
  private readonly desk: QuotaDesk;
  private readonly hasQuota: boolean;
  /** The engine that changes are made to; the threads' engines are made after it. */
  private engine: Engine | null;
  private readonly makeEngine: () => Promise<Engine>;
  private updating: Promise<unknown> = Promise.resolve();

  constructor(
    crew: Crew,
    ready: ReadyMessage,
    options: PoolOptions,
    workers: number,
    makeEngine: () => Promise<Engine>,
  ) {
    const { manifest, schema, policies } = ready;
    this.crew = crew;
    this.manifest = manifest;
    this.workers = workers;
    this.options = options;
    this.engine = options.engine ?? null;
    this.makeEngine = makeEngine;
    this.key = new DeclarationKey(schema);
    const { quotas } = options;
    this.desk = new QuotaDesk(
      policies,
      quotas === undefined ? new QuotaState() : QuotaState.fromExport(quotas),
    );
    this.hasQuota = policies.some(counts);
  }

  decideAll(
    source: Source<unknown>,
    options: PoolStreamOptions = {},
  ): AsyncGenerator<Outcome, void, undefined> {
    return this.outcomes(source, declarationFeed(this.key, options.validated === true), options);
  }

  decideLines(
    lines: Source<Line>,
    options: PoolStreamOptions = {},
  ): AsyncGenerator<Outcome, void, undefined> {
    return this.outcomes(lines, lineFeed(), options);
  }

  decideChunks(
    chunks: Source<Uint8Array | string>,
    options: PoolStreamOptions = {},
  ): AsyncGenerator<Outcome, void, undefined> {
    return this.outcomes(chunks, chunkFeed(), options);
  }

  async *decideTexts(
    chunks: Source<Uint8Array | string>,
    options: PoolStreamOptions = {},
  ): AsyncGenerator<Uint8Array, void, undefined> {
    const settler = this.settler(options);
    for await (const job of this.stream(chunks, chunkFeed(), options)) {
      yield this.bytesOf(job, settler);
    }
  }

  decideLineBatch(
    lines: Source<Line>,
    options: PoolStreamOptions = {},
  ): Promise<readonly Outcome[]> {
    return this.together(lines, lineFeed(), options);
  }

  decideChunkBatch(
    chunks: Source<Uint8Array | string>,
    options: PoolStreamOptions = {},
  ): Promise<readonly Outcome[]> {
    return this.together(chunks, chunkFeed(), options);
  }

  private async together<Given>(
    source: Source<Given>,
    feed: Feed<Given>,
    options: PoolStreamOptions,
  ): Promise<readonly Outcome[]> {
    const settler = this.settler(options);
    const outcomes: Outcome[] = [];
    const pending: { index: number; time: number; key: string; entry: Entry }[] = [];
    for await (const job of this.stream(source, feed, { ...options, ordered: true })) {
      for (const entry of this.entriesOf(job)) {
        const index = outcomes.length;
        outcomes.push(settler.rejectedAsDuplicate(entry) ?? entry.outcome ?? unsettled);
        if (outcomes[index] !== unsettled) continue;
        const { open, key } = entry;
        if (open === null) outcomes[index] = outcomeFrom(entry.text());
        else pending.push({ index, time: open.time, key: key ?? "", entry });
      }
    }
    for (const { index, entry } of sortedByTime(pending)) {
      outcomes[index] = settler.settleQuotas(entry) ?? outcomeFrom(entry.text());
    }
    return outcomes;
  }

  update(change: EngineChange): Promise<Update> {
    const made = this.updating.then(() => this.change(change));
    // Whoever asked hears of a change that was refused; the next one is made all the same.
    this.updating = made.catch(() => undefined);
    return made;
  }

  private async change(change: EngineChange): Promise<Update> {
    this.engine ??= await this.makeEngine();
    const update = this.engine.update(change);
    await this.crew.renew(this.engine.shareAll());
    return update;
  }

  exportQuotas(): QuotaExport {
    return this.desk.quotas.exportState();
  }

  close(): Promise<void> {
    return this.crew.close();
  }

  private settler({ duplicateWindow }: PoolStreamOptions): Settler {
    return new Settler(this.desk, this.windowOf(duplicateWindow));
  }

  private windowOf(given: number | undefined): number {
    return given ?? this.options.duplicateWindow ?? DUPLICATE_WINDOW;
  }

  private async *outcomes<Given>(
    source: Source<Given>,
    feed: Feed<Given>,
    options: PoolStreamOptions,
  ): AsyncGenerator<Outcome, void, undefined> {
    const settler = this.settler(options);
    for await (const job of this.stream(source, feed, options)) {
      for (const entry of this.entriesOf(job)) {
        yield settler.settle(entry) ?? entry.outcome ?? outcomeFrom(entry.text());
      }
    }
  }

  private stream<Given>(
    source: Source<Given>,
    feed: Feed<Given>,
    options: PoolStreamOptions,
  ): AsyncGenerator<Job, void, undefined> {
    const { batch = BATCH, inFlight = IN_FLIGHT, signal: closing } = this.options;
    const { signal, duplicateWindow, ordered = this.options.ordered ?? true, ...ask } = options;
    const mustBeOrdered = this.hasQuota || this.windowOf(duplicateWindow) > 0;
    const parts = { crew: this.crew, source, feed, ask: ask satisfies PoolAsk, batch };
    return new PoolStream({
      ...parts,
      // Twice what the threads hold: they go on while one batch, the next to be given out, takes long.
      window: 2 * this.workers * inFlight,
      ordered: ordered || mustBeOrdered,
      signals: [closing, signal].filter((each) => each !== undefined),
    }).finished();
  }

  /** The bytes of the threads as they are, unless an outcome of the batch is not as its text says. */
  private bytesOf(job: Job, settler: Settler): Uint8Array {
    const entries = [...this.entriesOf(job)];
    const settled = entries.map((entry) => settler.settle(entry) ?? entry.outcome);
    const [part, ...more] = job.parts.values();
    if (more.length === 0 && part?.kind === "evaluated" && settled.every((each) => each === null)) {
      return part.bytes;
    }
    const block = new TextBlock(part?.kind === "evaluated" ? part.bytes.length : 0);
    for (const [index, entry] of entries.entries()) {
      const outcome = settled[index] ?? null;
      if (outcome === null) block.addBytes(entry.bytes());
      else block.addText(`${JSON.stringify(outcome)}\n`);
    }
    return block.texts().bytes;
  }

  /** In the order of the input. */
  private *entriesOf(job: Job): Generator<Entry, void, undefined> {
    const { known } = job.batch;
    let next = 0;
    for (const [from, part] of [...job.parts].sort(([a], [b]) => a - b)) {
      const count = part.kind === "lost" ? 1 : part.keys.length;
      for (let index = 0; index < count; index++) {
        for (; (known[next]?.before ?? Infinity) <= from + index; next++) {
          yield final(known[next]?.outcome ?? unsettled);
        }
        if (part.kind === "lost") yield final(this.lost(job, from, part));
        else {
          yield {
            position: job.batch.positions[from + index] ?? 0,
            key: part.keys[index] ?? null,
            open: part.open?.[index] ?? null,
            outcome: null,
            text: () => textAt(part, index),
            bytes: () => bytesAt(part, index),
          };
        }
      }
    }
    for (; next < known.length; next++) yield final(known[next]?.outcome ?? unsettled);
  }

  /** Nobody could say anything about it; its number can still be read. */
  private lost({ batch }: Job, index: number, { deaths, reason }: Lost): Outcome {
    const position = batch.positions[index] ?? 0;
    const line = readLine(bytesAt(batch, index), position);
    const declaration = line.faults === undefined ? this.key.number(line.declaration) : null;
    const faults = [fault("LU6204", "", { deaths, reason })];
    return { rejection: { declaration, position, faults } };
  }
}

/** Stands for an outcome that comes later; never given out. */
const unsettled: Outcome = { rejection: { declaration: null, position: 0, faults: [] } };
const noBytes = new Uint8Array(0);

function final(outcome: Outcome): Entry {
  return {
    position: 0,
    key: null,
    open: null,
    outcome,
    text: () => JSON.stringify(outcome),
    bytes: () => noBytes,
  };
}

/** What is sent by value, in memory all threads read: lists may be large, and a thread may have to be started again. */
function inMemory({ codes = {}, ...rest }: EngineOptions): SharedArrayBuffer {
  const plain: EngineOptions = {
    ...rest,
    codes: Object.fromEntries(Object.entries(codes).map(([name, each]) => [name, [...each]])),
  };
  const bytes = serialize(plain);
  const memory = new SharedArrayBuffer(bytes.length);
  new Uint8Array(memory).set(bytes);
  return memory;
}

/** Options of the engines among those of the pool. */
function engineOptions(options: PoolOptions): LoadOptions {
  const { workers, batch, inFlight, ordered, duplicateWindow, signal, ...others } = options;
  const { shared, engine, resourceLimits, onWorker, onIndexing, ...rest } = others;
  return rest;
}

function wholeNumber(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new RangeError(`${name} must be a whole number, at least 1: ${value}`);
}

/**
 * Starts threads that each load the bundle. Throws one `LoadError` with everything that is wrong with the bundle or the options, and `RangeError`
 * for a number that is none. A bundle that is built anew in its folder while the pool runs ends the pool when a thread has to be replaced.
 */
export async function createPool(place: string | URL, options: PoolOptions = {}): Promise<Pool> {
  options.signal?.throwIfAborted();
  const workers = wholeNumber(
    "workers",
    options.workers ?? Math.max(1, availableParallelism() - 1),
  );
  wholeNumber("batch", options.batch ?? BATCH);
  const { resourceLimits, onWorker, engine } = options;
  const shared = engine?.share() ?? options.shared;
  const { state, rest } = sharedOptions(engineOptions(options), shared);
  const folder = place instanceof URL ? fileURLToPath(place) : place;
  const crew = new Crew({
    place: folder,
    options: inMemory(rest),
    state: engine?.shareAll() ?? state,
    workers,
    inFlight: wholeNumber("inFlight", options.inFlight ?? IN_FLIGHT),
    worker: resourceLimits === undefined ? {} : { resourceLimits },
    onWorker,
  });
  try {
    const ready = await crew.whenReady();
    const made = { ...optionsWithState(rest, state), ...(shared === undefined ? {} : { shared }) };
    const pool = new ThreadPool(crew, ready, options, workers, () => load(folder, made));
    options.signal?.addEventListener("abort", () => void crew.close(), { once: true });
    return pool;
  } catch (error) {
    await crew.close();
    throw error;
  }
}
