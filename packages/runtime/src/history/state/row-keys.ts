/**
 * Keys of rows as text: one text for all values of a group's keys, from a row or from a question, and back.
 *
 * Values that are equal have equal text, and only they. Keys that are only alike keep the text as it was told; buckets of texts that may be alike stand
 * beside.
 */
import {
  exactText,
  type GroupPlan,
  isTextual,
  type KeyPlan,
  likenessBucket,
  likenessBuckets,
  nfc,
  operatorSpec,
  rationalFromNumber,
  type Type,
  type Value,
} from "@luong/spec";
import type { ReadContext } from "./read-context.ts";
import { ASK, isNumeric, numberReader } from "./read-number.ts";
import type { RowView } from "./row-view.ts";

type ReadKey = (row: RowView) => string | undefined;

/** The text of a value; undefined when it equals no row's: another currency, another dimension. */
function textOfValue(value: Value, type: Type): string | undefined {
  switch (value.kind) {
    case "text":
      return value.value;
    case "boolean":
      return value.value ? "1" : "0";
    case "set":
      return undefined;
    case "money":
      return agrees(value.currency, type.kind === "money" ? type.currency : null)
        ? exactText(value.value)
        : undefined;
    case "quantity":
      return agrees(value.dimension, type.kind === "quantity" ? type.dimension : null)
        ? exactText(value.value)
        : undefined;
    case "unitPrice": {
      const [currency, dimension] =
        type.kind === "unitPrice" ? [type.currency, type.dimension] : [null, null];
      return agrees(value.currency, currency) && agrees(value.dimension, dimension)
        ? exactText(value.value)
        : undefined;
    }
    default:
      return exactText(value.value);
  }
}

/** A sum over nothing has no unit and agrees with any. */
function agrees(unit: string | null, ofType: string | null): boolean {
  return unit === null || unit === ofType;
}

function numberText(number: number): string {
  return Number.isSafeInteger(number) ? String(number) : exactText(rationalFromNumber(number));
}

function keyReader({ row: expr }: KeyPlan, context: ReadContext): ReadKey {
  const exact: ReadKey = (row) => {
    const value = context.value(expr, row);
    return value.kind === "unknown" ? undefined : textOfValue(value, expr.type);
  };
  if (expr.kind === "fact" && isTextual(expr.type)) {
    const { path } = expr;
    return (row) => {
      const json = row.at(path);
      return typeof json === "string" ? nfc(json) : undefined;
    };
  }
  const number = isNumeric(expr.type) ? numberReader(expr, context) : undefined;
  if (number === undefined) return exact;
  return (row) => {
    const value = number(row);
    if (value === ASK) return exact(row);
    return Number.isNaN(value) ? undefined : numberText(value);
  };
}

/** Texts one after the other, each but the last with its length before it. */
function joined(parts: readonly string[]): string {
  if (parts.length === 1) return parts[0] ?? "";
  let text = "";
  for (let at = 0; at < parts.length; at += 1) {
    const part = parts[at] ?? "";
    text += at + 1 < parts.length ? `${part.length}:${part}` : part;
  }
  return text;
}

/** The texts that were joined. */
function partsOf(text: string, count: number): readonly string[] {
  const parts: string[] = [];
  let rest = text;
  while (parts.length + 1 < count) {
    const colon = rest.indexOf(":");
    const end = colon + 1 + Number(rest.slice(0, colon));
    parts.push(rest.slice(colon + 1, end));
    rest = rest.slice(end);
  }
  return count === 0 ? [] : [...parts, rest];
}

export class RowKeys {
  readonly #keys: readonly KeyPlan[];
  readonly #readers: readonly ReadKey[];
  readonly #context: ReadContext;
  /** Some key is only alike. */
  readonly isAlike: boolean;

  constructor({ keys }: GroupPlan, context: ReadContext) {
    this.#keys = keys;
    this.#context = context;
    this.#readers = keys.map((key) => keyReader(key, context));
    this.isAlike = keys.some(({ kind }) => kind === "alike");
  }

  /** Undefined when a key is unknown: the row is in no selection. */
  ofRow(row: RowView): string | undefined {
    const readers = this.#readers;
    if (readers.length === 1) return readers[0]?.(row);
    const parts: string[] = [];
    for (const read of readers) {
      const part = read(row);
      if (part === undefined) return undefined;
      parts.push(part);
    }
    return joined(parts);
  }

  /** Of values in the order of the group's keys; undefined when no row can have them. */
  ofValues(values: readonly (Value | undefined)[]): string | undefined {
    const parts: string[] = [];
    for (let at = 0; at < this.#keys.length; at += 1) {
      const value = values[at];
      const type = this.#keys[at]?.row.type;
      const part = value === undefined || type === undefined ? undefined : textOfValue(value, type);
      if (part === undefined) return undefined;
      parts.push(part);
    }
    return joined(parts);
  }

  /** The texts of the single keys. */
  parts(key: string): readonly string[] {
    return partsOf(key, this.#keys.length);
  }

  /** The bucket of a key among those that may be alike. */
  bucket(key: string): string {
    return joined(this.parts(key).map((part, at) => this.#bucketOf(part, at)));
  }

  #bucketOf(part: string, at: number): string {
    const key = this.#keys[at];
    return key?.kind === "alike" ? likenessBucket(nameOf(key.row.type), part) : part;
  }

  /** Buckets of all keys that may be alike to this one. */
  buckets(key: string): readonly string[] {
    let found: readonly (readonly string[])[] = [[]];
    for (const [at, part] of this.parts(key).entries()) {
      const plan = this.#keys[at];
      const choices =
        plan?.kind === "alike" ? likenessBuckets(nameOf(plan.row.type), part) : [part];
      found = found.flatMap((before) => choices.map((choice) => [...before, choice]));
    }
    return found.map(joined);
  }

  /** Does a key of rows hold for a question's? The operator says. */
  holds(row: string, asked: string): boolean {
    const [left, right] = [this.parts(row), this.parts(asked)];
    return this.#keys.every(({ kind, op, row: expr }, at) => {
      if (kind === "equal") return left[at] === right[at];
      const operands = [left[at] ?? "", right[at] ?? ""].map((value) => ({
        kind: "text" as const,
        value,
      }));
      const types = [expr.type, expr.type];
      const result = operatorSpec(op)?.evaluate(operands, this.#context.world, types);
      return result?.kind === "boolean" && result.value;
    });
  }
}

function nameOf(type: Type): string {
  return type.kind === "id" ? type.name : "";
}
