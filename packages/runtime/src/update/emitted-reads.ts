/**
 * Which lists and tables emitted code reads: when one of those is swapped, the matcher is made anew; all others the index asks by name.
 *
 * Comes in: the criteria and the plan of their index, if any. Goes out: names. Too many cost time at a swap, too few would cost the truth.
 */
import type { BundleIr } from "@luong/spec";
import { allExprs, visitExpr } from "@luong/spec";
import type { IndexedCriterion, IndexNode, IndexPlan } from "../index/plan.ts";
import { hasOpaque } from "../index/specialise.ts";

export interface EmittedReads {
  readonly lists: ReadonlySet<string>;
  readonly tables: ReadonlySet<string>;
}

function readsApproximate(node: IndexNode, plan: IndexPlan): boolean {
  switch (node.kind) {
    case "and":
    case "or":
      return node.of.some((each) => readsApproximate(each, plan));
    case "not":
      return readsApproximate(node.of, plan);
    case "quantifier":
      return readsApproximate(node.body, plan);
    case "range":
      return plan.slots[node.slot]?.form === "approximate";
    default:
      return false;
  }
}

/** The index tells all of the criterion: its own function is never called. */
function isTold({ asked, when, decide }: IndexedCriterion, plan: IndexPlan): boolean {
  if (decide === "opaque") return false;
  return [asked, when, ...(decide ?? [])].every(
    (node) => !hasOpaque(node) && !readsApproximate(node, plan),
  );
}

export function emittedReads(ir: BundleIr, plan: IndexPlan | undefined): EmittedReads {
  const criteria =
    plan === undefined
      ? ir.criteria
      : ir.criteria.filter((_, at) => {
          const indexed = plan.criteria[at];
          return indexed === undefined || !isTold(indexed, plan);
        });
  const lists = new Set<string>();
  const tables = new Set<string>();
  for (const expr of allExprs({ ...ir, criteria })) {
    visitExpr(expr, (each) => {
      if (each.kind === "list") lists.add(each.list);
    });
  }
  for (const { rowsOf } of criteria) if (rowsOf !== undefined) tables.add(rowsOf);
  // Values that a told criterion computes are emitted code too, look-ups in them included.
  for (const expr of allExprs(ir)) {
    visitExpr(expr, (each) => {
      if (each.kind === "lookup") tables.add(each.table);
    });
  }
  return { lists, tables };
}
