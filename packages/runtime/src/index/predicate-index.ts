/**
 * The index of a bundle: segments, what their entries stand for, which of them are gone. One immutable version after another.
 *
 * A version is what threads share and snapshots hold; a change makes the next one from a few arrays, so whoever still reads the old one is not
 * disturbed. Building, changing and merging happen here; searching one declaration is `IndexReader`.
 */
import type { TableBinding } from "@luong/spec";
import {
  buildAll,
  type IndexParts,
  linesOf,
  type Observer,
  type RowCells,
  SegmentBuilder,
} from "./builder.ts";
import { Classes } from "./classes.ts";
import { Domains } from "./domains.ts";
import { Entries } from "./entries.ts";
import { buffer } from "./growable.ts";
import { KeySpace } from "./key-space.ts";
import { type MergeInput, mergeSegments } from "./merge.ts";
import { type IndexedCriterion, type IndexPlan, type IndexSlot, NOW_SLOT } from "./plan.ts";
import { rowCells } from "./row-cells.ts";
import { bytesOf, type SegmentArrays } from "./segment.ts";
import { noStatistics, type Statistics } from "./statistics.ts";

/** One state of the index; changes make another. */
export interface IndexVersion {
  /** From 0, one more with each change or merge. */
  readonly number: number;
  readonly segments: readonly SegmentArrays[];
  readonly entries: Entries;
  /** One bit for each entry that is gone; words beyond the end are 0. */
  readonly removed: Int32Array;
  readonly removedCount: number;
  readonly keys: KeySpace;
  /** Indexed criteria by position; those added later stand at the end. */
  readonly criteria: readonly IndexedCriterion[];
  /** By position: the criterion is gone. */
  readonly gone: ReadonlySet<number>;
}

/** What goes and what comes, in one step. Rows of a table are appended; places are those of the bound table. */
export interface IndexChange {
  readonly rows?: readonly {
    readonly table: string;
    readonly binding: TableBinding;
    /** Places that are new in the binding: from this one to its end. */
    readonly from: number;
    readonly removed: readonly number[];
  }[];
  readonly criteria?: {
    readonly put: readonly IndexedCriterion[];
    readonly removed: readonly number[];
  };
}

/** Entries of a young segment before another is begun. */
const YOUNG_MAX = 512;
/** Segments beside the first before they should be merged. */
export const SEGMENTS_MAX = 8;

export interface IndexOptions {
  readonly statistics?: Statistics | undefined;
  readonly observe?: Observer | undefined;
  /** Rows done so far. */
  readonly onProgress?: ((rows: number) => void) | undefined;
}

/** Rows of dated tables are asked by now, whether or not a criterion speaks of it: `Facts` tells that slot itself. */
function withNow(plan: IndexPlan): IndexPlan {
  if (plan.slots.some(({ name }) => name === NOW_SLOT)) return plan;
  const now: IndexSlot = {
    name: NOW_SLOT,
    collection: -1,
    form: "number",
    maybe: false,
    levels: [],
    tree: null,
  };
  return { ...plan, slots: [...plan.slots, now] };
}

export function partsOf(
  given: IndexPlan,
  zoneMinutes: number,
  statistics: Statistics,
  keys: KeySpace,
): IndexParts {
  const plan = withNow(given);
  return {
    plan,
    domains: new Domains(plan),
    keys,
    classes: new Classes(plan, statistics),
    statistics,
    zoneMinutes,
    nowSlot: plan.slots.findIndex(({ name }) => name === NOW_SLOT),
  };
}

export class PredicateIndex {
  readonly parts: IndexParts;
  version: IndexVersion;
  /** Of the last segment, while it is young. INVARIANT (merged stay): never of one that a merge reads, so none of those is laid out anew. */
  #young: SegmentBuilder | null = null;
  #merging: Merging | null = null;

  constructor(parts: IndexParts, version: IndexVersion) {
    this.parts = parts;
    this.version = version;
  }

  static build(
    plan: IndexPlan,
    zoneMinutes: number,
    tables: (name: string) => TableBinding | undefined,
    options: IndexOptions = {},
  ): PredicateIndex {
    const statistics = options.statistics ?? noStatistics(plan);
    const keys = new KeySpace();
    const parts = partsOf(plan, zoneMinutes, statistics, keys);
    const entries = new Entries();
    const cells = (table: string): RowCells | undefined => {
      const binding = tables(table);
      return binding === undefined ? undefined : rowCells(binding);
    };
    const steps = buildAll(parts, entries, cells, options.observe);
    let step = steps.next();
    while (step.done !== true) {
      options.onProgress?.(step.value);
      step = steps.next();
    }
    return new PredicateIndex(parts, {
      number: 0,
      segments: [step.value],
      entries,
      removed: new Int32Array(0),
      removedCount: 0,
      keys,
      criteria: plan.criteria,
      gone: new Set(),
    });
  }

  /** Without tombstones and young segments, entries have these bytes; dictionaries apart. */
  get bytes(): { readonly segments: number; readonly keys: number } {
    return {
      segments: this.version.segments.reduce((sum, each) => sum + bytesOf(each), 0),
      keys: this.version.keys.bytes,
    };
  }

  get entryCount(): number {
    return this.version.segments.reduce((sum, each) => sum + each.entries, 0);
  }

  get wantsMerge(): boolean {
    const { segments, removedCount } = this.version;
    return segments.length > SEGMENTS_MAX || removedCount * 4 > this.entryCount + 1024;
  }

  /** Makes and installs the next version; when it throws, this one stays. `tables` as they are after the change: whose rows a criterion that comes asks. */
  change(
    change: IndexChange,
    tables: (name: string) => TableBinding | undefined = noTables,
  ): IndexVersion {
    const { version } = this;
    const entries = new Entries(version.entries.blocks);
    const removals: number[] = [];
    const input: SegmentBuilderInput = { criteria: [], rows: [] };
    let criteria = version.criteria;
    const gone = new Set(version.gone);
    for (const rows of change.rows ?? [])
      this.#rows(rows, entries, criteria, gone, input, removals);
    if (change.criteria !== undefined) {
      for (const position of change.criteria.removed) {
        gone.add(position);
        removals.push(...entriesOf(entries, position));
      }
      criteria = [...criteria, ...change.criteria.put];
      for (const indexed of change.criteria.put) {
        this.#criterion(indexed, tables, entries, input);
      }
    }
    const segments = this.#withYoung(input);
    const { removed, count } = withRemoved(version, removals, entries.count);
    this.version = {
      number: version.number + 1,
      segments,
      entries,
      removed,
      removedCount: count,
      keys: version.keys,
      criteria,
      gone,
    };
    return this.version;
  }

  #rows(
    { table, binding, from, removed }: NonNullable<IndexChange["rows"]>[number],
    entries: Entries,
    criteria: readonly IndexedCriterion[],
    gone: ReadonlySet<number>,
    input: SegmentBuilderInput,
    removals: number[],
  ): void {
    const users = criteria.filter(
      ({ rowsOf, criterion }) => rowsOf === table && !gone.has(criterion),
    );
    const removedRows = new Set(removed);
    for (const { fromRow, first, size, criterion, lines } of entries.blocks) {
      if (fromRow < 0 || !users.some((user) => user.criterion === criterion)) continue;
      for (const row of removedRows) {
        const at = (row - fromRow) * lines;
        if (at < 0 || at >= size) continue;
        for (let line = 0; line < lines; line++) removals.push(first + at + line);
      }
    }
    if (binding.rows.length === from) return;
    const cells = rowCells(binding);
    for (const indexed of users) this.#rowsOf(indexed, cells, from, entries, input);
  }

  /** Rows from `from` to the end, as entries of one criterion. */
  #rowsOf(
    indexed: IndexedCriterion,
    cells: RowCells,
    from: number,
    entries: Entries,
    input: SegmentBuilderInput,
  ): void {
    const lines = linesOf(indexed);
    const { criterion } = indexed;
    const until = cells.length;
    const { first } = entries.add({
      size: (until - from) * lines,
      criterion,
      fromRow: from,
      lines,
    });
    input.rows.push({ indexed, cells, from, until, first });
  }

  #criterion(
    indexed: IndexedCriterion,
    tables: (name: string) => TableBinding | undefined,
    entries: Entries,
    input: SegmentBuilderInput,
  ): void {
    const { rowsOf, criterion } = indexed;
    if (rowsOf === null) {
      const lines = linesOf(indexed);
      const { first } = entries.add({ size: lines, criterion, fromRow: -1, lines });
      input.criteria.push({ indexed, first });
      return;
    }
    const binding = tables(rowsOf);
    if (binding === undefined || binding.rows.length === 0) return;
    this.#rowsOf(indexed, rowCells(binding), 0, entries, input);
  }

  /** What comes is added to the youngest segment, until that is large enough to stay. */
  #withYoung(input: SegmentBuilderInput): readonly SegmentArrays[] {
    const { segments } = this.version;
    if (input.criteria.length === 0 && input.rows.length === 0) return segments;
    const young = this.#young;
    const goesOn = young !== null && young.count < YOUNG_MAX;
    const builder = goesOn ? young : new SegmentBuilder(this.parts);
    // What ends half-way leaves entries behind that no version has: the builder is not used again.
    this.#young = null;
    for (const { indexed, first } of input.criteria) builder.addCriterion(indexed, first);
    for (const { indexed, cells, from, until, first } of input.rows) {
      for (const _ of builder.addRows(indexed, cells, from, until, first));
    }
    this.#young = builder;
    return [...(goesOn ? segments.slice(0, -1) : segments), builder.done(true)];
  }

  /** Everything in one segment, without what is gone. */
  merge(): IndexVersion {
    const begun = this.beginMerge();
    return this.installMerged(mergeSegments(begun), begun);
  }

  /**
   * What `mergeSegments` reads, in whatever thread. What comes from now on stands in segments of its own; a merge that was begun before this one can no
   * longer be installed.
   */
  beginMerge(): MergeInput {
    const { segments, removed, removedCount, keys } = this.version;
    const input = { segments, removed, keyCount: keys.count };
    this.#young = null;
    this.#merging = { input, removedCount };
    return input;
  }

  /** Puts what `begun` was merged to in the place of its segments; those that came since stay beside it. Throws when another merge was begun since. */
  installMerged(merged: SegmentArrays, begun: MergeInput): IndexVersion {
    const { version } = this;
    if (this.#merging?.input !== begun) throw new Error("another merge was begun since");
    const { removedCount } = this.#merging;
    this.#merging = null;
    this.version = {
      ...version,
      number: version.number + 1,
      segments: [merged, ...version.segments.slice(begun.segments.length)],
      // Bits of entries that are no longer anywhere do no harm.
      removedCount: version.removedCount - removedCount,
    };
    return this.version;
  }
}

function noTables(): undefined {
  return undefined;
}

interface Merging {
  readonly input: MergeInput;
  /** Of the version it began with: these are gone when it ends. */
  readonly removedCount: number;
}

interface SegmentBuilderInput {
  readonly criteria: { readonly indexed: IndexedCriterion; readonly first: number }[];
  readonly rows: {
    readonly indexed: IndexedCriterion;
    readonly cells: RowCells;
    readonly from: number;
    readonly until: number;
    readonly first: number;
  }[];
}

function entriesOf(entries: Entries, criterion: number): readonly number[] {
  return entries.blocks
    .filter((block) => block.criterion === criterion)
    .flatMap(({ first, size }) => Array.from({ length: size }, (_, at) => first + at));
}

/** A copy: readers of the version before go on seeing what was there. */
function withRemoved(
  { removed, removedCount }: IndexVersion,
  entries: readonly number[],
  size: number,
): { readonly removed: Int32Array; readonly count: number } {
  if (entries.length === 0) return { removed, count: removedCount };
  const words = Math.max(removed.length, (size >> 5) + 1);
  const next = new Int32Array(buffer(words * 4));
  next.set(removed);
  let count = removedCount;
  for (const entry of entries) {
    const word = next[entry >> 5] ?? 0;
    const bit = 1 << (entry & 31);
    if ((word & bit) === 0) count += 1;
    next[entry >> 5] = word | bit;
  }
  return { removed: next, count };
}

export function isRemoved(removed: Int32Array, entry: number): boolean {
  return (((removed[entry >> 5] ?? 0) >>> (entry & 31)) & 1) === 1;
}
