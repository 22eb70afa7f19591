import fc from "fast-check";
import { expect, test } from "vitest";
import { parseDate, weekdayFromDays } from "./calendar.ts";
import { isWorkingDay, workingDaysBetween } from "./working-days.ts";

const day = (text: string): number => parseDate(text) ?? Number.NaN;
const off = new Set(["2026-02-16", "2026-02-17", "2026-02-18", "2026-02-21"].map(day));

// February 2026 begins on a Sunday: the 13th is a Friday, the 16th a Monday, the 21st a Saturday.
test.each([
  ["2026-02-13", true],
  ["2026-02-14", false],
  ["2026-02-15", false],
  ["2026-02-16", false],
  ["2026-02-19", true],
  ["1969-12-26", true],
  ["1969-12-28", false],
])("%s: %s", (date, expected) => {
  expect(isWorkingDay(day(date), off)).toBe(expected);
});

test.each([
  // Thursday and Friday; the three days off and the weekends are left out.
  ["2026-02-13", "2026-02-20", 2],
  ["2026-02-13", "2026-02-23", 3],
  ["2026-02-19", "2026-02-20", 1],
  ["2026-02-20", "2026-02-22", 0],
  ["2026-02-20", "2026-02-20", 0],
  ["2026-02-20", "2026-02-13", 0],
  // 2026 has 261 Mondays to Fridays, three of them off.
  ["2025-12-31", "2026-12-31", 258],
  ["1969-12-26", "1970-01-02", 5],
])("from %s to %s: %i", (from, to, expected) => {
  expect(workingDaysBetween(day(from), day(to), off)).toBe(expected);
});

test("the count is that of the days one by one", () => {
  const days = fc.integer({ min: -800, max: 800 });
  fc.assert(
    fc.property(days, days, fc.array(days, { maxLength: 30 }), (from, to, list) => {
      const daysOff = new Set(list);
      let expected = 0;
      for (let at = from + 1; at <= to; at += 1) {
        if (weekdayFromDays(at) < 6 && !list.includes(at)) expected += 1;
      }
      expect(workingDaysBetween(from, to, daysOff)).toBe(expected);
    }),
  );
});
