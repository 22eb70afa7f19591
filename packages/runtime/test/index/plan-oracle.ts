/**
 * The meaning of an `IndexPlan`, written plainly: what the index must find, for tests.
 *
 * Values of a declaration by slot and element, Kleene's tables, no keys, no masks.
 */
import type { IndexNode, IndexPlan, Operand, SlotSink } from "../../src/index/plan.ts";

export type Value = string | number | boolean | readonly string[] | undefined;
type Truth = 0 | 1 | 2;

export interface Told {
  /** By collection; −1 absent. */
  readonly counts: readonly number[];
  /** By slot, then element. */
  readonly values: readonly (readonly Value[])[];
}

export interface OracleWorld {
  readonly parentOf: (list: string, code: string) => string | null | undefined;
  readonly list: (name: string) => ReadonlySet<string> | undefined;
}

export function tell(plan: IndexPlan, told: Told, sink: SlotSink): void {
  told.counts.forEach((count, collection) => {
    sink.count(collection, count);
  });
  plan.slots.forEach((slot, number) => {
    const count = slot.collection < 0 ? 1 : Math.max(0, told.counts[slot.collection] ?? 0);
    for (let element = 0; element < count; element++) {
      const value = told.values[number]?.[element];
      if (slot.form === "text")
        sink.text(number, element, typeof value === "string" ? value : undefined);
      else if (slot.form === "number")
        sink.number(number, element, typeof value === "number" ? value : Number.NaN);
      else if (slot.form === "truth")
        sink.truth(number, element, value === undefined ? 1 : value === true ? 2 : 0);
      else if (slot.form === "set")
        sink.set(number, element, Array.isArray(value) ? value : undefined);
    }
  });
}

const not = (truth: Truth): Truth => (2 - truth) as Truth;
const least = (truths: readonly Truth[]): Truth => Math.min(2, ...truths) as Truth;
const most = (truths: readonly Truth[]): Truth => Math.max(0, ...truths) as Truth;
const sure = (holds: boolean): Truth => (holds ? 2 : 0);

export class Oracle {
  readonly plan: IndexPlan;
  readonly world: OracleWorld;
  told: Told;
  cells: readonly unknown[] = [];

  constructor(plan: IndexPlan, world: OracleWorld, told: Told) {
    this.plan = plan;
    this.world = world;
    this.told = told;
  }

  #values(operand: Operand): readonly (string | number)[] | undefined {
    if (operand.kind === "constant") return operand.values;
    const cell = this.cells[operand.column];
    if (cell === null || cell === undefined) return undefined;
    const own: unknown = operand.end === undefined ? cell : (cell as unknown[])[operand.end];
    return operand.form === "set" ? (own as string[]) : [own as string | number];
  }

  truth(node: IndexNode, element: number): Truth {
    switch (node.kind) {
      case "constant":
        return node.truth;
      case "and":
        return least(node.of.map((each) => this.truth(each, element)));
      case "or":
        return most(node.of.map((each) => this.truth(each, element)));
      case "not":
        return not(this.truth(node.of, element));
      case "quantifier": {
        const count = this.told.counts[node.collection] ?? 0;
        if (count < 0) return 1;
        const truths = Array.from({ length: count }, (_, at) => this.truth(node.body, at));
        if (node.quantifier === "any") return most(truths);
        if (node.quantifier === "every") return least(truths);
        if (node.quantifier === "no") return not(most(truths));
        const holds = truths.filter((truth) => truth === 2).length;
        const open = truths.filter((truth) => truth === 1).length;
        return holds >= node.count ? 2 : holds + open < node.count ? 0 : 1;
      }
      case "cell":
        return sure((this.cells[node.column] ?? null) !== null);
      case "opaque":
        throw new Error("the oracle knows no opaque conditions");
      default:
        return this.#atom(node, element);
    }
  }

  #atom(
    node: Exclude<
      IndexNode,
      { kind: "constant" | "and" | "or" | "not" | "quantifier" | "cell" | "opaque" }
    >,
    element: number,
  ): Truth {
    const slot = this.plan.slots[node.slot];
    if (slot === undefined) throw new Error("no slot");
    const value = this.told.values[node.slot]?.[slot.collection < 0 ? 0 : element];
    if (node.kind === "present") return sure(value !== undefined);
    switch (node.kind) {
      case "truth":
        return value === undefined ? 1 : sure(value === true);
      case "member": {
        const list = this.world.list(node.list);
        if (value === undefined || list === undefined) return 1;
        return sure(list.has(String(value)));
      }
      case "in": {
        const wanted = this.#values(node.values);
        if (wanted === undefined || value === undefined) return 1;
        const own = Array.isArray(value) ? value : [value];
        return sure(own.some((each) => wanted.includes(each)));
      }
      case "under": {
        const wanted = this.#values(node.values);
        if (wanted === undefined || value === undefined) return 1;
        return most(wanted.map((above) => this.#under(String(value), String(above), node.slot)));
      }
      case "range": {
        const low =
          node.low === undefined ? [Number.NEGATIVE_INFINITY] : this.#values(node.low.value);
        const high =
          node.high === undefined ? [Number.POSITIVE_INFINITY] : this.#values(node.high.value);
        if (low === undefined || high === undefined || typeof value !== "number") return 1;
        const [from, to] = [Number(low[0]), Number(high[0])];
        return sure(
          (node.low?.closed === false ? value > from : value >= from) &&
            (node.high?.closed === false ? value < to : value <= to),
        );
      }
    }
  }

  #under(code: string, above: string, number: number): Truth {
    const slot = this.plan.slots[number];
    if (code === above) return 2;
    if (slot?.tree === null || slot === undefined)
      return sure(slot?.levels.includes(above.length) === true && code.startsWith(above));
    for (let at = code; ; ) {
      const parent = this.world.parentOf(slot.tree, at);
      if (parent === undefined) return 1;
      if (parent === above) return 2;
      if (parent === null) return 0;
      at = parent;
    }
  }
}
