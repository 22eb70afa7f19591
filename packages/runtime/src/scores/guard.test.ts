// Whatever a provider does, every request has an answer, in order and in time. The clock is a fake one, so nothing here waits.
import { describe, expect, test } from "vitest";
import { FakeClock } from "../../test/scores/fake-clock.ts";
import type { ScoreFailure } from "./failure.ts";
import { functionProvider } from "./function-provider.ts";
import { ScoreGuard, type ScoreRules } from "./guard.ts";
import type { ScoreAnswer, ScoreProvider, ScoreRequest } from "./provider.ts";

const rules: ScoreRules = {
  outputs: [{ name: "score", kind: "number", least: 0, greatest: 1 }],
  timeoutMs: 20,
};

/** A provider whose `score` is `behave`. */
function providerThat(behave: (requests: readonly ScoreRequest[]) => unknown): ScoreProvider {
  return {
    name: "m",
    version: "1",
    digest: "0",
    inputs: [{ name: "x", kind: "number" }],
    outputs: ["score"],
    score: behave as ScoreProvider["score"],
  };
}

const never = new Promise<never>(() => undefined);
const good = (requests: readonly ScoreRequest[]): readonly ScoreAnswer[] =>
  requests.map(({ inputs }) => ({ outputs: { score: inputs[0] ?? -1 } }));
const giving =
  (outputs: unknown) =>
  async (requests: readonly ScoreRequest[]): Promise<unknown> =>
    requests.map(() => ({ outputs }));

async function ask(guard: ScoreGuard, clock: FakeClock, inputs: readonly number[], ms = 20) {
  const asked = guard.score(inputs.map((x) => ({ inputs: [x] })));
  await clock.advance(ms);
  return asked;
}

describe("what providers do wrong", () => {
  const cases: readonly [string, (requests: readonly ScoreRequest[]) => unknown, ScoreFailure][] = [
    ["hangs", () => never, "timeout"],
    [
      "throws at once",
      () => {
        throw new Error("no");
      },
      "crashed",
    ],
    ["rejects", () => Promise.reject(new Error("no")), "crashed"],
    ["gives no promise and no list", () => 1, "wrong shape"],
    ["gives too few answers", async () => [], "wrong shape"],
    ["gives too many answers", async (all) => [...good(all), ...good(all)], "wrong shape"],
    ["gives null for an answer", async (all) => all.map(() => null), "wrong shape"],
    ["gives no outputs", giving(undefined), "wrong shape"],
    ["lacks the output", giving({ other: 1 }), "missing output"],
    ["gives null for the output", giving({ score: null }), "missing output"],
    ["has the output by inheritance only", giving(Object.create({ score: 1 })), "missing output"],
    ["gives NaN", giving({ score: Number.NaN }), "not a number"],
    ["gives infinity", giving({ score: Number.POSITIVE_INFINITY }), "not a number"],
    ["gives too much", giving({ score: 1.01 }), "out of range"],
    ["gives too little", giving({ score: -0.01 }), "out of range"],
    ["gives a text", giving({ score: "0.5" }), "wrong type"],
    [
      "gives a trap",
      giving(
        new Proxy(
          {},
          {
            getOwnPropertyDescriptor: () => {
              throw new Error("trap");
            },
          },
        ),
      ),
      "crashed",
    ],
    [
      "says itself that it failed",
      async (all) => all.map(() => ({ failed: "refused" })),
      "refused",
    ],
  ];
  test.each(cases)("%s", async (_, behave, failed) => {
    const clock = new FakeClock();
    const guard = new ScoreGuard(providerThat(behave), rules, clock);
    expect(await ask(guard, clock, [0.1, 0.2])).toMatchObject([{ failed }, { failed }]);
    expect(guard.stats().failed[failed]).toBe(2);
    expect(guard.stats()).toMatchObject({ calls: 1, requests: 2, answered: 0 });
  });

  test("a failure that is not one of ours, and one that hides behind an output", async () => {
    const clock = new FakeClock();
    const guard = new ScoreGuard(
      providerThat(async (all) => all.map(() => ({ failed: "whim" }))),
      rules,
      clock,
    );
    expect(await ask(guard, clock, [0.1])).toMatchObject([{ failed: "wrong shape" }]);
    expect(Object.values(guard.stats().failed).every(Number.isInteger)).toBe(true);
  });

  test("one bad answer does not spoil its neighbours", async () => {
    const clock = new FakeClock();
    const guard = new ScoreGuard(
      providerThat(async (all) => good(all)),
      rules,
      clock,
    );
    expect(await ask(guard, clock, [0.1, 7, 0.3])).toMatchObject([
      { outputs: { score: 0.1 } },
      { failed: "out of range" },
      { outputs: { score: 0.3 } },
    ]);
  });

  test("outputs nobody declared are left out", async () => {
    const clock = new FakeClock();
    const guard = new ScoreGuard(providerThat(giving({ score: 1, secret: 2 })), rules, clock);
    expect(await ask(guard, clock, [0])).toEqual([{ outputs: { score: 1 } }]);
  });
});

describe("time", () => {
  test("an answer at the last moment counts, one after it does not and is told late", async () => {
    for (const [ms, expected] of [
      [19, { outputs: { score: 0.5 } }],
      [21, { failed: "timeout" }],
    ] as const) {
      const clock = new FakeClock();
      const slow = providerThat(
        (all) => new Promise((resolve) => clock.after(ms, () => resolve(good(all)))),
      );
      const guard = new ScoreGuard(slow, rules, clock);
      expect(await ask(guard, clock, [0.5], 30)).toEqual([expected]);
      expect(guard.stats().late).toBe(ms > 20 ? 1 : 0);
    }
  });

  test("a provider is told when nobody waits any more", async () => {
    const clock = new FakeClock();
    const heard: number[] = [];
    const provider: ScoreProvider = {
      ...providerThat(() => never),
      score: (_, signal) => {
        signal.onOver(() => heard.push(clock.now()));
        return never;
      },
    };
    await ask(new ScoreGuard(provider, rules, clock), clock, [0]);
    expect(heard).toEqual([20]);
  });

  test("a shorter time than the score's own counts, a longer one does not", async () => {
    const clock = new FakeClock();
    const guard = new ScoreGuard(
      providerThat(() => never),
      rules,
      clock,
    );
    const settled: number[] = [];
    void guard.score([{ inputs: [0] }], 5).then(() => settled.push(clock.now()));
    void guard.score([{ inputs: [0] }], 500).then(() => settled.push(clock.now()));
    await clock.advance(500);
    expect(settled).toEqual([5, 20]);
  });

  test("no timer is left behind", async () => {
    const clock = new FakeClock();
    const guard = new ScoreGuard(
      providerThat(async (all) => good(all)),
      rules,
      clock,
    );
    await ask(guard, clock, [0.5], 0);
    expect(clock.pending).toBe(0);
  });

  test("a provider that answers at once and slowly is used, and told late", () => {
    const clock = new FakeClock();
    const provider: ScoreProvider = {
      ...providerThat(() => never),
      scoreSync: (all) => {
        void clock.advance(0);
        return good(all);
      },
    };
    const slowClock = {
      now: (() => {
        let at = 0;
        return () => (at += 30);
      })(),
      after: clock.after,
    };
    const guard = new ScoreGuard(provider, rules, slowClock);
    expect(guard.scoreNow([{ inputs: [0.5] }])).toEqual([{ outputs: { score: 0.5 } }]);
    expect(guard.stats().late).toBe(1);
  });
});

describe("batches and requests", () => {
  test("no call has more than it may, answers keep their order", async () => {
    const clock = new FakeClock();
    const sizes: number[] = [];
    // The first call is answered last.
    const provider = providerThat(async (all) => {
      sizes.push(all.length);
      if (sizes.length === 1) await Promise.resolve().then(() => Promise.resolve());
      return good(all);
    });
    const guard = new ScoreGuard(provider, { ...rules, maxBatch: 2 }, clock);
    const answers = await ask(guard, clock, [0.1, 0.2, 0.3, 0.4, 0.5]);
    expect(sizes).toEqual([2, 2, 1]);
    expect(answers).toEqual([0.1, 0.2, 0.3, 0.4, 0.5].map((score) => ({ outputs: { score } })));
  });

  test("what does not fit the model is not given to it and does not hurt the breaker", async () => {
    const clock = new FakeClock();
    const provider = {
      ...providerThat(async (all) => good(all)),
      inputs: [{ name: "x", kind: "number" as const, isRequired: true }],
    };
    const guard = new ScoreGuard(provider, { ...rules, breaker: { failures: 1 } }, clock);
    const asked = guard.score([
      { inputs: [] },
      { inputs: [null] },
      { inputs: [Number.NaN] },
      { inputs: ["a"] },
      { inputs: [Number.POSITIVE_INFINITY] },
      { inputs: [0.5] },
    ]);
    await clock.advance(0);
    expect(await asked).toEqual([
      { failed: "wrong shape" },
      { failed: "missing input" },
      { failed: "missing input" },
      { failed: "wrong input" },
      { failed: "wrong input" },
      { outputs: { score: 0.5 } },
    ]);
    expect(guard.stats().breaker).toEqual({ state: "closed", opened: 0 });
  });

  test("nothing asked, nothing called", async () => {
    const clock = new FakeClock();
    const guard = new ScoreGuard(
      providerThat(async () => []),
      rules,
      clock,
    );
    expect(await ask(guard, clock, [])).toEqual([]);
    expect(guard.stats().calls).toBe(0);
  });
});

describe("the breaker", () => {
  test("five failed calls, then none for ten seconds, then one; a good one closes it", async () => {
    const clock = new FakeClock();
    let isBroken = true;
    const provider = providerThat(async (all) => {
      if (isBroken) throw new Error("down");
      return good(all);
    });
    const guard = new ScoreGuard(provider, rules, clock);
    for (let call = 0; call < 5; call++) await ask(guard, clock, [0.5], 0);
    expect(guard.stats()).toMatchObject({ calls: 5, breaker: { state: "open", opened: 1 } });
    expect(await ask(guard, clock, [0.5], 9_999)).toEqual([{ failed: "breaker open" }]);
    expect(guard.stats().calls).toBe(5);
    isBroken = false;
    await clock.advance(1);
    expect(await ask(guard, clock, [0.5], 0)).toEqual([{ outputs: { score: 0.5 } }]);
    expect(guard.stats()).toMatchObject({ calls: 6, breaker: { state: "closed", opened: 1 } });
  });

  test("numbers out of range come of declarations and leave it closed", async () => {
    const clock = new FakeClock();
    const guard = new ScoreGuard(providerThat(giving({ score: 9 })), rules, clock);
    for (let call = 0; call < 20; call++) await ask(guard, clock, [0.5], 0);
    expect(guard.stats()).toMatchObject({ calls: 20, breaker: { state: "closed", opened: 0 } });
  });
});

describe("functions of the integrator", () => {
  const described = {
    name: "f",
    version: "1",
    digest: "0",
    inputs: [{ name: "x", kind: "number" as const }],
    outputs: ["score"],
  };

  test("at once: each request fails for itself", () => {
    const call = ([x]: readonly unknown[]): number => {
      if (x === 2) throw new Error("two");
      return Number(x);
    };
    const provider = functionProvider({ ...described, function: { kind: "sync", call } });
    const guard = new ScoreGuard(provider, rules, new FakeClock());
    expect(guard.isSync).toBe(true);
    expect(guard.scoreNow([{ inputs: [1] }, { inputs: [2] }, { inputs: [0] }])).toEqual([
      { outputs: { score: 1 } },
      { failed: "crashed", detail: "Error: two" },
      { outputs: { score: 0 } },
    ]);
  });

  test("a sync function that gives a promise, null or nothing", () => {
    for (const given of [Promise.resolve(1), null, undefined]) {
      const call = (() => given) as unknown as () => number;
      const provider = functionProvider({ ...described, function: { kind: "sync", call } });
      const [answer] = new ScoreGuard(provider, rules, new FakeClock()).scoreNow([{ inputs: [1] }]);
      expect(answer).toHaveProperty("failed");
    }
  });

  test("later: one that hangs takes its batch to the deadline, not further", async () => {
    const clock = new FakeClock();
    const call = ([x]: readonly unknown[]): Promise<number> =>
      x === 2 ? never : Promise.resolve(1);
    const provider = functionProvider({ ...described, function: { kind: "async", call } });
    const guard = new ScoreGuard(provider, { ...rules, maxBatch: 1 }, clock);
    expect(await ask(guard, clock, [1, 2])).toEqual([
      { outputs: { score: 1 } },
      { failed: "timeout" },
    ]);
  });
});
