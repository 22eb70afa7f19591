import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createLex } from "../1-lex/lex.ts";
import { specTables } from "../1-lex/vocabulary.ts";
import { plainRows } from "../ast/ast.ts";
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

describe("selections", () => {
  const rows = (text: string): unknown => {
    const { file, diagnostics } = parseFile("a", `criterion A-1 "x"\n  collect r from ${text}\n`);
    expect(diagnostics).toEqual([]);
    const item = file.items[0];
    const clause = item?.kind === "criterion" ? item.clauses[0] : undefined;
    return clause?.kind === "collect" ? clause.rows : clause;
  };
  const named = (...names: readonly string[]): unknown => ({
    names: names.map((text) => ({ text })),
  });

  test("every part stands in its place of the tree", () => {
    expect(
      rows(
        "lines called l as of now in last 91 days skipping last 7 days by booked_on with same hs as item, measure = m where l.a = 1 latest 5 including this minimum 3",
      ),
    ).toMatchObject({
      source: named("lines"),
      called: { text: "l" },
      asOf: { kind: "reference", root: { text: "now" } },
      window: {
        kind: "last",
        length: { kind: "duration", image: "91", unit: "days" },
        skipping: { kind: "duration", image: "7", unit: "days" },
        by: { text: "booked_on" },
      },
      keys: [
        { kind: "same", path: named("hs"), as: named("item") },
        { kind: "compared", path: named("measure"), op: "eq", value: { root: { text: "m" } } },
      ],
      where: { kind: "relation", op: "eq" },
      latest: "5",
      includingThis: true,
      minimum: "3",
    });
  });

  test("a name alone has none of them", () => {
    const { expression } = parseExpression("count of recent > 3");
    expect(expression).toMatchObject({
      left: {
        kind: "aggregate",
        aggregate: "count",
        rank: null,
        value: null,
        per: null,
        rows: { source: named("recent"), ...plainRows },
      },
    });
  });

  test.each([
    ["within 2 hours after entered_at", { kind: "within", side: "after", length: { image: "2" } }],
    ["within 3 days before arrived_on", { kind: "within", side: "before" }],
    [
      "within 3 months around a by b",
      { side: "around", by: { text: "b" }, at: { kind: "reference" } },
    ],
    ["from a + 2 hours until now", { kind: "between", from: { kind: "binary" }, by: null }],
    ["trong vòng 30 ngày", { kind: "last", length: { unit: "days" }, skipping: null, by: null }],
  ])("window %s", (text, window) => {
    expect(rows(`passages ${text}`)).toMatchObject({ window });
  });

  test.each([
    ["same importer.tax_code", { kind: "same", path: named("importer", "tax_code"), as: null }],
    ["same a as previous", { kind: "same", as: named("previous") }],
    ["cùng a như bản trước", { kind: "same", as: named("previous") }],
    ["plate looks like passage.plate", { kind: "compared", op: "looksLike" }],
    ["plate giống passage.plate", { kind: "compared", op: "looksLike" }],
  ])("key %s", (text, key) => {
    expect(rows(`passages with ${text}`)).toMatchObject({ keys: [key] });
  });

  test("the condition of `where` ends before what ends the selection", () => {
    expect(rows("lines where a = 1 and any line has b latest 3")).toMatchObject({
      where: { kind: "logic", operands: [{ kind: "relation" }, { kind: "quantified" }] },
      latest: "3",
    });
    expect(rows("lines where any of\n - a\n - b\n including this")).toMatchObject({
      where: { kind: "group", members: [{}, {}] },
      includingThis: true,
    });
  });

  test.each([
    ["percentile 2.5 of line.price over peers", { aggregate: "percentile", rank: "2.5" }],
    ["count per 7 days over recent", { per: { kind: "period", length: { image: "7" } } }],
    [
      "count per past.office over recent",
      { per: { kind: "group", path: named("past", "office") } },
    ],
    ["sum of a per 1 week over recent", { aggregate: "sum", value: {}, per: { kind: "period" } }],
    [
      "sum of 2 USD per kg per 1 week over recent",
      { value: { per: "kg" }, per: { kind: "period" } },
    ],
    ["average over weekly", { aggregate: "average", value: null, per: null }],
    ["percentile 90 over weekly", { rank: "90", value: null }],
    ["share of (a = 1) over recent", { aggregate: "share", value: { kind: "parenthesis" } }],
    ["tỉ lệ của (a = 1) trên recent", { aggregate: "share" }],
    ["tỷ lệ của (a = 1) trên recent", { aggregate: "share" }],
    ["latest of a over (lines latest 3)", { aggregate: "latest", rows: { latest: "3" } }],
    ["count distinct a over (lines in last 3 days)", { aggregate: "countDistinct" }],
  ])("aggregate %s", (text, tree) => {
    const { expression, diagnostics } = parseExpression(text);
    expect(diagnostics).toEqual([]);
    expect(expression).toMatchObject({ kind: "aggregate", ...tree });
  });

  test("`there is` takes a name or a selection and goes with `and`", () => {
    const { expression } = parseExpression(
      "there is recent and there is no (lines with same a) and not there is b",
    );
    expect(expression).toMatchObject({
      kind: "logic",
      operands: [
        { kind: "exists", negated: false, rows: { source: named("recent"), keys: [] } },
        { kind: "exists", negated: true, rows: { keys: [{ kind: "same" }] } },
        { kind: "not", operand: { kind: "exists" } },
      ],
    });
  });

  test("`this` and `previous` are roots in either language, unless in back-quotes", () => {
    const roots = (text: string): unknown => {
      const { expression, diagnostics } = parseExpression(text);
      expect(diagnostics).toEqual([]);
      return expression.kind === "reference"
        ? [expression.root.text, expression.path.length]
        : null;
    };
    expect(roots("previous.total")).toEqual(["previous", 1]);
    expect(roots("bản trước.total")).toEqual(["previous", 1]);
    expect(roots("này.total")).toEqual(["this", 1]);
    expect(parseExpression("any item of previous called old has old.a").expression).toMatchObject({
      of: named("previous"),
      called: { text: "old" },
    });
  });

  test("words of selections are names behind a dot", () => {
    const { expression, diagnostics } = parseExpression("line.latest + line.same + line.with");
    expect(diagnostics).toEqual([]);
    expect(expression.kind).toBe("binary");
  });
});

describe("sources, stages, scores, ranked shares", () => {
  const item = (text: string): unknown => {
    const { file, diagnostics } = parseFile("a", text);
    expect(diagnostics).toEqual([]);
    return file.items[0];
  };

  test("a source of a record, and one of elements", () => {
    expect(
      item('event p of Passage each q clock entered_at keep 60 days late 6 hours "P" vi "Q"'),
    ).toMatchObject({
      kind: "source",
      sourceKind: "event",
      name: { text: "p" },
      of: { text: "Passage" },
      from: null,
      each: { text: "q" },
      clock: { text: "entered_at" },
      keep: { kind: "duration", image: "60", unit: "days" },
      late: { kind: "duration", image: "6", unit: "hours" },
      label: { texts: [{ text: "P" }, { text: "Q", language: "vi" }] },
    });
    expect(item("lịch sử l từ declarations.items từng line")).toMatchObject({
      sourceKind: "history",
      of: null,
      from: { names: [{ text: "declarations" }, { text: "items" }] },
      clock: null,
      keep: null,
      late: null,
      label: null,
    });
    expect(item("registry t of Row from d.ts each x")).toMatchObject({
      sourceKind: "registry",
      of: { text: "Row" },
      from: { names: [{ text: "d" }, { text: "ts" }] },
    });
  });

  test("a stage with its event", () => {
    expect(item('stage a "A", gate with p from ps where p.n looks like n, c')).toMatchObject({
      kind: "words",
      names: [
        { name: { text: "a" }, event: null },
        {
          name: { text: "gate" },
          event: { each: { text: "p" }, source: { text: "ps" }, where: { op: "looksLike" } },
        },
        { name: { text: "c" }, event: null },
      ],
    });
  });

  test("a score", () => {
    expect(
      item(
        'score s(i: GoodsItem) version 4 "S" from plugin "onnx:s" inputs (i.a, i.b * 2) returns (h: Hs, c: Percent) range -1 to 1 timeout 20 ms otherwise unknown',
      ),
    ).toMatchObject({
      kind: "modelScore",
      name: { text: "s" },
      param: { name: { text: "i" }, type: { name: { text: "GoodsItem" } } },
      version: "4",
      plugin: { kind: "string", text: "onnx:s" },
      inputs: [{ kind: "reference" }, { kind: "binary" }],
      returns: [{ name: { text: "h" } }, { type: { name: { text: "Percent" } } }],
      range: [{ kind: "negative" }, { kind: "number", image: "1" }],
      timeout: { kind: "duration", image: "20", unit: "ms" },
    });
    expect(
      item('điểm số s phiên bản 1 từ trình cắm "x" đầu vào (a) thời hạn 1 giây nếu không chưa rõ'),
    ).toMatchObject({ param: null, returns: [], range: null, timeout: { unit: "seconds" } });
  });

  test("a ranked share, more than one", () => {
    expect(
      item(
        'policy p "P" on x\n top 1% of green to red ranked by s * 2 per office per day\n top 2% of green to yellow ranked by t per day\n else green',
      ),
    ).toMatchObject({
      clauses: [
        {
          kind: "top",
          rate: "1",
          from: "green",
          to: "red",
          by: { kind: "binary" },
          per: [{ names: [{ text: "office" }] }, { day: true }],
        },
        { kind: "top", rate: "2", per: [{ day: true }] },
        { kind: "else" },
      ],
    });
  });

  test("facts of rows, of the version before and of scores are given as others are", () => {
    expect(
      item('scenario "x" given past (a = 1), bản trước (b = 2), fraud_score = 0.9 expect hit'),
    ).toMatchObject({
      test: {
        given: [
          { kind: "element", path: { names: [{ text: "past" }] } },
          { kind: "element", path: { names: [{ text: "previous" }] } },
          { kind: "given", value: { image: "0.9" } },
        ],
      },
    });
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
    ['"a {count of b in last 3 days}"', "LU1064"],
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
