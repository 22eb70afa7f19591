/**
 * Plain facts and literals as numbers: a function of a row for what needs no exact arithmetic.
 *
 * An expression of a plan in, a closure out, undefined when the expression is more than that. The closure gives the double of a decimal of at most 15 digits,
 * not a number where there is none, and `ASK` where only the exact reading tells.
 */
import {
  type Expr,
  exactText,
  numberFromRational,
  parseDate,
  parseTime,
  rationalFromExact,
  rationalFromNumber,
  type Type,
} from "@luong/spec";
import { IRREGULAR, placesOf } from "./numbers.ts";
import type { ReadContext } from "./read-context.ts";
import type { RowView } from "./row-view.ts";

export type ReadNumber = (row: RowView) => number;

/** The interpreter has to be asked. */
export const ASK: number = Number.POSITIVE_INFINITY;

function plain(json: unknown): number {
  if (json === undefined) return Number.NaN;
  return typeof json === "number" && placesOf(json) !== IRREGULAR ? json : ASK;
}

/** A JSON number times or divided by a power of ten: of whole ones one rounding is exact. */
function scaled(json: unknown, scale: (whole: number) => number): number {
  const number = plain(json);
  return Number.isInteger(number) || Number.isNaN(number) ? scale(number) : ASK;
}

function fromText(json: unknown, parse: (text: string) => number | undefined): number {
  if (json === undefined) return Number.NaN;
  return typeof json === "string" ? (parse(json) ?? ASK) : ASK;
}

/** Units are those of the type: no number of these carries a unit of its own. */
function isPlainType(type: Type): boolean {
  switch (type.kind) {
    case "money":
      return type.currency !== null;
    case "quantity":
      return type.dimension !== null;
    case "unitPrice":
      return type.currency !== null && type.dimension !== null;
    default:
      return true;
  }
}

function readJson(type: Type, context: ReadContext): ((json: unknown) => number) | undefined {
  if (!isPlainType(type)) return undefined;
  switch (type.kind) {
    case "integer":
    case "number":
    case "money":
    case "quantity":
    case "unitPrice":
      return plain;
    case "percent":
      return (json) => scaled(json, (whole) => whole / 100);
    case "duration":
      return (json) => scaled(json, (whole) => whole * 1000);
    case "date":
      return (json) => fromText(json, parseDate);
    case "time":
      return (json) => fromText(json, parseTime);
    case "instant":
      return (json) => fromText(json, (text) => context.moment(text));
    default:
      return undefined;
  }
}

/** A literal that its double says exactly. */
function literalNumber(expr: Extract<Expr, { readonly kind: "literal" }>): number | undefined {
  if (typeof expr.value === "boolean" || !isPlainType(expr.type)) return undefined;
  const exact = rationalFromExact(expr.value);
  const number = numberFromRational(exact);
  return exactText(rationalFromNumber(number)) === exactText(exact) ? number : undefined;
}

export function numberReader(expr: Expr, context: ReadContext): ReadNumber | undefined {
  if (expr.kind === "literal") {
    const number = isNumeric(expr.type) ? literalNumber(expr) : undefined;
    return number === undefined ? undefined : () => number;
  }
  if (expr.kind !== "fact") return undefined;
  const read = readJson(expr.type, context);
  const { path } = expr;
  return read && ((row) => read(row.at(path)));
}

export function isNumeric(type: Type): boolean {
  switch (type.kind) {
    case "integer":
    case "number":
    case "percent":
    case "date":
    case "time":
    case "instant":
    case "duration":
    case "money":
    case "quantity":
    case "unitPrice":
      return true;
    default:
      return false;
  }
}

/** Do two types count in the same unit, so that their numbers compare? */
export function sameUnit(a: Type, b: Type): boolean {
  const like = (type: Type): string => {
    switch (type.kind) {
      case "integer":
      case "number":
        return "number";
      case "money":
        return `money ${type.currency}`;
      case "quantity":
        return `quantity ${type.dimension}`;
      case "unitPrice":
        return `price ${type.currency} ${type.dimension}`;
      default:
        return type.kind;
    }
  };
  return like(a) === like(b);
}
