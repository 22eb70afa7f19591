import { describe, expect, test } from "vitest";
import {
  containsAny,
  containsExactlyAny,
  fold,
  foldExactly,
  nfc,
  PhraseAutomaton,
} from "./text.ts";

describe("folding", () => {
  test.each([
    ["Áo  thun (ĐÃ qua sử dụng)", "ao thun da qua su dung"],
    ["ĐỒNG-hồ", "dong ho"],
    ["  ...  ", ""],
    ["a\u0301o", "ao"],
    ["İstanbul", "istanbul"],
    ["ΟΔΟΣ", "οδοσ"],
    ["4K/8K 50%", "4k 8k 50"],
    ["漢字 テレビ", "漢字 テレヒ"],
  ])("%j becomes %j", (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  test("exactly keeps accents and punctuation, and joins blanks", () => {
    expect(foldExactly("  Chì,\n  THỎI ")).toBe("chì, thỏi");
    expect(foldExactly("chi\u0300")).toBe("chì");
  });
});

describe("contains", () => {
  test.each([
    ["Máy ĐÃ QUA SỬ DỤNG, còn tốt", "đã qua sử dụng", true],
    ["may da qua su dung", "đã qua sử dụng", true],
    ["second-hand car", "second hand", true],
    ["unused", "used", false],
    ["used", "unused", false],
    ["user", "used", false],
    ["used cars", "used car", false],
    ["anything", "", false],
    ["anything", " ,. ", false],
    ["", "", false],
    ["sắt thép", "sat", true],
    ["abc def", "c d", false],
  ])("%j contains %j: %s", (text, phrase, expected) => {
    expect(containsAny(text, [phrase])).toBe(expected);
  });

  test("a list is true if any of its entries occurs", () => {
    expect(containsAny("thép cuộn", ["nhôm", "thép"])).toBe(true);
    expect(containsAny("thép cuộn", [])).toBe(false);
  });
});

describe("contains exactly", () => {
  test.each([
    ["chì thỏi", "chì", true],
    ["Chì, thỏi", "CHÌ", true],
    ["chỉ may", "chì", false],
    ["chi may", "chì", false],
    ["thỏi chì.", "chì", true],
    ["nợ C/O", "C/O", true],
    ["nợ C O", "C/O", false],
    ["C/OO", "C/O", false],
    ["a +b", "+b", true],
    ["a+b", "+b", true],
    ["chìa khóa", "chì", false],
  ])("%j contains exactly %j: %s", (text, phrase, expected) => {
    expect(containsExactlyAny(text, [phrase])).toBe(expected);
  });
});

test("an automaton tells which phrases occur, equal ones each", () => {
  const automaton = new PhraseAutomaton(["thep", "thep khong gi", "khong", "thep", ""]);
  const found: number[] = [];
  automaton.search("ban thep khong gi", (phrase) => {
    found.push(phrase);
    return false;
  });
  expect(found.sort()).toEqual([0, 1, 2, 3]);
});

test("a set too large for a flat table gives the same answers", () => {
  // 2,000 phrases of their own letter each: 2,001 states of 2,001 classes are over four million cells.
  const letters = Array.from({ length: 2000 }, (_, index) => String.fromCharCode(0x4e00 + index));
  const automaton = new PhraseAutomaton(letters);
  expect(automaton.occursIn(`ban ${letters[1999]} moi`)).toBe(true);
  expect(automaton.occursIn(`ban ${letters[0]}${letters[1]} moi`)).toBe(false);
  expect(automaton.occursIn("ban moi")).toBe(false);
});

test("NFC is that of the platform, before and after every unit taken to be composed", () => {
  const marks = ["", "e", "\u0301", "\u0323", "\u3099", "\u1161", "\u0338"];
  for (let unit = 0; unit <= 0xa000; unit += 1) {
    const letter = String.fromCharCode(unit);
    for (const mark of marks) {
      const text = mark + letter;
      if (nfc(text) !== text.normalize("NFC")) expect(nfc(text)).toBe(text.normalize("NFC"));
    }
    const after = `${letter}\u0301`;
    if (nfc(after) !== after.normalize("NFC")) expect(nfc(after)).toBe(after.normalize("NFC"));
  }
  expect(nfc("e\u0323\u0302")).toBe("ệ");
  expect(nfc("Hàng đã qua sử dụng")).toBe("Hàng đã qua sử dụng");
});
