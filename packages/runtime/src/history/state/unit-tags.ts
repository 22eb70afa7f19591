/**
 * Units of values by number: currency, dimension and the unit as declared, of values whose type does not say them.
 *
 * Number 0 stands for the units of the type itself. The list only grows.
 */
import {
  type Dimension,
  type Rational,
  rationalFromNumber,
  type Type,
  type Value,
} from "@luong/spec";

interface Tag {
  readonly currency: string | null;
  readonly dimension: Dimension | null;
  readonly unit: string | null;
}

type UnitValue = Extract<Value, { readonly kind: "money" | "quantity" | "unitPrice" }>;

function tagOfType(type: Type): Tag {
  const currency = type.kind === "money" || type.kind === "unitPrice" ? type.currency : null;
  const dimension = type.kind === "quantity" || type.kind === "unitPrice" ? type.dimension : null;
  return { currency, dimension, unit: null };
}

function tagOfValue(value: UnitValue): Tag {
  return {
    currency: value.kind === "quantity" ? null : value.currency,
    dimension: value.kind === "money" ? null : value.dimension,
    unit: value.kind === "quantity" ? (value.unit ?? null) : null,
  };
}

function textOf({ currency, dimension, unit }: Tag): string {
  return `${currency ?? ""}|${dimension ?? ""}|${unit ?? ""}`;
}

export class UnitTags {
  readonly #tags: Tag[] = [{ currency: null, dimension: null, unit: null }];
  readonly #numbers = new Map<string, number>();

  #number(tag: Tag): number {
    const text = textOf(tag);
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.#tags.length;
      this.#tags.push(tag);
      this.#numbers.set(text, number);
    }
    return number;
  }

  /** Number of a word that stands beside a number in JSON: a currency, a unit. */
  ofWord(word: string): number {
    return this.#number({ currency: word, dimension: null, unit: null });
  }

  /** Number of the units of a value of a type. */
  of(value: Value, type: Type): number {
    if (value.kind !== "money" && value.kind !== "quantity" && value.kind !== "unitPrice") return 0;
    const tag = tagOfValue(value);
    return textOf(tag) === textOf(tagOfType(type)) ? 0 : this.#number(tag);
  }

  at(number: number): Tag {
    return this.#tags[number] ?? { currency: null, dimension: null, unit: null };
  }

  /** The text a tag is told by outside of this process. */
  textAt(number: number): string {
    return number === 0 ? "" : textOf(this.at(number));
  }

  /** The tag told by a text that `textAt` gave. */
  fromText(text: string): number {
    if (text === "") return 0;
    const [currency = "", dimension = "", unit = ""] = text.split("|");
    return this.#number({
      currency: currency === "" ? null : currency,
      dimension: dimension === "" ? null : (dimension as Dimension),
      unit: unit === "" ? null : unit,
    });
  }

  /** Values with equal texts here add up; null where one has no unit at all, which agrees with any. */
  sortOf(number: number, type: Type): string | null {
    const { currency, dimension } = number === 0 ? tagOfType(type) : this.at(number);
    switch (type.kind) {
      case "money":
        return currency;
      case "quantity":
        return dimension;
      case "unitPrice":
        return currency === null || dimension === null ? null : `${currency}|${dimension}`;
      default:
        return "";
    }
  }

  /** The value that a number of a type stands for, with the units of a tag. */
  value(number: Rational, tag: number, type: Type): Value {
    const { currency, dimension, unit } = tag === 0 ? tagOfType(type) : this.at(tag);
    switch (type.kind) {
      case "money":
        return { kind: "money", value: number, currency };
      case "quantity":
        return { kind: "quantity", value: number, dimension, ...(unit === null ? {} : { unit }) };
      case "unitPrice":
        return { kind: "unitPrice", value: number, currency, dimension };
      case "date":
      case "time":
      case "instant":
      case "duration":
      case "period":
        return { kind: type.kind, value: number };
      default:
        return { kind: "number", value: number };
    }
  }

  valueOfDouble(double: number, tag: number, type: Type): Value {
    return this.value(rationalFromNumber(double), tag, type);
  }
}
