/**
 * Relations that do not depend on what is declared: constants on both sides, equal sides, constants outside a field's range.
 *
 * The operator's own meaning is asked, on the values themselves or on sample values; nothing here knows an operator by name.
 * Anything that needs more than one relation is the compiler's analysis.
 */
import {
  addRationals,
  compareRationals,
  divideRationals,
  type Field,
  floorRational,
  type OperatorSpec,
  type Rational,
  rationalFromInteger,
  rationalFromNumber,
  type Type,
  type Value,
} from "@luong/spec";
import { constantOf, valueOfConstant } from "../3-resolve/constant.ts";
import { shown } from "../3-resolve/text.ts";
import { nodeKey } from "../analysis.ts";
import type { Expression } from "../ast/ast.ts";
import { report } from "../diagnostics/report.ts";
import type { Scope } from "./scope.ts";
import { structuralKey } from "./structural-key.ts";
import type { Typing } from "./typing.ts";

type RelationNode = Extract<Expression, { readonly kind: "relation" }>;

export function foldRelation(
  t: Typing,
  node: RelationNode,
  spec: OperatorSpec,
  types: readonly Type[],
  scope: Scope,
): void {
  const always =
    constantResult(t, node, spec, types) ??
    equalSides(t, node, spec, types) ??
    emptyRange(t, node, spec, types) ??
    overRange(t, node, spec, types, scope);
  if (always !== undefined) reportFolded(t, node, always);
}

/** A truth value written as a condition. */
export function reportFolded(t: Typing, node: Expression, always: boolean): void {
  const text = shown(t.symbols.textOf(node.span));
  t.emit(report(always ? "LU4013" : "LU4012", node.span, { text }));
}

function evaluate(
  t: Typing,
  spec: OperatorSpec,
  left: Value,
  args: readonly Value[],
  types: readonly Type[],
): boolean | undefined {
  const operands =
    spec.form === "members" ? [left, { kind: "set", members: args } as const] : [left, ...args];
  const result = spec.evaluate(operands, t.context, types);
  return result.kind === "boolean" ? result.value : undefined;
}

function valuesOf(
  t: Typing,
  nodes: readonly Expression[],
  types: readonly Type[],
): readonly Value[] | undefined {
  const values: Value[] = [];
  for (const [index, node] of nodes.entries()) {
    const constant = constantOf(node);
    const type = types[index];
    const value = constant && type && valueOfConstant(constant, type, t.world.zoneMinutes);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

function constantResult(
  t: Typing,
  node: RelationNode,
  spec: OperatorSpec,
  types: readonly Type[],
): boolean | undefined {
  const [left, ...args] = valuesOf(t, [node.left, ...node.args], types) ?? [];
  return left === undefined ? undefined : evaluate(t, spec, left, args, types);
}

/* ------------------------------------------------------------------ equal sides */

function equalSides(
  t: Typing,
  node: RelationNode,
  spec: OperatorSpec,
  types: readonly Type[],
): boolean | undefined {
  const [right] = node.args;
  const [type] = types;
  if (spec.form !== "comparison" || right === undefined || type === undefined) return undefined;
  if (structuralKey(node.left) !== structuralKey(right)) return undefined;
  const sample = sampleOf(type);
  return sample === undefined ? undefined : evaluate(t, spec, sample, [sample], types);
}

const one: Rational = { n: 1n, d: 1n };

function sampleOf(type: Type): Value | undefined {
  switch (type.kind) {
    case "boolean":
      return { kind: "boolean", value: true };
    case "integer":
    case "number":
    case "percent":
      return { kind: "number", value: one };
    case "text":
    case "id":
    case "code":
    case "channel":
    case "flow":
    case "stage":
      return { kind: "text", value: "X" };
    case "date":
    case "time":
    case "instant":
    case "duration":
    case "period":
      return { kind: type.kind, value: one };
    case "money":
      return { kind: "money", value: one, currency: type.currency };
    case "quantity":
      return { kind: "quantity", value: one, dimension: type.dimension };
    case "unitPrice":
      return { kind: "unitPrice", value: one, currency: type.currency, dimension: type.dimension };
    case "record":
    case "list":
    case "set":
    case "error":
      return undefined;
  }
}

/** Bounds the wrong way round: not even they are inside. Times wrap midnight, and so are. */
function emptyRange(
  t: Typing,
  node: RelationNode,
  spec: OperatorSpec,
  types: readonly Type[],
): boolean | undefined {
  const bounds = spec.form === "range" ? valuesOf(t, node.args, types.slice(1)) : undefined;
  if (bounds === undefined) return undefined;
  return bounds.some((bound) => evaluate(t, spec, bound, bounds, types) !== false)
    ? undefined
    : false;
}

/* ------------------------------------------------------------------ ranges */

function overRange(
  t: Typing,
  node: RelationNode,
  spec: OperatorSpec,
  types: readonly Type[],
  scope: Scope,
): boolean | undefined {
  const field = fieldOf(t, node.left, scope);
  const ends = field === undefined ? undefined : endsOf(field);
  if (ends === undefined || node.args.length === 0) return undefined;
  const args = valuesOf(t, node.args, types.slice(1));
  if (args === undefined || args.some((arg) => arg.kind !== "number")) return undefined;
  const constants = args.flatMap((arg) => (arg.kind === "number" ? [arg.value] : []));
  const results = new Set<boolean | undefined>();
  for (const value of probes(ends, constants, field?.type.kind === "integer")) {
    results.add(evaluate(t, spec, { kind: "number", value }, args, types));
  }
  const [only] = results;
  return results.size === 1 ? only : undefined;
}

function fieldOf(t: Typing, node: Expression, scope: Scope): Field | undefined {
  if (node.kind === "parenthesis") return fieldOf(t, node.inner, scope);
  const reference = t.references.get(nodeKey(scope.file, node));
  if (reference?.kind !== "fact" || reference.properties.length > 0) return undefined;
  const { start } = reference;
  if (start.kind === "row") return undefined;
  let record = start.kind === "element" ? t.symbols.records.get(start.binder.record) : scope.self;
  let field: Field | undefined;
  for (const name of reference.fields) {
    field = record?.fields.get(name);
    record = field?.type.kind === "record" ? t.symbols.records.get(field.type.record) : undefined;
  }
  return field;
}

function endsOf({ type, range }: Field): readonly [Rational, Rational] | undefined {
  if (range === undefined || typeof range[0] !== "number" || typeof range[1] !== "number")
    return undefined;
  const scale = type.kind === "percent" ? rationalFromInteger(100) : one;
  const ends = [range[0], range[1]].map((end) => divideRationals(rationalFromNumber(end), scale));
  const [low, high] = ends;
  if (low === undefined || high === undefined) return undefined;
  return type.kind === "integer" || type.kind === "number" || type.kind === "percent"
    ? [low, high]
    : undefined;
}

/** Ends, constants inside, and values between them: a relation with these constants changes nowhere else. */
function probes(
  [low, high]: readonly [Rational, Rational],
  constants: readonly Rational[],
  whole: boolean,
): readonly Rational[] {
  const inside = (value: Rational): boolean =>
    compareRationals(value, low) >= 0 && compareRationals(value, high) <= 0;
  const points = [low, high, ...constants].filter(inside).toSorted(compareRationals);
  const between = points.slice(1).map((point, index) => middle(points[index] ?? low, point, whole));
  if (!whole) return [...points, ...between];
  const next = points.flatMap((point) =>
    [1, -1].map((step) => addRationals(point, rationalFromInteger(step))),
  );
  return [...points, ...between, ...next].filter((value) => inside(value) && value.d === 1n);
}

function middle(a: Rational, b: Rational, whole: boolean): Rational {
  const half = divideRationals(addRationals(a, b), rationalFromInteger(2));
  return whole ? rationalFromInteger(floorRational(half)) : half;
}
