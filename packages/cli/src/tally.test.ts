// Counting decisions: what is counted once, what the report shows.
// Comes in: hand-made decisions. Goes out: counts and lines.
import type { Channel, Decision, PolicyStep } from "@luong/spec";
import { expect, test } from "vitest";
import { Output, type Sink } from "./output.ts";
import { channelLines, criterionLines, Tally } from "./tally.ts";

const nowhere: Sink = { write: () => true, on: () => undefined };
function output(language: "en" | "vi"): Output {
  const settings = { language, format: undefined, colour: "never", quiet: false, environment: {} };
  return new Output(settings, nowhere, nowhere);
}

function decision(channel: Channel, hits: string[], more: Partial<Decision> = {}): Decision {
  const hit = (criterion: string) => ({ criterion, version: "0", class: "analysis" as const });
  return {
    declaration: "1",
    bundle: "",
    flow: "import",
    stage: "clearance",
    at: "2026-03-01T09:00:00+07:00",
    policy: null,
    channel,
    riskPoints: 0,
    scores: [],
    hits: hits.map(hit),
    suppressed: [],
    unknown: [],
    steps: [],
    ...more,
  };
}

test("a criterion with several rows counts once a declaration", () => {
  const tally = new Tally();
  tally.decide(decision("red", ["IND-500", "IND-500", "VAL-001"]));
  tally.decide(
    decision("green", [], { unknown: [{ criterion: "VAL-001", version: "0", causes: [] }] }),
  );
  expect(tally.byCriterion()).toEqual([
    ["IND-500", { hits: 1, suppressed: 0, unknown: 0 }],
    ["VAL-001", { hits: 1, suppressed: 0, unknown: 1 }],
  ]);
  expect(tally.channels).toEqual({ green: 1, yellow: 0, red: 1 });
});

test("what the policy did", () => {
  const sample: PolicyStep = {
    rule: "sample",
    name: "p/1",
    rate: "0.01",
    draw: 0.001,
    strata: [],
    from: "green",
    to: "red",
  };
  const tally = new Tally();
  tally.decide(decision("red", [], { steps: [sample] }));
  tally.decide(decision("green", [], { steps: [{ rule: "exempt" }] }));
  expect([tally.sampled, tally.exempt, tally.cut]).toEqual([1, 1, 0]);
});

test("a channel with one declaration of ten thousand still has a bar, an empty one has none", () => {
  const tally = new Tally();
  for (let count = 0; count < 9_999; count += 1) tally.decide(decision("green", []));
  tally.decide(decision("red", []));
  expect(channelLines(tally, output("vi"))).toEqual([
    `xanh   9.999  100,0%  ${"█".repeat(30)}`,
    "vàng       0    0,0%",
    "đỏ         1    0,0%  █",
  ]);
});

test("criteria that say nothing are one line", () => {
  const tally = new Tally();
  tally.decide(decision("red", ["A-1"]));
  const labels = new Map([
    ["A-1", "First"],
    ["B-1", "Second"],
    ["C-1", "Third"],
  ]);
  expect(criterionLines(tally, labels, output("en"))).toEqual([
    "        hits  unknown",
    "A-1        1           First",
    "2 other criteria: no hit, nothing unknown",
  ]);
});
