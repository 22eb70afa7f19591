/**
 * Group commit: appends of the same tick, and those that come while one is being written, are written together.
 *
 * Comes in: prepared batches, in the order of calls. Goes out: for each its own answer. Batches keep their order. When writing several together fails
 * for a reason that may lie in one of them, each is written alone, so that only the bad one fails.
 */
import type { Appended, PreparedBatch } from "@luong/runtime";

/** Writes batches in one transaction, all or none; one answer for each. */
export type WriteGroup = (batches: readonly PreparedBatch[]) => Promise<readonly Appended[]>;

interface Waiting {
  readonly batch: PreparedBatch;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: unknown) => void;
}

/** LIMIT (group): entries and decisions, and UTF-16 units of text, written in one transaction; a batch that is larger goes alone. */
const GROUP_MEMBERS = 2_000;
const GROUP_SIZE = 4_000_000;

export class AppendQueue {
  readonly #write: WriteGroup;
  /** Is the whole store out of order, so that trying each batch alone is of no use? */
  readonly #isOutage: (error: unknown) => boolean;
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;

  constructor(write: WriteGroup, isOutage: (error: unknown) => boolean) {
    this.#write = write;
    this.#isOutage = isOutage;
  }

  add(batch: PreparedBatch): Promise<Appended> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ batch, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when all that was added has its answer. */
  async drain(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  async #run(): Promise<void> {
    // Not a microtask: requests that arrived together are different tasks of one tick.
    await new Promise((resume) => setImmediate(resume));
    while (this.#waiting.length > 0) await this.#settle(this.#take());
    this.#running = undefined;
  }

  #take(): readonly Waiting[] {
    let [count, members, size] = [0, 0, 0];
    for (const { batch } of this.#waiting) {
      members += batch.entries.length + batch.decisions.length;
      size += batch.size;
      if (count > 0 && (members > GROUP_MEMBERS || size > GROUP_SIZE)) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #settle(group: readonly Waiting[]): Promise<void> {
    try {
      const answers = await this.#write(group.map(({ batch }) => batch));
      for (const [at, { resolve }] of group.entries()) resolve(answers[at] as Appended);
    } catch (error) {
      if (group.length === 1 || this.#isOutage(error)) for (const each of group) each.reject(error);
      else for (const each of group) await this.#settle([each]);
    }
  }
}
