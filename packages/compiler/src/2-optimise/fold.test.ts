import { type BundleIr, type Expr, type Schema, type Type, verifyIr } from "@luong/spec";
import { irBuilder as b } from "@luong/testkit";
import { describe, expect, test } from "vitest";
import { fold } from "./fold.ts";
import { order } from "./order.ts";
import { Origins } from "./rewrite.ts";

const text: Type = { kind: "text" };
const number: Type = { kind: "number" };
const list: Type = { kind: "list", record: "Item", max: 10, typical: 2, each: "item" };
const schema: Schema = {
  name: "t",
  version: 1,
  label: {},
  zoneMinutes: 0,
  root: "Declaration",
  records: [
    b.record("Item", [b.field("flag", { kind: "boolean" })]),
    b.record("Declaration", [
      b.field("a", { kind: "boolean" }),
      b.field("b", { kind: "boolean" }, { optional: true }),
      b.field("n", number),
      b.field("name", text),
      b.field("items", list),
      b.field("spares", list, { optional: true }),
    ]),
  ],
  codeLists: [],
  units: [],
  currencies: [{ code: "USD", digits: 2 }],
  flows: [{ name: "import", label: {} }],
  stages: [],
  actions: [],
};
const facts = new b.FactReader(schema);
const [a, maybe] = [facts.fact("a"), facts.fact("b")];

function irOf(when: Expr): BundleIr {
  return b.bundleIr(schema, { criteria: [b.criterion("T-1", { when })] });
}

/** What the pass makes of a condition; the result is verified. */
function folded(when: Expr): Expr | undefined {
  const ir = fold(irOf(when), new Origins());
  expect(verifyIr(ir)).toEqual([]);
  return ir.criteria[0]?.when;
}

const yes = b.truthLiteral(true);
const no = b.truthLiteral(false);

describe("fold, in Kleene logic", () => {
  test("false ends an `and` whatever is unknown beside it; true ends an `or`", () => {
    expect(folded(b.and(maybe, no))).toEqual(no);
    expect(folded(b.or(maybe, yes))).toEqual(yes);
  });

  test("true in an `and` and false in an `or` say nothing", () => {
    expect(folded(b.and(yes, maybe))).toBe(maybe);
    expect(folded(b.or(no, maybe, no))).toBe(maybe);
    expect(folded(b.and(yes, yes))).toEqual(yes);
  });

  test("a condition and its negation are not false: both may be unknown", () => {
    const both = b.and(maybe, b.not(maybe));
    expect(folded(both)).toEqual(both);
  });

  test("flattens, and drops repeats", () => {
    expect(folded(b.and(a, b.and(maybe, b.and(a, maybe))))).toEqual(b.and(a, maybe));
    expect(folded(b.or(a, b.and(maybe, a)))).toEqual(b.or(a, b.and(maybe, a)));
  });

  test("two negations cancel", () => {
    expect(folded(b.not(b.not(maybe)))).toBe(maybe);
    expect(folded(b.not(no))).toEqual(yes);
  });

  test("what is always there is present; what may be absent is asked", () => {
    expect(folded(b.present(facts.fact("n")))).toEqual(yes);
    expect(folded(b.present(maybe))).toEqual(b.present(maybe));
  });
});

describe("fold of constants", () => {
  test("exact arithmetic, no rounding", () => {
    const tenth = b.call("add", number, b.numberLiteral("0.1"), b.numberLiteral("0.2"));
    expect(folded(b.test("eq", facts.fact("n"), tenth))).toEqual(
      b.test("eq", facts.fact("n"), b.numberLiteral("0.3")),
    );
    const third = b.call("div", number, b.numberLiteral("1"), b.numberLiteral("3"));
    expect(folded(b.test("lt", facts.fact("n"), third))).toEqual(
      b.test("lt", facts.fact("n"), b.numberLiteral("1/3")),
    );
  });

  test("a percentage of an amount keeps its currency", () => {
    const usd: Type = { kind: "money", currency: "USD" };
    const floor = b.call("mul", usd, b.literal({ kind: "percent" }, "0.8"), b.literal(usd, "2.5"));
    expect(folded(b.test("gt", floor, b.literal(usd, "1")))).toEqual(yes);
  });

  test("division by zero stays what it is: unknown", () => {
    const quotient = b.call("div", number, b.numberLiteral("1"), b.numberLiteral("0"));
    const condition = b.test("lt", facts.fact("n"), quotient);
    expect(folded(condition)).toEqual(condition);
  });

  test("members of a set: each once, in one order", () => {
    const set = (...values: string[]): Expr =>
      b.setOf(text, ...values.map((value) => b.literal(text, value)));
    const condition = (members: Expr): Expr => b.test("in", facts.fact("name"), members);
    expect(folded(condition(set("b", "a", "b")))).toEqual(folded(condition(set("a", "b"))));
  });
});

describe("fold of quantifiers", () => {
  const over = (path: string, kind: "any" | "every" | "no" | "atLeast", body: Expr): Expr =>
    b.quantifier(kind, facts.collection(path), 1, body);

  test("a body that is never true decides `any`, `at least`, `no` over a list that is there", () => {
    expect(folded(over("items", "any", no))).toEqual(no);
    expect(folded(over("items", "atLeast", no))).toEqual(no);
    expect(folded(over("items", "no", no))).toEqual(yes);
    expect(folded(over("items", "every", yes))).toEqual(yes);
  });

  test("over a list that may be missing nothing is decided: it is unknown then", () => {
    expect(folded(over("spares", "any", no))).toEqual(over("spares", "any", no));
  });

  test("whether there is an element at all is not decided", () => {
    expect(folded(over("items", "any", yes))).toEqual(over("items", "any", yes));
    expect(folded(over("items", "every", no))).toEqual(over("items", "every", no));
  });
});

describe("order", () => {
  test("cheap before dear, equals as written", () => {
    const words = b.test("contains", facts.fact("name"), b.setOf(text, b.literal(text, "used")));
    const ordered = order(irOf(b.and(words, a, maybe)), new Origins()).criteria[0]?.when;
    expect(ordered).toEqual(b.and(a, maybe, words));
  });

  test("leaves what is in order untouched", () => {
    const when = b.and(a, maybe);
    expect(order(irOf(when), new Origins()).criteria[0]?.when).toBe(when);
  });
});

describe("origins", () => {
  test("a rebuilt condition leads back to the one as lowered", () => {
    const origins = new Origins();
    const inner = b.or(b.and(yes, a), maybe);
    const when = b.not(inner);
    const result = fold(irOf(when), origins).criteria[0]?.when;
    expect(result).toEqual(b.not(b.or(a, maybe)));
    expect(result && origins.of(result)).toBe(when);
    expect(result?.kind === "not" && origins.of(result.operand)).toBe(inner);
  });
});
