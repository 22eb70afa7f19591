/**
 * The order in which a batch meets a quota: by time, then by key, code unit by code unit.
 *
 * So the same declarations in another order give the same decisions (docs/meaning.md, A decision, 6).
 */
export interface Timed {
  /** ms since 1970 UTC. */
  readonly time: number;
  readonly key: string;
}

export function sortedByTime<T extends Timed>(items: readonly T[]): readonly T[] {
  return items.toSorted((a, b) => a.time - b.time || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}
