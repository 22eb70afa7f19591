/**
 * A plan's tree and a row → the condition of one entry.
 *
 * The tree of a template is turned into closures once; each row then costs only the conjuncts that read one of its filled cells. Cells are known by
 * number (equal cells have equal numbers), so a value is read and given its key once for all rows.
 */
import { parseDate, parseInstant, parseTime } from "@luong/spec";
import {
  both,
  type Condition,
  isFalse,
  isTrue,
  isUnknown,
  negation,
  nextDown,
  nextUp,
} from "./condition.ts";
import type { Domains } from "./domains.ts";
import type { KeySpace } from "./key-space.ts";
import type { Bound, CellForm, IndexNode, Operand } from "./plan.ts";

/** Cells of rows by number; −1 is an empty cell. */
export interface CellValues {
  readonly valueOf: (id: number) => unknown;
}

export interface RowFrame {
  /** By column: number of its value, −1 when empty. */
  readonly ids: Int32Array;
}

export const noRow: RowFrame = { ids: new Int32Array(0) };

/** What was found on the way: the index cannot tell everything of the condition. */
export interface Weakened {
  opaque: boolean;
}

type Specialised = (row: RowFrame) => Condition;

type Read = (row: RowFrame) => readonly (string | number)[] | null;

export interface SpecialiseContext {
  readonly domains: Domains;
  readonly keys: KeySpace;
  readonly zoneMinutes: number;
  readonly cells: CellValues;
  readonly weakened: Weakened;
}

/** Columns whose cells a tree reads. */
export function columnsOf(node: IndexNode, into: Set<number> = new Set()): ReadonlySet<number> {
  const operand = (value: Operand | undefined): void => {
    if (value?.kind === "column") into.add(value.column);
  };
  switch (node.kind) {
    case "and":
    case "or":
      for (const each of node.of) columnsOf(each, into);
      break;
    case "not":
      columnsOf(node.of, into);
      break;
    case "quantifier":
      columnsOf(node.body, into);
      break;
    case "in":
    case "under":
      operand(node.values);
      break;
    case "range":
      operand(node.low?.value);
      operand(node.high?.value);
      break;
    case "cell":
      into.add(node.column);
      break;
    default:
  }
  return into;
}

/** Does the tree leave something to the criterion? */
export function hasOpaque(node: IndexNode): boolean {
  switch (node.kind) {
    case "opaque":
      return true;
    case "and":
    case "or":
      return node.of.some(hasOpaque);
    case "not":
      return hasOpaque(node.of);
    case "quantifier":
      return hasOpaque(node.body);
    default:
      return false;
  }
}

/** The values a cell says to a slot. */
export function readCell(
  cell: unknown,
  form: CellForm,
  zoneMinutes: number,
): readonly (string | number)[] {
  switch (form) {
    case "text":
      return [String(cell).normalize("NFC")];
    case "set":
      return Array.isArray(cell) ? cell.map((each) => String(each).normalize("NFC")) : [];
    case "truth":
      return [cell === true ? "2" : "0"];
    case "number":
      return [Number(cell)];
    case "date":
      return [parseDate(String(cell)) ?? Number.NaN];
    case "time":
      return [parseTime(String(cell)) ?? Number.NaN];
    case "instant":
      return [parseInstant(String(cell), zoneMinutes) ?? Number.NaN];
  }
}

function reader(operand: Operand, context: SpecialiseContext): Read {
  if (operand.kind === "constant") {
    const { values } = operand;
    return () => values;
  }
  const { column, form, end } = operand;
  const known = new Map<number, readonly (string | number)[]>();
  return ({ ids }) => {
    const id = ids[column] ?? -1;
    if (id < 0) return null;
    let values = known.get(id);
    if (values === undefined) {
      const cell = context.cells.valueOf(id);
      const own: unknown = end === undefined ? cell : Array.isArray(cell) ? cell[end] : cell;
      values = readCell(own, form, context.zoneMinutes);
      if (known.size < 1_000_000) known.set(id, values);
    }
    return values;
  };
}

function keyCondition(
  slot: number,
  domain: number,
  operand: Operand,
  context: SpecialiseContext,
): Specialised {
  const read = reader(operand, context);
  const made = new Map<number, Condition>();
  return (row) => {
    const id = operand.kind === "column" ? (row.ids[operand.column] ?? -1) : 0;
    if (id < 0) return isUnknown;
    const known = made.get(id);
    if (known !== undefined) return known;
    const values = read(row) ?? [];
    const keys = [...new Set(values.map((value) => context.keys.intern(domain, String(value))))];
    const condition: Condition = { kind: "keys", slot, domain, keys, negated: false };
    if (made.size < 1_000_000) made.set(id, condition);
    return condition;
  };
}

function end(
  bound: Bound | undefined,
  open: number,
  next: (value: number) => number,
  context: SpecialiseContext,
): (row: RowFrame) => number | null {
  if (bound === undefined) return () => open;
  const read = reader(bound.value, context);
  return (row) => {
    const value = read(row)?.[0];
    if (value === undefined) return null;
    return bound.closed ? Number(value) : next(Number(value));
  };
}

function rangeCondition(
  node: Extract<IndexNode, { kind: "range" }>,
  context: SpecialiseContext,
): Specialised {
  const low = end(node.low, Number.NEGATIVE_INFINITY, nextUp, context);
  const high = end(node.high, Number.POSITIVE_INFINITY, nextDown, context);
  const { slot } = node;
  return (row) => {
    const [from, to] = [low(row), high(row)];
    if (from === null || to === null) return isUnknown;
    // −0 and 0 are one number; a bound is compared, never read by its bits.
    return { kind: "number", slot, low: from, high: to };
  };
}

/** `positive`: making the condition truer makes the whole truer; what cannot be told then counts as true, else as false. */
export function specialiser(
  node: IndexNode,
  context: SpecialiseContext,
  positive = true,
): Specialised {
  const { domains, keys, weakened } = context;
  // What is asked of a slot in a way the index was not built for is left to the criterion as well.
  const untold = (): Condition => {
    weakened.opaque = true;
    return positive ? isTrue : isFalse;
  };
  switch (node.kind) {
    case "constant": {
      const constant = node.truth === 2 ? isTrue : node.truth === 1 ? isUnknown : isFalse;
      return () => constant;
    }
    case "and":
    case "or":
      return several(node.kind, node.of, context, positive);
    case "not": {
      const inner = specialiser(node.of, context, !positive);
      return (row) => negation(inner(row));
    }
    case "quantifier": {
      const body = specialiser(node.body, context, node.quantifier === "no" ? !positive : positive);
      const { quantifier, count, collection } = node;
      return (row) => ({ kind: "quantifier", quantifier, count, collection, body: body(row) });
    }
    case "in":
      return keyCondition(node.slot, node.slot, node.values, context);
    case "under": {
      const domain = domains.under[node.slot] ?? -1;
      return domain < 0 ? untold : keyCondition(node.slot, domain, node.values, context);
    }
    case "range":
      return rangeCondition(node, context);
    case "member": {
      const domain = domains.memberOf(node.slot, node.list);
      if (domain < 0) return untold;
      return constant({
        kind: "keys",
        slot: node.slot,
        domain,
        keys: [keys.intern(domain, "")],
        negated: false,
      });
    }
    case "present":
      return constant({ kind: "present", slot: node.slot, negated: false });
    case "truth":
      return constant({
        kind: "keys",
        slot: node.slot,
        domain: node.slot,
        keys: [keys.intern(node.slot, "2")],
        negated: false,
      });
    case "cell": {
      const { column } = node;
      return ({ ids }) => ((ids[column] ?? -1) >= 0 ? isTrue : isFalse);
    }
    case "opaque":
      return untold;
  }
}

function constant(condition: Condition): Specialised {
  return () => condition;
}

/** Most columns of a wide template are empty in most rows: parts that read only such columns are asked once. */
function several(
  kind: "and" | "or",
  of: readonly IndexNode[],
  context: SpecialiseContext,
  positive: boolean,
): Specialised {
  const parts = of.map((each) => {
    return { columns: [...columnsOf(each)], condition: specialiser(each, context, positive) };
  });
  const { weakened } = context;
  const always = parts.filter(({ columns }) => columns.length === 0);
  const asked = parts.filter(({ columns }) => columns.length > 0);
  const whenEmpty: { readonly condition: Condition; readonly opaque: boolean }[] = [];
  const widest = Math.max(-1, ...asked.flatMap(({ columns }) => columns)) + 1;
  const byColumn: number[][] = Array.from({ length: widest }, () => []);
  asked.forEach(({ columns }, part) => {
    for (const column of columns) byColumn[column]?.push(part);
  });
  const columns = byColumn.flatMap((users, column) => (users.length > 0 ? [column] : []));
  const turn = new Int32Array(asked.length);
  let now = 0;
  const empty: RowFrame = { ids: new Int32Array(widest).fill(-1) };
  const ofEmpty = (part: number): { readonly condition: Condition; readonly opaque: boolean } => {
    let known = whenEmpty[part];
    if (known === undefined) {
      const before = weakened.opaque;
      weakened.opaque = false;
      const condition = asked[part]?.condition(empty) ?? isTrue;
      known = { condition, opaque: weakened.opaque };
      whenEmpty[part] = known;
      weakened.opaque = before;
    }
    return known;
  };
  let emptyParts: readonly number[] | null = null;
  /** Parts that say something even when all their columns are empty. */
  const speaking = (): readonly number[] => {
    emptyParts ??= asked.flatMap((_, part) => {
      const { condition, opaque } = ofEmpty(part);
      const isNeutral =
        condition.kind === "constant" && condition.truth === (kind === "and" ? 2 : 0);
      return isNeutral && !opaque ? [] : [part];
    });
    return emptyParts;
  };
  return (row) => {
    now += 1;
    const found: Condition[] = [];
    for (const column of columns) {
      if ((row.ids[column] ?? -1) < 0) continue;
      for (const part of byColumn[column] ?? []) {
        if (turn[part] === now) continue;
        turn[part] = now;
        found.push(asked[part]?.condition(row) ?? isTrue);
      }
    }
    for (const part of speaking()) {
      if (turn[part] === now) continue;
      const { condition, opaque } = ofEmpty(part);
      weakened.opaque ||= opaque;
      found.push(condition);
    }
    for (const { condition } of always) found.push(condition(row));
    return both(kind, found);
  };
}
