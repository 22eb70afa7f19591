import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createLex } from "../1-lex/lex.ts";
import { specTables } from "../1-lex/vocabulary.ts";
import { printNode, printTree } from "../ast/print.ts";
import { moved, walk } from "../ast/visit.ts";
import { createParser, parseExpression, parseFile, standardParser } from "./parse.ts";

const read = (name: string): string =>
  readFileSync(new URL(`./samples/${name}.crit`, import.meta.url), "utf8");

/** The text with every word of the language in the other spelling; names, texts and layout stay. */
function translated(text: string, language: "en" | "vi"): string {
  const { vocabulary, chunks } = standardParser();
  const lex = createLex(vocabulary);
  const piece = (source: string): string => {
    let out = "";
    let at = 0;
    for (const { startOffset, endOffset = startOffset, tokenType, image } of lex("x", source, 0)
      .tokens) {
      const end = endOffset + 1;
      const spelling = vocabulary.meaning.get(tokenType)?.spelling[language];
      const holes = image.replace(/(?<!\\)\{([^}]*)\}/g, (_, hole: string) => `{${piece(hole)}}`);
      const same = tokenType.name === "string" ? holes : source.slice(startOffset, end);
      out += source.slice(at, startOffset) + (spelling ?? same);
      at = end;
    }
    return out + source.slice(at);
  };
  return chunks(text)
    .map(({ start, end }) => piece(text.slice(start, end)))
    .join("");
}

describe("the grammar", () => {
  test("has no ambiguity the library can find", () => {
    expect(() => createParser(specTables, true)).not.toThrow();
  });

  test.each(["schema", "criteria"])("reads every construct of %s.crit", (name) => {
    expect(parseFile(name, read(name)).diagnostics).toEqual([]);
  });

  test.each(["schema", "criteria"])(
    "reads the Vietnamese spelling of %s.crit as the same tree",
    (name) => {
      const english = parseFile(name, read(name));
      const vietnamese = parseFile(name, translated(read(name), "vi"));
      expect(vietnamese.diagnostics).toEqual([]);
      expect(vietnamese.file.text).not.toBe(english.file.text);
      expect(printTree(vietnamese.file)).toBe(printTree(english.file));
      expect(translated(vietnamese.file.text, "en").replace(/\bdays\b/g, "day")).toBe(
        english.file.text.replace(/\bdays\b/g, "day"),
      );
    },
  );

  test("reads decomposed accents as the same tree, with one warning", () => {
    const composed = parseFile("a", read("criteria"));
    const decomposed = parseFile("a", read("criteria").normalize("NFD"));
    expect(decomposed.diagnostics.map(({ code }) => code)).toEqual(["LU1003"]);
    expect(printTree(decomposed.file)).toBe(printTree(composed.file));
  });

  test("reads CRLF and tabs as the same tree", () => {
    const plain = parseFile("a", read("criteria"));
    const other = parseFile("a", read("criteria").replaceAll("\n", "\r\n").replaceAll("  ", "\t"));
    expect(other.diagnostics).toEqual([]);
    expect(printTree(other.file)).toBe(printTree(plain.file));
  });
});

describe("a new entry of a table", () => {
  const parser = createParser({
    ...specTables,
    operators: {
      ...specTables.operators,
      adjoins: { form: "operand", spelling: { en: "lies beside", vi: "nằm cạnh" } },
      outside: { form: "range", spelling: { en: "outside", vi: "ngoài khoảng" } },
      near: { form: "comparison", spelling: { en: "~", vi: "~" } },
    },
    aggregates: {
      ...specTables.aggregates,
      middle: {
        spelling: { en: "middle", vi: "ở giữa" },
        types: (value) => (value === null ? { problem: "mismatch" } : { type: value }),
      },
    },
  });
  const relation = (text: string): unknown => {
    const { expression, diagnostics } = parser.parseExpression(text);
    expect(diagnostics).toEqual([]);
    return expression.kind === "relation"
      ? [expression.op, expression.args.length]
      : expression.kind;
  };

  test("is a word, a relation and an aggregate without another edit", () => {
    expect(relation("a lies beside b")).toEqual(["adjoins", 1]);
    expect(relation("a nằm cạnh b")).toEqual(["adjoins", 1]);
    expect(relation("a outside 1 and 9")).toEqual(["outside", 2]);
    expect(relation("a ~ 3")).toEqual(["near", 1]);
    const { expression } = parser.parseExpression("ở giữa của item.price trên items");
    expect(expression.kind === "aggregate" && expression.aggregate).toBe("middle");
  });

  test("does not exist for the usual parser", () => {
    expect(parseExpression("a ~ 3").diagnostics).not.toEqual([]);
  });
});

describe("expressions", () => {
  const shape = (text: string): string => {
    const { expression, diagnostics } = parseExpression(text);
    expect(diagnostics.map(({ code }) => code)).toEqual([]);
    return printNode(expression);
  };
  const same = (a: string, b: string): void => expect(shape(a)).toBe(shape(b));

  test("sums and products lean to the left, products bind tighter", () => {
    const { expression } = parseExpression("a - b * c - d");
    if (expression.kind !== "binary" || expression.left.kind !== "binary")
      throw new Error("not binary");
    expect([expression.op, expression.left.op]).toEqual(["sub", "sub"]);
    expect(expression.left.right.kind === "binary" && expression.left.right.op).toBe("mul");
  });

  test("`80% of` takes one value and binds tighter than times", () => {
    const { expression } = parseExpression("80% of a * b");
    if (expression.kind !== "binary") throw new Error("not binary");
    expect(expression.left).toMatchObject({ kind: "percentOf", percent: "80" });
  });

  test("`has` and bullets take one thing", () => {
    const { expression } = parseExpression("any item has item.a = 1 and b = 2");
    expect(expression).toMatchObject({
      kind: "logic",
      op: "and",
      operands: [{ kind: "quantified" }, { kind: "relation" }],
    });
  });

  test("`between … and` keeps its own `and`", () => {
    const { expression } = parseExpression("a between 1 and 2 and b");
    expect(expression).toMatchObject({
      kind: "logic",
      operands: [{ op: "between" }, { kind: "reference" }],
    });
    same("a between 1 and 2", "a between 1 to 2");
  });

  test("literals keep their image", () => {
    expect(
      parseExpression("x in 0101, 1_000, -3, 2.50 USD per kg, 100 kg, 3 day").expression,
    ).toMatchObject({
      args: [
        { kind: "number", image: "0101" },
        { kind: "number", image: "1_000" },
        { kind: "negative", operand: { kind: "number", image: "3" } },
        { kind: "money", image: "2.50", currency: "USD", per: "kg" },
        { kind: "quantity", image: "100", unit: "kg" },
        { kind: "duration", image: "3", unit: "days" },
      ],
    });
  });

  test("what sees through unknown is a relation too", () => {
    expect(parseExpression("a is missing").expression).toMatchObject({
      kind: "relation",
      op: "isMissing",
      args: [],
    });
    expect(parseExpression("a đã có").expression).toMatchObject({ op: "isPresent" });
    expect(parseExpression("a matches row.b").expression).toMatchObject({
      op: "matches",
      args: [{ kind: "reference" }],
    });
  });

  test("looks up tables as of a time", () => {
    expect(parseExpression("t(a, b as of now).rate > 3").expression).toMatchObject({
      left: {
        root: { text: "t" },
        call: { args: [{}, {}], asOf: { kind: "reference" } },
        path: [{ text: "rate" }],
      },
    });
  });

  test("spans are those of the text", () => {
    const text = "any item has item.hs under 84";
    const { expression } = parseExpression(text);
    const seen: string[] = [];
    walk(expression, ({ span }) => seen.push(text.slice(span.start, span.end)));
    expect(seen).toEqual([text, "item", "item.hs under 84", "item.hs", "item", "hs", "84"]);
  });
});

describe("reasons", () => {
  const parts = (reason: string): unknown => {
    const { file, diagnostics } = parseFile("a", `criterion A-1 "x"\n  because ${reason}\n`);
    const item = file.items[0];
    const clause = item?.kind === "criterion" ? item.clauses[0] : undefined;
    const texts = clause?.kind === "because" ? clause.reason.texts : [];
    return {
      codes: diagnostics.map(({ code }) => code),
      texts: texts.map((text) =>
        text.parts.map((part) =>
          typeof part === "string" ? part : file.text.slice(part.span.start, part.span.end),
        ),
      ),
    };
  };

  test("holes are expressions at their own place", () => {
    expect(parts('"a {x.y + 1} b {z}" vi "{x}"')).toEqual({
      codes: [],
      texts: [["a ", "x.y + 1", " b ", "z"], ["x"]],
    });
  });

  test("braces may be written", () => {
    expect(parts('"a \\{b\\} \\"c\\""')).toEqual({ codes: [], texts: [['a {b} "c"']] });
  });

  test.each([
    ['"a {} b"', "LU1052"],
    ['"a {b"', "LU1052"],
    ['"a {b +}"', "LU1032"],
    ['"a {b c}"', "LU1060"],
    ['"a {median of b over c}"', "LU1022"],
    ['"a {2,50}"', "LU1011"],
  ])("%s is one error %s", (reason, code) => {
    expect(parts(reason)).toMatchObject({ codes: [code] });
  });
});

describe("items and comments", () => {
  test("ids are unique in a file and children lie inside their parents", () => {
    const { file } = parseFile("a", read("criteria"));
    const ids = new Set<number>();
    let count = 0;
    walk({ header: file.header, items: file.items }, ({ id, span }) => {
      ids.add(id);
      count += 1;
      expect(span.start).toBeLessThanOrEqual(span.end);
    });
    expect(ids.size).toBe(count);
    expect(count).toBeGreaterThan(500);
  });

  test("comments go with their item; those before and after all items are apart", () => {
    const { file } = parseFile(
      "a",
      "-- file\n\n-- about a\nlist a of B = C -- behind\n-- below\n\n-- about b\nlist b of B = C\n\n-- end\n",
    );
    const own = file.items.map(({ comments }) => comments.map(({ text }) => text));
    expect(file.headerComments.map(({ text }) => text)).toEqual(["-- file"]);
    expect(own).toEqual([["-- about a", "-- behind", "-- below"], ["-- about b"]]);
    expect(file.trailing.map(({ text }) => text)).toEqual(["-- end"]);
  });

  test("an item by itself is the item of the file, moved", () => {
    const parser = standardParser();
    const text = read("criteria");
    const { file } = parser.parseFile("a", text);
    for (const { start, end } of parser.chunks(text)) {
      const piece = text.slice(start, end);
      const here = parser.parseItem("a", piece, start, 100);
      const there = parser.parseItem("a", piece, 0, 0);
      expect(moved(there.items, start, 100)).toEqual(here.items);
      for (const item of here.items) {
        const known = file.items.find(({ span }) => span.start === item.span.start);
        expect(printNode(known)).toBe(printNode(item));
      }
    }
  });

  test("an empty file is a file", () => {
    expect(parseFile("a", "").file).toMatchObject({ header: null, items: [], trailing: [] });
    expect(parseFile("a", "-- only a comment").file.headerComments).toHaveLength(1);
  });

  test("`flow` and `stage` of a test are the same in both languages", () => {
    const tree = (facts: string): string =>
      printTree(parseFile("a", `scenario "x" given ${facts} expect hit`).file);
    expect(tree("nghiệp vụ = import, giai đoạn = gate")).toBe(tree("flow = import, stage = gate"));
  });

  test("`because` of an outcome and of a criterion are told apart", () => {
    const { file, diagnostics } = parseFile(
      "a",
      'criterion A-1 "x"\n  test "t" given a = 1 expect unknown because a.b\n  test "u" given a = 1 expect unknown\n  because "y"\n',
    );
    const item = file.items[0];
    expect(diagnostics).toEqual([]);
    expect(item?.kind === "criterion" && item.clauses.map(({ kind }) => kind)).toEqual([
      "test",
      "test",
      "because",
    ]);
  });
});

test("an id at the margin without its keyword is reported once, and parsing ends", () => {
  const { diagnostics } = parseFile("a.crit", 'EX-1 "E"\n  import at clearance\n');
  expect(diagnostics.map(({ code }) => code)).toEqual(["LU1020", "LU1060"]);
});
