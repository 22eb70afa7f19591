/**
 * Random plans, rows and declarations for tests of the index: every kind of node, unknown values, empty cells, lists of up to 200 elements.
 */
import type { IndexedCriterion, IndexNode, IndexPlan, Operand } from "../../src/index/plan.ts";
import type { Told, Value } from "./plan-oracle.ts";

export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(values: readonly T[]): T {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new RangeError("nothing to pick from");
    return value;
  }
}

const words = ["a", "b", "c", "d", "e", "f", "g", "h"];
const codes = ["61", "6109", "610910", "61091000", "62", "6203", "620311", "6204"];
export const tree: Readonly<Record<string, string | null>> = {
  N: null,
  "N-1": "N",
  "N-2": "N",
  "N-1-1": "N-1",
  S: null,
};
/** One code that the tree does not know. */
const offices = [...Object.keys(tree), "X"];
export const lists: Readonly<Record<string, ReadonlySet<string>>> = {
  bad: new Set(["a", "b", "6109"]),
  good: new Set(["c"]),
};

const text = { form: "text", maybe: true, levels: [], tree: null } as const;

/** Slots 0–5 of the declaration, 6–11 of items, 12–13 of a list that may be absent; columns 0–7. */
export const slots: IndexPlan["slots"] = [
  { ...text, name: "flow", collection: -1, maybe: false },
  { ...text, name: "importer", collection: -1 },
  { ...text, name: "office", collection: -1, tree: "Office", maybe: false },
  { ...text, form: "number", name: "value", collection: -1 },
  { ...text, form: "set", name: "tags", collection: -1 },
  { ...text, form: "number", name: "now", collection: -1, maybe: false },
  { ...text, name: "item.hs", collection: 0, levels: [2, 4, 6, 8], maybe: false },
  { ...text, name: "item.origin", collection: 0 },
  { ...text, form: "number", name: "item.price", collection: 0, maybe: false },
  { ...text, form: "truth", name: "item.new", collection: 0 },
  { ...text, form: "number", name: "item.weight", collection: 0 },
  { ...text, form: "set", name: "item.brands", collection: 0 },
  { ...text, name: "box.kind", collection: 1 },
  { ...text, form: "number", name: "box.weight", collection: 1, maybe: false },
];
export const collections: IndexPlan["collections"] = [
  { path: ["items"], each: "item", max: 200, optional: false },
  { path: ["boxes"], each: "box", max: 40, optional: true },
];
const columnForms = ["text", "text", "text", "set", "number", "number", "text", "set"] as const;

function randomValue(dice: Dice, slot: number, unknowns: number): Value {
  const declared = slots[slot];
  if (declared === undefined || (declared.maybe && dice.chance(unknowns))) return undefined;
  if (declared.levels.length > 0) return dice.pick(codes);
  if (declared.tree !== null) return dice.pick(offices);
  switch (declared.form) {
    case "text":
      return dice.pick(words);
    case "truth":
      return dice.chance(0.5);
    case "set":
      return words.filter(() => dice.chance(0.2));
    default:
      return dice.below(100) / 4;
  }
}

export function randomTold(dice: Dice): Told {
  const many = dice.chance(0.15) ? 200 : dice.chance(0.3) ? 40 : 6;
  const counts = [dice.below(many + 1), dice.chance(0.3) ? -1 : dice.below(Math.min(41, many + 1))];
  const unknowns = dice.chance(0.5) ? 0 : 0.3;
  const values = slots.map((declared, slot) => {
    const count = declared.collection < 0 ? 1 : Math.max(0, counts[declared.collection] ?? 0);
    return Array.from({ length: count }, () => randomValue(dice, slot, unknowns));
  });
  return { counts, values };
}

function operand(
  dice: Dice,
  forms: readonly string[],
  constant: readonly (string | number)[],
  rows: boolean,
): Operand {
  const columns = columnForms.flatMap((form, column) => (forms.includes(form) ? [column] : []));
  if (rows && columns.length > 0 && dice.chance(0.5)) {
    const column = dice.pick(columns);
    return { kind: "column", column, form: columnForms[column] ?? "text" };
  }
  const size = forms.includes("number") ? 1 : 1 + dice.below(3);
  return { kind: "constant", values: Array.from({ length: size }, () => dice.pick(constant)) };
}

function atom(dice: Dice, collection: number, rows: boolean): IndexNode {
  const usable = slots.flatMap((declared, slot) =>
    declared.collection < 0 || declared.collection === collection ? [slot] : [],
  );
  const slot = dice.pick(usable);
  const declared = slots[slot];
  if (declared === undefined || dice.chance(0.08)) return { kind: "present", slot };
  if (declared.form === "truth") return { kind: "truth", slot };
  if (declared.form === "number") {
    const numbers = Array.from({ length: 100 }, (_, at) => at / 4);
    const bound = (): { value: Operand; closed: boolean } => {
      return { value: operand(dice, ["number"], numbers, rows), closed: dice.chance(0.5) };
    };
    const form = dice.below(3);
    return {
      kind: "range",
      slot,
      ...(form === 0 ? {} : { low: bound() }),
      ...(form === 1 ? {} : { high: bound() }),
    };
  }
  if (declared.levels.length > 0 || declared.tree !== null) {
    const constants = declared.tree === null ? codes : offices;
    const kind = dice.chance(0.7) ? "under" : "in";
    return { kind, slot, values: operand(dice, ["text"], constants, rows) };
  }
  if (declared.form === "text" && dice.chance(0.25)) {
    return { kind: "member", slot, list: dice.pick(["bad", "good", "unbound"]) };
  }
  return { kind: "in", slot, values: operand(dice, ["text", "set"], words, rows) };
}

function node(dice: Dice, depth: number, collection: number, rows: boolean): IndexNode {
  const roll = dice.next();
  if (depth === 0 || roll < 0.45) return atom(dice, collection, rows);
  const inner = (): IndexNode => node(dice, depth - 1, collection, rows);
  const several = (): IndexNode[] => Array.from({ length: 1 + dice.below(4) }, inner);
  if (roll < 0.65) return { kind: "and", of: several() };
  if (roll < 0.75) return { kind: "or", of: several() };
  if (roll < 0.82) return { kind: "not", of: inner() };
  if (roll < 0.85 && rows) return { kind: "cell", column: dice.below(8) };
  if (collection >= 0) return inner();
  const over = dice.chance(0.75) ? 0 : 1;
  return {
    kind: "quantifier",
    quantifier: dice.pick(["any", "any", "any", "every", "no", "atLeast"]),
    count: dice.below(4),
    collection: over,
    body: node(dice, depth - 1, over, rows),
  };
}

/** Mostly conjunctions about one item, as people write them. */
function condition(dice: Dice, rows: boolean): IndexNode {
  if (dice.chance(0.4)) return node(dice, 3, -1, rows);
  const many = (count: number, collection: number): IndexNode[] =>
    Array.from({ length: count }, () => atom(dice, collection, rows));
  const body: IndexNode = { kind: "and", of: many(1 + dice.below(3), 0) };
  const any: IndexNode = { kind: "quantifier", quantifier: "any", count: 1, collection: 0, body };
  return { kind: "and", of: [...many(dice.below(3), -1), any] };
}

function asked(dice: Dice): IndexNode {
  const flow: IndexNode = {
    kind: "in",
    slot: 0,
    values: { kind: "constant", values: dice.pick([["a", "b", "c", "d"], ["a"], words]) },
  };
  return { kind: "and", of: [flow] };
}

export function randomPlan(dice: Dice, criteria: number): IndexPlan {
  return {
    slots,
    collections,
    criteria: Array.from({ length: criteria }, (_, criterion): IndexedCriterion => {
      const rows = dice.chance(0.5);
      const decide = dice.chance(0.2)
        ? Array.from({ length: 1 + dice.below(3) }, () => node(dice, 2, -1, rows))
        : null;
      return {
        criterion,
        rowsOf: rows ? "rows" : null,
        asked: asked(dice),
        when: condition(dice, rows),
        decide,
      };
    }),
  };
}

export function randomRows(dice: Dice, count: number): (readonly unknown[])[] {
  return Array.from({ length: count }, () =>
    columnForms.map((form) => {
      if (dice.chance(0.4)) return null;
      if (form === "number") return dice.below(100) / 4;
      if (form === "set") return words.filter(() => dice.chance(0.3));
      return dice.pick([...words, ...codes, ...offices]);
    }),
  );
}
