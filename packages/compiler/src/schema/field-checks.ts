/**
 * Writes the JavaScript that checks what JSON Schema cannot say, one function per record.
 *
 * Comes in: the fact schema. Goes out: module text that calls `support/check-facts.ts`; fields that need nothing (text, codes, booleans)
 * leave no trace in it. The text tolerates values of a wrong shape: the schema reports those.
 */
import type { Field, RecordType, Schema, Type } from "@luong/spec";
import { closedCodes, ENUM_CHECKED_MAX } from "./json-schema.ts";
import { writtenRecords } from "./written-records.ts";

/** Lines that check the value `value` at the pointer `path` (both JavaScript expressions). */
function checkLines(schema: Schema, field: Field, value: string, path: string): string[] {
  const { type } = field;
  switch (type.kind) {
    case "integer":
    case "number":
    case "percent":
    case "duration":
    case "period":
      return [`checkNumber(${value}, ${path}, faults);`];
    case "money":
      return [moneyCheck(schema, type.currency, value, path)];
    case "quantity":
      return type.dimension === null
        ? [`if (isObject(${value})) checkNumber(${value}.value, ${path} + "/value", faults);`]
        : [`checkNumber(${value}, ${path}, faults);`];
    case "unitPrice":
      // A price per unit may have more decimals than its currency has minor units.
      return type.currency === null || type.dimension === null
        ? [`if (isObject(${value})) checkNumber(${value}.amount, ${path} + "/amount", faults);`]
        : [`checkNumber(${value}, ${path}, faults);`];
    case "date":
    case "time":
    case "instant":
      return timeChecks(field, type.kind, value, path, schema.zoneMinutes);
    case "record":
      return [`check_${type.record}(${value}, ${path}, faults);`];
    case "list":
      return listChecks(schema, type, value, path);
    case "set":
      return setChecks(schema, field, type.of, value, path);
    case "code":
      return [codeCheck(schema, type.list, value, path)].filter((line) => line !== "");
    case "boolean":
    case "text":
    case "id":
    case "channel":
    case "flow":
    case "stage":
    case "error":
      return [];
  }
}

function moneyCheck(schema: Schema, currency: string | null, value: string, path: string): string {
  if (currency === null) return `checkMoney(${value}, currencyDigits, ${path}, faults);`;
  const digits = schema.currencies.find(({ code }) => code === currency)?.digits ?? 0;
  return `checkAmount(${value}, ${JSON.stringify(currency)}, ${digits}, ${path}, faults);`;
}

function codeCheck(schema: Schema, list: string, value: string, path: string): string {
  const codes = closedCodes(schema, list);
  if (codes === null) return `checkCode(${value}, ${path}, faults);`;
  // A short list is an `enum` of the shape.
  return codes.length > ENUM_CHECKED_MAX
    ? `checkMember(${value}, codes_${list}, ${path}, faults);`
    : "";
}

function timeChecks(
  field: Field,
  kind: "date" | "time" | "instant",
  value: string,
  path: string,
  zone: number,
): string[] {
  const lines = [`checkTime("${kind}", ${value}, ${zone}, ${path}, faults);`];
  const [low, high] = field.range ?? [];
  if (typeof low === "string" && typeof high === "string") {
    const bounds = `${JSON.stringify(low)}, ${JSON.stringify(high)}`;
    lines.push(`checkTimeRange("${kind}", ${value}, ${bounds}, ${zone}, ${path}, faults);`);
  }
  return lines;
}

function listChecks(
  schema: Schema,
  type: Extract<Type, { kind: "list" }>,
  value: string,
  path: string,
): string[] {
  const key = schema.records.find(({ name }) => name === type.record)?.key ?? [];
  const keys =
    key.length === 0 ? [] : [`  checkKeys(${value}, ${JSON.stringify(key)}, ${path}, faults);`];
  return [
    `if (Array.isArray(${value})) {`,
    ...keys,
    `  for (let i = 0; i < ${value}.length; i++) check_${type.record}(${value}[i], ${path} + "/" + i, faults);`,
    "}",
  ];
}

function setChecks(schema: Schema, field: Field, of: Type, value: string, path: string): string[] {
  const { range: _, ...unbounded } = field;
  const inner = checkLines(schema, { ...unbounded, type: of }, "member", `${path} + "/" + i`);
  if (inner.length === 0) return [];
  return [
    `if (Array.isArray(${value})) for (let i = 0; i < ${value}.length; i++) {`,
    `  const member = ${value}[i];`,
    ...inner.map((line) => `  ${line}`),
    "}",
  ];
}

function recordFunction(schema: Schema, record: RecordType): string {
  const lines = record.fields
    .filter((field) => !field.derived)
    .flatMap((field, index) => {
      const checks = checkLines(schema, field, `v${index}`, `path + "/${field.name}"`);
      const name = JSON.stringify(field.name);
      return checks.length === 0 ? [] : [`const v${index} = record[${name}];`, ...checks];
    });
  return [
    `function check_${record.name}(record, path, faults) {`,
    "  if (!isObject(record)) return;",
    ...lines.map((line) => `  ${line}`),
    "}",
  ].join("\n");
}

/** Text of a module that exports `checkFacts(declaration, faults)`. */
export function fieldChecksModule(schema: Schema): string {
  const digits = Object.fromEntries(schema.currencies.map(({ code, digits }) => [code, digits]));
  return [
    'import { checkAmount, checkCode, checkKeys, checkMember, checkMoney, checkNumber, checkTime, checkTimeRange, isObject } from "luong:support/check-facts";',
    `const currencyDigits = ${JSON.stringify(digits)};`,
    ...schema.codeLists.flatMap(({ name }) => {
      const codes = closedCodes(schema, name);
      return codes === null || codes.length <= ENUM_CHECKED_MAX
        ? []
        : [`const codes_${name} = new Set(${JSON.stringify(codes)});`];
    }),
    ...writtenRecords(schema).map((record) => recordFunction(schema, record)),
    "export function checkFacts(declaration, faults) {",
    `  check_${schema.root}(declaration, "", faults);`,
    "}",
    "",
  ].join("\n");
}
