/**
 * What the benchmark asks of an engine, ours or another's.
 *
 * A contender is built once from the criteria of a workload and gives one line of the result or several (the same index asked for hits only and for
 * whole decisions). Nothing here measures.
 */
import type { Declaration } from "./declarations.ts";
import type { Workload } from "./workload.ts";

/** One declaration as a service has it: read, and as it came. */
export interface Sample {
  readonly declaration: Declaration;
  readonly text: string;
}

/** One object of the result for each workload and size. */
export interface Line {
  /** `engine` in the result. */
  readonly engine: string;
  /** What is timed. A promise when the engine is asynchronous. */
  readonly run: (sample: Sample) => unknown;
  readonly asynchronous: boolean;
  /** Ids that fired, in any order, from what `run` gave (before the next `run`); null when the line decides nothing. Not timed. */
  readonly hits: ((result: unknown) => Iterable<number>) | null;
}

export interface Built {
  readonly lines: readonly Line[];
  /** Bytes the engine knows it holds outside JavaScript's heap and array buffers; added to what is measured. */
  readonly bytes?: number;
}

export interface Contender {
  /** Name on the command line of a measurement, unique. */
  readonly name: string;
  /** Of the package; empty for what is written here. */
  readonly version: string;
  /** Names of the lines it gives, known before it is built. */
  readonly lines: readonly string[];
  /** More criteria than these are never tried; for lines that are only there for comparison. */
  readonly most: number;
  /** Tried at every size, whatever it would cost; the others are stopped when they would take minutes. */
  readonly always: boolean;
  /** False: what it holds is native, and JavaScript cannot tell how much. */
  readonly weighable: boolean;
  /** What it is built from, made as it is asked for; timed alone, so that making it can be taken off the time of the build. */
  readonly feed: (workload: Workload) => Iterable<unknown>;
  readonly build: (workload: Workload) => Promise<Built>;
}

/** A contender that is one synchronous function over declarations. */
export function plainContender(
  name: string,
  version: string,
  build: (workload: Workload) => (declaration: Declaration) => readonly number[],
): Contender {
  return {
    name,
    version,
    lines: [name],
    most: Infinity,
    always: false,
    weighable: true,
    feed: (workload) => workload.criteria(),
    build: async (workload) => {
      const match = build(workload);
      return { lines: [plainLine(name, ({ declaration }) => match(declaration))] };
    },
  };
}

export function plainLine(engine: string, run: (sample: Sample) => readonly number[]): Line {
  return { engine, run, asynchronous: false, hits: (result) => result as readonly number[] };
}
