/**
 * Keys of a selection: does a row's side agree with the declaration's?
 *
 * Two known values in, yes or no out: a comparison that is unknown (two units) does not agree.
 */
import type { SelectionKey } from "../ir/ir.ts";
import { operatorSpec } from "../operators.ts";
import type { EvaluationContext, Value } from "../value.ts";

export function keyHolds(
  key: SelectionKey,
  row: Value,
  value: Value,
  context: EvaluationContext,
): boolean {
  const spec = operatorSpec(key.op);
  if (spec === undefined) throw new RangeError(`no operator ${key.op}`);
  const result = spec.evaluate([row, value], context, [key.row.type, key.value.type]);
  return result.kind === "boolean" && result.value;
}
