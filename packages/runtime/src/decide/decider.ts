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
  QuotaState,
  ScoreResult,
  UnknownCriterion,
  World,
} from "@luong/spec";
import { isDataProblem, localDays } from "@luong/spec";
import { type Matcher, type MatchResult, TRUE, UNKNOWN } from "../abi.ts";
import type { Clock } from "../evaluate/clock.ts";
import type { ReferencePath } from "../evaluate/slow-path.ts";
import { onlyDataProblems } from "../evaluate/traits.ts";
import { causesOf } from "../explain/explain.ts";
import { HitMaker } from "./hit-maker.ts";
import type { DeclarationKey } from "./key.ts";
import type { Place } from "./policies.ts";
import { PolicyQuestion } from "./policy-question.ts";

export interface DeciderParts {
  readonly ir: BundleIr;
  readonly bundle: string;
  readonly world: World;
  readonly matcher: Matcher;
  readonly interpreter: Interpreter;
  readonly slow: ReferencePath;
  readonly samplingKey: Uint8Array | null;
  readonly clock: Clock;
  readonly key: DeclarationKey;
  readonly quotas: QuotaState;
}

/** Room for whole words of four truths, which are looked at together. */
function emptyResult(criteria: number): MatchResult {
  return {
    truths: new Uint8Array(new ArrayBuffer(Math.ceil(criteria / 4) * 4), 0, criteria),
    tableRow: new Int32Array(criteria),
    rows: 0,
    rowCriterion: new Int32Array(16),
    rowNumber: new Int32Array(16),
    rowTruth: new Uint8Array(16),
  };
}

export class Decider {
  private readonly parts: DeciderParts;
  private readonly result: MatchResult;
  /** The truths of `result`, four at a time. */
  private readonly words: Uint32Array;
  private readonly hitMaker: HitMaker;
  private readonly policyQuestion: PolicyQuestion;
  /** By criterion: recorded when it is unknown as a whole, without causes. */
  private readonly unknowns: readonly UnknownCriterion[];
  /** By criterion: every unknown is a fault in the data, so causes need not be asked. */
  private readonly alwaysData: readonly boolean[];
  private readonly isStatutory: readonly boolean[];
  private readonly hasRows: readonly boolean[];

  constructor(parts: DeciderParts) {
    const { ir, interpreter, world } = parts;
    this.parts = parts;
    this.result = emptyResult(ir.criteria.length);
    this.words = new Uint32Array(this.result.truths.buffer);
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
    this.hasRows = ir.criteria.map(({ rowsOf }) => rowsOf !== undefined);
  }

  /** `question.declaration` is valid; `number` is its number. */
  decide(question: Question, place: Place, number: string): Decision {
    const { parts, policyQuestion, result } = this;
    parts.slow.speakOf(question, undefined);
    parts.matcher.encode(question);
    parts.matcher.match(result);
    const hits: Hit[] = [];
    const unknown: UnknownCriterion[] = [];
    policyQuestion.unknownStatutory = false;
    policyQuestion.unknownOther = false;
    this.collect(question, place, hits, unknown);
    const scores = this.score(place);
    const day = localDays(question.now, parts.ir.schema.zoneMinutes);
    policyQuestion.hits = hits;
    policyQuestion.speakOf(question, place, number, day);
    const outcome = place.policy.decide(policyQuestion, parts.quotas);
    return this.record(question, place, number, scores, unknown, outcome);
  }

  private collect(
    question: Question,
    place: Place,
    hits: Hit[],
    unknown: UnknownCriterion[],
  ): void {
    const { truths, tableRow } = this.result;
    const { words } = this;
    let row = 0;
    for (let index = 0; index < truths.length; index++) {
      if ((index & 3) === 0) {
        // False is 00 and not asked 11: where no pair of bits differs there is nothing to record.
        const word = words[index >> 2] ?? 0;
        if (((word ^ (word >>> 1)) & 0x01010101) === 0) {
          index += 3;
          continue;
        }
      }
      const truth = truths[index];
      if (truth !== TRUE && truth !== UNKNOWN) continue;
      if (this.hasRows[index] === true && row < this.result.rows) {
        const next = this.collectRows(index, row, question, place, hits, unknown);
        // A table that is not bound is unknown without a row.
        if (next > row) {
          row = next;
          continue;
        }
      }
      if (truth === TRUE) this.hit(index, -1, tableRow[index] ?? 0, question, hits, unknown);
      else this.unknown(index, -1, question, place, unknown);
    }
  }

  /** Rows of one criterion stand together; gives the position after them. */
  private collectRows(
    index: number,
    from: number,
    question: Question,
    place: Place,
    hits: Hit[],
    unknown: UnknownCriterion[],
  ): number {
    const { result } = this;
    let at = from;
    for (; at < result.rows && result.rowCriterion[at] === index; at++) {
      const row = result.rowNumber[at] ?? 0;
      if (result.rowTruth[at] === TRUE) this.hit(index, row, 0, question, hits, unknown);
      else this.unknown(index, row, question, place, unknown);
    }
    return at;
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
    return table === undefined ? undefined : world.table(table)?.rows[row]?.name;
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
    const at = clock.write(question.now);
    const policy = place.ir?.name ?? null;
    const { channel, riskPoints, counted: hits, suppressed, steps } = outcome;
    const revision = key.revision(question.declaration);
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
