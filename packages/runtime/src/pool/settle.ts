/**
 * What other threads left open: declarations given twice, and quotas. Both look at the declarations before, so they are settled by one
 * thread, in the order of the input.
 *
 * Comes in: outcomes as JSON with their key and what their quotas need. Goes out: the outcome one engine alone would have given. The state
 * of the quotas outlives a stream, the keys seen do not.
 */
import type { PolicyIr } from "@luong/spec";
import { Policy, type QuotaState, quotaInput } from "@luong/spec";
import type { OpenQuotas } from "../decide/decider.ts";
import type { Outcome } from "../engine.ts";
import { fault } from "../messages/catalogue.ts";
import { SeenKeys } from "../stream/seen-keys.ts";

/** One outcome as a thread gave it. */
export interface Unsettled {
  readonly position: number;
  readonly key: string | null;
  readonly open: OpenQuotas | null;
  /** The JSON of the outcome; asked for only when something changes. */
  readonly text: () => string;
}

/** The quotas of one pool. */
export class QuotaDesk {
  readonly quotas: QuotaState;
  /** By position in `ir.policies`. */
  private readonly policies: readonly Policy[];

  constructor(policies: readonly PolicyIr[], quotas: QuotaState) {
    this.policies = policies.map((ir) => new Policy(ir));
    this.quotas = quotas;
  }

  /**
   * Null: nothing has changed. INVARIANT (order of keys): replacing keeps their order, so equal decisions are equal bytes.
   */
  settle(open: OpenQuotas, text: () => string): Outcome | null {
    const steps = [...open.steps];
    const input = quotaInput(open.day, open.cases);
    const channel = this.policies[open.policy]?.settle({ ...open, steps }, input, this.quotas);
    if (channel === undefined) return null;
    if (channel === open.channel && steps.length === open.steps.length) return null;
    const outcome = outcomeFrom(text());
    const { decision } = outcome;
    return decision === undefined ? outcome : { decision: { ...decision, channel, steps } };
  }
}

/** Settles one stream. */
export class Settler {
  private readonly desk: QuotaDesk;
  private readonly seen: SeenKeys;

  constructor(desk: QuotaDesk, duplicateWindow: number) {
    this.desk = desk;
    this.seen = new SeenKeys(duplicateWindow);
  }

  /** To be asked once for each, in the order of the input. Null: the outcome stands as its text says. */
  settle(entry: Unsettled): Outcome | null {
    return this.rejectedAsDuplicate(entry) ?? this.settleQuotas(entry);
  }

  rejectedAsDuplicate({ key, position, text }: Unsettled): Outcome | null {
    const first = key === null ? undefined : this.seen.add(key, position);
    if (key === null || first === undefined) return null;
    const { decision, rejection } = outcomeFrom(text());
    const declaration = decision?.declaration ?? rejection?.declaration ?? null;
    return { rejection: { declaration, position, faults: [fault("LU6201", "", { key, first })] } };
  }

  settleQuotas({ open, text }: Pick<Unsettled, "open" | "text">): Outcome | null {
    return open === null ? null : this.desk.settle(open, text);
  }
}

/** An outcome as a thread of ours wrote it. */
export function outcomeFrom(text: string): Outcome {
  return JSON.parse(text) as Outcome;
}
