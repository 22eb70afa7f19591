/**
 * Which events were accepted before: identifiers with the time of receipt, bounded by age and by number.
 *
 * An identifier in, yes or no out. Works for redelivery and repetition of the same event; readings of one vehicle that differ in anything
 * are told together by the passage (`passage.ts`), where that does not depend on the order of arrival.
 */

export type SeenState = readonly (readonly [eventId: string, receivedAt: number])[];

export class SeenEvents {
  private readonly seen: Map<string, number>;
  private readonly keepMs: number;
  private readonly max: number;

  constructor(keepMs: number, max: number, state: SeenState = []) {
    this.keepMs = keepMs;
    this.max = max;
    this.seen = new Map(state);
  }

  has(eventId: string): boolean {
    return this.seen.has(eventId);
  }

  add(eventId: string, receivedAt: number): void {
    this.seen.set(eventId, receivedAt);
    // A map keeps the order of insertion, which is the order of receipt: the oldest come first.
    for (const [oldest, at] of this.seen) {
      if (this.seen.size <= this.max && at >= receivedAt - this.keepMs) break;
      this.seen.delete(oldest);
    }
  }

  get size(): number {
    return this.seen.size;
  }

  state(): SeenState {
    return [...this.seen];
  }
}
