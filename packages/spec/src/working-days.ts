/**
 * Working days: Monday to Friday without the days of a list.
 *
 * Comes in: days since 1970-01-01, the days off. Goes out: a yes or no, a count. The cost is that of the list, not of the time between. Which
 * days are off is data; no country's holidays are known here.
 */
import { weekdayFromDays } from "./calendar.ts";

const FRIDAY = 5;
/** 1970-01-01 was a Thursday: the Monday before is day −3. */
const DAYS_SINCE_MONDAY = 3;

function isWeekday(day: number): boolean {
  return weekdayFromDays(day) <= FRIDAY;
}

export function isWorkingDay(day: number, daysOff: ReadonlySet<number>): boolean {
  return isWeekday(day) && !daysOff.has(day);
}

/** Mondays to Fridays from 1969-12-29 on, `day` included; negative before. */
function weekdaysUntil(day: number): number {
  const since = day + DAYS_SINCE_MONDAY;
  const weeks = Math.floor(since / 7);
  return weeks * FRIDAY + Math.min(since - weeks * 7 + 1, FRIDAY);
}

/** Working days after `from` until `to`, `to` included; 0 when `to` is not later. */
export function workingDaysBetween(from: number, to: number, daysOff: ReadonlySet<number>): number {
  if (to <= from) return 0;
  let count = weekdaysUntil(to) - weekdaysUntil(from);
  for (const day of daysOff) if (day > from && day <= to && isWeekday(day)) count -= 1;
  return count;
}
