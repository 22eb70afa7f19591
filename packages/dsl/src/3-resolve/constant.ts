/**
 * Constants: what a literal is, with the type its place gives it, as a value and in the JSON form of facts.
 *
 * Comes in: literals of the tree. Goes out: exact values of `spec`, JSON for examples and cells. Nothing is reported here;
 * `fit.ts` has asked whether the literal suits its place.
 */
import {
  baseUnits,
  type Dimension,
  divideRationals,
  isUnitName,
  multiplyRationals,
  negateRational,
  numberFromRational,
  parseDate,
  parseInstant,
  parseRational,
  parseTime,
  type Rational,
  rationalFromExact,
  rationalFromInteger,
  type Type,
  type UnitName,
  units,
  type Value,
} from "@luong/spec";
import type { Expression, Literal } from "../ast/ast.ts";

/** A literal and the minus before it. */
export interface Constant {
  readonly literal: Literal;
  readonly negative: boolean;
  /** The whole, minus and parentheses included. */
  readonly node: Expression;
}

const literalKinds: ReadonlySet<Expression["kind"]> = new Set<Literal["kind"]>([
  "number",
  "percent",
  "string",
  "code",
  "date",
  "time",
  "dateTime",
  "boolean",
  "channelLiteral",
  "quantity",
  "duration",
  "money",
]);

export function isLiteral(node: Expression): node is Literal {
  return literalKinds.has(node.kind);
}

/** The constant an expression is, undefined when it calculates or refers to something. */
export function constantOf(node: Expression): Constant | undefined {
  if (isLiteral(node)) return { literal: node, negative: false, node };
  if (node.kind === "parenthesis") {
    const inner = constantOf(node.inner);
    return inner === undefined ? undefined : { ...inner, node };
  }
  if (node.kind !== "negative") return undefined;
  const inner = constantOf(node.operand);
  return inner === undefined ? undefined : { ...inner, negative: !inner.negative, node };
}

/** Digits of a number as written, without underscores and per cent sign; undefined when it is none. */
export function parseImage(image: string): Rational | undefined {
  return parseRational(image.replace(/[_%\s]/g, ""));
}

export function unitOf(word: string): { readonly name: UnitName; readonly dimension: Dimension } {
  return isUnitName(word)
    ? { name: word, dimension: units[word].dimension }
    : { name: "pcs", dimension: "count" };
}

function inBaseUnits(value: Rational, unit: string): Rational {
  return multiplyRationals(value, rationalFromExact(units[unitOf(unit).name].factor));
}

function perBaseUnit(value: Rational, unit: string): Rational {
  return divideRationals(value, rationalFromExact(units[unitOf(unit).name].factor));
}

/** Milliseconds of the fixed lengths of time, months of the others. */
const durations: Readonly<Record<string, { readonly ms?: number; readonly months?: number }>> = {
  ms: { ms: 1 },
  seconds: { ms: 1000 },
  minutes: { ms: 60_000 },
  hours: { ms: 3_600_000 },
  days: { ms: 86_400_000 },
  weeks: { ms: 604_800_000 },
  months: { months: 1 },
  years: { months: 12 },
};

export function isPeriodUnit(unit: string): boolean {
  return durations[unit]?.months !== undefined;
}

const hundredth: Rational = { n: 1n, d: 100n };

/** The value of a constant in the reading of `type`, undefined when it has none there. */
export function valueOfConstant(
  constant: Constant,
  type: Type,
  zoneMinutes: number,
): Value | undefined {
  const value = literalValue(constant.literal, type, zoneMinutes);
  if (!constant.negative || value === undefined) return value;
  if (value.kind === "boolean" || value.kind === "text" || value.kind === "set") return undefined;
  return { ...value, value: negateRational(value.value) };
}

function literalValue(literal: Literal, type: Type, zoneMinutes: number): Value | undefined {
  switch (literal.kind) {
    case "number":
      return type.kind === "code" ? text(literal.image) : number("number", literal.image);
    case "percent": {
      const value = parseImage(literal.image);
      return value && { kind: "number", value: multiplyRationals(value, hundredth) };
    }
    case "string":
      return text(literal.text);
    case "code":
      return text(literal.text);
    case "channelLiteral":
      return text(literal.channel);
    case "boolean":
      return { kind: "boolean", value: literal.value };
    case "date":
      return moment("date", parseDate(literal.image));
    case "time":
      return moment("time", parseTime(literal.image));
    case "dateTime":
      return moment("instant", parseInstant(literal.image, zoneMinutes));
    case "duration":
      return durationValue(literal.image, literal.unit);
    case "quantity": {
      const value = parseImage(literal.image);
      const { dimension } = unitOf(literal.unit);
      return value && { kind: "quantity", value: inBaseUnits(value, literal.unit), dimension };
    }
    case "money":
      return moneyValue(literal);
  }
}

function text(value: string): Value {
  return { kind: "text", value };
}

function number(kind: "number", image: string): Value | undefined {
  const value = parseImage(image);
  return value && { kind, value };
}

function moment(kind: "date" | "time" | "instant", value: number | undefined): Value | undefined {
  return value === undefined ? undefined : { kind, value: rationalFromInteger(value) };
}

function durationValue(image: string, unit: string): Value | undefined {
  const value = parseImage(image);
  const length = durations[unit];
  if (value === undefined || length === undefined) return undefined;
  return length.months === undefined
    ? { kind: "duration", value: multiplyRationals(value, rationalFromInteger(length.ms ?? 1)) }
    : { kind: "period", value: multiplyRationals(value, rationalFromInteger(length.months)) };
}

function moneyValue(literal: Extract<Literal, { kind: "money" }>): Value | undefined {
  const value = parseImage(literal.image);
  if (value === undefined) return undefined;
  const { currency, per } = literal;
  return per === null
    ? { kind: "money", value, currency }
    : {
        kind: "unitPrice",
        value: perBaseUnit(value, per),
        currency,
        dimension: unitOf(per).dimension,
      };
}

/** JSON form of a constant as a fact of `type` (see `schema.ts` in `spec`), undefined when it has none. */
export function jsonOf(
  constant: Constant,
  type: Type,
  world: { readonly zoneMinutes: number; readonly units: ReadonlyMap<string, string> },
): unknown {
  const { literal } = constant;
  if (literal.kind === "date" || literal.kind === "time" || literal.kind === "dateTime") {
    return literal.image;
  }
  if (literal.kind === "percent") return signed(constant, parseImage(literal.image));
  const value = valueOfConstant(constant, type, world.zoneMinutes);
  switch (value?.kind) {
    case undefined:
    case "set":
      return undefined;
    case "boolean":
    case "text":
      return value.value;
    case "duration":
      return numberFromRational(divideRationals(value.value, rationalFromInteger(1000)));
    case "quantity":
      return quantityJson(constant, type, numberFromRational(value.value), world.units);
    case "money":
      return type.kind === "money" && type.currency !== null
        ? numberFromRational(value.value)
        : { amount: numberFromRational(value.value), currency: value.currency };
    case "unitPrice":
      return unitPriceJson(constant, type, numberFromRational(value.value), world.units);
    case "number":
    case "date":
    case "time":
    case "instant":
    case "period":
      return numberFromRational(value.value);
  }
}

function signed(constant: Constant, value: Rational | undefined): number | undefined {
  if (value === undefined) return undefined;
  return numberFromRational(constant.negative ? negateRational(value) : value);
}

function unitCode(word: string, declared: ReadonlyMap<string, string>): string {
  return declared.get(word) ?? units[unitOf(word).name].code;
}

function quantityJson(
  { literal, negative }: Constant,
  type: Type,
  inBase: number,
  declared: ReadonlyMap<string, string>,
): unknown {
  if (type.kind === "quantity" && type.dimension !== null) return inBase;
  if (literal.kind !== "quantity") return undefined;
  const written = parseImage(literal.image);
  const value = written === undefined ? inBase : numberFromRational(written);
  return { value: negative ? -value : value, unit: unitCode(literal.unit, declared) };
}

function unitPriceJson(
  { literal }: Constant,
  type: Type,
  perBase: number,
  declared: ReadonlyMap<string, string>,
): unknown {
  if (type.kind === "unitPrice" && type.currency !== null && type.dimension !== null) {
    return perBase;
  }
  if (literal.kind !== "money" || literal.per === null) return undefined;
  const base = baseUnits[unitOf(literal.per).dimension];
  return { amount: perBase, currency: literal.currency, unit: unitCode(base, declared) };
}
