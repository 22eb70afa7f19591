/**
 * Properties of types, written `.name` after a value: `item.hs.chapter`, `registered_at.date`.
 *
 * In the IR a property is a `call` with one argument whose `op` is the property's name with a leading dot (`.chapter`), so it can
 * meet no operator and no function.
 */
import { weekdayFromDays } from "./calendar.ts";
import { plateForm } from "./identity/plate.ts";
import { containerOwner } from "./iso6346.ts";
import {
  dateOfInstant,
  daysOf,
  numberValue,
  textOf,
  textValue,
  timeOfInstant,
  unknownFrom,
} from "./operations.ts";
import type { LevelsOf, PropertySpec } from "./operator-spec.ts";
import { rationalFromInteger } from "./rational.ts";
import { dateType, integerType, timeType } from "./type-rules.ts";
import { builtInTypes, type Type } from "./types.ts";
import { baseUnits, units } from "./units.ts";
import type { EvaluationContext, Result, Value } from "./value.ts";

/** The first `length` characters of a code of a list that has this level. */
function codeLevel(length: number, doc: PropertySpec["doc"]): PropertySpec {
  return {
    on: (type, levels) =>
      type.kind === "code" && levels(type.list)?.includes(length) === true ? type : null,
    evaluate: (value) => {
      const code = textOf(value);
      // A chapter has no heading: there is no answer, as for a fact that was left out.
      return code.length < length ? unknownFrom("not declared") : textValue(code.slice(0, length));
    },
    doc,
  };
}

function idType(name: string): Type | null {
  return builtInTypes[name] ?? null;
}

/** Countries are codes of the schema's own list; without one of this name the property is not there. */
function countryType(levels: LevelsOf): Type | null {
  return levels("Country") === undefined ? null : { kind: "code", list: "Country" };
}

/** Lists of places by UN/LOCODE: two letters of the country, three of the place. */
const placeLists: ReadonlySet<string> = new Set(["Port", "Locode"]);

function isPlate(type: Type): boolean {
  return type.kind === "id" && type.name === "Plate";
}

/** Two letters of the country, three characters of the place. */
const placeCode = /^[A-Z]{2}[A-Z2-9]{3}$/;

/** Of a plate by its form, of a port by its code. */
function countryOf(text: string, type: Type): string | undefined {
  if (isPlate(type)) return plateForm(text)?.country;
  return placeCode.test(text) ? text.slice(0, 2) : undefined;
}

/** As declared; for a computed quantity the code of the base unit. */
function unitCode(value: Value, context: EvaluationContext): Result {
  if (value.kind !== "quantity" || value.dimension === null) return unknownFrom("not declared");
  const base = baseUnits[value.dimension];
  const declared = context.schema.units.find((unit) => unit.name === base)?.code;
  return textValue(value.unit ?? declared ?? units[base].code);
}

export const properties = {
  chapter: codeLevel(2, { en: "The first two digits of the code.", vi: "Hai số đầu của mã." }),
  heading: codeLevel(4, { en: "The first four digits of the code.", vi: "Bốn số đầu của mã." }),
  subheading: codeLevel(6, { en: "The first six digits of the code.", vi: "Sáu số đầu của mã." }),
  date: {
    on: (type) => (type.kind === "instant" ? dateType : null),
    evaluate: dateOfInstant,
    doc: { en: "The local date.", vi: "Ngày, giờ địa phương." },
  },
  time: {
    on: (type) => (type.kind === "instant" ? timeType : null),
    evaluate: timeOfInstant,
    doc: { en: "The local time of day.", vi: "Giờ trong ngày, giờ địa phương." },
  },
  weekday: {
    on: (type) => (type.kind === "instant" || type.kind === "date" ? integerType : null),
    evaluate: (value, context) =>
      numberValue(rationalFromInteger(weekdayFromDays(daysOf(value, context)))),
    doc: { en: "1 Monday to 7 Sunday (ISO 8601).", vi: "1 là thứ Hai, 7 là Chủ nhật (ISO 8601)." },
  },
  unit: {
    on: (type) => (type.kind === "quantity" ? idType("Unit") : null),
    evaluate: unitCode,
    doc: {
      en: "The code of the declared unit (UN/ECE Rec. 20), of the base unit when computed.",
      vi: "Mã đơn vị đã khai (UN/ECE Rec. 20), hoặc đơn vị cơ bản nếu là giá trị tính ra.",
    },
  },
  currency: {
    on: (type) => (type.kind === "money" || type.kind === "unitPrice" ? idType("Currency") : null),
    evaluate: (value) => {
      const currency = value.kind === "money" || value.kind === "unitPrice" ? value.currency : null;
      return currency === null ? unknownFrom("not declared") : textValue(currency);
    },
    doc: { en: "The code of the currency (ISO 4217).", vi: "Mã loại tiền (ISO 4217)." },
  },
  owner: {
    on: (type) => (type.kind === "id" && type.name === "ContainerNo" ? idType("OwnerCode") : null),
    evaluate: (value) => {
      const owner = containerOwner(textOf(value));
      return owner === undefined ? unknownFrom("not declared") : textValue(owner);
    },
    doc: {
      en: "The owner's code, three letters (ISO 6346); nothing when the number has not that form.",
      vi: "Mã chủ công-te-nơ, ba chữ cái (ISO 6346); không có nếu số không đúng dạng.",
    },
  },
  country: {
    on: (type, levels) =>
      isPlate(type) || (type.kind === "code" && placeLists.has(type.list))
        ? countryType(levels)
        : null,
    evaluate: (value, _, type) => {
      const country = countryOf(textOf(value), type);
      return country === undefined ? unknownFrom("not declared") : textValue(country);
    },
    doc: {
      en: "The country, a code of the list `Country` (ISO 3166-1 alpha-2): of a plate by its form (VN, LA, KH, CN, TH; nothing when the form does not tell), of a code of `Port` or `Locode` its first two letters (UN/LOCODE).",
      vi: "Nước, là mã của bộ mã `Country` (ISO 3166-1 alpha-2): của biển số theo dạng biển (VN, LA, KH, CN, TH; không có nếu dạng biển không cho biết), của mã thuộc `Port` hoặc `Locode` là hai chữ đầu (UN/LOCODE).",
    },
  },
  province: {
    on: (type) => (isPlate(type) ? idType("PlateProvince") : null),
    evaluate: (value) => {
      const province = plateForm(textOf(value))?.province;
      return province === undefined || province === null
        ? unknownFrom("not declared")
        : textValue(province);
    },
    doc: {
      en: "The province of a plate: two digits of a plate of Viet Nam, the first character of one of China; nothing of others, nor of military plates.",
      vi: "Mã địa phương trên biển số: hai số đầu của biển Việt Nam, chữ đầu của biển Trung Quốc; không có với biển khác và biển quân đội.",
    },
  },
} as const satisfies Readonly<Record<string, PropertySpec>>;

export type PropertyName = keyof typeof properties;

export function isPropertyName(name: string): name is PropertyName {
  return Object.hasOwn(properties, name);
}

/** The entry of an IR name with its leading dot (`.chapter`), undefined when there is no such property. */
export function propertySpec(op: string): PropertySpec | undefined {
  const name = op.slice(1);
  return op.startsWith(".") && isPropertyName(name) ? properties[name] : undefined;
}
