// CSV files of declarations, sound and broken: which rows become declarations, which faults the others have, on which line.
// Comes in: whole files as text or bytes. Goes out: entries. The schema plays no part here.
import { describe, expect, test } from "vitest";
import { CannotRun } from "../both.ts";
import { type Entry, readCsvDeclarations } from "./csv-declarations.ts";
import { csvFaultCatalogue, csvFaultMessage } from "./csv-faults.ts";
import type { ColumnMapping, Mapping } from "./mapping.ts";

function column(name: string, field: string, more: Partial<ColumnMapping> = {}): ColumnMapping {
  return {
    column: name,
    field,
    as: "text",
    blank: "absent",
    decimals: null,
    pattern: null,
    ...more,
  };
}

const mapping: Mapping = {
  delimiter: ",",
  flow: null,
  stage: null,
  columns: [column("id", "id"), column("value", "value", { as: "number" })],
  constants: {},
  ignored: [],
};

async function read(
  file: string | Uint8Array,
  using: Mapping = mapping,
  chunkBytes = 7,
): Promise<readonly Entry[]> {
  const bytes = typeof file === "string" ? Buffer.from(file) : file;
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  }
  const entries: Entry[] = [];
  for await (const entry of readCsvDeclarations(chunks(), using, "x.csv")) entries.push(entry);
  return entries;
}

/** `2 A1=5` or `3 LU6302`: line, then what became of it. */
async function summary(file: string | Uint8Array, using: Mapping = mapping): Promise<string[]> {
  return (await read(file, using)).map((entry) => {
    if (entry.faults !== undefined) {
      return `${entry.position} ${entry.faults.map((fault) => fault.code).join(" ")}`;
    }
    const { id, value } = entry.declaration as { id?: string; value?: number };
    return `${entry.position} ${id}=${value}`;
  });
}

describe("rows", () => {
  test("plain, quoted, over two lines; CRLF; byte-order mark; no line end at the end", async () => {
    const file = '\uFEFFid,value\r\nA1,5\r\n"A ""2"", x",6.50\r\n"A\n3",7';
    expect(await summary(file)).toEqual(["2 A1=5", '3 A "2", x=6.5', "4 A\n3=7"]);
  });

  test("the size of the chunks does not matter", async () => {
    const file = 'id,value\n"ế\n1",5\nA2,x\nA3,7\n';
    const whole = await read(file, mapping, 1000);
    expect(await read(file, mapping, 1)).toEqual(whole);
    expect(whole).toHaveLength(3);
  });

  test("an empty cell is an absent fact", async () => {
    expect(await read("id,value\nA1,\n")).toEqual([{ position: 2, declaration: { id: "A1" } }]);
  });

  test("`blank: empty` keeps an empty text", async () => {
    const using = { ...mapping, columns: [column("id", "id", { blank: "empty" as const })] };
    expect(await read('id\n""\n', using)).toEqual([{ position: 2, declaration: { id: "" } }]);
  });

  test("constants, nested fields and elements; elements without any cell are not there", async () => {
    const using: Mapping = {
      ...mapping,
      columns: [
        column("id", "importer.tax_code"),
        column("a", "items.1.hs"),
        column("b", "items.2.hs"),
        column("c", "items.3.hs"),
      ],
      constants: { "importer.priority": false, kind: "H" },
      ignored: ["note"],
    };
    expect(await read("id,a,b,c,note\nT1,6109,,8471,zzz\n", using)).toEqual([
      {
        position: 2,
        declaration: {
          importer: { tax_code: "T1", priority: false },
          items: [{ hs: "6109" }, { hs: "8471" }],
          kind: "H",
        },
      },
    ]);
  });

  test("another delimiter", async () => {
    expect(await summary("id;value\nA,1;5\n", { ...mapping, delimiter: ";" })).toEqual(["2 A,1=5"]);
  });
});

describe("broken rows do not stop the others", () => {
  test("too many and too few cells, and an empty line", async () => {
    const file = "id,value\nA1,5,9\nA2\n\nA4,8\n";
    expect(await summary(file)).toEqual(["2 LU6301", "3 LU6301", "4 LU6003", "5 A4=8"]);
  });

  test("a quote that is never closed costs one line", async () => {
    const file = 'id,value\nA1,"5\nA2,6\n"A3",7\nA4,8\n';
    expect(await summary(file)).toEqual(["2 LU6302", "3 A2=6", "4 A3=7", "5 A4=8"]);
  });

  test("a quote in the middle of a cell", async () => {
    expect(await summary('id,value\nA"1,5\nA2,6\n')).toEqual(["2 LU6302", "3 A2=6"]);
  });

  test("text behind a closing quote", async () => {
    expect(await summary('id,value\n"A"1,5\nA2,6\n')).toEqual(["2 LU6302", "3 A2=6"]);
  });

  test("bytes of another encoding, with their position", async () => {
    const file = Buffer.concat([
      Buffer.from("id,value\nA1,5\nếB"),
      Buffer.from([0xff]),
      Buffer.from(",6\nA3,7\n"),
    ]);
    expect(await summary(file)).toEqual(["2 A1=5", "3 LU6001", "4 A3=7"]);
    const [, broken] = await read(file);
    // ế is three bytes, B one, so the bad byte is the fifth.
    expect(broken?.faults?.[0]?.args).toEqual({ byte: 5 });
  });

  test("a bad byte inside an open quote gives up the line that opened it, then its own", async () => {
    const file = Buffer.concat([
      Buffer.from('id,value\nA1,"5\nA2'),
      Buffer.from([0xff]),
      Buffer.from(",6\nA3,7\n"),
    ]);
    expect(await summary(file)).toEqual(["2 LU6302", "3 LU6001", "4 A3=7"]);
  });

  test("every cell of a row that cannot be read is named", async () => {
    const using = {
      ...mapping,
      columns: [column("id", "id", { as: "date" }), column("value", "value", { as: "integer" })],
    };
    const [entry] = await read("id,value\n1/2/2026,1.5\n", using);
    expect(entry?.faults?.map((fault) => [fault.code, fault.path])).toEqual([
      ["LU6303", "id"],
      ["LU6303", "value"],
    ]);
  });
});

describe("numbers stay exact", () => {
  test.each([
    ["0.5", 0.5],
    ["-0.0", 0],
    ["+12", 12],
    [".25", 0.25],
    ["1e3", 1000],
    ["123456789012345", 123456789012345],
    ["0.000000000000100", 1e-13],
  ])("%s", async (written, value) => {
    expect(await read(`id,value\nA,${written}\n`)).toEqual([
      { position: 2, declaration: { id: "A", value } },
    ]);
  });

  test.each([
    ["1234567890123456", "LU6009"],
    // A double would silently drop the tail and give 0.1.
    ["0.10000000000000000001", "LU6009"],
    ["1e16", "LU6010"],
    ["1e-16", "LU6010"],
    ["NaN", "LU6303"],
    ["Infinity", "LU6303"],
    ["1 000", "LU6303"],
    ["0x10", "LU6303"],
    [".", "LU6303"],
  ])("%s is refused", async (written, code) => {
    expect(await summary(`id,value\nA,${written}\n`)).toEqual([`2 ${code}`]);
  });

  test.each([
    ["241.58000000000004", 2, 241.58],
    ["0.005", 2, 0.01],
    ["-0.005", 2, -0.01],
    ["0.0049999999999999999", 2, 0],
    ["7", 2, 7],
  ])("%s to %i decimals", async (written, decimals, value) => {
    const using = { ...mapping, columns: [column("value", "value", { as: "number", decimals })] };
    expect(await read(`value\n${written}\n`, using)).toEqual([
      { position: 2, declaration: { value } },
    ]);
  });
});

describe("kinds of cells", () => {
  test.each([
    ["percent", null, "8%", 8],
    ["percent", null, "8.5", 8.5],
    ["boolean", null, "Y", true],
    ["boolean", null, "FALSE", false],
    ["date", null, "2026-02-01", "2026-02-01"],
    ["date", "DD/MM/YYYY", "01/02/2026", "2026-02-01"],
    ["instant", null, "2026-02-01", "2026-02-01T00:00"],
    ["instant", null, "2026-02-01 22:15:30", "2026-02-01T22:15:30"],
    ["instant", "DD-MM-YYYY hh:mm", "01-02-2026 22:15", "2026-02-01T22:15"],
    ["time", null, "22:00", "22:00"],
    ["duration", null, "3600", 3600],
  ] as const)("%s %s %s", async (as, pattern, written, value) => {
    const using = { ...mapping, columns: [column("v", "v", { as, pattern })] };
    expect(await read(`v\n${written}\n`, using)).toEqual([
      { position: 2, declaration: { v: value } },
    ]);
  });
});

describe("a file that does not fit the mapping cannot be read at all", () => {
  test.each([
    ["", "the first line must name the columns"],
    ["id,value,extra\n", "has the column `extra`"],
    ["id\n", "has no column `value`"],
    ["id,value,id\n", "two columns are called `id`"],
  ])("%j", async (file, complaint) => {
    const failure = await read(file).then(
      () => null,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(CannotRun);
    expect((failure as CannotRun).text.en).toContain(complaint);
  });
});

describe("the catalogue", () => {
  test.each(Object.entries(csvFaultCatalogue))(
    "%s: bad gives it, good does not",
    async (code, spec) => {
      const faults = (await read(spec.bad)).flatMap((entry) => entry.faults ?? []);
      expect(faults.map((fault) => fault.code)).toEqual([code]);
      expect((await read(spec.good)).every((entry) => entry.faults === undefined)).toBe(true);
      for (const fault of faults) {
        const [en, vi] = [csvFaultMessage(fault, "en"), csvFaultMessage(fault, "vi")];
        expect(en?.what).toBeTruthy();
        expect(vi?.what).not.toBe(en?.what);
      }
    },
  );
});
