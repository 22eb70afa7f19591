import { analyse, exampleSchema } from "@luong/dsl";
import type { Diagnostic } from "@luong/spec";
import { describe, expect, test } from "vitest";
import { compile } from "../pipeline.ts";
import { compileDiagnostics } from "./catalogue/5xxx-compile.ts";

async function findingsOf(text: string): Promise<readonly Diagnostic[]> {
  const analysis = analyse(
    [
      { file: "schema.crit", text: exampleSchema },
      { file: "example.crit", text },
    ],
    () => undefined,
  );
  const errors = analysis.diagnostics.filter(({ severity }) => severity === "error");
  expect(errors).toEqual([]);
  return (await compile(analysis, { optimise: true })).diagnostics;
}

describe.each(Object.entries(compileDiagnostics))("%s", (code, spec) => {
  test("its bad example gives exactly this code, its good one none", async () => {
    expect((await findingsOf(spec.bad)).map((each) => each.code)).toEqual([code]);
    expect(await findingsOf(spec.good)).toEqual([]);
  });

  test("its message can be worded in both languages", async () => {
    const [found] = await findingsOf(spec.bad);
    const args = found?.args as never;
    for (const language of ["en", "vi"] as const) {
      const { what, why } = spec[language].message(args);
      expect(`${what} ${why}`).not.toMatch(/undefined|NaN|\[object/);
    }
  });
});
