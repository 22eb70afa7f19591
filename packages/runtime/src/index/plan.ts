/**
 * What the compiler tells the index about criteria: which values of a declaration it reads (slots), and each condition as a tree over them.
 *
 * Plain JSON, written by `compiler/3-index`, read by the builder of the index. A tree holds constants or columns of the row of `for each row of`;
 * with the cells of a row put in, it becomes one entry of the index. What has no form here is `opaque`: the index then finds candidates and the
 * criterion itself settles them, so nothing of the language is left out. Truth is Kleene's everywhere: 0 false, 1 unknown, 2 true.
 */

/** A list of the declaration whose elements conditions speak of. Lists in lists have none: conditions about them are opaque. */
export interface IndexCollection {
  readonly path: readonly string[];
  /** `item`. */
  readonly each: string;
  readonly max: number;
  /** May be absent; every quantifier over it is then unknown. */
  readonly optional: boolean;
}

/**
 * text: a string. number: a double that is compared exactly. approximate: two doubles between which the exact value lies, for computed
 * numbers. truth: 0, 1 or 2. set: strings.
 */
export type SlotForm = "text" | "number" | "approximate" | "truth" | "set";

/** One value of the declaration (or of each element of a collection) that conditions read. */
export interface IndexSlot {
  /** As written in criteria: `item.hs`, `item.customs_value / item.net_weight`, `now`. */
  readonly name: string;
  /** Position in `IndexPlan.collections`; −1: one value for the declaration. */
  readonly collection: number;
  readonly form: SlotForm;
  /** May be unknown. */
  readonly maybe: boolean;
  /** Levelled code list: lengths a code above may have, ascending; else empty. Asked by `under`. */
  readonly levels: readonly number[];
  /** Tree of codes that `under` climbs (`World.parentOf`), else null. */
  readonly tree: string | null;
}

/** Name of the slot that holds the decision time, ms since 1970 UTC. */
export const NOW_SLOT = "now";

/** How a cell becomes the values of a slot. A number stands in the unit of the slot, times `scale` (1 when the column has the slot's unit). */
export type CellForm = "text" | "set" | "truth" | "number" | "date" | "time" | "instant";

export type Operand =
  | { readonly kind: "constant"; readonly values: readonly (string | number)[] }
  /**
   * Cell of a column (position among key, then value columns); of a `between` column the end `end` of its pair. An empty cell makes the
   * condition unknown.
   */
  | {
      readonly kind: "column";
      readonly column: number;
      readonly form: CellForm;
      readonly end?: 0 | 1;
    };

export interface Bound {
  readonly value: Operand;
  /** The bound itself belongs to the range. */
  readonly closed: boolean;
}

export type IndexNode =
  | { readonly kind: "constant"; readonly truth: 0 | 1 | 2 }
  | { readonly kind: "and" | "or"; readonly of: readonly IndexNode[] }
  | { readonly kind: "not"; readonly of: IndexNode }
  | {
      readonly kind: "quantifier";
      readonly quantifier: "any" | "every" | "no" | "atLeast";
      /** For `atLeast`; 1 otherwise. */
      readonly count: number;
      readonly collection: number;
      readonly body: IndexNode;
    }
  /** The text is one of the values; of a set: one of its members is. */
  | { readonly kind: "in"; readonly slot: number; readonly values: Operand }
  /** A code at or below one of the values (`levels` or `tree` of the slot). */
  | { readonly kind: "under"; readonly slot: number; readonly values: Operand }
  /** Numbers; one of the bounds is there. */
  | { readonly kind: "range"; readonly slot: number; readonly low?: Bound; readonly high?: Bound }
  /** Member of a declared list at now; unknown when the list is not bound. */
  | { readonly kind: "member"; readonly slot: number; readonly list: string }
  | { readonly kind: "present"; readonly slot: number }
  | { readonly kind: "truth"; readonly slot: number }
  /** The cell of the row is filled. */
  | { readonly kind: "cell"; readonly column: number }
  /** Not told by the index. */
  | { readonly kind: "opaque" };

export interface IndexedCriterion {
  /** Position in `ir.criteria`. */
  readonly criterion: number;
  /** Table of `for each row of`, else null. */
  readonly rowsOf: string | null;
  /** Flow, stage, validity, scope; reads no row and is never unknown. */
  readonly asked: IndexNode;
  /** `when and not unless`. */
  readonly when: IndexNode;
  /**
   * Conditions of the rows of `decide`, when it is asked once; null without `decide`, and `"opaque"` when the table is asked for each element:
   * then every candidate is settled by the criterion itself.
   */
  readonly decide: readonly IndexNode[] | "opaque" | null;
}

/** The index of a bundle before any row is bound. */
export interface IndexPlan {
  readonly collections: readonly IndexCollection[];
  readonly slots: readonly IndexSlot[];
  /** One for each criterion of the IR, in its order. */
  readonly criteria: readonly IndexedCriterion[];
}

/**
 * What takes the values of the slots of one declaration, in any order; each slot of the declaration is told once (element 0), each slot of a
 * collection once for each element, after `count`.
 */
export interface SlotSink {
  /** Elements of a collection; −1 when it is absent. Told before its slots. */
  readonly count: (collection: number, elements: number) => void;
  /** In NFC; undefined: unknown. */
  readonly text: (slot: number, element: number, value: string | undefined) => void;
  /** NaN: unknown. */
  readonly number: (slot: number, element: number, value: number) => void;
  /** The exact value v has low <= v <= high; NaN: unknown. */
  readonly bounds: (slot: number, element: number, low: number, high: number) => void;
  readonly truth: (slot: number, element: number, value: number) => void;
  readonly set: (slot: number, element: number, values: readonly string[] | undefined) => void;
}
