/**
 * From a value of the language to an input of a model.
 *
 * One rule: a model sees what stands in the JSON of a fact, money and quantities as bare numbers. So 8 % is 8, 12.50 USD is 12.5, a mass is in kilograms, a code is its text;
 * yes is 1 and no 0; a date is days since 1970-01-01, a time seconds since midnight, an instant milliseconds since 1970-01-01 UTC, a duration seconds. What no model takes (sets) is refused.
 */
import {
  multiplyRationals,
  numberFromRational,
  rational,
  type Type,
  type Value,
} from "@luong/spec";
import type { EncodedInput } from "./provider.ts";

const HUNDRED = rational(100n);
const PER_SECOND = rational(1n, 1000n);

/** Throws `TypeError` for a set, which is no input; types are checked before. */
export function encodeInput(value: Value, type: Type): EncodedInput {
  switch (value.kind) {
    case "boolean":
      return value.value ? 1 : 0;
    case "text":
      return value.value;
    case "number":
      return numberFromRational(
        type.kind === "percent" ? multiplyRationals(value.value, HUNDRED) : value.value,
      );
    case "duration":
      return numberFromRational(multiplyRationals(value.value, PER_SECOND));
    case "date":
    case "time":
    case "instant":
    case "period":
    case "money":
    case "quantity":
    case "unitPrice":
      return numberFromRational(value.value);
    case "set":
      throw new TypeError("a set is no input of a model");
  }
}
