/**
 * Reads facts from their JSON form into what the conditions compute with.
 *
 * Part of every bundle. Comes in: JSON values the validator has accepted. Goes out: doubles, strings, small integers. Nothing is allocated for
 * ordinary facts. Absent facts are the encoder's business: these functions are called for values that are there.
 */
import { daysFromCalendar, MS_PER_DAY, nfc, parseInstant } from "@luong/spec";

export { nfc };

/** Every text of a set in NFC; the same array when all are. */
export function nfcAll(texts: readonly string[]): readonly string[] {
  for (const text of texts) if (nfc(text) !== text) return texts.map(nfc);
  return texts;
}

function digit(text: string, at: number): number {
  return text.charCodeAt(at) - 48;
}

function twoDigits(text: string, at: number): number {
  return digit(text, at) * 10 + digit(text, at + 1);
}

/** Days since 1970-01-01 of `2026-02-01`. */
export function readDate(text: string): number {
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  return daysFromCalendar(year, twoDigits(text, 5), twoDigits(text, 8));
}

/** Seconds since midnight of `22:00` or `22:00:30`. */
export function readTime(text: string): number {
  const seconds = text.length > 5 ? twoDigits(text, 6) : 0;
  return twoDigits(text, 0) * 3600 + twoDigits(text, 3) * 60 + seconds;
}

/** ms since 1970 UTC; the usual forms without fraction are read here, the rest by the reference's reader. */
export function readInstant(text: string, zoneMinutes: number): number {
  const { length } = text;
  const minutes = twoDigits(text, 11) * 60 + twoDigits(text, 14) - zoneMinutes;
  if (length === 16) return readDate(text) * MS_PER_DAY + minutes * 60_000;
  if (length === 19 && text.charCodeAt(16) === 58) {
    return readDate(text) * MS_PER_DAY + minutes * 60_000 + twoDigits(text, 17) * 1000;
  }
  return parseInstant(text, zoneMinutes) ?? Number.NaN;
}

/**
 * A code as a number in which the codes under a prefix are an interval: `width` places to the base 38. Place values: 0 nothing, then
 * digits, letters, and 37 for any other character. `84` under width 4 lies in [84.., 85..), before every longer code.
 */
export function levelNumber(code: string, width: number): number {
  let value = 0;
  for (let at = 0; at < width; at += 1) {
    value = value * 38 + (at < code.length ? placeValue(code.charCodeAt(at)) : 0);
  }
  return value;
}

function placeValue(unit: number): number {
  if (unit >= 48 && unit <= 57) return unit - 47;
  if (unit >= 65 && unit <= 90) return unit - 54;
  return 37;
}

/** Whole ten-thousandths when the decimal has at most four places, so that sums of weights stay exact; else as near as a double. */
export function scaled(value: number): number {
  const whole = Math.round(value * 10_000);
  return whole / 10_000 === value ? whole : value * 10_000;
}

/** 1 when `scaled` had to round, 0 when it is exact. */
export function scaledFlag(value: number): 0 | 1 {
  const whole = Math.round(value * 10_000);
  return whole / 10_000 === value && Math.abs(whole) <= Number.MAX_SAFE_INTEGER ? 0 : 1;
}

/** A quantity in base units, from its unit's factor. */
export function baseValue(value: number, factor: number): number {
  return factor === 1 ? value : value * factor;
}

/** `scaled` of a quantity in base units; exact when the unit is a whole multiple of the base unit. */
export function scaledBase(value: number, factor: number): number {
  return factor === 1 ? scaled(value) : scaled(value) * factor;
}

/** 1 when `scaledBase` had to round. A factor such as 0.001 is no double, so its products are rounded. */
export function scaledBaseFlag(value: number, factor: number): 0 | 1 {
  if (!Number.isInteger(factor)) return value === 0 ? 0 : 1;
  const product = scaled(value) * factor;
  return scaledFlag(value) === 0 && Math.abs(product) <= Number.MAX_SAFE_INTEGER ? 0 : 1;
}

/** A price per base unit. */
export function basePrice(amount: number, factor: number): number {
  return factor === 1 ? amount : amount / factor;
}

/** `null` counts as absent. */
export function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

/** A fact whose name every object inherits something under (`constructor`). */
export function own(record: object, name: string): unknown {
  return Object.hasOwn(record, name) ? Reflect.get(record, name) : undefined;
}

/** The arrays of a list are as long as the schema allows: a declaration that was not validated must not be judged in part. */
export function tooMany(list: string): never {
  throw new RangeError(`${list} has more elements than the schema allows: validate first`);
}
