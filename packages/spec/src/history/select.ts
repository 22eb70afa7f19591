/**
 * The window of a selection as a span of time, cut to what its source keeps, and when it closes.
 *
 * A window, its source and now in, [from, until) in whole milliseconds since 1970 UTC out, or why that cannot be told. Written from "Selections" in
 * docs/history.md; reads no rows.
 */
import { addMonths, addMonthsToInstant, instantTextFromMs, MS_PER_DAY } from "../calendar.ts";
import type { Expr, Window } from "../ir/ir.ts";
import { numericOf } from "../operations.ts";
import { add, ceil, floor, multiply, negate, rationalFromInteger, subtract } from "../rational.ts";
import type { Source } from "../schema.ts";
import type { UnknownCause } from "../unknown.ts";
import type { Rational, Result, Unknown, Value } from "../value.ts";

export interface WindowSpan {
  readonly kind: "span";
  /** Effective times in [from, until). `until` is infinite without a window. Nothing is in it when it is not above `from`. */
  readonly from: number;
  readonly until: number;
  /** When nothing more can come into the window; absent: it is asked for what is known. */
  readonly closes?: number;
}

/** What a window is read with. */
export interface WindowContext {
  readonly source: Source;
  /** ms since 1970 UTC. */
  readonly now: number;
  readonly zoneMinutes: number;
  readonly valueAt: (expr: Expr) => Result;
}

/** A bound in exact milliseconds. */
type Moment = Rational;

interface Bounds {
  readonly from: Moment;
  readonly end: Moment;
  /** More can come in until the source has waited long enough. */
  readonly waits: boolean;
}

const ONE_DAY = rationalFromInteger(MS_PER_DAY);

function zoneMs(zoneMinutes: number): Rational {
  return rationalFromInteger(zoneMinutes * 60_000);
}

/** First moment of a local day. */
function startOfDay(days: Rational, zoneMinutes: number): Moment {
  return subtract(multiply(days, ONE_DAY), zoneMs(zoneMinutes));
}

/**
 * `t` moved by a length, as a bound: a date stands for its first moment at the beginning (`isEnd` false), and for the first moment of the day after at the end.
 * Calendar months move the date; a duration moves the moment.
 */
function bound(
  t: Value,
  length: Value | undefined,
  sign: 1 | -1,
  isEnd: boolean,
  zoneMinutes: number,
): Moment {
  const { kind, value } = numericOf(t);
  const isDate = kind === "date";
  let at = value;
  if (length?.kind === "period") {
    const months = Number(floor(length.value)) * sign;
    const whole = floor(value);
    const moved = isDate
      ? addMonths(Number(whole), months)
      : addMonthsToInstant(Number(whole), months, zoneMinutes);
    at = add(rationalFromInteger(moved), subtract(value, rationalFromInteger(whole)));
  }
  if (isDate) {
    at = startOfDay(isEnd ? add(at, rationalFromInteger(1)) : at, zoneMinutes);
  }
  if (length === undefined || length.kind === "period") return at;
  const by = numericOf(length).value;
  return add(at, sign === 1 ? by : negate(by));
}

function unknownOf(results: readonly Result[]): Unknown | undefined {
  const causes = results.flatMap((result) => (result.kind === "unknown" ? result.causes : []));
  return causes.length > 0 ? { kind: "unknown", causes } : undefined;
}

function knownValues(results: readonly Result[]): readonly Value[] | Unknown {
  return unknownOf(results) ?? results.filter((result) => result.kind !== "unknown");
}

function isUnknown(values: readonly Value[] | Unknown): values is Unknown {
  return "kind" in values;
}

function lastBounds(
  window: Extract<Window, { readonly kind: "last" }>,
  { now, zoneMinutes, valueAt }: WindowContext,
): Bounds | Unknown {
  const lengths =
    window.skipping === undefined ? [window.length] : [window.length, window.skipping];
  const values = knownValues(lengths.map(valueAt));
  if (isUnknown(values)) return values;
  const t: Value = { kind: "instant", value: rationalFromInteger(now) };
  return {
    from: bound(t, values[0], -1, false, zoneMinutes),
    end: bound(t, values[1], -1, true, zoneMinutes),
    waits: false,
  };
}

function withinBounds(
  window: Extract<Window, { readonly kind: "within" }>,
  { zoneMinutes, valueAt }: WindowContext,
): Bounds | Unknown {
  const values = knownValues([window.at, window.length].map(valueAt));
  if (isUnknown(values)) return values;
  const [t, length] = values;
  if (t === undefined) throw new RangeError("a window about nothing");
  const before = window.side === "after" ? undefined : length;
  const after = window.side === "before" ? undefined : length;
  return {
    from: bound(t, before, -1, false, zoneMinutes),
    end: bound(t, after, 1, true, zoneMinutes),
    waits: true,
  };
}

function betweenBounds(
  window: Extract<Window, { readonly kind: "between" }>,
  { zoneMinutes, valueAt }: WindowContext,
): Bounds | Unknown {
  const values = knownValues([window.from, window.until].map(valueAt));
  if (isUnknown(values)) return values;
  const [from, until] = values;
  if (from === undefined || until === undefined) throw new RangeError("a window without bounds");
  return {
    from: bound(from, undefined, 1, false, zoneMinutes),
    end: bound(until, undefined, 1, true, zoneMinutes),
    waits: true,
  };
}

/** `[t, t + d]` has its last moment; the end of a date is the first moment that is not in it any more. */
function includesEnd(window: Window | undefined): boolean {
  return window?.kind === "within" && window.side !== "before" && window.at.type.kind !== "date";
}

/** First whole millisecond that is not below an exact one. */
function msFrom(moment: Moment): number {
  return Number(ceil(moment));
}

/** Earliest effective time that is kept. */
function keptFrom({ source, now }: WindowContext): number {
  return now - source.keepDays * MS_PER_DAY;
}

/** A registry is asked at one moment, `[at, at + 1)`; at none when that is further back than it keeps. */
function inForceSpan(asOf: Expr | undefined, context: WindowContext): WindowSpan | Unknown {
  let at = context.now;
  if (asOf !== undefined) {
    const value = context.valueAt(asOf);
    if (value.kind === "unknown") return value;
    at = Number(floor(bound(value, undefined, 1, false, context.zoneMinutes)));
  }
  const until = at < keptFrom(context) ? at : at + 1;
  return { kind: "span", from: at, until };
}

/** Where the rows of a selection lie. */
export function spanOf(window: Window | undefined, context: WindowContext): WindowSpan | Unknown {
  const { source } = context;
  if (window?.kind === "inForce" || source.kind === "registry")
    return inForceSpan(window?.kind === "inForce" ? window.asOf : undefined, context);
  const kept = keptFrom(context);
  if (window === undefined) return { kind: "span", from: kept, until: Number.POSITIVE_INFINITY };
  const bounds =
    window.kind === "last"
      ? lastBounds(window, context)
      : window.kind === "within"
        ? withinBounds(window, context)
        : betweenBounds(window, context);
  if ("causes" in bounds) return bounds;
  const { from, end, waits } = bounds;
  return {
    kind: "span",
    from: Math.max(msFrom(from), kept),
    until: includesEnd(window) ? Number(floor(end)) + 1 : msFrom(end),
    ...(waits && source.lateMs !== undefined ? { closes: msFrom(end) + source.lateMs } : {}),
  };
}

/** While rows may still come into the window, what more of them could change is unknown; undefined when none can. */
export function openCause(
  span: WindowSpan,
  { source, now, zoneMinutes }: WindowContext,
): UnknownCause | undefined {
  if (span.closes === undefined || now >= span.closes) return undefined;
  const until = instantTextFromMs(span.closes, zoneMinutes);
  return { kind: "window open", subject: source.name, until };
}

/** What a series is counted back from: the last bound of its window as written, where [from, until) holds the millisecond of a closed one too. */
export function seriesEnd(window: Window | undefined, until: number): number {
  return includesEnd(window) ? until - 1 : until;
}

/** Whole periods of a series between the beginning of a window and its end, counted back from the end. What is left at the beginning is in none. */
export function periodsIn(from: number, end: number, lengthMs: Rational): number {
  if (lengthMs.n <= 0n || !Number.isFinite(end) || end <= from) return 0;
  return Number((BigInt(end - from) * lengthMs.d) / lengthMs.n);
}

/** The period a moment lies in, counted back from the end: 0 is the last one, which has the end itself, and what is later. */
export function periodAt(end: number, lengthMs: Rational, at: number): number {
  const back = BigInt(Math.max(0, end - 1 - at));
  return Number((back * lengthMs.d) / lengthMs.n);
}
