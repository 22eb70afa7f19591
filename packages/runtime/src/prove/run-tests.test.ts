// The runner of tests written in criteria: what passes, what fails and how it says so, and which conditions were seen both ways.
import type { ExpectationIr, TestIr } from "@luong/spec";
import { describe, expect, test } from "vitest";
import { exampleIr, exampleOptions } from "../../test/example-ir.ts";
import { bindWorld } from "../load/bind.ts";
import { elementPath } from "./expectation.ts";
import { runTests } from "./run-tests.ts";

const { world } = bindWorld(exampleIr, exampleOptions);
const declaration = {
  number: "1",
  at: "2026-02-01T09:00",
  office: "02CI",
  count: 2,
  importer: "9",
  priority: false,
  items: [
    { line: 1, hs: "85171300", origin: "CN", value: 800 },
    { line: 2, hs: "85171300", origin: "CN", value: 400 },
  ],
};

type Wanted =
  | ExpectationIr["expect"]
  | { readonly criterion: string; readonly expect: ExpectationIr["expect"] };

function written(
  criterion: string | null,
  facts: object,
  wanted: readonly Wanted[],
  more: Partial<TestIr> = {},
): TestIr {
  return {
    label: { en: "t" },
    criterion,
    declaration: { ...declaration, ...facts },
    flow: "import",
    stage: "clearance",
    tables: {},
    lists: {},
    expect: wanted.map((each) => ("kind" in each ? { criterion: null, expect: each } : each)),
    source: { file: "x.crit", start: 1, end: 2 },
    ...more,
  };
}

function messagesOf(...given: Parameters<typeof written>): string[] {
  const [result] = runTests(exampleIr, [written(...given)], world).results;
  expect(result?.passed).toBe(result?.messages.length === 0);
  return (result?.messages ?? []).map(({ en }) => en);
}

const hit = { kind: "hit" } as const;
const noHit = { kind: "noHit" } as const;
const unknown = { kind: "unknown" } as const;

describe("a test of a criterion", () => {
  test("passes when every expectation is met", () => {
    expect(
      messagesOf("VAL-001", {}, [
        hit,
        { kind: "hit", element: { each: "item", position: 2 } },
        { kind: "risk", points: "2.5" },
      ]),
    ).toEqual([]);
    expect(
      messagesOf("CHK-001", { office: "03CC" }, [hit, { kind: "channel", channel: "yellow" }]),
    ).toEqual([]);
    expect(messagesOf("CHK-001", {}, [noHit])).toEqual([]);
  });

  test("says what came out instead", () => {
    expect(messagesOf("VAL-001", { items: [] }, [hit])).toEqual([
      "expected a hit, got: it does not hit",
    ]);
    expect(
      messagesOf("VAL-001", {}, [{ kind: "hit", element: { each: "item", position: 1 } }]),
    ).toEqual(["expected a hit on item 1, got: hits on item 2"]);
    expect(messagesOf("VAL-001", {}, [{ kind: "risk", points: "2" }])).toEqual([
      "expected risk 2, got: risk 2.5",
    ]);
    expect(messagesOf("CHK-001", { office: "03" }, [{ kind: "channel", channel: "red" }])).toEqual([
      "expected channel RED, got: channel YELLOW",
    ]);
    expect(messagesOf("CHK-001", {}, [hit], { flow: "export" })).toEqual([
      "expected a hit, got: it is not asked (flow, stage, dates or scope)",
    ]);
  });

  test("unknown is neither hit nor no hit, and names its fact by path or element", () => {
    const facts = { items: [{ line: 1, origin: "CN" }] };
    expect(
      messagesOf("VAL-001", facts, [
        unknown,
        { kind: "unknown", because: "item.value" },
        { kind: "unknown", because: "items[1].value" },
      ]),
    ).toEqual([]);
    expect(messagesOf("VAL-001", facts, [noHit])).toEqual([
      "expected no hit, got: it is unknown: items[1].value (not declared)",
    ]);
    expect(messagesOf("VAL-001", facts, [{ kind: "unknown", because: "item.hs" }])).toHaveLength(1);
  });

  test("lists and tables of the test stand in place of those bound", () => {
    expect(messagesOf("LST-010", { importer: "0101" }, [hit])).toEqual([]);
    expect(
      messagesOf("LST-010", { importer: "0101" }, [noHit], { lists: { suspects: ["77"] } }),
    ).toEqual([]);
    const rows = [{ cells: ["all", null, "green", 1] }];
    expect(
      messagesOf("IND-500", {}, [hit, { kind: "risk", points: "1" }], {
        tables: { indicators: rows },
      }),
    ).toEqual([]);
  });

  test("a declaration or a row that does not fit fails the test with its fault", () => {
    expect(messagesOf("VAL-001", { count: "two" }, [hit])[0]).toMatch(
      /^LU6104 \/count: expected a whole number, got a text/,
    );
    expect(messagesOf("VAL-001", { at: null }, [hit])).toEqual([
      "the test has no decision time: give the clock field, or an example for it in the schema",
    ]);
    expect(
      messagesOf("IND-500", {}, [hit], { tables: { indicators: [{ cells: ["x"] }] } })[0],
    ).toMatch(/^LU6508/);
  });

  test("Vietnamese says the same", () => {
    const { results } = runTests(exampleIr, [written("VAL-001", { items: [] }, [hit])], world);
    expect(results[0]?.messages[0]?.vi).toBe("cần trúng, nhưng tiêu chí không trúng");
  });
});

describe("a scenario", () => {
  test("runs the whole decision", () => {
    const priority = { office: "03CC", importer: "0101", priority: true };
    const wanted = [
      { kind: "exempt" },
      { kind: "channel", channel: "yellow" },
      { criterion: "CHK-001", expect: hit },
      { criterion: "LST-010", expect: noHit },
    ] as const;
    expect(messagesOf(null, priority, wanted)).toEqual([]);
    expect(messagesOf(null, { ...priority, priority: false }, wanted)).toEqual([
      "expected exempt, got: not exempt",
      "expected channel YELLOW, got: channel RED",
      "LST-010: expected no hit, got: it hits",
    ]);
  });

  test("a suppressed hit is told apart from none", () => {
    expect(
      messagesOf(null, { importer: "0101", priority: true }, [
        { criterion: "LST-010", expect: hit },
      ]),
    ).toEqual(["LST-010: expected a hit, got: its hit is suppressed by the exemption"]);
  });

  test("draws no samples, so it tells the same for every number", () => {
    const channels = Array.from({ length: 200 }, (_, n) =>
      written(null, { number: String(n), items: [] }, [{ kind: "channel", channel: "green" }]),
    );
    expect(runTests(exampleIr, channels, world).results.every(({ passed }) => passed)).toBe(true);
  });
});

describe("coverage", () => {
  function seen(tests: readonly TestIr[], criterion: string): string[] {
    const found = runTests(exampleIr, tests, world).coverage.find(
      (each) => each.criterion === criterion,
    );
    return (found?.conditions ?? []).map(
      ({ condition, clause, seenTrue, seenFalse, seenUnknown }) =>
        [clause, condition, seenTrue ? "T" : "", seenFalse ? "F" : "", seenUnknown ? "?" : ""]
          .join(" ")
          .trimEnd(),
    );
  }

  test("counts each condition of a quantifier's body, and the quantifier", () => {
    const conditions = seen([written("VAL-001", {}, [hit])], "VAL-001");
    expect(conditions.map((each) => each.slice(-5).replaceAll(/[^TF?]/g, ""))).toEqual([
      "T",
      "T",
      "TF",
    ]);
    expect(conditions[1]).toContain('item.origin = "CN"');
  });

  test("adds up over tests, scenarios too", () => {
    const tests = [
      written("VAL-001", {}, [hit]),
      written(null, { items: [{ line: 1, origin: "VN", value: 1 }] }, []),
    ];
    expect(seen(tests, "VAL-001").map((each) => each.slice(-5).replaceAll(/[^TF?]/g, ""))).toEqual([
      "TF",
      "TF",
      "TF",
    ]);
  });

  test("a condition no test reached was seen neither way", () => {
    expect(seen([], "CHK-001").every((each) => !/ [TF?]/.test(each.slice(-3)))).toBe(true);
    expect(seen([], "CHK-001")).toHaveLength(2);
  });
});

test("an element goes by its own name", () => {
  expect(elementPath(exampleIr.schema, "items[2].value")).toBe("item.value");
  expect(elementPath(exampleIr.schema, "importer")).toBe("importer");
});
