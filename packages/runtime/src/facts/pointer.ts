/**
 * JSON Pointers (RFC 6901): into a declaration, and from a declaration's pointer into the schema.
 *
 * Used only after something was found wrong, so it may be slow. Never follows inherited properties.
 */
import type { Field, RecordType, Schema, Type } from "@luong/spec";

export function pointer(parent: string, key: string | number): string {
  return `${parent}/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

export function pointerKeys(path: string): string[] {
  if (path === "") return [];
  return path
    .slice(1)
    .split("/")
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function childOf(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return Reflect.get(value, key);
}

/** The value a pointer leads to, undefined when it leads nowhere. */
export function valueAt(root: unknown, path: string): unknown {
  return pointerKeys(path).reduce(childOf, root);
}

/** What the schema says about the place a pointer leads to. */
export interface SchemaPlace {
  /** Type of the value there; undefined when the schema has nothing there. */
  readonly type: Type | undefined;
  /** The field it belongs to, also for elements of a set and parts of an amount. */
  readonly field: Field | undefined;
  /** Set inside `{amount, currency, unit}` and `{value, unit}`. */
  readonly part: string | undefined;
}

export function recordNamed(schema: Schema, name: string): RecordType | undefined {
  return schema.records.find((record) => record.name === name);
}

function step(schema: Schema, place: SchemaPlace, key: string): SchemaPlace {
  const { type } = place;
  switch (type?.kind) {
    case "record": {
      const field = recordNamed(schema, type.record)?.fields.find(
        (each) => each.name === key && !each.derived,
      );
      return { type: field?.type, field, part: undefined };
    }
    case "list":
      return { type: { kind: "record", record: type.record }, field: place.field, part: undefined };
    case "set":
      return { type: type.of, field: place.field, part: undefined };
    case "money":
    case "quantity":
    case "unitPrice":
      return { type, field: place.field, part: key };
    default:
      return { type: undefined, field: undefined, part: undefined };
  }
}

export function placeAt(schema: Schema, path: string): SchemaPlace {
  const root: SchemaPlace = {
    type: { kind: "record", record: schema.root },
    field: undefined,
    part: undefined,
  };
  return pointerKeys(path).reduce((place, key) => step(schema, place, key), root);
}
