import type { Schema } from "@luong/spec";
import { expect, test } from "vitest";
import { schemaPage } from "./reference-page.ts";

const schema: Schema = {
  name: "vn.test",
  version: 2,
  label: { en: "Test", vi: "Thử" },
  zoneMinutes: 420,
  root: "Declaration",
  records: [
    {
      name: "Item",
      label: { vi: "Dòng hàng" },
      key: [],
      fields: [
        {
          name: "net",
          type: { kind: "quantity", dimension: "mass" },
          optional: true,
          label: { vi: "Tịnh | kg", en: "Net" },
          derived: false,
        },
      ],
    },
    {
      name: "Declaration",
      label: { en: "Declaration" },
      key: ["number"],
      clock: "at",
      fields: [
        {
          name: "office",
          type: { kind: "code", list: "Office" },
          optional: false,
          label: { en: "Office" },
          alias: "cơ_quan",
          source: "VNACCS CH",
          derived: false,
        },
        {
          name: "items",
          type: { kind: "list", record: "Item", max: 50, typical: 5, each: "item" },
          optional: false,
          label: {},
          derived: false,
        },
        {
          name: "total",
          type: { kind: "money", currency: "VND" },
          optional: false,
          label: {},
          derived: true,
        },
      ],
    },
  ],
  codeLists: [
    {
      name: "Office",
      label: { en: "Office" },
      shape: "tree",
      levels: [],
      codes: [
        { code: "03", label: { vi: "Hải Phòng" } },
        { code: "03CC", label: {}, parent: "03" },
      ],
    },
    { name: "Port", label: { en: "Port" }, shape: "flat", levels: [], codes: null },
  ],
  units: [],
  currencies: [],
  flows: [],
  stages: [],
  actions: [],
};

test("the root comes first; every field has its names, labels, type and source", () => {
  const page = schemaPage(schema);
  expect(page.indexOf("## Declaration")).toBeLessThan(page.indexOf("## Item"));
  expect(page).toContain("| `office`, `cơ_quan` |  | Office | Office |  | VNACCS CH |");
  expect(page).toContain("[Item](#item) × 50, `item`");
  expect(page).toContain("| `total` |  |  | Money VND | tính ra · computed |  |");
  expect(page).toContain("Định danh · key: `number`. Mốc · clock: `at`.");
});

test("a pipe in a label does not break the table; trees show the code above, external lists say so", () => {
  const page = schemaPage(schema);
  expect(page).toContain(
    "| `net` | Tịnh \\| kg | Net | Quantity (mass) | có thể thiếu · optional |  |",
  );
  expect(page).toContain("| `03CC` |  |  | `03` |");
  expect(page).toContain("Port (bên ngoài · external)");
});
