// Sources of criteria to engines and to IR, for tests that ask what a criterion means and not how it is compiled.
// Nothing is written to a folder: the module of the bundle is imported from its text.
import { analyse, type SourceFile } from "@luong/dsl";
import { createEngine, type Engine, type EngineOptions, interpretedBundle } from "@luong/runtime";
import type { BundleIr } from "@luong/spec";
import { expect } from "vitest";
import { lower } from "../src/1-lower/lower.ts";
import { type CompileOptions, compile } from "../src/pipeline.ts";

/** The IR as lowered; fails the test when there is anything wrong with the sources. */
export function irFrom(schema: string, criteria: string): BundleIr {
  const sources: readonly SourceFile[] = [
    { file: "schema.crit", text: schema },
    { file: "set.crit", text: criteria },
  ];
  const analysis = analyse(sources, () => undefined);
  const errors = analysis.diagnostics.filter(({ severity }) => severity === "error");
  expect(errors.map(({ code, span, args }) => ({ code, at: span.start, args }))).toEqual([]);
  return lower(analysis);
}

/** An engine of the compiled bundle. */
export async function engineFrom(
  ir: BundleIr,
  compiling: CompileOptions,
  options: EngineOptions = {},
): Promise<Engine> {
  const { files, manifest } = await compile(ir, compiling);
  const text = files.get("bundle.mjs") ?? "";
  const address = `data:text/javascript;base64,${Buffer.from(text).toString("base64")}`;
  const module: unknown = await import(/* @vite-ignore */ address);
  return createEngine({ manifest, module }, options);
}

/** An engine that asks the reference for everything. */
export function referenceEngine(ir: BundleIr, options: EngineOptions = {}): Engine {
  return createEngine(interpretedBundle(ir, "0".repeat(64)), options);
}
