/**
 * A table whose rows take more room than they need → the same rows in one block. Arrays in, arrays out, so that another thread can do it.
 *
 * `RowStore.isLoose` tells when it is worth it; `RowStore.rebased` puts the result in its place. What changes meanwhile is no matter of this file.
 */
import { RowStore, type StoreParts } from "./row-store.ts";

/** What a compaction reads: plain values and arrays, which are not copied when they lie on shared memory. */
export interface CompactionInput {
  readonly table: string;
  readonly parts: StoreParts;
}

/** On shared memory, so that what is sent back is not copied. */
export function compactRows({ parts }: CompactionInput): StoreParts {
  return RowStore.fromParts(parts).compact(true).parts();
}
