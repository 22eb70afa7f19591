// The hardened reader against hostile and broken text: each gives its own fault, and agrees with JSON.parse on the rest.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readJson } from "./read-json.ts";
import { measureNumber, scanJson } from "./scan-json.ts";

function codesOf(text: string): string[] {
  return (readJson(text).faults ?? []).map(({ code, path }) => `${code} ${path}`);
}

describe("numbers", () => {
  test.each([
    ["123456789012345", 15, 14],
    ["1.50", 2, 0],
    ["-0.00120", 2, -3],
    ["100000", 1, 5],
    ["12e3", 2, 4],
    ["0.0", 0, 0],
    ["1234567890.123456", 16, 9],
  ])("%s has %i digits and the exponent %i", (written, digits, exponent) => {
    expect(measureNumber(written)).toEqual({ digits, exponent });
  });

  test("fifteen digits are read, sixteen are not, wherever the point stands", () => {
    expect(codesOf('{"a":123456789012345}')).toEqual([]);
    expect(codesOf('{"a":1234567890123456}')).toEqual(["LU6009 /a"]);
    expect(codesOf('{"a":1234567890.123456}')).toEqual(["LU6009 /a"]);
    expect(codesOf('{"a":12345678.9012345}')).toEqual([]);
  });

  test("zeros at the end are not significant", () => {
    expect(codesOf('{"a":1.00000000000000000000}')).toEqual([]);
    expect(codesOf('{"a":9999999990000000}')).toEqual([]);
  });

  test.each(["1e400", "1e16", "-1e-16", "1E+300"])("%s is out of bounds", (written) => {
    expect(codesOf(`{"a":[${written}]}`)).toEqual(["LU6010 /a/0"]);
  });

  test("a long number inside a text is a text", () => {
    expect(codesOf('{"a":"1234567890123456789 1e400"}')).toEqual([]);
  });
});

describe("keys", () => {
  test("given twice", () => {
    expect(codesOf('{"a":1,"b":{"c":1,"c":2}}')).toEqual(["LU6006 /b/c"]);
  });

  test("given twice, once with an escape", () => {
    expect(codesOf('{"ab":1,"a\\u0062":2}')).toEqual(["LU6006 /ab"]);
  });

  test("twice, with colons in the texts that would make up for the lost one", () => {
    expect(codesOf('{"a":"x:y","a":"::","b":":"}')).toEqual(["LU6006 /a"]);
  });

  test("twice, with an escaped colon that hides the count", () => {
    expect(codesOf('{"a":1,"a":"\\u003a"}')).toEqual(["LU6006 /a"]);
  });

  test.each(["__proto__", "constructor", "prototype"])("%s is refused at any depth", (key) => {
    expect(codesOf(`{"a":[{"${key}":{"x":1}}]}`)).toEqual([`LU6007 /a/0/${key}`]);
  });

  test("a forbidden name written with escapes is refused", () => {
    expect(codesOf('{"\\u005f_proto__":{"polluted":1}}')).toEqual(["LU6007 /__proto__"]);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  test("a forbidden name as a value is a text", () => {
    expect(codesOf('{"a":"__proto__"}')).toEqual([]);
  });
});

describe("syntax", () => {
  test.each([
    ['{"a": A1}', 7, "`A`"],
    ['{"a":1,}', 8, "`}`"],
    ['{"a":NaN}', 6, "`N`"],
    ['{"a":1', 7, "end of line"],
    ['{"a":1}x', 8, "`x`"],
    ['{"a":01}', 7, "`1`"],
    ['{"a":"\t"}', 6, '`"`'],
    ["'a'", 1, "`'`"],
    ["\u0000{}", 1, "U+0000"],
  ])("%s stops at column %i", (text, column, found) => {
    expect(readJson(text).faults).toEqual([{ code: "LU6002", path: "", args: { column, found } }]);
  });

  test("deep nesting is refused by the walk and by the scanner", () => {
    const deep = `${"[".repeat(65)}${"]".repeat(65)}`;
    expect(codesOf(deep).map((each) => each.slice(0, 6))).toEqual(["LU6008"]);
    expect(scanJson(deep).map(({ code }) => code)).toEqual(["LU6008"]);
    expect(codesOf(`${"[".repeat(64)}${"]".repeat(64)}`)).toEqual([]);
  });

  test("a million brackets neither hang nor overflow the stack", () => {
    expect(codesOf("[".repeat(1_000_000)).map((each) => each.slice(0, 6))).toEqual(["LU6008"]);
  });
});

describe("texts", () => {
  test("half a character is refused, a whole one is not", () => {
    expect(codesOf('{"a":"\\ud83d"}')).toEqual(["LU6012 /a"]);
    expect(codesOf('{"a":"\\ud83d\\ude00"}')).toEqual([]);
  });

  test("a text of 10,000 characters is read, a longer one is not", () => {
    expect(codesOf(JSON.stringify({ a: "x".repeat(10_000) }))).toEqual([]);
    expect(codesOf(JSON.stringify({ a: "x".repeat(10_001) }))).toEqual(["LU6011 /a"]);
  });
});

describe("against JSON.parse", () => {
  const json = fc
    .jsonValue({ maxDepth: 4 })
    .filter((value) => !JSON.stringify(value).includes("e"));

  test("what it writes is read as the same value", () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = JSON.stringify(value);
        const read = readJson(text);
        if (read.faults === undefined) expect(read.value).toEqual(JSON.parse(text));
        else expect(read.faults.every(({ code }) => /LU60(09|10|12)/.test(code))).toBe(true);
      }),
    );
  });

  test("the scanner finds an error exactly where JSON.parse throws", () => {
    const mutilated = fc
      .tuple(json, fc.nat(), fc.constantFrom("", '"', "{", "]", ",", ":", "1", "\\", "t", " "))
      .map(([value, at, put]) => {
        const text = JSON.stringify(value);
        const place = at % (text.length + 1);
        return text.slice(0, place) + put + text.slice(place + 1);
      });
    fc.assert(
      fc.property(mutilated, (text) => {
        let parses = true;
        try {
          JSON.parse(text);
        } catch {
          parses = false;
        }
        const syntax = scanJson(text).some(({ code }) => code === "LU6002");
        expect(syntax).toBe(!parses);
      }),
      { numRuns: 500 },
    );
  });
});
