/**
 * The Node entry: loads a bundle from a folder, decides in several threads, merges in another. The only runtime files that read files.
 *
 * Everything else of the runtime is in `@luong/runtime`; nothing there knows this folder.
 */

export { indexedTables, type RowSources } from "../index/state.ts";
export { type Reasons, withoutEvidence, withReasons } from "../pool/reasons.ts";
export { type KeepMergedOptions, keepMerged, type MergeKeeper } from "./keep-merged.ts";
export { load, snapshotPath, withSnapshot } from "./load.ts";
export { createPool, type Pool, type PoolOptions, type PoolStreamOptions } from "./pool/pool.ts";
export { type BundleRead, type ReadBundle, readBundle } from "./read-bundle.ts";
export {
  readSnapshot,
  readSnapshotHead,
  SNAPSHOT_FILE,
  type SnapshotHead,
  type SnapshotHeadRead,
  type SnapshotRead,
  writeSnapshot,
} from "./snapshot-file.ts";
