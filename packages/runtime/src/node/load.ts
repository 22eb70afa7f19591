/**
 * From a bundle folder to an engine: reads, checks every digest, binds. For the entry point and for the threads of a pool.
 *
 * Everything that reads is in `read-bundle.ts`; what is bound is the business of the caller.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createEngine, type Engine, loadError } from "../engine.ts";
import { type EngineState, indexedTables, optionsFrom } from "../index/state.ts";
import type { EngineOptions } from "../load/options.ts";
import { fault } from "../messages/catalogue.ts";
import { type ReadBundle, readBundle } from "./read-bundle.ts";
import { readSnapshot, SNAPSHOT_FILE } from "./snapshot-file.ts";

export interface LoadOptions extends EngineOptions {
  /** Index and rows of another thread's engine (`engine.share()`): they are read where they lie, not built again. */
  readonly shared?: EngineState;
  /** Path of a snapshot, or false to use none; else the bundle's own `index.snapshot`, if it has one and none of its rows are given. */
  readonly snapshot?: string | false;
}

/** Throws a `LoadError` when the state is another bundle's; `name` is what it is called then. */
function withState(
  { manifest, module }: ReadBundle,
  state: EngineState,
  name: string,
  options: LoadOptions,
): EngineOptions {
  const [wanted, got] = [manifest.digest, state.index.bundle];
  if (module.index === undefined || wanted !== got) {
    throw loadError([fault("LU6516", name, { file: name, wanted, got })]);
  }
  const made = optionsFrom(state, module.ir, module.index);
  return { ...options, ...made, tables: { ...options.tables, ...made.tables } };
}

/** The snapshot an engine is made from: the one asked for, else the folder's own when none of the rows it holds are given. */
export function snapshotPath(
  { module }: ReadBundle,
  folder: string,
  { snapshot, tables = {} }: LoadOptions,
): string | undefined {
  if (snapshot === false) return undefined;
  if (snapshot !== undefined) return snapshot;
  const own = join(folder, SNAPSHOT_FILE);
  const held = module.index === undefined ? [] : indexedTables(module.ir, module.index);
  const isGiven = held.some((name) => Object.hasOwn(tables, name));
  return !isGiven && existsSync(own) ? own : undefined;
}

/** Options with the index and rows of a snapshot. Throws a `LoadError` when it cannot be read or belongs to another bundle. */
export function withSnapshot(
  bundle: ReadBundle,
  path: string,
  options: LoadOptions,
): EngineOptions {
  const snapshot = readSnapshot(path);
  if (snapshot.problem !== undefined) throw loadError([snapshot.problem]);
  return withState(bundle, snapshot.state, SNAPSHOT_FILE, options);
}

/** The engine of a bundle that was read from `folder`. Throws one `LoadError` with everything that is wrong. */
export function bind(bundle: ReadBundle, folder: string, options: LoadOptions): Engine {
  const { shared } = options;
  if (shared !== undefined)
    return createEngine(bundle, withState(bundle, shared, "shared", options));
  const path = snapshotPath(bundle, folder, options);
  return createEngine(bundle, path === undefined ? options : withSnapshot(bundle, path, options));
}

/**
 * Reads a bundle folder, checks every digest, binds it. Throws one `LoadError` with everything that is wrong.
 */
export async function load(place: string | URL, options: LoadOptions = {}): Promise<Engine> {
  const read = await readBundle(place);
  if (read.problems !== undefined) throw loadError(read.problems);
  return bind(read.bundle, place instanceof URL ? fileURLToPath(place) : place, options);
}
