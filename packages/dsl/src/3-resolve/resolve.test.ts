import { describe, expect, test } from "vitest";
import type { Analysis } from "../analysis.ts";
import { exampleSchema } from "../diagnostics/example-schema.ts";
import { messageOf } from "../diagnostics/text.ts";
import { analyse } from "../pipeline.ts";

const root = `record Declaration "Declaration" key number
  number: Id example "1"
`;

function analysed(
  text: string,
  data: Readonly<Record<string, string>> = {},
  schema = exampleSchema,
): Analysis {
  const sources = [
    { file: "schema.crit", text: schema },
    { file: "set.crit", text },
  ];
  return analyse(sources, (file) => data[file]);
}

function found({ diagnostics }: Analysis): string[] {
  return diagnostics
    .filter(({ severity }) => severity === "error" || severity === "warning")
    .map((each) => `${each.code} ${messageOf(each, "en").what}`);
}

const tiny = (items: string, record = root): string =>
  `schema vn.tiny version 3 "Tiny" zone "+07:00"\n${items}\n${record}`;

describe("the schema", () => {
  test("as plain data", () => {
    const { model } = analysed("", {}, exampleSchema);
    const schema = model?.schema;
    expect(schema).toMatchObject({
      name: "vn.sample",
      version: 1,
      zoneMinutes: 420,
      root: "Declaration",
    });
    expect(schema?.label).toEqual({ en: "Sample declarations", vi: "Tờ khai mẫu" });
    expect(schema?.currencies).toEqual([
      { code: "VND", digits: 0 },
      { code: "USD", digits: 2 },
    ]);
    expect(schema?.units[4]).toEqual({ name: "litre", code: "LTR", dimension: "volume" });
    expect(schema?.codeLists[0]).toMatchObject({
      name: "Hs",
      shape: "levels",
      levels: [2, 4, 6, 8],
      codes: null,
    });
    expect(schema?.codeLists[3]?.codes?.[1]).toEqual({
      code: "03CC",
      parent: "03",
      label: { en: "Port of Hai Phong", vi: "Cảng Hải Phòng" },
    });
    const item = schema?.records.find((record) => record.name === "GoodsItem");
    expect(item?.key).toEqual(["line_no"]);
    const field = (name: string) => item?.fields.find((each) => each.name === name);
    expect(field("hs")).toEqual({
      name: "hs",
      type: { kind: "code", list: "Hs" },
      optional: false,
      label: { en: "HS code", vi: "Mã HS" },
      alias: "mã_hs",
      example: "61091000",
      derived: false,
    });
    expect(field("quantity")?.example).toEqual({ value: 100, unit: "PCE" });
    expect(field("pieces")?.example).toBe(100);
    expect(field("customs_value")).toMatchObject({
      type: { kind: "money", currency: "VND" },
      example: 2_500_000,
    });
    expect(field("unit_price")).toMatchObject({
      derived: true,
      type: { kind: "unitPrice", currency: null },
    });
    expect(field("brands")?.type).toEqual({
      kind: "list",
      record: "Brand",
      max: 10,
      typical: 1,
      each: "brand",
    });
    const party = schema?.records.find((record) => record.name === "Party");
    expect(party?.fields.find((each) => each.name === "risk_rank")?.range).toEqual([1, 9]);
  });

  test("units of examples become base units", () => {
    const record = `${root}  weight: Mass example 1.5 tonne\n  price: Money USD per gram example 2 USD per gram\n  share: Percent example 12.5%\n  at: Time example 22:00\n`;
    const { model } = analysed(
      "",
      {},
      tiny("currency USD digits 2\nunit kg = KGM, gram = GRM, tonne = TNE", record),
    );
    const examples = model?.schema.records[0]?.fields.map((field) => field.example);
    expect(examples).toEqual(["1", 1500, 2000, 12.5, "22:00"]);
  });

  test.each<[name: string, items: string, record: string | undefined, expected: readonly string[]]>(
    [
      [
        "a code list twice",
        'codelist Ab "a" = X\ncodelist Ab "b" = Y',
        undefined,
        ["LU2004 `Ab` is already a type"],
      ],
      [
        "a record named like a type",
        "record Money\n  x: Id\n",
        undefined,
        ["LU2004 `Money` is already a type"],
      ],
      [
        "a field twice",
        "",
        `${root}  number: Id\n`,
        ["LU2013 field `number` stands twice in `Declaration`"],
      ],
      [
        "an alias that is a field",
        "",
        `${root}  other: Id alias number\n`,
        ["LU2013 alias `number` stands twice in `Declaration`"],
      ],
      [
        "a key that is no field",
        "",
        root.replace("key number", "key nummer"),
        ["LU2002 `Declaration` has no `nummer`"],
      ],
      [
        "a clock that is no moment",
        "",
        root.replace("key number", "key number clock number"),
        ["LU3030 `number` is not a date with time"],
      ],
      [
        "a currency nobody declared",
        "",
        `${root}  price: Money VND\n`,
        ["LU2022 the schema has no currency `VND`"],
      ],
      [
        "an example out of range",
        "",
        `${root}  rank: Integer range 1 to 9 example 12\n`,
        ["LU3031 `12` is outside `1` to `9`"],
      ],
      [
        "a range the wrong way round",
        "",
        `${root}  rank: Integer range 9 to 1\n`,
        ["LU3031 `1` is outside `9` to `1`"],
      ],
      [
        "an example of another type",
        "",
        `${root}  rank: Integer example "x"\n`,
        ['LU3030 `"x"` is not a whole number'],
      ],
      [
        "a record inside itself",
        "record Ab\n  b: Ba\nrecord Ba\n  a: Ab\n",
        `${root}  a: Ab\n`,
        ["LU2015 `Ab` is made from itself"],
      ],
      [
        "a list inside itself",
        "record Ab\n  more: list of Ab max 3 each a\n",
        `${root}  a: Ab\n`,
        ["LU2015 `Ab` is made from itself"],
      ],
      [
        "a code of a wrong length",
        'codelist Hh "h" levels 2, 4 = 01, 010',
        undefined,
        ["LU3012 `010` has 3 characters, and no level of `Hh` (h) has"],
      ],
      [
        "codes above each other",
        'codelist Tr "t" tree = A1 in B1, B1 in A1',
        undefined,
        [
          "LU2031 `A1` stands in `B1`, which stands below `A1`",
          "LU2031 `B1` stands in `A1`, which stands below `B1`",
        ],
      ],
      [
        "a computed field of itself",
        "",
        `${root}  a: Number = b + 1\n  b: Number = a + 1\n`,
        ["LU2015 `Declaration.a` is made from itself"],
      ],
      [
        "a computed field with an unknown name",
        "",
        `${root}  a: Number = c + 1\n`,
        ["LU2001 nothing here is called `c`"],
      ],
    ],
  )("%s", (_name, items, record, expected) => {
    expect(found(analysed("", {}, tiny(items, record)))).toEqual(expected);
  });

  test("no schema, no model", () => {
    const analysis = analyse([{ file: "set.crit", text: 'list a of Text = "x"\n' }]);
    expect(found(analysis)).toEqual(["LU2011 the set has no schema"]);
    expect(analysis.model).toBeNull();
  });

  test("untagged titles are in the language of the header", () => {
    const set =
      'bộ tiêu chí "Nhập khẩu" en "Import" phiên bản 4\ndanh mục hubs của Country "Nước trung chuyển" = SG\n';
    const { model } = analysed(set);
    expect(model?.set).toEqual({ label: { vi: "Nhập khẩu", en: "Import" }, version: 4 });
    expect(model?.lists.get("hubs")?.label).toEqual({ vi: "Nước trung chuyển" });
  });
});

describe("data files", () => {
  const list = 'list hubs of Country from "hubs.csv"\n';
  const dated = 'list hubs of Country dated from "hubs.csv"\n';
  const table =
    'table floors key (hs: Hs under, rank: Integer between optional) value (floor: Money USD, flag: Boolean optional, ports: set of Port max 5) dated from "t.csv"\n';

  test("a list", () => {
    const { model } = analysed(list, { "hubs.csv": 'name,code\nSingapore,SG\n"Viet, Nam",VN\n' });
    expect(model?.lists.get("hubs")?.members).toEqual([{ value: "SG" }, { value: "VN" }]);
  });

  test("a dated list: days start at local midnight", () => {
    const { model } = analysed(dated, {
      "hubs.csv": "code,valid_from,valid_until\nSG,2026-01-01,\nVN,,2026-02-01T12:00\n",
    });
    expect(model?.lists.get("hubs")?.members).toEqual([
      { value: "SG", validFrom: "2026-01-01T00:00:00+07:00" },
      { value: "VN", validUntil: "2026-02-01T12:00:00+07:00" },
    ]);
  });

  test("a table: cells in the JSON form of facts", () => {
    const csv =
      "floor,hs,rank,flag,ports,valid_from,valid_until\n2.50,6109,1 to 3,true,CNSHA;VNHPH,2026-01-01,2026-02-01\n3 USD,61,,,,,\n";
    const analysis = analysed(table, { "t.csv": csv });
    expect(found(analysis)).toEqual([]);
    expect(analysis.model?.tables.get("floors")?.rows).toEqual([
      {
        cells: ["6109", [1, 3], 2.5, true, ["CNSHA", "VNHPH"]],
        validFrom: "2026-01-01T00:00:00+07:00",
        validUntil: "2026-02-01T00:00:00+07:00",
      },
      { cells: ["61", null, 3, null, []] },
    ]);
  });

  test("a code list with parents", () => {
    const text = 'codelist Rate "Rate" tree from "rates.csv"\nlist used of Rate = F1\n';
    const { model } = analysed(text, {
      "rates.csv": "code,parent,en,vi\nF,,Free trade,Ưu đãi\nF1,F,First,\n",
    });
    expect(model?.schema.codeLists.at(-1)?.codes).toEqual([
      { code: "F", label: { en: "Free trade", vi: "Ưu đãi" } },
      { code: "F1", label: { en: "First" }, parent: "F" },
    ]);
  });

  test("every fault is named by row and column", () => {
    const csv =
      "hs,floor,flag,ports,extra,valid_from,valid_until\n610,1,,,,,\n6109,x,,,,,\n6110,1,maybe,CNSHX,,,\n6111,1\n6112,1,,,,2026-02-01,2026-01-01\n,1,,,,,\n";
    expect(found(analysed(table, { "t.csv": csv }))).toEqual([
      "LU2020 `t.csv`, row 5: the header names 7 columns, this row has 2",
      "LU2020 `t.csv`, row 1: nothing is called `extra` in the declaration of these columns",
      "LU2020 `t.csv`, row 2, column `hs`: `610` is not a code of `Hs`",
      "LU2020 `t.csv`, row 3, column `floor`: `x` is not an amount of money (USD)",
      "LU2020 `t.csv`, row 4, column `flag`: `maybe` is not true or false",
      "LU2020 `t.csv`, row 4, column `ports`: `CNSHX` is not a set, each a code of `Port`",
      "LU2020 `t.csv`, row 6: `valid_from` and `valid_until` must be dates, the first before the second",
      "LU2020 `t.csv`, row 7, column `hs`: this cell must not be empty",
    ]);
  });

  test("a broken quote", () => {
    const faults = found(analysed(list, { "hubs.csv": 'code\nSG\n"VN\n' }));
    expect(faults).toEqual(["LU2020 `hubs.csv`, row 3: the quotes of this row do not close"]);
  });
});

describe("tables in the source", () => {
  test("a heading may put the columns in another order", () => {
    const text =
      "table floors key (hs: Hs under, origin: Country optional) value (floor: Integer)\n  | floor | origin | hs |\n  | 2 | - | 6109 |\n  | 3 | CN | 6109 |\n";
    const analysis = analysed(text);
    expect(found(analysis)).toEqual([]);
    expect(analysis.model?.tables.get("floors")?.rows).toEqual([
      { cells: ["6109", null, 2] },
      { cells: ["6109", "CN", 3] },
    ]);
  });

  test.each<[name: string, rows: string, expected: readonly string[]]>([
    ["ranges apart", "  | 1 to 3 | 1 |\n  | 4 to 6 | 2 |", []],
    [
      "ranges that meet",
      "  | 1 to 3 | 1 |\n  | 3 to 6 | 2 |",
      ["LU3033 rows 1 and 2 of `t` match the same keys"],
    ],
    ["a filled cell beats an empty one", "  | 1 to 3 | 1 |\n  | - | 2 |", []],
    [
      "two empty cells",
      "  | - | 1 |\n  | - | 2 |",
      ["LU3033 rows 1 and 2 of `t` match the same keys"],
    ],
    ["an empty value", "  | 1 to 3 | - |", ["LU3030 `-` is not a whole number"]],
  ])("%s", (_name, rows, expected) => {
    const text = `table t key (rank: Integer between optional) value (points: Integer)\n${rows}\n`;
    expect(found(analysed(text))).toEqual(expected);
  });

  test("dated rows tie only while both are in force", () => {
    const text = 'table t key (hs: Hs) value (p: Integer) dated from "t.csv"\n';
    const csv = (second: string): string =>
      `hs,p,valid_from,valid_until\n61091000,1,2026-01-01,2026-02-01\n61091000,2,${second},\n`;
    expect(found(analysed(text, { "t.csv": csv("2026-02-01") }))).toEqual([]);
    expect(found(analysed(text, { "t.csv": csv("2026-01-31") }))).toEqual([
      "LU3033 rows 1 and 2 of `t` match the same keys",
    ]);
  });
});
