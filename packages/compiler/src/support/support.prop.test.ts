// The helpers of a bundle against the reference they stand for.

import type { FieldFault } from "@luong/runtime/abi";
import {
  type BoundRow,
  bestRow,
  containsAny,
  fold,
  instantTextFromMs,
  parseDate,
  parseInstant,
  parseTime,
  type TableIr,
  type Type,
} from "@luong/spec";
import { randomSchema } from "@luong/testkit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkNumber, checkTime } from "./check-facts.ts";
import { forms } from "./forms.ts";
import {
  levelNumber,
  nfc,
  readDate,
  readInstant,
  readTime,
  scaled,
  scaledFlag,
} from "./read-facts.ts";
import { inIntervals, isUnder } from "./sets.ts";
import { TableIndex } from "./table-index.ts";
import { CellWords, DatedWords, WordGroups, WordMemo } from "./words.ts";

const instants = fc.integer({ min: -62_135_500_000_000, max: 253_402_200_000_000 });

describe("times", () => {
  test("are read as the spec reads them", () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(0, 420, -210), fc.nat(4), (ms, zone, cut) => {
        const full = instantTextFromMs(ms, zone);
        const texts = [
          full,
          full.slice(0, 19),
          full.slice(0, 16),
          `${full.slice(0, 19)}Z`,
          `${full.slice(0, 19)}.5`,
        ];
        const text = texts[cut] ?? full;
        expect(readInstant(text, zone)).toBe(parseInstant(text, zone));
        expect(readDate(full.slice(0, 10))).toBe(parseDate(full.slice(0, 10)));
        expect(readTime(full.slice(11, 19))).toBe(parseTime(full.slice(11, 19)));
        expect(readTime(full.slice(11, 16))).toBe(parseTime(full.slice(11, 16)));
      }),
      { numRuns: 500 },
    );
  });

  const nearly = fc.stringMatching(
    /^[0-9]{3,4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(\.5)?(Z|\+07:00|\+19:00)?)?$/,
  );
  test("have a fault exactly when they have not the form, or no such day exists", () => {
    fc.assert(
      fc.property(
        nearly,
        fc.constantFrom("date" as const, "time" as const, "instant" as const),
        (whole, kind) => {
          const text = kind === "time" ? whole.slice(11) : whole;
          const faults: FieldFault[] = [];
          checkTime(kind, text, 420, "/x", faults);
          const hasForm = new RegExp(forms[kind]).test(text);
          const reads =
            { date: parseDate, time: parseTime, instant: parseInstant }[kind](text, 420) !==
            undefined;
          const expected = hasForm ? (reads ? [] : ["calendar"]) : ["form"];
          expect(faults.map(({ keyword }) => keyword)).toEqual(expected);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe("numbers", () => {
  test("whole ten-thousandths are exact, the rest is flagged", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -5e11, max: 5e11 }),
        fc.integer({ min: 0, max: 6 }),
        (whole, places) => {
          const value = Number(`${whole}e-${places}`);
          const isExact = whole % 10 ** Math.max(0, places - 4) === 0;
          expect(scaledFlag(value)).toBe(isExact ? 0 : 1);
          if (isExact) expect(scaled(value)).toBe(Number(`${whole}e${4 - places}`));
        },
      ),
    );
  });

  test("fifteen digits pass, more do not, whatever their place", () => {
    const digits = (value: number): number =>
      value.toExponential().replace(/e.*$/, "").replace(/[-.]/g, "").length;
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, min: -1e15, max: 1e15 }),
        fc.integer({ min: 1, max: 17 }),
        (any, precision) => {
          const value = Number(any.toPrecision(precision));
          if (Math.abs(value) < 1e-15 && value !== 0) return;
          const faults: FieldFault[] = [];
          expect(checkNumber(value, "/x", faults)).toBe(digits(value) <= 15);
          expect(faults.map(({ keyword }) => keyword)).toEqual(
            digits(value) <= 15 ? [] : ["significantDigits"],
          );
        },
      ),
      { numRuns: 2000 },
    );
  });
});

const codes = fc.stringMatching(/^[0-9A-Z]{1,9}$/);

describe("codes", () => {
  test("lie in the interval of a prefix exactly when they are under it", () => {
    const levels = [2, 4, 6, 8];
    fc.assert(
      fc.property(codes, codes, fc.boolean(), (code, other, extend) => {
        const prefix = (extend ? code : other).slice(0, 4).padEnd(4, "0");
        const low = levelNumber(prefix, 8);
        const high = low + 38 ** 4;
        const level = levelNumber(code, 8);
        expect(level >= low && level < high).toBe(isUnder(code, prefix, levels));
        expect(inIntervals(Float64Array.of(1, 2, low, high), level)).toBe(
          level >= low && level < high,
        );
      }),
    );
  });

  test("NFC of any text is what the language says", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (any) => {
        expect(nfc(any.normalize("NFD"))).toBe(any.normalize("NFC"));
      }),
    );
  });
});

const hs: Type = { kind: "code", list: "Hs" };
const table: TableIr = {
  name: "t",
  label: {},
  access: "internal",
  dated: true,
  key: [
    { name: "hs", type: hs, label: {}, match: "under", optional: true },
    { name: "who", type: { kind: "id", name: "Id" }, label: {}, match: "equal", optional: true },
    { name: "n", type: { kind: "integer" }, label: {}, match: "between", optional: true },
  ],
  value: [],
  rows: null,
};
const few = {
  hs: fc.constantFrom("61", "6109", "610910", "84", "61091000", "6"),
  who: fc.constantFrom("a", "b", "T\u00ea"),
};
const cells = fc.tuple(
  fc.option(few.hs),
  fc.option(few.who),
  fc.option(fc.constantFrom([0, 4], [5, 9], [10, 10])),
);

describe("look-ups", () => {
  test("find the row the reference finds", () => {
    const rows = fc.uniqueArray(fc.tuple(cells, fc.constantFrom(0, 5), fc.constantFrom(5, 9)), {
      maxLength: 25,
      selector: ([key]) => JSON.stringify(key),
    });
    fc.assert(
      fc.property(
        rows,
        few.hs,
        few.who,
        fc.integer({ min: -1, max: 11 }),
        fc.integer({ min: 0, max: 9 }),
        (given, code, who, n, at) => {
          const bound: BoundRow[] = given.map(([key, from, until], index) => ({
            cells: key,
            from,
            until,
            name: String(index),
          }));
          const binding = { dated: true, rows: bound };
          const index = new TableIndex(binding, [
            { match: "under", read: (cell: string) => cell, levels: [2, 4, 6, 8] },
            { match: "equal", read: (cell: string) => cell },
            { match: "between", read: (cell: number) => cell },
          ]);
          index.keys.splice(0, 3, code, who, n);
          const context = { schema: randomSchema, parentOf: () => null, rate: () => undefined };
          const keys = [
            { kind: "text", value: code } as const,
            { kind: "text", value: who } as const,
            { kind: "number", value: { n: BigInt(n), d: 1n } } as const,
          ];
          const match = bestRow(table, binding, keys, at, context);
          expect(index.find(at)).toBe(
            match.kind === "row" ? bound.indexOf(match.row) : bound.length,
          );
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("an unknown key or time finds nothing", () => {
    const rows = [{ cells: [null], from: -Infinity, until: Infinity, name: "" }];
    const index = new TableIndex({ dated: false, rows }, [
      { match: "equal", read: (cell: string) => cell },
    ]);
    expect(index.find(0)).toBe(1);
    index.keys[0] = "x";
    expect(index.find(0)).toBe(0);
    expect(index.find(Number.NaN)).toBe(1);
  });
});

describe("words", () => {
  const phrase = fc.constantFrom("đã qua sử dụng", "used", "lốp xe", "", "xe");
  const groups = fc.array(fc.option(fc.array(phrase, { maxLength: 3 }), { nil: undefined }), {
    minLength: 1,
    maxLength: 4,
  });
  const words = fc.constantFrom("Lốp xe ĐÃ QUA SỬ DỤNG", "unused", "used; lop", "xe", "");

  test("every group is answered as alone; a group that is not bound is unknown unless it occurs", () => {
    fc.assert(
      fc.property(groups, fc.array(words, { minLength: 2, maxLength: 4 }), (all, texts) => {
        const clock = { turn: 0 };
        const memo = new WordMemo(new WordGroups(all, fold, clock), 1);
        for (const said of texts) {
          clock.turn += 1;
          all.forEach((group, index) => {
            const truth = group === undefined ? 1 : containsAny(said, group) ? 2 : 0;
            expect(memo.occurs(0, said, index)).toBe(truth);
          });
        }
      }),
    );
  });

  test("a dated list is looked at as of the time asked", () => {
    const list = {
      dated: true,
      has: () => false,
      members: (at: number) => (at < 5 ? ["used"] : ["lốp xe"]),
    };
    const dated = new DatedWords(list, false);
    expect([
      dated.occur("Used", 1),
      dated.occur("Used", 6),
      dated.occur("lop xe", 6),
      dated.occur("Used", 1),
    ]).toEqual([2, 0, 2, 2]);
    expect(new DatedWords(undefined, false).occur("Used", 1)).toBe(1);
    expect(dated.occur("Used", Number.NaN)).toBe(1);
  });

  test("phrases of a cell; exactly means with accents", () => {
    const cell = ["Chì"];
    expect([
      new CellWords(false).occur("chỉ may", cell),
      new CellWords(true).occur("chỉ may", cell),
    ]).toEqual([2, 0]);
    expect(new CellWords(true).occur("x", undefined)).toBe(1);
  });
});
