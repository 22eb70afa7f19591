import { createInterpreter, frameOf, printExpr, type Type } from "@luong/spec";
import {
  irBuilder as b,
  RandomCriteria,
  RandomSource,
  randomQuestion,
  randomSchema,
  randomWorld,
} from "@luong/testkit";
import fc from "fast-check";
import { expect, test } from "vitest";
import { requiredTerms } from "./required-terms.ts";

const facts = new b.FactReader(randomSchema);
const hs: Type = { kind: "code", list: "Hs" };
const integer: Type = { kind: "integer" };
const five = b.literal(integer, "5");
const under61 = b.test("under", facts.element(1, "Item", "hs"), b.setOf(hs, b.literal(hs, "61")));
const dear = b.test("gt", facts.fact("count"), five);

function termsOf(when: Parameters<typeof b.not>[0]): readonly string[] {
  return requiredTerms(b.criterion("T-1", { when })).map(
    ({ access, collection, term }) => `${access} ${collection?.join("/") ?? ""} ${printExpr(term)}`,
  );
}

test("conjuncts, also below `any`, are necessary", () => {
  const any = b.quantifier("any", facts.collection("items"), 1, b.and(under61, dear));
  expect(termsOf(b.and(dear, any))).toEqual([
    "range  count > 5",
    "prefix items $1.hs under [61]",
    "range  count > 5",
  ]);
});

test("nothing below `or`, `not`, `every`, `no` is", () => {
  const over = (kind: "every" | "no"): Parameters<typeof b.not>[0] =>
    b.quantifier(kind, facts.collection("items"), 1, under61);
  expect(termsOf(b.or(dear, dear))).toEqual([]);
  expect(termsOf(b.not(dear))).toEqual([]);
  expect(termsOf(b.and(over("every"), over("no")))).toEqual([]);
});

test("two facts compared give no access; a constant on the left does", () => {
  expect(termsOf(b.test("eq", facts.fact("count"), facts.fact("count_maybe")))).toEqual([]);
  expect(termsOf(b.test("eq", five, facts.fact("count")))).toEqual(["equality  5 = count"]);
});

test("every hit satisfies every term about the declaration", () => {
  let seen = 0;
  fc.assert(
    fc.property(fc.nat(2 ** 31), (seed) => {
      const random = new RandomSource(seed);
      const ir = new RandomCriteria(random).bundle(30);
      const interpreter = createInterpreter(ir, randomWorld(random));
      const question = randomQuestion(random);
      for (const criterion of ir.criteria) {
        const [outcome] = interpreter.criterion(criterion, question);
        if (outcome?.truth !== 2 || criterion.rowsOf !== undefined) continue;
        for (const { base, term } of requiredTerms(criterion)) {
          if (base.kind !== "declaration") continue;
          // A term below a quantifier may compare with its element; closed ones are asked here.
          expect(interpreter.truth(term, frameOf(question)).truth).toBe(2);
          seen += 1;
        }
      }
    }),
    { numRuns: 160, endOnFailure: true },
  );
  expect(seen).toBeGreaterThan(20);
});
