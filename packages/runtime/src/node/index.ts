/**
 * The Node entry: loads a bundle from a folder. The only runtime files that read files.
 *
 * Everything else of the runtime is in `@luong/runtime`; nothing there knows this folder.
 */
import { createEngine, type Engine, loadError } from "../engine.ts";
import type { EngineOptions } from "../load/options.ts";
import { readBundle } from "./read-bundle.ts";

export { type BundleRead, type ReadBundle, readBundle } from "./read-bundle.ts";

/**
 * Reads a bundle folder, checks every digest, binds it. Throws one `LoadError` with everything that is wrong.
 */
export async function load(place: string | URL, options: EngineOptions = {}): Promise<Engine> {
  const read = await readBundle(place);
  if (read.problems !== undefined) throw loadError(read.problems);
  return createEngine(read.bundle, options);
}
