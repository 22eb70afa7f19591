/**
 * Validates a declaration by walking the schema: what an emitted validator does, without emitting anything.
 *
 * For engines over criteria that were not compiled (editor, tests) and as the twin the emitted validator is compared with. Same faults,
 * by the list at `FieldFault` in `abi.ts`. Slow and obvious; does not see bound code lists (that is `codes.ts`).
 */

import type { Field, RecordType, Schema, Type } from "@luong/spec";
import { parseDate, parseInstant, parseTime } from "@luong/spec";
import type { FieldFault } from "../abi.ts";
import { MAX_DIGITS, MAX_EXPONENT } from "./limits.ts";
import { pointer, recordNamed } from "./pointer.ts";
import { measureNumber } from "./scan-json.ts";

type JsonObject = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

class SchemaWalk {
  readonly faults: FieldFault[] = [];
  private readonly schema: Schema;

  constructor(schema: Schema) {
    this.schema = schema;
  }

  record(record: RecordType, value: unknown, path: string): void {
    if (!isObject(value)) {
      this.add(path, "type", { type: "object" });
      return;
    }
    const fields = record.fields.filter((field) => !field.derived);
    for (const field of fields) this.field(field, value, path);
    for (const key of Object.keys(value)) {
      const known = fields.some((field) => field.name === key);
      if (!known) this.add(path, "additionalProperties", { additionalProperty: key });
    }
  }

  private field(field: Field, record: JsonObject, path: string): void {
    const value = Object.hasOwn(record, field.name) ? record[field.name] : undefined;
    if (value === undefined) {
      if (!field.optional) this.add(path, "required", { missingProperty: field.name });
      return;
    }
    if (value === null && field.optional) return;
    const at = pointer(path, field.name);
    this.value(field.type, value, at);
    if (field.type.kind !== "list" && field.type.kind !== "set") this.range(field, value, at);
  }

  private add(path: string, keyword: string, params: FieldFault["params"]): void {
    this.faults.push({ path, keyword, params });
  }

  value(type: Type, value: unknown, path: string): void {
    switch (type.kind) {
      case "boolean":
        if (typeof value !== "boolean") this.add(path, "type", { type: "boolean" });
        return;
      case "integer":
        if (typeof value === "number" && Number.isFinite(value) && !Number.isInteger(value)) {
          this.add(path, "type", { type: "integer" });
        } else this.number(value, path, "integer");
        return;
      case "number":
      case "percent":
      case "duration":
      case "period":
        this.number(value, path, "number");
        return;
      case "text":
      case "id":
        this.text(value, path);
        return;
      case "code":
        this.code(type.list, value, path);
        return;
      case "channel":
        this.word(["green", "yellow", "red"], value, path);
        return;
      case "flow":
        this.word(namesOf(this.schema.flows), value, path);
        return;
      case "stage":
        this.word(namesOf(this.schema.stages), value, path);
        return;
      case "date":
      case "time":
      case "instant":
        this.time(type.kind, value, path);
        return;
      case "money":
      case "quantity":
      case "unitPrice":
        this.amount(type, value, path);
        return;
      case "record": {
        const record = recordNamed(this.schema, type.record);
        if (record !== undefined) this.record(record, value, path);
        return;
      }
      case "list":
        this.list(type, value, path);
        return;
      case "set":
        this.elements(value, type.max, path, (member, at) => this.value(type.of, member, at));
        return;
      case "error":
        return;
    }
  }

  /** True when the number is one the meaning admits. */
  private number(value: unknown, path: string, type: "integer" | "number"): value is number {
    if (typeof value !== "number") {
      this.add(path, "type", { type });
      return false;
    }
    if (!Number.isFinite(value)) {
      this.add(path, "finite", {});
      return false;
    }
    const { digits, exponent } = measureNumber(String(value));
    if (Math.abs(exponent) > MAX_EXPONENT) this.add(path, "exponent", { limit: MAX_EXPONENT });
    else if (digits > MAX_DIGITS) this.add(path, "significantDigits", { limit: MAX_DIGITS });
    else return true;
    return false;
  }

  private text(value: unknown, path: string): value is string {
    if (typeof value === "string") return true;
    this.add(path, "type", { type: "string" });
    return false;
  }

  private word(allowed: readonly string[], value: unknown, path: string): value is string {
    if (!this.text(value, path)) return false;
    if (allowed.includes(value)) return true;
    this.add(path, "enum", { allowedValues: allowed });
    return false;
  }

  private code(list: string, value: unknown, path: string): void {
    const codes = this.schema.codeLists.find(({ name }) => name === list)?.codes ?? null;
    if (codes !== null)
      this.word(
        codes.map(({ code }) => code),
        value,
        path,
      );
    else if (this.text(value, path) && !/^[^\s]{1,64}$/.test(value)) {
      this.add(path, "form", { form: "code" });
    }
  }

  private time(kind: "date" | "time" | "instant", value: unknown, path: string): void {
    if (!this.text(value, path)) return;
    if (readTime(kind, value, this.schema.zoneMinutes) !== undefined) return;
    this.add(
      path,
      forms[kind].test(value) ? "calendar" : "form",
      forms[kind].test(value) ? {} : { form: kind },
    );
  }

  private amount(
    type: Extract<Type, { kind: "money" | "quantity" | "unitPrice" }>,
    value: unknown,
    path: string,
  ): void {
    const parts = partsOf(this.schema, type);
    if (parts === null) {
      if (this.number(value, path, "number") && type.kind === "money" && type.currency !== null) {
        this.decimals(value, type.currency, path);
      }
      return;
    }
    if (!isObject(value)) {
      this.add(path, "type", { type: "object" });
      return;
    }
    this.parts(type.kind === "money", parts, value, path);
  }

  private parts(money: boolean, parts: AmountParts, value: JsonObject, path: string): void {
    const names = [parts.number, ...parts.codes.keys()];
    for (const name of names) {
      if (!Object.hasOwn(value, name)) this.add(path, "required", { missingProperty: name });
    }
    for (const key of Object.keys(value)) {
      if (!names.includes(key)) this.add(path, "additionalProperties", { additionalProperty: key });
    }
    for (const [name, allowed] of parts.codes) {
      if (Object.hasOwn(value, name)) this.word(allowed, value[name], pointer(path, name));
    }
    const amount = value[parts.number];
    const at = pointer(path, parts.number);
    if (!Object.hasOwn(value, parts.number) || !this.number(amount, at, "number")) return;
    const currency = value["currency"];
    if (money && typeof currency === "string") this.decimals(amount, currency, at);
  }

  /** An amount is a whole number of minor units; an unknown currency has its own fault. */
  private decimals(value: number, currency: string, path: string): void {
    const digits = this.schema.currencies.find(({ code }) => code === currency)?.digits;
    if (digits === undefined) return;
    const { digits: significant, exponent } = measureNumber(String(value));
    // Decimals written behind the point: digits that lie to the right of the units.
    if (significant - 1 - exponent > digits) this.add(path, "currencyDigits", { currency, digits });
  }

  private list(type: Extract<Type, { kind: "list" }>, value: unknown, path: string): void {
    const record = recordNamed(this.schema, type.record);
    if (record === undefined) return;
    this.elements(value, type.max, path, (element, at) => this.record(record, element, at));
    if (Array.isArray(value) && record.key.length > 0) this.keys(value, record.key, path);
  }

  private elements(
    value: unknown,
    max: number | null,
    path: string,
    check: (element: unknown, at: string) => void,
  ): void {
    if (!Array.isArray(value)) {
      this.add(path, "type", { type: "array" });
      return;
    }
    if (max !== null && value.length > max) this.add(path, "maxItems", { limit: max });
    for (const [index, element] of value.entries()) check(element, pointer(path, index));
  }

  private keys(elements: readonly unknown[], key: readonly string[], path: string): void {
    const seen = new Map<string, number>();
    elements.forEach((element, index) => {
      if (!isObject(element)) return;
      const values = key.map((name) => element[name]);
      if (values.some(isAbsent)) return;
      const text = JSON.stringify(values);
      const first = seen.get(text);
      if (first === undefined) seen.set(text, index);
      else this.add(pointer(path, index), "duplicateKey", { key, first });
    });
  }

  private range(field: Field, value: unknown, path: string): void {
    if (field.range === undefined) return;
    const [low, high] = field.range;
    const { kind } = field.type;
    const read = (end: unknown): number | undefined => {
      if (typeof end === "number") return typeof low === "number" ? end : undefined;
      const isTime = kind === "date" || kind === "time" || kind === "instant";
      return isTime && typeof end === "string"
        ? readTime(kind, end, this.schema.zoneMinutes)
        : undefined;
    };
    const [at, from, to] = [read(value), read(low), read(high)];
    if (at === undefined || from === undefined || to === undefined) return;
    if (at < from) this.add(path, "minimum", { limit: low });
    if (at > to) this.add(path, "maximum", { limit: high });
  }
}

const day = "\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])";
const minute = "(?:[01]\\d|2[0-3]):[0-5]\\d";
const forms = {
  date: new RegExp(`^${day}$`),
  time: new RegExp(`^${minute}(?::[0-5]\\d)?$`),
  instant: new RegExp(
    `^${day}T${minute}(?::[0-5]\\d(?:\\.\\d{1,3})?)?(?:Z|[+-](?:0\\d|1[0-7]):[0-5]\\d|[+-]18:00)?$`,
  ),
} as const;

/** Days, seconds of the day or ms since 1970; undefined when the text has not the one form, or the day does not exist. */
function readTime(
  kind: "date" | "time" | "instant",
  text: string,
  zoneMinutes: number,
): number | undefined {
  if (!forms[kind].test(text)) return undefined;
  switch (kind) {
    case "date":
      return parseDate(text);
    case "time":
      return parseTime(text);
    case "instant":
      return parseInstant(text, zoneMinutes);
  }
}

interface AmountParts {
  readonly number: "amount" | "value";
  /** Codes allowed, by the name of the part. */
  readonly codes: ReadonlyMap<string, readonly string[]>;
}

/** Null when the type fixes everything and the JSON form is a plain number. */
function partsOf(
  schema: Schema,
  type: Extract<Type, { kind: "money" | "quantity" | "unitPrice" }>,
): AmountParts | null {
  const currencies =
    type.kind === "quantity"
      ? null
      : type.currency === null
        ? schema.currencies.map(({ code }) => code)
        : [type.currency];
  const units =
    type.kind === "money"
      ? null
      : schema.units
          .filter(({ dimension }) => type.dimension === null || type.dimension === dimension)
          .map(({ code }) => code);
  const fixed =
    (type.kind === "quantity" || type.currency !== null) &&
    (type.kind === "money" || type.dimension !== null);
  if (fixed) return null;
  const codes = new Map<string, readonly string[]>();
  if (currencies !== null) codes.set("currency", currencies);
  if (units !== null) codes.set("unit", units);
  return { number: type.kind === "quantity" ? "value" : "amount", codes };
}

function namesOf(words: readonly { readonly name: string }[]): string[] {
  return words.map(({ name }) => name);
}

/** Faults of a whole declaration. */
export function validateBySchema(schema: Schema, declaration: unknown): readonly FieldFault[] {
  const walk = new SchemaWalk(schema);
  const root = recordNamed(schema, schema.root);
  if (root !== undefined) walk.record(root, declaration, "");
  return walk.faults;
}
