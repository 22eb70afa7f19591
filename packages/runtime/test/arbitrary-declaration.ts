// Random declarations of a schema: mostly valid, with absent facts, and now and then something that does not fit.
// Comes in: a schema. Goes out: a fast-check arbitrary. Values stay few, so that conditions are met now and then.
import type { Field, Schema, Type } from "@luong/spec";
import fc from "fast-check";

type Json = fc.Arbitrary<unknown>;

const days = fc
  .integer({ min: 1, max: 28 })
  .map((day) => `2026-02-${String(day).padStart(2, "0")}`);
const ids = fc.constantFrom("0101", "0202", "0303", "CN", "VN", "a:b", "Đỗ");

function ofCode(schema: Schema, name: string): Json {
  const list = schema.codeLists.find((each) => each.name === name);
  if (list?.codes) return fc.constantFrom(...list.codes.map(({ code }) => code));
  if (list?.shape === "levels")
    return fc.constantFrom("6109", "610910", "61091000", "64039900", "85171300");
  return fc.constantFrom("A", "A11");
}

function ofType(schema: Schema, type: Type): Json {
  switch (type.kind) {
    case "boolean":
      return fc.boolean();
    case "integer":
      return fc.integer({ min: 1, max: 9 });
    case "number":
    case "percent":
    case "duration":
    case "period":
      return fc.constantFrom(0, 1, 2.5, 1e-7, 99.9);
    case "date":
      return days;
    case "time":
      return fc.constantFrom("00:00", "22:30", "23:59:59");
    case "instant":
      return days.map((day) => `${day}T09:30`);
    case "code":
      return ofCode(schema, type.list);
    case "money": {
      const amount = fc.constantFrom(0, 400, 500, 800, 1000, 5000);
      return type.currency !== null
        ? amount
        : amount.map((value) => ({ amount: value, currency: "USD" }));
    }
    case "quantity": {
      const amount = fc.constantFrom(0, 1, 0.5, 120);
      return type.dimension !== null ? amount : amount.map((value) => ({ value, unit: "KGM" }));
    }
    case "record":
      return ofRecord(schema, type.record);
    case "list":
      return fc
        .array(ofRecord(schema, type.record), { maxLength: Math.min(type.max, 4) })
        .map(numbered);
    case "set":
      return fc.array(ofType(schema, type.of), { maxLength: type.max ?? 3 });
    default:
      return ids;
  }
}

/** Elements with a `line` get their place as its value, so that keys do not repeat. */
function numbered(elements: readonly unknown[]): unknown[] {
  return elements.map((element, index) => ({ ...Object(element), line: index + 1 }));
}

function ofField(schema: Schema, field: Field): fc.Arbitrary<readonly [string, unknown]> {
  const value = ofType(schema, field.type);
  const perhaps = field.optional
    ? fc.oneof(
        { arbitrary: value, weight: 6 },
        { arbitrary: fc.constantFrom(null, undefined), weight: 1 },
      )
    : value;
  return perhaps.map((each) => [field.name, each] as const);
}

function ofRecord(schema: Schema, name: string): fc.Arbitrary<object> {
  const fields =
    schema.records
      .find((record) => record.name === name)
      ?.fields.filter(({ derived }) => !derived) ?? [];
  return fc
    .tuple(...fields.map((field) => ofField(schema, field)))
    .map((entries) => Object.fromEntries(entries.filter(([, value]) => value !== undefined)));
}

/** Declarations that fit; numbers are many, so that draws differ. */
export function validDeclarationsOf(schema: Schema): fc.Arbitrary<object> {
  const root = schema.records.find((record) => record.name === schema.root);
  const number = fc.nat(99_999).map(String);
  return fc
    .tuple(ofRecord(schema, schema.root), number)
    .map(([declaration, value]) => ({ ...declaration, [root?.key[0] ?? "number"]: value }));
}

/** Declarations of which about one in ten has a field too many or of another type. */
export function declarationsOf(schema: Schema): fc.Arbitrary<object> {
  const names =
    schema.records.find((record) => record.name === schema.root)?.fields.map(({ name }) => name) ??
    [];
  const wrong = fc.tuple(
    fc.constantFrom("more", ...names),
    fc.constantFrom(true, 1e20, "?", [[]], {}),
  );
  return fc
    .tuple(
      validDeclarationsOf(schema),
      fc.oneof({ arbitrary: fc.constant(null), weight: 9 }, { arbitrary: wrong, weight: 1 }),
    )
    .map(([declaration, spoilt]) =>
      spoilt === null ? declaration : { ...declaration, [spoilt[0]]: spoilt[1] },
    );
}
