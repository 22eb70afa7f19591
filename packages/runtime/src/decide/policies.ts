/**
 * Which policy and which scorecards speak at a flow and stage; found once per pair.
 *
 * The first policy by name that is on the flow and stage; the checker refuses two.
 */

import type { BundleIr, Expr, Fault, PolicyIr } from "@luong/spec";
import { type Counter, countersOf, Policy, visitExpr } from "@luong/spec";
import { fault } from "../messages/catalogue.ts";

export interface Place {
  readonly flow: string;
  readonly stage: string;
  /** Position in `ir.policies`, -1 when there is none. */
  readonly index: number;
  readonly ir: PolicyIr | null;
  readonly policy: Policy;
  /** What counts, by its number in `PolicyInput`. */
  readonly counters: readonly Counter[];
  /** Positions in `ir.scorecards` of those on this flow and stage. */
  readonly scorecards: readonly number[];
  /** A condition reads `any criterion says unknown`, so causes have to be told apart. */
  readonly readsUnknown: boolean;
}

interface OnClause {
  readonly flows: readonly string[];
  readonly stages: readonly string[];
}

function isOn(part: OnClause, flow: string, stage: string): boolean {
  return part.flows.includes(flow) && (part.stages.length === 0 || part.stages.includes(stage));
}

function saysUnknown(ir: BundleIr, expr: Expr): boolean {
  let found = false;
  visitExpr(expr, (each) => {
    if (each.kind === "says" && each.says === "unknown") found = true;
    const shared = each.kind === "shared" ? ir.shared[each.index] : undefined;
    if (shared !== undefined && saysUnknown(ir, shared)) found = true;
  });
  return found;
}

function conditionsOf(policy: PolicyIr): readonly Expr[] {
  const conditions = [
    policy.exempt,
    policy.red,
    policy.yellow,
    ...policy.samples.map(({ when }) => when),
  ];
  return [
    ...conditions.filter((each) => each !== undefined),
    ...countersOf(policy).map(({ by }) => by),
  ];
}

function placeFrom(ir: BundleIr, flow: string, stage: string): Place {
  const index = ir.policies.findIndex((policy) => isOn(policy, flow, stage));
  const policy = ir.policies[index] ?? null;
  const cards = ir.scorecards.map((card, at) => (isOn(card, flow, stage) ? at : -1));
  return {
    flow,
    stage,
    index,
    ir: policy,
    policy: new Policy(policy),
    counters: policy === null ? [] : countersOf(policy),
    scorecards: cards.filter((at) => at >= 0),
    readsUnknown: policy !== null && conditionsOf(policy).some((each) => saysUnknown(ir, each)),
  };
}

export class Places {
  private readonly ir: BundleIr;
  private readonly byFlow = new Map<string, Map<string, Place>>();

  constructor(ir: BundleIr) {
    this.ir = ir;
  }

  /** The place, or a fault when the schema has no such flow or stage. */
  find(flow: string, stage: string): Place | Fault {
    const known = this.byFlow.get(flow)?.get(stage);
    return known ?? this.unknownWord(flow, stage) ?? this.at(flow, stage);
  }

  private unknownWord(flow: string, stage: string): Fault | undefined {
    const { schema } = this.ir;
    const words = [
      ["flow", flow, schema.flows],
      ["stage", stage, schema.stages],
    ] as const;
    for (const [what, given, all] of words) {
      const known = all.map(({ name }) => name);
      if (!known.includes(given)) return fault("LU6203", "", { what, given, known });
    }
    return undefined;
  }

  /** The place of words the schema has. */
  at(flow: string, stage: string): Place {
    let byStage = this.byFlow.get(flow);
    if (byStage === undefined) {
      byStage = new Map();
      this.byFlow.set(flow, byStage);
    }
    let place = byStage.get(stage);
    if (place === undefined) {
      place = placeFrom(this.ir, flow, stage);
      byStage.set(stage, place);
    }
    return place;
  }
}
