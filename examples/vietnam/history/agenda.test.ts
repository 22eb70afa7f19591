// The order in which things happen: by moment, then by the turn in which they were planned, also what is planned meanwhile.
import fc from "fast-check";
import { expect, test } from "vitest";
import { Agenda } from "./agenda.ts";

test("by moment, then by turn; nothing from the end on", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), fc.nat(20), (moments, end) => {
      const agenda = new Agenda();
      const done: [number, number][] = [];
      for (const [turn, at] of moments.entries()) agenda.plan(at, () => done.push([at, turn]));
      agenda.run(end);
      // Array.sort is stable, so turns of one moment stay in order.
      const expected = [...moments.entries()]
        .map(([turn, at]): [number, number] => [at, turn])
        .filter(([at]) => at < end)
        .sort((a, b) => a[0] - b[0]);
      expect(done).toEqual(expected);
    }),
  );
});

test("what an action plans is done in its turn", () => {
  const agenda = new Agenda();
  const done: string[] = [];
  agenda.plan(5, () => done.push("late"));
  agenda.plan(1, () => {
    done.push("first");
    agenda.plan(3, () => done.push("meanwhile"));
    agenda.plan(9, () => done.push("never"));
  });
  agenda.run(9);
  expect(done).toEqual(["first", "meanwhile", "late"]);
});
