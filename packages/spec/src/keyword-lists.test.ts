// Lists of words as criteria have them, in texts as declarations have them: accents lost, capitals, numbers, signs, great length.
import { describe, expect, test } from "vitest";
import { containsAny, fold, PhraseAutomaton } from "./text.ts";

const certificateLate = ["chậm nộp C/O", "nợ C/O", "nộp bổ sung C/O", "chậm nộp CO"];
const wildlife = ["CITES", "ngà voi", "sừng tê giác", "vảy tê tê", "da cá sấu", "gỗ trắc"];
const usedMachines = [
  "đã qua sử dụng",
  "hàng cũ",
  "tân trang",
  "used",
  "second hand",
  "refurbished",
];

describe.each([
  ["late certificate of origin", certificateLate, "CHAM NOP C/O", true],
  ["late certificate of origin", certificateLate, "Chậm nộp C/O form D", true],
  ["late certificate of origin", certificateLate, "xin cham nop C / O mau E", true],
  ["late certificate of origin", certificateLate, "No C/O theo CV 123/TCHQ-GSQL", true],
  ["late certificate of origin", certificateLate, "cham nop c.o", true],
  ["late certificate of origin", certificateLate, "CHAM NOP CO FORM E", true],
  ["late certificate of origin", certificateLate, "nop C/O form D so 2026-0012", false],
  ["late certificate of origin", certificateLate, "cham nop hoa don; co C/O", false],
  ["wildlife", wildlife, "Giay phep CITES so 26VN0123N/CT", true],
  ["wildlife", wildlife, "NGÀ VOI (mẫu vật) 12kg", true],
  ["wildlife", wildlife, "vay te te kho", true],
  ["wildlife", wildlife, "túi giả da cá sấu", true],
  ["wildlife", wildlife, "excitesolution", false],
  ["wildlife", wildlife, "nước sơn giả ngà, voi nhựa", true],
  ["used machines", usedMachines, "Máy tiện CNC, da qua su dung 80%", true],
  ["used machines", usedMachines, "MÁY XÚC ĐÃ QUA SỬ DỤNG-SX 2012", true],
  ["used machines", usedMachines, "second-hand excavator", true],
  ["used machines", usedMachines, "Unused spare parts", false],
  ["used machines", usedMachines, "máy mới 100%, chưa qua sử dụng", false],
] as const)("%s", (_, phrases, text, expected) => {
  test(`${text}: ${expected}`, () => {
    expect(containsAny(text, phrases)).toBe(expected);
    const automaton = new PhraseAutomaton(phrases.map((phrase) => fold(phrase)));
    expect(automaton.occursIn(fold(text))).toBe(expected);
  });
});

test("a number is a word: whole, not a part of one", () => {
  expect(containsAny("model 2012A, năm SX 2012", ["2012"])).toBe(true);
  expect(containsAny("model 12012", ["2012"])).toBe(false);
  expect(containsAny("mới 100%", ["100%"])).toBe(true);
  expect(containsAny("mới 1000 cái", ["100%"])).toBe(false);
  expect(containsAny("trọng lượng 1.500 kg", ["1.500 kg", "1500 kg"])).toBe(true);
});

test("a phrase at the end of a hundred thousand words is found", () => {
  const text = `${"vải không dệt 100% polyester; ".repeat(20_000)}hàng đã qua sử dụng`;
  expect(containsAny(text, usedMachines)).toBe(true);
  expect(new PhraseAutomaton(usedMachines.map((each) => fold(each))).occursIn(fold(text))).toBe(
    true,
  );
});
