/**
 * Which of a fixed number of declarations does a criterion fire on? For the ground truth, and for the tuned workload.
 *
 * Comes in: declarations. Goes out: the answer of brute force, a thousand times sooner for a thousand declarations: only the items that pass the rarest
 * predicate are looked at. No engine of the benchmark: it knows all declarations beforehand, an engine knows all criteria.
 */
import { type Criterion, holds, type Predicate, type Range } from "./criteria.ts";
import type { Declaration, Item } from "./declarations.ts";
import {
  type CategoryName,
  goodsLevels,
  headerFields,
  isItemField,
  itemFields,
  type MeasureName,
} from "./fields.ts";

/** Numbers of pairs (declaration, item). */
type Pairs = ArrayLike<number>;

interface Sorted {
  readonly values: Float64Array;
  readonly pairs: Int32Array;
}

const none: Pairs = [];

export class Postings {
  private readonly declarations: readonly Declaration[];
  private readonly place: number[] = [];
  private readonly items: Item[] = [];
  /** By `field value`; goods codes also by their beginnings. */
  private readonly categories = new Map<string, number[]>();
  private readonly measures = new Map<string, Sorted>();

  constructor(declarations: readonly Declaration[]) {
    this.declarations = declarations;
    for (const [place, { items }] of declarations.entries()) {
      for (const item of items) {
        this.place.push(place);
        this.items.push(item);
      }
    }
    for (const [name, { kind }] of [...Object.entries(headerFields), ...Object.entries(itemFields)])
      if (kind === "measure") this.measures.set(name, this.sorted(name as MeasureName));
    for (const pair of this.items.keys()) this.addCategories(pair);
  }

  /** Positions of the declarations, ascending. */
  firing(criterion: Criterion): number[] {
    const found = new Set<number>();
    this.scan(criterion, (place) => {
      found.add(place);
      return true;
    });
    return [...found].sort((a, b) => a - b);
  }

  fires(criterion: Criterion): boolean {
    let any = false;
    this.scan(criterion, () => {
      any = true;
      return false;
    });
    return any;
  }

  /** `found` says whether to go on. */
  private scan({ predicates }: Criterion, found: (place: number) => boolean): void {
    const rarest = this.rarest(predicates);
    if (rarest === undefined)
      throw new Error("a criterion without a predicate that can be looked up");
    for (const pairs of this.lists(rarest)) {
      for (let index = 0; index < pairs.length; index += 1) {
        const pair = pairs[index] as number;
        const place = this.place[pair] as number;
        const declaration = this.declarations[place] as Declaration;
        const item = this.items[pair] as Item;
        if (predicates.every((each) => holds(each, declaration, item)) && !found(place)) return;
      }
    }
  }

  private rarest(predicates: readonly Predicate[]): Predicate | undefined {
    let best: Predicate | undefined;
    let least = Infinity;
    for (const predicate of predicates) {
      if (predicate.op === "or" || predicate.op === "notIn") continue;
      const count = this.lists(predicate).reduce((sum, pairs) => sum + pairs.length, 0);
      if (count < least) {
        least = count;
        best = predicate;
      }
    }
    return best;
  }

  private lists(predicate: Predicate): readonly Pairs[] {
    switch (predicate.op) {
      case "eq":
        return [this.with(predicate.field, predicate.value)];
      case "in":
        return predicate.values.map((value) => this.with(predicate.field, value));
      case "prefix":
        return [this.with("hs", predicate.value)];
      case "tag":
        return [this.with("watch_tags", predicate.value)];
      case "range":
        return [this.within(predicate)];
      case "or":
      case "notIn":
        return [];
    }
  }

  private with(field: CategoryName | "watch_tags", value: string): Pairs {
    return this.categories.get(`${field} ${value}`) ?? none;
  }

  private within({ field, low = -Infinity, high = Infinity }: Range): Pairs {
    const sorted = this.measures.get(field);
    if (sorted === undefined) return none;
    const from = firstAtLeast(sorted.values, low);
    const until = high === Infinity ? sorted.values.length : firstAbove(sorted.values, high);
    return sorted.pairs.subarray(from, Math.max(from, until));
  }

  private addCategories(pair: number): void {
    const declaration = this.declarations[this.place[pair] ?? 0] as Declaration;
    const item = this.items[pair] as Item;
    for (const [name, field] of Object.entries(headerFields))
      if (field.kind === "category") this.add(name, Reflect.get(declaration, name), pair);
    for (const [name, field] of Object.entries(itemFields))
      if (field.kind === "category" && name !== "hs") this.add(name, Reflect.get(item, name), pair);
    for (const digits of goodsLevels) this.add("hs", item.hs.slice(0, digits), pair);
    for (const tag of declaration.watch_tags) this.add("watch_tags", tag, pair);
  }

  private add(field: string, value: string, pair: number): void {
    const key = `${field} ${value}`;
    const pairs = this.categories.get(key);
    if (pairs === undefined) this.categories.set(key, [pair]);
    else pairs.push(pair);
  }

  private sorted(name: MeasureName): Sorted {
    const inItem = isItemField(name);
    const measured = (pair: number): number =>
      Reflect.get(
        (inItem ? this.items[pair] : this.declarations[this.place[pair] ?? 0]) ?? {},
        name,
      );
    const pairs = Int32Array.from(this.items.keys()).sort((a, b) => measured(a) - measured(b));
    return { pairs, values: Float64Array.from(pairs, measured) };
  }
}

function firstAtLeast(values: Float64Array, bound: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

function firstAbove(values: Float64Array, bound: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) <= bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
