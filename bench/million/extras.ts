/**
 * Lines that are no engine of one thread over one set: two workers, updates under load, snapshots. Each is a file and a line here; they run after
 * the engines, one after another in the order of the list.
 */
import type { Measurement } from "./measurement.ts";
import type { Ask } from "./run.ts";

export const extras: readonly ((ask: Ask) => Promise<readonly Measurement[]>)[] = [];
