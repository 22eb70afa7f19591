/**
 * Operands that take their type from the other side: numbers, texts, codes, and parameters that hold one.
 *
 * It looks only; typing the operand is `expressions.ts`.
 */

import { constantOf } from "../3-resolve/constant.ts";
import { isFlexible } from "../3-resolve/fit.ts";
import type { Expression } from "../ast/ast.ts";
import type { Scope } from "./scope.ts";
import type { Typing } from "./typing.ts";

/** Is this a constant that takes its type from the other side? */
export function isFlexibleOperand(t: Typing, node: Expression, scope: Scope): boolean {
  const constant = constantOf(node);
  if (constant !== undefined) return isFlexible(constant.literal);
  if (node.kind === "parenthesis") return isFlexibleOperand(t, node.inner, scope);
  if (node.kind !== "reference" || node.call !== null || node.path.length > 0) return false;
  const name = node.root.text;
  const hidden = scope.lets.has(name) || scope.params.has(name) || scope.elements.has(name);
  const value = hidden ? undefined : t.symbols.parameters.get(name)?.item.value;
  const held = value === undefined ? undefined : constantOf(value);
  return held !== undefined && isFlexible(held.literal);
}
