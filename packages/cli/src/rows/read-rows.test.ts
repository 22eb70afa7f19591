// Files of rows: what they become, and everything that is said of the wrong ones. Comes in: CSV and Parquet files in a throwaway folder.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { intakeContext } from "@luong/runtime";
import type { BundleIr, Column, TableIr, Type } from "@luong/spec";
import fc from "fast-check";
import { parquetWriteBuffer } from "hyparquet-writer";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CannotRun } from "../both.ts";
import { lineOfFault } from "../fault-words.ts";
import { type RowsProgress, type RowsRead, readRows } from "./read-rows.ts";
import { RowErrors } from "./row-errors.ts";

function column(name: string, type: Type, more: Partial<Column> = {}): Column {
  return { name, type, label: {}, match: "equal", optional: true, ...more };
}

const table: TableIr = {
  name: "indicators",
  label: {},
  access: "internal",
  dated: true,
  key: [
    column("id", { kind: "text" }, { optional: false }),
    column("hs", { kind: "code", list: "Hs" }, { match: "under" }),
    column("ports", { kind: "set", of: { kind: "code", list: "Port" }, max: 9 }),
    column("hours", { kind: "time" }, { match: "between" }),
    column("value", { kind: "integer" }, { match: "between" }),
  ],
  value: [
    column("price", { kind: "money", currency: null }),
    column("day", { kind: "date" }),
    column("note", { kind: "text" }),
  ],
  rows: null,
};

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
    codeLists: [
      { name: "Hs", label: {}, shape: "levels", levels: [2, 4, 6], codes: null },
      { name: "Port", label: {}, shape: "flat", levels: [], codes: null },
    ],
    units: [],
    currencies: [{ code: "USD", digits: 2 }],
    flows: [],
    stages: [],
    actions: [],
  },
  lists: [],
  tables: [table],
  criteria: [],
  scorecards: [],
  policies: [],
  shared: [],
};
const codes = { Port: ["VNHPH", "VNSGN"].map((code) => ({ code, label: {} })) };

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "luong-rows-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function read(
  content: string | Uint8Array,
  name = "t.csv",
  onProgress?: (progress: RowsProgress) => void,
): Promise<RowsRead> {
  const path = join(folder, name);
  writeFileSync(path, content);
  return await readRows({ path, shown: name }, table, intakeContext(ir, { codes }, []), onProgress);
}

const HEADER = "id,hs,ports,hours,value,price,day,note,valid_from,valid_until\n";

function errorsOf({ errors }: RowsRead): string[] {
  return (errors?.errors ?? []).map(
    ({ line, column: name, fault }) => `${line} ${name ?? "-"} ${fault.code}${fault.path}`,
  );
}

async function complaint(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof CannotRun) return `${error.text.en}; ${error.advice?.en ?? ""}`;
    throw error;
  }
  return "";
}

describe("a CSV file", () => {
  test("every kind of cell", async () => {
    const text = `${HEADER}A1,6109,VNHPH; VNSGN,22:00 to 04:00,1..9,2.50 USD,2026-02-01,"Lý do, ""x""",2026-01-01,\nA2,,,,,,,,,\n`;
    const { store, errors } = await read(text);
    expect(errors).toBeNull();
    const open = { from: -Infinity, until: Infinity };
    expect([...store]).toEqual([
      {
        ...open,
        name: "A1",
        cells: [
          "A1",
          "6109",
          ["VNHPH", "VNSGN"],
          ["22:00", "04:00"],
          [1, 9],
          { amount: 2.5, currency: "USD" },
          "2026-02-01",
          'Lý do, "x"',
        ],
        validFrom: "2026-01-01",
        from: Date.UTC(2026, 0, 1),
      },
      { ...open, name: "A2", cells: ["A2", null, null, null, null, null, null, null] },
    ]);
    expect(store.arrays().value.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  test("mark, CRLF, order of columns, decomposed letters, columns of periods left out", async () => {
    const text = "\uFEFFnote, day,price,value,hours,ports,hs,id\r\nLy\u0301 do,,,,,,61,A1\r\n";
    const { store, errors } = await read(text);
    expect(errors).toBeNull();
    expect(store.at(0)?.cells).toEqual(["A1", "61", null, null, null, null, null, "L\u00fd do"]);
  });

  test("packed by gzip", async () => {
    const rows = Array.from({ length: 5000 }, (_, at) => `A${at},6109,,,,,,,,`).join("\n");
    const { store } = await read(gzipSync(HEADER + rows), "t.csv.gz");
    expect([store.length, store.at(4999)?.name]).toEqual([5000, "A4999"]);
    const cut = gzipSync(HEADER + rows).subarray(0, 200);
    expect(await complaint(read(cut, "t.csv.gz"))).toContain("cannot read t.csv.gz");
  });

  test("all errors by line and column, and right rows between them", async () => {
    const text = `${HEADER}A1,610,XX;VNHPH,,,,,,,
A2,61,,25:00 to 04:00,9 to 1,2.555 USD,2026-02-30,"two
lines",,
,61,,,,,,,,
A4,61
A5,61,,,,,,,2027-01-01,2026-01-01
A6,61,,,,2 EUR,,,soon,
A7,61,,,,,,,,
`;
    const result = await read(text);
    expect(errorsOf(result)).toEqual([
      "2 hs LU6113",
      "2 ports LU6105/0",
      "3 day LU6108",
      "3 hours LU6108/0",
      "3 price LU6109/amount",
      "3 value LU6513",
      "5 id LU6102",
      "6 - LU6301",
      "7 - LU6510",
      "8 - LU6510",
      "8 price LU6110/currency",
    ]);
    expect([...result.store].map(({ name }) => name)).toEqual(["A7"]);
  });

  test("a wrong cell far down, among equal ones that are right elsewhere", async () => {
    const rows = Array.from({ length: 70_100 }, (_, at) =>
      at === 70_000
        ? `A${at},61x9,,,,,,,,`
        : `A${at},6109,,,61x9 to 7,,,${at % 100},,`.replace("61x9 to 7", ""),
    );
    expect(errorsOf(await read(HEADER + rows.join("\n")))).toEqual([]);
    rows[70_000] = "A70000,610,,,,,,,,";
    expect(errorsOf(await read(HEADER + rows.join("\n")))).toEqual(["70002 hs LU6113"]);
  });

  test("a broken quote stops, and what was found before is told", async () => {
    const text = `${HEADER}A1,610,,,,,,,,\nA2,61,,,,,,"x,,\nA3,61,,,,,,,,\nA4,610,,,,,,,,\n`;
    expect(errorsOf(await read(text))).toEqual(["2 hs LU6113", "3 - LU6302"]);
  });

  test.each<[string, string, string]>([
    ["nothing", "", "t.csv has no column `id`; its columns: "],
    ["a header only in part", "id,hs\n", "t.csv has no column `ports`; its columns: id, hs"],
    [
      "an unknown column",
      HEADER.replace("price", "prise"),
      "t.csv: the column `prise` means nothing here; did you mean `price`?",
    ],
    ["a column twice", HEADER.replace("note", "id"), "t.csv has the column `id` twice; "],
  ])("%s", async (_, text, expected) => {
    expect(await complaint(read(text))).toBe(expected);
  });

  test("a header without rows is an empty table", async () => {
    const { store, errors } = await read(HEADER);
    expect([store.length, errors]).toEqual([0, null]);
  });

  test("a file that is not there", async () => {
    const work = readRows(
      { path: join(folder, "no.csv"), shown: "no.csv" },
      table,
      intakeContext(ir, {}, []),
    );
    expect(await complaint(work)).toBe("cannot read no.csv: it does not exist; ");
  });

  test("progress counts rows and bytes up to the whole", async () => {
    const seen: RowsProgress[] = [];
    const rows = Array.from({ length: 30_000 }, (_, at) => `A${at},6109,,,,,,x,,`).join("\n");
    await read(HEADER + rows, "t.csv", (progress) => seen.push(progress));
    expect(seen.length).toBeGreaterThan(2);
    expect(seen.at(-1)?.rows).toBe(30_000);
    expect(seen.at(-1)?.bytes).toBe(seen.at(-1)?.totalBytes);
    expect(seen[0]?.bytes).toBeLessThan(seen[0]?.totalBytes ?? 0);
  });
});

test("random rows come back cell by cell", async () => {
  const cell = fc.oneof(fc.constant(""), fc.constantFrom("VN", "a\u0300", '"', "x,y", "1\n2"));
  await fc.assert(
    fc.asyncProperty(fc.array(cell, { maxLength: 20 }), async (notes) => {
      const rows = notes.map((note, at) => `A${at},,,,,,,"${note.replaceAll('"', '""')}",,\n`);
      const { store, errors } = await read(HEADER + rows.join(""));
      expect(errors).toBeNull();
      const wanted = notes.map((note) => (note === "" ? null : note.normalize("NFC")));
      expect([...store].map(({ cells }) => cells[7])).toEqual(wanted);
    }),
    { numRuns: 50 },
  );
});

describe("a Parquet file", () => {
  type Data = Parameters<typeof parquetWriteBuffer>[0]["columnData"];

  function parquet(columnData: Data, more = {}): Uint8Array {
    return new Uint8Array(parquetWriteBuffer({ columnData, ...more }));
  }

  const plain: Data = [
    { name: "id", data: ["A1", "A2", "A3"] },
    { name: "hs", data: ["6109", null, "61"], type: "STRING", nullable: true },
    { name: "ports", data: ["VNHPH;VNSGN", null, null], type: "STRING", nullable: true },
    { name: "hours", data: ["22:00 to 04:00", null, null], type: "STRING", nullable: true },
    { name: "value", data: [5, null, 7], type: "INT32", nullable: true },
    { name: "price", data: ["2.50 USD", null, null], type: "STRING", nullable: true },
    { name: "day", data: ["2026-02-01", null, null], type: "STRING", nullable: true },
    { name: "note", data: ["Ly\u0301", "", null], type: "STRING", nullable: true },
  ];

  test("texts, nulls and whole numbers, over several row groups", async () => {
    const { store, errors } = await read(parquet(plain, { rowGroupSize: 2 }), "t.parquet");
    expect(errors).toBeNull();
    expect([...store].map(({ cells }) => cells)).toEqual([
      [
        "A1",
        "6109",
        ["VNHPH", "VNSGN"],
        ["22:00", "04:00"],
        [5, 5],
        { amount: 2.5, currency: "USD" },
        "2026-02-01",
        "L\u00fd",
      ],
      ["A2", null, null, null, null, null, null, null],
      ["A3", "61", null, null, [7, 7], null, null, null],
    ]);
  });

  test("numbers where texts are wanted, dates, large whole numbers", async () => {
    const day = new Date("2026-02-01T00:00:00Z");
    const data: Data = plain.map((each) => {
      switch (each.name) {
        case "id":
          return { name: "id", data: [1n, 2n, 12_345_678_901_234_567n] };
        case "hs":
          return { name: "hs", data: [6109, 61, 61], type: "INT32" };
        case "day":
          return { name: "day", data: [day, day, null], type: "TIMESTAMP", nullable: true };
        default:
          return each;
      }
    });
    const { store, errors } = await read(parquet(data), "t.parquet");
    expect(errors).toBeNull();
    expect([...store].map(({ cells }) => [cells[0], cells[1], cells[6]])).toEqual([
      ["1", "6109", "2026-02-01"],
      ["2", "61", "2026-02-01"],
      ["12345678901234567", "61", null],
    ]);
  });

  test("errors by the number of the row", async () => {
    const data: Data = plain.map((each) =>
      each.name === "hs" ? { name: "hs", data: ["6109", "610", "61"] } : each,
    );
    expect(errorsOf(await read(parquet(data), "t.parquet"))).toEqual(["2 hs LU6113"]);
  });

  test("a header that does not fit, and a file that is no Parquet", async () => {
    expect(await complaint(read(parquet(plain.slice(1)), "t.parquet"))).toContain(
      "t.parquet has no column `id`",
    );
    const more: Data = [...plain, { name: "prise", data: ["", "", ""] }];
    expect(await complaint(read(parquet(more), "t.parquet"))).toContain("did you mean `price`?");
    expect(await complaint(read("id,hs\n", "t.parquet"))).toContain(
      "t.parquet is not a sound Parquet file",
    );
  });
});

describe("the complaint", () => {
  test("shows the first twenty of a file and how many more, to programs all", async () => {
    const rows = Array.from({ length: 2345 }, (_, at) => `A${at},610,,,,,,,,`).join("\n");
    const { errors } = await read(HEADER + rows);
    if (errors === null) throw new Error("no errors");
    const failure = new RowErrors([{ ...errors, more: 10_000 }]);
    const lines = failure.text.en.split("\n");
    expect([lines[0], lines[1], lines.at(-1), lines.length]).toEqual([
      "t.csv: 12,345 errors:",
      `  t.csv:2: ${lineOfFault({ ...(errors.errors[0]?.fault ?? { code: "", args: {} }), path: "hs" }, "en")}`,
      "  … and 12,325 more",
      22,
    ]);
    expect(failure.text.vi).toContain("t.csv: 12.345 lỗi:");
    expect(failure.text.vi).toContain("  … và 12.325 lỗi nữa");
    expect(failure.json("en")).toMatchObject({
      files: [
        {
          file: "t.csv",
          more: 10_000,
          errors: { length: 2345, 0: { line: 2, column: "hs", code: "LU6113" } },
        },
      ],
    });
  });
});
