// Scores of a batch, prepared before deciding: one deadline, equal requests once, answers by what was asked.
import { expect, test } from "vitest";
import { FakeClock } from "../../test/scores/fake-clock.ts";
import { ScoreGuard } from "./guard.ts";
import { prepareScores } from "./prepare.ts";
import type { EncodedInput, ScoreProvider, ScoreRequest } from "./provider.ts";

function guardOf(clock: FakeClock, score: ScoreProvider["score"]): ScoreGuard {
  const inputs = [
    { name: "hs", kind: "category" as const, categories: ["0101", "1"] },
    { name: "mass", kind: "number" as const },
  ];
  const provider = { name: "m", version: "1", digest: "0", inputs, outputs: ["score"], score };
  return new ScoreGuard(
    provider,
    { outputs: [{ name: "score", kind: "number" }], timeoutMs: 20 },
    clock,
  );
}

const request = (...inputs: (EncodedInput | null)[]): ScoreRequest => ({ inputs });

test("equal requests are evaluated once; NaN and null are equal, a code and a number are not", async () => {
  const clock = new FakeClock();
  const seen: ScoreRequest[] = [];
  const guard = guardOf(clock, async (requests) => {
    seen.push(...requests);
    return requests.map((_, place) => ({ outputs: { score: place } }));
  });
  const asks = [
    { score: "a", requests: [request("1", null), request("1", Number.NaN)] },
    { score: "a", requests: [request(1, null), request("1", null), request("0101", 2)] },
  ];
  const prepared = await prepareScores(new Map([["a", guard]]), asks);
  expect(seen).toHaveLength(3);
  expect(prepared.answer("a", request("1", null))).toEqual({ outputs: { score: 0 } });
  expect(prepared.answer("a", request(1, Number.NaN))).toEqual({ outputs: { score: 1 } });
  expect(prepared.answer("a", request("0101", 2))).toEqual({ outputs: { score: 2 } });
  expect(prepared.answer("a", request("0101", 3))).toBeUndefined();
  expect(prepared.answer("b", request("0101", 2))).toBeUndefined();
});

test("an infinite number is not taken for a missing one", async () => {
  const clock = new FakeClock();
  const guard = guardOf(clock, async (requests) => requests.map(() => ({ outputs: { score: 1 } })));
  const requests = [request("1", null), request("1", Number.POSITIVE_INFINITY)];
  const prepared = await prepareScores(new Map([["a", guard]]), [{ score: "a", requests }]);
  expect(requests.map((each) => prepared.answer("a", each))).toEqual([
    { outputs: { score: 1 } },
    { failed: "wrong input" },
  ]);
});

test("one score that hangs does not hold back another beyond its own deadline; one without guard is not available", async () => {
  const clock = new FakeClock();
  const guards = new Map([
    ["hangs", guardOf(clock, () => new Promise(() => undefined))],
    ["works", guardOf(clock, async (all) => all.map(() => ({ outputs: { score: 4 } })))],
  ]);
  const requests = [request("1", 1)];
  const asks = ["hangs", "works", "nobody"].map((score) => ({ score, requests }));
  const preparing = prepareScores(guards, asks, 15);
  await clock.advance(15);
  const prepared = await preparing;
  expect(clock.now()).toBe(15);
  expect(asks.map(({ score }) => prepared.answer(score, requests[0] ?? request()))).toEqual([
    { failed: "timeout" },
    { outputs: { score: 4 } },
    { failed: "not available" },
  ]);
});
