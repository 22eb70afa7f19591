/**
 * What a group keeps of a row: filters as bits, values of columns and facts as numbers, and the same as values and JSON again.
 *
 * A plan in; `fill` reads a row that came, `value` and `json` give back what was read. Texts are numbers of the dictionary of their column.
 */
import {
  type ColumnPlan,
  canonicalJson,
  dateTextFromDays,
  divideRationals,
  type FactPlan,
  type GroupPlan,
  instantTextFromMs,
  localDays,
  memberOf,
  multiplyRationals,
  nfc,
  numberFromRational,
  parseDate,
  rationalFromInteger,
  rationalFromNumber,
  rowValue,
  type Value,
} from "@luong/spec";
import { IRREGULAR, placesOf } from "./numbers.ts";
import type { ReadContext } from "./read-context.ts";
import { ASK, numberReader } from "./read-number.ts";
import { type ReadTruth, truthReader } from "./read-truth.ts";
import { RowKeys } from "./row-keys.ts";
import type { Row, RowShape } from "./row-pool.ts";
import type { RowView } from "./row-view.ts";
import { TextTable } from "./text-table.ts";

/** Gives the number of a value and puts its unit into `row.tags[at]`. */
type Fill = (view: RowView, row: Row, at: number) => number;

const hundred = rationalFromInteger(100);
const thousand = rationalFromInteger(1000);
const WORD_BITS = 32;

/** A number that a double of 15 digits says: other doubles are rounded to one. */
function settled(value: Value): number {
  const rounded = rowValue(value);
  switch (rounded.kind) {
    case "boolean":
      return Number(rounded.value);
    case "text":
    case "set":
      throw new TypeError(`a ${rounded.kind} is no number`);
    default:
      return numberFromRational(rounded.value);
  }
}

export class RowReader {
  readonly plan: GroupPlan;
  readonly keys: RowKeys;
  readonly shape: RowShape;
  readonly #context: ReadContext;
  readonly #filters: readonly ReadTruth[];
  readonly #fills: readonly Fill[];
  /** Facts that are stored, in their order. */
  readonly #stored: readonly FactPlan[];
  /** By value; null where there are no texts. */
  readonly texts: readonly (TextTable | null)[];

  constructor(plan: GroupPlan, context: ReadContext) {
    this.plan = plan;
    this.#context = context;
    this.keys = new RowKeys(plan, context);
    this.#stored = plan.facts.filter(({ from }) => from.kind === "stored");
    this.#filters = plan.filters.map(({ expr }) => truthReader(expr, context));
    this.texts = [
      ...plan.columns.map(({ form }) => form === "text"),
      ...this.#stored.map(({ form }) => form === "text" || form === "json"),
    ].map((hasTexts) => (hasTexts ? new TextTable() : null));
    this.#fills = [
      ...plan.columns.map((column, at) => this.#columnFill(column, at)),
      ...this.#stored.map((fact, at) => this.#factFill(fact, plan.columns.length + at)),
    ];
    this.shape = { filters: plan.filters.length, values: this.#fills.length };
  }

  get bytes(): number {
    return this.texts.reduce((sum, texts) => sum + (texts?.bytes ?? 0), 0);
  }

  /** Undefined: the row has no such time and is in no window. */
  time(view: RowView, known: number): number | undefined {
    const { clock } = this.plan;
    return clock === null ? known : this.#context.moment(view.at(clock));
  }

  /** Fills filters and values; time, identity and when it is known are the caller's. */
  fill(view: RowView, row: Row): void {
    const { bits, values, tags } = row;
    bits.fill(0);
    for (let at = 0; at < this.#filters.length; at += 1) {
      if (this.#filters[at]?.(view) !== 1) continue;
      const word = Math.floor(at / WORD_BITS);
      bits[word] = ((bits[word] ?? 0) | (1 << (at % WORD_BITS))) >>> 0;
    }
    for (let at = 0; at < this.#fills.length; at += 1) {
      tags[at] = 0;
      values[at] = this.#fills[at]?.(view, row, at) ?? Number.NaN;
    }
  }

  #textsAt(at: number): TextTable {
    const texts = this.texts[at];
    if (texts === undefined || texts === null) throw new RangeError(`value ${at} has no texts`);
    return texts;
  }

  /* ---------------------------------------------------------------- columns */

  #columnFill({ expr, type, form }: ColumnPlan, at: number): Fill {
    if (form === "truth") return truthReader(expr, this.#context);
    if (form === "text") return this.#textFill(expr, at);
    const exact: Fill = (view, row, place) => {
      const value = this.#context.value(expr, view);
      if (value.kind === "unknown") return Number.NaN;
      row.tags[place] = this.#context.tags.of(value, type);
      return settled(value);
    };
    const money = this.#moneyFill({ expr, type });
    const read = numberReader(expr, this.#context);
    if (read === undefined) return money === undefined ? exact : orAsk(money, exact);
    return orAsk((view) => read(view), exact);
  }

  #textFill(expr: ColumnPlan["expr"], at: number): Fill {
    const texts = this.#textsAt.bind(this);
    if (expr.kind === "fact") {
      const { path } = expr;
      return (view) => {
        const json = view.at(path);
        return typeof json === "string" ? texts(at).add(nfc(json)) : Number.NaN;
      };
    }
    return (view) => {
      const value = this.#context.value(expr, view);
      return value.kind === "text" ? texts(at).add(value.value) : Number.NaN;
    };
  }

  /** Money that says its currency itself. */
  #moneyFill({ expr, type }: Pick<ColumnPlan, "expr" | "type">): Fill | undefined {
    if (expr.kind !== "fact" || type.kind !== "money" || type.currency !== null) return undefined;
    const { path } = expr;
    return (view, row, at) => this.#measured(view.at(path), "amount", "currency", row, at);
  }

  /** `{ amount, currency }` or `{ value, unit }`. */
  #measured(json: unknown, number: string, word: string, row: Row, at: number): number {
    if (json === undefined) return Number.NaN;
    const size = memberOf(json, number);
    const unit = memberOf(json, word);
    if (typeof size !== "number" || typeof unit !== "string") return ASK;
    if (placesOf(size) === IRREGULAR) return ASK;
    row.tags[at] = this.#context.tags.ofWord(nfc(unit));
    return size;
  }

  /* ---------------------------------------------------------------- facts */

  #factFill({ path, form }: FactPlan, at: number): Fill {
    const read = this.#readFact(form, at);
    return (view, row, place) => {
      const json = view.at(path);
      return json === undefined ? Number.NaN : read(json, row, place);
    };
  }

  #readFact(form: FactPlan["form"], at: number): (json: unknown, row: Row, at: number) => number {
    switch (form) {
      case "number":
      case "percent":
      case "seconds":
        return (json) => (typeof json === "number" ? json : Number.NaN);
      case "truth":
        return (json) => (typeof json === "boolean" ? Number(json) : Number.NaN);
      case "date":
        return (json) => (typeof json === "string" ? (parseDate(json) ?? Number.NaN) : Number.NaN);
      case "instant":
        return (json) => this.#context.moment(json) ?? Number.NaN;
      case "text":
        return (json) => (typeof json === "string" ? this.#textsAt(at).add(json) : Number.NaN);
      case "json":
        return (json) => this.#textsAt(at).add(canonicalJson(json));
      case "money":
      case "quantity": {
        const [number, word] = form === "money" ? ["amount", "currency"] : ["value", "unit"];
        return (json, row, place) => {
          const size = this.#measured(json, number ?? "", word ?? "", row, place);
          return size === ASK ? Number.NaN : size;
        };
      }
    }
  }

  /** The JSON of all facts that can be given back. */
  json(row: Row, key: string): unknown {
    let result: Record<string, unknown> = {};
    let stored = this.plan.columns.length;
    for (const fact of this.plan.facts) {
      const json = this.#factJson(fact, row, key, stored);
      if (fact.from.kind === "stored") stored += 1;
      if (json === undefined) continue;
      if (fact.path.length === 0) result = json as Record<string, unknown>;
      else put(result, fact.path, json);
    }
    return result;
  }

  #factJson({ form, from }: FactPlan, row: Row, key: string, stored: number): unknown {
    switch (from.kind) {
      case "key":
        return this.keys.parts(key)[from.key];
      case "clock":
        return form === "date"
          ? dateTextFromDays(localDays(row.time, this.#context.zoneMinutes))
          : instantTextFromMs(row.time, this.#context.zoneMinutes);
      case "column":
        return this.#columnJson(form, row, from.column);
      case "stored":
        return this.#storedJson(form, row, stored);
    }
  }

  /** A column has the fact's value, where JSON has hundredths or seconds of it. */
  #columnJson(form: FactPlan["form"], row: Row, at: number): unknown {
    const number = row.values[at] ?? Number.NaN;
    if (Number.isNaN(number)) return undefined;
    if (form === "percent")
      return numberFromRational(multiplyRationals(rationalFromNumber(number), hundred));
    if (form === "seconds")
      return numberFromRational(divideRationals(rationalFromNumber(number), thousand));
    return this.#storedJson(form, row, at);
  }

  #storedJson(form: FactPlan["form"], row: Row, at: number): unknown {
    const number = row.values[at] ?? Number.NaN;
    if (Number.isNaN(number)) return undefined;
    const word = (): string => this.#context.tags.at(row.tags[at] ?? 0).currency ?? "";
    switch (form) {
      case "number":
      case "percent":
      case "seconds":
        return number;
      case "truth":
        return number === 1;
      case "date":
        return dateTextFromDays(number);
      case "instant":
        return instantTextFromMs(number, this.#context.zoneMinutes);
      case "text":
        return this.#textsAt(at).text(number);
      case "json":
        return JSON.parse(this.#textsAt(at).text(number)) as unknown;
      case "money":
        return { amount: number, currency: word() };
      case "quantity":
        return { value: number, unit: word() };
    }
  }

  /** The value a column has in a row. */
  value(at: number, number: number, tag: number): Value {
    const column = this.plan.columns[at];
    if (column === undefined) throw new RangeError(`no column ${at}`);
    switch (column.form) {
      case "truth":
        return { kind: "boolean", value: number === 1 };
      case "text":
        return { kind: "text", value: this.#textsAt(at).text(number) };
      case "number":
        return this.#context.tags.valueOfDouble(number, tag, column.type);
    }
  }
}

/** The first reading, unless it says that the second has to be asked. */
function orAsk(first: Fill, second: Fill): Fill {
  return (view, row, at) => {
    const number = first(view, row, at);
    return number === ASK ? second(view, row, at) : number;
  };
}

function put(into: Record<string, unknown>, path: readonly string[], json: unknown): void {
  let at = into;
  for (let index = 0; index + 1 < path.length; index += 1) {
    const name = path[index] ?? "";
    const inner = Object.hasOwn(at, name) ? at[name] : undefined;
    const next =
      typeof inner === "object" && inner !== null ? (inner as Record<string, unknown>) : {};
    if (next !== inner) at[name] = next;
    at = next;
  }
  at[path.at(-1) ?? ""] = json;
}
