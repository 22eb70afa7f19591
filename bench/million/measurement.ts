/**
 * What a measurement says: one object for each engine, workload and number of criteria. The file `--json` holds an array of them.
 */
import type { WorkloadName } from "./workload.ts";

export interface Measurement {
  readonly workload: WorkloadName;
  readonly engine: string;
  readonly criteria: number;
  /** Median of the rounds, one thread, raw object in, ids or decision out; null of an operation that decides nothing. */
  readonly declarationsPerSecond: number | null;
  /** Of the least time of each declaration; null for fewer than 100 declarations. Of an operation, of its times. */
  readonly p50Us: number | null;
  readonly p99Us: number | null;
  /** Criteria that fire on a declaration, on average; the same for all engines, or the run stops. Null when nothing is decided. */
  readonly hitsPerDeclaration: number | null;
  /** Growth of heap and array buffers by the build, in a process of its own; null when what is held is native. */
  readonly bytesPerCriterion: number | null;
  /** From criteria as objects (rows, for ours) to the first question; making the objects is not counted. */
  readonly buildMs: number | null;
}

/** A measurement and what is printed beside it. */
export interface Measured extends Measurement {
  readonly least: number;
  readonly greatest: number;
  /** Declarations run in all rounds. */
  readonly declarations: number;
}

/** Exactly the keys of the file. */
export function measurementOf(measured: Measured): Measurement {
  const { least: _, greatest: __, declarations: ___, ...measurement } = measured;
  return measurement;
}
