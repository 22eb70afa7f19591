import { expect, test } from "vitest";
import { parseFile } from "../../2-parse/parse.ts";
import { messageOf } from "../text.ts";
import { textDiagnostics } from "./1xxx-text.ts";

const entries = Object.entries(textDiagnostics);
const codesOf = (text: string): readonly string[] =>
  parseFile("a.crit", text).diagnostics.map(({ code }) => code);

test("there are at least 25 codes, in order", () => {
  const codes = entries.map(([code]) => code);
  expect(codes.length).toBeGreaterThan(25);
  expect(codes).toEqual(codes.toSorted());
});

// A file of 64 MiB is made in the test of `read.ts`.
const shown = entries.filter(([code]) => code !== "LU1001");

test.each(shown)("%s: the bad example gives it and nothing else of the text", (code, { bad }) => {
  expect(codesOf(bad)).toEqual([code]);
});

test.each(entries)("%s: the good example is well written", (_, { good }) => {
  expect(codesOf(good)).toEqual([]);
});

test.each(shown)("%s: both languages say something, each its own", (_, { bad }) => {
  const found = parseFile("a.crit", bad).diagnostics[0];
  if (found === undefined) throw new Error("nothing found");
  const en = messageOf(found, "en");
  const vi = messageOf(found, "vi");
  expect(en.what).not.toBe("");
  expect(vi.what).not.toBe(en.what);
  for (const text of [en.what, en.why, en.try, vi.what, vi.why, vi.try]) {
    expect(text ?? "").not.toMatch(/undefined|null|\[object|invalid|illegal|token/i);
  }
});

test.each(entries)("%s: titles and explanations are there in both languages", (_, { en, vi }) => {
  expect(en.title).not.toBe(vi.title);
  expect(en.explain).toMatch(/\.$/);
  expect(vi.explain).toMatch(/\.$/);
});
