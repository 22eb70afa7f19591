/**
 * Random histories and selections over one schema: what state and log are compared on.
 *
 * Comes in: a source of choices. Goes out: an IR whose criteria ask selections of every kind, entries of a log (corrected, withdrawn, late, told twice, in any
 * order) and questions. Small pools make ties, equal keys and unknown facts frequent.
 */
import type {
  AggregateName,
  BundleIr,
  Expr,
  Question,
  Schema,
  Selection,
  Series,
  Source,
  ToldRow,
  Type,
  Window,
} from "@luong/spec";
import { aggregateSpec, instantTextFromMs } from "@luong/spec";
import { irBuilder, type RandomSource } from "@luong/testkit";

const {
  and,
  booleanType,
  bundleIr,
  call,
  criterion,
  field,
  literal,
  not,
  or,
  present,
  record,
  setOf,
} = irBuilder;
const { test: condition, truthLiteral } = irBuilder;

/* ------------------------------------------------------------------ schema */

const text: Type = { kind: "text" };
const integer: Type = { kind: "integer" };
const number: Type = { kind: "number" };
const percent: Type = { kind: "percent" };
const date: Type = { kind: "date" };
const instant: Type = { kind: "instant" };
const duration: Type = { kind: "duration" };
const usd: Type = { kind: "money", currency: "USD" };
const money: Type = { kind: "money", currency: null };
const mass: Type = { kind: "quantity", dimension: "mass" };
const quantity: Type = { kind: "quantity", dimension: null };
const hs: Type = { kind: "code", list: "Hs" };
const country: Type = { kind: "code", list: "Country" };
const taxCode: Type = { kind: "id", name: "TaxCode" };
const plate: Type = { kind: "id", name: "Plate" };
const name: Type = { kind: "id", name: "Name" };

function listOf(of: string, each: string): Type {
  return { kind: "list", record: of, max: 50, typical: 2, each };
}

const maybe = { optional: true } as const;

/** Facts that rows of every source have, so that any filter and value can be asked of any of them. */
const common = [
  field("count", integer),
  field("ratio", number, maybe),
  field("rate", percent, maybe),
  field("span", duration, maybe),
  field("worth", usd, maybe),
  field("amount", money, maybe),
  field("weight", mass, maybe),
  field("measure", quantity, maybe),
  field("flag", booleanType, maybe),
  field("origin", country, maybe),
  field("label", text, maybe),
  field("happened_on", date, maybe),
  field("happened_at", instant, maybe),
];

function source(own: Partial<Source> & Pick<Source, "name" | "record" | "each">): Source {
  return { kind: "history", label: {}, keepDays: 60, identity: [], ...own };
}

const sources: readonly Source[] = [
  source({
    name: "declarations",
    record: "Declaration",
    each: "past",
    clock: ["registered_at"],
    identity: ["number"],
  }),
  source({
    name: "lines",
    record: "Line",
    each: "line",
    derived: { source: "declarations", path: ["items"], parent: "past" },
    clock: ["past", "registered_at"],
  }),
  source({
    name: "parts",
    record: "LinePart",
    each: "part",
    derived: { source: "lines", path: ["parts"], parent: "line" },
    clock: ["line", "past", "registered_at"],
  }),
  source({
    name: "passages",
    kind: "event",
    record: "Passage",
    each: "passage",
    clock: ["entered_at"],
    keepDays: 20,
    lateMs: 6 * 3_600_000,
  }),
  source({ name: "notes", record: "Note", each: "note", identity: ["id"] }),
  source({
    name: "traders",
    kind: "registry",
    record: "Trader",
    each: "trader",
    clock: ["valid_from"],
    identity: ["tax_code"],
  }),
  source({
    name: "licences",
    kind: "registry",
    record: "TraderLicence",
    each: "licence",
    derived: { source: "traders", path: ["licences"], parent: "trader" },
    clock: ["trader", "valid_from"],
  }),
];

const partFields = [field("hs", hs), ...common];
const itemFields = [field("hs", hs), ...common, field("parts", listOf("Part", "part"), maybe)];
const licenceFields = [field("hs", hs), ...common];

const schema: Schema = {
  name: "test.history",
  version: 1,
  label: { en: "History" },
  zoneMinutes: 420,
  root: "Declaration",
  records: [
    record("Party", [field("tax_code", taxCode), field("name", name, maybe)]),
    record("Part", partFields),
    record("Item", itemFields),
    record("Line", [...itemFields, field("past", { kind: "record", record: "Declaration" })]),
    record("LinePart", [...partFields, field("line", { kind: "record", record: "Line" })]),
    record(
      "Declaration",
      [
        field("number", text),
        field("registered_at", instant),
        field("importer", { kind: "record", record: "Party" }),
        field("plate", plate, maybe),
        field("hs", hs),
        ...common,
        field("items", listOf("Item", "item"), maybe),
      ],
      ["number"],
    ),
    record("Passage", [
      field("entered_at", instant),
      field("plate", plate, maybe),
      field("hs", hs),
      ...common,
    ]),
    record("Note", [field("id", text), field("hs", hs), ...common], ["id"]),
    record("Licence", licenceFields),
    record("TraderLicence", [
      ...licenceFields,
      field("trader", { kind: "record", record: "Trader" }),
    ]),
    record(
      "Trader",
      [
        field("tax_code", taxCode),
        field("valid_from", date, maybe),
        field("valid_until", date, maybe),
        field("hs", hs),
        ...common,
        field("licences", listOf("Licence", "licence"), maybe),
      ],
      ["tax_code"],
    ),
  ],
  codeLists: [
    { name: "Hs", label: {}, shape: "levels", levels: [2, 4], codes: null },
    { name: "Country", label: {}, shape: "flat", levels: [], codes: null },
  ],
  units: [
    { name: "kg", code: "KGM", dimension: "mass" },
    { name: "gram", code: "GRM", dimension: "mass" },
    { name: "pcs", code: "C62", dimension: "count" },
  ],
  currencies: [
    { code: "USD", digits: 2 },
    { code: "EUR", digits: 2 },
  ],
  flows: [{ name: "import", label: {} }],
  stages: [{ name: "registered", label: {} }],
  actions: [],
  sources,
};

/* ------------------------------------------------------------------ facts */

const DAY = 86_400_000;
const HOUR = 3_600_000;
/** Noon of a day in the middle of what is told. */
export const MIDDLE: number = Date.UTC(2026, 5, 15, 5);
const taxCodes = ["0101", "0102", "0103"] as const;
/** Two characters confused make two plates, though each alone is alike. */
const plates = ["29C-123.45", "29C-123.4S", "51D 678.90", "51O67890", "51O67B90"] as const;
const names = ["Công ty TNHH Hoàng Long", "HOANG LONG CO., LTD", "Hoang Lomg", "Thép 1", "Thép 2"];
const codes = ["7208", "7209", "6109"] as const;
/** Few digits, and fifteen at both ends: sums of these do not fit into a double. */
const ratios = [
  0.5, 1.25, -3.75, 0.001, 12345.678, 0.5, 1.25, 0.00300000000000011, 9.87654321098765e14,
];
const countries = ["VN", "CN", "KR"] as const;

function instantText(ms: number): string {
  return instantTextFromMs(ms, schema.zoneMinutes);
}

/** A moment with its ties: whole hours, sometimes with a part of a second. */
function moment(random: RandomSource, around = MIDDLE, days = 40): number {
  const hours = random.below(days * 4) - days * 3;
  return around + hours * 6 * HOUR + (random.chance(0.1) ? random.below(3) : 0);
}

type Json = Record<string, unknown>;

/** An absent one now and then. */
function perhaps(random: RandomSource, into: Json, path: string, make: () => unknown): void {
  if (random.chance(0.75)) into[path] = make();
}

function commonFacts(random: RandomSource): Json {
  const facts: Json = { count: random.below(6) - 1, hs: random.pick(codes) };
  perhaps(random, facts, "ratio", () => random.pick(ratios));
  perhaps(random, facts, "rate", () => random.pick([0, 5, 7.5, 0.1, 33]));
  perhaps(random, facts, "span", () => random.pick([60, 3600, 0.5, 90]));
  perhaps(random, facts, "worth", () => random.pick([10, 10.5, 99.99, 3_000_000_000, 0.01]));
  perhaps(random, facts, "amount", () => ({
    amount: random.pick([1, 2.5, 7.25]),
    currency: random.chance(0.8) ? "USD" : "EUR",
  }));
  perhaps(random, facts, "weight", () => random.pick([1, 2, 0.333, 150]));
  perhaps(random, facts, "measure", () => ({
    value: random.pick([1, 2, 500, 1000]),
    unit: random.pick(random.chance(0.7) ? ["KGM", "GRM"] : ["C62", "KGM"]),
  }));
  perhaps(random, facts, "flag", () => random.chance(0.5));
  perhaps(random, facts, "origin", () => random.pick(countries));
  perhaps(random, facts, "label", () => random.pick(["a", "b", "thép"]));
  perhaps(random, facts, "happened_on", () => instantText(moment(random)).slice(0, 10));
  perhaps(random, facts, "happened_at", () => instantText(moment(random)));
  return facts;
}

function list(random: RandomSource, most: number, make: () => unknown): readonly unknown[] {
  return Array.from({ length: random.below(most + 1) }, make);
}

function declaration(random: RandomSource, at: number): Json {
  const facts = commonFacts(random);
  perhaps(random, facts, "plate", () => random.pick(plates));
  perhaps(random, facts, "items", () =>
    list(random, 3, () => {
      const item = commonFacts(random);
      perhaps(random, item, "parts", () => list(random, 2, () => commonFacts(random)));
      return item;
    }),
  );
  const importer: Json = { tax_code: random.pick(taxCodes) };
  perhaps(random, importer, "name", () => random.pick(names));
  return {
    ...facts,
    number: `N${random.below(7)}`,
    registered_at: instantText(at),
    importer,
  };
}

function rowOf(name: string, random: RandomSource, at: number): Json {
  switch (name) {
    case "declarations":
      return declaration(random, at);
    case "passages": {
      const passage: Json = { ...commonFacts(random), entered_at: instantText(at) };
      perhaps(random, passage, "plate", () => random.pick(plates));
      return passage;
    }
    case "notes":
      return { ...commonFacts(random), id: `T${random.below(6)}` };
    default: {
      const trader: Json = { ...commonFacts(random), tax_code: random.pick(taxCodes) };
      perhaps(random, trader, "valid_from", () => instantText(at).slice(0, 10));
      if (random.chance(0.3)) trader["valid_until"] = instantText(at + 9 * DAY).slice(0, 10);
      perhaps(random, trader, "licences", () => list(random, 2, () => commonFacts(random)));
      return trader;
    }
  }
}

const toldSources = ["declarations", "declarations", "passages", "notes", "traders"] as const;

function shuffled<T>(items: readonly T[], random: RandomSource): T[] {
  const result = [...items];
  for (let at = result.length - 1; at > 0; at -= 1) {
    const other = random.below(at + 1);
    const kept = result[at] as T;
    result[at] = result[other] as T;
    result[other] = kept;
  }
  return result;
}

/** A log in the order recorded: rows, versions of them, rows withdrawn, some told twice; in any order, or as they became known. */
export function randomLog(random: RandomSource, size: number): readonly ToldRow[] {
  const log: ToldRow[] = [];
  while (log.length < size) {
    const sourceName = random.pick(toldSources);
    const at = moment(random);
    const late = random.chance(0.4) ? random.below(12) * 12 * HOUR : 0;
    const known = sourceName === "notes" || late > 0 || random.chance(0.5) ? at + late : undefined;
    const json = rowOf(sourceName, random, at);
    const told: ToldRow = { source: sourceName, json, ...(known === undefined ? {} : { known }) };
    // A registry without a beginning is known, else it has no time at all.
    log.push(sourceName === "traders" ? { ...told, known: known ?? at } : told);
    const last = log.at(-1);
    if (last === undefined) continue;
    const knownAt = last.known ?? at;
    if (random.chance(0.2)) log.push(last);
    if (random.chance(0.15)) log.push({ ...last, known: knownAt + random.below(4) * DAY });
    if (random.chance(0.15))
      log.push({ ...last, known: knownAt + random.below(6) * DAY, withdrawn: true });
    if (random.chance(0.2))
      log.push({
        ...last,
        json: { ...(json as Json), ...commonFacts(random) },
        known: knownAt + random.below(3) * DAY,
      });
  }
  return random.chance(0.5)
    ? shuffled(log, random)
    : log.toSorted((a, b) => (a.known ?? 0) - (b.known ?? 0));
}

/** The declaration that asks: one of those told, or another. */
export function randomQuestionAt(random: RandomSource, log: readonly ToldRow[]): Question {
  const now = moment(random, MIDDLE + 4 * DAY, 30);
  const told = log.filter((each) => each.source === "declarations");
  const json =
    told.length > 0 && random.chance(0.5) ? random.pick(told).json : declaration(random, now);
  return { declaration: json, flow: "import", stage: "registered", now };
}

/* ------------------------------------------------------------------ selections */

const ROW = 1;

function own(path: string, type: Type, optional = true): Expr {
  return { kind: "fact", type, base: { kind: "declaration" }, path: path.split("."), optional };
}

function row(path: readonly string[], type: Type): Expr {
  return { kind: "fact", type, base: { kind: "element", variable: ROW }, path, optional: true };
}

function days(count: number): Expr {
  return literal(duration, String(count * DAY));
}

/** Where the declaration stands in a row of a source, undefined when it stands nowhere. */
function declarationPath(name: string): readonly string[] | undefined {
  if (name === "declarations") return [];
  if (name === "lines") return ["past"];
  return name === "parts" ? ["line", "past"] : undefined;
}

function randomWindow(random: RandomSource): Window | undefined {
  const length = random.chance(0.15)
    ? literal({ kind: "period" }, String(1 + random.below(2)))
    : days(random.pick([1, 3, 7, 14, 28, 365]));
  const at: Expr = random.pick([
    { kind: "now", type: instant } as Expr,
    own("registered_at", instant, false),
    own("happened_at", instant),
    own("happened_on", date),
  ]);
  switch (random.below(4)) {
    case 0:
      return random.chance(0.3)
        ? { kind: "last", length, skipping: days(random.pick([1, 2])) }
        : { kind: "last", length };
    case 1:
      return { kind: "within", length, side: random.pick(["before", "after", "around"]), at };
    case 2:
      return {
        kind: "between",
        from: literal(instant, String(moment(random))),
        until: random.chance(0.5) ? at : { kind: "now", type: instant },
      };
    default:
      return undefined;
  }
}

function randomKeys(random: RandomSource, name: string): Selection["keys"] {
  const choices: Selection["keys"][number][] = [
    { row: row(["hs"], hs), op: "eq", value: own("hs", hs) },
    { row: row(["origin"], country), op: "eq", value: own("origin", country) },
    { row: row(["count"], integer), op: "eq", value: own("count", integer) },
    { row: row(["ratio"], number), op: "eq", value: own("ratio", number) },
    { row: row(["worth"], usd), op: "eq", value: own("worth", usd) },
    { row: row(["amount"], money), op: "eq", value: own("amount", money) },
    { row: row(["happened_on"], date), op: "eq", value: own("happened_on", date) },
    {
      row: call("property", hs, row(["hs"], hs)),
      op: "eq",
      value: call("property", hs, own("hs", hs)),
    },
  ].map((key) =>
    key.row.kind === "call"
      ? {
          ...key,
          row: { ...key.row, op: ".chapter" } as Expr,
          value: { ...key.value, op: ".chapter" } as Expr,
        }
      : key,
  );
  const path = declarationPath(name);
  if (path !== undefined) {
    const importer = [...path, "importer"];
    choices.push(
      {
        row: row([...importer, "tax_code"], taxCode),
        op: "eq",
        value: own("importer.tax_code", taxCode),
      },
      {
        row: row([...importer, "name"], name_),
        op: "looksLike",
        value: own("importer.name", name_),
      },
      { row: row([...path, "plate"], plate), op: "looksLike", value: own("plate", plate) },
    );
  }
  if (name === "passages")
    choices.push({ row: row(["plate"], plate), op: "looksLike", value: own("plate", plate) });
  if (name === "traders")
    choices.push({
      row: row(["tax_code"], taxCode),
      op: "eq",
      value: own("importer.tax_code", taxCode),
    });
  const count = random.pick([0, 1, 1, 1, 2]);
  return shuffled(choices, random).slice(0, count);
}

const name_ = name;

/** Conditions on a row alone. */
function rowCondition(random: RandomSource, depth = 0): Expr {
  const leaf = (): Expr =>
    random.pick<() => Expr>([
      () => condition("gt", row(["count"], integer), literal(integer, String(random.below(4)))),
      () => condition("le", row(["worth"], usd), literal(usd, "99.99")),
      () => condition("lt", row(["ratio"], number), literal(number, "1.25")),
      () => condition("eq", row(["origin"], country), literal(country, random.pick(countries))),
      () => condition("ne", row(["label"], text), literal(text, "a")),
      () =>
        condition(
          "in",
          row(["origin"], country),
          setOf(country, literal(country, "VN"), literal(country, "KR")),
        ),
      () => condition("under", row(["hs"], hs), setOf(hs, literal(hs, "72"))),
      () => row(["flag"], booleanType),
      () => present(row(["rate"], percent)),
      () =>
        condition(
          "gt",
          row(["happened_on"], date),
          literal(date, String(Math.floor(MIDDLE / DAY))),
        ),
      () => condition("ge", row(["weight"], mass), row(["weight"], mass)),
      () =>
        condition(
          "gt",
          call("mul", number, row(["ratio"], number), row(["count"], integer)),
          literal(number, "1"),
        ),
    ])();
  if (depth > 1 || random.chance(0.6)) return leaf();
  const operands = [rowCondition(random, depth + 1), rowCondition(random, depth + 1)];
  return random.pick<() => Expr>([
    () => and(...operands),
    () => or(...operands),
    () => not(operands[0] ?? truthLiteral(true)),
  ])();
}

/** Now and then one that reads the declaration, or now. */
function randomWhere(random: RandomSource): Expr | undefined {
  if (random.chance(0.4)) return undefined;
  if (random.chance(0.8)) return rowCondition(random);
  const open = random.pick<() => Expr>([
    () => condition("eq", row(["origin"], country), own("origin", country)),
    () => condition("le", row(["count"], integer), own("count", integer)),
    () => condition("lt", row(["happened_at"], instant), { kind: "now", type: instant }),
  ])();
  return and(rowCondition(random), open);
}

/** Values of a row that can be added up. */
function scalable(random: RandomSource): Expr {
  return random.pick<() => Expr>([
    () => row(["count"], integer),
    () => row(["ratio"], number),
    () => row(["rate"], percent),
    () => row(["span"], duration),
    () => row(["worth"], usd),
    () => row(["amount"], money),
    () => row(["weight"], mass),
    () => row(["measure"], quantity),
    () => call("div", number, row(["ratio"], number), row(["count"], integer)),
    () =>
      call(
        "div",
        { kind: "unitPrice", currency: "USD", dimension: "mass" },
        row(["worth"], usd),
        row(["weight"], mass),
      ),
  ])();
}

function valueFor(aggregate: AggregateName, random: RandomSource): Expr {
  switch (aggregate) {
    case "share":
      return rowCondition(random);
    case "countDistinct":
    case "latest":
    case "earliest":
      return random.chance(0.5)
        ? random.pick([
            row(["origin"], country),
            row(["hs"], hs),
            row(["flag"], booleanType),
            row(["happened_on"], date),
          ])
        : scalable(random);
    case "lowest":
    case "highest":
      return random.chance(0.2)
        ? random.pick([row(["happened_on"], date), row(["happened_at"], instant)])
        : scalable(random);
    default:
      return scalable(random);
  }
}

const ofRows: readonly AggregateName[] = [
  "count",
  "countDistinct",
  "sum",
  "average",
  "lowest",
  "highest",
  "latest",
  "earliest",
  "share",
  "median",
  "percentile",
  "deviation",
  "spread",
];

function typeOf(aggregate: AggregateName, value: Expr | undefined): Type {
  const outcome = aggregateSpec(aggregate).types(value?.type ?? null);
  if ("problem" in outcome) throw new TypeError(`${aggregate} of ${value?.type.kind}`);
  return outcome.type;
}

function randomSelection(random: RandomSource): Selection {
  const asked = random.pick(sources);
  const isRegistry = asked.kind === "registry";
  const window = isRegistry
    ? random.chance(0.5)
      ? undefined
      : ({ kind: "inForce", asOf: literal(instant, String(moment(random))) } as const)
    : randomWindow(random);
  const where = randomWhere(random);
  const isOwn = declarationPath(asked.name) !== undefined;
  const clock = random.pick([["happened_on"], ["happened_at"]]);
  return {
    source: asked.name,
    each: asked.each,
    variable: ROW,
    ...(window === undefined ? {} : { window }),
    ...(!isRegistry && random.chance(0.15) ? { clock } : {}),
    keys: randomKeys(random, asked.name),
    ...(where === undefined ? {} : { where }),
    ...(random.chance(0.2) ? { latest: 1 + random.below(4) } : {}),
    includingThis: isOwn && random.chance(0.3),
    ...(random.chance(0.3) ? { minimum: 1 + random.below(3) } : {}),
  };
}

/** Periods need a window that ends. */
function randomSeries(random: RandomSource, { window }: Selection): Series {
  const aggregate = random.pick<AggregateName>(["count", "count", "sum", "average", "highest"]);
  const value = aggregate === "count" ? undefined : scalable(random);
  return {
    aggregate,
    ...(value === undefined ? {} : { value }),
    per:
      random.chance(0.5) && window !== undefined && window.kind !== "inForce"
        ? { kind: "period", length: days(random.pick([1, 2, 7])) }
        : { kind: "group", value: random.pick([row(["origin"], country), row(["amount"], money)]) },
    type: typeOf(aggregate, value),
  };
}

function randomNode(random: RandomSource): Expr {
  const selection = randomSelection(random);
  if (random.chance(0.25)) {
    return {
      kind: "rowsQuantifier",
      type: booleanType,
      quantifier: random.pick(["any", "every", "no", "atLeast"]),
      count: 1 + random.below(2),
      selection,
      body: random.chance(0.4) ? truthLiteral(true) : rowCondition(random),
    };
  }
  if (random.chance(0.2)) {
    const series = randomSeries(random, selection);
    const aggregate = random.pick<AggregateName>(["sum", "average", "lowest", "highest", "latest"]);
    const outcome = aggregateSpec(aggregate).types(series.type);
    const type = "problem" in outcome ? series.type : outcome.type;
    return { kind: "rowsAggregate", type, aggregate, selection, series };
  }
  const aggregate = random.pick(ofRows);
  const value = aggregate === "count" ? undefined : valueFor(aggregate, random);
  const { ranked } = aggregateSpec(aggregate);
  return {
    kind: "rowsAggregate",
    type: typeOf(aggregate, value),
    aggregate,
    selection,
    ...(value === undefined ? {} : { value }),
    ...(ranked === true ? { rank: random.pick(["0", "10", "50", "99.5", "100"]) } : {}),
  };
}

/** Criteria that ask one node each; the nodes stand in `present`, which takes values of any type. */
export function randomIr(
  random: RandomSource,
  count: number,
): { readonly ir: BundleIr; readonly nodes: readonly Expr[] } {
  const nodes = Array.from({ length: count }, () => randomNode(random));
  return { ir: irOf(nodes), nodes };
}

/** An IR that asks these nodes. */
export function irOf(nodes: readonly Expr[]): BundleIr {
  const criteria = nodes.map((node, index) => criterion(`C${index}`, { when: present(node) }));
  return bundleIr(schema, { criteria });
}

/* ------------------------------------------------------------------ long histories */

/** Declarations of one code by the thousand, mostly in their order, some corrected, late or withdrawn. */
export function longLog(random: RandomSource, size: number): readonly ToldRow[] {
  const log: ToldRow[] = [];
  const start = MIDDLE - 30 * DAY;
  for (let index = 0; index < size; index += 1) {
    const at = start + Math.floor((index * 30 * DAY) / size) + random.below(3) * HOUR;
    const json = {
      ...commonFacts(random),
      hs: random.chance(0.95) ? "7208" : "7209",
      ratio: (random.below(2_000_000) - 100_000) / 1000,
      worth: random.below(100_000) / 100,
      number: `N${index}`,
      registered_at: instantText(at),
      importer: { tax_code: random.pick(taxCodes) },
    };
    const known = at + (random.chance(0.05) ? random.below(48) * HOUR : 0);
    log.push({ source: "declarations", json, known });
    if (random.chance(0.03))
      log.push({
        source: "declarations",
        json: { ...json, worth: random.below(1000), ...(random.chance(0.2) ? { hs: "7209" } : {}) },
        known: known + random.below(72) * HOUR,
      });
    if (random.chance(0.01))
      log.push({ source: "declarations", json, known: known + HOUR, withdrawn: true });
  }
  return log.map((entry, index) =>
    index % 17 === 0 ? (log[log.length - 1 - index] ?? entry) : entry,
  );
}

function longSelection(random: RandomSource): Selection {
  const where = random.chance(0.5) ? rowCondition(random) : undefined;
  const isOwn = random.chance(0.2);
  return {
    source: "declarations",
    each: "past",
    variable: ROW,
    ...(random.chance(0.8)
      ? { window: { kind: "last", length: days(random.pick([2, 10, 28, 60])) } as const }
      : {}),
    keys: random.chance(0.8) ? [{ row: row(["hs"], hs), op: "eq", value: own("hs", hs) }] : [],
    ...(where === undefined ? {} : { where }),
    ...(random.chance(0.1) ? { latest: random.below(600) + 1 } : {}),
    includingThis: isOwn,
    ...(random.chance(0.2) ? { minimum: random.below(400) } : {}),
  };
}

/** Nodes over the declarations of a long history. */
export function longIr(
  random: RandomSource,
  count: number,
): { readonly ir: BundleIr; readonly nodes: readonly Expr[] } {
  const nodes = Array.from({ length: count }, (_, index): Expr => {
    const aggregate = ofRows[index % ofRows.length] ?? "count";
    const number_ = random.pick([
      row(["ratio"], number),
      row(["worth"], usd),
      row(["count"], integer),
    ]);
    const isScalable = !["count", "countDistinct", "share"].includes(aggregate);
    const value = isScalable
      ? number_
      : aggregate === "count"
        ? undefined
        : valueFor(aggregate, random);
    return {
      kind: "rowsAggregate",
      type: typeOf(aggregate, value),
      aggregate,
      selection: longSelection(random),
      ...(value === undefined ? {} : { value }),
      ...(aggregate === "percentile" ? { rank: random.pick(["0", "10", "90", "99.5"]) } : {}),
    };
  });
  return { ir: irOf(nodes), nodes };
}

/** A declaration of the code most are of, that is not among those told. */
export function longQuestion(random: RandomSource): Question {
  const now = MIDDLE - random.below(12) * DAY;
  const json = {
    ...declaration(random, now),
    hs: "7208",
    number: random.chance(0.5) ? "X" : "N40",
  };
  return { declaration: json, flow: "import", stage: "registered", now };
}
