/**
 * Random criteria and declarations, well typed by construction: what the differential tests compare evaluators with.
 *
 * Comes in: a source of choices. Goes out: an IR with every kind of expression over one fixed schema, declarations of that schema (optional facts
 * absent, lists up to their bounds, numbers near each other), and the world they are judged in. Small pools of values make
 * ties, boundaries and unknowns frequent.
 */
import type {
  BoundRow,
  BundleIr,
  Collection,
  CriterionIr,
  DecideRow,
  Effect,
  Expr,
  Field,
  ListBinding,
  PolicyIr,
  Question,
  Rational,
  Schema,
  ScorecardIr,
  TableBinding,
  TableIr,
  Type,
  World,
} from "@luong/spec";
import { functionSpec, operatorSpec, parseInstant, rational } from "@luong/spec";
import {
  and,
  booleanType,
  bundleIr,
  criterion,
  FactReader,
  field,
  literal,
  not,
  or,
  present,
  quantifier,
  record,
  rowFact,
  setOf,
  test,
  truthLiteral,
} from "./ir-builder.ts";
import type { RandomSource } from "./random.ts";

/* ------------------------------------------------------------------ schema */

const text: Type = { kind: "text" };
const integer: Type = { kind: "integer" };
const number: Type = { kind: "number" };
const percent: Type = { kind: "percent" };
const date: Type = { kind: "date" };
const time: Type = { kind: "time" };
const instant: Type = { kind: "instant" };
const duration: Type = { kind: "duration" };
const vnd: Type = { kind: "money", currency: "VND" };
const usd: Type = { kind: "money", currency: "USD" };
const money: Type = { kind: "money", currency: null };
const mass: Type = { kind: "quantity", dimension: "mass" };
const quantity: Type = { kind: "quantity", dimension: null };
const usdPerKg: Type = { kind: "unitPrice", currency: "USD", dimension: "mass" };
const unitPrice: Type = { kind: "unitPrice", currency: null, dimension: null };
const hs: Type = { kind: "code", list: "Hs" };
const country: Type = { kind: "code", list: "Country" };
const office: Type = { kind: "code", list: "Office" };
const taxCode: Type = { kind: "id", name: "TaxCode" };
const containerNo: Type = { kind: "id", name: "ContainerNo" };

const scalarTypes: readonly (readonly [string, Type])[] = [
  ["flag", booleanType],
  ["label", text],
  ["trader", taxCode],
  ["hs", hs],
  ["origin", country],
  ["office", office],
  ["count", integer],
  ["ratio", number],
  ["rate", percent],
  ["day", date],
  ["clock", time],
  ["moment", instant],
  ["span", duration],
  ["cost", vnd],
  ["price", usd],
  ["amount", money],
  ["weight", mass],
  ["measure", quantity],
  ["kilo_price", usdPerKg],
  ["unit_price", unitPrice],
  ["box", containerNo],
  ["marks", { kind: "set", of: taxCode, max: 5 }],
];

/** Every scalar twice: always there, and perhaps not. */
function scalarFields(): readonly Field[] {
  return scalarTypes.flatMap(([name, type]) => [
    field(name, type),
    field(`${name}_maybe`, type, { optional: true }),
  ]);
}

function listOf(recordName: string, max: number, each: string): Type {
  return { kind: "list", record: recordName, max, typical: 3, each };
}

export const randomSchema: Schema = {
  name: "test.random",
  version: 1,
  label: { en: "Random" },
  zoneMinutes: 420,
  root: "Declaration",
  records: [
    record("Brand", [field("name", text), field("worth", usd, { optional: true })]),
    record("Item", [
      ...scalarFields(),
      field("brands", listOf("Brand", 4, "brand")),
      field("marks_list", listOf("Brand", 3, "mark"), { optional: true }),
    ]),
    record("Party", scalarFields()),
    record("Declaration", [
      ...scalarFields(),
      field("importer", { kind: "record", record: "Party" }),
      field("agent", { kind: "record", record: "Party" }, { optional: true }),
      field("items", listOf("Item", 200, "item")),
      field("spares", listOf("Item", 20, "spare"), { optional: true }),
    ]),
  ],
  codeLists: [
    { name: "Hs", label: {}, shape: "levels", levels: [2, 4, 6, 8], codes: null },
    {
      name: "Country",
      label: {},
      shape: "flat",
      levels: [],
      codes: ["VN", "CN", "US", "SG"].map((code) => ({ code, label: {} })),
    },
    {
      name: "Office",
      label: {},
      shape: "tree",
      levels: [],
      codes: [
        { code: "03", label: {} },
        { code: "03CC", parent: "03", label: {} },
        { code: "03CE", parent: "03", label: {} },
        { code: "02", label: {} },
        { code: "02B1", parent: "02", label: {} },
        { code: "09X9", label: {} },
      ],
    },
  ],
  units: [
    { name: "kg", code: "KGM", dimension: "mass" },
    { name: "gram", code: "GRM", dimension: "mass" },
    { name: "tonne", code: "TNE", dimension: "mass" },
    { name: "pcs", code: "PCE", dimension: "count" },
    { name: "dozen", code: "DZN", dimension: "count" },
  ],
  currencies: [
    { code: "VND", digits: 0 },
    { code: "USD", digits: 2 },
  ],
  flows: [
    { name: "import", label: {} },
    { name: "export", label: {} },
  ],
  stages: [
    { name: "clearance", label: {} },
    { name: "gate", label: {} },
  ],
  actions: [],
};

const facts = new FactReader(randomSchema);

/* ------------------------------------------------------------------ values */

const hsCodes = ["61091000", "61099090", "84713020", "8471", "84", "870323", "87032300", "6109"];
const hsPrefixes = ["61", "6109", "610910", "84", "8471", "87", "87032300"];
const traders = ["0101234567", "0109999999", "T\u00ea", "Te\u0302", "0200"];
const offices = ["03CC", "03CE", "02B1", "03", "09X9"];
const phrases = ["đã qua sử dụng", "used", "second hand", "lốp", "ÁO THUN", ""];
const descriptions = [
  "Lốp xe ĐÃ QUA SỬ DỤNG",
  "lop xe da qua su dung",
  "Áo thun, 100% cotton",
  "Used machinery (second-hand)",
  "unused tyres",
  "",
];
const boxes = ["MSCU6639870", "MSCU6639871", "CSQU3054383", "X"];
const decimals = [
  0, 1, 2, 2.5, 0.1, 0.2, 0.3, 3, 10, 99.99, 100, 100.0001, 0.000001, 12345.6789, 7e8, -1, -2.5,
  1e14,
];
const wholes = [0, 1, 2, 3, 5, 10, 100, -1, 12, 999_999_999_999_999];
const days = ["2026-02-01", "2026-02-28", "2024-02-29", "2025-12-31", "1999-01-01"];
const clocks = ["00:00", "22:00", "04:00", "23:59:59", "12:30"];
const moments = [
  "2026-02-01T09:00",
  "2026-02-01T02:00:00Z",
  "2026-02-01T09:00:00.500+07:00",
  "2025-12-31T23:59:59",
];
const spans = [0, 60, 3600, 86_400, 0.5];

function jsonOf(type: Type, random: RandomSource): unknown {
  switch (type.kind) {
    case "boolean":
      return random.chance(0.5);
    case "text":
      return random.pick(descriptions);
    case "id":
      return random.pick(type.name === "ContainerNo" ? boxes : traders);
    case "code":
      return random.pick(
        type.list === "Hs" ? hsCodes : type.list === "Office" ? offices : ["VN", "CN", "US", "SG"],
      );
    case "integer":
      return random.pick(wholes);
    case "number":
      return random.pick(decimals);
    case "percent":
      return random.pick([0, 5, 8, 12.5, 100, 150]);
    case "date":
      return random.pick(days);
    case "time":
      return random.pick(clocks);
    case "instant":
      return random.pick(moments);
    case "duration":
      return random.pick(spans);
    case "money":
      if (type.currency !== null) return amountOf(type.currency, random);
      return ((currency: string) => ({ amount: amountOf(currency, random), currency }))(
        random.pick(["USD", "USD", "VND"]),
      );
    case "quantity":
      if (type.dimension !== null) return random.pick(decimals);
      return {
        value: random.pick(decimals),
        unit: random.pick(["KGM", "KGM", "PCE", "GRM", "DZN", "TNE"]),
      };
    case "unitPrice":
      if (type.currency !== null && type.dimension !== null) return random.pick(decimals);
      return {
        amount: random.pick(decimals),
        currency: random.pick(["USD", "USD", "VND"]),
        unit: random.pick(["KGM", "KGM", "PCE", "DZN", "GRM"]),
      };
    case "set":
      return random
        .picks(traders, random.below(4))
        .filter((each, index, all) => all.indexOf(each) === index);
    default:
      throw new RangeError(`no random ${type.kind}`);
  }
}

/** At most the decimals of the currency. */
function amountOf(currency: string, random: RandomSource): number {
  return currency === "VND"
    ? random.pick([0, 1, 1000, 2_500_000, 1_000_000, 500_000_000, 999_999_999_999_999])
    : random.pick([0, 0.01, 0.1, 0.2, 0.3, 2.5, 100, 99.99, 12_345.67, 1_000_000]);
}

function recordJson(name: string, random: RandomSource, absence: number): Record<string, unknown> {
  const found = randomSchema.records.find((each) => each.name === name);
  const json: Record<string, unknown> = {};
  for (const each of found?.fields ?? []) {
    if (each.optional && random.chance(absence)) {
      if (random.chance(0.3)) json[each.name] = null;
      continue;
    }
    json[each.name] = fieldJson(each.type, random, absence);
  }
  return json;
}

function fieldJson(type: Type, random: RandomSource, absence: number): unknown {
  if (type.kind === "record") return recordJson(type.record, random, absence);
  if (type.kind === "list") {
    const lengths = [0, 1, 1, 2, 3, Math.min(type.max, 6), random.chance(0.02) ? type.max : 2];
    return Array.from({ length: Math.min(type.max, random.pick(lengths)) }, () =>
      recordJson(type.record, random, absence),
    );
  }
  return jsonOf(type, random);
}

export function randomQuestion(random: RandomSource): Question {
  const absence = random.pick([0, 0.1, 0.5]);
  return {
    declaration: recordJson("Declaration", random, absence),
    flow: random.chance(0.9) ? "import" : "export",
    stage: random.chance(0.8) ? "clearance" : "gate",
    now: parseInstant(random.pick(moments), randomSchema.zoneMinutes) ?? 0,
  };
}

/* ------------------------------------------------------------------ tables and lists */

const wordSet: Type = { kind: "set", of: text, max: 5 };

const priceTable: TableIr = {
  name: "reference_price",
  label: {},
  access: "internal",
  dated: true,
  key: [
    { name: "hs", type: hs, label: {}, match: "under", optional: false },
    { name: "origin", type: country, label: {}, match: "equal", optional: true },
  ],
  value: [
    { name: "usual", type: unitPrice, label: {}, match: "equal", optional: false },
    { name: "floor", type: usd, label: {}, match: "equal", optional: true },
    { name: "note", type: text, label: {}, match: "equal", optional: true },
    { name: "limit", type: number, label: {}, match: "equal", optional: false },
    { name: "strict", type: booleanType, label: {}, match: "equal", optional: true },
    { name: "words", type: wordSet, label: {}, match: "equal", optional: true },
  ],
  rows: null,
};

const bandTable: TableIr = {
  name: "bands",
  label: {},
  access: "internal",
  dated: false,
  key: [
    { name: "trader", type: taxCode, label: {}, match: "equal", optional: true },
    { name: "count", type: integer, label: {}, match: "between", optional: false },
  ],
  value: [{ name: "level", type: integer, label: {}, match: "equal", optional: false }],
  rows: null,
};

const indicatorTable: TableIr = {
  name: "indicators",
  label: {},
  access: "internal",
  dated: true,
  key: [
    { name: "hs", type: hs, label: {}, match: "under", optional: true },
    { name: "origin", type: country, label: {}, match: "equal", optional: true },
    { name: "office", type: office, label: {}, match: "under", optional: true },
    { name: "trader", type: taxCode, label: {}, match: "equal", optional: true },
    { name: "count", type: integer, label: {}, match: "equal", optional: true },
  ],
  value: [
    { name: "max_price", type: unitPrice, label: {}, match: "equal", optional: true },
    { name: "points", type: integer, label: {}, match: "equal", optional: false },
  ],
  rows: null,
};

/** A table that is never bound. */
const lostTable: TableIr = { ...bandTable, name: "lost" };

function cellOf(column: TableIr["key"][number], random: RandomSource): unknown {
  if (column.optional && random.chance(0.4)) return null;
  if (column.type.kind === "set") return random.picks(phrases, random.below(3));
  if (column.match === "under" && column.type.kind === "code") {
    return random.pick(column.type.list === "Hs" ? hsPrefixes : ["03", "02", "03CC"]);
  }
  return jsonOf(column.type, random);
}

/** Rows without ties: the keys of no two are the same cells. */
function rowsFor(table: TableIr, count: number, random: RandomSource): TableBinding {
  const seen = new Set<string>();
  const rows: BoundRow[] = [];
  for (let tries = 0; tries < count; tries += 1) {
    const keys = table.key.map((column) => cellOf(column, random));
    const text = JSON.stringify(keys);
    if (seen.has(text)) continue;
    seen.add(text);
    const cells = [...keys, ...table.value.map((column) => cellOf(column, random))];
    const from = random.chance(0.5) ? Number.NEGATIVE_INFINITY : Date.UTC(2026, 0, 1);
    const until = random.chance(0.7) ? Number.POSITIVE_INFINITY : Date.UTC(2026, 5, 1);
    rows.push({ cells, from, until, name: String(rows.length + 1) });
  }
  return { dated: table.dated, rows };
}

/** Ranges side by side, so that at most one holds. */
function bandRows(random: RandomSource): TableBinding {
  const ends = [-5, 0, 2, 10, 1e15];
  const rows = ["0101234567", "0200", null].flatMap((trader) =>
    ends.slice(1).flatMap((end, index) => {
      if (random.chance(0.2)) return [];
      const row: BoundRow = {
        cells: [trader, [(ends[index] ?? 0) + 1, end], random.below(5)],
        from: Number.NEGATIVE_INFINITY,
        until: Number.POSITIVE_INFINITY,
        name: "",
      };
      return [row];
    }),
  );
  return { dated: false, rows };
}

function listBinding(members: readonly string[], dated: boolean): ListBinding {
  const from = Date.UTC(2026, 0, 1);
  const at = (ms: number): readonly string[] => (dated && ms < from ? members.slice(1) : members);
  return { dated, has: (value, ms) => at(ms).includes(value), members: at };
}

export function randomWorld(random: RandomSource): World {
  const lists: Readonly<Record<string, ListBinding>> = {
    watched: listBinding(["0101234567", "T\u00ea"], false),
    watched_then: listBinding(["0200", "0101234567"], true),
    watched_hs: listBinding(["6109", "84713020"], true),
    watched_offices: listBinding(["03"], false),
    watched_words: listBinding(["đã qua sử dụng", "cotton"], false),
    watched_words_then: listBinding(["lốp", "used"], true),
  };
  const tables: Readonly<Record<string, TableBinding>> = {
    reference_price: rowsFor(priceTable, 12, random),
    bands: bandRows(random),
    indicators: rowsFor(indicatorTable, 20, random),
  };
  const offices_ = new Map(
    randomSchema.codeLists
      .find(({ name }) => name === "Office")
      ?.codes?.map(({ code, parent }) => [code, parent ?? null] as const) ?? [],
  );
  // One office is missing from what is bound.
  offices_.delete("09X9");
  const rates = new Map<string, Rational>([
    ["USD VND", rational(25_000n)],
    ["VND USD", rational(1n, 25_000n)],
  ]);
  return {
    schema: randomSchema,
    parentOf: (list, code) => (list === "Office" ? offices_.get(code) : null),
    rate: (from, to) => rates.get(`${from} ${to}`),
    list: (name) => lists[name],
    table: (name) => tables[name],
  };
}

/* ------------------------------------------------------------------ expressions */

interface Bound {
  readonly variable: number;
  readonly record: string;
}

/** Where an expression stands: what it may read. */
interface Place {
  readonly bound: readonly Bound[];
  readonly row: boolean;
  readonly policy: boolean;
}

const topPlace: Place = { bound: [], row: false, policy: false };

type NumericName =
  | "integer"
  | "number"
  | "percent"
  | "date"
  | "time"
  | "instant"
  | "duration"
  | "vnd"
  | "usd"
  | "money"
  | "mass"
  | "quantity"
  | "usdPerKg"
  | "unitPrice";

const numericTypes: Readonly<Record<NumericName, Type>> = {
  integer,
  number,
  percent,
  date,
  time,
  instant,
  duration,
  vnd,
  usd,
  money,
  mass,
  quantity,
  usdPerKg,
  unitPrice,
};

const fieldOfType: Readonly<Record<NumericName, string>> = {
  integer: "count",
  number: "ratio",
  percent: "rate",
  date: "day",
  time: "clock",
  instant: "moment",
  duration: "span",
  vnd: "cost",
  usd: "price",
  money: "amount",
  mass: "weight",
  quantity: "measure",
  usdPerKg: "kilo_price",
  unitPrice: "unit_price",
};

/** Two operands whose units turned out to differ; another choice is made instead. */
class IllTyped extends Error {}

function isDatedList(name: string): boolean {
  return name.endsWith("_then") || name === "watched_hs";
}

export class RandomCriteria {
  readonly #random: RandomSource;
  #variables = 0;

  constructor(random: RandomSource) {
    this.#random = random;
  }

  #pick<T>(...choices: readonly (() => T)[]): T {
    return this.#random.pick(choices)();
  }

  /** A call whose type the language itself works out. */
  #call(op: string, ...args: readonly Expr[]): Expr {
    const rule = operatorSpec(op)?.types ?? functionSpec(op)?.types;
    const outcome = rule?.(
      args.map(({ type }) => type),
      args.map((arg) =>
        arg.kind === "literal" && typeof arg.value === "string" ? arg.value : undefined,
      ),
    );
    if (outcome === undefined || !("type" in outcome)) {
      throw new IllTyped(`${op} of ${args.map(({ type }) => type.kind).join(", ")}`);
    }
    return { kind: "call", op, type: outcome.type, args };
  }

  /* ------------------------------------------------------------ leaves */

  /** A field by name from somewhere in reach, perhaps the optional one. */
  #fact(name: string, place: Place): Expr {
    const own = this.#random.chance(0.4) ? `${name}_maybe` : name;
    const bound = place.bound.filter(({ record: of }) => of === "Item");
    if (bound.length > 0 && this.#random.chance(0.75)) {
      return facts.element(this.#random.pick(bound).variable, "Item", own);
    }
    const start = this.#random.pick(["", "", "importer.", "agent."]);
    return facts.fact(`${start}${own}`);
  }

  #numericLiteral(name: NumericName): Expr {
    const { pick } = { pick: <T>(from: readonly T[]): T => this.#random.pick(from) };
    const type = numericTypes[name];
    switch (name) {
      case "integer":
        return literal(type, String(pick(wholes)));
      case "percent":
        return literal(type, pick(["0", "0.05", "0.08", "0.125", "0.8", "1", "1.5"]));
      case "date":
        return literal(type, pick(["20485", "20512", "19782", "20453"]));
      case "time":
        return literal(type, pick(["0", "79200", "14400", "45000"]));
      case "instant":
        return literal(type, pick(["1769911200000", "1769911200500", "1767200399000"]));
      case "duration":
        return literal(type, pick(["0", "60000", "3600000", "86400000", "172800000"]));
      case "vnd":
        return literal(type, pick(["0", "1000", "1000000", "2500000"]));
      case "usd":
        return literal(type, pick(["0", "0.01", "0.3", "2.5", "100", "99.99"]));
      case "money":
        return this.#random.chance(0.5) ? this.#numericLiteral("usd") : this.#numericLiteral("vnd");
      case "mass":
        return literal(type, pick(["0", "2.5", "0.3", "100", "1000", "0.001"]));
      case "quantity":
        return this.#random.chance(0.6)
          ? this.#numericLiteral("mass")
          : literal({ kind: "quantity", dimension: "count" }, pick(["0", "12", "100"]));
      case "usdPerKg":
        return literal(type, pick(["0", "2.5", "99.99", "0.1"]));
      case "unitPrice":
        return this.#numericLiteral("usdPerKg");
      case "number":
        return literal(type, pick(["0", "1", "2.5", "0.3", "1/3", "100", "-1", "123456789.125"]));
    }
  }

  /* ------------------------------------------------------------ numbers */

  #items(place: Place): { readonly source: Collection; readonly record: string } {
    const item = place.bound.find(({ record: of }) => of === "Item");
    if (item !== undefined && this.#random.chance(0.4)) {
      const name = this.#random.pick(["brands", "marks_list"]);
      return { source: facts.collection(name, item), record: "Brand" };
    }
    const name = this.#random.pick(["items", "items", "items", "spares"]);
    return { source: facts.collection(name), record: "Item" };
  }

  #aggregate(name: NumericName, depth: number, place: Place): Expr {
    const { source, record: of } = this.#items({ ...place, bound: [] });
    this.#variables += 1;
    const variable = this.#variables;
    const inner: Place = { ...place, bound: [...place.bound, { variable, record: of }] };
    const value = this.numeric(name, Math.max(0, depth - 1), inner);
    const where = this.#random.chance(0.4) ? { where: this.condition(1, inner) } : {};
    const sums = ["date", "time", "instant"].includes(name) ? [] : (["sum", "average"] as const);
    const aggregate = this.#random.pick([...sums, "lowest", "highest"] as const);
    const type = aggregate === "average" && value.type.kind === "integer" ? number : value.type;
    return { kind: "aggregate", type, aggregate, source, variable, value, ...where };
  }

  #count(depth: number, place: Place): Expr {
    const { source, record: of } = this.#items(place);
    this.#variables += 1;
    const variable = this.#variables;
    const inner: Place = { ...place, bound: [...place.bound, { variable, record: of }] };
    if (this.#random.chance(0.3) && of === "Item") {
      const value = this.#random.chance(0.5)
        ? this.#fact("trader", inner)
        : this.#fact("count", inner);
      return {
        kind: "aggregate",
        type: integer,
        aggregate: "countDistinct",
        source,
        variable,
        value,
      };
    }
    const where = this.#random.chance(0.7) ? { where: this.condition(depth - 1, inner) } : {};
    return { kind: "aggregate", type: integer, aggregate: "count", source, variable, ...where };
  }

  #lookup(column: string, type: Type, place: Place): Expr {
    const asOf = this.#random.chance(0.2)
      ? { asOf: this.#random.chance(0.5) ? this.#fact("moment", place) : this.#fact("day", place) }
      : {};
    const keys = [this.#fact("hs", place), this.#fact("origin", place)];
    return { kind: "lookup", type, table: "reference_price", keys, column, ...asOf };
  }

  numeric(name: NumericName, depth: number, place: Place): Expr {
    try {
      return this.#anyNumber(name, depth, place);
    } catch (error) {
      if (!(error instanceof IllTyped)) throw error;
      return this.#fact(fieldOfType[name], place);
    }
  }

  #anyNumber(name: NumericName, depth: number, place: Place): Expr {
    const leaf = (): Expr => this.#fact(fieldOfType[name], place);
    if (depth <= 0) return this.#random.chance(0.8) ? leaf() : this.#numericLiteral(name);
    const again = (other: NumericName = name): Expr => this.numeric(other, depth - 1, place);
    const generic: (() => Expr)[] = [
      leaf,
      leaf,
      () => this.#aggregate(name, depth, place),
      () => this.#call("first_present", again(), again()),
      () => this.#call(this.#random.pick(["higher_of", "lower_of"]), again(), again()),
    ];
    const scalable: (() => Expr)[] = [
      () => this.#call("add", again(), again()),
      () => this.#call("sub", again(), again()),
      () => this.#call("mul", this.#numericLiteral("percent"), again()),
      () => this.#call("mul", again("number"), again()),
      () => this.#call("div", again(), again("number")),
      () => this.#call("div", again(), this.#numericLiteral("integer")),
      () => this.#call("abs", again()),
    ];
    switch (name) {
      case "integer":
        return this.#pick<Expr>(
          ...generic,
          () => this.#count(depth, place),
          () => this.#call("abs", again()),
          () => this.#band(place),
        );
      case "number":
        return this.#pick<Expr>(
          ...generic,
          ...scalable,
          () => this.#call("div", again("usd"), again("money")),
          () => this.#call("div", again("mass"), again("quantity")),
          () => this.#lookup("limit", number, place),
        );
      case "percent":
        return this.#pick<Expr>(...generic, () => this.#call("add", again(), again()));
      case "date":
        return this.#pick<Expr>(
          ...generic,
          () => ({ kind: "call", op: ".date", type: date, args: [again("instant")] }),
          () => this.#call("add", again(), this.#numericLiteral("duration")),
          () => this.#call("sub", again(), literal({ kind: "period" }, "1")),
          () => this.#call("start_of_month", again()),
        );
      case "time":
        return this.#pick<Expr>(leaf, () => ({
          kind: "call",
          op: ".time",
          type: time,
          args: [again("instant")],
        }));
      case "instant":
        return this.#pick<Expr>(
          ...generic,
          () => ({ kind: "now", type: instant }),
          () => this.#call("add", again(), this.#numericLiteral("duration")),
          () => this.#call("add", again(), literal({ kind: "period" }, "12")),
          () => this.#call("start_of_year", again()),
        );
      case "duration":
        return this.#pick<Expr>(
          ...generic,
          () => this.#call("sub", again("date"), again("date")),
          () => this.#call("sub", again("instant"), again("instant")),
          () => this.#call("mul", again("number"), again()),
        );
      case "usd":
        return this.#pick<Expr>(
          ...generic,
          ...scalable,
          () =>
            this.#call("convert", again("money"), literal({ kind: "id", name: "Currency" }, "USD")),
          () => this.#lookup("floor", usd, place),
        );
      case "money":
        return this.#pick<Expr>(
          ...generic,
          ...scalable,
          () => this.#call("mul", again("unitPrice"), again("quantity")),
          () => this.#call("currency_unit", again()),
        );
      case "unitPrice":
        return this.#pick<Expr>(
          leaf,
          () => this.#call("div", again("money"), again("quantity")),
          () => this.#call("mul", this.#numericLiteral("percent"), again()),
          () => this.#lookup("usual", unitPrice, place),
        );
      case "quantity":
        return this.#pick<Expr>(...generic, ...scalable, () =>
          this.#call("div", again("money"), again("unitPrice")),
        );
      case "vnd":
      case "mass":
      case "usdPerKg":
        return this.#pick<Expr>(...generic, ...scalable);
    }
  }

  #band(place: Place): Expr {
    const keys = [this.#fact("trader", place), this.#fact("count", place)];
    const table = this.#random.chance(0.9) ? "bands" : "lost";
    return { kind: "lookup", type: integer, table, keys, column: "level" };
  }

  /* ------------------------------------------------------------ conditions */

  #comparison(depth: number, place: Place): Expr {
    const names = Object.keys(numericTypes) as NumericName[];
    const name = this.#random.pick(names);
    const op = this.#random.pick(["eq", "lt", "le", "gt", "ge"]);
    const left = this.numeric(name, this.#random.below(depth + 1), place);
    const right = this.#random.chance(0.4)
      ? this.#numericLiteral(name)
      : this.numeric(name, this.#random.below(depth + 1), place);
    if (this.#random.chance(0.1)) {
      return this.#call("between", left, this.#numericLiteral(name), this.#numericLiteral(name));
    }
    return this.#call(op, left, right);
  }

  #list(list: string, of: Type, place: Place): Expr {
    const asOf =
      isDatedList(list) && this.#random.chance(0.3) ? { asOf: this.#fact("moment", place) } : {};
    return { kind: "list", type: { kind: "set", of, max: null }, list, ...asOf };
  }

  #texts(place: Place): Expr {
    const constants = (from: readonly string[], type: Type): readonly Expr[] =>
      this.#random.picks(from, 1 + this.#random.below(7)).map((each) => literal(type, each));
    return this.#pick<Expr>(
      () =>
        test(
          "eq",
          this.#fact("trader", place),
          literal(taxCode, this.#random.pick(traders).normalize("NFC")),
        ),
      () => test("eq", this.#fact("trader", place), this.#fact("trader", place)),
      () =>
        test(
          "in",
          this.#fact("origin", place),
          setOf(country, ...constants(["VN", "CN", "US", "SG"], country)),
        ),
      () =>
        test(
          "in",
          this.#fact("trader", place),
          setOf(
            taxCode,
            ...constants(
              traders.map((each) => each.normalize("NFC")),
              taxCode,
            ),
            this.#list(this.#random.pick(["watched", "watched_then", "unbound"]), taxCode, place),
            ...(this.#random.chance(0.4) ? [this.#fact("marks", place)] : []),
            ...(this.#random.chance(0.3) ? [this.#fact("trader", place)] : []),
          ),
        ),
      () =>
        test(
          "in",
          this.#fact("count", place),
          setOf(integer, literal(integer, "1"), literal(integer, "3"), this.#fact("count", place)),
        ),
      () => test("under", this.#fact("hs", place), setOf(hs, ...constants(hsPrefixes, hs))),
      () =>
        test(
          "under",
          this.#fact("hs", place),
          setOf(hs, ...constants(hsPrefixes, hs), this.#list("watched_hs", hs, place)),
        ),
      () => test("under", this.#fact("hs", place), setOf(hs, this.#fact("hs", place))),
      () =>
        test(
          "under",
          this.#fact("office", place),
          setOf(office, ...constants(["03", "02", "03CC"], office)),
        ),
      () =>
        test(
          "under",
          this.#fact("office", place),
          setOf(office, this.#list("watched_offices", office, place)),
        ),
      () =>
        test(
          "startsWith",
          this.#fact("box", place),
          setOf(
            containerNo,
            literal(containerNo, "MSC"),
            literal(containerNo, ""),
            this.#fact("box", place),
          ),
        ),
      () =>
        test(
          "endsWith",
          this.#fact("trader", place),
          setOf(taxCode, literal(taxCode, "67"), literal(taxCode, "99")),
        ),
      () =>
        test(
          "contains",
          this.#fact("label", place),
          setOf(
            text,
            ...constants(phrases, text),
            ...(this.#random.chance(0.4)
              ? [
                  this.#list(
                    this.#random.pick(["watched_words", "watched_words_then", "unbound_words"]),
                    text,
                    place,
                  ),
                ]
              : []),
          ),
        ),
      () =>
        test(
          this.#random.pick(["contains", "containsExactly"]),
          this.#fact("label", place),
          setOf(text, this.#lookup("words", wordSet, place)),
        ),
      () =>
        test("overlaps", this.#fact("marks", place), setOf(taxCode, this.#fact("marks", place))),
      () =>
        test(
          "containsExactly",
          this.#fact("label", place),
          setOf(text, ...constants(phrases, text)),
        ),
      () =>
        test(
          "overlaps",
          this.#fact("marks", place),
          setOf(taxCode, literal(taxCode, "0200"), this.#fact("marks", place)),
        ),
      () =>
        test(
          "overlaps",
          this.#fact("marks", place),
          setOf(taxCode, this.#list("watched", taxCode, place)),
        ),
      () => test("isValid", this.#fact("box", place)),
      () =>
        test(
          "eq",
          { kind: "call", op: ".chapter", type: hs, args: [this.#fact("hs", place)] },
          literal(hs, "61"),
        ),
      () =>
        test(
          "eq",
          { kind: "call", op: ".heading", type: hs, args: [this.#fact("hs", place)] },
          literal(hs, "8471"),
        ),
      () =>
        test(
          "eq",
          {
            kind: "call",
            op: ".currency",
            type: { kind: "id", name: "Currency" },
            args: [this.#fact("amount", place)],
          },
          literal({ kind: "id", name: "Currency" }, "USD"),
        ),
      () =>
        test(
          "eq",
          {
            kind: "call",
            op: ".unit",
            type: { kind: "id", name: "Unit" },
            args: [this.#fact("measure", place)],
          },
          literal({ kind: "id", name: "Unit" }, "KGM"),
        ),
      () =>
        test(
          "eq",
          {
            kind: "call",
            op: ".owner",
            type: { kind: "id", name: "OwnerCode" },
            args: [this.#fact("box", place)],
          },
          literal({ kind: "id", name: "OwnerCode" }, "MSC"),
        ),
      () => test("eq", this.#lookup("note", text, place), this.#fact("label", place)),
      () =>
        test(
          "eq",
          this.#call("first_present", this.#fact("trader", place), this.#fact("trader", place)),
          this.#fact("trader", place),
        ),
    );
  }

  #quantified(depth: number, place: Place): Expr {
    const { source, record: of } = this.#items(place);
    this.#variables += 1;
    const variable = this.#variables;
    const inner: Place = { ...place, bound: [...place.bound, { variable, record: of }] };
    const body =
      of === "Brand" && this.#random.chance(0.6)
        ? test("eq", facts.element(variable, "Brand", "name"), literal(text, ""))
        : this.condition(depth - 1, inner);
    const kind = this.#random.pick(["any", "any", "every", "no", "atLeast"] as const);
    return quantifier(
      kind,
      source,
      variable,
      body,
      kind === "atLeast" ? 1 + this.#random.below(3) : 1,
    );
  }

  #presence(depth: number, place: Place): Expr {
    return this.#pick<Expr>(
      () => present(this.#fact(this.#random.pick(scalarTypes)[0], place)),
      () => present(facts.fact("agent")),
      () => present(facts.fact("spares")),
      () => present(this.numeric(this.#random.pick(["number", "unitPrice", "vnd"]), depth, place)),
      () => present(this.condition(Math.max(0, depth - 1), place)),
      () => ({
        kind: "lookup",
        type: booleanType,
        table: "reference_price",
        keys: [this.#fact("hs", place), this.#fact("origin", place)],
      }),
    );
  }

  #rowTest(place: Place): Expr {
    return this.#pick<Expr>(
      () => ({
        kind: "matches",
        type: booleanType,
        operand: this.#fact("hs", place),
        column: "hs",
        match: "under",
      }),
      () => ({
        kind: "matches",
        type: booleanType,
        operand: this.#fact("origin", place),
        column: "origin",
        match: "equal",
      }),
      () => ({
        kind: "matches",
        type: booleanType,
        operand: this.#fact("office", place),
        column: "office",
        match: "under",
      }),
      () => ({
        kind: "matches",
        type: booleanType,
        operand: this.#fact("trader", place),
        column: "trader",
        match: "equal",
      }),
      () => ({
        kind: "matches",
        type: booleanType,
        operand: this.#fact("count", place),
        column: "count",
        match: "equal",
      }),
      () =>
        or(
          not(present(rowFact("max_price", unitPrice))),
          this.#call("lt", this.numeric("unitPrice", 1, place), rowFact("max_price", unitPrice)),
        ),
      () => this.#call("ge", rowFact("points", integer), this.#numericLiteral("integer")),
      () => test("eq", rowFact("origin", country), this.#fact("origin", place)),
    );
  }

  #says(): Expr {
    const state = this.#random.pick(["red", "yellow", "green", "unknown"] as const);
    return this.#pick<Expr>(
      () => ({ kind: "says", type: booleanType, says: state }),
      () => this.#call("ge", { kind: "riskPoints", type: number }, this.#numericLiteral("integer")),
      () =>
        this.#call(
          "gt",
          { kind: "score", type: number, scorecard: "import_risk" },
          this.#numericLiteral("number"),
        ),
      () =>
        this.#call(
          "gt",
          this.#call("mul", { kind: "riskPoints", type: number }, this.#numericLiteral("number")),
          this.#numericLiteral("number"),
        ),
    );
  }

  condition(depth: number, place: Place): Expr {
    return this.#wellTyped(() => this.#anyCondition(depth, place));
  }

  #wellTyped(make: () => Expr): Expr {
    for (let tries = 0; tries < 20; tries += 1) {
      try {
        return make();
      } catch (error) {
        if (!(error instanceof IllTyped)) throw error;
      }
    }
    return truthLiteral(true);
  }

  #anyCondition(depth: number, place: Place): Expr {
    const random = this.#random;
    if (place.policy && random.chance(0.4)) return this.#says();
    if (place.row && random.chance(0.4)) return this.#rowTest(place);
    if (depth <= 0 || random.chance(0.35)) {
      return this.#pick<Expr>(
        () => this.#comparison(Math.max(0, depth), place),
        () => this.#comparison(Math.max(0, depth), place),
        () => this.#texts(place),
        () => this.#texts(place),
        () => this.#fact("flag", place),
        () =>
          test(
            "eq",
            this.#fact("flag", place),
            random.chance(0.5) ? truthLiteral(random.chance(0.5)) : this.#fact("flag", place),
          ),
        () => this.#presence(Math.max(0, depth), place),
        () => this.#lookup("strict", booleanType, place),
        () => truthLiteral(random.chance(0.5)),
      );
    }
    const operands = (): readonly Expr[] =>
      Array.from({ length: 2 + random.below(3) }, () => this.condition(depth - 1, place));
    return this.#pick<Expr>(
      () => and(...operands()),
      () => or(...operands()),
      () => not(this.condition(depth - 1, place)),
      () => this.#quantified(depth, place),
      () => this.#quantified(depth, place),
    );
  }

  /* ------------------------------------------------------------ criteria */

  #decideRows(place: Place): readonly DecideRow[] {
    return Array.from({ length: 1 + this.#random.below(4) }, () => {
      const effects: Effect[] = [];
      if (this.#random.chance(0.7)) {
        effects.push({
          kind: "channel",
          channel: literal({ kind: "channel" }, this.#random.pick(["red", "yellow", "green"])),
        });
      }
      const points = this.#random.chance(0.1)
        ? this.#fact("count", place)
        : literal(number, this.#random.pick(["5", "10", "2.5"]));
      effects.push({ kind: "risk", points });
      return { when: this.condition(1, place), effects };
    });
  }

  criterion(id: string): CriterionIr {
    const random = this.#random;
    const perRow = random.chance(0.12);
    const place: Place = { ...topPlace, row: perRow };
    const decides = random.chance(0.15);
    this.#variables += 1;
    const variable = this.#variables;
    const forEach = random.chance(0.5);
    const inner: Place = forEach ? { ...place, bound: [{ variable, record: "Item" }] } : place;
    const element = { source: facts.collection(random.pick(["items", "spares"])), variable };
    return criterion(id, {
      flows: random.pick([["import"], ["import", "export"], ["export"]]),
      stages: random.pick([[], ["clearance"], ["gate", "clearance"]]),
      ...(random.chance(0.2) ? { valid: { from: 20_454, until: 20_600 } } : {}),
      ...(random.chance(0.15)
        ? { scope: test("under", facts.fact("office"), setOf(office, literal(office, "03"))) }
        : {}),
      ...(perRow ? { rowsOf: "indicators" } : {}),
      ...(decides && random.chance(0.5) ? {} : { when: this.condition(3, place) }),
      ...(random.chance(0.3) ? { unless: this.condition(1, place) } : {}),
      ...(decides
        ? { decide: { ...(forEach ? { element } : {}), rows: this.#decideRows(inner) } }
        : { effects: [{ kind: "channel", channel: literal({ kind: "channel" }, "red") }] }),
    });
  }

  #caseOf(input: Expr): Expr {
    const like: NumericName =
      input.type.kind === "unitPrice" ? "usdPerKg" : input.type.kind === "money" ? "usd" : "number";
    return this.#pick<Expr>(
      () => this.#call("lt", input, this.#numericLiteral(like)),
      () => not(present(input)),
    );
  }

  scorecard(name: string): ScorecardIr {
    const random = this.#random;
    const factors = Array.from({ length: 1 + random.below(4) }, (_, index) => {
      const input = this.numeric(
        random.pick(["integer", "usd", "unitPrice", "number"]),
        1,
        topPlace,
      );
      const cases = Array.from({ length: random.below(4) }, () => ({
        when: this.#wellTyped(() => this.#caseOf(input)),
        points: random.pick(["0", "3", "7.5", "1/3"]),
      }));
      return {
        name: `factor_${index}`,
        label: {},
        weight: random.pick(["1", "2", "0.5"]),
        input,
        cases,
        otherwise: random.pick(["0", "9"]),
        ...(random.chance(0.5) ? { unknown: "4" } : {}),
      };
    });
    return {
      name,
      label: {},
      flows: ["import"],
      stages: [],
      access: "internal",
      factors,
      source: { file: "test.crit", start: 0, end: 0 },
    };
  }

  policy(name: string): PolicyIr {
    const place: Place = { ...topPlace, policy: true };
    return {
      name,
      label: {},
      flows: ["import"],
      stages: [],
      access: "internal",
      exempt: this.condition(1, topPlace),
      red: this.condition(2, place),
      ...(this.#random.chance(0.7) ? { yellow: this.condition(2, place) } : {}),
      samples: [],
      quotas: [],
      otherwise: "green",
      source: { file: "test.crit", start: 0, end: 0 },
    };
  }

  bundle(criteria: number): BundleIr {
    const ids = Array.from(
      { length: criteria },
      (_, index) => `RND-${String(index).padStart(3, "0")}`,
    );
    const lists = [
      "unbound",
      "unbound_words",
      "watched",
      "watched_hs",
      "watched_offices",
      "watched_then",
      "watched_words",
      "watched_words_then",
    ];
    return bundleIr(randomSchema, {
      criteria: ids.map((id) => this.criterion(id)),
      scorecards: [this.scorecard("import_risk")],
      policies: [this.policy("import_policy")],
      tables: [bandTable, indicatorTable, lostTable, priceTable],
      lists: lists.map((name) => ({
        name,
        label: {},
        of: name.includes("hs")
          ? hs
          : name.includes("offices")
            ? office
            : name.includes("words")
              ? text
              : taxCode,
        access: "internal" as const,
        dated: isDatedList(name),
        members: null,
      })),
    });
  }
}
