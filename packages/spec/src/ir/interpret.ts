/**
 * The interpreter: the reference meaning of a criteria set, offered as one object.
 *
 * An IR and a world (lists, tables, rates) in; values, truths, outcomes, scores, reasons and evidence out. Slow and obvious, it shares
 * nothing with the fast path but the entries of the language. It never throws on facts that were validated.
 */
import type { Evidence } from "../decision.ts";
import type { Rational, Result } from "../value.ts";
import type { Question, World } from "../world.ts";
import {
  type CriterionOutcome,
  criterionOutcomes,
  type EvaluatedEffects,
  effectsOf,
} from "./criterion.ts";
import { type ConditionObserver, Evaluator, type TruthResult } from "./evaluate.ts";
import {
  evidenceOf,
  keptScore,
  type ReasonText,
  reasonOf,
  type Score,
  scoreOf,
} from "./explain.ts";
import type { Frame } from "./frame.ts";
import type { BundleIr, CriterionIr, Expr, ScorecardIr } from "./ir.ts";

export interface Interpreter {
  readonly value: (expr: Expr, frame: Frame) => Result;
  readonly truth: (expr: Expr, frame: Frame) => TruthResult;
  /** Empty when the criterion is not asked; one outcome per row in force of `for each row of`, else one. `row` picks one row, from 1. */
  readonly criterion: (
    criterion: CriterionIr,
    question: Question,
    row?: number,
  ) => readonly CriterionOutcome[];
  readonly score: (card: ScorecardIr, question: Question) => Score;
  /** Effects of a hit where its outcome was found. */
  readonly effects: (criterion: CriterionIr, outcome: CriterionOutcome) => EvaluatedEffects;
  readonly reason: (criterion: CriterionIr, outcome: CriterionOutcome) => ReasonText;
  readonly evidence: (criterion: CriterionIr, outcome: CriterionOutcome) => readonly Evidence[];
  /** What a quota keeps by; null when unknown. */
  readonly keeping: (expr: Expr, frame: Frame) => Rational | null;
}

export interface InterpreterOptions {
  /** For coverage: called with each atomic condition and what it came to. */
  readonly onCondition?: ConditionObserver;
  /** Stop at what settles a condition. The same answers, sooner; without it every part is evaluated, as the meaning is written. */
  readonly stopsEarly?: boolean;
}

export function createInterpreter(
  ir: BundleIr,
  world: World,
  options: InterpreterOptions = {},
): Interpreter {
  const evaluator = new Evaluator(ir, world, options.onCondition, options.stopsEarly);
  return {
    value: (expr, frame) => evaluator.value(expr, frame),
    truth: (expr, frame) => evaluator.truth(expr, frame),
    criterion: (criterion, question, row) => criterionOutcomes(evaluator, criterion, question, row),
    score: (card, question) => scoreOf(evaluator, card, question),
    effects: (criterion, outcome) => effectsOf(evaluator, criterion, outcome.frame).effects,
    reason: (criterion, outcome) => reasonOf(evaluator, criterion, outcome),
    evidence: (criterion, outcome) => evidenceOf(evaluator, criterion, outcome),
    keeping: (expr, frame) => keptScore(evaluator, expr, frame),
  };
}
