// What the matcher of an indexed set has in place of `match`: slots and single verdicts.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bindings, Matcher, SlotSink } from "@luong/runtime/abi";
import type { BoundRow, BundleIr, Expr, TableIr, Type } from "@luong/spec";
import {
  irBuilder as b,
  callModuleText,
  RandomCriteria,
  RandomSource,
  randomSchema,
} from "@luong/testkit";
import { expect, test } from "vitest";
import { compile, emitIr } from "../pipeline.ts";
import { helperModules } from "../support/all.ts";

const facts = new b.FactReader(randomSchema);
const hs: Type = { kind: "code", list: "Hs" };
const text: Type = { kind: "text" };
const integer: Type = { kind: "integer" };
const vnd: Type = { kind: "money", currency: "VND" };
const usd: Type = { kind: "money", currency: "USD" };

function emitted(ir: BundleIr): string {
  return emitIr(ir, { optimise: true, backEnd: "indexed" }).matcher;
}

function matcherOf(ir: BundleIr, bindings: Partial<Bindings> = {}): Matcher {
  const nothing = (): undefined => undefined;
  return callModuleText(emitted(ir), helperModules, "createMatcher", {
    schema: randomSchema,
    parentOf: nothing,
    rate: nothing,
    list: nothing,
    table: nothing,
    slow: { truth: () => 1, decide: (criterion: number, row: number) => criterion * 100 + row },
    ...bindings,
  }) as Matcher;
}

/** Everything told, one text for each. */
function told(matcher: Matcher): string[] {
  const lines: string[] = [];
  const tell =
    (name: string) =>
    (...values: readonly unknown[]): void => {
      lines.push(`${name} ${values.map(String).join(" ")}`);
    };
  const sink: SlotSink = {
    count: tell("count"),
    text: tell("text"),
    number: tell("number"),
    bounds: tell("bounds"),
    truth: tell("truth"),
    set: tell("set"),
  };
  matcher.slots?.(sink);
  return lines;
}

function bundleOf(...conditions: readonly Expr[]): BundleIr {
  const criteria = conditions.map((when, index) => b.criterion(`T-${index}`, { when }));
  return b.bundleIr(randomSchema, { criteria });
}

const item = (path: string): Expr => facts.element(1, "Item", path);
const any = (body: Expr, list = "items"): Expr =>
  b.quantifier("any", facts.collection(list), 1, body);
const declaration = {
  items: [{ hs: "61091000" }, { hs: "84713020" }],
  amount: { amount: 5, currency: "USD" },
};
const question = { declaration, flow: "import", stage: "gate", now: 86_400_000 };

test("every slot is told once for the declaration or for each element, counts first", () => {
  const under = b.test("under", item("hs"), b.setOf(hs, b.literal(hs, "61")));
  const spare = b.test("under", item("hs"), b.setOf(hs, b.literal(hs, "61")));
  const matcher = matcherOf(bundleOf(any(under), any(spare, "spares"), any(b.truthLiteral(true))));
  matcher.encode(question);
  expect(told(matcher)).toEqual([
    "text 0 0 import",
    "count 0 2",
    "text 1 0 61091000",
    "text 1 1 84713020",
    // The optional list is not there.
    "count 1 -1",
  ]);
});

test("an amount is known in its own currency alone", () => {
  const above = (type: Type): Expr => b.test("gt", facts.fact("amount"), b.literal(type, "3"));
  const matcher = matcherOf(bundleOf(above(usd), above(vnd)));
  matcher.encode(question);
  expect(told(matcher)).toEqual(["text 0 0 import", "number 1 0 5", "number 2 0 NaN"]);
});

test("a sum of whole amounts is exact, a quotient lies between two doubles", () => {
  const sum: Expr = {
    kind: "aggregate",
    type: vnd,
    aggregate: "sum",
    source: facts.collection("items"),
    variable: 1,
    value: item("cost"),
  };
  const third = b.call("div", { kind: "number" }, facts.fact("ratio"), facts.fact("count"));
  const matcher = matcherOf(
    bundleOf(
      b.test("gt", sum, b.literal(vnd, "3")),
      b.test("gt", third, b.literal({ kind: "number" }, "0.5")),
    ),
  );
  const items = [{ cost: 2_500_000 }, { cost: 7 }];
  matcher.encode({ ...question, declaration: { items, ratio: 1, count: 3 } });
  const [, exact, between = ""] = told(matcher);
  expect(exact).toBe("bounds 1 0 2500007 2500007");
  const [low = 0, high = 0] = between.split(" ").slice(3).map(Number);
  expect(low).toBeLessThan(1 / 3);
  expect(high).toBeGreaterThan(1 / 3);
  expect(high - low).toBeLessThan(1e-14);
  matcher.encode({ ...question, declaration: { items: [], ratio: 1, count: 0 } });
  expect(told(matcher).slice(1)).toEqual(["bounds 1 0 0 0", "bounds 2 0 NaN NaN"]);
});

/* ------------------------------------------------------------------ rows */

const table: TableIr = {
  name: "rows",
  label: {},
  access: "internal",
  dated: false,
  key: [
    { name: "hs", type: hs, label: {}, match: "under", optional: true },
    { name: "word", type: text, label: {}, match: "equal", optional: true },
  ],
  value: [],
  rows: null,
};
const matches: Expr = {
  kind: "matches",
  type: b.booleanType,
  operand: facts.fact("hs"),
  column: "hs",
  match: "under",
};
const words = b.test("contains", facts.fact("label"), b.setOf(text, b.rowFact("word", text)));

function rowSet(...conditions: readonly Expr[]): BundleIr {
  const criteria = conditions.map((when, index) => {
    return b.criterion(`T-${index}`, { rowsOf: "rows", when });
  });
  return b.bundleIr(randomSchema, { criteria, tables: [table] });
}

test("criteria the plan tells whole cost nothing for each row; the reference gives their verdict", () => {
  const ir = rowSet(b.and(matches, b.test("gt", facts.fact("count"), b.literal(integer, "5"))));
  expect(emitted(ir)).not.toMatch(/columnOf\(|verdict\$\d|RowFilter\(/);
  const matcher = matcherOf(ir);
  matcher.encode({ ...question, declaration: { hs: "61", count: 6 } });
  expect(matcher.verdict?.(0, 7)).toBe(7);
  expect(matcher.slowCalls()).toBe(1);
});

test("others have a function of their own for one row", () => {
  const ir = rowSet(matches, b.and(matches, words));
  const cells = [
    ["61", "used"],
    ["61", "new"],
    ["84", "used"],
    ["61", null],
  ];
  const rows = cells.map((each, at): BoundRow => {
    return { cells: each, from: 0, until: 1, name: String(at + 1) };
  });
  const matcher = matcherOf(ir, { table: () => ({ dated: false, rows }) });
  expect(emitted(ir)).toContain("verdict$1");
  expect(emitted(ir)).not.toContain("verdict$0");
  matcher.encode({ ...question, declaration: { hs: "61091000", label: "Used tyres" } });
  expect(cells.map((_, row) => matcher.verdict?.(1, row))).toEqual([2, 0, 0, 1]);
  // Rows are read when they are asked about: nothing was made of them before.
  rows.push({ cells: ["61", "tyres"], from: 0, until: 1, name: "5" });
  expect(matcher.verdict?.(1, 4)).toBe(2);
  expect(matcher.verdict?.(1, -1)).toBe(1);
});

test("functions stay below 32 KB of byte-code, where V8 optimises them", async () => {
  const ir = new RandomCriteria(new RandomSource(5)).bundle(400);
  const { files } = await compile(ir, { optimise: true, backEnd: "indexed" });
  const folder = mkdtempSync(join(tmpdir(), "luong-"));
  try {
    writeFileSync(join(folder, "bundle.mjs"), files.get("bundle.mjs") ?? "");
    const program = `
      import { createMatcher, ir } from ${JSON.stringify(join(folder, "bundle.mjs"))};
      const none = () => undefined;
      const matcher = createMatcher({ schema: ir.schema, parentOf: none, rate: none, list: none, table: none, slow: { truth: () => 1, decide: () => 1 } });
      const sink = { count: none, text: none, number: none, bounds: none, truth: none, set: none };
      matcher.slots(sink);`;
    const shown = execFileSync(
      process.execPath,
      [
        "--print-bytecode",
        "--print-bytecode-filter=slots$*",
        "--input-type=module",
        "--eval",
        program,
      ],
      { encoding: "utf8", maxBuffer: 1 << 28 },
    );
    const sizes = [...shown.matchAll(/Bytecode length: (\d+)/g)].map(([, size]) => Number(size));
    expect(sizes.length).toBeGreaterThan(2);
    expect(Math.max(...sizes)).toBeLessThan(32_768);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
