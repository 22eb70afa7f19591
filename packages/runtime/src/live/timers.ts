/**
 * When something becomes different by time alone, the next first: an open window closes, a row that was told begins to lie in windows.
 *
 * A binary heap of (time, declaration). Nothing is taken back: a declaration for which nothing is different any more is decided again and found the same.
 */
import type { Because } from "./replacement.ts";

export interface Timer {
  /** ms since 1970 UTC. */
  readonly at: number;
  readonly number: string;
  readonly because: Because;
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.at < b.at || (a.at === b.at && a.number < b.number);
}

export class Timers {
  readonly #heap: Timer[] = [];

  add(timer: Timer): void {
    const heap = this.#heap;
    let place = heap.length;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || !isBefore(timer, parent)) break;
      heap[place] = parent;
      place = above;
    }
    heap[place] = timer;
  }

  /** The next that is due by `now`, taken out. */
  take(now: number): Timer | undefined {
    const [first] = this.#heap;
    if (first === undefined || first.at > now) return undefined;
    const last = this.#heap.pop();
    if (last !== undefined && this.#heap.length > 0) this.#sink(last);
    return first;
  }

  #sink(timer: Timer): void {
    const heap = this.#heap;
    let place = 0;
    for (;;) {
      let below = place * 2 + 1;
      const [left, right] = [heap[below], heap[below + 1]];
      if (left === undefined) break;
      if (right !== undefined && isBefore(right, left)) below += 1;
      const child = heap[below];
      if (child === undefined || !isBefore(child, timer)) break;
      heap[place] = child;
      place = below;
    }
    heap[place] = timer;
  }
}
