/**
 * How much of an explanation goes into a decision: none, what people ask for first, or all.
 *
 * Comes in: a decision and the declaration it was made for. Goes out: the same decision with reasons. Decides nothing.
 */
import type { Decision } from "@luong/spec";
import type { Engine } from "../engine.ts";

/** `hits`: reasons and witnesses of hits and causes of what is unknown; `full`: evidence and factors of scores, too. */
export type Reasons = "none" | "hits" | "full";

/** The decision with as many reasons as asked for; `declaration` must be the one it was made for. */
export function withReasons(
  decision: Decision,
  declaration: unknown,
  engine: Pick<Engine, "explain">,
  reasons: Reasons,
): Decision {
  if (reasons === "none") return decision;
  const { hits, suppressed, unknown } = decision;
  if (reasons === "hits" && hits.length + suppressed.length + unknown.length === 0) return decision;
  const explained = engine.explain(decision, declaration);
  if (reasons === "full") return explained;
  return withoutEvidence(explained);
}

/** What people ask for first of a decision that carries everything: `hits` of `full`. */
export function withoutEvidence(explained: Decision): Decision {
  return {
    ...explained,
    scores: explained.scores.map(({ scorecard, value }) => ({ scorecard, value })),
    hits: explained.hits.map(plainHit),
    suppressed: explained.suppressed.map(plainHit),
  };
}

function plainHit(hit: Decision["hits"][number]): Decision["hits"][number] {
  const { evidence: _, ...rest } = hit;
  return rest;
}
