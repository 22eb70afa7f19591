// The index answers what the interpreter answers: random criteria, rows and declarations of the whole language.
// LUONG_PAIRS sets how many (criterion, declaration) pairs are compared; fast-check prints the seed of a failure.

import { IndexedCriteria, Signals } from "@luong/runtime";
import type { Matcher, SlowPath } from "@luong/runtime/abi";
import type { BundleIr, Interpreter, Question } from "@luong/spec";
import { createInterpreter, frameOf, printExpr } from "@luong/spec";
import {
  callModuleText,
  RandomCriteria,
  RandomSource,
  randomQuestion,
  randomWorld,
} from "@luong/testkit";
import fc from "fast-check";
import { expect, test } from "vitest";
import { emitIr } from "../pipeline.ts";
import { helperModules } from "../support/all.ts";

const pairsWanted = Number(process.env["LUONG_PAIRS"] ?? "100000");
const CRITERIA = 40;
const DECLARATIONS = 50;

type Said = readonly [criterion: number, row: number, truth: number, tableRow: number];

/** The reference as the engine offers it. */
class Slow implements SlowPath {
  question: Question = { declaration: {}, flow: "", stage: "", now: 0 };
  asked = 0;
  readonly #ir: BundleIr;
  readonly #paths: readonly string[];
  readonly #interpreter: Interpreter;

  constructor(ir: BundleIr, paths: readonly string[], interpreter: Interpreter) {
    this.#ir = ir;
    this.#paths = paths;
    this.#interpreter = interpreter;
  }

  truth(index: number, elements: readonly unknown[], row: unknown): 0 | 1 | 2 {
    const keys = (this.#paths[index] ?? "").split("/");
    const expr = keys.reduce<unknown>((part, key) => Reflect.get(part as object, key), this.#ir);
    const rowsOf = keys[0] === "criteria" ? this.#ir.criteria[Number(keys[1])]?.rowsOf : undefined;
    const table = this.#ir.tables.find(({ name }) => name === rowsOf);
    const bound = new Map(
      elements.flatMap((value, variable) =>
        value === undefined
          ? []
          : [[variable, { value, path: "", each: "", position: 1 }] as const],
      ),
    );
    const frame = {
      ...frameOf(this.question),
      elements: bound,
      ...(row === null || table === undefined
        ? {}
        : { row: { table, row: row as never, number: 1 } }),
    };
    const value = this.#interpreter.value(expr as never, frame);
    if (value.kind === "unknown") return 1;
    return value.kind === "boolean" && !value.value ? 0 : 2;
  }

  decide(criterion: number, row: number): number {
    this.asked += 1;
    const asked = this.#ir.criteria[criterion];
    if (asked === undefined) throw new RangeError(`no criterion ${criterion}`);
    const [outcome] = this.#interpreter.criterion(
      asked,
      this.question,
      row < 0 ? undefined : row + 1,
    );
    return outcome === undefined ? 0 : outcome.truth + 4 * (outcome.tableRow ?? 0);
  }
}

/** What the interpreter says, without what is false. */
function meant(ir: BundleIr, interpreter: Interpreter, question: Question): Said[] {
  return ir.criteria.flatMap((criterion, index) =>
    interpreter.criterion(criterion, question).flatMap((outcome): Said[] => {
      if (outcome.truth === 0) return [];
      const row = outcome.row === undefined ? -1 : outcome.row.number - 1;
      return [[index, row, outcome.truth, outcome.tableRow ?? 0]];
    }),
  );
}

function found({ count, criterion, row, truth, tableRow }: Signals): Said[] {
  return Array.from({ length: count }, (_, at): Said => {
    return [criterion[at] ?? 0, row[at] ?? 0, truth[at] ?? 0, tableRow[at] ?? 0];
  });
}

interface Tally {
  pairs: number;
  hits: number;
  unknown: number;
  settled: number;
  found: number;
}

function difference(ir: BundleIr, want: readonly Said[], got: readonly Said[]): string {
  // The fired row of a table matters of hits only, and of rows of `for each row of` it is not told.
  const text = ([criterion, row, truth, tableRow]: Said): string =>
    `${criterion}/${row}/${truth}/${truth === 2 && row < 0 ? tableRow : 0}`;
  const [wanted, given] = [want.map(text), got.map(text)];
  const missing = wanted.find((each) => !given.includes(each));
  const surplus = given.find((each) => !wanted.includes(each));
  const wrong = missing ?? surplus;
  if (wrong === undefined && wanted.join() === given.join()) return "";
  const criterion = ir.criteria[Number(wrong?.split("/")[0])];
  const print = (expr: Parameters<typeof printExpr>[0] | undefined): string =>
    expr === undefined ? "" : printExpr(expr, { schema: ir.schema });
  return [
    `meant ${missing}, found ${surplus}; rows of ${criterion?.rowsOf}`,
    `scope ${print(criterion?.scope)}`,
    `when ${print(criterion?.when)}`,
    `unless ${print(criterion?.unless)}`,
    ...(criterion?.decide?.rows ?? []).map(({ when }) => `row ${print(when)}`),
  ].join("\n");
}

function runModule(seed: number, tally: Tally): void {
  const random = new RandomSource(seed);
  const ir = new RandomCriteria(random).bundle(CRITERIA);
  const world = randomWorld(random);
  const interpreter = createInterpreter(ir, world);
  const emitted = emitIr(ir, { optimise: random.chance(0.5), backEnd: "indexed" });
  const plan = emitted.index;
  if (plan === undefined) throw new Error("no index was planned");
  const slow = new Slow(ir, emitted.slow, interpreter);
  const bindings = { ...world, slow };
  const matcher = callModuleText(
    emitted.matcher,
    helperModules,
    "createMatcher",
    bindings,
  ) as Matcher;
  const sample = Array.from({ length: 20 }, () => randomQuestion(random).declaration);
  const options = random.chance(0.5) ? { sample } : {};
  const indexed = new IndexedCriteria({ ir, plan, world, options }, matcher);
  indexed.use(matcher, slow);
  const signals = new Signals();
  for (let count = 0; count < DECLARATIONS; count += 1) {
    const question = randomQuestion(random);
    slow.question = question;
    matcher.encode(question);
    indexed.signals(question, signals);
    const want = meant(ir, interpreter, question);
    const wrong = difference(ir, want, found(signals));
    if (wrong !== "") throw new Error(wrong);
    tally.pairs += CRITERIA;
    tally.hits += want.filter(([, , truth]) => truth === 2).length;
    tally.unknown += want.filter(([, , truth]) => truth === 1).length;
  }
  tally.settled += indexed.reader.settled.settled;
  tally.found += indexed.reader.settled.found;
}

test(
  `the index agrees with the interpreter on ${pairsWanted} pairs`,
  () => {
    const tally: Tally = { pairs: 0, hits: 0, unknown: 0, settled: 0, found: 0 };
    fc.assert(
      fc.property(fc.nat(2 ** 31), (seed) => {
        runModule(seed, tally);
      }),
      { numRuns: Math.ceil(pairsWanted / (CRITERIA * DECLARATIONS)), endOnFailure: true },
    );
    expect(tally.hits).toBeGreaterThan(tally.pairs / 50);
    expect(tally.unknown).toBeGreaterThan(tally.pairs / 50);
    // Byte-code must have answered for itself, and what it leaves must have been settled.
    expect(tally.settled).toBeGreaterThan(0);
    expect(tally.found - tally.settled).toBeGreaterThan(tally.pairs / 50);
    process.stdout.write(
      `${tally.pairs} pairs, ${tally.hits} hits, ${tally.unknown} unknown; ${tally.found} found, ${tally.settled} of them settled by the criterion\n`,
    );
  },
  Math.max(120_000, pairsWanted * 2),
);
