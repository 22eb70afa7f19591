// What emission promises beyond being right: exact answers without the reference, early exits, small functions, readable text.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bindings, Matcher, MatchResult } from "@luong/runtime/abi";
import type { BoundRow, BundleIr, Expr, Question, Schema, Type } from "@luong/spec";
import { createInterpreter, frameOf, verifyIr } from "@luong/spec";
import { irBuilder as b, callModuleText, RandomCriteria, RandomSource } from "@luong/testkit";
import { describe, expect, test } from "vitest";
import { compile, emitIr } from "../pipeline.ts";
import { helperModules } from "../support/all.ts";

const number: Type = { kind: "number" };
const mass: Type = { kind: "quantity", dimension: "mass" };
const usd: Type = { kind: "money", currency: "USD" };
const money: Type = { kind: "money", currency: null };
const text: Type = { kind: "text" };
const hs: Type = { kind: "code", list: "Hs" };

const schema: Schema = {
  name: "t",
  version: 1,
  label: {},
  zoneMinutes: 420,
  root: "Declaration",
  records: [
    b.record("Item", [
      b.field("weight", mass),
      b.field("value", money),
      b.field("class", text),
      b.field("hs", hs),
    ]),
    b.record("Declaration", [
      b.field("a", number),
      b.field("b", number),
      b.field("c", number, { optional: true }),
      b.field("total", usd),
      b.field("gross", mass),
      b.field("inList", text),
      b.field("items", { kind: "list", record: "Item", max: 50, typical: 5, each: "item" }),
    ]),
  ],
  codeLists: [{ name: "Hs", label: {}, shape: "levels", levels: [2, 4, 6, 8], codes: null }],
  units: [{ name: "kg", code: "KGM", dimension: "mass" }],
  currencies: [
    { code: "USD", digits: 2 },
    { code: "VND", digits: 0 },
  ],
  flows: [{ name: "import", label: {} }],
  stages: [],
  actions: [],
};
const facts = new b.FactReader(schema);
const items = facts.collection("items");
const item = (path: string): Expr => facts.element(1, "Item", path);

function sum(value: Expr): Expr {
  return {
    kind: "aggregate",
    type: value.type,
    aggregate: "sum",
    source: items,
    variable: 1,
    value,
  };
}

interface Answer {
  readonly truths: readonly number[];
  readonly slowCalls: number;
  readonly result: MatchResult;
}

const nothing: Omit<Bindings, "slow"> = {
  schema,
  parentOf: () => null,
  rate: () => undefined,
  list: () => undefined,
  table: () => undefined,
};

function matcherOf(
  ir: BundleIr,
  bindings: Partial<Bindings> = {},
): { matcher: Matcher; ask: (question: Question) => void } {
  expect(verifyIr(ir)).toEqual([]);
  const emitted = emitIr(ir, { optimise: true, backEnd: "emitted" });
  const world = { ...nothing, ...bindings };
  const interpreter = createInterpreter(ir, world);
  let question: Question = { declaration: {}, flow: "", stage: "", now: 0 };
  const slow = {
    truth: (index: number): 0 | 1 | 2 => {
      const expr = (emitted.slow[index] ?? "")
        .split("/")
        .reduce<unknown>((part, key) => Reflect.get(Object(part), key), ir);
      return interpreter.truth(expr as Expr, frameOf(question)).truth;
    },
    decide: (): never => {
      throw new Error("no criterion here has computed outcomes");
    },
  };
  const matcher = callModuleText(emitted.matcher, helperModules, "createMatcher", {
    ...world,
    slow,
  }) as Matcher;
  return {
    matcher,
    ask: (next) => {
      question = next;
      matcher.encode(next);
    },
  };
}

const declaration = { a: 0, b: 0, total: 0, gross: 0, inList: "", items: [] as unknown[] };

function answer(
  conditions: readonly Expr[],
  change: object,
  bindings: Partial<Bindings> = {},
  extra: Partial<BundleIr> = {},
): Answer {
  const criteria = conditions.map((when, index) => b.criterion(`T-${index}`, { when }));
  const { matcher, ask } = matcherOf(b.bundleIr(schema, { criteria, ...extra }), bindings);
  ask({ declaration: { ...declaration, ...change }, flow: "import", stage: "", now: 0 });
  const result: MatchResult = {
    truths: new Uint8Array(9),
    tableRow: new Int32Array(9),
    rows: 0,
    rowCriterion: new Int32Array(0),
    rowNumber: new Int32Array(0),
    rowTruth: new Uint8Array(0),
  };
  matcher.match(result);
  return {
    truths: [...result.truths.slice(0, (extra.criteria ?? conditions).length)],
    slowCalls: matcher.slowCalls(),
    result,
  };
}

describe("numbers", () => {
  const added = b.call("add", number, facts.fact("a"), facts.fact("b"));

  test("0.1 + 0.2 is 0.3, told without the reference: four places are whole ten-thousandths", () => {
    const { truths, slowCalls } = answer([b.test("eq", added, b.numberLiteral("0.3"))], {
      a: 0.1,
      b: 0.2,
    });
    expect({ truths, slowCalls }).toEqual({ truths: [2], slowCalls: 0 });
  });

  test("a sum of lines equal to the total is told exactly", () => {
    const weights = [0.1, 0.2, 0.7, 99.0001].map((weight) => ({
      weight,
      value: { amount: 1, currency: "USD" },
      class: "",
      hs: "1",
    }));
    const { truths, slowCalls } = answer([b.test("gt", sum(item("weight")), facts.fact("gross"))], {
      items: weights,
      gross: 100.0001,
    });
    expect({ truths, slowCalls }).toEqual({ truths: [0], slowCalls: 0 });
  });

  test("more places than four, and close: the reference decides", () => {
    const near = b.test(
      "gt",
      b.call("mul", number, facts.fact("a"), facts.fact("b")),
      b.numberLiteral("1e-12"),
    );
    const { truths, slowCalls } = answer([near], { a: 0.000001, b: 0.000001 });
    expect({ truths, slowCalls }).toEqual({ truths: [0], slowCalls: 1 });
  });

  test("1/3 + 1/3 + 1/3 is 1, which no double says: the reference decides", () => {
    const third = b.call("div", number, facts.fact("a"), facts.fact("b"));
    const three = b.call("add", number, third, b.call("add", number, third, third));
    const { truths, slowCalls } = answer([b.test("eq", three, b.numberLiteral("1"))], {
      a: 1,
      b: 3,
    });
    expect({ truths, slowCalls }).toEqual({ truths: [2], slowCalls: 1 });
  });

  test("far apart, nobody is asked", () => {
    const third = b.call("div", number, facts.fact("a"), facts.fact("b"));
    const { truths, slowCalls } = answer([b.test("lt", third, b.numberLiteral("1"))], {
      a: 1,
      b: 3,
    });
    expect({ truths, slowCalls }).toEqual({ truths: [2], slowCalls: 0 });
  });

  test("beyond 2^53 doubles round: the reference decides, and rightly", () => {
    // 999999999999999 × 10 + 3 in ten-thousandths is above 2^53.
    const left = b.call("mul", number, facts.fact("a"), facts.fact("b"));
    const right = b.numberLiteral("9999999999999990");
    const { truths, slowCalls } = answer([b.test("ge", left, right)], {
      a: 999_999_999_999_999,
      b: 10,
    });
    expect(truths).toEqual([2]);
    expect(slowCalls).toBe(1);
  });

  test("a percentage with decimals of an amount", () => {
    const share = b.call("mul", usd, b.literal({ kind: "percent" }, "0.125"), facts.fact("total"));
    const { truths, slowCalls } = answer([b.test("eq", share, b.literal(usd, "0.01"))], {
      total: 0.08,
    });
    expect({ truths, slowCalls }).toEqual({ truths: [2], slowCalls: 0 });
  });

  test("amounts in two currencies have no sum", () => {
    const line = (currency: string): object => ({
      weight: 1,
      value: { amount: 1, currency },
      class: "",
      hs: "1",
    });
    const condition = b.test("gt", sum(item("value")), b.literal(usd, "0"));
    expect(answer([condition], { items: [line("USD"), line("USD")] }).truths).toEqual([2]);
    expect(answer([condition], { items: [line("USD"), line("VND")] }).truths).toEqual([1]);
    expect(answer([condition], { items: [line("VND")] }).truths).toEqual([1]);
    // The sum over nothing is zero of any unit.
    expect(answer([condition], { items: [] }).truths).toEqual([0]);
  });
});

describe("facts", () => {
  test("absent and null are unknown, zero is not", () => {
    const condition = b.test("lt", facts.fact("c"), b.numberLiteral("1"));
    expect(answer([condition], {}).truths).toEqual([1]);
    expect(answer([condition], { c: null }).truths).toEqual([1]);
    expect(answer([condition], { c: 0 }).truths).toEqual([2]);
  });

  test("texts are compared in NFC", () => {
    const condition = b.test("eq", facts.fact("inList"), b.literal(text, "T\u00ea"));
    expect(answer([condition], { inList: "Te\u0302" }).truths).toEqual([2]);
  });

  test("names that are words of JavaScript or of the module do no harm", () => {
    const any = b.quantifier("any", items, 1, b.test("eq", item("class"), facts.fact("inList")));
    const line = { weight: 1, value: { amount: 1, currency: "USD" }, class: "x", hs: "1" };
    expect(answer([any], { inList: "x", items: [line] }).truths).toEqual([2]);
  });

  test("nothing of one declaration is left for the next", () => {
    const any = b.quantifier(
      "any",
      items,
      1,
      b.test("contains", item("class"), b.setOf(text, b.literal(text, "used"))),
    );
    const { matcher, ask } = matcherOf(
      b.bundleIr(schema, {
        criteria: [b.criterion("T-1", { when: any }), b.criterion("T-2", { when: b.not(any) })],
      }),
    );
    const result: MatchResult = {
      truths: new Uint8Array(2),
      tableRow: new Int32Array(2),
      rows: 0,
      rowCriterion: new Int32Array(0),
      rowNumber: new Int32Array(0),
      rowTruth: new Uint8Array(0),
    };
    const truthsOf = (...texts: string[]): readonly number[] => {
      const lines = texts.map((each) => ({
        weight: 1,
        value: { amount: 1, currency: "USD" },
        class: each,
        hs: "1",
      }));
      ask({ declaration: { ...declaration, items: lines }, flow: "import", stage: "", now: 0 });
      matcher.match(result);
      return [...result.truths];
    };
    expect(truthsOf("used tyres")).toEqual([2, 0]);
    expect(truthsOf("new tyres")).toEqual([0, 2]);
    expect(truthsOf("new", "used")).toEqual([2, 0]);
    expect(truthsOf()).toEqual([0, 2]);
  });

  test("more elements than the schema allows are refused, not cut", () => {
    const any = b.quantifier("any", items, 1, b.test("gt", item("weight"), b.literal(mass, "1")));
    const line = { weight: 0, value: { amount: 1, currency: "USD" }, class: "", hs: "1" };
    expect(() => answer([any], { items: Array.from({ length: 51 }, () => line) })).toThrow(
      RangeError,
    );
  });
});

describe("codes", () => {
  test.each([
    ["61091000", "61", 2],
    ["61", "61", 2],
    ["6", "61", 0],
    ["62091000", "61", 0],
    ["6109100011", "61091000", 2],
    ["6109", "610910", 0],
    ["61x9", "61", 2],
  ])("%s under %s", (code, prefix, truth) => {
    const condition = b.quantifier(
      "any",
      items,
      1,
      b.test("under", item("hs"), b.setOf(hs, b.literal(hs, prefix))),
    );
    const line = { weight: 0, value: { amount: 1, currency: "USD" }, class: "", hs: code };
    expect(answer([condition], { items: [line] }).truths).toEqual([truth]);
  });
});

describe("who is asked", () => {
  test("flow, stage, dates and scope; otherwise neither hit nor unknown", () => {
    const yes = b.truthLiteral(true);
    const criteria = [
      b.criterion("T-0", { flows: ["export"], when: yes }),
      b.criterion("T-1", { stages: ["gate"], when: yes }),
      b.criterion("T-2", { valid: { from: 1 }, when: yes }),
      b.criterion("T-3", { valid: { from: -5, until: 0 }, when: yes }),
      b.criterion("T-4", { scope: b.test("gt", facts.fact("a"), b.numberLiteral("0")), when: yes }),
      b.criterion("T-5", { when: yes }),
    ];
    // Now is 1970-01-01T07:00 local: day 0.
    expect(answer([], {}, {}, { criteria }).truths).toEqual([3, 3, 3, 2, 3, 2]);
    expect(answer([], { a: 1 }, {}, { criteria }).truths).toEqual([3, 3, 3, 2, 2, 2]);
  });
});

describe("for each row of", () => {
  const points: Type = { kind: "integer" };
  const table = {
    name: "rows",
    label: {},
    access: "internal" as const,
    dated: true,
    key: [{ name: "limit", type: number, label: {}, match: "equal" as const, optional: true }],
    value: [{ name: "points", type: points, label: {}, match: "equal" as const, optional: false }],
    rows: null,
  };
  const when = b.test("gt", facts.fact("a"), b.rowFact("limit", number));
  const extra = { tables: [table], criteria: [b.criterion("T-0", { rowsOf: "rows", when })] };
  const row = (limit: number | null, from = -1, until = 1): BoundRow => ({
    cells: [limit, 1],
    from,
    until,
    name: "",
  });

  test("every row in force that is not false is listed, by its place", () => {
    const rows = [row(5), row(0), row(1, 1, 2), row(null), row(2), row(1)];
    const { truths, result } = answer(
      [],
      { a: 3 },
      { table: () => ({ dated: true, rows }) },
      extra,
    );
    expect(truths).toEqual([2]);
    expect(result.rows).toBe(4);
    expect([...result.rowNumber.slice(0, 4)]).toEqual([1, 3, 4, 5]);
    expect([...result.rowTruth.slice(0, 4)]).toEqual([2, 1, 2, 2]);
  });

  test("no row in force: not asked; table not bound: unknown", () => {
    expect(
      answer([], { a: 3 }, { table: () => ({ dated: true, rows: [row(0, 5, 6)] }) }, extra).truths,
    ).toEqual([3]);
    expect(answer([], { a: 3 }, {}, extra).truths).toEqual([1]);
  });
});

describe("the text", () => {
  test("one comment for each criterion, names of the facts, no other imports than the helpers", () => {
    const criteria = [
      b.criterion("VAL-001", {
        label: { en: "Too\nheavy" },
        when: b.test("gt", facts.fact("gross"), b.literal(mass, "100")),
      }),
    ];
    const { matcher } = emitIr(b.bundleIr(schema, { criteria }), {
      optimise: true,
      backEnd: "emitted",
    });
    expect(matcher).toContain("//! VAL-001 Too heavy");
    expect(matcher).toContain("const gross = F[2];");
    expect(matcher).toContain("truths[0] = ((gross > 100) ? 2 : 0);");
  });

  test("says what has no fast form, and why", () => {
    const condition = b.test("contains", facts.fact("inList"), b.setOf(text, facts.fact("inList")));
    const criteria = [
      b.criterion("T-0", {
        when: b.and(condition, b.test("gt", facts.fact("a"), facts.fact("b"))),
      }),
    ];
    expect(
      emitIr(b.bundleIr(schema, { criteria }), { optimise: true, backEnd: "emitted" }).left,
    ).toEqual([{ path: "criteria/0/when/operands/0", why: "phrases that are facts" }]);
  });

  test("functions stay below 32 KB of byte-code, where V8 optimises them", async () => {
    const ir = new RandomCriteria(new RandomSource(3)).bundle(150);
    const { files } = await compile(ir, { optimise: true, backEnd: "emitted" });
    const folder = mkdtempSync(join(tmpdir(), "luong-"));
    try {
      writeFileSync(join(folder, "bundle.mjs"), files.get("bundle.mjs") ?? "");
      const program = `
        import { createMatcher, ir } from ${JSON.stringify(join(folder, "bundle.mjs"))};
        const none = () => undefined;
        const matcher = createMatcher({ schema: ir.schema, parentOf: none, rate: none, list: none, table: none, slow: { truth: () => 1, decide: () => 1 } });
        const size = ir.criteria.length;
        matcher.match({ truths: new Uint8Array(size), tableRow: new Int32Array(size), rows: 0, rowCriterion: new Int32Array(0), rowNumber: new Int32Array(0), rowTruth: new Uint8Array(0) });`;
      const shown = execFileSync(
        process.execPath,
        [
          "--print-bytecode",
          "--print-bytecode-filter=criteria$*",
          "--input-type=module",
          "--eval",
          program,
        ],
        { encoding: "utf8", maxBuffer: 1 << 28 },
      );
      const sizes = [...shown.matchAll(/Bytecode length: (\d+)/g)].map(([, size]) => Number(size));
      expect(sizes.length).toBeGreaterThan(3);
      expect(Math.max(...sizes)).toBeLessThan(32_768);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
