/**
 * The threads of a pool: starts them, hands them tasks, and makes up for those that die.
 *
 * INVARIANT (nothing lost): a task is with one thread, or in the queue, or answered; never in two of these. What a dead thread had goes back to the
 * front of the queue. A task that was being worked on when two threads died is cut at the declaration they were at; a declaration alone that
 * kills two more is given up with LU6204. Knows nothing of order, duplicates and quotas.
 */
import { Worker, type WorkerOptions } from "node:worker_threads";
import { loadError } from "../../engine.ts";
import type { Batch } from "../../pool/batch.ts";
import type {
  EvaluateReply,
  EvaluateRequest,
  FromWorker,
  PoolAsk,
  ReadyMessage,
  RenewRequest,
} from "../../pool/protocol.ts";
import type { SharedState } from "../../pool/shared-state.ts";
import { cutTexts } from "../../pool/text-block.ts";
import { type CrewData, PROGRESS_INDEX, PROGRESS_TASK } from "./crew-data.ts";
import { Signal } from "./signal.ts";

/** A batch on its way. The parts of the answer may come from several threads. */
export interface Job {
  readonly batch: Batch;
  readonly ask: PoolAsk;
  /** Answers, by the text they begin with. */
  readonly parts: Map<number, EvaluateReply | Lost>;
  /** Texts not answered. */
  left: number;
  /** Nobody waits for the answer any more. */
  isDropped: boolean;
}

/** A declaration that nothing can be said about. */
export interface Lost {
  readonly kind: "lost";
  readonly deaths: number;
  readonly reason: string;
}

interface Task {
  readonly id: number;
  readonly job: Job;
  /** Texts of the job's batch. */
  readonly from: number;
  readonly to: number;
  /** Threads that died while they worked on it. */
  readonly deaths: number;
}

export interface CrewOptions {
  readonly place: string;
  readonly options: SharedArrayBuffer;
  /** What threads start with until `renew` says otherwise. */
  readonly state: SharedState;
  readonly workers: number;
  readonly inFlight: number;
  readonly worker: Pick<WorkerOptions, "resourceLimits">;
  readonly onWorker: ((worker: Worker) => void) | undefined;
}

interface Member {
  readonly worker: Worker;
  readonly progress: Int32Array<SharedArrayBuffer>;
  /** In the order given. */
  readonly tasks: Task[];
  isReady: boolean;
  /** Number of the state it decides by, or will when it is ready. */
  state: number;
  error: unknown;
}

/** Threads that may die over one task before it is cut, or over one declaration before it is given up. */
const DEATHS_ALLOWED = 2;
/** Threads in a row that may die before they are ready. */
const STARTS_ALLOWED = 3;

/** The file of the thread's program has the ending of this one: `.ts` from sources, `.js` when built. */
const program = new URL(
  `./worker${/\.[cm]?[jt]s/.exec(import.meta.url)?.[0] ?? ".js"}`,
  import.meta.url,
);

export class Crew {
  readonly changed = new Signal();
  /** Why the crew cannot go on; null while it can. */
  failure: Error | null = null;
  private readonly options: CrewOptions;
  private readonly members = new Set<Member>();
  private readonly queue: Task[] = [];
  private ready: ReadyMessage | null = null;
  private lastTask = 0;
  private state: SharedState;
  /** How many states came after the first. */
  private lastState = 0;
  private failedStarts = 0;
  private isClosed = false;

  constructor(options: CrewOptions) {
    this.options = options;
    this.state = options.state;
    for (let count = 0; count < options.workers; count++) this.hire();
  }

  /** Resolves when all threads are ready. Throws `LoadError` when the bundle cannot be used. */
  async whenReady(): Promise<ReadyMessage> {
    for (;;) {
      if (this.failure !== null) throw this.failure;
      if (this.ready !== null && [...this.members].every(({ isReady }) => isReady)) {
        return this.ready;
      }
      await this.changed.wait();
    }
  }

  /** A thread would begin a task at once, or as soon as it has done what it has. */
  get hasRoom(): boolean {
    return this.queue.length === 0 && this.freest() !== undefined;
  }

  /** Tasks with the threads or waiting for one. */
  get outstanding(): number {
    return [...this.members].reduce((sum, { tasks }) => sum + tasks.length, this.queue.length);
  }

  submit(batch: Batch, ask: PoolAsk): Job {
    const left = batch.positions.length;
    const job: Job = { batch, ask, parts: new Map(), left, isDropped: false };
    if (left > 0) this.enqueue(job, 0, left, 0, false);
    this.dispatch();
    return job;
  }

  /**
   * Batches handed to threads from now on are decided by this state; a thread that takes the place of a dead one starts with it. Resolves when no thread
   * decides by an older one any more.
   */
  async renew(state: SharedState): Promise<void> {
    this.state = state;
    const number = ++this.lastState;
    const request: RenewRequest = { kind: "renew", number, state };
    for (const { worker } of this.members) worker.postMessage(request);
    for (;;) {
      if (this.failure !== null) throw this.failure;
      if ([...this.members].every((member) => member.state >= number)) return;
      await this.changed.wait();
    }
  }

  /** Takes back what no thread has begun; what one has is answered into the void. */
  drop(jobs: Iterable<Job>): void {
    for (const job of jobs) job.isDropped = true;
    const kept = this.queue.filter(({ job }) => !job.isDropped);
    this.queue.splice(0, this.queue.length, ...kept);
    this.changed.fire();
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.failure ??= new Error("the pool is closed");
    this.changed.fire();
    const members = [...this.members];
    this.members.clear();
    await Promise.all(members.map(({ worker }) => worker.terminate()));
  }

  private hire(): void {
    const { place, options, worker: limits, onWorker } = this.options;
    const { state, lastState } = this;
    const progress = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
    const workerData: CrewData = { place, options, state, progress };
    const worker = new Worker(program, { ...limits, workerData });
    const begun = { tasks: [], isReady: false, state: lastState, error: undefined };
    const member: Member = { worker, progress, ...begun };
    this.members.add(member);
    worker.on("message", (message: FromWorker) => this.hear(member, message));
    worker.on("messageerror", (error) => {
      member.error = error;
      void worker.terminate();
    });
    worker.on("error", (error) => {
      member.error = error;
    });
    worker.on("exit", (code) => this.bury(member, code));
    onWorker?.(worker);
  }

  private hear(member: Member, message: FromWorker): void {
    switch (message.kind) {
      case "ready":
        this.welcome(member, message);
        break;
      case "refused":
        this.fail(loadError(message.problems));
        break;
      case "evaluated":
        this.take(member, message);
        break;
      case "renewed":
        member.state = message.number;
        break;
    }
    this.dispatch();
    this.changed.fire();
  }

  private welcome(member: Member, message: ReadyMessage): void {
    const digest = this.ready?.manifest.digest ?? message.manifest.digest;
    if (digest !== message.manifest.digest) {
      // A stream must not be decided half by one bundle and half by another.
      this.fail(
        new Error(
          `the bundle was replaced while it was in use: ${message.manifest.digest}, not ${digest}`,
        ),
      );
      return;
    }
    this.ready ??= message;
    this.failedStarts = 0;
    member.isReady = true;
  }

  private take(member: Member, reply: EvaluateReply): void {
    const index = member.tasks.findIndex(({ id }) => id === reply.task);
    const [task] = index < 0 ? [] : member.tasks.splice(index, 1);
    if (task !== undefined) this.answer(task, reply);
  }

  private answer({ job, from, to }: Task, part: EvaluateReply | Lost): void {
    job.parts.set(from, part);
    job.left -= to - from;
  }

  private bury(member: Member, code: number): void {
    if (!this.members.delete(member) || this.isClosed || this.failure !== null) return;
    const reason = member.error === undefined ? `exit code ${code}` : String(member.error);
    if (!member.isReady && ++this.failedStarts >= STARTS_ALLOWED) {
      this.fail(
        new Error(`${STARTS_ALLOWED} threads in a row ended before they were ready: ${reason}`, {
          cause: member.error,
        }),
      );
    } else {
      this.takeBack(member, reason);
      this.hire();
      this.dispatch();
    }
    this.changed.fire();
  }

  /** Its tasks are the next to be done, in their order; the one it died over counts a death. */
  private takeBack({ tasks, progress }: Member, reason: string): void {
    const at = Atomics.load(progress, PROGRESS_TASK);
    const text = Atomics.load(progress, PROGRESS_INDEX);
    for (const task of tasks.toReversed()) {
      if (task.job.isDropped) continue;
      if (task.id === at) this.retry(task, task.from + text, reason);
      else this.enqueue(task.job, task.from, task.to, task.deaths, true);
    }
  }

  private retry(task: Task, culprit: number, reason: string): void {
    const { job, from, to } = task;
    const deaths = task.deaths + 1;
    if (deaths < DEATHS_ALLOWED) this.enqueue(job, from, to, deaths, true);
    else if (to - from === 1) this.answer(task, { kind: "lost", deaths, reason });
    else {
      this.enqueue(job, culprit + 1, to, 0, true);
      this.enqueue(job, culprit, culprit + 1, 0, true);
      this.enqueue(job, from, culprit, 0, true);
    }
  }

  private enqueue(job: Job, from: number, to: number, deaths: number, isFirst: boolean): void {
    if (from >= to) return;
    const task = { id: ++this.lastTask, job, from, to, deaths };
    if (isFirst) this.queue.unshift(task);
    else this.queue.push(task);
  }

  private dispatch(): void {
    for (let task = this.queue[0]; task !== undefined; task = this.queue[0]) {
      const member = this.freest();
      if (member === undefined) return;
      this.queue.shift();
      if (task.job.isDropped) continue;
      member.tasks.push(task);
      // Cloned, not transferred: another thread may need the bytes when this one dies.
      member.worker.postMessage(requestOf(task));
    }
  }

  private freest(): Member | undefined {
    let found: Member | undefined;
    for (const member of this.members) {
      if (!member.isReady || member.tasks.length >= this.options.inFlight) continue;
      if (found === undefined || member.tasks.length < found.tasks.length) found = member;
    }
    return found;
  }

  private fail(error: Error): void {
    this.failure ??= error;
    for (const { worker } of this.members) void worker.terminate();
  }
}

function requestOf({ id, job, from, to }: Task): EvaluateRequest {
  const { batch, ask } = job;
  const { form, positions } = batch;
  const isWhole = from === 0 && to === positions.length;
  const { bytes, ends } = isWhole ? batch : cutTexts(batch, from, to);
  const places = isWhole ? positions : positions.slice(from, to);
  return { kind: "evaluate", task: id, form, ask, bytes, ends, positions: places };
}
