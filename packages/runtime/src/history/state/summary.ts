/**
 * What a run of rows came to under some filters: how many rows, and of one column how many values, their sum, squares, extremes and bins.
 *
 * Of whole blocks of long timelines it is kept until the block changes, and the bins of sixteen blocks together; of other runs it is made anew.
 */
import { histogramBin } from "@luong/spec";
import { SPAN_BLOCKS } from "./blocks.ts";
import { Histogram } from "./doubles.ts";
import { type ExactSum, SquareSum, wholeOf } from "./exact.ts";
import { IRREGULAR, type Numbers, powersOfTen } from "./numbers.ts";
import type { RowChunk } from "./row-pool.ts";
import { RUN_MAX } from "./row-pool.ts";
import type { Runs } from "./runs.ts";

/** Filters of a group that must all hold, 32 to a word. */
export interface Mask {
  readonly word: number;
  readonly bits: number;
}

export function masksOf(filters: readonly number[]): readonly Mask[] {
  const words = new Map<number, number>();
  for (const filter of filters) {
    const word = Math.floor(filter / 32);
    words.set(word, ((words.get(word) ?? 0) | (1 << (filter % 32))) >>> 0);
  }
  return [...words].map(([word, bits]) => ({ word, bits }));
}

export function holds(masks: readonly Mask[], chunk: RowChunk, place: number): boolean {
  for (const { word, bits } of masks) {
    if (((chunk.bits[word]?.[place] ?? 0) & bits) >>> 0 !== bits) return false;
  }
  return true;
}

/** Whether all filters hold, told for runs of rows: places of those for which they do. */
let places = new Int32Array(RUN_MAX);

/** Puts the places of rows that pass into `placesFound`; gives how many. */
export function select(
  masks: readonly Mask[],
  chunk: RowChunk,
  start: number,
  end: number,
): number {
  if (places.length < end - start) places = new Int32Array(end - start);
  let count = 0;
  const [first] = masks;
  const words = first === undefined ? undefined : chunk.bits[first.word];
  if (masks.length === 1 && first !== undefined && words !== undefined) {
    const { bits } = first;
    for (let place = start; place < end; place += 1) {
      if (((words[place] ?? 0) & bits) >>> 0 === bits) places[count++] = place;
    }
    return count;
  }
  for (let place = start; place < end; place += 1) {
    if (holds(masks, chunk, place)) places[count++] = place;
  }
  return count;
}

/** The places `select` found last. */
export function placesFound(): Int32Array {
  return places;
}

export interface Summary {
  /** Rows that pass. */
  readonly rows: number;
  /** Those with a value. */
  readonly values: number;
  /** Of the values × 10^places; not a number when doubles do not tell. */
  readonly whole: number;
  readonly places: number;
  readonly least: number;
  readonly greatest: number;
  squares?: bigint | null;
  pairs?: Int32Array;
}

const NO_VALUES = { whole: 0, places: 0, least: Infinity, greatest: -Infinity };

/** Loops of their own for each kind of memory: what is read here is read most. */
function summariseInts(
  ints: ArrayLike<number>,
  none: number,
  count: number,
): {
  readonly values: number;
  readonly whole: number;
  readonly least: number;
  readonly greatest: number;
} {
  let values = 0;
  let whole = 0;
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < count; at += 1) {
    const value = ints[places[at] ?? 0] ?? none;
    if (value === none) continue;
    values += 1;
    whole += value;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return { values, whole, least, greatest };
}

function summariseFloats(
  numbers: Numbers,
  floats: Float64Array,
  count: number,
): Omit<Summary, "rows"> {
  let values = 0;
  let whole = 0;
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  const isRegular = numbers.places !== IRREGULAR;
  for (let at = 0; at < count; at += 1) {
    const value = floats[places[at] ?? 0] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    values += 1;
    if (isRegular) whole += wholeOf(value, numbers.places);
    if (value < least) least = value;
    if (value > greatest) greatest = value;
    if (Math.abs(whole) > SUM_MAX) whole = Number.NaN;
  }
  return {
    values,
    whole: isRegular ? whole : Number.NaN,
    places: Math.max(0, numbers.places),
    least,
    greatest,
  };
}

/** A sum up to here took every whole number exactly. */
const SUM_MAX = 2 ** 52;

/** Of the rows of a run; `column` −1 where only rows count. */
function summarise(
  masks: readonly Mask[],
  column: number,
  chunk: RowChunk,
  start: number,
  end: number,
): Summary {
  const rows = select(masks, chunk, start, end);
  const numbers = chunk.values[column];
  if (numbers === undefined) return { rows, values: rows, ...NO_VALUES };
  if (numbers.floats !== null) return { rows, ...summariseFloats(numbers, numbers.floats, rows) };
  const found = summariseInts(numbers.ints ?? [], numbers.none, rows);
  const scale = powersOfTen[numbers.places] ?? 1;
  return {
    rows,
    values: found.values,
    whole: found.whole,
    places: numbers.places,
    least: found.least / scale,
    greatest: found.greatest / scale,
  };
}

/** Of a run of `runs`: kept where the run is a whole block. `number` tells filters and column of a group apart. */
export function summaryOf(
  runs: Runs,
  at: number,
  masks: readonly Mask[],
  column: number,
  number: number,
): Summary {
  const chunk = runs.chunks[at];
  const start = runs.starts[at] ?? 0;
  const end = runs.ends[at] ?? 0;
  if (chunk === undefined) return { rows: 0, values: 0, ...NO_VALUES };
  const block = runs.blocks[at] ?? null;
  if (block === null) return summarise(masks, column, chunk, start, end);
  const kept = block.kept[number] as Summary | undefined;
  if (kept !== undefined) return kept;
  const made = summarise(masks, column, chunk, start, end);
  block.kept[number] = made;
  return made;
}

/** The values of a run into `into` from `from` on; gives where they end. */
export function valuesInto(
  into: Float64Array,
  from: number,
  masks: readonly Mask[],
  numbers: Numbers,
  chunk: RowChunk,
  start: number,
  end: number,
): number {
  const rows = select(masks, chunk, start, end);
  let to = from;
  const { floats, none } = numbers;
  if (floats !== null) {
    for (let at = 0; at < rows; at += 1) {
      const value = floats[places[at] ?? 0] ?? Number.NaN;
      if (!Number.isNaN(value)) into[to++] = value;
    }
    return to;
  }
  const ints: ArrayLike<number> = numbers.ints ?? [];
  const scale = powersOfTen[numbers.places] ?? 1;
  for (let at = 0; at < rows; at += 1) {
    const whole = ints[places[at] ?? 0] ?? none;
    if (whole !== none) into[to++] = whole / scale;
  }
  return to;
}

/** Adds all values of `runs` up. */
export function sumInto(
  sum: ExactSum,
  runs: Runs,
  masks: readonly Mask[],
  column: number,
  number: number,
): void {
  for (let at = 0; at < runs.count; at += 1) {
    const { values, whole, places: scale } = summaryOf(runs, at, masks, column, number);
    if (values === 0) continue;
    if (!Number.isNaN(whole)) sum.addWhole(whole, scale);
    else addEach(sum, runs, at, masks, column);
  }
}

function addEach(
  sum: ExactSum,
  runs: Runs,
  at: number,
  masks: readonly Mask[],
  column: number,
): void {
  const chunk = runs.chunks[at];
  const numbers = chunk?.values[column];
  if (chunk === undefined || numbers === undefined) return;
  const start = runs.starts[at] ?? 0;
  const end = runs.ends[at] ?? 0;
  const values = new Float64Array(end - start);
  const count = valuesInto(values, 0, masks, numbers, chunk, start, end);
  for (let index = 0; index < count; index += 1) sum.addDouble(values[index] ?? 0, numbers.places);
}

/** Sum and squares of all values as whole numbers of one scale; undefined when they have too many digits. */
export function powersInto(
  runs: Runs,
  masks: readonly Mask[],
  column: number,
  number: number,
): { readonly sum: bigint; readonly squares: bigint; readonly places: number } | undefined {
  let most = 0;
  for (let at = 0; at < runs.count; at += 1)
    most = Math.max(most, summaryOf(runs, at, masks, column, number).places);
  let sum = 0n;
  let squares = 0n;
  for (let at = 0; at < runs.count; at += 1) {
    const summary = summaryOf(runs, at, masks, column, number);
    if (summary.values === 0) continue;
    const square = squaresOf(summary, runs, at, masks, column);
    if (square === null || Number.isNaN(summary.whole)) return undefined;
    const more = 10n ** BigInt(most - summary.places);
    sum += BigInt(summary.whole) * more;
    squares += square * more * more;
  }
  return { sum, squares, places: most };
}

function squaresOf(
  summary: Summary,
  runs: Runs,
  at: number,
  masks: readonly Mask[],
  column: number,
): bigint | null {
  if (summary.squares !== undefined) return summary.squares;
  const chunk = runs.chunks[at];
  const numbers = chunk?.values[column];
  if (chunk === undefined || numbers === undefined) return null;
  const start = runs.starts[at] ?? 0;
  const end = runs.ends[at] ?? 0;
  const values = new Float64Array(end - start);
  const count = valuesInto(values, 0, masks, numbers, chunk, start, end);
  const squares = new SquareSum();
  let isTold = numbers.places !== IRREGULAR;
  for (let index = 0; isTold && index < count; index += 1) {
    const whole = wholeOf(values[index] ?? 0, summary.places);
    if (Number.isNaN(whole)) isTold = false;
    else squares.add(whole);
  }
  summary.squares = isTold ? squares.result() : null;
  return summary.squares;
}

const scratch = new Histogram();
const spanScratch = new Histogram();

function pairsOf(
  runs: Runs,
  at: number,
  masks: readonly Mask[],
  column: number,
  number: number,
): Int32Array {
  const summary = summaryOf(runs, at, masks, column, number);
  if (summary.pairs !== undefined) return summary.pairs;
  const chunk = runs.chunks[at];
  const numbers = chunk?.values[column];
  if (chunk === undefined || numbers === undefined) return new Int32Array(0);
  const start = runs.starts[at] ?? 0;
  const end = runs.ends[at] ?? 0;
  const values = new Float64Array(end - start);
  const count = valuesInto(values, 0, masks, numbers, chunk, start, end);
  scratch.clear();
  for (let index = 0; index < count; index += 1) scratch.add(histogramBin(values[index] ?? 0), 1);
  summary.pairs = scratch.pairs();
  return summary.pairs;
}

/** Do runs from `at` on fill a whole span of blocks? */
function isWholeSpan(runs: Runs, at: number): boolean {
  const first = runs.numbers[at] ?? -1;
  if (first < 0 || first % SPAN_BLOCKS !== 0 || at + SPAN_BLOCKS > runs.count) return false;
  for (let index = 1; index < SPAN_BLOCKS; index += 1) {
    if (runs.numbers[at + index] !== first + index) return false;
  }
  return true;
}

/** Bins of all values. */
export function binsInto(
  into: Histogram,
  runs: Runs,
  masks: readonly Mask[],
  column: number,
  number: number,
): void {
  for (let at = 0; at < runs.count; at += 1) {
    if (runs.timeline === null || !isWholeSpan(runs, at)) {
      into.addPairs(pairsOf(runs, at, masks, column, number));
      continue;
    }
    const span = Math.floor((runs.numbers[at] ?? 0) / SPAN_BLOCKS);
    const kept = runs.timeline.spans[span] ?? [];
    runs.timeline.spans[span] = kept;
    let pairs = kept[number] as Int32Array | undefined;
    if (pairs === undefined) {
      spanScratch.clear();
      for (let index = 0; index < SPAN_BLOCKS; index += 1)
        spanScratch.addPairs(pairsOf(runs, at + index, masks, column, number));
      pairs = spanScratch.pairs();
      kept[number] = pairs;
    }
    into.addPairs(pairs);
    at += SPAN_BLOCKS - 1;
  }
}
