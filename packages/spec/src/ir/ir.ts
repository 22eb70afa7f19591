/**
 * The criteria IR: what a criteria set means, without its spelling.
 *
 * Plain JSON, language-neutral, typed: the only tree after the checker. The interpreter, the optimiser,
 * the emitter and the explainer all read it; a program in another language could too. Names are resolved,
 * defines, lets and derived fields are expanded, sugar is gone. Constants stand in `literal` nodes so
 * that a back end can lift them into parameters and treat equal shapes as one cluster.
 */
import type { AggregateName } from "../aggregates.ts";
import type { Label, Schema } from "../schema.ts";
import type { Type } from "../types.ts";

export const irFormat = 1;

/** A decimal or rational written exactly: `"12.50"`, `"1/3"`; never a double. */
export type Exact = string;

/**
 * The value of a literal, in the reading of its type: boolean → boolean; text, id, code, channel, flow, stage → string;
 * integer, number → Exact; percent → Exact of the fraction (15 % is `"0.15"`); date → days since 1970-01-01 as Exact; time → seconds of the day;
 * instant → ms since 1970 UTC; duration → ms; period → months; money → amount in major units, currency in the type;
 * quantity → value in the base unit of the type's dimension; unitPrice → amount per base unit.
 */
export type LiteralValue = boolean | string;

/** Where a path of facts starts. */
export type Base =
  | { readonly kind: "declaration" }
  /** The version of the declaration decided before; absent when there is none. */
  | { readonly kind: "previous" }
  /** The event the declaration is asked with, at a stage that has one. */
  | {
      readonly kind: "event";
      /** Its name (`passage`), for messages; without it `event`. */
      readonly each?: string;
    }
  /** The element bound by the quantifier, aggregate or `decide for each` with this variable number. */
  | { readonly kind: "element"; readonly variable: number }
  /** The row of `for each row of`; the path is one column. */
  | { readonly kind: "row" };

/** The elements a quantifier or aggregate runs over. */
export interface Collection {
  readonly base: Base;
  readonly path: readonly string[];
  readonly record: string;
  /** Element name, for messages (`item`). */
  readonly each: string;
  readonly max: number;
  /** Some link of the path may be absent; then the collection is unknown. */
  readonly optional: boolean;
}

/**
 * Which effective times a selection takes. Lengths are literals of type duration or period (`valueFromLiteral`).
 * See "Selections" in docs/history.md.
 */
export type Window =
  /** [now − length, now − skipping). */
  | { readonly kind: "last"; readonly length: Expr; readonly skipping?: Expr }
  /** before: [t − length, t); after: [t, t + length]; around: [t − length, t + length]. */
  | {
      readonly kind: "within";
      readonly length: Expr;
      readonly side: "before" | "after" | "around";
      readonly at: Expr;
    }
  /** [from, until), the day of a date included. */
  | { readonly kind: "between"; readonly from: Expr; readonly until: Expr }
  /** Registries: in force at `asOf`, else now. */
  | { readonly kind: "inForce"; readonly asOf?: Expr };

/** `row op value`: `row` reads the selection's variable only, `value` everything but it. `op` is an operator of two operands (`eq`, `looksLike`). */
export interface SelectionKey {
  readonly row: Expr;
  readonly op: string;
  readonly value: Expr;
}

/** Rows of a source: earlier declarations, events, versions in force. Runs over elements like a collection. */
export interface Selection {
  /** Name of an entry of `Schema.sources`. */
  readonly source: string;
  /** Element name, for messages (`past`). */
  readonly each: string;
  readonly variable: number;
  /** Absent: all that is kept. */
  readonly window?: Window;
  /** Path of fields of the row that takes the place of its clock (`by`), an instant or a date. */
  readonly clock?: readonly string[];
  readonly keys: readonly SelectionKey[];
  /** Reads the variable, and may read the declaration. */
  readonly where?: Expr;
  readonly latest?: number;
  readonly includingThis: boolean;
  readonly minimum?: number;
}

/** `count per 7 days`, `sum of x per path`: what the outer aggregate is taken of. */
export interface Series {
  readonly aggregate: AggregateName;
  /** Absent for `count`. Reads the selection's variable. */
  readonly value?: Expr;
  /** A literal duration, or a value of the row. */
  readonly per:
    | { readonly kind: "period"; readonly length: Expr }
    | { readonly kind: "group"; readonly value: Expr };
  /** Type of one member of the series. */
  readonly type: Type;
}

export type Expr =
  | { readonly kind: "literal"; readonly type: Type; readonly value: LiteralValue }
  | {
      readonly kind: "fact";
      readonly type: Type;
      readonly base: Base;
      readonly path: readonly string[];
      /** Some link of the path may be absent. */
      readonly optional: boolean;
    }
  /** Two or more operands, boolean. */
  | {
      readonly kind: "logic";
      readonly op: "and" | "or";
      readonly type: Type;
      readonly operands: readonly Expr[];
    }
  | { readonly kind: "not"; readonly type: Type; readonly operand: Expr }
  /** Has `operand` a value? Unknown only when a source failed. `is missing` is `not present`. */
  | { readonly kind: "present"; readonly type: Type; readonly operand: Expr }
  /** An entry of `operators.ts` or `functions.ts` by name, or of `properties.ts` with a leading dot and one argument (`.chapter`). */
  | {
      readonly kind: "call";
      readonly op: string;
      readonly type: Type;
      readonly args: readonly Expr[];
    }
  /** The members on the right of `in`, `under`, `contains` …: scalars, and set-valued expressions that are spread. */
  | { readonly kind: "set"; readonly type: Type; readonly items: readonly Expr[] }
  /** A declared list as a set value; `asOf` only for dated lists (else now). */
  | { readonly kind: "list"; readonly type: Type; readonly list: string; readonly asOf?: Expr }
  /** Value of `column` in the best row of a table; without column, a boolean that is true or unknown (*no such row*). */
  | {
      readonly kind: "lookup";
      readonly type: Type;
      readonly table: string;
      readonly keys: readonly Expr[];
      readonly column?: string;
      readonly asOf?: Expr;
    }
  | {
      readonly kind: "quantifier";
      readonly type: Type;
      readonly quantifier: "any" | "every" | "no" | "atLeast";
      /** For `atLeast`; 1 otherwise. */
      readonly count: number;
      readonly source: Collection;
      readonly variable: number;
      readonly body: Expr;
    }
  | {
      readonly kind: "aggregate";
      readonly type: Type;
      readonly aggregate: AggregateName;
      /** `percentile 10`: the number written, 0 to 100. */
      readonly rank?: Exact;
      readonly source: Collection;
      readonly variable: number;
      readonly where?: Expr;
      /** Absent for `count`. */
      readonly value?: Expr;
    }
  /** A quantifier over the rows of a selection; `there is S` is `any` with the literal true as body. */
  | {
      readonly kind: "rowsQuantifier";
      readonly type: Type;
      readonly quantifier: "any" | "every" | "no" | "atLeast";
      /** For `atLeast`; 1 otherwise. */
      readonly count: number;
      readonly selection: Selection;
      readonly body: Expr;
    }
  /** An aggregate over the rows of a selection, or over a series of them. */
  | {
      readonly kind: "rowsAggregate";
      readonly type: Type;
      readonly aggregate: AggregateName;
      /** `percentile 10`: the number written, 0 to 100. */
      readonly rank?: Exact;
      readonly selection: Selection;
      /** Absent for `count`, and when there is a series. */
      readonly value?: Expr;
      readonly series?: Series;
    }
  /** A score of a model for these inputs, or one of its outputs. */
  | {
      readonly kind: "modelScore";
      readonly type: Type;
      readonly score: string;
      /** Null: the score has one. */
      readonly output: string | null;
      readonly inputs: readonly Expr[];
    }
  /** `matches`: true when the cell of the row is empty, else the column's own match. */
  | {
      readonly kind: "matches";
      readonly type: Type;
      readonly operand: Expr;
      readonly column: string;
      readonly match: KeyMatch;
    }
  /** Decision time, instant. */
  | { readonly kind: "now"; readonly type: Type }
  /** Number of the fired row of `decide`, from 1 (reasons only). */
  | { readonly kind: "tableRow"; readonly type: Type }
  /** `any criterion says …` (policies only). */
  | { readonly kind: "says"; readonly type: Type; readonly says: Channel | "unknown" }
  /** Value of a scorecard (policies only). */
  | { readonly kind: "score"; readonly type: Type; readonly scorecard: string }
  /** Sum of the risk points of counted hits (policies only). */
  | { readonly kind: "riskPoints"; readonly type: Type }
  /** An entry of `BundleIr.shared`: put there by the optimiser, reads no element and no row. */
  | { readonly kind: "shared"; readonly type: Type; readonly index: number };

export type Channel = "green" | "yellow" | "red";

export type CriterionClass = "statutory" | "analysis" | "scoring" | "quality";
export type Access = "internal" | "restricted" | "secret";

export type Effect =
  | { readonly kind: "channel"; readonly channel: Expr }
  | { readonly kind: "risk"; readonly points: Expr }
  | { readonly kind: "action"; readonly action: string }
  | { readonly kind: "alert"; readonly post: string }
  | { readonly kind: "inspect"; readonly instruction: Label };

/** Text with holes, per language; a hole may read the witness elements, the row and the fired table row. */
export type ReasonPart = string | Expr;
export interface Reason {
  readonly en?: readonly ReasonPart[];
  readonly vi?: readonly ReasonPart[];
}

export interface SourceRef {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** Days since 1970-01-01, local, both included. */
export interface Validity {
  readonly from: number;
  readonly until?: number;
  readonly review?: number;
}

export interface DecideRow {
  /** Boolean; the cells of the row under `and`. */
  readonly when: Expr;
  readonly effects: readonly Effect[];
}

export interface CriterionIr {
  readonly id: string;
  readonly label: Label;
  /** First 12 hex digits of SHA-256 of the canonical JSON of this object without `digest` and `source`. Filled in by the bundler, "" before. */
  readonly digest: string;
  readonly class: CriterionClass;
  readonly flows: readonly string[];
  /** Empty: every stage. */
  readonly stages: readonly string[];
  readonly scope?: Expr;
  readonly valid?: Validity;
  readonly basis: readonly Label[];
  readonly access: Access;
  /** `for each row of` this table. */
  readonly rowsOf?: string;
  readonly when?: Expr;
  readonly unless?: Expr;
  readonly decide?: {
    /** `for each item`. */
    readonly element?: { readonly source: Collection; readonly variable: number };
    readonly rows: readonly DecideRow[];
  };
  readonly effects: readonly Effect[];
  readonly because?: Reason;
  readonly source: SourceRef;
}

export type KeyMatch = "equal" | "under" | "between";

export interface Column {
  readonly name: string;
  readonly type: Type;
  readonly label: Label;
  readonly match: KeyMatch;
  readonly optional: boolean;
}

/**
 * JSON form of a cell as in facts; `null` is an empty cell; a `between` cell is `[from, to]`.
 * Columns in the order key, then value.
 */
export interface TableRow {
  readonly cells: readonly unknown[];
  /** ISO instants; half open. */
  readonly validFrom?: string;
  readonly validUntil?: string;
}

export interface TableIr {
  readonly name: string;
  readonly label: Label;
  readonly access: Access;
  readonly dated: boolean;
  readonly key: readonly Column[];
  readonly value: readonly Column[];
  /** Null: external, bound when the bundle is loaded. */
  readonly rows: readonly TableRow[] | null;
}

export interface ListMember {
  readonly value: string;
  readonly validFrom?: string;
  readonly validUntil?: string;
}

export interface ListIr {
  readonly name: string;
  readonly label: Label;
  readonly of: Type;
  readonly access: Access;
  readonly dated: boolean;
  /** Null: external. Members in the order written, without repeats. */
  readonly members: readonly ListMember[] | null;
}

export interface FactorIr {
  readonly name: string;
  readonly label: Label;
  readonly weight: Exact;
  readonly input: Expr;
  /** First true case counts; `when` reads the input. Unknown is handled by `unknown`, the rest by `otherwise`. */
  readonly cases: readonly { readonly when: Expr; readonly points: Exact }[];
  readonly otherwise: Exact;
  readonly unknown?: Exact;
}

export interface StageEventIr {
  readonly stage: string;
  readonly source: string;
  readonly each: string;
  readonly where: Expr;
}

/** `score … from plugin`: what is asked of a provider. */
export interface ModelScoreIr {
  readonly name: string;
  readonly label: Label;
  readonly version: number;
  /** As written: `onnx:fraud`. */
  readonly plugin: string;
  /** In the order of `inputs` of a `modelScore`. */
  readonly inputs: readonly { readonly name: string; readonly type: Type }[];
  /** One without name, or those of `returns`. */
  readonly outputs: readonly { readonly name: string | null; readonly type: Type }[];
  /** Closed, of every numeric output; Exact in the reading of its type. */
  readonly range?: readonly [Exact, Exact];
  readonly timeoutMs: number;
  readonly source: SourceRef;
}

export interface ScorecardIr {
  readonly name: string;
  readonly label: Label;
  readonly flows: readonly string[];
  readonly stages: readonly string[];
  readonly access: Access;
  readonly factors: readonly FactorIr[];
  readonly source: SourceRef;
}

/** What a quota or sample is counted by: a fact of the declaration, or the local day of now. */
export type Bucket = { readonly kind: "fact"; readonly fact: Expr } | { readonly kind: "day" };

/** `top p of green to red ranked by e per office per day`. */
export interface TopIr {
  readonly name: string;
  /** Share of declarations decided. */
  readonly rate: Exact;
  readonly from: Channel;
  readonly to: Channel;
  readonly by: Expr;
  readonly per: readonly Bucket[];
}

export interface SampleIr {
  /** Name of the draw: `<policy>/<number of the line in the source, from 1>`. */
  readonly name: string;
  readonly rate: Exact;
  readonly from: Channel;
  readonly to: Channel;
  readonly strata: readonly Expr[];
  readonly when?: Expr;
}

export interface QuotaIr {
  readonly name: string;
  readonly channel: Channel;
  /** A share of declarations decided, or a count. */
  readonly limit: { readonly kind: "share" | "count"; readonly value: Exact };
  readonly per: readonly Bucket[];
  readonly keeping: Expr;
}

export interface PolicyIr {
  readonly name: string;
  readonly label: Label;
  readonly flows: readonly string[];
  readonly stages: readonly string[];
  readonly access: Access;
  readonly exempt?: Expr;
  readonly red?: Expr;
  readonly yellow?: Expr;
  /** In the order they draw: severest target first. */
  readonly samples: readonly SampleIr[];
  /** In the order they are applied: severest target first. */
  readonly tops?: readonly TopIr[];
  readonly quotas: readonly QuotaIr[];
  readonly otherwise: Channel;
  readonly source: SourceRef;
}

/** A fact given in a test: a path and its JSON form; absent facts take the schema's example. */
export interface ExpectationIr {
  /** Null in a criterion's own test: that criterion. */
  readonly criterion: string | null;
  readonly expect:
    | {
        readonly kind: "hit";
        readonly element?: { readonly each: string; readonly position: number };
      }
    | { readonly kind: "noHit" }
    | { readonly kind: "unknown"; readonly because?: string }
    | { readonly kind: "channel"; readonly channel: Channel }
    | { readonly kind: "risk"; readonly points: Exact }
    | { readonly kind: "exempt" };
}

export interface TestIr {
  readonly label: Label;
  /** Null: a scenario, which runs the whole decision. */
  readonly criterion: string | null;
  /** JSON form of the declaration, complete: given facts over the schema's examples. */
  readonly declaration: unknown;
  readonly flow: string;
  readonly stage: string;
  /** Rows and members given in the test, in place of what is bound. */
  readonly tables: Readonly<Record<string, readonly TableRow[]>>;
  readonly lists: Readonly<Record<string, readonly string[]>>;
  /** Rows of sources, JSON form complete as the declaration is; absent when none is given. */
  readonly rows?: Readonly<Record<string, readonly unknown[]>>;
  /** Scores given, by name; an output by `name.output`. JSON form. */
  readonly scores?: Readonly<Record<string, unknown>>;
  /** The event of the stage, and the version before. */
  readonly event?: unknown;
  readonly previous?: unknown;
  readonly expect: readonly ExpectationIr[];
  readonly source: SourceRef;
}

/** A compiled criteria set. Criteria are sorted by id, lists, tables and scorecards by name, policies by name. */
export interface BundleIr {
  readonly irFormat: typeof irFormat;
  /** Version of the language, apart from npm's. */
  readonly language: string;
  readonly set: { readonly label: Label; readonly version: number };
  readonly schema: Schema;
  readonly lists: readonly ListIr[];
  readonly tables: readonly TableIr[];
  readonly criteria: readonly CriterionIr[];
  readonly scorecards: readonly ScorecardIr[];
  /** Which declarations the event of a stage belongs to; absent when no stage has one. Reads the base `event`. */
  readonly stageEvents?: readonly StageEventIr[];
  /** By name; absent when the set has none. */
  readonly modelScores?: readonly ModelScoreIr[];
  readonly policies: readonly PolicyIr[];
  /** Subexpressions used more than once; an entry may use earlier ones. Empty before the optimiser. */
  readonly shared: readonly Expr[];
}
