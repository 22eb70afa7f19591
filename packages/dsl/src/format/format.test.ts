import type { Language } from "@luong/spec";
import { describe, expect, test } from "vitest";
import { parseFile } from "../2-parse/parse.ts";
import { format } from "./format.ts";

function formatted(text: string, language: Language | "keep" = "keep"): string {
  const result = format(parseFile("x.crit", text).file, { language });
  return "text" in result ? result.text : `refused: ${result.refused.code}`;
}

/** A criterion around clauses that matter. */
function criterion(clauses: string): string {
  return formatted(`criterion EX-1 "E"\n${clauses}`).split("\n").slice(1, -1).join("\n");
}

describe("clauses", () => {
  test("stand in one order, those of one kind in theirs", () => {
    const text = criterion(
      'test "b" given a = 1 expect hit test "a" given a = 2 expect no hit because "R" then risk +1 when a = b let b = 1 let a = 2 on import class quality access secret valid from 2026-01-01 basis "L" scope c = 1 unless d = 1',
    );
    expect(text.split("\n").map((each) => each.trim().split(" ")[0])).toEqual([
      ...["class", "on", "scope", "valid", "basis", "access", "let", "let", "when", "unless"],
      ...["then", "because", "test", "given", "expect", "test", "given", "expect"],
    ]);
    expect(text.indexOf('test     "b"')).toBeLessThan(text.indexOf('test     "a"'));
    expect(text.indexOf("let      b")).toBeLessThan(text.indexOf("let      a"));
  });

  test("one condition a line, `and` and `or` end before the column of the contents", () => {
    expect(criterion("on x when a = 1 or b = 2 or c = 3 then risk +1")).toContain(
      "  when     a = 1\n        or b = 2\n        or c = 3\n",
    );
    expect(criterion("on x when a = 1 and b = 2 then risk +1")).toContain(
      "  when     a = 1\n       and b = 2\n",
    );
  });

  test("bullets below their group, inner ones two columns in", () => {
    expect(
      criterion("on x when any of\n- all of\n* a = 1\n* b = 2\n- c = 3\nand d = 4 then risk +1"),
    ).toContain(
      [
        "  when     any of",
        "             - all of",
        "               * a = 1",
        "               * b = 2",
        "             - c = 3",
        "       and d = 4",
      ].join("\n"),
    );
  });

  test("a reason keeps its text; its holes are rewritten, its languages stand below each other", () => {
    expect(
      criterion('on x when a = 1 then risk +1 because "A  {  b+ 1  } \\{x\\} \\"q\\"" vi "Đ  {a}"'),
    ).toContain('  because  "A  {b + 1} \\{x\\} \\"q\\""\n       vi  "Đ  {a}"');
  });

  test("keywords in the holes change language too", () => {
    const text =
      'criterion EX-1 "E"\n  on x\n  when a = 1\n  then risk +1\n  because "{count of items} (count of items)"\n';
    expect(formatted(text, "vi")).toContain('vì         "{đếm của items} (count of items)"');
  });

  test("numbers keep their image", () => {
    const when = "a in 1_000, 1000, 007, 0.50, -3\n       and b < 2.50 USD per kg";
    expect(criterion(`on x when ${when} then risk +1`)).toContain(`  when     ${when}\n`);
  });

  test("one day is one day, two are days", () => {
    expect(criterion("on x when a < 1 days and b < 2 day then risk +1")).toContain(
      "a < 1 day\n       and b < 2 days\n",
    );
  });
});

describe("selections", () => {
  test("one line when it fits", () => {
    expect(
      criterion(
        "on x when a = 1 collect recent from declarations\nin last 30 days\nwith same importer.tax_code\nincluding this then risk +1",
      ),
    ).toBe(
      [
        "  on       x",
        "  collect  recent from declarations in last 30 days with same importer.tax_code including this",
        "  when     a = 1",
        "  then     risk +1",
      ].join("\n"),
    );
  });

  test("else broken before `with` and `where`, below the name", () => {
    expect(
      criterion(
        "on x collect peers for each item from lines in last 365 days with same hs as item, same origin as item, measure = item.quantity.unit minimum 30 then risk +1",
      ),
    ).toContain(
      [
        "  collect  peers for each item from lines in last 365 days",
        "             with same hs as item, same origin as item, measure = item.quantity.unit minimum 30\n",
      ].join("\n"),
    );
    expect(
      criterion(
        "on x collect siblings from declarations within 3 days around arrived_on by arrived_on with same consignee.address, same exporter.name where past.total_customs_value < low_value and past.hs_subheadings overlaps hs_subheadings including this then risk +1",
      ),
    ).toContain(
      [
        "  collect  siblings from declarations within 3 days around arrived_on by arrived_on",
        "             with same consignee.address, same exporter.name",
        "             where past.total_customs_value < low_value",
        "               and past.hs_subheadings overlaps hs_subheadings including this\n",
      ].join("\n"),
    );
  });

  test("inline in brackets", () => {
    expect(
      criterion(
        "on x when there is no ( declarations  in last 3 day ) and count per 7 days over (declarations with same a) > 3 and percentile 10 of  b over c > 1 and average over weekly > 1 and share of (past.a) over recent > 5% then risk +1",
      ),
    ).toContain(
      [
        "  when     there is no (declarations in last 3 days)",
        "       and count per 7 days over (declarations with same a) > 3",
        "       and percentile 10 of b over c > 1",
        "       and average over weekly > 1",
        "       and share of (past.a) over recent > 5%\n",
      ].join("\n"),
    );
  });

  test("in Vietnamese, and back", () => {
    const english = [
      'criterion EX-1 "E"',
      "  on       x",
      "  collect  r from d called e as of now from a until b by c with plate looks like p, same h as item",
      "             where e.a latest 3 including this minimum 2",
      "  when     total < 90% of previous.total",
      "",
    ].join("\n");
    const vietnamese = [
      'tiêu chí EX-1 "E"',
      "  áp dụng    x",
      "  tập hợp    r từ d gọi là e tính đến now từ a cho đến b theo c với plate giống p, cùng h như item",
      "               trong đó e.a mới nhất 3 kể cả tờ khai này tối thiểu 2",
      "  khi        total < 90% của bản trước.total",
      "",
    ].join("\n");
    expect(formatted(english, "vi")).toBe(vietnamese);
    expect(formatted(vietnamese, "en")).toBe(english);
  });

  test("a name in back-quotes is none of the words", () => {
    expect(criterion("on x when `previous`.a = `this`.b then risk +1")).toContain(
      "`previous`.a = `this`.b",
    );
  });
});

describe("sources and scores", () => {
  test("a source on one line, broken before a part when too long", () => {
    expect(formatted("history\n lines from declarations.items each line\n")).toBe(
      "history lines from declarations.items each line\n",
    );
    expect(
      formatted(
        'event passages of Passage each passage clock entered_at keep 60 days late 6 hours "Passages of the gates" vi "Lượt qua cổng"\n',
      ),
    ).toBe(
      'event passages of Passage each passage clock entered_at keep 60 days late 6 hours\n  "Passages of the gates" vi "Lượt qua cổng"\n',
    );
  });

  test("a score on three lines", () => {
    expect(
      formatted(
        'score s(i: GoodsItem) version 4 "S" from plugin "onnx:s" inputs (i.a, i.b) returns (h: Hs, c: Percent) timeout 20 ms otherwise unknown\nscore t version 1 from plugin "p" inputs (a) range -1 to 1 timeout 1 seconds otherwise unknown',
      ),
    ).toBe(
      [
        'score s(i: GoodsItem) version 4 "S"',
        '  from plugin "onnx:s" inputs (i.a, i.b)',
        "  returns (h: Hs, c: Percent) timeout 20 ms otherwise unknown",
        "",
        "score t version 1",
        '  from plugin "p" inputs (a)',
        "  range -1 to 1 timeout 1 second otherwise unknown",
        "",
      ].join("\n"),
    );
  });

  test("stages below each other with their events", () => {
    expect(
      formatted(
        'stage clearance "Clearance" vi "Thông quan", gate "Gate" vi "Qua cổng" with passage from passages where passage.plate looks like plate\n',
      ),
    ).toBe(
      [
        'stage clearance "Clearance" vi "Thông quan",',
        '      gate "Gate" vi "Qua cổng" with passage from passages where passage.plate looks like plate',
        "",
      ].join("\n"),
    );
  });
});

describe("tables", () => {
  test("pipes are aligned by what is seen, not by characters", () => {
    const head = "  on       x\n  decide\n";
    expect(criterion('on x decide\n|a|channel|\n|"数量"|red|\n|"x"|yellow|\nbecause "R"')).toBe(
      `${head}    | a      | channel |\n    | "数量" | red     |\n    | "x"    | yellow  |\n  because  "R"`,
    );
  });

  test("policy lines stand in the order of their meaning", () => {
    const lines = formatted(
      'policy p "P" on x\nelse green\nquota red at most 5% per day keeping highest a\nsample 1% of green to yellow\ntop 1% of green to red ranked by a per office per day\nyellow when a = 1\nred when b = 1\nexempt when c = 1\n',
    ).split("\n");
    expect(lines.slice(1, -1).map((each) => each.slice(0, 11).trim())).toEqual([
      ...["exempt", "red", "yellow", "top", "sample", "quota", "else"],
    ]);
  });
});

describe("long lines", () => {
  test("lists are broken after a comma", () => {
    const codes = Array.from({ length: 40 }, (_, index) => `A${index}`).join(", ");
    const lines = formatted(`list many of Kind = ${codes}\n`).split("\n");
    expect(lines.length).toBe(4);
    expect(lines.every((each) => each.length <= 100)).toBe(true);
    expect(lines[1]).toMatch(/^ {2}A\d+, /u);
  });

  test("no line starts with a sign that would be a bullet", () => {
    const long = "a_rather_long_name_of_a_field";
    const text = criterion(
      `on x when ${long} * ${long} - ${long} * ${long} - ${long} * ${long} > 1 then risk +1`,
    );
    expect(text.split("\n").length).toBeGreaterThan(4);
    expect(text).not.toMatch(/^\s*[-*] /mu);
  });
});

describe("the file", () => {
  test("CRLF, byte-order mark, tabs and decomposed letters become plain text", () => {
    const text = "list a of Kind = B\r\n\r\nlist\tcây of Kind = C\r\n".normalize("NFD");
    expect(formatted(`\ufeff${text}`)).toBe("list a of Kind = B\n\nlist cây of Kind = C\n");
  });

  test("one blank line around criteria; lists keep the groups they were in", () => {
    const item = 'criterion EX-1 "E"\n  on       x\n';
    expect(
      formatted(
        `list a of Kind = B\nlist b of Kind = B\n\n\n\nlist c of Kind = B\n${item}list d of Kind = B`,
      ),
    ).toBe(
      `list a of Kind = B\nlist b of Kind = B\n\nlist c of Kind = B\n\n${item}\nlist d of Kind = B\n`,
    );
  });

  test("an empty file stays empty, one of comments keeps them", () => {
    expect(formatted("")).toBe("");
    expect(formatted("\n\n  \n")).toBe("");
    expect(formatted("--  a \n\n\n-- b")).toBe("--  a\n\n-- b\n");
  });

  test("with `keep` each item stays in its language", () => {
    const text = "list a of Kind = B\ndanh mục b của Kind = B\n";
    expect(formatted(text)).toBe(text);
    expect(formatted(text, "en")).toBe("list a of Kind = B\nlist b of Kind = B\n");
    expect(formatted(text, "vi")).toBe("danh mục a của Kind = B\ndanh mục b của Kind = B\n");
  });

  test("names in back-quotes stay in them", () => {
    expect(formatted("list `tree` of Kind = B\n", "vi")).toBe("danh mục `tree` của Kind = B\n");
  });

  test("a file with a syntax error is left alone; the first one is named", () => {
    const text = "list a of Kind = B\nlist b of = C\nlist of = D\n";
    const result = format(parseFile("x.crit", text).file, { language: "keep" });
    expect(result).toMatchObject({ refused: { severity: "error", span: { file: "x.crit" } } });
    const start = "refused" in result ? result.refused.span.start : -1;
    expect(text.slice(0, start).split("\n")).toHaveLength(2);
  });
});

test("a text that would not read as the same tree is not handed out", () => {
  const { file } = parseFile("x.crit", 'list a of Text = "b"\n');
  const [item] = file.items;
  if (item?.kind !== "list") throw new Error("a list was written");
  // Texts are copied from the source, so a tree that says something else can not be printed.
  const members = item.members.map((each) => ({ ...each, text: "another" }));
  const result = format({ ...file, items: [{ ...item, members }] }, { language: "keep" });
  expect(result).toMatchObject({ refused: { code: "LU1090", severity: "error" } });
});

describe("comments", () => {
  test("behind a word, above a clause, between words, and two behind one line", () => {
    expect(
      formatted(
        [
          'criterion EX-1 "E" -- title',
          "  on x -- flow",
          "  -- above when",
          "  when a = 1 -- first",
          "   and -- loose",
          "   b = 2",
          "  then risk +1, -- one",
          "       channel red -- two",
        ].join("\n"),
      ),
    ).toBe(
      [
        'criterion EX-1 "E" -- title',
        "  on       x -- flow",
        "  -- above when",
        "  -- first",
        "  when     a = 1 -- loose",
        "       and b = 2",
        "  -- one",
        "  then     risk +1, channel red -- two",
        "",
      ].join("\n"),
    );
  });

  test("a comment moves with its clause", () => {
    expect(
      criterion('because "R" -- why\n-- outcome\nthen risk +1\n-- where\non x\nwhen a = 1'),
    ).toBe(
      [
        "  -- where",
        "  on       x",
        "  when     a = 1",
        "  -- outcome",
        "  then     risk +1",
        '  because  "R" -- why',
      ].join("\n"),
    );
  });

  test("a comment right above an item heads it, one right below it is its note", () => {
    const text = [
      'criterion EX-1 "E"',
      "  on       x",
      "-- a note on EX-1",
      "",
      "-- the head of EX-2",
      'criterion EX-2 "E"',
      "  on       x",
      "  -- the end of EX-2",
      "",
    ].join("\n");
    expect(formatted(text)).toBe(text);
    expect(formatted(text.replace("\n\n-- the head", "\n-- the head"))).toBe(
      text.replace("-- a note", "\n-- a note").replace("\n\n-- the head", "\n-- the head"),
    );
  });

  test("an apparent comment inside a text is none", () => {
    expect(criterion('on x when a contains "-- b" then risk +1')).toContain('contains "-- b"\n');
  });
});
