/**
 * Which entry is which criterion, row and line of a decision table: numbers of entries are dense, blocks say what they stand for.
 *
 * A million rows of one template are one block, so naming entries costs no memory. Blocks are only appended; numbers are never used again.
 */

/**
 * Entries `first` to `first + size`. `rows`: entry = first + (row − fromRow) × lines + line. `criteria`: one entry for each of the criteria from
 * `criterion` on. Line 0 of a decision table stands for its `when` alone, line n for its row n.
 */
export interface Block {
  readonly first: number;
  readonly size: number;
  /** Position in the criteria. */
  readonly criterion: number;
  /** Row of `fromRow`'s first entry; −1: the criterion has no rows. */
  readonly fromRow: number;
  readonly lines: number;
}

export class Entries {
  readonly blocks: Block[];

  constructor(blocks: readonly Block[] = []) {
    this.blocks = [...blocks];
  }

  get count(): number {
    const last = this.blocks.at(-1);
    return last === undefined ? 0 : last.first + last.size;
  }

  add(block: Omit<Block, "first">): Block {
    const made = { ...block, first: this.count };
    this.blocks.push(made);
    return made;
  }

  /** The block of an entry. */
  of(entry: number): Block {
    let low = 0;
    let high = this.blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.blocks[middle]?.first ?? 0) <= entry) low = middle;
      else high = middle - 1;
    }
    const block = this.blocks[low];
    if (block === undefined) throw new RangeError(`no entry ${entry}`);
    return block;
  }
}
