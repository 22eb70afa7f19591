/**
 * How many calls go to a server at the same time.
 *
 * Comes in: those who want to call. Goes out: a place when one is free, in the order asked; who waits too long leaves the line.
 */
import type { ScoreSignal } from "@luong/runtime";

export class Places {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(count: number) {
    this.#free = count;
  }

  /** A way to give the place back; null: the time was over first. */
  take(signal: ScoreSignal): Promise<(() => void) | null> {
    if (signal.isOver) return Promise.resolve(null);
    if (this.#free > 0) {
      this.#free -= 1;
      return Promise.resolve(() => this.#give());
    }
    return new Promise((resolve) => {
      const turn = (): void => {
        stopListening();
        resolve(() => this.#give());
      };
      this.#waiting.push(turn);
      const stopListening = signal.onOver(() => {
        this.#waiting.splice(this.#waiting.indexOf(turn), 1);
        resolve(null);
      });
    });
  }

  #give(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}
