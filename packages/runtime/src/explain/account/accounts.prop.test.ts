// Accounts of hits say what the reference says of them: witnesses, reason and evidence, for random criteria and declarations of the whole language.
import {
  type CriterionIr,
  createInterpreter,
  type Decision,
  type Hit,
  type ReasonPart,
} from "@luong/spec";
import { RandomCriteria, RandomSource, randomQuestion, randomWorld } from "@luong/testkit";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Explainer } from "../explain.ts";
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

const decision: Decision = {
  declaration: "1",
  bundle: "",
  flow: "import",
  stage: "clearance",
  at: "2026-02-01T09:00:00+07:00",
  policy: null,
  channel: "green",
  riskPoints: 0,
  scores: [],
  hits: [],
  suppressed: [],
  unknown: [],
  steps: [],
};

test("hits of tables are told as written, whatever their row leaves empty", () => {
  const seen = { hits: 0, ofRows: 0 };
  fc.assert(
    fc.property(fc.nat(2 ** 31), (seed) => {
      const random = new RandomSource(seed);
      const made = new RandomCriteria(random).bundle(CRITERIA);
      const ir = { ...made, criteria: made.criteria.map(withReason) };
      const world = randomWorld(random);
      const interpreter = createInterpreter(ir, world);
      const quick = createInterpreter(ir, world, { stopsEarly: true });
      const explainer = new Explainer(ir, world, quick);
      for (let count = 0; count < DECLARATIONS; count += 1) {
        const question = randomQuestion(random);
        for (const criterion of ir.criteria.filter(({ decide }) => decide !== undefined)) {
          for (const outcome of interpreter.criterion(criterion, question)) {
            if (outcome.truth !== 2) continue;
            const { row } = outcome.frame;
            // Of rows with one name the first in force is told.
            const named = row && explainer.rowsNamed(criterion, row.row.name);
            if (named !== undefined && named.length !== 1) continue;
            const hit: Hit = {
              criterion: criterion.id,
              version: "",
              class: "analysis",
              ...(row === undefined ? {} : { row: row.row.name }),
            };
            const [told] = explainer.decision({ ...decision, hits: [hit] }, question).hits;
            expect([told?.elements ?? {}, told?.reason ?? {}, told?.evidence]).toEqual([
              outcome.elements,
              interpreter.reason(criterion, outcome),
              interpreter.evidence(criterion, outcome),
            ]);
            seen.hits += 1;
            seen.ofRows += row === undefined ? 0 : 1;
          }
        }
      }
    }),
    { numRuns: 15 },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20);
});
