/**
 * The matcher and module of criteria that were not compiled: the interpreter of the spec behind the same contract.
 *
 * The oracle every emitted matcher is compared with, and the engine of the editor and of tests. A thousand times slower, and right.
 */

import type { BundleIr, CriterionOutcome, Interpreter, Question, World } from "@luong/spec";
import { createInterpreter, frameOf, numberFromRational } from "@luong/spec";
import {
  abiVersion,
  type Bindings,
  type Manifest,
  type Matcher,
  type MatchResult,
  NOT_ASKED,
  type PolicyState,
  type PredicateModule,
} from "../abi.ts";
import { validateBySchema } from "../facts/validate-schema.ts";
import { describedBy } from "../load/check-manifest.ts";

function growRows(result: MatchResult): void {
  const size = Math.max(16, result.rowTruth.length * 2);
  const longer = {
    criterion: new Int32Array(size),
    number: new Int32Array(size),
    truth: new Uint8Array(size),
  };
  longer.criterion.set(result.rowCriterion);
  longer.number.set(result.rowNumber);
  longer.truth.set(result.rowTruth);
  result.rowCriterion = longer.criterion;
  result.rowNumber = longer.number;
  result.rowTruth = longer.truth;
}

function appendRow(result: MatchResult, criterion: number, number: number, truth: 1 | 2): void {
  if (result.rows === result.rowTruth.length) growRows(result);
  result.rowCriterion[result.rows] = criterion;
  result.rowNumber[result.rows] = number;
  result.rowTruth[result.rows] = truth;
  result.rows++;
}

export class InterpretedMatcher implements Matcher {
  private readonly ir: BundleIr;
  private readonly interpreter: Interpreter;
  private question: Question = { declaration: {}, flow: "", stage: "", now: 0 };

  constructor(ir: BundleIr, world: World) {
    this.ir = ir;
    this.interpreter = createInterpreter(ir, world);
  }

  encode(question: Question): void {
    this.question = { ...question };
  }

  match(result: MatchResult): void {
    result.rows = 0;
    this.ir.criteria.forEach((criterion, index) => {
      const outcomes = this.interpreter.criterion(criterion, this.question);
      this.record(result, index, outcomes);
    });
  }

  private record(result: MatchResult, index: number, outcomes: readonly CriterionOutcome[]): void {
    let truth: number = outcomes.length === 0 ? NOT_ASKED : 0;
    let fired = 0;
    for (const outcome of outcomes) {
      truth = Math.max(truth, outcome.truth);
      fired = outcome.tableRow ?? fired;
      if (outcome.row !== undefined && outcome.truth !== 0) {
        appendRow(result, index, outcome.row.number - 1, outcome.truth);
      }
    }
    result.truths[index] = truth;
    result.tableRow[index] = fired;
  }

  score(index: number): number {
    const card = this.ir.scorecards[index];
    return card === undefined
      ? 0
      : numberFromRational(this.interpreter.score(card, this.question).value);
  }

  policy(policy: number, condition: "exempt" | "red" | "yellow", state: PolicyState): 0 | 1 | 2 {
    const expr = this.ir.policies[policy]?.[condition];
    if (expr === undefined) return 0;
    return this.interpreter.truth(expr, { ...frameOf(this.question), policy: state }).truth;
  }

  slowCalls(): number {
    return 0;
  }
}

/** A module over the interpreter: what the loader would find in a bundle of these criteria. */
export function interpretedModule(ir: BundleIr): PredicateModule {
  return {
    abi: abiVersion,
    ir,
    slow: [],
    validate: (declaration) => validateBySchema(ir.schema, declaration),
    createMatcher: (bindings: Bindings) => new InterpretedMatcher(ir, bindings),
  };
}

/**
 * Manifest and module of criteria that were not compiled. `digest` is what decisions name as their bundle: that of the same criteria
 * compiled, or nothing.
 */
export function interpretedBundle(
  ir: BundleIr,
  digest = "",
): { readonly manifest: Manifest; readonly module: PredicateModule } {
  const manifest: Manifest = {
    format: "luong-bundle",
    formatVersion: 1,
    abi: abiVersion,
    ...describedBy(ir),
    compiler: "none",
    digest,
    files: {},
    plan: { backEnd: "emitted", optimised: false, slowExpressions: 0 },
  };
  return { manifest, module: interpretedModule(ir) };
}
