/**
 * Short ways to write IR by hand in tests.
 *
 * Comes in: names, types, operands. Goes out: expressions, criteria and whole bundles with everything else at its plainest. Checks nothing:
 * `verifyIr` of the spec does.
 */
import type {
  BundleIr,
  Collection,
  CriterionIr,
  Expr,
  Field,
  LiteralValue,
  RecordType,
  Schema,
  Type,
} from "@luong/spec";
import { irFormat } from "@luong/spec";

export const booleanType: Type = { kind: "boolean" };

export function literal(type: Type, value: LiteralValue): Expr {
  return { kind: "literal", type, value };
}

export function truthLiteral(value: boolean): Expr {
  return literal(booleanType, value);
}

export function numberLiteral(value: string): Expr {
  return literal({ kind: "number" }, value);
}

export function and(...operands: readonly Expr[]): Expr {
  return { kind: "logic", op: "and", type: booleanType, operands };
}

export function or(...operands: readonly Expr[]): Expr {
  return { kind: "logic", op: "or", type: booleanType, operands };
}

export function not(operand: Expr): Expr {
  return { kind: "not", type: booleanType, operand };
}

export function present(operand: Expr): Expr {
  return { kind: "present", type: booleanType, operand };
}

export function call(op: string, type: Type, ...args: readonly Expr[]): Expr {
  return { kind: "call", op, type, args };
}

/** A comparison or another operator that gives a truth. */
export function test(op: string, ...args: readonly Expr[]): Expr {
  return call(op, booleanType, ...args);
}

export function setOf(type: Type, ...items: readonly Expr[]): Expr {
  return { kind: "set", type: { kind: "set", of: type, max: null }, items };
}

export interface FieldOptions {
  readonly optional?: boolean;
  readonly example?: unknown;
}

export function field(name: string, type: Type, options: FieldOptions = {}): Field {
  return {
    name,
    type,
    optional: options.optional ?? false,
    label: { en: name },
    derived: false,
    ...(options.example === undefined ? {} : { example: options.example }),
  };
}

export function record(
  name: string,
  fields: readonly Field[],
  key: readonly string[] = [],
): RecordType {
  return { name, label: { en: name }, key, fields };
}

/** Reads facts of a schema by path; optionality follows the fields. */
export class FactReader {
  readonly #schema: Schema;

  constructor(schema: Schema) {
    this.#schema = schema;
  }

  #walk(
    record: string,
    path: readonly string[],
  ): { readonly type: Type; readonly optional: boolean } {
    let type: Type = { kind: "record", record };
    let optional = false;
    for (const name of path) {
      const fields = this.#schema.records.find(
        (each) => type.kind === "record" && each.name === type.record,
      )?.fields;
      const found = fields?.find((each) => each.name === name);
      if (found === undefined) throw new RangeError(`no fact ${path.join(".")}`);
      type = found.type;
      optional ||= found.optional;
    }
    return { type, optional };
  }

  /** `importer.capital` */
  fact(path: string): Expr {
    const names = path.split(".");
    const { type, optional } = this.#walk(this.#schema.root, names);
    return { kind: "fact", type, base: { kind: "declaration" }, path: names, optional };
  }

  /** `hs` of the element bound to `variable`, which is a `record`. */
  element(variable: number, record: string, path: string): Expr {
    const names = path.split(".");
    const { type, optional } = this.#walk(record, names);
    return { kind: "fact", type, base: { kind: "element", variable }, path: names, optional };
  }

  /** A list of the declaration, or of the element bound to `inside`. */
  collection(
    path: string,
    inside?: { readonly variable: number; readonly record: string },
  ): Collection {
    const names = path.split(".");
    const { type, optional } = this.#walk(inside?.record ?? this.#schema.root, names);
    if (type.kind !== "list") throw new RangeError(`${path} is no list`);
    return {
      base:
        inside === undefined
          ? { kind: "declaration" }
          : { kind: "element", variable: inside.variable },
      path: names,
      record: type.record,
      each: type.each,
      max: type.max,
      optional,
    };
  }
}

export function rowFact(column: string, type: Type): Expr {
  return { kind: "fact", type, base: { kind: "row" }, path: [column], optional: true };
}

export function quantifier(
  quantifier: "any" | "every" | "no" | "atLeast",
  source: Collection,
  variable: number,
  body: Expr,
  count = 1,
): Expr {
  return { kind: "quantifier", type: booleanType, quantifier, count, source, variable, body };
}

export function criterion(id: string, parts: Partial<CriterionIr>): CriterionIr {
  return {
    id,
    label: { en: id },
    digest: "",
    class: "analysis",
    flows: ["import"],
    stages: [],
    basis: [],
    access: "internal",
    effects: [],
    source: { file: "test.crit", start: 0, end: 0 },
    ...parts,
  };
}

export function bundleIr(schema: Schema, parts: Partial<BundleIr>): BundleIr {
  return {
    irFormat,
    language: "1",
    set: { label: { en: "Test" }, version: 1 },
    schema,
    lists: [],
    tables: [],
    criteria: [],
    scorecards: [],
    policies: [],
    shared: [],
    ...parts,
  };
}
