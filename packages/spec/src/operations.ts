/**
 * What the operators do with values: comparison, arithmetic, hierarchy, calendar. The reference meaning, in exact numbers.
 *
 * Values in (never unknown), a value or an unknown with its cause out. Units and currencies are compared here, at run time; the
 * checker has compared what it could see. A cause without subject means the operation itself.
 */
import {
  addMonths,
  addMonthsToInstant,
  instantFromDays,
  localDays,
  localTimeMs,
  MS_PER_DAY,
  startOfMonth,
  startOfQuarter,
  startOfWeek,
  startOfYear,
} from "./calendar.ts";
import {
  absolute,
  add,
  compare,
  divide,
  floor,
  isZero,
  multiply,
  rational,
  rationalFromInteger,
  subtract,
} from "./rational.ts";
import type { Type } from "./types.ts";
import type { UnknownKind } from "./unknown.ts";
import type { EvaluationContext, Rational, Result, Unknown, Value } from "./value.ts";

export type NumericValue = Extract<Value, { readonly value: Rational }>;

export const trueValue: Value = { kind: "boolean", value: true };
export const falseValue: Value = { kind: "boolean", value: false };

export function booleanValue(value: boolean): Value {
  return value ? trueValue : falseValue;
}

export function numberValue(value: Rational): Value {
  return { kind: "number", value };
}

export function textValue(value: string): Value {
  return { kind: "text", value };
}

export function unknownFrom(kind: UnknownKind, subject = ""): Unknown {
  return { kind: "unknown", causes: [{ kind, subject }] };
}

export function isKnown(result: Result | undefined): result is Value {
  return result !== undefined && result.kind !== "unknown";
}

/** A value where one must be; anything else is a fault of the checker, not of the facts. */
export function known(result: Result | undefined): Value {
  if (!isKnown(result)) throw new TypeError("an operand that must be known is not");
  return result;
}

export function numericOf(value: Value): NumericValue {
  if (value.kind === "boolean" || value.kind === "text" || value.kind === "set") {
    throw new TypeError(`a ${value.kind} is not a number`);
  }
  return value;
}

export function textOf(value: Value): string {
  if (value.kind !== "text") throw new TypeError(`a ${value.kind} is not text`);
  return value.value;
}

export function membersOf(value: Value): readonly Value[] {
  return value.kind === "set" ? value.members : [value];
}

/* ------------------------------------------------------------------ units */

/** Two tags agree when they are equal, or when one is the sum over nothing and has none. */
function tagsAgree(a: string | null, b: string | null): boolean {
  return a === null || b === null || a === b;
}

function unitsAgree(a: NumericValue, b: NumericValue): boolean {
  switch (a.kind) {
    case "money":
      return b.kind === "money" && tagsAgree(a.currency, b.currency);
    case "quantity":
      return b.kind === "quantity" && tagsAgree(a.dimension, b.dimension);
    case "unitPrice":
      return (
        b.kind === "unitPrice" &&
        tagsAgree(a.currency, b.currency) &&
        tagsAgree(a.dimension, b.dimension)
      );
    case "number":
    case "date":
    case "time":
    case "instant":
    case "duration":
    case "period":
      return a.kind === b.kind;
  }
}

/** The same kind and unit with another number. A computed quantity has no declared unit any more. */
export function withNumber(like: NumericValue, value: Rational): Value {
  return like.kind === "quantity"
    ? { kind: "quantity", value, dimension: like.dimension }
    : { ...like, value };
}

/** Of two that agree, the one that knows its unit. */
function knowing(a: NumericValue, b: NumericValue): NumericValue {
  switch (a.kind) {
    case "money":
      return a.currency === null ? b : a;
    case "quantity":
      return a.dimension === null ? b : a;
    case "unitPrice":
      if (b.kind !== "unitPrice") return a;
      return { ...a, currency: a.currency ?? b.currency, dimension: a.dimension ?? b.dimension };
    case "number":
    case "date":
    case "time":
    case "instant":
    case "duration":
    case "period":
      return a;
  }
}

/* ------------------------------------------------------------------ comparison */

/** −1, 0, 1, or the cause why two values of a kind do not compare. */
export function compareValues(a: Value, b: Value): -1 | 0 | 1 | UnknownKind {
  const left = numericOf(a);
  const right = numericOf(b);
  return unitsAgree(left, right) ? compare(left.value, right.value) : "units differ";
}

export function equalValues(a: Value, b: Value): boolean | UnknownKind {
  if (a.kind === "text" || a.kind === "boolean") return a.kind === b.kind && a.value === b.value;
  const order = compareValues(a, b);
  return typeof order === "string" ? order : order === 0;
}

/** A comparison operator from the test on the sign. */
export function compareResult(a: Value, b: Value, holds: (sign: number) => boolean): Result {
  const order = compareValues(a, b);
  return typeof order === "string" ? unknownFrom(order) : booleanValue(holds(order));
}

export function equalResult(a: Value, b: Value): Result {
  const equal = equalValues(a, b);
  return typeof equal === "string" ? unknownFrom(equal) : booleanValue(equal);
}

/** True if `holds` for one member, else unknown if for one it is, else false. */
export function anyMember(set: Value, holds: (member: Value) => Result): Result {
  let undecided: Unknown | undefined;
  for (const member of membersOf(set)) {
    const result = holds(member);
    if (result.kind === "unknown") undecided ??= result;
    else if (result.kind === "boolean" && result.value) return trueValue;
  }
  return undecided ?? falseValue;
}

/** Closed at both ends; times wrap midnight when the first bound is the later one. */
export function betweenResult(value: Value, from: Value, to: Value): Result {
  const low = compareValues(value, from);
  const high = compareValues(value, to);
  if (typeof low === "string") return unknownFrom(low);
  if (typeof high === "string") return unknownFrom(high);
  const wraps = value.kind === "time" && compareValues(from, to) === 1;
  return booleanValue(wraps ? low >= 0 || high <= 0 : low >= 0 && high <= 0);
}

/* ------------------------------------------------------------------ hierarchy */

/** Is `above` the code itself or one above it in the code list of the left side? */
export function underResult(
  code: string,
  above: string,
  type: Type | undefined,
  context: EvaluationContext,
): Result {
  if (code === above) return trueValue;
  if (type?.kind !== "code") return falseValue;
  const list = context.schema.codeLists.find((each) => each.name === type.list);
  if (list === undefined) return unknownFrom("source failed", type.list);
  switch (list.shape) {
    case "flat":
      return falseValue;
    case "levels":
      return booleanValue(list.levels.includes(above.length) && code.startsWith(above));
    case "tree":
      return underTree(code, above, list.name, context);
  }
}

function underTree(code: string, above: string, list: string, context: EvaluationContext): Result {
  const seen = new Set<string>();
  let at = code;
  for (;;) {
    const parent = context.parentOf(list, at);
    if (parent === undefined) return unknownFrom("source failed", list);
    if (parent === above) return trueValue;
    // Bindings refuse a circle of codes; a reader of other bindings must still come to an end.
    if (parent === null || seen.has(parent)) return falseValue;
    seen.add(parent);
    at = parent;
  }
}

/* ------------------------------------------------------------------ arithmetic */

/** Adds calendar months to a date or an instant, keeping the part of the millisecond. */
function plusMonths(
  moment: NumericValue,
  months: Rational,
  sign: bigint,
  context: EvaluationContext,
): Value {
  const count = Number(sign * floor(months));
  const whole = floor(moment.value);
  const at = Number(whole);
  const shifted =
    moment.kind === "date"
      ? addMonths(at, count)
      : addMonthsToInstant(at, count, context.schema.zoneMinutes);
  return withNumber(
    moment,
    add(rationalFromInteger(shifted), subtract(moment.value, rationalFromInteger(whole))),
  );
}

/** `Date ± Duration` counts whole days: the date of that time after the date's midnight. */
function plusDuration(moment: NumericValue, ms: Rational, sign: bigint): Value {
  const signed = multiply(ms, rationalFromInteger(sign));
  if (moment.kind !== "date") return withNumber(moment, add(moment.value, signed));
  const days = add(moment.value, divide(signed, rationalFromInteger(MS_PER_DAY)));
  return withNumber(moment, rationalFromInteger(floor(days)));
}

function plusSpan(
  moment: NumericValue,
  span: NumericValue,
  sign: bigint,
  context: EvaluationContext,
): Value {
  return span.kind === "period"
    ? plusMonths(moment, span.value, sign, context)
    : plusDuration(moment, span.value, sign);
}

function isMoment(value: NumericValue): boolean {
  return value.kind === "date" || value.kind === "instant";
}

function isSpan(value: NumericValue): boolean {
  return value.kind === "duration" || value.kind === "period";
}

export function addValues(a: Value, b: Value, context: EvaluationContext): Result {
  const left = numericOf(a);
  const right = numericOf(b);
  if (isMoment(left) && isSpan(right)) return plusSpan(left, right, 1n, context);
  if (isSpan(left) && isMoment(right)) return plusSpan(right, left, 1n, context);
  if (!unitsAgree(left, right)) return unknownFrom("units differ");
  return withNumber(knowing(left, right), add(left.value, right.value));
}

export function subtractValues(a: Value, b: Value, context: EvaluationContext): Result {
  const left = numericOf(a);
  const right = numericOf(b);
  if (isMoment(left) && isSpan(right)) return plusSpan(left, right, -1n, context);
  if (!unitsAgree(left, right)) return unknownFrom("units differ");
  const difference = subtract(left.value, right.value);
  switch (left.kind) {
    case "date":
      return { kind: "duration", value: multiply(difference, rationalFromInteger(MS_PER_DAY)) };
    case "instant":
      return { kind: "duration", value: difference };
    default:
      return withNumber(knowing(left, right), difference);
  }
}

export function multiplyValues(a: Value, b: Value): Result {
  const left = numericOf(a);
  const right = numericOf(b);
  const product = multiply(left.value, right.value);
  if (left.kind === "number") return withNumber(right, product);
  if (right.kind === "number") return withNumber(left, product);
  const price = left.kind === "unitPrice" ? left : right;
  const quantity = left.kind === "unitPrice" ? right : left;
  if (price.kind !== "unitPrice" || quantity.kind !== "quantity") {
    throw new TypeError(`${left.kind} * ${right.kind} has no meaning`);
  }
  if (!tagsAgree(price.dimension, quantity.dimension)) return unknownFrom("units differ");
  return { kind: "money", value: product, currency: price.currency };
}

export function divideValues(a: Value, b: Value): Result {
  const left = numericOf(a);
  const right = numericOf(b);
  if (
    left.kind === "money" &&
    right.kind === "unitPrice" &&
    !tagsAgree(left.currency, right.currency)
  ) {
    return unknownFrom("units differ");
  }
  if (left.kind === right.kind && !unitsAgree(left, right)) return unknownFrom("units differ");
  if (isZero(right.value)) return unknownFrom("division by zero");
  const value = divide(left.value, right.value);
  if (right.kind === "number") return withNumber(left, value);
  if (left.kind === right.kind) return numberValue(value);
  if (left.kind === "money" && right.kind === "quantity") {
    return { kind: "unitPrice", value, currency: left.currency, dimension: right.dimension };
  }
  if (left.kind === "money" && right.kind === "unitPrice") {
    return { kind: "quantity", value, dimension: right.dimension };
  }
  throw new TypeError(`${left.kind} / ${right.kind} has no meaning`);
}

export function absoluteValue(value: Value): Value {
  const numeric = numericOf(value);
  return withNumber(numeric, absolute(numeric.value));
}

/** The greatest (`wanted` 1) or least (−1) of values alike; the first of equals. */
export function extremeValue(values: readonly Value[], wanted: 1 | -1): Result {
  let best: Value | undefined;
  for (const value of values) {
    const order = best === undefined ? wanted : compareValues(value, best);
    if (typeof order === "string") return unknownFrom(order);
    if (order === wanted) best = value;
  }
  return best ?? unknownFrom("too few rows");
}

function withoutUnitCode(value: Value): Value {
  const numeric = numericOf(value);
  return withNumber(numeric, numeric.value);
}

export function sumValues(values: readonly Value[], context: EvaluationContext): Result {
  let total: Value | undefined;
  for (const value of values) {
    const next = total === undefined ? withoutUnitCode(value) : addValues(total, value, context);
    if (next.kind === "unknown") return next;
    total = next;
  }
  return total ?? unknownFrom("too few rows");
}

/** Zero of a type; money and quantities take the unit the type knows. */
export function zeroOf(type: Type): Value {
  const nothing = rational(0n);
  switch (type.kind) {
    case "money":
      return { kind: "money", value: nothing, currency: type.currency };
    case "quantity":
      return { kind: "quantity", value: nothing, dimension: type.dimension };
    case "unitPrice":
      return {
        kind: "unitPrice",
        value: nothing,
        currency: type.currency,
        dimension: type.dimension,
      };
    case "duration":
      return { kind: "duration", value: nothing };
    default:
      return numberValue(nothing);
  }
}

/** The first of each group of equal values; unknown when two of them do not compare. */
export function distinctValues(values: readonly Value[]): readonly Value[] | UnknownKind {
  const distinct: Value[] = [];
  for (const value of values) {
    let isNew = true;
    for (const other of distinct) {
      const equal = equalValues(value, other);
      if (typeof equal === "string") return equal;
      if (equal) isNew = false;
    }
    if (isNew) distinct.push(value);
  }
  return distinct;
}

/** Money in another currency at the bound rate; unknown (*source failed*) without one. Not rounded. */
export function convertMoney(money: Value, to: string, context: EvaluationContext): Result {
  if (money.kind !== "money") throw new TypeError(`a ${money.kind} is not money`);
  if (money.currency === null || money.currency === to) return { ...money, currency: to };
  const rate = context.rate(money.currency, to);
  if (rate === undefined) return unknownFrom("source failed", `${money.currency} → ${to}`);
  return { kind: "money", value: multiply(money.value, rate), currency: to };
}

/* ------------------------------------------------------------------ calendar */

function msOf(value: Value): number {
  return Number(floor(numericOf(value).value));
}

export function dateOfInstant(value: Value, context: EvaluationContext): Value {
  return {
    kind: "date",
    value: rationalFromInteger(localDays(msOf(value), context.schema.zoneMinutes)),
  };
}

/** Whole seconds of the local time of day, parts kept exactly. */
export function timeOfInstant(value: Value, context: EvaluationContext): Value {
  const ms = localTimeMs(msOf(value), context.schema.zoneMinutes);
  return { kind: "time", value: rational(BigInt(ms), 1000n) };
}

const MS_PER_HOUR = rationalFromInteger(3_600_000);
const MS_PER_SECOND = rationalFromInteger(1000);

/** Date or time of an instant where clocks show so many hours more than UTC, parts of an hour included. */
export function localElsewhere(part: "date" | "time", instant: Value, hours: Value): Value {
  const ahead = multiply(numericOf(hours).value, MS_PER_HOUR);
  const local = add(numericOf(instant).value, ahead);
  const days = rationalFromInteger(floor(divide(local, rationalFromInteger(MS_PER_DAY))));
  if (part === "date") return { kind: "date", value: days };
  const sinceMidnight = subtract(local, multiply(days, rationalFromInteger(MS_PER_DAY)));
  return { kind: "time", value: divide(sinceMidnight, MS_PER_SECOND) };
}

/** Local day of a date or an instant, in days since 1970-01-01. */
export function daysOf(value: Value, context: EvaluationContext): number {
  return value.kind === "date" ? msOf(value) : localDays(msOf(value), context.schema.zoneMinutes);
}

type CalendarPart = "day" | "week" | "month" | "quarter" | "year";

function startOfPart(part: CalendarPart, days: number): number {
  switch (part) {
    case "day":
      return days;
    case "week":
      return startOfWeek(days);
    case "month":
      return startOfMonth(days);
    case "quarter":
      return startOfQuarter(days);
    case "year":
      return startOfYear(days);
  }
}

/** The first moment of the day, week (Monday), month, quarter or year a date or instant lies in. */
export function startOf(part: CalendarPart, value: Value, context: EvaluationContext): Value {
  const start = startOfPart(part, daysOf(value, context));
  const moment = numericOf(value);
  const number =
    moment.kind === "date" ? start : instantFromDays(start, context.schema.zoneMinutes);
  return withNumber(moment, rationalFromInteger(number));
}
