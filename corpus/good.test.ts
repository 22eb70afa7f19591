// Every good file: no error and no warning, the two languages give one tree, and the formatter changes nothing
// but the language. Comes in: corpus/good, pairs of `x.en.crit` and `x.vi.crit`, laid out as the formatter does.
import { format, parseFile, printTree } from "@luong/dsl";
import type { Language } from "@luong/spec";
import { describe, expect, test } from "vitest";
import { analyseOnCorpus, corpusFiles, faults, placed, readCorpus } from "@luong/testkit";

const names = corpusFiles("good")
  .filter((file) => file.endsWith(".en.crit"))
  .map((file) => file.slice(0, -".en.crit".length));

function tree(text: string): string {
  return printTree(parseFile("x.crit", text).file);
}

function formatted(text: string, language: Language | "keep"): string {
  const result = format(parseFile("x.crit", text).file, { language });
  if ("refused" in result) throw new Error(`refused: ${JSON.stringify(result.refused)}`);
  return result.text;
}

/** Comments are for people and stay as they are, so they are left out where languages are compared. */
function withoutComments(text: string): string {
  return text.replace(/^\s*--.*\n/gmu, "").replace(/ -- .*$/gmu, "");
}

describe.each(names)("%s", (name) => {
  const en = readCorpus(`${name}.en.crit`);
  const vi = readCorpus(`${name}.vi.crit`);

  test.each([
    ["en", en],
    ["vi", vi],
  ])("%s has no faults", (_, text) => {
    expect(faults(analyseOnCorpus("good.crit", text)).map((each) => placed(each, text))).toEqual([]);
  });

  test("both languages give one tree", () => {
    expect(tree(vi)).toBe(tree(en));
  });

  test("is laid out as the formatter does", () => {
    expect(formatted(en, "keep")).toBe(en);
    expect(formatted(vi, "keep")).toBe(vi);
  });

  test("the formatter exchanges the languages", () => {
    expect(withoutComments(formatted(en, "vi"))).toBe(withoutComments(vi));
    expect(withoutComments(formatted(vi, "en"))).toBe(withoutComments(en));
  });
});
