/**
 * A deadline that can be listened to: what ends the waiting of a guard and tells a provider to stop.
 *
 * Comes in: a clock and how long. Goes out: a `ScoreSignal`. Has to be stopped when all is answered, or the clock keeps a timer.
 */
import type { ScoreClock, ScoreSignal } from "./provider.ts";

export class Deadline implements ScoreSignal {
  readonly #listeners = new Set<() => void>();
  readonly #stop: () => void;
  #isOver = false;

  constructor(clock: ScoreClock, ms: number) {
    this.#stop = clock.after(ms, () => this.#end());
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  onOver(then: () => void): () => void {
    if (this.#isOver) then();
    else this.#listeners.add(then);
    return () => this.#listeners.delete(then);
  }

  /** Nobody will be told any more. */
  stop(): void {
    this.#stop();
    this.#listeners.clear();
  }

  #end(): void {
    this.#isOver = true;
    for (const then of this.#listeners) then();
    this.#listeners.clear();
  }
}
