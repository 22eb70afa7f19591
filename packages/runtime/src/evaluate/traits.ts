/**
 * What can be told of an expression from its form alone: can it be unknown, and can it be unknown without a fault in the data?
 *
 * Safe answers: "perhaps" where the form does not tell. They decide only whether the reference has to be asked.
 */

import type { Expr, Schema, Type } from "@luong/spec";
import { childrenOf, operatorSpec } from "@luong/spec";

/** Two values of this type always compare: units and currencies are known. */
function hasFixedUnits(type: Type): boolean {
  switch (type.kind) {
    case "money":
      return type.currency !== null;
    case "quantity":
      return type.dimension !== null;
    case "unitPrice":
      return type.currency !== null && type.dimension !== null;
    case "set":
      return hasFixedUnits(type.of);
    default:
      return true;
  }
}

/** True only when the expression has a value for every valid declaration, whatever is bound. */
export function isAlwaysKnown(expr: Expr, schema: Schema): boolean {
  const areKnown = (exprs: readonly Expr[]): boolean =>
    exprs.every((each) => isAlwaysKnown(each, schema));
  switch (expr.kind) {
    case "literal":
    case "now":
      return true;
    case "present":
      return readsFactsOnly(expr.operand, schema);
    case "fact":
      return !expr.optional && expr.base.kind !== "row" && hasFixedUnits(expr.type);
    case "logic":
    case "not":
    case "set":
      return areKnown(childrenOf(expr));
    case "call":
      return isPlainOperator(expr, schema) && areKnown(expr.args);
    case "quantifier":
      return !expr.source.optional && isAlwaysKnown(expr.body, schema);
    default:
      return false;
  }
}

/** No list, table, rate or foreign tree, whose failure makes presence unknown. */
function readsFactsOnly(expr: Expr, schema: Schema): boolean {
  switch (expr.kind) {
    case "lookup":
    case "list":
    case "shared":
    case "rowsQuantifier":
    case "rowsAggregate":
    case "modelScore":
      return false;
    default:
  }
  const isForeign =
    expr.kind === "call" &&
    (expr.op === "convert" || climbsForeignTree(expr.args[0]?.type, schema));
  return !isForeign && childrenOf(expr).every((child) => readsFactsOnly(child, schema));
}

/** Operators whose only causes are their operands' and units that differ. */
function isPlainOperator(call: Extract<Expr, { kind: "call" }>, schema: Schema): boolean {
  switch (operatorSpec(call.op)?.form) {
    case "comparison":
    case "range":
    case "postfix":
    case "additive":
      return true;
    case "members":
      return !climbsForeignTree(call.args[0]?.type, schema);
    default:
      return false;
  }
}

/** A tree whose codes come from outside may not be there to be climbed. */
function climbsForeignTree(type: Type | undefined, schema: Schema): boolean {
  if (type?.kind !== "code") return false;
  const list = schema.codeLists.find(({ name }) => name === type.list);
  return list?.shape === "tree" && list.codes === null;
}

/** True only when every cause the expression can have is a fault in the data (not declared, units differ, source failed). */
export function onlyDataProblems(expr: Expr): boolean {
  switch (expr.kind) {
    case "literal":
    case "now":
    case "present":
      return true;
    case "fact":
      return expr.base.kind !== "row";
    case "list":
    case "logic":
    case "not":
    case "set":
    case "quantifier":
      return childrenOf(expr).every(onlyDataProblems);
    case "call": {
      const form = operatorSpec(expr.op)?.form;
      return form !== undefined && form !== "multiplicative" && expr.args.every(onlyDataProblems);
    }
    default:
      return false;
  }
}
