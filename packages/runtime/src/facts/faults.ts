/**
 * Turns the faults of a validator into 6xxx faults: code, path of the thing itself, arguments for the words.
 *
 * The validator names a rule that was broken; the schema says what was expected there, and the declaration what was got. Keywords that
 * are not known here (a validator of a later compiler) give LU6114 rather than nothing.
 */
import type { Fault, Schema } from "@luong/spec";
import type { FieldFault } from "../abi.ts";
import { fault } from "../messages/catalogue.ts";
import { type Expected, gotFrom } from "../messages/expected.ts";
import { isForbiddenKey, MAX_DIGITS, MAX_FAULTS } from "./limits.ts";
import { nearest } from "./nearest.ts";
import { placeAt, pointer, recordNamed, type SchemaPlace, valueAt } from "./pointer.ts";
import { measureNumber } from "./scan-json.ts";

/** The declaration and its schema, to look up what a path means. */
interface Subject {
  readonly schema: Schema;
  readonly declaration: unknown;
}

export function expectedAt(schema: Schema, place: SchemaPlace): Expected {
  const { type, part } = place;
  if (part === "currency" || part === "unit") {
    const codes = part === "currency" ? schema.currencies : schema.units;
    return { kind: "word", of: codes.map(({ code }) => code).join(", ") };
  }
  if (part !== undefined) return { kind: "number" };
  switch (type?.kind) {
    case "boolean":
    case "integer":
    case "number":
    case "text":
    case "date":
    case "time":
    case "instant":
    case "channel":
      return { kind: type.kind };
    case "percent":
    case "duration":
    case "period":
      return { kind: "number" };
    case "id":
      return { kind: "text" };
    case "code":
      return { kind: "code", of: type.list };
    case "money":
      return type.currency === null ? { kind: "money" } : { kind: "amount", of: type.currency };
    case "quantity":
      return type.dimension === null ? { kind: "quantity" } : { kind: "value", of: type.dimension };
    case "unitPrice":
      return type.currency === null || type.dimension === null
        ? { kind: "unitPrice" }
        : { kind: "price", of: `${type.currency} / ${type.dimension}` };
    case "record":
      return { kind: "object", of: type.record };
    case "list":
    case "set":
      return { kind: "list" };
    case "flow":
      return { kind: "word", of: schema.flows.map(({ name }) => name).join(", ") };
    case "stage":
      return { kind: "word", of: schema.stages.map(({ name }) => name).join(", ") };
    default:
      return { kind: "text" };
  }
}

function wrongType(subject: Subject, path: string, place: SchemaPlace, value: unknown): Fault {
  if (path === "") return fault("LU6101", "", { got: gotFrom(value) });
  // `null` is how JSON writes an absent fact.
  if (value === null || value === undefined) {
    return fault("LU6102", path, { field: path.slice(path.lastIndexOf("/") + 1) });
  }
  return fault("LU6104", path, {
    expected: expectedAt(subject.schema, place),
    got: gotFrom(value),
  });
}

function unknownField(subject: Subject, path: string, key: string): Fault {
  const at = pointer(path, key);
  if (isForbiddenKey(key)) return fault("LU6007", at, { key });
  const { type, part } = placeAt(subject.schema, path);
  const record = type?.kind === "record" ? recordNamed(subject.schema, type.record) : undefined;
  const parts = type?.kind === "quantity" ? ["value", "unit"] : ["amount", "currency", "unit"];
  const known =
    record === undefined || part !== undefined
      ? parts
      : record.fields.filter(({ derived }) => !derived).map(({ name }) => name);
  return fault("LU6103", at, { field: key, nearest: nearest(key, known) });
}

function notAllowed(subject: Subject, path: string, place: SchemaPlace, value: unknown): Fault {
  if (typeof value !== "string") return wrongType(subject, path, place, value);
  if (place.part === "currency") {
    const known = subject.schema.currencies.map(({ code }) => code);
    return fault("LU6110", path, { currency: value, known });
  }
  if (place.part === "unit") {
    return fault("LU6111", path, {
      unit: value,
      known: subject.schema.units.map(({ code }) => code),
    });
  }
  if (place.type?.kind !== "code") return wrongType(subject, path, place, value);
  return codeFault(subject.schema, place.type.list, value, path, null);
}

/** A text that is not a code of `list`; `bound` are the codes bound from outside, if any. */
export function codeFault(
  schema: Schema,
  list: string,
  code: string,
  path: string,
  bound: Iterable<string> | null,
): Fault {
  const declared = schema.codeLists.find(({ name }) => name === list);
  if (declared?.shape === "levels" && !declared.levels.includes(code.length)) {
    return fault("LU6113", path, { code, list, levels: declared.levels });
  }
  const known = bound ?? declared?.codes?.map((each) => each.code) ?? [];
  return fault("LU6105", path, { code, list, nearest: nearest(code, known) });
}

function outOfRange(path: string, place: SchemaPlace, value: unknown, limit: unknown): Fault {
  const [from, to] = place.field?.range ?? [String(limit), String(limit)];
  const shown = typeof value === "number" || typeof value === "string" ? value : String(value);
  return fault("LU6106", path, { value: shown, from, to });
}

function wrongForm(subject: Subject, path: string, place: SchemaPlace, value: unknown): Fault {
  if (typeof value !== "string") return wrongType(subject, path, place, value);
  if (place.type?.kind === "code")
    return codeFault(subject.schema, place.type.list, value, path, null);
  return fault("LU6108", path, { value, expected: expectedAt(subject.schema, place) });
}

function repeatedKey(subject: Subject, found: FieldFault): Fault {
  const element = valueAt(subject.declaration, found.path);
  const names = Array.isArray(found.params["key"]) ? found.params["key"].map(String) : [];
  const key = names.map((name) => String(valueAt(element, pointer("", name)))).join(", ");
  const type = placeAt(subject.schema, found.path).type;
  return fault("LU6112", found.path, {
    key,
    record: type?.kind === "record" ? type.record : "",
    first: Number(found.params["first"]) + 1,
  });
}

function numberFault(code: "LU6009" | "LU6010", path: string, value: unknown): Fault {
  if (code === "LU6010") return fault(code, path, { written: String(value) });
  const digits = typeof value === "number" ? measureNumber(String(value)).digits : MAX_DIGITS + 1;
  return fault(code, path, { digits });
}

function faultFrom(subject: Subject, found: FieldFault): Fault {
  const { path, keyword, params } = found;
  const place = placeAt(subject.schema, path);
  const value = valueAt(subject.declaration, path);
  switch (keyword) {
    case "type":
      return wrongType(subject, path, place, value);
    case "required": {
      const field = String(params["missingProperty"]);
      return fault("LU6102", pointer(path, field), { field });
    }
    case "additionalProperties":
      return unknownField(subject, path, String(params["additionalProperty"]));
    case "enum":
      return notAllowed(subject, path, place, value);
    case "maxItems":
      return fault("LU6107", path, {
        count: Array.isArray(value) ? value.length : null,
        limit: Number(params["limit"]),
      });
    case "minimum":
    case "maximum":
      return outOfRange(path, place, value, params["limit"]);
    case "form":
    case "calendar":
      return wrongForm(subject, path, place, value);
    case "finite":
    case "exponent":
      return numberFault("LU6010", path, value);
    case "significantDigits":
      return numberFault("LU6009", path, value);
    case "currencyDigits":
      return fault("LU6109", path, {
        value: Number(value),
        currency: String(params["currency"]),
        digits: Number(params["digits"]),
      });
    case "duplicateKey":
      return repeatedKey(subject, found);
    default:
      return fault("LU6114", path, { keyword, params: JSON.stringify(params) });
  }
}

/** By path, then code: two validators that find the same faults report the same bytes. */
export function sortedFaults(faults: readonly Fault[]): readonly Fault[] {
  const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return faults.toSorted((a, b) => order(a.path, b.path) || order(a.code, b.code));
}

/** At most `MAX_FAULTS`, sorted, each place once per code. */
export function faultsFromValidator(
  schema: Schema,
  declaration: unknown,
  found: readonly FieldFault[],
): readonly Fault[] {
  const faults = new Map<string, Fault>();
  for (const each of found) {
    const made = faultFrom({ schema, declaration }, each);
    const place = `${made.code} ${made.path}`;
    if (!faults.has(place)) faults.set(place, made);
  }
  return sortedFaults([...faults.values()]).slice(0, MAX_FAULTS);
}
