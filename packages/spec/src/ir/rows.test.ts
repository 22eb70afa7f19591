import { describe, expect, test } from "vitest";
import type { AggregateName } from "../aggregates.ts";
import { parseDate, parseInstant } from "../calendar.ts";
import { textFromValue } from "../facts.ts";
import { bindingFromLog, type ToldRow } from "../history/log.ts";
import { numberValue } from "../operations.ts";
import { rationalFromExact } from "../rational.ts";
import type { Field, RecordType, Schema, Source } from "../schema.ts";
import type { Type } from "../types.ts";
import type { Question, ScoreBinding, World } from "../world.ts";
import { and, call, fact, literal, not, or, present, property, trueLiteral } from "./build.ts";
import { Evaluator } from "./evaluate.ts";
import { frameOf } from "./frame.ts";
import { createInterpreter } from "./interpret.ts";
import type { Base, BundleIr, CriterionIr, Expr, Selection, Series, Window } from "./ir.ts";
import { printExpr } from "./print.ts";
import { requirementsOf } from "./required.ts";
import { verifyIr } from "./verify.ts";
import { childrenOf, mapChildren } from "./walk.ts";

/* ------------------------------------------------------------------ a small world */

const text: Type = { kind: "text" };
const number: Type = { kind: "number" };
const integer: Type = { kind: "integer" };
const boolean: Type = { kind: "boolean" };
const percent: Type = { kind: "percent" };
const money: Type = { kind: "money", currency: null };
const instant: Type = { kind: "instant" };
const date: Type = { kind: "date" };
const duration: Type = { kind: "duration" };
const channel: Type = { kind: "channel" };
const plate: Type = { kind: "id", name: "Plate" };

function field(name: string, type: Type, optional = false): Field {
  return { name, type, optional, label: {}, derived: false };
}

function record(name: string, fields: readonly Field[]): RecordType {
  return { name, label: {}, key: [], fields };
}

const itemFields = [
  field("line_no", integer),
  field("hs", text),
  field("price", number, true),
  field("paid", money, true),
];

const records: readonly RecordType[] = [
  record("Declaration", [
    field("declaration_no", text),
    field("revision", integer),
    field("registered_at", instant),
    field("arrived_on", date, true),
    field("importer", { kind: "record", record: "Party" }),
    field("channel", channel),
    field("value", number, true),
    field("plate", plate, true),
    field("items", { kind: "list", record: "Item", max: 50, typical: 5, each: "item" }),
  ]),
  record("Party", [field("tax_code", text), field("group", text, true)]),
  record("Item", itemFields),
  record("Line", [...itemFields, field("past", { kind: "record", record: "Declaration" })]),
  record("Passage", [
    field("passage_no", text),
    field("plate", plate),
    field("entered_at", instant),
  ]),
  record("Trader", [
    field("tax_code", text),
    field("valid_from", date),
    field("valid_until", date, true),
    field("rank", integer),
  ]),
  record("Holder", [field("tax_code", text), field("rank", integer)]),
];

const plainSource = { label: {}, keepDays: 730, identity: [] };

const sources: readonly Source[] = [
  {
    ...plainSource,
    name: "declarations",
    kind: "history",
    record: "Declaration",
    each: "past",
    clock: ["registered_at"],
    identity: ["declaration_no"],
  },
  {
    ...plainSource,
    name: "lines",
    kind: "history",
    record: "Line",
    each: "line",
    derived: { source: "declarations", path: ["items"], parent: "past" },
    clock: ["past", "registered_at"],
  },
  {
    ...plainSource,
    name: "passages",
    kind: "event",
    record: "Passage",
    each: "passage",
    clock: ["entered_at"],
    keepDays: 60,
    lateMs: 6 * 3_600_000,
    identity: ["passage_no"],
  },
  {
    ...plainSource,
    name: "appointments",
    kind: "event",
    record: "Passage",
    each: "appointment",
    clock: ["entered_at"],
    identity: ["passage_no"],
  },
  {
    ...plainSource,
    name: "traders",
    kind: "registry",
    record: "Trader",
    each: "trader",
    clock: ["valid_from"],
    identity: ["tax_code"],
  },
  {
    ...plainSource,
    name: "holders",
    kind: "registry",
    record: "Holder",
    each: "holder",
    identity: ["tax_code"],
  },
  { ...plainSource, name: "notes", kind: "history", record: "Holder", each: "note" },
];

const schema: Schema = {
  name: "test",
  version: 1,
  label: {},
  zoneMinutes: 420,
  root: "Declaration",
  records,
  codeLists: [],
  units: [{ name: "kg", code: "KGM", dimension: "mass" }],
  currencies: [
    { code: "USD", digits: 2 },
    { code: "VND", digits: 0 },
  ],
  flows: [],
  stages: [{ name: "gate", label: {} }],
  actions: [],
  sources,
  stageEvents: [{ stage: "gate", each: "passage", source: "passages" }],
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
  modelScores: [
    {
      name: "fraud",
      label: {},
      version: 1,
      plugin: "test:fraud",
      inputs: [{ name: "value", type: number }],
      outputs: [{ name: null, type: number }],
      timeoutMs: 20,
      source: { file: "t.crit", start: 0, end: 0 },
    },
  ],
};

function at(written: string): number {
  const ms = parseInstant(written, schema.zoneMinutes);
  if (ms === undefined) throw new Error(`${written} is no instant`);
  return ms;
}

const NOW = "2026-03-01T09:00";

/** An earlier declaration, told when it was registered unless said otherwise. */
function past(no: string, registered: string, facts: object = {}, known?: string): ToldRow {
  const json = {
    declaration_no: no,
    revision: 0,
    registered_at: registered,
    importer: { tax_code: "T1" },
    channel: "green",
    items: [],
    ...facts,
  };
  return { source: "declarations", json, ...(known === undefined ? {} : { known: at(known) }) };
}

const asking = {
  declaration_no: "D0",
  revision: 1,
  registered_at: "2026-03-01T08:30",
  importer: { tax_code: "T1" },
  channel: "green",
  items: [],
};

interface Asked {
  readonly log?: readonly ToldRow[];
  readonly now?: string;
  readonly declaration?: unknown;
  readonly previous?: unknown;
  readonly event?: unknown;
  readonly score?: ScoreBinding;
}

function questionOf({ now = NOW, declaration = asking, previous, event }: Asked): Question {
  return { declaration, flow: "import", stage: "gate", now: at(now), previous, event };
}

function worldOf({ log, score }: Asked): World {
  return {
    schema,
    parentOf: () => undefined,
    rate: () => undefined,
    list: () => undefined,
    table: () => undefined,
    ...(log === undefined ? {} : { source: bindingFromLog(ir, log) }),
    modelScore: (name) => (name === "fraud" ? score : undefined),
  };
}

/** The value as text, or why it is unknown. */
function shown(expr: Expr, asked: Asked): string {
  const value = createInterpreter(ir, worldOf(asked)).value(expr, frameOf(questionOf(asked)));
  if (value.kind === "unknown") {
    return `unknown: ${value.causes
      .map(
        ({ kind, subject, until }) =>
          `${kind}: ${subject}${until === undefined ? "" : ` until ${until}`}`,
      )
      .join("; ")}`;
  }
  return textFromValue(value, expr.type, schema, { language: "en", exact: true });
}

/** Names of the rows a selection finds, in order. */
function found(selection: Selection, asked: Asked): string {
  const evaluator = new Evaluator(ir, worldOf(asked));
  return evaluator
    .rowsOf(selection, frameOf(questionOf(asked)))
    .map(({ value }) => {
      const {
        declaration_no: no,
        passage_no: passage,
        line_no: line,
        rank,
      } = value as Record<string, unknown>;
      return String(no ?? passage ?? line ?? rank);
    })
    .join(" ");
}

/* ------------------------------------------------------------------ expressions */

const ROW = 7;
const row: Base = { kind: "element", variable: ROW };
const T1 = literal(text, "T1");

function days(count: number): Expr {
  return literal(duration, String(count * 86_400_000));
}

function hours(count: number): Expr {
  return literal(duration, String(count * 3_600_000));
}

function months(count: number): Expr {
  return literal({ kind: "period" }, String(count));
}

function instantOf(written: string): Expr {
  return literal(instant, String(at(written)));
}

function dateOf(written: string): Expr {
  return literal(date, String(parseDate(written)));
}

function selected(source: string, parts: Partial<Selection> = {}): Selection {
  const each = sources.find(({ name }) => name === source)?.each ?? "row";
  return { source, each, variable: ROW, keys: [], includingThis: false, ...parts };
}

function last(length: Expr, skipping?: Expr): Window {
  return { kind: "last", length, ...(skipping === undefined ? {} : { skipping }) };
}

function within(length: Expr, side: "before" | "after" | "around", t: Expr): Window {
  return { kind: "within", length, side, at: t };
}

function between(from: Expr, until: Expr): Window {
  return { kind: "between", from, until };
}

function count(selection: Selection): Expr {
  return { kind: "rowsAggregate", type: integer, aggregate: "count", selection };
}

function aggregate(
  name: AggregateName,
  type: Type,
  value: Expr,
  selection: Selection,
  rank?: string,
): Expr {
  return {
    kind: "rowsAggregate",
    type,
    aggregate: name,
    selection,
    value,
    ...(rank === undefined ? {} : { rank }),
  };
}

function over(name: AggregateName, type: Type, selection: Selection, series: Series): Expr {
  return { kind: "rowsAggregate", type, aggregate: name, selection, series };
}

type RowsQuantifier = Extract<Expr, { readonly kind: "rowsQuantifier" }>;

function rowsQuantifier(
  quantifier: RowsQuantifier["quantifier"],
  selection: Selection,
  body: Expr = trueLiteral,
  least = 1,
): RowsQuantifier {
  return { kind: "rowsQuantifier", type: boolean, quantifier, count: least, selection, body };
}

const value = fact(number, ["value"], row, true);
const isRed = call("eq", fact(channel, ["channel"], row), literal(channel, "red"));
const taxCode = ["importer", "tax_code"];
const sameImporter = { row: fact(text, taxCode, row), op: "eq", value: fact(text, taxCode) };

/* ------------------------------------------------------------------ windows */

describe("windows", () => {
  const inLast30 = selected("declarations", { window: last(days(30)) });

  test("in last d is effective in [now − d, now)", () => {
    const log = [
      past("before", "2026-01-30T08:59:59.999"),
      past("first", "2026-01-30T09:00"),
      past("last", "2026-03-01T08:59:59.999"),
      past("now", "2026-03-01T09:00"),
    ];
    expect(found(inLast30, { log })).toBe("first last");
  });

  test("skipping last e ends at now − e", () => {
    const selection = selected("declarations", { window: last(days(30), days(7)) });
    const log = [
      past("first", "2026-01-30T09:00"),
      past("last", "2026-02-22T08:59:59.999"),
      past("skipped", "2026-02-22T09:00"),
    ];
    expect(found(selection, { log })).toBe("first last");
  });

  test("months are counted back on the calendar, to the last day of a month that is shorter", () => {
    const selection = selected("declarations", { window: last(months(1)) });
    const log = [past("before", "2026-02-28T08:59"), past("first", "2026-02-28T09:00")];
    expect(found(selection, { log, now: "2026-03-31T09:00" })).toBe("first");
    expect(found(selection, { log, now: "2026-03-28T09:00" })).toBe("first");
    expect(found(selection, { log, now: "2026-03-27T09:00" })).toBe("before first");
  });

  const around = instantOf("2026-02-10T12:00");
  const hourly = [
    past("09:59", "2026-02-10T09:59:59.999"),
    past("10:00", "2026-02-10T10:00"),
    past("11:59", "2026-02-10T11:59:59.999"),
    past("12:00", "2026-02-10T12:00"),
    past("14:00", "2026-02-10T14:00"),
    past("14:01", "2026-02-10T14:00:00.001"),
  ];

  test.each([
    ["before", "10:00 11:59"],
    ["after", "12:00 14:00"],
    ["around", "10:00 11:59 12:00 14:00"],
  ] as const)("within d %s an instant", (side, names) => {
    const selection = selected("declarations", { window: within(hours(2), side, around) });
    expect(found(selection, { log: hourly })).toBe(names);
  });

  const daily = [
    past("9", "2026-02-09T23:59:59.999"),
    past("10", "2026-02-10T00:00"),
    past("13", "2026-02-13T00:00"),
    past("13 late", "2026-02-13T23:59:59.999"),
    past("14", "2026-02-14T00:00"),
    past("16", "2026-02-16T23:59:59.999"),
    past("17", "2026-02-17T00:00"),
  ];

  test.each([
    // Each side of 13 February, with that day whole.
    ["before", "10 13 13 late"],
    ["after", "13 13 late 14 16"],
    ["around", "10 13 13 late 14 16"],
  ] as const)("within 3 days %s a date holds whole days", (side, names) => {
    const window = within(days(3), side, dateOf("2026-02-13"));
    expect(found(selected("declarations", { window }), { log: daily })).toBe(names);
  });

  test("a part of a day counts from the first and the last moment of a date", () => {
    const window = within(hours(36), "around", dateOf("2026-02-12"));
    const log = [
      past("out", "2026-02-10T11:59"),
      past("in", "2026-02-10T12:00"),
      past("end", "2026-02-14T11:59"),
      past("after", "2026-02-14T12:00"),
    ];
    expect(found(selected("declarations", { window }), { log })).toBe("in end");
  });

  test("a month from a date is its day in the other month, whole", () => {
    const window = within(months(1), "after", dateOf("2026-01-30"));
    const log = [
      past("29", "2026-01-29T23:59"),
      past("30", "2026-01-30T00:00"),
      past("28", "2026-02-28T23:59"),
      past("1", "2026-03-01T00:00"),
    ];
    expect(found(selected("declarations", { window }), { log })).toBe("30 28");
  });

  test("from a until b is [a, b)", () => {
    const window = between(instantOf("2026-02-10T10:00"), instantOf("2026-02-10T14:00"));
    expect(found(selected("declarations", { window }), { log: hourly })).toBe("10:00 11:59 12:00");
  });

  test("from a until b of dates holds both days", () => {
    const window = between(dateOf("2026-02-10"), dateOf("2026-02-13"));
    expect(found(selected("declarations", { window }), { log: daily })).toBe("10 13 13 late");
  });

  test("a calendar window begins with start_of_month", () => {
    const now: Expr = { kind: "now", type: instant };
    const window = between(call("start_of_month", now), now);
    const log = [past("january", "2026-01-31T23:59"), past("first", "2026-02-01T00:00")];
    expect(found(selected("declarations", { window }), { log, now: "2026-02-20T09:00" })).toBe(
      "first",
    );
  });

  test("a window that ends before it begins is empty", () => {
    const window = between(instantOf("2026-02-10T14:00"), instantOf("2026-02-10T10:00"));
    expect(shown(count(selected("declarations", { window })), { log: hourly })).toBe("0");
  });

  test("without a window all that is kept is found, what is planned too", () => {
    // 730 days before 1 March 2026 is 1 March 2024: no 29 February lies between them.
    const log = [
      past("gone", "2024-03-01T08:59"),
      past("kept", "2024-03-01T09:00"),
      past("planned", "2026-05-01T09:00", {}, "2026-02-01T09:00"),
    ];
    expect(found(selected("declarations"), { log })).toBe("kept planned");
  });

  test("a window is cut to what its source keeps", () => {
    const passage = (no: string, entered: string): ToldRow => ({
      source: "passages",
      json: { passage_no: no, plate: "29C12345", entered_at: entered },
    });
    // 60 days before 1 March is 31 December.
    const log = [passage("gone", "2025-12-31T08:59"), passage("kept", "2025-12-31T09:00")];
    expect(found(selected("passages", { window: last(days(300)) }), { log })).toBe("kept");
  });

  test("another clock takes the place of the row's own; a row without it is left out", () => {
    const window = within(days(1), "around", dateOf("2026-02-12"));
    const log = [
      past("a", "2026-01-01T09:00", { arrived_on: "2026-02-11" }),
      past("b", "2026-02-12T09:00"),
      past("c", "2026-02-12T09:00", { arrived_on: "2026-02-14" }),
      past("d", "2026-02-20T09:00", { arrived_on: "2026-02-13" }),
    ];
    const selection = selected("declarations", { window, clock: ["arrived_on"] });
    expect(found(selection, { log })).toBe("a d");
  });

  test("a bound that is unknown makes everything unknown", () => {
    const window = within(days(1), "around", fact(date, ["arrived_on"], undefined, true));
    expect(shown(count(selected("declarations", { window })), { log: [] })).toBe(
      "unknown: not declared: arrived_on",
    );
  });

  test("a source without a clock goes by when it was told", () => {
    const note = (rank: number, known: string): ToldRow => ({
      source: "notes",
      json: { tax_code: "T1", rank },
      known: at(known),
    });
    const log = [note(1, "2026-02-01T09:00"), note(2, "2026-02-28T09:00")];
    expect(found(selected("notes", { window: last(days(7)) }), { log })).toBe("2");
  });

  test("a row that nobody says the time of is refused", () => {
    const log = [{ source: "notes", json: { tax_code: "T1", rank: 1 } }];
    expect(() => found(selected("notes", { window: last(days(7)) }), { log })).toThrow(RangeError);
  });
});

/* ------------------------------------------------------------------ versions */

describe("what was known", () => {
  const red = selected("declarations", { window: last(days(30)), where: isRed });

  test("at t the version counts that was known last by then", () => {
    const log = [
      past("A", "2026-02-10T09:00", { channel: "red" }, "2026-02-10T09:00"),
      past("A", "2026-02-10T09:00", { channel: "green" }, "2026-02-20T09:00"),
    ];
    expect(found(red, { log, now: "2026-02-20T08:59:59.999" })).toBe("A");
    expect(found(red, { log, now: "2026-02-20T09:00" })).toBe("");
  });

  test("a correction may move the time a row happened at", () => {
    const log = [
      past("A", "2026-02-10T09:00", {}, "2026-02-10T09:00"),
      past("A", "2025-12-10T09:00", {}, "2026-02-20T09:00"),
    ];
    const all = selected("declarations", { window: last(days(30)) });
    expect(found(all, { log, now: "2026-02-15T09:00" })).toBe("A");
    expect(found(all, { log })).toBe("");
  });

  test("of two versions known at one instant the one recorded later counts", () => {
    const versions = ["red", "green"].map((each) =>
      past("A", "2026-02-10T09:00", { channel: each }, "2026-02-10T09:00"),
    );
    expect(found(red, { log: versions })).toBe("");
    expect(found(red, { log: versions.toReversed() })).toBe("A");
  });

  test("from a withdrawal on there is no row, until it is told again", () => {
    const all = selected("declarations", { window: last(days(30)) });
    const log = [
      past("A", "2026-02-10T09:00"),
      { ...past("A", "2026-02-10T09:00", {}, "2026-02-15T09:00"), withdrawn: true },
      past("A", "2026-02-10T09:00", {}, "2026-02-25T09:00"),
    ];
    expect(found(all, { log, now: "2026-02-14T09:00" })).toBe("A");
    expect(found(all, { log, now: "2026-02-16T09:00" })).toBe("");
    expect(found(all, { log })).toBe("A");
  });

  test("a withdrawal may name the row without its content", () => {
    const log = [
      past("A", "2026-02-10T09:00"),
      {
        source: "declarations",
        json: null,
        known: at("2026-02-15T09:00"),
        withdrawn: true,
        identity: '["A"]',
      },
    ];
    expect(found(selected("declarations"), { log })).toBe("");
  });

  test("what is told twice is there once", () => {
    const log = [
      past("A", "2026-02-10T09:00"),
      past("A", "2026-02-10T09:00", {}, "2026-02-11T09:00"),
    ];
    expect(shown(count(selected("declarations")), { log })).toBe("1");
  });

  test("revisions of a declaration are versions of one row", () => {
    const log = [
      past("A", "2026-02-10T09:00", { revision: 0, channel: "red" }),
      past("A", "2026-02-10T09:00", { revision: 1 }, "2026-02-11T09:00"),
    ];
    expect(found(selected("declarations"), { log })).toBe("A");
    expect(found(red, { log })).toBe("");
  });

  test("without a key a row is its content", () => {
    const note = { source: "notes", json: { tax_code: "T1", rank: 1 } };
    const same = { source: "notes", json: { rank: 1, tax_code: "T1" } };
    const other = { source: "notes", json: { tax_code: "T1", rank: 2 } };
    const log = [note, same, other].map((each, index) => ({
      ...each,
      known: at(`2026-02-0${index + 1}T09:00`),
    }));
    expect(found(selected("notes"), { log })).toBe("1 2");
  });

  test("a row of the future is not seen before it happens by a window that ends now", () => {
    const planned = past("A", "2026-03-05T09:00", {}, "2026-02-01T09:00");
    const inLast = selected("declarations", { window: last(days(30)) });
    expect(found(inLast, { log: [planned] })).toBe("");
    expect(found(inLast, { log: [planned], now: "2026-03-05T09:00:00.001" })).toBe("A");
    const ahead = within(days(7), "after", instantOf(NOW));
    expect(found(selected("declarations", { window: ahead }), { log: [planned] })).toBe("A");
  });

  test("rows stand in the order of time and name, whatever the order they were told in", () => {
    const log = [
      past("C", "2026-02-10T09:00"),
      past("B", "2026-02-12T09:00"),
      past("A", "2026-02-12T09:00", {}, "2026-02-13T09:00"),
    ];
    expect(found(selected("declarations"), { log })).toBe("C A B");
    expect(found(selected("declarations"), { log: log.toReversed() })).toBe("C A B");
  });
});

/* ------------------------------------------------------------------ keys and filters */

describe("keys and filters", () => {
  test("a key holds where both sides are equal", () => {
    const log = [
      past("A", "2026-02-10T09:00"),
      past("B", "2026-02-11T09:00", { importer: { tax_code: "T2" } }),
    ];
    expect(found(selected("declarations", { keys: [sameImporter] }), { log })).toBe("A");
  });

  const group = ["importer", "group"];
  const sameGroup = {
    row: fact(text, group, row, true),
    op: "eq",
    value: fact(text, group, undefined, true),
  };

  test("a key unknown on the declaration's side makes the selection unknown", () => {
    const selection = selected("declarations", { keys: [sameImporter, sameGroup] });
    expect(shown(count(selection), { log: [] })).toBe("unknown: not declared: importer.group");
  });

  test("a key unknown on the row's side leaves the row out", () => {
    const log = [
      past("A", "2026-02-10T09:00"),
      past("B", "2026-02-11T09:00", { importer: { tax_code: "T1", group: "G" } }),
    ];
    const declaration = { ...asking, importer: { tax_code: "T1", group: "G" } };
    const selection = selected("declarations", { keys: [sameGroup] });
    expect(found(selection, { log, declaration })).toBe("B");
  });

  test("a key may be a likeness, and a property of the row", () => {
    const passage = (no: string, read: string): ToldRow => ({
      source: "appointments",
      json: { passage_no: no, plate: read, entered_at: "2026-02-10T09:00" },
    });
    // O for 0 is what a camera confuses, 9 for 8 is not.
    const log = [
      passage("same", "29C-123.40"),
      passage("read", "29C-123.4O"),
      passage("other", "28C-123.40"),
    ];
    const declaration = { ...asking, plate: "29C12340" };
    const keys = [
      {
        row: fact(plate, ["plate"], row),
        op: "looksLike",
        value: fact(plate, ["plate"], undefined, true),
      },
      {
        row: property("date", fact(instant, ["entered_at"], row)),
        op: "eq",
        value: dateOf("2026-02-10"),
      },
    ];
    expect(found(selected("appointments", { keys }), { log, declaration })).toBe("read same");
  });

  test("amounts of two currencies do not agree", () => {
    const log = [
      past("A", "2026-02-10T09:00", {
        items: [
          { line_no: 1, hs: "6109", paid: { amount: 5, currency: "USD" } },
          { line_no: 2, hs: "6109", paid: { amount: 5, currency: "VND" } },
          { line_no: 3, hs: "6109" },
        ],
      }),
    ];
    const key = {
      row: fact(money, ["paid"], row, true),
      op: "eq",
      value: literal({ kind: "money", currency: "USD" }, "5"),
    };
    expect(found(selected("lines", { keys: [key] }), { log })).toBe("1");
  });

  test("where leaves out what is false and what is unknown; bare names are the declaration's", () => {
    const log = [
      past("A", "2026-02-10T09:00", { value: 5 }),
      past("B", "2026-02-11T09:00", { value: 15 }),
      past("C", "2026-02-12T09:00"),
    ];
    const where = call("gt", value, fact(number, ["value"], undefined, true));
    const selection = selected("declarations", { where });
    expect(found(selection, { log, declaration: { ...asking, value: 10 } })).toBe("B");
    expect(found(selection, { log })).toBe("");
  });

  test("latest n are the last of what is left", () => {
    const log = ["10", "11", "12", "13"].map((day) =>
      past(day, `2026-02-${day}T09:00`, { channel: day === "12" ? "green" : "red" }),
    );
    expect(found(selected("declarations", { where: isRed, latest: 2 }), { log })).toBe("11 13");
    expect(found(selected("declarations", { where: isRed, latest: 9 }), { log })).toBe("10 11 13");
  });

  test("with fewer rows than the minimum every aggregate is unknown, but not there is", () => {
    const log = [past("A", "2026-02-10T09:00", { value: 1 }), past("B", "2026-02-11T09:00")];
    const selection = selected("declarations", { minimum: 3 });
    const text_ = "(declarations minimum 3)";
    expect(shown(count(selection), { log })).toBe(`unknown: too few rows: count of ${text_}`);
    expect(shown(aggregate("sum", number, value, selection), { log })).toBe(
      `unknown: too few rows: sum of past.value over ${text_}`,
    );
    expect(shown(rowsQuantifier("any", selection), { log })).toBe("true");
    // Rows count, not their values.
    expect(shown(aggregate("sum", number, value, { ...selection, minimum: 2 }), { log })).toBe("1");
    expect(shown(count({ ...selection, minimum: 2, latest: 1 }), { log })).toContain(
      "too few rows",
    );
  });

  test("a source that is not bound is unknown, whatever is asked", () => {
    const selection = selected("declarations");
    expect(shown(count(selection), {})).toBe("unknown: source failed: declarations");
    expect(shown(rowsQuantifier("no", selection), {})).toBe("unknown: source failed: declarations");
  });
});

/* ------------------------------------------------------------------ the declaration itself */

describe("the declaration itself", () => {
  const window = last(days(30));
  const log = [
    past("A", "2026-02-10T09:00"),
    past("D0", "2026-02-11T09:00", { channel: "red" }),
    past("B", "2026-02-12T09:00"),
  ];

  test("is never a row, in no version", () => {
    expect(found(selected("declarations", { window }), { log })).toBe("A B");
  });

  test("is added by including this, with its facts of now", () => {
    const selection = selected("declarations", { window, includingThis: true });
    expect(found(selection, { log })).toBe("A B D0");
    // What is told of it in the log does not count.
    expect(found({ ...selection, where: isRed }, { log })).toBe("");
  });

  test("is added though the window ends before now, where keys and filter hold for it", () => {
    const earlier = selected("declarations", {
      window: last(days(30), days(7)),
      includingThis: true,
      keys: [{ ...sameImporter, value: T1 }],
    });
    expect(found(earlier, { log })).toBe("A B D0");
    const declaration = { ...asking, importer: { tax_code: "T9" } };
    expect(found(earlier, { log, declaration })).toBe("A B");
    expect(found({ ...earlier, where: not(isRed) }, { log })).toBe("A B D0");
  });

  test("happens now: before what is planned, and counted by latest", () => {
    const planned = [...log, past("P", "2026-03-02T09:00", {}, "2026-02-01T09:00")];
    const selection = selected("declarations", { includingThis: true });
    expect(found(selection, { log: planned })).toBe("A B D0 P");
    expect(found({ ...selection, latest: 2 }, { log: planned })).toBe("D0 P");
  });

  test("its lines are those of a derived source", () => {
    const lines = [1, 2].map((line_no) => ({ line_no, hs: "6109" }));
    const told = [
      past("A", "2026-02-10T09:00", { items: [{ line_no: 8, hs: "6109" }] }),
      past("D0", "2026-02-11T09:00", { items: lines }),
    ];
    const declaration = {
      ...asking,
      items: [
        { line_no: 5, hs: "6109" },
        { line_no: 6, hs: "6110" },
      ],
    };
    const selection = selected("lines", { window });
    expect(found(selection, { log: told, declaration })).toBe("8");
    expect(found({ ...selection, includingThis: true }, { log: told, declaration })).toBe("8 5 6");
  });
});

/* ------------------------------------------------------------------ derived sources */

describe("derived sources", () => {
  const lines = (...numbers: readonly number[]): object => ({
    items: numbers.map((line_no) => ({ line_no, hs: "6109" })),
  });

  test("have a row for each element, in the order of the list, with the row it stands in", () => {
    const many = Array.from({ length: 12 }, (_, index) => index + 1);
    const log = [
      past("B", "2026-02-10T09:00", lines(...many)),
      past("A", "2026-02-09T09:00", lines(99)),
    ];
    const parent = fact(text, ["past", "declaration_no"], row);
    expect(found(selected("lines"), { log })).toBe(`99 ${many.join(" ")}`);
    const where = call("eq", parent, literal(text, "A"));
    expect(found(selected("lines", { where }), { log })).toBe("99");
  });

  test("follow corrections and withdrawals of the row they stand in", () => {
    const log = [
      past("A", "2026-02-10T09:00", lines(1, 2)),
      past("A", "2026-02-10T09:00", lines(1), "2026-02-12T09:00"),
      { ...past("A", "2026-02-10T09:00", {}, "2026-02-14T09:00"), withdrawn: true },
    ];
    expect(found(selected("lines"), { log, now: "2026-02-11T09:00" })).toBe("1 2");
    expect(found(selected("lines"), { log, now: "2026-02-13T09:00" })).toBe("1");
    expect(found(selected("lines"), { log })).toBe("");
  });
});

/* ------------------------------------------------------------------ registries */

describe("registries", () => {
  function trader(
    rank: number,
    from: string,
    more: { until?: string; known?: string } = {},
  ): ToldRow {
    const { until, known = "2026-01-01T09:00" } = more;
    const json = {
      tax_code: "T1",
      valid_from: from,
      rank,
      ...(until === undefined ? {} : { valid_until: until }),
    };
    return { source: "traders", json, known: at(known) };
  }

  function inForce(written?: string): Selection {
    const window: Window = {
      kind: "inForce",
      ...(written === undefined
        ? {}
        : { asOf: written.includes("T") ? instantOf(written) : dateOf(written) }),
    };
    return selected("traders", { window });
  }

  test("a period is in force from its clock until its own end, half open", () => {
    const log = [trader(1, "2026-02-01", { until: "2026-02-10" })];
    expect(found(inForce("2026-01-31T23:59"), { log })).toBe("");
    expect(found(inForce("2026-02-01"), { log })).toBe("1");
    expect(found(inForce("2026-02-09T23:59"), { log })).toBe("1");
    expect(found(inForce("2026-02-10"), { log })).toBe("");
  });

  test("a period ends where the next one begins, and a gap has no row", () => {
    const log = [
      trader(1, "2026-01-01", { until: "2026-06-01" }),
      trader(2, "2026-02-01", { until: "2026-02-10" }),
      trader(3, "2026-02-20"),
    ];
    expect(found(inForce("2026-01-31"), { log })).toBe("1");
    // The first says June, and the second overlaps it.
    expect(found(inForce("2026-02-05"), { log })).toBe("2");
    expect(found(inForce("2026-02-15"), { log })).toBe("");
    expect(found(inForce("2026-02-20"), { log })).toBe("3");
    expect(found(inForce(), { log })).toBe("3");
    expect(found(selected("traders"), { log })).toBe("3");
  });

  test("rows with one clock are versions, and only what was known counts", () => {
    const log = [
      trader(1, "2026-02-01"),
      trader(5, "2026-02-01", { known: "2026-02-20T09:00" }),
      trader(9, "2026-03-05", { known: "2026-02-25T09:00" }),
    ];
    expect(found(inForce(), { log, now: "2026-02-19T09:00" })).toBe("1");
    expect(found(inForce(), { log })).toBe("5");
    expect(found(inForce("2026-03-05"), { log })).toBe("9");
    expect(found(inForce("2026-03-05"), { log, now: "2026-02-24T09:00" })).toBe("5");
  });

  test("without a clock a version is in force from when it was told", () => {
    const holder = (rank: number, known: string): ToldRow => ({
      source: "holders",
      json: { tax_code: "T1", rank },
      known: at(known),
    });
    const log = [holder(1, "2026-02-01T09:00"), holder(2, "2026-02-10T09:00")];
    const asOf = (written: string): Selection =>
      selected("holders", { window: { kind: "inForce", asOf: instantOf(written) } });
    expect(found(asOf("2026-02-09T09:00"), { log })).toBe("1");
    expect(found(asOf("2026-02-10T09:00"), { log })).toBe("2");
  });

  test("a withdrawal ends what was told before it, from when it is known", () => {
    const withdrawn = {
      ...trader(1, "2026-02-01", { known: "2026-02-20T09:00" }),
      withdrawn: true,
    };
    const log = [trader(1, "2026-02-01"), trader(2, "2026-03-10"), withdrawn];
    expect(found(inForce("2026-02-19"), { log })).toBe("1");
    expect(found(inForce("2026-02-20T09:00"), { log })).toBe("");
    // What was to begin later does not.
    expect(found(inForce("2026-03-11"), { log, now: "2026-03-20T09:00" })).toBe("");
    const again = [...log, trader(4, "2026-03-12", { known: "2026-03-01T09:00" })];
    expect(found(inForce(), { log: again, now: "2026-03-20T09:00" })).toBe("4");
    // Before it was known, nobody knew.
    expect(found(inForce(), { log, now: "2026-02-20T08:59" })).toBe("1");
  });

  test("further back than a registry keeps nothing is found", () => {
    const log = [trader(1, "2020-01-01")];
    expect(found(inForce("2024-03-02"), { log })).toBe("1");
    expect(found(inForce("2024-02-28"), { log })).toBe("");
  });
});

/* ------------------------------------------------------------------ aggregates */

describe("aggregates over rows", () => {
  const values = [7, 1, 4, 4, 10];
  const log = values.map((each, index) =>
    past(`P${index}`, `2026-02-1${index}T09:00`, {
      value: each,
      channel: index < 2 ? "red" : "green",
    }),
  );
  const without = [...log, past("none", "2026-02-28T09:00")];
  const all = selected("declarations", { minimum: 1 });

  test.each<[AggregateName, Type, string]>([
    ["sum", number, "26"],
    ["average", number, "5.2"],
    ["lowest", number, "1"],
    ["highest", number, "10"],
    // The last row has no value, so the one before it speaks.
    ["latest", number, "10"],
    ["earliest", number, "7"],
    ["countDistinct", integer, "4"],
    // 1 4 4 7 10: the third of five.
    ["median", number, "4"],
    // Distances from 4: 0 0 3 3 6.
    ["spread", number, "3"],
    // Mean 5.2, squares 182: 182/5 − 27.04 = 9.36, whose root is 3.05941170815567….
    ["deviation", number, "3.0594117081"],
  ])("%s leaves out rows without a value", (name, type, text_) => {
    expect(shown(aggregate(name, type, value, all), { log: without })).toBe(text_);
  });

  test.each([
    // At least p % of five values: ceil(p / 20) of them, and one at least.
    ["0", "1"],
    ["20", "1"],
    ["20.1", "4"],
    ["60", "4"],
    ["61", "7"],
    ["100", "10"],
  ])("percentile %s is the nearest rank", (rank, text_) => {
    expect(shown(aggregate("percentile", number, value, all, rank), { log })).toBe(text_);
  });

  test("share is of the rows where the condition is known", () => {
    const isHigh = call("gt", value, literal(number, "5"));
    expect(shown(aggregate("share", percent, isHigh, all), { log: without })).toBe("40%");
    const isEither = or(isHigh, isRed);
    expect(shown(aggregate("share", percent, isEither, all), { log: without })).toBe("60%");
  });

  test("count counts rows, with and without values", () => {
    expect(shown(count(all), { log: without })).toBe("6");
  });

  test.each<[AggregateName, Type, string]>([
    ["sum", number, "0"],
    ["countDistinct", integer, "0"],
    ["average", number, "unknown: too few rows: average of past.value over (declarations)"],
    ["lowest", number, "unknown: too few rows: lowest of past.value over (declarations)"],
    ["latest", number, "unknown: too few rows: latest of past.value over (declarations)"],
    ["median", number, "unknown: too few rows: median of past.value over (declarations)"],
    ["deviation", number, "unknown: too few rows: deviation of past.value over (declarations)"],
  ])("%s of no rows, and of rows without values", (name, type, text_) => {
    const expr = aggregate(name, type, value, selected("declarations"));
    expect(shown(expr, { log: [] })).toBe(text_);
    expect(shown(expr, { log: [past("none", "2026-02-28T09:00")] })).toBe(text_);
  });

  test("a row value has fifteen digits", () => {
    // 2/3 and 1/3 of rows, each rounded: 0.666666666666667 + 0.333333333333333.
    const third = call("div", value, literal(number, "3"));
    const two = [
      past("A", "2026-02-10T09:00", { value: 2 }),
      past("B", "2026-02-11T09:00", { value: 1 }),
    ];
    expect(shown(aggregate("highest", number, third, all), { log: two })).toBe("0.666666666666667");
    expect(shown(aggregate("sum", number, third, all), { log: two })).toBe("1");
    const one = [
      past("A", "2026-02-10T09:00", { value: 1 }),
      past("B", "2026-02-11T09:00", { value: 1 }),
    ];
    expect(shown(aggregate("sum", number, third, all), { log: one })).toBe("0.666666666666666");
  });

  test("amounts of two currencies have no sum and no median", () => {
    const paid = fact(money, ["paid"], row, true);
    const line = (line_no: number, currency: string) => ({
      line_no,
      hs: "1",
      paid: { amount: 2, currency },
    });
    const one = [past("A", "2026-02-10T09:00", { items: [line(1, "USD"), line(2, "USD")] })];
    const two = [past("A", "2026-02-10T09:00", { items: [line(1, "USD"), line(2, "VND")] })];
    const lines = selected("lines");
    expect(shown(aggregate("sum", money, paid, lines), { log: one })).toBe("4.00 USD");
    expect(shown(aggregate("median", money, paid, lines), { log: one })).toBe("2.00 USD");
    expect(shown(aggregate("sum", money, paid, lines), { log: two })).toContain("units differ");
    expect(shown(aggregate("median", money, paid, lines), { log: two })).toContain("units differ");
  });

  test("a list of the declaration has medians and shares too", () => {
    const items = [3, 9, 5].map((price, index) => ({ line_no: index + 1, hs: "1", price }));
    const declaration = { ...asking, items };
    const price = fact(number, ["price"], { kind: "element", variable: 1 }, true);
    const source = {
      base: { kind: "declaration" },
      path: ["items"],
      record: "Item",
      each: "item",
      max: 50,
      optional: false,
    } as const;
    const of = (name: AggregateName, type: Type, inner: Expr, rank?: string): Expr => ({
      kind: "aggregate",
      type,
      aggregate: name,
      source,
      variable: 1,
      value: inner,
      ...(rank === undefined ? {} : { rank }),
    });
    expect(shown(of("median", number, price), { declaration })).toBe("5");
    expect(shown(of("percentile", number, price, "90"), { declaration })).toBe("9");
    const isDear = call("gt", price, literal(number, "4"));
    expect(
      shown(call("mul", of("share", percent, isDear), literal(number, "3")), { declaration }),
    ).toBe("2");
    // As of any list, an element without the value makes it unknown.
    const missing = { ...asking, items: [...items, { line_no: 4, hs: "1" }] };
    expect(shown(of("median", number, price), { declaration: missing })).toBe(
      "unknown: not declared: items[4].price",
    );
  });
});

/* ------------------------------------------------------------------ series */

describe("series", () => {
  const weekly: Series = {
    aggregate: "count",
    per: { kind: "period", length: days(7) },
    type: integer,
  };
  // Four weeks that end a week before 1 March 09:00: from 25 January, in steps to 1, 8, 15, 22 February.
  const window = last(days(35), days(7));
  const log = [
    past("first", "2026-01-25T09:00"),
    past("second", "2026-02-01T08:59:59.999"),
    past("third", "2026-02-01T09:00"),
    past("last", "2026-02-22T08:59:59.999"),
    past("after", "2026-02-22T09:00"),
  ];
  const four = selected("declarations", { window });

  test("cuts the window into periods, empty ones too", () => {
    // 2 1 0 1
    expect(shown(over("average", number, four, weekly), { log })).toBe("1");
    expect(shown(over("highest", integer, four, weekly), { log })).toBe("2");
    expect(shown(over("lowest", integer, four, weekly), { log })).toBe("0");
    expect(shown(over("earliest", integer, four, weekly), { log })).toBe("2");
    expect(shown(over("latest", integer, four, weekly), { log })).toBe("1");
    expect(shown(over("count", integer, four, weekly), { log })).toBe("4");
    // Mean 1, squares 6: 6/4 − 1 = 1/2.
    expect(shown(over("deviation", number, four, weekly), { log })).toBe("0.7071067811");
  });

  test("the declaration that is included lies in the last period", () => {
    const selection = { ...four, includingThis: true };
    expect(shown(over("latest", integer, selection, weekly), { log })).toBe("2");
  });

  test("the part of a period at the beginning is left out", () => {
    const ten = selected("declarations", { window: last(days(10)) });
    const told = [past("part", "2026-02-20T09:00"), past("whole", "2026-02-23T09:00")];
    expect(shown(over("count", integer, ten, weekly), { log: told })).toBe("1");
    expect(shown(over("highest", integer, ten, weekly), { log: told })).toBe("1");
  });

  test("the last moment of a closed window lies in its last period", () => {
    const closed = within(days(7), "around", instantOf("2026-02-15T09:00"));
    const told = [
      past("from", "2026-02-08T09:00"),
      past("t", "2026-02-15T09:00"),
      past("end", "2026-02-22T09:00"),
    ];
    const selection = selected("declarations", { window: closed });
    expect(shown(over("count", integer, selection, weekly), { log: told })).toBe("2");
    expect(shown(over("earliest", integer, selection, weekly), { log: told })).toBe("1");
    expect(shown(over("latest", integer, selection, weekly), { log: told })).toBe("2");
  });

  test("sums of a period without rows are 0, its averages are left out", () => {
    const told = [
      past("a", "2026-01-26T09:00", { value: 4 }),
      past("b", "2026-01-27T09:00", { value: 8 }),
      past("c", "2026-02-20T09:00", { value: 10 }),
    ];
    const sums: Series = { ...weekly, aggregate: "sum", value, type: number };
    const averages: Series = { ...weekly, aggregate: "average", value, type: number };
    // 12 0 0 10 and 6 10.
    expect(shown(over("average", number, four, sums), { log: told })).toBe("5.5");
    expect(shown(over("average", number, four, averages), { log: told })).toBe("8");
  });

  test("groups by a value: groups without rows do not exist, rows without a value are in none", () => {
    const told = ["G1", "G2", "G1", undefined].map((group, index) =>
      past(`P${index}`, `2026-02-0${index + 2}T09:00`, { importer: { tax_code: "T1", group } }),
    );
    const per = { kind: "group", value: fact(text, ["importer", "group"], row, true) } as const;
    const groups: Series = { aggregate: "count", per, type: integer };
    expect(shown(over("count", integer, four, groups), { log: told })).toBe("2");
    expect(shown(over("highest", integer, four, groups), { log: told })).toBe("2");
    expect(shown(over("latest", integer, four, groups), { log: told })).toBe("1");
    expect(shown(over("highest", integer, four, groups), { log: [] })).toContain("too few rows");
  });

  test("is unknown with fewer rows than the minimum", () => {
    expect(shown(over("average", number, { ...four, minimum: 5 }, weekly), { log })).toContain(
      "too few rows",
    );
  });
});

/* ------------------------------------------------------------------ there is, quantifiers, open windows */

describe("quantifiers over rows", () => {
  const log = [
    past("A", "2026-02-10T09:00", { value: 5 }),
    past("B", "2026-02-11T09:00", { value: 15 }),
    past("C", "2026-02-12T09:00"),
  ];
  const all = selected("declarations");
  const isHigh = call("gt", value, literal(number, "10"));
  const isHuge = call("gt", value, literal(number, "99"));

  test("there is, there is no", () => {
    expect(shown(rowsQuantifier("any", all), { log })).toBe("true");
    expect(shown(rowsQuantifier("any", all), { log: [] })).toBe("false");
    expect(shown(rowsQuantifier("no", all), { log })).toBe("false");
    expect(shown(rowsQuantifier("no", all), { log: [] })).toBe("true");
  });

  test.each<[RowsQuantifier["quantifier"], Expr, number, string]>([
    ["any", isHigh, 1, "true"],
    ["any", isHuge, 1, "unknown: not declared: declarations[3].value"],
    ["no", isHigh, 1, "false"],
    ["every", isHigh, 1, "false"],
    ["atLeast", isHigh, 2, "unknown: not declared: declarations[3].value"],
    ["atLeast", isHigh, 3, "false"],
  ])("%s runs over rows as over a list", (quantifier, body, least, text_) => {
    expect(shown(rowsQuantifier(quantifier, all, body, least), { log })).toBe(text_);
  });

  const passage = (no: string, entered: string, known = entered): ToldRow => ({
    source: "passages",
    json: { passage_no: no, plate: "29C12345", entered_at: entered },
    known: at(known),
  });
  const after = within(hours(2), "after", instantOf("2026-02-10T12:00"));
  const entering = selected("passages", { window: after });
  const open = "unknown: window open: passages until 2026-02-10T20:00:00+07:00";

  test.each<[string, Expr, string, string]>([
    ["there is no", rowsQuantifier("no", entering), open, "true"],
    ["there is", rowsQuantifier("any", entering), open, "false"],
    ["every", rowsQuantifier("every", entering, isHigh), open, "true"],
    ["at least", rowsQuantifier("atLeast", entering, trueLiteral, 1), open, "false"],
    ["count", count(entering), open, "0"],
  ])(
    "%s is unknown while the window is open, and answered when it closes",
    (_, expr, before, then) => {
      // Open until the end of the window and the six hours that passages may be late.
      expect(shown(expr, { log: [], now: "2026-02-10T19:59:59.999" })).toBe(before);
      expect(shown(expr, { log: [], now: "2026-02-10T20:00" })).toBe(then);
    },
  );

  test("what no more rows can change is told while the window is open", () => {
    const told = [passage("P", "2026-02-10T13:00", "2026-02-10T13:05")];
    const now = "2026-02-10T13:10";
    const asked = { log: told, now };
    expect(shown(rowsQuantifier("any", entering), asked)).toBe("true");
    expect(shown(rowsQuantifier("no", entering), asked)).toBe("false");
    expect(shown(rowsQuantifier("every", entering, not(trueLiteral)), asked)).toBe("false");
    expect(shown(rowsQuantifier("atLeast", entering, trueLiteral, 1), asked)).toBe("true");
    expect(shown(rowsQuantifier("atLeast", entering, trueLiteral, 2), asked)).toBe(open);
    expect(shown(count(entering), asked)).toBe(open);
    expect(shown(present(count(entering)), asked)).toBe(open);
  });

  test("a late passage is seen when it is known", () => {
    const told = [passage("P", "2026-02-10T13:00", "2026-02-10T18:00")];
    expect(shown(rowsQuantifier("any", entering), { log: told, now: "2026-02-10T17:59" })).toBe(
      open,
    );
    expect(shown(rowsQuantifier("any", entering), { log: told, now: "2026-02-10T18:00" })).toBe(
      "true",
    );
  });

  test("the end of a date is the next day", () => {
    const window = between(dateOf("2026-02-09"), dateOf("2026-02-10"));
    const expr = count(selected("passages", { window }));
    expect(shown(expr, { log: [], now: "2026-02-11T05:59" })).toBe(
      "unknown: window open: passages until 2026-02-11T06:00:00+07:00",
    );
    expect(shown(expr, { log: [], now: "2026-02-11T06:00" })).toBe("0");
  });

  test("a window that ends now is asked for what is known; a source that waits for nothing never opens", () => {
    const now = "2026-02-10T12:30";
    expect(shown(count(selected("passages", { window: last(days(1)) })), { log: [], now })).toBe(
      "0",
    );
    expect(shown(count(selected("passages")), { log: [], now })).toBe("0");
    const planned = selected("appointments", { window: after });
    expect(shown(rowsQuantifier("no", planned), { log: [], now })).toBe("true");
  });

  test("two windows of one source are two causes", () => {
    const later = selected("passages", {
      window: within(hours(3), "after", instantOf("2026-02-10T12:00")),
    });
    const criterion = criterionOf(
      and(rowsQuantifier("no", entering), rowsQuantifier("no", { ...later, variable: 8 })),
    );
    const asked = { log: [], now: "2026-02-10T12:30" };
    const [outcome] = createInterpreter(ir, worldOf(asked)).criterion(criterion, questionOf(asked));
    expect(outcome?.causes.map(({ until }) => until)).toEqual([
      "2026-02-10T20:00:00+07:00",
      "2026-02-10T21:00:00+07:00",
    ]);
  });
});

/* ------------------------------------------------------------------ the version before, the event, scores */

function criterionOf(when: Expr): CriterionIr {
  return {
    id: "T-1",
    label: {},
    digest: "",
    class: "analysis",
    flows: ["import"],
    stages: [],
    basis: [],
    access: "internal",
    when,
    effects: [],
    source: { file: "t.crit", start: 0, end: 0 },
  };
}

describe("beside the declaration", () => {
  const before = fact(number, ["value"], { kind: "previous" }, true);

  test("the version before is missing when there is none", () => {
    expect(shown(before, { previous: { ...asking, value: 12 } })).toBe("12");
    expect(shown(before, {})).toBe("unknown: not declared: previous.value");
    const whole = fact({ kind: "record", record: "Declaration" }, [], { kind: "previous" }, true);
    expect(shown(present(whole), {})).toBe("false");
    expect(shown(present(whole), { previous: asking })).toBe("true");
  });

  test("the event has the name it was declared with", () => {
    const seen = fact(plate, ["plate"], { kind: "event", each: "passage" });
    const event = { passage_no: "P", plate: "29C12345", entered_at: NOW };
    expect(shown(seen, { event })).toBe("29C12345");
    expect(shown(seen, {})).toBe("unknown: not declared: passage.plate");
  });

  const fraud: Expr = {
    kind: "modelScore",
    type: number,
    score: "fraud",
    output: null,
    inputs: [fact(number, ["value"], undefined, true)],
  };

  test("a score is asked with its inputs, unknown ones too, and fails when it is not bound", () => {
    const score: ScoreBinding = {
      read: ([input]) => numberValue(rationalFromExact(input?.kind === "unknown" ? "-1" : "0.75")),
    };
    expect(shown(fraud, { score, declaration: { ...asking, value: 1 } })).toBe("0.75");
    expect(shown(fraud, { score })).toBe("-1");
    expect(shown(fraud, {})).toBe("unknown: source failed: fraud");
  });
});

/* ------------------------------------------------------------------ evidence */

describe("reasons and evidence", () => {
  const log = [
    past("A", "2026-02-10T09:00", { value: 5, channel: "red" }),
    past("B", "2026-02-11T09:00", { value: 15, channel: "red" }),
    past("C", "2026-02-12T09:00", { value: 25, channel: "red" }),
  ];
  const red = selected("declarations", {
    window: last(days(30)),
    keys: [sameImporter],
    where: isRed,
  });
  const isHigh = call("gt", value, literal(number, "10"));

  function told(
    when: Expr,
    asked: Asked,
  ): { reason: string | undefined; facts: object; elements: object } {
    const criterion = {
      ...criterionOf(when),
      because: { en: ["No. ", fact(text, ["declaration_no"], row)] },
    };
    const interpreter = createInterpreter(ir, worldOf(asked));
    const [outcome] = interpreter.criterion(criterion, questionOf(asked));
    if (outcome?.truth !== 2) throw new Error("no hit");
    const facts = Object.fromEntries(
      interpreter.evidence(criterion, outcome).map((each) => [each.fact, each.value]),
    );
    const reason = when.kind === "rowsQuantifier" && when.quantifier === "any";
    return {
      reason: reason ? interpreter.reason(criterion, outcome).en : undefined,
      facts,
      elements: outcome.elements,
    };
  }

  test("the first row that holds is the witness, and speaks with its facts", () => {
    expect(told(rowsQuantifier("any", red, isHigh), { log })).toEqual({
      reason: "No. B",
      elements: {},
      facts: {
        "importer.tax_code": "T1",
        "declarations[2].importer.tax_code": "T1",
        "declarations[2].channel": "red",
        "declarations[2].value": 15,
      },
    });
  });

  test("of no rows their number speaks", () => {
    expect(told(rowsQuantifier("no", red), { log: [] }).facts).toEqual({
      "importer.tax_code": "T1",
      "count of (declarations in last 30 days with same importer.tax_code where past.channel = red)": 0,
    });
  });

  test("an aggregate shows its value, the number of rows, and few rows", () => {
    const sum = aggregate("sum", number, value, { ...red, keys: [] });
    const rows = "(declarations in last 30 days where past.channel = red)";
    expect(told(call("gt", sum, literal(number, "1")), { log: log.slice(0, 2) }).facts).toEqual({
      [`sum of past.value over ${rows}`]: 20,
      [`count of ${rows}`]: 2,
      "declarations[1].channel": "red",
      "declarations[1].value": 5,
      "declarations[2].channel": "red",
      "declarations[2].value": 15,
    });
    const many = ["1", "2", "3", "4", "5", "6"].map((day) =>
      past(day, `2026-02-0${day}T09:00`, { value: 1, channel: "red" }),
    );
    expect(told(call("gt", sum, literal(number, "1")), { log: many }).facts).toEqual({
      [`sum of past.value over ${rows}`]: 6,
      [`count of ${rows}`]: 6,
    });
  });
});

/* ------------------------------------------------------------------ the tree */

describe("as text", () => {
  const otherItem: Base = { kind: "element", variable: 1 };
  const lines = selected("lines", {
    window: within(days(60), "around", fact(date, ["arrived_on"], undefined, true)),
    clock: ["past", "arrived_on"],
    keys: [
      { row: fact(text, ["hs"], row), op: "eq", value: fact(text, ["hs"], otherItem) },
      { row: fact(text, ["past", ...taxCode], row), op: "eq", value: fact(text, taxCode) },
    ],
    latest: 5,
    includingThis: true,
    minimum: 30,
  });

  test.each<[string, Expr]>([
    [
      "percentile 10 of line.price over (lines within 60 days around arrived_on by past.arrived_on with same hs as item, past.importer.tax_code = importer.tax_code latest 5 including this minimum 30)",
      aggregate("percentile", number, fact(number, ["price"], row, true), lines, "10"),
    ],
    ["there is (declarations)", rowsQuantifier("any", selected("declarations"))],
    [
      "there is no (declarations in last 1 year skipping last 7 days)",
      rowsQuantifier("no", selected("declarations", { window: last(months(12), days(7)) })),
    ],
    [
      "at least 2 past of (declarations) has (past.channel = red)",
      rowsQuantifier("atLeast", selected("declarations"), isRed, 2),
    ],
    [
      "average over (count per 7 days over (declarations in last 28 days))",
      over("average", number, selected("declarations", { window: last(days(28)) }), {
        aggregate: "count",
        per: { kind: "period", length: days(7) },
        type: integer,
      }),
    ],
    [
      "highest over (sum of past.value per past.channel over (declarations))",
      over("highest", number, selected("declarations"), {
        aggregate: "sum",
        value,
        per: { kind: "group", value: fact(channel, ["channel"], row) },
        type: number,
      }),
    ],
    [
      "latest of t.rank over (traders called t as of 2026-02-01)",
      aggregate(
        "latest",
        integer,
        fact(integer, ["rank"], row),
        selected("traders", { each: "t", window: { kind: "inForce", asOf: dateOf("2026-02-01") } }),
      ),
    ],
    [
      "count of (passages from departed until now)",
      count(
        selected("passages", {
          window: between(fact(instant, ["departed"]), { kind: "now", type: instant }),
        }),
      ),
    ],
  ])("%s", (written, expr) => {
    const nameOf = (): string => "item";
    expect(printExpr(expr, { schema, nameOf })).toBe(written);
  });
});

describe("the tree", () => {
  const whole = aggregate(
    "percentile",
    number,
    value,
    selected("declarations", {
      window: last(days(30), days(7)),
      keys: [sameImporter],
      where: isRed,
      minimum: 5,
    }),
    "10",
  );
  const series = over("average", number, selected("declarations", { window: last(days(28)) }), {
    aggregate: "sum",
    value,
    per: { kind: "period", length: days(7) },
    type: number,
  });
  const windows = [
    count(selected("declarations", { window: within(days(1), "after", instantOf(NOW)) })),
    count(selected("declarations", { window: between(dateOf("2026-01-01"), instantOf(NOW)) })),
    count(selected("traders", { window: { kind: "inForce", asOf: dateOf("2026-01-01") } })),
    rowsQuantifier("any", selected("declarations", { keys: [sameImporter] }), isRed),
  ];

  test("has every part among its children, once", () => {
    expect(childrenOf(whole)).toHaveLength(6);
    expect(childrenOf(series)).toHaveLength(3);
    expect(windows.map((each) => childrenOf(each).length)).toEqual([2, 2, 1, 3]);
  });

  test.each(
    [whole, series, ...windows].map((expr) => [printExpr(expr, { schema }), expr] as const),
  )("changes every part of %s, and keeps it when nothing changes", (_, expr) => {
    expect(mapChildren(expr, (child) => child)).toBe(expr);
    const seen: Expr[] = [];
    const changed = mapChildren(expr, (child) => {
      seen.push(child);
      return { ...child };
    });
    expect(seen).toHaveLength(childrenOf(expr).length);
    expect(changed).toEqual(expr);
    expect(childrenOf(changed).some((child) => childrenOf(expr).includes(child))).toBe(false);
  });

  function faults(when: Expr): readonly string[] {
    return verifyIr({ ...ir, criteria: [criterionOf(when)] }).map(({ problem }) => problem);
  }

  const isMany = (expr: Expr): Expr => call("gt", expr, literal(number, "3"));

  test("well formed selections have no fault", () => {
    expect(faults(isMany(whole))).toEqual([]);
    expect(faults(isMany(series))).toEqual([]);
    for (const each of windows) {
      expect(faults(each.type.kind === "boolean" ? each : isMany(each))).toEqual([]);
    }
  });

  test.each<[string, Expr]>([
    ["no source ghosts", count(selected("ghosts"))],
    [
      "percentile needs a minimum of rows",
      aggregate("percentile", number, value, selected("declarations"), "5"),
    ],
    [
      "percentile and its rank",
      aggregate("percentile", number, value, selected("declarations", { minimum: 1 })),
    ],
    [
      "101 is no rank",
      aggregate("percentile", number, value, selected("declarations", { minimum: 1 }), "101"),
    ],
    [
      "inForce does not fit a history",
      count(selected("declarations", { window: { kind: "inForce" } })),
    ],
    ["last does not fit a registry", count(selected("traders", { window: last(days(3)) }))],
    [
      "a window of a number",
      count(selected("declarations", { window: last(literal(number, "3")) })),
    ],
    [
      "a length is written out",
      count(selected("declarations", { window: last(call("add", days(1), days(2))) })),
    ],
    ["passages holds no declarations", count(selected("passages", { includingThis: true }))],
    ["channel is no time", count(selected("declarations", { clock: ["channel"] }))],
    ["latest 0", count(selected("declarations", { latest: 0 }))],
    [
      "gt is no key",
      count(
        selected("declarations", { keys: [{ row: value, op: "gt", value: literal(number, "1") }] }),
      ),
    ],
    [
      "eq: mismatch",
      count(selected("declarations", { keys: [{ ...sameImporter, value: literal(number, "1") }] })),
    ],
    [
      "a key reads its row alone",
      count(
        selected("declarations", { keys: [{ row: fact(text, taxCode), op: "eq", value: T1 }] }),
      ),
    ],
    ["count and its value", aggregate("count", integer, value, selected("declarations"))],
    [
      "median: notNumeric",
      aggregate("median", number, fact(instant, ["registered_at"], row), selected("declarations")),
    ],
    [
      "periods are cut from a window",
      over("average", number, selected("declarations"), {
        aggregate: "count",
        per: { kind: "period", length: days(7) },
        type: integer,
      }),
    ],
    [
      "no score other",
      { kind: "modelScore", type: number, score: "other", output: null, inputs: [] },
    ],
    [
      "fraud has 1 inputs",
      { kind: "modelScore", type: number, score: "fraud", output: null, inputs: [] },
    ],
    ["importer.tax_code is a text", fact(number, taxCode, { kind: "previous" }, true)],
    ["value may be absent", fact(number, ["value"], { kind: "previous" })],
    ["no stage has such an event", fact(number, ["plate"], { kind: "event", each: "scan" })],
  ])("%s is a fault", (problem, expr) => {
    expect(faults(isMany(expr)).some((each) => each.startsWith(problem))).toBe(true);
  });

  test("needs the sources it reads, and those they come from", () => {
    const criteria = [criterionOf(isMany(count(selected("lines"))))];
    expect(requirementsOf({ ...ir, criteria }).sources).toEqual(["declarations", "lines"]);
    expect(requirementsOf(ir)).not.toHaveProperty("sources");
  });
});
