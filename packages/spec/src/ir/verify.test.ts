import { describe, expect, test } from "vitest";
import type { Schema } from "../schema.ts";
import type { Type } from "../types.ts";
import { and, call, fact, literal, property, quantifier, setOf, trueLiteral } from "./build.ts";
import type { BundleIr, Collection, CriterionIr, Expr, PolicyIr, TableIr } from "./ir.ts";
import { printExpr } from "./print.ts";
import { allExprs, requirementsOf } from "./required.ts";
import { verifyIr } from "./verify.ts";
import { childrenOf, mapChildren, rewriteExpr, visitExpr } from "./walk.ts";

const boolean: Type = { kind: "boolean" };
const number: Type = { kind: "number" };
const hs: Type = { kind: "code", list: "Hs" };
const mass: Type = { kind: "quantity", dimension: "mass" };
const text: Type = { kind: "text" };

const schema: Schema = {
  name: "test",
  version: 1,
  label: {},
  zoneMinutes: 0,
  root: "Declaration",
  records: [
    {
      name: "Declaration",
      label: {},
      key: [],
      fields: [
        { name: "note", type: text, optional: true, label: {}, derived: false },
        {
          name: "items",
          type: { kind: "list", record: "Item", max: 5, typical: 1, each: "item" },
          optional: false,
          label: {},
          derived: false,
        },
      ],
    },
    {
      name: "Item",
      label: {},
      key: [],
      fields: [
        { name: "hs", type: hs, optional: false, label: {}, derived: false },
        { name: "weight", type: mass, optional: true, label: {}, derived: false },
      ],
    },
  ],
  codeLists: [{ name: "Hs", label: {}, shape: "levels", levels: [2, 4], codes: null }],
  units: [],
  currencies: [{ code: "USD", digits: 2 }],
  flows: [],
  stages: [],
  actions: [],
};

const table: TableIr = {
  name: "prices",
  label: {},
  access: "internal",
  dated: false,
  key: [{ name: "hs", type: hs, label: {}, match: "under", optional: false }],
  value: [{ name: "low", type: number, label: {}, match: "equal", optional: false }],
  rows: null,
};

const items: Collection = {
  base: { kind: "declaration" },
  path: ["items"],
  record: "Item",
  each: "item",
  max: 5,
  optional: false,
};

const code = fact(hs, ["hs"], { kind: "element", variable: 1 });
const weight = fact(mass, ["weight"], { kind: "element", variable: 1 }, true);
const shirts = call("under", code, setOf(hs, [literal(hs, "61")]));
const anyShirt = quantifier("any", items, 1, shirts);
const watched: Expr = { kind: "list", type: { kind: "set", of: text, max: null }, list: "watched" };
const price: Expr = { kind: "lookup", type: number, table: "prices", keys: [code], column: "low" };

function criterion(parts: Partial<CriterionIr>): CriterionIr {
  return {
    id: "X-1",
    label: {},
    digest: "",
    class: "analysis",
    flows: ["import"],
    stages: [],
    basis: [],
    access: "internal",
    effects: [],
    source: { file: "", start: 0, end: 0 },
    ...parts,
  };
}

function policy(parts: Partial<PolicyIr>): PolicyIr {
  return {
    name: "p",
    label: {},
    flows: [],
    stages: [],
    access: "internal",
    samples: [],
    quotas: [],
    otherwise: "green",
    source: { file: "", start: 0, end: 0 },
    ...parts,
  };
}

function irOf(parts: Partial<BundleIr>): BundleIr {
  return {
    irFormat: 1,
    language: "1",
    set: { label: {}, version: 1 },
    schema,
    lists: [
      { name: "watched", label: {}, of: text, access: "internal", dated: true, members: null },
    ],
    tables: [table],
    criteria: [],
    scorecards: [],
    policies: [],
    shared: [],
    ...parts,
  };
}

function faults(parts: Partial<BundleIr>): readonly string[] {
  return verifyIr(irOf(parts)).map(({ path, problem }) => `${path}: ${problem}`);
}

const faultsOf = (when: Expr, parts: Partial<BundleIr> = {}): readonly string[] =>
  faults({ criteria: [criterion({ when })], ...parts });

describe("verify", () => {
  test("finds nothing in what is well formed", () => {
    const because = { en: ["of ", code, " below ", price] };
    expect(faults({ criteria: [criterion({ when: anyShirt, because })] })).toEqual([]);
  });

  const cases: readonly (readonly [string, Expr, string])[] = [
    ["an element that is not bound", shirts, "element 1 is not bound"],
    ["a fact that is not there", fact(text, ["notes"]), "no fact notes"],
    ["a fact of another type", fact(boolean, ["note"]), "note is a text"],
    [
      "an optional fact taken for a mandatory one",
      call("eq", fact(text, ["note"]), literal(text, "x")),
      "note may be absent",
    ],
    [
      "a number where a condition must stand",
      and(trueLiteral, literal(number, "1")),
      "a number stands where a condition must",
    ],
    [
      "operands that do not fit",
      { kind: "call", op: "lt", type: boolean, args: [literal(text, "a"), literal(number, "1")] },
      "lt: mismatch at operand 1",
    ],
    [
      "a result that is not the operator's",
      {
        kind: "call",
        op: "add",
        type: boolean,
        args: [literal(number, "1"), literal(number, "1")],
      },
      "add gives a number",
    ],
    [
      "a spelling instead of its negation",
      { kind: "call", op: "ne", type: boolean, args: [literal(number, "1"), literal(number, "1")] },
      "ne is written as not eq",
    ],
    [
      "an operator that is none",
      { kind: "call", op: "near", type: boolean, args: [] },
      "no operator, function or property near",
    ],
    [
      "a member operator without its set",
      { kind: "call", op: "in", type: boolean, args: [literal(number, "1"), literal(number, "1")] },
      "in takes a set",
    ],
    [
      "a property of another type",
      { kind: "call", op: ".chapter", type: hs, args: [literal(text, "x")] },
      ".chapter does not fit",
    ],
    [
      "a literal that is not of its type",
      call("eq", literal(number, "one"), literal(number, "1")),
      '"one" is no number',
    ],
    [
      "a list that is not there",
      call("in", literal(text, "x"), { ...watched, list: "none" }),
      "no list none",
    ],
    [
      "a look-up with a key too many",
      {
        kind: "lookup",
        type: boolean,
        table: "prices",
        keys: [literal(hs, "61"), literal(hs, "61")],
      },
      "prices has 1 key columns",
    ],
    [
      "as of without dates",
      {
        kind: "lookup",
        type: boolean,
        table: "prices",
        keys: [literal(hs, "61")],
        asOf: { kind: "now", type: { kind: "instant" } },
      },
      "as of, but not dated",
    ],
    [
      "an element bound twice",
      quantifier("any", items, 1, quantifier("any", items, 1, shirts)),
      "element 1 is bound twice",
    ],
    [
      "a row that is not there",
      { kind: "matches", type: boolean, operand: literal(hs, "61"), column: "hs", match: "under" },
      "no row with a column hs",
    ],
    [
      "a policy's question in a criterion",
      { kind: "says", type: boolean, says: "red" },
      "says outside a policy",
    ],
    [
      "a shared entry that is not there",
      { kind: "shared", type: boolean, index: 0 },
      "shared 0 is not there yet",
    ],
  ];

  test.each(cases)("finds %s", (_, when, problem) => {
    expect(faultsOf(when).join("\n")).toContain(problem);
  });

  test("says where", () => {
    expect(faultsOf(and(trueLiteral, quantifier("any", items, 2, shirts)))).toEqual([
      "criteria/X-1/when/operands/1/body/args/0: element 1 is not bound",
    ]);
  });

  test("shared entries use earlier ones only", () => {
    const entry = (index: number): Expr => ({ kind: "shared", type: boolean, index });
    expect(faults({ shared: [trueLiteral, entry(0)] })).toEqual([]);
    expect(faults({ shared: [entry(1), trueLiteral] })).toEqual([
      "shared/0: shared 1 is not there yet",
    ]);
    expect(faults({ shared: [shirts] })).toEqual(["shared/0/args/0: element 1 is not bound"]);
  });

  test("criteria are sorted, without repeats", () => {
    const of = (id: string) => criterion({ id, when: trueLiteral });
    expect(faults({ criteria: [of("B-1"), of("A-1")] })).toEqual(["criteria/1: A-1 after B-1"]);
    expect(faults({ criteria: [of("A-1"), of("A-1")] })).toHaveLength(1);
  });

  test("policies may ask what criteria say; their scores must be there", () => {
    const says: Expr = { kind: "says", type: boolean, says: "red" };
    expect(faults({ policies: [policy({ red: says })] })).toEqual([]);
    const score: Expr = { kind: "score", type: number, scorecard: "none" };
    expect(
      faults({ policies: [policy({ red: call("gt", score, literal(number, "1")) })] }),
    ).toEqual(["policies/p/red/args/0: no scorecard none"]);
  });
});

describe("print", () => {
  const usd: Type = { kind: "money", currency: "USD" };
  const sum: Expr = {
    kind: "aggregate",
    type: mass,
    aggregate: "sum",
    source: items,
    variable: 1,
    value: weight,
  };
  const cases: readonly (readonly [Expr, string])[] = [
    [anyShirt, "any item of items has (item.hs under [61])"],
    [
      quantifier("atLeast", items, 1, shirts, 3),
      "at least 3 item of items has (item.hs under [61])",
    ],
    [
      call(
        "lt",
        call("div", literal(usd, "10"), literal(mass, "4")),
        literal({ kind: "unitPrice", currency: "USD", dimension: "mass" }, "2.5"),
      ),
      "(10.00 USD / 4 kg) < 2.50 USD per kg",
    ],
    [call("gt", sum, literal(mass, "5")), "sum of item.weight over items > 5 kg"],
    [
      { ...sum, where: shirts } as Expr,
      "sum of item.weight over (items called item where item.hs under [61])",
    ],
    [
      call("between", literal(number, "1/3"), literal(number, "0"), literal(number, "1")),
      "1/3 between 0 and 1",
    ],
    [call("in", literal(text, "a b"), watched), '"a b" in watched'],
    [price, "prices($1.hs).low"],
    [property("chapter", code, schema.codeLists), "$1.hs.chapter"],
    [call("abs", literal(number, "-1")), "abs(-1)"],
    [
      and(trueLiteral, call("isValid", fact({ kind: "id", name: "ContainerNo" }, ["no"]))),
      "true and (no is valid)",
    ],
  ];

  test.each(cases)("%#: %s", (expr, expected) => {
    expect(printExpr(expr, { schema })).toBe(expected);
  });
});

describe("walk", () => {
  test("sees every node, parents first", () => {
    const seen: string[] = [];
    visitExpr(anyShirt, (expr) => seen.push(expr.kind));
    expect(seen).toEqual(["quantifier", "call", "fact", "set", "literal"]);
  });

  test("rewrites from the leaves up, and keeps what did not change", () => {
    const other = rewriteExpr(anyShirt, (expr) =>
      expr.kind === "literal" ? { ...expr, value: "62" } : expr,
    );
    expect(printExpr(other)).toBe("any item of items has (item.hs under [62])");
    expect(rewriteExpr(anyShirt, (expr) => expr)).toBe(anyShirt);
  });

  test("every kind of node gives back itself and its changed children", () => {
    const all: Expr[] = [
      anyShirt,
      price,
      { ...watched, asOf: { kind: "now", type: { kind: "instant" } } } as Expr,
      {
        kind: "aggregate",
        type: mass,
        aggregate: "sum",
        source: items,
        variable: 1,
        value: weight,
        where: shirts,
      },
      { kind: "matches", type: boolean, operand: code, column: "hs", match: "under" },
    ];
    for (const root of all) {
      visitExpr(root, (expr) => {
        expect(mapChildren(expr, (child) => child)).toBe(expr);
        const changed = mapChildren(expr, (child) => ({ ...child }));
        expect(changed).toEqual(expr);
        expect(changed === expr).toBe(childrenOf(expr).length === 0);
      });
    }
  });
});

test("what must be bound: external, and read somewhere", () => {
  const ir = irOf({
    lists: [
      { name: "written", label: {}, of: text, access: "internal", dated: false, members: [] },
      { name: "unread", label: {}, of: text, access: "internal", dated: false, members: null },
      { name: "watched", label: {}, of: text, access: "internal", dated: true, members: null },
    ],
    criteria: [
      criterion({
        when: and(anyShirt, call("in", literal(text, "x"), watched)),
        because: { en: [price] },
      }),
    ],
    policies: [
      policy({ samples: [{ name: "p/1", rate: "0.1", from: "green", to: "red", strata: [] }] }),
    ],
  });
  expect(requirementsOf(ir)).toEqual({
    lists: [{ name: "watched", dated: true }],
    tables: [{ name: "prices", dated: false }],
    codeLists: ["Hs"],
    rates: false,
    samplingKey: true,
  });
  expect(allExprs(ir)).toHaveLength(2);
});
