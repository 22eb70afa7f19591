/**
 * Timing in interleaved rounds: every engine works in every round, so that a busy machine slows them alike.
 *
 * Comes in: things to run and how many declarations each takes a round. Goes out: rates by round, their median, least and greatest. Ratios are taken
 * round by round.
 */
import { loadavg } from "node:os";

export interface Runner {
  readonly name: string;
  /** Declarations decided in one round. */
  readonly perRound: number;
  readonly run: () => void | Promise<void>;
}

export interface Rates {
  readonly name: string;
  /** Declarations a second, by round. */
  readonly rounds: readonly number[];
}

export async function interleaved(
  runners: readonly Runner[],
  rounds: number,
): Promise<readonly Rates[]> {
  const rates = runners.map((runner) => ({ name: runner.name, rounds: [] as number[] }));
  // The first round warms up and is not counted.
  for (let round = -1; round < rounds; round += 1) {
    for (const [index, runner] of runners.entries()) {
      globalThis.gc?.();
      const start = performance.now();
      await runner.run();
      const seconds = (performance.now() - start) / 1000;
      if (round >= 0) rates[index]?.rounds.push(runner.perRound / seconds);
    }
  }
  return rates;
}

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly greatest: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  return {
    median: at(Math.floor(sorted.length / 2)),
    least: at(0),
    greatest: at(sorted.length - 1),
  };
}

/** How many times the rate of `peer` the rate of `ours` is, by round. */
export function ratiosOf(ours: Rates, peer: Rates): Spread {
  return spreadOf(ours.rounds.map((rate, round) => rate / (peer.rounds[round] ?? Number.NaN)));
}

export function shownSpread({ median, least, greatest }: Spread): string {
  const show = (value: number): string =>
    value >= 100 ? Math.round(value).toLocaleString("en-US") : value.toPrecision(3);
  return `${show(median)} (${show(least)} to ${show(greatest)})`;
}

export function machineLine(): string {
  const load = loadavg()[0] ?? 0;
  return `Node ${process.versions.node}, load ${load.toFixed(2)} before the run`;
}
