/**
 * From "criterion 7 hit" to the hit that is recorded: version, class, effects; and what is unknown beside it.
 *
 * Most effects are constants, so most hits are made once, frozen, and shared by all decisions. Effects that read facts, and tables asked for each
 * element, go to the interpreter. Texts and evidence are not made here (`explain/`).
 */

import type {
  BoundRow,
  BundleIr,
  CriterionIr,
  CriterionOutcome,
  Effect,
  EvaluatedEffects,
  Expr,
  Hit,
  Interpreter,
  Label,
  Question,
  TableIr,
  World,
} from "@luong/spec";
import { frameOf, numberFromRational } from "@luong/spec";
import { isAlwaysKnown } from "../evaluate/traits.ts";

/** A hit as recorded, and whether something about it is unknown. */
export interface MadeHit {
  readonly hit: Hit;
  readonly besideUnknown: boolean;
}

/** The effects as a decision records them, in its order of keys. */
export function recordedEffects(
  effects: EvaluatedEffects,
): Pick<Hit, "channel" | "risk" | "actions" | "alerts" | "inspect"> {
  const { channel, risk, actions, alerts, inspect } = effects;
  return {
    ...(channel === undefined ? {} : { channel }),
    ...(risk === undefined ? {} : { risk: numberFromRational(risk) }),
    ...(actions.length === 0 ? {} : { actions }),
    ...(alerts.length === 0 ? {} : { alerts }),
    ...(inspect.length === 0 ? {} : { inspect: inspect.map(inOrder) }),
  };
}

/** Languages in one order, whatever the order in the IR's text. */
function inOrder({ en, vi }: Label): Label {
  return { ...(en === undefined ? {} : { en }), ...(vi === undefined ? {} : { vi }) };
}

/** Identity of a hit: what stands before its effects. */
export function hitHead(
  criterion: CriterionIr,
  row: string | undefined,
  tableRow: number | undefined,
): Pick<Hit, "criterion" | "version" | "class" | "row" | "tableRow"> {
  return {
    criterion: criterion.id,
    version: criterion.digest,
    class: criterion.class,
    ...(row === undefined ? {} : { row }),
    ...(tableRow === undefined ? {} : { tableRow }),
  };
}

function exprsOf(effects: readonly Effect[]): Expr[] {
  return effects.flatMap((effect) =>
    effect.kind === "channel" ? [effect.channel] : effect.kind === "risk" ? [effect.points] : [],
  );
}

function isLiteral(expr: Expr): boolean {
  return expr.kind === "literal";
}

/** Reads the row and nothing else, so it is the same for every declaration. */
function isOfRow(expr: Expr): boolean {
  return expr.kind === "literal" || (expr.kind === "fact" && expr.base.kind === "row");
}

function isEmptyCell(expr: Expr, table: TableIr, row: BoundRow): boolean {
  if (expr.kind !== "fact" || expr.base.kind !== "row") return false;
  const index = [...table.key, ...table.value].findIndex(({ name }) => name === expr.path[0]);
  return (row.cells[index] ?? null) === null;
}

type Plan =
  /** Same hit every time. */
  | { readonly kind: "constant"; readonly made: MadeHit }
  /** By fired row of `decide`, from 1. */
  | { readonly kind: "decide"; readonly made: readonly MadeHit[] }
  /** By row of `for each row of`; made when first needed. */
  | { readonly kind: "row"; readonly made: Map<number, MadeHit>; readonly table: TableIr }
  /** The interpreter is asked. */
  | { readonly kind: "interpreted" };

/** Hits of rows that are kept, by criterion: a row that hit once hits again. */
const ROWS_KEPT = 65_536;

export class HitMaker {
  private readonly ir: BundleIr;
  private readonly world: World;
  private readonly interpreter: Interpreter;
  private readonly plans: readonly Plan[];
  /** Numbers from 1 of the rows of hits that were made for a row. */
  private readonly rowNumbers = new WeakMap<Hit, number>();

  constructor(ir: BundleIr, world: World, interpreter: Interpreter) {
    this.ir = ir;
    this.world = world;
    this.interpreter = interpreter;
    this.plans = ir.criteria.map((criterion) => this.planFor(criterion));
  }

  /** `row` is the position in the bound table from 0, -1 without; `tableRow` the fired row of `decide` from 1, 0 without. */
  make(index: number, row: number, tableRow: number, question: Question): MadeHit {
    const plan = this.plans[index];
    switch (plan?.kind) {
      case "constant":
        return plan.made;
      case "decide":
        return plan.made[tableRow - 1] ?? this.ask(index, row, question);
      case "row":
        return plan.made.get(row) ?? this.makeForRow(plan, index, row, question);
      default:
        return this.ask(index, row, question);
    }
  }

  /** Number from 1 of the row a hit was made for; undefined when it was not made here for one. */
  rowNumber(hit: Hit): number | undefined {
    return this.rowNumbers.get(hit);
  }

  private planFor(criterion: CriterionIr): Plan {
    const { decide, effects } = criterion;
    if (criterion.rowsOf !== undefined) return this.rowPlan(criterion, criterion.rowsOf);
    const rows = decide?.rows ?? [];
    const all = [...effects, ...rows.flatMap((row) => row.effects)];
    if (!exprsOf(all).every(isLiteral)) return { kind: "interpreted" };
    if (decide === undefined)
      return { kind: "constant", made: this.constant(criterion, undefined) };
    // Over elements, one may be unknown while another fires; a table of always known cells cannot be.
    const mayBeUnknown = rows.some((row) => !isAlwaysKnown(row.when, this.ir.schema));
    if (decide.element !== undefined && mayBeUnknown) return { kind: "interpreted" };
    return { kind: "decide", made: rows.map((_, index) => this.constant(criterion, index + 1)) };
  }

  private rowPlan(criterion: CriterionIr, name: string): Plan {
    const table = this.ir.tables.find((each) => each.name === name);
    const isSimple = criterion.decide === undefined && exprsOf(criterion.effects).every(isOfRow);
    return isSimple && table !== undefined
      ? { kind: "row", made: new Map(), table }
      : { kind: "interpreted" };
  }

  /** A hit whose effects read nothing, so any question will do to evaluate them. */
  private constant(criterion: CriterionIr, tableRow: number | undefined): MadeHit {
    const frame = { ...frameOf(noQuestion), ...(tableRow === undefined ? {} : { tableRow }) };
    const outcome: CriterionOutcome = { truth: 2, elements: {}, causes: [], frame };
    const effects = recordedEffects(this.interpreter.effects(criterion, outcome));
    return frozen({ ...hitHead(criterion, undefined, tableRow), ...effects }, false);
  }

  private makeForRow(
    plan: Extract<Plan, { kind: "row" }>,
    index: number,
    row: number,
    question: Question,
  ): MadeHit {
    const criterion = this.ir.criteria[index];
    const table = row < 0 ? undefined : this.world.table(plan.table.name);
    const bound: BoundRow | undefined = table?.rows.at(row);
    if (criterion === undefined || bound === undefined) return this.ask(index, row, question);
    const frame = {
      ...frameOf(noQuestion),
      row: { table: plan.table, row: bound, number: row + 1 },
    };
    const outcome: CriterionOutcome = { truth: 2, elements: {}, causes: [], frame };
    const found = this.interpreter.effects(criterion, outcome);
    const head = hitHead(criterion, bound.name, undefined);
    // An empty cell leaves its effect out: that is something unknown beside the hit.
    const hasGap = exprsOf(criterion.effects).some((expr) => isEmptyCell(expr, plan.table, bound));
    const made = frozen({ ...head, ...recordedEffects(found) }, hasGap);
    if (plan.made.size >= ROWS_KEPT) plan.made.clear();
    plan.made.set(row, made);
    this.rowNumbers.set(made.hit, row + 1);
    return made;
  }

  private ask(index: number, row: number, question: Question): MadeHit {
    const criterion = this.ir.criteria[index];
    if (criterion === undefined) throw new RangeError(`no criterion ${index}`);
    const outcome = this.interpreter
      .criterion(criterion, question, row < 0 ? undefined : row + 1)
      .find(({ truth }) => truth === 2);
    if (outcome === undefined)
      throw new Error(`${criterion.id}: the emitted code and the reference disagree`);
    const hit: Hit = {
      ...hitHead(criterion, outcome.row?.name, outcome.tableRow),
      ...recordedEffects(outcome.effects ?? { actions: [], alerts: [], inspect: [] }),
    };
    return { hit, besideUnknown: outcome.causes.length > 0 };
  }
}

const noQuestion: Question = { declaration: {}, flow: "", stage: "", now: 0 };

function frozen(hit: Hit, besideUnknown: boolean): MadeHit {
  for (const part of Object.values(hit)) if (typeof part === "object") Object.freeze(part);
  return { hit: Object.freeze(hit), besideUnknown };
}
