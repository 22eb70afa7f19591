// Look-ups below a tree, rows a value can match, prefixes as intervals, phrases of rows: each against what it stands for.

import {
  type BoundRow,
  bestRow,
  containsAny,
  containsExactlyAny,
  type Schema,
  type TableIr,
  type Type,
} from "@luong/spec";
import { randomSchema } from "@luong/testkit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { levelNumber } from "./read-facts.ts";
import { inIntervals, isUnder, levelBounds, underList } from "./sets.ts";
import { RowFilter, TableIndex, timesInForce } from "./table-index.ts";
import { FoldedTexts, foldedColumn } from "./words.ts";

const tree: Type = { kind: "code", list: "Tree" };
const text: Type = { kind: "text" };
const schema: Schema = {
  ...randomSchema,
  codeLists: [{ name: "Tree", label: {}, shape: "tree", levels: [], codes: null }],
};

/** `a` over `b` over `c`, `d` beside them; `x` and `y` are not in the tree. */
const parents: ReadonlyMap<string, string | null> = new Map([
  ["a", null],
  ["b", "a"],
  ["c", "b"],
  ["d", null],
]);
const parentOf = (code: string): string | null | undefined => parents.get(code);
const codes = fc.constantFrom("a", "b", "c", "d", "x", "y");
const others = fc.constantFrom("p", "q");

const key = (name: string, type: Type, match: "equal" | "under"): TableIr["key"][number] => ({
  name,
  type,
  match,
  optional: true,
  label: {},
});

function tableOf(columns: TableIr["key"]): TableIr {
  return {
    name: "t",
    label: {},
    access: "internal",
    dated: true,
    key: columns,
    value: [],
    rows: null,
  };
}

describe("a table keyed by codes of a tree", () => {
  const row = fc.tuple(
    fc.option(codes, { nil: null }),
    fc.option(others, { nil: null }),
    fc.option(codes, { nil: null }),
    fc.nat(2),
  );

  test("finds the row the reference finds, and none when a foreign code leaves it open", () => {
    const columns = [
      key("code", tree, "under"),
      key("who", text, "equal"),
      key("to", tree, "under"),
    ];
    const table = tableOf(columns);
    fc.assert(
      fc.property(
        fc.uniqueArray(row, { maxLength: 8, selector: (each) => JSON.stringify(each.slice(0, 3)) }),
        fc.tuple(codes, others, codes),
        fc.nat(3),
        (all, asked, at) => {
          const rows: BoundRow[] = all.map(([code, who, to, from]) => ({
            cells: [code, who, to],
            from,
            until: from + 2,
            name: "",
          }));
          const binding = { dated: true, rows };
          const index = new TableIndex(binding, [
            { match: "under", read: (cell: string) => cell, parentOf },
            { match: "equal", read: (cell: string) => cell },
            { match: "under", read: (cell: string) => cell, parentOf },
          ]);
          index.keys.splice(0, 3, ...asked);
          const context = {
            schema,
            parentOf: (_list: string, code: string) => parentOf(code),
            rate: () => undefined,
          };
          const values = asked.map((value) => ({ kind: "text", value }) as const);
          const match = bestRow(table, binding, values, at, context);
          expect(index.find(at)).toBe(match.kind === "row" ? rows.indexOf(match.row) : rows.length);
          const causes = match.kind === "unknown" ? match.causes : [];
          expect(index.open).toBe(causes.some(({ kind }) => kind === "source failed"));
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe("rows a value can match", () => {
  test("are those whose cell is empty or holds, ascending, also after the memory was full", () => {
    const cells = ["84", undefined, "8471", "85", undefined];
    const levels = [2, 4, 6];
    const filter = new RowFilter([...cells, undefined], (own, cell) => isUnder(own, cell, levels));
    fc.assert(
      fc.property(fc.constantFrom("84", "8471", "847130", "8517", "", "01"), (own) => {
        const expected = cells.flatMap((cell, number) =>
          cell === undefined || isUnder(own, cell, levels) ? [number] : [],
        );
        expect([...filter.rows(own)]).toEqual(expected);
      }),
    );
    const wide = new RowFilter(new Array<undefined>(300_001).fill(undefined), () => false);
    for (const own of ["a", "b", "c", "d", "a"]) expect(wide.rows(own)).toHaveLength(300_000);
  });
});

test("times at which some row is in force are the union of the rows' periods", () => {
  const bound = fc.oneof(fc.nat(9), fc.constantFrom(-Infinity, Infinity));
  const period = fc.tuple(bound, bound);
  fc.assert(
    fc.property(fc.array(period, { maxLength: 5 }), fc.nat(9), (periods, at) => {
      const times = timesInForce(
        Float64Array.from(periods, ([from]) => from),
        Float64Array.from(periods, ([, until]) => until),
      );
      const expected = periods.some(([from, until]) => from <= at && at < until);
      expect(inIntervals(times, at)).toBe(expected);
    }),
    { numRuns: 1000 },
  );
});

describe("members of a list as intervals", () => {
  const levels = [2, 4, 6];
  const code = fc.stringMatching(/^[0-9A]{2}([0-9Z]{2}([0-9]{2})?)?$/);
  const listOf = (
    members: readonly string[],
  ): {
    readonly dated: boolean;
    readonly has: (code: string) => boolean;
    readonly members: () => readonly string[];
  } => ({ dated: false, has: (each) => members.includes(each), members: () => members });

  test("hold the codes that are under a member", () => {
    fc.assert(
      fc.property(fc.array(code, { maxLength: 12 }), code, (members, asked) => {
        const list = listOf(members);
        const bounds = levelBounds(list, levels, 6);
        if (bounds === null) throw new Error("every member has a length of a level");
        expect([...bounds]).toEqual([...bounds].toSorted((a, b) => a - b));
        const isInside = inIntervals(bounds, levelNumber(asked, 6));
        expect(isInside ? 2 : 0).toBe(underList(list, asked, levels, 0));
      }),
      { numRuns: 1000 },
    );
  });

  test("are not made of members without a level or of other characters", () => {
    expect(levelBounds(undefined, levels, 6)).toBeNull();
    expect(levelBounds(listOf(["84", "847"]), levels, 6)).toBeNull();
    expect(levelBounds(listOf(["8é"]), levels, 6)).toBeNull();
  });
});

describe("phrases of rows", () => {
  test("occur as they do for the reference; an empty cell is unknown", () => {
    const phrases = ["Áo thun", "ao", "", undefined, "sử dụng"];
    const texts = fc.constantFrom(
      "ÁO THUN đã qua sử dụng",
      "áo thun",
      "thunder",
      "",
      "ao, su dung",
    );
    const ask = fc.tuple(fc.nat(1), texts, fc.nat(phrases.length - 1), fc.boolean());
    fc.assert(
      fc.property(fc.array(ask, { maxLength: 12 }), (asked) => {
        const memos = [new FoldedTexts(false, 2), new FoldedTexts(true, 2)] as const;
        const columns = [foldedColumn(phrases, false), foldedColumn(phrases, true)] as const;
        for (const [place, said, row, exactly] of asked) {
          const phrase = phrases[row];
          const contains = exactly ? containsExactlyAny : containsAny;
          const expected = phrase === undefined ? 1 : contains(said, [phrase]) ? 2 : 0;
          const which = exactly ? 1 : 0;
          expect(memos[which].occurs(place, said, columns[which][row])).toBe(expected);
        }
      }),
    );
  });
});
