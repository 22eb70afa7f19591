/**
 * The index of a bundle within an engine: built from the bound rows or taken from a snapshot, asked for every declaration.
 *
 * Comes in: the plan, the world, the emitted matcher that encodes. Goes out: signals. Which version is read changes only between two declarations.
 */
import type { BundleIr, Question, TableBinding, World } from "@luong/spec";
import type { IndexPlan, Matcher, SlowPath } from "../abi.ts";
import type { MergeInput } from "../index/merge.ts";
import { type IndexChange, type IndexVersion, PredicateIndex } from "../index/predicate-index.ts";
import { IndexReader } from "../index/reader.ts";
import type { SegmentArrays } from "../index/segment.ts";
import type { Signals } from "../index/signals.ts";
import { type Statistics, StatisticsSink } from "../index/statistics.ts";
import type { EngineOptions } from "../load/options.ts";
import { profiledSignals } from "./profiled-criteria.ts";
import type { SignalSource } from "./signal-source.ts";

export interface IndexedParts {
  readonly ir: BundleIr;
  readonly plan: IndexPlan;
  readonly world: World;
  readonly options: Pick<
    EngineOptions,
    "sample" | "index" | "flow" | "stage" | "profile" | "onIndexing"
  >;
}

/** Declarations of a sample that are looked at. */
const SAMPLE_MAX = 5_000;

export class IndexedCriteria implements SignalSource {
  readonly index: PredicateIndex;
  readonly reader: IndexReader;
  /** What the decider asks: this, or with a profile what also looks on. */
  readonly source: SignalSource;
  /** Criteria that came with the bundle. */
  private readonly emitted: number;
  private matcher: Matcher;
  private slow: SlowPath | undefined;

  constructor(parts: IndexedParts, matcher: Matcher) {
    const { ir, plan, world, options } = parts;
    this.emitted = ir.criteria.length;
    this.matcher = matcher;
    const { sample, profile } = options;
    this.index =
      options.index ??
      PredicateIndex.build(plan, ir.schema.zoneMinutes, world.table, {
        onProgress: options.onIndexing,
        ...(sample === undefined ? {} : { statistics: statisticsOf(parts, matcher, sample) }),
      });
    this.reader = new IndexReader(this.index.version, {
      parts: this.index.parts,
      parentOf: world.parentOf,
      list: world.list,
      isBound: (table) => world.table(table) !== undefined,
      slots: (sink) => this.matcher.slots?.(sink),
      verdict:
        profile === undefined
          ? (criterion, row) => this.verdict(criterion, row)
          : (criterion, row) => profile.settling(criterion, () => this.verdict(criterion, row)),
    });
    profile?.use(() => this.index.version.entries);
    this.source = profile === undefined ? this : profiledSignals(this, this.reader, profile);
  }

  signals({ now }: Question, into: Signals): void {
    this.reader.signals(now, into);
  }

  /** From now on slots are told and criteria settled by these. */
  use(matcher: Matcher, slow: SlowPath): void {
    this.matcher = matcher;
    this.slow = slow;
  }

  /** Makes the next version, which is read from `take` on. Throws when the index is full; then nothing has changed. */
  change(change: IndexChange, tables: (name: string) => TableBinding | undefined): IndexVersion {
    return this.index.change(change, tables);
  }

  take(version: IndexVersion): void {
    this.reader.use(version);
  }

  installMerged(merged: SegmentArrays, begun: MergeInput): void {
    this.reader.use(this.index.installMerged(merged, begun));
  }

  /** Criteria that came after the bundle was built have no emitted function. */
  private verdict(criterion: number, row: number): number {
    const isEmitted = criterion < this.emitted;
    const settled = isEmitted
      ? this.matcher.verdict?.(criterion, row)
      : this.slow?.decide(criterion, row);
    return settled ?? 0;
  }
}

/** Of declarations that are valid; what is not is passed over by who gives the sample. */
function statisticsOf(
  { plan, world, ir, options }: IndexedParts,
  matcher: Matcher,
  sample: Iterable<unknown>,
): Statistics {
  const sink = new StatisticsSink(plan, world.parentOf);
  const flow = options.flow ?? ir.schema.flows[0]?.name ?? "";
  const stage = options.stage ?? ir.schema.stages[0]?.name ?? "";
  let count = 0;
  for (const declaration of sample) {
    if (count++ === SAMPLE_MAX) break;
    // The moment does not matter: nothing is chosen by it.
    matcher.encode({ declaration, flow, stage, now: 0 });
    matcher.slots?.(sink);
    sink.next();
  }
  return sink.done();
}
