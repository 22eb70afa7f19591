/**
 * Several segments → one, without entries that are gone. Arrays in, arrays out, so that another thread can do it.
 *
 * Entries keep their code, guards and keys: nothing is compiled or chosen again. What is gone gives its memory back.
 */
import { Words } from "./growable.ts";
import {
  bytesOf,
  clustersOf,
  ENTRY_SHIFT,
  type Loose,
  layOut,
  type SegmentArrays,
} from "./segment.ts";
import { CLASSES } from "./statistics.ts";

/** Keys and guards of a segment's entries, read back from its clusters. */
interface Read {
  /** Place of the code → number of the entry. */
  readonly numbers: Map<number, number>;
}

interface Sink {
  readonly guards: readonly [Words, Words, Words];
  readonly code: Words;
  readonly codeStart: Words;
  /** Pairs of entry and key, in no order. */
  readonly pairs: Words;
  count: number;
}

/** Guard A of each candidate of a cluster, its field put back. */
function guardsA(clusters: Int32Array, start: number): Int32Array {
  const runs = clusters[start] ?? 0;
  const size = clusters[start + 1] ?? 0;
  const from = start + 2 + runs;
  const guards = clusters.slice(from, from + size);
  let at = 0;
  for (let run = start + 2; run < from; run++) {
    const head = clusters[run] ?? 0;
    for (const end = at + (head & 0xffffff); at < end; at++) {
      guards[at] = (guards[at] ?? 0) | ((head >>> 24) << CLASSES);
    }
  }
  return guards;
}

function readSegment(
  segment: SegmentArrays,
  ends: Int32Array,
  removed: Int32Array,
  sink: Sink,
): void {
  const { clusters, code } = segment;
  const read: Read = { numbers: new Map() };
  for (const [key, start] of clustersOf(segment)) {
    const runs = clusters[start] ?? 0;
    const size = clusters[start + 1] ?? 0;
    const first = start + 2 + runs;
    const guards = guardsA(clusters, start);
    for (let at = 0; at < size; at++) {
      const place = clusters[first + 3 * size + at] ?? 0;
      const entry = (code[place] ?? 0) >>> ENTRY_SHIFT;
      if ((((removed[entry >> 5] ?? 0) >>> (entry & 31)) & 1) === 1) continue;
      let number = read.numbers.get(place);
      if (number === undefined) {
        number = sink.count++;
        read.numbers.set(place, number);
        sink.guards[0].push(guards[at] ?? 0);
        sink.guards[1].push(clusters[first + size + at] ?? 0);
        sink.guards[2].push(clusters[first + 2 * size + at] ?? 0);
        sink.codeStart.push(sink.code.length);
        sink.code.pushAll(code, place, ends[place] ?? code.length);
      }
      sink.pairs.push(number);
      sink.pairs.push(key);
    }
  }
}

/** Where the code of each entry ends, by where it starts. */
function codeEnds(segment: SegmentArrays): Int32Array {
  const { clusters, code } = segment;
  const isStart = new Uint8Array(code.length + 1);
  for (const [, start] of clustersOf(segment)) {
    const runs = clusters[start] ?? 0;
    const size = clusters[start + 1] ?? 0;
    const refs = start + 2 + runs + 3 * size;
    for (let at = refs; at < refs + size; at++) isStart[clusters[at] ?? 0] = 1;
  }
  const ends = new Int32Array(code.length + 1);
  let end = code.length;
  for (let place = code.length - 1; place >= 0; place--) {
    ends[place] = end;
    if (isStart[place] === 1) end = place;
  }
  return ends;
}

/** What a merge reads: arrays and plain values, so another thread can be handed it. */
export interface MergeInput {
  readonly segments: readonly SegmentArrays[];
  /** One bit for each entry that is gone. */
  readonly removed: Int32Array;
  readonly keyCount: number;
}

export function mergeSegments({ segments, removed, keyCount }: MergeInput): SegmentArrays {
  const sink: Sink = {
    guards: [new Words(), new Words(), new Words()],
    code: new Words(segments.reduce((sum, each) => sum + each.code.length, 16)),
    codeStart: new Words(),
    pairs: new Words(segments.reduce((sum, each) => sum + bytesOf(each) / 8, 16) | 0),
    count: 0,
  };
  for (const segment of segments) readSegment(segment, codeEnds(segment), removed, sink);
  sink.codeStart.push(sink.code.length);
  const loose: Loose = {
    count: sink.count,
    guardA: sink.guards[0].data,
    guardB: sink.guards[1].data,
    guardC: sink.guards[2].data,
    codeStart: sink.codeStart.data,
    code: sink.code.data,
    ...keysByEntry(sink),
  };
  return layOut(loose, keyCount, false);
}

function keysByEntry({ pairs, count }: Sink): Pick<Loose, "keyStart" | "keys"> {
  const keyStart = new Int32Array(count + 1);
  for (let at = 0; at < pairs.length; at += 2) {
    const entry = (pairs.data[at] ?? 0) + 1;
    keyStart[entry] = (keyStart[entry] ?? 0) + 1;
  }
  for (let entry = 1; entry <= count; entry++) {
    keyStart[entry] = (keyStart[entry] ?? 0) + (keyStart[entry - 1] ?? 0);
  }
  const next = keyStart.slice();
  const keys = new Int32Array(pairs.length / 2);
  for (let at = 0; at < pairs.length; at += 2) {
    const entry = pairs.data[at] ?? 0;
    const place = next[entry] ?? 0;
    keys[place] = pairs.data[at + 1] ?? 0;
    next[entry] = place + 1;
  }
  return { keyStart, keys };
}
