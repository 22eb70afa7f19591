// The search for the nearest known word: near enough is found, far is not, the nearest wins.
// Comes in: a mistyped word and the known ones. Goes out: one of them or null.
import { expect, test } from "vitest";
import { nearestWord } from "./suggest.ts";

test.each([
  ["chek", ["check", "build", "test"], "check"],
  ["tset", ["test", "set"], "test"],
  ["deicde", ["decide", "explain"], "decide"],
  ["exp", ["decide", "explain"], "explain"],
  ["declartions", ["declarations", "decisions"], "declarations"],
  ["zzz", ["check", "build"], null],
  ["x", ["check", "build"], null],
  ["CHECK", ["check"], "check"],
])("%s", (word, known, expected) => {
  expect(nearestWord(word, known)).toBe(expected);
});
