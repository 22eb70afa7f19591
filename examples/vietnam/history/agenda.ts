// What will happen, in the order of time: actions with a moment, the earliest first, of two at one moment the one planned first.
// A binary heap; it holds what is planned and not yet done, never what was.

interface Entry {
  readonly at: number;
  readonly turn: number;
  readonly act: () => void;
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.turn < b.turn);
}

export class Agenda {
  private readonly heap: Entry[] = [];
  private turn = 0;
  private largest = 0;

  /** Most entries that were ever waiting. */
  get peak(): number {
    return this.largest;
  }

  plan(at: number, act: () => void): void {
    this.turn += 1;
    this.heap.push({ at, turn: this.turn, act });
    this.largest = Math.max(this.largest, this.heap.length);
    this.rise(this.heap.length - 1);
  }

  /** Does everything planned before `end`, also what is planned meanwhile; the rest is dropped. */
  run(end: number): void {
    for (let next = this.take(); next !== undefined && next.at < end; next = this.take()) {
      next.act();
    }
    this.heap.length = 0;
  }

  private take(): Entry | undefined {
    const [first] = this.heap;
    const last = this.heap.pop();
    if (first === undefined || last === undefined) return undefined;
    if (this.heap.length > 0) {
      this.heap[0] = last;
      this.sink(0);
    }
    return first;
  }

  private rise(from: number): void {
    let at = from;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.swapIfBefore(at, above)) return;
      at = above;
    }
  }

  private sink(from: number): void {
    let at = from;
    for (;;) {
      const left = 2 * at + 1;
      const a = this.heap[left];
      const b = this.heap[left + 1];
      if (a === undefined) return;
      const child = b !== undefined && isBefore(b, a) ? left + 1 : left;
      if (!this.swapIfBefore(child, at)) return;
      at = child;
    }
  }

  /** Swaps when the lower entry comes first. */
  private swapIfBefore(low: number, high: number): boolean {
    const a = this.heap[low];
    const b = this.heap[high];
    if (a === undefined || b === undefined || !isBefore(a, b)) return false;
    this.heap[low] = b;
    this.heap[high] = a;
    return true;
  }
}
