// CSV files of bindings: what cells become, which slips stop the command.
// Comes in: files in a throwaway folder and hand-made declarations of lists and tables. Goes out: the engine's options.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { BundleIr, Column, Type } from "@luong/spec";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CannotRun } from "../both.ts";
import { defaultConfig, type SetConfig } from "../config.ts";
import { type Bound, bindingsOf } from "./bind.ts";
import { tableCell } from "./table-cell.ts";

function column(name: string, type: Type, more: Partial<Column> = {}): Column {
  return { name, type, label: {}, match: "equal", optional: false, ...more };
}

const ir: BundleIr = {
  irFormat: 1,
  language: "1",
  set: { label: {}, version: 1 },
  schema: {
    name: "s",
    version: 1,
    label: {},
    zoneMinutes: 0,
    root: "Declaration",
    records: [],
    codeLists: [],
    units: [],
    currencies: [],
    flows: [],
    stages: [],
    actions: [],
  },
  lists: [
    {
      name: "trusted",
      label: {},
      of: { kind: "text" },
      access: "internal",
      dated: true,
      members: null,
    },
  ],
  tables: [
    {
      name: "price",
      label: {},
      access: "internal",
      dated: true,
      key: [
        column("hs", { kind: "code", list: "Hs" }),
        column("origin", { kind: "text" }, { optional: true }),
      ],
      value: [column("low", { kind: "money", currency: "VND" })],
      rows: null,
    },
  ],
  criteria: [],
  scorecards: [],
  policies: [],
  shared: [],
};

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "luong-bind-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function bind(
  files: Record<string, string>,
  config: Partial<SetConfig>,
  environment = {},
): Promise<Bound> {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return bindingsOf(
    { folder, shown: ".", config: { ...defaultConfig, ...config } },
    ir,
    environment,
  );
}

async function complaint(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (error instanceof CannotRun) return `${error.text.en}; ${error.advice?.en ?? ""}`;
    throw error;
  }
  return "";
}

describe("bindingsOf", () => {
  test("a list: code, value or its own name, else the first column; periods", async () => {
    const lists = { trusted: "a.csv" };
    for (const header of ["code", "value", "trusted", "importer"]) {
      const files = {
        "a.csv": `${header},valid_from,valid_until\nT1,2026-01-01,\n T2 ,,2027-01-01\n,,\n`,
      };
      expect((await bind(files, { lists })).lists).toEqual({
        trusted: [
          { value: "T1", validFrom: "2026-01-01" },
          { value: "T2", validUntil: "2027-01-01" },
        ],
      });
    }
  });

  test("a table: cells in the order of its columns, whatever the order in the file", async () => {
    const files = {
      "t.csv": "\uFEFFvalid_from,low,origin,hs\n2026-01-01,2500,,6109\n,3000,CN,61\n",
    };
    const { tables } = await bind(files, { tables: { price: "t.csv" } });
    const open = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };
    expect([...(tables?.["price"] ?? [])]).toEqual([
      {
        ...open,
        name: "1",
        cells: ["6109", null, 2500],
        validFrom: "2026-01-01",
        from: Date.UTC(2026, 0, 1),
      },
      { ...open, name: "2", cells: ["61", "CN", 3000] },
    ]);
  });

  test("codes and rates", async () => {
    const files = {
      "c.csv": "code,parent,en,vi\n03,,Hai Phong,Hải Phòng\n03CC,03,,\n",
      "r.csv": "from,to,rate\nUSD,VND,25400\n",
    };
    const bound = await bind(files, { codeLists: { Office: "c.csv" }, rates: "r.csv" });
    expect(bound.codes).toEqual({
      Office: [
        { code: "03", label: { en: "Hai Phong", vi: "Hải Phòng" } },
        { code: "03CC", label: {}, parent: "03" },
      ],
    });
    expect(bound.rates).toEqual({ "USD/VND": "25400" });
  });

  test("the key of the environment wins over that of the file", async () => {
    expect((await bind({}, { samplingKey: "11" })).samplingKey).toBe("11");
    expect((await bind({}, { samplingKey: "11" }, { LUONG_SAMPLING_KEY: "22" })).samplingKey).toBe(
      "22",
    );
    expect("samplingKey" in (await bind({}, {}))).toBe(false);
  });

  test.each<[string, Record<string, string>, Partial<SetConfig>, string]>([
    [
      "a misspelt period would be in force for ever",
      { "a.csv": "code,valid_untill\nA,2020-01-01\n" },
      { lists: { trusted: "a.csv" } },
      "a.csv: the column `valid_untill` means nothing here; did you mean `valid_until`?",
    ],
    [
      "a column of a table is missing",
      { "t.csv": "hs,origin\n6109,CN\n" },
      { tables: { price: "t.csv" } },
      "t.csv has no column `low`; its columns: hs, origin",
    ],
    ["a file is missing", {}, { rates: "no.csv" }, "cannot read no.csv: it does not exist; "],
    [
      "a rate given twice",
      { "r.csv": "from,to,rate\nUSD,VND,1\nUSD,VND,2\n" },
      { rates: "r.csv" },
      "r.csv: the rate USD/VND is given twice; ",
    ],
  ])("%s", async (_, files, config, expected) => {
    expect(await complaint(() => bind(files, config))).toBe(expected);
  });

  test("a broken row of a binding stops the command", async () => {
    const files = { "t.csv": "hs,origin,low\n6109,CN\n" };
    expect(await complaint(() => bind(files, { tables: { price: "t.csv" } }))).toContain(
      "t.csv is not a sound CSV file",
    );
  });
});

describe("tableCell", () => {
  const money: Type = { kind: "money", currency: null };
  test.each<[string, Type, Column["match"], unknown]>([
    ["", { kind: "text" }, "equal", null],
    [" x ", { kind: "text" }, "equal", "x"],
    ["6109", { kind: "code", list: "Hs" }, "under", "6109"],
    ["12.5", { kind: "number" }, "equal", 12.5],
    // What cannot be read stays as written, so that the engine can name it.
    ["1,5", { kind: "number" }, "equal", "1,5"],
    ["8%", { kind: "percent" }, "equal", 8],
    ["yes", { kind: "boolean" }, "equal", true],
    ["maybe", { kind: "boolean" }, "equal", "maybe"],
    ["2.50 USD", money, "equal", { amount: 2.5, currency: "USD" }],
    ["100 KGM", { kind: "quantity", dimension: null }, "equal", { value: 100, unit: "KGM" }],
    [
      "2.50 USD per KGM",
      { kind: "unitPrice", currency: null, dimension: null },
      "equal",
      { amount: 2.5, currency: "USD", unit: "KGM" },
    ],
    ["a; b;c", { kind: "set", of: { kind: "text" }, max: 9 }, "equal", ["a", "b", "c"]],
    ["1 to 9", { kind: "integer" }, "between", [1, 9]],
    ["2026-01-01 đến 2026-12-31", { kind: "date" }, "between", ["2026-01-01", "2026-12-31"]],
    ["5", { kind: "integer" }, "between", [5, 5]],
    ["5..9", { kind: "integer" }, "between", [5, 9]],
    ["2500 VND", { kind: "money", currency: "VND" }, "equal", 2500],
    ["2500 USD", { kind: "money", currency: "VND" }, "equal", "2500 USD"],
    ["100 kg", { kind: "quantity", dimension: null }, "equal", { value: 100, unit: "KGM" }],
  ])("%s", (text, type, match, expected) => {
    const units = [{ name: "kg", code: "KGM", dimension: "mass" as const }];
    expect(tableCell(text, { type, match }, units)).toEqual(expected);
  });
});
