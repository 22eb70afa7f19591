/**
 * Where an expression is evaluated: the question, the elements and row that are bound, what the policy knows so far.
 *
 * And how facts are found from there: a path in, the JSON and its name in the words of the declaration out.
 */
import { memberOf } from "../facts.ts";
import type { PolicyState } from "../policy.ts";
import type { BoundRow, Question } from "../world.ts";
import type { Base, Collection, TableIr } from "./ir.ts";

/** An element a quantifier, aggregate or `decide for each` runs over. */
export interface BoundElement {
  /** JSON of the element. */
  readonly value: unknown;
  /** `items[3]`; positions count from 1. */
  readonly path: string;
  /** `item`. */
  readonly each: string;
  readonly position: number;
}

export interface BoundTableRow {
  readonly table: TableIr;
  readonly row: BoundRow;
  /** Place in the table as bound, from 1. */
  readonly number: number;
}

export interface Frame {
  readonly question: Question;
  /** By variable number. */
  readonly elements: ReadonlyMap<number, BoundElement>;
  readonly row?: BoundTableRow;
  /** Number of the fired row of `decide`, from 1. */
  readonly tableRow?: number;
  /** Policies only. */
  readonly policy?: PolicyState;
}

/** The frame of a declaration, nothing bound yet. */
export function frameOf(question: Question): Frame {
  return { question, elements: new Map() };
}

export function bindElement(frame: Frame, variable: number, element: BoundElement): Frame {
  return { ...frame, elements: new Map(frame.elements).set(variable, element) };
}

/** JSON at a path of facts; `json` is undefined when any link is absent (`null` counts as absent). */
export interface Found {
  readonly json: unknown;
  readonly path: string;
}

function startOf(base: Base, frame: Frame): Found {
  switch (base.kind) {
    case "declaration":
      return { json: frame.question.declaration, path: "" };
    case "previous":
      return { json: frame.question.previous, path: "previous" };
    case "event":
      return { json: frame.question.event, path: base.each ?? "event" };
    case "element": {
      const element = frame.elements.get(base.variable);
      if (element === undefined) throw new RangeError(`element ${base.variable} is not bound`);
      return { json: element.value, path: element.path };
    }
    case "row":
      throw new TypeError("a row holds cells, not facts");
  }
}

/** Follows the path from its base. Not for cells of a row. */
export function findFact(base: Base, path: readonly string[], frame: Frame): Found {
  const start = startOf(base, frame);
  let json = start.json;
  for (const name of path) json = memberOf(json, name);
  const names = start.path === "" ? path : [start.path, ...path];
  return { json: json ?? undefined, path: names.join(".") };
}

/** The elements of a collection; undefined when the list is absent. */
export function findElements(
  source: Collection,
  frame: Frame,
): { readonly path: string; readonly elements: readonly BoundElement[] | undefined } {
  const { json, path } = findFact(source.base, source.path, frame);
  if (!Array.isArray(json)) return { path, elements: undefined };
  const elements = json.map((value: unknown, index) => ({
    value,
    path: `${path}[${index + 1}]`,
    each: source.each,
    position: index + 1,
  }));
  return { path, elements };
}
