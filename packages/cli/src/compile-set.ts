/**
 * A checked set through the compiler: to IR with tests, to the files of a bundle, or to a module in memory.
 *
 * Comes in: a set and its analysis without errors. Goes out: null after the compiler's own errors (5xxx) have been printed. What it only remarks is
 * shown by `build`.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compile, lower, lowerTests } from "@luong/compiler";
import type { Analysis } from "@luong/dsl";
import type { Manifest } from "@luong/runtime";
import { type ReadBundle, readBundle } from "@luong/runtime/node";
import type { BundleIr, Diagnostic, TestIr } from "@luong/spec";
import { findingsOf, hasErrors, renderFindings } from "./findings.ts";
import type { Output } from "./output.ts";
import type { CriteriaSet } from "./set.ts";

export interface LoweredSet {
  readonly ir: BundleIr;
  readonly tests: readonly TestIr[];
}

export interface BuiltBundle {
  readonly manifest: Manifest;
  /** By name. */
  readonly files: Readonly<Record<string, string>>;
  /** Remarks of the compiler, none an error. */
  readonly diagnostics: readonly Diagnostic[];
}

export type CompiledSet = ReadBundle;

export function lowerSet(analysis: Analysis): LoweredSet {
  return { ir: lower(analysis), tests: lowerTests(analysis) };
}

export async function buildSet(
  set: CriteriaSet,
  analysis: Analysis,
  output: Output,
  optimise: boolean,
): Promise<BuiltBundle | null> {
  const { files, manifest, diagnostics } = await compile(analysis, { optimise });
  if (manifest !== null && !hasErrors(diagnostics)) {
    return { manifest, files: Object.fromEntries(files), diagnostics };
  }
  const errors = diagnostics.filter((each) => each.severity === "error");
  const text = renderFindings(findingsOf({ ...set, only: null }, errors), output);
  if (output.format === "json") output.rawError(`${text}\n`);
  else output.line(text);
  return null;
}

/** The bundle goes through a folder, since a module can only be imported from a file; the folder is gone when this returns. */
export async function compileSet(
  set: CriteriaSet,
  analysis: Analysis,
  output: Output,
): Promise<CompiledSet | null> {
  const built = await buildSet(set, analysis, output, true);
  if (built === null) return null;
  const folder = mkdtempSync(join(tmpdir(), "luong-bundle-"));
  try {
    for (const [name, text] of Object.entries(built.files)) writeFileSync(join(folder, name), text);
    const read = await readBundle(folder);
    if (read.problems === undefined) return read.bundle;
    throw new Error(`the bundle just built cannot be read: ${JSON.stringify(read.problems)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
