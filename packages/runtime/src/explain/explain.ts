/**
 * Explains a decision: accounts tell of what hit; the interpreter runs again on tables, on what is unknown and on what was scored.
 *
 * Comes in: a decision and the question it answered. Goes out: the same decision with witnesses, reasons, evidence, causes and factors.
 * Decides nothing: channel, steps and the list of hits stay as they were.
 */

import type {
  BoundRow,
  BundleIr,
  CriterionIr,
  CriterionOutcome,
  Decision,
  FactorIr,
  Hit,
  Interpreter,
  Question,
  RowList,
  ScorecardIr,
  ScoreResult,
  TableIr,
  UnknownCause,
  UnknownCriterion,
  World,
} from "@luong/spec";
import {
  criterionForRow,
  criterionReadsBeside,
  isInForce,
  multiplyRationals,
  numberFromRational,
  rationalFromExact,
} from "@luong/spec";
import { FACTOR_OTHERWISE, FACTOR_UNKNOWN } from "../abi.ts";
import { Accounts, type RowOf, type Told } from "./account/accounts.ts";

/** The interpreter's outcomes for one question, asked once each: for the causes of what is unknown. */
class Outcomes {
  private readonly explainer: Explainer;
  private readonly question: Question;
  private readonly known = new Map<string, CriterionOutcome | undefined>();

  constructor(explainer: Explainer, question: Question) {
    this.explainer = explainer;
    this.question = question;
  }

  /** The outcome of a criterion, or of its row. */
  of(id: string, row: string | undefined): CriterionOutcome | undefined {
    const key = row === undefined ? id : `${id}/${row}`;
    if (this.known.has(key)) return this.known.get(key);
    const criterion = this.explainer.criterion(id);
    const outcome = criterion === undefined ? undefined : this.find(criterion, row);
    this.known.set(key, outcome);
    return outcome;
  }

  private find(criterion: CriterionIr, row: string | undefined): CriterionOutcome | undefined {
    const { interpreter } = this.explainer;
    if (row === undefined) {
      const outcomes = interpreter.criterion(criterion, this.question);
      return outcomes.find((outcome) => outcome.row === undefined);
    }
    // Of rows with one name, the first in force.
    for (const number of this.explainer.rowsNamed(criterion, row)) {
      const own = this.explainer.forRow(criterion, number);
      const [outcome] = interpreter.criterion(own, this.question, number);
      if (outcome !== undefined) return outcome;
    }
    return undefined;
  }
}

type Factors = NonNullable<ScoreResult["factors"]>;
type Factor = Factors[number];

type FactorScore = ReturnType<Interpreter["score"]>["factors"][number];

function factorFrom(score: FactorScore): Factor {
  return {
    factor: score.factor,
    points: numberFromRational(score.points),
    weighted: numberFromRational(score.weighted),
    ...(score.causes.length === 0 ? {} : { unknown: score.causes }),
  };
}

/** What a factor adds when its value is known: by case, and last its `else`. */
function constantFactors(factor: FactorIr): readonly Factor[] {
  const weight = rationalFromExact(factor.weight);
  return [...factor.cases.map(({ points }) => points), factor.otherwise].map((exact) => {
    const points = rationalFromExact(exact);
    const weighted = multiplyRationals(points, weight);
    return Object.freeze(factorFrom({ factor: factor.name, points, weighted, causes: [] }));
  });
}

interface Card {
  readonly ir: ScorecardIr;
  readonly constants: readonly (readonly Factor[])[];
}

/** What is still known of the decision that was made last. */
export interface Recalled {
  /** What each factor of a scorecard took; undefined when nobody kept it. */
  readonly factorCases: (scorecard: number) => Int16Array | undefined;
  /** Number from 1 of the row of a hit; undefined: it is to be found by its name. */
  readonly rowNumber: (hit: Hit) => number | undefined;
}

function groupByName(rows: RowList): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  for (let number = 1; number <= rows.length; number += 1) {
    const row = rows.at(number - 1);
    if (row === undefined) continue;
    const group = groups.get(row.name);
    if (group === undefined) groups.set(row.name, [number]);
    else group.push(number);
  }
  return groups;
}

/** Rows whose reading of their criterion is kept. */
const ROWS_KEPT = 10_000;

/** Explains the decisions of one engine. */
export class Explainer {
  readonly interpreter: Interpreter;
  private readonly world: World;
  private readonly criteria: ReadonlyMap<string, CriterionIr>;
  private readonly cards: ReadonlyMap<string, Card & { readonly number: number }>;
  private readonly tables: ReadonlyMap<string, TableIr>;
  private readonly accounts: Accounts;
  private readonly beside = new WeakMap<CriterionIr, boolean>();
  /** By criterion and number of the row. */
  private readonly ofRow = new Map<string, CriterionIr>();
  /** Numbers of rows from 1, by table and name. */
  private readonly rows = new Map<string, ReadonlyMap<string, readonly number[]>>();

  constructor(ir: BundleIr, world: World, interpreter: Interpreter) {
    this.interpreter = interpreter;
    this.world = world;
    this.accounts = new Accounts(ir, world, interpreter);
    this.tables = new Map(ir.tables.map((table) => [table.name, table]));
    this.criteria = new Map(ir.criteria.map((each) => [each.id, each]));
    this.cards = new Map(
      ir.scorecards.map((card, number) => [
        card.name,
        { ir: card, number, constants: card.factors.map(constantFactors) },
      ]),
    );
  }

  criterion(id: string): CriterionIr | undefined {
    return this.criteria.get(id);
  }

  /** The criterion as it reads for a row, for its causes; remembered, as rows that are unknown are so again and again. */
  forRow(criterion: CriterionIr, number: number): CriterionIr {
    const { rowsOf } = criterion;
    const row = rowsOf === undefined ? undefined : this.world.table(rowsOf)?.rows.at(number - 1);
    const table = this.tables.get(rowsOf ?? "");
    if (row === undefined || table === undefined) return criterion;
    const key = `${criterion.id}/${number}`;
    let own = this.ofRow.get(key);
    if (own === undefined) {
      own = criterionForRow(criterion, table, row);
      if (this.ofRow.size >= ROWS_KEPT) this.ofRow.clear();
      this.ofRow.set(key, own);
    }
    return own;
  }

  rowsNamed({ rowsOf }: CriterionIr, name: string): readonly number[] {
    const rows = rowsOf === undefined ? undefined : this.world.table(rowsOf)?.rows;
    if (rowsOf === undefined || rows === undefined) return [];
    if (rows.numbersNamed !== undefined) return rows.numbersNamed(name);
    let byName = this.rows.get(rowsOf);
    if (byName === undefined) {
      byName = groupByName(rows);
      this.rows.set(rowsOf, byName);
    }
    return byName.get(name) ?? [];
  }

  /** `recalled` when the question was the last that was decided; else everything is found again. */
  decision(decision: Decision, question: Question, recalled?: Recalled): Decision {
    const outcomes = new Outcomes(this, question);
    this.accounts.ask(question);
    const explain = (hit: Hit): Hit => this.hit(hit, question, recalled);
    return {
      ...decision,
      scores: decision.scores.map((score) => this.score(score, question, recalled)),
      hits: decision.hits.map(explain),
      suppressed: decision.suppressed.map(explain),
      unknown: decision.unknown.map((each) => withCauses(each, outcomes)),
    };
  }

  /** Only the causes of what is unknown. */
  unknown(decision: Decision, question: Question): Decision {
    if (decision.unknown.length === 0) return decision;
    const outcomes = new Outcomes(this, question);
    return { ...decision, unknown: decision.unknown.map((each) => withCauses(each, outcomes)) };
  }

  private hit(hit: Hit, question: Question, recalled?: Recalled): Hit {
    const criterion = this.criteria.get(hit.criterion);
    if (criterion === undefined) return hit;
    const told =
      criterion.decide === undefined && !this.isBeside(criterion)
        ? this.account(hit, criterion, question, recalled)
        : this.interpreted(hit, criterion, question);
    return told === undefined ? hit : withTold(hit, told);
  }

  /** Accounts read the declaration; what stands beside it the interpreter tells of. */
  private isBeside(criterion: CriterionIr): boolean {
    let isBeside = this.beside.get(criterion);
    if (isBeside === undefined) {
      isBeside = criterionReadsBeside(criterion);
      this.beside.set(criterion, isBeside);
    }
    return isBeside;
  }

  private account(
    hit: Hit,
    criterion: CriterionIr,
    question: Question,
    recalled: Recalled | undefined,
  ): Told | undefined {
    const { rowsOf } = criterion;
    const { accounts } = this;
    if (rowsOf === undefined)
      return recalled === undefined ? accounts.tellIfTrue(criterion) : accounts.tell(criterion);
    const table = this.tables.get(rowsOf);
    const binding = this.world.table(rowsOf);
    if (table === undefined || binding === undefined || hit.row === undefined) return undefined;
    const { rows } = binding;
    const rowOf = (number: number): RowOf => ({
      number,
      bound: () => ({ table, number, row: rows.at(number - 1) ?? noRow }),
    });
    const made = recalled?.rowNumber(hit);
    if (made !== undefined) return accounts.tell(criterion, rowOf(made));
    // Of rows with one name, the first in force that holds.
    for (const number of this.rowsNamed(criterion, hit.row)) {
      const row = rows.at(number - 1);
      if (row === undefined || !isInForce(row, binding.dated, question.now)) continue;
      const told = accounts.tellIfTrue(criterion, rowOf(number));
      if (told !== undefined) return told;
    }
    return undefined;
  }

  /** As written, not as it reads for the row: what a cell settles may stand beside another reason. */
  private interpreted(hit: Hit, criterion: CriterionIr, question: Question): Told | undefined {
    const { interpreter } = this;
    const numbers = hit.row === undefined ? [undefined] : this.rowsNamed(criterion, hit.row);
    for (const number of numbers) {
      const [outcome] = interpreter.criterion(criterion, question, number);
      if (outcome === undefined) continue;
      return {
        elements: outcome.elements,
        reason: interpreter.reason(criterion, outcome),
        evidence: interpreter.evidence(criterion, outcome),
      };
    }
    return undefined;
  }

  private score(score: ScoreResult, question: Question, recalled?: Recalled): ScoreResult {
    const card = this.cards.get(score.scorecard);
    if (card === undefined) return score;
    const taken = recalled?.factorCases(card.number);
    const factors =
      taken === undefined
        ? this.interpreter.score(card.ir, question).factors.map(factorFrom)
        : card.ir.factors.map((factor, index) => this.factor(card, factor, index, taken, question));
    return { ...score, factors };
  }

  /** Only why a factor is unknown needs the interpreter. */
  private factor(
    card: Card,
    factor: FactorIr,
    index: number,
    taken: Int16Array,
    question: Question,
  ): Factor {
    const constants = card.constants[index] ?? [];
    const at = taken[index] ?? FACTOR_UNKNOWN;
    const constant = constants[at === FACTOR_OTHERWISE ? constants.length - 1 : at];
    if (constant !== undefined) return constant;
    const alone = this.interpreter.score({ ...card.ir, factors: [factor] }, question).factors[0];
    if (alone === undefined) throw new Error(`${card.ir.name}: no factor ${factor.name}`);
    return factorFrom(alone);
  }
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** INVARIANT (order of keys): as in `Hit`. Key by key: copying what is left of an object costs as much as all the rest. */
function withTold(hit: Hit, { elements, reason, evidence }: Told): Hit {
  const told: Writable<Hit> = {
    criterion: hit.criterion,
    version: hit.version,
    class: hit.class,
  };
  if (hit.row !== undefined) told.row = hit.row;
  if (hit.tableRow !== undefined) told.tableRow = hit.tableRow;
  if (!isEmpty(elements)) told.elements = elements;
  if (hit.channel !== undefined) told.channel = hit.channel;
  if (hit.risk !== undefined) told.risk = hit.risk;
  if (hit.actions !== undefined) told.actions = hit.actions;
  if (hit.alerts !== undefined) told.alerts = hit.alerts;
  if (hit.inspect !== undefined) told.inspect = hit.inspect;
  if (!isEmpty(reason)) told.reason = reason;
  told.evidence = evidence;
  return told;
}

/** Of a row that went while it was explained: nothing can be said of it. */
const noRow: BoundRow = { cells: [], name: "", from: 0, until: 0 };

function isEmpty(record: object): boolean {
  for (const _ in record) return false;
  return true;
}

function withCauses(unknown: UnknownCriterion, outcomes: Outcomes): UnknownCriterion {
  return { ...unknown, causes: outcomes.of(unknown.criterion, unknown.row)?.causes ?? [] };
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
