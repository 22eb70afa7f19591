// Emitted code answers what the interpreter answers: random criteria, random declarations, optimised and as lowered.
// LUONG_PAIRS sets how many (criterion, declaration) pairs are compared; fast-check prints the seed of a failure.

import {
  type Bindings,
  FACTOR_OTHERWISE,
  FACTOR_UNKNOWN,
  type Matcher,
  type MatchResult,
  type PolicyState,
  type SlowPath,
} from "@luong/runtime/abi";
import type { BundleIr, CriterionIr, Expr, Interpreter, Question, World } from "@luong/spec";
import * as spec from "@luong/spec";
import { createInterpreter, frameOf, numberFromRational, printExpr, verifyIr } from "@luong/spec";
import {
  callModuleText,
  RandomCriteria,
  RandomSource,
  randomQuestion,
  randomWorld,
} from "@luong/testkit";
import fc from "fast-check";
import { expect, test } from "vitest";
import { allPasses, optimise, type PassName } from "../2-optimise/passes.ts";
import { helperModules } from "../support/all.ts";
import { emit } from "./emit.ts";

const pairsWanted = Number(process.env["LUONG_PAIRS"] ?? "100000");
const CRITERIA = 40;
const DECLARATIONS = 50;

/** The emitted module without esbuild: its imports become reads of what is loaded already. */
function matcherFrom(text: string, bindings: Bindings): Matcher {
  return callModuleText(text, helperModules, "createMatcher", bindings) as Matcher;
}

function exprAt(ir: BundleIr, path: string): Expr {
  return path
    .split("/")
    .reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], ir) as Expr;
}

/** The slow path as the engine offers it. */
class Slow implements SlowPath {
  question: Question = { declaration: {}, flow: "", stage: "", now: 0 };
  policy: PolicyState | undefined;
  readonly #ir: BundleIr;
  readonly #paths: readonly string[];
  readonly #interpreter: Interpreter;

  constructor(ir: BundleIr, paths: readonly string[], interpreter: Interpreter) {
    this.#ir = ir;
    this.#paths = paths;
    this.#interpreter = interpreter;
  }

  truth(index: number, elements: readonly unknown[], row: unknown): 0 | 1 | 2 {
    const path = this.#paths[index] ?? "";
    const bound = new Map(
      elements.flatMap((value, variable) =>
        value === undefined
          ? []
          : [[variable, { value, path: "", each: "", position: 1 }] as const],
      ),
    );
    const [, owner] = path.split("/");
    const rowsOf = this.#ir.criteria[Number(owner)]?.rowsOf;
    const table = this.#ir.tables.find(({ name }) => name === rowsOf);
    const frame = {
      ...frameOf(this.question),
      elements: bound,
      ...(this.policy === undefined ? {} : { policy: this.policy }),
      ...(row === null || table === undefined
        ? {}
        : { row: { table, row: row as never, number: 1 } }),
    };
    const expr = exprAt(this.#ir, path);
    if (expr.type.kind === "boolean") return this.#interpreter.truth(expr, frame).truth;
    return this.#interpreter.value(expr, frame).kind === "unknown" ? 1 : 2;
  }

  decide(criterion: number, row: number): number {
    const asked = this.#ir.criteria[criterion];
    if (asked === undefined) throw new RangeError(`no criterion ${criterion}`);
    const number = row < 0 ? undefined : row + 1;
    const [outcome] = this.#interpreter.criterion(asked, this.question, number);
    return outcome === undefined ? 0 : outcome.truth + 4 * (outcome.tableRow ?? 0);
  }
}

interface Tried {
  readonly name: string;
  readonly text: string;
  readonly matcher: Matcher;
  readonly slow: Slow;
  readonly result: MatchResult;
}

function trial(
  ir: BundleIr,
  world: World,
  interpreter: Interpreter,
  passes: readonly PassName[],
): Tried {
  const { ir: better, origins } = optimise(ir, { passes });
  expect(verifyIr(better)).toEqual([]);
  const emitted = emit(ir, better, origins);
  const slow = new Slow(ir, emitted.slow, interpreter);
  return {
    name: passes.join("+") || "as lowered",
    text: emitted.matcher,
    matcher: matcherFrom(emitted.matcher, { ...world, slow }),
    slow,
    result: {
      truths: new Uint8Array(ir.criteria.length),
      tableRow: new Int32Array(ir.criteria.length),
      rows: 0,
      rowCriterion: new Int32Array(1),
      rowNumber: new Int32Array(1),
      rowTruth: new Uint8Array(1),
    },
  };
}

interface Verdicts {
  readonly truths: readonly number[];
  readonly tableRow: readonly number[];
  readonly rows: readonly (readonly [criterion: number, row: number, truth: number])[];
}

/** What the interpreter says, in the shape of a match. */
function expected(ir: BundleIr, interpreter: Interpreter, question: Question): Verdicts {
  const rows: (readonly [number, number, number])[] = [];
  const tableRow: number[] = [];
  const truths = ir.criteria.map((criterion, index) => {
    const outcomes = interpreter.criterion(criterion, question);
    let truth: number = 3;
    tableRow[index] = 0;
    for (const outcome of outcomes) {
      truth = truth === 3 ? outcome.truth : Math.max(truth, outcome.truth);
      tableRow[index] = outcome.tableRow ?? tableRow[index] ?? 0;
      if (outcome.row !== undefined && outcome.truth !== 0) {
        rows.push([index, outcome.row.number - 1, outcome.truth]);
      }
    }
    return truth;
  });
  return { truths, tableRow, rows };
}

/** Criteria come in portions by guard; their rows are compared as a set in order. */
function byCriterion(rows: Verdicts["rows"]): Verdicts["rows"] {
  return rows.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
}

function verdictsOf({ result }: Tried): Verdicts {
  const rows = Array.from({ length: result.rows }, (_, at) => {
    return [
      result.rowCriterion[at] ?? -1,
      result.rowNumber[at] ?? -1,
      result.rowTruth[at] ?? -1,
    ] as const;
  });
  return { truths: [...result.truths], tableRow: [...result.tableRow], rows: byCriterion(rows) };
}

const states: readonly PolicyState[] = [
  { red: 0, yellow: 2, green: 2, unknown: 0, riskPoints: 3, scores: Float64Array.of(2.5) },
  { red: 2, yellow: 0, green: 0, unknown: 2, riskPoints: 0.1 + 0.2, scores: Float64Array.of(100) },
];

function comparePolicies(
  ir: BundleIr,
  interpreter: Interpreter,
  question: Question,
  tried: Tried,
): void {
  ir.policies.forEach((policy, index) => {
    for (const name of ["exempt", "red", "yellow"] as const) {
      const condition = policy[name];
      if (condition === undefined) continue;
      for (const state of states) {
        tried.slow.policy = state;
        const truth = interpreter.truth(condition, { ...frameOf(question), policy: state }).truth;
        expect([name, tried.name, tried.matcher.policy(index, name, state)]).toEqual([
          name,
          tried.name,
          truth,
        ]);
      }
      tried.slow.policy = undefined;
    }
  });
}

interface Tally {
  pairs: number;
  /** Matches of the optimised module that asked the reference at least once, in criteria asked. */
  asked: number;
  hits: number;
  unknown: number;
}

function runModule(seed: number, tally: Tally): void {
  const random = new RandomSource(seed);
  const ir = new RandomCriteria(random).bundle(CRITERIA);
  expect(verifyIr(ir)).toEqual([]);
  const world = randomWorld(random);
  const interpreter = createInterpreter(ir, world);
  const trials = [trial(ir, world, interpreter, allPasses), trial(ir, world, interpreter, [])];
  for (let count = 0; count < DECLARATIONS; count += 1) {
    const question = randomQuestion(random);
    const wanted = expected(ir, interpreter, question);
    for (const tried of trials) {
      tried.slow.question = question;
      const before = tried.matcher.slowCalls();
      tried.matcher.encode(question);
      tried.matcher.match(tried.result);
      if (tried === trials[0])
        tally.asked += Math.min(CRITERIA, tried.matcher.slowCalls() - before);
      const got = verdictsOf(tried);
      if (spec.canonicalJson(got) !== spec.canonicalJson(wanted))
        explain(ir, question, tried, got, wanted);
      const score = ir.scorecards.map((card) =>
        numberFromRational(interpreter.score(card, question).value),
      );
      expect(ir.scorecards.map((_, index) => tried.matcher.score(index))).toEqual(score);
      expect(
        ir.scorecards.map((_, index) => [...(tried.matcher.factorCases?.(index) ?? [])]),
      ).toEqual(casesTaken(ir, interpreter, question));
      comparePolicies(ir, interpreter, question, tried);
    }
    tally.pairs += CRITERIA;
    tally.hits += wanted.truths.filter((truth) => truth === 2).length;
    tally.unknown += wanted.truths.filter((truth) => truth === 1).length;
  }
}

/** By scorecard and factor: the first true case, else whether something was unknown. */
function casesTaken(ir: BundleIr, interpreter: Interpreter, question: Question): number[][] {
  return ir.scorecards.map((card) => {
    const scored = interpreter.score(card, question).factors;
    return card.factors.map((factor, index) => {
      const first = factor.cases.findIndex(
        ({ when }) => interpreter.truth(when, frameOf(question)).truth === 2,
      );
      if (first >= 0) return first;
      return (scored[index]?.causes.length ?? 0) > 0 ? FACTOR_UNKNOWN : FACTOR_OTHERWISE;
    });
  });
}

function printed(ir: BundleIr, criterion: CriterionIr | undefined): string {
  const print = (name: string, expr: Expr | undefined): string =>
    expr === undefined ? "" : `${name}: ${printExpr(expr, { schema: ir.schema })}\n`;
  const rows = criterion?.decide?.rows.map(({ when }) => print("row", when)) ?? [];
  return [
    `rows of ${criterion?.rowsOf}, decide for each ${criterion?.decide?.element?.source.each}`,
    print("when", criterion?.when),
    print("unless", criterion?.unless),
    ...rows,
  ].join("\n");
}

/** The emitted lines of one criterion: from its title to the next. */
function emittedText(text: string, id: string): string {
  const [, after = ""] = text.split(`//! ${id} `);
  return after.split("//! RND")[0] ?? "";
}

/** Says which criterion differs before failing: the whole of both is too long to read. */
function explain(
  ir: BundleIr,
  question: Question,
  tried: Tried,
  got: Verdicts,
  wanted: Verdicts,
): never {
  const rowsOf = (verdicts: Verdicts, at: number): string =>
    JSON.stringify(verdicts.rows.filter(([of]) => of === at));
  const index = got.truths.findIndex(
    (truth, at) =>
      truth !== wanted.truths[at] ||
      got.tableRow[at] !== wanted.tableRow[at] ||
      rowsOf(got, at) !== rowsOf(wanted, at),
  );
  const criterion = ir.criteria[index];
  throw new Error(
    [
      `${tried.name}: criterion ${index} is ${got.truths[index]}, should be ${wanted.truths[index]}`,
      `table row ${got.tableRow[index]}, should be ${wanted.tableRow[index]}`,
      printed(ir, criterion),
      emittedText(tried.text, criterion?.id ?? ""),
      JSON.stringify(got.rows) === JSON.stringify(wanted.rows) ? "" : "rows differ",
      process.env["LUONG_VERBOSE"] === undefined ? "" : JSON.stringify(question),
    ].join("\n"),
  );
}

test(
  `emitted code agrees with the interpreter on ${pairsWanted} pairs`,
  () => {
    const tally: Tally = { pairs: 0, asked: 0, hits: 0, unknown: 0 };
    const numRuns = Math.ceil(pairsWanted / (CRITERIA * DECLARATIONS));
    fc.assert(
      fc.property(fc.nat(2 ** 31), (seed) => {
        runModule(seed, tally);
      }),
      { numRuns, endOnFailure: true },
    );
    // The fast path must have run, and the way back to the reference too.
    expect(tally.asked).toBeLessThan(tally.pairs / 2);
    expect(tally.asked).toBeGreaterThan(0);
    expect(tally.hits).toBeGreaterThan(tally.pairs / 50);
    expect(tally.unknown).toBeGreaterThan(tally.pairs / 50);
    process.stdout.write(
      `${tally.pairs} pairs, ${tally.hits} hits, ${tally.unknown} unknown, ${tally.asked} times the reference was asked\n`,
    );
  },
  Math.max(120_000, pairsWanted),
);
