/**
 * JSON Schema (2020-12) of the declarations a schema allows.
 *
 * Comes in: the fact schema as data. Goes out: plain JSON: one definition per record, titles in both languages, closed objects, optional facts
 * absent or null. What JSON Schema cannot say (15 digits, calendar, keys) is checked beside it by `field-checks.ts`.
 */
import type { Dimension, Field, Label, RecordType, Schema, Type } from "@luong/spec";
import { type FormName, forms } from "../support/forms.ts";
import { writtenRecords } from "./written-records.ts";

export type JsonSchema = { readonly [keyword: string]: unknown };

/** `null` stands for an absent fact, so an optional scalar admits it beside its own JSON type. */
function scalar(type: string, optional: boolean, rest: JsonSchema = {}): JsonSchema {
  return { type: optional ? [type, "null"] : type, ...rest };
}

function form(name: FormName, optional: boolean): JsonSchema {
  return scalar("string", optional, { pattern: forms[name] });
}

function oneOf(values: readonly string[], optional: boolean): JsonSchema {
  return scalar("string", optional, { enum: optional ? [...values, null] : [...values] });
}

/** Schema of a value that is not a scalar: `null` is taken out first, so that its faults stay one each. */
function nested(optional: boolean, schema: JsonSchema): JsonSchema {
  return optional ? { if: { type: "null" }, else: schema } : schema;
}

/** Codes written beside an amount; null when the type alone says enough. */
interface AmountParts {
  readonly currencies: readonly string[] | null;
  readonly units: readonly string[] | null;
}

function amountParts(schema: Schema, type: Type): AmountParts {
  const currencies = (fixed: string | null): readonly string[] =>
    fixed === null ? schema.currencies.map(({ code }) => code) : [fixed];
  const units = (fixed: Dimension | null): readonly string[] =>
    schema.units
      .filter(({ dimension }) => fixed === null || dimension === fixed)
      .map(({ code }) => code);
  switch (type.kind) {
    case "money":
      return { currencies: type.currency === null ? currencies(null) : null, units: null };
    case "quantity":
      return { currencies: null, units: type.dimension === null ? units(null) : null };
    case "unitPrice":
      // With both fixed a plain number, else the whole object (schema.ts of the spec).
      return type.currency === null || type.dimension === null
        ? { currencies: currencies(type.currency), units: units(type.dimension) }
        : { currencies: null, units: null };
    default:
      return { currencies: null, units: null };
  }
}

function amount(schema: Schema, type: Type, optional: boolean): JsonSchema {
  const parts = amountParts(schema, type);
  if (parts.currencies === null && parts.units === null) return scalar("number", optional);
  const name = type.kind === "quantity" ? "value" : "amount";
  const properties: Record<string, JsonSchema> = { [name]: { type: "number" } };
  if (parts.currencies !== null) {
    properties["currency"] = { type: "string", enum: parts.currencies };
  }
  if (parts.units !== null) properties["unit"] = { type: "string", enum: parts.units };
  return nested(optional, {
    type: "object",
    additionalProperties: false,
    required: Object.keys(properties),
    properties,
  });
}

/** Codes of a list that is closed, null when they are bound later. */
export function closedCodes(schema: Schema, list: string): readonly string[] | null {
  const found = schema.codeLists.find(({ name }) => name === list);
  return found?.codes?.map(({ code }) => code) ?? null;
}

function codeSchema(schema: Schema, list: string, optional: boolean): JsonSchema {
  const codes = closedCodes(schema, list);
  return codes === null ? form("code", optional) : oneOf(codes, optional);
}

function typeSchema(schema: Schema, type: Type, optional: boolean): JsonSchema {
  switch (type.kind) {
    case "boolean":
      return scalar("boolean", optional);
    case "integer":
      return scalar("integer", optional);
    case "number":
    case "percent":
    case "duration":
    case "period":
      return scalar("number", optional);
    case "text":
    case "id":
      return scalar("string", optional);
    case "code":
      return codeSchema(schema, type.list, optional);
    case "date":
    case "time":
    case "instant":
      return form(type.kind, optional);
    case "money":
    case "quantity":
    case "unitPrice":
      return amount(schema, type, optional);
    case "channel":
      return oneOf(["green", "yellow", "red"], optional);
    case "flow":
      return oneOf(
        schema.flows.map(({ name }) => name),
        optional,
      );
    case "stage":
      return oneOf(
        schema.stages.map(({ name }) => name),
        optional,
      );
    case "record":
      return nested(optional, { $ref: `#/$defs/${type.record}` });
    case "list":
      return nested(optional, {
        type: "array",
        maxItems: type.max,
        items: { $ref: `#/$defs/${type.record}` },
      });
    case "set":
      return nested(optional, {
        type: "array",
        ...(type.max === null ? {} : { maxItems: type.max }),
        items: typeSchema(schema, type.of, false),
      });
    case "error":
      return {};
  }
}

/** Titles: English, then Vietnamese when it differs; both also apart, for forms and pages. */
function titles(label: Label): JsonSchema {
  const texts = [label.en, label.vi].filter((text) => text !== undefined);
  if (texts.length === 0) return {};
  return { title: [...new Set(texts)].join(" / "), "x-label": { ...label } };
}

/** Bounds of a number go into the schema; of dates and times they are compared by `checks.ts`. */
function bounds(field: Field): JsonSchema {
  const [low, high] = field.range ?? [];
  if (typeof low !== "number" || typeof high !== "number") return {};
  return field.type.kind === "list" || field.type.kind === "set"
    ? {}
    : { minimum: low, maximum: high };
}

function fieldSchema(schema: Schema, field: Field): JsonSchema {
  const own = typeSchema(schema, field.type, field.optional);
  return {
    ...titles(field.label),
    ...own,
    ...("properties" in own || "if" in own || "$ref" in own ? {} : bounds(field)),
    ...(field.source === undefined ? {} : { "x-source": field.source }),
    ...(field.example === undefined ? {} : { examples: [field.example] }),
  };
}

function recordSchema(schema: Schema, record: RecordType): JsonSchema {
  const read = record.fields.filter((field) => !field.derived);
  const required = read.filter((field) => !field.optional).map((field) => field.name);
  return {
    ...titles(record.label),
    type: "object",
    additionalProperties: false,
    ...(required.length === 0 ? {} : { required }),
    properties: Object.fromEntries(read.map((field) => [field.name, fieldSchema(schema, field)])),
  };
}

/** Longer lists are looked up in the bundle by `checkMember`: an `enum` compares one by one. */
export const ENUM_CHECKED_MAX = 20;

/** What is said about the shape only: no titles, no texts that `field-checks.ts` reads better. Property names are kept, whatever they are. */
export function shapeOf(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([keyword, value]) => !isBesideShape(keyword, value))
      .map(([keyword, value]) => [keyword, shapeBelow(keyword, value)]),
  );
}

function isBesideShape(keyword: string, value: unknown): boolean {
  if (keyword === "enum") return Array.isArray(value) && value.length > ENUM_CHECKED_MAX;
  return ["title", "x-label", "x-source", "examples", "pattern"].includes(keyword);
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shapeBelow(keyword: string, value: unknown): unknown {
  if (!isSchema(value)) return value;
  if (keyword !== "properties" && keyword !== "$defs") return shapeOf(value);
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, isSchema(each) ? shapeOf(each) : each]),
  );
}

/** The whole schema; the root record is the document, every record also stands in `$defs`. */
export function jsonSchemaFromSchema(schema: Schema): JsonSchema {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: `urn:luong:schema:${schema.name}:${schema.version}`,
    ...titles(schema.label),
    $ref: `#/$defs/${schema.root}`,
    $defs: Object.fromEntries(
      writtenRecords(schema).map((record) => [record.name, recordSchema(schema, record)]),
    ),
  };
}
