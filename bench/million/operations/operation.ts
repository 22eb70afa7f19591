/**
 * What is measured beside one thread over one set: an operation of the system, in a process of its own.
 *
 * Comes in: a name and how large. Goes out: measurements whose engine begins with `operation: `; what does not apply to one is null.
 */
import type { Measurement } from "../measurement.ts";
import type { WorkloadName } from "../workload.ts";

export const OPERATION = "operation: ";

export interface Size {
  readonly workload: WorkloadName;
  readonly criteria: number;
  readonly seed: number;
}

/** A measurement of an operation: what is given, the rest null. */
export function operated(
  size: Size,
  name: string,
  figures: Partial<Omit<Measurement, "workload" | "engine" | "criteria">>,
): Measurement {
  return {
    workload: size.workload,
    engine: `${OPERATION}${name}`,
    criteria: size.criteria,
    declarationsPerSecond: null,
    p50Us: null,
    p99Us: null,
    hitsPerDeclaration: null,
    bytesPerCriterion: null,
    buildMs: null,
    ...figures,
  };
}

export interface Quantiles {
  readonly p50Us: number;
  readonly p99Us: number;
}

/** Of times in ms. */
export function quantilesOf(times: readonly number[]): Quantiles {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    Number(((sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN) * 1000).toPrecision(4));
  return { p50Us: at(0.5), p99Us: at(0.99) };
}

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Number((sorted[Math.floor(sorted.length / 2)] ?? Number.NaN).toPrecision(4));
}
