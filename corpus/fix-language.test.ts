// Fixes speak the language of the item they mend. Comes in: Vietnamese clauses with one mistake, and the words the first fix puts in.
import { describe, expect, test } from "vitest";
import { keywordTable, type KeywordSpec } from "@luong/spec";
import { analyseOnCorpus, applyEdits, faults } from "@luong/testkit";

/** Name, clause, the code found, the clause after the first fix. */
const mended: readonly (readonly [string, string, string, string])[] = [
  [
    "`và` left out",
    "khi gross_weight > 5 kg packages > 3",
    "LU1030",
    "khi gross_weight > 5 kg và packages > 3",
  ],
  [
    "a comma for `và`",
    "khi gross_weight > 5 kg, packages > 3",
    "LU1030",
    "khi gross_weight > 5 kg và packages > 3",
  ],
  [
    "`mà` left out",
    "khi có item item.hs trực thuộc 6109",
    "LU1042",
    "khi có item mà item.hs trực thuộc 6109",
  ],
  ["`&&`", "khi packages > 3 && packages < 9", "LU1007", "khi packages > 3 và packages < 9"],
  ["`||`", "khi packages < 3 || packages > 9", "LU1007", "khi packages < 3 hoặc packages > 9"],
  ["`!`", "khi !importer.priority", "LU1007", "khi không phải importer.priority"],
  [
    "a range with a dash",
    "khi packages trong khoảng 1-5",
    "LU1007",
    "khi packages trong khoảng 1 đến 5",
  ],
  [
    "bullets without group",
    "khi packages > 3\n    - packages < 9",
    "LU1043",
    "khi packages > 3\n    và packages < 9",
  ],
  [
    "`có` before bullets",
    "khi có\n    - packages > 3\n    - packages < 9",
    "LU1045",
    "khi một trong\n    - packages > 3\n    - packages < 9",
  ],
  ["several after `=`", "khi regime = A11, E21", "LU1057", "khi regime thuộc A11, E21"],
  [
    "a wildcard",
    "khi có item mà item.hs = 6109*",
    "LU1032",
    "khi có item mà item.hs trực thuộc 6109",
  ],
  [
    "a price with a slash",
    "khi có item mà item.unit_price < 2.50 USD/pcs",
    "LU1032",
    "khi có item mà item.unit_price < 2.50 USD mỗi pcs",
  ],
  [
    "percent in words",
    "khi có item mà item.duty_rate < 5 phần trăm",
    "LU1017",
    "khi có item mà item.duty_rate < 5%",
  ],
  ["a currency in words", "khi total_value > 1_000 đồng", "LU1060", "khi total_value > 1_000 VND"],
  [
    "a selection without brackets",
    "khi đếm của items trong đó item.origin = CN > 3",
    "LU1064",
    "khi đếm của (items trong đó item.origin = CN) > 3",
  ],
  [
    "a window in everyday words",
    "tập hợp recent từ declarations trong 30 ngày qua với cùng office",
    "LU1021",
    "tập hợp recent từ declarations trong vòng 30 ngày với cùng office",
  ],
  [
    "`cùng` left out",
    "tập hợp recent từ declarations trong vòng 30 ngày với office",
    "LU1067",
    "tập hợp recent từ declarations trong vòng 30 ngày với cùng office",
  ],
  [
    "a unit of time left out",
    "tập hợp recent từ declarations trong vòng 30 với cùng office",
    "LU1066",
    "tập hợp recent từ declarations trong vòng 30 ngày với cùng office",
  ],
  [
    "a heading compared",
    "khi có item mà item.hs = 6109",
    "LU3013",
    "khi có item mà item.hs trực thuộc 6109",
  ],
  [
    "a list compared",
    "khi có item mà item.origin = hubs",
    "LU3023",
    "khi có item mà item.origin thuộc hubs",
  ],
  ["a collection compared", "khi items > 3", "LU3023", "khi đếm của items > 3"],
  ["a tonne missing", "khi gross_weight > 5_000", "LU3016", "khi gross_weight > 5_000 kg"],
  [
    "days missing",
    "khi registered_at.date - arrived_on > 30",
    "LU3016",
    "khi registered_at.date - arrived_on > 30 ngày",
  ],
  [
    "months compared",
    "khi registered_at.date - arrived_on > 2 tháng",
    "LU3009",
    "khi registered_at.date - arrived_on > 60 ngày",
  ],
  [
    "a unit price without unit",
    "khi có item mà item.unit_price < 2.50 USD",
    "LU3041",
    "khi có item mà item.unit_price < 2.50 USD mỗi kg",
  ],
  [
    "an element named twice",
    "khi có item mà có item mà item.origin = CN",
    "LU2018",
    "khi có item mà có item gọi là other mà item.origin = CN",
  ],
  [
    "a fact that may be missing",
    "khi không có item mà item.duty_rate > 5%",
    "LU4008",
    "khi không có item mà (item.duty_rate đã có và item.duty_rate > 5%)",
  ],
];

const frame = (clause: string): string =>
  `danh mục hubs của Country = SG, HK\n\ntiêu chí X-001 "Sai"\n  áp dụng import tại clearance\n  ${clause}\n  thì luồng vàng\n`;

describe("the first fix of a Vietnamese clause", () => {
  test.each(mended)("%s", (_, clause, code, expected) => {
    const text = frame(clause);
    const found = faults(analyseOnCorpus("case.crit", text));
    expect(found.map((each) => each.code)).toEqual([code]);
    const [fix] = found[0]?.fixes ?? [];
    expect(fix && applyEdits(text, fix.edits)).toBe(frame(expected).normalize("NFC"));
  });

  test.each(mended)("%s: no fix offered has an English keyword", (_, clause) => {
    const english = Object.values<KeywordSpec>(keywordTable)
      .map((each) => each.spelling)
      .filter(({ en, vi }) => en !== vi)
      .map(({ en }) => en);
    const found = faults(analyseOnCorpus("case.crit", frame(clause)));
    const added = found.flatMap(({ fixes }) =>
      fixes.flatMap(({ edits }) => edits.map((each) => each.text)),
    );
    const words = added.flatMap((text) => text.match(/[\p{L}_]+(?: [\p{L}_]+)*/gu) ?? []);
    expect(words.filter((word) => english.includes(word))).toEqual([]);
  });
});
