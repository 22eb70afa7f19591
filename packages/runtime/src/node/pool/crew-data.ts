/**
 * What a thread of a pool is started with, and where it writes what it is at.
 *
 * Read by both sides, so nothing is done here.
 */

import type { SharedState } from "../../pool/shared-state.ts";

/** Places in `CrewData.progress`: the task (0 none), and which of its texts. */
export const PROGRESS_TASK = 0;
export const PROGRESS_INDEX = 1;

export interface CrewData {
  /** Folder of the bundle. */
  readonly place: string;
  /** `LoadOptions` as `v8.serialize` writes them, without what is in `state`; all threads read the same memory. */
  readonly options: SharedArrayBuffer;
  /** What changes while the pool runs, as it is now; handed over by structured clone. */
  readonly state: SharedState;
  readonly progress: Int32Array<SharedArrayBuffer>;
}
