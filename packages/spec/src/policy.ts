/**
 * The order of a decision: exempt → criteria → red and yellow conditions → sample → top → quota → else.
 *
 * Comes in: hits, scores, and answers to the policy's expressions, from the interpreter or from emitted code alike. Goes out: the channel,
 * the steps that had a say, what was suppressed. Evaluates nothing itself and keeps no state but the quotas it is handed.
 * Written from "A decision" in docs/meaning.md; runs for every declaration, so it allocates little.
 */
import type { PolicyStep } from "./decision.ts";
import type { Bucket, Channel, CriterionClass, Expr, PolicyIr } from "./ir/ir.ts";
import { type QuotaLimit, type QuotaState, quotaLimit } from "./quota.ts";
import { add, rationalFromNumber, toNumber, zero } from "./rational.ts";
import type { UnknownCause } from "./unknown.ts";

/** What a policy's conditions read beside the facts; 2 is true, 0 false. */
export interface PolicyState {
  red: 0 | 2;
  yellow: 0 | 2;
  green: 0 | 2;
  unknown: 0 | 2;
  riskPoints: number;
  /** By scorecard, in the order of `BundleIr.scorecards`. */
  scores: Float64Array;
}

/** What the policy needs of a hit; `Hit` of a decision has it. */
export interface PolicyHit {
  readonly class: CriterionClass;
  readonly channel?: Channel;
  readonly risk?: number;
}

export type PolicyCondition = "exempt" | "red" | "yellow";

/** Answers about one declaration. Calls are made only where the answer matters, in the order of the decision. */
export interface PolicyInput<H extends PolicyHit> {
  readonly hits: readonly H[];
  /** Some asked criterion is unknown for a data problem: one of class statutory, one of another class. */
  readonly unknownStatutory: boolean;
  readonly unknownOther: boolean;
  /** By scorecard, in the order of `BundleIr.scorecards`; not changed. */
  readonly scores: Float64Array;
  /** Local day of now, days since 1970-01-01. */
  readonly day: number;
  /** Truth of a condition the policy has: 0 false, 1 unknown, 2 true. `state` is reused by the next call. */
  condition(which: PolicyCondition, state: PolicyState): 0 | 1 | 2;
  /** Truth of `when` of sample line `index`, which has one. */
  sampleCondition(index: number, state: PolicyState): 0 | 1 | 2;
  /** Why the condition (or the sample line) just asked was unknown. */
  causes(of: PolicyCondition | number): readonly UnknownCause[];
  /** The draw of a sample line, in [0, 1). */
  draw(name: string): number;
  strata(index: number): readonly unknown[];
  /** Values a counter (`countersOf`) counts by, in the order of `per`; equal values make one bucket. */
  bucket(index: number): readonly unknown[];
  /** The same without the day, as a text that tells buckets apart. */
  bucketKey(index: number): string;
  /** Score a counter ranks by; null when it is unknown. */
  keeping(index: number, state: PolicyState): number | null;
}

export interface PolicyOutcome<H extends PolicyHit> {
  readonly channel: Channel;
  readonly exempt: boolean;
  readonly counted: readonly H[];
  readonly suppressed: readonly H[];
  readonly riskPoints: number;
  readonly steps: readonly PolicyStep[];
}

const severities = { green: 0, yellow: 1, red: 2 } as const satisfies Readonly<
  Record<Channel, number>
>;

/** 0 green, 1 yellow, 2 red. */
export function severity(channel: Channel): number {
  return severities[channel];
}

/** What a quota asks about one declaration. */
export type QuotaInput = Pick<PolicyInput<PolicyHit>, "day" | "bucketKey" | "bucket" | "keeping">;

/** A decision before its quotas. What they read of it is plain data, so another thread can settle it. */
export interface Unsettled<H extends PolicyHit> extends Omit<PolicyOutcome<H>, "steps">, Standing {}

/** What the quotas need of a decision beside `QuotaInput`. */
export interface Standing {
  /** Before the quotas. */
  readonly channel: Channel;
  /** What criteria and conditions chose; null: nobody, so the `else` of the policy counts. */
  readonly chosen: Channel | null;
  /** The severest channel of a statutory hit. */
  readonly mandatory: Channel | null;
  /** The channel a sample has moved the declaration to. */
  readonly drawn: Channel | null;
  /** Added to by `settle`. */
  readonly steps: PolicyStep[];
}

/** One quota's question, answered beforehand; of a quota whose channel cannot be reached only the key is asked. */
export interface QuotaCase {
  readonly key: string;
  readonly bucket: readonly unknown[];
  readonly score: number | null;
}

/** What counts declarations of a policy: a `top` or a quota. */
export interface Counter {
  readonly per: readonly Bucket[];
  readonly by: Expr;
}

/** Everything of a policy that counts, in the order it is numbered: first `top`, then quotas. */
export function countersOf(policy: Pick<PolicyIr, "tops" | "quotas">): readonly Counter[] {
  const quotas = policy.quotas.map(({ per, keeping }) => ({ per, by: keeping }));
  return policy.tops === undefined ? quotas : [...policy.tops, ...quotas];
}

/** Does a decision depend on the ones before it? */
export function counts(policy: Pick<PolicyIr, "tops" | "quotas">): boolean {
  return policy.quotas.length > 0 || (policy.tops ?? none).length > 0;
}

/** Answers the questions of counters from cases written down before, by position in `countersOf`. */
export function quotaInput(day: number, cases: readonly QuotaCase[]): QuotaInput {
  return {
    day,
    bucketKey: (index) => cases[index]?.key ?? "",
    bucket: (index) => cases[index]?.bucket ?? none,
    keeping: (index) => cases[index]?.score ?? null,
  };
}

function nextLower(channel: Channel): Channel {
  return channel === "red" ? "yellow" : "green";
}

const none: readonly never[] = [];

/** Whole numbers add in doubles; anything else exactly, so that the order of the hits does not matter. */
function sumRisk(hits: readonly PolicyHit[]): number {
  let sum = 0;
  let isWhole = true;
  for (const { risk = 0 } of hits) {
    sum += risk;
    isWhole &&= Number.isInteger(risk);
  }
  if (isWhole && Number.isSafeInteger(sum)) return sum;
  return toNumber(hits.reduce((total, hit) => add(total, rationalFromNumber(hit.risk ?? 0)), zero));
}

/** The policy of a flow and stage, ready to decide; null when the set has none (then only criteria speak, else green). */
export class Policy {
  readonly ir: PolicyIr | null;
  readonly #rates: readonly number[];
  readonly #limits: readonly QuotaLimit[];
  readonly #topLimits: readonly QuotaLimit[];
  /** Quotas in the order they are applied: red before yellow before green. */
  readonly #quotaOrder: readonly number[];
  readonly #state: PolicyState = {
    red: 0,
    yellow: 0,
    green: 0,
    unknown: 0,
    riskPoints: 0,
    scores: new Float64Array(0),
  };
  /** Scores of an exempt declaration count for nothing. */
  #noScores = new Float64Array(0);

  constructor(ir: PolicyIr | null) {
    this.ir = ir;
    this.#rates =
      ir?.samples.map((sample) =>
        toNumber(quotaLimit({ kind: "share", value: sample.rate }).exact),
      ) ?? none;
    this.#limits = ir?.quotas.map((quota) => quotaLimit(quota.limit)) ?? none;
    this.#topLimits =
      ir?.tops?.map(({ rate }) => quotaLimit({ kind: "share", value: rate })) ?? none;
    this.#quotaOrder = (ir?.quotas ?? none)
      .map((quota, index) => ({ index, severity: severity(quota.channel) }))
      .sort((a, b) => b.severity - a.severity || a.index - b.index)
      .map(({ index }) => index);
  }

  /** Decides one declaration and counts it in `quotas`. */
  decide<H extends PolicyHit>(input: PolicyInput<H>, quotas: QuotaState): PolicyOutcome<H> {
    const unsettled = this.evaluate(input);
    const channel = this.settle(unsettled, input, quotas);
    const { exempt, counted, suppressed, riskPoints, steps } = unsettled;
    return { channel, exempt, counted, suppressed, riskPoints, steps };
  }

  /** Everything that depends on this declaration alone. */
  evaluate<H extends PolicyHit>(input: PolicyInput<H>): Unsettled<H> {
    const steps: PolicyStep[] = [];
    const exempt = this.#isExempt(input, steps);
    const counted = exempt ? input.hits.filter((hit) => hit.class === "statutory") : input.hits;
    this.#fillState(input, counted, exempt);
    const riskPoints = this.#state.riskPoints;
    const mandatory = mandatoryChannel(counted);
    let chosen = this.#fromCriteria(steps);
    chosen = this.#fromConditions(input, chosen, steps);
    const settled = chosen ?? this.ir?.otherwise ?? "green";
    const channel = exempt ? settled : this.#sample(input, settled, mandatory, steps);
    const drawn = channel === settled ? null : channel;
    const suppressed = exempt ? input.hits.filter((hit) => hit.class !== "statutory") : none;
    return { channel, chosen, mandatory, drawn, exempt, counted, suppressed, riskPoints, steps };
  }

  /** The rest: what depends on the declarations before. Gives the channel, adds to the steps, counts in `quotas`. */
  settle(standing: Standing, input: QuotaInput, quotas: QuotaState): Channel {
    const raised = this.#applyTops(input, standing.channel, quotas, standing.steps);
    const channel = this.#applyQuotas(input, raised, standing, quotas, standing.steps);
    this.conclude(standing, channel);
    return channel;
  }

  /** The step that stands last when nobody chose the channel. */
  conclude({ chosen, steps }: Standing, channel: Channel): void {
    const otherwise = this.ir?.otherwise ?? "green";
    if (chosen === null && channel === otherwise) steps.push({ rule: "else", channel });
  }

  /** A counter may judge a decision that stands in this channel; else it is only counted. */
  mayBeJudged(channel: Channel): boolean {
    const highest = this.#highest(channel);
    const quotas = this.ir?.quotas ?? none;
    return (
      highest !== channel || quotas.some((quota) => severity(quota.channel) <= severity(channel))
    );
  }

  /** The severest channel a `top` may raise a declaration to that stands in this one. */
  #highest(channel: Channel): Channel {
    let highest = channel;
    for (const { from, to } of this.ir?.tops ?? none)
      if (severity(from) <= severity(highest) && severity(to) > severity(highest)) highest = to;
    return highest;
  }

  /** What the counters will ask of the declaration last evaluated, which stands in `from`. */
  quotaCases(input: QuotaInput, from: Channel): readonly QuotaCase[] {
    if (this.ir === null) return none;
    const highest = severity(this.#highest(from));
    const { tops = none, quotas } = this.ir;
    const channels = [...tops.map((top) => top.from), ...quotas.map(({ channel }) => channel)];
    return channels.map((channel, index) => {
      const key = input.bucketKey(index);
      if (severity(channel) > highest) return { key, bucket: none, score: null };
      return { key, bucket: input.bucket(index), score: input.keeping(index, this.#state) };
    });
  }

  #isExempt<H extends PolicyHit>(input: PolicyInput<H>, steps: PolicyStep[]): boolean {
    if (this.ir?.exempt === undefined) return false;
    // The exemption comes before the criteria: it sees none of them.
    const state = this.#state;
    state.red = state.yellow = state.green = state.unknown = 0;
    state.riskPoints = 0;
    state.scores = this.#zeros(input.scores.length);
    const truth = input.condition("exempt", state);
    if (truth === 2) steps.push({ rule: "exempt" });
    if (truth === 1)
      steps.push({ rule: "condition unknown", channel: "exempt", causes: input.causes("exempt") });
    return truth === 2;
  }

  #zeros(length: number): Float64Array {
    if (this.#noScores.length !== length) this.#noScores = new Float64Array(length);
    return this.#noScores;
  }

  #fillState(
    input: Pick<PolicyInput<PolicyHit>, "unknownStatutory" | "unknownOther" | "scores">,
    counted: readonly PolicyHit[],
    exempt: boolean,
  ): void {
    const state = this.#state;
    state.red = state.yellow = state.green = 0;
    for (const hit of counted) if (hit.channel !== undefined) state[hit.channel] = 2;
    state.unknown = input.unknownStatutory || (input.unknownOther && !exempt) ? 2 : 0;
    state.riskPoints = sumRisk(counted);
    state.scores = exempt ? this.#zeros(input.scores.length) : input.scores;
  }

  #fromCriteria(steps: PolicyStep[]): Channel | null {
    const { red, yellow, green } = this.#state;
    const channel = red === 2 ? "red" : yellow === 2 ? "yellow" : green === 2 ? "green" : null;
    if (channel !== null) steps.push({ rule: "criteria", channel });
    return channel;
  }

  #fromConditions<H extends PolicyHit>(
    input: PolicyInput<H>,
    from: Channel | null,
    steps: PolicyStep[],
  ): Channel | null {
    if (from !== "red" && this.ir?.red !== undefined && this.#applies(input, "red", steps))
      return "red";
    const canRise = from === null || from === "green";
    if (canRise && this.ir?.yellow !== undefined && this.#applies(input, "yellow", steps))
      return "yellow";
    return from;
  }

  #applies<H extends PolicyHit>(
    input: PolicyInput<H>,
    which: "red" | "yellow",
    steps: PolicyStep[],
  ): boolean {
    const truth = input.condition(which, this.#state);
    if (truth === 2) steps.push({ rule: "condition", channel: which });
    if (truth === 1)
      steps.push({ rule: "condition unknown", channel: which, causes: input.causes(which) });
    return truth === 2;
  }

  #sample<H extends PolicyHit>(
    input: PolicyInput<H>,
    from: Channel,
    mandatory: Channel | null,
    steps: PolicyStep[],
  ): Channel {
    let channel = from;
    const samples = this.ir?.samples ?? none;
    for (let index = 0; index < samples.length; index += 1) {
      const sample = samples[index];
      if (sample === undefined || sample.from !== channel) continue;
      // Statutory hits are never sampled away.
      if (mandatory !== null && severity(sample.to) < severity(mandatory)) continue;
      if (sample.when !== undefined) {
        const truth = input.sampleCondition(index, this.#state);
        if (truth === 1) {
          steps.push({
            rule: "condition unknown",
            channel: sample.to,
            causes: input.causes(index),
          });
        }
        if (truth !== 2) continue;
      }
      const draw = input.draw(sample.name);
      if (draw >= (this.#rates[index] ?? 0)) continue;
      const { name, rate, to } = sample;
      steps.push({
        rule: "sample",
        name,
        rate,
        draw,
        strata: input.strata(index),
        from: channel,
        to,
      });
      channel = to;
    }
    return channel;
  }

  #applyTops(input: QuotaInput, from: Channel, quotas: QuotaState, steps: PolicyStep[]): Channel {
    let channel = from;
    const tops = this.ir?.tops ?? none;
    for (let index = 0; index < tops.length; index += 1) {
      const top = tops[index];
      const limit = this.#topLimits[index];
      if (top === undefined || limit === undefined) continue;
      const key = input.bucketKey(index);
      quotas.countDecided(top.name, key, input.day);
      if (top.from !== channel) continue;
      const score = input.keeping(index, this.#state);
      const { outcome, ...figures } = quotas.choose(top.name, limit, key, input.day, score);
      const to = outcome === "chosen" ? top.to : channel;
      const { name, rate } = top;
      const bucket = input.bucket(index);
      steps.push({
        rule: "top",
        name,
        rate,
        outcome,
        bucket,
        ...figures,
        score,
        from: channel,
        to,
      });
      channel = to;
    }
    return channel;
  }

  #applyQuotas(
    input: QuotaInput,
    from: Channel,
    kept: { readonly mandatory: Channel | null; readonly drawn: Channel | null },
    quotas: QuotaState,
    steps: PolicyStep[],
  ): Channel {
    let channel = from;
    const before = this.ir?.tops?.length ?? 0;
    for (const place of this.#quotaOrder) {
      const quota = this.ir?.quotas[place];
      const limit = this.#limits[place];
      const index = before + place;
      if (quota === undefined || limit === undefined) continue;
      const key = input.bucketKey(index);
      quotas.countDecided(quota.name, key, input.day);
      if (quota.channel !== channel) continue;
      const score = input.keeping(index, this.#state);
      const verdict = quotas.judge(
        quota.name,
        limit,
        key,
        input.day,
        score,
        secured(channel, kept),
      );
      const to = verdict.outcome === "cut" ? nextLower(channel) : channel;
      steps.push({
        rule: "quota",
        name: quota.name,
        outcome: verdict.outcome,
        bucket: input.bucket(index),
        kept: verdict.kept,
        decided: verdict.decided,
        score,
        threshold: verdict.threshold,
        from: channel,
        to,
      });
      channel = to;
    }
    return channel;
  }
}

/** What a quota may not cut: what the law demands, and what chance chose, or the random share would not be random any more. */
function secured(
  channel: Channel,
  { mandatory, drawn }: { readonly mandatory: Channel | null; readonly drawn: Channel | null },
): "statutory" | "drawn" | null {
  if (mandatory !== null && severity(mandatory) >= severity(channel)) return "statutory";
  return drawn === channel ? "drawn" : null;
}

/** The severest channel of a statutory hit: nothing later goes below it. */
function mandatoryChannel(hits: readonly PolicyHit[]): Channel | null {
  let found: Channel | null = null;
  for (const hit of hits) {
    if (hit.class !== "statutory" || hit.channel === undefined) continue;
    if (found === null || severity(hit.channel) > severity(found)) found = hit.channel;
  }
  return found;
}
