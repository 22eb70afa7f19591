import type { FieldFault, PredicateModule } from "@luong/runtime/abi";
import type { Schema, Type } from "@luong/spec";
import { irBuilder as b } from "@luong/testkit";
import { beforeAll, describe, expect, test } from "vitest";
import { compile } from "../pipeline.ts";
import { declarationTypes } from "./declaration-types.ts";
import { jsonSchemaFromSchema } from "./json-schema.ts";

const letters = Array.from({ length: 26 * 26 }, (_, index) =>
  String.fromCharCode(65 + (index % 26), 65 + Math.floor(index / 26)),
);
const hs: Type = { kind: "code", list: "Hs" };
const schema: Schema = {
  name: "vn.test",
  version: 2,
  label: { en: "Test" },
  zoneMinutes: 420,
  root: "Declaration",
  records: [
    b.record(
      "Item",
      [
        b.field("line_no", { kind: "integer" }),
        b.field("hs", hs),
        b.field("value", { kind: "money", currency: null }),
        b.field("quantity", { kind: "quantity", dimension: null }, { optional: true }),
      ],
      ["line_no"],
    ),
    b.record("Party", [
      b.field("tax_code", { kind: "id", name: "TaxCode" }),
      b.field("constructor", { kind: "text" }, { optional: true }),
    ]),
    {
      ...b.record("Declaration", [
        b.field("number", { kind: "id", name: "Id" }),
        b.field("registered_at", { kind: "instant" }),
        b.field("mode", { kind: "code", list: "Mode" }),
        b.field("country", { kind: "code", list: "Country" }, { optional: true }),
        b.field("total", { kind: "money", currency: "VND" }),
        b.field("gross", { kind: "quantity", dimension: "mass" }),
        b.field("rate", { kind: "percent" }, { optional: true }),
        b.field("importer", { kind: "record", record: "Party" }),
        b.field("agent", { kind: "record", record: "Party" }, { optional: true }),
        b.field("items", { kind: "list", record: "Item", max: 3, typical: 2, each: "item" }),
        b.field("owners", { kind: "set", of: { kind: "id", name: "Id" }, max: 2 }),
        { ...b.field("rank", { kind: "integer" }), range: [1, 9] },
        { ...b.field("day", { kind: "date" }), range: ["2020-01-01", "2030-12-31"] },
        b.field("gate_time", { kind: "time" }, { optional: true }),
      ]),
      label: { en: "Declaration", vi: "Tờ khai" },
    },
  ],
  codeLists: [
    { name: "Hs", label: { en: "HS code" }, shape: "levels", levels: [2, 4, 6, 8], codes: null },
    {
      name: "Mode",
      label: { en: "Mode" },
      shape: "flat",
      levels: [],
      codes: [
        { code: "1", label: {} },
        { code: "2", label: {} },
      ],
    },
    {
      name: "Country",
      label: {},
      shape: "flat",
      levels: [],
      codes: letters.map((code) => ({ code, label: {} })),
    },
  ],
  units: [{ name: "kg", code: "KGM", dimension: "mass" }],
  currencies: [
    { code: "VND", digits: 0 },
    { code: "USD", digits: 2 },
  ],
  flows: [{ name: "import", label: {} }],
  stages: [],
  actions: [],
};

const good = {
  number: "1",
  registered_at: "2026-03-01T09:00",
  mode: "1",
  country: "VN",
  total: 2_500_000,
  gross: 100.125,
  importer: { tax_code: "01" },
  items: [{ line_no: 1, hs: "61091000", value: { amount: 12.5, currency: "USD" } }],
  owners: [],
  rank: 1,
  day: "2026-02-28",
};

let validate: PredicateModule["validate"];

beforeAll(async () => {
  const { files } = await compile(b.bundleIr(schema, {}), { optimise: true });
  const text = Buffer.from(files.get("bundle.mjs") ?? "").toString("base64");
  const loaded: PredicateModule = await import(`data:text/javascript;base64,${text}`);
  validate = loaded.validate;
});

function faultsOf(change: object): readonly FieldFault[] {
  return validate({ ...good, ...change });
}

test("a declaration of the schema's form has no fault; null counts as absent", () => {
  expect(validate(good)).toEqual([]);
  expect(faultsOf({ country: null, agent: null, rate: null, gate_time: null })).toEqual([]);
  expect(faultsOf({ agent: { tax_code: "x" }, gate_time: "22:00:30", rate: 8.25 })).toEqual([]);
});

const one = (path: string, keyword: string, params: object = {}): FieldFault[] => [
  { path, keyword, params: { ...params } },
];

describe("shape", () => {
  test.each([
    [
      "a mandatory fact is left out",
      { total: undefined },
      one("", "required", { missingProperty: "total" }),
    ],
    [
      "an unknown fact",
      { extra: 1 },
      one("", "additionalProperties", { additionalProperty: "extra" }),
    ],
    ["a text where a number is", { gross: "100" }, one("/gross", "type", { type: "number" })],
    ["an optional fact of another type", { rate: "8" }, one("/rate", "type", { type: "number" })],
    ["a part of a whole number", { rank: 1.5 }, one("/rank", "type", { type: "integer" })],
    ["null for a mandatory fact", { rank: null }, one("/rank", "type", { type: "integer" })],
    ["above the range", { rank: 10 }, one("/rank", "maximum", { limit: 9 })],
    ["too many elements", { owners: ["a", "b", "c"] }, one("/owners", "maxItems", { limit: 2 })],
    [
      "a code outside a short list",
      { mode: "3" },
      one("/mode", "enum", { allowedValues: ["1", "2"] }),
    ],
    [
      "a code outside a long list",
      { country: "vn" },
      one("/country", "enum", { allowedValues: letters }),
    ],
    [
      "a currency nobody declared",
      { items: [{ ...good.items[0], value: { amount: 1, currency: "XAU" } }] },
      one("/items/0/value/currency", "enum", { allowedValues: ["VND", "USD"] }),
    ],
    [
      "a fact inside an optional record",
      { agent: {} },
      one("/agent", "required", { missingProperty: "tax_code" }),
    ],
    [
      "an inherited name is no fact",
      { importer: { tax_code: "1", toString: "x" } },
      one("/importer", "additionalProperties", { additionalProperty: "toString" }),
    ],
  ])("%s", (_, change, expected) => {
    expect(faultsOf(change)).toEqual(expected);
  });

  test("the document itself must be an object", () => {
    expect(validate([])).toEqual(one("", "type", { type: "object" }));
    expect(validate(null)).toEqual(one("", "type", { type: "object" }));
  });
});

describe("what JSON Schema cannot say", () => {
  const value = (amount: number, currency = "USD"): object => ({
    items: [{ ...good.items[0], value: { amount, currency } }],
  });

  test.each([
    [
      "0.1 + 0.2 has 17 digits",
      { gross: 0.1 + 0.2 },
      one("/gross", "significantDigits", { limit: 15 }),
    ],
    ["15 digits are allowed", { gross: 123_456_789.012_345 }, []],
    [
      "16 digits are not",
      { gross: 1_234_567_890.123_456 },
      one("/gross", "significantDigits", { limit: 15 }),
    ],
    ["beyond 1e16", { gross: 1e16 }, one("/gross", "exponent", { limit: 15 })],
    ["below 1e-15", { gross: 1e-16 }, one("/gross", "exponent", { limit: 15 })],
    ["not finite", { gross: Number.POSITIVE_INFINITY }, one("/gross", "finite")],
    [
      "a part of a dong",
      { total: 1.5 },
      one("/total", "currencyDigits", { currency: "VND", digits: 0 }),
    ],
    [
      "a part of a cent",
      value(1.005),
      one("/items/0/value/amount", "currencyDigits", { currency: "USD", digits: 2 }),
    ],
    ["cents are allowed, however large", value(9_999_999_999_999.99), []],
    ["a day that does not exist", { day: "2026-02-30" }, one("/day", "calendar")],
    [
      "a leap day that does not exist",
      { registered_at: "2025-02-29T00:00" },
      one("/registered_at", "calendar"),
    ],
    ["a leap day", { day: "2024-02-29" }, []],
    ["a month that does not exist", { day: "2026-13-01" }, one("/day", "form", { form: "date" })],
    ["a day in another form", { day: "1/3/2026" }, one("/day", "form", { form: "date" })],
    ["before the range", { day: "2019-12-31" }, one("/day", "minimum", { limit: "2020-01-01" })],
    ["a time of 24:00", { gate_time: "24:00" }, one("/gate_time", "form", { form: "time" })],
    ["an instant with an offset", { registered_at: "2026-03-01T09:00:00.5+07:00" }, []],
    [
      "an instant without time",
      { registered_at: "2026-03-01" },
      one("/registered_at", "form", { form: "instant" }),
    ],
    [
      "a code with a blank",
      { items: [{ ...good.items[0], hs: "6109 10" }] },
      one("/items/0/hs", "form", { form: "code" }),
    ],
    [
      "an empty code",
      { items: [{ ...good.items[0], hs: "" }] },
      one("/items/0/hs", "form", { form: "code" }),
    ],
    [
      "a key twice",
      { items: [good.items[0], { ...good.items[0], line_no: 2 }, good.items[0]] },
      one("/items/2", "duplicateKey", { key: ["line_no"], first: 0 }),
    ],
  ])("%s", (_, change, expected) => {
    expect(faultsOf(change)).toEqual(expected);
  });

  test("every fault is listed", () => {
    const faults = faultsOf({ rank: 0, gross: 0.1 + 0.2, day: "x", owners: 5, extra: 1 });
    expect(faults.map(({ path, keyword }) => `${path} ${keyword}`).sort()).toEqual([
      " additionalProperties",
      "/day form",
      "/gross significantDigits",
      "/owners type",
      "/rank minimum",
    ]);
  });
});

describe("what is published", () => {
  test("titles in both languages, sources, closed lists and forms", () => {
    const published = jsonSchemaFromSchema(schema);
    expect(published["$ref"]).toBe("#/$defs/Declaration");
    const record = (published["$defs"] as Record<string, Record<string, unknown>>)["Declaration"];
    expect(record?.["title"]).toBe("Declaration / Tờ khai");
    const properties = record?.["properties"] as Record<string, Record<string, unknown>>;
    expect(properties["mode"]?.["enum"]).toEqual(["1", "2"]);
    expect(properties["country"]?.["enum"]).toContain(null);
    expect(properties["day"]?.["pattern"]).toMatch(/^\^/);
    expect(properties["rank"]).toMatchObject({ type: "integer", minimum: 1, maximum: 9 });
  });

  test("a declaration for TypeScript, with units and optional facts", () => {
    const text = declarationTypes(schema);
    expect(text).toContain('export type Mode = "1" | "2";');
    expect(text).toContain("export type Hs = string;");
    expect(text).toMatch(/readonly country\?: Country \| null;/);
    expect(text).toMatch(/VND, major units.*\n\s+readonly total: number;/);
    expect(text).toContain(
      'readonly value: { readonly amount: number; readonly currency: "VND" | "USD" };',
    );
  });
});
