/**
 * Every entry of an index by the keys that find it: the clusters read one by one, for who explains or profiles an index.
 *
 * Comes in: a version of the index. Goes out: calls, one for each entry in each cluster. Entries that are gone are left out. Nothing here runs while a
 * declaration is decided.
 */
import { ALWAYS_FIELD, NO_GUARD } from "./classes.ts";
import type { Block } from "./entries.ts";
import type { IndexVersion } from "./predicate-index.ts";
import { clustersOf, ENTRY_SHIFT, type SegmentArrays } from "./segment.ts";
import { CLASSES } from "./statistics.ts";

/** One entry as one key finds it; reused from call to call. */
export interface Posting {
  key: number;
  entry: number;
  block: Block;
  /** Flags of the entry (`FLAG_…`). */
  flags: number;
  /** Guards that turn candidates away: 0 to 3. */
  guards: number;
}

export function eachPosting(version: IndexVersion, see: (posting: Posting) => void): void {
  const [first] = version.entries.blocks;
  if (first === undefined) return;
  const posting: Posting = { key: 0, entry: 0, block: first, flags: 0, guards: 0 };
  for (const segment of version.segments) {
    for (const [key, start] of clustersOf(segment)) {
      posting.key = key;
      cluster(segment, start, version, posting, see);
    }
  }
}

function cluster(
  { clusters, code }: SegmentArrays,
  start: number,
  { entries, removed }: IndexVersion,
  posting: Posting,
  see: (posting: Posting) => void,
): void {
  const runs = clusters[start] ?? 0;
  const size = clusters[start + 1] ?? 0;
  const from = start + 2 + runs;
  let run = start + 2;
  let runEnd = run < from ? (clusters[run] ?? 0) & 0xffffff : 0;
  for (let at = 0; at < size; at++) {
    while (run < from && at >= runEnd) {
      run += 1;
      runEnd += run < from ? (clusters[run] ?? 0) & 0xffffff : 0;
    }
    const head = code[clusters[from + 3 * size + at] ?? 0] ?? 0;
    const entry = head >>> ENTRY_SHIFT;
    if ((((removed[entry >> 5] ?? 0) >>> (entry & 31)) & 1) === 1) continue;
    const { block } = posting;
    if (entry < block.first || entry >= block.first + block.size) posting.block = entries.of(entry);
    posting.entry = entry;
    posting.flags = head & 15;
    // Guards of a run stand without their field, which the head of the run has.
    const field = run < from ? (clusters[run] ?? 0) >>> 24 : (clusters[from + at] ?? 0) >>> CLASSES;
    posting.guards =
      (field === ALWAYS_FIELD ? 0 : 1) +
      (clusters[from + size + at] === NO_GUARD ? 0 : 1) +
      (clusters[from + 2 * size + at] === NO_GUARD ? 0 : 1);
    see(posting);
  }
}
