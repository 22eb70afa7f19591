/**
 * A circuit breaker: leaves a model that keeps failing alone for a while, so that decisions do not wait for it.
 *
 * Closed: calls pass. After `failures` failed calls in a row it is open: none pass for `openMs`. Then it is half open: one call passes as a trial; when it is good the breaker closes, when it
 * fails it opens again for twice as long, at most `longestMs`. Time is told by whoever asks. Knows nothing of what a call is.
 */

export interface BreakerRules {
  /** Failed calls in a row that open it. */
  readonly failures: number;
  readonly openMs: number;
  readonly longestMs: number;
}

export const usualBreaker: BreakerRules = { failures: 5, openMs: 10_000, longestMs: 300_000 };

export type BreakerState = "closed" | "open" | "half open";

/** A call that may be made; to be given back with its outcome. */
export interface Ticket {
  readonly era: number;
}

export class Breaker {
  readonly #rules: BreakerRules;
  #state: BreakerState = "closed";
  #failed = 0;
  #opened = 0;
  #until = 0;
  #waitMs: number;
  /** Changes with the state, so that calls begun before tell nothing of what came since. */
  #era = 0;

  constructor(rules: BreakerRules) {
    this.#rules = rules;
    this.#waitMs = rules.openMs;
  }

  get state(): BreakerState {
    return this.#state;
  }

  /** How often it has opened. */
  get opened(): number {
    return this.#opened;
  }

  /** Null: the call must not be made. */
  enter(now: number): Ticket | null {
    if (this.#state === "half open" || (this.#state === "open" && now < this.#until)) return null;
    if (this.#state === "open") this.#become("half open");
    return { era: this.#era };
  }

  leave({ era }: Ticket, isGood: boolean, now: number): void {
    if (era !== this.#era) return;
    if (isGood) this.#good();
    else this.#bad(now);
  }

  #good(): void {
    this.#failed = 0;
    this.#waitMs = this.#rules.openMs;
    if (this.#state !== "closed") this.#become("closed");
  }

  #bad(now: number): void {
    this.#failed += 1;
    if (this.#state === "half open")
      this.#waitMs = Math.min(this.#waitMs * 2, this.#rules.longestMs);
    else if (this.#failed < this.#rules.failures) return;
    this.#until = now + this.#waitMs;
    this.#opened += 1;
    this.#become("open");
  }

  #become(state: BreakerState): void {
    this.#state = state;
    this.#era += 1;
  }
}
