/**
 * The passes of the optimiser, in the order they run; each takes an IR to an IR of the same meaning.
 *
 * Comes in: an IR as lowered. Goes out: one that is quicker to answer, and the origins that lead back. Tests verify the IR after every pass and
 * compare with the interpreter; an empty list of passes is the twin they are compared with.
 */
import type { BundleIr } from "@luong/spec";
import { fold } from "./fold.ts";
import { order } from "./order.ts";
import { Origins } from "./rewrite.ts";
import { share } from "./share.ts";

export type Pass = (ir: BundleIr, origins: Origins) => BundleIr;

export const passes = { fold, order, share } as const satisfies Readonly<Record<string, Pass>>;

export type PassName = keyof typeof passes;

export const allPasses: readonly PassName[] = ["fold", "order", "share"];

export interface Optimised {
  readonly ir: BundleIr;
  readonly origins: Origins;
}

export interface OptimiseOptions {
  /** Which passes run, in the order of `allPasses`. */
  readonly passes: readonly PassName[];
}

export function optimise(ir: BundleIr, options: OptimiseOptions): Optimised {
  const origins = new Origins();
  const chosen = allPasses.filter((name) => options.passes.includes(name));
  return { ir: chosen.reduce((before, name) => passes[name](before, origins), ir), origins };
}
