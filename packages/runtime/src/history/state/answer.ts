/**
 * A node of the plan that columns answer: runs of rows in, the value in, exactly as the reference gives it.
 *
 * Undefined where columns do not tell, so that rows are read instead: causes of unknown bodies, sums over nothing among amounts of several currencies, values of
 * more digits than doubles hold together. Never wrong, at most undefined.
 */
import {
  type Answering,
  aggregateSpec,
  divideRationals,
  EXACT_VALUES_MAX,
  histogramMiddle,
  type NodePlan,
  periodAt,
  periodsIn,
  type Rational,
  type Result,
  type RowsNode,
  type RowsQuery,
  rationalFromExact,
  rationalFromInteger,
  rationalFromNumber,
  seriesEnd,
  type Type,
  type UnknownKind,
  type Value,
  valueFromLiteral,
} from "@luong/spec";
import {
  deviationFrom,
  deviationOf,
  Histogram,
  percentileOf,
  rankOf,
  spreadOf,
} from "./doubles.ts";
import { ExactSum, quotient, shareOf } from "./exact.ts";
import { IRREGULAR } from "./numbers.ts";
import type { ReadContext } from "./read-context.ts";
import type { RowReader } from "./row-reader.ts";
import type { Runs } from "./runs.ts";
import {
  binsInto,
  holds,
  type Mask,
  masksOf,
  placesFound,
  powersInto,
  select,
  sumInto,
  summaryOf,
  valuesInto,
} from "./summary.ts";

type Aggregate = Extract<RowsNode, { readonly kind: "rowsAggregate" }>;
type Quantifier = Extract<RowsNode, { readonly kind: "rowsQuantifier" }>;
type Columns = Extract<Answering, { readonly kind: "columns" }>;

const half = rationalFromNumber(0.5);
const hundred = rationalFromInteger(100);

function unknown(kind: UnknownKind): Result {
  return { kind: "unknown", causes: [{ kind, subject: "" }] };
}

const tooFew = unknown("too few rows");
const unitsDiffer = unknown("units differ");

function countValue(count: number): Value {
  return { kind: "number", value: { n: BigInt(count), d: 1n } };
}

/** Units of the values of a question. */
type Units =
  /** All alike; `tag` is one of theirs. `isOne`: they have the same tag. */
  | { readonly kind: "alike"; readonly tag: number; readonly isOne: boolean }
  | { readonly kind: "differ" }
  /** Some have none, others do. */
  | { readonly kind: "open" };

/** Numbers for the filters and column of the questions of one group, under which summaries are kept. */
export class QuestionNumbers {
  readonly #numbers = new Map<string, number>();

  of(masks: readonly Mask[], column: number): number {
    const text = JSON.stringify([masks, column]);
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(text, number);
    }
    return number;
  }
}

let values = new Float64Array(1024);
let periods = new Int32Array(1024);
const sum = new ExactSum();
const histogram = new Histogram();
/** When a text was last met, by its number: to count different ones. */
let stamps = new Uint32Array(1024);
let stamp = 0;

export class Answer {
  readonly #node: RowsNode;
  readonly #reader: RowReader;
  readonly #context: ReadContext;
  readonly #masks: readonly Mask[];
  /** −1: none is needed. */
  readonly #column: number;
  readonly #per: number;
  readonly #number: number;
  readonly #share: Rational;
  readonly #lengthMs: Rational | null;

  constructor(
    { node }: NodePlan,
    answer: Columns,
    reader: RowReader,
    context: ReadContext,
    numbers: QuestionNumbers,
  ) {
    this.#node = node;
    this.#reader = reader;
    this.#context = context;
    this.#masks = masksOf(answer.filters);
    this.#column = answer.column ?? -1;
    this.#per = answer.per ?? -1;
    this.#number = numbers.of(this.#masks, this.#column);
    const rank = node.kind === "rowsAggregate" ? node.rank : undefined;
    this.#share = rank === undefined ? half : divideRationals(rationalFromExact(rank), hundred);
    this.#lengthMs = lengthOf(node);
  }

  /** The answer to a question whose rows are in `runs`. */
  of(runs: Runs, query: RowsQuery): Result | undefined {
    const { selection } = this.#node;
    if (selection.latest !== undefined) this.#keepLatest(runs, selection.latest);
    if (this.#node.kind === "rowsQuantifier") return this.#quantified(this.#node, runs);
    if (selection.minimum !== undefined && this.#rows(runs) < selection.minimum) return tooFew;
    return this.#node.series === undefined
      ? this.#aggregate(this.#node, runs)
      : this.#series(this.#node, this.#node.series, runs, query);
  }

  /* ---------------------------------------------------------------- rows */

  #rows(runs: Runs): number {
    if (this.#masks.length === 0) return runs.rows;
    let rows = 0;
    for (let at = 0; at < runs.count; at += 1)
      rows += summaryOf(runs, at, this.#masks, this.#column, this.#number).rows;
    return rows;
  }

  /** Leaves the last rows of those that pass. */
  #keepLatest(runs: Runs, latest: number): void {
    let left = latest;
    for (let at = runs.count - 1; at >= 0; at -= 1) {
      const chunk = runs.chunks[at];
      const start = runs.starts[at] ?? 0;
      for (let place = (runs.ends[at] ?? 0) - 1; place >= start; place -= 1) {
        if (chunk === undefined || !holds(this.#masks, chunk, place)) continue;
        left -= 1;
        if (left === 0) {
          runs.beginAt(at, place);
          return;
        }
      }
    }
    if (latest === 0) runs.clear();
  }

  /** Of the column: values there are. */
  #count(runs: Runs): number {
    let count = 0;
    for (let at = 0; at < runs.count; at += 1)
      count += summaryOf(runs, at, this.#masks, this.#column, this.#number).values;
    return count;
  }

  /** All values in order, side by side; gives how many. */
  #gather(runs: Runs): number {
    const { rows } = runs;
    if (values.length < rows) values = new Float64Array(rows * 2);
    let to = 0;
    for (let at = 0; at < runs.count; at += 1) {
      const chunk = runs.chunks[at];
      const numbers = chunk?.values[this.#column];
      if (chunk === undefined || numbers === undefined) continue;
      const [start, end] = [runs.starts[at] ?? 0, runs.ends[at] ?? 0];
      to = valuesInto(values, to, this.#masks, numbers, chunk, start, end);
    }
    return to;
  }

  /** Most decimals of the values; `IRREGULAR` when doubles do not tell. */
  #places(runs: Runs): number {
    let most = 0;
    for (let at = 0; at < runs.count; at += 1) {
      const places = runs.chunks[at]?.values[this.#column]?.places ?? 0;
      if (places === IRREGULAR) return IRREGULAR;
      most = Math.max(most, places);
    }
    return most;
  }

  /** Calls `see` with each value, its unit and its time, in order; until it gives false. */
  #each(
    runs: Runs,
    column: number,
    see: (value: number, tag: number, at: number, place: number) => boolean,
  ): void {
    for (let at = 0; at < runs.count; at += 1) {
      const chunk = runs.chunks[at];
      const numbers = chunk?.values[column];
      if (chunk === undefined) continue;
      const tags = chunk.tags[column] ?? null;
      for (let place = runs.starts[at] ?? 0; place < (runs.ends[at] ?? 0); place += 1) {
        if (!holds(this.#masks, chunk, place)) continue;
        const value = numbers === undefined ? 1 : numbers.get(place);
        if (Number.isNaN(value)) continue;
        if (!see(value, tags?.[place] ?? 0, at, place)) return;
      }
    }
  }

  /* ---------------------------------------------------------------- units */

  #hasTags(runs: Runs): boolean {
    for (let at = 0; at < runs.count; at += 1) {
      if ((runs.chunks[at]?.tags[this.#column] ?? null) !== null) return true;
    }
    return false;
  }

  #typeOf(column: number): Type {
    return this.#reader.plan.columns[column]?.type ?? { kind: "number" };
  }

  #units(runs: Runs): Units {
    if (!this.#hasTags(runs)) return { kind: "alike", tag: 0, isOne: true };
    const tags: number[] = [];
    this.#each(runs, this.#column, (_, tag) => {
      if (!tags.includes(tag)) tags.push(tag);
      return true;
    });
    const [tag = 0] = tags;
    if (tags.length <= 1) return { kind: "alike", tag, isOne: true };
    const type = this.#typeOf(this.#column);
    const sorts = tags.map((each) => this.#context.tags.sortOf(each, type));
    if (sorts.includes(null)) return { kind: "open" };
    const isAlike = sorts.every((sort) => sort === sorts[0]);
    return isAlike ? { kind: "alike", tag, isOne: false } : { kind: "differ" };
  }

  /** A number computed from values: no unit as declared is left. */
  #computed(number: Rational, tag: number): Value {
    const value = this.#context.tags.value(number, tag, this.#typeOf(this.#column));
    if (value.kind !== "quantity") return value;
    return { kind: "quantity", value: number, dimension: value.dimension };
  }

  /* ---------------------------------------------------------------- aggregates */

  #aggregate(node: Aggregate, runs: Runs): Result | undefined {
    switch (node.aggregate) {
      case "count":
        return countValue(this.#column < 0 ? this.#rows(runs) : this.#count(runs));
      case "latest":
      case "earliest":
        return this.#atEnd(runs, node.aggregate === "latest");
      case "share": {
        sum.clear();
        sumInto(sum, runs, this.#masks, this.#column, this.#number);
        const known = this.#count(runs);
        if (known === 0) return tooFew;
        return { kind: "number", value: quotient(Number(sum.result().n), known) };
      }
      case "countDistinct":
        return this.#distinct(runs);
      case "lowest":
      case "highest":
        return this.#extreme(runs, node.aggregate === "lowest");
      default:
        return this.#computedOf(node, runs);
    }
  }

  #computedOf(node: Aggregate, runs: Runs): Result | undefined {
    const count = this.#count(runs);
    if (count === 0) {
      return node.aggregate === "sum"
        ? aggregateSpec("sum").evaluate([], this.#context.world, node.type)
        : tooFew;
    }
    const units = this.#units(runs);
    if (units.kind === "open") return undefined;
    if (units.kind === "differ") return unitsDiffer;
    const number = this.#numberOf(node, runs, count);
    return number && this.#computed(number, units.tag);
  }

  #numberOf(node: Aggregate, runs: Runs, count: number): Rational | undefined {
    switch (node.aggregate) {
      case "sum":
      case "average":
        sum.clear();
        sumInto(sum, runs, this.#masks, this.#column, this.#number);
        return node.aggregate === "sum" ? sum.result() : shareOf(sum.result(), count);
      case "median":
      case "percentile":
      case "spread":
        return count > EXACT_VALUES_MAX
          ? this.#fromBins(runs, count, node.aggregate)
          : this.#fromValues(runs, node.aggregate);
      case "deviation": {
        if (runs.timeline === null) return this.#fromValues(runs, node.aggregate);
        const powers = powersInto(runs, this.#masks, this.#column, this.#number);
        return powers && deviationFrom(count, powers.sum, powers.squares, powers.places);
      }
      default:
        return undefined;
    }
  }

  #fromValues(runs: Runs, aggregate: string): Rational | undefined {
    // Gathering may make longer room, so the values are taken after it.
    const count = this.#gather(runs);
    switch (aggregate) {
      case "spread":
        return spreadOf(values, count, this.#places(runs));
      case "deviation":
        return deviationOf(values, count, this.#places(runs));
      default:
        return percentileOf(values, count, this.#share);
    }
  }

  #fromBins(runs: Runs, count: number, aggregate: string): Rational {
    histogram.clear();
    binsInto(histogram, runs, this.#masks, this.#column, this.#number);
    const rank = rankOf(this.#share, count);
    const bin = histogram.binOf(rank);
    return aggregate === "spread" ? histogram.distance(bin, rank) : histogramMiddle(bin);
  }

  #atEnd(runs: Runs, isLast: boolean): Result {
    for (let index = 0; index < runs.count; index += 1) {
      const at = isLast ? runs.count - 1 - index : index;
      const chunk = runs.chunks[at];
      const numbers = chunk?.values[this.#column];
      const [start, end] = [runs.starts[at] ?? 0, runs.ends[at] ?? 0];
      for (let step = 0; step < end - start; step += 1) {
        const place = isLast ? end - 1 - step : start + step;
        if (chunk === undefined || numbers === undefined) continue;
        const number = numbers.get(place);
        if (Number.isNaN(number) || !holds(this.#masks, chunk, place)) continue;
        return this.#reader.value(this.#column, number, chunk.tags[this.#column]?.[place] ?? 0);
      }
    }
    return tooFew;
  }

  #extreme(runs: Runs, isLowest: boolean): Result | undefined {
    const units = this.#units(runs);
    if (units.kind === "open") return undefined;
    if (units.kind === "differ") return unitsDiffer;
    let best = Number.NaN;
    for (let at = 0; at < runs.count; at += 1) {
      const found = summaryOf(runs, at, this.#masks, this.#column, this.#number);
      const value = isLowest ? found.least : found.greatest;
      if (found.values === 0) continue;
      if (Number.isNaN(best) || (isLowest ? value < best : value > best)) best = value;
    }
    if (Number.isNaN(best)) return tooFew;
    let { tag } = units;
    if (!units.isOne) {
      // Of equals the first, with the unit it was declared in.
      this.#each(runs, this.#column, (value, own) => {
        tag = own;
        return value !== best;
      });
    }
    return this.#reader.value(this.#column, best, tag);
  }

  #distinct(runs: Runs): Result | undefined {
    const units = this.#units(runs);
    if (units.kind === "open") return undefined;
    if (units.kind === "differ") return unitsDiffer;
    const count = this.#gather(runs);
    const texts = this.#reader.texts[this.#column] ?? null;
    return countValue(
      texts === null ? new Set(values.subarray(0, count)).size : differentTexts(count, texts.count),
    );
  }

  /* ---------------------------------------------------------------- quantifiers */

  #quantified(node: Quantifier, runs: Runs): Result | undefined {
    const rows = this.#rows(runs);
    let known = rows;
    let held = rows;
    if (this.#column >= 0) {
      known = this.#count(runs);
      sum.clear();
      sumInto(sum, runs, this.#masks, this.#column, this.#number);
      held = Number(sum.result().n);
    }
    const truth = truthOf(node, held, known - held, rows - known);
    return truth === undefined ? undefined : { kind: "boolean", value: truth };
  }

  /* ---------------------------------------------------------------- series */

  #series(
    node: Aggregate,
    series: NonNullable<Aggregate["series"]>,
    runs: Runs,
    query: RowsQuery,
  ): Result | undefined {
    const parts = series.per.kind === "period" ? this.#byPeriod(runs, query) : this.#byGroup(runs);
    if (parts === undefined) return undefined;
    const members =
      series.aggregate === "count" && this.#column < 0
        ? this.#countsOf(runs, parts)
        : this.#membersOf(runs, parts, series);
    if (members === undefined || "kind" in members) return members;
    const { world } = this.#context;
    const rank = node.rank === undefined ? undefined : rationalFromExact(node.rank);
    return aggregateSpec(node.aggregate).evaluate(members, world, node.type, rank);
  }

  /** Puts the part of each row that passes into `periods`, in order, −1 for none; gives how many parts there are. */
  #byPeriod(runs: Runs, query: RowsQuery): number | undefined {
    const length = this.#lengthMs;
    if (length === null) return undefined;
    const end = seriesEnd(this.#node.selection.window, query.until);
    const count = periodsIn(query.from, end, length);
    const ms = length.d === 1n ? Number(length.n) : Number.NaN;
    const last = count - 1;
    this.#place(runs, (at, place) => {
      const time = runs.chunks[at]?.times.get(place) ?? 0;
      const back = Number.isSafeInteger(ms)
        ? Math.floor(Math.max(0, end - 1 - time) / ms)
        : periodAt(end, length, time);
      return back > last ? -1 : last - back;
    });
    return count;
  }

  #byGroup(runs: Runs): number | undefined {
    const column = this.#per;
    const type = this.#typeOf(column);
    const groups = new Map<number | string, number>();
    let isOpen = false;
    this.#place(runs, (at, place) => {
      const chunk = runs.chunks[at];
      const value = chunk?.values[column]?.get(place) ?? Number.NaN;
      if (Number.isNaN(value)) return -1;
      const tag = chunk?.tags[column]?.[place] ?? 0;
      const sort = tag === 0 ? "" : this.#context.tags.sortOf(tag, type);
      // A sum over nothing equals zero of any unit: which group it is in depends on the order.
      if (sort === null || (tag === 0 && hasOpenUnit(type))) isOpen = true;
      const key = tag === 0 ? value : `${value} ${sort}`;
      const group = groups.get(key) ?? groups.size;
      groups.set(key, group);
      return group;
    });
    return isOpen ? undefined : groups.size;
  }

  #place(runs: Runs, partOf: (at: number, place: number) => number): void {
    const { rows } = runs;
    if (periods.length < rows) periods = new Int32Array(rows * 2);
    let index = 0;
    for (let at = 0; at < runs.count; at += 1) {
      const chunk = runs.chunks[at];
      if (chunk === undefined) continue;
      const passing = select(this.#masks, chunk, runs.starts[at] ?? 0, runs.ends[at] ?? 0);
      const places = placesFound();
      for (let each = 0; each < passing; each += 1)
        periods[index++] = partOf(at, places[each] ?? 0);
    }
  }

  #countsOf(runs: Runs, parts: number): readonly Value[] {
    const counts = new Float64Array(parts);
    const rows = this.#rows(runs);
    for (let index = 0; index < rows; index += 1) {
      const part = periods[index] ?? -1;
      if (part >= 0) counts[part] = (counts[part] ?? 0) + 1;
    }
    return Array.from(counts, countValue);
  }

  /** One value for each part that has one; the first part whose units differ is the answer. */
  #membersOf(
    runs: Runs,
    parts: number,
    series: NonNullable<Aggregate["series"]>,
  ): readonly Value[] | Result | undefined {
    const valuesOf: Value[][] = Array.from({ length: parts }, () => []);
    let index = 0;
    for (let at = 0; at < runs.count; at += 1) {
      const chunk = runs.chunks[at];
      if (chunk === undefined) continue;
      const passing = select(this.#masks, chunk, runs.starts[at] ?? 0, runs.ends[at] ?? 0);
      const places = placesFound();
      for (let each = 0; each < passing; each += 1) {
        const place = places[each] ?? 0;
        const part = valuesOf[periods[index++] ?? -1];
        const number = chunk.values[this.#column]?.get(place) ?? Number.NaN;
        const tag = chunk.tags[this.#column]?.[place] ?? 0;
        if (part !== undefined && !Number.isNaN(number))
          part.push(this.#reader.value(this.#column, number, tag));
      }
    }
    const members: Value[] = [];
    for (const part of valuesOf) {
      const member = aggregateSpec(series.aggregate).evaluate(
        part,
        this.#context.world,
        series.type,
      );
      if (member.kind !== "unknown") members.push(member);
      else if (member.causes.some(({ kind }) => kind !== "too few rows")) return member;
    }
    return members;
  }
}

/** What a quantifier says of rows that hold, do not, or are unknown; undefined when an unknown one matters. */
function truthOf(
  { quantifier, count }: Quantifier,
  held: number,
  failed: number,
  open: number,
): boolean | undefined {
  switch (quantifier) {
    case "any":
      return held > 0 ? true : open > 0 ? undefined : false;
    case "no":
      return held > 0 ? false : open > 0 ? undefined : true;
    case "every":
      return failed > 0 ? false : open > 0 ? undefined : true;
    case "atLeast":
      if (held >= count) return true;
      return held + open < count ? false : open > 0 ? undefined : false;
  }
}

function lengthOf(node: RowsNode): Rational | null {
  const per = node.kind === "rowsAggregate" ? node.series?.per : undefined;
  if (per?.kind !== "period" || per.length.kind !== "literal") return null;
  const length = valueFromLiteral(per.length.type, per.length.value);
  return length.kind === "duration" ? length.value : null;
}

function hasOpenUnit(type: Type): boolean {
  switch (type.kind) {
    case "money":
      return type.currency === null;
    case "quantity":
      return type.dimension === null;
    case "unitPrice":
      return type.currency === null || type.dimension === null;
    default:
      return false;
  }
}

/** Different numbers of texts among the first of `values`. */
function differentTexts(count: number, texts: number): number {
  if (stamps.length < texts) stamps = new Uint32Array(texts * 2);
  stamp += 1;
  let different = 0;
  for (let at = 0; at < count; at += 1) {
    const text = values[at] ?? 0;
    if (stamps[text] === stamp) continue;
    stamps[text] = stamp;
    different += 1;
  }
  return different;
}
