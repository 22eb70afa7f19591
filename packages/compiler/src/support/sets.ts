/**
 * Membership in what is bound or declared: lists, sets of a fact, code hierarchies.
 *
 * Part of every bundle. Truths are 0 false, 1 unknown, 2 true; undefined and NaN stand for what is unknown. Nothing is allocated except in
 * the memo of a code tree, which is bounded.
 */
import type { Bindings } from "@luong/runtime/abi";
import type { ListBinding } from "@luong/spec";
import { levelNumber } from "./read-facts.ts";

type Truth = 0 | 1 | 2;

export function inList(list: ListBinding | undefined, value: string, at: number): Truth {
  // NaN is a time that is unknown.
  if (list === undefined || Number.isNaN(at)) return 1;
  return list.has(value, at) ? 2 : 0;
}

export function inSet(set: readonly unknown[] | undefined, value: unknown): Truth {
  if (set === undefined) return 1;
  if (value === undefined) return set.length === 0 ? 0 : 1;
  return set.includes(value) ? 2 : 0;
}

/** Members of a list that is not dated, undefined when it is not bound. */
export function membersOf(list: ListBinding | undefined): readonly string[] | undefined {
  return list?.members(0);
}

/** `bounds` are the ends of intervals [low, high), ascending and apart. */
export function inIntervals(bounds: Float64Array, value: number): boolean {
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bounds[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  // An odd number of ends at or below it: the value lies inside an interval.
  return (low & 1) === 1;
}

/* ------------------------------------------------------------------ levels */

export function isUnder(code: string, above: string, levels: readonly number[]): boolean {
  return code === above || (levels.includes(above.length) && code.startsWith(above));
}

export function underList(
  list: ListBinding | undefined,
  code: string,
  levels: readonly number[],
  at: number,
): Truth {
  if (list === undefined || Number.isNaN(at)) return 1;
  if (list.has(code, at)) return 2;
  for (const length of levels) {
    if (length < code.length && list.has(code.slice(0, length), at)) return 2;
  }
  return 0;
}

export function underSet(
  set: readonly string[] | undefined,
  code: string,
  levels: readonly number[],
): Truth {
  if (set === undefined) return 1;
  for (const above of set) if (isUnder(code, above, levels)) return 2;
  return 0;
}

const BASE = 38;

/**
 * Ends of the intervals of `levelNumber` that hold the codes under a list's members, ascending; null when the list is not bound or a member
 * has no interval, and is then asked member by member.
 */
export function levelBounds(
  list: ListBinding | undefined,
  levels: readonly number[],
  width: number,
): Float64Array | null {
  if (list === undefined) return null;
  const intervals: (readonly [number, number])[] = [];
  for (const member of list.members(0)) {
    if (!/^[0-9A-Z]+$/.test(member) || member.length > width || !levels.includes(member.length)) {
      return null;
    }
    const low = levelNumber(member, width);
    intervals.push([low, low + BASE ** (width - member.length)]);
  }
  const ends: number[] = [];
  for (const [low, high] of intervals.sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
    const last = ends.at(-1);
    // Intervals of prefixes lie apart or inside each other; neighbours are joined.
    if (last === undefined || low > last) ends.push(low, high);
    else ends[ends.length - 1] = Math.max(last, high);
  }
  return Float64Array.from(ends);
}

/* ------------------------------------------------------------------ trees */

/** Steps after which a tree is taken to be a circle; bindings refuse circles. */
const STEPS_MAX = 100_000;

/** Walks up from a code until `holds`; unknown when a code on the way is not known. */
function climb(
  bindings: Bindings,
  tree: string,
  code: string,
  holds: (code: string) => boolean,
): Truth {
  let at = code;
  for (let step = 0; step < STEPS_MAX; step += 1) {
    if (holds(at)) return 2;
    const parent = bindings.parentOf(tree, at);
    if (parent === undefined) return 1;
    if (parent === null) return 0;
    at = parent;
  }
  return 0;
}

export function underTree(
  bindings: Bindings,
  tree: string,
  code: string,
  above: string | undefined,
): Truth {
  return above === undefined ? 1 : climb(bindings, tree, code, (at) => at === above);
}

export function underTreeList(
  bindings: Bindings,
  tree: string,
  code: string,
  list: ListBinding | undefined,
  at: number,
): Truth {
  if (list === undefined || Number.isNaN(at)) return 1;
  return climb(bindings, tree, code, (each) => list.has(each, at));
}

/** Codes remembered by one part of a tree; a stream of made-up codes must not fill the memory. */
const MEMO_MAX = 20_000;

/** The codes of a tree at or below some given ones. */
export class TreePart {
  readonly #bindings: Bindings;
  readonly #tree: string;
  readonly #tops: ReadonlySet<string>;
  readonly #memo = new Map<string, Truth>();

  constructor(bindings: Bindings, tree: string, tops: readonly string[]) {
    this.#bindings = bindings;
    this.#tree = tree;
    this.#tops = new Set(tops);
  }

  holds(code: string): Truth {
    const known = this.#memo.get(code);
    if (known !== undefined) return known;
    const truth = climb(this.#bindings, this.#tree, code, (at) => this.#tops.has(at));
    if (this.#memo.size >= MEMO_MAX) this.#memo.clear();
    this.#memo.set(code, truth);
    return truth;
  }
}

/* ------------------------------------------------------------------ overlaps */

export function anyInSet(values: readonly unknown[] | undefined, set: ReadonlySet<unknown>): Truth {
  if (values === undefined) return 1;
  for (const value of values) if (set.has(value)) return 2;
  return 0;
}

export function anyInArray(
  values: readonly unknown[] | undefined,
  others: readonly unknown[] | undefined,
): Truth {
  if (values === undefined || others === undefined) return 1;
  for (const value of values) if (others.includes(value)) return 2;
  return 0;
}

export function anyInList(
  values: readonly string[] | undefined,
  list: ListBinding | undefined,
  at: number,
): Truth {
  if (values === undefined || list === undefined || Number.isNaN(at)) return 1;
  for (const value of values) if (list.has(value, at)) return 2;
  return 0;
}

/** For `count distinct`. */
export function distinct(): Set<string | number> {
  return new Set();
}
