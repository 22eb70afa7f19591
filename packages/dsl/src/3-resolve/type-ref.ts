/**
 * Types as written (`Money VND per kg`, `list of GoodsItem max 50 each item`) to types of the language.
 *
 * A name that is no type, or a shape that does not fit, is reported here and gives `error`.
 */
import { builtInTypes, type Type } from "@luong/spec";
import type { TypeRef } from "../ast/ast.ts";
import { report } from "../diagnostics/report.ts";
import { parseImage, unitOf } from "./constant.ts";
import { edit } from "./fit.ts";
import { suggest } from "./suggest.ts";
import type { Emit } from "./symbols.ts";

export interface TypeWorld {
  readonly codeLists: { has(name: string): boolean; keys(): Iterable<string> };
  readonly records: { has(name: string): boolean; keys(): Iterable<string> };
  readonly currencies: ReadonlyMap<string, number>;
  readonly units: ReadonlyMap<string, string>;
  readonly emit: Emit;
}

const errorType: Type = { kind: "error" };

export function typeFromRef(ref: TypeRef, world: TypeWorld): Type {
  const named = namedType(ref, world);
  if (named.kind === "error") return named;
  switch (ref.shape) {
    case "plain":
      return withMoney(ref, named, world);
    case "list":
      return listType(ref, named, world);
    case "set": {
      if (isSingleType(named)) return { kind: "set", of: named, max: wholeNumber(ref.max) };
      world.emit(report("LU3043", ref.name.span, { name: ref.name.text, shape: "set" }));
      return errorType;
    }
  }
}

export function isSingleType(type: Type): boolean {
  return type.kind !== "record" && type.kind !== "list" && type.kind !== "set";
}

export function wholeNumber(image: string | null): number {
  const value = image === null ? undefined : parseImage(image);
  return value === undefined ? 0 : Number(value.n / value.d);
}

function namedType({ name }: TypeRef, world: TypeWorld): Type {
  const { text, span } = name;
  if (text === "") return errorType;
  if (Object.hasOwn(builtInTypes, text)) return builtInTypes[text] ?? errorType;
  if (world.codeLists.has(text)) return { kind: "code", list: text };
  if (world.records.has(text)) return { kind: "record", record: text };
  const known = [...Object.keys(builtInTypes), ...world.codeLists.keys(), ...world.records.keys()];
  const suggestions = suggest(
    text,
    known.map((each) => ({ name: each })),
  );
  const fixes = suggestions.map((each) => edit(span, each, each));
  world.emit(report("LU2006", span, { name: text, suggestions }, { fixes }));
  return errorType;
}

function withMoney(ref: TypeRef, named: Type, world: TypeWorld): Type {
  if (ref.currency === null && ref.per === null) return named;
  const { span, text: name } = ref.name;
  if (named.kind !== "money") {
    const shape = ref.currency === null ? "per" : "currency";
    world.emit(report("LU3043", span, { name, shape }));
    return errorType;
  }
  const currency = ref.currency?.text ?? null;
  if (currency !== null && !world.currencies.has(currency)) {
    const known = [...world.currencies.keys()];
    world.emit(report("LU2022", ref.currency?.span ?? span, { currency, known }));
    return errorType;
  }
  if (ref.per === null) return { kind: "money", currency };
  if (!world.units.has(ref.per)) {
    world.emit(report("LU2023", ref.span, { unit: ref.per, known: [...world.units.keys()] }));
    return errorType;
  }
  return { kind: "unitPrice", currency, dimension: unitOf(ref.per).dimension };
}

function listType(ref: TypeRef, named: Type, world: TypeWorld): Type {
  const { name, max, typical, each } = ref;
  if (named.kind !== "record") {
    world.emit(report("LU3043", name.span, { name: name.text, shape: "list" }));
    return errorType;
  }
  if (each === null || each.text === "") return errorType;
  const most = wholeNumber(max);
  return {
    kind: "list",
    record: named.record,
    max: most,
    typical: typical === null ? most : wholeNumber(typical),
    each: each.text,
  };
}
