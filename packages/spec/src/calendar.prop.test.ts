import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addMonths,
  calendarFromDays,
  dateTextFromDays,
  daysFromCalendar,
  instantTextFromMs,
  localDays,
  localTimeMs,
  MS_PER_DAY,
  parseDate,
  parseInstant,
  startOfMonth,
  weekdayFromDays,
} from "./calendar.ts";

// Years 1 to 9999, as the text form has four digits.
const days = fc.integer({ min: daysFromCalendar(1, 1, 1), max: daysFromCalendar(9999, 12, 31) });
const instants = days.chain((day) =>
  fc.integer({ min: 0, max: MS_PER_DAY - 1 }).map((ms) => day * MS_PER_DAY + ms),
);
const zones = fc.integer({ min: -18 * 60, max: 18 * 60 });

test("dates come back, and agree with the platform's calendar", () => {
  fc.assert(
    fc.property(days, (day) => {
      expect(parseDate(dateTextFromDays(day))).toBe(day);
      const platform = new Date(day * MS_PER_DAY);
      const { year, month, day: dayOfMonth } = calendarFromDays(day);
      expect([year, month, dayOfMonth]).toEqual([
        platform.getUTCFullYear(),
        platform.getUTCMonth() + 1,
        platform.getUTCDate(),
      ]);
      expect(weekdayFromDays(day) % 7).toBe(platform.getUTCDay());
    }),
  );
});

test("text that parses is the text that is written", () => {
  const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
  fc.assert(
    fc.property(digits(4), digits(2), digits(2), (year, month, day) => {
      const text = `${year}-${month}-${day}`;
      const parsed = parseDate(text);
      if (parsed !== undefined) expect(dateTextFromDays(parsed)).toBe(text);
    }),
  );
});

test("instants come back in any zone, and their parts make them up", () => {
  fc.assert(
    fc.property(instants, zones, (ms, zone) => {
      // The zone may push the year out of four digits.
      const { year } = calendarFromDays(localDays(ms, zone));
      fc.pre(year >= 1 && year <= 9999);
      expect(parseInstant(instantTextFromMs(ms, zone), 0)).toBe(ms);
      const local = localDays(ms, zone) * MS_PER_DAY + localTimeMs(ms, zone);
      expect(local - zone * 60_000).toBe(ms);
    }),
  );
});

test("adding months lands in the right month, never later in it", () => {
  fc.assert(
    fc.property(days, fc.integer({ min: -24, max: 24 }), (day, months) => {
      const from = calendarFromDays(day);
      const to = calendarFromDays(addMonths(day, months));
      const count = from.year * 12 + from.month + months;
      expect(to.year * 12 + to.month).toBe(count);
      expect(to.day).toBeLessThanOrEqual(from.day);
      // The first of a month is always there, so it goes and comes back.
      expect(addMonths(addMonths(startOfMonth(day), months), -months)).toBe(startOfMonth(day));
    }),
  );
});
