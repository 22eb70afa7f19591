/**
 * A checked set through the compiler: to IR with tests, to the files of a bundle, or to a module in memory.
 *
 * Comes in: an analysis without errors. What the compiler remarks (5xxx, never an error) is handed on; only `build` shows it.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compile, lower, lowerTests } from "@luong/compiler";
import type { Analysis } from "@luong/dsl";
import type { Manifest } from "@luong/runtime";
import { type ReadBundle, readBundle } from "@luong/runtime/node";
import type { BundleIr, Diagnostic, TestIr } from "@luong/spec";

export interface LoweredSet {
  readonly ir: BundleIr;
  readonly tests: readonly TestIr[];
}

export interface BuiltBundle {
  readonly manifest: Manifest;
  /** By name. */
  readonly files: Readonly<Record<string, string>>;
  readonly remarks: readonly Diagnostic[];
}

export function lowerSet(analysis: Analysis): LoweredSet {
  return { ir: lower(analysis), tests: lowerTests(analysis) };
}

export async function buildSet(analysis: Analysis, optimise: boolean): Promise<BuiltBundle> {
  const { files, manifest, diagnostics } = await compile(analysis, { optimise });
  return { manifest, files: Object.fromEntries(files), remarks: diagnostics };
}

/** A compiled set as read from the folder it stands in. */
export interface CompiledSet {
  readonly bundle: ReadBundle;
  readonly folder: string;
  /** To be called when nothing reads the folder any more. */
  readonly discard: () => void;
}

export async function compileSet(analysis: Analysis): Promise<CompiledSet> {
  const { files } = await buildSet(analysis, true);
  return readCompiled(files);
}

/** The same criteria answered through an index, however few they are: what `plan` and `decide --profile` look at. Decisions are the same. */
export async function compileIndexed(ir: BundleIr): Promise<CompiledSet> {
  const { files } = await compile(ir, { optimise: true, backEnd: "indexed" });
  return readCompiled(Object.fromEntries(files));
}

/** The bundle goes through a folder, since a module can only be imported from a file. */
async function readCompiled(files: Readonly<Record<string, string>>): Promise<CompiledSet> {
  const folder = mkdtempSync(join(tmpdir(), "luong-bundle-"));
  const discard = (): void => {
    process.off("exit", discard);
    rmSync(folder, { recursive: true, force: true });
  };
  // An interruption leaves nothing behind.
  process.on("exit", discard);
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const read = await readBundle(folder);
    if (read.problems === undefined) return { bundle: read.bundle, folder, discard };
    throw new Error(`the bundle just built cannot be read: ${JSON.stringify(read.problems)}`);
  } catch (error) {
    discard();
    throw error;
  }
}
