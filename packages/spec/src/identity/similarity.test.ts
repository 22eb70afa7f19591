import { expect, test } from "vitest";
import { exactText } from "../rational.ts";
import { comparableText, isNear, SIMILARITY_LETTERS_MAX, textSimilarity } from "./similarity.ts";

// Edits counted by hand, over the letters of the longer text.
test.each([
  ["Hoàng Long", "HOANG LONG", "1"],
  ["", "", "1"],
  ["a", "", "0"],
  ["abcd", "abcd.", "1"],
  ["abcd", "abce", "0.75"],
  ["abcd", "abc", "0.75"],
  ["abcd", "acbd", "0.75"],
  ["abcd", "badc", "0.5"],
  // Restricted: once swapped, c and a may take no letter between them, so nothing is saved by swapping.
  ["ca", "abc", "0"],
  ["kitten", "sitting", "4/7"],
  ["mohammad", "muhammed", "0.75"],
  ["thép", "nhôm", "0.25"],
  ["***", "---", "0"],
  ["***", "***", "1"],
  ["Ромашка", "ромашка", "1"],
  ["Ромашка", "Ромашки", "6/7"],
  ["😀 abc", "abc", "1"],
])("%s and %s: %s", (a, b, expected) => {
  expect(exactText(textSimilarity(a, b))).toBe(expected);
  expect(exactText(textSimilarity(b, a))).toBe(expected);
});

test("what differs behind the letters compared is one edit", () => {
  const same = "x".repeat(SIMILARITY_LETTERS_MAX);
  expect(exactText(textSimilarity(`${same}a`, `${same}b`))).toBe("0.998");
  expect(exactText(textSimilarity(`${same}a`, `${same}a`))).toBe("1");
  expect(isNear(`${same}a`, `${same}b`)).toBe(true);
});

test("near is nine letters of ten", () => {
  expect(isNear("0123456789", "012345678x")).toBe(true);
  expect(isNear("012345678", "01234567x")).toBe(false);
  expect(isNear("0123456789", "01234567xx")).toBe(false);
  expect(isNear("01234567890123456789", "0123456789012345678")).toBe(true);
  expect(isNear("", "")).toBe(true);
});

test("signs alone stay what they are", () => {
  expect(comparableText("***")).toBe("***");
  expect(comparableText("A & B")).toBe("a b");
  expect(comparableText("")).toBe("");
});
