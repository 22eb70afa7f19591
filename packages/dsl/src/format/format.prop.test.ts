// Formatting twice is formatting once, meaning stays, comments stay: on random criteria, and on every file of the corpus and the examples.
// Comes in: generated texts with odd line breaks and comments. A case found here becomes a file in corpus/.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Language } from "@luong/spec";
import { corpusFiles, criteriaText, historyText, readCorpus } from "@luong/testkit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseFile } from "../2-parse/parse.ts";
import { printTree } from "../ast/print.ts";
import { format } from "./format.ts";

function formatted(text: string, language: Language | "keep" = "keep"): string {
  const result = format(parseFile("x.crit", text).file, { language });
  if ("refused" in result) throw new Error(`refused: ${JSON.stringify(result.refused)}\n${text}`);
  return result.text;
}

function tree(text: string): string {
  return printTree(parseFile("x.crit", text).file);
}

/** Comments of a text as the parser finds them, sorted. */
function commentsOf(text: string): readonly string[] {
  const { file } = parseFile("x.crit", text);
  return [...file.headerComments, ...file.items.flatMap((each) => each.comments), ...file.trailing]
    .map(({ span }) => file.text.slice(span.start, span.end).trimEnd())
    .sort();
}

const anyText = fc.oneof(criteriaText, historyText);
const runs = { numRuns: 200 };
const language = fc.constantFrom<Language>("en", "vi");

describe("random criteria", () => {
  test("the generator writes what the parser reads, alike in both languages", () => {
    fc.assert(
      fc.property(anyText, ({ write, writeOddly }) => {
        const plain = parseFile("x.crit", write("en"));
        expect(plain.diagnostics).toEqual([]);
        expect(parseFile("x.crit", writeOddly("en")).diagnostics).toEqual([]);
        expect(tree(write("vi"))).toBe(printTree(plain.file));
        expect(tree(writeOddly("vi"))).toBe(printTree(plain.file));
      }),
      runs,
    );
  });

  test("formatting twice is formatting once, whatever the line breaks and comments", () => {
    fc.assert(
      fc.property(anyText, language, ({ writeOddly }, from) => {
        const once = formatted(writeOddly(from));
        expect(formatted(once)).toBe(once);
      }),
      runs,
    );
  });

  test("the tree stays, in either language", () => {
    fc.assert(
      fc.property(anyText, language, language, ({ writeOddly, write }, from, to) => {
        const text = formatted(writeOddly(from), to);
        expect(tree(text)).toBe(tree(write("en")));
      }),
      runs,
    );
  });

  test("layout does not depend on how the text was laid out", () => {
    fc.assert(
      fc.property(anyText, language, ({ write, writeOddly, comments }, to) => {
        fc.pre(comments.length === 0);
        // One-line items keep the groups they were in, so blank lines may differ.
        const lines = (text: string): string => formatted(text, to).replaceAll("\n\n", "\n");
        expect(lines(writeOddly("en"))).toBe(lines(write("vi")));
      }),
      runs,
    );
  });

  test("every comment stays, none is joined with another", () => {
    fc.assert(
      fc.property(anyText, language, language, ({ writeOddly, comments }, from, to) => {
        expect(commentsOf(formatted(writeOddly(from), to))).toEqual([...comments].sort());
      }),
      runs,
    );
  });

  test("CRLF, a byte-order mark and decomposed letters give the same file", () => {
    fc.assert(
      fc.property(anyText, language, ({ writeOddly }, from) => {
        const text = writeOddly(from);
        const wild = `\ufeff${text.normalize("NFD").replaceAll("\n", "\r\n")}`;
        expect(formatted(wild)).toBe(formatted(text));
      }),
      { numRuns: 50 },
    );
  });

  test("lines end where the words end, and only unbreakable ones are longer than 100 columns", () => {
    fc.assert(
      fc.property(anyText, language, ({ write }, to) => {
        for (const each of formatted(write("en"), to).split("\n")) {
          expect(each).toBe(each.trimEnd());
          expect([...each].length).toBeLessThanOrEqual(115);
        }
      }),
      { numRuns: 50 },
    );
  });
});

const examples = fileURLToPath(new URL("../../../../examples/", import.meta.url));
const files = [
  ...["schema.crit", ...corpusFiles("good"), ...corpusFiles("broken")].map((file) => ({
    file: `corpus/${file}`,
    text: readCorpus(file),
  })),
  ...readdirSync(examples, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".crit"))
    .map((file) => ({
      file: `examples/${file}`,
      text: readFileSync(join(examples, file), "utf8"),
    })),
];
const sound = files.filter(({ text }) =>
  parseFile("x.crit", text).diagnostics.every((each) => each.severity !== "error"),
);

test("enough files can be formatted", () => {
  expect(sound.length).toBeGreaterThan(60);
});

test.each(sound)("$file", ({ text }) => {
  for (const to of ["en", "vi"] as const) {
    const once = formatted(text, to);
    expect(tree(once)).toBe(tree(formatted(once, to === "en" ? "vi" : "en")));
    expect(formatted(once)).toBe(once);
    expect(commentsOf(once)).toEqual(commentsOf(text));
  }
});

test.each(files.filter((each) => !sound.includes(each)))("$file is refused", ({ text }) => {
  const { file, diagnostics } = parseFile("x.crit", text);
  const result = format(file, { language: "keep" });
  const first = diagnostics.find((each) => each.severity === "error");
  expect(result).toEqual({ refused: first });
});
