import { describe, expect, test } from "vitest";
import {
  addMonths,
  addMonthsToInstant,
  dateTextFromDays,
  instantTextFromMs,
  parseDate,
  parseInstant,
  parseTime,
  parseZone,
  startOfMonth,
  startOfYear,
  timeTextFromSeconds,
  weekdayFromDays,
} from "./calendar.ts";

const vietnam = 420;

function day(text: string): number {
  const days = parseDate(text);
  if (days === undefined) throw new Error(`${text} is no date`);
  return days;
}

describe("dates", () => {
  test.each([
    ["1970-01-01", 0],
    ["1969-12-31", -1],
    ["2000-02-29", 11_016],
    ["2026-02-01", 20_485],
  ])("%s is day %i", (text, days) => {
    expect(parseDate(text)).toBe(days);
    expect(dateTextFromDays(days)).toBe(text);
  });

  test.each([
    "2026-02-30",
    "2025-02-29",
    "1900-02-29",
    "2026-00-10",
    "2026-13-01",
    "2026-01-00",
    "2026-1-1",
    "26-01-01",
    "2026-01-01 ",
  ])("%j is no date", (text) => {
    expect(parseDate(text)).toBeUndefined();
  });

  test("weekdays are those of ISO 8601", () => {
    expect(weekdayFromDays(day("1970-01-01"))).toBe(4);
    expect(weekdayFromDays(day("2026-02-02"))).toBe(1);
    expect(weekdayFromDays(day("1969-12-28"))).toBe(7);
  });

  test("a day that does not exist becomes the last of its month", () => {
    expect(dateTextFromDays(addMonths(day("2026-01-31"), 1))).toBe("2026-02-28");
    expect(dateTextFromDays(addMonths(day("2024-01-31"), 1))).toBe("2024-02-29");
    expect(dateTextFromDays(addMonths(day("2024-02-29"), -12))).toBe("2023-02-28");
    expect(dateTextFromDays(addMonths(day("2026-03-31"), -1))).toBe("2026-02-28");
    expect(dateTextFromDays(addMonths(day("2026-11-30"), 3))).toBe("2027-02-28");
  });

  test("the first of the month and the year", () => {
    expect(dateTextFromDays(startOfMonth(day("2026-02-14")))).toBe("2026-02-01");
    expect(dateTextFromDays(startOfYear(day("2026-02-14")))).toBe("2026-01-01");
  });
});

describe("times", () => {
  test.each([
    ["00:00", 0],
    ["22:00", 79_200],
    ["22:00:30", 79_230],
    ["23:59:59", 86_399],
  ])("%s is second %i", (text, seconds) => {
    expect(parseTime(text)).toBe(seconds);
    expect(timeTextFromSeconds(seconds)).toBe(text);
  });

  test.each(["24:00", "12:60", "12:00:60", "9:00", "12", "12:00:00.5", ""])(
    "%j is no time",
    (text) => {
      expect(parseTime(text)).toBeUndefined();
    },
  );
});

describe("instants", () => {
  test("without an offset they are local to the zone", () => {
    expect(parseInstant("1970-01-01T07:00", vietnam)).toBe(0);
    expect(parseInstant("1970-01-01T00:00:00.250Z", vietnam)).toBe(250);
    expect(parseInstant("1970-01-01T00:00-03:30", vietnam)).toBe(12_600_000);
  });

  test.each([
    "2026-02-30T00:00",
    "2026-02-01T25:00",
    "2026-02-01",
    "2026-02-01T09:00+19:00",
    "2026-02-01T09:00+7",
  ])("%j is no instant", (text) => {
    expect(parseInstant(text, vietnam)).toBeUndefined();
  });

  test("are written in the zone", () => {
    expect(instantTextFromMs(0, vietnam)).toBe("1970-01-01T07:00:00+07:00");
    expect(instantTextFromMs(-1, 0)).toBe("1969-12-31T23:59:59.999+00:00");
    expect(instantTextFromMs(0, -210)).toBe("1969-12-31T20:30:00-03:30");
  });

  test("months keep the local time of day", () => {
    // 2026-01-31 00:30 in Vietnam is still the 30th in UTC.
    const start = parseInstant("2026-01-31T00:30", vietnam) ?? Number.NaN;
    expect(instantTextFromMs(addMonthsToInstant(start, 1, vietnam), vietnam)).toBe(
      "2026-02-28T00:30:00+07:00",
    );
  });

  test("zones", () => {
    expect([parseZone("+07:00"), parseZone("-03:30"), parseZone("Z"), parseZone("+0530")]).toEqual([
      420, -210, 0, 330,
    ]);
    expect([parseZone("7"), parseZone("+07:60"), parseZone("+25:00")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
