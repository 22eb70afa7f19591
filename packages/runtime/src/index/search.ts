/**
 * The loop over a segment: clusters of the keys that hold, guards, then verification of what is left.
 *
 * Comes in: the encoded declaration and a segment. Goes out: entries that are not false, with their truth. Three passes over short streams instead of one over
 * long records: most candidates end at the first word that is read of them.
 */
import { ALL_CLASSES } from "./classes.ts";
import type { Facts } from "./facts.ts";
import { ALWAYS } from "./key-space.ts";
import {
  COLLECTION_SHIFT,
  clusterOf,
  ENTRY_SHIFT,
  FLAG_COMPLEX,
  FLAG_REPEATED,
  NO_COLLECTION,
  type SegmentArrays,
} from "./segment.ts";
import { Verifier } from "./verify.ts";

/** Entries that are not false: numbers, flags and truths, as they were found. */
export class Found {
  count = 0;
  entry = new Int32Array(1024);
  truth = new Uint8Array(1024);
  flags = new Uint8Array(1024);

  add(entry: number, truth: number, flags: number): void {
    const at = this.count;
    if (at === this.entry.length) this.#grow();
    this.entry[at] = entry;
    this.truth[at] = truth;
    this.flags[at] = flags;
    this.count = at + 1;
  }

  #grow(): void {
    const size = this.entry.length * 2;
    const entry = new Int32Array(size);
    const truth = new Uint8Array(size);
    const flags = new Uint8Array(size);
    entry.set(this.entry);
    truth.set(this.truth);
    flags.set(this.flags);
    this.entry = entry;
    this.truth = truth;
    this.flags = flags;
  }
}

/** Entries found by several keys, remembered for one declaration. */
class Repeats {
  #entries = new Int32Array(4096);
  #turns = new Int32Array(4096);
  #places = new Int32Array(4096);
  #turn = 0;
  #used = 0;

  begin(): void {
    this.#turn += 1;
    this.#used = 0;
  }

  /** Place of the entry among what was found, −1 when it is new; it is then at `place`. */
  at(entry: number, place: number): number {
    if (this.#used * 2 > this.#entries.length) this.#grow();
    const mask = this.#entries.length - 1;
    let at = Math.imul(entry, 0x9e3779b1) & mask;
    while (this.#turns[at] === this.#turn) {
      if (this.#entries[at] === entry) return this.#places[at] ?? -1;
      at = (at + 1) & mask;
    }
    this.#turns[at] = this.#turn;
    this.#entries[at] = entry;
    this.#places[at] = place;
    this.#used += 1;
    return -1;
  }

  #grow(): void {
    const [entries, turns, places] = [this.#entries, this.#turns, this.#places];
    const size = entries.length * 2;
    this.#entries = new Int32Array(size);
    this.#turns = new Int32Array(size);
    this.#places = new Int32Array(size);
    const turn = this.#turn;
    this.#turn = 1;
    this.#used = 0;
    entries.forEach((entry, at) => {
      if (turns[at] === turn) this.at(entry, places[at] ?? -1);
    });
  }
}

/** What searching cost, in sum. */
export interface Counters {
  declarations: number;
  clusters: number;
  looked: number;
  afterGuardA: number;
  survivors: number;
}

/** Candidates of a segment whose guards they passed, in no order. */
export interface Survivors {
  readonly code: Int32Array;
  readonly count: number;
  /** Where the code of each begins. */
  readonly places: Int32Array;
  /** Verifies one of them, by its position, and gives its truth; nothing is recorded. */
  readonly truth: (at: number) => number;
}

/** Who looks on, for profiles: told once for each segment and declaration, never for each candidate. */
export interface SearchWatch {
  /** Guards are looked at from now on. */
  readonly begin: () => void;
  /** Guards are done, and candidates not verified yet. */
  readonly guarded: (survivors: Survivors) => void;
}

export class Search {
  readonly counters: Counters = {
    declarations: 0,
    clusters: 0,
    looked: 0,
    afterGuardA: 0,
    survivors: 0,
  };
  readonly #facts: Facts;
  readonly #verifier: Verifier;
  readonly #repeats = new Repeats();
  /** By cluster that is looked at: start, row of classes, mask of elements, entries. */
  #start = new Int32Array(1024);
  #row = new Int32Array(1024);
  #mask = new Int32Array(1024);
  #size = new Int32Array(1024);
  /** Candidates: place in the clusters and number of their cluster. */
  #place = new Int32Array(1 << 14);
  #cluster = new Int32Array(1 << 14);
  /** Reads ahead end up here, so that they are not optimised away. */
  #sink = 0;
  /** Null: nobody looks on. */
  watch: SearchWatch | null = null;
  #keyOfCluster = new Int32Array(1024);

  constructor(facts: Facts) {
    this.#facts = facts;
    this.#verifier = new Verifier(facts);
  }

  begin(): void {
    this.#repeats.begin();
    this.counters.declarations += 1;
  }

  /** Appends the entries of the segment that are not false to `found`. */
  run(segment: SegmentArrays, found: Found): void {
    const clusters = this.#collect(segment);
    if (clusters === 0) return;
    this.watch?.begin();
    const looked = this.#guards(segment.clusters, clusters);
    this.#verify(segment, looked, found);
  }

  /** Clusters of the keys that hold. */
  #collect(segment: SegmentArrays): number {
    const facts = this.#facts;
    const { active, activeCount, masks, chunks } = facts;
    const { domain } = facts.keys;
    const { collectionOf } = facts;
    if (this.#start.length < activeCount + 1) this.#widen(activeCount + 1);
    const { starts, sparse, clusters } = segment;
    let count = 0;
    for (let at = -1; at < activeCount; at++) {
      const key = at < 0 ? ALWAYS : (active[at] as number);
      const start = sparse
        ? clusterOf(segment, key)
        : key < starts.length - 1
          ? (starts[key] as number)
          : -1;
      if (start < 0) continue;
      const mask = key === ALWAYS ? -1 : (masks[key] as number);
      this.#start[count] = start;
      this.#mask[count] = mask;
      this.#keyOfCluster[count] = key;
      this.#size[count] = clusters[start + 1] as number;
      let row = 0;
      if (chunks === 1 && mask !== 0 && (mask & (mask - 1)) === 0) {
        const collection = collectionOf[domain[key] as number] as number;
        if (collection >= 0) row = facts.classRow(collection, 31 - Math.clz32(mask));
      }
      this.#row[count] = row;
      count += 1;
    }
    this.counters.clusters += count;
    return count;
  }

  #widen(size: number): void {
    const room = size * 2;
    this.#start = new Int32Array(room);
    this.#row = new Int32Array(room);
    this.#mask = new Int32Array(room);
    this.#size = new Int32Array(room);
    this.#keyOfCluster = new Int32Array(room);
  }

  #room(needed: number, used: number): void {
    if (needed <= this.#place.length) return;
    const size = Math.max(needed, this.#place.length * 2);
    const place = new Int32Array(size);
    const cluster = new Int32Array(size);
    place.set(this.#place.subarray(0, used));
    cluster.set(this.#cluster.subarray(0, used));
    this.#place = place;
    this.#cluster = cluster;
  }

  /** Candidates that pass guard A, B and C; their place is then that of their code. */
  #guards(clusters: Int32Array, count: number): number {
    const { rows } = this.#facts;
    let passed = 0;
    let looked = 0;
    for (let number = 0; number < count; number++) {
      const start = this.#start[number] as number;
      const row = this.#row[number] as number;
      const size = this.#size[number] as number;
      const runs = clusters[start] as number;
      this.#room(passed + size, passed);
      const places = this.#place;
      const tags = this.#cluster;
      looked += size;
      let at = start + 2 + runs;
      const end = at + size;
      for (let run = start + 2; run < start + 2 + runs; run++) {
        const head = clusters[run] as number;
        const length = head & 0xffffff;
        const classes = (rows[row + (head >>> 24)] as number) & ALL_CLASSES;
        if (classes === 0) {
          at += length;
          continue;
        }
        for (const runEnd = at + length; at < runEnd; at++) {
          if (((clusters[at] as number) & classes) !== 0) {
            places[passed] = at;
            tags[passed++] = number;
          }
        }
      }
      for (; at < end; at++) {
        const guard = clusters[at] as number;
        const meets = guard & (rows[row + (guard >>> 26)] as number) & ALL_CLASSES;
        places[passed] = at;
        tags[passed] = number;
        // 1 when a class is shared: no branch to guess.
        passed += -meets >>> 31;
      }
    }
    this.counters.looked += looked;
    this.counters.afterGuardA += passed;
    const afterB = this.#guard(clusters, passed, 1);
    const afterC = this.#guard(clusters, afterB, 1);
    this.counters.survivors += afterC;
    return afterC;
  }

  #guard(clusters: Int32Array, count: number, _step: number): number {
    const { rows } = this.#facts;
    const places = this.#place;
    const tags = this.#cluster;
    const [row, size] = [this.#row, this.#size];
    let passed = 0;
    for (let at = 0; at < count; at++) {
      const tag = tags[at] as number;
      const place = (places[at] as number) + (size[tag] as number);
      const guard = clusters[place] as number;
      const meets = guard & (rows[(row[tag] as number) + (guard >>> 26)] as number) & ALL_CLASSES;
      places[passed] = place;
      tags[passed] = tag;
      passed += -meets >>> 31;
    }
    return passed;
  }

  #verify({ clusters, code }: SegmentArrays, count: number, found: Found): void {
    const places = this.#place;
    const tags = this.#cluster;
    const { anyUnknown, chunks } = this.#facts;
    this.#verifier.use(code);
    // Code lies all over the memory: asking for all of it first lets the reads overlap.
    let touched = 0;
    for (let at = 0; at < count; at++) {
      const tag = tags[at] as number;
      const place = clusters[(places[at] as number) + (this.#size[tag] as number)] as number;
      places[at] = place;
      touched ^= code[place] as number;
    }
    this.#sink ^= touched;
    const isPlain = !anyUnknown && chunks === 1;
    if (this.watch !== null) this.#tell(this.watch, code, count, isPlain);
    for (let at = 0; at < count; at++) {
      const tag = tags[at] as number;
      const head = code[places[at] as number] as number;
      const mask = this.#mask[tag] as number;
      const truth =
        isPlain && (head & FLAG_COMPLEX) === 0
          ? this.#plain(places[at] as number, head, mask)
          : this.#truth(places[at] as number, head, this.#keyOfCluster[tag] as number);
      if (truth !== 0) this.#add(found, head, truth);
    }
  }

  #tell(watch: SearchWatch, code: Int32Array, count: number, isPlain: boolean): void {
    const places = this.#place;
    const tags = this.#cluster;
    const truth = (at: number): number => {
      const place = places[at] ?? 0;
      const tag = tags[at] ?? 0;
      const head = code[place] ?? 0;
      return isPlain && (head & FLAG_COMPLEX) === 0
        ? this.#plain(place, head, this.#mask[tag] ?? 0)
        : this.#truth(place, head, this.#keyOfCluster[tag] ?? 0);
    };
    watch.guarded({ code, count, places, truth });
  }

  #plain(place: number, head: number, mask: number): number {
    const facts = this.#facts;
    const collection = (head >>> COLLECTION_SHIFT) & 3;
    const elements = collection === NO_COLLECTION ? -1 : (facts.present[collection] as number);
    const left = mask & elements;
    return left === 0 ? 0 : this.#verifier.two(place + 1, left, 0) === 0 ? 0 : 2;
  }

  /** Over all chunks and with unknown values. */
  #truth(place: number, head: number, key: number): number {
    const facts = this.#facts;
    const verifier = this.#verifier;
    if ((head & FLAG_COMPLEX) !== 0) {
      const maybe = verifier.three(place + 1, -1, 0);
      return maybe === 0 ? 0 : verifier.certain !== 0 ? 2 : 1;
    }
    const collection = (head >>> COLLECTION_SHIFT) & 3;
    const { chunks, stride, masks, anyUnknown } = facts;
    const last = collection === NO_COLLECTION ? 1 : chunks;
    let truth = 0;
    for (let chunk = 0; chunk < last && truth < 2; chunk++) {
      const there =
        collection === NO_COLLECTION
          ? -1
          : (facts.present[chunk * facts.counts.length + collection] as number);
      const mask = there & (key === ALWAYS ? -1 : (masks[chunk * stride + key] as number));
      if (mask === 0) continue;
      if (!anyUnknown) {
        if (verifier.two(place + 1, mask, chunk) !== 0) truth = 2;
      } else if (verifier.three(place + 1, mask, chunk) !== 0) {
        truth = Math.max(truth, verifier.certain !== 0 ? 2 : 1);
      }
    }
    return truth;
  }

  #add(found: Found, head: number, truth: number): void {
    const entry = head >>> ENTRY_SHIFT;
    const flags = head & 15;
    if ((head & FLAG_REPEATED) !== 0) {
      const known = this.#repeats.at(entry, found.count);
      if (known >= 0) {
        // Found again by another element: the truer answer stands.
        if (truth > (found.truth[known] ?? 0)) found.truth[known] = truth;
        return;
      }
    }
    found.add(entry, truth, flags);
  }
}
