/**
 * What a question found: runs of rows, in order, over chunks.
 *
 * Made anew by every question over the same memory. A run may be a whole block of a long timeline, whose sums are kept.
 */

import type { Block, LongTimeline } from "./blocks.ts";
import type { RowChunk } from "./row-pool.ts";

export class Runs {
  count = 0;
  readonly chunks: RowChunk[] = [];
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  /** The block a run is the whole of. */
  readonly blocks: (Block | null)[] = [];
  /** Place of that block among those of `timeline`. */
  readonly numbers: number[] = [];
  /** Of the blocks, when there are some. */
  timeline: LongTimeline | null = null;

  clear(): void {
    this.count = 0;
    this.timeline = null;
  }

  push(chunk: RowChunk, start: number, end: number): void {
    const at = this.count;
    this.chunks[at] = chunk;
    this.starts[at] = start;
    this.ends[at] = end;
    this.blocks[at] = null;
    this.numbers[at] = -1;
    this.count = at + 1;
  }

  /** Tells of the run pushed last that it lies in a block, which fills [start, end) of its chunk. */
  markBlock(number: number, block: Block, start: number, end: number): void {
    const at = this.count - 1;
    if (this.starts[at] !== start || this.ends[at] !== end) return;
    this.blocks[at] = block;
    this.numbers[at] = number;
  }

  /** Rows in all runs. */
  get rows(): number {
    let rows = 0;
    for (let at = 0; at < this.count; at += 1)
      rows += (this.ends[at] ?? 0) - (this.starts[at] ?? 0);
    return rows;
  }

  /** Keeps rows for which `keep` holds; runs are cut where one does not. */
  filter(keep: (chunk: RowChunk, place: number) => boolean): void {
    const { chunks, starts, ends, blocks, numbers, count } = copyOf(this);
    this.count = 0;
    for (let at = 0; at < count; at += 1) {
      const chunk = chunks[at];
      const start = starts[at] ?? 0;
      const end = ends[at] ?? 0;
      if (chunk === undefined) continue;
      let from = start;
      for (let place = start; place < end; place += 1) {
        if (keep(chunk, place)) continue;
        if (place > from) this.push(chunk, from, place);
        from = place + 1;
      }
      if (end > from) this.push(chunk, from, end);
      const block = blocks[at] ?? null;
      if (from === start && block !== null) this.markBlock(numbers[at] ?? -1, block, start, end);
    }
  }

  /** Leaves out what stands before a row: run `at` begins at `start` from now on, runs before it are gone. */
  beginAt(at: number, start: number): void {
    const { chunks, starts, ends, blocks, numbers, count } = copyOf(this);
    this.count = 0;
    for (let index = at; index < count; index += 1) {
      const chunk = chunks[index];
      if (chunk === undefined) continue;
      const first = index === at ? start : (starts[index] ?? 0);
      this.push(chunk, first, ends[index] ?? 0);
      const block = blocks[index] ?? null;
      if (block !== null && first === starts[index])
        this.markBlock(numbers[index] ?? -1, block, first, ends[index] ?? 0);
    }
  }
}

function copyOf(
  runs: Runs,
): Pick<Runs, "chunks" | "starts" | "ends" | "blocks" | "numbers" | "count"> {
  const { count } = runs;
  return {
    count,
    chunks: runs.chunks.slice(0, count),
    starts: runs.starts.slice(0, count),
    ends: runs.ends.slice(0, count),
    blocks: runs.blocks.slice(0, count),
    numbers: runs.numbers.slice(0, count),
  };
}
