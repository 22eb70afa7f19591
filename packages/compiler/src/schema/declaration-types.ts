/**
 * TypeScript declaration of the JSON a schema accepts, for programs that make declarations.
 *
 * Comes in: the fact schema. Goes out: text of `declaration.d.ts`: one interface per record, one union per closed code list, labels and
 * sources as comments. It says less than the JSON Schema (no ranges, no digits).
 */
import type { CodeList, Field, Label, RecordType, Schema, Type } from "@luong/spec";
import { writtenRecords } from "./written-records.ts";

function comment(lines: readonly (string | undefined)[], indent: string): string {
  const said = lines
    .filter((line) => line !== undefined && line !== "")
    .map((line) => (line ?? "").replaceAll("*/", "*\u2215"));
  if (said.length === 0) return "";
  return `${indent}/** ${said.join(`. `)}. */\n`;
}

function labelText(label: Label): string | undefined {
  const texts = [label.en, label.vi].filter((text) => text !== undefined);
  return texts.length === 0 ? undefined : [...new Set(texts)].join(" / ");
}

function union(values: readonly string[]): string {
  return values.length === 0 ? "never" : values.map((value) => JSON.stringify(value)).join(" | ");
}

function amountType(schema: Schema, type: Type): string {
  const currency = `currency: ${union(schema.currencies.map(({ code }) => code))}`;
  const unit = `unit: ${union(schema.units.map(({ code }) => code))}`;
  switch (type.kind) {
    case "money":
      return type.currency === null
        ? `{ readonly amount: number; readonly ${currency} }`
        : "number";
    case "quantity":
      return type.dimension === null ? `{ readonly value: number; readonly ${unit} }` : "number";
    case "unitPrice":
      return type.currency === null || type.dimension === null
        ? `{ readonly amount: number; readonly ${currency}; readonly ${unit} }`
        : "number";
    default:
      return "number";
  }
}

function typeText(schema: Schema, type: Type): string {
  switch (type.kind) {
    case "boolean":
      return "boolean";
    case "integer":
    case "number":
    case "percent":
    case "duration":
    case "period":
    case "money":
    case "quantity":
    case "unitPrice":
      return amountType(schema, type);
    case "text":
    case "id":
    case "date":
    case "time":
    case "instant":
      return "string";
    case "code":
      return schema.codeLists.some(({ name }) => name === type.list) ? type.list : "string";
    case "channel":
      return union(["green", "yellow", "red"]);
    case "flow":
      return union(schema.flows.map(({ name }) => name));
    case "stage":
      return union(schema.stages.map(({ name }) => name));
    case "record":
      return type.record;
    case "list":
      return `readonly ${type.record}[]`;
    case "set":
      return `readonly (${typeText(schema, type.of)})[]`;
    case "error":
      return "unknown";
  }
}

/** What the TypeScript type leaves open: the unit a plain number is in, the form of a text. */
function reading(type: Type): string | undefined {
  switch (type.kind) {
    case "percent":
      return "8 means 8 %";
    case "duration":
      return "Seconds";
    case "date":
      return "2026-02-01";
    case "time":
      return "22:00 or 22:00:30";
    case "instant":
      return "ISO 8601, without offset in the zone of the schema";
    case "money":
      return type.currency === null ? undefined : `${type.currency}, major units`;
    case "quantity":
      return type.dimension === null ? undefined : `Base unit of ${type.dimension}`;
    case "list":
    case "set":
      return type.max === null ? undefined : `At most ${type.max}`;
    default:
      return undefined;
  }
}

function fieldText(schema: Schema, field: Field): string {
  const text = comment([labelText(field.label), field.source, reading(field.type)], "  ");
  const type = typeText(schema, field.type);
  const written = field.optional ? `?: ${type} | null` : `: ${type}`;
  return `${text}  readonly ${field.name}${written};`;
}

function recordText(schema: Schema, record: RecordType): string {
  const fields = record.fields.filter(({ derived }) => !derived);
  return [
    `${comment([labelText(record.label)], "")}export interface ${record.name} {`,
    ...fields.map((field) => fieldText(schema, field)),
    "}",
  ].join("\n");
}

function codeListText(list: CodeList): string {
  const codes = list.codes === null ? "string" : union(list.codes.map(({ code }) => code));
  return `${comment([labelText(list.label), list.source], "")}export type ${list.name} = ${codes};`;
}

/** The declaration file; names are those of the schema, which are identifiers in TypeScript too. */
export function declarationTypes(schema: Schema): string {
  const parts = [
    `// ${schema.name} version ${schema.version}. Generated from the schema; changes are lost.`,
    ...schema.codeLists.map(codeListText),
    ...writtenRecords(schema).map((record) => recordText(schema, record)),
  ];
  return `${parts.join("\n\n")}\n`;
}
