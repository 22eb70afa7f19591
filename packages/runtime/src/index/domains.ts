/**
 * What the keys of the index speak of: one domain for each way a slot is asked.
 *
 * Comes in: the plan. Goes out: domains by number. Domain `i` is the value of slot `i` itself (equality, ranges, presence); after those come `under` and
 * membership of lists. Unknown is kept by domain: a code may be known while nobody can say what lies above it.
 */
import type { IndexNode, IndexPlan, IndexSlot } from "./plan.ts";

export interface Domain {
  readonly slot: number;
  readonly kind: "value" | "under" | "member";
  /** Of `member`. */
  readonly list: string | null;
}

function visit(node: IndexNode, seen: (node: IndexNode) => void): void {
  seen(node);
  if (node.kind === "and" || node.kind === "or") for (const each of node.of) visit(each, seen);
  else if (node.kind === "not") visit(node.of, seen);
  else if (node.kind === "quantifier") visit(node.body, seen);
}

function nodesOf(plan: IndexPlan, seen: (node: IndexNode) => void): void {
  for (const { asked, when, decide } of plan.criteria) {
    visit(asked, seen);
    visit(when, seen);
    if (Array.isArray(decide)) for (const row of decide) visit(row, seen);
  }
}

export class Domains {
  readonly slots: readonly IndexSlot[];
  readonly all: Domain[];
  /** By slot: its `under` domain, −1 without. */
  readonly under: Int32Array;
  /** By slot: the lists it is asked about. */
  readonly members: { readonly list: string; readonly domain: number }[][];

  constructor(plan: IndexPlan) {
    this.slots = plan.slots;
    this.all = plan.slots.map((_, slot) => ({ slot, kind: "value", list: null }));
    this.under = new Int32Array(plan.slots.length).fill(-1);
    this.members = plan.slots.map(() => []);
    nodesOf(plan, (node) => {
      if (node.kind === "under" && this.under[node.slot] === -1) {
        this.under[node.slot] = this.all.push({ slot: node.slot, kind: "under", list: null }) - 1;
      }
      if (node.kind === "member") this.#member(node.slot, node.list);
    });
  }

  #member(slot: number, list: string): void {
    const asked = this.members[slot];
    if (asked === undefined || asked.some((each) => each.list === list)) return;
    asked.push({ list, domain: this.all.push({ slot, kind: "member", list }) - 1 });
  }

  memberOf(slot: number, list: string): number {
    return this.members[slot]?.find((each) => each.list === list)?.domain ?? -1;
  }
}
