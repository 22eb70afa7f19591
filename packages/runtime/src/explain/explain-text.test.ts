// A decision as an officer reads it, line by line, in both languages.
import { expect, test } from "vitest";
import { exampleIr, exampleOptions, quotaPolicy, withPolicy } from "../../test/example-ir.ts";
import { createEngine } from "../engine.ts";
import { interpretedBundle } from "../evaluate/interpreted.ts";
import { explainText } from "./explain-text.ts";
import { factLabel } from "./labels.ts";

const engine = createEngine(
  interpretedBundle(exampleIr, "abcdef0123456789".repeat(4)),
  exampleOptions,
);
const declaration = {
  number: "1001",
  revision: 2,
  at: "2026-02-01T09:00",
  office: "03CC",
  count: null,
  priority: false,
  importer: "0101",
  items: [
    { line: 1, hs: "85171300", origin: "VN", value: 5000 },
    { line: 2, hs: "64039900", origin: "CN", value: 400 },
  ],
};
const decision = engine.decide(declaration, { explain: true }).decision;

test("English", () => {
  expect(decision && explainText(decision, "en", exampleIr)).toBe(
    [
      "Declaration 1001 (revision 2) · Import · Clearance · decided 2026-02-01T09:00:00+07:00",
      "Channel: RED · risk points 12.5",
      "Criteria: Example set 3 (abcdef012345)",
      "",
      "Hits",
      "  IND-500/shoes Title of IND-500 · analysis · YELLOW · risk points +10",
      "    Indicator for 64039900",
      "    Facts: Dòng hàng 2: hs = 64039900",
      "  LST-010 Title of LST-010 · analysis · RED",
      "    Importer 0101 is suspected",
      "    Facts: importer = 0101",
      "    Actions: Check the value",
      "    Alerts: gate",
      "  VAL-001 Title of VAL-001 · scoring · risk points +2.5",
      "    Cheap goods: 400 VND",
      "    Facts: Dòng hàng 2: origin = CN; Dòng hàng 2: value = 400 VND",
      "",
      "Unknown",
      "  CHK-001 Title of CHK-001: count (not declared)",
      "",
      "Scores",
      "  Trader: 2",
      "    Packages +2 · Unknown: count (not declared)",
      "",
      "How it was decided",
      "  criteria say RED",
    ]
      .join("\n")
      .replaceAll("Dòng hàng", "Item"),
  );
});

test("Vietnamese", () => {
  const text = decision && explainText(decision, "vi", exampleIr);
  expect(text?.split("\n").slice(0, 8)).toEqual([
    "Tờ khai 1001 (lần sửa 2) · Nhập khẩu · Thông quan · quyết định lúc 2026-02-01T09:00:00+07:00",
    "Luồng: ĐỎ · điểm rủi ro 12.5",
    "Bộ tiêu chí: Bộ ví dụ 3 (abcdef012345)",
    "",
    "Tiêu chí trúng",
    "  IND-500/shoes Tên của IND-500 · phân tích · VÀNG · điểm rủi ro +10",
    // The reason was written in English only.
    "    Indicator for 64039900",
    "    Dữ kiện: Dòng hàng 2: hs (vi) = 64039900",
  ]);
  expect(text).toContain("  CHK-001 Tên của CHK-001: count (vi) (chưa khai)");
  expect(text).toContain("    Biện pháp: Kiểm tra trị giá");
});

test("exemption, sample, cut and the absence of hits are said", () => {
  const exempt = engine.decide({ ...declaration, priority: true, items: [] }).decision;
  expect(exempt && explainText(exempt, "en", exampleIr)).toMatch(
    /Hits: no criterion hit\n\nSuppressed by the exemption\n {2}LST-010[\s\S]*exempt: only statutory criteria count/,
  );
  const calm = { ...declaration, count: 2, office: "02", importer: "1", items: [] };
  const drawn = Array.from(
    { length: 300 },
    (_, n) => engine.decide({ ...calm, number: String(n) }).decision,
  ).find((each) => each?.channel === "red");
  expect(drawn && explainText(drawn, "en", exampleIr)).toContain(
    "  drawn at random (5 %): GREEN to RED",
  );
  expect(drawn && explainText(drawn, "vi", exampleIr)).toContain(
    "  lấy mẫu ngẫu nhiên (5 %): XANH sang ĐỎ",
  );
  const ir = withPolicy(exampleIr, quotaPolicy);
  const limited = createEngine(interpretedBundle(ir), exampleOptions);
  const third = ["a", "b", "c"]
    .map((number) => limited.decide({ ...declaration, number }).decision)
    .at(-1);
  expect(third && explainText(third, "en", ir)).toContain(
    "  cut by the quota for RED, to YELLOW: number 3 of 3 decided in 03CC, 2026-02-01",
  );
});

test("labels of facts follow lists and leave what the schema does not know", () => {
  expect(factLabel(exampleIr.schema, "value", "vi")).toBe("Trị giá");
  expect(factLabel(exampleIr.schema, "items[3].value", "en")).toBe("Item 3: value");
  expect(factLabel(exampleIr.schema, "items", "en")).toBe("items");
  expect(factLabel(exampleIr.schema, "reference_price", "en")).toBe("reference_price");
  expect(factLabel(exampleIr.schema, "a.b / c", "en")).toBe("a.b / c");
});
