/**
 * Explains a decision: the interpreter runs again on what hit, what is unknown and what was scored.
 *
 * Comes in: a decision and the question it answered. Goes out: the same decision with witnesses, reasons, evidence, causes and factors.
 * Decides nothing: channel, steps and the list of hits stay as they were.
 */

import type {
  BundleIr,
  CriterionIr,
  CriterionOutcome,
  Decision,
  Hit,
  Interpreter,
  Question,
  ScoreResult,
  UnknownCause,
  UnknownCriterion,
} from "@luong/spec";
import { numberFromRational } from "@luong/spec";

/** The interpreter's outcomes by criterion, asked once each. */
class Outcomes {
  private readonly interpreter: Interpreter;
  private readonly question: Question;
  private readonly criteria: ReadonlyMap<string, CriterionIr>;
  private readonly known = new Map<string, readonly CriterionOutcome[]>();

  constructor(ir: BundleIr, interpreter: Interpreter, question: Question) {
    this.interpreter = interpreter;
    this.question = question;
    this.criteria = new Map(ir.criteria.map((each) => [each.id, each]));
  }

  criterion(id: string): CriterionIr | undefined {
    return this.criteria.get(id);
  }

  /** The outcome of a criterion, or of its row. */
  of(id: string, row: string | undefined): CriterionOutcome | undefined {
    const criterion = this.criteria.get(id);
    if (criterion === undefined) return undefined;
    let outcomes = this.known.get(id);
    if (outcomes === undefined) {
      outcomes = this.interpreter.criterion(criterion, this.question);
      this.known.set(id, outcomes);
    }
    return outcomes.find((outcome) => outcome.row?.name === row);
  }
}

function explainedHit(hit: Hit, outcomes: Outcomes, interpreter: Interpreter): Hit {
  const criterion = outcomes.criterion(hit.criterion);
  const outcome = outcomes.of(hit.criterion, hit.row);
  if (criterion === undefined || outcome === undefined) return hit;
  const { criterion: id, version, class: kind, row, tableRow, ...effects } = hit;
  const reason = interpreter.reason(criterion, outcome);
  return {
    criterion: id,
    version,
    class: kind,
    ...(row === undefined ? {} : { row }),
    ...(tableRow === undefined ? {} : { tableRow }),
    ...(Object.keys(outcome.elements).length === 0 ? {} : { elements: outcome.elements }),
    ...effects,
    ...(Object.keys(reason).length === 0 ? {} : { reason }),
    evidence: interpreter.evidence(criterion, outcome),
  };
}

function withCauses(unknown: UnknownCriterion, outcomes: Outcomes): UnknownCriterion {
  return { ...unknown, causes: outcomes.of(unknown.criterion, unknown.row)?.causes ?? [] };
}

function withFactors(
  score: ScoreResult,
  ir: BundleIr,
  interpreter: Interpreter,
  question: Question,
): ScoreResult {
  const card = ir.scorecards.find(({ name }) => name === score.scorecard);
  if (card === undefined) return score;
  const factors = interpreter.score(card, question).factors.map((each) => ({
    factor: each.factor,
    points: numberFromRational(each.points),
    weighted: numberFromRational(each.weighted),
    ...(each.causes.length === 0 ? {} : { unknown: each.causes }),
  }));
  return { ...score, factors };
}

export function explainDecision(
  ir: BundleIr,
  interpreter: Interpreter,
  decision: Decision,
  question: Question,
): Decision {
  const outcomes = new Outcomes(ir, interpreter, question);
  const explain = (hit: Hit): Hit => explainedHit(hit, outcomes, interpreter);
  return {
    ...decision,
    scores: decision.scores.map((score) => withFactors(score, ir, interpreter, question)),
    hits: decision.hits.map(explain),
    suppressed: decision.suppressed.map(explain),
    unknown: decision.unknown.map((each) => withCauses(each, outcomes)),
  };
}

/** Only the causes of what is unknown. */
export function explainUnknown(
  ir: BundleIr,
  interpreter: Interpreter,
  decision: Decision,
  question: Question,
): Decision {
  if (decision.unknown.length === 0) return decision;
  const outcomes = new Outcomes(ir, interpreter, question);
  return { ...decision, unknown: decision.unknown.map((each) => withCauses(each, outcomes)) };
}

/** Causes of one unknown criterion or row; for policies that tell data problems apart. */
export function causesOf(
  interpreter: Interpreter,
  criterion: CriterionIr,
  question: Question,
  row: number,
): readonly UnknownCause[] {
  const outcomes = interpreter.criterion(criterion, question, row < 0 ? undefined : row + 1);
  return outcomes.flatMap((outcome) => (outcome.truth === 1 ? outcome.causes : []));
}
