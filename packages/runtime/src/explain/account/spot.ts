/**
 * Where an account is read: one question, the row, the elements bound so far, and what was found for people on the way.
 *
 * One object serves all hits of an explainer, one after another.
 */
import {
  type BoundElement,
  type BoundTableRow,
  EVIDENCE_MAX,
  type Evidence,
  type Frame,
  type Question,
} from "@luong/spec";

export class Spot {
  question: Question = { declaration: {}, flow: "", stage: "", now: 0 };
  /** Another one with each question, so that what is remembered for a question is known to be of this one. */
  epoch = 0;
  row: BoundTableRow | undefined;
  /** By variable number. */
  readonly #elements: (BoundElement | undefined)[] = [];
  /** Positions of witnesses by name of the element; the first positive quantifier over a name speaks. */
  named: Record<string, readonly number[]> = {};
  evidence: Evidence[] = [];

  ask(question: Question): void {
    this.question = question;
    this.epoch += 1;
  }

  /** Begins with another hit of the same question. */
  begin(row: BoundTableRow | undefined): void {
    this.row = row;
    this.#elements.length = 0;
    this.named = {};
    this.evidence = [];
  }

  element(variable: number): BoundElement | undefined {
    return this.#elements[variable];
  }

  /** Gives what was bound before, to be bound again after. */
  bind(variable: number, element: BoundElement | undefined): BoundElement | undefined {
    const elements = this.#elements;
    while (elements.length <= variable) elements.push(undefined);
    const before = elements[variable];
    elements[variable] = element;
    return before;
  }

  /** For what the reference evaluates. */
  frame(): Frame {
    const { question, row } = this;
    const elements = new Map<number, BoundElement>();
    for (const [variable, element] of this.#elements.entries()) {
      if (element !== undefined) elements.set(variable, element);
    }
    return row === undefined ? { question, elements } : { question, elements, row };
  }

  addFact(fact: string, value: unknown): void {
    const { evidence } = this;
    if (evidence.length >= EVIDENCE_MAX) return;
    for (const each of evidence) if (each.fact === fact) return;
    evidence.push({ fact, value });
  }
}
