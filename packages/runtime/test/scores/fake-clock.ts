// A clock that only moves when told to: time is an input of guards and breakers.
// Comes in: how far to go. Goes out: what was due on the way, in order.
import type { ScoreClock } from "../../src/scores/provider.ts";

interface Timer {
  readonly at: number;
  readonly then: () => void;
}

export class FakeClock implements ScoreClock {
  #now = 0;
  readonly #timers = new Set<Timer>();

  readonly now = (): number => this.#now;

  readonly after = (ms: number, then: () => void): (() => void) => {
    const timer = { at: this.#now + ms, then };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };

  /** Timers that nobody took back. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Lets promises that are settled run before and after. */
  async advance(ms: number): Promise<void> {
    await settled();
    const end = this.#now + ms;
    for (let due = this.#next(end); due !== undefined; due = this.#next(end)) {
      this.#now = due.at;
      this.#timers.delete(due);
      due.then();
      await settled();
    }
    this.#now = end;
  }

  #next(end: number): Timer | undefined {
    return [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}
