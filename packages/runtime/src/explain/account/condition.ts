/**
 * Conditions as an account reads them: how a true one came to be true, without asking again what its truth already says.
 *
 * Kleene's truths: 0 false, 1 unknown, 2 true. What a row settles stands there settled; what is settled and silent has no fact behind it, so it is
 * left out wherever it adds nothing. Same witnesses and evidence as the reference, which evaluates every part again.
 */
import type { BoundElement, Expr, Truth } from "@luong/spec";
import type { ElementsReader } from "./facts.ts";
import type { Spot } from "./spot.ts";

export type Wanted = 0 | 2;

export interface Condition {
  /** −1: the declaration says. */
  readonly settled: Truth | -1;
  /** Settled, and no fact is shown for it. */
  readonly silent: boolean;
  readonly truth: (spot: Spot) => Truth;
  /** Of a true one: binds the first elements that made its positive quantifiers true. */
  readonly witness: (spot: Spot) => void;
  /** Of one that is `wanted`: shows the facts that alone would do. */
  readonly evidence: (spot: Spot, wanted: Wanted) => void;
}

export type FactStep = (spot: Spot) => void;

function nothing(): void {
  // No facts, no elements.
}

export function settledCondition(truth: Truth): Condition {
  return { settled: truth, silent: true, truth: () => truth, witness: nothing, evidence: nothing };
}

/** A condition that is not made of others; shows all its facts, whatever it came to. */
export class Leaf implements Condition {
  readonly settled: Truth | -1;
  readonly silent = false;
  readonly witness = nothing;
  readonly truth: (spot: Spot) => Truth;
  readonly #facts: readonly FactStep[];

  constructor(truth: (spot: Spot) => Truth, facts: readonly FactStep[], settled: Truth | -1 = -1) {
    this.truth = truth;
    this.#facts = facts;
    this.settled = settled;
  }

  evidence(spot: Spot): void {
    for (const show of this.#facts) show(spot);
  }
}

class Not implements Condition {
  readonly settled: Truth | -1;
  readonly silent: boolean;
  readonly witness = nothing;
  readonly #operand: Condition;

  constructor(operand: Condition) {
    this.#operand = operand;
    this.silent = operand.silent;
    this.settled = operand.settled === -1 ? -1 : negated(operand.settled);
  }

  truth(spot: Spot): Truth {
    return negated(this.#operand.truth(spot));
  }

  evidence(spot: Spot, wanted: Wanted): void {
    this.#operand.evidence(spot, wanted === 2 ? 0 : 2);
  }
}

export function negated(truth: Truth): Truth {
  return truth === 1 ? 1 : truth === 2 ? 0 : 2;
}

export function notCondition(operand: Condition): Condition {
  return operand.silent && operand.settled !== -1
    ? settledCondition(negated(operand.settled))
    : new Not(operand);
}

/** `and` with `weak` 0, `or` with `weak` 2: the truth that one operand alone gives the whole. */
class Logic implements Condition {
  readonly settled: Truth | -1;
  readonly silent = false;
  readonly #weak: Wanted;
  readonly #operands: readonly Condition[];

  constructor(weak: Wanted, operands: readonly Condition[], settled: Truth | -1) {
    this.#weak = weak;
    this.#operands = operands;
    this.settled = settled;
  }

  truth(spot: Spot): Truth {
    const weak = this.#weak;
    let truth: Truth = weak === 0 ? 2 : 0;
    for (const operand of this.#operands) {
      const each = operand.truth(spot);
      if (each === weak) return weak;
      if (each === 1) truth = 1;
    }
    return truth;
  }

  witness(spot: Spot): void {
    // All of them are asked before the first binds an element.
    for (const operand of this.#thatAre(2, spot)) operand.witness(spot);
  }

  evidence(spot: Spot, wanted: Wanted): void {
    for (const operand of this.#thatAre(wanted, spot)) operand.evidence(spot, wanted);
  }

  #thatAre(wanted: Wanted, spot: Spot): readonly Condition[] {
    if (wanted !== this.#weak) return this.#operands;
    return this.#operands.filter((operand) => operand.truth(spot) === wanted);
  }
}

export function logicCondition(op: "and" | "or", all: readonly Condition[]): Condition {
  const weak = op === "and" ? 0 : 2;
  const strong = op === "and" ? 2 : 0;
  const operands = all.filter((each) => !(each.silent && each.settled === strong));
  const [only] = operands;
  if (only === undefined) return settledCondition(strong);
  if (operands.length === 1) return only;
  const settled = settledLogic(operands, weak);
  const isSilent = (each: Condition): boolean =>
    each.settled !== -1 && (each.silent || each.settled !== settled);
  return settled !== -1 && operands.every(isSilent)
    ? settledCondition(settled)
    : new Logic(weak, operands, settled);
}

/** Of operands none of which is silent and strong. */
function settledLogic(operands: readonly Condition[], weak: Wanted): Truth | -1 {
  if (operands.some((each) => each.settled === weak)) return weak;
  if (operands.some((each) => each.settled === -1)) return -1;
  return operands.some((each) => each.settled === 1) ? 1 : weak === 0 ? 2 : 0;
}

type QuantifierExpr = Extract<Expr, { readonly kind: "quantifier" }>;

export class Quantifier implements Condition {
  readonly settled = -1;
  readonly silent = false;
  readonly #expr: QuantifierExpr;
  readonly #variable: number;
  readonly #source: ElementsReader;
  readonly #body: Condition;
  /** Bound in no other quantifier: what holds is the same until the next question. */
  readonly #isOuter: boolean;
  #heldIn = -1;
  #held: readonly BoundElement[] = [];

  constructor(expr: QuantifierExpr, source: ElementsReader, body: Condition, isOuter: boolean) {
    this.#expr = expr;
    this.#variable = expr.variable;
    this.#source = source;
    this.#body = body;
    this.#isOuter = isOuter;
  }

  truth(spot: Spot): Truth {
    const elements = this.#source.read(spot);
    if (elements === undefined) return 1;
    const { quantifier, count } = this.#expr;
    if (quantifier === "every") return this.#every(elements, spot);
    const least = quantifier === "atLeast" ? count : 1;
    const truth = this.#atLeast(least, elements, spot);
    return quantifier === "no" ? negated(truth) : truth;
  }

  #every(elements: readonly BoundElement[], spot: Spot): Truth {
    let truth: Truth = 2;
    for (const element of elements) {
      const each = this.#bodyOf(element, spot);
      if (each === 0) return 0;
      if (each === 1) truth = 1;
    }
    return truth;
  }

  #atLeast(least: number, elements: readonly BoundElement[], spot: Spot): Truth {
    let holds = 0;
    let open = 0;
    for (const element of elements) {
      const each = this.#bodyOf(element, spot);
      if (each === 2) holds += 1;
      if (each === 1) open += 1;
      if (holds >= least) return 2;
    }
    return holds >= least ? 2 : holds + open < least ? 0 : 1;
  }

  /** The body with an element bound; what was bound before is so again after it. */
  #bodyOf(element: BoundElement, spot: Spot): Truth {
    const before = spot.bind(this.#variable, element);
    const truth = this.#body.truth(spot);
    spot.bind(this.#variable, before);
    return truth;
  }

  #holding(spot: Spot): readonly BoundElement[] {
    if (this.#isOuter && this.#heldIn === spot.epoch) return this.#held;
    const held: BoundElement[] = [];
    const before = spot.element(this.#variable);
    for (const element of this.#source.all(spot)) {
      spot.bind(this.#variable, element);
      if (this.#body.truth(spot) === 2) held.push(element);
    }
    spot.bind(this.#variable, before);
    this.#held = held;
    this.#heldIn = spot.epoch;
    return this.#held;
  }

  get #isPositive(): boolean {
    const { quantifier } = this.#expr;
    return quantifier === "any" || quantifier === "atLeast";
  }

  witness(spot: Spot): void {
    if (!this.#isPositive) return;
    const holding = this.#holding(spot);
    const [first] = holding;
    if (first === undefined) return;
    const { each } = this.#expr.source;
    if (!Object.hasOwn(spot.named, each)) {
      spot.named[each] = holding.map(({ position }) => position);
    }
    spot.bind(this.#variable, first);
    this.#body.witness(spot);
  }

  /** One element makes `any` true and `every` false; all of them make `any` false and `every` true. */
  evidence(spot: Spot, wanted: Wanted): void {
    const { quantifier, count } = this.#expr;
    if (this.#isPositive && wanted === 2) {
      for (const element of this.#holding(spot).slice(0, count)) this.#show(element, 2, spot);
      return;
    }
    const ofBody = quantifier === "every" ? wanted : wanted === 2 ? 0 : quantifier === "no" ? 2 : 0;
    for (const element of this.#source.all(spot)) {
      if (this.#bodyOf(element, spot) === ofBody) this.#show(element, ofBody, spot);
    }
  }

  #show(element: BoundElement, wanted: Wanted, spot: Spot): void {
    const before = spot.bind(this.#variable, element);
    this.#body.evidence(spot, wanted);
    spot.bind(this.#variable, before);
  }
}
