import { describe, expect, test } from "vitest";
import type { AggregateName } from "../aggregates.ts";
import { parseDate, parseInstant } from "../calendar.ts";
import { textFromValue } from "../facts.ts";
import { rational } from "../rational.ts";
import type { Field, Schema } from "../schema.ts";
import type { Type } from "../types.ts";
import type { BoundRow, Question, World } from "../world.ts";
import {
  and,
  call,
  fact,
  falseLiteral,
  literal,
  not,
  or,
  present,
  quantifier,
  setOf,
  trueLiteral,
} from "./build.ts";
import { bindElement, type Frame, frameOf } from "./frame.ts";
import { createInterpreter } from "./interpret.ts";
import type {
  BundleIr,
  Collection,
  CriterionIr,
  Effect,
  Expr,
  ScorecardIr,
  TableIr,
} from "./ir.ts";
import { verifyIr } from "./verify.ts";

/* ------------------------------------------------------------------ a small world */

const text: Type = { kind: "text" };
const number: Type = { kind: "number" };
const integer: Type = { kind: "integer" };
const boolean: Type = { kind: "boolean" };
const money: Type = { kind: "money", currency: null };
const usd: Type = { kind: "money", currency: "USD" };
const mass: Type = { kind: "quantity", dimension: "mass" };
const hs: Type = { kind: "code", list: "Hs" };
const office: Type = { kind: "code", list: "Office" };
const channel: Type = { kind: "channel" };
const date: Type = { kind: "date" };

function field(name: string, type: Type, optional = true): Field {
  return { name, type, optional, label: {}, derived: false };
}

function listType(record: string, each: string): Type {
  return { kind: "list", record, max: 50, typical: 5, each };
}

const schema: Schema = {
  name: "test",
  version: 1,
  label: {},
  zoneMinutes: 420,
  root: "Declaration",
  records: [
    {
      name: "Declaration",
      label: {},
      key: ["number"],
      fields: [
        field("number", text),
        field("office", office),
        field("capital", usd),
        field("importer", { kind: "record", record: "Party" }),
        field("x", boolean),
        field("y", boolean),
        field("items", listType("Item", "item")),
        field("containers", listType("Container", "container")),
        field("on", date),
      ],
    },
    { name: "Party", label: {}, key: [], fields: [field("name", text), field("rank", integer)] },
    {
      name: "Item",
      label: {},
      key: [],
      fields: [
        field("no", integer),
        field("hs", hs),
        field("weight", mass),
        field("value", money),
        field("brands", listType("Brand", "brand")),
      ],
    },
    { name: "Brand", label: {}, key: [], fields: [field("name", text)] },
    { name: "Container", label: {}, key: [], fields: [field("item_no", integer)] },
  ],
  codeLists: [
    { name: "Hs", label: {}, shape: "levels", levels: [2, 4, 6, 8], codes: null },
    { name: "Office", label: {}, shape: "tree", levels: [], codes: null },
  ],
  units: [{ name: "kg", code: "KGM", dimension: "mass" }],
  currencies: [{ code: "USD", digits: 2 }],
  flows: [],
  stages: [],
  actions: [],
};

function at(text_: string): number {
  const ms = parseInstant(text_, schema.zoneMinutes);
  if (ms === undefined) throw new Error(`${text_} is no instant`);
  return ms;
}

function bound(
  number_: number,
  cells: readonly unknown[],
  from?: string,
  until?: string,
): BoundRow {
  return {
    cells,
    name: String(number_),
    from: from === undefined ? Number.NEGATIVE_INFINITY : at(from),
    until: until === undefined ? Number.POSITIVE_INFINITY : at(until),
  };
}

function column(
  name: string,
  type: Type,
  match: "equal" | "under" | "between" = "equal",
  optional = false,
) {
  return { name, type, label: {}, match, optional };
}

/** Reference prices: by code (longest prefix wins), then by office (empty matches all). */
const prices: TableIr = {
  name: "prices",
  label: {},
  access: "internal",
  dated: false,
  key: [column("hs", hs, "under"), column("office", office, "under", true)],
  value: [column("low", number), column("high", number, "equal", true)],
  rows: null,
};

/** A rate by day and range of weight. */
const rates: TableIr = {
  name: "rates",
  label: {},
  access: "internal",
  dated: true,
  key: [column("weight", mass, "between")],
  value: [column("rate", number)],
  rows: null,
};

const indicators: TableIr = {
  name: "indicators",
  label: {},
  access: "secret",
  dated: true,
  key: [
    column("id", text),
    column("hs", hs, "under", true),
    column("rank", integer, "between", true),
  ],
  value: [
    column("limit", usd, "equal", true),
    column("level", channel),
    column("points", integer, "equal", true),
  ],
  rows: null,
};

const tables: Readonly<Record<string, readonly BoundRow[]>> = {
  prices: [
    bound(1, ["61", null, 1, null]),
    bound(2, ["6109", null, 2, 20]),
    bound(3, ["6109", "03", 3, 30]),
    bound(4, ["6109", "03CC", 4, 40]),
    bound(5, ["85", "02", 5, 50]),
  ],
  rates: [
    bound(1, [[0, 10], 1], undefined, "2026-02-01T00:00"),
    bound(2, [[0, 10], 2], "2026-02-01T00:00", "2026-03-01T00:00"),
    bound(3, [[11, 20], 3]),
  ],
  indicators: [
    { ...bound(1, ["A", "6109", null, 500, "red", 40]), name: "A" },
    { ...bound(2, ["B", null, [1, 3], null, "yellow", null]), name: "B" },
    { ...bound(3, ["C", "6109", null, 500, "red", 40], undefined, "2026-01-01T00:00"), name: "C" },
  ],
};

const parents: Readonly<Record<string, string | null>> = { "02": null, "03": null, "03CC": "03" };

const world: World = {
  schema,
  parentOf: (_, code) => parents[code],
  rate: () => undefined,
  list: (name) =>
    name === "watched"
      ? {
          dated: true,
          has: (value, when) => (when < at("2026-02-01T00:00") ? value === "old" : value === "new"),
          members: (when) => (when < at("2026-02-01T00:00") ? ["old"] : ["new"]),
        }
      : undefined,
  table: (name) => {
    const rows = tables[name];
    return rows === undefined ? undefined : { dated: name !== "prices", rows };
  },
};

function listIr(name: string) {
  return { name, label: {}, of: text, access: "internal", dated: true, members: null } as const;
}

const unbound: TableIr = { ...prices, name: "unbound" };

function irOf(parts: Partial<BundleIr> = {}): BundleIr {
  return {
    irFormat: 1,
    language: "1",
    set: { label: {}, version: 1 },
    schema,
    lists: [listIr("failed"), listIr("watched")],
    tables: [indicators, prices, rates, unbound],
    criteria: [],
    scorecards: [],
    policies: [],
    shared: [],
    ...parts,
  };
}

const interpreter = createInterpreter(irOf(), world);

function question(declaration: unknown, now = "2026-02-15T09:00"): Question {
  return { declaration, flow: "import", stage: "clearance", now: at(now) };
}

/** Exact text of the value, or `unknown: kind: subject`. */
function shown(expr: Expr, declaration: unknown = {}, now?: string, frame?: Frame): string {
  const value = interpreter.value(expr, frame ?? frameOf(question(declaration, now)));
  if (value.kind === "unknown")
    return value.causes.map(({ kind, subject }) => `unknown: ${kind}: ${subject}`).join("; ");
  return textFromValue(value, expr.type, schema, { language: "en", exact: true });
}

const items: Collection = {
  base: { kind: "declaration" },
  path: ["items"],
  record: "Item",
  each: "item",
  max: 50,
  optional: true,
};

const containers: Collection = {
  ...items,
  path: ["containers"],
  record: "Container",
  each: "container",
};

function ofElement(type: Type, path: string, variable: number): Expr {
  return fact(type, path.split("."), { kind: "element", variable }, true);
}

function ofDeclaration(type: Type, path: string): Expr {
  return fact(type, path.split("."), { kind: "declaration" }, true);
}

function num(value: string): Expr {
  return literal(number, value);
}

const x = ofDeclaration(boolean, "x");
const y = ofDeclaration(boolean, "y");

/* ------------------------------------------------------------------ truth */

describe("truth", () => {
  const values = { T: true, F: false, U: undefined } as const;
  type Name = keyof typeof values;

  // Kleene's tables: and, or.
  const kleene: readonly (readonly [Name, Name, Name, Name])[] = [
    ["T", "T", "T", "T"],
    ["T", "U", "U", "T"],
    ["T", "F", "F", "T"],
    ["U", "T", "U", "T"],
    ["U", "U", "U", "U"],
    ["U", "F", "F", "U"],
    ["F", "T", "F", "T"],
    ["F", "U", "F", "U"],
    ["F", "F", "F", "F"],
  ];

  const truthOf = (expr: Expr, a: Name, b: Name): Name => {
    const result = interpreter.truth(expr, frameOf(question({ x: values[a], y: values[b] })));
    return (["F", "U", "T"] as const)[result.truth];
  };

  test.each(kleene)("%s and/or %s is %s, %s", (a, b, both, either) => {
    expect(truthOf(and(x, y), a, b)).toBe(both);
    expect(truthOf(or(x, y), a, b)).toBe(either);
    // De Morgan: the tables are one another's image under not.
    expect(truthOf(not(or(not(x), not(y))), a, b)).toBe(both);
  });

  test("not swaps true and false", () => {
    expect([
      truthOf(not(x), "T", "T"),
      truthOf(not(x), "U", "T"),
      truthOf(not(x), "F", "T"),
    ]).toEqual(["F", "U", "T"]);
  });

  test("causes come from the unknown operands only, without repeats", () => {
    const missing = call("lt", ofDeclaration(usd, "capital"), literal(usd, "5"));
    const result = interpreter.truth(and(trueLiteral, missing, x, missing), frameOf(question({})));
    expect(result).toEqual({
      truth: 1,
      causes: [
        { kind: "not declared", subject: "capital" },
        { kind: "not declared", subject: "x" },
      ],
    });
    expect(interpreter.truth(and(missing, falseLiteral), frameOf(question({})))).toEqual({
      truth: 0,
      causes: [],
    });
  });
});

describe("facts", () => {
  test("through an absent record are not declared, named in full", () => {
    const name = ofDeclaration(text, "importer.name");
    expect(shown(name, { importer: { name: "Công ty A" } })).toBe("Công ty A");
    expect(shown(name, {})).toBe("unknown: not declared: importer.name");
    expect(shown(name, { importer: { name: null } })).toBe("unknown: not declared: importer.name");
  });

  test("are not looked for among inherited members", () => {
    expect(shown(ofDeclaration(text, "constructor.name"), {})).toContain("not declared");
  });

  test("present and missing are two-valued over facts", () => {
    const third = call("div", num("1"), num("0"));
    expect(shown(present(third))).toBe("false");
    expect(shown(not(present(ofDeclaration(usd, "capital"))), {})).toBe("true");
    expect(shown(present(ofDeclaration(usd, "capital")), { capital: 5 })).toBe("true");
    expect(
      shown(present(ofDeclaration({ kind: "record", record: "Party" }, "importer")), {
        importer: {},
      }),
    ).toBe("true");
    expect(shown(present(ofDeclaration(listType("Item", "item"), "items")), { items: [] })).toBe(
      "true",
    );
    expect(shown(present(ofDeclaration(listType("Item", "item"), "items")), {})).toBe("false");
  });

  test("now is an input", () => {
    expect(shown({ kind: "now", type: { kind: "instant" } }, {}, "2026-02-15T09:00")).toBe(
      "2026-02-15T09:00:00+07:00",
    );
  });
});

/* ------------------------------------------------------------------ collections */

describe("quantifiers", () => {
  const heavy = call("gt", ofElement(mass, "weight", 1), literal(mass, "10"));
  const weights = (...all: (number | null)[]) => ({
    items: all.map((weight) => (weight === null ? {} : { weight })),
  });

  // Light is 5, heavy 20, null not declared: any, every, no, at least 2.
  const cases: readonly (readonly [(number | null)[], string, string, string, string])[] = [
    [[], "false", "true", "true", "false"],
    [[20, 5], "true", "false", "false", "false"],
    [[20, 20], "true", "true", "false", "true"],
    [[5, 5], "false", "false", "true", "false"],
    [[20, null], "true", "unknown", "false", "unknown"],
    [[5, null], "unknown", "false", "unknown", "false"],
    [[null, null], "unknown", "unknown", "unknown", "unknown"],
    [[20, 20, null], "true", "unknown", "false", "true"],
  ];

  test.each(cases)(
    "over %j: any %s, every %s, no %s, at least two %s",
    (all, any, every, no, two) => {
      const of = (words: "any" | "every" | "no" | "atLeast", count = 1): string =>
        shown(quantifier(words, items, 1, heavy, count), weights(...all)).split(":")[0] ?? "";
      expect([of("any"), of("every"), of("no"), of("atLeast", 2)]).toEqual([any, every, no, two]);
    },
  );

  test("over a list that is absent are unknown, of whatever kind", () => {
    for (const words of ["any", "every", "no", "atLeast"] as const) {
      expect(shown(quantifier(words, items, 1, heavy), {})).toBe("unknown: not declared: items");
    }
  });

  test("name the element whose fact is missing", () => {
    expect(shown(quantifier("any", items, 1, heavy), weights(5, null, 5, null))).toBe(
      "unknown: not declared: items[2].weight; unknown: not declared: items[4].weight",
    );
  });

  test("nested ones join what they speak of", () => {
    const same = call("eq", ofElement(integer, "item_no", 2), ofElement(integer, "no", 1));
    const joined = quantifier("any", items, 1, quantifier("any", containers, 2, same));
    expect(shown(joined, { items: [{ no: 1 }, { no: 2 }], containers: [{ item_no: 2 }] })).toBe(
      "true",
    );
    expect(shown(joined, { items: [{ no: 1 }], containers: [{ item_no: 2 }] })).toBe("false");
  });

  test("inner lists belong to their element", () => {
    const brands: Collection = {
      ...items,
      base: { kind: "element", variable: 1 },
      path: ["brands"],
      record: "Brand",
      each: "brand",
    };
    const named = call("eq", ofElement(text, "name", 2), literal(text, "X"));
    const any = quantifier("any", items, 1, quantifier("any", brands, 2, named));
    expect(shown(any, { items: [{ brands: [] }, { brands: [{ name: "Y" }, {}] }] })).toBe(
      "unknown: not declared: items[2].brands[2].name",
    );
  });
});

describe("aggregates", () => {
  const aggregate = (name: AggregateName, type: Type, value?: Expr, where?: Expr): Expr => ({
    kind: "aggregate",
    type,
    aggregate: name,
    source: items,
    variable: 1,
    ...(where && { where }),
    ...(value && { value }),
  });
  const weight = ofElement(mass, "weight", 1);
  const value = ofElement(money, "value", 1);
  const of = (...weights: number[]) => ({ items: weights.map((each) => ({ weight: each })) });
  const priced = (...amounts: [number, string][]) => ({
    items: amounts.map(([amount, currency]) => ({ value: { amount, currency } })),
  });

  test.each([
    ["count", integer, "3", "0"],
    ["countDistinct", integer, "2", "0"],
    ["sum", mass, "0.4 kg", "0 kg"],
    ["average", mass, "2/15 kg", "unknown: too few rows: average of item.weight over items"],
    ["lowest", mass, "0.1 kg", "unknown: too few rows: lowest of item.weight over items"],
    ["highest", mass, "0.2 kg", "unknown: too few rows: highest of item.weight over items"],
  ] as const)("%s of some and of none", (name, type, some, none) => {
    const expr = aggregate(name, type, name === "count" ? undefined : weight);
    expect(shown(expr, of(0.1, 0.2, 0.1))).toBe(some);
    expect(shown(expr, of())).toBe(none);
  });

  test("the sum over nothing of money without a known currency compares as zero of any", () => {
    const sum = aggregate("sum", money, value);
    expect(shown(call("lt", sum, literal(usd, "1")), { items: [] })).toBe("true");
    expect(
      shown(call("eq", call("add", sum, literal(usd, "1")), literal(usd, "1")), { items: [] }),
    ).toBe("true");
  });

  test("two currencies have no sum", () => {
    const sum = aggregate("sum", money, value);
    expect(shown(sum, priced([1, "USD"], [2, "USD"]))).toBe("3.00 USD");
    expect(shown(sum, priced([1, "USD"], [2, "EUR"]))).toBe(
      "unknown: units differ: sum of item.value over items",
    );
    expect(shown(aggregate("highest", money, value), priced([1, "USD"], [2, "EUR"]))).toContain(
      "units differ",
    );
  });

  test("an element whose value or filter is unknown makes it unknown, one that is filtered out does not", () => {
    const heavy = call("gt", weight, literal(mass, "10"));
    const sum = aggregate("sum", money, value, heavy);
    const light = { weight: 5 };
    const worth = { weight: 20, value: { amount: 2, currency: "USD" } };
    expect(shown(sum, { items: [light, worth] })).toBe("2.00 USD");
    expect(shown(sum, { items: [light, { weight: 20 }] })).toBe(
      "unknown: not declared: items[2].value",
    );
    expect(shown(sum, { items: [{}, worth] })).toBe("unknown: not declared: items[1].weight");
    expect(shown(aggregate("count", integer, undefined, heavy), { items: [light, worth] })).toBe(
      "1",
    );
  });

  test("over a list that is absent it is unknown, even a count", () => {
    expect(shown(aggregate("count", integer), {})).toBe("unknown: not declared: items");
  });
});

/* ------------------------------------------------------------------ lists and tables */

describe("lists", () => {
  const inList = (list: string, asOf?: Expr): Expr =>
    call("in", ofDeclaration(text, "number"), {
      kind: "list",
      type: { kind: "set", of: text, max: null },
      list,
      ...(asOf && { asOf }),
    });

  test("are those in force now, or at the date asked for", () => {
    expect(shown(inList("watched"), { number: "new" }, "2026-02-01T00:00")).toBe("true");
    expect(shown(inList("watched"), { number: "new" }, "2026-01-31T23:59")).toBe("false");
    // A date means the local midnight it starts with.
    const asOf = literal(date, String(parseDate("2026-01-31")));
    expect(shown(inList("watched", asOf), { number: "old" })).toBe("true");
    const unknown = inList("watched", ofDeclaration(date, "on"));
    expect(shown(unknown, { number: "old" })).toBe("unknown: not declared: on");
  });

  test("that are not bound make the test unknown, beside members that are known", () => {
    expect(shown(inList("failed"), { number: "new" })).toBe("unknown: source failed: failed");
    const failed: Expr = {
      kind: "list",
      type: { kind: "set", of: text, max: null },
      list: "failed",
    };
    const listed = setOf(text, [literal(text, "a"), failed]);
    expect(shown(call("in", ofDeclaration(text, "number"), listed), { number: "a" })).toBe("true");
    expect(shown(call("in", ofDeclaration(text, "number"), listed), { number: "b" })).toContain(
      "source failed",
    );
  });

  test("of words are true if any entry occurs", () => {
    const words: Expr = {
      kind: "list",
      type: { kind: "set", of: text, max: null },
      list: "watched",
    };
    expect(
      shown(call("contains", ofDeclaration(text, "number"), words), { number: "hàng NEW 100%" }),
    ).toBe("true");
  });
});

describe("tables", () => {
  const price = (columnName?: string): Expr => ({
    kind: "lookup",
    type: columnName === undefined ? boolean : number,
    table: "prices",
    keys: [ofElement(hs, "hs", 1), ofDeclaration(office, "office")],
    ...(columnName === undefined ? {} : { column: columnName }),
  });
  const priceOf = (code: string, of: string | undefined, columnName?: string): string => {
    const declaration = { items: [{ hs: code }], ...(of === undefined ? {} : { office: of }) };
    const element = { value: { hs: code }, path: "items[1]", each: "item", position: 1 };
    const frame = bindElement(frameOf(question(declaration)), 1, element);
    return shown(price(columnName), declaration, undefined, frame);
  };

  test("the longest prefix wins, then the nearer office, then the filled cell", () => {
    expect(priceOf("61101000", "03CC", "low")).toBe("1");
    expect(priceOf("61091000", "02", "low")).toBe("2");
    expect(priceOf("61091000", "03", "low")).toBe("3");
    expect(priceOf("61091000", "03CC", "low")).toBe("4");
  });

  test("no row is unknown, and tells that it is no fault of the declaration", () => {
    expect(priceOf("84000000", "03", "low")).toBe("unknown: no such row: prices");
    expect(priceOf("85000000", "03", "low")).toBe("unknown: no such row: prices");
    expect(priceOf("84000000", "03")).toBe("unknown: no such row: prices");
    expect(priceOf("85000000", "02")).toBe("true");
  });

  test("an empty value is unknown; a missing key too", () => {
    expect(priceOf("61101000", "03", "high")).toBe("unknown: no such row: prices.high");
    expect(priceOf("61091000", undefined, "low")).toBe("unknown: not declared: office");
  });

  test("a range is closed, a dated row half open", () => {
    const rate = (weight: string, asOf?: Expr): Expr => ({
      kind: "lookup",
      type: number,
      table: "rates",
      keys: [literal(mass, weight)],
      column: "rate",
      ...(asOf && { asOf }),
    });
    expect(shown(rate("0"), {}, "2026-01-31T23:59")).toBe("1");
    expect(shown(rate("10"), {}, "2026-02-01T00:00")).toBe("2");
    expect(shown(rate("10.5"), {}, "2026-02-01T00:00")).toBe("unknown: no such row: rates");
    expect(shown(rate("10"), {}, "2026-03-01T00:00")).toBe("unknown: no such row: rates");
    expect(shown(rate("11"), {}, "2026-03-01T00:00")).toBe("3");
    const asOf = literal(date, String(parseDate("2026-01-15")));
    expect(shown(rate("5", asOf), {}, "2026-03-01T00:00")).toBe("1");
  });

  test("one that is not bound has failed", () => {
    expect(
      shown({
        ...price("low"),
        table: "unbound",
        keys: [literal(hs, "61"), literal(office, "03")],
      } as Expr),
    ).toBe("unknown: source failed: unbound");
  });

  test("whether a row is there nobody knows while the source failed", () => {
    const bound = { ...price("low"), keys: [literal(hs, "61"), literal(office, "03")] } as Expr;
    const unbound = { ...bound, table: "unbound" } as Expr;
    expect(shown(present(unbound))).toBe("unknown: source failed: unbound");
    expect(shown(not(present(unbound)))).toBe("unknown: source failed: unbound");
    expect(["true", "false"]).toContain(shown(present(bound)));
  });
});

/* ------------------------------------------------------------------ criteria */

function effect(channelName: string | undefined, points?: string): Effect[] {
  return [
    ...(channelName === undefined
      ? []
      : [{ kind: "channel", channel: literal(channel, channelName) } as const]),
    ...(points === undefined ? [] : [{ kind: "risk", points: literal(integer, points) } as const]),
  ];
}

function criterionOf(parts: Partial<CriterionIr>): CriterionIr {
  return {
    id: "X-1",
    label: {},
    digest: "",
    class: "analysis",
    flows: ["import"],
    stages: [],
    basis: [],
    access: "internal",
    effects: effect("yellow", "10"),
    source: { file: "", start: 0, end: 0 },
    ...parts,
  };
}

function ask(parts: Partial<CriterionIr>, declaration: unknown = {}, now?: string) {
  const criterion = criterionOf(parts);
  expect(verifyIr(irOf({ criteria: [criterion] }))).toEqual([]);
  return interpreter.criterion(criterion, question(declaration, now));
}

describe("a criterion is asked", () => {
  const when = trueLiteral;

  test("in its flows and stages", () => {
    expect(ask({ when })).toHaveLength(1);
    expect(ask({ when, flows: ["export"] })).toEqual([]);
    expect(ask({ when, stages: ["gate"] })).toEqual([]);
    expect(ask({ when, stages: ["gate", "clearance"] })).toHaveLength(1);
  });

  test("on the local days of its force, both included", () => {
    const valid = { from: parseDate("2026-02-01") ?? 0, until: parseDate("2026-02-15") ?? 0 };
    expect(ask({ when, valid }, {}, "2026-02-01T00:00")).toHaveLength(1);
    expect(ask({ when, valid }, {}, "2026-01-31T23:59")).toEqual([]);
    expect(ask({ when, valid }, {}, "2026-02-15T23:59")).toHaveLength(1);
    expect(ask({ when, valid }, {}, "2026-02-16T00:00")).toEqual([]);
    expect(ask({ when, valid: { from: valid.from } }, {}, "2030-01-01T00:00")).toHaveLength(1);
  });

  test("where its scope is true", () => {
    expect(ask({ when, scope: present(x) }, { x: false })).toHaveLength(1);
    expect(ask({ when, scope: present(x) }, {})).toEqual([]);
  });
});

describe("a criterion hits", () => {
  test.each([
    [true, false, 2],
    [true, true, 0],
    [false, false, 0],
    [true, undefined, 1],
    [undefined, false, 1],
    [undefined, true, 0],
    [false, undefined, 0],
  ])("when %s unless %s: %i", (when, unless, truth) => {
    expect(ask({ when: x, unless: y }, { x: when, y: unless })[0]).toMatchObject({ truth });
  });

  test("with its effects", () => {
    const [outcome] = ask({
      when: trueLiteral,
      effects: [
        ...effect("yellow", "30"),
        ...effect(undefined, "-5"),
        { kind: "action", action: "lab" },
        { kind: "alert", post: "gate" },
        { kind: "inspect", instruction: { en: "Open" } },
      ],
    });
    expect(outcome?.effects).toEqual({
      channel: "yellow",
      risk: rational(25n),
      actions: ["lab"],
      alerts: ["gate"],
      inspect: [{ en: "Open" }],
    });
  });

  test("and tells the elements that made it true, not those under not", () => {
    const heavy = (variable: number) =>
      call("gt", ofElement(mass, "weight", variable), literal(mass, "10"));
    const known = quantifier("any", containers, 3, present(ofElement(integer, "item_no", 3)));
    const when = and(
      not(quantifier("any", items, 1, not(present(ofElement(hs, "hs", 1))))),
      quantifier("any", items, 2, heavy(2)),
      known,
    );
    const declaration = {
      items: [
        { hs: "61091000", weight: 5 },
        { hs: "61091000", weight: 20 },
        { hs: "61091000", weight: 30 },
      ],
      containers: [{ item_no: 1 }],
    };
    const [outcome] = ask({ when }, declaration);
    expect(outcome).toMatchObject({ truth: 2, elements: { item: [2, 3], container: [1] } });
    expect(outcome?.frame.elements.get(2)?.path).toBe("items[2]");
  });

  test("of an or, only the branches that are true are witnesses", () => {
    const of = (variable: number, limit: string) =>
      quantifier(
        "any",
        items,
        variable,
        call("gt", ofElement(mass, "weight", variable), literal(mass, limit)),
      );
    const [outcome] = ask(
      { when: or(of(1, "100"), of(2, "10")) },
      { items: [{ weight: 5 }, { weight: 20 }] },
    );
    expect(outcome?.elements).toEqual({ item: [2] });
  });
});

describe("for each row of", () => {
  const row = { kind: "row" } as const;
  const byRow: Partial<CriterionIr> = {
    rowsOf: "indicators",
    when: quantifier(
      "any",
      items,
      1,
      and(
        {
          kind: "matches",
          type: boolean,
          operand: ofElement(hs, "hs", 1),
          column: "hs",
          match: "under",
        },
        {
          kind: "matches",
          type: boolean,
          operand: ofDeclaration(integer, "importer.rank"),
          column: "rank",
          match: "between",
        },
      ),
    ),
    effects: [
      { kind: "channel", channel: fact(channel, ["level"], row) },
      { kind: "risk", points: fact(integer, ["points"], row, true) },
    ],
  };
  const shirts = { items: [{ hs: "61091000" }], importer: { rank: 3 } };

  test("asks each row in force, under its own name", () => {
    expect(ask(byRow, shirts)).toMatchObject([
      { truth: 2, row: { name: "A", number: 1 }, effects: { channel: "red", risk: rational(40n) } },
      { truth: 2, row: { name: "B", number: 2 }, effects: { channel: "yellow" } },
    ]);
    expect(ask(byRow, shirts, "2025-12-31T00:00")).toHaveLength(3);
  });

  test("an effect whose cell is empty is left out, and told", () => {
    expect(ask(byRow, shirts)[1]?.causes).toEqual([{ kind: "no such row", subject: "row.points" }]);
    expect(ask(byRow, shirts)[1]?.effects).not.toHaveProperty("risk");
  });

  test("an empty cell matches even what is not declared; a filled one does not know", () => {
    expect(ask(byRow, { items: [{}], importer: { rank: 3 } })).toMatchObject([
      { truth: 1 },
      { truth: 2 },
    ]);
    expect(ask(byRow, { items: [{ hs: "61091000" }] })).toMatchObject([{ truth: 2 }, { truth: 1 }]);
    expect(ask(byRow, { items: [{ hs: "85000000" }], importer: { rank: 4 } })).toMatchObject([
      { truth: 0 },
      { truth: 0 },
    ]);
  });

  test("one row alone can be asked", () => {
    const criterion = criterionOf(byRow);
    expect(interpreter.criterion(criterion, question(shirts), 2)).toMatchObject([
      { truth: 2, row: { name: "B", number: 2 } },
    ]);
    // Not in force, and not there.
    expect(interpreter.criterion(criterion, question(shirts), 3)).toEqual([]);
    expect(interpreter.criterion(criterion, question(shirts), 9)).toEqual([]);
  });

  test("a table that is not bound has failed", () => {
    const criterion = criterionOf({ ...byRow, rowsOf: "unbound", when: trueLiteral, effects: [] });
    expect(interpreter.criterion(criterion, question(shirts))).toMatchObject([
      { truth: 1, causes: [{ kind: "source failed", subject: "unbound" }] },
    ]);
  });
});

describe("decide", () => {
  const over = (limit: string, variable?: number): Expr =>
    variable === undefined
      ? call("gt", ofDeclaration(usd, "capital"), literal(usd, limit))
      : call("gt", ofElement(mass, "weight", variable), literal(mass, limit));
  const rowsOf = (variable?: number) => [
    { when: over("100", variable), effects: effect("red", "40") },
    { when: over("10", variable), effects: effect("yellow", "20") },
    { when: over("5", variable), effects: effect("yellow", "30") },
  ];
  const table: Partial<CriterionIr> = { decide: { rows: rowsOf() }, effects: [] };

  test("the first row whose cells are all true fires", () => {
    expect(ask(table, { capital: 500 })).toMatchObject([
      { truth: 2, tableRow: 1, effects: { channel: "red" } },
    ]);
    expect(ask(table, { capital: 50 })).toMatchObject([
      { truth: 2, tableRow: 2, effects: { risk: rational(20n) } },
    ]);
    expect(ask(table, { capital: 1 })).toMatchObject([{ truth: 0 }]);
  });

  test("an unknown row before it makes the criterion unknown, one after it does not", () => {
    const known = { when: call("lt", num("1"), num("2")), effects: effect("green") };
    const unknownFirst = { rows: [{ when: over("10"), effects: effect("red") }, known] };
    expect(ask({ ...table, decide: unknownFirst }, {})).toMatchObject([
      { truth: 1, causes: [{ kind: "not declared", subject: "capital" }] },
    ]);
    const unknownLast = { rows: [known, { when: over("10"), effects: effect("red") }] };
    expect(ask({ ...table, decide: unknownLast }, {})).toMatchObject([{ truth: 2, tableRow: 1 }]);
    expect(
      ask({ ...table, decide: { rows: [{ when: over("10"), effects: [] }] } }, {}),
    ).toMatchObject([{ truth: 1 }]);
  });

  test("is asked only when the condition is true", () => {
    expect(ask({ ...table, when: x }, { capital: 500, x: false })).toMatchObject([{ truth: 0 }]);
    expect(ask({ ...table, when: x }, { capital: 500 })).toMatchObject([{ truth: 1 }]);
  });

  const perItem: Partial<CriterionIr> = {
    decide: { element: { source: items, variable: 1 }, rows: rowsOf(1) },
    effects: [],
  };
  const weighing = (...weights: (number | null)[]) => ({
    items: weights.map((weight) => (weight === null ? {} : { weight })),
  });

  test("for each item: the severest channel, then the most points, then the first", () => {
    expect(ask(perItem, weighing(6, 50, 200, 300))).toMatchObject([
      {
        truth: 2,
        tableRow: 1,
        elements: { item: [3] },
        effects: { channel: "red", risk: rational(40n) },
      },
    ]);
    // Row 3 is as yellow as row 2 and has more points.
    expect(ask(perItem, weighing(50, 6, 7))).toMatchObject([
      { tableRow: 3, elements: { item: [2] } },
    ]);
    expect(ask(perItem, weighing(1))).toMatchObject([{ truth: 0 }]);
    expect(ask(perItem, weighing())).toMatchObject([{ truth: 0 }]);
  });

  test("for each item: an unknown one is told beside the hit, and makes it unknown without one", () => {
    const missing = [{ kind: "not declared", subject: "items[2].weight" }];
    expect(ask(perItem, weighing(50, null))).toMatchObject([
      { truth: 2, elements: { item: [1] }, causes: missing },
    ]);
    expect(ask(perItem, weighing(1, null))).toMatchObject([{ truth: 1, causes: missing }]);
    expect(ask(perItem, {})).toMatchObject([
      { truth: 1, causes: [{ kind: "not declared", subject: "items" }] },
    ]);
  });
});

/* ------------------------------------------------------------------ reasons, evidence, scores */

describe("reasons", () => {
  test("name the witness, the fired row and what is not known", () => {
    const criterion = criterionOf({
      when: quantifier(
        "any",
        items,
        1,
        call("gt", ofElement(mass, "weight", 1), literal(mass, "10")),
      ),
      because: {
        en: [
          "Item ",
          ofElement(hs, "hs", 1),
          " weighs ",
          ofElement(mass, "weight", 1),
          ", capital ",
          ofDeclaration(usd, "capital"),
        ],
        vi: ["Nặng ", ofElement(mass, "weight", 1)],
      },
    });
    const [outcome] = interpreter.criterion(
      criterion,
      question({ items: [{ weight: 5 }, { hs: "6109", weight: 20 }] }),
    );
    expect(outcome && interpreter.reason(criterion, outcome)).toEqual({
      en: "Item 6109 weighs 20 kg, capital ?",
      vi: "Nặng 20 kg",
    });
  });

  test("are in the languages they were written in", () => {
    const criterion = criterionOf({
      decide: {
        rows: [
          { when: falseLiteral, effects: [] },
          { when: trueLiteral, effects: [] },
        ],
      },
      because: { vi: ["Dòng ", { kind: "tableRow", type: integer }] },
    });
    const [outcome] = interpreter.criterion(criterion, question({}));
    expect(outcome && interpreter.reason(criterion, outcome)).toEqual({ vi: "Dòng 2" });
  });
});

describe("evidence", () => {
  const evidence = (when: Expr, declaration: unknown) => {
    const criterion = criterionOf({ when });
    const [outcome] = interpreter.criterion(criterion, question(declaration));
    return (
      outcome &&
      interpreter.evidence(criterion, outcome).map(({ fact: name, value }) => [name, value])
    );
  };
  const rich = call("gt", ofDeclaration(usd, "capital"), literal(usd, "10"));

  test("is of the branches that are true, as declared", () => {
    expect(evidence(or(x, rich), { x: false, capital: 20 })).toEqual([["capital", 20]]);
    expect(evidence(and(x, rich), { x: true, capital: 20 })).toEqual([
      ["x", true],
      ["capital", 20],
    ]);
    expect(evidence(not(or(x, y)), { x: false, y: false })).toEqual([
      ["x", false],
      ["y", false],
    ]);
  });

  test("of a fact that is missing is null", () => {
    expect(evidence(not(present(x)), {})).toEqual([["x", null]]);
  });

  test("is of the witness of any, of all elements of every and no", () => {
    const heavy = call("gt", ofElement(mass, "weight", 1), literal(mass, "10"));
    const declaration = { items: [{ weight: 5 }, { weight: 20 }, { weight: 30 }] };
    expect(evidence(quantifier("any", items, 1, heavy), declaration)).toEqual([
      ["items[2].weight", 20],
    ]);
    expect(evidence(quantifier("atLeast", items, 1, heavy, 2), declaration)).toEqual([
      ["items[2].weight", 20],
      ["items[3].weight", 30],
    ]);
    const light = { items: [{ weight: 5 }, { weight: 6 }] };
    expect(evidence(quantifier("no", items, 1, heavy), light)).toHaveLength(2);
    expect(evidence(not(quantifier("every", items, 1, heavy)), declaration)).toEqual([
      ["items[1].weight", 5],
    ]);
  });
});

describe("scorecards", () => {
  const card = (cases: [Expr, string][], unknown?: string): ScorecardIr => ({
    name: "risk",
    label: {},
    flows: [],
    stages: [],
    access: "internal",
    factors: [
      {
        name: "capital",
        label: {},
        weight: "1.5",
        input: ofDeclaration(usd, "capital"),
        cases: cases.map(([when, points]) => ({ when, points })),
        otherwise: "1",
        ...(unknown === undefined ? {} : { unknown }),
      },
    ],
    source: { file: "", start: 0, end: 0 },
  });
  const below = (limit: string): Expr =>
    call("lt", ofDeclaration(usd, "capital"), literal(usd, limit));
  const scored = (of: ScorecardIr, declaration: unknown) => {
    const { value, factors } = interpreter.score(of, question(declaration));
    return { value, unknown: factors[0]?.causes.length };
  };

  test("weight times the points of the first case that is true", () => {
    const cases: [Expr, string][] = [
      [below("10"), "4"],
      [below("100"), "2"],
    ];
    expect(scored(card(cases), { capital: 5 })).toEqual({ value: rational(6n), unknown: 0 });
    expect(scored(card(cases), { capital: 50 })).toEqual({ value: rational(3n), unknown: 0 });
    expect(scored(card(cases), { capital: 500 })).toEqual({ value: rational(3n, 2n), unknown: 0 });
  });

  test("an unknown input takes its own case, else the factor's else, and is told", () => {
    expect(scored(card([[below("10"), "4"]], "6"), {})).toEqual({
      value: rational(9n),
      unknown: 1,
    });
    expect(scored(card([[below("10"), "4"]]), {})).toEqual({ value: rational(3n, 2n), unknown: 1 });
  });

  test("a case for the missing comes before", () => {
    const missing = not(present(ofDeclaration(usd, "capital")));
    expect(
      scored(
        card(
          [
            [below("10"), "4"],
            [missing, "8"],
          ],
          "6",
        ),
        {},
      ),
    ).toEqual({ value: rational(12n), unknown: 0 });
  });
});

/* ------------------------------------------------------------------ policies, sharing, coverage */

test("policy expressions read what was said so far", () => {
  const state = {
    red: 2,
    yellow: 0,
    green: 0,
    unknown: 0,
    riskPoints: 35,
    scores: Float64Array.of(12.5),
  } as const;
  const frame: Frame = { ...frameOf(question({})), policy: { ...state } };
  const card: ScorecardIr = {
    name: "risk",
    label: {},
    flows: [],
    stages: [],
    access: "internal",
    factors: [],
    source: { file: "", start: 0, end: 0 },
  };
  const policies = createInterpreter(irOf({ scorecards: [card] }), world);
  const truth = (expr: Expr) => policies.truth(expr, frame).truth;
  expect(truth({ kind: "says", type: boolean, says: "red" })).toBe(2);
  expect(truth({ kind: "says", type: boolean, says: "unknown" })).toBe(0);
  expect(truth(call("eq", { kind: "riskPoints", type: integer }, num("35")))).toBe(2);
  expect(truth(call("eq", { kind: "score", type: number, scorecard: "risk" }, num("12.5")))).toBe(
    2,
  );
});

test("a shared expression means what it stands for", () => {
  const shared = call("gt", ofDeclaration(usd, "capital"), literal(usd, "10"));
  const ir = irOf({ shared: [shared] });
  const reference: Expr = { kind: "shared", type: boolean, index: 0 };
  const truth = (declaration: unknown) =>
    createInterpreter(ir, world).truth(reference, frameOf(question(declaration)));
  expect(truth({ capital: 20 })).toEqual({ truth: 2, causes: [] });
  expect(truth({})).toEqual({ truth: 1, causes: [{ kind: "not declared", subject: "capital" }] });
});

test("coverage sees each condition below and, or, not and in quantifiers, short cuts or not", () => {
  const seen: string[] = [];
  const heavy = call("gt", ofElement(mass, "weight", 1), literal(mass, "10"));
  const observed = createInterpreter(irOf(), world, {
    onCondition: (condition, truth) => seen.push(`${condition.kind} ${truth}`),
  });
  observed.truth(
    and(not(x), quantifier("any", items, 1, heavy)),
    frameOf(question({ x: true, items: [{ weight: 5 }, {}] })),
  );
  expect(seen).toEqual(["fact 2", "call 0", "call 1", "quantifier 1"]);
});
