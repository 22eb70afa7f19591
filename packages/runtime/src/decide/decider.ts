/**
 * One validated declaration → one decision: match, score, policy, record.
 *
 * The path of every declaration, so it allocates what the decision holds and little else. Explanations are made elsewhere, from the
 * decision. Keeps the engine's quotas; everything else is constant or reused.
 */

import type {
  BundleIr,
  Decision,
  Hit,
  Interpreter,
  PolicyOutcome,
  Question,
  QuotaCase,
  QuotaState,
  ScoreResult,
  Standing,
  UnknownCriterion,
  Update,
  World,
} from "@luong/spec";
import { isDataProblem, localDays } from "@luong/spec";
import { type Matcher, TRUE } from "../abi.ts";
import type { Clock } from "../evaluate/clock.ts";
import type { SignalSource } from "../evaluate/signal-source.ts";
import type { ReferencePath } from "../evaluate/slow-path.ts";
import { onlyDataProblems } from "../evaluate/traits.ts";
import { causesOf } from "../explain/explain.ts";
import { Signals } from "../index/signals.ts";
import { HitMaker } from "./hit-maker.ts";
import type { DeclarationKey } from "./key.ts";
import type { Place } from "./policies.ts";
import { PolicyQuestion } from "./policy-question.ts";

export interface DeciderParts {
  readonly ir: BundleIr;
  readonly bundle: string;
  readonly world: World;
  readonly matcher: Matcher;
  /** What the criteria say of the declaration the matcher has encoded. */
  readonly source: SignalSource;
  readonly interpreter: Interpreter;
  readonly slow: ReferencePath;
  readonly samplingKey: Uint8Array | null;
  readonly clock: Clock;
  readonly key: DeclarationKey;
  readonly quotas: QuotaState;
}

/** What the quotas still have to say of a decision, for the thread that counts them. */
export interface OpenQuotas extends Standing {
  /** Position of the policy in the criteria. */
  readonly policy: number;
  /** Decision time, ms since 1970 UTC, and its local day. */
  readonly time: number;
  readonly day: number;
  readonly cases: readonly QuotaCase[];
}

export class Decider {
  private readonly parts: DeciderParts;
  private readonly signals = new Signals();
  /** The last change; set between two declarations. */
  update: Update | undefined;
  private readonly hitMaker: HitMaker;
  private readonly policyQuestion: PolicyQuestion;
  /** By criterion: recorded when it is unknown as a whole, without causes. */
  private readonly unknowns: readonly UnknownCriterion[];
  /** By criterion: every unknown is a fault in the data, so causes need not be asked. */
  private readonly alwaysData: readonly boolean[];
  private readonly isStatutory: readonly boolean[];

  constructor(parts: DeciderParts) {
    const { ir, interpreter, world } = parts;
    this.parts = parts;
    this.hitMaker = new HitMaker(ir, world, interpreter);
    this.policyQuestion = new PolicyQuestion({
      ...parts,
      schema: ir.schema,
      scorecards: ir.scorecards.map(({ name }) => name),
    });
    this.unknowns = ir.criteria.map(({ id, digest }) => {
      return Object.freeze({ criterion: id, version: digest, causes: noCauses });
    });
    this.alwaysData = ir.criteria.map(({ when, unless, decide, rowsOf }) => {
      const conditions = [when, unless, ...(decide?.rows ?? []).map((row) => row.when)];
      return (
        rowsOf === undefined &&
        conditions.every((each) => each === undefined || onlyDataProblems(each))
      );
    });
    this.isStatutory = ir.criteria.map((criterion) => criterion.class === "statutory");
  }

  /** Number from 1 of the row a hit of a decision speaks of, when it is known without a search. */
  rowNumber(hit: Hit): number | undefined {
    return this.hitMaker.rowNumber(hit);
  }

  /** `question.declaration` is valid; `number` is its number. */
  decide(question: Question, place: Place, number: string): Decision {
    const unknown: UnknownCriterion[] = [];
    const scores = this.ask(question, place, number, unknown);
    const outcome = place.policy.decide(this.policyQuestion, this.parts.quotas);
    return this.record(question, place, number, scores, unknown, outcome);
  }

  /** The same without the quotas: channel and steps are those before them. `open` is null when the policy has none. */
  evaluate(
    question: Question,
    place: Place,
    number: string,
  ): { readonly decision: Decision; readonly open: OpenQuotas | null } {
    const unknown: UnknownCriterion[] = [];
    const scores = this.ask(question, place, number, unknown);
    const { policyQuestion } = this;
    const outcome = place.policy.evaluate(policyQuestion);
    const decision = this.record(question, place, number, scores, unknown, outcome);
    if (place.counters.length === 0) {
      place.policy.conclude(outcome, outcome.channel);
      return { decision, open: null };
    }
    const { channel, mandatory, drawn, steps } = outcome;
    let { chosen } = outcome;
    if (!place.policy.mayBeJudged(channel)) {
      // Most decisions are only counted: made complete here, their text need not be touched again.
      place.policy.conclude(outcome, channel);
      chosen = channel;
    }
    const cases = place.policy.quotaCases(policyQuestion, channel);
    const { day } = policyQuestion;
    const open = { channel, chosen, mandatory, drawn, steps, cases, day };
    return { decision, open: { ...open, policy: place.index, time: question.now } };
  }

  /** Asks criteria and scorecards; what the policy needs then stands in `policyQuestion`. */
  private ask(
    question: Question,
    place: Place,
    number: string,
    unknown: UnknownCriterion[],
  ): readonly ScoreResult[] {
    const { parts, policyQuestion } = this;
    parts.slow.speakOf(question, undefined);
    parts.matcher.encode(question);
    parts.source.signals(question, this.signals);
    const hits: Hit[] = [];
    policyQuestion.unknownStatutory = false;
    policyQuestion.unknownOther = false;
    this.collect(question, place, hits, unknown);
    const scores = this.score(place);
    const day = localDays(question.now, parts.ir.schema.zoneMinutes);
    policyQuestion.hits = hits;
    policyQuestion.speakOf(question, place, number, day);
    return scores;
  }

  private collect(
    question: Question,
    place: Place,
    hits: Hit[],
    unknown: UnknownCriterion[],
  ): void {
    const { count, criterion, row, truth, tableRow } = this.signals;
    for (let at = 0; at < count; at++) {
      const [index, ofRow] = [criterion[at] ?? 0, row[at] ?? -1];
      if (truth[at] === TRUE) this.hit(index, ofRow, tableRow[at] ?? 0, question, hits, unknown);
      else this.unknown(index, ofRow, question, place, unknown);
    }
  }

  private hit(
    index: number,
    row: number,
    tableRow: number,
    question: Question,
    hits: Hit[],
    unknown: UnknownCriterion[],
  ): void {
    const made = this.hitMaker.make(index, row, tableRow, question);
    hits.push(made.hit);
    if (made.besideUnknown) this.recordUnknown(index, made.hit.row, unknown);
  }

  private unknown(
    index: number,
    row: number,
    question: Question,
    place: Place,
    unknown: UnknownCriterion[],
  ): void {
    this.recordUnknown(index, row < 0 ? undefined : this.rowName(index, row), unknown);
    if (!place.readsUnknown || !this.isDataFault(index, row, question)) return;
    if (this.isStatutory[index] === true) this.policyQuestion.unknownStatutory = true;
    else this.policyQuestion.unknownOther = true;
  }

  private recordUnknown(index: number, row: string | undefined, unknown: UnknownCriterion[]): void {
    const known = this.unknowns[index];
    if (known === undefined) return;
    const { criterion, version, causes } = known;
    unknown.push(row === undefined ? known : { criterion, version, row, causes });
  }

  private rowName(index: number, row: number): string | undefined {
    const { ir, world } = this.parts;
    const table = ir.criteria[index]?.rowsOf;
    return table === undefined || row < 0 ? undefined : world.table(table)?.rows.at(row)?.name;
  }

  private isDataFault(index: number, row: number, question: Question): boolean {
    if (this.alwaysData[index] === true) return true;
    const criterion = this.parts.ir.criteria[index];
    if (criterion === undefined) return false;
    return causesOf(this.parts.interpreter, criterion, question, row).some(isDataProblem);
  }

  private score(place: Place): readonly ScoreResult[] {
    const { scorecards } = place;
    const { ir, matcher } = this.parts;
    const { scores } = this.policyQuestion;
    // Cards of other flows and stages count for nothing here.
    scores.fill(0);
    if (scorecards.length === 0) return noScores;
    const results: ScoreResult[] = [];
    for (const index of scorecards) {
      const value = matcher.score(index);
      scores[index] = value;
      results.push({ scorecard: ir.scorecards[index]?.name ?? "", value });
    }
    return results;
  }

  /** INVARIANT (order of keys): as in `Decision`, so equal decisions are equal bytes. */
  private record(
    question: Question,
    place: Place,
    number: string,
    scores: readonly ScoreResult[],
    unknown: readonly UnknownCriterion[],
    outcome: PolicyOutcome<Hit>,
  ): Decision {
    const { bundle, clock, key } = this.parts;
    const { flow, stage } = place;
    const { update } = this;
    const at = clock.write(question.now);
    const policy = place.ir?.name ?? null;
    const { channel, riskPoints, counted: hits, suppressed, steps } = outcome;
    const revision = key.revision(question.declaration);
    if (update !== undefined) {
      const last = { channel, riskPoints, scores, hits, suppressed, unknown, steps };
      const first =
        revision === undefined ? { declaration: number } : { declaration: number, revision };
      return { ...first, bundle, update, flow, stage, at, policy, ...last };
    }
    // Written out twice: copying the rest of an object cost as much as making it.
    return revision === undefined
      ? {
          declaration: number,
          bundle,
          flow,
          stage,
          at,
          policy,
          channel,
          riskPoints,
          scores,
          hits,
          suppressed,
          unknown,
          steps,
        }
      : {
          declaration: number,
          revision,
          bundle,
          flow,
          stage,
          at,
          policy,
          channel,
          riskPoints,
          scores,
          hits,
          suppressed,
          unknown,
          steps,
        };
  }
}

const noCauses: readonly never[] = Object.freeze([]);
const noScores: readonly ScoreResult[] = Object.freeze([]);
