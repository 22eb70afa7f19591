/**
 * The way of a criteria set through the compiler: lower → optimise → emit → bundle.
 *
 * Comes in: an analysis without errors, or an IR as lowered. Goes out: the files of a bundle by name and what there is to say about them. Reads and
 * writes no file of the author's; the caller stores the result.
 */
import type { Analysis } from "@luong/dsl";
import type { Manifest } from "@luong/runtime/abi";
import type { BundleIr, Diagnostic } from "@luong/spec";
import { lower } from "./1-lower/lower.ts";
import { allPasses, type Optimised, optimise } from "./2-optimise/passes.ts";
import { type Emitted, emit } from "./4-emit/emit.ts";
import { bundle, withDigests } from "./5-bundle/bundle.ts";
import { findings } from "./diagnostics/findings.ts";

export interface CompileOptions {
  /** False: the IR is emitted as lowered; the twin that tests compare with. */
  readonly optimise: boolean;
}

export interface Compiled {
  /** By name inside the bundle's folder. */
  readonly files: ReadonlyMap<string, string>;
  readonly manifest: Manifest;
  /** 5xxx, none an error. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Emits an IR without bundling it; for tests and for the reader of emitted code. */
export function emitIr(lowered: BundleIr, options: CompileOptions): Emitted {
  const { ir, origins }: Optimised = optimise(lowered, {
    passes: options.optimise ? allPasses : [],
  });
  return emit(lowered, ir, origins);
}

function isAnalysis(input: Analysis | BundleIr): input is Analysis {
  return "files" in input;
}

export async function compile(
  input: Analysis | BundleIr,
  options: CompileOptions,
): Promise<Compiled> {
  const lowered = withDigests(isAnalysis(input) ? lower(input) : input);
  const emitted = emitIr(lowered, options);
  const { files, manifest } = await bundle(lowered, emitted, options.optimise);
  return { files, manifest, diagnostics: findings(lowered, emitted) };
}
