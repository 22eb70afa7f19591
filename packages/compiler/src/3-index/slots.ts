/**
 * The slots of an index while its plan is made: one for each value conditions read, however many read it.
 *
 * Comes in: expressions and where they stand. Goes out: numbers of slots and collections, and for each slot what it is worked out from. Whether a number or a
 * text can be told quickly is asked of `SlotShapes`: the emitter knows, and this phase does not know the emitter.
 */
import type { IndexCollection, IndexSlot, SlotForm } from "@luong/runtime/abi";
import {
  baseUnits,
  type Collection,
  type Dimension,
  type Expr,
  isTextual,
  printExpr,
  type Rational,
  type Schema,
  type Type,
} from "@luong/spec";
import { canonicalText } from "../2-optimise/canonical-text.ts";
import { readsOf } from "./reads.ts";

/** Currency and dimension, null where there is none or where it does not matter. */
export interface Units {
  readonly currency: string | null;
  readonly dimension: Dimension | null;
}

export const noUnits: Units = { currency: null, dimension: null };

/** How the number of an expression can be told to the index. */
export interface NumberShape {
  readonly form: "number" | "approximate";
  /** The exact value, in the reading of the IR, is the number of the slot times this. */
  readonly scale: Rational;
  readonly maybe: boolean;
  /** What is known of its units. */
  readonly units: Units;
  /** Known only at run time: a slot then is the value in the units asked for, unknown in others. */
  readonly openCurrency: boolean;
  readonly openDimension: boolean;
}

/** The element of a top-level list an expression may read. */
export interface BoundElement {
  readonly source: Collection;
  readonly variable: number;
}

/** What the emitter can tell; undefined where it would have to ask the reference. */
export interface SlotShapes {
  readonly number: (expr: Expr, element: BoundElement | null) => NumberShape | undefined;
  readonly text: (
    expr: Expr,
    element: BoundElement | null,
  ) => { readonly maybe: boolean } | undefined;
}

/** What a slot is worked out from, for the emitter; by number of the slot. */
export type SlotSource =
  | { readonly kind: "flow" | "stage" | "day" }
  | {
      readonly kind: "expression";
      readonly expr: Expr;
      readonly element: BoundElement | null;
      /** Path of the criterion it first stood in. */
      readonly owner: string;
      /** Units the number must have. */
      readonly units: Units;
      /** Of a truth: unknown counts as false (`scope`). */
      readonly twoValued: boolean;
    };

/** Where a condition stands. */
export interface SlotPlace {
  readonly owner: string;
  readonly element: BoundElement | null;
}

interface Wanted {
  readonly form: SlotForm;
  readonly expr: Expr;
  readonly element: BoundElement | null;
  readonly maybe: boolean;
  readonly owner: string;
  readonly units?: Units;
  readonly twoValued?: boolean;
}

export class SlotTable {
  readonly collections: IndexCollection[] = [];
  readonly slots: IndexSlot[] = [];
  readonly sources: SlotSource[] = [];
  readonly #schema: Schema;
  readonly #shapes: SlotShapes;
  readonly #numbers = new Map<string, number>();
  readonly #collectionNumbers = new Map<string, number>();
  readonly #numberShapes = new Map<string, NumberShape | undefined>();
  readonly #textShapes = new Map<string, { readonly maybe: boolean } | undefined>();

  constructor(schema: Schema, shapes: SlotShapes) {
    this.#schema = schema;
    this.#shapes = shapes;
  }

  collection({ path, each, max, optional }: Collection): number {
    const key = path.join(".");
    let number = this.#collectionNumbers.get(key);
    if (number === undefined) {
      number = this.collections.push({ path, each, max, optional }) - 1;
      this.#collectionNumbers.set(key, number);
    }
    return number;
  }

  given(kind: "flow" | "stage" | "day"): number {
    return this.#number(` ${kind}`, () => {
      const form = kind === "day" ? "number" : "text";
      this.sources.push({ kind });
      return { name: `(${kind})`, collection: -1, form, maybe: false, levels: [], tree: null };
    });
  }

  #number(key: string, make: () => IndexSlot): number {
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.slots.push(make()) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }

  /** The element the value depends on, null for the declaration alone; undefined when no slot can hold it. */
  #elementOf(expr: Expr, place: SlotPlace): BoundElement | null | undefined {
    const { row, elements, varies } = readsOf(expr);
    if (row || !varies) return undefined;
    if (elements.size === 0) return null;
    const { element } = place;
    return elements.size === 1 && element !== null && elements.has(element.variable)
      ? element
      : undefined;
  }

  #key(expr: Expr, element: BoundElement | null): string {
    const list = element === null ? "" : element.source.path.join(".");
    if (expr.kind === "fact") return `${list}|${expr.path.join(".")}`;
    // Variables are numbered through a set; one bound around the text is the same in every criterion.
    const text =
      element === null
        ? canonicalText(expr)
        : canonicalText({
            kind: "quantifier",
            type: expr.type,
            quantifier: "any",
            count: 1,
            source: element.source,
            variable: element.variable,
            body: expr,
          });
    return `${list}|${text}`;
  }

  #add({ form, expr, element, maybe, owner, units = noUnits, twoValued = false }: Wanted): number {
    const own = [form, units.currency, units.dimension, twoValued].join(" ");
    return this.#number(`${own} ${this.#key(expr, element)}`, () => {
      const list = expr.type.kind === "set" ? expr.type.of : expr.type;
      const { levels, tree } = this.#hierarchy(list);
      const collection = element === null ? -1 : this.collection(element.source);
      this.sources.push({ kind: "expression", expr, element, owner, units, twoValued });
      return { name: this.#name(expr, element, units), collection, form, maybe, levels, tree };
    });
  }

  #hierarchy(type: Type): Pick<IndexSlot, "levels" | "tree"> {
    const list = this.#schema.codeLists.find(
      ({ name }) => type.kind === "code" && name === type.list,
    );
    if (list?.shape === "levels") return { levels: list.levels, tree: null };
    return { levels: [], tree: list?.shape === "tree" ? list.name : null };
  }

  #name(expr: Expr, element: BoundElement | null, { currency, dimension }: Units): string {
    const name = printExpr(expr, {
      schema: this.#schema,
      nameOf: (variable) => (element?.variable === variable ? element.source.each : `$${variable}`),
    });
    const unit = dimension === null ? null : baseUnits[dimension];
    const per = currency !== null && unit !== null ? `${currency} per ${unit}` : (currency ?? unit);
    return per === null ? name : `${name} in ${per}`;
  }

  text(expr: Expr, place: SlotPlace): number | undefined {
    if (!isTextual(expr.type)) return undefined;
    const element = this.#elementOf(expr, place);
    if (element === undefined) return undefined;
    const shape = remembered(this.#textShapes, this.#key(expr, element), () =>
      this.#shapes.text(expr, element),
    );
    if (shape === undefined) return undefined;
    return this.#add({ form: "text", expr, element, maybe: shape.maybe, owner: place.owner });
  }

  /** What is known of a number before it is compared; undefined when the index cannot hold it. */
  shape(expr: Expr, place: SlotPlace): NumberShape | undefined {
    const element = this.#elementOf(expr, place);
    if (element === undefined) return undefined;
    return remembered(this.#numberShapes, this.#key(expr, element), () =>
      this.#shapes.number(expr, element),
    );
  }

  /** A number whose shape is known, in these units. */
  number(expr: Expr, place: SlotPlace, shape: NumberShape, units: Units): number {
    const element = this.#elementOf(expr, place) ?? null;
    const maybe = shape.maybe || units.currency !== null || units.dimension !== null;
    return this.#add({ form: shape.form, expr, element, maybe, owner: place.owner, units });
  }

  /** A set fact of texts. */
  set(expr: Expr, place: SlotPlace): number | undefined {
    if (expr.kind !== "fact" || expr.type.kind !== "set" || !isTextual(expr.type.of))
      return undefined;
    const element = this.#elementOf(expr, place);
    if (element === undefined) return undefined;
    return this.#add({ form: "set", expr, element, maybe: expr.optional, owner: place.owner });
  }

  /** A fact, or another condition that is asked once for the declaration or element. */
  truth(expr: Expr, place: SlotPlace, twoValued = false): number | undefined {
    // A constant that was not folded is one value for the declaration.
    const element = readsOf(expr).varies ? this.#elementOf(expr, place) : null;
    if (element === undefined) return undefined;
    const maybe = !twoValued && (expr.kind !== "fact" || expr.optional);
    return this.#add({ form: "truth", expr, element, maybe, owner: place.owner, twoValued });
  }
}

function remembered<T>(known: Map<string, T>, key: string, find: () => T): T {
  if (known.has(key)) return known.get(key) as T;
  const found = find();
  known.set(key, found);
  return found;
}
