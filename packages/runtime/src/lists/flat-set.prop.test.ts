// The flat set against the platform's own. Comes in: random texts and periods.
import fc from "fast-check";
import { expect, test } from "vitest";
import { FlatSet, FlatSetBuilder } from "./flat-set.ts";

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 6 }),
  fc.string({ unit: "grapheme", maxLength: 200 }),
  fc.constantFrom(
    "",
    "\u00e0",
    "a\u0300",
    "𝄞",
    "\ud834",
    "\udd1e",
    "x".repeat(127),
    "x".repeat(128),
  ),
  fc.nat(40).map(String),
);

test("holds what a Set holds, in its order, wherever its arrays go", () => {
  fc.assert(
    fc.property(fc.array(text), fc.array(text), fc.boolean(), (members, others, shared) => {
      const set = FlatSet.build(members, shared);
      const twin = new Set(members);
      for (const each of [set, FlatSet.fromArrays(structuredClone(set.arrays()))]) {
        expect([...each]).toEqual([...twin]);
        expect([each.size, each.dated]).toEqual([twin.size, false]);
        for (const one of [...members, ...others]) {
          expect(each.has(one)).toBe(twin.has(one));
          expect(each.hasAt(one, 0)).toBe(twin.has(one));
        }
      }
    }),
  );
});

const end = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constantFrom(-Infinity, Infinity));
const dated = fc.record({ value: fc.constantFrom("", "a", "b", "𝄞"), from: end, until: end });

test("a member is in force from its first to before its last instant, in any of its periods", () => {
  fc.assert(
    fc.property(fc.array(dated, { maxLength: 12 }), fc.integer({ min: -1, max: 21 }), (all, at) => {
      const builder = new FlatSetBuilder(true);
      for (const { value, from, until } of all) builder.add(value, from, until);
      const set = FlatSet.fromArrays(structuredClone(builder.build(true).arrays()));
      const holds = (value: string): boolean =>
        all.some((each) => each.value === value && each.from <= at && at < each.until);
      const values: string[] = [...new Set(all.map(({ value }) => value))];
      for (const value of ["", "a", "b", "𝄞", "c"]) {
        expect(set.hasAt(value, at)).toBe(holds(value));
        expect(set.has(value)).toBe(values.includes(value));
      }
      expect([...set.membersAt(at)]).toEqual(values.filter(holds));
    }),
  );
});

test("an empty set, and one of the empty text", () => {
  expect([FlatSet.build([]).has(""), FlatSet.build([]).size]).toEqual([false, 0]);
  expect([FlatSet.build([""]).has(""), FlatSet.build([""]).has("a")]).toEqual([true, false]);
});

test("a hundred thousand keys: all found, no other, about twenty bytes each", () => {
  const keys = Array.from({ length: 100_000 }, (_, at) => String(1_000_000_000 + at * 37));
  const set = FlatSet.build(keys);
  expect(keys.every((key) => set.has(key))).toBe(true);
  expect(keys.some((key) => set.has(`${key}0`) || set.has(key.slice(1)))).toBe(false);
  expect(set.bytes / set.size).toBeLessThan(20);
  expect(set.arrays().bytes.buffer).toBeInstanceOf(SharedArrayBuffer);
});
