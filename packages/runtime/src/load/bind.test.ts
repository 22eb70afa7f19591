// What is bound: periods, ties, code trees, rates, and every problem at once.
import type { TableIr, TableRow, Type } from "@luong/spec";
import { rationalFromExact } from "@luong/spec";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exampleIr, exampleOptions } from "../../test/example-ir.ts";
import { bindWorld } from "./bind.ts";
import { bindList } from "./bind-list.ts";
import { bindTable } from "./bind-table.ts";

const hs: Type = { kind: "code", list: "Hs" };
const integer: Type = { kind: "integer" };
const text: Type = { kind: "text" };

function table(key: TableIr["key"], dated = false): TableIr {
  const value = [{ name: "v", type: text, label: {}, match: "equal", optional: true } as const];
  return { name: "t", label: {}, access: "internal", dated, key, value, rows: null };
}

function problemsOf(declared: TableIr, rows: readonly TableRow[]): string[] {
  const problems: { code: string; args: Readonly<Record<string, unknown>> }[] = [];
  bindTable(declared, rows, "/tables/t", {
    schema: exampleIr.schema,
    codeSets: new Map(),
    problems: problems as never,
  });
  return problems.map(({ code, args }) =>
    code === "LU6509" ? `tie ${args["other"]} ${args["row"]}` : code,
  );
}

const column = { type: hs, label: {}, optional: true } as const;
const under = table([{ ...column, name: "hs", match: "under" }]);
const two = table([
  { ...column, name: "hs", match: "under" },
  { ...column, name: "origin", type: text, match: "equal" },
]);
const range = table([{ ...column, name: "n", type: integer, match: "between" }]);

describe("two rows of a table", () => {
  test.each<[string, TableIr, TableRow[], string[]]>([
    ["same code", under, [{ cells: ["6109", null] }, { cells: ["6109", "x"] }], ["tie 1 2"]],
    ["longer prefix wins", under, [{ cells: ["61", null] }, { cells: ["6109", null] }], []],
    ["filled wins over empty", under, [{ cells: [null, null] }, { cells: ["61", null] }], []],
    ["both empty", under, [{ cells: [null, null] }, { cells: [null, null] }], ["tie 1 2"]],
    [
      "one of two columns differs",
      two,
      [{ cells: ["61", "VN", null] }, { cells: ["61", "CN", null] }],
      [],
    ],
    [
      "two columns agree",
      two,
      [{ cells: ["61", "VN", null] }, { cells: ["62", "VN", null] }, { cells: ["61", "VN", null] }],
      ["tie 1 3"],
    ],
    [
      "ranges that touch",
      range,
      [{ cells: [[1, 5], null] }, { cells: [[5, 9], null] }],
      ["tie 1 2"],
    ],
    ["ranges side by side", range, [{ cells: [[1, 5], null] }, { cells: [[6, 9], null] }], []],
    [
      "a range inside another, far apart in the table",
      range,
      [{ cells: [[1, 100], null] }, { cells: [[200, 201], null] }, { cells: [[50, 51], null] }],
      ["tie 1 3"],
    ],
    ["a range and an empty cell", range, [{ cells: [[1, 5], null] }, { cells: [null, null] }], []],
    ["a range backwards", range, [{ cells: [[5, 1], null] }], ["LU6513"]],
    ["half a range", range, [{ cells: [[5], null] }], ["LU6511"]],
  ])("%s", (_, declared, rows, expected) => {
    expect(problemsOf(declared, rows)).toEqual(expected);
  });

  test("periods separate rows; the end is not included", () => {
    const dated = { ...under, dated: true };
    const row = (validFrom: string, validUntil?: string): TableRow => {
      return {
        cells: ["61", null],
        validFrom,
        ...(validUntil === undefined ? {} : { validUntil }),
      };
    };
    expect(problemsOf(dated, [row("2026-01-01", "2026-02-01"), row("2026-02-01")])).toEqual([]);
    expect(problemsOf(dated, [row("2026-01-01", "2026-02-02"), row("2026-02-01")])).toEqual([
      "tie 1 2",
    ]);
    expect(problemsOf(dated, [row("2026-02-01", "2026-01-01")])).toEqual(["LU6510"]);
    expect(problemsOf(under, [row("2026-02-01")])).toEqual(["LU6510"]);
  });

  test("the ties found are those a look at every pair finds", () => {
    const cell = fc.constantFrom(null, "61", "6109");
    const end = fc.integer({ min: 0, max: 8 });
    const pair = fc.oneof(
      fc.constant(null),
      fc.tuple(end, end).map(([a, b]) => [Math.min(a, b), Math.max(a, b)]),
    );
    const day = fc.integer({ min: 1, max: 9 }).map((n) => `2026-01-0${n}`);
    const row = fc.record({ cells: fc.tuple(cell, pair, fc.constant(null)), validFrom: day });
    const declared = table([...under.key, ...range.key], true);
    fc.assert(
      fc.property(fc.array(row, { maxLength: 6 }), (rows) => {
        const meet = (a: (typeof rows)[number], b: (typeof rows)[number]): boolean => {
          const [[hsA, rangeA], [hsB, rangeB]] = [a.cells, b.cells];
          if (hsA !== hsB || (rangeA === null) !== (rangeB === null)) return false;
          // All periods here are open at the end, so they overlap.
          return (
            rangeA === null ||
            rangeB === null ||
            ((rangeA[0] ?? 0) <= (rangeB[1] ?? 0) && (rangeB[0] ?? 0) <= (rangeA[1] ?? 0))
          );
        };
        const expected = rows.flatMap((a, i) =>
          rows.slice(i + 1).flatMap((b, j) => (meet(a, b) ? [`tie ${i + 1} ${i + j + 2}`] : [])),
        );
        expect(problemsOf(declared, rows).toSorted()).toEqual(expected.toSorted());
      }),
    );
  });
});

describe("cells", () => {
  test("are held to the rules of facts, with the path of the cell", () => {
    const { problems } = bindWorld(exampleIr, {
      ...exampleOptions,
      tables: {
        prices: [{ cells: ["610", "VN"] }, { cells: ["61", 5] }, { cells: [null, "VN"] }],
        bands: [{ cells: ["x", "blue"] }],
      },
    });
    expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
      "LU6104 /tables/bands/0/level",
      "LU6104 /tables/bands/0/range",
      "LU6113 /tables/prices/0/hs",
      "LU6104 /tables/prices/1/origin",
      "LU6102 /tables/prices/2/hs",
    ]);
  });
});

describe("lists", () => {
  function has(
    members: readonly (string | { value: string; validFrom?: string; validUntil?: string })[],
    value: string,
    at: string,
  ): boolean | undefined {
    const { world } = bindWorld(exampleIr, { ...exampleOptions, lists: { suspects: members } });
    return world.list("suspects")?.has(value, Date.parse(at));
  }

  test("a member is in force from its first to before its last instant", () => {
    const members = [
      { value: "A", validFrom: "2026-01-01", validUntil: "2026-02-01T00:00:00+07:00" },
    ];
    expect(has(members, "A", "2025-12-31T23:59:59+07:00")).toBe(false);
    expect(has(members, "A", "2026-01-01T00:00:00+07:00")).toBe(true);
    expect(has(members, "A", "2026-01-31T23:59:59+07:00")).toBe(true);
    expect(has(members, "A", "2026-02-01T00:00:00+07:00")).toBe(false);
  });

  test("a member of several periods is in force in each", () => {
    const members = [
      { value: "A", validUntil: "2026-01-01" },
      { value: "A", validFrom: "2026-06-01" },
    ];
    expect(
      ["2025-06-01", "2026-03-01", "2026-07-01"].map((day) =>
        has(members, "A", `${day}T12:00:00Z`),
      ),
    ).toEqual([true, false, true]);
  });

  test("letters compare after normalisation", () => {
    expect(has(["Ca\u0300"], "Cà", "2026-01-01")).toBe(true);
  });
});

test("a list of numbers holds decimals written as text", () => {
  const list = {
    name: "n",
    label: {},
    of: integer,
    access: "internal",
    dated: false,
    members: null,
  } as const;
  const problems: { code: string; path: string }[] = [];
  const context = { schema: exampleIr.schema, codeSets: new Map(), problems: problems as never };
  const bound = bindList(list, ["12", "7", "x", "1.5"], "/lists/n", context);
  expect(bound.members(0)).toEqual(["12", "7"]);
  expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
    "LU6104 /lists/n/2",
    "LU6104 /lists/n/3",
  ]);
});

describe("code lists", () => {
  function problemsOfCodes(codes: readonly { code: string; parent?: string }[]): unknown[] {
    const regime = codes.map((each) => ({ ...each, label: {} }));
    return bindWorld(exampleIr, { ...exampleOptions, codes: { Regime: regime } }).problems.map(
      ({ args }) => [args["code"], args["reason"]],
    );
  }

  test("a tree holds together", () => {
    expect(problemsOfCodes([{ code: "A" }, { code: "A1", parent: "A" }])).toEqual([]);
    expect(problemsOfCodes([{ code: "A" }, { code: "A" }])).toEqual([["A", "repeated"]]);
    expect(problemsOfCodes([{ code: "A1", parent: "A" }])).toEqual([["A1", "parent"]]);
    expect(
      problemsOfCodes([
        { code: "A", parent: "B" },
        { code: "B", parent: "A" },
      ]),
    ).toEqual([
      ["A", "cycle"],
      ["B", "cycle"],
    ]);
  });

  test("the parent of a code is null at a root and undefined when the code is not known", () => {
    const { world } = bindWorld(exampleIr, exampleOptions);
    expect(["A11", "A", "B"].map((code) => world.parentOf("Regime", code))).toEqual([
      "A",
      null,
      undefined,
    ]);
    expect(world.parentOf("Office", "03CC")).toBe("03");
  });
});

describe("rates", () => {
  const { world, problems } = bindWorld(exampleIr, {
    ...exampleOptions,
    rates: { "USD/VND": "25400.5", "EUR/USD": "x" },
  });

  test("the way back is the exact inverse", () => {
    expect(world.rate("USD", "VND")).toEqual(rationalFromExact("25400.5"));
    expect(world.rate("VND", "USD")).toEqual(rationalFromExact("2/50801"));
    expect(world.rate("VND", "VND")).toEqual(rationalFromExact("1"));
    expect(world.rate("EUR", "VND")).toBeUndefined();
  });

  test("what is no rate is a problem", () => {
    expect(problems.map(({ path }) => path)).toEqual(["/rates/EUR~1USD"]);
  });
});
