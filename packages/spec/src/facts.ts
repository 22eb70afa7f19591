/**
 * Facts between their JSON form (see `schema.ts`) and values, and values as text for people.
 *
 * JSON and a type in, a value out, and back. Input has been validated: what does not fit its type is a fault of ours and throws.
 * Missing facts are the caller's business; records and lists are not values.
 */
import {
  dateTextFromDays,
  instantTextFromMs,
  parseDate,
  parseInstant,
  parseTime,
  timeTextFromSeconds,
} from "./calendar.ts";
import type { Language } from "./diagnostic.ts";
import type { LiteralValue } from "./ir/ir.ts";
import { booleanValue, numberValue, textValue } from "./operations.ts";
import {
  compare,
  divide,
  exactText,
  floor,
  isInteger,
  multiply,
  one,
  parseRational,
  rational,
  rationalFromExact,
  rationalFromInteger,
  rationalFromNumber,
  roundedText,
  toNumber,
} from "./rational.ts";
import type { Schema } from "./schema.ts";
import { nfc } from "./text.ts";
import type { Dimension, Type } from "./types.ts";
import { baseUnits, isUnitName, type UnitName, units } from "./units.ts";
import type { Rational, Value } from "./value.ts";

const hundred = rationalFromInteger(100);
const thousand = rationalFromInteger(1000);

function misfit(json: unknown, type: Type): never {
  throw new TypeError(`${JSON.stringify(json)} is not a ${type.kind}`);
}

function numberFrom(json: unknown, type: Type): Rational {
  return typeof json === "number" ? rationalFromNumber(json) : misfit(json, type);
}

function textFrom(json: unknown, type: Type): string {
  return typeof json === "string" ? nfc(json) : misfit(json, type);
}

function hasMembers(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === "object" && json !== null;
}

/** Own member of a JSON object, undefined when it is none or has none. */
export function memberOf(json: unknown, name: string): unknown {
  return hasMembers(json) && Object.hasOwn(json, name) ? json[name] : undefined;
}

/** The unit a schema calls by this code of Recommendation 20. */
function unitByCode(code: string, schema: Schema): UnitName | undefined {
  const name = schema.units.find((unit) => unit.code === code)?.name;
  return name !== undefined && isUnitName(name) ? name : undefined;
}

function unitFrom(
  json: unknown,
  type: Type,
  schema: Schema,
): { readonly code: string; readonly name: UnitName } {
  const code = textFrom(memberOf(json, "unit"), type);
  return { code, name: unitByCode(code, schema) ?? misfit(json, type) };
}

/** Base units in one of this unit. */
function factorOf(unit: UnitName): Rational {
  return rationalFromExact(units[unit].factor);
}

function quantityFrom(
  json: unknown,
  type: Extract<Type, { kind: "quantity" }>,
  schema: Schema,
): Value {
  if (type.dimension !== null) {
    return { kind: "quantity", value: numberFrom(json, type), dimension: type.dimension };
  }
  const { code, name } = unitFrom(json, type, schema);
  const value = multiply(numberFrom(memberOf(json, "value"), type), factorOf(name));
  return { kind: "quantity", value, dimension: units[name].dimension, unit: code };
}

function moneyFrom(json: unknown, type: Extract<Type, { kind: "money" }>): Value {
  if (type.currency !== null)
    return { kind: "money", value: numberFrom(json, type), currency: type.currency };
  const currency = textFrom(memberOf(json, "currency"), type);
  return { kind: "money", value: numberFrom(memberOf(json, "amount"), type), currency };
}

/** A plain number is per base unit, as the type knows the dimension only. */
function unitPriceFrom(
  json: unknown,
  type: Extract<Type, { kind: "unitPrice" }>,
  schema: Schema,
): Value {
  const { currency, dimension } = type;
  if (currency !== null && dimension !== null) {
    return { kind: "unitPrice", value: numberFrom(json, type), currency, dimension };
  }
  const { name } = unitFrom(json, type, schema);
  return {
    kind: "unitPrice",
    value: divide(numberFrom(memberOf(json, "amount"), type), factorOf(name)),
    currency: textFrom(memberOf(json, "currency"), type),
    dimension: units[name].dimension,
  };
}

/** The value of a fact from its JSON form. Throws when it does not fit, so validate first. */
export function valueFromJson(json: unknown, type: Type, schema: Schema): Value {
  switch (type.kind) {
    case "boolean":
      return typeof json === "boolean" ? booleanValue(json) : misfit(json, type);
    case "integer":
    case "number":
      return numberValue(numberFrom(json, type));
    case "percent":
      return numberValue(divide(numberFrom(json, type), hundred));
    case "text":
    case "id":
    case "code":
    case "channel":
    case "flow":
    case "stage":
      return textValue(textFrom(json, type));
    case "date":
      return {
        kind: "date",
        value: rationalFromInteger(parseDate(textFrom(json, type)) ?? misfit(json, type)),
      };
    case "time":
      return {
        kind: "time",
        value: rationalFromInteger(parseTime(textFrom(json, type)) ?? misfit(json, type)),
      };
    case "instant": {
      const ms = parseInstant(textFrom(json, type), schema.zoneMinutes) ?? misfit(json, type);
      return { kind: "instant", value: rationalFromInteger(ms) };
    }
    case "duration":
      return { kind: "duration", value: multiply(numberFrom(json, type), thousand) };
    case "money":
      return moneyFrom(json, type);
    case "quantity":
      return quantityFrom(json, type, schema);
    case "unitPrice":
      return unitPriceFrom(json, type, schema);
    case "set":
      return Array.isArray(json)
        ? {
            kind: "set",
            members: json.map((each: unknown) => valueFromJson(each, type.of, schema)),
          }
        : misfit(json, type);
    case "period":
    case "record":
    case "list":
    case "error":
      return misfit(json, type);
  }
}

/** The value of a member of a list, which is always text (`ListMember.value`): numbers in decimal, the rest as in facts. */
export function valueFromMember(text: string, type: Type, schema: Schema): Value {
  const plain = parseRational(text);
  switch (type.kind) {
    case "integer":
    case "number":
      return plain === undefined ? misfit(text, type) : numberValue(plain);
    case "percent":
      return plain === undefined ? misfit(text, type) : numberValue(divide(plain, hundred));
    case "boolean":
      return booleanValue(text === "true");
    default:
      return valueFromJson(text, type, schema);
  }
}

/** The value of a literal of the IR, in the reading of its type (see `LiteralValue`). */
export function valueFromLiteral(type: Type, literal: LiteralValue): Value {
  if (typeof literal === "boolean") return booleanValue(literal);
  switch (type.kind) {
    case "text":
    case "id":
    case "code":
    case "channel":
    case "flow":
    case "stage":
      return textValue(literal);
    case "integer":
    case "number":
    case "percent":
      return numberValue(rationalFromExact(literal));
    case "date":
    case "time":
    case "instant":
    case "duration":
    case "period":
      return { kind: type.kind, value: rationalFromExact(literal) };
    case "money":
      return { kind: "money", value: rationalFromExact(literal), currency: type.currency };
    case "quantity":
      return { kind: "quantity", value: rationalFromExact(literal), dimension: type.dimension };
    case "unitPrice": {
      const { currency, dimension } = type;
      return { kind: "unitPrice", value: rationalFromExact(literal), currency, dimension };
    }
    case "boolean":
    case "record":
    case "list":
    case "set":
    case "error":
      return misfit(literal, type);
  }
}

function baseUnitCode(dimension: Dimension, schema: Schema): string {
  const name = baseUnits[dimension];
  return schema.units.find((unit) => unit.name === name)?.code ?? units[name].code;
}

/** The unit a quantity is told in: the declared one, else the base unit. */
function unitOf(value: Extract<Value, { kind: "quantity" }>, schema: Schema): UnitName | null {
  const declared = value.unit === undefined ? undefined : unitByCode(value.unit, schema);
  return declared ?? (value.dimension === null ? null : baseUnits[value.dimension]);
}

function quantityJson(
  value: Extract<Value, { kind: "quantity" }>,
  type: Type,
  schema: Schema,
): unknown {
  if (type.kind === "quantity" && type.dimension !== null) return toNumber(value.value);
  const unit = unitOf(value, schema);
  if (unit === null) return toNumber(value.value);
  const code = value.unit ?? baseUnitCode(units[unit].dimension, schema);
  return { value: toNumber(divide(value.value, factorOf(unit))), unit: code };
}

function unitPriceJson(
  value: Extract<Value, { kind: "unitPrice" }>,
  type: Type,
  schema: Schema,
): unknown {
  const amount = toNumber(value.value);
  const isFixed = type.kind === "unitPrice" && type.currency !== null && type.dimension !== null;
  if (isFixed || value.dimension === null) return amount;
  return { amount, currency: value.currency, unit: baseUnitCode(value.dimension, schema) };
}

/** The JSON form of a value, as a fact of this type would have it; a number that is no finite decimal becomes the nearest double. */
export function jsonFromValue(value: Value, type: Type, schema: Schema): unknown {
  switch (value.kind) {
    case "boolean":
    case "text":
      return value.value;
    case "number":
      return toNumber(type.kind === "percent" ? multiply(value.value, hundred) : value.value);
    case "date":
      return dateTextFromDays(Number(floor(value.value)));
    case "time":
      return timeTextFromSeconds(Number(floor(value.value)));
    case "instant":
      return instantTextFromMs(Number(floor(value.value)), schema.zoneMinutes);
    case "duration":
      return toNumber(divide(value.value, thousand));
    case "period":
      return toNumber(value.value);
    case "money": {
      const amount = toNumber(value.value);
      const isFixed = type.kind === "money" && type.currency !== null;
      return isFixed || value.currency === null ? amount : { amount, currency: value.currency };
    }
    case "quantity":
      return quantityJson(value, type, schema);
    case "unitPrice":
      return unitPriceJson(value, type, schema);
    case "set": {
      const of = type.kind === "set" ? type.of : type;
      return value.members.map((member) => jsonFromValue(member, of, schema));
    }
  }
}

/* ------------------------------------------------------------------ text */

export interface TextStyle {
  readonly language: Language;
  /** True: `1/3` stays `1/3`. False: rounded half up to six decimals and marked with ≈, for people. */
  readonly exact: boolean;
}

const plainStyle: TextStyle = { language: "en", exact: false };

/** Decimals shown to people at most; reasons are read, not computed with. */
const PLACES_SHOWN = 6;

function numberText(value: Rational, style: TextStyle): string {
  const exact = exactText(value);
  const places = exact.includes("/")
    ? Number.POSITIVE_INFINITY
    : (exact.split(".")[1]?.length ?? 0);
  return style.exact || places <= PLACES_SHOWN ? exact : `≈${roundedText(value, PLACES_SHOWN)}`;
}

/** `2.5` becomes `2.50` in a currency of two decimals. */
function amountText(
  value: Rational,
  currency: string | null,
  schema: Schema,
  style: TextStyle,
): string {
  const text = numberText(value, style);
  if (currency === null) return text;
  const digits = schema.currencies.find((each) => each.code === currency)?.digits ?? 0;
  const places = text.split(".")[1]?.length ?? 0;
  if (text.includes("/") || digits <= places) return `${text} ${currency}`;
  return `${places === 0 ? `${text}.` : text}${"0".repeat(digits - places)} ${currency}`;
}

const words = {
  per: { en: "per", vi: "mỗi" },
  true: { en: "true", vi: "đúng" },
  false: { en: "false", vi: "sai" },
  red: { en: "red", vi: "đỏ" },
  yellow: { en: "yellow", vi: "vàng" },
  green: { en: "green", vi: "xanh" },
} as const satisfies Readonly<Record<string, Readonly<Record<Language, string>>>>;

/** Largest first; the first that divides the duration evenly is used. */
const spans = [
  { ms: 86_400_000, one: { en: "day", vi: "ngày" }, many: { en: "days", vi: "ngày" } },
  { ms: 3_600_000, one: { en: "hour", vi: "giờ" }, many: { en: "hours", vi: "giờ" } },
  { ms: 60_000, one: { en: "minute", vi: "phút" }, many: { en: "minutes", vi: "phút" } },
  { ms: 1000, one: { en: "second", vi: "giây" }, many: { en: "seconds", vi: "giây" } },
  { ms: 1, one: { en: "ms", vi: "mili giây" }, many: { en: "ms", vi: "mili giây" } },
] as const;

function countText(count: Rational, one_: string, many: string, style: TextStyle): string {
  return `${numberText(count, style)} ${compare(count, one) === 0 ? one_ : many}`;
}

function durationText(ms: Rational, style: TextStyle): string {
  const fits = spans.find((span) => isInteger(divide(ms, rationalFromInteger(span.ms))));
  const span = fits ?? spans[4];
  const count = divide(ms, rationalFromInteger(span.ms));
  return countText(count, span.one[style.language], span.many[style.language], style);
}

function periodText(months: Rational, style: TextStyle): string {
  const years = divide(months, rational(12n));
  if (style.language === "vi") {
    return isInteger(years)
      ? `${numberText(years, style)} năm`
      : `${numberText(months, style)} tháng`;
  }
  return isInteger(years)
    ? countText(years, "year", "years", style)
    : countText(months, "month", "months", style);
}

function quantityText(
  value: Extract<Value, { kind: "quantity" }>,
  schema: Schema,
  style: TextStyle,
): string {
  const unit = unitOf(value, schema);
  if (unit === null) return numberText(value.value, style);
  return `${numberText(divide(value.value, factorOf(unit)), style)} ${units[unit].spelling[style.language]}`;
}

function channelText(text: string, language: Language): string {
  switch (text) {
    case "red":
    case "yellow":
    case "green":
      return words[text][language];
    default:
      return text;
  }
}

/** A value as an officer reads it: `2.50 USD per kg`, `12.5 kg`, `15%`, `2026-02-01`, `22:00`, codes and text as they are. */
export function textFromValue(
  value: Value,
  type: Type,
  schema: Schema,
  style: TextStyle = plainStyle,
): string {
  switch (value.kind) {
    case "boolean":
      return words[value.value ? "true" : "false"][style.language];
    case "text":
      return type.kind === "channel" ? channelText(value.value, style.language) : value.value;
    case "number":
      return type.kind === "percent"
        ? `${numberText(multiply(value.value, hundred), style)}%`
        : numberText(value.value, style);
    case "date":
      return dateTextFromDays(Number(floor(value.value)));
    case "time":
      return timeTextFromSeconds(Number(floor(value.value)));
    case "instant":
      return instantTextFromMs(Number(floor(value.value)), schema.zoneMinutes);
    case "duration":
      return durationText(value.value, style);
    case "period":
      return periodText(value.value, style);
    case "money":
      return amountText(value.value, value.currency, schema, style);
    case "quantity":
      return quantityText(value, schema, style);
    case "unitPrice": {
      const amount = amountText(value.value, value.currency, schema, style);
      if (value.dimension === null) return amount;
      return `${amount} ${words.per[style.language]} ${units[baseUnits[value.dimension]].spelling[style.language]}`;
    }
    case "set": {
      const of = type.kind === "set" ? type.of : type;
      return value.members.map((member) => textFromValue(member, of, schema, style)).join(", ");
    }
  }
}
