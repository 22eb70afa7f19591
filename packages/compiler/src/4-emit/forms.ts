/**
 * The forms in which a fact is stored for the conditions, and how each is read from JSON.
 *
 * Comes in: a type and a form. Goes out: a JavaScript expression that reads it. The same readers serve facts of the declaration, of elements, and
 * cells of tables. Which forms are needed is found out while the conditions are written.
 */
import {
  type Dimension,
  isUnitName,
  numberFromRational,
  rationalFromExact,
  type Schema,
  type Type,
  units,
} from "@luong/spec";
import { type Js, NoFastForm } from "./code.ts";

/**
 * truth 0/1/2 · text string or undefined · level see `levelNumber` · number double or NaN · scaled, scaledFlag see `read-facts.ts` ·
 * currency string · dimension its number · converted 1 when a unit factor other than one was applied · unit its code · set array or
 * undefined · present 0 or 2.
 */
export type Form =
  | "truth"
  | "text"
  | "level"
  | "number"
  | "scaled"
  | "scaledFlag"
  | "currency"
  | "dimension"
  | "converted"
  | "unit"
  | "set"
  | "present";

/** Array kinds that hold a form: `F` Float64Array, `B` Uint8Array, `V` plain array. */
export function storageOf(form: Form): "F" | "B" | "V" {
  switch (form) {
    case "number":
    case "scaled":
    case "level":
      return "F";
    case "truth":
    case "scaledFlag":
    case "dimension":
    case "converted":
    case "present":
      return "B";
    case "text":
    case "currency":
    case "unit":
    case "set":
      return "V";
  }
}

/** What stands in the store when the fact is absent. */
export function absentValue(form: Form): Js {
  switch (form) {
    case "truth":
      return "1";
    case "number":
    case "scaled":
    case "level":
      return "NaN";
    case "text":
    case "set":
    case "unit":
      return "undefined";
    case "currency":
      return '""';
    case "scaledFlag":
    case "dimension":
    case "converted":
    case "present":
      return "0";
  }
}

const dimensions: readonly Dimension[] = ["mass", "count", "volume", "length", "area", "energy"];

/** The number that stands for a dimension in emitted code. */
export function dimensionNumber(dimension: Dimension): number {
  return dimensions.indexOf(dimension);
}

/** The dimension a number stands for. */
export function dimensionOfNumber(number: number): Dimension | null {
  return dimensions[number] ?? null;
}

/** Stands for "any" in emitted code: the dimension of a sum over nothing. */
export const ANY_DIMENSION = 255;

export interface UnitRow {
  readonly code: string;
  readonly dimension: number;
  readonly factor: number;
}

/** The units of the schema by code; factors as doubles. */
export function unitRows(schema: Schema): readonly UnitRow[] {
  return schema.units.flatMap(({ name, code, dimension }) =>
    isUnitName(name)
      ? [
          {
            code,
            dimension: dimensionNumber(dimension),
            factor: numberFromRational(rationalFromExact(units[name].factor)),
          },
        ]
      : [],
  );
}

/** Can a fact of this type come in a unit that is not a base unit? */
export function mayConvert(schema: Schema, dimension: Dimension | null): boolean {
  const wanted = dimension === null ? null : dimensionNumber(dimension);
  return unitRows(schema).some(
    (row) => row.factor !== 1 && (wanted === null || row.dimension === wanted),
  );
}

/** Decimals that hold every amount: of the currency, or the most any currency of the schema has. */
export function moneyDigits(schema: Schema, currency: string | null): number {
  const digits = schema.currencies
    .filter(({ code }) => currency === null || code === currency)
    .map((each) => each.digits);
  return Math.max(0, ...digits);
}

/** Width of `levelNumber` for a levelled list; undefined when a code does not fit into a double. */
export function levelWidth(schema: Schema, type: Type): number | undefined {
  if (type.kind !== "code") return undefined;
  const list = schema.codeLists.find(({ name }) => name === type.list);
  if (list === undefined || list.shape !== "levels") return undefined;
  const width = Math.max(...list.levels);
  // 38^10 is below 2^53.
  return width <= 10 ? width : undefined;
}

function isClosedText(schema: Schema, type: Type): boolean {
  if (type.kind === "channel" || type.kind === "flow" || type.kind === "stage") return true;
  return (
    type.kind === "code" &&
    schema.codeLists.some(({ name, codes }) => name === type.list && codes !== null)
  );
}

/** What several forms of one fact have in common, worked out once by the caller. */
export interface ReadParts {
  /** The text in NFC. */
  readonly text?: Js;
  /** Base units in one of the fact's unit. */
  readonly factor?: Js;
}

/** How a text is brought into NFC. */
export function readText(schema: Schema, type: Type, value: Js): Js {
  // Members of a closed list have passed `enum`, so they are in the form written in the schema.
  return isClosedText(schema, type) ? value : `nfc(${value})`;
}

function readNumber(schema: Schema, type: Type, value: Js, factor: Js): Js {
  switch (type.kind) {
    case "integer":
    case "number":
    case "percent":
    case "duration":
      return value;
    case "date":
      return `readDate(${value})`;
    case "time":
      return `readTime(${value})`;
    case "instant":
      return `readInstant(${value}, ${schema.zoneMinutes})`;
    case "money":
      return type.currency === null ? `${value}.amount` : value;
    case "quantity":
      return type.dimension === null ? `baseValue(${value}.value, ${factor})` : value;
    case "unitPrice":
      return hasOpenUnit(type) ? `basePrice(${value}.amount, ${factor})` : value;
    default:
      throw new NoFastForm(`${type.kind} is not a number`);
  }
}

/** A price with something open is written as an object with currency and unit. */
export function hasOpenUnit(type: Extract<Type, { kind: "unitPrice" }>): boolean {
  return type.currency === null || type.dimension === null;
}

function readScaled(schema: Schema, type: Type, value: Js, factor: Js, flag: boolean): Js {
  switch (type.kind) {
    case "money": {
      const minorUnits = 10 ** moneyDigits(schema, type.currency);
      const amount = type.currency === null ? `${value}.amount` : value;
      if (flag) return "0";
      return minorUnits === 1 ? amount : `Math.round(${amount} * ${minorUnits})`;
    }
    case "quantity": {
      if (type.dimension !== null) return flag ? `scaledFlag(${value})` : `scaled(${value})`;
      const call = flag ? "scaledBaseFlag" : "scaledBase";
      return `${call}(${value}.value, ${factor})`;
    }
    case "unitPrice": {
      if (!hasOpenUnit(type)) return flag ? `scaledFlag(${value})` : `scaled(${value})`;
      const price = `basePrice(${value}.amount, ${factor})`;
      if (!flag) return `scaled(${price})`;
      return `(${factor} === 1 ? scaledFlag(${value}.amount) : 1)`;
    }
    default:
      return flag ? `scaledFlag(${value})` : `scaled(${value})`;
  }
}

function readSet(schema: Schema, type: Type, value: Js): Js {
  if (type.kind !== "set") throw new NoFastForm("not a set");
  switch (type.of.kind) {
    case "text":
    case "id":
    case "code":
    case "channel":
    case "flow":
    case "stage":
      return isClosedText(schema, type.of) ? value : `nfcAll(${value})`;
    case "integer":
    case "number":
      return value;
    default:
      throw new NoFastForm(`a set of ${type.of.kind} is compared by the reference`);
  }
}

/** Does reading in this form ask for the unit's factor? */
export function readsFactor(type: Type, form: Form): boolean {
  const isOpen =
    (type.kind === "quantity" && type.dimension === null) ||
    (type.kind === "unitPrice" && hasOpenUnit(type));
  return isOpen && ["number", "scaled", "scaledFlag", "converted"].includes(form);
}

/** Reads `value` (an expression without side effects, not absent) in a form. */
export function readForm(
  schema: Schema,
  type: Type,
  form: Form,
  value: Js,
  parts: ReadParts = {},
): Js {
  const text = parts.text ?? readText(schema, type, value);
  const factor = parts.factor ?? `factorOf(${value}.unit)`;
  switch (form) {
    case "truth":
      return `(${value} === true ? 2 : 0)`;
    case "text":
      return text;
    case "level":
      return `levelNumber(${text}, ${levelWidth(schema, type) ?? 0})`;
    case "number":
      return readNumber(schema, type, value, factor);
    case "scaled":
      return readScaled(schema, type, value, factor, false);
    case "scaledFlag":
      return readScaled(schema, type, value, factor, true);
    case "currency":
      return `${value}.currency`;
    case "dimension":
      return `dimensionOf(${value}.unit)`;
    case "converted":
      return `(${factor} === 1 ? 0 : 1)`;
    case "unit":
      return `${value}.unit`;
    case "set":
      return readSet(schema, type, value);
    case "present":
      return "2";
  }
}
