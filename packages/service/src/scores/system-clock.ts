/**
 * The clock and timers of the machine, for guards of scores.
 *
 * Comes in: nothing. Goes out: what the core, which has neither, is handed.
 */
import type { ScoreClock } from "@luong/runtime";

/** Timers wait no longer than this; a longer wait would be none at all. */
const LONGEST_MS = 2 ** 31 - 1;

export const systemScoreClock: ScoreClock = {
  now: () => performance.now(),
  after: (ms, then) => {
    const timer = setTimeout(then, Math.min(ms, LONGEST_MS));
    return () => clearTimeout(timer);
  },
};
