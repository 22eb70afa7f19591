/**
 * Cells of decision tables and scorecards to conditions on the value in their head.
 *
 * A cell is a relation without its left side: `6109, 6110`, `< 5`, `1 to 9`, `is missing`, `-`. Values under a levelled code list match
 * by `under`, everything else by membership.
 */
import type { Cell } from "@luong/dsl";
import type { Expr, Schema } from "@luong/spec";
import { booleanType, type ExpressionLowering } from "./expression.ts";
import type { Scope } from "./scope.ts";

/** The condition a cell puts on `head`; undefined when it puts none. */
export function cellCondition(
  cell: Cell,
  head: Expr,
  lowering: ExpressionLowering,
  scope: Scope,
): Expr | undefined {
  switch (cell.kind) {
    case "anything":
    case "else":
      return undefined;
    case "unknown":
      return lowering.relate("isMissing", head, [], scope);
    case "presence":
      return lowering.relate(cell.present ? "isPresent" : "isMissing", head, [], scope);
    case "test":
      return lowering.relate(cell.op, head, cell.args, scope);
    case "rangeCell":
      return lowering.relate("between", head, [cell.from, cell.to], scope);
    case "values":
      return valuesCondition(cell, head, lowering, scope);
    case "points":
      return lowering.relate("eq", head, [pointsAsNumber(cell)], scope);
    case "missing":
      throw new TypeError("a cell that could not be read reached lowering");
  }
}

function valuesCondition(
  cell: Extract<Cell, { kind: "values" }>,
  head: Expr,
  lowering: ExpressionLowering,
  scope: Scope,
): Expr {
  const [only] = cell.values;
  const isBoolean = head.type.kind === "boolean" && only?.kind === "boolean";
  if (isBoolean && only.value) return head;
  if (isBoolean) return { kind: "not", type: booleanType, operand: head };
  if (isLevelled(head, lowering.model.schema))
    return lowering.relate("under", head, cell.values, scope);
  const isSingle = cell.values.length === 1 && only !== undefined && head.type.kind !== "set";
  if (isSingle && lowering.typeOf(only, scope).kind !== "set")
    return lowering.relate("eq", head, [only], scope);
  return lowering.relate("in", head, cell.values, scope);
}

function isLevelled({ type }: Expr, schema: Schema): boolean {
  if (type.kind !== "code") return false;
  return schema.codeLists.find((list) => list.name === type.list)?.shape === "levels";
}

/** `+5` as a test of the head reads the number. */
function pointsAsNumber(cell: Extract<Cell, { kind: "points" }>) {
  return {
    kind: "number",
    image: cell.image.replace(/^\+/, ""),
    id: cell.id,
    span: cell.span,
  } as const;
}
