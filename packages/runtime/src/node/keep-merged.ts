/**
 * Merges the index of a running engine in another thread, and compacts its rows, whenever changes have left them in many parts or with much that is gone.
 *
 * Comes in: an engine that is changed by `update`. Goes out: nothing but its index and rows, faster and smaller; decisions stay what they are. The thread
 * reads the engine's arrays where they lie; what it made is put in place between two declarations. A thread that dies loses nothing: the engine goes on with what
 * it has, and another is started.
 */
import { Worker } from "node:worker_threads";
import type { Engine } from "../engine.ts";
import type { Done, Work } from "./merge-work.ts";

export interface KeepMergedOptions {
  /** How often it is looked whether something is to be done, ms; default 50. After a failure it is waited twice as long each time, up to a minute. */
  readonly everyMs?: number;
  /** Hears why a merge or compaction failed; the engine goes on. Without it failures are silent, and memory only grows. */
  readonly onError?: (error: unknown) => void;
  /** Hears of each merge that was put in place. */
  readonly onMerged?: () => void;
  /** Hears of each compaction of a table's rows that was put in place. */
  readonly onCompacted?: (table: string) => void;
  /** Hears of each thread as it is started. */
  readonly onWorker?: (worker: Worker) => void;
}

export interface MergeKeeper {
  /** Ends the thread; what was begun is thrown away. To be called before the engine is left: a timer holds on to it. */
  readonly stop: () => Promise<void>;
}

const EVERY_MS = 50;
const LONGEST_WAIT_MS = 60_000;

/** The file of the thread's program has the ending of this one: `.ts` from sources, `.js` when built. */
const program = new URL(
  `./merge-worker${/\.[cm]?[jt]s/.exec(import.meta.url)?.[0] ?? ".js"}`,
  import.meta.url,
);

class Keeper implements MergeKeeper {
  readonly #engine: Engine;
  readonly #options: KeepMergedOptions;
  readonly #everyMs: number;
  #waitMs: number;
  #timer: NodeJS.Timeout | undefined;
  #worker: Worker | null = null;
  /** What the thread is doing. */
  #begun: Work | null = null;
  /** What it was asked for last. */
  #last: Work["kind"] = "segments";
  /** The thread was handed rows since it was started. */
  #holdsRows = false;
  #isStopped = false;

  constructor(engine: Engine, options: KeepMergedOptions) {
    this.#engine = engine;
    this.#options = options;
    this.#everyMs = options.everyMs ?? EVERY_MS;
    this.#waitMs = this.#everyMs;
    this.#wait();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }

  #wait(): void {
    if (this.#isStopped) return;
    // Neither timer nor thread keeps a program alive that has nothing else to do.
    this.#timer = setTimeout(() => this.#look(), this.#waitMs).unref();
  }

  #look(): void {
    try {
      const work = this.#next();
      if (work === null) {
        // A thread that has nothing to do does not collect: what it read of old rows would stay for as long as it idles.
        if (this.#holdsRows) this.#dismiss();
        this.#wait();
        return;
      }
      this.#begun = work;
      this.#last = work.kind;
      this.#holdsRows ||= work.kind === "rows";
      this.#worker ??= this.#hire();
      this.#worker.postMessage(work);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** In turn: neither keeps the other waiting, however fast changes come. */
  #next(): Work | null {
    return this.#last === "rows"
      ? (this.#merge() ?? this.#compaction())
      : (this.#compaction() ?? this.#merge());
  }

  #merge(): Work | null {
    const { index } = this.#engine;
    return index?.wantsMerge === true ? { kind: "segments", input: index.beginMerge() } : null;
  }

  #compaction(): Work | null {
    const input = this.#engine.beginCompaction();
    return input === undefined ? null : { kind: "rows", input };
  }

  #hire(): Worker {
    const worker = new Worker(program);
    worker.unref();
    worker.on("message", (done: Done) => this.#take(done));
    worker.on("messageerror", (error) => this.#lose(worker, error));
    worker.on("error", (error) => this.#lose(worker, error));
    worker.on("exit", (code) =>
      this.#lose(worker, new Error(`the merging thread ended: exit code ${code}`)),
    );
    this.#options.onWorker?.(worker);
    return worker;
  }

  #take(done: Done): void {
    const begun = this.#begun;
    if (begun === null || this.#isStopped) return;
    this.#begun = null;
    try {
      this.#install(done, begun);
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#waitMs = this.#everyMs;
    this.#wait();
    if (begun.kind === "rows") this.#options.onCompacted?.(begun.input.table);
    else this.#options.onMerged?.();
  }

  #dismiss(): void {
    const worker = this.#worker;
    this.#worker = null;
    this.#holdsRows = false;
    void worker?.terminate();
  }

  #install(done: Done, begun: Work): void {
    if (done.kind === "rows" && begun.kind === "rows") {
      this.#engine.installRows(done.rows, begun.input);
    } else if (done.kind === "segments" && begun.kind === "segments") {
      this.#engine.installMerged(done.merged, begun.input);
    } else throw new Error(`the merging thread was asked for ${begun.kind}`);
  }

  /** Of a thread that died, all but the first word are passed over. */
  #lose(worker: Worker, error: unknown): void {
    if (worker !== this.#worker) return;
    this.#worker = null;
    void worker.terminate();
    // One that was idle is not missed until there is something to do.
    if (this.#begun !== null) this.#fail(error);
  }

  #fail(error: unknown): void {
    this.#begun = null;
    this.#waitMs = Math.min(Math.max(1, this.#waitMs) * 2, LONGEST_WAIT_MS);
    this.#wait();
    this.#options.onError?.(error);
  }
}

/** Without effect on an engine that has no index. One keeper for an engine: of two, one would only see its work refused. */
export function keepMerged(engine: Engine, options: KeepMergedOptions = {}): MergeKeeper {
  return new Keeper(engine, options);
}
