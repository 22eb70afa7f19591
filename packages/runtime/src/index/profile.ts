/**
 * What an index did for the declarations that were decided: candidates, guards, hits and time by criterion.
 *
 * Comes in: what the search tells (`SearchWatch`), the keys that held, the signals. Goes out: counts. Made by who wants a profile, before the engine; without
 * it nothing of this runs. Candidates are worked out afterwards, from how often each key held and which entries its cluster has. The time of a criterion is
 * that of settling it, that of verifying its candidates, which is done `TIMES` more often, each criterion by itself, and its part of the time guards took.
 */
import { type DescribeLimits, describeIndex, type IndexDescription } from "./describe.ts";
import type { Block, Entries } from "./entries.ts";
import type { Facts } from "./facts.ts";
import { ALWAYS } from "./key-space.ts";
import type { PredicateIndex } from "./predicate-index.ts";
import type { SearchWatch, Survivors } from "./search.ts";
import { ENTRY_SHIFT } from "./segment.ts";
import type { Signals } from "./signals.ts";

/** Once would measure the clock. */
const TIMES = 4;
const TICKS = 1_000;

export interface CriterionProfile {
  /** Looked at: how often an entry of it stood in a cluster whose key held. */
  readonly candidates: number;
  /** Of these, how many passed the guards and were verified. */
  readonly pastGuards: number;
  /** True: once for each row that is, as in decisions. */
  readonly hits: number;
  readonly unknown: number;
  /** In sum. */
  readonly milliseconds: number;
}

export interface ProfileReport {
  readonly declarations: number;
  readonly candidates: number;
  readonly pastGuards: number;
  readonly hits: number;
  readonly unknown: number;
  /** Of searching and settling as it went, values of the declaration included; without what profiling added. */
  readonly milliseconds: number;
  /** By position. */
  readonly criteria: readonly CriterionProfile[];
  /** The index with the shares that were measured. */
  readonly index: IndexDescription;
}

class Counts {
  private readonly counts: number[] = [];

  add(at: number, count: number): void {
    this.counts[at] = (this.counts[at] ?? 0) + count;
  }

  of(at: number): number {
    return this.counts[at] ?? 0;
  }

  get sum(): number {
    return this.counts.reduce((total, count) => total + count, 0);
  }
}

export class IndexProfile implements SearchWatch {
  private readonly clock: () => number;
  /** What reading the clock twice takes. */
  private readonly tick: number;
  private entries: () => Entries = () => {
    throw new Error("the profile belongs to no index");
  };
  private declarations = 0;
  private milliseconds = 0;
  private guardMs = 0;
  private startedAt = 0;
  private guardsAt = 0;
  /** What profiling itself took of the declaration going on. */
  private own = 0;
  private readonly held = new Counts();
  private readonly past = new Counts();
  private readonly hits = new Counts();
  private readonly unknown = new Counts();
  private readonly times = new Counts();

  /** `clock` gives milliseconds with fractions of microseconds. */
  constructor(clock: () => number) {
    this.clock = clock;
    const start = clock();
    for (let at = 1; at < TICKS; at++) clock();
    this.tick = (clock() - start) / TICKS;
  }

  /** Of the index that is profiled, as they are whenever asked. */
  use(entries: () => Entries): void {
    this.entries = entries;
  }

  startDeclaration(): void {
    this.own = 0;
    this.startedAt = this.clock();
  }

  begin(): void {
    this.guardsAt = this.clock();
  }

  guarded(survivors: Survivors): void {
    const start = this.clock();
    this.guardMs += Math.max(0, start - this.guardsAt - this.tick);
    for (const [criterion, positions] of byCriterion(survivors, this.entries())) {
      this.past.add(criterion, positions.length);
      const from = this.clock();
      for (let time = 0; time < TIMES; time++) {
        for (const at of positions) survivors.truth(at);
      }
      const spent = this.clock() - from - this.tick;
      this.times.add(criterion, Math.max(0, spent) / TIMES);
    }
    this.own += this.clock() - start;
  }

  /** Runs `settle`, in which the criterion itself has the last word. */
  settling(criterion: number, settle: () => number): number {
    const from = this.clock();
    const verdict = settle();
    this.times.add(criterion, Math.max(0, this.clock() - from - this.tick));
    return verdict;
  }

  endDeclaration({ active, activeCount }: Facts, signals: Signals): void {
    this.milliseconds += Math.max(0, this.clock() - this.startedAt - this.own);
    this.declarations += 1;
    for (let at = 0; at < activeCount; at++) this.held.add(active[at] ?? 0, 1);
    const { count, criterion, truth } = signals;
    for (let at = 0; at < count; at++) {
      (truth[at] === 2 ? this.hits : this.unknown).add(criterion[at] ?? 0, 1);
    }
  }

  /** Share of the declarations in which a key held. */
  readonly shareOf = (key: number): number => {
    if (key === ALWAYS) return 1;
    return this.declarations === 0 ? 0 : this.held.of(key) / this.declarations;
  };

  report(index: PredicateIndex, limits?: DescribeLimits): ProfileReport {
    const { declarations, milliseconds, guardMs, past, hits, unknown, times } = this;
    const described = describeIndex(index, this.shareOf, limits);
    const candidates = Math.round(described.candidates * declarations);
    const criteria = described.criteria.map((own, criterion): CriterionProfile => {
      const ownCandidates = Math.round(own.candidates * declarations);
      const ofGuards = candidates === 0 ? 0 : (guardMs * ownCandidates) / candidates;
      return {
        candidates: ownCandidates,
        pastGuards: past.of(criterion),
        hits: hits.of(criterion),
        unknown: unknown.of(criterion),
        milliseconds: times.of(criterion) + ofGuards,
      };
    });
    return {
      declarations,
      candidates,
      pastGuards: past.sum,
      hits: hits.sum,
      unknown: unknown.sum,
      milliseconds,
      criteria,
      index: described,
    };
  }
}

/** Positions of candidates by their criterion. */
function byCriterion(
  { code, count, places }: Survivors,
  entries: Entries,
): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>();
  let block: Block | undefined;
  for (let at = 0; at < count; at++) {
    const entry = (code[places[at] ?? 0] ?? 0) >>> ENTRY_SHIFT;
    if (block === undefined || entry < block.first || entry >= block.first + block.size) {
      block = entries.of(entry);
    }
    const positions = found.get(block.criterion);
    if (positions === undefined) found.set(block.criterion, [at]);
    else positions.push(at);
  }
  return found;
}
