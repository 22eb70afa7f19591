/**
 * Constructors of IR expressions: for passes that make new nodes, and for tests.
 *
 * Parts in, a node out; types are taken from the entries of the language, so a node built here is well typed or not built at all
 * (a misfit throws: it is a fault of ours).
 */
import { functionSpec } from "../functions.ts";
import { operatorSpec } from "../operators.ts";
import { propertySpec } from "../properties.ts";
import type { CodeList } from "../schema.ts";
import { booleanType } from "../type-rules.ts";
import type { Type } from "../types.ts";
import type { Base, Collection, Expr, LiteralValue } from "./ir.ts";

type ExprOf<K extends Expr["kind"]> = Extract<Expr, { readonly kind: K }>;

export const declarationBase: Base = { kind: "declaration" };

export function literal(type: Type, value: LiteralValue): ExprOf<"literal"> {
  return { kind: "literal", type, value };
}

export const trueLiteral = literal(booleanType, true);
export const falseLiteral = literal(booleanType, false);

export function fact(
  type: Type,
  path: readonly string[],
  base: Base = declarationBase,
  optional = false,
): ExprOf<"fact"> {
  return { kind: "fact", type, base, path, optional };
}

/** `and` of any number of conditions: true of none, the condition itself of one; nested `and`s are joined. */
export function and(...conditions: readonly Expr[]): Expr {
  return joined("and", conditions) ?? trueLiteral;
}

/** `or` of any number of conditions: false of none, the condition itself of one; nested `or`s are joined. */
export function or(...conditions: readonly Expr[]): Expr {
  return joined("or", conditions) ?? falseLiteral;
}

function joined(op: "and" | "or", conditions: readonly Expr[]): Expr | undefined {
  const operands = conditions.flatMap((each) =>
    each.kind === "logic" && each.op === op ? each.operands : [each],
  );
  return operands.length < 2 ? operands[0] : { kind: "logic", op, type: booleanType, operands };
}

export function not(operand: Expr): ExprOf<"not"> {
  return { kind: "not", type: booleanType, operand };
}

export function present(operand: Expr): ExprOf<"present"> {
  return { kind: "present", type: booleanType, operand };
}

/** A call of an operator or function, by name; the type is what its rule gives. Properties: see `property`. */
export function call(op: string, ...args: readonly Expr[]): ExprOf<"call"> {
  const rule = operatorSpec(op)?.types ?? functionSpec(op)?.types;
  if (rule === undefined) throw new RangeError(`no operator or function ${op}`);
  const literals = args.map((arg) =>
    arg.kind === "literal" && typeof arg.value === "string" ? arg.value : undefined,
  );
  const outcome = rule(
    args.map((arg) => arg.type),
    literals,
  );
  if ("problem" in outcome)
    throw new TypeError(`${op}: ${outcome.problem} at operand ${outcome.operand}`);
  return { kind: "call", op, type: outcome.type, args };
}

/** `value.name`. */
export function property(
  name: string,
  value: Expr,
  codeLists: readonly CodeList[] = [],
): ExprOf<"call"> {
  const levels = (list: string): readonly number[] | undefined =>
    codeLists.find((each) => each.name === list)?.levels;
  const type = propertySpec(`.${name}`)?.on(value.type, levels) ?? null;
  if (type === null) throw new TypeError(`a ${value.type.kind} has no .${name}`);
  return { kind: "call", op: `.${name}`, type, args: [value] };
}

/** What stands on the right of `in`, `under`, `contains`; `of` is the type of the members. */
export function setOf(of: Type, items: readonly Expr[]): ExprOf<"set"> {
  return { kind: "set", type: { kind: "set", of, max: null }, items };
}

export function quantifier(
  words: ExprOf<"quantifier">["quantifier"],
  source: Collection,
  variable: number,
  body: Expr,
  count = 1,
): ExprOf<"quantifier"> {
  return {
    kind: "quantifier",
    type: booleanType,
    quantifier: words,
    count,
    source,
    variable,
    body,
  };
}
