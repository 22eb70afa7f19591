/**
 * Constants as values of the reference meaning, and back.
 *
 * Comes in: literals of the IR, or a value computed from literals. Goes out: the other form. A value no literal can hold (a sum over
 * nothing without unit, a set) gives undefined, and the expression stays as it is.
 */
import {
  type EvaluationContext,
  type Expr,
  exactText,
  functionSpec,
  operatorSpec,
  propertySpec,
  type Result,
  type Schema,
  type Type,
  type Value,
  valueFromLiteral,
} from "@luong/spec";

export type Literal = Extract<Expr, { readonly kind: "literal" }>;

export function isLiteral(expr: Expr): expr is Literal {
  return expr.kind === "literal";
}

/** The unit of a value must be the one its type says: a literal has no other place for it. */
function typeHoldsUnit(type: Type, value: Value): boolean {
  switch (value.kind) {
    case "money":
      return type.kind === "money" && type.currency === value.currency && value.currency !== null;
    case "quantity":
      return (
        type.kind === "quantity" && type.dimension === value.dimension && value.dimension !== null
      );
    case "unitPrice":
      return (
        type.kind === "unitPrice" &&
        type.currency === value.currency &&
        type.dimension === value.dimension &&
        value.currency !== null &&
        value.dimension !== null
      );
    default:
      return true;
  }
}

export function literalFromResult(type: Type, result: Result): Literal | undefined {
  if (result.kind === "unknown" || result.kind === "set") return undefined;
  if (result.kind === "boolean" || result.kind === "text") {
    return { kind: "literal", type, value: result.value };
  }
  if (!typeHoldsUnit(type, result)) return undefined;
  return { kind: "literal", type, value: exactText(result.value) };
}

/** Folding asks the world nothing: a code tree or a rate is bound later, so what needs one is not constant. */
function constantContext(schema: Schema): EvaluationContext {
  return { schema, parentOf: () => undefined, rate: () => undefined };
}

function isTreeType(type: Type | undefined, schema: Schema): boolean {
  return (
    type?.kind === "code" &&
    schema.codeLists.some(({ name, shape }) => name === type.list && shape === "tree")
  );
}

/** The literal a call of literals comes to; undefined when it is unknown, or when the world has a say. */
export function evaluateConstant(
  call: Extract<Expr, { readonly kind: "call" }>,
  schema: Schema,
): Literal | undefined {
  const literals = call.args.filter(isLiteral);
  if (literals.length !== call.args.length) return undefined;
  if (isTreeType(literals[0]?.type, schema) || call.op === "convert") return undefined;
  const operands = literals.map(({ type, value }) => valueFromLiteral(type, value));
  const spec = operatorSpec(call.op) ?? functionSpec(call.op);
  const context = constantContext(schema);
  const property = propertySpec(call.op);
  const [first] = operands;
  const types = call.args.map(({ type }) => type);
  const [type] = types;
  if (property !== undefined && first !== undefined && type !== undefined) {
    return literalFromResult(call.type, property.evaluate(first, context, type));
  }
  if (spec === undefined) return undefined;
  return literalFromResult(call.type, spec.evaluate(operands, context, types));
}
