// Tables and lists too large to be objects, and those that come ready-made. Comes in: generated rows; goes out: what the binding says of them.
import type { Fault, ListIr, TableIr, TableRow } from "@luong/spec";
import { describe, expect, test } from "vitest";
import { exampleIr, exampleOptions } from "../../test/example-ir.ts";
import { createEngine } from "../engine.ts";
import { interpretedBundle } from "../evaluate/interpreted.ts";
import { codeSetFrom } from "../facts/code-sets.ts";
import { FlatSet } from "../lists/flat-set.ts";
import { RowStore } from "../rows/row-store.ts";
import type { BindContext } from "./bind-context.ts";
import { bindList } from "./bind-list.ts";
import { bindTable } from "./bind-table.ts";
import { MAX_TABLE_FAULTS, RowIntake } from "./row-intake.ts";

const SIZE = 5000;

const table: TableIr = {
  name: "t",
  label: {},
  access: "internal",
  dated: true,
  key: [
    { name: "id", type: { kind: "text" }, label: {}, match: "equal", optional: true },
    { name: "hs", type: { kind: "code", list: "Hs" }, label: {}, match: "under", optional: true },
    { name: "n", type: { kind: "integer" }, label: {}, match: "between", optional: true },
  ],
  value: [{ name: "low", type: { kind: "integer" }, label: {}, match: "equal", optional: true }],
  rows: null,
};

const { schema } = exampleIr;
const codeSets = new Map(
  schema.codeLists.map((list) => [list.name, codeSetFrom(list, list.codes)]),
);

function contextWith(
  more: Partial<BindContext> = {},
): BindContext & { readonly problems: Fault[] } {
  return { schema, codeSets, problems: [], ...more };
}

function* rows(size = SIZE): Generator<TableRow> {
  for (let at = 0; at < size; at += 1) {
    const hs = at % 3 === 0 ? null : at % 3 === 1 ? "61" : "6109";
    const cells = [`r${at}`, hs, at % 2 === 0 ? [at, at + 5] : null, at % 7];
    yield at % 5 === 0 ? { cells, validFrom: "2026-01-01" } : { cells };
  }
}

function shown({ problems }: BindContext): string[] {
  return problems.map(({ code, path }) => `${code} ${path}`);
}

describe("a large table", () => {
  test("stays flat, and says what a small one says", () => {
    const context = contextWith();
    const bound = bindTable(table, rows(), "/t", context);
    const small = bindTable(table, rows(1000), "/t", context);
    expect(shown(context)).toEqual([]);
    expect(bound.rows).toBeInstanceOf(RowStore);
    expect(small.rows).toBeInstanceOf(Array);
    expect(bound.rows.length).toBe(SIZE);
    for (let at = 0; at < 1000; at += 1) expect(bound.rows.at(at)).toEqual(small.rows.at(at));
    expect(bound.rows.at(4321)?.name).toBe("r4321");
    expect(bound.rows.numbersNamed?.("r4321")).toEqual([4322]);
  });

  test("every wrong row is named by its place, whatever was right before", () => {
    const context = contextWith();
    const given = [...rows()];
    given[3700] = { cells: ["r3700", "610", null, null] };
    given[3801] = { cells: ["r3801", null, [9, 1], "x"], validUntil: "2026" };
    given[3802] = { cells: ["r3802"] };
    given[3803] = { cells: ["r3803", "61", null, Number.NaN] };
    given[4000] = { cells: ["r4000", "610", null, null] };
    bindTable(table, given, "/t", context);
    expect(shown(context)).toEqual([
      "LU6113 /t/3700/hs",
      "LU6510 /t/3801",
      "LU6104 /t/3801/low",
      "LU6513 /t/3801/n",
      "LU6508 /t/3802",
      "LU6010 /t/3803/low",
      "LU6113 /t/4000/hs",
    ]);
  });

  test("ties are found among all rows, and counted with the rows that were refused", () => {
    const context = contextWith();
    const given = [...rows()];
    given[10] = { cells: ["r10", "610", null, null] };
    given[4999] = given[20] ?? { cells: [] };
    given[4998] = { cells: ["r22", given[22]?.cells[1], [26, 30], 1] };
    bindTable(table, given, "/t", context);
    expect(context.problems.map(({ code, path, args }) => [code, path, args["other"]])).toEqual([
      ["LU6113", "/t/10/hs", undefined],
      ["LU6509", "/t/4998", 23],
      ["LU6509", "/t/4999", 21],
    ]);
  });

  test("ties are no mistake of a table that is only walked", () => {
    const given = [...rows(1500), ...rows(1)];
    const looked = contextWith();
    bindTable(table, given, "/t", looked);
    expect(shown(looked)).toEqual(["LU6509 /t/1500"]);
    const walked = contextWith({ onlyWalked: new Set(["t"]) });
    bindTable(table, given, "/t", walked);
    expect(shown(walked)).toEqual([]);
  });

  test("a mistake in every row has words for the first hundred thousand", () => {
    const context = contextWith();
    const intake = new RowIntake(table, context);
    for (let at = 0; at < MAX_TABLE_FAULTS + 50; at += 1) {
      expect(
        intake.add([`r${at}`, `x${String(at % 3000).padStart(4, "0")}`, null, null], {}, `/${at}`),
      ).toBe(false);
    }
    expect(context.problems.length).toBe(MAX_TABLE_FAULTS);
    expect(intake.rows).toBe(0);
  });
});

describe("a ready-made store", () => {
  function storeOf(): RowStore {
    const intake = new RowIntake(table, contextWith());
    let at = 0;
    for (const row of rows()) intake.add(row.cells, row, `/${at++}`);
    return intake.build(true);
  }

  test("is taken as it is; removed rows stay away", () => {
    const store = storeOf();
    const context = contextWith();
    expect(bindTable(table, store, "/t", context).rows).toBe(store);
    const changed = store.withChanges({ remove: ["r7"], put: [{ cells: ["new", null, null, 1] }] });
    const { rows: bound } = bindTable(table, changed, "/t", context);
    expect([bound.at(7), bound.at(SIZE)?.name, bound.length]).toEqual([undefined, "new", SIZE + 1]);
    expect(shown(context)).toEqual([]);
  });

  test("is asked for ties, also between what was there and what was put", () => {
    const store = storeOf();
    const twin = store.at(33) ?? { cells: [] };
    const context = contextWith();
    bindTable(table, store.withChanges({ put: [twin] }), "/t", context);
    bindTable(table, store.withChanges({ put: [twin], remove: [34] }), "/t", context);
    expect(shown(context)).toEqual([`LU6509 /t/${SIZE}`]);
  });

  test("of another table is refused", () => {
    const context = contextWith();
    bindTable({ ...table, name: "other" }, storeOf(), "/other", context);
    bindTable({ ...table, dated: false }, storeOf(), "/t", context);
    expect(shown(context)).toEqual(["LU6508 /other", "LU6508 /t"]);
  });
});

describe("a large list", () => {
  const list: ListIr = {
    name: "l",
    label: {},
    of: { kind: "text" },
    access: "internal",
    dated: false,
    members: null,
  };

  test("is asked and enumerated like a small one", () => {
    const context = contextWith();
    const members = Array.from({ length: 12_000 }, (_, at) => `m${at}`);
    const bound = bindList(list, [...members, "Ca\u0300"], "/l", context);
    expect([bound.has("m11999", 0), bound.has("C\u00e0", 0), bound.has("m12000", 0)]).toEqual([
      true,
      true,
      false,
    ]);
    expect(bound.members(0)).toEqual([...members, "C\u00e0"]);
    expect(shown(context)).toEqual([]);
  });

  test("comes ready-made; one without periods is a dated list without ends", () => {
    const set = FlatSet.build(["a", "b"]);
    const context = contextWith();
    expect(bindList(list, set, "/l", context).has("b", 0)).toBe(true);
    const dated = bindList({ ...list, dated: true }, set, "/l", context);
    expect([dated.dated, dated.has("b", 0), dated.members(0)]).toEqual([true, true, ["a", "b"]]);
  });

  test("wrong members are named", () => {
    const context = contextWith();
    const integers: ListIr = { ...list, of: { kind: "integer" } };
    bindList(integers, ["1", "x"], "/l", context);
    expect(shown(context)).toEqual(["LU6104 /l/1"]);
  });
});

test("an engine's options take stores where they take rows", async () => {
  const { bindWorld } = await import("./bind.ts");
  const prices = exampleIr.tables.find(({ name }) => name === "prices");
  if (prices === undefined) throw new Error("no prices");
  const given: Iterable<TableRow> = [{ cells: ["6109", "VN"] }, { cells: ["61", "CN"] }];
  const intake = new RowIntake(prices, contextWith());
  let at = 0;
  for (const row of given) intake.add(row.cells, row, `/${at++}`);
  const tables = { ...exampleOptions.tables, prices: intake.build(false) };
  const plain = bindWorld(exampleIr, {
    ...exampleOptions,
    tables: { ...exampleOptions.tables, prices: given },
  });
  const bound = bindWorld(exampleIr, { ...exampleOptions, tables });
  expect(bound.problems).toEqual([]);
  expect([...(bound.world.table("prices")?.rows ?? [])]).toEqual([
    ...(plain.world.table("prices")?.rows ?? []),
  ]);
});

test("a removed row is never asked, and the others keep their numbers and reasons", () => {
  const external = {
    ...exampleIr,
    tables: exampleIr.tables.map((each) =>
      each.name === "indicators" ? { ...each, rows: null } : each,
    ),
  };
  const indicators = external.tables.find(({ name }) => name === "indicators");
  if (indicators === undefined) throw new Error("no indicators");
  const intake = new RowIntake(indicators, contextWith());
  intake.add(["shoes", "6403", "yellow", 10], {}, "/0");
  intake.add(["shirts", "6109", "red", 20], {}, "/1");
  intake.add(["cotton", "6109", "red", 5], {}, "/2");
  const store = intake.build(true).withChanges({ remove: ["shirts"] });
  const hits = (rows: RowStore): unknown => {
    const tables = { ...exampleOptions.tables, indicators: rows };
    const options = { ...exampleOptions, tables, explain: true };
    const engine = createEngine(interpretedBundle(external), options);
    const { decision, rejection } = engine.decide({
      number: "1001",
      revision: 0,
      at: "2026-02-01T09:00",
      office: "02CI",
      count: 2,
      importer: "0303",
      priority: false,
      items: [{ line: 1, hs: "61091000", origin: "VN", value: 5000 }],
    });
    expect(rejection).toBeUndefined();
    return decision?.hits
      .filter(({ criterion }) => criterion === "IND-500")
      .map(({ row, risk, reason }) => [row, risk, reason?.en]);
  };
  expect(hits(store)).toEqual([["cotton", 5, "Indicator for 61091000"]]);
  expect(hits(store.withChanges({ put: [{ cells: ["new", "61", "yellow", 1] }] }))).toEqual([
    ["cotton", 5, "Indicator for 61091000"],
    ["new", 1, "Indicator for 61091000"],
  ]);
});
