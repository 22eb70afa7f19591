/**
 * A part of the index: clusters of candidates by key, and the byte-code that verifies them, in two flat arrays.
 *
 * A cluster is what is looked at when its key holds in a declaration:
 *   [runs, entries][field << 24 | entries of the run …][guard A …][guard B …][guard C …][place of the code …]
 * Guards of a run stand without their field. Code is laid out in the order of clusters: [entry << 6 | collection << 4 | flags][literals …].
 */
import { CLASSES } from "./statistics.ts";

/** The entry may be found by more than one key, so it may be found twice. */
export const FLAG_REPEATED = 1;
/** Literals are not one conjunction over one element: the tree is evaluated whole. */
export const FLAG_COMPLEX = 2;
/** The criterion has the last word when this is not false. */
export const FLAG_OPAQUE = 4;
/** The criterion has the last word when this is unknown. */
export const FLAG_APPROXIMATE = 8;
export const COLLECTION_SHIFT = 4;
export const NO_COLLECTION = 3;
export const ENTRY_SHIFT = 6;
/** Entries an index can have; numbers of removed ones are not used again before the next build. */
export const ENTRIES_MAX = 2 ** (32 - ENTRY_SHIFT);

export interface SegmentArrays {
  /** By key: start of its cluster; with `sparse`, pairs of key and start in ascending order of keys. */
  readonly starts: Int32Array;
  readonly sparse: boolean;
  readonly clusters: Int32Array;
  readonly code: Int32Array;
  readonly entries: number;
}

/** Entries as the builder or a merge has them; one array per member, by number of the entry within the segment. */
export interface Loose {
  readonly count: number;
  readonly guardA: Int32Array;
  readonly guardB: Int32Array;
  readonly guardC: Int32Array;
  /** Start of the code of each entry, and its end. */
  readonly codeStart: Int32Array;
  readonly code: Int32Array;
  /** Keys by which each entry is found: `keys[keyStart[i]] … keys[keyStart[i + 1] − 1]`. */
  readonly keyStart: Int32Array;
  readonly keys: Int32Array;
}

/** Shorter runs of one field are not worth their own head. */
const RUN = 24;

function shared(length: number): Int32Array {
  const bytes = length * 4;
  return new Int32Array(
    typeof SharedArrayBuffer === "undefined"
      ? new ArrayBuffer(bytes)
      : new SharedArrayBuffer(bytes),
  );
}

/** Entries by key, as one array of entries and the place where each key's begin. */
function postings(loose: Loose, keyCount: number): { start: Int32Array; entry: Int32Array } {
  const { count, keyStart, keys } = loose;
  const total = keyStart[count] ?? 0;
  const start = new Int32Array(keyCount + 1);
  for (let at = 0; at < total; at++) {
    const key = (keys[at] ?? 0) + 1;
    start[key] = (start[key] ?? 0) + 1;
  }
  for (let key = 1; key <= keyCount; key++) start[key] = (start[key] ?? 0) + (start[key - 1] ?? 0);
  const next = start.slice();
  const entry = new Int32Array(total);
  for (let index = 0; index < count; index++) {
    for (let at = keyStart[index] ?? 0; at < (keyStart[index + 1] ?? 0); at++) {
      const key = keys[at] ?? 0;
      const place = next[key] ?? 0;
      entry[place] = index;
      next[key] = place + 1;
    }
  }
  return { start, entry };
}

class Layout {
  readonly #loose: Loose;
  readonly clusters: Int32Array;
  readonly code: Int32Array;
  #clusterAt = 0;
  #codeAt = 0;
  /** New place of an entry's code, −1 before it is laid. */
  readonly #placed: Int32Array;
  readonly #ofField = new Int32Array(64);

  constructor(loose: Loose, clusterWords: number) {
    this.#loose = loose;
    this.clusters = shared(clusterWords);
    this.code = shared(loose.codeStart[loose.count] ?? 0);
    this.#placed = new Int32Array(loose.count).fill(-1);
  }

  get clusterAt(): number {
    return this.#clusterAt;
  }

  get codeAt(): number {
    return this.#codeAt;
  }

  #place(index: number): number {
    const known = this.#placed[index] ?? -1;
    if (known >= 0) return known;
    const { code, codeStart } = this.#loose;
    const from = codeStart[index] ?? 0;
    const until = codeStart[index + 1] ?? 0;
    const at = this.#codeAt;
    for (let word = from; word < until; word++) this.code[at + word - from] = code[word] ?? 0;
    this.#codeAt = at + until - from;
    this.#placed[index] = at;
    return at;
  }

  /** Long runs of one field first, by field; the rest after them, each with its field. */
  #ordered(entries: Int32Array): {
    readonly order: Int32Array;
    readonly runs: number[];
    readonly inRuns: number;
  } {
    const { guardA } = this.#loose;
    const counts = this.#ofField.fill(0);
    const fieldOf = (index: number): number => (guardA[index] ?? 0) >>> CLASSES;
    for (const index of entries) {
      const field = fieldOf(index);
      counts[field] = (counts[field] ?? 0) + 1;
    }
    const order = new Int32Array(entries.length);
    const next = new Int32Array(64);
    const runs: number[] = [];
    let at = 0;
    for (let field = 0; field < 64; field++) {
      const size = counts[field] ?? 0;
      if (size < RUN) continue;
      next[field] = at;
      runs.push((field << 24) | size);
      at += size;
    }
    const inRuns = at;
    for (const index of entries) {
      const field = fieldOf(index);
      if ((counts[field] ?? 0) < RUN) order[at++] = index;
      else {
        const place = next[field] ?? 0;
        order[place] = index;
        next[field] = place + 1;
      }
    }
    return { order, runs, inRuns };
  }

  cluster(entries: Int32Array): void {
    const { guardA, guardB, guardC } = this.#loose;
    const { order, runs, inRuns } = this.#ordered(entries);
    const { clusters } = this;
    let at = this.#clusterAt;
    clusters[at++] = runs.length;
    clusters[at++] = order.length;
    for (const run of runs) clusters[at++] = run;
    order.forEach((index, place) => {
      const guard = guardA[index] ?? 0;
      clusters[at++] = place < inRuns ? guard & ((1 << CLASSES) - 1) : guard;
    });
    for (const index of order) clusters[at++] = guardB[index] ?? 0;
    for (const index of order) clusters[at++] = guardC[index] ?? 0;
    for (const index of order) clusters[at++] = this.#place(index);
    this.#clusterAt = at;
  }
}

/** A run's length has 24 bits; longer clusters are cut into several runs by `layOut` never: entries are below 2^26, runs below 2^24. */
const RUN_MAX = (1 << 24) - 1;

export function layOut(loose: Loose, keyCount: number, sparse: boolean): SegmentArrays {
  if (!sparse) return arrange(loose, keyCount);
  // A few entries of a large dictionary: laid out by the keys they have, then named again.
  const total = loose.keyStart[loose.count] ?? 0;
  const names = [...new Set(loose.keys.subarray(0, total))].sort((a, b) => a - b);
  const places = new Map(names.map((key, place) => [key, place]));
  const keys = loose.keys.subarray(0, total).map((key) => places.get(key) ?? 0);
  const dense = arrange({ ...loose, keys }, names.length);
  const starts = shared(names.length * 2);
  names.forEach((key, place) => {
    starts[place * 2] = key;
    starts[place * 2 + 1] = dense.starts[place] ?? 0;
  });
  return { ...dense, starts, sparse };
}

/** With a place in `starts` for every key there is. */
function arrange(loose: Loose, keyCount: number): SegmentArrays {
  const { start, entry } = postings(loose, keyCount);
  let words = 0;
  for (let key = 0; key < keyCount; key++) {
    const size = (start[key + 1] ?? 0) - (start[key] ?? 0);
    if (size > RUN_MAX) throw new RangeError("a cluster has more entries than fit");
    if (size > 0) words += 2 + size * 4 + Math.min(64, Math.floor(size / RUN));
  }
  const layout = new Layout(loose, words);
  const starts = shared(keyCount + 1);
  for (let key = 0; key < keyCount; key++) {
    const from = start[key] ?? 0;
    const until = start[key + 1] ?? 0;
    starts[key] = until > from ? layout.clusterAt : -1;
    if (until > from) layout.cluster(entry.subarray(from, until));
  }
  starts[keyCount] = layout.clusterAt;
  const { clusters, code } = layout;
  return { starts, sparse: false, clusters, code, entries: loose.count };
}

/** Start of the cluster of a key, −1 when it has none. */
export function clusterOf({ starts, sparse }: SegmentArrays, key: number): number {
  if (!sparse) return key < starts.length - 1 ? (starts[key] ?? -1) : -1;
  let low = 0;
  let high = starts.length / 2 - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = starts[middle * 2] ?? 0;
    if (found === key) return starts[middle * 2 + 1] ?? -1;
    if (found < key) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Every cluster: its key and where it starts. */
export function* clustersOf({
  starts,
  sparse,
}: SegmentArrays): Generator<readonly [number, number]> {
  if (sparse) {
    for (let at = 0; at < starts.length; at += 2) yield [starts[at] ?? 0, starts[at + 1] ?? 0];
    return;
  }
  for (let key = 0; key < starts.length - 1; key++) {
    const start = starts[key] ?? -1;
    if (start >= 0) yield [key, start];
  }
}

export function bytesOf({ starts, clusters, code }: SegmentArrays): number {
  return starts.byteLength + clusters.byteLength + code.byteLength;
}
