/**
 * Properties of types, written `.name` after a value: `item.hs.chapter`, `registered_at.date`.
 *
 * In the IR a property is a `call` with one argument whose `op` is the property's name with a leading dot (`.chapter`), so it can
 * meet no operator and no function.
 */
import { weekdayFromDays } from "./calendar.ts";
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
import type { PropertySpec } from "./operator-spec.ts";
import { rationalFromInteger } from "./rational.ts";
import { dateType, integerType, timeType } from "./type-rules.ts";
import { builtInTypes, type Type } from "./types.ts";
import { baseUnits, units } from "./units.ts";
import type { EvaluationContext, Result, Value } from "./value.ts";

/** The first `length` characters of a code of a list that has this level. */
function codeLevel(length: number, doc: PropertySpec["doc"]): PropertySpec {
  return {
    on: (type, levels) =>
      type.kind === "code" && levels(type.list).includes(length) ? type : null,
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
