// Configuration files: what our readers accept and refuse, and that the published JSON Schemas agree with them.
// Comes in: JSON values. Goes out: accepted, or the complaint.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CannotRun } from "./both.ts";
import { readConfig } from "./config.ts";
import { readMapping } from "./declarations/mapping.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "luong-config-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function complaint(read: (path: string, shown: string) => unknown, text: string): string | null {
  const path = join(folder, "file.json");
  writeFileSync(path, text);
  try {
    read(path, "file.json");
    return null;
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    return `${error.text.en}${error.advice === null ? "" : `; ${error.advice.en}`}`;
  }
}

function schemaAccepts(name: string, value: unknown): boolean {
  const path = new URL(`../schemas/${name}.schema.json`, import.meta.url);
  const schema = JSON.parse(readFileSync(path, "utf8")) as object;
  return new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema)(value);
}

describe("luong.json", () => {
  test.each<[unknown, string | null]>([
    [{}, null],
    [
      {
        $schema: "x",
        set: "vietnam",
        locale: "vi",
        sources: ["*.crit"],
        bindings: { lists: { a: "a.csv" }, tables: {}, codeLists: {}, rates: "rates.csv" },
        samplingKey: "00",
        declarations: { mapping: "mapping.json" },
      },
      null,
    ],
    [{ bindngs: {} }, "file.json: unknown key `bindngs`; did you mean `bindings`?"],
    [{ bindings: { list: {} } }, "file.json: bindings: unknown key `list`; did you mean `lists`?"],
    [{ locale: "fr" }, "file.json: locale: one of `vi`, `en` is needed here"],
    [{ sources: "*.crit" }, "file.json: sources: a list [ … ] is needed here"],
    [{ sources: [1] }, "file.json: sources[0]: a text is needed here"],
    [{ bindings: { lists: { a: 1 } } }, "file.json: bindings.lists.a: a text is needed here"],
    [[], "file.json: an object { … } is needed here"],
  ])("%j", (value, expected) => {
    expect(complaint(readConfig, JSON.stringify(value))).toBe(expected);
    expect(schemaAccepts("luong", value)).toBe(expected === null);
  });

  test("a slip in the JSON is shown with line and column", () => {
    expect(complaint(readConfig, '{\n  "set": vietnam\n}')).toMatch(/^file\.json:2:10: /);
    expect(complaint(readConfig, '{"set": ')).toMatch(/^file\.json:1:9: /);
  });

  test("a key given twice is refused", () => {
    expect(complaint(readConfig, '{"set": "a", "set": "b"}')).toContain("/set: ");
  });
});

describe("mapping.json", () => {
  const column = { column: "Date", field: "registered_at" };

  test.each<[unknown, string | null]>([
    [{ columns: [] }, null],
    [
      {
        $schema: "x",
        format: "csv",
        delimiter: ";",
        flow: "import",
        stage: "clearance",
        columns: [{ ...column, as: "instant", blank: "absent", pattern: "DD/MM/YYYY hh:mm" }],
        constants: { "importer.priority": false, items: [] },
        ignored: ["Fraud"],
      },
      null,
    ],
    [{}, "file.json: `columns` is missing"],
    [
      { columns: [{ ...column, as: "datetime" }] },
      "file.json: columns[0].as: one of `text`, `integer`, `number`, `percent`, `boolean`, `date`, `time`, `instant`, `duration` is needed here",
    ],
    [
      { columns: [{ ...column, decimal: 2 }] },
      "file.json: columns[0]: unknown key `decimal`; did you mean `decimals`?",
    ],
    [
      { columns: [{ ...column, decimals: 99 }] },
      "file.json: columns[0].decimals: a whole number from 0 to 12 is needed here",
    ],
    [
      { columns: [{ column: "x", field: "items[0].hs" }] },
      "file.json: columns[0].field: `items[0].hs` is not a path of facts; write it as `importer.tax_code` or `items.1.hs`",
    ],
    [
      { columns: [{ column: "x", field: "__proto__.polluted" }] },
      "file.json: columns[0].field: `__proto__.polluted` is not a path of facts; write it as `importer.tax_code` or `items.1.hs`",
    ],
    [
      { columns: [], constants: { "importer name": 1 } },
      "file.json: constants: `importer name` is not a path of facts; write it as `importer.tax_code` or `items.1.hs`",
    ],
    [
      { columns: [], delimiter: ";;" },
      "file.json: delimiter: the delimiter is one character, such as `,` or `;`",
    ],
    [
      { columns: [{ ...column, pattern: "DD.MM" }] },
      "file.json: columns[0].pattern: a pattern needs YYYY, MM and DD, and may have hh, mm and ss",
    ],
  ])("%j", (value, expected) => {
    expect(complaint(readMapping, JSON.stringify(value))).toBe(expected);
    expect(schemaAccepts("mapping", value)).toBe(expected === null);
  });

  test.each([
    [{ columns: [column, { column: "B", field: "registered_at" }] }, "`registered_at`"],
    [{ columns: [column], constants: { registered_at: "x" } }, "`registered_at`"],
    [
      { columns: [{ column: "A", field: "importer" }], constants: { "importer.name": "x" } },
      "`importer.name`",
    ],
  ])("no fact is filled twice: %j", (value, name) => {
    expect(complaint(readMapping, JSON.stringify(value))).toBe(
      `file.json: ${name} is filled twice`,
    );
  });
});
