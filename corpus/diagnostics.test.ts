// How every diagnostic looks to its reader, in both languages. Comes in: corpus/diagnostics/<code>/example.crit.
// What it gives stands beside it in expected.txt; `LUONG_BLESS=LU2001` accepts a new wording of that code.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { catalogue, exampleSchema, renderAll, runExample } from "@luong/dsl";
import type { Language } from "@luong/spec";
import { describe, expect, test } from "vitest";

const folder = fileURLToPath(new URL("./diagnostics/", import.meta.url));
const blessed = (process.env["LUONG_BLESS"] ?? "").split(",");

/** LU1001 is about files above 64 MiB; the reader's own test makes one. */
const entries = Object.entries(catalogue).filter(([code]) => code !== "LU1001");

function shown(code: string, text: string, language: Language): string {
  const sourceOf = (file: string): string => (file === "schema.crit" ? exampleSchema : text);
  const found = runExample(text).filter((each) => each.code === code);
  return renderAll(found, { language, format: "pretty", color: false, sourceOf });
}

describe.each(entries)("%s", (code, entry) => {
  const example = `${folder}${code}/example.crit`;
  const expected = `${folder}${code}/expected.txt`;

  test("is shown as expected", () => {
    if (blessed.includes(code)) bless(code, entry.bad, example, expected);
    const text = readFileSync(example, "utf8");
    expect(bothLanguages(code, text)).toBe(readFileSync(expected, "utf8"));
  });

  test("frames no line beyond what a terminal shows, save long remarks", () => {
    const framed = readFileSync(expected, "utf8").split("\n").filter((each) => each.includes("^"));
    expect(framed.filter((each) => [...each].length > 120)).toEqual([]);
  });
});

function bothLanguages(code: string, text: string): string {
  return `${shown(code, text, "en")}\n\n${shown(code, text, "vi")}\n`;
}

function bless(code: string, bad: string, example: string, expected: string): void {
  mkdirSync(`${folder}${code}`, { recursive: true });
  if (!existsSync(example)) writeFileSync(example, bad);
  writeFileSync(expected, bothLanguages(code, readFileSync(example, "utf8")));
}
