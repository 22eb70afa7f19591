import type { Diagnostic, Fix } from "@luong/spec";
import { describe, expect, test } from "vitest";
import { catalogue, type DiagnosticCode } from "./catalogue/index.ts";
import { runExample } from "./run-example.ts";

function applied(text: string, fix: Fix): string {
  const edits = fix.edits.toSorted((a, b) => b.span.start - a.span.start);
  return edits.reduce(
    (done, { span, text: by }) => done.slice(0, span.start) + by + done.slice(span.end),
    text,
  );
}

const serious = ({ severity }: Diagnostic): boolean =>
  severity === "error" || severity === "warning";

const cases = (Object.keys(catalogue) as DiagnosticCode[])
  .filter((code) => code > "LU2")
  .flatMap((code) => {
    const { bad } = catalogue[code];
    const found = runExample(bad).find((each) => each.code === code);
    return (found?.fixes ?? []).map((fix, index) => ({
      code,
      index,
      bad,
      fix,
      title: fix.title.en,
    }));
  });

test("many codes offer a fix", () => {
  expect(new Set(cases.map((each) => each.code)).size).toBeGreaterThan(25);
});

describe("a fix of the bad example", () => {
  test.each(cases)("$code, $index: $title", ({ code, bad, fix, index }) => {
    const after = runExample(applied(bad, fix));
    expect(after.filter((each) => each.code === code && serious(each))).toEqual([]);
    // The first fix is the best one: it leaves nothing else to do.
    if (index === 0) expect(after.filter(serious).map((each) => each.code)).toEqual([]);
  });
});
