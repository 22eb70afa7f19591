// A small criteria set written as IR by hand: one of each construct the runtime treats apart.
// Comes in: nothing. Goes out: schema, IR and declarations for the tests; no test of its own.
import type { BundleIr, CriterionIr, Expr, Field, PolicyIr, Schema, Type } from "@luong/spec";

const boolean: Type = { kind: "boolean" };
const text: Type = { kind: "text" };
const id: Type = { kind: "id", name: "Id" };
const integer: Type = { kind: "integer" };
const vnd: Type = { kind: "money", currency: "VND" };
const usd: Type = { kind: "money", currency: null };
const channel: Type = { kind: "channel" };

function field(name: string, type: Type, more: Partial<Field> = {}): Field {
  return {
    name,
    type,
    optional: true,
    label: { en: name, vi: `${name} (vi)` },
    derived: false,
    ...more,
  };
}

export const exampleSchema: Schema = {
  name: "example",
  version: 1,
  label: { en: "Example", vi: "Ví dụ" },
  zoneMinutes: 420,
  root: "Declaration",
  records: [
    {
      name: "Declaration",
      label: { en: "Declaration", vi: "Tờ khai" },
      key: ["number", "revision"],
      clock: "at",
      fields: [
        field("number", id, { optional: false }),
        field("revision", integer),
        field("at", { kind: "instant" }),
        field("office", { kind: "code", list: "Office" }),
        field("arrived", { kind: "date" }),
        field("count", integer, { range: [1, 9] }),
        field("value", vnd, { label: { en: "Customs value", vi: "Trị giá" } }),
        field("price", usd),
        field("quantity", { kind: "quantity", dimension: null }),
        field("hs", { kind: "code", list: "Hs" }),
        field("importer", id),
        field("priority", boolean),
        field("note", text),
        field("tags", { kind: "set", of: id, max: 3 }),
        field("items", { kind: "list", record: "Item", max: 5, typical: 2, each: "item" }),
      ],
    },
    {
      name: "Item",
      label: { en: "Item", vi: "Dòng hàng" },
      key: ["line"],
      fields: [
        field("line", integer, { optional: false }),
        field("hs", { kind: "code", list: "Hs" }),
        field("origin", id),
        field("value", vnd),
      ],
    },
  ],
  codeLists: [
    { name: "Hs", label: {}, shape: "levels", levels: [2, 4, 6, 8], codes: null },
    {
      name: "Office",
      label: {},
      shape: "tree",
      levels: [],
      codes: [
        { code: "03", label: { en: "Hai Phong" } },
        { code: "03CC", label: { en: "Area 1" }, parent: "03" },
        { code: "02", label: { en: "Ho Chi Minh City" } },
        { code: "02CI", label: { en: "Port" }, parent: "02" },
      ],
    },
    { name: "Regime", label: {}, shape: "tree", levels: [], codes: null },
  ],
  units: [
    { name: "kg", code: "KGM", dimension: "mass" },
    { name: "pcs", code: "PCE", dimension: "count" },
  ],
  currencies: [
    { code: "VND", digits: 0 },
    { code: "USD", digits: 2 },
  ],
  flows: [
    { name: "import", label: { en: "Import", vi: "Nhập khẩu" } },
    { name: "export", label: { en: "Export", vi: "Xuất khẩu" } },
  ],
  stages: [
    { name: "clearance", label: { en: "Clearance", vi: "Thông quan" } },
    { name: "gate", label: { en: "Gate", vi: "Cổng" } },
  ],
  actions: [{ name: "check_value", label: { en: "Check the value", vi: "Kiểm tra trị giá" } }],
};

const declaration = { kind: "declaration" } as const;

export function fact(path: string, type: Type, optional = true): Expr {
  return { kind: "fact", type, base: declaration, path: path.split("."), optional };
}

function elementFact(variable: number, path: string, type: Type, optional = true): Expr {
  return {
    kind: "fact",
    type,
    base: { kind: "element", variable },
    path: path.split("."),
    optional,
  };
}

export function rowFact(column: string, type: Type, optional = false): Expr {
  return { kind: "fact", type, base: { kind: "row" }, path: [column], optional };
}

export function literal(type: Type, value: boolean | string): Expr {
  return { kind: "literal", type, value };
}

export function call(op: string, ...args: Expr[]): Expr {
  return { kind: "call", op, type: boolean, args };
}

export function and(...operands: Expr[]): Expr {
  return { kind: "logic", op: "and", type: boolean, operands };
}

function set(type: Type, ...items: Expr[]): Expr {
  return { kind: "set", type: { kind: "set", of: type, max: null }, items };
}

const items = {
  base: declaration,
  path: ["items"],
  record: "Item",
  each: "item",
  max: 5,
  optional: true,
} as const;

const hs: Type = { kind: "code", list: "Hs" };
const source = { file: "example.crit", start: 0, end: 0 };

export function criterion(idText: string, more: Partial<CriterionIr>): CriterionIr {
  return {
    id: idText,
    label: { en: `Title of ${idText}`, vi: `Tên của ${idText}` },
    digest: idText
      .replace(/[^0-9A-F]/g, "")
      .toLowerCase()
      .padEnd(12, "0"),
    class: "analysis",
    flows: ["import"],
    stages: [],
    basis: [],
    access: "internal",
    effects: [],
    source,
    ...more,
  };
}

function sets(color: "green" | "yellow" | "red"): { kind: "channel"; channel: Expr } {
  return { kind: "channel", channel: literal(channel, color) };
}

function risk(points: string): { kind: "risk"; points: Expr } {
  return { kind: "risk", points: literal({ kind: "number" }, points) };
}

const criteria: readonly CriterionIr[] = [
  criterion("CHK-001", {
    class: "statutory",
    when: call(
      "under",
      fact("office", { kind: "code", list: "Office" }),
      set({ kind: "code", list: "Office" }, literal({ kind: "code", list: "Office" }, "03")),
    ),
    unless: call("eq", fact("count", integer), literal(integer, "9")),
    effects: [sets("yellow")],
    because: {
      en: ["Office ", fact("office", { kind: "code", list: "Office" })],
      vi: ["Cơ quan ", fact("office", { kind: "code", list: "Office" })],
    },
  }),
  criterion("IND-500", {
    rowsOf: "indicators",
    when: {
      kind: "quantifier",
      type: boolean,
      quantifier: "any",
      count: 1,
      source: items,
      variable: 0,
      body: {
        kind: "matches",
        type: boolean,
        operand: elementFact(0, "hs", hs),
        column: "hs",
        match: "under",
      },
    },
    effects: [
      { kind: "channel", channel: rowFact("level", channel) },
      { kind: "risk", points: rowFact("points", integer) },
    ],
    because: { en: ["Indicator for ", elementFact(0, "hs", hs)] },
  }),
  criterion("LST-010", {
    when: call(
      "in",
      fact("importer", id),
      set(id, { kind: "list", type: { kind: "set", of: id, max: null }, list: "suspects" }),
    ),
    effects: [
      sets("red"),
      { kind: "action", action: "check_value" },
      { kind: "alert", post: "gate" },
    ],
    because: {
      en: ["Importer ", fact("importer", id), " is suspected"],
      vi: ["Nghi vấn ", fact("importer", id)],
    },
  }),
  criterion("TAB-100", {
    decide: {
      element: { source: items, variable: 0 },
      rows: [
        {
          when: and(
            call("under", elementFact(0, "hs", hs), set(hs, literal(hs, "6109"))),
            call("lt", elementFact(0, "value", vnd), literal(vnd, "1000")),
          ),
          effects: [sets("red"), risk("20")],
        },
        {
          when: call("under", elementFact(0, "hs", hs), set(hs, literal(hs, "61"))),
          effects: [sets("yellow"), risk("10")],
        },
      ],
    },
    effects: [{ kind: "inspect", instruction: { en: "Look at the labels", vi: "Xem nhãn" } }],
    because: {
      en: ["Row ", { kind: "tableRow", type: integer }, " for ", elementFact(0, "hs", hs)],
    },
  }),
  criterion("VAL-001", {
    class: "scoring",
    when: {
      kind: "quantifier",
      type: boolean,
      quantifier: "any",
      count: 1,
      source: items,
      variable: 0,
      body: and(
        call("eq", elementFact(0, "origin", id), literal(id, "CN")),
        call("lt", elementFact(0, "value", vnd), literal(vnd, "500")),
      ),
    },
    effects: [risk("2.5")],
    because: {
      en: ["Cheap goods: ", elementFact(0, "value", vnd)],
      vi: ["Hàng rẻ: ", elementFact(0, "value", vnd)],
    },
  }),
];

const importPolicy: PolicyIr = {
  name: "import_policy",
  label: { en: "Import" },
  flows: ["import"],
  stages: [],
  access: "internal",
  exempt: call("eq", fact("priority", boolean), literal(boolean, true)),
  red: {
    kind: "logic",
    op: "or",
    type: boolean,
    operands: [
      { kind: "says", type: boolean, says: "red" },
      call(
        "ge",
        { kind: "score", type: { kind: "number" }, scorecard: "trader" },
        literal({ kind: "number" }, "25"),
      ),
    ],
  },
  yellow: {
    kind: "logic",
    op: "or",
    type: boolean,
    operands: [
      { kind: "says", type: boolean, says: "yellow" },
      { kind: "says", type: boolean, says: "unknown" },
      call(
        "ge",
        { kind: "riskPoints", type: { kind: "number" } },
        literal({ kind: "number" }, "30"),
      ),
    ],
  },
  samples: [
    {
      name: "import_policy/5",
      rate: "0.05",
      from: "green",
      to: "red",
      strata: [fact("office", { kind: "code", list: "Office" })],
    },
  ],
  quotas: [],
  otherwise: "green",
  source,
};

export const quotaPolicy: PolicyIr = {
  ...importPolicy,
  quotas: [
    {
      name: "import_policy/7",
      channel: "red",
      limit: { kind: "count", value: "2" },
      per: [
        { kind: "fact", fact: fact("office", { kind: "code", list: "Office" }) },
        { kind: "day" },
      ],
      keeping: { kind: "score", type: { kind: "number" }, scorecard: "trader" },
    },
  ],
};

export const exampleIr: BundleIr = {
  irFormat: 1,
  language: "1",
  set: { label: { en: "Example set", vi: "Bộ ví dụ" }, version: 3 },
  schema: exampleSchema,
  lists: [{ name: "suspects", label: {}, of: id, access: "internal", dated: true, members: null }],
  tables: [
    {
      name: "bands",
      label: {},
      access: "internal",
      dated: false,
      key: [{ name: "range", type: integer, label: {}, match: "between", optional: false }],
      value: [{ name: "level", type: channel, label: {}, match: "equal", optional: false }],
      rows: null,
    },
    {
      name: "indicators",
      label: {},
      access: "internal",
      dated: false,
      key: [
        { name: "id", type: id, label: {}, match: "equal", optional: false },
        { name: "hs", type: hs, label: {}, match: "under", optional: true },
      ],
      value: [
        { name: "level", type: channel, label: {}, match: "equal", optional: false },
        { name: "points", type: integer, label: {}, match: "equal", optional: false },
      ],
      rows: [{ cells: ["shoes", "6403", "yellow", 10] }, { cells: ["shirts", "6109", "red", 20] }],
    },
    {
      name: "prices",
      label: {},
      access: "internal",
      dated: false,
      key: [{ name: "hs", type: hs, label: {}, match: "under", optional: false }],
      value: [{ name: "origin", type: id, label: {}, match: "equal", optional: false }],
      rows: null,
    },
  ],
  criteria,
  scorecards: [
    {
      name: "trader",
      label: { en: "Trader", vi: "Người khai" },
      flows: ["import"],
      stages: [],
      access: "internal",
      factors: [
        {
          name: "count",
          label: { en: "Packages", vi: "Số kiện" },
          weight: "2",
          input: fact("count", integer),
          cases: [
            { when: call("lt", fact("count", integer), literal(integer, "3")), points: "0" },
            { when: call("lt", fact("count", integer), literal(integer, "6")), points: "4.5" },
          ],
          otherwise: "13",
          unknown: "1",
        },
      ],
      source,
    },
  ],
  policies: [importPolicy],
  shared: [],
};

export function withPolicy(ir: BundleIr, policy: PolicyIr): BundleIr {
  return { ...ir, policies: [policy] };
}

/** Options that bind what the example needs. */
export const exampleOptions = {
  lists: { suspects: ["0101", { value: "0202", validFrom: "2026-03-01" }] },
  tables: { prices: [], bands: [] },
  codes: {
    Regime: [
      { code: "A", label: {} },
      { code: "A11", label: {}, parent: "A" },
    ],
  },
  samplingKey: "000102030405060708090a0b0c0d0e0f",
} as const;
