import { describe, expect, test } from "vitest";
import {
  jsonFromValue,
  textFromValue,
  valueFromJson,
  valueFromLiteral,
  valueFromMember,
} from "./facts.ts";
import type { Schema } from "./schema.ts";
import type { Type } from "./types.ts";

const schema: Schema = {
  name: "test",
  version: 1,
  label: {},
  zoneMinutes: 420,
  root: "Declaration",
  records: [],
  codeLists: [],
  units: [
    { name: "kg", code: "KGM", dimension: "mass" },
    { name: "gram", code: "GRM", dimension: "mass" },
    { name: "dozen", code: "DZN", dimension: "count" },
  ],
  currencies: [
    { code: "USD", digits: 2 },
    { code: "VND", digits: 0 },
  ],
  flows: [],
  stages: [],
  actions: [],
};

const money: Type = { kind: "money", currency: null };
const mass: Type = { kind: "quantity", dimension: "mass" };
const quantity: Type = { kind: "quantity", dimension: null };
const unitPrice: Type = { kind: "unitPrice", currency: null, dimension: null };

describe("a fact", () => {
  // JSON form, type, how an officer reads it, and its JSON form again when that differs.
  const rows: readonly (readonly [unknown, Type, string, unknown?])[] = [
    [true, { kind: "boolean" }, "true"],
    [12, { kind: "integer" }, "12"],
    [0.1, { kind: "number" }, "0.1"],
    [8, { kind: "percent" }, "8%"],
    [0.5, { kind: "percent" }, "0.5%"],
    ["61091000", { kind: "code", list: "Hs" }, "61091000"],
    ["red", { kind: "channel" }, "red"],
    ["2026-02-01", { kind: "date" }, "2026-02-01"],
    ["22:00", { kind: "time" }, "22:00"],
    [
      "2026-02-01T09:00",
      { kind: "instant" },
      "2026-02-01T09:00:00+07:00",
      "2026-02-01T09:00:00+07:00",
    ],
    [
      "2026-02-01T02:00:00Z",
      { kind: "instant" },
      "2026-02-01T09:00:00+07:00",
      "2026-02-01T09:00:00+07:00",
    ],
    [5400, { kind: "duration" }, "90 minutes"],
    [2_500_000, { kind: "money", currency: "VND" }, "2500000 VND"],
    [{ amount: 12.5, currency: "USD" }, money, "12.50 USD"],
    [12.5, mass, "12.5 kg"],
    [{ value: 1500, unit: "GRM" }, quantity, "1500 gram"],
    [{ value: 2, unit: "DZN" }, quantity, "2 dozen"],
    [2.5, { kind: "unitPrice", currency: "USD", dimension: "mass" }, "2.50 USD per kg"],
    // 12 USD a dozen is 1 USD a piece.
    [
      { amount: 12, currency: "USD", unit: "DZN" },
      unitPrice,
      "1.00 USD per pcs",
      { amount: 1, currency: "USD", unit: "PCE" },
    ],
    [["b", "a"], { kind: "set", of: { kind: "text" }, max: 5 }, "b, a"],
  ];

  const cases = rows.map(([json, type, text, ...back]) => ({
    json,
    type,
    text,
    back: back.length === 0 ? json : back[0],
  }));

  test.each(cases)("$json is $text", ({ json, type, text, back }) => {
    const value = valueFromJson(json, type, schema);
    expect(textFromValue(value, type, schema)).toBe(text);
    expect(jsonFromValue(value, type, schema)).toEqual(back);
  });

  test("is exact: a hundred and one cents are not rounded", () => {
    expect(valueFromJson(1.01, { kind: "money", currency: "USD" }, schema)).toMatchObject({
      value: { n: 101n, d: 100n },
    });
  });

  test("is composed text, as literals are", () => {
    expect(valueFromJson("Tho\u031bi", { kind: "text" }, schema)).toEqual({
      kind: "text",
      value: "Thơi",
    });
  });

  test("that does not fit its type was not validated", () => {
    const misfits: readonly (readonly [unknown, Type])[] = [
      ["1", { kind: "integer" }],
      ["2026-02-30", { kind: "date" }],
      [{ value: 1, unit: "ZZZ" }, quantity],
      [{ amount: 1 }, money],
      [{}, { kind: "record", record: "Party" }],
    ];
    for (const [json, type] of misfits)
      expect(() => valueFromJson(json, type, schema)).toThrow(TypeError);
  });
});

describe("text for people", () => {
  const vi = { language: "vi", exact: false } as const;

  test("is in the language of the reader", () => {
    expect(textFromValue({ kind: "boolean", value: true }, { kind: "boolean" }, schema, vi)).toBe(
      "đúng",
    );
    expect(textFromValue({ kind: "text", value: "red" }, { kind: "channel" }, schema, vi)).toBe(
      "đỏ",
    );
    const days = valueFromLiteral({ kind: "duration" }, "2419200000");
    expect(textFromValue(days, { kind: "duration" }, schema, vi)).toBe("28 ngày");
    const price = valueFromLiteral(
      { kind: "unitPrice", currency: "USD", dimension: "count" },
      "2.5",
    );
    expect(textFromValue(price, unitPrice, schema, vi)).toBe("2.50 USD mỗi chiếc");
  });

  test("marks what it rounds, and only that", () => {
    const third = valueFromLiteral({ kind: "number" }, "1/3");
    expect(textFromValue(third, { kind: "number" }, schema)).toBe("≈0.333333");
    expect(textFromValue(third, { kind: "number" }, schema, { language: "en", exact: true })).toBe(
      "1/3",
    );
    const fine = valueFromLiteral({ kind: "number" }, "0.123456");
    expect(textFromValue(fine, { kind: "number" }, schema)).toBe("0.123456");
  });

  test("counts one without a plural", () => {
    const spans = [
      ["duration", "86400000", "1 day"],
      ["duration", "3600000", "1 hour"],
      ["duration", "1500", "1500 ms"],
      ["period", "12", "1 year"],
      ["period", "18", "18 months"],
    ] as const;
    for (const [kind, value, text] of spans) {
      expect(textFromValue(valueFromLiteral({ kind }, value), { kind }, schema)).toBe(text);
    }
  });
});

test("members of lists are text, whatever the list is of", () => {
  expect(valueFromMember("12", { kind: "integer" }, schema)).toMatchObject({ value: { n: 12n } });
  expect(valueFromMember("8", { kind: "percent" }, schema)).toMatchObject({
    value: { n: 2n, d: 25n },
  });
  expect(valueFromMember("6109", { kind: "code", list: "Hs" }, schema)).toEqual({
    kind: "text",
    value: "6109",
  });
  expect(valueFromMember("2026-02-01", { kind: "date" }, schema)).toMatchObject({
    kind: "date",
    value: { n: 20_485n },
  });
});
