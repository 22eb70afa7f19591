/**
 * A timeline of more than one run: its blocks, with what each of them and each span of them came to.
 *
 * What is kept is forgotten when a block changes. Holds no rows; those lie in the pool at the block's address.
 */

/** Blocks whose summaries are kept together. */
export const SPAN_BLOCKS = 16;

export class Block {
  readonly address: number;
  count: number;
  /** What the block came to, by number of the question; forgotten when it changes. */
  readonly kept: unknown[] = [];

  constructor(address: number, count: number) {
    this.address = address;
    this.count = count;
  }
}

/** A timeline of more than one run. */
export class LongTimeline {
  readonly blocks: Block[] = [];
  /** What spans of `SPAN_BLOCKS` blocks came to, by number of the span, then of the question. */
  readonly spans: (unknown[] | undefined)[] = [];

  /** A block changed, or blocks from there on moved. */
  forget(block: number, isMoved: boolean): void {
    const at = this.blocks[block];
    if (at !== undefined) at.kept.length = 0;
    const span = Math.floor(block / SPAN_BLOCKS);
    if (isMoved) this.spans.length = Math.min(this.spans.length, span);
    else this.spans[span] = undefined;
  }
}
