import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { QUOTA_DAYS, QuotaState, quotaLimit } from "./quota.ts";

const share = (value: string) => quotaLimit({ kind: "share", value });
const five = share("0.05");

/** Decides a declaration that does not stand in the quota's channel. */
function pass(state: QuotaState, day: number, count = 1, bucket = "03"): void {
  for (let each = 0; each < count; each += 1) state.countDecided("q", bucket, day);
}

/** Decides a candidate; gives what came of it. */
function candidate(
  state: QuotaState,
  day: number,
  score: number | null,
  {
    limit = five,
    bucket = "03",
    secured = null,
  }: {
    limit?: ReturnType<typeof share>;
    bucket?: string;
    secured?: "statutory" | "drawn" | null;
  } = {},
) {
  state.countDecided("q", bucket, day);
  return state.judge("q", limit, bucket, day, score, secured);
}

describe("what was drawn", () => {
  test("is never cut, takes a place, and sets no threshold", () => {
    const state = new QuotaState();
    pass(state, 0, 8);
    // 9 decided: one place, and the draw has it.
    expect(candidate(state, 0, 1, { secured: "drawn" })).toMatchObject({
      outcome: "drawn",
      kept: 1,
    });
    expect(candidate(state, 0, 90)).toMatchObject({ outcome: "cut" });
    expect(candidate(state, 0, 1, { secured: "drawn" })).toMatchObject({
      outcome: "drawn",
      kept: 2,
    });
    // One candidate for 11 × 5 % places the day before: its score is the threshold, the two draws of score 1 are none.
    expect(candidate(state, 1, 50)).toMatchObject({ outcome: "cut", threshold: 90 });
  });
});

describe("the room of today", () => {
  test("is the share of what was decided, rounded up, with this one", () => {
    const state = new QuotaState();
    // 1 decided: ⌈0.05⌉ = 1 place; 2 decided: still 1.
    expect(candidate(state, 0, 10)).toEqual({
      outcome: "kept",
      kept: 1,
      decided: 1,
      threshold: null,
    });
    expect(candidate(state, 0, 99)).toEqual({
      outcome: "cut",
      kept: 2,
      decided: 2,
      threshold: null,
    });
    pass(state, 0, 18);
    // 21 decided: ⌈1.05⌉ = 2 places.
    expect(candidate(state, 0, 10)).toMatchObject({ outcome: "kept", kept: 2, decided: 21 });
    expect(candidate(state, 0, 10)).toMatchObject({ outcome: "cut", kept: 3, decided: 22 });
  });

  test("is exact where doubles are not: 7 % of 100 is 7", () => {
    const state = new QuotaState();
    const seven = share("0.07");
    pass(state, 0, 92);
    for (let each = 0; each < 7; each += 1) {
      expect(candidate(state, 0, 1, { limit: seven }).outcome).toBe("kept");
    }
    // 100 decided with this one, 7 kept already: 0.07 × 100 in doubles is 7.000000000000001, rounded up 8.
    expect(candidate(state, 0, 1, { limit: seven })).toMatchObject({
      outcome: "cut",
      kept: 8,
      decided: 100,
    });
  });

  test("is a count when the quota says so", () => {
    const state = new QuotaState();
    const limit = quotaLimit({ kind: "count", value: "2" });
    const outcomes = [1, 1, 1].map((score) => candidate(state, 0, score, { limit }).outcome);
    expect(outcomes).toEqual(["kept", "kept", "cut"]);
  });

  test("is each bucket's and each day's own", () => {
    const state = new QuotaState();
    expect(candidate(state, 0, 1, { bucket: "03" }).outcome).toBe("kept");
    expect(candidate(state, 0, 1, { bucket: "02" }).outcome).toBe("kept");
    expect(candidate(state, 1, 1, { bucket: "03" })).toMatchObject({ kept: 1, decided: 1 });
  });

  test("statutory is never cut, and takes its place", () => {
    const state = new QuotaState();
    expect(candidate(state, 0, 0, { secured: "statutory" }).outcome).toBe("statutory");
    expect(candidate(state, 0, 0, { secured: "statutory" })).toMatchObject({
      outcome: "statutory",
      kept: 2,
    });
    expect(candidate(state, 0, 99)).toMatchObject({ outcome: "cut", kept: 3 });
  });
});

describe("the threshold", () => {
  test("is the quantile of the candidates of the days before", () => {
    const state = new QuotaState();
    // 100 decided yesterday, 10 candidates with the scores 1 to 10: 5 places, so the (1 − 5/10) quantile, the 5th lowest.
    pass(state, 0, 90);
    for (let score = 1; score <= 10; score += 1) candidate(state, 0, score);
    expect(candidate(state, 1, 4)).toMatchObject({ outcome: "cut", threshold: 5 });
    expect(candidate(state, 1, 5)).toMatchObject({ outcome: "kept", threshold: 5 });
  });

  test("is none when there were places enough, or nothing is known", () => {
    const state = new QuotaState();
    expect(candidate(state, 0, 1).threshold).toBeNull();
    pass(state, 0, 99);
    // 100 decided, 1 candidate, 5 places.
    expect(candidate(state, 1, 1).threshold).toBeNull();
  });

  test("counts n places for each day that decided anything", () => {
    const state = new QuotaState();
    const limit = quotaLimit({ kind: "count", value: "1" });
    for (const day of [0, 1])
      for (const score of [1, 2, 3]) candidate(state, day, score, { limit });
    // Two places of six candidates (1 1 2 2 3 3): the 4th lowest.
    expect(candidate(state, 2, 9, { limit }).threshold).toBe(2);
  });

  test("does not look at today, nor farther back than 28 days", () => {
    const state = new QuotaState();
    for (const score of [5, 6]) candidate(state, 0, score);
    expect(candidate(state, 0, 1).threshold).toBeNull();
    // Three decided and three candidates (5, 6, 1), no place: the highest.
    expect(candidate(state, QUOTA_DAYS, 1).threshold).toBe(6);
    expect(candidate(state, QUOTA_DAYS + 1, 7).threshold).toBe(1);
    expect(candidate(state, 2 * QUOTA_DAYS + 2, 7).threshold).toBeNull();
  });

  test("an unknown score is not held against a declaration", () => {
    const state = new QuotaState();
    for (const score of [5, 6]) candidate(state, 0, score);
    expect(candidate(state, 1, null)).toMatchObject({ outcome: "kept", threshold: 6 });
  });

  test("a late declaration of an earlier day is still counted", () => {
    const state = new QuotaState();
    candidate(state, 0, 5);
    expect(candidate(state, 2, 9).threshold).toBe(5);
    candidate(state, 1, 8);
    // Candidates 5 and 8 of two decided: no place, so the higher.
    expect(candidate(state, 2, 9).threshold).toBe(8);
  });
});

describe("the state", () => {
  const decisions = fc.array(
    fc.record({
      step: fc.nat(3),
      bucket: fc.constantFrom("02", "03"),
      score: fc.option(fc.nat(5)),
      stands: fc.boolean(),
    }),
    { maxLength: 60 },
  );

  test("goes on from an export as if nothing had happened", () => {
    fc.assert(
      fc.property(decisions, fc.nat(60), (all, cut) => {
        const whole = new QuotaState();
        let parts = new QuotaState();
        let day = 0;
        for (const [index, { step, bucket, score, stands }] of all.entries()) {
          day += step * 7;
          if (index === cut)
            parts = QuotaState.fromExport(JSON.parse(JSON.stringify(parts.exportState())));
          if (stands) {
            const options = { limit: share("0.3"), bucket };
            expect(candidate(parts, day, score, options)).toEqual(
              candidate(whole, day, score, options),
            );
          } else {
            pass(parts, day, 1, bucket);
            pass(whole, day, 1, bucket);
          }
        }
        expect(parts.exportState()).toEqual(whole.exportState());
      }),
    );
  });

  test("never keeps more than the share allows, statutory aside", () => {
    fc.assert(
      fc.property(decisions, (all) => {
        const state = new QuotaState();
        for (const { score, stands } of all) {
          if (!stands) {
            pass(state, 0);
            continue;
          }
          const { outcome, kept, decided } = candidate(state, 0, score, { limit: share("0.3") });
          if (outcome === "kept") expect(kept).toBeLessThanOrEqual(Math.ceil((3 * decided) / 10));
        }
      }),
    );
  });

  test("forgets what nothing looks back on", () => {
    const state = new QuotaState();
    for (let day = 0; day < 200; day += 1) candidate(state, day, day, { bucket: String(day) });
    const [buckets] = Object.values(state.exportState().quotas);
    expect(Object.keys(buckets ?? {})).toHaveLength(QUOTA_DAYS + 1);
  });
});

describe("top", () => {
  const choose = (state: QuotaState, day: number, score: number | null) => {
    state.countDecided("t", "03", day);
    return state.choose("t", share("0.1"), "03", day, score).outcome;
  };

  test("the threshold of the days before chooses, and a tenth of the day is the most", () => {
    const state = new QuotaState();
    // Scores 1 to 100 the day before: the best tenth begins at 91, the (1 − 0.1) quantile is 90.
    for (let score = 1; score <= 100; score += 1) choose(state, 0, score);
    expect(choose(state, 1, 89)).toBe("left");
    expect(choose(state, 1, 90)).toBe("chosen");
    // Two of three decided would be more than a tenth, rounded up.
    expect(choose(state, 1, 99)).toBe("left");
    for (let more = 0; more < 7; more += 1) expect(choose(state, 1, 5)).toBe("left");
    // The eleventh opens a second place.
    expect(choose(state, 1, 99)).toBe("chosen");
  });

  test("a score that is unknown is never chosen and sets no threshold", () => {
    const state = new QuotaState();
    expect(choose(state, 0, null)).toBe("unknown");
    expect(state.exportState().quotas["t"]?.["03"]?.[0]).toEqual({
      day: 0,
      decided: 1,
      kept: 0,
      scores: [],
    });
    expect(choose(state, 0, 1)).toBe("chosen");
  });

  test("the share that is chosen is near the rate, and those chosen are the highest", () => {
    const state = new QuotaState();
    let chosen = 0;
    let least = 1;
    for (let day = 0; day < 40; day += 1) {
      for (let each = 0; each < 200; each += 1) {
        const score = ((each * 7919 + day * 104729) % 1000) / 1000;
        if (choose(state, day, score) !== "chosen" || day < 10) continue;
        chosen += 1;
        least = Math.min(least, score);
      }
    }
    expect(chosen / (30 * 200)).toBeGreaterThan(0.08);
    expect(chosen / (30 * 200)).toBeLessThanOrEqual(0.1);
    expect(least).toBeGreaterThan(0.85);
  });
});
