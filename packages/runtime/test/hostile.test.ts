// Hostile input, by the list: each piece gives its own clear fault, harms nothing, and the declarations around it are decided.
import { describe, expect, test } from "vitest";
import { createEngine } from "../src/engine.ts";
import { interpretedBundle } from "../src/evaluate/interpreted.ts";
import { readLines } from "../src/facts/read-lines.ts";
import { exampleIr, exampleOptions } from "./example-ir.ts";

const engine = createEngine(interpretedBundle(exampleIr), exampleOptions);
const utf8 = new TextEncoder();
const good = {
  number: "1",
  at: "2026-02-01T09:00",
  office: "02",
  count: 2,
  importer: "9",
  items: [],
};

function bytes(...parts: readonly (string | readonly number[])[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) => (typeof part === "string" ? [...utf8.encode(part)] : [...part])),
  );
}

/** Name, the line as bytes, the faults it must give as `code path`. */
const lines: readonly (readonly [string, Uint8Array, readonly string[]])[] = [
  ["__proto__", bytes('{"number":"2","__proto__":{"isAdmin":true}}'), ["LU6007 /__proto__"]],
  [
    "__proto__ inside an item",
    bytes('{"number":"2","items":[{"__proto__":{"line":1}}]}'),
    ["LU6007 /items/0/__proto__"],
  ],
  [
    "constructor.prototype",
    bytes('{"number":"2","constructor":{"prototype":{"x":1}}}'),
    ["LU6007 /constructor"],
  ],
  ["1e400", bytes('{"number":"2","value":1e400}'), ["LU6010 /value"]],
  [
    "-1e400 in an amount",
    bytes('{"number":"2","price":{"amount":-1e400,"currency":"USD"}}'),
    ["LU6010 /price/amount"],
  ],
  ["1e-400, which is zero in a double", bytes('{"number":"2","value":1e-400}'), ["LU6010 /value"]],
  ["NaN", bytes('{"number":"2","value":NaN}'), ["LU6002 "]],
  ["Infinity", bytes('{"number":"2","value":-Infinity}'), ["LU6002 "]],
  [
    "a number of a million digits",
    bytes(`{"number":"2","value":${"9".repeat(1_000_000)}}`),
    ["LU6010 /value"],
  ],
  ["sixteen digits", bytes('{"number":"2","value":9007199254740993}'), ["LU6009 /value"]],
  ["arrays 100,000 deep", bytes('{"number":"2","note":', "[".repeat(100_000)), ["LU6008"]],
  ["objects 100,000 deep", bytes('{"a":'.repeat(100_000)), ["LU6008"]],
  ["Latin-1", bytes('{"number":"2","note":"d', [0xe9], 'j"}'), ["LU6001 "]],
  ["Windows-1258", bytes('{"number":"2","note":"', [0xd0], 'i"}'), ["LU6001 "]],
  ["an overlong slash", bytes('{"number":"2","note":"', [0xc0, 0xaf], '"}'), ["LU6001 "]],
  ["UTF-16", bytes([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]), ["LU6004 "]],
  ["UTF-16 without a mark", bytes([0x7b, 0x00, 0x22, 0x00, 0x61, 0x00, 0x22, 0x00]), ["LU6002 "]],
  ["a byte-order mark", bytes('\ufeff{"number":"2"}'), ["LU6004 "]],
  ["half a character", bytes('{"number":"2","note":"\\udfff"}'), ["LU6012 /note"]],
  ["half a character in a key", bytes('{"number":"2","\\ud800":1}'), ["LU6103 /\ud800", "LU6012"]],
  ["a text of 5 MB", bytes(`{"number":"2","note":"${"x".repeat(5_000_000)}"}`), ["LU6005 "]],
  ["a text of 1 MB", bytes(`{"number":"2","note":"${"x".repeat(1_000_000)}"}`), ["LU6011 /note"]],
  ["a null byte", bytes('{"number":"2","note":"', [0], '"}'), ["LU6002 "]],
  ["two keys", bytes('{"number":"2","number":"3"}'), ["LU6006 /number"]],
  ["a list where text is", bytes('{"number":["2"]}'), ["LU6104 /number"]],
  ["a number where text is", bytes('{"number":2}'), ["LU6104 /number"]],
  [
    "100,000 items",
    bytes(
      `{"number":"2","items":[${Array.from({ length: 100_000 }, (_, i) => `{"line":${i}}`).join()}]}`,
    ),
    ["LU6107 /items"],
  ],
  ["a text", bytes('"number"'), ["LU6101 "]],
  ["null", bytes("null"), ["LU6101 "]],
  ["true", bytes("true"), ["LU6101 "]],
  ["nothing", bytes(""), ["LU6003 "]],
  ["spaces", bytes(" \t "), ["LU6003 "]],
  ["a declaration cut off", bytes('{"number":"2","items":[{"line":1,'), ["LU6002 "]],
  ["two declarations in a line", bytes('{"number":"2"}{"number":"3"}'), ["LU6002 "]],
  ["a comment", bytes('{"number":"2"} // x'), ["LU6002 "]],
  [
    "a date that does not exist",
    bytes('{"number":"2","arrived":"2026-02-30"}'),
    ["LU6108 /arrived"],
  ],
  ["a clock that does not exist", bytes('{"number":"2","at":"2026-13-01T25:61"}'), ["LU6108 /at"]],
];

async function decideLines(all: readonly Uint8Array[]): Promise<(readonly string[])[]> {
  const text = bytes(...all.flatMap((line) => [[...line], [10]]));
  const found: (readonly string[])[] = [];
  for await (const { decision, rejection } of engine.decideLines(readLines([text]))) {
    found.push(
      decision === undefined
        ? (rejection?.faults ?? []).map(({ code, path }) => `${code} ${path}`)
        : ["decided"],
    );
  }
  return found;
}

function line(declaration: object): Uint8Array {
  return utf8.encode(JSON.stringify(declaration));
}

describe("lines", () => {
  test.each(lines)("%s", async (_, hostile, expected) => {
    const around = [
      line({ ...good, number: "before" }),
      hostile,
      line({ ...good, number: "after" }),
    ];
    const [before, found = [], after] = await decideLines(around);
    expect([before, after]).toEqual([["decided"], ["decided"]]);
    expect(found.length).toBeGreaterThan(0);
    for (const each of found) expect(expected.some((start) => each.startsWith(start))).toBe(true);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(Reflect.get({}, "isAdmin")).toBeUndefined();
  });

  test("all of them in one stream: as many answers as lines", async () => {
    const all = lines.map(([, hostile]) => hostile);
    const found = await decideLines(all);
    expect(found).toHaveLength(all.length);
    expect(found.every((each) => each.length > 0 && each[0] !== "decided")).toBe(true);
  });
});

class Foreign {
  readonly number = "2";
}

const cyclic: unknown[] = [];
cyclic.push(cyclic, cyclic);

/** Two to the sixtieth values in sixty small arrays. */
const shared = Array.from({ length: 55 }).reduce<unknown>((inner) => [inner, inner], 1);

describe("values that programs hand over", () => {
  test.each([
    ["a class", new Foreign(), "LU6104 "],
    ["a Date", { ...good, at: new Date(0) }, "LU6104 /at"],
    ["a Map", { ...good, items: new Map() }, "LU6104 /items"],
    ["a bigint", { ...good, value: 10n }, "LU6104 /value"],
    ["a function", { ...good, note: () => "" }, "LU6104 /note"],
    ["NaN", { ...good, value: Number.NaN }, "LU6010 /value"],
    ["-Infinity", { ...good, items: [{ line: Number.NEGATIVE_INFINITY }] }, "LU6010 /items/0/line"],
    ["a hole in a list", { ...good, tags: new Array(2) }, "LU6104 /tags/0"],
    ["a circle", { ...good, note: cyclic }, "LU6008 /note"],
    ["data shared 2^55 times", { ...good, note: shared }, "LU6107 "],
    ["an own __proto__", JSON.parse('{"number":"2","__proto__":{}}'), "LU6007 /__proto__"],
    ["0.1 + 0.2", { ...good, value: 0.1 + 0.2 }, "LU6009 /value"],
  ])("%s", (_, value, expected) => {
    const [first] = engine.validate(value);
    expect(`${first?.code} ${first?.path}`).toMatch(new RegExp(`^${expected}`));
    expect(engine.decide(value).rejection?.faults[0]).toEqual(first);
  });

  test("undefined is absent", () => {
    expect(engine.decide({ ...good, note: undefined }).rejection).toBeUndefined();
    expect(engine.validate({ ...good, number: undefined }).map(({ code }) => code)).toEqual([
      "LU6102",
    ]);
  });

  test("an object without prototype is plain", () => {
    expect(engine.validate(Object.assign(Object.create(null), good))).toEqual([]);
  });
});
