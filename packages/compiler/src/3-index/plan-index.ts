/**
 * Criteria → the plan of an index over them: the slots of a declaration they read, and each condition as a tree over slots.
 *
 * Comes in: an IR as lowered or folded, and what the emitter says about numbers and texts. Goes out: the plan, and what each slot is worked out from. Rows of
 * tables are not read: the plan is the same whatever is bound. What has no form is `opaque`, never left out.
 */
import type { IndexedCriterion, IndexNode, IndexPlan } from "@luong/runtime/abi";
import type { BundleIr, CriterionIr, Expr, TableIr } from "@luong/spec";
import type { RowPlace } from "./comparisons.ts";
import { ConditionPlanner } from "./conditions.ts";
import { combined, constantNode, isTwoValued, negatedNode } from "./nodes.ts";
import { withoutUnused } from "./prune.ts";
import { type SlotShapes, type SlotSource, SlotTable } from "./slots.ts";

export interface PlannedIndex {
  readonly plan: IndexPlan;
  /** By number of the slot. */
  readonly sources: readonly SlotSource[];
}

class IndexPlanner {
  readonly #ir: BundleIr;
  readonly #slots: SlotTable;
  readonly #conditions: ConditionPlanner;
  readonly #tables: ReadonlyMap<string, TableIr>;

  constructor(ir: BundleIr, shapes: SlotShapes) {
    this.#ir = ir;
    this.#slots = new SlotTable(ir.schema, shapes);
    this.#conditions = new ConditionPlanner(ir, this.#slots);
    this.#tables = new Map(ir.tables.map((table) => [table.name, table]));
  }

  plan(): PlannedIndex {
    const criteria = this.#ir.criteria.map((criterion, position) =>
      this.#criterion(criterion, position),
    );
    const { collections, slots, sources } = this.#slots;
    return withoutUnused({ collections, slots, criteria }, sources);
  }

  #criterion(criterion: CriterionIr, position: number): IndexedCriterion {
    const { rowsOf, decide } = criterion;
    const table = rowsOf === undefined ? null : (this.#tables.get(rowsOf) ?? null);
    const place: RowPlace = { owner: `criteria/${position}`, element: null, table };
    // Slots are numbered in the order a reader meets them.
    const asked = this.#asked(criterion, { ...place, table: null });
    const when = this.#when(criterion, place);
    const rows = decide?.rows.map((row) => this.#conditions.condition(row.when, place));
    return {
      criterion: position,
      rowsOf: rowsOf ?? null,
      asked,
      when,
      decide: decide?.element === undefined ? (rows ?? null) : "opaque",
    };
  }

  #when({ when, unless }: CriterionIr, place: RowPlace): IndexNode {
    const of = (expr: Expr): IndexNode => this.#conditions.condition(expr, place);
    return combined("and", [
      ...(when === undefined ? [] : [of(when)]),
      ...(unless === undefined ? [] : [negatedNode(of(unless))]),
    ]);
  }

  #asked({ flows, stages, valid, scope }: CriterionIr, place: RowPlace): IndexNode {
    if (flows.length === 0) return constantNode(0);
    const named = (kind: "flow" | "stage", values: readonly string[]): IndexNode => {
      return { kind: "in", slot: this.#slots.given(kind), values: { kind: "constant", values } };
    };
    const parts = [named("flow", flows)];
    if (stages.length > 0) parts.push(named("stage", stages));
    if (valid !== undefined) parts.push(this.#validity(valid));
    if (scope !== undefined) parts.push(this.#scope(scope, place));
    return combined("and", parts);
  }

  #validity({ from, until }: NonNullable<CriterionIr["valid"]>): IndexNode {
    const end = (day: number) =>
      ({ value: { kind: "constant", values: [day] }, closed: true }) as const;
    return {
      kind: "range",
      slot: this.#slots.given("day"),
      low: end(from),
      ...(until === undefined ? {} : { high: end(until) }),
    };
  }

  /** A scope that is unknown is not met: where that can be, the emitted code says so in a slot of its own. */
  #scope(scope: Expr, place: RowPlace): IndexNode {
    const node = this.#conditions.condition(scope, place);
    if (isTwoValued(node, this.#slots.slots, this.#slots.collections)) return node;
    const slot = this.#slots.truth(scope, place, true);
    if (slot === undefined) throw new RangeError("a scope that reads a row");
    return { kind: "truth", slot };
  }
}

/** One `IndexedCriterion` for each criterion of `ir`, which has no shared expressions (`2-optimise/share` has not run on its criteria). */
export function planIndex(ir: BundleIr, shapes: SlotShapes): PlannedIndex {
  return new IndexPlanner(ir, shapes).plan();
}
