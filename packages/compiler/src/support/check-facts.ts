/**
 * What JSON Schema cannot say about facts: digits, decimals of a currency, days that exist, keys that repeat.
 *
 * Part of every bundle: the generated validator calls these for the fields that need them. Comes in: a value of any shape and its JSON
 * Pointer. Goes out: faults, pushed. A value of the wrong JSON type has been reported by the schema already and is passed over.
 */
import type { FieldFault } from "@luong/runtime/abi";
import { parseDate, parseInstant, parseTime } from "@luong/spec";
import { forms } from "./forms.ts";

type Faults = FieldFault[];

const SIGNIFICANT_DIGITS = 15;
const EXPONENT_LIMIT = 15;

/** Most facts are whole, or have few decimals: those are told without making text of them. */
function hasFifteenDigits(value: number): boolean {
  const size = Math.abs(value);
  if (size < 1e9 && Math.round(value * 1e6) / 1e6 === value) return true;
  if (size < 1e15 && Number.isInteger(value)) return true;
  return Number(value.toPrecision(SIGNIFICANT_DIGITS)) === value;
}

/** 1e-15 up to below 1e16; zero has no exponent. */
function hasExponent(value: number): boolean {
  const size = Math.abs(value);
  return size === 0 || (size >= 1e-15 && size < 1e16);
}

/** True when the number is one the meaning admits: finite, at most 15 digits, exponent within ±15. */
export function checkNumber(value: unknown, path: string, faults: Faults): boolean {
  if (typeof value !== "number") return false;
  if (!Number.isFinite(value)) faults.push({ path, keyword: "finite", params: {} });
  else if (!hasExponent(value)) {
    faults.push({ path, keyword: "exponent", params: { limit: EXPONENT_LIMIT } });
  } else if (!hasFifteenDigits(value)) {
    faults.push({ path, keyword: "significantDigits", params: { limit: SIGNIFICANT_DIGITS } });
  } else return true;
  return false;
}

/** An amount of `currency` has at most `digits` decimals. */
export function checkAmount(
  value: unknown,
  currency: string,
  digits: number,
  path: string,
  faults: Faults,
): void {
  if (!checkNumber(value, path, faults) || typeof value !== "number") return;
  const minorUnits = 10 ** digits;
  // With fifteen digits the nearest double of a whole number of minor units is the fact itself.
  if (Math.round(value * minorUnits) / minorUnits !== value) {
    faults.push({ path, keyword: "currencyDigits", params: { currency, digits } });
  }
}

/** `{ amount, currency }`; a currency that is not declared has been reported by the schema. */
export function checkMoney(
  value: unknown,
  digits: Readonly<Record<string, number>>,
  path: string,
  faults: Faults,
): void {
  if (!isObject(value)) return;
  const currency = value["currency"];
  if (typeof currency !== "string" || !Object.hasOwn(digits, currency)) return;
  checkAmount(value["amount"], currency, digits[currency] ?? 0, `${path}/amount`, faults);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

type MomentKind = "date" | "time" | "instant";

const readers = { date: parseDate, time: parseTime, instant: parseInstant } as const;

const patterns = {
  date: new RegExp(forms.date),
  time: new RegExp(forms.time),
  instant: new RegExp(forms.instant),
  code: new RegExp(forms.code, "u"),
} as const;

/** Digit at a place of a text, NaN beyond its end, something outside 0 to 9 for any other character. */
function digit(text: string, at: number): number {
  return text.charCodeAt(at) - 48;
}

function isDigit(text: string, at: number): boolean {
  const value = digit(text, at);
  return value >= 0 && value <= 9;
}

/** `2026-02-01` by its characters; a day no month has is left to the pattern and the reader below. */
function isPlainDate(text: string): boolean {
  for (const at of [0, 1, 2, 3, 5, 6, 8, 9]) if (!isDigit(text, at)) return false;
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return false;
  const month = digit(text, 5) * 10 + digit(text, 6);
  const day = digit(text, 8) * 10 + digit(text, 9);
  return month >= 1 && month <= 12 && day >= 1 && day <= 28;
}

/** `T09:00` or `T09:00:30` from a place to the end of the text. */
function isPlainTime(text: string, at: number): boolean {
  const { length } = text;
  if (length !== at + 5 && length !== at + 8) return false;
  for (let place = at; place < length; place += 3) {
    if (!isDigit(text, place) || !isDigit(text, place + 1)) return false;
    if (place > at && text.charCodeAt(place - 1) !== 58) return false;
    const value = digit(text, place) * 10 + digit(text, place + 1);
    if (value > (place === at ? 23 : 59)) return false;
  }
  return true;
}

function isPlain(kind: MomentKind, text: string): boolean {
  switch (kind) {
    case "date":
      return text.length === 10 && isPlainDate(text);
    case "time":
      return isPlainTime(text, 0);
    case "instant":
      return text.charCodeAt(10) === 84 && isPlainDate(text) && isPlainTime(text, 11);
  }
}

/** A date, time or instant: of the right form, and a day that exists. The usual spellings need no pattern. */
export function checkTime(
  kind: MomentKind,
  value: unknown,
  zoneMinutes: number,
  path: string,
  faults: Faults,
): void {
  if (typeof value !== "string" || isPlain(kind, value)) return;
  if (!patterns[kind].test(value)) faults.push({ path, keyword: "form", params: { form: kind } });
  else if (readers[kind](value, zoneMinutes) === undefined) {
    faults.push({ path, keyword: "calendar", params: {} });
  }
}

/** A closed range of dates, times or instants, in their JSON form. */
export function checkTimeRange(
  kind: MomentKind,
  value: unknown,
  low: string,
  high: string,
  zoneMinutes: number,
  path: string,
  faults: Faults,
): void {
  if (typeof value !== "string") return;
  const read = readers[kind];
  const at = read(value, zoneMinutes);
  const from = read(low, zoneMinutes);
  const to = read(high, zoneMinutes);
  if (at === undefined || from === undefined || to === undefined) return;
  if (at < from) faults.push({ path, keyword: "minimum", params: { limit: low } });
  if (at > to) faults.push({ path, keyword: "maximum", params: { limit: high } });
}

/** A code of a list that is bound later: some text without blanks. */
export function checkCode(value: unknown, path: string, faults: Faults): void {
  if (typeof value !== "string") return;
  const { length } = value;
  let plain = length > 0 && length <= 64;
  for (let at = 0; plain && at < length; at += 1) {
    const unit = value.charCodeAt(at);
    plain = unit > 32 && unit < 127;
  }
  if (!plain && !patterns.code.test(value)) {
    faults.push({ path, keyword: "form", params: { form: "code" } });
  }
}

/** A member of a closed list too long for `enum`, which compares one by one. */
export function checkMember(
  value: unknown,
  members: ReadonlySet<string>,
  path: string,
  faults: Faults,
): void {
  if (typeof value !== "string" || members.has(value)) return;
  faults.push({ path, keyword: "enum", params: { allowedValues: [...members] } });
}

/** No two elements of a list have the same key; an element without a whole key is passed over. */
export function checkKeys(
  list: readonly unknown[],
  key: readonly string[],
  path: string,
  faults: Faults,
): void {
  if (list.length < 2) return;
  const seen = new Map<string, number>();
  for (const [position, element] of list.entries()) {
    const text = keyText(element, key);
    if (text === null) continue;
    const first = seen.get(text);
    if (first === undefined) seen.set(text, position);
    else {
      const params = { key, first };
      faults.push({ path: `${path}/${position}`, keyword: "duplicateKey", params });
    }
  }
}

function keyText(element: unknown, key: readonly string[]): string | null {
  if (!isObject(element)) return null;
  const parts = key.map((name) => element[name]);
  return parts.some((part) => part === undefined || part === null) ? null : JSON.stringify(parts);
}
