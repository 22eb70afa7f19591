/**
 * Why a criterion hit, for people: the reason in its own words, and the facts that made it true.
 *
 * A hit's outcome in, texts and facts out. Evaluates again with the witnesses bound; decides nothing.
 */

import type { Evidence } from "../decision.ts";
import type { Language } from "../diagnostic.ts";
import { jsonFromValue, textFromValue } from "../facts.ts";
import { numericOf } from "../operations.ts";
import { add, multiply, rationalFromExact, zero } from "../rational.ts";
import type { UnknownCause } from "../unknown.ts";
import type { Rational } from "../value.ts";
import type { Question } from "../world.ts";
import type { CriterionOutcome } from "./criterion.ts";
import { type Evaluator, withoutRepeats } from "./evaluate.ts";
import {
  type BoundElement,
  bindElement,
  type Frame,
  findElements,
  findFact,
  frameOf,
} from "./frame.ts";
import type { CriterionIr, Expr, FactorIr, ReasonPart, ScorecardIr, Selection } from "./ir.ts";
import { childrenOf, outerChildren, rowChildren } from "./walk.ts";

/** Facts shown for one hit at most: a reason is read by a person. */
export const EVIDENCE_MAX = 50;

export interface ReasonText {
  readonly en?: string;
  readonly vi?: string;
}

/** Rows of a selection whose facts are shown at most; more are told by their number. */
export const EVIDENCE_ROWS_MAX = 5;

type ExprOf<K extends Expr["kind"]> = Extract<Expr, { readonly kind: K }>;
type Quantifier = ExprOf<"quantifier" | "rowsQuantifier">;

/** What stands in a hole whose value is unknown. */
const NOT_KNOWN = "?";

function rendered(
  evaluator: Evaluator,
  parts: readonly ReasonPart[],
  language: Language,
  frame: Frame,
): string {
  return parts
    .map((part) => {
      if (typeof part === "string") return part;
      const value = evaluator.value(part, frame);
      if (value.kind === "unknown") return NOT_KNOWN;
      return textFromValue(value, part.type, evaluator.ir.schema, { language, exact: false });
    })
    .join("");
}

/** The rendered `because`, in the languages it was written in. */
export function reasonOf(
  evaluator: Evaluator,
  criterion: CriterionIr,
  outcome: CriterionOutcome,
): ReasonText {
  const { en, vi } = criterion.because ?? {};
  return {
    ...(en === undefined ? {} : { en: rendered(evaluator, en, "en", outcome.frame) }),
    ...(vi === undefined ? {} : { vi: rendered(evaluator, vi, "vi", outcome.frame) }),
  };
}

/* ------------------------------------------------------------------ evidence */

function isEmptyCell(column: string, { row }: Frame): boolean {
  if (row === undefined) return false;
  const columns = [...row.table.key, ...row.table.value];
  const index = columns.findIndex(({ name }) => name === column);
  return (row.row.cells[index] ?? null) === null;
}

class EvidenceCollector {
  readonly #evaluator: Evaluator;
  readonly #facts = new Map<string, Evidence>();

  constructor(evaluator: Evaluator) {
    this.#evaluator = evaluator;
  }

  get facts(): readonly Evidence[] {
    return [...this.#facts.values()].slice(0, EVIDENCE_MAX);
  }

  #add(fact: string, value: unknown): void {
    if (this.#facts.size < EVIDENCE_MAX && !this.#facts.has(fact))
      this.#facts.set(fact, { fact, value });
  }

  /** Facts that make a condition what it is: of those operands that alone would do. */
  condition(expr: Expr, wanted: 0 | 2, frame: Frame): void {
    switch (expr.kind) {
      case "logic":
        for (const operand of expr.operands) {
          if (this.#evaluator.truth(operand, frame).truth === wanted)
            this.condition(operand, wanted, frame);
        }
        return;
      case "not":
        this.condition(expr.operand, wanted === 2 ? 0 : 2, frame);
        return;
      case "quantifier":
      case "rowsQuantifier":
        this.#quantifier(expr, wanted, frame);
        return;
      case "shared": {
        const entry = this.#evaluator.ir.shared[expr.index];
        if (entry !== undefined) this.condition(entry, wanted, frame);
        return;
      }
      case "matches":
        // An empty cell matches everything: the fact is no reason.
        if (isEmptyCell(expr.column, frame)) return;
        this.#everyFact(expr, frame);
        return;
      default:
        this.#everyFact(expr, frame);
    }
  }

  /** One element makes `any` true and `every` false; all of them make `any` false and `every` true. */
  #quantifier(expr: Quantifier, wanted: 0 | 2, frame: Frame): void {
    if (expr.kind === "rowsQuantifier") this.#everyChild(outerChildren(expr.selection), frame);
    const isWitnessed = expr.quantifier === "any" || expr.quantifier === "atLeast";
    if (isWitnessed && wanted === 2) {
      const most =
        expr.kind === "quantifier" ? expr.count : Math.min(expr.count, EVIDENCE_ROWS_MAX);
      const holding = this.#evaluator.elementsThatHold(expr, frame).slice(0, most);
      this.#speaking(expr, 2, holding, frame);
      return;
    }
    const bodyWanted =
      expr.quantifier === "every" ? wanted : wanted === 2 ? 0 : expr.quantifier === "no" ? 2 : 0;
    const { variable, elements } = this.#evaluator.quantifiedOver(expr, frame);
    if (expr.kind === "rowsQuantifier") this.#number(expr.selection, elements.length, frame);
    const speaking = elements.filter(
      (element) =>
        this.#evaluator.truth(expr.body, bindElement(frame, variable, element)).truth ===
        bodyWanted,
    );
    this.#speaking(expr, bodyWanted, speaking, frame);
  }

  /** Elements that made a quantifier what it is; of many rows none speaks. */
  #speaking(
    expr: Quantifier,
    wanted: 0 | 2,
    elements: readonly BoundElement[],
    frame: Frame,
  ): void {
    if (expr.kind === "quantifier") {
      for (const element of elements)
        this.condition(expr.body, wanted, bindElement(frame, expr.variable, element));
      return;
    }
    if (elements.length > EVIDENCE_ROWS_MAX) return;
    for (const element of elements) {
      const bound = bindElement(frame, expr.selection.variable, element);
      this.#everyChild(rowChildren(expr.selection), bound);
      this.condition(expr.body, wanted, bound);
    }
  }

  /** `count of (…)`: how many rows a selection found. */
  #number(selection: Selection, rows: number, frame: Frame): void {
    const type = { kind: "integer" } as const;
    const count: Expr = { kind: "rowsAggregate", type, aggregate: "count", selection };
    this.#add(this.#evaluator.textOf(count, frame), rows);
  }

  #everyChild(exprs: readonly Expr[], frame: Frame): void {
    for (const expr of exprs) this.#everyFact(expr, frame);
  }

  /** What was computed from much, under its text; null when it is unknown. */
  #computed(expr: Expr, frame: Frame): void {
    const value = this.#evaluator.value(expr, frame);
    const { schema } = this.#evaluator.ir;
    const json = value.kind === "unknown" ? null : jsonFromValue(value, expr.type, schema);
    this.#add(this.#evaluator.textOf(expr, frame), json);
  }

  /** What a selection was asked with, what came of it, from how many rows; of few rows their facts. */
  #rows(expr: ExprOf<"rowsQuantifier" | "rowsAggregate">, frame: Frame): void {
    const { selection } = expr;
    this.#everyChild(outerChildren(selection), frame);
    const rows = this.#evaluator.rowsOf(selection, frame);
    this.#computed(expr, frame);
    this.#number(selection, rows.length, frame);
    if (rows.length > EVIDENCE_ROWS_MAX) return;
    const outer = new Set(outerChildren(selection));
    for (const element of rows) {
      const bound = bindElement(frame, selection.variable, element);
      this.#everyChild(
        childrenOf(expr).filter((child) => !outer.has(child)),
        bound,
      );
    }
  }

  /** Facts an expression reads, whatever its value. An absent one is shown as null. */
  #everyFact(expr: Expr, frame: Frame): void {
    if (expr.kind === "fact" && expr.base.kind !== "row") {
      const { json, path } = findFact(expr.base, expr.path, frame);
      const isWhole = expr.type.kind === "record" || expr.type.kind === "list";
      this.#add(path, isWhole && json !== undefined ? true : (json ?? null));
      return;
    }
    if (expr.kind === "rowsAggregate" || expr.kind === "rowsQuantifier") {
      this.#rows(expr, frame);
      return;
    }
    if (expr.kind === "modelScore") this.#computed(expr, frame);
    if (expr.kind !== "aggregate" && expr.kind !== "quantifier") {
      for (const child of childrenOf(expr)) this.#everyFact(child, frame);
      return;
    }
    // A quantifier inside a comparison is read as a whole, like a sum: no element of it speaks alone.
    for (const element of findElements(expr.source, frame).elements ?? []) {
      const bound = bindElement(frame, expr.variable, element);
      for (const child of childrenOf(expr)) this.#everyFact(child, bound);
    }
  }
}

/** The facts that made a hit true, as declared, without repeats and at most `EVIDENCE_MAX`. Secret rows and lists are not facts. */
export function evidenceOf(
  evaluator: Evaluator,
  criterion: CriterionIr,
  outcome: CriterionOutcome,
): readonly Evidence[] {
  const collector = new EvidenceCollector(evaluator);
  const { frame, tableRow } = outcome;
  if (criterion.when !== undefined) collector.condition(criterion.when, 2, frame);
  const fired = tableRow === undefined ? undefined : criterion.decide?.rows[tableRow - 1];
  if (fired !== undefined) collector.condition(fired.when, 2, frame);
  return collector.facts;
}

/* ------------------------------------------------------------------ scorecards */

export interface FactorScore {
  readonly factor: string;
  readonly points: Rational;
  readonly weighted: Rational;
  /** Why the input was unknown. */
  readonly causes: readonly UnknownCause[];
}

export interface Score {
  readonly scorecard: string;
  readonly value: Rational;
  readonly factors: readonly FactorScore[];
}

/** The first true case; without one, `unknown` when the input or a case is unknown, else `otherwise`. */
function factorScore(evaluator: Evaluator, factor: FactorIr, frame: Frame): FactorScore {
  const input = evaluator.value(factor.input, frame);
  const causes: UnknownCause[] = input.kind === "unknown" ? [...input.causes] : [];
  let points: string | undefined;
  for (const each of factor.cases) {
    const result = evaluator.truth(each.when, frame);
    if (result.truth === 2) {
      points = each.points;
      break;
    }
    causes.push(...result.causes);
  }
  const isUnknown = points === undefined && causes.length > 0;
  const fallback = isUnknown ? (factor.unknown ?? factor.otherwise) : factor.otherwise;
  const value = rationalFromExact(points ?? fallback);
  return {
    factor: factor.name,
    points: value,
    weighted: multiply(value, rationalFromExact(factor.weight)),
    causes: points === undefined ? withoutRepeats(causes) : [],
  };
}

/** Sum over factors of weight × points. */
export function scoreOf(evaluator: Evaluator, card: ScorecardIr, question: Question): Score {
  const frame = frameOf(question);
  const factors = card.factors.map((factor) => factorScore(evaluator, factor, frame));
  const value = factors.reduce((sum, factor) => add(sum, factor.weighted), zero);
  return { scorecard: card.name, value, factors };
}

/** A number a policy keeps by, null when it is unknown. */
export function keptScore(evaluator: Evaluator, expr: Expr, frame: Frame): Rational | null {
  const value = evaluator.value(expr, frame);
  return value.kind === "unknown" ? null : numericOf(value).value;
}
