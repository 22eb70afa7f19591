/**
 * Criteria of the workload: seeded, `criterion(i)` a pure function of i, so that the first n of them are a beginning of the first 10 n.
 *
 * Each is a conjunction of 2 to 8 predicates about one goods item and its declaration: "some item exists such that all hold". What they mean is
 * `matches`, the brute force every engine is compared with.
 */
import { type Declaration, type Item, rounded } from "./declarations.ts";
import {
  type CategoryName,
  categoryOf,
  goodsLevels,
  isItemField,
  type MeasureName,
  measureOf,
  measures,
  middleCategories,
  smallCategories,
  watchTags,
} from "./fields.ts";
import { normalQuantile, Random, Zipf } from "./random.ts";

export interface Equals {
  readonly op: "eq";
  readonly field: CategoryName;
  readonly value: string;
}

/** Closed; one of the ends is there. */
export interface Range {
  readonly op: "range";
  readonly field: MeasureName;
  readonly low?: number;
  readonly high?: number;
}

export type Predicate =
  | Equals
  | Range
  | {
      readonly op: "in" | "notIn";
      readonly field: CategoryName;
      readonly values: readonly string[];
    }
  /** The code of goods begins with these digits: 4, 6, 8 or 10. */
  | { readonly op: "prefix"; readonly value: string }
  /** A trader is on this watch list. */
  | { readonly op: "tag"; readonly value: string }
  | { readonly op: "or"; readonly of: readonly [Equals, Range] };

export interface Criterion {
  /** Position in the workload, from 0. */
  readonly id: number;
  readonly kind: "anchored" | "ranges" | "broad";
  readonly predicates: readonly Predicate[];
}

const STREAM = 2;

/** `attempt` counts the candidates for this position; W1 takes 0. */
export function criterion(id: number, seed: number, attempt = 0): Criterion {
  const random = new Random(STREAM, seed, id, attempt);
  const share = random.next();
  const kind = share < 0.7 ? "anchored" : share < 0.9 ? "ranges" : "broad";
  const { predicates, length } = beginnings[kind](random);
  fill(predicates, length, random);
  return { id, kind, predicates };
}

interface Beginning {
  readonly predicates: Predicate[];
  /** Predicates it is to have in the end. */
  readonly length: number;
}

const beginnings: Readonly<Record<Criterion["kind"], (random: Random) => Beginning>> = {
  anchored: (random) => {
    const length = random.between(2, 8);
    const share = random.next();
    if (share < 0.55) return { length, predicates: [goodsPrefix(random, [0.3, 0.65, 0.85])] };
    if (share < 0.75) return { length, predicates: [equals("importer", random)] };
    if (share < 0.85) return { length, predicates: [equals("exporter", random)] };
    const predicates = [equals("origin", random), goodsPrefix(random, [0.6])];
    return { length: Math.max(3, length), predicates };
  },
  ranges: (random) => {
    const length = random.between(4, 8);
    const first = range(random, 0.03 + 0.1 * random.next());
    const set = setOf("in", random.pick(middleCategories), 2, 8, random);
    let second = range(random, 0.05 + 0.2 * random.next());
    while (second.field === first.field) second = range(random, 0.05 + 0.2 * random.next());
    return { length, predicates: [first, set, second] };
  },
  broad: (random) => {
    const length = random.between(3, 6);
    const small = equals(random.pick(smallCategories), random);
    const narrow = range(random, 0.02 + 0.1 * random.next());
    return { length, predicates: [small, narrow, equals(random.pick(broadCategories), random)] };
  },
};

const broadCategories = [
  "dispatch",
  "procedure",
  "office_entry",
  "destination",
  "nationality",
  "document_code",
  "item_procedure",
] as const satisfies readonly CategoryName[];

/** One predicate a field, and one `or` a criterion. */
function fill(predicates: Predicate[], length: number, random: Random): void {
  for (let tries = 0; predicates.length < length && tries < 30; tries += 1) {
    const more = extra(random);
    if (!predicates.some((each) => subjectOf(each) === subjectOf(more))) predicates.push(more);
  }
}

function subjectOf(predicate: Predicate): string {
  switch (predicate.op) {
    case "prefix":
      return "hs";
    case "tag":
    case "or":
      return predicate.op;
    default:
      return predicate.field;
  }
}

function extra(random: Random): Predicate {
  const share = random.next();
  if (share < 0.22) return equals(random.pick(middleCategories), random);
  if (share < 0.42) return setOf("in", random.pick(middleCategories), 2, 8, random);
  if (share < 0.55) return equals(random.pick(smallCategories), random);
  if (share < 0.63) return setOf("notIn", random.pick(middleCategories), 1, 5, random);
  if (share < 0.66) return { op: "tag", value: random.pick(watchTags) };
  if (share < 0.7)
    return { op: "or", of: [equals(random.pick(middleCategories), random), range(random, 0.2)] };
  return range(random, 0.1 + random.next() * 0.5);
}

function sought(field: CategoryName, random: Random): string {
  const { values, sought: exponent } = categoryOf(field);
  return values[Zipf.of(values.length, exponent).draw(random)] ?? "";
}

function equals(field: CategoryName, random: Random): Equals {
  return { op: "eq", field, value: sought(field, random) };
}

function setOf(
  op: "in" | "notIn",
  field: CategoryName,
  least: number,
  most: number,
  random: Random,
): Predicate {
  const count = random.between(least, most);
  const values = new Set<string>();
  for (let tries = 0; values.size < count && tries < 50; tries += 1)
    values.add(sought(field, random));
  return { op, field, values: [...values].sort() };
}

/** `shares`: of prefixes of at most 4, 6, 8 digits. */
function goodsPrefix(random: Random, shares: readonly number[]): Predicate {
  const code = sought("hs", random);
  const share = random.next();
  const level = shares.findIndex((each) => share <= each);
  const digits = goodsLevels[level < 0 ? shares.length : level] ?? 10;
  return { op: "prefix", value: code.slice(0, digits) };
}

/** Holds for about `selectivity` of the values declared. */
function range(random: Random, selectivity: number): Range {
  const field = random.pick(measures);
  const share = random.next();
  if (share < 0.45) return { op: "range", field, low: quantile(field, 1 - selectivity, random) };
  if (share < 0.65) return { op: "range", field, high: quantile(field, selectivity, random) };
  const from = random.next() * (1 - selectivity);
  const ends = [quantile(field, from, random), quantile(field, from + selectivity, random)];
  return { op: "range", field, low: Math.min(...ends), high: Math.max(...ends) };
}

/** Thresholds as people write them: two digits, four times in five. */
function quantile(field: MeasureName, share: number, random: Random): number {
  const { of, decimals } = measureOf(field);
  if ("below" in of) return Math.round(share * of.below);
  const deviations = normalQuantile(Math.min(0.9995, Math.max(0.0005, share)));
  const value = Math.exp(of.mean + of.deviation * deviations);
  const written = random.next() < 0.8 ? Number(value.toPrecision(2)) : value;
  return rounded(written, decimals);
}

/* ------------------------------------------------------------------ meaning */

/** Does not depend on the item. */
export function isAboutHeader(predicate: Predicate): boolean {
  switch (predicate.op) {
    case "prefix":
      return false;
    case "tag":
      return true;
    case "or":
      return predicate.of.every(isAboutHeader);
    default:
      return !isItemField(predicate.field);
  }
}

export function holds(predicate: Predicate, declaration: Declaration, item: Item): boolean {
  switch (predicate.op) {
    case "eq":
      return categoryValue(predicate.field, declaration, item) === predicate.value;
    case "in":
      return predicate.values.includes(categoryValue(predicate.field, declaration, item));
    case "notIn":
      return !predicate.values.includes(categoryValue(predicate.field, declaration, item));
    case "range": {
      const value = measureValue(predicate.field, declaration, item);
      return value >= (predicate.low ?? -Infinity) && value <= (predicate.high ?? Infinity);
    }
    case "prefix":
      return item.hs.startsWith(predicate.value);
    case "tag":
      return declaration.watch_tags.includes(predicate.value);
    case "or":
      return predicate.of.some((each) => holds(each, declaration, item));
  }
}

function categoryValue(field: CategoryName, declaration: Declaration, item: Item): string {
  const from: Readonly<Record<string, unknown>> = isItemField(field) ? item : declaration;
  return from[field] as string;
}

function measureValue(field: MeasureName, declaration: Declaration, item: Item): number {
  const from: Readonly<Record<string, unknown>> = isItemField(field) ? item : declaration;
  return from[field] as number;
}

/** Brute force: the meaning of a criterion, word for word. */
export function matches({ predicates }: Criterion, declaration: Declaration): boolean {
  return declaration.items.some((item) =>
    predicates.every((predicate) => holds(predicate, declaration, item)),
  );
}
