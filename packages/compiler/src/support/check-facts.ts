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

const readers = {
  date: parseDate,
  time: parseTime,
  instant: parseInstant,
} as const;

const patterns = {
  date: new RegExp(forms.date),
  time: new RegExp(forms.time),
  instant: new RegExp(forms.instant),
} as const;

/** Finds a day such as 2026-02-30; a text of another form has its fault from the schema. */
export function checkTime(
  kind: keyof typeof readers,
  value: unknown,
  zoneMinutes: number,
  path: string,
  faults: Faults,
): void {
  if (typeof value !== "string" || readers[kind](value, zoneMinutes) !== undefined) return;
  if (patterns[kind].test(value)) faults.push({ path, keyword: "calendar", params: {} });
}

/** A closed range of dates, times or instants, in their JSON form. */
export function checkTimeRange(
  kind: keyof typeof readers,
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
