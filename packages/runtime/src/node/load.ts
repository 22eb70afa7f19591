/**
 * From a bundle folder to an engine: reads, checks every digest, binds. For the entry point and for the threads of a pool.
 *
 * Everything that reads is in `read-bundle.ts`; what is bound is the business of the caller.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createEngine, type Engine, loadError } from "../engine.ts";
import { type EngineState, optionsFrom } from "../index/state.ts";
import type { EngineOptions } from "../load/options.ts";
import { fault } from "../messages/catalogue.ts";
import { type ReadBundle, readBundle } from "./read-bundle.ts";
import { readSnapshot, SNAPSHOT_FILE } from "./snapshot-file.ts";

export interface LoadOptions extends EngineOptions {
  /** Index and rows of another thread's engine (`engine.share()`): they are read where they lie, not built again. */
  readonly shared?: EngineState;
  /** Path of a snapshot, or false to use none; else the bundle's own `index.snapshot`, if it has one and no rows are given. */
  readonly snapshot?: string | false;
}

function withState(bundle: ReadBundle, state: EngineState, options: LoadOptions): EngineOptions {
  const { manifest, module } = bundle;
  if (module.index === undefined || state.index.bundle !== manifest.digest) {
    const shown = { part: "digest", wanted: manifest.digest, got: state.index.bundle };
    throw loadError([fault("LU6505", SNAPSHOT_FILE, shown)]);
  }
  const made = optionsFrom(state, module.ir, module.index);
  return { ...options, ...made, tables: { ...options.tables, ...made.tables } };
}

function snapshotPath(folder: string, { snapshot, tables = {} }: LoadOptions): string | undefined {
  if (snapshot === false) return undefined;
  if (snapshot !== undefined) return snapshot;
  const own = join(folder, SNAPSHOT_FILE);
  return Object.keys(tables).length === 0 && existsSync(own) ? own : undefined;
}

/**
 * Reads a bundle folder, checks every digest, binds it. Throws one `LoadError` with everything that is wrong.
 */
export async function load(place: string | URL, options: LoadOptions = {}): Promise<Engine> {
  const read = await readBundle(place);
  if (read.problems !== undefined) throw loadError(read.problems);
  const { shared } = options;
  if (shared !== undefined) {
    return createEngine(read.bundle, withState(read.bundle, shared, options));
  }
  const folder = place instanceof URL ? fileURLToPath(place) : place;
  const path = snapshotPath(folder, options);
  if (path === undefined) return createEngine(read.bundle, options);
  const snapshot = readSnapshot(path);
  if (snapshot.problem !== undefined) throw loadError([snapshot.problem]);
  return createEngine(read.bundle, withState(read.bundle, snapshot.state, options));
}
