// Each form a condition may have, as the index reads it; the two languages; the sets of examples.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Analysis, analyse } from "@luong/dsl";
import type { IndexNode, IndexPlan, Operand } from "@luong/runtime/abi";
import type { BundleIr, CriterionIr, Expr, Schema, TableIr, Type } from "@luong/spec";
import { analyseOnCorpus, irBuilder as b } from "@luong/testkit";
import { describe, expect, test } from "vitest";
import { lower } from "../1-lower/lower.ts";
import { indexPlan } from "../pipeline.ts";
import { isExact } from "./nodes.ts";

/* ------------------------------------------------------------------ a schema of every kind */

const text: Type = { kind: "text" };
const integer: Type = { kind: "integer" };
const number: Type = { kind: "number" };
const percent: Type = { kind: "percent" };
const date: Type = { kind: "date" };
const time: Type = { kind: "time" };
const duration: Type = { kind: "duration" };
const usd: Type = { kind: "money", currency: "USD" };
const money: Type = { kind: "money", currency: null };
const quantity: Type = { kind: "quantity", dimension: null };
const mass: Type = { kind: "quantity", dimension: "mass" };
const usdPerKg: Type = { kind: "unitPrice", currency: "USD", dimension: "mass" };
const hs: Type = { kind: "code", list: "Hs" };
const office: Type = { kind: "code", list: "Office" };
const country: Type = { kind: "code", list: "Country" };
const tags: Type = { kind: "set", of: text, max: 5 };

const shared = [
  b.field("name", text),
  b.field("hs", hs),
  b.field("count", integer),
  b.field("value", usd),
  b.field("weight", mass),
];

const schema: Schema = {
  name: "plan.test",
  version: 1,
  label: { en: "Plan" },
  zoneMinutes: 420,
  root: "Declaration",
  records: [
    b.record("Brand", [b.field("name", text)]),
    b.record("Item", [
      ...shared,
      b.field("brands", { kind: "list", record: "Brand", max: 3, typical: 1, each: "brand" }),
    ]),
    b.record("Declaration", [
      ...shared,
      b.field("office", office),
      b.field("origin", country),
      b.field("origin_maybe", country, { optional: true }),
      b.field("ratio", number),
      b.field("rate", percent),
      b.field("day", date),
      b.field("clock", time),
      b.field("span", duration),
      b.field("amount", money),
      b.field("measure", quantity),
      b.field("flag", b.booleanType),
      b.field("tags", tags),
      b.field("agent", { kind: "record", record: "Brand" }, { optional: true }),
      b.field("items", { kind: "list", record: "Item", max: 200, typical: 3, each: "item" }),
      b.field(
        "spares",
        { kind: "list", record: "Item", max: 9, typical: 1, each: "spare" },
        {
          optional: true,
        },
      ),
    ]),
  ],
  codeLists: [
    { name: "Hs", label: {}, shape: "levels", levels: [2, 4, 6], codes: null },
    { name: "Country", label: {}, shape: "flat", levels: [], codes: null },
    { name: "Office", label: {}, shape: "tree", levels: [], codes: null },
  ],
  units: [
    { name: "kg", code: "KGM", dimension: "mass" },
    { name: "gram", code: "GRM", dimension: "mass" },
  ],
  currencies: [
    { code: "USD", digits: 2 },
    { code: "VND", digits: 0 },
  ],
  flows: [
    { name: "import", label: {} },
    { name: "export", label: {} },
  ],
  stages: [{ name: "gate", label: {} }],
  actions: [],
};

const column = (name: string, type: Type, match: "equal" | "under" | "between" = "equal") => ({
  name,
  type,
  label: {},
  match,
  optional: true,
});

const table: TableIr = {
  name: "rows",
  label: {},
  access: "internal",
  dated: false,
  key: [
    column("hs", hs, "under"),
    column("country", country),
    column("count", integer, "between"),
    column("clock", time, "between"),
    column("office", office, "under"),
  ],
  value: [
    column("limit", usd),
    column("price", usdPerKg),
    column("amount", money),
    column("tags", tags),
    column("strict", b.booleanType),
    column("rate", percent),
    column("day", date),
    column("words", text),
  ],
  rows: null,
};

const facts = new b.FactReader(schema);
const fact = (path: string): Expr => facts.fact(path);
const item = (path: string): Expr => facts.element(1, "Item", path);
const any = (body: Expr): Expr => b.quantifier("any", facts.collection("items"), 1, body);

function planOf(parts: Partial<CriterionIr>, extra: Partial<BundleIr> = {}): IndexPlan {
  const criteria = [b.criterion("T-1", parts)];
  return indexPlan(b.bundleIr(schema, { criteria, tables: [table], ...extra }));
}

/** One line of a node, with the names of its slots: what tests compare. */
function shown(node: IndexNode, plan: IndexPlan): string {
  const slot = "slot" in node ? (plan.slots[node.slot]?.name ?? "?") : "";
  const values = (operand: Operand): string => {
    if (operand.kind === "constant") return JSON.stringify(operand.values);
    const { column: at, form, end } = operand;
    return `row ${at} ${form}${end === undefined ? "" : ` ${end}`}`;
  };
  switch (node.kind) {
    case "constant":
      return String(node.truth);
    case "and":
    case "or":
      return `(${node.of.map((each) => shown(each, plan)).join(` ${node.kind} `)})`;
    case "not":
      return `not ${shown(node.of, plan)}`;
    case "quantifier": {
      const list = plan.collections[node.collection]?.each;
      return `${node.quantifier} ${node.count} ${list}: ${shown(node.body, plan)}`;
    }
    case "in":
    case "under":
      return `${slot} ${node.kind} ${values(node.values)}`;
    case "range": {
      const low =
        node.low === undefined ? "" : `${values(node.low.value)}${node.low.closed ? "<=" : "<"}`;
      const high =
        node.high === undefined ? "" : `${node.high.closed ? "<=" : "<"}${values(node.high.value)}`;
      return `${low}${slot}${high}`;
    }
    case "member":
      return `${slot} member ${node.list}`;
    case "present":
    case "truth":
      return `${slot} ${node.kind}`;
    case "cell":
      return `cell ${node.column}`;
    case "opaque":
      return "opaque";
  }
}

function whenOf(when: Expr, parts: Partial<CriterionIr> = {}): string {
  const plan = planOf({ when, ...parts });
  return shown(plan.criteria[0]?.when ?? { kind: "opaque" }, plan);
}

const inRow = (when: Expr): string => whenOf(when, { rowsOf: "rows" });

/* ------------------------------------------------------------------ forms */

describe("comparisons", () => {
  test.each<[string, Expr, string]>([
    ["text", b.test("eq", fact("name"), b.literal(text, "a")), 'name in ["a"]'],
    ["text, swapped", b.test("eq", b.literal(text, "a"), fact("name")), 'name in ["a"]'],
    [
      "text that differs",
      b.not(b.test("eq", fact("name"), b.literal(text, "a"))),
      'not name in ["a"]',
    ],
    ["equal", b.test("eq", fact("count"), b.literal(integer, "5")), "[5]<=count<=[5]"],
    ["less", b.test("lt", fact("count"), b.literal(integer, "5")), "count<[5]"],
    ["less, swapped", b.test("lt", b.literal(integer, "5"), fact("count")), "[5]<count"],
    ["at least", b.test("ge", fact("ratio"), b.literal(number, "0.1")), "[0.1]<=ratio"],
    ["percent", b.test("le", fact("rate"), b.literal(percent, "0.08")), "rate<=[8]"],
    ["date", b.test("gt", fact("day"), b.literal(date, "20485")), "[20485]<day"],
    ["duration, in seconds", b.test("gt", fact("span"), b.literal(duration, "500")), "[0.5]<span"],
    ["money", b.test("gt", fact("value"), b.literal(usd, "99.99")), "[99.99]<value"],
    [
      "between",
      b.test("between", fact("count"), b.literal(integer, "1"), b.literal(integer, "5")),
      "[1]<=count<=[5]",
    ],
    [
      "times that wrap midnight",
      b.test("between", fact("clock"), b.literal(time, "79200"), b.literal(time, "14400")),
      "([79200]<=clock or clock<=[14400])",
    ],
    ["a third has no double", b.test("lt", fact("ratio"), b.literal(number, "1/3")), "opaque"],
    ["two facts", b.test("lt", fact("count"), fact("count")), "opaque"],
    ["yes or no", b.test("eq", fact("flag"), b.truthLiteral(false)), "not flag truth"],
    ["a fact alone", fact("flag"), "flag truth"],
    [
      "now",
      b.test("ge", { kind: "now", type: { kind: "instant" } }, b.literal({ kind: "instant" }, "5")),
      "[5]<=now",
    ],
  ])("%s", (_, when, wanted) => {
    expect(whenOf(when)).toBe(wanted);
  });

  test("money of an open currency is a slot for each currency asked, unknown in others", () => {
    const plan = planOf({
      when: b.or(
        b.test("gt", fact("amount"), b.literal(usd, "5")),
        b.test("gt", fact("amount"), b.literal({ kind: "money", currency: "VND" }, "5")),
      ),
    });
    expect(plan.slots.slice(0, 3)).toMatchObject([
      { name: "(flow)" },
      { name: "amount in USD", form: "number", maybe: true },
      { name: "amount in VND", form: "number", maybe: true },
    ]);
  });

  test("a quantity that may come in other units is known between two ends", () => {
    const plan = planOf({ when: b.test("gt", fact("measure"), b.literal(mass, "0.001")) });
    expect(plan.slots[1]).toMatchObject({
      name: "measure in kg",
      form: "approximate",
      maybe: true,
    });
    expect(plan.criteria[0]?.when).toMatchObject({ low: { value: { values: [0.001] } } });
  });

  test("computed numbers are known between two ends", () => {
    const price = b.call("div", usdPerKg, item("value"), item("weight"));
    const plan = planOf({ when: any(b.test("lt", price, b.literal(usdPerKg, "2.5"))) });
    expect(shown(plan.criteria[0]?.when ?? { kind: "opaque" }, plan)).toBe(
      "any 1 item: item.value / item.weight<[2.5]",
    );
    expect(plan.slots[1]).toMatchObject({ form: "approximate", collection: 0, maybe: true });
    expect(plan.criteria.every((each) => isExact(each, plan.slots))).toBe(false);
  });

  test("a constant factor leaves a fact exact, in a unit of its own", () => {
    const half = b.call("mul", usd, b.literal(percent, "0.5"), fact("value"));
    expect(whenOf(b.test("gt", half, b.literal(usd, "10")))).toContain("[20]<");
  });
});

describe("membership", () => {
  const list = (name: string, of: Type, asOf?: Expr): Expr => {
    const expr: Expr = { kind: "list", type: { kind: "set", of, max: null }, list: name };
    return asOf === undefined ? expr : { ...expr, asOf };
  };
  const a = b.literal(text, "a");
  test.each<[string, Expr, string]>([
    [
      "constants",
      b.test("in", fact("name"), b.setOf(text, a, b.literal(text, "b"))),
      'name in ["a","b"]',
    ],
    [
      "constants and a list",
      b.test("in", fact("name"), b.setOf(text, list("watched", text), a)),
      '(name in ["a"] or name member watched)',
    ],
    [
      "a list of another time",
      b.test("in", fact("name"), b.setOf(text, a, list("watched", text, fact("day")))),
      '(name in ["a"] or opaque)',
    ],
    [
      "numbers",
      b.test(
        "in",
        fact("count"),
        b.setOf(integer, b.literal(integer, "1"), b.literal(integer, "3")),
      ),
      "([1]<=count<=[1] or [3]<=count<=[3])",
    ],
    ["levels", b.test("under", fact("hs"), b.setOf(hs, b.literal(hs, "61"))), 'hs under ["61"]'],
    ["a list of codes", b.test("under", fact("hs"), b.setOf(hs, list("codes", hs))), "opaque"],
    [
      "a tree",
      b.test("under", fact("office"), b.setOf(office, b.literal(office, "03"))),
      'office under ["03"]',
    ],
    ["a set fact", b.test("in", a, b.setOf(text, fact("tags"))), 'tags in ["a"]'],
    ["overlap", b.test("overlaps", fact("tags"), b.setOf(text, a)), 'tags in ["a"]'],
    [
      "overlap with a list",
      b.test("overlaps", fact("tags"), b.setOf(text, list("watched", text))),
      "opaque",
    ],
    ["affixes", b.test("startsWith", fact("name"), b.setOf(text, a)), "opaque"],
    ["words", b.test("contains", fact("name"), b.setOf(text, a)), "opaque"],
    [
      "a part of a code",
      b.test("eq", b.call(".heading", hs, fact("hs")), b.literal(hs, "6109")),
      'hs.heading in ["6109"]',
    ],
  ])("%s", (_, when, wanted) => {
    expect(whenOf(when)).toBe(wanted);
  });

  test("slots of codes know what lies above: lengths, or the tree to climb", () => {
    const plan = planOf({
      when: b.and(
        b.test("under", fact("hs"), b.setOf(hs, b.literal(hs, "61"))),
        b.test("under", fact("office"), b.setOf(office, b.literal(office, "03"))),
      ),
    });
    expect(plan.slots.slice(1)).toMatchObject([
      { name: "hs", levels: [2, 4, 6], tree: null },
      { name: "office", levels: [], tree: "Office" },
    ]);
  });
});

describe("presence", () => {
  test.each<[string, Expr, string]>([
    ["a fact", b.present(fact("origin_maybe")), "origin_maybe present"],
    ["a fact that is missing", b.not(b.present(fact("origin_maybe"))), "not origin_maybe present"],
    ["a record", b.present(fact("agent")), "agent is present truth"],
    ["a list", b.present(fact("spares")), "spares is present truth"],
    [
      "what is worked out",
      b.present(b.call("div", number, fact("ratio"), fact("ratio"))),
      "opaque",
    ],
  ])("%s", (_, when, wanted) => {
    expect(whenOf(when)).toBe(wanted);
  });
});

describe("elements", () => {
  const under61 = b.test("under", item("hs"), b.setOf(hs, b.literal(hs, "61")));
  const named = b.test("eq", item("name"), b.literal(text, "a"));

  test("each quantifier over a list of the declaration", () => {
    const over = (kind: "any" | "every" | "no" | "atLeast", count = 1): Expr =>
      b.quantifier(kind, facts.collection("items"), 1, under61, count);
    expect(whenOf(over("any"))).toBe('any 1 item: item.hs under ["61"]');
    expect(whenOf(over("every"))).toBe('every 1 item: item.hs under ["61"]');
    expect(whenOf(over("no"))).toBe('no 1 item: item.hs under ["61"]');
    expect(whenOf(over("atLeast", 3))).toBe('atLeast 3 item: item.hs under ["61"]');
  });

  test("a body may read the declaration beside its element; a fact read twice is one slot", () => {
    const plan = planOf({ when: b.and(any(b.and(under61, named, fact("flag"))), any(under61)) });
    expect(plan.slots.map(({ name, collection }) => `${name} ${collection}`).sort()).toEqual([
      "(flow) -1",
      "flag -1",
      "item.hs 0",
      "item.name 0",
    ]);
    expect(plan.collections).toEqual([
      { path: ["items"], each: "item", max: 200, optional: false },
    ]);
  });

  test("an element and a declaration fact of one name are two slots", () => {
    const plan = planOf({
      when: b.and(any(named), b.test("eq", fact("name"), b.literal(text, "a"))),
    });
    expect(plan.slots.map(({ name }) => name)).toEqual(["(flow)", "name", "item.name"]);
  });

  test("lists in lists, and a body in a body, are opaque", () => {
    const inner = b.quantifier(
      "any",
      facts.collection("brands", { variable: 1, record: "Item" }),
      2,
      b.test("eq", facts.element(2, "Brand", "name"), b.literal(text, "a")),
    );
    expect(whenOf(any(b.and(under61, inner)))).toBe(
      'any 1 item: (item.hs under ["61"] and opaque)',
    );
    const twice = b.quantifier("any", facts.collection("spares"), 2, named);
    expect(whenOf(any(b.and(under61, twice)))).toBe(
      'any 1 item: (item.hs under ["61"] and opaque)',
    );
  });
});

describe("rows", () => {
  const matches = (operand: Expr, name: string, match: "equal" | "under" | "between"): Expr => {
    return { kind: "matches", type: b.booleanType, operand, column: name, match };
  };
  test.each<[string, Expr, string]>([
    ["matches under", matches(fact("hs"), "hs", "under"), "(not cell 0 or hs under row 0 text)"],
    [
      "matches equal",
      matches(fact("origin"), "country", "equal"),
      "(not cell 1 or origin in row 1 text)",
    ],
    [
      "matches a range",
      matches(fact("count"), "count", "between"),
      "(not cell 2 or row 2 number 0<=count<=row 2 number 1)",
    ],
    ["ranges of times may wrap", matches(fact("clock"), "clock", "between"), "opaque"],
    [
      "equal to a cell",
      b.test("eq", b.rowFact("country", country), fact("origin")),
      "origin in row 1 text",
    ],
    [
      "less than a cell",
      b.test("lt", fact("value"), b.rowFact("limit", usd)),
      "value<row 5 number",
    ],
    [
      "more than a cell, swapped",
      b.test("lt", b.rowFact("limit", usd), fact("value")),
      "row 5 number<value",
    ],
    ["percent", b.test("ge", fact("rate"), b.rowFact("rate", percent)), "row 10 number<=rate"],
    ["date", b.test("le", fact("day"), b.rowFact("day", date)), "day<=row 11 date"],
    [
      "a cell that brings its currency",
      b.test("lt", fact("value"), b.rowFact("amount", money)),
      "opaque",
    ],
    [
      "a set",
      b.test("in", fact("name"), b.setOf(text, b.rowFact("tags", tags))),
      "name in row 8 set",
    ],
    [
      "two sets",
      b.test("overlaps", fact("tags"), b.setOf(text, b.rowFact("tags", tags))),
      "tags in row 8 set",
    ],
    [
      "a cell in a set fact",
      b.test("in", b.rowFact("words", text), b.setOf(text, fact("tags"))),
      "tags in row 12 text",
    ],
    [
      "codes under a cell",
      b.test("under", fact("hs"), b.setOf(hs, b.rowFact("hs", hs))),
      "hs under row 0 text",
    ],
    [
      "yes or no",
      b.test("eq", fact("flag"), b.rowFact("strict", b.booleanType)),
      "flag in row 9 truth",
    ],
    ["a filled cell", b.present(b.rowFact("words", text)), "cell 12"],
    [
      "words of the row",
      b.test("contains", fact("name"), b.setOf(text, b.rowFact("words", text))),
      "opaque",
    ],
  ])("%s", (_, when, wanted) => {
    expect(inRow(when)).toBe(wanted);
  });

  test("a quotient of facts against a cell", () => {
    const price = b.call("div", usdPerKg, item("value"), item("weight"));
    const below = any(b.test("lt", price, b.rowFact("price", usdPerKg)));
    expect(inRow(below)).toBe("any 1 item: item.value / item.weight<row 6 number");
  });

  test("beside a row, what reads none of it is asked once: a truth the emitted code tells", () => {
    const words = b.test("contains", item("name"), b.setOf(text, b.literal(text, "used")));
    const plan = planOf({
      rowsOf: "rows",
      when: any(b.and(words, matches(item("hs"), "hs", "under"))),
    });
    expect(plan.slots).toContainEqual(
      expect.objectContaining({ form: "truth", collection: 0, maybe: true }),
    );
    expect(plan.criteria[0]?.rowsOf).toBe("rows");
    expect(plan.criteria.every((each) => isExact(each, plan.slots))).toBe(true);
  });
});

describe("criteria", () => {
  const flag = fact("flag");

  test("asked: flow, stage, days, scope", () => {
    const plan = planOf({
      flows: ["import", "export"],
      stages: ["gate"],
      valid: { from: 20_000, until: 20_100 },
      scope: b.test("under", fact("hs"), b.setOf(hs, b.literal(hs, "61"))),
      when: flag,
    });
    expect(shown(plan.criteria[0]?.asked ?? { kind: "opaque" }, plan)).toBe(
      '((flow) in ["import","export"] and (stage) in ["gate"] and [20000]<=(day)<=[20100] and hs under ["61"])',
    );
  });

  test("a scope that may be unknown, or has no form, is a truth of its own, never unknown", () => {
    const tree = b.test("under", fact("office"), b.setOf(office, b.literal(office, "03")));
    const words = b.test("contains", fact("name"), b.setOf(text, b.literal(text, "used")));
    for (const scope of [tree, words]) {
      const plan = planOf({ scope, when: flag });
      expect(plan.slots[1]).toMatchObject({ form: "truth", maybe: false });
      expect(plan.slots).toHaveLength(3);
      expect(isExact(plan.criteria[0] as never, plan.slots)).toBe(true);
    }
  });

  test("when and not unless; rows of decide; a table for each element is opaque", () => {
    const unless = b.test("eq", fact("name"), b.literal(text, "a"));
    const rows = [{ when: flag, effects: [] }];
    const plan = planOf({ when: flag, unless, decide: { rows } });
    expect(shown(plan.criteria[0]?.when ?? { kind: "opaque" }, plan)).toBe(
      '(flag truth and not name in ["a"])',
    );
    expect(plan.criteria[0]?.decide).toEqual([{ kind: "truth", slot: 1 }]);
    const element = { source: facts.collection("items"), variable: 1 };
    expect(planOf({ decide: { element, rows } }).criteria[0]).toMatchObject({
      when: { kind: "constant", truth: 2 },
      decide: "opaque",
    });
  });

  test("slots nobody asks for are left out", () => {
    // `name` is made a slot for `in`, then its other half turns the whole match opaque.
    const words = b.test("contains", fact("name"), b.setOf(text, b.literal(text, "used")));
    const nothing = b.quantifier("any", facts.collection("spares"), 2, words);
    const plan = planOf({ when: b.or(nothing, flag) });
    expect(plan.collections).toEqual([]);
    expect(plan.slots.map(({ name }) => name)).toEqual(["(flow)", "flag"]);
  });
});

/* ------------------------------------------------------------------ sets */

const root = fileURLToPath(new URL("../../../../", import.meta.url));

function withoutErrors(analysis: Analysis): BundleIr {
  expect(analysis.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return lower(analysis);
}

test("both languages give one plan, for every pair of the corpus", () => {
  const folder = join(root, "corpus", "good");
  const stems = readdirSync(folder)
    .filter((file) => file.endsWith(".en.crit"))
    .map((file) => file.replace(/\.en\.crit$/, ""));
  const slots = stems.map((stem) => {
    const plans = (["en", "vi"] as const).map((language) => {
      const text = readFileSync(join(folder, `${stem}.${language}.crit`), "utf8");
      return indexPlan(withoutErrors(analyseOnCorpus("good.crit", text)));
    });
    expect(plans[0]).toEqual(plans[1]);
    return plans[0]?.slots.length ?? 0;
  });
  expect(slots.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(stems.length);
});

function examplePlan(name: string): IndexPlan {
  const folder = join(root, "examples", name);
  const sources = readdirSync(folder)
    .filter((file) => file.endsWith(".crit"))
    .map((file) => ({ file, text: readFileSync(join(folder, file), "utf8") }));
  const analysis = analyse(sources, (file) => readFileSync(join(folder, file), "utf8"));
  return indexPlan(withoutErrors(analysis));
}

/** Must one slot have one of some values, or lie in a range, for the condition to hold? */
function hasAccess(node: IndexNode): boolean {
  switch (node.kind) {
    case "in":
    case "under":
    case "range":
    case "member":
    case "truth":
      return true;
    case "and":
      return node.of.some(hasAccess);
    case "or":
      return node.of.every(
        (each) => hasAccess(each) || (each.kind === "not" && each.of.kind === "cell"),
      );
    case "quantifier":
      return (node.quantifier === "any" || node.quantifier === "atLeast") && hasAccess(node.body);
    default:
      return false;
  }
}

test.each([
  ["vietnam", 44, 9, 20],
  ["korea", 47, 33, 37],
])(
  "%s: every criterion has a plan, many are whole or can be found",
  (name, count, exact, found) => {
    const { criteria, slots } = examplePlan(name);
    expect(criteria).toHaveLength(count);
    expect(criteria.filter((each) => isExact(each, slots)).length).toBeGreaterThanOrEqual(exact);
    const access = criteria.filter(({ when, decide }) => {
      return hasAccess(when) || (Array.isArray(decide) && decide.every(hasAccess));
    });
    expect(access.length).toBeGreaterThanOrEqual(found);
  },
);
