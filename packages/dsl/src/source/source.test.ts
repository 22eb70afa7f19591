import { describe, expect, test } from "vitest";
import { createChunker } from "./chunks.ts";
import { editDistance, foldWord } from "./letters.ts";
import { lineIndex } from "./line-index.ts";
import { MAX_FILE_BYTES, readText } from "./read.ts";

describe("line index", () => {
  test("counts all three line ends, from 0", () => {
    const index = lineIndex("a\nbc\r\nd\re");
    expect(index.starts).toEqual([0, 2, 6, 8]);
    expect(index.position(3)).toEqual({ line: 1, column: 1 });
    expect(index.position(8)).toEqual({ line: 3, column: 0 });
    expect(index.position(99)).toEqual({ line: 3, column: 1 });
  });

  test("goes back to the same offset", () => {
    const text = "criterion\r\n  on import\n";
    const index = lineIndex(text);
    for (let offset = 0; offset <= text.length; offset += 1) {
      const { line, column } = index.position(offset);
      expect(index.offset({ line, column })).toBe(offset);
    }
    expect(index.offset({ line: 0, column: 99 })).toBe(11);
  });
});

describe("reading", () => {
  const codes = (text: string): readonly string[] =>
    readText("a.crit", text).diagnostics.map(({ code }) => code);

  test("a byte-order mark, CRLF and tabs are fine and keep their place", () => {
    const text = "\uFEFFlist\ta\r\n";
    expect(readText("a.crit", text)).toEqual({ text, readable: true, diagnostics: [] });
  });

  test("decomposed accents are one warning, and the text is composed", () => {
    const { text, diagnostics } = readText("a.crit", "tie\u0302u chi\u0301");
    expect(text).toBe("tiêu chí");
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
      ["LU1003", "warning"],
    ]);
    expect(diagnostics[0]?.span.start).toBe(2);
  });

  test("bytes that were no UTF-8 are one error with their number", () => {
    const { diagnostics } = readText("a.crit", "a\uFFFDb\uFFFD");
    expect(diagnostics.map(({ code, args }) => [code, args])).toEqual([["LU1002", { count: 2 }]]);
  });

  test("control characters and direction marks are one error each", () => {
    expect(codes("a\u0000b\u0001")).toEqual(["LU1004"]);
    expect(codes("-- \u202Eabc\u202C")).toEqual(["LU1005"]);
    expect(codes("a\tb\r\nc")).toEqual([]);
  });

  test("a file above the limit is not read", () => {
    const { readable, diagnostics } = readText("a.crit", " ".repeat(MAX_FILE_BYTES + 1));
    expect(readable).toBe(false);
    expect(diagnostics.map(({ code }) => code)).toEqual(["LU1001"]);
  });

  test("the limit counts bytes, not letters", () => {
    // One third of the limit and a bit, three bytes each.
    const text = "ệ".repeat(MAX_FILE_BYTES / 3 + 1);
    expect(readText("a.crit", text).readable).toBe(false);
  });
});

describe("chunks", () => {
  const chunker = createChunker(["list", "criterion", "tiêu chí", "criteria set"]);
  const pieces = (text: string): readonly string[] =>
    chunker(text).map(({ start, end }) => text.slice(start, end));

  test("an item word of either language at the left margin starts an item", () => {
    expect(pieces("criteria set\nlist a\n  list b\ntiêu  chí c")).toEqual([
      "criteria set\n",
      "list a\n  list b\n",
      "tiêu  chí c",
    ]);
  });

  test("a longer word does not", () => {
    expect(pieces("list a\nlists\nlist_b\nlistê")).toEqual(["list a\nlists\nlist_b\nlistê"]);
  });

  test("comments right above belong to the item, others to the one before", () => {
    expect(pieces("-- head\n\n-- about a\r\n-- more\r\nlist a\n-- note\n\nlist b")).toEqual([
      "-- head\n\n",
      "-- about a\r\n-- more\r\nlist a\n-- note\n\n",
      "list b",
    ]);
  });

  test("chunks cover the text", () => {
    const text = "\uFEFF-- x\nlist a\n\n  y\ncriterion b";
    expect(pieces(text).join("")).toBe(text);
  });
});

describe("near words", () => {
  test("an exchange of neighbours is one edit", () => {
    expect(editDistance("wehn", "when", 2)).toBe(1);
    expect(editDistance("betwen", "between", 2)).toBe(1);
    expect(editDistance("abcdef", "fedcba", 2)).toBe(3);
    expect(editDistance("", "ab", 2)).toBe(2);
  });

  test("accents, case and đ do not count", () => {
    expect(foldWord("Điều kiện ĐỎ")).toBe("dieu kien do");
  });
});
