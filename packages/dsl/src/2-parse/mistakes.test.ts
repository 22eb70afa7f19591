import type { Diagnostic } from "@luong/spec";
import { describe, expect, test } from "vitest";
import { parseFile } from "./parse.ts";

const sample = `list hubs of Country = SG, HK

criterion VN-TX-001 "Undervalued" vi "Thấp"
  on      import at clearance
  when    any item has item.unit_price < 2.50 USD per kg
      and (origin in hubs or importer.priority)
      and packages in CN, BD
  then    risk +40, channel red
  because "Declared {origin}"

criterion VN-TX-002 "Next" vi "Sau"
  on      import
  when    packages > 5
  then    channel red
`;

const all = "list | on+when+then+because | on+when+then";

function applied(text: string, diagnostic: Diagnostic, fix = 0): string {
  const edits = [...(diagnostic.fixes[fix]?.edits ?? [])].sort(
    (a, b) => b.span.start - a.span.start,
  );
  return edits.reduce(
    (result, { span, text: by }) => result.slice(0, span.start) + by + result.slice(span.end),
    text,
  );
}

function outcome(text: string): {
  codes: string;
  kept: string;
  diagnostics: readonly Diagnostic[];
} {
  const { file, diagnostics } = parseFile("a.crit", text);
  const kept = file.items.map((item) =>
    item.kind === "criterion" ? item.clauses.map(({ kind }) => kind).join("+") : item.kind,
  );
  return {
    codes: diagnostics.map(({ code }) => code).join(" "),
    kept: kept.join(" | "),
    diagnostics,
  };
}

/** Name, what is replaced by what, the one code, clauses kept, whether the first fix repairs it. */
const mistakes: readonly (readonly [string, string, string, string, string, boolean])[] = [
  // The nine mistakes of the research.
  ["no value", "< 2.50 USD per kg", "<", "LU1032", all, false],
  ["no `and`", "      and (origin", "       (origin", "LU1030", all, true],
  ["no `)`", "importer.priority)", "importer.priority", "LU1034", all, false],
  ["`wehn`", "when    any", "wehn    any", "LU1021", all, true],
  ["`and` at the end", "CN, BD", "CN, BD and", "LU1033", all, true],
  ["empty `then`", "then    risk +40, channel red", "then", "LU1037", all, false],
  ["two commas", "CN, BD", "CN,,BD", "LU1036", all, true],
  ["rubbish", "CN, BD", "CN, BD )) ] @", "LU1035", all, false],
  ["no id", 'VN-TX-001 "', '"', "LU1040", all, false],
  // Words.
  ["`has` forgotten", "any item has", "any item", "LU1042", all, true],
  ["`hsa`", "any item has", "any item hsa", "LU1021", all, true],
  ["`bewteen`", "in CN, BD", "bewteen 1 and 9", "LU1021", all, true],
  ["two words, one wrong", "in CN, BD", "starst with 61", "LU1021", all, true],
  ["without accents", "  then    risk", "  thi    risk", "LU1021", all, true],
  ["two words without accents", "  on      import at", "  ap dung import at", "LU1021", all, true],
  ["with a capital", "when    any", "When    any", "LU1021", all, true],
  ["in capitals", "when    any", "KHI    any", "LU1021", all, true],
  ["`if`", "when    any", "if    any", "LU1021", all, true],
  ["`is`", "packages in CN, BD", "packages is 5", "LU1021", all, true],
  ["`is not`", "packages in CN, BD", "packages is not 5", "LU1021", all, true],
  ["`greater than`", "packages in CN, BD", "packages greater than 5", "LU1021", all, true],
  ["a keyword as a name", "list hubs", "list range", "LU1023", all, true],
  ["a name in capitals", "list hubs", "list HUBS", "LU1015", all, true],
  // Items.
  ["`critrion`", "criterion VN-TX-002", "critrion VN-TX-002", "LU1021", all, true],
  ["`tieu chi`", "criterion VN-TX-001", "tieu chi VN-TX-001", "LU1021", all, true],
  ["`lsit`", "list hubs", "lsit hubs", "LU1021", all, true],
  ["no `criterion`", "criterion VN-TX-002", "VN-TX-002", "LU1020", all, true],
  ["no `list`", "list hubs", "hubs", "LU1020", "on+when+then+because | on+when+then", false],
  ["id in small letters", "VN-TX-001", "vn-tx-001", "LU1061", all, true],
  ["no title", '"Undervalued" vi "Thấp"', "", "LU1041", all, false],
  // Outcomes.
  ["`then red`", "risk +40, channel red", "red", "LU1058", all, true],
  ["points without sign", "risk +40", "risk 40", "LU1046", all, true],
  ["no comma", "+40, channel", "+40 channel", "LU1056", all, true],
  ["`and` for a comma", "+40, channel", "+40 and channel", "LU1056", all, true],
  // Conditions.
  ["`and` with `or`", "      and packages", "      or packages", "LU1031", all, true],
  ["`and and`", "      and packages", "      and and packages", "LU1033", all, true],
  ["comma for `and`", "      and packages", "      , packages", "LU1030", all, true],
  ["`= CN, BD`", "packages in CN", "origin = CN", "LU1057", all, true],
  ["list in brackets", "CN, BD", "(CN, BD)", "LU1049", all, true],
  ["`1 < x < 9`", "packages in CN, BD", "1 < packages < 9", "LU1050", all, false],
  ["bracket too many", "priority)", "priority))", "LU1035", all, true],
  ["`-3` behind a value", "packages in CN, BD", "packages -3 > 5", "LU1016", all, true],
  ["minus without blanks", "packages in CN, BD", "packages-3 > 5", "LU1016", all, true],
  ["`2,50`", "2.50", "2,50", "LU1011", all, true],
  ["`<>`", "packages in CN, BD", "packages <> 5", "LU1007", all, true],
  ["blank behind a dot", "importer.priority", "importer. priority", "LU1055", all, true],
  ["bullet without a group", "      and packages", "      - packages", "LU1043", all, false],
  ["unclosed text", '{origin}"', "{origin}", "LU1008", all, true],
  ["hole", "{origin}", "{origin +}", "LU1032", all, false],
  ["clause twice", "  then    risk", "  when a = 1\n  then    risk", "LU1038", all, false],
  ["label twice", "  then    risk", "  then then   risk", "LU1038", all, true],
  ["`expect` without test", "  because", "  expect hit\n  because", "LU1039", all, false],
  ["no name after `on`", "on      import at", "on      at", "LU1060", all, false],
];

describe("a mistake is one message and costs nothing beside it", () => {
  test.each(mistakes)("%s", (_, from, to, code, kept, repaired) => {
    expect(sample).toContain(from);
    const text = sample.replace(from, to);
    const found = outcome(text);
    expect(found.codes).toBe(code);
    expect(found.kept).toBe(kept);
    const first = found.diagnostics[0];
    if (repaired && first !== undefined) expect(outcome(applied(text, first)).codes).toBe("");
  });

  test("mixing has two fixes, each gives a sound text", () => {
    const text = sample.replace("      and packages", "      or packages");
    const first = outcome(text).diagnostics[0];
    if (first === undefined) throw new Error("nothing found");
    expect(first.fixes).toHaveLength(2);
    const both = [applied(text, first, 0), applied(text, first, 1)];
    expect(both[0]).toContain("(any item has item.unit_price < 2.50 USD per kg\n      and (origin");
    expect(both[1]).toContain(
      "((origin in hubs or importer.priority)\n      or packages in CN, BD)",
    );
    for (const each of both) expect(outcome(each).codes).toBe("");
  });
});

/** Name, the clause, the one code, the clause after the first fix; null where none can be offered. */
const selections: readonly (readonly [string, string, string, string | null])[] = [
  // Brackets.
  [
    "no brackets, a comparison behind",
    "when count of declarations in last 30 days with same importer.tax_code > 3",
    "LU1064",
    "when count of (declarations in last 30 days with same importer.tax_code) > 3",
  ],
  [
    "no brackets, a condition inside",
    "when sum of past.x over declarations in last 30 days where past.channel = red > 5",
    "LU1064",
    "when sum of past.x over (declarations in last 30 days where past.channel = red) > 5",
  ],
  [
    "no brackets before `and`",
    "when there is no declarations in last 30 days and packages > 3",
    "LU1064",
    "when there is no (declarations in last 30 days) and packages > 3",
  ],
  [
    "no brackets in a reason's series",
    "let x = count per 7 days over declarations in last 91 days",
    "LU1064",
    "let x = count per 7 days over (declarations in last 91 days)",
  ],
  [
    "a quantifier over a selection",
    "when any past of declarations in last 30 days has past.a = 1",
    "LU1064",
    null,
  ],
  [
    "brackets on `collect`",
    "collect x from (declarations in last 30 days)",
    "LU1064",
    "collect x from declarations in last 30 days",
  ],
  [
    "a share of a bare condition",
    "when share of past.channel = red over recent > 20%",
    "LU1064",
    "when share of (past.channel = red) over recent > 20%",
  ],
  // Windows.
  [
    "`in the last`",
    "collect x from declarations in the last 30 days with same a",
    "LU1021",
    "collect x from declarations in last 30 days with same a",
  ],
  [
    "`in the last` without brackets",
    "when count of declarations in the last 30 days > 3",
    "LU1021",
    "when count of (declarations in last 30 days) > 3",
  ],
  [
    "`last 30 days`",
    "when there is (declarations last 30 days)",
    "LU1021",
    "when there is (declarations in last 30 days)",
  ],
  [
    "`30 day window`",
    "collect x from declarations 30 day window with same a",
    "LU1021",
    "collect x from declarations in last 30 days with same a",
  ],
  [
    "`within last`",
    "collect x from declarations within last 1 day",
    "LU1021",
    "collect x from declarations in last 1 day",
  ],
  [
    "`trong 30 ngày qua`",
    "tập hợp x từ declarations trong 30 ngày qua với cùng a",
    "LU1021",
    "tập hợp x từ declarations trong vòng 30 ngày với cùng a",
  ],
  [
    "`trong vòng 30 ngày gần đây`",
    "khi đếm của declarations trong vòng 30 ngày gần đây > 3",
    "LU1021",
    "khi đếm của (declarations trong vòng 30 ngày) > 3",
  ],
  [
    "`skipping the last`",
    "collect x from declarations in last 91 days skipping the last 7 days",
    "LU1021",
    "collect x from declarations in last 91 days skipping last 7 days",
  ],
  [
    "no unit",
    "collect x from declarations in last 30 with same a",
    "LU1066",
    "collect x from declarations in last 30 days with same a",
  ],
  [
    "no number",
    "collect x from declarations in last month",
    "LU1066",
    "collect x from declarations in last 1 month",
  ],
  ["no length", "collect x from declarations in last", "LU1066", null],
  [
    "a period without number",
    "let x = count per week over recent",
    "LU1066",
    "let x = count per 1 week over recent",
  ],
  [
    "`within 2 hours of`",
    "collect x from passages within 2 hours of now",
    "LU1060",
    "collect x from passages within 2 hours around now",
  ],
  // Keys.
  [
    "no `same`",
    "collect x from declarations with importer.tax_code where past.a = 1",
    "LU1067",
    "collect x from declarations with same importer.tax_code where past.a = 1",
  ],
  [
    "no `same`, with `as`",
    "collect x from lines with hs as item",
    "LU1067",
    "collect x from lines with same hs as item",
  ],
  ["a key that is greater", "collect x from lines with same a, b > 3", "LU1067", null],
  [
    "`same` and `=`",
    "collect x from lines with same hs = item.hs",
    "LU1067",
    "collect x from lines with hs = item.hs",
  ],
  [
    "`the same`",
    "collect x from lines with the same hs",
    "LU1021",
    "collect x from lines with same hs",
  ],
  [
    "`and` between keys",
    "collect x from lines with same a and same b",
    "LU1056",
    "collect x from lines with same a, same b",
  ],
  // Order.
  [
    "the window behind the keys",
    "collect x from lines with same `hs`, same b in last 3 days",
    "LU1065",
    "collect x from lines in last 3 days with same `hs`, same b",
  ],
  [
    "the keys behind the condition",
    "collect x from lines where line.a in l as of now with same b",
    "LU1065",
    "collect x from lines with same b where line.a in l as of now",
  ],
  [
    "`latest` behind `minimum`",
    "when count of (lines minimum 3 latest 10) > 3",
    "LU1065",
    "when count of (lines latest 10 minimum 3) > 3",
  ],
  [
    "keys twice",
    "collect x from lines with same a with same b",
    "LU1065",
    "collect x from lines with same a, same b",
  ],
  [
    "conditions twice",
    "when there is (lines where line.a = 1 where line.b = 2)",
    "LU1065",
    "when there is (lines where line.a = 1 and line.b = 2)",
  ],
  ["a window twice", "collect x from lines in last 3 days from a until b", "LU1065", null],
  // Words.
  [
    "`=` for `from`",
    "collect x = lines in last 3 days",
    "LU1060",
    "collect x from lines in last 3 days",
  ],
  [
    "`no (…)`",
    "when no (declarations in last 3 days)",
    "LU1021",
    "when there is no (declarations in last 3 days)",
  ],
  [
    "`không có (…)`",
    "khi không có (declarations trong vòng 3 ngày)",
    "LU1021",
    "khi không tồn tại (declarations trong vòng 3 ngày)",
  ],
  [
    "`no` and a name",
    "when no earlier and packages > 3",
    "LU1021",
    "when there is no earlier and packages > 3",
  ],
  ["`there are`", "when there are earlier", "LU1021", "when there is earlier"],
  [
    "`including this declaration`",
    "collect x from lines including this declaration",
    "LU1021",
    "collect x from lines including this",
  ],
  ["a keyword as a name", "collect latest from lines", "LU1023", "collect `latest` from lines"],
  [
    "commas for `and`",
    "collect x from lines where line.a = 1, line.b = 2",
    "LU1030",
    "collect x from lines where line.a = 1 and line.b = 2",
  ],
];

describe("a mistake in a selection is one message with a fix that repairs", () => {
  const criterion = (clause: string): string =>
    `criterion A-1 "x"\n  on import\n  ${clause}\n  unless b = 2\n  then channel red\n`;

  test.each(selections)("%s", (_, clause, code, repaired) => {
    const text = criterion(clause);
    const found = outcome(text);
    expect(found.codes).toBe(code);
    expect(found.kept).toMatch(/^on\+(?:when|let|collect)\+unless\+then$/);
    const [first] = found.diagnostics;
    if (first === undefined) throw new Error("nothing found");
    if (repaired === null) {
      expect(first.fixes).toEqual([]);
      return;
    }
    expect(applied(text, first)).toBe(criterion(repaired));
    expect(outcome(criterion(repaired)).codes).toBe("");
  });

  test("a fix that would lose a comment is not offered", () => {
    const text = criterion("collect x from lines with same a in last -- a month\n    30 days");
    expect(outcome(text).diagnostics).toMatchObject([{ code: "LU1065", fixes: [] }]);
  });

  test("what follows a broken `collect` is read, and so is its name", () => {
    const { file, diagnostics } = parseFile("a", criterion("collect recent from lines where a >"));
    expect(diagnostics.map((each) => each.code)).toEqual(["LU1032"]);
    const item = file.items[0];
    const clause = item?.kind === "criterion" ? item.clauses[1] : undefined;
    expect(clause).toMatchObject({
      kind: "collect",
      name: { text: "recent" },
      rows: {
        source: { names: [{ text: "lines" }] },
        where: { kind: "relation", args: [{ kind: "missing" }] },
      },
    });
  });
});

/** The item, the one code, the item after the first fix. */
const sourcesAndScores: readonly (readonly [string, string, string | null])[] = [
  ["history d of Row each past keep 730", "LU1066", "history d of Row each past keep 730 days"],
  ["event p of Row each q late 6", "LU1066", "event p of Row each q late 6 hours"],
  [
    "history d of Row each past keep 3 days clock at_time",
    "LU1065",
    "history d of Row each past clock at_time keep 3 days",
  ],
  [
    "history d of Row clock at_time each past",
    "LU1065",
    "history d of Row each past clock at_time",
  ],
  [
    'registry t of Row each trader "Traders" keep 3 days',
    "LU1065",
    'registry t of Row each trader keep 3 days "Traders"',
  ],
  ["lịch sử d của Row", "LU1060", null],
  ["history d each past", "LU1060", null],
  ["flow again with p from ps where p.a = 1", "LU1063", null],
  ["stage gate with p", "LU1060", null],
  [
    'score s version 2 from plugin "onnx:m" inputs (a) timeout 20 otherwise unknown',
    "LU1066",
    'score s version 2 from plugin "onnx:m" inputs (a) timeout 20 ms otherwise unknown',
  ],
  [
    'score s version 2 from "onnx:m" inputs (a) timeout 20 ms otherwise unknown',
    "LU1060",
    'score s version 2 from plugin "onnx:m" inputs (a) timeout 20 ms otherwise unknown',
  ],
  [
    'score s version 2 from plugin "onnx:m" inputs (a) otherwise unknown timeout 20 ms',
    "LU1065",
    'score s version 2 from plugin "onnx:m" inputs (a) timeout 20 ms otherwise unknown',
  ],
  ['score s version 2 from plugin "onnx:m" inputs (a) timeout 20 ms otherwise 0', "LU1060", null],
];

test.each(sourcesAndScores)("%s", (item, code, repaired) => {
  const text = `${item}\nlist hubs of Country = SG\n`;
  const found = outcome(text);
  expect(found.codes).toBe(code);
  expect(found.kept).toMatch(/^(?:source|words|modelScore) \| list$/);
  const [first] = found.diagnostics;
  const fixed = first === undefined || first.fixes.length === 0 ? null : applied(text, first);
  expect(fixed).toBe(repaired === null ? null : `${repaired}\nlist hubs of Country = SG\n`);
  if (fixed !== null) expect(outcome(fixed).codes).toBe("");
});

describe("tables", () => {
  const table = (rows: string): string =>
    `criterion A-1 "x"\n  on import\n  decide\n${rows}\n  then channel red\n`;

  test.each([
    ["short row", "| a | channel |\n| 1 |", "LU1047"],
    ["empty cell", "| a | channel |\n|  | red |", "LU1062"],
    ["row not closed", "| a | channel |\n| 1 | red", "LU1048"],
    ["only the head", "| a | channel |", "LU1060"],
    ["broken cell", "| a | channel |\n| < | red |\n| 2 | red |", "LU1032"],
  ])("%s", (_, rows, code) => expect(outcome(table(rows)).codes).toBe(code));

  test("a head that no row fits is said once", () => {
    expect(outcome(table("| a | channel |\n| 1 | 2 | red |\n| 3 | 4 | red |")).codes).toBe(
      "LU1047",
    );
  });
});

describe("groups", () => {
  const group = (lines: string): string =>
    `criterion A-1 "x"\n  on import\n  when ${lines}\n  then channel red\n`;

  test("dashes inside a dash are an error, also without indentation", () => {
    const text = group("all of\n- a = 1\n- any of\n- b = 2\n- c = 3");
    const found = outcome(text);
    expect(found.codes).toBe("LU1044");
    const first = found.diagnostics[0];
    if (first !== undefined) expect(outcome(applied(text, first)).codes).toBe("");
  });

  test("stars inside a dash and dashes in brackets are fine", () => {
    expect(
      outcome(group("all of\n - a = 1\n - any of\n * b = 2\n * (all of\n - c\n - d)\n - e")).codes,
    ).toBe("");
  });

  test("a group needs bullets", () => {
    expect(outcome(group("any of a = 1, b = 2")).codes).toBe("LU1045");
  });
});

describe("too deep", () => {
  const when = (condition: string): string =>
    `criterion A-1 "x"\n  when ${condition}\n  then channel red\n`;

  test.each([
    ["brackets", `${"(".repeat(4000)}a${")".repeat(4000)}`],
    ["open brackets", "(".repeat(4000)],
    ["not", `${"not ".repeat(4000)}a`],
    ["quantifiers", `${"any x has ".repeat(4000)}a`],
    ["shares", `${"80% of ".repeat(4000)}a > 1`],
    ["calls", `${"f(".repeat(4000)}a`],
    ["sums", `${"a + ".repeat(4000)}a > 1`],
    ["groups", `${"any of\n- ".repeat(4000)}a`],
    [
      "sums in sums",
      `${`${"a + ".repeat(150)}(`.repeat(50)}a${")".repeat(50)} > 1`.replaceAll("(", "b * ("),
    ],
  ])("%s are one message", (_, condition) => {
    const codes = outcome(when(condition)).codes;
    expect(["LU1051", ""]).toContain(codes);
    if (condition.length > 10_000 && !condition.startsWith("a + a + a + a + a + a"))
      expect(codes).toBe("LU1051");
  });

  test("facts", () => {
    expect(outcome(`scenario "x" given ${"item (".repeat(4000)}a = 1`).codes).toBe("LU1051");
  });

  test("long but flat is fine", () => {
    expect(outcome(when(`${"a = 1 and ".repeat(5000)}a in ${"CN, ".repeat(5000)}VN`)).codes).toBe(
      "",
    );
  });
});

test("1,500 broken clauses are 1,500 messages, in one item or in many", () => {
  const clauses = Array.from({ length: 1500 }, () => "  let x = a <\n").join("");
  expect(parseFile("a", `criterion A-1 "x"\n${clauses}`).diagnostics).toHaveLength(1500);
  const items = Array.from(
    { length: 1500 },
    (_, i) => `criterion A-${i} "x"\n  when a <\n  then channel red\n`,
  );
  const { file, diagnostics } = parseFile("a", items.join("\n"));
  expect(diagnostics).toHaveLength(1500);
  expect(file.items.every((item) => item.kind === "criterion" && item.clauses.length === 2)).toBe(
    true,
  );
});
