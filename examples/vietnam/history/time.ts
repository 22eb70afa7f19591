// Local time of the simulated world: when it starts, how a day and a week go, and how moments are written.
// Times are ms since 1970 as if local time were UTC, in whole seconds; nothing here reads a clock.
import { MS_PER_DAY } from "../parts.ts";
import type { Random } from "../random.ts";

export const MS_PER_MINUTE = 60_000;
export const MS_PER_HOUR = 3_600_000;

/** First moment of the run, a Monday. What is known before it is history. */
export const START = Date.UTC(2026, 2, 2);
/** The year before, and a little: dormant traders were last active then. */
export const FIRST = START - 430 * MS_PER_DAY;

/** `2026-03-02T09:00:05+07:00`. */
export function instant(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}+07:00`;
}

export function wholeSecond(at: number): number {
  return Math.floor(at / 1000) * 1000;
}

/** First moment of the day that holds `at`. */
export function midnight(at: number): number {
  return Math.floor(at / MS_PER_DAY) * MS_PER_DAY;
}

/** Monday to Sunday. */
const WEEK = [1, 1.06, 1.04, 1.02, 1, 0.45, 0.16] as const;
/** Public holidays of 2025 and 2026 (Labour Code, art. 112), month and day. */
const HOLIDAYS: ReadonlySet<string> = new Set(["01-01", "04-30", "05-01", "09-02"]);

/** How busy a day is, 1 on an ordinary Monday. Trade grows by a quarter in a year. */
export function busyness(day: number): number {
  const at = START + day * MS_PER_DAY;
  const quiet = HOLIDAYS.has(new Date(at).toISOString().slice(5, 10)) ? 0.2 : 1;
  return (WEEK[((day % 7) + 7) % 7] ?? 1) * quiet * (1 + (0.25 * day) / 365);
}

/** A moment of a day: mostly working hours with a pause at noon, a few at night. */
export function momentOf(random: Random, dayStart: number): number {
  const draw = random.next();
  const [low, high] =
    draw < 0.45 ? [7.75, 11.5] : draw < 0.87 ? [13, 17.5] : draw < 0.97 ? [17.5, 22] : [0, 24];
  return wholeSecond(dayStart + (low + (high - low) * random.next()) * MS_PER_HOUR);
}

/** Is it between 22:00 and 04:00? */
export function isNight(at: number): boolean {
  const hour = new Date(at).getUTCHours();
  return hour >= 22 || hour < 4;
}
