// Rows cut from bytes, wherever the chunks end. Comes in: random cells written as RFC 4180 says; csv-parse is the twin.
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CsvCutter, type CutRows, splitRow } from "./csv-cutter.ts";

function cut(text: string | Uint8Array, chunkBytes = 1 << 16): CutRows {
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  const cutter = new CsvCutter();
  const parts: CutRows[] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    parts.push(cutter.add(bytes.subarray(at, at + chunkBytes)));
    if (parts.at(-1)?.broken !== undefined) break;
  }
  if (parts.at(-1)?.broken === undefined) parts.push(cutter.end());
  const broken = parts.at(-1)?.broken;
  return {
    rows: parts.flatMap(({ rows }) => rows),
    places: parts.flatMap(({ places }) => places),
    ...(broken === undefined ? {} : { broken }),
  };
}

const cell = fc.oneof(
  fc.string({ unit: fc.constantFrom('"', ",", "\n", "\r", "a", "đ", "e\u0301", "𝄞", " ") }),
  fc.constantFrom("", "6109", "Hải Phòng"),
);

function written(text: string, always: boolean): string {
  return always || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

test("cells come back as they were written, whatever the chunks", () => {
  const rows = fc.array(fc.tuple(cell, cell, cell), { maxLength: 8 });
  const ends = fc.constantFrom("\n", "\r\n");
  fc.assert(
    fc.property(
      rows,
      ends,
      fc.boolean(),
      fc.boolean(),
      fc.boolean(),
      fc.integer({ min: 1, max: 20 }),
      (all, end, quoteAll, mark, lastEnd, chunk) => {
        const lines = all.map((row) => row.map((each) => written(each, quoteAll)).join(","));
        const body = lines.join(end) + (lastEnd ? end : "");
        const found = cut((mark ? "\uFEFF" : "") + body, chunk);
        expect(found.broken).toBeUndefined();
        expect(found.rows).toEqual(all);
        if (all.length > 0)
          expect(found.rows).toEqual(parse(body, { record_delimiter: ["\n", "\r\n"] }));
        // The line of a row is one more than the line ends before it.
        let before = "";
        const places = lines.map((line) => {
          const place = before.split("\n").length;
          before += line + end;
          return place;
        });
        expect(found.places).toEqual(places);
      },
    ),
  );
});

test("any bytes give rows or a fault, and no exception", () => {
  const bytes = fc.uint8Array({ maxLength: 60 });
  const near = fc
    .string({ unit: fc.constantFrom('"', ",", "\n", "a"), maxLength: 40 })
    .map((text) => Buffer.from(text));
  fc.assert(
    fc.property(fc.oneof(bytes, near), fc.integer({ min: 1, max: 9 }), (given, chunk) => {
      expect(cut(given, chunk)).toEqual(cut(given));
    }),
  );
});

describe("a broken file", () => {
  test.each<[string, string | Uint8Array, string, number, number]>([
    ["an open quote", 'a,b\n1,2\n3,"4\n5,6\n', "LU6302", 3, 2],
    ["a quote in the middle of a cell", 'a,b\n1,x"y"\n3,4\n', "LU6302", 2, 1],
    ["text behind a quote", 'a,b\n1,"x"y\n3,4\n', "LU6302", 2, 1],
    ["bytes that are no UTF-8", Buffer.from("a,b\n1,2\n3,\xe9\n", "latin1"), "LU6001", 3, 2],
    ["a row without end", `a,b\n1,${"x".repeat(1_100_000)}`, "LU6005", 2, 1],
    ["a quote that swallows the rest", `a,b\n1,"${"x\n".repeat(600_000)}`, "LU6302", 2, 1],
  ])("%s", (_, text, code, line, rows) => {
    const found = cut(text);
    expect(found.broken).toMatchObject({ place: line, fault: { code } });
    expect(found.rows).toHaveLength(rows);
  });
});

test("blank lines are passed over and counted", () => {
  expect(cut("a\n\n\r\n1\n")).toEqual({ rows: [["a"], ["1"]], places: [1, 4] });
});

test.each<[string, readonly string[] | undefined]>([
  ["", [""]],
  [",", ["", ""]],
  ['"",""', ["", ""]],
  ['"a,b",c', ["a,b", "c"]],
  ['"15"" pipe"', ['15" pipe']],
  ['a,"b"', ["a", "b"]],
  ['a "b"', undefined],
  ['"a', undefined],
  ['"a" ,b', undefined],
])("%j", (text, cells) => {
  expect(splitRow(text)).toEqual(cells);
});
