/**
 * Criteria shown in the README and in the language reference are real: they are checked and their tests run.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lower, lowerTests } from "@luong/compiler";
import { analyse } from "@luong/dsl";
import { bindWorld } from "@luong/runtime";
import { runTests } from "@luong/runtime/prove";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const example = join(root, "examples/vietnam");
const sources = readdirSync(example)
  .filter((name) => name.endsWith(".crit"))
  .map((file) => ({ file, text: readFileSync(join(example, file), "utf8") }));

function readData(file: string): string | undefined {
  return readFileSync(join(example, file), "utf8");
}

/** Blocks of criteria in a page, by the criterion they show. */
function shownIn(page: string): readonly string[] {
  const text = readFileSync(join(root, page), "utf8");
  const blocks = [...text.matchAll(/```(?:crit)?\n((?:criterion|tiêu chí) [\s\S]*?)```/g)];
  return blocks.map((block) => block[1] ?? "");
}

describe.each(["README.md", "docs/language.md", "docs/ngon-ngu.md"])("%s", (page) => {
  const criteria = shownIn(page);

  test("shows a criterion", () => expect(criteria.length).toBeGreaterThan(0));

  test.each(criteria)("%s", (shown) => {
    // The example set has criteria of the same names.
    const text = shown.replace(/(criterion|tiêu chí) \S+/, "$1 SHOWN-001");
    const analysis = analyse([...sources, { file: "shown.crit", text }], readData);
    const found = analysis.diagnostics.filter(
      ({ span, severity }) => span.file === "shown.crit" && severity !== "hint",
    );
    expect(found).toEqual([]);
    const ir = lower(analysis);
    const tests = lowerTests(analysis).filter(({ source }) => source.file === "shown.crit");
    const { world } = bindWorld(ir, { allowUnbound: true, lists: { trusted_importers: [] } });
    const results = runTests(ir, tests, world).results;
    expect(results.filter((each) => !each.passed)).toEqual([]);
  });
});
