// The state answers what the whole log answers: random selections over histories told in any order, corrected, withdrawn, late, at any time; and so
// does a state that was written to bytes on the way. LUONG_HISTORIES sets how many histories are told; fast-check prints the seed of a failure.

import {
  type BundleIr,
  bindingFromLog,
  type CriterionIr,
  canonicalJson,
  createInterpreter,
  type Expr,
  frameOf,
  type Interpreter,
  type Question,
  type Result,
  type SourceBinding,
  type ToldRow,
  unboundWorld,
  type World,
} from "@luong/spec";
import { RandomSource } from "@luong/testkit";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  irOf,
  longIr,
  longLog,
  longQuestion,
  MIDDLE,
  randomIr,
  randomLog,
  randomQuestionAt,
} from "../../test/history/random-history.ts";
import { HistoryState } from "./history-state.ts";

const HISTORIES = Number(process.env["LUONG_HISTORIES"] ?? "60");
/** The reference reads the whole log for every question; ms, on a machine that is busy with other tests. */
const LONG = 300_000;
const NODES = 24;
const QUESTIONS = 15;
const ROWS = 24;

interface Tally {
  cases: number;
  /** Answers taken from columns, by what was asked. */
  readonly kept: Map<string, number>;
  /** Answers that were known. */
  known: number;
}

function nameOf(node: Expr): string {
  if (node.kind === "rowsQuantifier") return node.quantifier;
  if (node.kind !== "rowsAggregate") return node.kind;
  return node.series === undefined ? node.aggregate : `series per ${node.series.per.kind}`;
}

function said(result: Result): string {
  return JSON.stringify(result, (_, value: unknown) =>
    typeof value === "bigint" ? value.toString() : value,
  );
}

type Sources = (name: string) => SourceBinding | undefined;

function worldOf(ir: BundleIr, source: Sources): World {
  return { ...unboundWorld(ir.schema), source };
}

/** The binding of a state, counting what it answers itself. */
function counted(state: HistoryState, tally: Tally): Sources {
  return (name) => {
    const binding = state.binding(name);
    if (binding === undefined) return undefined;
    return {
      rows: binding.rows,
      answer: (node, query, own) => {
        const answer = binding.answer?.(node, query, own);
        if (answer !== undefined) {
          const asked = nameOf(node);
          tally.kept.set(asked, (tally.kept.get(asked) ?? 0) + 1);
        }
        return answer;
      },
    };
  };
}

/**
 * A state that is told everything, and is written to bytes and read again at one place; when there are fewer nodes before, by a set that asks more, so that
 * groups and columns are missing and are filled from the log.
 */
function throughBytes(
  before: BundleIr,
  after: BundleIr,
  log: readonly ToldRow[],
  place: number,
): HistoryState {
  const first = new HistoryState(before);
  for (const entry of log.slice(0, place)) first.add(entry);
  const second = new HistoryState(after);
  const kept = new Set(first.plan.groups.map(({ definition }) => definition));
  const missing: string[] = [];
  for (const { definition } of second.plan.groups) {
    const isThere = kept.has(definition);
    if (isThere && second.importGroup(definition, first.exportGroup(definition)) === "complete")
      continue;
    missing.push(definition);
  }
  if (before === after) expect(missing).toEqual([]);
  second.backfill(missing, log.slice(0, place));
  // What was told before is told again in part, as after a crash.
  for (const entry of log.slice(Math.max(0, place - 3))) second.add(entry);
  return second;
}

/** A state that forgot at a time what only earlier questions ask for. */
function pruned(ir: BundleIr, log: readonly ToldRow[], now: number, place: number): HistoryState {
  const state = new HistoryState(ir);
  for (const entry of log.slice(0, place)) state.add(entry);
  state.prune(now);
  for (const entry of log.slice(place)) state.add(entry);
  state.prune(now);
  return state;
}

interface Asked {
  readonly name: string;
  /** Asked from here on. */
  readonly from: number;
  readonly interpreter: Interpreter;
}

/** Everything an interpreter says of one node. */
function allSaid(
  { interpreter }: Asked,
  criterion: CriterionIr,
  node: Expr,
  question: Question,
): string {
  const value = said(interpreter.value(node, frameOf(question)));
  const [outcome] = interpreter.criterion(criterion, question);
  if (outcome?.truth !== 2) return value;
  return `${value}\n${canonicalJson(interpreter.evidence(criterion, outcome))}`;
}

function runHistory(seed: number, tally: Tally): void {
  const random = new RandomSource(seed);
  const { ir, nodes } = randomIr(random, NODES);
  const log = randomLog(random, ROWS);
  const state = new HistoryState(ir);
  for (const entry of log) state.add(entry);
  const before = random.chance(0.5) ? ir : irOf(nodes.slice(0, NODES / 2));
  const again = throughBytes(before, ir, log, random.below(log.length + 1));
  const forgotAt = MIDDLE + (random.below(40) - 25) * 86_400_000;
  const forgetful = pruned(ir, log, forgotAt, random.below(log.length + 1));
  const asked = (name: string, from: number, source: Sources): Asked => {
    return { name, from, interpreter: createInterpreter(ir, worldOf(ir, source)) };
  };
  const always = Number.NEGATIVE_INFINITY;
  const naive = asked("log", always, bindingFromLog(ir, log));
  const states = [
    asked("state", always, counted(state, tally)),
    asked("through bytes", always, (name) => again.binding(name)),
    asked("pruned", forgotAt, (name) => forgetful.binding(name)),
  ];
  for (let count = 0; count < QUESTIONS; count += 1) {
    const question = randomQuestionAt(random, log);
    for (const [index, node] of nodes.entries()) {
      const criterion = ir.criteria[index];
      if (criterion === undefined) throw new RangeError("a node without criterion");
      const wanted = allSaid(naive, criterion, node, question);
      tally.cases += 1;
      if (!wanted.startsWith('{"kind":"unknown"')) tally.known += 1;
      for (const each of states.filter(({ from }) => from <= question.now)) {
        const got = allSaid(each, criterion, node, question);
        if (got !== wanted)
          throw new Error(difference(each.name, wanted, got, node, question, log));
      }
    }
  }
}

function difference(
  name: string,
  wanted: string,
  got: string,
  node: Expr,
  question: Question,
  log: readonly ToldRow[],
): string {
  return [
    `meant ${wanted}`,
    `${name} ${got}`,
    JSON.stringify(node),
    JSON.stringify(question),
    ...log.map((entry) => JSON.stringify(entry)),
  ].join("\n");
}

/** Histories of many blocks, and of more values than are told exactly. */
function runLong(seed: number, rows: number, questions: number, tally: Tally): void {
  const random = new RandomSource(seed);
  const { ir, nodes } = longIr(random, 13);
  const all = longLog(random, rows);
  const left = all.filter((_, index) => index % 40 === 7);
  const log = all.filter((_, index) => index % 40 !== 7);
  const state = new HistoryState(ir);
  for (const entry of log) state.add(entry);
  const naive = createInterpreter(ir, worldOf(ir, bindingFromLog(ir, log)));
  const kept = createInterpreter(ir, worldOf(ir, counted(state, tally)));
  for (let count = 0; count < questions; count += 1) {
    const question = longQuestion(random);
    for (const node of nodes) {
      const wanted = said(naive.value(node, frameOf(question)));
      const got = said(kept.value(node, frameOf(question)));
      tally.cases += 1;
      if (!wanted.startsWith('{"kind":"unknown"')) tally.known += 1;
      if (wanted !== got) throw new Error(difference("state", wanted, got, node, question, []));
    }
    // Told in the middle of being asked: what was kept of blocks has to be forgotten.
    for (const entry of [...left.splice(0, 10), random.pick(log)]) {
      log.push(entry);
      state.add(entry);
    }
  }
}

test.each([
  { rows: 700, questions: 6, histories: 8 },
  { rows: 5500, questions: 4, histories: 1 },
])(
  "the state says what the log says of $rows rows of a key",
  ({ rows, questions, histories }) => {
    const tally: Tally = { cases: 0, kept: new Map(), known: 0 };
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        runLong(seed, rows, questions, tally);
      }),
      { numRuns: histories, endOnFailure: true },
    );
    expect(tally.cases).toBe(histories * questions * 13);
    // Rows are read where columns do not tell: squares that fit no exact sum, values some of which have a unit.
    const kept = [...tally.kept.values()].reduce((sum, times) => sum + times, 0);
    expect(kept).toBeGreaterThan(tally.cases * 0.85);
  },
  LONG,
);

/** What must never need its rows: all but what reads the declaration, which the generator mixes in. */
const fast = [
  ...["count", "countDistinct", "sum", "average", "lowest", "highest", "latest", "earliest"],
  ...["share", "median", "percentile", "deviation", "spread", "any", "every", "no", "atLeast"],
  ...["series per period", "series per group"],
];

test(
  "the state says what the log says, before and after it was written to bytes",
  () => {
    const tally: Tally = { cases: 0, kept: new Map(), known: 0 };
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        runHistory(seed, tally);
      }),
      { numRuns: HISTORIES, endOnFailure: true },
    );
    expect(tally.cases).toBe(HISTORIES * QUESTIONS * NODES);
    expect(tally.cases).toBeGreaterThanOrEqual(20_000);
    expect(tally.known).toBeGreaterThan(tally.cases / 4);
    // Every kind was answered from columns, many times.
    expect([...tally.kept.keys()].toSorted()).toEqual(fast.toSorted());
    for (const count of tally.kept.values()) expect(count).toBeGreaterThan(HISTORIES * 2);
  },
  LONG,
);
