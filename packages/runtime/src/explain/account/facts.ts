/**
 * Facts and lists of a declaration, each read once for a question however many hits ask for it.
 *
 * Comes in: a fact or collection of the IR. Goes out: readers that remember, for the lists that stand in the declaration itself; elements of lists in
 * lists are read again.
 */
import {
  type BoundElement,
  type Collection,
  type Expr,
  findElements,
  memberOf,
  type Result,
  type Schema,
  valueFromJson,
} from "@luong/spec";
import type { Spot } from "./spot.ts";

export type FactExpr = Extract<Expr, { readonly kind: "fact" }>;

const noElements: readonly BoundElement[] = [];

/** The elements of a collection; none when it is absent. */
export class ElementsReader {
  readonly #source: Collection;
  #epoch = -1;
  #elements: readonly BoundElement[] | undefined;

  constructor(source: Collection) {
    this.#source = source;
  }

  read(spot: Spot): readonly BoundElement[] | undefined {
    const isOuter = this.#source.base.kind === "declaration";
    if (isOuter && this.#epoch === spot.epoch) return this.#elements;
    this.#elements = findElements(this.#source, spot.frame()).elements;
    this.#epoch = spot.epoch;
    return this.#elements;
  }

  /** The same, with an absent list as an empty one. */
  all(spot: Spot): readonly BoundElement[] {
    return this.read(spot) ?? noElements;
  }
}

interface Known {
  readonly of: BoundElement | undefined;
  readonly json: unknown;
  result: Result | undefined;
}

/** A fact of the declaration or of an element. */
export class FactReader {
  readonly #expr: FactExpr;
  readonly #schema: Schema;
  readonly #name: string;
  readonly #path: readonly string[];
  /** Of the element it belongs to; −1: of the declaration. */
  readonly #variable: number;
  #epoch = -1;
  /** By position of the element, 0 for the declaration. */
  #known: (Known | undefined)[] = [];

  constructor(expr: FactExpr, schema: Schema) {
    this.#expr = expr;
    this.#schema = schema;
    this.#name = expr.path.join(".");
    this.#path = expr.path;
    this.#variable = expr.base.kind === "element" ? expr.base.variable : -1;
  }

  value(spot: Spot): Result {
    const known = this.#at(spot);
    known.result ??=
      known.json === undefined
        ? notDeclared
        : valueFromJson(known.json, this.#expr.type, this.#schema);
    return known.result;
  }

  /** As declared; undefined when it is absent. */
  json(spot: Spot): unknown {
    return this.#at(spot).json;
  }

  isThere(spot: Spot): boolean {
    return this.#at(spot).json !== undefined;
  }

  /** Shows it as a fact that speaks for a hit; an absent one as null, records and lists as being there. */
  show(spot: Spot): void {
    const { json, of } = this.#at(spot);
    const path = of === undefined ? this.#name : `${of.path}.${this.#name}`;
    const { kind } = this.#expr.type;
    const isWhole = kind === "record" || kind === "list";
    spot.addFact(path, isWhole && json !== undefined ? true : (json ?? null));
  }

  #at(spot: Spot): Known {
    if (this.#epoch !== spot.epoch) {
      this.#known = [];
      this.#epoch = spot.epoch;
    }
    const element = this.#variable < 0 ? undefined : spot.element(this.#variable);
    const position = element?.position ?? 0;
    let known = this.#known[position];
    // Elements of lists in lists share positions.
    if (known === undefined || known.of !== element) {
      let json = element === undefined ? spot.question.declaration : element.value;
      for (const name of this.#path) json = memberOf(json, name);
      known = { of: element, json: json ?? undefined, result: undefined };
      this.#known[position] = known;
    }
    return known;
  }
}

/** Why it is unknown is asked of the reference, when somebody asks. */
export const notDeclared: Result = { kind: "unknown", causes: [] };
