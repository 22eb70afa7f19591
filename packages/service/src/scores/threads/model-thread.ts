/**
 * The host of a model that runs in a thread or process: hands over one question at a time, ends what hangs, starts again what died.
 *
 * Comes in: a program, what it opens, questions with signals. Goes out: results or failures; never an exception once it is open. A question whose deadline has passed is given `graceMs` to
 * come back before its thread is ended, since starting anew costs more than waiting. What is queued meanwhile ends with its own deadline.
 */
import type { ScoreFailed, ScoreSignal } from "@luong/runtime";
import { ModelError } from "../model-error.ts";
import type { FromProgram } from "./protocol.ts";
import { type Isolation, openWorkplace, type Workplace } from "./workplace.ts";

export interface ModelThreadOptions {
  readonly program: URL;
  readonly data: unknown;
  /** Default `thread`. */
  readonly isolation?: Isolation;
  /** How long a thread may go on after the deadline of its question; default 1,000 ms. */
  readonly graceMs?: number;
  /** How long opening the model may take; default 30,000 ms. */
  readonly openMs?: number;
  /** Hears of each thread or process as it is started: its number from 1, and a way to end it. */
  readonly onStart?: (count: number, kill: () => Promise<void>) => void;
}

export type ThreadResult = { readonly result: unknown } | ScoreFailed;

interface Job {
  readonly id: number;
  readonly payload: unknown;
  readonly signal: ScoreSignal;
  readonly settle: (result: ThreadResult) => void;
}

interface Running {
  readonly workplace: Workplace;
  isReady: boolean;
  job: Job | null;
  timer: NodeJS.Timeout | null;
}

const GRACE_MS = 1000;
const OPEN_MS = 30_000;
/** Threads that do not end although they were told to; more would only take memory. */
const STUCK_ALLOWED = 2;

export class ModelThread {
  readonly #options: ModelThreadOptions;
  readonly #queue: Job[] = [];
  readonly #whenReady: ((failure: string | null) => void)[] = [];
  #running: Running | null = null;
  #lastJob = 0;
  #started = 0;
  #stuck = 0;
  #isClosed = false;

  constructor(options: ModelThreadOptions) {
    this.#options = options;
  }

  /** Opens the model. Throws `ModelError` with the program's reason. */
  async open(): Promise<void> {
    const failure = await new Promise<string | null>((resolve) => {
      this.#whenReady.push(resolve);
      this.#advance();
    });
    if (failure !== null) {
      await this.close();
      throw new ModelError(
        `the model cannot be opened: ${failure}`,
        `không mở được mô hình: ${failure}`,
      );
    }
  }

  ask(payload: unknown, signal: ScoreSignal): Promise<ThreadResult> {
    return new Promise((resolve) => {
      if (this.#isClosed) {
        resolve({ failed: "not available", detail: "closed" });
        return;
      }
      let stopListening = (): void => undefined;
      const job: Job = {
        id: ++this.#lastJob,
        payload,
        signal,
        settle: (result) => {
          stopListening();
          resolve(result);
        },
      };
      this.#queue.push(job);
      stopListening = signal.onOver(() => this.#tooLate(job));
      this.#advance();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const running = this.#running;
    this.#running = null;
    if (running !== null) this.#leave(running, { failed: "not available", detail: "closed" });
    this.#failQueue("closed");
    if (this.#stuck === 0) await running?.workplace.kill();
  }

  #advance(): void {
    if (this.#running === null) this.#start();
    const running = this.#running;
    if (running === null || !running.isReady || running.job !== null) return;
    const job = this.#queue.shift();
    if (job === undefined) return;
    running.job = job;
    running.workplace.post({ kind: "ask", id: job.id, payload: job.payload });
  }

  #start(): void {
    if (this.#isClosed) return;
    if (this.#stuck >= STUCK_ALLOWED) {
      this.#failQueue("threads of the model hang and cannot be ended");
      return;
    }
    const { program, data, isolation = "thread", openMs = OPEN_MS, onStart } = this.#options;
    const workplace = openWorkplace(program, isolation, {
      onMessage: (message) => this.#hear(running, message),
      onEnd: (reason) => this.#ended(running, reason),
    });
    const running: Running = { workplace, isReady: false, job: null, timer: null };
    running.timer = setTimeout(
      () => this.#end(running, "not available", "the model takes too long to open"),
      openMs,
    );
    this.#running = running;
    this.#started += 1;
    workplace.post({ kind: "open", data });
    onStart?.(this.#started, workplace.kill);
  }

  #hear(running: Running, message: FromProgram): void {
    if (running !== this.#running) return;
    if (message.kind === "unfit") {
      this.#end(running, "not available", message.reason);
      return;
    }
    this.#stopTimer(running);
    if (message.kind === "ready") {
      running.isReady = true;
      this.#tellReady(null);
    } else if (running.job?.id === message.id) {
      const { job } = running;
      running.job = null;
      job.settle(
        message.kind === "answer"
          ? { result: message.result }
          : { failed: "crashed", detail: message.reason },
      );
    }
    this.#advance();
  }

  /** Nobody waits any more. In the queue it goes away; at work it has `graceMs`. */
  #tooLate(job: Job): void {
    const place = this.#queue.indexOf(job);
    if (place >= 0) {
      this.#queue.splice(place, 1);
      job.settle({ failed: "timeout" });
      return;
    }
    const running = this.#running;
    if (running?.job !== job) return;
    running.timer = setTimeout(
      () => this.#end(running, "timeout", "the model hangs"),
      this.#options.graceMs ?? GRACE_MS,
    );
  }

  #end(running: Running, failed: "timeout" | "not available", reason: string): void {
    if (running !== this.#running) return;
    this.#running = null;
    this.#leave(running, { failed, detail: reason });
    this.#stuck += 1;
    void running.workplace.kill().then(() => {
      this.#stuck -= 1;
    });
    if (!running.isReady) this.#cannotStart(reason);
    else if (this.#queue.length > 0) this.#advance();
  }

  /** It died by itself. */
  #ended(running: Running, reason: string): void {
    if (running !== this.#running) return;
    this.#running = null;
    this.#leave(running, { failed: "crashed", detail: reason });
    if (!running.isReady) this.#cannotStart(reason);
    else if (this.#queue.length > 0) this.#advance();
  }

  #leave(running: Running, result: ThreadResult): void {
    this.#stopTimer(running);
    running.job?.settle(result);
    running.job = null;
  }

  /** What waited for this start is told so; the next question tries again. */
  #cannotStart(reason: string): void {
    this.#tellReady(reason);
    this.#failQueue(reason);
  }

  #tellReady(failure: string | null): void {
    for (const tell of this.#whenReady.splice(0)) tell(failure);
  }

  #failQueue(detail: string): void {
    for (const job of this.#queue.splice(0)) job.settle({ failed: "not available", detail });
  }

  #stopTimer(running: Running): void {
    if (running.timer !== null) clearTimeout(running.timer);
    running.timer = null;
  }
}

/** Address of a program beside `from`, with the ending `from` has: `.ts` from sources, `.js` when built. */
export function programBeside(name: string, from: string): URL {
  return new URL(`./${name}${/\.[cm]?[jt]s/.exec(from)?.[0] ?? ".js"}`, from);
}
