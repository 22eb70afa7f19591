import { describe, expect, test } from "vitest";
import type { PolicyStep } from "./decision.ts";
import { falseLiteral, literal } from "./ir/build.ts";
import type { Channel, PolicyIr, QuotaIr, SampleIr, TopIr } from "./ir/ir.ts";
import {
  Policy,
  type PolicyCondition,
  type PolicyHit,
  type PolicyInput,
  type PolicyState,
  quotaInput,
} from "./policy.ts";
import { QuotaState } from "./quota.ts";

const base: PolicyIr = {
  name: "import",
  label: {},
  flows: ["import"],
  stages: [],
  access: "internal",
  samples: [],
  quotas: [],
  otherwise: "green",
  source: { file: "", start: 0, end: 0 },
};

function sample(from: Channel, to: Channel, extra: Partial<SampleIr> = {}): SampleIr {
  return { name: `${from}-${to}`, rate: "0.1", from, to, strata: [], ...extra };
}

function quota(channel: Channel): QuotaIr {
  return {
    name: `quota-${channel}`,
    channel,
    limit: { kind: "count", value: "0" },
    per: [{ kind: "day" }],
    keeping: literal({ kind: "number" }, "0"),
  };
}

interface Given {
  readonly hits?: readonly PolicyHit[];
  readonly unknownStatutory?: boolean;
  readonly unknownOther?: boolean;
  readonly scores?: readonly number[];
  readonly truths?: Partial<
    Record<PolicyCondition, 0 | 1 | 2 | ((state: PolicyState) => 0 | 1 | 2)>
  >;
  readonly sample?: 0 | 1 | 2;
  readonly draw?: number;
  readonly keeping?: number | null;
}

const cause = { kind: "not declared", subject: "importer.capital" } as const;

function inputOf(given: Given): PolicyInput<PolicyHit> {
  return {
    hits: given.hits ?? [],
    unknownStatutory: given.unknownStatutory ?? false,
    unknownOther: given.unknownOther ?? false,
    scores: Float64Array.from(given.scores ?? []),
    day: 0,
    condition(which, state) {
      const truth = given.truths?.[which] ?? 0;
      return typeof truth === "function" ? truth(state) : truth;
    },
    sampleCondition: () => given.sample ?? 2,
    causes: () => [cause],
    draw: () => given.draw ?? 0.99,
    strata: () => ["03"],
    bucket: () => ["03", "1970-01-01"],
    bucketKey: () => "03",
    keeping: () => (given.keeping === undefined ? 1 : given.keeping),
  };
}

/** Every condition the policy has is asked of `truths`; their IR does not matter here. */
function decide(policy: Partial<PolicyIr>, given: Given) {
  return new Policy({ ...base, ...policy }).decide(inputOf(given), new QuotaState());
}

const rules = (steps: readonly PolicyStep[]): readonly string[] => steps.map((step) => step.rule);

const hit = (channel: Channel | undefined, extra: Partial<PolicyHit> = {}): PolicyHit => ({
  class: "analysis",
  ...(channel === undefined ? {} : { channel }),
  ...extra,
});

const withConditions = { exempt: falseLiteral, red: falseLiteral, yellow: falseLiteral };

describe("criteria", () => {
  test("red beats yellow beats green, without any line of the policy", () => {
    expect(decide({}, { hits: [hit("green"), hit("red"), hit("yellow")] }).channel).toBe("red");
    expect(decide({}, { hits: [hit("green"), hit("yellow")] }).channel).toBe("yellow");
  });

  test("green said by a criterion outranks the policy's else", () => {
    const outcome = decide({ otherwise: "yellow" }, { hits: [hit("green")] });
    expect(outcome.channel).toBe("green");
    expect(outcome.steps).toEqual([{ rule: "criteria", channel: "green" }]);
  });

  test("nothing at all is the policy's else, or green without a policy", () => {
    expect(decide({ otherwise: "yellow" }, {})).toMatchObject({
      channel: "yellow",
      steps: [{ rule: "else", channel: "yellow" }],
    });
    const bare = new Policy(null).decide(
      inputOf({ hits: [hit(undefined, { risk: 5 })] }),
      new QuotaState(),
    );
    expect(bare).toMatchObject({ channel: "green", riskPoints: 5 });
  });

  test("points of counted hits are summed exactly, whatever their order", () => {
    const hits = [0.1, 0.2, 0.3, -0.6].map((risk) => hit(undefined, { risk }));
    expect(decide({}, { hits }).riskPoints).toBe(0);
    expect(decide({}, { hits: hits.toReversed() }).riskPoints).toBe(0);
  });
});

describe("conditions", () => {
  test("red comes before yellow, and neither lowers a channel", () => {
    const both = decide(withConditions, { truths: { red: 2, yellow: 2 } });
    expect(both).toMatchObject({ channel: "red", steps: [{ rule: "condition", channel: "red" }] });
    const raised = decide(withConditions, { hits: [hit("yellow")], truths: { red: 2 } });
    expect(raised.channel).toBe("red");
    expect(rules(raised.steps)).toEqual(["criteria", "condition"]);
    const kept = decide(withConditions, { hits: [hit("red")], truths: { yellow: 2 } });
    expect(kept.channel).toBe("red");
    expect(rules(kept.steps)).toEqual(["criteria"]);
  });

  test("an unknown one does not apply and is recorded", () => {
    const outcome = decide(withConditions, { truths: { exempt: 1, red: 1 } });
    expect(outcome.channel).toBe("green");
    expect(outcome.steps).toEqual([
      { rule: "condition unknown", channel: "exempt", causes: [cause] },
      { rule: "condition unknown", channel: "red", causes: [cause] },
      { rule: "else", channel: "green" },
    ]);
  });

  test("they see what was said, the unknown, points and scores", () => {
    let seen: PolicyState | undefined;
    const red = (state: PolicyState): 0 => {
      seen = structuredClone(state);
      return 0;
    };
    decide(withConditions, {
      hits: [hit("yellow", { risk: 30 }), hit(undefined, { risk: 5 })],
      unknownOther: true,
      scores: [12],
      truths: { red },
    });
    expect(seen).toEqual({
      red: 0,
      yellow: 2,
      green: 0,
      unknown: 2,
      riskPoints: 35,
      scores: Float64Array.of(12),
    });
  });
});

describe("exemption", () => {
  const given: Given = {
    hits: [hit("red", { risk: 40 }), hit("yellow", { class: "statutory", risk: 7 })],
    unknownOther: true,
    scores: [12],
    truths: { exempt: 2 },
    draw: 0,
  };

  test("statutory hits count, the others are suppressed and score nothing", () => {
    const outcome = decide(withConditions, given);
    expect(outcome).toMatchObject({ channel: "yellow", exempt: true, riskPoints: 7 });
    expect(outcome.suppressed).toEqual([given.hits?.[0]]);
    expect(outcome.counted).toEqual([given.hits?.[1]]);
    expect(rules(outcome.steps)).toEqual(["exempt", "criteria"]);
  });

  test("conditions see neither suppressed hits nor scores nor what non-statutory criteria could not tell", () => {
    let seen: PolicyState | undefined;
    decide(withConditions, {
      ...given,
      truths: {
        exempt: 2,
        red: (state) => {
          seen = structuredClone(state);
          return 0;
        },
      },
    });
    expect(seen).toEqual({
      red: 0,
      yellow: 2,
      green: 0,
      unknown: 0,
      riskPoints: 7,
      scores: Float64Array.of(0),
    });
  });

  test("nothing is sampled", () => {
    const policy = { ...withConditions, samples: [sample("green", "red")] };
    expect(decide(policy, { truths: { exempt: 2 }, draw: 0 }).channel).toBe("green");
    expect(decide(policy, { draw: 0 }).channel).toBe("red");
  });
});

describe("sampling", () => {
  test("a draw below the rate moves what is still in the channel named", () => {
    const policy = { samples: [sample("green", "yellow")] };
    expect(decide(policy, { draw: 0.0999 })).toMatchObject({
      channel: "yellow",
      steps: [
        {
          rule: "sample",
          name: "green-yellow",
          rate: "0.1",
          draw: 0.0999,
          strata: ["03"],
          from: "green",
          to: "yellow",
        },
      ],
    });
    expect(decide(policy, { draw: 0.1 }).channel).toBe("green");
    expect(decide(policy, { draw: 0, hits: [hit("red")] }).channel).toBe("red");
  });

  test("what one line took is not there for the next", () => {
    const policy = { samples: [sample("green", "red"), sample("green", "yellow")] };
    const outcome = decide(policy, { draw: 0 });
    expect(outcome.channel).toBe("red");
    expect(rules(outcome.steps)).toEqual(["sample"]);
  });

  test("a line with a condition draws when it is true", () => {
    const policy = { samples: [sample("green", "red", { when: falseLiteral })] };
    expect(decide(policy, { draw: 0, sample: 0 }).channel).toBe("green");
    expect(decide(policy, { draw: 0, sample: 2 }).channel).toBe("red");
    expect(rules(decide(policy, { draw: 0, sample: 1 }).steps)).toEqual([
      "condition unknown",
      "else",
    ]);
  });

  test("statutory hits are not sampled away", () => {
    const policy = { samples: [sample("yellow", "green")] };
    expect(decide(policy, { draw: 0, hits: [hit("yellow")] }).channel).toBe("green");
    const statutory = hit("yellow", { class: "statutory" });
    expect(decide(policy, { draw: 0, hits: [statutory] }).channel).toBe("yellow");
  });
});

describe("quotas", () => {
  test("a cut goes to the next lower channel and is recorded, and may be cut again", () => {
    // Written yellow first: red is applied first all the same.
    const outcome = decide({ quotas: [quota("yellow"), quota("red")] }, { hits: [hit("red")] });
    expect(outcome.channel).toBe("green");
    expect(outcome.steps).toEqual([
      { rule: "criteria", channel: "red" },
      {
        rule: "quota",
        name: "quota-red",
        outcome: "cut",
        bucket: ["03", "1970-01-01"],
        kept: 1,
        decided: 1,
        score: 1,
        threshold: null,
        from: "red",
        to: "yellow",
      },
      expect.objectContaining({
        name: "quota-yellow",
        outcome: "cut",
        from: "yellow",
        to: "green",
      }),
    ]);
  });

  test("a statutory hit is never cut, not even by the way", () => {
    const statutory = hit("yellow", { class: "statutory" });
    const outcome = decide(
      { quotas: [quota("red"), quota("yellow")] },
      { hits: [hit("red"), statutory] },
    );
    // Red was not the statutory hit's word, yellow was.
    expect(outcome.channel).toBe("yellow");
    expect(outcome.steps.slice(1)).toMatchObject([
      { outcome: "cut" },
      { outcome: "statutory", to: "yellow" },
    ]);
  });

  test("every declaration is counted, in the channel or not", () => {
    const state = new QuotaState();
    const policy = new Policy({ ...base, quotas: [quota("red")] });
    policy.decide(inputOf({}), state);
    policy.decide(inputOf({ hits: [hit("red")] }), state);
    expect(state.exportState().quotas).toEqual({
      "quota-red": { "03": [{ day: 0, decided: 2, kept: 0, scores: [[1, 1]] }] },
    });
  });
});

function top(from: Channel, to: Channel): TopIr {
  return {
    name: `top-${from}-${to}`,
    rate: "0.1",
    from,
    to,
    by: literal({ kind: "number" }, "0"),
    per: [{ kind: "day" }],
  };
}

describe("top", () => {
  test("raises what stands in its channel, and says so with the figures", () => {
    const outcome = decide({ tops: [top("green", "red")] }, { keeping: 0.7 });
    expect(outcome.channel).toBe("red");
    expect(outcome.steps).toEqual([
      {
        rule: "top",
        name: "top-green-red",
        rate: "0.1",
        outcome: "chosen",
        bucket: ["03", "1970-01-01"],
        chosen: 1,
        decided: 1,
        threshold: null,
        score: 0.7,
        from: "green",
        to: "red",
      },
    ]);
  });

  test("leaves what stands in another channel, which is counted all the same", () => {
    const state = new QuotaState();
    const policy = new Policy({ ...base, tops: [top("green", "red")] });
    const outcome = policy.decide(inputOf({ hits: [hit("yellow")] }), state);
    expect(outcome.channel).toBe("yellow");
    expect(rules(outcome.steps)).toEqual(["criteria"]);
    expect(state.exportState().quotas).toEqual({
      "top-green-red": { "03": [{ day: 0, decided: 1, kept: 0, scores: [] }] },
    });
  });

  test("a declaration without a score is not raised", () => {
    const outcome = decide({ tops: [top("green", "red")] }, { keeping: null });
    expect(outcome.channel).toBe("green");
    expect(outcome.steps).toMatchObject([
      { rule: "top", outcome: "unknown", score: null },
      { rule: "else", channel: "green" },
    ]);
  });

  test("quotas come after it and may cut what it raised", () => {
    const outcome = decide({ tops: [top("green", "red")], quotas: [quota("red")] }, {});
    expect(outcome.channel).toBe("yellow");
    expect(rules(outcome.steps)).toEqual(["top", "quota"]);
  });

  test("settled elsewhere from what was written down it comes out the same", () => {
    const policy = new Policy({ ...base, tops: [top("green", "red")], quotas: [quota("yellow")] });
    const input = inputOf({ keeping: 0.4 });
    const whole = policy.decide(input, new QuotaState());
    const { channel, chosen, mandatory, drawn, steps } = policy.evaluate(input);
    expect(policy.mayBeJudged(channel)).toBe(true);
    const cases = policy.quotaCases(input, channel);
    const standing = { channel, chosen, mandatory, drawn, steps };
    const settled = policy.settle(standing, quotaInput(0, cases), new QuotaState());
    expect([settled, steps]).toEqual([whole.channel, whole.steps]);
  });
});
