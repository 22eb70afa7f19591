import { describe, expect, test } from "vitest";
import { parseDate, parseInstant } from "./calendar.ts";
import { textFromValue } from "./facts.ts";
import { functions } from "./functions.ts";
import { alikeBy, validBy } from "./identity/alike.ts";
import { call, literal, property, setOf } from "./ir/build.ts";
import { frameOf } from "./ir/frame.ts";
import { createInterpreter } from "./ir/interpret.ts";
import type { BundleIr, Expr } from "./ir/ir.ts";
import { operators } from "./operators.ts";
import { properties } from "./properties.ts";
import { rational } from "./rational.ts";
import type { Schema } from "./schema.ts";
import { builtInTypes, type Type } from "./types.ts";
import type { World } from "./world.ts";

const schema: Schema = {
  name: "test",
  version: 1,
  label: { en: "Test" },
  zoneMinutes: 420,
  root: "Declaration",
  records: [{ name: "Declaration", label: {}, key: [], fields: [] }],
  codeLists: [
    { name: "Hs", label: {}, shape: "levels", levels: [2, 4, 6, 8], codes: null },
    { name: "Office", label: {}, shape: "tree", levels: [], codes: null },
    { name: "Country", label: {}, shape: "flat", levels: [], codes: null },
    { name: "Port", label: {}, shape: "flat", levels: [], codes: null },
  ],
  units: [{ name: "kg", code: "KGM", dimension: "mass" }],
  currencies: [
    { code: "USD", digits: 2 },
    { code: "VND", digits: 0 },
  ],
  flows: [],
  stages: [],
  actions: [],
};

/** 03 above 03CC above 03CCS01; 99 is not in the tree. */
const parents: Readonly<Record<string, string | null>> = {
  "03": null,
  "03CC": "03",
  "03CCS01": "03CC",
};

const world: World = {
  schema,
  parentOf: (_, code) => parents[code],
  rate: (from, to) => (from === "USD" && to === "VND" ? rational(25_000n) : undefined),
  list: () => undefined,
  table: () => undefined,
};

const ir: BundleIr = {
  irFormat: 1,
  language: "1",
  set: { label: {}, version: 1 },
  schema,
  lists: [],
  tables: [],
  criteria: [],
  scorecards: [],
  policies: [],
  shared: [],
};

const interpreter = createInterpreter(ir, world);

/** Value as exact text, `unknown` with kind and subject otherwise. */
function shown(expr: Expr): string {
  const value = interpreter.value(expr, frameOf({ declaration: {}, flow: "", stage: "", now: 0 }));
  if (value.kind === "unknown")
    return value.causes.map(({ kind, subject }) => `unknown: ${kind}: ${subject}`).join("; ");
  return textFromValue(value, expr.type, schema, { language: "en", exact: true });
}

const types = {
  int: { kind: "integer" },
  num: { kind: "number" },
  pct: { kind: "percent" },
  text: { kind: "text" },
  date: { kind: "date" },
  time: { kind: "time" },
  instant: { kind: "instant" },
  duration: { kind: "duration" },
  period: { kind: "period" },
  usd: { kind: "money", currency: "USD" },
  vnd: { kind: "money", currency: "VND" },
  money: { kind: "money", currency: null },
  kg: { kind: "quantity", dimension: "mass" },
  pcs: { kind: "quantity", dimension: "count" },
  quantity: { kind: "quantity", dimension: null },
  usdPerKg: { kind: "unitPrice", currency: "USD", dimension: "mass" },
  hs: { kind: "code", list: "Hs" },
  office: { kind: "code", list: "Office" },
  country: { kind: "code", list: "Country" },
  port: { kind: "code", list: "Port" },
  container: { kind: "id", name: "ContainerNo" },
  plate: { kind: "id", name: "Plate" },
  name: { kind: "id", name: "Name" },
  address: { kind: "id", name: "Address" },
  taxCode: { kind: "id", name: "TaxCode" },
  dates: { kind: "set", of: { kind: "date" }, max: null },
  currency: { kind: "id", name: "Currency" },
} as const satisfies Readonly<Record<string, Type>>;

type TypeName = keyof typeof types;

/** `num 1/3`, `date 2026-02-01`, `instant 2026-02-01T09:00`; other values as in a literal of the IR. */
function lit(text: string): Expr {
  const at = text.indexOf(" ");
  const name = text.slice(0, at);
  const value = text.slice(at + 1);
  const type: Type | undefined = Object.hasOwn(types, name) ? types[name as TypeName] : undefined;
  if (type === undefined) throw new Error(`no type ${name}`);
  if (type.kind === "date") return literal(type, String(parseDate(value)));
  if (type.kind === "instant") return literal(type, String(parseInstant(value, 420)));
  return literal(type, value);
}

describe("arithmetic", () => {
  const day = 86_400_000;
  test.each([
    ["num 0.1", "add", "num 0.2", "0.3"],
    ["num 1", "div", "num 3", "1/3"],
    ["num 1", "div", "num 0", "unknown: division by zero: 1 / 0"],
    ["pct 0.1", "add", "pct 0.05", "15%"],
    ["pct 0.8", "mul", "usd 10", "8.00 USD"],
    ["usd 10", "mul", "pct 0.8", "8.00 USD"],
    ["pct 0.5", "mul", "pct 0.5", "25%"],
    ["pct 0.5", "mul", "int 3", "1.5"],
    ["pct 0.5", "div", "int 2", "25%"],
    ["pct 0.5", "div", "pct 0.25", "2"],
    ["usd 10", "div", "kg 4", "2.50 USD per kg"],
    ["usdPerKg 2.5", "mul", "kg 2", "5.00 USD"],
    ["kg 2", "mul", "usdPerKg 2.5", "5.00 USD"],
    ["usd 5", "div", "usdPerKg 2.5", "2 kg"],
    ["usd 5", "div", "usd 2", "2.5"],
    ["usd 5", "div", "int 3", "5/3 USD"],
    ["int 2", "mul", "kg 3", "6 kg"],
    ["int 2", "mul", "duration 3600000", "2 hours"],
    ["date 2026-03-01", "sub", "date 2026-02-01", "28 days"],
    ["date 2026-01-31", "add", "period 1", "2026-02-28"],
    ["date 2026-03-31", "sub", "period 1", "2026-02-28"],
    ["period 1", "add", "date 2026-01-31", "2026-02-28"],
    ["date 2026-01-31", "add", `duration ${day}`, "2026-02-01"],
    // Part of a day: the date of that time after midnight, before it.
    ["date 2026-01-31", "add", `duration ${day / 2}`, "2026-01-31"],
    ["date 2026-01-31", "sub", `duration ${day / 2}`, "2026-01-30"],
    ["instant 2026-01-31T00:30", "add", "period 1", "2026-02-28T00:30:00+07:00"],
    ["instant 2026-01-31T00:30", "add", "duration 90000", "2026-01-31T00:31:30+07:00"],
    ["instant 2026-02-01T09:00", "sub", "instant 2026-02-01T07:30", "90 minutes"],
    ["money 1", "add", "usd 2", "3.00 USD"],
  ])("%s %s %s is %s", (a, op, b, expected) => {
    expect(shown(call(op, lit(a), lit(b)))).toBe(expected);
  });
});

describe("comparison", () => {
  test.each([
    ["num 1/3", "gt", "num 0.333333333333333", "true"],
    ["int 1", "eq", "num 1.0", "true"],
    ["text Thép", "eq", "text thép", "false"],
    ["usd 1", "lt", "usd 1.01", "true"],
    ["money 0", "eq", "vnd 0", "true"],
    ["kg 1", "ge", "kg 1", "true"],
    ["kg 1", "le", "kg 0.999", "false"],
    ["date 2026-02-01", "lt", "date 2026-02-01", "false"],
    ["duration 86400000", "eq", "duration 86400000", "true"],
  ])("%s %s %s is %s", (a, op, b, expected) => {
    expect(shown(call(op, lit(a), lit(b)))).toBe(expected);
  });

  test("money of two currencies met at run time is unknown", () => {
    // Both sides are known only at run time, so the checker could not see it.
    const dollars = literal({ kind: "money", currency: "USD" }, "1");
    const dong = call(
      "convert",
      literal({ kind: "money", currency: "USD" }, "1"),
      lit("currency VND"),
    );
    const hidden: Expr = { ...dong, type: { kind: "money", currency: null } };
    expect(shown(call("lt", dollars, hidden))).toBe(
      'unknown: units differ: 1.00 USD < convert(1.00 USD, "VND")',
    );
  });

  test.each([
    ["int 5", "int 1", "int 5", "true"],
    ["int 0", "int 1", "int 5", "false"],
    ["int 3", "int 5", "int 1", "false"],
    // 22:00 is 79200 and 04:00 is 14400 seconds after midnight.
    ["time 84600", "time 79200", "time 14400", "true"],
    ["time 14400", "time 79200", "time 14400", "true"],
    ["time 43200", "time 79200", "time 14400", "false"],
    ["time 43200", "time 14400", "time 79200", "true"],
  ])("%s between %s and %s is %s", (x, from, to, expected) => {
    expect(shown(call("between", lit(x), lit(from), lit(to)))).toBe(expected);
  });
});

describe("membership", () => {
  const among = (op: string, value: string, ...listed: string[]): string => {
    const left = lit(value);
    return shown(call(op, left, setOf(left.type, listed.map(lit))));
  };

  test.each([
    ["in", "int 3", ["int 1", "int 3"], "true"],
    ["in", "int 3", [], "false"],
    ["under", "hs 61091000", ["hs 6109"], "true"],
    ["under", "hs 61091000", ["hs 61", "hs 62"], "true"],
    ["under", "hs 61091000", ["hs 61091000"], "true"],
    ["under", "hs 6109", ["hs 61091000"], "false"],
    // 610 is no level of the list.
    ["under", "hs 61091000", ["hs 610"], "false"],
    ["under", "office 03CCS01", ["office 03"], "true"],
    ["under", "office 03", ["office 03CC"], "false"],
    ["under", "office 99", ["office 99"], "true"],
    ["under", "office 99", ["office 03"], "unknown: source failed: Office"],
    ["startsWith", "text MSCU6639870", ["text CMA", "text MSC"], "true"],
    ["startsWith", "text abc", ["text "], "false"],
    ["endsWith", "text invoice.pdf", ["text .pdf"], "true"],
    ["contains", "text Máy ĐÃ  QUA sử dụng", ["text mới", "text đã qua sử dụng"], "true"],
    ["containsExactly", "text Chỉ may", ["text chì"], "false"],
  ])("%s %s %j is %s", (op, value, listed, expected) => {
    expect(among(op, value, ...listed)).toBe(expected);
  });

  test("a listed value that holds outweighs one that is unknown", () => {
    const third = call("div", lit("int 1"), lit("int 0"));
    const listed = setOf(types.num, [third, lit("num 5")]);
    expect(shown(call("in", lit("num 5"), listed))).toBe("true");
    expect(shown(call("in", lit("num 6"), listed))).toBe("unknown: division by zero: 1 / 0");
  });

  test("overlaps: a member in common", () => {
    const ids = (...names: string[]) =>
      setOf(
        types.text,
        names.map((name) => lit(`text ${name}`)),
      );
    expect(shown(call("overlaps", ids("a", "b"), ids("b", "c")))).toBe("true");
    expect(shown(call("overlaps", ids("a"), ids()))).toBe("false");
  });
});

describe("likeness and form of identifiers", () => {
  test.each([
    ["plate 29C-123.45", "looksLike", "plate 29c12345", "true"],
    ["plate 29C-123.45", "looksLike", "plate 29C-123.46", "false"],
    ["container CSQU3054383", "looksLike", "container C5QU 305438-3", "true"],
    ["container CSQU3054383", "looksLike", "container MSKU4107939", "false"],
    ["name Công ty TNHH Hoàng Long", "looksLike", "name HOANG LONG CO., LTD", "true"],
    ["name Hoàng Long", "looksLike", "name Hoàng Lan", "false"],
    ["address 12 Nguyễn Trãi, Q.1", "looksLike", "address Quận 1, 12 Nguyen Trai", "true"],
    ["address 12 Nguyễn Trãi", "looksLike", "address 14 Nguyễn Trãi", "false"],
    ["plate 29C-123.45", "notLooksLike", "plate 29c12345", "false"],
  ])("%s %s %s is %s", (a, op, b, expected) => {
    expect(shown(call(op, lit(a), lit(b)))).toBe(expected);
  });

  test.each([
    ["isValid", "plate 51LD-012.34", "true"],
    ["isValid", "plate 13C-123.45", "false"],
    ["isNotValid", "plate 13C-123.45", "true"],
    ["isValid", "container CSQU3054383", "true"],
    // A container number is no plate, and the other way round.
    ["isValid", "plate CSQU3054383", "false"],
    ["isValid", "container 51LD-012.34", "false"],
  ])("%s of %s is %s", (op, value, expected) => {
    expect(shown(call(op, lit(value)))).toBe(expected);
  });

  test("the type rules let through what the tables know, and nothing else", () => {
    const names = Object.keys(builtInTypes).filter((name) => builtInTypes[name]?.kind === "id");
    const passes = (op: "looksLike" | "isValid") =>
      names.filter((name) => {
        const type = builtInTypes[name];
        return type !== undefined && !("problem" in operators[op].types([type, type]));
      });
    expect(passes("looksLike").sort()).toEqual(Object.keys(alikeBy).sort());
    expect(passes("isValid").sort()).toEqual(Object.keys(validBy).sort());
  });
});

describe("functions", () => {
  test.each([
    ["abs", ["usd -3"], "3.00 USD"],
    ["higher_of", ["kg 2", "kg 1.5"], "2 kg"],
    ["lower_of", ["date 2026-03-01", "date 2026-02-01"], "2026-02-01"],
    ["convert", ["usd 2", "currency VND"], "50000 VND"],
    ["convert", ["usd 2", "currency USD"], "2.00 USD"],
    ["convert", ["vnd 2", "currency USD"], "unknown: source failed: VND → USD"],
    ["currency_unit", ["vnd 500"], "1 VND"],
    ["start_of_month", ["date 2026-02-14"], "2026-02-01"],
    // 00:30 on the first in Vietnam is still the month before in UTC.
    ["start_of_month", ["instant 2026-02-01T00:30"], "2026-02-01T00:00:00+07:00"],
    ["start_of_year", ["instant 2026-02-14T09:00"], "2026-01-01T00:00:00+07:00"],
    ["similarity", ["text Hoang Long", "text HOÀNG LNOG"], "90%"],
    ["similarity", ["name Hoàng Long", "name Hoàng Long JSC"], "500/7%"],
    ["time_at", ["instant 2026-02-01T09:00", "int 9"], "11:00"],
    ["time_at", ["instant 2026-02-01T09:00", "num 5.75"], "07:45"],
    ["time_at", ["instant 2026-02-01T09:00", "num -3.5"], "22:30"],
    ["date_at", ["instant 2026-02-01T09:00", "num -3.5"], "2026-01-31"],
    ["date_at", ["instant 1970-01-01T06:59", "int 0"], "1969-12-31"],
  ])("%s%j is %s", (name, args, expected) => {
    expect(shown(call(name, ...args.map(lit)))).toBe(expected);
  });

  // The 16th to the 18th of February 2026 are Monday to Wednesday.
  const tet = setOf(
    types.date,
    ["16", "17", "18"].map((day) => lit(`date 2026-02-${day}`)),
  );

  test.each([
    ["date 2026-02-13", "true"],
    ["date 2026-02-14", "false"],
    ["date 2026-02-17", "false"],
    // 23:30 on Sunday in UTC is Monday in Vietnam.
    ["instant 2026-02-23T00:30", "true"],
    ["instant 2026-02-22T23:30", "false"],
  ])("%s is a working day: %s", (moment, expected) => {
    expect(shown(call("working_day", lit(moment), tet))).toBe(expected);
  });

  test.each([
    ["date 2026-02-13", "date 2026-02-20", "2"],
    ["instant 2026-02-13T23:59", "date 2026-02-20", "2"],
    ["date 2026-02-20", "date 2026-02-13", "0"],
  ])("working days from %s to %s: %s", (from, to, expected) => {
    expect(shown(call("working_days", lit(from), lit(to), tet))).toBe(expected);
  });

  test("first_present sees through what is unknown", () => {
    const none = call("div", lit("num 1"), lit("num 0"));
    expect(shown(call("first_present", none, lit("num 5"), lit("num 6")))).toBe("5");
    expect(shown(call("first_present", none))).toBe("unknown: division by zero: 1 / 0");
  });
});

describe("properties", () => {
  test.each([
    ["chapter", "hs 61091000", "61"],
    ["heading", "hs 61091000", "6109"],
    ["subheading", "hs 61091000", "610910"],
    ["heading", "hs 61", "unknown: not declared: 61.heading"],
    ["date", "instant 2026-02-01T00:30", "2026-02-01"],
    ["time", "instant 2026-02-01T00:30", "00:30"],
    ["weekday", "instant 2026-02-01T00:30", "7"],
    ["weekday", "date 2026-02-02", "1"],
    ["unit", "kg 3", "KGM"],
    // The schema names no unit of the dimension: the usual code of the base unit.
    ["unit", "pcs 3", "PCE"],
    ["currency", "usd 3", "USD"],
    ["owner", "container MSCU6639870", "MSC"],
    ["owner", "container X", 'unknown: not declared: "X".owner'],
    ["country", "plate 29C-123.45", "VN"],
    ["country", "plate 桂A12345", "CN"],
    ["country", "plate XX", 'unknown: not declared: "XX".country'],
    // A plate that happens to be written like a code of a port.
    ["country", "plate CNSHA", 'unknown: not declared: "CNSHA".country'],
    ["country", "port CNSHA", "CN"],
    ["country", "port ZZZ", "unknown: not declared: ZZZ.country"],
    ["province", "plate 29C-123.45", "29"],
    ["province", "plate 桂A12345", "桂"],
    ["province", "plate TM-12-34", 'unknown: not declared: "TM-12-34".province'],
  ])(".%s of %s is %s", (name, value, expected) => {
    expect(shown(property(name, lit(value), schema.codeLists))).toBe(expected);
  });
});

describe("type rules", () => {
  test.each([
    ["eq", "kg", "pcs", "units"],
    ["eq", "usd", "vnd", "currencies"],
    ["eq", "hs", "country", "codeLists"],
    ["eq", "hs", "int", "mismatch"],
    ["lt", "pct", "num", "percentNumber"],
    ["lt", "date", "instant", "dateInstant"],
    ["lt", "duration", "period", "period"],
    ["lt", "period", "period", "period"],
    ["lt", "hs", "hs", "notOrdered"],
    ["eq", "container", "text", "mismatch"],
    ["under", "text", "text", "notHierarchy"],
    ["in", "hs", "country", "codeLists"],
    ["contains", "hs", "text", "notText"],
    ["contains", "text", "int", "notText"],
    ["overlaps", "text", "text", "mismatch"],
    ["add", "date", "date", "notNumeric"],
    ["add", "pct", "num", "percentNumber"],
    ["add", "duration", "period", "period"],
    ["sub", "date", "instant", "dateInstant"],
    ["mul", "usd", "usd", "mismatch"],
    ["mul", "date", "int", "notNumeric"],
    ["div", "usd", "pct", "percentNumber"],
    ["div", "usd", "vnd", "currencies"],
    ["div", "kg", "pcs", "units"],
    ["mul", "usdPerKg", "pcs", "units"],
    ["looksLike", "plate", "container", "mismatch"],
    ["looksLike", "plate", "text", "mismatch"],
    ["looksLike", "text", "text", "mismatch"],
    ["looksLike", "taxCode", "taxCode", "mismatch"],
    ["looksLike", "hs", "hs", "mismatch"],
    ["isValid", "taxCode", "taxCode", "mismatch"],
  ] as const)("%s of %s and %s: %s", (op, a, b, problem) => {
    expect(operators[op].types([types[a], types[b]])).toMatchObject({ problem });
  });

  test.each([
    ["add", "money", "usd", { kind: "money", currency: "USD" }],
    ["sub", "date", "date", { kind: "duration" }],
    ["mul", "int", "int", { kind: "integer" }],
    ["div", "int", "int", { kind: "number" }],
    ["div", "money", "kg", { kind: "unitPrice", currency: null, dimension: "mass" }],
    ["div", "usd", "quantity", { kind: "unitPrice", currency: "USD", dimension: null }],
  ] as const)("%s of %s and %s gives its type", (op, a, b, type) => {
    expect(operators[op].types([types[a], types[b]])).toEqual({ type });
  });

  test("a mistake stays one mistake", () => {
    const error: Type = { kind: "error" };
    for (const spec of Object.values(operators)) {
      expect(spec.types([error, error, error])).not.toHaveProperty("problem");
    }
  });

  test("the currency of convert is known when it is written out", () => {
    const outcome = functions.convert.types([types.usd, types.currency], [undefined, "VND"]);
    expect(outcome).toEqual({ type: { kind: "money", currency: "VND" } });
  });

  test("properties stand only on their own types", () => {
    const levels = (list: string) => (list === "Hs" ? [2, 4, 6, 8] : []);
    expect(properties.chapter.on(types.hs, levels)).toEqual(types.hs);
    expect(properties.chapter.on(types.country, levels)).toBeNull();
    expect(properties.owner.on(types.text)).toBeNull();
    expect(properties.province.on(types.container)).toBeNull();
  });

  test("a country is there when the schema has a list of countries", () => {
    const countries = (list: string) => (list === "Country" ? [] : undefined);
    expect(properties.country.on(types.plate, countries)).toEqual(types.country);
    expect(properties.country.on(types.port, countries)).toEqual(types.country);
    expect(properties.country.on(types.plate, () => undefined)).toBeNull();
    expect(properties.country.on(types.hs, countries)).toBeNull();
    expect(properties.country.on(types.container, countries)).toBeNull();
  });

  test.each([
    ["similarity", ["text", "text"], { kind: "percent" }],
    ["similarity", ["name", "name"], { kind: "percent" }],
    ["working_day", ["date", "dates"], { kind: "boolean" }],
    ["working_day", ["instant", "date"], { kind: "boolean" }],
    ["working_days", ["date", "instant", "dates"], { kind: "integer" }],
    ["time_at", ["instant", "num"], { kind: "time" }],
    ["date_at", ["instant", "int"], { kind: "date" }],
  ] as const)("%s of %j gives its type", (name, args, type) => {
    expect(functions[name].types(args.map((arg) => types[arg]))).toEqual({ type });
  });

  test.each([
    ["similarity", ["hs", "hs"], "notText", 0],
    ["similarity", ["name", "address"], "mismatch", 1],
    ["similarity", ["text", "int"], "mismatch", 1],
    ["working_day", ["time", "dates"], "mismatch", 0],
    ["working_day", ["date", "text"], "mismatch", 1],
    ["working_days", ["date", "int", "dates"], "mismatch", 1],
    ["working_days", ["date", "date", "instant"], "mismatch", 2],
    ["time_at", ["date", "int"], "mismatch", 0],
    ["date_at", ["instant", "pct"], "mismatch", 1],
  ] as const)("%s of %j: %s at %i", (name, args, problem, operand) => {
    expect(functions[name].types(args.map((arg) => types[arg]))).toEqual({ problem, operand });
  });
});

describe("the table", () => {
  test("a complement is the other one, and is not evaluated", () => {
    for (const spec of Object.values(operators)) {
      if (!("negates" in spec)) continue;
      expect(operators).toHaveProperty(spec.negates);
      expect(spec.indexable).toBe("none");
    }
  });

  test("no two operators are spelled alike in a language", () => {
    for (const language of ["en", "vi"] as const) {
      const spellings = Object.values(operators).map((spec) => spec.spelling[language]);
      expect(new Set(spellings).size).toBe(spellings.length);
    }
  });
});
