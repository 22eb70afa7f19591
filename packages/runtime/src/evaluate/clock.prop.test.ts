// The fast clock is the spec's clock: same readings, same writings, on texts that are times and on texts that nearly are.
import { instantTextFromMs, parseInstant } from "@luong/spec";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Clock } from "./clock.ts";

const zones = fc.constantFrom(0, 420, -210, 345);
const two = (max: number): fc.Arbitrary<string> =>
  fc.nat(max).map((n) => String(n).padStart(2, "0"));

const nearlyInstant = fc
  .tuple(
    fc.constantFrom("2026-02-01", "2026-02-30", "1999-12-31", "0001-01-01"),
    fc.constantFrom("T", " ", "t"),
    two(25),
    two(61),
    fc.oneof(
      fc.constant(""),
      two(61).map((s) => `:${s}`),
      fc.constant(":00.125"),
      fc.constant(":5"),
    ),
    fc.oneof(
      fc.constantFrom("", "Z", "z", "+07:00", "-03:30", "+18:00", "+18:30", "+0700", "+7:00", "x"),
      two(19).map((h) => `-${h}:00`),
    ),
  )
  .map(([day, t, hour, minute, seconds, zone]) => `${day}${t}${hour}:${minute}${seconds}${zone}`);

test("reads what the spec reads", () => {
  fc.assert(
    fc.property(zones, fc.array(nearlyInstant, { minLength: 1, maxLength: 4 }), (zone, texts) => {
      const clock = new Clock(zone);
      for (const text of texts)
        expect([text, clock.read(text)]).toEqual([text, parseInstant(text, zone)]);
    }),
    { numRuns: 500 },
  );
});

test("writes what the spec writes, and reads it back", () => {
  fc.assert(
    fc.property(
      zones,
      fc.integer({ min: -62_135_596_800_000, max: 253_402_200_000_000 }),
      fc.boolean(),
      (zone, ms, whole) => {
        const clock = new Clock(zone);
        const at = whole ? Math.floor(ms / 1000) * 1000 : ms;
        const text = clock.write(at);
        expect(text).toBe(instantTextFromMs(at, zone));
        expect(clock.read(text)).toBe(at);
      },
    ),
  );
});

test("a date alone is local midnight", () => {
  expect(new Clock(420).read("2026-02-01")).toBe(Date.UTC(2026, 0, 31, 17));
  expect(new Clock(420).read("2026-02-30")).toBeUndefined();
});
