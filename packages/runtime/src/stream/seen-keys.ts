/**
 * Remembers the keys of a stream, to tell a declaration that was given before; forgets the oldest when it is full.
 *
 * LIMIT (duplicate window): the memory of an endless stream is bounded, so a repetition farther apart than the window is not seen.
 */
export class SeenKeys {
  private readonly limit: number;
  /** Position by key, oldest first (a Map keeps the order of insertion). */
  private readonly positions = new Map<string, number>();

  constructor(limit: number) {
    this.limit = limit;
  }

  /** Position of the first with this key, undefined when this is the first. */
  add(key: string, position: number): number | undefined {
    const first = this.positions.get(key);
    if (first !== undefined || this.limit === 0) return first;
    this.positions.set(key, position);
    if (this.positions.size > this.limit) this.forgetOldest();
    return undefined;
  }

  private forgetOldest(): void {
    const [oldest] = this.positions.keys();
    if (oldest !== undefined) this.positions.delete(oldest);
  }
}
