// A function in a thread or process that hangs, dies or misbehaves: the question fails, the next one is answered by a new one.
// Waits are real here, so limits are generous and nothing is measured.
import { ScoreGuard, type ScoreProvider } from "@luong/runtime";
import { afterEach, describe, expect, test } from "vitest";
import { ModelError } from "./model-error.ts";
import { type OpenFunctionOptions, openFunction } from "./open-function.ts";
import { systemScoreClock } from "./system-clock.ts";
import type { Isolation } from "./threads/workplace.ts";

const module = new URL("../../test/scores/functions.ts", import.meta.url);
const opened: ScoreProvider[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((provider) => provider.close?.()));
});

interface Opened {
  readonly guard: ScoreGuard;
  readonly provider: ScoreProvider;
  readonly kills: (() => Promise<void>)[];
}

async function open(
  exported: string,
  more: Partial<OpenFunctionOptions> & { readonly timeoutMs?: number } = {},
): Promise<Opened> {
  const kills: (() => Promise<void>)[] = [];
  const { timeoutMs = 20_000, ...rest } = more;
  const provider = await openFunction(module, {
    name: "f",
    version: "1",
    inputs: [{ name: "x", kind: "number" }],
    outputs: ["score"],
    exported,
    onStart: (_, kill) => kills.push(kill),
    ...rest,
  });
  opened.push(provider);
  const rules = { outputs: [{ name: "score", kind: "number" as const }], timeoutMs };
  return { guard: new ScoreGuard(provider, rules, systemScoreClock), provider, kills };
}

const request = (x: number) => [{ inputs: [x] }];

test("at once and later", async () => {
  const { guard, provider } = await open("score");
  expect(await guard.score(request(4))).toEqual([{ outputs: { score: 8 } }]);
  expect(provider.digest).toMatch(/^[0-9a-f]{12}$/);
  const { guard: other } = await open("later");
  expect(await other.score(request(4))).toEqual([{ outputs: { score: 4 } }]);
});

describe.each<Isolation>(["thread", "process"])("in a %s", (isolation) => {
  test("a loop without end is a timeout, and its place is ended; the next question is answered", async () => {
    const { guard, kills } = await open("moody", { isolation, timeoutMs: 300, graceMs: 1 });
    expect(await guard.score(request(-1))).toEqual([{ failed: "timeout" }]);
    // A new one needs time to start; until then questions may run into their deadline.
    await expect
      .poll(() => guard.score(request(5)), { timeout: 20_000 })
      .toEqual([{ outputs: { score: 5 } }]);
    expect(kills.length).toBeGreaterThanOrEqual(2);
  });

  test("one that ends its thread is a crash; the next question is answered", async () => {
    const { guard, kills } = await open("moody", { isolation });
    expect(await guard.score(request(-2))).toMatchObject([{ failed: "crashed" }]);
    expect(await guard.score(request(5))).toEqual([{ outputs: { score: 5 } }]);
    expect(kills).toHaveLength(2);
  });

  test("killed from outside while it works, and while it waits", async () => {
    const { guard, kills } = await open("moody", { isolation });
    const asked = guard.score(request(-4));
    await kills[0]?.();
    expect(await asked).toMatchObject([{ failed: "crashed" }]);
    expect(await guard.score(request(6))).toEqual([{ outputs: { score: 6 } }]);
    await kills[1]?.();
    expect(await guard.score(request(7))).toEqual([{ outputs: { score: 7 } }]);
  });

  test("a rejection nobody caught ends it; the next question is answered", async () => {
    const { guard } = await open("moody", { isolation });
    expect(await guard.score(request(-6))).toMatchObject([{ failed: "crashed" }]);
    expect(await guard.score(request(5))).toEqual([{ outputs: { score: 5 } }]);
  });

  test("a throw, and an answer that cannot be copied, are crashes of one question only", async () => {
    const { guard, kills } = await open("moody", { isolation });
    expect(await guard.score([...request(-3), ...request(5)])).toEqual([
      { failed: "crashed", detail: "Error: no" },
      { outputs: { score: 5 } },
    ]);
    const [answer] = await guard.score(request(-5));
    expect(answer).toHaveProperty("failed");
    expect(kills).toHaveLength(1);
  });
});

test("what is queued behind one that hangs ends with its own deadline", async () => {
  const { guard } = await open("moody", { timeoutMs: 200, graceMs: 60_000 });
  const answers = await Promise.all([guard.score(request(-4)), guard.score(request(1))]);
  expect(answers).toEqual([[{ failed: "timeout" }], [{ failed: "timeout" }]]);
});

test("closed: nothing hangs, nothing starts again", async () => {
  const { guard, provider, kills } = await open("moody");
  const asked = guard.score(request(-4));
  await provider.close?.();
  expect(await asked).toMatchObject([{ failed: "not available" }]);
  expect(await guard.score(request(1))).toMatchObject([{ failed: "not available" }]);
  expect(kills).toHaveLength(1);
});

test.each([
  ["no function of that name", module, "nobody", /`nobody` is no function/],
  ["a constant", module, "constant", /`constant` is no function/],
  ["no file", new URL("nowhere.ts", module), "score", /nowhere/],
  ["a file that is no module", new URL("../fixtures/data/inputs.json", module), "score", /./],
])("%s", async (_, file, exported, words) => {
  const opening = openFunction(file, {
    name: "f",
    version: "1",
    inputs: [],
    outputs: ["score"],
    exported,
  });
  await expect(opening).rejects.toThrow(ModelError);
  await expect(opening).rejects.toThrow(words);
});
