/**
 * An index explained: how each criterion is found, how often, which clusters are hot, what it weighs.
 *
 * Comes in: an index and the share of declarations in which each key holds, measured (`profile.ts`) or assumed (`key-meaning.ts`). Goes out: plain data by
 * criterion, for `luong plan` and `luong decide --profile`. It reads what the index really holds, so changed and loaded indexes are explained as well.
 */
import { type KeyKind, type KeyMeaning, keyMeaning, type ShareOfKey } from "./key-meaning.ts";
import { eachPosting, type Posting } from "./postings.ts";
import type { PredicateIndex } from "./predicate-index.ts";
import { FLAG_OPAQUE } from "./segment.ts";

/** An entry whose key holds in this share of declarations is as good as looked at in all. */
const SCANNED = 0.95;

/** One way a criterion's entries are found. */
export interface Access {
  readonly kind: KeyKind;
  /** Number of the slot in the plan; −1 when every declaration is looked at. */
  readonly slot: number;
  /** As criteria write it; empty for `always`. */
  readonly fact: string;
  /** Its keys hold in nearly every declaration, or there is none. */
  readonly scanned: boolean;
  /** Entries found this way; one that is found by several keys of a fact counts once. */
  readonly entries: number;
  /** Expected candidates in a declaration. */
  readonly candidates: number;
  /** The first values, in the order of the dictionary, and how many there are. */
  readonly values: readonly string[];
  readonly valueCount: number;
}

export interface CriterionAccess {
  /** Position in the criteria. */
  readonly criterion: number;
  /**
   * A criterion without rows is one entry, or one for each row of its `decide`; else one for each row (and row of `decide`). What can never hold is none.
   */
  readonly entries: number;
  /** Expected candidates in a declaration. */
  readonly candidates: number;
  /** Most entries first. */
  readonly access: readonly Access[];
  /** Entries that are looked at in nearly every declaration. */
  readonly scanned: number;
  /** Places in the bound table of rows with such entries, ascending: the first ones, and how many. */
  readonly scannedRows: readonly number[];
  readonly scannedRowCount: number;
  /** Entries about which the criterion itself has the last word. */
  readonly open: number;
}

export interface HotCluster {
  readonly key: KeyMeaning;
  readonly entries: number;
  /** Share of declarations in which it is looked at. */
  readonly share: number;
}

export interface IndexDescription {
  /** By position; of a criterion that is gone, or whose rows are none, with no entries. */
  readonly criteria: readonly CriterionAccess[];
  readonly entries: number;
  /** Expected candidates in a declaration. */
  readonly candidates: number;
  readonly clusters: number;
  /** Those with the most expected candidates, first. */
  readonly hot: readonly HotCluster[];
  /** Entries by how many guards turn them away before they are verified: none, one, two, three. */
  readonly guards: readonly number[];
  readonly bytes: {
    /** By key, where its cluster begins. */
    readonly starts: number;
    readonly clusters: number;
    readonly code: number;
    readonly dictionary: number;
  };
}

/** How much is listed. */
export interface DescribeLimits {
  readonly values?: number;
  readonly rows?: number;
  readonly clusters?: number;
}

/** What is counted of one domain; where the value is unknown the entry is found by another key of the same. */
class AccessCount {
  kind: KeyKind;
  readonly slot: number;
  readonly fact: string;
  readonly scanned: boolean;
  entries = 0;
  candidates = 0;
  readonly values: string[] = [];
  valueCount = 0;
  private lastKey = -1;
  private readonly kept: number;

  constructor({ kind, slot, fact }: KeyMeaning, scanned: boolean, kept: number) {
    this.scanned = scanned;
    this.kind = kind;
    this.slot = slot;
    this.fact = fact;
    this.kept = kept;
  }

  add(key: number, { kind, text }: KeyMeaning, share: number, isFirst: boolean): void {
    this.candidates += share;
    if (isFirst) this.entries += 1;
    // Clusters are walked key by key, so a key that is new is another than the last.
    if (key === this.lastKey) return;
    this.lastKey = key;
    if (kind !== "unknown") this.kind = kind;
    if (text === "") return;
    this.valueCount += 1;
    if (this.values.length < this.kept) this.values.push(text);
  }

  done(): Access {
    const { kind, slot, fact, scanned, entries, candidates, values, valueCount } = this;
    return { kind, slot, fact, scanned, entries, candidates, values, valueCount };
  }
}

class CriterionCount {
  private entries = 0;
  private open = 0;
  private scanned = 0;
  private readonly rows = new Set<number>();
  private readonly access = new Map<string, AccessCount>();
  private readonly limits: Required<DescribeLimits>;

  constructor(limits: Required<DescribeLimits>) {
    this.limits = limits;
  }

  add(posting: Posting, meaning: KeyMeaning, share: number, isFirst: boolean): void {
    const { key, flags } = posting;
    const isScanned = share >= SCANNED;
    if (isFirst) {
      this.entries += 1;
      if ((flags & FLAG_OPAQUE) !== 0) this.open += 1;
    }
    const name = `${meaning.domain} ${meaning.kind === "present"} ${isScanned}`;
    let own = this.access.get(name);
    if (own === undefined) {
      own = new AccessCount(meaning, isScanned, this.limits.values);
      this.access.set(name, own);
    }
    own.add(key, meaning, share, isFirst);
  }

  /** Once for an entry one of whose keys holds in nearly every declaration. */
  scan({ entry, block }: Posting): void {
    this.scanned += 1;
    if (block.fromRow < 0) return;
    this.rows.add(block.fromRow + Math.floor((entry - block.first) / block.lines));
  }

  done(criterion: number): CriterionAccess {
    const access = [...this.access.values()]
      .map((each) => each.done())
      .sort((a, b) => b.entries - a.entries || b.candidates - a.candidates);
    const rows = [...this.rows].sort((a, b) => a - b);
    return {
      criterion,
      entries: this.entries,
      candidates: access.reduce((sum, { candidates }) => sum + candidates, 0),
      access,
      scanned: this.scanned,
      scannedRows: rows.slice(0, this.limits.rows),
      scannedRowCount: rows.length,
      open: this.open,
    };
  }
}

/** The clusters with the most expected candidates; kept short while it grows. */
class Hottest {
  private found: HotCluster[] = [];
  private readonly kept: number;

  constructor(kept: number) {
    this.kept = kept;
  }

  add(cluster: HotCluster): void {
    this.found.push(cluster);
    if (this.found.length >= 64 + this.kept * 4) this.found = [...this.first()];
  }

  first(): readonly HotCluster[] {
    return this.found
      .toSorted((a, b) => b.entries * b.share - a.entries * a.share || b.entries - a.entries)
      .slice(0, this.kept);
  }
}

/** One bit for each entry. */
class Marks {
  private readonly bits: Uint8Array;

  constructor(entries: number) {
    this.bits = new Uint8Array((entries >> 3) + 1);
  }

  /** Was it not marked before? */
  mark(entry: number): boolean {
    const before = this.bits[entry >> 3] ?? 0;
    const bit = 1 << (entry & 7);
    this.bits[entry >> 3] = before | bit;
    return (before & bit) === 0;
  }
}

export function describeIndex(
  index: PredicateIndex,
  shareOf: ShareOfKey,
  { values = 20, rows = 10, clusters = 10 }: DescribeLimits = {},
): IndexDescription {
  const limits = { values, rows, clusters };
  const { version } = index;
  const criteria = version.criteria.map(() => new CriterionCount(limits));
  const hottest = new Hottest(limits.clusters);
  const guards = [0, 0, 0, 0];
  const met = new Marks(version.entries.count);
  const scanned = new Marks(version.entries.count);
  const cluster = { key: -1, meaning: keyMeaning(index, 0), share: 0, size: 0, count: 0 };
  let sum = 0;
  const closeCluster = (): void => {
    if (cluster.size === 0) return;
    cluster.count += 1;
    sum += cluster.size * cluster.share;
    hottest.add({ key: cluster.meaning, entries: cluster.size, share: cluster.share });
  };
  eachPosting(version, (posting) => {
    const { key, entry, block } = posting;
    if (key !== cluster.key) {
      closeCluster();
      cluster.key = key;
      cluster.meaning = keyMeaning(index, key);
      cluster.share = shareOf(key);
      cluster.size = 0;
    }
    cluster.size += 1;
    const isFirst = met.mark(entry);
    if (isFirst) guards[posting.guards] = (guards[posting.guards] ?? 0) + 1;
    const criterion = criteria[block.criterion];
    criterion?.add(posting, cluster.meaning, cluster.share, isFirst);
    if (cluster.share >= SCANNED && scanned.mark(entry)) criterion?.scan(posting);
  });
  closeCluster();
  const described = criteria.map((each, criterion) => each.done(criterion));
  return {
    criteria: described,
    entries: described.reduce((total, { entries }) => total + entries, 0),
    candidates: sum,
    clusters: cluster.count,
    hot: hottest.first(),
    guards,
    bytes: bytesOf(index),
  };
}

function bytesOf({ version }: PredicateIndex): IndexDescription["bytes"] {
  const total = (of: "starts" | "clusters" | "code"): number =>
    version.segments.reduce((sum, segment) => sum + segment[of].byteLength, 0);
  return {
    starts: total("starts"),
    clusters: total("clusters"),
    code: total("code"),
    dictionary: version.keys.bytes,
  };
}
