/**
 * Where an expression is lowered: its file, what its names stand for, and the numbering of bound elements.
 *
 * Immutable but for the counter. A define's body is lowered with its arguments in place, a computed field with its record as `self`.
 */
import type { Base, Expr } from "@luong/spec";

/** Facts from somewhere on: what a path of fields is appended to. */
export interface Place {
  readonly base: Base;
  readonly path: readonly string[];
  readonly record: string;
  /** Some link up to here may be absent. */
  readonly optional: boolean;
}

export type Argument =
  | { readonly kind: "value"; readonly expr: Expr }
  | { readonly kind: "place"; readonly place: Place };

export interface BoundName {
  /** Key of the node that binds it. */
  readonly node: number;
  readonly element: string;
  readonly record: string;
  readonly variable: number;
}

/** Numbers variables within one criterion, scorecard or policy, and remembers which node first got which. */
export class Variables {
  #next = 0;
  readonly #first = new Map<number, BoundName>();

  bind(node: number, element: string, record: string): BoundName {
    const bound: BoundName = { node, element, record, variable: this.#next };
    this.#next += 1;
    if (!this.#first.has(node)) this.#first.set(node, bound);
    return bound;
  }

  /** What a node bound first: reasons name the witness of a quantifier they stand outside of. */
  firstOf(node: number): BoundName | undefined {
    return this.#first.get(node);
  }

  /** The same by the element's name: a reason may name what `for each` is bound to by the quantifier of `when`. */
  firstNamed(element: string): BoundName | undefined {
    return [...this.#first.values()].find((each) => each.element === element);
  }
}

export interface Scope {
  readonly file: string;
  /** What bare names are facts of: the declaration, or the record of a computed field. */
  readonly self: Place;
  readonly args: readonly Argument[];
  /** Record of the event of the stage; empty where there is none. */
  readonly eventRecord: string;
  /** Innermost last. */
  readonly bound: readonly BoundName[];
  readonly variables: Variables;
  /** Lowers a `let` of the criterion, asked for in the scope where its name stands. */
  readonly letNamed: (name: string, scope: Scope) => Expr;
}

export function withBound(scope: Scope, bound: BoundName): Scope {
  return { ...scope, bound: [...scope.bound, bound] };
}
