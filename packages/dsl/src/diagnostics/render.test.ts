import type { Diagnostic } from "@luong/spec";
import { describe, expect, test } from "vitest";
import { explainMarkdown, explainPage } from "./explain.ts";
import { diagnosticJson, type RenderOptions, render, renderAll } from "./render.ts";
import { report } from "./report.ts";
import { printableText } from "./text.ts";

const source = [
  "",
  'criterion VN-WT-002 "Weight mismatch"',
  "  when    gross_weight / net_weihgt > 1.4",
  "  when    数量 > ３ and cân_nặng > 1",
  "\twhen\tx > 1",
].join("\n");

function options(change: Partial<RenderOptions> = {}): RenderOptions {
  const sourceOf = (file: string): string | undefined => (file === "a.crit" ? source : undefined);
  return { language: "en", format: "pretty", color: false, sourceOf, ...change };
}

/** An unknown name where `word` stands for the first time. */
function unknown(word: string, suggestions: readonly string[] = []): Diagnostic {
  const start = source.indexOf(word);
  const span = { file: "a.crit", start, end: start + word.length };
  const fixes = suggestions.map((each) => ({
    title: { en: `write \`${each}\``, vi: `viết \`${each}\`` },
    edits: [{ span, text: each }],
  }));
  return report("LU2001", span, { name: word, suggestions }, { fixes });
}

describe("a framed message", () => {
  test("shows the line, the words and what to do", () => {
    expect(render(unknown("net_weihgt", ["net_weight"]), options())).toBe(
      [
        "error[LU2001]: nothing here is called `net_weihgt`                                       a.crit:3:26",
        "   │",
        ' 2 │ criterion VN-WT-002 "Weight mismatch"',
        " 3 │   when    gross_weight / net_weihgt > 1.4",
        "   │                          ^^^^^^^^^^ did you mean `net_weight`?",
        "   │",
        "   = fix: write `net_weight` (check --fix)",
        "   = more: luong explain LU2001",
      ].join("\n"),
    );
  });

  test("speaks Vietnamese, frame words too", () => {
    const text = render(unknown("net_weihgt", ["net_weight"]), options({ language: "vi" }));
    expect(text).toMatch(/^lỗi\[LU2001\]: /u);
    expect(text).toContain("= sửa: viết `net_weight` (check --fix)");
    expect(text).toContain("= thêm: luong explain LU2001");
  });

  test("puts carets by display width: wide letters take two columns, tabs four", () => {
    const line = (word: string): string | undefined =>
      render(unknown(word), options())
        .split("\n")
        .find((each) => each.includes("^"));
    expect(line("数量")).toBe(`   │ ${" ".repeat(10)}^^^^`);
    expect(line("cân_nặng")).toBe(`   │ ${" ".repeat(10 + 4 + 3 + 2 + 5)}^^^^^^^^`);
    expect(line("x > 1")).toBe(`   │ ${" ".repeat(12)}^^^^^`);
  });

  test("counts positions in composed text, whatever form the file has", () => {
    const sourceOf = (): string => source.normalize("NFD");
    expect(render(unknown("cân_nặng"), options({ sourceOf }))).toContain("a.crit:4:22");
  });

  test("shows related places, and where they are when in another file", () => {
    const note = { en: "it stands here already", vi: "đã có ở đây" };
    const first = { file: "a.crit", start: 1, end: 10 };
    const elsewhere = { file: "b.crit", start: 0, end: 1 };
    const sourceOf = (file: string): string => (file === "a.crit" ? source : "list b");
    const related = [
      { span: first, note },
      { span: elsewhere, note },
    ];
    const text = render({ ...unknown("net_weihgt"), related }, options({ sourceOf }));
    expect(text).toContain("   │ --------- it stands here already");
    expect(text).toContain("   │ b.crit:1:1\n 1 │ list b\n   │ - it stands here already");
  });

  test("moves a long place to its own line and a long remark below", () => {
    const file = `${"folder/".repeat(12)}a.crit`;
    const diagnostic = { ...unknown("net_weihgt"), span: { file, start: 0, end: 0 } };
    const text = render(diagnostic, options({ sourceOf: () => source }));
    expect(text.split("\n")[1]).toBe(`   ─ ${file}:1:1`);
  });

  test("shows the part around the mark of a very long line", () => {
    const long = `${"a, ".repeat(200)}here, ${"b, ".repeat(200)}`;
    const span = { file: "a.crit", start: 600, end: 604 };
    const diagnostic = report("LU2001", span, { name: "here", suggestions: [] });
    const lines = render(diagnostic, options({ sourceOf: () => long })).split("\n");
    const shown = lines.find((each) => each.includes("here,")) ?? "";
    const caret = lines.find((each) => each.includes("^")) ?? "";
    expect(shown.length).toBeLessThanOrEqual(102);
    expect(shown).toMatch(/│ ….*…$/u);
    expect(shown.slice(caret.indexOf("^"), caret.lastIndexOf("^") + 1)).toBe("here");
  });

  test("does without the source", () => {
    const text = render(unknown("net_weihgt", ["a"]), options({ sourceOf: () => undefined }));
    expect(text.split("\n")[0]).toMatch(/ a\.crit$/u);
    expect(text).not.toContain("│");
  });

  test("colours only when asked, and never changes the words", () => {
    const plain = render(unknown("net_weihgt", ["a"]), options());
    const coloured = render(unknown("net_weihgt", ["a"]), options({ color: true }));
    expect(plain).not.toContain("\u001b");
    expect(coloured).toContain("\u001b[1;31m");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters.
    expect(coloured.replace(/\u001b\[[0-9;]*m/gu, "")).toBe(plain);
  });

  test("lets no control character of a source reach the terminal", () => {
    const sourceOf = (): string => "a \u001b[2J b \u202e c";
    const span = { file: "a.crit", start: 2, end: 3 };
    const diagnostic = report("LU2001", span, { name: "\u001b]0;x\u0007", suggestions: [] });
    const text = render(diagnostic, options({ sourceOf }));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/u);
    expect(text).toContain("a \ufffd[2J b \ufffd c");
    expect(printableText("a\tb\nc")).toBe("a b\ufffdc");
  });
});

describe("several messages", () => {
  test("more than three alike become one and a count", () => {
    const five = Array.from({ length: 5 }, () => unknown("net_weihgt"));
    const text = renderAll(five, options());
    expect(text.match(/error\[LU2001\]/gu)).toHaveLength(1);
    expect(text).toContain("= and 4 more like this: a.crit:3:26, a.crit:3:26");
    expect(renderAll(five.slice(0, 3), options()).match(/error\[LU2001\]/gu)).toHaveLength(3);
  });

  test("other words are another message", () => {
    const mixed = [unknown("net_weihgt"), unknown("x > 1"), unknown("net_weihgt")];
    expect(renderAll([...mixed, ...mixed], options()).match(/error\[/gu)).toHaveLength(3);
  });

  test("compact form keeps a line for each", () => {
    const five = Array.from({ length: 5 }, () => unknown("net_weihgt", ["net_weight"]));
    const lines = renderAll(five, options({ format: "compact" })).split("\n");
    expect(lines).toHaveLength(5);
    expect(lines[0]).toBe(
      "a.crit:3:26: error LU2001 nothing here is called `net_weihgt`; did you mean `net_weight`?",
    );
  });
});

test("JSON has both languages, place and edits", () => {
  const json = diagnosticJson(unknown("net_weihgt", ["net_weight"]), options().sourceOf);
  expect(json).toMatchObject({
    code: "LU2001",
    severity: "error",
    file: "a.crit",
    start: 64,
    end: 74,
    line: 3,
    column: 26,
    args: { name: "net_weihgt", suggestions: ["net_weight"] },
    fixes: [{ edits: [{ file: "a.crit", start: 64, end: 74, text: "net_weight" }] }],
  });
  expect(json.message.en.what).not.toBe(json.message.vi.what);
  expect(diagnosticJson(unknown("net_weihgt"))).not.toHaveProperty("line");
});

describe("explain pages", () => {
  test("hold the text, the example and the message it gives", () => {
    const page = explainPage("LU2001", "vi");
    expect(page?.rendered).toMatch(/^lỗi\[LU2001\]: /u);
    expect(page?.rendered).toContain("gros_weight");
    const markdown = page === undefined ? "" : explainMarkdown(page, "vi");
    expect(markdown).toMatch(/^## LU2001 \S/u);
    expect(markdown).toContain("**Sai**\n\n```crit\ncriterion EX-1");
    expect(markdown.match(/```/gu)).toHaveLength(6);
  });

  test("an unknown code has none", () => {
    expect(explainPage("LU9999", "en")).toBeUndefined();
  });
});
