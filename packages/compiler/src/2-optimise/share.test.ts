import { type BundleIr, type Expr, type Schema, type Type, verifyIr } from "@luong/spec";
import { irBuilder as b } from "@luong/testkit";
import { expect, test } from "vitest";
import { Origins } from "./rewrite.ts";
import { share } from "./share.ts";

const mass: Type = { kind: "quantity", dimension: "mass" };
const schema: Schema = {
  name: "t",
  version: 1,
  label: {},
  zoneMinutes: 0,
  root: "Declaration",
  records: [
    b.record("Item", [b.field("weight", mass), b.field("name", { kind: "text" })]),
    b.record("Declaration", [
      b.field("gross", mass),
      b.field("items", { kind: "list", record: "Item", max: 50, typical: 5, each: "item" }),
    ]),
  ],
  codeLists: [],
  units: [{ name: "kg", code: "KGM", dimension: "mass" }],
  currencies: [],
  flows: [{ name: "import", label: {} }],
  stages: [],
  actions: [],
};
const facts = new b.FactReader(schema);

function heavy(variable: number): Expr {
  const weight = facts.element(variable, "Item", "weight");
  return b.quantifier(
    "any",
    facts.collection("items"),
    variable,
    b.test("gt", weight, b.literal(mass, "100")),
  );
}

function total(variable: number): Expr {
  return {
    kind: "aggregate",
    type: mass,
    aggregate: "sum",
    source: facts.collection("items"),
    variable,
    value: facts.element(variable, "Item", "weight"),
  };
}

function shared(...conditions: readonly Expr[]): BundleIr {
  const criteria = conditions.map((when, index) => b.criterion(`T-${index}`, { when }));
  const ir = share(b.bundleIr(schema, { criteria }), new Origins());
  expect(verifyIr(ir)).toEqual([]);
  return ir;
}

test("one quantifier in two criteria is asked once, whatever its variable is called", () => {
  const ir = shared(heavy(1), b.not(heavy(7)));
  expect(ir.shared).toEqual([heavy(1)]);
  const use = { kind: "shared", type: { kind: "boolean" }, index: 0 };
  expect(ir.criteria.map(({ when }) => when)).toEqual([use, b.not(use as Expr)]);
});

test("a total compared twice is summed once", () => {
  const ir = shared(
    b.test("gt", total(1), facts.fact("gross")),
    b.test("lt", total(2), b.literal(mass, "5")),
  );
  expect(ir.shared).toEqual([total(1)]);
});

test("what stands only inside a shared expression gets no place of its own", () => {
  const condition = b.or(heavy(1), b.test("gt", total(2), facts.fact("gross")));
  expect(shared(condition, condition).shared).toEqual([condition]);
});

test("what stands elsewhere too is used by the shared expression as well", () => {
  const condition = b.or(heavy(1), b.test("gt", facts.fact("gross"), b.literal(mass, "1")));
  const ir = shared(condition, condition, b.not(heavy(3)));
  expect(ir.shared[0]).toEqual(heavy(1));
  expect(ir.shared).toHaveLength(2);
});

test("what reads an element of an outer quantifier is not shared", () => {
  const inner = b.test("gt", facts.element(1, "Item", "weight"), total(2));
  const outer = b.quantifier("any", facts.collection("items"), 1, inner);
  const ir = shared(outer, b.quantifier("every", facts.collection("items"), 1, inner));
  // The total is, the comparison with the element is not.
  expect(ir.shared).toEqual([total(2)]);
});

test("what is cheap or stands once is left alone", () => {
  const cheap = b.test("gt", facts.fact("gross"), b.literal(mass, "1"));
  expect(shared(cheap, cheap, heavy(1)).shared).toEqual([]);
});
