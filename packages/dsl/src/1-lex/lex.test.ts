import { describe, expect, test } from "vitest";
import { createLex } from "./lex.ts";
import { createVocabulary } from "./vocabulary.ts";

const lex = createLex(createVocabulary());

/** `type:image` of every token. */
function words(text: string): string {
  return lex("a.crit", text, 0)
    .tokens.map(({ tokenType, image }) => `${tokenType.name}:${image}`)
    .join(" ");
}

function codes(text: string): readonly string[] {
  return lex("a.crit", text, 0).faults.map(({ diagnostic }) => diagnostic.code);
}

describe("words", () => {
  test.each([
    ["any of any", "any_of:any of any:any"],
    ["một  trong\n có", "any_of:một  trong any:có"],
    ["not in not", "operator_notIn:not in not:not"],
    ["không thuộc", "operator_notIn:không thuộc"],
    ["for each row of for each", "for_each_row_of:for each row of for_each:for each"],
    ["anything under_x", "name:anything name:under_x"],
    ["any -- of\n of", "any:any of:of"],
    ["row.value item.hs", "name:row member:value name:item member:hs"],
    ["danh_mục_đỏ mã_hs", "name:danh_mục_đỏ name:mã_hs"],
    ["`value`", "name:value"],
    ["day days ngày", "days:day days:days days:ngày"],
    ["count distinct count", "aggregate_countDistinct:count distinct aggregate_count:count"],
    ["kg tấn m3", "unit_kg:kg unit_tonne:tấn unit_m3:m3"],
  ])("%j", (text, expected) => expect(words(text)).toBe(expected));

  test("codes have capitals, names a small letter, ids parts", () => {
    expect(words("CN A11 03CC Cn VAL-001 VN-TX-001")).toBe(
      "code:CN code:A11 code:03CC name:Cn criterionId:VAL-001 criterionId:VN-TX-001",
    );
  });

  test("a keyword in capitals is no keyword", () => {
    expect(words("When WHEN")).toBe("name:When code:WHEN");
  });
});

describe("numbers and moments", () => {
  test.each([
    ["0101 1_000_000 2.50", "number:0101 number:1_000_000 number:2.50"],
    ["80% 0.5%", "percent:80% percent:0.5%"],
    ["2026-02-01 22:00 2026-02-01T09:00", "date:2026-02-01 time:22:00 dateTime:2026-02-01T09:00"],
    ["a - 3", "name:a operator_sub:- number:3"],
    ["> -3", "operator_gt:> negativeSign:- number:3"],
    ["a -3", "name:a negativeSign:- number:3"],
  ])("%j", (text, expected) => {
    expect(words(text)).toBe(expected);
    expect(codes(text)).toEqual([]);
  });

  test.each([
    ["2,50", "LU1011", "number:2.50"],
    ["1,000,000", "LU1011", "number:1_000_000"],
    ["1.000.000,50", "LU1011", "number:1_000_000.50"],
    ["8506,8507", "LU1011", "number:8506 comma:, number:8507"],
    ["5kg", "LU1012", "number:5 unit_kg:kg"],
    ["2.50USD", "LU1012", "number:2.50 code:USD"],
    ["3abc", "LU1012", "missing:3abc"],
    ["15 %", "LU1017", "percent:15%"],
    ["31/01/2026", "LU1014", "date:2026-01-31"],
    ["2026-02-30", "LU1014", "missing:2026-02-30"],
    ["9:00", "LU1014", "time:09:00"],
    ["25:00", "LU1014", "missing:25:00"],
    ["a-b", "LU1016", "name:a operator_sub:- name:b"],
    ["1.000", "LU1013", "number:1.000"],
  ])("%j is %s and read as %j", (text, code, expected) => {
    expect(codes(text)).toEqual([code]);
    expect(words(text)).toBe(expected);
  });

  test("a decimal with three places is no thousand", () => {
    expect(codes("1.125 0.500 12.5")).toEqual([]);
  });
});

describe("signs", () => {
  test("bullets and rows stand first on a line", () => {
    expect(words("- a\n  * b\n  | c |")).toBe(
      "dash:- name:a star:* name:b rowStart:| name:c bar:|",
    );
    expect(words("a - b * c | d")).toBe(
      "name:a operator_sub:- name:b operator_mul:* name:c bar:| name:d",
    );
  });

  test("a number below zero and an arrow first on a line are no bullets", () => {
    expect(words("\n-3\n-> 1")).toBe("negativeSign:- number:3 arrow:-> number:1");
  });

  test.each([
    ["≥", "operator_ge:>="],
    ["==", "operator_eq:="],
    ["<>", "operator_ne:!="],
    ["&&", "and:and"],
    ["a – b", "name:a operator_sub:- name:b"],
    ["! a", "not:not name:a"],
  ])("%j is read as %j with one error", (text, expected) => {
    expect(words(text)).toBe(expected);
    expect(codes(text)).toEqual(["LU1007"]);
  });

  test("what means nothing is one error for a run of it", () => {
    expect(codes("a @#$ b")).toEqual(["LU1006"]);
    expect(words("a @#$ b")).toBe("name:a name:b");
    expect(codes("a\u200Bb")).toEqual(["LU1005"]);
  });
});

describe("what is pasted or comes from elsewhere", () => {
  test.each([
    ["a > 22h00", "LU1012", "name:a operator_gt:> time:22:00"],
    ["a > 1e6", "LU1012", "name:a operator_gt:> number:1_000_000"],
    ["a > 1_000đ", "LU1012", "name:a operator_gt:> number:1_000 code:VND"],
    ["a > .5", "LU1012", "name:a operator_gt:> number:0.5"],
    ["1 000 000", "LU1011", "number:1_000_000"],
    ["6109.10.00", "LU1011", "number:61091000"],
    ["31-12-2026", "LU1014", "date:2026-12-31"],
    ["a > 5 percent", "LU1017", "name:a operator_gt:> percent:5%"],
    ["a > 5 phần trăm", "LU1017", "name:a operator_gt:> percent:5%"],
    ["gross_w\u0435ight", "LU1006", "name:gross_weight"],
    ["\u0421N", "LU1006", "code:CN"],
    ["p\u0430ck > 3", "LU1006", "name:pack operator_gt:> number:3"],
    ["a ＞ ３", "LU1007", "name:a operator_gt:> number:3"],
    ["a > –5", "LU1007", "name:a operator_gt:> negativeSign:- number:5"],
    ["a between 1–5", "LU1007", "name:a operator_between:between number:1 to:to number:5"],
    [
      "khi a trong khoảng 1..5",
      "LU1007",
      "when:khi name:a operator_between:trong khoảng number:1 to:đến number:5",
    ],
    ["| 1-5 |", "LU1007", "rowStart:| number:1 to:to number:5 bar:|"],
    ["khi a && b", "LU1007", "when:khi name:a and:và name:b"],
    ["a || b", "LU1007", "name:a or:or name:b"],
    ["'x'", "LU1009", 'string:"x"'],
    ["‘x’", "LU1009", 'string:"x"'],
  ])("%s is one mistake and read as meant", (text, code, expected) => {
    expect(codes(text)).toEqual([code]);
    expect(words(text)).toBe(expected);
  });

  test.each([
    ["when a > 2,500", ["2_500", "2.5", "2, 500"]],
    ["khi a > 2,500", ["2.5", "2_500", "2, 500"]],
    ["a > 100₫", [" VND"]],
    ["a > €100", ["100 EUR"]],
    ["a > $100", []],
    ["a # b", ["--"]],
    ["a // b", ["--"]],
  ])("%s: the fixes write", (text, expected) => {
    const found = lex("a.crit", text, 0).faults.flatMap(({ diagnostic }) => diagnostic.fixes);
    expect(found.map(({ edits }) => edits[0]?.text)).toEqual(expected);
  });

  test("no fix makes one number or one name of two", () => {
    for (const sign of "~^%&?@#$€₫¥‰°²³½…·,;:!|\\'`\u0301\u200B\u0435Ж汉") {
      for (const text of [`x > 1${sign}5`, `x${sign}y > 1`, `x > 1 ${sign} 5`, `x ${sign} y > 1`]) {
        for (const { diagnostic } of lex("a.crit", text, 0).faults) {
          if (diagnostic.code === "LU1005" || sign === "\u0435" || sign === ",") continue;
          for (const { edits } of diagnostic.fixes) {
            const after = edits.reduce(
              (done, { span, text: by }) => done.slice(0, span.start) + by + done.slice(span.end),
              text,
            );
            expect(words(after), `${text} became ${after}`).not.toMatch(/number:15|name:xy/);
          }
        }
      }
    }
  });
});

describe("texts", () => {
  test("escapes are two characters", () => {
    expect(words('"a\\"b\\\\" "c"')).toBe('string:"a\\"b\\\\" string:"c"');
    expect(codes('"a\\"b\\\\\\{\\}"')).toEqual([]);
    expect(codes('"C:\\law"')).toEqual(["LU1010"]);
  });

  test("an unclosed text ends with its line and is one error", () => {
    expect(codes('"abc\nd')).toEqual(["LU1008"]);
    expect(words('"abc  \nd')).toBe('string:"abc" name:d');
  });

  test("curly quotes are read as straight ones", () => {
    expect(codes("“abc”")).toEqual(["LU1009"]);
    expect(words("“abc”")).toBe('string:"abc"');
  });

  test("comments are apart and know whether they have a line of their own", () => {
    const { comments, tokens } = lex("a.crit", "  -- one \na -- two", 10);
    expect(comments.map(({ text, ownLine, span }) => [text, ownLine, span.start])).toEqual([
      ["-- one", true, 12],
      ["-- two", false, 22],
    ]);
    expect(tokens.map(({ startOffset }) => startOffset)).toEqual([20]);
  });
});

test("ids are read as meant after `criterion`", () => {
  for (const written of ["val-001", "VAL_001", "VAL001"]) {
    expect(words(`criterion ${written} "x"`)).toBe(
      'criterion:criterion criterionId:VAL-001 string:"x"',
    );
    expect(codes(`criterion ${written} "x"`)).toEqual(["LU1061"]);
  }
});
