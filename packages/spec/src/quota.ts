/**
 * The state of quotas: what was decided, what was kept, and the scores of the candidates, by bucket and local day.
 *
 * Comes in: one call per declaration and quota, in the order (clock, number). Goes out: kept or cut, with the figures. Holds
 * today and the 28 days before, scores as counts by value, so its size does not grow with traffic. Keeps nothing on disk; `exportState`
 * is plain JSON.
 */
import type { Exact } from "./ir/ir.ts";
import { rationalFromExact } from "./rational.ts";

/** Days before today whose candidates set the threshold. */
export const QUOTA_DAYS = 28;

interface Day {
  readonly day: number;
  decided: number;
  kept: number;
  /** How many candidates had a score. */
  candidates: number;
  /** Candidates by score. */
  readonly scores: Map<number, number>;
}

interface Bucket {
  readonly days: Map<number, Day>;
  /** The threshold last computed: for which day; NaN when days before it have changed since. */
  thresholdDay: number;
  threshold: number | null;
}

/** `red at most 5%` or `red at most 20`, as whole numbers: at most `n / d` of a count, or `n`. */
export interface QuotaLimit {
  readonly kind: "share" | "count";
  readonly n: number;
  readonly d: number;
  /** The same exactly, for products that do not fit a double. */
  readonly exact: { readonly n: bigint; readonly d: bigint };
}

export function quotaLimit(limit: {
  readonly kind: "share" | "count";
  readonly value: Exact;
}): QuotaLimit {
  const exact = rationalFromExact(limit.value);
  return { kind: limit.kind, n: Number(exact.n), d: Number(exact.d), exact };
}

/** ⌊limit × count⌋, exactly. */
function floorShare(limit: QuotaLimit, count: number): number {
  const product = limit.n * count;
  if (product <= Number.MAX_SAFE_INTEGER && limit.d <= Number.MAX_SAFE_INTEGER) {
    return (product - (product % limit.d)) / limit.d;
  }
  return Number((limit.exact.n * BigInt(count)) / limit.exact.d);
}

/** ⌈limit × count⌉, exactly. */
function ceilShare(limit: QuotaLimit, count: number): number {
  const below = floorShare(limit, count);
  const product = limit.n * count;
  if (product <= Number.MAX_SAFE_INTEGER && limit.d <= Number.MAX_SAFE_INTEGER) {
    return below * limit.d === product ? below : below + 1;
  }
  return BigInt(below) * limit.exact.d === limit.exact.n * BigInt(count) ? below : below + 1;
}

export interface QuotaVerdict {
  readonly outcome: "kept" | "cut" | "statutory" | "drawn";
  /** Kept today in the bucket, with this one. */
  readonly kept: number;
  /** Decided today in the bucket, with this one. */
  readonly decided: number;
  /** Null: no threshold. */
  readonly threshold: number | null;
}

/** What `top` says of a declaration. `unknown`: there is no score to rank it by. */
export interface TopVerdict {
  readonly outcome: "chosen" | "left" | "unknown";
  /** Chosen today in the bucket, with this one. */
  readonly chosen: number;
  /** Decided today in the bucket, with this one. */
  readonly decided: number;
  /** Null: no threshold. */
  readonly threshold: number | null;
}

/** Plain JSON, keys sorted, so equal states are equal text. */
export interface QuotaExport {
  readonly format: 1;
  readonly quotas: Readonly<Record<string, Readonly<Record<string, readonly QuotaDayExport[]>>>>;
}

export interface QuotaDayExport {
  /** Days since 1970-01-01, local. */
  readonly day: number;
  readonly decided: number;
  readonly kept: number;
  /** `[score, how many]`, ascending. */
  readonly scores: readonly (readonly [number, number])[];
}

export class QuotaState {
  readonly #quotas = new Map<string, Map<string, Bucket>>();
  #latest = Number.NEGATIVE_INFINITY;

  /** Counts a declaration decided in the bucket; called for every declaration, in the quota's channel or not. */
  countDecided(quota: string, bucket: string, day: number): void {
    this.#dayOf(quota, bucket, day).decided += 1;
  }

  /**
   * Judges a declaration that stands in the quota's channel and has been counted. A null score is unknown: nothing is known against
   * it, so the threshold does not cut it, and it sets no threshold. What is secured takes a place and is never cut; what was drawn is no
   * candidate, as its score had no part in it.
   */
  judge(
    quota: string,
    limit: QuotaLimit,
    bucket: string,
    day: number,
    score: number | null,
    secured: "statutory" | "drawn" | null,
  ): QuotaVerdict {
    const today = this.#dayOf(quota, bucket, day);
    const threshold = this.#threshold(quota, limit, bucket, day);
    const kept = today.kept + 1;
    const decided = today.decided;
    const room = limit.kind === "count" ? limit.n : ceilShare(limit, decided);
    const worthy = score === null || threshold === null || score >= threshold;
    if (score !== null && secured !== "drawn") {
      today.candidates += 1;
      today.scores.set(score, (today.scores.get(score) ?? 0) + 1);
    }
    const stays = secured !== null || (kept <= room && worthy);
    if (stays) today.kept = kept;
    return { outcome: secured ?? (stays ? "kept" : "cut"), kept, decided, threshold };
  }

  /**
   * Judges a declaration that `top` may choose and that has been counted: chosen when there is room and its score is at least the threshold. One without a
   * score is not chosen and sets no threshold.
   */
  choose(
    top: string,
    limit: QuotaLimit,
    bucket: string,
    day: number,
    score: number | null,
  ): TopVerdict {
    const today = this.#dayOf(top, bucket, day);
    const threshold = this.#threshold(top, limit, bucket, day);
    const { decided } = today;
    if (score === null) return { outcome: "unknown", chosen: today.kept, decided, threshold };
    today.candidates += 1;
    today.scores.set(score, (today.scores.get(score) ?? 0) + 1);
    const isChosen =
      today.kept + 1 <= ceilShare(limit, decided) && (threshold === null || score >= threshold);
    if (isChosen) today.kept += 1;
    return { outcome: isChosen ? "chosen" : "left", chosen: today.kept, decided, threshold };
  }

  #bucketOf(quota: string, bucket: string): Bucket {
    let buckets = this.#quotas.get(quota);
    if (buckets === undefined) {
      buckets = new Map();
      this.#quotas.set(quota, buckets);
    }
    let found = buckets.get(bucket);
    if (found === undefined) {
      found = { days: new Map(), thresholdDay: Number.NaN, threshold: null };
      buckets.set(bucket, found);
    }
    return found;
  }

  #dayOf(quota: string, bucket: string, day: number): Day {
    const found = this.#bucketOf(quota, bucket);
    // A declaration of an earlier day changes what the days after it look back on.
    if (day < found.thresholdDay) found.thresholdDay = Number.NaN;
    let record = found.days.get(day);
    if (record === undefined) {
      record = { day, decided: 0, kept: 0, candidates: 0, scores: new Map() };
      found.days.set(day, record);
      if (day > this.#latest) this.#advance(day);
    }
    return record;
  }

  /** Forgets the days nothing looks back on any more, and buckets that have none left. */
  #advance(day: number): void {
    this.#latest = day;
    for (const buckets of this.#quotas.values()) {
      for (const [name, bucket] of buckets) {
        for (const each of bucket.days.keys())
          if (each < day - QUOTA_DAYS) bucket.days.delete(each);
        if (bucket.days.size === 0) buckets.delete(name);
      }
    }
  }

  /** One threshold a day and bucket: it looks at the days before only. */
  #threshold(quota: string, limit: QuotaLimit, bucket: string, day: number): number | null {
    const found = this.#bucketOf(quota, bucket);
    if (found.thresholdDay !== day) {
      found.threshold = thresholdOf(limit, found.days, day);
      found.thresholdDay = day;
    }
    return found.threshold;
  }

  exportState(): QuotaExport {
    const quotas = sortedEntries(this.#quotas).map(([name, buckets]) => [
      name,
      Object.fromEntries(
        sortedEntries(buckets).map(([key, bucket]) => [
          key,
          [...bucket.days]
            .sort(([a], [b]) => a - b)
            .map(([day, { decided, kept, scores }]) => ({
              day,
              decided,
              kept,
              scores: [...scores].sort(([a], [b]) => a - b),
            })),
        ]),
      ),
    ]);
    return { format: 1, quotas: Object.fromEntries(quotas) };
  }

  /** The state an export was made of. */
  static fromExport(state: QuotaExport): QuotaState {
    const restored = new QuotaState();
    for (const [quota, buckets] of Object.entries(state.quotas)) {
      for (const [key, days] of Object.entries(buckets)) {
        for (const { day, decided, kept, scores } of days) {
          const record = restored.#dayOf(quota, key, day);
          record.decided = decided;
          record.kept = kept;
          for (const [score, count] of scores) {
            record.scores.set(score, count);
            record.candidates += count;
          }
        }
      }
    }
    return restored;
  }
}

function sortedEntries<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * The (1 − p·N/C) quantile of the candidates' scores in the 28 days before `day`: the least score such that at least that share
 * of the candidates has it or less. For a count of n a day, p·N is n times the days on which the bucket decided anything.
 */
function thresholdOf(
  limit: QuotaLimit,
  days: ReadonlyMap<number, Day>,
  day: number,
): number | null {
  let decided = 0;
  let active = 0;
  let candidates = 0;
  for (const record of days.values()) {
    if (record.day >= day || record.day < day - QUOTA_DAYS) continue;
    decided += record.decided;
    active += record.decided > 0 ? 1 : 0;
    candidates += record.candidates;
  }
  const places = limit.kind === "count" ? limit.n * active : floorShare(limit, decided);
  if (places >= candidates) return null;
  const scores = new Map<number, number>();
  for (const record of days.values()) {
    if (record.day >= day || record.day < day - QUOTA_DAYS) continue;
    for (const [score, count] of record.scores) scores.set(score, (scores.get(score) ?? 0) + count);
  }
  let left = candidates - places;
  for (const [score, count] of [...scores].sort(([a], [b]) => a - b)) {
    left -= count;
    if (left <= 0) return score;
  }
  return null;
}
