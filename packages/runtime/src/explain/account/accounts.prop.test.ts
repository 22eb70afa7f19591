// Accounts of hits say what the reference says of them: witnesses, reason and evidence, for random criteria and declarations of the whole language.
import { type CriterionIr, createInterpreter, type ReasonPart } from "@luong/spec";
import { RandomCriteria, RandomSource, randomQuestion, randomWorld } from "@luong/testkit";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Accounts } from "./accounts.ts";

const CRITERIA = 40;
const DECLARATIONS = 30;

/** With a reason that shows the values a condition compares, where it reads no element. */
function withReason(criterion: CriterionIr): CriterionIr {
  const parts: ReasonPart[] = [`${criterion.id}: `];
  const { when } = criterion;
  if (when?.kind === "call") parts.push(...when.args.filter(({ kind }) => kind === "fact"));
  return { ...criterion, because: { en: parts, vi: [...parts, "."] } };
}

test("as the reference, which evaluates every part", () => {
  const seen = { hits: 0, misses: 0, ofRows: 0, elements: 0, evidence: 0 };
  fc.assert(
    fc.property(fc.nat(2 ** 31), (seed) => {
      const random = new RandomSource(seed);
      const made = new RandomCriteria(random).bundle(CRITERIA);
      const ir = { ...made, criteria: made.criteria.map(withReason) };
      const world = randomWorld(random);
      const interpreter = createInterpreter(ir, world);
      const accounts = new Accounts(ir, world, interpreter);
      const criteria = ir.criteria.filter(({ decide }) => decide === undefined);
      for (let count = 0; count < DECLARATIONS; count += 1) {
        const question = randomQuestion(random);
        accounts.ask(question);
        for (const criterion of criteria) {
          for (const outcome of interpreter.criterion(criterion, question)) {
            const { row } = outcome.frame;
            const rowOf = row && { number: row.number, bound: () => row };
            if (outcome.truth !== 2) {
              if (criterion.unless !== undefined) continue;
              expect(accounts.tellIfTrue(criterion, rowOf)).toBeUndefined();
              seen.misses += 1;
              continue;
            }
            const told = accounts.tell(criterion, rowOf);
            expect(told).toEqual({
              elements: outcome.elements,
              reason: interpreter.reason(criterion, outcome),
              evidence: interpreter.evidence(criterion, outcome),
            });
            expect(accounts.tellIfTrue(criterion, rowOf)).toEqual(told);
            seen.hits += 1;
            seen.ofRows += outcome.row === undefined ? 0 : 1;
            seen.elements += Object.keys(told.elements).length;
            seen.evidence += told.evidence.length;
          }
        }
      }
    }),
    { numRuns: 25 },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(500);
});
