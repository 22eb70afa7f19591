/**
 * What a criterion says about a question: asked or not, hit or not or unknown, with which row, witnesses and effects.
 *
 * Written from "A criterion" in docs/meaning.md. Renders no text and collects no evidence: see `explain.ts`.
 */
import { localDays } from "../calendar.ts";
import { numericOf, textOf } from "../operations.ts";
import { severity } from "../policy.ts";
import { add, compare, zero } from "../rational.ts";
import type { Label } from "../schema.ts";
import type { UnknownCause } from "../unknown.ts";
import type { Rational, Unknown } from "../value.ts";
import type { Question } from "../world.ts";
import { type Evaluator, type Truth, type TruthResult, withoutRepeats } from "./evaluate.ts";
import { type BoundElement, bindElement, type Frame, findElements, frameOf } from "./frame.ts";
import type { Channel, CriterionIr, Effect, Expr } from "./ir.ts";
import { isInForce } from "./table-lookup.ts";

export interface EvaluatedEffects {
  readonly channel?: Channel;
  /** Sum of the `risk` effects, absent when there is none. */
  readonly risk?: Rational;
  readonly actions: readonly string[];
  readonly alerts: readonly string[];
  readonly inspect: readonly Label[];
}

export interface CriterionOutcome {
  readonly truth: Truth;
  /** `for each row of`: name of the row and its number from 1. */
  readonly row?: { readonly name: string; readonly number: number };
  /** `decide`: number of the fired row, from 1. */
  readonly tableRow?: number;
  /** Of a hit: positions from 1 of the elements that made the first positive quantifier over each element name true. */
  readonly elements: Readonly<Record<string, readonly number[]>>;
  /** Why it is unknown; beside a hit, what could not be told of other elements or of an effect. */
  readonly causes: readonly UnknownCause[];
  /** Of a hit. */
  readonly effects?: EvaluatedEffects;
  /** Where reason and evidence are read: witnesses, row and table row are bound. */
  readonly frame: Frame;
}

const noEffects: EvaluatedEffects = { actions: [], alerts: [], inspect: [] };

function channelOf(text: string): Channel {
  if (text === "red" || text === "yellow" || text === "green") return text;
  throw new TypeError(`${text} is not a channel`);
}

/** Is a criterion about this question at all? */
function isAsked(evaluator: Evaluator, criterion: CriterionIr, question: Question): boolean {
  const { flows, stages, valid, scope } = criterion;
  if (!flows.includes(question.flow)) return false;
  if (stages.length > 0 && !stages.includes(question.stage)) return false;
  const day = localDays(question.now, evaluator.ir.schema.zoneMinutes);
  if (valid !== undefined && (day < valid.from || day > (valid.until ?? day))) return false;
  return scope === undefined || evaluator.truth(scope, frameOf(question)).truth === 2;
}

/**
 * The outcomes of a criterion: none when it is not asked, one per row of `for each row of`, else one. With `rowNumber`, that row only.
 * A table that is not bound makes one unknown outcome without row.
 */
export function criterionOutcomes(
  evaluator: Evaluator,
  criterion: CriterionIr,
  question: Question,
  rowNumber?: number,
): readonly CriterionOutcome[] {
  if (!isAsked(evaluator, criterion, question)) return [];
  const frame = frameOf(question);
  if (criterion.rowsOf === undefined) return [outcomeIn(evaluator, criterion, frame)];
  const table = evaluator.table(criterion.rowsOf);
  const binding = evaluator.world.table(criterion.rowsOf);
  if (binding === undefined) {
    return [unknownOutcome([{ kind: "source failed", subject: criterion.rowsOf }], frame)];
  }
  const { rows, dated } = binding;
  const outcomes: CriterionOutcome[] = [];
  for (let number = rowNumber ?? 1; number <= (rowNumber ?? rows.length); number += 1) {
    // `at` counts a place before the first from the end, which is no row's number.
    const row = number < 1 ? undefined : rows.at(number - 1);
    if (row === undefined || !isInForce(row, dated, question.now)) continue;
    outcomes.push(outcomeIn(evaluator, criterion, { ...frame, row: { table, row, number } }));
  }
  return outcomes;
}

function outcomeIn(evaluator: Evaluator, criterion: CriterionIr, frame: Frame): CriterionOutcome {
  const outcome = decided(evaluator, criterion, frame);
  const row = frame.row;
  return row === undefined
    ? outcome
    : { ...outcome, row: { name: row.row.name, number: row.number } };
}

function decided(evaluator: Evaluator, criterion: CriterionIr, frame: Frame): CriterionOutcome {
  const condition = whenAndNotUnless(evaluator, criterion, frame);
  if (condition.truth === 1) return unknownOutcome(condition.causes, frame);
  if (condition.truth === 0) return { truth: 0, elements: {}, causes: [], frame };
  const bound = bindWitnesses(evaluator, criterion.when, frame);
  if (criterion.decide === undefined)
    return hit(evaluator, criterion, bound.frame, bound.elements, []);
  const { element, rows } = criterion.decide;
  if (element !== undefined) return decideForEach(evaluator, criterion, element, bound);
  const fired = firstRow(evaluator, rows, bound.frame);
  if (fired.kind === "unknown") return unknownOutcome(fired.causes, frame);
  if (fired.row === 0) return { truth: 0, elements: {}, causes: [], frame };
  return hit(evaluator, criterion, { ...bound.frame, tableRow: fired.row }, bound.elements, []);
}

function unknownOutcome(causes: readonly UnknownCause[], frame: Frame): CriterionOutcome {
  return { truth: 1, elements: {}, causes: withoutRepeats(causes), frame };
}

/** `when and not unless`; an absent part says nothing. */
function whenAndNotUnless(evaluator: Evaluator, criterion: CriterionIr, frame: Frame): TruthResult {
  const parts: TruthResult[] = [];
  if (criterion.when !== undefined) parts.push(evaluator.truth(criterion.when, frame));
  if (criterion.unless !== undefined) {
    const { truth, causes } = evaluator.truth(criterion.unless, frame);
    parts.push({ truth: truth === 1 ? 1 : truth === 0 ? 2 : 0, causes });
  }
  if (parts.some((part) => part.truth === 0)) return { truth: 0, causes: [] };
  if (parts.every((part) => part.truth === 2)) return { truth: 2, causes: [] };
  return { truth: 1, causes: withoutRepeats(parts.flatMap((part) => part.causes)) };
}

/* ------------------------------------------------------------------ witnesses */

type Quantifier = Extract<Expr, { readonly kind: "quantifier" | "rowsQuantifier" }>;

interface Witnesses {
  readonly frame: Frame;
  readonly elements: Readonly<Record<string, readonly number[]>>;
}

/** Binds the first element that made each positive quantifier of a true condition true. */
function bindWitnesses(evaluator: Evaluator, condition: Expr | undefined, frame: Frame): Witnesses {
  const start: Witnesses = { frame, elements: {} };
  return condition === undefined ? start : witness(evaluator, condition, start);
}

/** `condition` is true in the frame of `so`. */
function witness(evaluator: Evaluator, condition: Expr, so: Witnesses): Witnesses {
  switch (condition.kind) {
    case "logic": {
      const holding = condition.operands.filter(
        (operand) => evaluator.truth(operand, so.frame).truth === 2,
      );
      return holding.reduce((sum, operand) => witness(evaluator, operand, sum), so);
    }
    case "shared": {
      const entry = evaluator.ir.shared[condition.index];
      return entry === undefined ? so : witness(evaluator, entry, so);
    }
    case "quantifier":
    case "rowsQuantifier":
      return condition.quantifier === "any" || condition.quantifier === "atLeast"
        ? quantifierWitness(evaluator, condition, so)
        : so;
    default:
      return so;
  }
}

function quantifierWitness(evaluator: Evaluator, quantifier: Quantifier, so: Witnesses): Witnesses {
  const holding = evaluator.elementsThatHold(quantifier, so.frame);
  const first = holding[0];
  if (first === undefined) return so;
  const elements = withPositions(quantifier, holding, so.elements);
  const variable =
    quantifier.kind === "quantifier" ? quantifier.variable : quantifier.selection.variable;
  const frame = bindElement(so.frame, variable, first);
  return witness(evaluator, quantifier.body, { frame, elements });
}

/** Elements of the declaration have lasting places; rows of a source have none, so they are told by their facts alone. */
function withPositions(
  quantifier: Quantifier,
  holding: readonly BoundElement[],
  elements: Witnesses["elements"],
): Witnesses["elements"] {
  if (quantifier.kind === "rowsQuantifier") return elements;
  const { each } = quantifier.source;
  if (Object.hasOwn(elements, each)) return elements;
  return { ...elements, [each]: holding.map((element) => element.position) };
}

/* ------------------------------------------------------------------ decide */

type DecideIr = NonNullable<CriterionIr["decide"]>;
type FiredRow = { readonly kind: "row"; readonly row: number } | Unknown;

/** Number of the first row whose cells are all true, 0 for none; unknown when a row before it is. */
function firstRow(evaluator: Evaluator, rows: DecideIr["rows"], frame: Frame): FiredRow {
  const causes: UnknownCause[] = [];
  let fired = 0;
  for (const [index, row] of rows.entries()) {
    const { truth, causes: why } = evaluator.truth(row.when, frame);
    causes.push(...why);
    if (truth === 2) {
      fired = index + 1;
      break;
    }
  }
  return causes.length > 0 ? { kind: "unknown", causes } : { kind: "row", row: fired };
}

interface ElementHit {
  readonly frame: Frame;
  readonly element: BoundElement;
  readonly effects: EvaluatedEffects;
}

/** The table is asked for every element; the one with the severest channel, then the most points, then the first speaks. */
function decideForEach(
  evaluator: Evaluator,
  criterion: CriterionIr,
  over: NonNullable<DecideIr["element"]>,
  bound: Witnesses,
): CriterionOutcome {
  const { path, elements } = findElements(over.source, bound.frame);
  if (elements === undefined)
    return unknownOutcome([{ kind: "not declared", subject: path }], bound.frame);
  const causes: UnknownCause[] = [];
  let best: ElementHit | undefined;
  for (const element of elements) {
    const frame = bindElement(bound.frame, over.variable, element);
    const fired = firstRow(evaluator, criterion.decide?.rows ?? [], frame);
    if (fired.kind === "unknown") causes.push(...fired.causes);
    else if (fired.row > 0) {
      const rowFrame = { ...frame, tableRow: fired.row };
      const { effects } = effectsOf(evaluator, criterion, rowFrame);
      if (best === undefined || isGraver(effects, best.effects))
        best = { frame: rowFrame, element, effects };
    }
  }
  if (best === undefined) {
    return causes.length > 0
      ? unknownOutcome(causes, bound.frame)
      : { truth: 0, elements: {}, causes: [], frame: bound.frame };
  }
  const named = { ...bound.elements, [over.source.each]: [best.element.position] };
  return hit(evaluator, criterion, best.frame, named, causes);
}

function isGraver(a: EvaluatedEffects, b: EvaluatedEffects): boolean {
  const channel = rank(a.channel) - rank(b.channel);
  return channel > 0 || (channel === 0 && compare(a.risk ?? zero, b.risk ?? zero) > 0);
}

function rank(channel: Channel | undefined): number {
  return channel === undefined ? -1 : severity(channel);
}

/* ------------------------------------------------------------------ effects */

function hit(
  evaluator: Evaluator,
  criterion: CriterionIr,
  frame: Frame,
  elements: Readonly<Record<string, readonly number[]>>,
  beside: readonly UnknownCause[],
): CriterionOutcome {
  const { effects, causes } = effectsOf(evaluator, criterion, frame);
  return {
    truth: 2,
    ...(frame.tableRow === undefined ? {} : { tableRow: frame.tableRow }),
    elements,
    causes: withoutRepeats([...beside, ...causes]),
    effects,
    frame,
  };
}

/**
 * The effects of the criterion and of the fired row of `decide`: the severest channel, the sum of the points, every action.
 * An effect whose value is unknown is left out and its cause reported; the hit stands.
 */
export function effectsOf(
  evaluator: Evaluator,
  criterion: CriterionIr,
  frame: Frame,
): { readonly effects: EvaluatedEffects; readonly causes: readonly UnknownCause[] } {
  const fired =
    frame.tableRow === undefined ? undefined : criterion.decide?.rows[frame.tableRow - 1];
  const causes: UnknownCause[] = [];
  let sum = noEffects;
  for (const effect of [...criterion.effects, ...(fired?.effects ?? [])]) {
    sum = withEffect(evaluator, effect, frame, sum, causes);
  }
  return { effects: sum, causes };
}

function withEffect(
  evaluator: Evaluator,
  effect: Effect,
  frame: Frame,
  sum: EvaluatedEffects,
  causes: UnknownCause[],
): EvaluatedEffects {
  switch (effect.kind) {
    case "channel": {
      const value = evaluator.value(effect.channel, frame);
      if (value.kind === "unknown") {
        causes.push(...value.causes);
        return sum;
      }
      const channel = channelOf(textOf(value));
      return rank(channel) > rank(sum.channel) ? { ...sum, channel } : sum;
    }
    case "risk": {
      const value = evaluator.value(effect.points, frame);
      if (value.kind === "unknown") {
        causes.push(...value.causes);
        return sum;
      }
      return { ...sum, risk: add(sum.risk ?? zero, numericOf(value).value) };
    }
    case "action":
      return sum.actions.includes(effect.action)
        ? sum
        : { ...sum, actions: [...sum.actions, effect.action] };
    case "alert":
      return sum.alerts.includes(effect.post)
        ? sum
        : { ...sum, alerts: [...sum.alerts, effect.post] };
    case "inspect":
      return { ...sum, inspect: [...sum.inspect, effect.instruction] };
  }
}
