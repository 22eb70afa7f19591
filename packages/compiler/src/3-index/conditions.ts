/**
 * A condition of the IR → a condition of the index.
 *
 * Comes in: a boolean expression and where it stands. Goes out: a tree over slots with the same truth, `opaque` for every part that has none. An operator is
 * read by its form and its index trait; what those do not tell (affixes, words, text search) is opaque.
 */
import type { IndexNode, Operand } from "@luong/runtime/abi";
import {
  type BundleIr,
  type Expr,
  isTextual,
  operatorSpec,
  readsBeside,
  type Type,
} from "@luong/spec";
import {
  betweenNode,
  columnNumber,
  comparisonNode,
  flip,
  type Given,
  isGiven,
  type Relation,
  type RowPlace,
  rangeNode,
  relationOf,
} from "./comparisons.ts";
import { combined, constantNode, hasOpaque, negatedNode, opaque } from "./nodes.ts";
import type { SlotTable } from "./slots.ts";

type Call = Extract<Expr, { readonly kind: "call" }>;
type Matches = Extract<Expr, { readonly kind: "matches" }>;
type Quantifier = Extract<Expr, { readonly kind: "quantifier" }>;

/** Elements of a list above which the emitter keeps none of them (`Stores`). */
const ELEMENTS_MAX = 1_000_000;

function itemsOf(right: Expr): readonly Expr[] {
  return right.kind === "set" ? right.items.flatMap(itemsOf) : [right];
}

export class ConditionPlanner {
  readonly #ir: BundleIr;
  readonly #slots: SlotTable;

  constructor(ir: BundleIr, slots: SlotTable) {
    this.#ir = ir;
    this.#slots = slots;
  }

  /**
   * Beside a row, what only the declaration or the element decides is asked once, not for each of perhaps a million rows: where it has no form of its own it
   * becomes a truth the emitted code tells. A criterion without rows is looked at when it is found, and pays only then.
   */
  condition(expr: Expr, place: RowPlace): IndexNode {
    const node = this.#node(expr, place);
    const isInner = expr.kind === "logic" || expr.kind === "not";
    if (place.table === null || isInner || !hasOpaque(node)) return node;
    const slot = this.#slots.truth(expr, place);
    return slot === undefined ? node : { kind: "truth", slot };
  }

  #node(expr: Expr, place: RowPlace): IndexNode {
    const isInner = expr.kind === "logic" || expr.kind === "not";
    // Slots are of the declaration: what is read beside it is asked where the criterion is found.
    if (!isInner && readsBeside(expr) && !isAnyElement(expr)) return opaque;
    switch (expr.kind) {
      case "literal":
        return constantNode(expr.value === true ? 2 : 0);
      case "fact":
        return this.#truth(expr, place);
      case "logic":
        return combined(
          expr.op,
          expr.operands.map((operand) => this.condition(operand, place)),
        );
      case "not":
        return negatedNode(this.condition(expr.operand, place));
      case "present":
        return this.#presence(expr, place);
      case "call":
        return this.#call(expr, place);
      case "quantifier":
        return this.#quantified(expr, place);
      case "matches":
        return this.#matches(expr, place);
      default:
        return opaque;
    }
  }

  #truth(expr: Expr, place: RowPlace): IndexNode {
    const slot = expr.kind === "fact" ? this.#slots.truth(expr, place) : undefined;
    return slot === undefined ? opaque : { kind: "truth", slot };
  }

  /* ---------------------------------------------------------------- presence */

  /** Only of facts and cells: what is worked out may be missing because a source failed. */
  #presence(expr: Extract<Expr, { readonly kind: "present" }>, place: RowPlace): IndexNode {
    const { operand } = expr;
    if (operand.kind !== "fact") return opaque;
    if (operand.base.kind === "row") {
      return { kind: "cell", column: columnNumber(operand.path[0] ?? "", place) };
    }
    if (operand.type.kind === "record" || operand.type.kind === "list") {
      const slot = this.#slots.truth(expr, place, true);
      return slot === undefined ? opaque : { kind: "truth", slot };
    }
    const slot = this.#factSlot(operand, place);
    return slot === undefined ? opaque : { kind: "present", slot };
  }

  #factSlot(fact: Expr, place: RowPlace): number | undefined {
    const slots = this.#slots;
    if (isTextual(fact.type)) return slots.text(fact, place);
    if (fact.type.kind === "boolean") return slots.truth(fact, place);
    if (fact.type.kind === "set") return slots.set(fact, place);
    const shape = slots.shape(fact, place);
    if (shape === undefined) return undefined;
    return slots.number(fact, place, shape, { currency: null, dimension: null });
  }

  /* ---------------------------------------------------------------- operators */

  #call(expr: Call, place: RowPlace): IndexNode {
    const spec = operatorSpec(expr.op);
    const [left, right, last] = expr.args;
    if (left === undefined || right === undefined) return opaque;
    const relation = relationOf(expr.op);
    if (relation !== undefined) return this.#comparison(relation, left, right, place);
    if (spec?.form === "range") {
      if (last === undefined || !isGiven(right) || !isGiven(last) || isGiven(left)) return opaque;
      return betweenNode(this.#slots, left, right, last, place);
    }
    if (spec?.form !== "members") return opaque;
    if (spec.indexable === "membership") return this.#membership(left, itemsOf(right), place);
    // A prefix of a text is no code above it.
    const isHierarchy = spec.indexable === "prefix" && left.type.kind === "code";
    return isHierarchy && expr.op !== "startsWith"
      ? this.#under(left, itemsOf(right), place)
      : opaque;
  }

  #comparison(relation: Relation, left: Expr, right: Expr, place: RowPlace): IndexNode {
    if (isGiven(right) && !isGiven(left)) return this.#compared(relation, left, right, place);
    if (isGiven(left) && !isGiven(right)) return this.#compared(flip(relation), right, left, place);
    return opaque;
  }

  #compared(relation: Relation, expr: Expr, given: Given, place: RowPlace): IndexNode {
    if (isTextual(expr.type)) {
      return relation === "eq" ? this.#inNode(this.#slots.text(expr, place), given, place) : opaque;
    }
    if (expr.type.kind !== "boolean") {
      return comparisonNode(this.#slots, relation, expr, given, place);
    }
    if (given.kind === "literal") {
      const node = this.condition(expr, place);
      return given.value === true ? node : negatedNode(node);
    }
    return this.#sameTruth(expr, given.path[0] ?? "", place);
  }

  /** A yes or no as the cell says. */
  #sameTruth(expr: Expr, column: string, place: RowPlace): IndexNode {
    const slot = expr.kind === "fact" ? this.#slots.truth(expr, place) : undefined;
    if (slot === undefined) return opaque;
    const number = columnNumber(column, place);
    return { kind: "in", slot, values: { kind: "column", column: number, form: "truth" } };
  }

  /* ---------------------------------------------------------------- membership */

  #operand(given: Given, place: RowPlace): Operand {
    if (given.kind === "literal") {
      return { kind: "constant", values: [String(given.value).normalize("NFC")] };
    }
    const column = columnNumber(given.path[0] ?? "", place);
    return { kind: "column", column, form: given.type.kind === "set" ? "set" : "text" };
  }

  #inNode(slot: number | undefined, given: Given, place: RowPlace): IndexNode {
    if (slot === undefined) return opaque;
    return { kind: "in", slot, values: this.#operand(given, place) };
  }

  #membership(left: Expr, items: readonly Expr[], place: RowPlace): IndexNode {
    // Of nothing it is false, but only for a value that is known.
    if (items.length === 0) return opaque;
    if (left.type.kind === "set") return this.#overlap(left, items, place);
    if (!isTextual(left.type)) return this.#amongNumbers(left, items, place);
    if (isGiven(left)) return this.#givenAmong(left, items, place);
    const slot = this.#slots.text(left, place);
    if (slot === undefined) return opaque;
    return this.#any("in", slot, items, (item) => {
      if (item.kind === "list" && item.asOf === undefined) {
        return { kind: "member", slot, list: item.list };
      }
      return isGiven(item) && isText(item.type) ? this.#inNode(slot, item, place) : opaque;
    });
  }

  /** Constants are asked together, everything else one by one; INVARIANT (disjunction): one that holds is enough. */
  #any(
    kind: "in" | "under",
    slot: number,
    items: readonly Expr[],
    other: (item: Expr) => IndexNode,
  ): IndexNode {
    const constants = items.filter((item) => item.kind === "literal");
    const values = constants.map((item) => String(item.value).normalize("NFC"));
    const first: readonly IndexNode[] =
      values.length === 0 ? [] : [{ kind, slot, values: { kind: "constant", values } }];
    const others = items.filter((item) => item.kind !== "literal");
    return combined("or", [...first, ...others.map(other)]);
  }

  #amongNumbers(left: Expr, items: readonly Expr[], place: RowPlace): IndexNode {
    if (isGiven(left)) return opaque;
    const parts = items.map((item) =>
      isGiven(item) && item.type.kind !== "set"
        ? comparisonNode(this.#slots, "eq", left, item, place)
        : opaque,
    );
    return combined("or", parts);
  }

  /** `row.tax_code in importer.owner_ids` */
  #givenAmong(left: Given, items: readonly Expr[], place: RowPlace): IndexNode {
    const parts = items.map((item) => {
      if (isGiven(item)) return opaque;
      const slots = this.#slots;
      const slot = item.type.kind === "set" ? slots.set(item, place) : slots.text(item, place);
      return this.#inNode(slot, left, place);
    });
    return combined("or", parts);
  }

  #overlap(left: Expr, items: readonly Expr[], place: RowPlace): IndexNode {
    const slot = this.#slots.set(left, place);
    if (slot === undefined) return opaque;
    // An unknown list leaves even the empty set open, which `member` of a set does not say.
    return this.#any("in", slot, items, (item) =>
      isGiven(item) && isText(item.type) ? this.#inNode(slot, item, place) : opaque,
    );
  }

  #under(left: Expr, items: readonly Expr[], place: RowPlace): IndexNode {
    if (items.length === 0 || isGiven(left)) return opaque;
    const slot = this.#slots.text(left, place);
    if (slot === undefined) return opaque;
    const kind = this.#hasLevels(left.type) ? "under" : "in";
    return this.#any(kind, slot, items, (item) =>
      isGiven(item) && isText(item.type)
        ? { kind, slot, values: this.#operand(item, place) }
        : opaque,
    );
  }

  /** In a flat list nothing lies under a code but itself. */
  #hasLevels(type: Type): boolean {
    const list = this.#ir.schema.codeLists.find(
      ({ name }) => type.kind === "code" && name === type.list,
    );
    return list !== undefined && list.shape !== "flat";
  }

  /* ---------------------------------------------------------------- rows and elements */

  /** An empty cell matches everything. */
  #matches(expr: Matches, place: RowPlace): IndexNode {
    const column = columnNumber(expr.column, place);
    const columns = place.table === null ? [] : [...place.table.key, ...place.table.value];
    const declared = columns[column];
    if (declared === undefined) return opaque;
    const isPair = declared.match === "between";
    if (isPair !== (expr.match === "between")) return opaque;
    const cell: Given = {
      kind: "fact",
      type: declared.type,
      base: { kind: "row" },
      path: [expr.column],
      optional: true,
    };
    const match = this.#matchesCell(expr, cell, place);
    if (match.kind === "opaque") return opaque;
    return combined("or", [negatedNode({ kind: "cell", column }), match]);
  }

  #matchesCell({ operand, match }: Matches, cell: Given, place: RowPlace): IndexNode {
    if (isGiven(operand)) return opaque;
    switch (match) {
      case "equal":
        return this.#compared("eq", operand, cell, place);
      case "under":
        return operand.type.kind === "code" ? this.#under(operand, [cell], place) : opaque;
      case "between": {
        // Which of two times is the later differs from row to row.
        if (operand.type.kind === "time" || isTextual(operand.type)) return opaque;
        const low = { given: cell, closed: true, end: 0 } as const;
        const high = { given: cell, closed: true, end: 1 } as const;
        return rangeNode(this.#slots, operand, { low, high }, place);
      }
    }
  }

  /** Lists of the declaration, one at a time: a body inside a body is about two elements. */
  #quantified(expr: Quantifier, place: RowPlace): IndexNode {
    const { source, variable, quantifier, count } = expr;
    const isTop = source.base.kind === "declaration" && place.element === null;
    if (!isTop || source.max > ELEMENTS_MAX) return opaque;
    const body = this.condition(expr.body, { ...place, element: { source, variable } });
    if (body.kind === "opaque") return opaque;
    const collection = this.#slots.collection(source);
    return { kind: "quantifier", quantifier, count, collection, body };
  }
}

/** A quantifier over a list of the declaration may have a body that is plain in part. */
function isAnyElement(expr: Expr): boolean {
  return expr.kind === "quantifier" && expr.source.base.kind === "declaration";
}

/** A text, or a set of texts. */
function isText(type: Type): boolean {
  return isTextual(type.kind === "set" ? type.of : type);
}
