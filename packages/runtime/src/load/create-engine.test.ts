// What an engine refuses: everything that is missing or wrong, in one error, and nothing half bound.
import { describe, expect, test } from "vitest";
import { exampleIr, exampleOptions } from "../../test/example-ir.ts";
import { createEngine } from "../engine.ts";
import { interpretedBundle } from "../evaluate/interpreted.ts";
import { type EngineOptions, LoadError } from "./options.ts";

const bundle = interpretedBundle(exampleIr);

function problemsOf(options: EngineOptions): string[] {
  try {
    createEngine(bundle, options);
    return [];
  } catch (error) {
    if (!(error instanceof LoadError)) throw error;
    return error.problems.map(({ code, path }) => `${code} ${path}`);
  }
}

test("everything that is required and not bound stands in one error", () => {
  expect(problemsOf({})).toEqual(["LU6506 /lists/suspects", "LU6506 /samplingKey"]);
});

test("the error is readable as it is", () => {
  expect(() => createEngine(bundle, {})).toThrow(
    /cannot load the bundle\n {2}LU6506 \/lists\/suspects: the bundle needs the list `suspects`.*\n {2}LU6506 \/samplingKey/,
  );
});

test("problems of different kinds are collected", () => {
  const options = {
    lists: { suspects: [{ value: "1", validFrom: "soon" }], others: [] },
    samplingKey: "x",
    flow: "transit",
    rates: { USD: "1" },
  };
  expect(problemsOf(options).toSorted()).toEqual([
    "LU6507 /lists/others",
    "LU6510 /lists/suspects/0",
    "LU6511 /flow",
    "LU6511 /rates/USD",
    "LU6511 /samplingKey",
  ]);
});

test("quota counts that were damaged are refused, sound ones taken", () => {
  const day = { day: 20_485, decided: 3, kept: 1, scores: [[2.5, 1]] };
  const state = (days: unknown): EngineOptions => {
    return {
      ...exampleOptions,
      quotas: { format: 1, quotas: { "p/7": { '["03"]': days } } } as never,
    };
  };
  expect(problemsOf(state([day]))).toEqual([]);
  for (const wrong of [[{ ...day, kept: "1" }], [{ ...day, scores: [[1]] }], {}, null, [null]]) {
    expect(problemsOf(state(wrong))).toEqual(["LU6511 /quotas"]);
  }
  expect(problemsOf({ ...exampleOptions, quotas: { format: 2 } as never })).toEqual([
    "LU6511 /quotas",
  ]);
});

test("a secret that is wrong is not repeated", () => {
  try {
    createEngine(bundle, { ...exampleOptions, samplingKey: "hunter2" });
    expect.unreachable();
  } catch (error) {
    expect(JSON.stringify(error) + String(error)).not.toContain("hunter2");
  }
});

describe("unbound on purpose", () => {
  const engine = createEngine(bundle, { allowUnbound: true });
  const declaration = {
    number: "1",
    at: "2026-02-01T09:00",
    office: "02",
    count: 2,
    importer: "9",
    items: [],
  };

  test("a question to what is not bound is unknown: its source failed", () => {
    const { decision } = engine.decide(declaration, { causes: true });
    expect(decision?.unknown).toEqual([
      {
        criterion: "LST-010",
        version: "010000000000",
        causes: [{ kind: "source failed", subject: "suspects" }],
      },
    ]);
  });

  test("without key nothing is drawn", () => {
    const bound = createEngine(bundle, {
      ...exampleOptions,
      allowUnbound: true,
      samplingKey: exampleOptions.samplingKey,
    });
    const { samplingKey: _, ...keyless } = exampleOptions;
    const unkeyed = createEngine(bundle, { ...keyless, allowUnbound: true });
    const drawn = (engine_: typeof engine): number =>
      Array.from(
        { length: 300 },
        (_, n) => engine_.decide({ ...declaration, number: String(n) }).decision,
      ).filter((decision) => decision?.steps.some(({ rule }) => rule === "sample")).length;
    expect(drawn(bound)).toBeGreaterThan(0);
    expect(drawn(unkeyed)).toBe(0);
  });
});
