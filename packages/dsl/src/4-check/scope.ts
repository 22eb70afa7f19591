/**
 * What an expression may see where it stands, and what checking it leaves behind.
 *
 * A scope is immutable and made anew for each nested place; only its two notebooks (names already reported in the clause,
 * facts that may be missing) are shared and written to.
 */
import type { Span, Type } from "@luong/spec";
import type { RecordSymbol } from "../3-resolve/symbols.ts";
import type {
  Binder,
  SelectionRef,
  SeriesRef,
  StageEventSymbol,
  TableSymbol,
} from "../analysis.ts";
import type { Named } from "../diagnostics/wording.ts";

/** Where a negation stands above a condition. */
export type Negation = "unless" | "not" | "no" | "every";

/** A value read at a place where it may turn out to be missing. */
export interface Use {
  readonly kind: "fact" | "lookup";
  readonly thing: Named;
  /** What `is present` would have to be asked of, as written. */
  readonly guard: string;
  readonly span: Span;
  /** The smallest condition around it, null outside conditions. */
  readonly condition: Span | null;
  readonly negation: Negation | null;
}

export interface ElementBinding {
  readonly binder: Binder;
  /** Key of the collection, to tell whether a `let … for each` fits. */
  readonly collection: string;
}

/** A `let` of the criterion; `facts` types its expression when first asked. */
export interface LetBinding {
  readonly forEach: string | null;
  readonly facts: () => ValueFacts;
  /** The aggregate with `per` it is, when it is a series and no value. */
  readonly series: SeriesRef["aggregate"] | null;
}

/** A `collect` of the criterion; `selection` checks it when first asked, undefined after a report. */
export interface CollectBinding {
  readonly forEach: string | null;
  readonly selection: () => SelectionRef | undefined;
}

/** What is known about a named expression. */
export interface ValueFacts {
  readonly type: Type;
  readonly mayBeMissing: boolean;
  /** Product of the bounds of the quantifiers inside. */
  readonly bound: number;
}

export interface Scope {
  readonly file: string;
  /** Record whose fields bare names are. */
  readonly self: RecordSymbol;
  /** True in the expression of a computed field: only fields of its record are seen. */
  readonly inRecord: boolean;
  readonly elements: ReadonlyMap<string, ElementBinding>;
  readonly lets: ReadonlyMap<string, LetBinding>;
  readonly collects: ReadonlyMap<string, CollectBinding>;
  /** Events that may be named, by the word for one: those of every stage it is asked at. */
  readonly events: ReadonlyMap<string, StageEventSymbol>;
  readonly params: ReadonlyMap<string, { readonly index: number; readonly type: Type }>;
  /** Table of `for each row of`, with a mark that a column was read. */
  readonly row: { readonly table: TableSymbol; readonly read: { done: boolean } } | null;
  readonly place: "criterion" | "reason" | "policy" | "declaration";
  /** A decision table stands in the criterion, so `table_row` has a meaning in reasons. */
  readonly hasDecide: boolean;
  readonly negation: Negation | null;
  /** Things known to be present, as written. */
  readonly guards: ReadonlySet<string>;
  readonly condition: Span | null;
  /** Being asked `is present`: a whole row may stand here. */
  readonly presence: boolean;
  /** The group of `and` or `or` just above. */
  readonly group: "and" | "or" | null;
  /** Product of the bounds of the collections around, with their element names. */
  readonly bound: number;
  readonly boundBy: readonly string[];
  /** Elements of quantifiers that stand before in the same `and`: where a bracket would have to open. */
  readonly openable: ReadonlyMap<string, { readonly open: Span; readonly close: Span }>;
  readonly unknown: Set<string>;
  readonly uses: Use[];
}

/** Above this product of bounds a condition costs too much. */
export const boundLimit = 10_000;

export function newScope(file: string, self: RecordSymbol, place: Scope["place"]): Scope {
  return {
    file,
    self,
    inRecord: false,
    elements: new Map(),
    lets: new Map(),
    collects: new Map(),
    events: new Map(),
    params: new Map(),
    row: null,
    place,
    hasDecide: false,
    negation: null,
    guards: new Set(),
    condition: null,
    presence: false,
    group: null,
    bound: 1,
    boundBy: [],
    openable: new Map(),
    unknown: new Set(),
    uses: [],
  };
}

/** The same place with fresh notebooks: another clause. */
export function newClause(scope: Scope): Scope {
  return { ...scope, unknown: new Set(), uses: [] };
}

/** The same place, where a missing value does no harm. */
export function unheeded(scope: Scope): Scope {
  return { ...scope, uses: [] };
}

export function noteUse(scope: Scope, use: Omit<Use, "condition" | "negation">): void {
  if (scope.guards.has(use.guard)) return;
  scope.uses.push({ ...use, condition: scope.condition, negation: scope.negation });
}
