/**
 * The contract between an emitted predicate module and the engine that loads it.
 *
 * The compiler writes modules of this shape (and imports only this file from the runtime); the loader refuses another `abi`.
 * A module is self-contained: IR, Ajv validator, encoder and predicates. A module of a set that is answered through an index has the plan of it beside them;
 * the engine builds the index, and the module tells it the values of each declaration.
 */
import type { BundleIr, Question, World } from "@luong/spec";
import type { IndexPlan, SlotSink } from "./index/plan.ts";

export type {
  Bound,
  CellForm,
  IndexCollection,
  IndexedCriterion,
  IndexNode,
  IndexPlan,
  IndexSlot,
  Operand,
  SlotForm,
  SlotSink,
} from "./index/plan.ts";

export const abiVersion = 1;

/** Truth as the fast path stores it: `and` is min, `or` is max, `not` is 2 − x. */
export const FALSE = 0;
export const UNKNOWN = 1;
export const TRUE = 2;
/** Not asked: out of flow, stage, validity or scope. */
export const NOT_ASKED = 3;

/** No case of the factor was true: its `else` counted, or its `unknown`. */
export const FACTOR_OTHERWISE = -1;
export const FACTOR_UNKNOWN = -2;

/**
 * One fault found by the generated validator, before it is turned into a message.
 *
 * Keywords of JSON Schema with Ajv's parameters: `type` {type} (`null` allowed as well when the fact is optional), `required` {missingProperty},
 * `additionalProperties` {additionalProperty}, `enum` {allowedValues}, `maxItems` {limit}, `minimum`, `maximum` {limit: number, or text for dates and times}.
 * Ours: `form` {form: "date" | "time" | "instant" | "code"} (text of another form), `calendar` {} (a date that does not exist),
 * `finite` {}, `significantDigits` {limit: 15}, `exponent` {limit: 15}, `currencyDigits` {currency, digits},
 * `duplicateKey` {key: names of the key fields, first: position from 0 of the element with the same key}.
 */
export interface FieldFault {
  /** JSON Pointer. */
  readonly path: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Reference evaluation of one expression of the module, for what has no fast form or is too close to call. */
export interface SlowPath {
  /**
   * Truth of the expression `index` of `PredicateModule.slow` for the declaration last given to `encode`; of one that is no condition (the
   * input of a factor) 2 when it has a value and 1 when it is unknown.
   * `elements[v]` is the element bound to variable `v`, as it stands in the declaration's JSON; holes are not bound.
   * `row` is the `BoundRow` of `for each row of`, else null. Inside `Matcher.policy` the expression reads the state given there.
   */
  truth(index: number, elements: readonly unknown[], row: unknown): 0 | 1 | 2;
  /**
   * Verdict of `ir.criteria[criterion]`, which is asked: its truth + 4 × the fired row of its `decide` (from 1, 0 none). `row` is the place from 0
   * of the row of `for each row of`, −1 without. For decision tables for each element whose outcomes are computed, and for criteria the plan of an
   * index tells whole.
   */
  decide(criterion: number, row: number): number;
}

/** What the engine gives a module when lists, tables or codes are bound (again). */
export interface Bindings extends World {
  readonly slow: SlowPath;
}

/**
 * Results of one match, reused between calls. `truths[i]` belongs to `ir.criteria[i]`; for `for each row of` it is the highest
 * over the rows, and each row that is not false is appended to `rowCriterion`/`rowNumber`/`rowTruth` (criterion by its position in
 * `ir.criteria`, row by its position in `TableBinding.rows`, both from 0; in that order). A table that is not bound gives unknown and no row.
 * The caller makes the arrays (`rows` is set to 0 by `match`); the matcher replaces the three row arrays by longer ones when they are full.
 * `tableRow[i]` is the fired row of `decide` (from 1, 0 none).
 */
export interface MatchResult {
  readonly truths: Uint8Array;
  readonly tableRow: Int32Array;
  rows: number;
  rowCriterion: Int32Array;
  rowNumber: Int32Array;
  rowTruth: Uint8Array;
}

/** What a policy condition reads beside the facts. */
export interface PolicyState {
  red: 0 | 2;
  yellow: 0 | 2;
  green: 0 | 2;
  unknown: 0 | 2;
  riskPoints: number;
  /** By scorecard, in the order of `ir.scorecards`. */
  readonly scores: Float64Array;
}

/** Answers for one declaration at a time; not shared between threads. */
export interface Matcher {
  /** Encodes a validated declaration; the calls below speak of it until the next `encode`. */
  readonly encode: (question: Question) => void;
  /** Throws in a module with `PredicateModule.index`: its criteria are answered through the index, or by `PredicateModule.whole`. */
  readonly match: (result: MatchResult) => void;
  /** Only with an index: tells every slot of its plan for the declaration last encoded, as `SlotSink` says. */
  readonly slots?: (sink: SlotSink) => void;
  /**
   * Only with an index: the verdict of `ir.criteria[criterion]`, which is asked, as `SlowPath.decide` gives it. `row` is the place from 0 of the row of
   * `for each row of`, −1 without; whether the row is in force is not looked at.
   */
  readonly verdict?: (criterion: number, row: number) => number;
  /** Value of `ir.scorecards[index]`; exact decimal as a double. */
  readonly score: (index: number) => number;
  /**
   * By factor of `ir.scorecards[index]`, what the last `score(index)` took: a case by its position from 0, `FACTOR_OTHERWISE` or
   * `FACTOR_UNKNOWN`. For explanations; a matcher may leave it out.
   */
  readonly factorCases?: (index: number) => Int16Array | undefined;
  /** Truth of a policy's expression. */
  readonly policy: (
    policy: number,
    condition: "exempt" | "red" | "yellow",
    state: PolicyState,
  ) => 0 | 1 | 2;
  /** How often the reference had to be asked, since the matcher was made. */
  readonly slowCalls: () => number;
}

export interface PredicateModule {
  readonly abi: typeof abiVersion;
  readonly ir: BundleIr;
  /** Paths into `ir` (the IR as lowered, whether optimised or not) of the expressions the emitted code may ask the reference for (`criteria/3/when/operands/1`). */
  readonly slow: readonly string[];
  /** Of a set that is answered through an index: `createMatcher` then gives `slots` and `verdict`, and no `match`. */
  readonly index?: IndexPlan;
  /**
   * Beside an index: the same criteria answered by emitted code alone, which is quicker for as long as there are few rows. `slow` as above, for this matcher,
   * which has `match` and neither `slots` nor `verdict`.
   */
  readonly whole?: Pick<PredicateModule, "slow" | "createMatcher">;
  /** Empty when the declaration has the schema's form. */
  readonly validate: (declaration: unknown) => readonly FieldFault[];
  readonly createMatcher: (bindings: Bindings) => Matcher;
}

/** A model the scores of a bundle were built with. */
export interface ManifestModel {
  /** As criteria write it: `trees:fraud`. */
  readonly plugin: string;
  readonly version: string;
  /** Of the model's bytes, as decisions name it; null where there are none, as on a server. */
  readonly digest: string | null;
}

/** `manifest.json` of a bundle. Keys in this order; no times, no machine, so two builds give the same bytes. */
export interface Manifest {
  readonly format: "luong-bundle";
  readonly formatVersion: 1;
  readonly abi: typeof abiVersion;
  readonly language: string;
  readonly compiler: string;
  readonly set: { readonly label: BundleIr["set"]["label"]; readonly version: number };
  readonly schema: { readonly name: string; readonly version: number };
  /** SHA-256, hex, of the canonical JSON of the IR: the identity of the bundle, `bundleDigest` in decisions. */
  readonly digest: string;
  /** SHA-256, hex, by file name. */
  readonly files: Readonly<Record<string, string>>;
  readonly criteria: readonly {
    readonly id: string;
    readonly version: string;
    readonly class: string;
  }[];
  readonly requires: {
    readonly lists: readonly { readonly name: string; readonly dated: boolean }[];
    readonly tables: readonly { readonly name: string; readonly dated: boolean }[];
    /** Sources selections read; absent when there is none. */
    readonly sources?: readonly string[];
    /** Scores of models that are asked for; absent when there is none. */
    readonly modelScores?: readonly string[];
    readonly codeLists: readonly string[];
    readonly rates: boolean;
    readonly samplingKey: boolean;
  };
  /** Models the scores were built with, by plugin; absent: it was built without. An engine takes no other. */
  readonly models?: readonly ManifestModel[];
  /** How the criteria are evaluated, for the reader: back end by criterion, expressions left to the reference. */
  readonly plan: {
    readonly backEnd: "emitted" | "indexed";
    readonly optimised: boolean;
    readonly slowExpressions: number;
    /** What is kept of the rows of sources: rows of one source by equal keys are one group. Absent when no criterion looks back. */
    readonly history?: readonly {
      /** Digest of the definition, 12 hex digits. */
      readonly group: string;
      readonly source: string;
      readonly keys: number;
      readonly columns: number;
      /** Selections it answers. */
      readonly selections: number;
      readonly longestDays: number;
      /** At most, of one row, without its keys. */
      readonly rowBytes: number;
    }[];
  };
}
