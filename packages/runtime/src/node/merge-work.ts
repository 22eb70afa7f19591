/**
 * What the merging thread is asked and what it answers: arrays in, arrays out, on memory that both threads read.
 *
 * Knows no engine and no bundle, and nothing of threads: `merge-worker.ts` carries messages, `keep-merged.ts` asks.
 */
import { type MergeInput, mergeSegments } from "../index/merge.ts";
import type { SegmentArrays } from "../index/segment.ts";
import { type CompactionInput, compactRows } from "../rows/compaction.ts";
import type { StoreParts } from "../rows/row-store.ts";

export type Work =
  | { readonly kind: "segments"; readonly input: MergeInput }
  | { readonly kind: "rows"; readonly input: CompactionInput };

export type Done =
  | { readonly kind: "segments"; readonly merged: SegmentArrays }
  | { readonly kind: "rows"; readonly rows: StoreParts };

export function done(work: Work): Done {
  return work.kind === "rows"
    ? { kind: "rows", rows: compactRows(work.input) }
    : { kind: "segments", merged: mergeSegments(work.input) };
}
