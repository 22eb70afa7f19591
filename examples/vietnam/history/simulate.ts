// The whole: background and planted cases in one world, told in the order in which things become known. Comes in: sizes and a seed. Goes
// out: lines, one by one, and the list of planted cases at the end. Memory holds what is still to come, not what was.
import { startBackground } from "./background.ts";
import { plantEvents } from "./planted/events.ts";
import { plantGoods } from "./planted/goods.ts";
import { Plan } from "./planted/plan.ts";
import { plantTraders } from "./planted/traders.ts";
import type { Truth } from "./rows.ts";
import { type HistoryOptions, type Sink, World } from "./world.ts";

export interface Simulated {
  readonly truth: readonly Truth[];
  /** Most rows that were waiting at one time. */
  readonly peak: number;
}

/** Declarations before the run when nothing is said: four tenths of the run, three thousand at least. */
export function usualBefore(declarations: number): number {
  return Math.max(3_000, Math.round(declarations * 0.4));
}

/** Throws a RangeError for sizes that make no world. */
export function checkOptions({ days, declarations, traders, seed, before }: HistoryOptions): void {
  const whole = (name: string, value: number, low: number, high: number): void => {
    if (Number.isSafeInteger(value) && value >= low && value <= high) return;
    throw new RangeError(`--${name} must be a whole number from ${low} to ${high}, not ${value}`);
  };
  whole("days", days, 4, 180);
  // Planted cases take part of the run: about sixty-five declarations a round of cases.
  whole("declarations", declarations, 100 * (3 + Math.floor(days / 15)), 5_000_000);
  whole("traders", traders, 50, 200_000);
  whole("seed", seed, 0, 0xffff_ffff);
  whole("before", before, 3_000, 5_000_000);
}

export function simulate(options: HistoryOptions, sink: Sink): Simulated {
  checkOptions(options);
  const world = new World(options, sink);
  const { plates } = startBackground(world);
  const plan = new Plan(world, plates);
  plantGoods(plan);
  plantTraders(plan);
  plantEvents(plan);
  world.agenda.run(world.end);
  return { truth: world.truth, peak: world.agenda.peak };
}
