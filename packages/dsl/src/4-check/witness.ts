/**
 * Which elements a reason may name: those that made `any` or `at least` in `when` true, and the one of `decide for each`.
 *
 * Read from the tree after `when` has been checked. Below `not`, `no` and `every` nothing points at one element.
 */
import { nodeKey } from "../analysis.ts";
import type { Expression } from "../ast/ast.ts";
import type { ElementBinding, Scope } from "./scope.ts";
import type { Typing } from "./typing.ts";

export function witnesses(
  t: Typing,
  when: Expression | null,
  scope: Scope,
): ReadonlyMap<string, ElementBinding> {
  const found = new Map<string, ElementBinding>();
  if (when !== null) collect(t, when, scope, found);
  return found;
}

function collect(
  t: Typing,
  node: Expression,
  scope: Scope,
  found: Map<string, ElementBinding>,
): void {
  switch (node.kind) {
    case "parenthesis":
      collect(t, node.inner, scope, found);
      return;
    case "logic":
      for (const operand of node.operands) collect(t, operand, scope, found);
      return;
    case "group":
      for (const member of node.members) collect(t, member, scope, found);
      return;
    case "quantified": {
      if (node.quantifier !== "any" && node.quantifier !== "atLeast") return;
      const key = nodeKey(scope.file, node);
      const collection = t.collections.get(key) ?? t.selections.get(key);
      if (collection === undefined) return;
      const element = (node.called ?? node.element).text;
      const binder = { node: key, element, record: collection.record };
      const own = node.called === null && node.of === null;
      // The first in the text is the witness.
      if (!found.has(element)) found.set(element, { binder, collection: own ? element : `${key}` });
      collect(t, node.body, scope, found);
      return;
    }
    default:
      return;
  }
}
