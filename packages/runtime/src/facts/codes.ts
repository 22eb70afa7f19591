/**
 * Checks codes against lists that were bound when the engine was made: the validator of a bundle cannot know them.
 *
 * Made once per engine: the places of the schema that hold such codes. Tolerates values of a wrong shape; the validator reports those.
 * Levelled lists are checked too when nothing is bound: their lengths are known from the schema.
 */
import type { Fault, Field, RecordType, Schema, Type } from "@luong/spec";
import { type CodeSet, hasCode } from "./code-sets.ts";
import { codeFault } from "./faults.ts";
import { pointer, recordNamed } from "./pointer.ts";

/** `keys` is the way to the value; it becomes a pointer only when there is something to report. */
type Check = (value: unknown, keys: (string | number)[], faults: Fault[]) => void;

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export class CodeChecker {
  private readonly schema: Schema;
  private readonly sets: ReadonlyMap<string, CodeSet>;
  /** By record; undefined while it is being made, so that records that hold themselves come to an end. */
  private readonly records = new Map<string, Check | undefined>();
  private readonly root: Check | undefined;

  constructor(schema: Schema, sets: ReadonlyMap<string, CodeSet>) {
    this.schema = schema;
    this.sets = sets;
    const root = recordNamed(schema, schema.root);
    this.root = root === undefined ? undefined : this.ofRecord(root);
  }

  /** Faults of a declaration that has passed the validator, or not. */
  check(declaration: unknown): readonly Fault[] {
    const faults: Fault[] = [];
    this.root?.(declaration, [], faults);
    return faults;
  }

  private ofRecord(record: RecordType): Check | undefined {
    if (this.records.has(record.name)) return this.records.get(record.name);
    this.records.set(record.name, undefined);
    const fields = record.fields.flatMap((field) => this.ofField(field));
    const check: Check | undefined =
      fields.length === 0
        ? undefined
        : (value, keys, faults) => {
            if (isObject(value)) for (const each of fields) each(value, keys, faults);
          };
    this.records.set(record.name, check);
    return check;
  }

  private ofField(field: Field): Check[] {
    const check = field.derived ? undefined : this.ofType(field.type);
    if (check === undefined) return [];
    return [
      (record, keys, faults) => {
        const value = isObject(record) ? record[field.name] : undefined;
        if (value !== undefined && value !== null) checkAt(check, value, field.name, keys, faults);
      },
    ];
  }

  private ofType(type: Type): Check | undefined {
    switch (type.kind) {
      case "code":
        return this.ofCode(type.list);
      case "record": {
        const record = recordNamed(this.schema, type.record);
        return record === undefined ? undefined : this.ofRecord(record);
      }
      case "list":
        return each(this.ofType({ kind: "record", record: type.record }));
      case "set":
        return each(this.ofType(type.of));
      default:
        return undefined;
    }
  }

  private ofCode(list: string): Check | undefined {
    const set = this.sets.get(list);
    // Codes written in the schema are the validator's business.
    if (set === undefined || set.list.codes !== null) return undefined;
    if (set.codes === null && set.list.shape !== "levels") return undefined;
    return (value, keys, faults) => {
      if (typeof value !== "string" || value === "" || hasCode(set, value)) return;
      const path = keys.reduce<string>(pointer, "");
      faults.push(codeFault(this.schema, list, value, path, set.codes?.keys() ?? null));
    };
  }
}

function each(check: Check | undefined): Check | undefined {
  if (check === undefined) return undefined;
  return (value, keys, faults) => {
    if (!Array.isArray(value)) return;
    for (let index = 0; index < value.length; index++)
      checkAt(check, value[index], index, keys, faults);
  };
}

function checkAt(
  check: Check,
  value: unknown,
  key: string | number,
  keys: (string | number)[],
  faults: Fault[],
): void {
  keys.push(key);
  check(value, keys, faults);
  keys.pop();
}
