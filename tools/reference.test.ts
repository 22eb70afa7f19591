/**
 * The generated pages of `docs/` say what the tables say.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseFile, printTree, runExample } from "@luong/dsl";
import type { Language } from "@luong/spec";
import { describe, expect, test } from "vitest";
import { referencePages } from "./reference/pages.ts";
import { wording } from "./reference/wording.ts";

describe("generated pages", () => {
  for (const [name, text] of referencePages()) {
    test(`docs/${name} is what npm run docs writes`, () => {
      const written = readFileSync(join(import.meta.dirname, "..", "docs", name), "utf8");
      expect(written === text).toBe(true);
    });
  }
});

describe("examples of selections", () => {
  const blocks = (language: Language): readonly string[] =>
    [...wording[language].rows.text.matchAll(/```crit\n([\s\S]*?)```/g)].map(
      ([, text = ""]) => text,
    );

  test.each(["en", "vi"] as const)("the criterion in %s has no faults", (language) => {
    const [, criterion = ""] = blocks(language);
    const faults = runExample(criterion).filter(
      ({ severity }) => severity === "error" || severity === "warning",
    );
    expect(faults.map(({ code }) => code)).toEqual([]);
  });

  test("both languages say the same", () => {
    const trees = (language: Language): readonly string[] =>
      blocks(language).map((text) => {
        const { file, diagnostics } = parseFile("x.crit", text);
        expect(diagnostics).toEqual([]);
        return printTree(file);
      });
    expect(trees("vi")).toHaveLength(2);
    expect(trees("vi")).toEqual(trees("en"));
  });
});
