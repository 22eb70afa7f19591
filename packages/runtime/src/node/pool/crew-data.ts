/**
 * What a thread of a pool is started with, and where it writes what it is at.
 *
 * Read by both sides, so nothing is done here.
 */

import type { EngineState } from "../../index/state.ts";

/** Places in `CrewData.progress`: the task (0 none), and which of its texts. */
export const PROGRESS_TASK = 0;
export const PROGRESS_INDEX = 1;

export interface CrewData {
  /** Folder of the bundle. */
  readonly place: string;
  /** `LoadOptions` as `v8.serialize` writes them; all threads read the same memory. */
  readonly options: SharedArrayBuffer;
  /** Handed to `load` of the thread by structured clone. */
  readonly shared: EngineState | undefined;
  readonly progress: Int32Array<SharedArrayBuffer>;
}
