/**
 * The rows of a table as they are now, for who binds a table once and keeps it: emitted code.
 *
 * Comes in: where the binding of the moment is found. Goes out: a list of rows that holds no arrays itself, so that those of before a compaction can go.
 * Whoever derives something from all rows must still be made anew when rows come or go.
 */
import type { BoundRow, RowList, World } from "@luong/spec";

class LiveRows implements RowList {
  readonly #now: () => RowList;

  constructor(now: () => RowList) {
    this.#now = now;
  }

  get length(): number {
    return this.#now().length;
  }

  at(index: number): BoundRow | undefined {
    return this.#now().at(index);
  }

  [Symbol.iterator](): Iterator<BoundRow> {
    return this.#now()[Symbol.iterator]();
  }
}

/** `table`, but for some names the rows of the moment they are asked. */
export function liveTables(table: World["table"], names: ReadonlySet<string>): World["table"] {
  return (name) => {
    const binding = table(name);
    if (binding === undefined || !names.has(name)) return binding;
    return { dated: binding.dated, rows: new LiveRows(() => table(name)?.rows ?? []) };
  };
}
