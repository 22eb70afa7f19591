// The law of passages: the order of arrival does not matter. Within the lateness not even the names and revisions differ; beyond it, the final
// passages are the same.
import fc from "fast-check";
import { expect, test } from "vitest";
import { defaultIntakeRules } from "../../src/intake/intake.ts";
import type { Passage } from "../../src/intake/passage.ts";
import { type CameraRead, compareReads } from "../../src/intake/read.ts";
import { Sessions } from "../../src/intake/sessions.ts";
import { containerRead, misreadContainer, plateRead, weightRead } from "./make-read.ts";

const rules = { ...defaultIntakeRules, latenessMs: 60_000 };
// Few plates, some of them alike, and moments close together: the cases that are hard.
const plates = ["29C12345", "29C1234S", "29C12346", "15H67890", "15H6789O"];
const numbers = ["MSCU6639870", "CSQU3054383", "MSKU4107939"];
const seconds = fc.integer({ min: 0, max: 400 });
const brief = fc.record({
  lane: fc.constantFrom("L1", "L2"),
  device: fc.constantFrom("a", "b"),
  direction: fc.constantFrom("in" as const, "out" as const, "unknown" as const),
});
const read: fc.Arbitrary<CameraRead> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(seconds, fc.constantFrom(...plates), fc.integer({ min: 1, max: 99 }), brief)
      .map(([at, plate, confidence, where]) => plateRead(at, plate, confidence, where)),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(seconds, fc.constantFrom(...numbers), brief)
      .map(([at, number, where]) => containerRead(at, number, where)),
  },
  { weight: 1, arbitrary: seconds.map((at) => misreadContainer(at, "MSCU6639871")) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(seconds, fc.constantFrom(9000, 9100), brief)
      .map(([at, kg, where]) => weightRead(at, kg, where)),
  },
);
const reads = fc.uniqueArray(read, { maxLength: 60, selector: ({ eventId }) => eventId });
/** As many numbers as there can be reads. */
const keys = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 60, maxLength: 60 });

function emitted(ordered: readonly CameraRead[], flushAt = -1): readonly Passage[] {
  const given: Passage[] = [];
  const sessions = new Sessions(rules, (passage) => void given.push(passage));
  for (const [at, each] of ordered.entries()) {
    sessions.add(each);
    if (at === flushAt) sessions.flush();
  }
  sessions.flush();
  return given;
}

/** The last revision of each passage. */
function finalOf(given: readonly Passage[]): readonly Passage[] {
  const last = new Map<string, Passage>();
  for (const passage of given) {
    expect(passage.revision).toBe((last.get(passage.passageId)?.revision ?? 0) + 1);
    last.set(passage.passageId, passage);
  }
  return [...last.values()];
}

function sorted(texts: readonly unknown[]): readonly string[] {
  return texts.map((each) => JSON.stringify(each)).toSorted();
}

/** What passages say, without name and revision; void ones left out. */
function said(given: readonly Passage[]): readonly string[] {
  const live = finalOf(given).filter(({ supersededBy }) => supersededBy === undefined);
  return sorted(live.map(({ passageId: _, revision: __, ...content }) => content));
}

test("in any order within the lateness, with repetitions: the same passages, names and revisions", () => {
  fc.assert(
    fc.property(reads, keys, fc.array(fc.nat(59), { maxLength: 20 }), (some, delays, repeats) => {
      const inOrder = some.toSorted(compareReads);
      // A read delayed by less than the lateness comes while the latest capture is no further ahead than that.
      const delayed = some.map((each, at) => ({
        each,
        arrives: each.capturedAt + (delays[at] ?? 0) * (rules.latenessMs - 1),
      }));
      const again = repeats.flatMap((at) => {
        const first = delayed[at % Math.max(1, delayed.length)];
        return first === undefined ? [] : [{ ...first, arrives: first.arrives + 30_000 }];
      });
      const mixed = [...delayed, ...again].toSorted((a, b) => a.arrives - b.arrives);
      const given = emitted(mixed.map(({ each }) => each));
      expect(sorted(given)).toEqual(sorted(emitted(inOrder)));
      expect(given.every(({ revision }) => revision === 1)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("in any order at all, flushed in between: the same final passages", () => {
  fc.assert(
    fc.property(reads, keys, fc.nat(60), (some, order, flushAt) => {
      const inOrder = some.toSorted(compareReads);
      const shuffled = some
        .map((each, at) => ({ each, key: order[at] ?? 0 }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ each }) => each);
      expect(said(emitted(shuffled, flushAt))).toEqual(said(emitted(inOrder)));
    }),
    { numRuns: 500 },
  );
});

test("stopped anywhere and started again from its state as text: the same from there on", () => {
  fc.assert(
    fc.property(reads, fc.nat(60), (some, stopAt) => {
      const whole = emitted(some);
      const given: Passage[] = [];
      const emit = (passage: Passage): void => void given.push(passage);
      const before = new Sessions(rules, emit);
      for (const each of some.slice(0, stopAt)) before.add(each);
      const state = JSON.parse(JSON.stringify(before.state()));
      const after = new Sessions(rules, emit, state);
      expect(after.heldReads).toBe(before.heldReads);
      for (const each of some.slice(stopAt)) after.add(each);
      after.flush();
      expect(sorted(given)).toEqual(sorted(whole));
    }),
    { numRuns: 300 },
  );
});
