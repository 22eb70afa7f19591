import type { Diagnostic } from "@luong/spec";
import { expect, test } from "vitest";
import { runExample } from "./run-example.ts";
import { soleFix } from "./sole-fix.ts";

function found(condition: string, code: string): Diagnostic | undefined {
  const text = `criterion EX-1 "E"\n  on import at clearance\n  when ${condition}\n  then channel yellow\n`;
  return runExample(text).find((each) => each.code === code);
}

test.each([
  ["a keyword misspelt", "gross_weight > 500 kg adn packages > 3", "LU1021", "write `and`"],
  [
    "a list in brackets",
    "any item has item.hs in (61091000, 61091000)",
    "LU1049",
    "remove the brackets",
  ],
])("%s: made by the command", (_, condition, code, title) => {
  const diagnostic = found(condition, code);
  expect(diagnostic && soleFix(diagnostic)?.title.en).toBe(title);
});

test.each([
  ["`and` or `or`", "gross_weight > 500 kg packages > 3", "LU1030"],
  ["day or month first", "registered_at.date < 01/02/2026", "LU1014"],
  ["thousands or a decimal sign", "gross_weight > 2,500 kg", "LU1011"],
  ["a month as 30 days", "registered_at - registered_at > 2 months", "LU3009"],
  ["a bracket left open", "not (packages > 3 and packages < 9", "LU1034"],
  ["a condition left out", "packages > 3 and", "LU1033"],
  ["a heading compared", "any item has item.hs = 6109", "LU3013"],
  ["a fact that may be missing", "no item has item.duty_rate > 5%", "LU4008"],
])("%s: left to the author", (_, condition, code) => {
  const diagnostic = found(condition, code);
  expect(diagnostic?.fixes.length).toBeGreaterThan(0);
  expect(diagnostic && soleFix(diagnostic)).toBeUndefined();
});
