// Whatever a model does, a compiled set decides: the score is unknown, what was declared for unknown holds, the decision names the failure.
// The clock is a fake one where the model is ours; with a server the deadline is the real one, and only the failure is asserted, no length of time.
import type { ScoreAnswer, ScoreClock, ScoreProvider, ScoreRequest } from "@luong/runtime";
import type { Decision } from "@luong/spec";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FakeClock } from "../../../runtime/test/scores/fake-clock.ts";
import { openFunction } from "../../src/scores/open-function.ts";
import { openRemote } from "../../src/scores/remote/open-remote.ts";
import { systemScoreClock } from "../../src/scores/system-clock.ts";
import { DEADLINE_MS, declaration, failingSet } from "./failing-set.ts";
import {
  answer,
  type Infer,
  type InferenceServer,
  inferWell,
  startInferenceServer,
} from "./inference-server.ts";

type Behave = (requests: readonly ScoreRequest[]) => unknown;

const inputs = [
  { name: "hs", kind: "text" },
  { name: "mass", kind: "number" },
] as const;

const providerThat = (behave: Behave): ScoreProvider => ({
  name: "fraud",
  version: "2",
  digest: "0123456789ab",
  inputs,
  outputs: ["score"],
  score: behave as ScoreProvider["score"],
});

const well = (requests: readonly ScoreRequest[]): readonly ScoreAnswer[] =>
  requests.map(({ inputs: [, mass] }) => ({ outputs: { score: Number(mass) / 100 } }));
const giving =
  (score: unknown): Behave =>
  async (requests) =>
    requests.map(() => ({ outputs: { score } }));

/** Heavy: one criterion that asks no model hits, too. */
async function decideWith(
  provider: ScoreProvider | undefined,
  clock: ScoreClock,
  pass: () => Promise<void> = async () => undefined,
): Promise<Decision> {
  const engine = await failingSet(provider, clock);
  const asked = engine.decideWaiting([declaration("A", 95)]);
  await pass();
  const [outcome] = await asked;
  if (outcome?.decision === undefined) throw new Error(JSON.stringify(outcome));
  return outcome.decision;
}

function expectUnknown(decision: Decision, failed: string): void {
  expect(decision.models).toMatchObject([{ score: "fraud", version: 2, failed: [failed] }]);
  expect(decision.unknown.map(({ criterion }) => criterion)).toEqual(["SCO-001"]);
  expect(decision.hits.map(({ criterion }) => criterion)).toEqual(["MAS-001"]);
  expect(decision.scores).toEqual([{ scorecard: "model", value: 7 }]);
  expect(decision.channel).toBe("red");
}

test("a model that works: it decides, and the decision names model and digest", async () => {
  const decision = await decideWith(
    providerThat(async (all) => well(all)),
    new FakeClock(),
  );
  expect(decision.models).toEqual([
    {
      score: "fraud",
      version: 2,
      plugin: "remote:fraud",
      model: { version: "2", digest: "0123456789ab" },
    },
  ]);
  expect(decision.hits.map(({ criterion }) => criterion)).toEqual(["MAS-001", "SCO-001"]);
  expect(decision.scores).toEqual([{ scorecard: "model", value: 3 }]);
  expect(decision.channel).toBe("yellow");
});

describe("a provider that", () => {
  const cases: readonly [string, Behave, string][] = [
    ["hangs", () => new Promise(() => undefined), "timeout"],
    ["crashes at once", () => raise("no"), "crashed"],
    ["crashes later", () => Promise.reject(new Error("no")), "crashed"],
    ["is out of range", giving(1.01), "out of range"],
    ["gives NaN", giving(Number.NaN), "not a number"],
    ["lacks the output", async (all) => all.map(() => ({ outputs: {} })), "missing output"],
    ["gives a text", giving("0.5"), "wrong type"],
    ["gives too few answers", async () => [], "wrong shape"],
    ["gives no list", async () => 0.5, "wrong shape"],
    [
      "has another version",
      async (all) => all.map(() => ({ failed: "wrong version" })),
      "wrong version",
    ],
    ["refuses", async (all) => all.map(() => ({ failed: "refused" })), "refused"],
    ["is not there", async (all) => all.map(() => ({ failed: "not available" })), "not available"],
  ];

  test.each(cases)("%s", async (_, behave, failed) => {
    const clock = new FakeClock();
    const decision = await decideWith(providerThat(behave), clock, () =>
      clock.advance(DEADLINE_MS),
    );
    expectUnknown(decision, failed);
    expect(clock.now()).toBe(DEADLINE_MS);
    expect(clock.pending).toBe(0);
  });

  test("is slow: in time one millisecond before the deadline, too late one after", async () => {
    for (const [ms, failed] of [
      [DEADLINE_MS - 1, undefined],
      [DEADLINE_MS + 1, "timeout"],
    ] as const) {
      const clock = new FakeClock();
      const slow: Behave = (all) =>
        new Promise((resolve) => {
          clock.after(ms, () => resolve(well(all)));
        });
      const decision = await decideWith(providerThat(slow), clock, () =>
        clock.advance(DEADLINE_MS),
      );
      if (failed === undefined) expect(decision.channel).toBe("yellow");
      else expectUnknown(decision, failed);
    }
  });

  test("fails again and again is left alone; the decisions say so", async () => {
    const clock = new FakeClock();
    let calls = 0;
    const engine = await failingSet(
      providerThat(() => {
        calls += 1;
        return raise("no");
      }),
      clock,
    );
    const failures: unknown[] = [];
    for (const number of ["A", "B", "C", "D", "E", "F", "G"]) {
      const [outcome] = await engine.decideWaiting([declaration(number, 95)]);
      failures.push(outcome?.decision?.models?.[0]?.failed?.[0]);
    }
    expect(failures).toEqual([...Array(5).fill("crashed"), "breaker open", "breaker open"]);
    expect(calls).toBe(5);
  });

  test("was never bound", async () => {
    const decision = await decideWith(undefined, new FakeClock());
    expectUnknown(decision, "not available");
    expect(decision.models?.[0]?.model).toBeUndefined();
  });
});

describe("a server that", () => {
  let server: InferenceServer;
  beforeEach(async () => {
    server = await startInferenceServer();
  });
  afterEach(() => server.close());

  const opened = (): Promise<ScoreProvider> =>
    openRemote({
      name: "remote:fraud",
      url: server.url,
      model: "fraud",
      version: "2",
      inputs,
      outputs: [{ name: "score", tensor: "score" }],
    });

  test("works", async () => {
    server.infer = inferWell;
    const { models, channel } = await decideWith(await opened(), new FakeClock());
    expect(models?.[0]?.failed).toBeUndefined();
    expect(channel).toBe("yellow");
  });

  const cases: readonly [string, Infer, string][] = [
    ["answers 500", (_, response) => answer(response, { error: "no" }, 500), "not available"],
    ["answers 400", (_, response) => answer(response, { error: "no" }, 400), "refused"],
    ["closes the connection", (_, response) => void response.destroy(), "not available"],
    [
      "answers with another version",
      (_, response) => answer(response, { model_version: "3", outputs: [] }),
      "wrong version",
    ],
    ["hangs", () => undefined, "timeout"],
  ];
  // On the fake clock nothing is late unless the test says so.
  test.each(cases)("%s", async (_, infer, failed) => {
    server.infer = infer;
    const clock = failed === "timeout" ? systemScoreClock : new FakeClock();
    expectUnknown(await decideWith(await opened(), clock), failed);
  });

  test("is gone", async () => {
    const provider = await opened();
    await server.close();
    expectUnknown(await decideWith(provider, new FakeClock()), "not available");
  });
});

test("a file that is missing stops before anything is decided", async () => {
  const gone = new URL("./no-such-model.ts", import.meta.url);
  await expect(
    openFunction(gone, { name: "m", version: "2", inputs, outputs: ["score"] }),
  ).rejects.toThrow("no-such-model");
});

function raise(text: string): never {
  throw new Error(text);
}
