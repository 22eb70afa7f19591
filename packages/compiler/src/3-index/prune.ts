/**
 * Leaves out what no condition asks for.
 *
 * Comes in: a planned index. Goes out: the same without slots and lists that were made for a part of a condition that became opaque as a whole: each slot costs
 * something for every declaration.
 */
import type { IndexedCriterion, IndexNode, IndexPlan } from "@luong/runtime/abi";
import type { SlotSource } from "./slots.ts";

function visit(node: IndexNode, see: (node: IndexNode) => void): void {
  see(node);
  if (node.kind === "and" || node.kind === "or") for (const each of node.of) visit(each, see);
  else if (node.kind === "not") visit(node.of, see);
  else if (node.kind === "quantifier") visit(node.body, see);
}

function nodesOf({ asked, when, decide }: IndexedCriterion): readonly IndexNode[] {
  return decide === null || decide === "opaque" ? [asked, when] : [asked, when, ...decide];
}

/** New numbers of what is kept, by old number. */
function renumbered(used: ReadonlySet<number>, count: number): readonly number[] {
  let next = 0;
  return Array.from({ length: count }, (_, old) => (used.has(old) ? next++ : -1));
}

type Numbers = { readonly slots: readonly number[]; readonly collections: readonly number[] };

function withNumbers(node: IndexNode, numbers: Numbers): IndexNode {
  switch (node.kind) {
    case "and":
    case "or":
      return { ...node, of: node.of.map((each) => withNumbers(each, numbers)) };
    case "not":
      return { ...node, of: withNumbers(node.of, numbers) };
    case "quantifier": {
      const collection = numbers.collections[node.collection] ?? -1;
      return { ...node, collection, body: withNumbers(node.body, numbers) };
    }
    case "constant":
    case "cell":
    case "opaque":
      return node;
    default:
      return { ...node, slot: numbers.slots[node.slot] ?? -1 };
  }
}

export function withoutUnused(
  plan: IndexPlan,
  sources: readonly SlotSource[],
): { readonly plan: IndexPlan; readonly sources: readonly SlotSource[] } {
  const slots = new Set<number>();
  const collections = new Set<number>();
  for (const criterion of plan.criteria) {
    for (const root of nodesOf(criterion)) {
      visit(root, (node) => {
        if ("slot" in node) slots.add(node.slot);
        if ("collection" in node) collections.add(node.collection);
      });
    }
  }
  if (slots.size === plan.slots.length && collections.size === plan.collections.length) {
    return { plan, sources };
  }
  const numbers: Numbers = {
    slots: renumbered(slots, plan.slots.length),
    collections: renumbered(collections, plan.collections.length),
  };
  const renew = (node: IndexNode): IndexNode => withNumbers(node, numbers);
  return {
    plan: {
      collections: plan.collections.filter((_, old) => collections.has(old)),
      slots: plan.slots
        .filter((_, old) => slots.has(old))
        .map((slot) => ({ ...slot, collection: numbers.collections[slot.collection] ?? -1 })),
      criteria: plan.criteria.map((criterion) => ({
        ...criterion,
        asked: renew(criterion.asked),
        when: renew(criterion.when),
        decide: Array.isArray(criterion.decide) ? criterion.decide.map(renew) : criterion.decide,
      })),
    },
    sources: sources.filter((_, old) => slots.has(old)),
  };
}
