/**
 * One stream through a pool: pulls the source while a thread has room, hands out finished batches, and stops when it is told to.
 *
 * INVARIANT (bounded): at most `window` batches are pulled and not yet handed out, so a consumer that does not read stops the source, and
 * memory does not grow. A source that waits does not hold back what it has given: a batch is closed when the next value is not there at once.
 * An error of the source is thrown after the outcomes of everything pulled before it.
 */
import type { Batch } from "../../pool/batch.ts";
import { BatchMaker } from "../../pool/batch.ts";
import type { PoolAsk } from "../../pool/protocol.ts";
import type { Crew, Job } from "./crew.ts";
import type { Feed } from "./feed.ts";

export interface StreamParts<Given> {
  readonly crew: Crew;
  readonly source: Iterable<Given> | AsyncIterable<Given>;
  readonly feed: Feed<Given>;
  readonly ask: PoolAsk;
  /** Declarations in a batch. */
  readonly batch: number;
  /** Batches pulled and not handed out. */
  readonly window: number;
  /** False: batches come as they are finished. */
  readonly ordered: boolean;
  readonly signals: readonly AbortSignal[];
}

type Puller<Given> = {
  next(): IteratorResult<Given> | Promise<IteratorResult<Given>>;
  return?(): unknown;
};

function pullerOf<Given>(source: Iterable<Given> | AsyncIterable<Given>): Puller<Given> {
  return Symbol.asyncIterator in source
    ? source[Symbol.asyncIterator]()
    : source[Symbol.iterator]();
}

function isPromise<T>(value: T | Promise<T>): value is Promise<T> {
  return typeof value === "object" && value !== null && "then" in value;
}

export class PoolStream<Given> {
  private readonly parts: StreamParts<Given>;
  private readonly maker: BatchMaker;
  private readonly jobs: Job[] = [];
  private puller: Puller<Given> | null = null;
  /** A value has been asked for and is not there. */
  private pulls = 0;
  private isPulling = false;
  private isWatched = false;
  /** The source gives nothing more, of itself. */
  private hasEnded = false;
  /** All that was pulled is in `jobs`. */
  private isDone = false;
  private isStopped = false;
  private problem: { readonly error: unknown } | null = null;

  constructor(parts: StreamParts<Given>) {
    this.parts = parts;
    this.maker = new BatchMaker(parts.feed.form, parts.batch);
  }

  /** Finished jobs; the one handed out counts as held until the next is asked for. */
  async *finished(): AsyncGenerator<Job, void, undefined> {
    const { crew, signals } = this.parts;
    const onAbort = (): void => void this.stop().finally(() => crew.changed.fire());
    for (const signal of signals) signal.addEventListener("abort", onAbort);
    try {
      for (const signal of signals) signal.throwIfAborted();
      void this.pump();
      for (;;) {
        for (const signal of signals) signal.throwIfAborted();
        const next = this.nextFinished();
        if (next !== undefined) {
          yield next;
          this.jobs.splice(this.jobs.indexOf(next), 1);
          crew.changed.fire();
        } else if (this.isDone && this.jobs.length === 0) {
          if (this.problem !== null) throw this.problem.error;
          return;
        } else if (crew.failure !== null) throw crew.failure;
        else await crew.changed.wait();
      }
    } finally {
      for (const signal of signals) signal.removeEventListener("abort", onAbort);
      await this.stop();
    }
  }

  private nextFinished(): Job | undefined {
    if (!this.parts.ordered) return this.jobs.find(({ left }) => left === 0);
    const [first] = this.jobs;
    return first?.left === 0 ? first : undefined;
  }

  private async stop(): Promise<void> {
    if (this.isStopped) return;
    this.isStopped = true;
    this.parts.crew.drop(this.jobs);
    if (this.hasEnded) return;
    const ended = this.puller?.return?.();
    // A source that is being waited for answers when it will; who gave up need not wait for it.
    if (this.isPulling) Promise.resolve(ended).catch(() => undefined);
    else await ended;
  }

  private async pump(): Promise<void> {
    const { feed, source } = this.parts;
    try {
      this.puller = pullerOf(source);
      while (await this.room()) {
        const step = await this.pull(this.puller);
        if (this.isStopped) return;
        if (step === null) {
          await this.put(feed.end(this.maker));
          break;
        }
        if (!(await this.put(feed.add(step.value, this.maker)))) return;
      }
    } catch (error) {
      this.problem = { error };
      if (!this.hasEnded) Promise.resolve(this.puller?.return?.()).catch(() => undefined);
      this.hasEnded = true;
    }
    if (this.isStopped) return;
    this.flush();
    this.isDone = true;
    this.parts.crew.changed.fire();
  }

  /** The next value, null at the end; a partial batch goes on its way while the source makes us wait. */
  private async pull(puller: Puller<Given>): Promise<{ readonly value: Given } | null> {
    this.pulls++;
    this.isPulling = true;
    try {
      let result = puller.next();
      if (isPromise(result)) {
        this.watch();
        result = await result;
      }
      if (result.done !== true) {
        const { value } = result;
        return { value: isPromise(value) ? await value : value };
      }
      this.hasEnded = true;
      return null;
    } catch (error) {
      this.hasEnded = true;
      throw error;
    } finally {
      this.isPulling = false;
    }
  }

  private watch(): void {
    if (this.isWatched || this.maker.isEmpty) return;
    this.isWatched = true;
    const { pulls } = this;
    setImmediate(() => {
      this.isWatched = false;
      if (!this.isPulling || this.isStopped) return;
      if (this.pulls === pulls) this.flush();
      else this.watch();
    });
  }

  /** False: the stream was stopped meanwhile. */
  private async put(entries: Iterable<void>): Promise<boolean> {
    for (const _ of entries) {
      if (!this.maker.isFull) continue;
      this.flush();
      if (!(await this.room())) return false;
    }
    return true;
  }

  private flush(): void {
    if (this.maker.isEmpty) return;
    const batch: Batch = this.maker.take();
    this.jobs.push(this.parts.crew.submit(batch, this.parts.ask));
    if (batch.positions.length === 0) this.parts.crew.changed.fire();
  }

  /** Waits until another batch may be begun; false when the stream was stopped. */
  private async room(): Promise<boolean> {
    const { crew, window } = this.parts;
    while (!this.isStopped && (this.jobs.length >= window || !crew.hasRoom)) {
      if (crew.failure !== null) return false;
      await crew.changed.wait();
    }
    return !this.isStopped;
  }
}
