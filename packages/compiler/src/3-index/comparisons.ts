/**
 * Comparisons of numbers as ranges of a slot.
 *
 * Comes in: a number, and the constants or cells it is compared with. Goes out: ranges, or `opaque` where units are not known or a constant has no double
 * that compares as it does.
 */
import type { Bound, CellForm, IndexNode, Operand } from "@luong/runtime/abi";
import {
  divideRationals,
  type Expr,
  rationalFromExact,
  type TableIr,
  type Type,
} from "@luong/spec";
import { exactDouble, leafScale, sameRational } from "./exact.ts";
import { combined, opaque } from "./nodes.ts";
import { type NumberShape, noUnits, type SlotPlace, type SlotTable, type Units } from "./slots.ts";

export type Relation = "eq" | "lt" | "le" | "gt" | "ge";

const flipped: Readonly<Record<Relation, Relation>> = {
  eq: "eq",
  lt: "gt",
  le: "ge",
  gt: "lt",
  ge: "le",
};

export function relationOf(op: string): Relation | undefined {
  return Object.hasOwn(flipped, op) ? (op as Relation) : undefined;
}

/** `a op b` is `b flip(op) a`. */
export function flip(relation: Relation): Relation {
  return flipped[relation];
}

/** A constant, or a cell of the row: known before a declaration is seen. */
export type Given = Extract<Expr, { readonly kind: "literal" | "fact" }>;

export function isGiven(expr: Expr): expr is Given {
  return expr.kind === "literal" || (expr.kind === "fact" && expr.base.kind === "row");
}

/** A place that also has a row, when it stands in `for each row of`. */
export interface RowPlace extends SlotPlace {
  readonly table: TableIr | null;
}

export function columnNumber(name: string, place: RowPlace): number {
  const columns = place.table === null ? [] : [...place.table.key, ...place.table.value];
  const index = columns.findIndex((column) => column.name === name);
  if (index < 0) throw new RangeError(`no column ${name}`);
  return index;
}

/** How cells of a type are read as numbers; undefined when they bring their own units. */
export function numberForm(type: Type): CellForm | undefined {
  switch (type.kind) {
    case "date":
    case "time":
    case "instant":
      return type.kind;
    case "integer":
    case "number":
    case "percent":
    case "duration":
      return "number";
    case "money":
      return type.currency === null ? undefined : "number";
    case "quantity":
      return type.dimension === null ? undefined : "number";
    case "unitPrice":
      return type.currency === null || type.dimension === null ? undefined : "number";
    default:
      return undefined;
  }
}

function unitsOf(type: Type): Units {
  switch (type.kind) {
    case "money":
      return { currency: type.currency, dimension: null };
    case "quantity":
      return { currency: null, dimension: type.dimension };
    case "unitPrice":
      return { currency: type.currency, dimension: type.dimension };
    default:
      return noUnits;
  }
}

/** The units a slot must have to be compared with a value of this type; undefined when that is not known beforehand. */
function wantedUnits(shape: NumberShape, type: Type): Units | undefined {
  const { currency, dimension } = unitsOf(type);
  const fits =
    (shape.openCurrency ? currency !== null : currency === shape.units.currency) &&
    (shape.openDimension ? dimension !== null : dimension === shape.units.dimension);
  if (!fits) return undefined;
  return {
    currency: shape.openCurrency ? currency : null,
    dimension: shape.openDimension ? dimension : null,
  };
}

/** One end of a range, before the slot is known. */
export interface End {
  readonly given: Given;
  readonly closed: boolean;
  /** Of a `between` cell: which end. */
  readonly end?: 0 | 1;
}

function operandOf({ given, end }: End, shape: NumberShape, place: RowPlace): Operand | undefined {
  if (given.kind === "literal") {
    const value = exactDouble(divideRationals(rationalFromExact(String(given.value)), shape.scale));
    return value === undefined ? undefined : { kind: "constant", values: [value] };
  }
  const form = numberForm(given.type);
  if (form === undefined || !sameRational(shape.scale, leafScale(given.type))) return undefined;
  const column = columnNumber(given.path[0] ?? "", place);
  return { kind: "column", column, form, ...(end === undefined ? {} : { end }) };
}

interface Ends {
  readonly low?: End;
  readonly high?: End;
}

/** The value of `expr` lies between the ends. */
export function rangeNode(slots: SlotTable, expr: Expr, ends: Ends, place: RowPlace): IndexNode {
  const shape = slots.shape(expr, place);
  if (shape === undefined) return opaque;
  let units: Units | undefined;
  const bounds: { low?: Bound; high?: Bound } = {};
  for (const side of ["low", "high"] as const) {
    const end = ends[side];
    if (end === undefined) continue;
    const wanted = wantedUnits(shape, end.given.type);
    const value = operandOf(end, shape, place);
    if (wanted === undefined || value === undefined) return opaque;
    if (units !== undefined && !sameUnits(units, wanted)) return opaque;
    units = wanted;
    bounds[side] = { value, closed: end.closed };
  }
  return { kind: "range", slot: slots.number(expr, place, shape, units ?? noUnits), ...bounds };
}

function sameUnits(a: Units, b: Units): boolean {
  return a.currency === b.currency && a.dimension === b.dimension;
}

function endsOf(relation: Relation, given: Given): Ends {
  const open: End = { given, closed: false };
  const closed: End = { given, closed: true };
  switch (relation) {
    case "eq":
      return { low: closed, high: closed };
    case "lt":
      return { high: open };
    case "le":
      return { high: closed };
    case "gt":
      return { low: open };
    case "ge":
      return { low: closed };
  }
}

export function comparisonNode(
  slots: SlotTable,
  relation: Relation,
  expr: Expr,
  given: Given,
  place: RowPlace,
): IndexNode {
  return rangeNode(slots, expr, endsOf(relation, given), place);
}

/** Closed at both ends; times wrap midnight when the first bound is the later one, which only constants tell. */
export function betweenNode(
  slots: SlotTable,
  expr: Expr,
  from: Given,
  to: Given,
  place: RowPlace,
): IndexNode {
  const low: End = { given: from, closed: true };
  const high: End = { given: to, closed: true };
  if (expr.type.kind !== "time") return rangeNode(slots, expr, { low, high }, place);
  if (from.kind !== "literal" || to.kind !== "literal") return opaque;
  if (Number(from.value) <= Number(to.value)) return rangeNode(slots, expr, { low, high }, place);
  return combined("or", [
    rangeNode(slots, expr, { low }, place),
    rangeNode(slots, expr, { high }, place),
  ]);
}
