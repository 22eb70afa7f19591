/**
 * The index as a value that can be written to a file or sent to a thread, and back.
 *
 * Comes in: an index, merged or not. Goes out: plain values and typed arrays (`pack.ts` makes bytes of them), and the index again. What is
 * wrong with bytes that were read is found by the caller's digest; here only what does not belong to this bundle is refused.
 */
import type { IndexParts } from "./builder.ts";
import { type Block, Entries } from "./entries.ts";
import { type KeyArrays, KeySpace } from "./key-space.ts";
import type { IndexedCriterion, IndexPlan } from "./plan.ts";
import { type IndexVersion, PredicateIndex, partsOf } from "./predicate-index.ts";
import type { SegmentArrays } from "./segment.ts";
import type { SlotStatistics, Statistics } from "./statistics.ts";

/** Raised whenever the meaning of an array changes. */
export const snapshotVersion = 2;

export interface IndexSnapshot {
  readonly version: typeof snapshotVersion;
  /** Digest of the bundle whose plan the keys and slots belong to. */
  readonly bundle: string;
  readonly number: number;
  readonly segments: readonly SegmentArrays[];
  readonly blocks: readonly Block[];
  readonly removed: Int32Array;
  readonly removedCount: number;
  readonly keys: KeyArrays;
  /** Criteria that were added to those of the bundle's plan; their positions follow on. */
  readonly added: readonly IndexedCriterion[];
  /** Positions of criteria that are gone. */
  readonly gone: readonly number[];
  readonly statistics: StatisticsData;
}

interface StatisticsData {
  readonly declarations: number;
  readonly slots: readonly {
    readonly shares: readonly (readonly [string, number])[];
    readonly under: readonly (readonly [string, number])[];
    readonly bounds: Float64Array;
    readonly unknown: number;
    readonly values: number;
  }[];
}

/** Rarer values are as good as unseen for choosing. */
const SHARE_KEPT = 0.002;

function statisticsData({ declarations, slots }: Statistics): StatisticsData {
  const often = (shares: ReadonlyMap<string, number>): readonly (readonly [string, number])[] =>
    [...shares].filter(([, share]) => share >= SHARE_KEPT);
  return {
    declarations,
    slots: slots.map(({ shares, under, ...rest }) => {
      return { ...rest, shares: often(shares), under: often(under) };
    }),
  };
}

function statisticsFrom({ declarations, slots }: StatisticsData): Statistics {
  return {
    declarations,
    slots: slots.map(({ shares, under, ...rest }): SlotStatistics => {
      return { ...rest, shares: new Map(shares), under: new Map(under) };
    }),
  };
}

/** `bundle` is the digest of the bundle the index belongs to. */
export function snapshotOf(index: PredicateIndex, bundle: string): IndexSnapshot {
  const { parts, version } = index;
  const { number, segments, entries, removed, removedCount, keys, criteria, gone } = version;
  return {
    version: snapshotVersion,
    bundle,
    number,
    segments,
    blocks: entries.blocks,
    removed,
    removedCount,
    keys: keys.arrays(),
    added: criteria.slice(parts.plan.criteria.length),
    gone: [...gone],
    statistics: statisticsData(parts.statistics),
  };
}

export function indexFromSnapshot(
  snapshot: IndexSnapshot,
  plan: IndexPlan,
  zoneMinutes: number,
): PredicateIndex {
  const keys = new KeySpace(snapshot.keys);
  const parts: IndexParts = partsOf(plan, zoneMinutes, statisticsFrom(snapshot.statistics), keys);
  const version: IndexVersion = {
    number: snapshot.number,
    segments: snapshot.segments,
    entries: new Entries(snapshot.blocks),
    removed: snapshot.removed,
    removedCount: snapshot.removedCount,
    keys,
    criteria: [...plan.criteria, ...snapshot.added],
    gone: new Set(snapshot.gone),
  };
  return new PredicateIndex(parts, version);
}
