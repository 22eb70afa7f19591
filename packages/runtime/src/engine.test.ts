// The engine over the hand-written criteria set: what hits, what is unknown, what the policy makes of it, what is rejected.
import type { Decision, Rejection } from "@luong/spec";
import { describe, expect, test } from "vitest";
import { exampleIr, exampleOptions, quotaPolicy, withPolicy } from "../test/example-ir.ts";
import { createEngine, type Engine, type Outcome } from "./engine.ts";
import { interpretedBundle } from "./evaluate/interpreted.ts";
import { readLines } from "./facts/read-lines.ts";

const engine = createEngine(interpretedBundle(exampleIr, "d".repeat(64)), exampleOptions);

const base = {
  number: "1001",
  revision: 0,
  at: "2026-02-01T09:00",
  office: "02CI",
  count: 2,
  importer: "0303",
  priority: false,
  items: [{ line: 1, hs: "85171300", origin: "VN", value: 5000 }],
} as const;

function decided(outcome: Outcome): Decision {
  if (outcome.decision === undefined) throw new Error(JSON.stringify(outcome.rejection));
  return outcome.decision;
}

function rejected(outcome: Outcome): Rejection {
  if (outcome.rejection === undefined) throw new Error("not rejected");
  return outcome.rejection;
}

function decide(more: object, ask: Parameters<Engine["decide"]>[1] = {}): Decision {
  return decided(engine.decide({ ...base, ...more }, ask));
}

function hitsOf(decision: Decision): string[] {
  return decision.hits.map(({ criterion, row, tableRow }) =>
    [criterion, row, tableRow].filter((each) => each !== undefined).join(" "),
  );
}

describe("one declaration", () => {
  test("nothing hits: the policy's else, with the whole record in its order of keys", () => {
    expect(JSON.stringify(decide({}))).toBe(
      JSON.stringify({
        declaration: "1001",
        revision: 0,
        bundle: "d".repeat(64),
        flow: "import",
        stage: "clearance",
        at: "2026-02-01T09:00:00+07:00",
        policy: "import_policy",
        channel: "green",
        riskPoints: 0,
        scores: [{ scorecard: "trader", value: 0 }],
        hits: [],
        suppressed: [],
        unknown: [],
        steps: [{ rule: "else", channel: "green" }],
      }),
    );
  });

  test("a statutory hit counts although the trader is exempt; the others are suppressed", () => {
    const decision = decide({ office: "03CC", importer: "0101", priority: true });
    expect(hitsOf(decision)).toEqual(["CHK-001"]);
    expect(decision.suppressed.map(({ criterion }) => criterion)).toEqual(["LST-010"]);
    expect(decision.channel).toBe("yellow");
    expect(decision.steps).toEqual([{ rule: "exempt" }, { rule: "criteria", channel: "yellow" }]);
  });

  test("unless takes the hit back", () => {
    expect(hitsOf(decide({ office: "03CC", count: 9 }))).toEqual([]);
  });

  test("an absent fact makes it unknown, never a hit, and the policy sees it", () => {
    const { office: _, ...without } = base;
    const decision = decided(engine.decide(without));
    expect(decision.unknown).toEqual([
      { criterion: "CHK-001", version: "c00100000000", causes: [] },
    ]);
    expect(decision.channel).toBe("yellow");
    expect(decision.steps).toEqual([{ rule: "condition", channel: "yellow" }]);
  });

  test("causes on request", () => {
    const decision = decide({ importer: null }, { causes: true });
    expect(decision.unknown).toEqual([
      {
        criterion: "LST-010",
        version: "010000000000",
        causes: [{ kind: "not declared", subject: "importer" }],
      },
    ]);
  });

  test("a dated list is asked at decision time", () => {
    expect(hitsOf(decide({ importer: "0202" }))).toEqual([]);
    expect(hitsOf(decide({ importer: "0202", at: "2026-03-01T00:00" }))).toEqual(["LST-010"]);
    // The period begins at local midnight: one minute before, it is not in force.
    expect(hitsOf(decide({ importer: "0202", at: "2026-02-28T23:59:00+07:00" }))).toEqual([]);
  });

  test("effects are recorded: actions, alerts, instructions, points", () => {
    const decision = decide({ importer: "0101" });
    expect(decision.hits).toEqual([
      {
        criterion: "LST-010",
        version: "010000000000",
        class: "analysis",
        channel: "red",
        actions: ["check_value"],
        alerts: ["gate"],
      },
    ]);
  });

  test("indicator rows hit one by one, under their names, with the effects of their cells", () => {
    const items = [
      { line: 1, hs: "64039900", origin: "VN", value: 5000 },
      { line: 2, hs: "61091000", origin: "VN", value: 5000 },
    ];
    const decision = decide({ items });
    expect(hitsOf(decision)).toEqual(["IND-500 shoes", "IND-500 shirts", "TAB-100 2"]);
    expect(decision.hits.map(({ channel, risk }) => [channel, risk])).toEqual([
      ["yellow", 10],
      ["red", 20],
      ["yellow", 10],
    ]);
    expect(decision.riskPoints).toBe(40);
    expect(decision.channel).toBe("red");
  });

  test("a decision table for each element: the gravest row speaks, an unknown element is named beside it", () => {
    const items = [
      { line: 1, hs: "61091000", value: 9000, origin: "VN" },
      { line: 2, hs: "61091000", value: 10, origin: "VN" },
      { line: 3, value: 10, origin: "VN" },
    ];
    const decision = decide({ items }, { causes: true });
    expect(hitsOf(decision)).toContain("TAB-100 1");
    expect(decision.unknown.map(({ criterion }) => criterion)).toContain("TAB-100");
  });

  test("a table for each element hits with nothing beside it when all elements are known", () => {
    const decision = decide({ items: [{ line: 1, hs: "61091000", value: 10, origin: "VN" }] });
    expect(hitsOf(decision)).toContain("TAB-100 1");
    expect(decision.unknown).toEqual([]);
  });

  test("the scorecard lifts to red, and an unknown input takes its own case", () => {
    expect(decide({ count: 6 }).scores).toEqual([{ scorecard: "trader", value: 26 }]);
    expect(decide({ count: 6 }).channel).toBe("red");
    expect(decide({ count: 4 }).scores).toEqual([{ scorecard: "trader", value: 9 }]);
    expect(decide({ count: null }).scores).toEqual([{ scorecard: "trader", value: 2 }]);
  });

  test("out of its flow a criterion is not asked and no policy speaks", () => {
    const decision = decide({ importer: "0101" }, { flow: "export", stage: "gate" });
    expect([decision.flow, decision.stage, decision.policy]).toEqual(["export", "gate", null]);
    expect([decision.hits, decision.unknown, decision.scores]).toEqual([[], [], []]);
    expect(decision.steps).toEqual([{ rule: "else", channel: "green" }]);
  });

  test("the time given comes before the clock field", () => {
    expect(decide({}, { now: Date.UTC(2026, 5, 1) }).at).toBe("2026-06-01T07:00:00+07:00");
  });

  test("samples take the share they say, the same ones each time", () => {
    const red = (count: number): string[] =>
      Array.from({ length: count }, (_, index) => decide({ number: String(index) }))
        .filter(({ channel }) => channel === "red")
        .map(({ declaration }) => declaration);
    const first = red(2000);
    // 5 % of 2,000 is 100; four standard deviations are 39.
    expect(Math.abs(first.length - 100)).toBeLessThan(39);
    expect(red(2000)).toEqual(first);
    const [number] = first;
    expect(decide({ number: number ?? "" }).steps.at(-1)).toMatchObject({
      rule: "sample",
      rate: "0.05",
      strata: ["02CI"],
      from: "green",
      to: "red",
    });
  });
});

describe("explanation", () => {
  const items = [
    { line: 1, hs: "85171300", origin: "CN", value: 800 },
    { line: 2, hs: "61091000", origin: "CN", value: 400 },
  ];

  test("witness, reason in both languages, evidence", () => {
    const decision = decide({ items }, { explain: true });
    expect(decision.hits.find(({ criterion }) => criterion === "VAL-001")).toEqual({
      criterion: "VAL-001",
      version: "a00100000000",
      class: "scoring",
      elements: { item: [2] },
      risk: 2.5,
      reason: { en: "Cheap goods: 400 VND", vi: "Hàng rẻ: 400 VND" },
      evidence: [
        { fact: "items[2].origin", value: "CN" },
        { fact: "items[2].value", value: 400 },
      ],
    });
  });

  test("explaining later gives what explaining at once gives, and changes nothing else", () => {
    const plain = decide({ items, office: null });
    const later = engine.explain(plain, { ...base, items, office: null });
    expect(later).toEqual(decide({ items, office: null }, { explain: true }));
    expect(later.channel).toBe(plain.channel);
    expect(later.steps).toEqual(plain.steps);
    expect(later.scores[0]?.factors).toEqual([{ factor: "count", points: 0, weighted: 0 }]);
  });

  test("an unknown factor says why", () => {
    expect(decide({ count: null }, { explain: true }).scores[0]?.factors).toEqual([
      {
        factor: "count",
        points: 1,
        weighted: 2,
        unknown: [{ kind: "not declared", subject: "count" }],
      },
    ]);
  });
});

describe("many declarations", () => {
  const numbers = ["a", "b", "a", "c"];
  const source = numbers.map((number) => ({ ...base, number }));

  test("a stream keeps the order and rejects the second of two keys", async () => {
    const outcomes: Outcome[] = [];
    for await (const outcome of engine.decideAll(source)) outcomes.push(outcome);
    expect(
      outcomes.map((outcome) => outcome.decision?.declaration ?? outcome.rejection?.faults),
    ).toEqual(["a", "b", [{ code: "LU6201", path: "", args: { key: "a/0", first: 1 } }], "c"]);
    expect(rejected(outcomes[2] ?? outcomes[0] ?? { decision: decide({}) }).position).toBe(3);
  });

  test("another revision is another declaration", () => {
    const outcomes = engine.decideBatch([base, { ...base, revision: 1 }]);
    expect(outcomes.map(({ rejection }) => rejection)).toEqual([undefined, undefined]);
  });

  test("a stream asks for the next only when the last is taken", async () => {
    let asked = 0;
    function* endless(): Generator<unknown> {
      for (;;) yield { ...base, number: String(asked++) };
    }
    const outcomes = engine.decideAll(endless());
    await outcomes.next();
    await outcomes.next();
    expect(asked).toBe(2);
    await outcomes.return(undefined);
  });

  test("every line gives a decision or a rejection, whatever stands in it", async () => {
    const good = JSON.stringify(base);
    const text = [good, "", "{", "[]", '{"number":"x"}', `{"number":"y","ofice":"03"}`, good].join(
      "\n",
    );
    const outcomes: string[] = [];
    for await (const outcome of engine.decideLines(readLines([new TextEncoder().encode(text)]))) {
      outcomes.push(
        outcome.decision?.channel ?? outcome.rejection?.faults.map(({ code }) => code).join() ?? "",
      );
    }
    expect(outcomes).toEqual(["green", "LU6003", "LU6002", "LU6101", "LU6202", "LU6103", "LU6201"]);
  });
});

describe("quota", () => {
  const bundle = interpretedBundle(withPolicy(exampleIr, quotaPolicy));
  const reds = ["a", "b", "c", "d"].map((number, index) => {
    return { ...base, number, importer: "0101", at: `2026-02-01T0${9 - index}:00` };
  });

  test("takes declarations by time, so the order of the array does not matter", () => {
    const channelsOf = (order: readonly unknown[]): [string, string][] =>
      createEngine(bundle, exampleOptions)
        .decideBatch(order)
        .map(decided)
        .map(({ declaration, channel }): [string, string] => [declaration, channel])
        .sort();
    // Two reds a day and office: the earliest, d at 06:00 and c at 07:00.
    const expected = [
      ["a", "yellow"],
      ["b", "yellow"],
      ["c", "red"],
      ["d", "red"],
    ];
    expect(channelsOf(reds)).toEqual(expected);
    expect(channelsOf(reds.toReversed())).toEqual(expected);
  });

  test("a batch of lines keeps their positions and rejects what could not be read", () => {
    const one = createEngine(bundle, exampleOptions);
    const lines = [
      { position: 7, declaration: reds[0] },
      { position: 8, faults: [{ code: "LU6003", path: "", args: {} }] },
      { position: 9, declaration: reds[0] },
    ];
    expect(
      one.decideLineBatch(lines).map(({ decision, rejection }) => decision?.channel ?? rejection),
    ).toEqual([
      "red",
      { declaration: null, position: 8, faults: [{ code: "LU6003", path: "", args: {} }] },
      {
        declaration: "a",
        position: 9,
        faults: [{ code: "LU6201", path: "", args: { key: "a/0", first: 7 } }],
      },
    ]);
  });

  test("one time for all: then the key alone orders them", () => {
    const one = createEngine(bundle, exampleOptions);
    const outcomes = one.decideBatch(reds, { now: Date.UTC(2026, 1, 2) }).map(decided);
    expect(outcomes.map(({ channel }) => channel)).toEqual(["red", "red", "yellow", "yellow"]);
    expect(new Set(outcomes.map(({ at }) => at))).toEqual(new Set(["2026-02-02T07:00:00+07:00"]));
  });

  test("goes on where another engine stopped", () => {
    const first = createEngine(bundle, exampleOptions);
    first.decideBatch(reds.slice(0, 2));
    const second = createEngine(bundle, { ...exampleOptions, quotas: first.exportQuotas() });
    expect(decided(second.decide(reds[2])).channel).toBe("yellow");
  });

  test("the bucket is the office and the local day", () => {
    const one = createEngine(bundle, exampleOptions);
    one.decideBatch(reds);
    expect(decided(one.decide({ ...reds[0], number: "e", office: "02" })).channel).toBe("red");
    const step = decided(one.decide({ ...reds[0], number: "f" })).steps.at(-1);
    expect(step).toMatchObject({
      rule: "quota",
      outcome: "cut",
      bucket: ["02CI", "2026-02-01"],
      decided: 5,
    });
  });
});
