/**
 * Conditions of the index put together, and what can be told of one: is it whole, can it be unknown?
 *
 * Comes in: nodes of a plan. Goes out: nodes, flat where that costs nothing. `opaque` stands for "anything", so it is kept once among operands and
 * swallows `not`.
 */
import type { IndexCollection, IndexedCriterion, IndexNode, IndexSlot } from "@luong/runtime/abi";

export const opaque: IndexNode = { kind: "opaque" };

export function constantNode(truth: 0 | 2): IndexNode {
  return { kind: "constant", truth };
}

export function combined(kind: "and" | "or", parts: readonly IndexNode[]): IndexNode {
  const of: IndexNode[] = [];
  for (const part of parts) {
    for (const each of part.kind === kind ? part.of : [part]) {
      if (each.kind !== "opaque" || !of.includes(opaque))
        of.push(each.kind === "opaque" ? opaque : each);
    }
  }
  const [first, second] = of;
  if (first === undefined) return constantNode(kind === "and" ? 2 : 0);
  return second === undefined ? first : { kind, of };
}

export function negatedNode(of: IndexNode): IndexNode {
  if (of.kind === "opaque") return of;
  return of.kind === "not" ? of.of : { kind: "not", of };
}

function innerNodes(node: IndexNode): readonly IndexNode[] {
  switch (node.kind) {
    case "and":
    case "or":
      return node.of;
    case "not":
      return [node.of];
    case "quantifier":
      return [node.body];
    default:
      return [];
  }
}

/** The index cannot tell all of it. */
export function hasOpaque(node: IndexNode): boolean {
  return node.kind === "opaque" || innerNodes(node).some(hasOpaque);
}

/** No number of it is known only between bounds. */
function hasExactNumbers(node: IndexNode, slots: readonly IndexSlot[]): boolean {
  if (node.kind === "range" && slots[node.slot]?.form === "approximate") return false;
  return innerNodes(node).every((each) => hasExactNumbers(each, slots));
}

/** The plan alone settles the criterion: nothing is opaque, no number is known only between bounds. */
export function isExact(criterion: IndexedCriterion, slots: readonly IndexSlot[]): boolean {
  const { asked, when, decide } = criterion;
  if (decide === "opaque") return false;
  return [asked, when, ...(decide ?? [])].every(
    (node) => !hasOpaque(node) && hasExactNumbers(node, slots),
  );
}

/** Never unknown and exact, whatever the declaration and the bindings. */
export function isTwoValued(
  node: IndexNode,
  slots: readonly IndexSlot[],
  collections: readonly IndexCollection[],
): boolean {
  const slot = "slot" in node ? slots[node.slot] : undefined;
  switch (node.kind) {
    case "constant":
      return node.truth !== 1;
    case "present":
      return true;
    case "in":
    case "truth":
      return slot?.maybe === false;
    case "range":
      return slot?.maybe === false && slot.form === "number";
    case "under":
      return slot?.maybe === false && slot.tree === null;
    case "quantifier":
      if (collections[node.collection]?.optional !== false) return false;
      return isTwoValued(node.body, slots, collections);
    case "and":
    case "or":
    case "not":
      return innerNodes(node).every((each) => isTwoValued(each, slots, collections));
    case "member":
    case "cell":
    case "opaque":
      return false;
  }
}
