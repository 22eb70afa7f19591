// Every broken criterion gives exactly the message it should, its neighbours give none, and the first fix repairs it.
// Comes in: corpus/broken. What is expected stands in the first line of each file.
import type { Diagnostic } from "@luong/spec";
import { describe, expect, test } from "vitest";
import { render } from "@luong/dsl";
import {
  analyseOnCorpus,
  applyEdits,
  type CorpusCase,
  corpusFiles,
  faults,
  placed,
  readCase,
} from "@luong/testkit";

const cases = corpusFiles("broken").map(readCase);

test("the corpus is large enough to mean something", () => {
  expect(cases.length).toBeGreaterThanOrEqual(150);
});

describe.each(cases)("$file", (broken) => {
  const analysis = analyseOnCorpus(broken.file, broken.text);
  const found = faults(analysis);

  test("gives exactly the expected diagnostics", () => {
    const expected = broken.expected.map(({ code, line, column }) => `${code} at ${line}:${column}`);
    expect(found.map((each) => placed(each, broken.text))).toEqual(expected);
  });

  test("has a message in both languages", () => {
    for (const diagnostic of found) checkRendering(diagnostic, broken);
  });

  test("is repaired by the first fix", () => {
    if (broken.fix) expect(found.every((each) => each.fixes.length > 0)).toBe(true);
    for (const diagnostic of found) checkFix(diagnostic, broken, found);
  });
});

function checkRendering(diagnostic: Diagnostic, { file, text }: CorpusCase): void {
  const sourceOf = (name: string): string | undefined => (name === file ? text : undefined);
  const [en, vi] = (["en", "vi"] as const).map((language) =>
    render(diagnostic, { language, format: "compact", color: false, sourceOf }),
  );
  expect(en).toContain(diagnostic.code);
  expect(vi).toContain(diagnostic.code);
  expect(vi).not.toBe(en);
}

/**
 * The fix removes this diagnostic, leaves no more faults than before, and may show only what had to wait for it:
 * a name or a type that could not be looked at while the text could not be read.
 */
function checkFix(
  diagnostic: Diagnostic,
  { file, text }: CorpusCase,
  found: readonly Diagnostic[],
): void {
  const fix = diagnostic.fixes[0];
  if (fix === undefined) return;
  const after = faults(analyseOnCorpus(file, applyEdits(text, fix.edits)));
  const count = (all: readonly Diagnostic[]): number =>
    all.filter((each) => each.code === diagnostic.code).length;
  expect(count(after)).toBeLessThan(count(found));
  expect(after.length).toBeLessThanOrEqual(found.length);
  const known = new Set(found.map((each) => each.code));
  const fresh = after.map((each) => each.code).filter((code) => !known.has(code));
  expect(fresh.filter((code) => phase(code) <= phase(diagnostic.code))).toEqual([]);
}

function phase(code: string): string {
  return code.slice(0, 3);
}
