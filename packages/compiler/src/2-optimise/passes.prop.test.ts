// Every pass keeps the meaning: the IR after it is well formed, and the interpreter says of it what it says of the IR before.

import { createInterpreter, verifyIr } from "@luong/spec";
import { RandomCriteria, RandomSource, randomQuestion, randomWorld } from "@luong/testkit";
import fc from "fast-check";
import { expect, test } from "vitest";
import { allPasses, passes } from "./passes.ts";
import { Origins } from "./rewrite.ts";

test.each(allPasses)("%s", (name) => {
  fc.assert(
    fc.property(fc.nat(2 ** 31), (seed) => {
      const random = new RandomSource(seed);
      const before = new RandomCriteria(random).bundle(10);
      const after = passes[name](before, new Origins());
      expect(verifyIr(after)).toEqual([]);
      const world = randomWorld(random);
      const [old, now] = [createInterpreter(before, world), createInterpreter(after, world)];
      for (let count = 0; count < 4; count += 1) {
        const question = randomQuestion(random);
        after.criteria.forEach((criterion, index) => {
          const was = before.criteria[index];
          const wanted = was === undefined ? [] : old.criterion(was, question);
          expect(now.criterion(criterion, question).map(({ truth }) => truth)).toEqual(
            wanted.map(({ truth }) => truth),
          );
        });
      }
    }),
    { numRuns: 25, endOnFailure: true },
  );
});

test("the passes change nothing the second time", () => {
  const ir = new RandomCriteria(new RandomSource(7)).bundle(30);
  const once = passes.order(passes.fold(ir, new Origins()), new Origins());
  expect(passes.order(passes.fold(once, new Origins()), new Origins())).toEqual(once);
});
