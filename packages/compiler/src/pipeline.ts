/**
 * The way of a criteria set through the compiler: lower → optimise → emit → bundle.
 *
 * Comes in: an analysis without errors, or an IR as lowered. Goes out: the files of a bundle by name and what there is to say about them. Reads and
 * writes no file of the author's; the caller stores the result.
 */
import type { Analysis } from "@luong/dsl";
import type { IndexPlan, Manifest } from "@luong/runtime/abi";
import type { BundleIr, Diagnostic } from "@luong/spec";
import { lower } from "./1-lower/lower.ts";
import { allPasses, type Optimised, optimise, type PassName, passes } from "./2-optimise/passes.ts";
import { planIndex } from "./3-index/plan-index.ts";
import { type Emitted, emit } from "./4-emit/emit.ts";
import { slotShapes } from "./4-emit/slot-shapes.ts";
import { bundle, withDigests } from "./5-bundle/bundle.ts";
import { findings } from "./diagnostics/findings.ts";

export interface CompileOptions {
  /** False: the IR is emitted as lowered; the twin that tests compare with. */
  readonly optimise: boolean;
  /**
   * How criteria are answered: each by emitted code, or through an index over all of them. By default (`auto`) large sets get an index; sets with an external
   * table of indicators get both, and the engine takes the index when there are many rows.
   */
  readonly backEnd?: "auto" | "emitted" | "indexed";
}

/** Sets of more criteria than this are answered through an index: up to here emitted code that is always hot is quicker (bench). */
const INDEXED_FROM = 100;

/** `both`: how many rows there will be is known only when they are bound. */
function backEndOf(
  ir: BundleIr,
  { backEnd = "auto" }: CompileOptions,
): "emitted" | "indexed" | "both" {
  if (backEnd !== "auto") return backEnd;
  if (ir.criteria.length > INDEXED_FROM) return "indexed";
  const external = new Set(ir.tables.filter(({ rows }) => rows === null).map(({ name }) => name));
  const isOpen = ir.criteria.some(({ rowsOf }) => rowsOf !== undefined && external.has(rowsOf));
  return isOpen ? "both" : "emitted";
}

/** Criteria stay whole: the index asks for their values once, whoever reads them. */
const indexPasses: readonly PassName[] = ["fold", "order"];

function emitIndexed(lowered: BundleIr, options: CompileOptions): Emitted {
  const chosen = options.optimise ? indexPasses : [];
  const { ir, origins } = optimise(lowered, { passes: chosen });
  const planned = planIndex(ir, slotShapes(ir));
  if (!options.optimise) return emit(lowered, ir, origins, planned);
  // Scorecards and policies are answered as ever.
  const shared = passes.share({ ...ir, criteria: [] }, origins);
  return emit(lowered, { ...shared, criteria: ir.criteria }, origins, planned);
}

/** The plan of an index over the criteria, as a bundle with `backEnd: "indexed"` holds it. */
export function indexPlan(lowered: BundleIr): IndexPlan {
  const { ir } = optimise(lowered, { passes: indexPasses });
  return planIndex(ir, slotShapes(ir)).plan;
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
  const backEnd = backEndOf(lowered, options);
  if (backEnd === "indexed") return emitIndexed(lowered, options);
  const whole = emitWhole(lowered, options);
  if (backEnd === "emitted") return whole;
  const { matcher, slow } = whole;
  return { ...emitIndexed(lowered, options), whole: { matcher, slow } };
}

function emitWhole(lowered: BundleIr, options: CompileOptions): Emitted {
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
