/**
 * Timing of the lines of one contender, a batch of declarations each time they are asked to; the runner asks all contenders in turns, so that a busy
 * moment of the machine falls on all alike.
 *
 * Comes in: lines that have been found right, declarations. Goes out: declarations a second by round, and the least time of each declaration.
 */
import type { Line, Sample } from "./contender.ts";

export interface Effort {
  readonly rounds: number;
  /** Time a line may take in one round, as long as that is one declaration or more. */
  readonly roundMs: number;
  readonly warmUpMs: number;
}

export interface Timed {
  readonly line: Line;
  /** Declarations a second, by round. */
  readonly rates: readonly number[];
  /** Least ms of each declaration that was timed alone. */
  readonly leastMs: readonly number[];
  readonly declarations: number;
}

/** A declaration that takes longer is timed alone and only once a round. */
const SLOW_MS = 5;

/** A line this slow takes part in three rounds only. */
const CRAWLING_MS = 1000;
const CRAWLING_ROUNDS = 3;

/** Results are kept here so that no run can be left out as useless. */
let sink: unknown;

class Turn {
  readonly line: Line;
  readonly rates: number[] = [];
  private readonly samples: readonly Sample[];
  private readonly least: Float64Array;
  private at = 0;
  private estimateMs = 0;
  declarations = 0;

  constructor(line: Line, samples: readonly Sample[]) {
    this.line = line;
    this.samples = samples;
    this.least = new Float64Array(samples.length).fill(Infinity);
  }

  async warmUp(ms: number): Promise<void> {
    const start = performance.now();
    let runs = 0;
    do {
      await this.batch(1);
      runs += 1;
    } while (performance.now() - start < ms / 2);
    this.estimateMs = (performance.now() - start) / runs;
    const second = performance.now();
    const count = Math.floor(ms / 2 / this.estimateMs);
    if (count < 2) return;
    await this.batch(count);
    this.estimateMs = (performance.now() - second) / count;
  }

  async round(ms: number): Promise<void> {
    if (this.estimateMs > CRAWLING_MS && this.rates.length >= CRAWLING_ROUNDS) return;
    const count = Math.max(1, Math.floor(ms / this.estimateMs));
    const start = performance.now();
    if (this.estimateMs > SLOW_MS) await this.timedAlone(count);
    else await this.batch(count);
    this.rates.push((count * 1000) / (performance.now() - start));
    this.declarations += count;
    if (this.estimateMs <= SLOW_MS) await this.timedAlone(Math.min(count, this.samples.length));
  }

  leastMs(): number[] {
    return [...this.least].filter(Number.isFinite);
  }

  private next(): number {
    const at = this.at;
    this.at = at + 1 === this.samples.length ? 0 : at + 1;
    return at;
  }

  private async batch(count: number): Promise<void> {
    const { run, asynchronous } = this.line;
    for (let done = 0; done < count; done += 1) {
      const result = run(this.samples[this.next()] as Sample);
      sink = asynchronous ? await result : result;
    }
  }

  private async timedAlone(count: number): Promise<void> {
    const { run, asynchronous } = this.line;
    for (let done = 0; done < count; done += 1) {
      const at = this.next();
      const start = performance.now();
      const result = run(this.samples[at] as Sample);
      sink = asynchronous ? await result : result;
      const ms = performance.now() - start;
      if (ms < (this.least[at] ?? 0)) this.least[at] = ms;
    }
  }
}

/** The lines of one contender. */
export class Turns {
  private readonly turns: readonly Turn[];
  private readonly effort: Effort;
  private rounds = 0;

  constructor(lines: readonly Line[], samples: readonly Sample[], effort: Effort) {
    this.turns = lines.map((line) => new Turn(line, samples));
    this.effort = effort;
  }

  async warmUp(): Promise<void> {
    for (const turn of this.turns) await turn.warmUp(this.effort.warmUpMs);
  }

  async round(): Promise<void> {
    globalThis.gc?.();
    // No line always follows the same neighbour's mess in the caches.
    for (const turn of rotated(this.turns, this.rounds)) await turn.round(this.effort.roundMs);
    this.rounds += 1;
  }

  timed(): readonly Timed[] {
    if (sink === this) throw new Error("the lines did not run");
    return this.turns.map((turn) => ({
      line: turn.line,
      rates: turn.rates,
      leastMs: turn.leastMs(),
      declarations: turn.declarations,
    }));
  }
}

/** The same, beginning with another one each time. */
export function rotated<T>(of: readonly T[], by: number): readonly T[] {
  const first = of.length === 0 ? 0 : by % of.length;
  return [...of.slice(first), ...of.slice(0, first)];
}
