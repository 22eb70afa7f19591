/**
 * Timelines by number: the rows of one key in the order of (effective time, identity), in runs of at most 256.
 *
 * Most timelines are one short run, told by three numbers. A longer one is a list of blocks; what blocks came to is kept with them and forgotten when one
 * changes.
 */
import { Block, LongTimeline } from "./blocks.ts";
import { GrowingUints } from "./growing.ts";
import { capacities, PLACE_MASK, type Row, RowPool, type RowShape, RUN_MAX } from "./row-pool.ts";
import type { Runs } from "./runs.ts";

/** Order of two identities of the source. */
export type IdentityOrder = (a: number, b: number) => number;

const LARGEST = capacities.length - 1;
function sizeFor(count: number): number {
  let size = 0;
  while ((capacities[size] ?? RUN_MAX) < count) size += 1;
  return size;
}

export class Timelines {
  readonly pool: RowPool;
  readonly #order: IdentityOrder;
  readonly #addresses = new GrowingUints();
  /** Rows and, in the lowest four bits, the size of the run; of a long timeline 0. */
  readonly #runs = new GrowingUints();
  readonly long = new Map<number, LongTimeline>();
  #rows = 0;

  constructor(shape: RowShape, order: IdentityOrder) {
    this.pool = new RowPool(shape);
    this.#order = order;
  }

  get rows(): number {
    return this.#rows;
  }

  get bytes(): number {
    let blocks = 0;
    for (const { blocks: each } of this.long.values()) blocks += each.length;
    return this.pool.bytes + this.#addresses.bytes + this.#runs.bytes + blocks * BLOCK_BYTES;
  }

  insert(timeline: number, row: Row): void {
    this.#rows += 1;
    const long = this.long.get(timeline);
    if (long !== undefined) {
      this.#insertLong(long, row);
      return;
    }
    const run = this.#runs.get(timeline);
    const count = run >>> 4;
    if (count === 0) {
      const address = this.pool.take(0);
      this.pool.write(address, row);
      this.#put(timeline, address, 1, 0);
      return;
    }
    const address = this.#addresses.get(timeline);
    const at = this.#placeFor(address, count, row);
    if (count < (capacities[run & 15] ?? 0)) {
      this.#open(address, count, at, row);
      this.#put(timeline, address, count + 1, run & 15);
    } else if (count < RUN_MAX) {
      this.#move(timeline, address, count, run & 15, at, row);
    } else {
      const made = new LongTimeline();
      made.blocks.push(new Block(address, count));
      this.long.set(timeline, made);
      this.#put(timeline, 0, 0, 0);
      this.#insertLong(made, row);
    }
  }

  #put(timeline: number, address: number, count: number, size: number): void {
    this.#addresses.set(timeline, address);
    this.#runs.set(timeline, count * 16 + size);
  }

  /** Puts a row where there is room behind the last. */
  #open(address: number, count: number, at: number, row: Row): void {
    this.pool.shift(address + at, address + at + 1, count - at);
    this.pool.write(address + at, row);
  }

  #move(
    timeline: number,
    address: number,
    count: number,
    size: number,
    at: number,
    row: Row,
  ): void {
    const larger = sizeFor(count + 1);
    const target = this.pool.take(larger);
    this.pool.copy(address, target, at);
    this.pool.write(target + at, row);
    this.pool.copy(address + at, target + at + 1, count - at);
    this.pool.give(address, size);
    this.#put(timeline, target, count + 1, larger);
  }

  #insertLong(long: LongTimeline, row: Row): void {
    const { blocks } = long;
    let index = this.#blockFor(blocks, row);
    let block = blocks[index];
    if (block === undefined) throw new RangeError("a long timeline has blocks");
    let at = this.#placeFor(block.address, block.count, row);
    if (block.count === RUN_MAX) {
      const isLast = index === blocks.length - 1 && at === block.count;
      const half = isLast ? RUN_MAX : RUN_MAX / 2;
      const added = new Block(this.pool.take(LARGEST), RUN_MAX - half);
      this.pool.copy(block.address + half, added.address, added.count);
      block.count = half;
      blocks.splice(index + 1, 0, added);
      long.forget(index, true);
      if (at > half || isLast) {
        index += 1;
        at -= half;
        block = added;
      }
    }
    this.#open(block.address, block.count, at, row);
    block.count += 1;
    long.forget(index, false);
  }

  /** The last block whose first row does not stand behind the row. */
  #blockFor(blocks: readonly Block[], row: Row): number {
    let low = 0;
    let high = blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#compare(blocks[middle]?.address ?? 0, row) <= 0) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Order of the row at an address and another. */
  #compare(address: number, row: Row): number {
    const chunk = this.pool.chunkOf(address);
    const place = address & PLACE_MASK;
    const time = chunk.times.get(place);
    if (time !== row.time) return time < row.time ? -1 : 1;
    const id = chunk.ids[place] ?? 0;
    return id === row.id ? 0 : this.#order(id, row.id);
  }

  /** How many rows of a run stand before a row. */
  #placeFor(address: number, count: number, row: Row): number {
    // Rows mostly come in their order.
    if (this.#compare(address + count - 1, row) < 0) return count;
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compare(address + middle, row) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The address of the row of an identity, −1 when the timeline has none. */
  addressOf(timeline: number, id: number): number {
    for (const { address, count } of this.#blocksOf(timeline)) {
      const { ids } = this.pool.chunkOf(address);
      const from = address & PLACE_MASK;
      const found = ids.subarray(from, from + count).indexOf(id);
      if (found >= 0) return address + found;
    }
    return -1;
  }

  #blocksOf(timeline: number): readonly { readonly address: number; readonly count: number }[] {
    const long = this.long.get(timeline);
    if (long !== undefined) return long.blocks;
    const count = this.#runs.get(timeline) >>> 4;
    return count === 0 ? [] : [{ address: this.#addresses.get(timeline), count }];
  }

  /** Takes a row out by its address. */
  remove(timeline: number, address: number): void {
    this.#rows -= 1;
    const long = this.long.get(timeline);
    if (long !== undefined) {
      this.#removeLong(timeline, long, address);
      return;
    }
    const run = this.#runs.get(timeline);
    const count = run >>> 4;
    const first = this.#addresses.get(timeline);
    const at = address - first;
    this.pool.shift(address + 1, address, count - at - 1);
    if (count === 1) this.pool.give(first, run & 15);
    this.#put(timeline, first, count - 1, count === 1 ? 0 : run & 15);
  }

  #removeLong(timeline: number, long: LongTimeline, address: number): void {
    const index = long.blocks.findIndex(
      (block) => address >= block.address && address < block.address + block.count,
    );
    const block = long.blocks[index];
    if (block === undefined) throw new RangeError(`no row at ${address}`);
    this.pool.shift(address + 1, address, block.address + block.count - address - 1);
    block.count -= 1;
    long.forget(index, false);
    if (block.count > 0) return;
    this.pool.give(block.address, LARGEST);
    long.blocks.splice(index, 1);
    long.forget(index, true);
    if (long.blocks.length === 0) this.long.delete(timeline);
  }

  /** Takes out rows that happened before a time; gives how many. */
  dropBefore(timeline: number, time: number): number {
    const long = this.long.get(timeline);
    if (long !== undefined) return this.#dropLong(timeline, long, time);
    const run = this.#runs.get(timeline);
    const count = run >>> 4;
    if (count === 0) return 0;
    const address = this.#addresses.get(timeline);
    const gone = this.#lowerBound(address, count, time);
    if (gone === 0) return 0;
    this.#rows -= gone;
    if (gone === count) {
      this.pool.give(address, run & 15);
      this.#put(timeline, 0, 0, 0);
      return gone;
    }
    const size = sizeFor(count - gone);
    if (size === (run & 15)) {
      this.pool.shift(address + gone, address, count - gone);
      this.#put(timeline, address, count - gone, size);
    } else {
      const target = this.pool.take(size);
      this.pool.copy(address + gone, target, count - gone);
      this.pool.give(address, run & 15);
      this.#put(timeline, target, count - gone, size);
    }
    return gone;
  }

  #dropLong(timeline: number, long: LongTimeline, time: number): number {
    let gone = 0;
    for (;;) {
      const block = long.blocks[0];
      if (block === undefined) break;
      const before = this.#lowerBound(block.address, block.count, time);
      if (before === 0) break;
      gone += before;
      this.#rows -= before;
      long.forget(0, true);
      if (before < block.count) {
        this.pool.shift(block.address + before, block.address, block.count - before);
        block.count -= before;
        break;
      }
      this.pool.give(block.address, LARGEST);
      long.blocks.shift();
    }
    if (long.blocks.length === 0) this.long.delete(timeline);
    return gone;
  }

  /** Rows of a run that happened before a time. */
  #lowerBound(address: number, count: number, time: number): number {
    const { times } = this.pool.chunkOf(address);
    const from = address & PLACE_MASK;
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (times.get(from + middle) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Adds the rows of a timeline that happened in [from, until) to `runs`, in order. */
  window(timeline: number, from: number, until: number, runs: Runs): void {
    const long = this.long.size === 0 ? undefined : this.long.get(timeline);
    if (long !== undefined) {
      this.#windowLong(long, from, until, runs);
      return;
    }
    const count = this.#runs.get(timeline) >>> 4;
    if (count > 0) this.#windowRun(this.#addresses.get(timeline), count, from, until, runs);
  }

  #windowRun(address: number, count: number, from: number, until: number, runs: Runs): void {
    const chunk = this.pool.chunkOf(address);
    const first = address & PLACE_MASK;
    const { times } = chunk;
    // Windows mostly end with the last row and often hold all.
    const low = times.get(first) >= from ? 0 : this.#lowerBound(address, count, from);
    const high =
      times.get(first + count - 1) < until ? count : this.#lowerBound(address, count, until);
    if (high > low) runs.push(chunk, first + low, first + high);
  }

  #windowLong(long: LongTimeline, from: number, until: number, runs: Runs): void {
    const { blocks } = long;
    const first = this.#firstBlock(blocks, from);
    runs.timeline = long;
    for (let index = first; index < blocks.length; index += 1) {
      const block = blocks[index];
      if (block === undefined || this.#timeAt(block.address) >= until) return;
      const before = runs.count;
      this.#windowRun(block.address, block.count, from, until, runs);
      const start = block.address & PLACE_MASK;
      if (runs.count > before) runs.markBlock(index, block, start, start + block.count);
    }
  }

  #timeAt(address: number): number {
    return this.pool.chunkOf(address).times.get(address & PLACE_MASK);
  }

  /** The first block with a row that did not happen before a time. */
  #firstBlock(blocks: readonly Block[], from: number): number {
    let low = 0;
    let high = blocks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const block = blocks[middle];
      if (block !== undefined && this.#timeAt(block.address + block.count - 1) < from)
        low = middle + 1;
      else high = middle;
    }
    return low;
  }

  idAt(address: number): number {
    return this.pool.chunkOf(address).ids[address & PLACE_MASK] ?? 0;
  }

  /** Addresses of the rows of a timeline that happened before a time, in order. */
  addressesBefore(timeline: number, time: number): readonly number[] {
    const addresses: number[] = [];
    for (const { address, count } of this.#blocksOf(timeline)) {
      const before = this.#lowerBound(address, count, time);
      for (let at = 0; at < before; at += 1) addresses.push(address + at);
      if (before < count) break;
    }
    return addresses;
  }
}

/** What a block weighs beside its rows, about. */
const BLOCK_BYTES = 120;
