/**
 * A decision that takes the place of another: what is different, and whether its channel may be lower.
 *
 * Two decisions in, the later one with `replaces` out. A channel is never lowered without a reason code: the higher one stays, and a step says so.
 */
import { type Arrival, type Decision, type Replacement, severity } from "@luong/spec";

interface Named {
  readonly criterion: string;
  readonly row?: string;
  readonly tableRow?: number;
}

/** A criterion with its row, as a person would say it: `IND-500/R12`. */
function nameOf({ criterion, row, tableRow }: Named): string {
  const parts = [criterion, row, tableRow === undefined ? undefined : `#${tableRow}`];
  return parts.filter((part) => part !== undefined).join("/");
}

function newIn(before: readonly Named[], after: readonly Named[]): readonly string[] {
  const known = new Set(before.map(nameOf));
  return [...new Set(after.map(nameOf))].filter((name) => !known.has(name)).sort();
}

/** What criteria and scorecards said, without times, texts and counts. */
function saidBy({ hits, unknown, scores }: Decision): readonly unknown[] {
  return [
    hits.map((hit) => [nameOf(hit), hit.channel, hit.risk, hit.actions, hit.elements]),
    unknown.map(nameOf),
    scores.map(({ scorecard, value }) => [scorecard, value]),
  ];
}

/** Do criteria and scorecards say something else? Draws and quotas, which depend on other declarations, are left out. */
export function saysOtherwise(before: Decision, after: Decision): boolean {
  return JSON.stringify(saidBy(before)) !== JSON.stringify(saidBy(after));
}

/** Would a reader of the record learn anything from the later one? Times, draws and counts alone tell nothing. */
export function isDifferent(before: Decision, after: Decision): boolean {
  return before.channel !== after.channel || saysOtherwise(before, after);
}

/** Is the channel of a decision lower than that of another? */
export function isLower(decision: Decision, than: Decision): boolean {
  return severity(decision.channel) < severity(than.channel);
}

export interface Because {
  readonly arrival: Arrival;
  /** Code of the reason that allows a lower channel. */
  readonly reason?: string;
}

export function replacing(before: Decision, after: Decision, because: Because): Decision {
  const { reason } = because;
  const isHeld = reason === undefined && isLower(after, before);
  const held = { rule: "held", from: after.channel, to: before.channel } as const;
  const replaces: Replacement = {
    at: before.at,
    stage: before.stage,
    channel: before.channel,
    because: because.arrival,
    ...(reason === undefined ? {} : { reason }),
    hit: newIn(before.hits, after.hits),
    noLonger: newIn(after.hits, before.hits),
    unknown: newIn(before.unknown, after.unknown),
    known: newIn(after.unknown, before.unknown),
  };
  return isHeld
    ? { ...after, channel: before.channel, steps: [...after.steps, held], replaces }
    : { ...after, replaces };
}
