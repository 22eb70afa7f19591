/**
 * The tree of a `.crit` file: what was written, with spans and comments, no types.
 *
 * Made by `2-parse`, read by the resolver, checker, formatter, lowering and the language service. Immutable. `id` is unique within a
 * file; what later phases learn about a node goes in a table keyed by `nodeKey(file, id)`, never on the node.
 * Keywords do not appear: an English and a Vietnamese spelling give equal trees. `missing` nodes stand where the
 * parser recovered: they have been reported already and later phases say nothing about them.
 */
import type { Span } from "@luong/spec";

export interface Node {
  readonly id: number;
  readonly span: Span;
}

/** A name as written (without back-quotes), NFC. */
export interface Name extends Node {
  readonly text: string;
}

/** `"…" vi "…"`; an untagged text is in the language of the set. */
export interface LabelText extends Node {
  readonly texts: readonly {
    readonly language: "en" | "vi" | null;
    readonly text: string;
    readonly span: Span;
  }[];
}

/* ------------------------------------------------------------------ expressions */

export type Channel = "red" | "yellow" | "green";

export type Literal = Node &
  (
    | { readonly kind: "number"; readonly image: string }
    | { readonly kind: "percent"; readonly image: string }
    | { readonly kind: "string"; readonly text: string }
    | { readonly kind: "code"; readonly text: string }
    | { readonly kind: "date"; readonly image: string }
    | { readonly kind: "time"; readonly image: string }
    | { readonly kind: "dateTime"; readonly image: string }
    | { readonly kind: "boolean"; readonly value: boolean }
    | { readonly kind: "channelLiteral"; readonly channel: Channel }
    /** `100 kg`; `unit` is the English unit keyword. */
    | { readonly kind: "quantity"; readonly image: string; readonly unit: string }
    /** `180 days`; `unit` is ms, seconds, minutes, hours, days, weeks, months, years. */
    | { readonly kind: "duration"; readonly image: string; readonly unit: string }
    /** `2.50 USD per kg`. */
    | {
        readonly kind: "money";
        readonly image: string;
        readonly currency: string;
        readonly per: string | null;
      }
  );

export type Quantifier = "any" | "every" | "no" | "atLeast";

export type Expression =
  | Literal
  /** `importer.tax_code`, `reference_price(item.hs, item.origin as of now).typical`, `f(x).y`. `root` may be `this` or `previous`. */
  | (Node & {
      readonly kind: "reference";
      readonly root: Name;
      readonly call: {
        readonly args: readonly Expression[];
        readonly asOf: Expression | null;
      } | null;
      readonly path: readonly Name[];
    })
  /** Flat: `a and b and c` is one node. `mixed` marks an error already reported. */
  | (Node & {
      readonly kind: "logic";
      readonly op: "and" | "or";
      readonly operands: readonly Expression[];
    })
  /** `any of` / `all of` with bullets. */
  | (Node & {
      readonly kind: "group";
      readonly op: "any" | "all";
      readonly bullet: "-" | "*";
      readonly members: readonly Expression[];
    })
  | (Node & { readonly kind: "not"; readonly operand: Expression })
  | (Node & { readonly kind: "parenthesis"; readonly inner: Expression })
  | (Node & {
      readonly kind: "quantified";
      readonly quantifier: Quantifier;
      readonly count: string | null;
      readonly element: Name;
      readonly of: Path | null;
      readonly called: Name | null;
      readonly body: Expression;
    })
  /** `any criterion says red`, `any criterion says unknown`. */
  | (Node & { readonly kind: "says"; readonly says: Channel | "unknown" })
  /** An operator of `spec/operators.ts` by name; `args` as its form says (members: the listed values). */
  | (Node & {
      readonly kind: "relation";
      readonly op: string;
      readonly opSpan: Span;
      readonly left: Expression;
      readonly args: readonly Expression[];
      readonly asOf: Expression | null;
    })
  /** Additive and multiplicative, left to right, by operator name. */
  | (Node & {
      readonly kind: "binary";
      readonly op: string;
      readonly opSpan: Span;
      readonly left: Expression;
      readonly right: Expression;
    })
  /** `80% of x`. */
  | (Node & { readonly kind: "percentOf"; readonly percent: string; readonly operand: Expression })
  /**
   * `sum of e over items`, `count of items`, `count of (items where …)`, `percentile 10 of e over peers`, `count per 7 days over recent`,
   * `average over weekly`. `value` is null for count, and for an aggregate of a series.
   */
  | (Node & {
      readonly kind: "aggregate";
      readonly aggregate: string;
      /** Image of the number after `percentile`, null for the others. */
      readonly rank: string | null;
      readonly value: Expression | null;
      readonly per: Per | null;
      readonly rows: Rows;
    })
  /** `there is S`, `there is no S`. */
  | (Node & { readonly kind: "exists"; readonly negated: boolean; readonly rows: Rows })
  /** A written minus and a number without blank (`-3`). */
  | (Node & { readonly kind: "negative"; readonly operand: Expression })
  | (Node & { readonly kind: "missing" });

/** A collection or a selection: `items`, `peers`, `(items called other where …)`, `(declarations in last 30 days with same importer.tax_code)`. */
export interface Rows extends Node {
  readonly source: Path;
  readonly called: Name | null;
  readonly window: WindowNode | null;
  /** `as of t`: registries only. */
  readonly asOf: Expression | null;
  readonly keys: readonly KeyNode[];
  readonly where: Expression | null;
  /** Image of the number after `latest`. */
  readonly latest: string | null;
  readonly includingThis: boolean;
  /** Image of the number after `minimum`. */
  readonly minimum: string | null;
}

/** What every part of a collection is when nothing but its name is written. */
export const plainRows = {
  called: null,
  window: null,
  asOf: null,
  keys: [],
  where: null,
  latest: null,
  includingThis: false,
  minimum: null,
} as const satisfies Omit<Rows, "source" | keyof Node>;

/** Lengths are duration literals (or `missing`). `by` is a field of the row that takes the place of its clock. */
export type WindowNode = Node & { readonly by: Name | null } & (
    | {
        readonly kind: "last";
        readonly length: Expression;
        readonly skipping: Expression | null;
      }
    | {
        readonly kind: "within";
        readonly length: Expression;
        readonly side: "before" | "after" | "around";
        readonly at: Expression;
      }
    | { readonly kind: "between"; readonly from: Expression; readonly until: Expression }
  );

/** One key of a selection. */
export type KeyNode = Node &
  /** `same importer.tax_code`, `same hs as item`: the path of the row equals that of the declaration, or of `as`. */
  (
    | { readonly kind: "same"; readonly path: Path; readonly as: Path | null }
    /** `importer_code = importer.tax_code`, `plate looks like declared_plate`; `op` is an operator of `spec/operators.ts`. */
    | {
        readonly kind: "compared";
        readonly path: Path;
        readonly op: string;
        readonly opSpan: Span;
        readonly value: Expression;
      }
  );

/** `per 7 days`, `per item.hs`. */
export type Per = Node &
  (
    | { readonly kind: "period"; readonly length: Expression }
    | { readonly kind: "group"; readonly path: Path }
  );

export interface Path extends Node {
  readonly names: readonly Name[];
}

/* ------------------------------------------------------------------ schema */

export interface TypeRef extends Node {
  readonly name: Name;
  /** `list of`, `set of`, or a plain name. */
  readonly shape: "plain" | "list" | "set";
  readonly max: string | null;
  readonly typical: string | null;
  readonly each: Name | null;
  /** `Money VND`. */
  readonly currency: Name | null;
  /** `Money VND per kg`: English unit keyword. */
  readonly per: string | null;
}

export interface FieldNode extends Node {
  readonly name: Name;
  readonly type: TypeRef;
  readonly optional: boolean;
  readonly label: LabelText | null;
  readonly alias: Name | null;
  readonly source: LabelText | null;
  readonly example: Expression | null;
  readonly range: readonly [Expression, Expression] | null;
  readonly derived: Expression | null;
}

export interface ColumnNode extends Node {
  readonly name: Name;
  readonly type: TypeRef;
  readonly match: "equal" | "under" | "between";
  readonly optional: boolean;
  readonly label: LabelText | null;
}

/** A cell of a `table`, `decide` table or factor case. */
export type Cell = Node &
  (
    | { readonly kind: "anything" }
    | { readonly kind: "else" }
    | { readonly kind: "unknown" }
    | { readonly kind: "presence"; readonly present: boolean }
    /** `< 5`, `in list`, `under 84`: a relation without its left side. */
    | { readonly kind: "test"; readonly op: string; readonly args: readonly Expression[] }
    /** `6109, 6110`, `red`, `+40`. */
    | { readonly kind: "values"; readonly values: readonly Expression[] }
    | { readonly kind: "rangeCell"; readonly from: Expression; readonly to: Expression }
    | { readonly kind: "points"; readonly image: string }
    | { readonly kind: "missing" }
  );

export interface CellRow extends Node {
  readonly cells: readonly Cell[];
}

/* ------------------------------------------------------------------ clauses */

export interface OnClause extends Node {
  readonly flows: readonly Name[];
  readonly stages: readonly Name[];
}

export type EffectNode = Node &
  (
    | {
        readonly kind: "channel";
        readonly channel: Channel | null;
        readonly path: Expression | null;
      }
    | { readonly kind: "risk"; readonly points: Expression }
    | { readonly kind: "action"; readonly name: Name }
    | { readonly kind: "alert"; readonly name: Name }
    | { readonly kind: "inspect"; readonly label: LabelText }
  );

/** A text of `because` with its holes, per language. */
export interface ReasonNode extends Node {
  readonly texts: readonly {
    readonly language: "en" | "vi" | null;
    readonly span: Span;
    readonly parts: readonly (string | Expression)[];
  }[];
}

export type FactNode = Node &
  (
    | { readonly kind: "given"; readonly path: Path; readonly value: Expression }
    | { readonly kind: "includes"; readonly path: Path; readonly value: Expression }
    | { readonly kind: "absent"; readonly path: Path }
    /** `item (hs = …, …)`, `row (…)`, `reference_price (…)`. */
    | { readonly kind: "element"; readonly path: Path; readonly facts: readonly FactNode[] }
  );

export type ExpectedNode = Node & { readonly criterion: Name | null } & (
    | { readonly kind: "hit"; readonly element: Name | null; readonly position: string | null }
    | { readonly kind: "noHit" }
    | { readonly kind: "unknown"; readonly because: Path | null }
    | { readonly kind: "channelIs"; readonly channel: Channel }
    | { readonly kind: "riskIs"; readonly points: string }
    | { readonly kind: "exempt" }
  );

export interface TestNode extends Node {
  readonly label: LabelText;
  readonly given: readonly FactNode[];
  readonly expect: readonly ExpectedNode[];
}

export type Clause = Node &
  (
    | { readonly kind: "class"; readonly class: "statutory" | "analysis" | "scoring" | "quality" }
    | { readonly kind: "on"; readonly on: OnClause }
    | { readonly kind: "scope"; readonly condition: Expression }
    | {
        readonly kind: "valid";
        readonly from: Expression;
        readonly until: Expression | null;
        readonly review: Expression | null;
      }
    | { readonly kind: "basis"; readonly labels: readonly LabelText[] }
    | { readonly kind: "access"; readonly access: AccessLevel }
    | {
        readonly kind: "collect";
        readonly name: Name;
        readonly forEach: Name | null;
        readonly rows: Rows;
      }
    | {
        readonly kind: "let";
        readonly name: Name;
        readonly forEach: Name | null;
        readonly value: Expression;
      }
    | { readonly kind: "when"; readonly condition: Expression }
    | { readonly kind: "unless"; readonly condition: Expression }
    | {
        readonly kind: "decide";
        readonly forEach: Name | null;
        readonly head: readonly DecideColumn[];
        readonly rows: readonly CellRow[];
      }
    | { readonly kind: "then"; readonly effects: readonly EffectNode[] }
    | { readonly kind: "because"; readonly reason: ReasonNode }
    | { readonly kind: "test"; readonly test: TestNode }
  );

export type DecideColumn = Node &
  (
    | { readonly kind: "input"; readonly expression: Expression }
    | { readonly kind: "output"; readonly output: "channel" | "risk" | "action" }
  );

export type PolicyClause = Node &
  (
    | { readonly kind: "exempt"; readonly condition: Expression }
    | { readonly kind: "channelWhen"; readonly channel: Channel; readonly condition: Expression }
    | {
        readonly kind: "sample";
        readonly rate: string;
        readonly from: Channel;
        readonly to: Channel;
        readonly by: readonly Path[];
        readonly condition: Expression | null;
      }
    /** `top 1% of green to red ranked by fraud_score per office per day`. */
    | {
        readonly kind: "top";
        readonly rate: string;
        readonly from: Channel;
        readonly to: Channel;
        readonly by: Expression;
        readonly per: readonly (
          | Path
          | { readonly day: true; readonly id: number; readonly span: Span }
        )[];
      }
    | {
        readonly kind: "quota";
        readonly channel: Channel;
        readonly limit: { readonly kind: "share" | "count"; readonly image: string };
        readonly per: readonly (
          | Path
          | { readonly day: true; readonly id: number; readonly span: Span }
        )[];
        readonly keeping: Expression;
      }
    | { readonly kind: "else"; readonly channel: Channel }
  );

export type AccessLevel = "internal" | "restricted" | "secret";

/* ------------------------------------------------------------------ items */

export type Item = Node & { readonly comments: Comments } & (
    | {
        readonly kind: "codelist";
        readonly name: Name;
        readonly label: LabelText | null;
        readonly shape: "flat" | "levels" | "tree";
        readonly levels: readonly string[];
        readonly source: LabelText | null;
        readonly external: boolean;
        readonly file: string | null;
        readonly codes: readonly CodedNode[];
      }
    | {
        readonly kind: "unit";
        readonly units: readonly {
          readonly unit: string;
          readonly code: string;
          readonly span: Span;
        }[];
      }
    | {
        readonly kind: "currency";
        readonly currencies: readonly {
          readonly code: string;
          readonly digits: string;
          readonly span: Span;
        }[];
      }
    | {
        readonly kind: "record";
        readonly name: Name;
        readonly label: LabelText | null;
        readonly key: readonly Name[];
        readonly clock: Name | null;
        readonly fields: readonly FieldNode[];
      }
    | {
        readonly kind: "words";
        readonly words: "flow" | "stage" | "action";
        readonly names: readonly {
          readonly name: Name;
          readonly label: LabelText | null;
          /** Stages only: `with passage from passages where …`. */
          readonly event: StageEvent | null;
        }[];
      }
    | {
        readonly kind: "source";
        readonly sourceKind: "history" | "event" | "registry";
        readonly name: Name;
        /** `of Passage`. */
        readonly of: Name | null;
        /** `from declarations.items`. */
        readonly from: Path | null;
        readonly each: Name;
        readonly clock: Name | null;
        /** Duration literals. */
        readonly keep: Expression | null;
        readonly late: Expression | null;
        readonly label: LabelText | null;
      }
    | {
        readonly kind: "list";
        readonly name: Name;
        readonly of: TypeRef;
        readonly label: LabelText | null;
        readonly access: AccessLevel | null;
        readonly dated: boolean;
        readonly external: boolean;
        readonly file: string | null;
        readonly members: readonly Expression[];
      }
    | {
        readonly kind: "table";
        readonly name: Name;
        readonly label: LabelText | null;
        readonly access: AccessLevel | null;
        readonly key: readonly ColumnNode[];
        readonly value: readonly ColumnNode[];
        readonly dated: boolean;
        readonly external: boolean;
        readonly file: string | null;
        readonly rows: readonly CellRow[];
      }
    | {
        readonly kind: "parameter";
        readonly name: Name;
        readonly label: LabelText | null;
        readonly access: AccessLevel | null;
        readonly value: Expression;
      }
    | {
        readonly kind: "define";
        readonly name: Name;
        readonly params: readonly { readonly name: Name; readonly type: TypeRef }[];
        readonly label: LabelText | null;
        readonly value: Expression;
      }
    | {
        readonly kind: "criterion";
        readonly criterionId: Name;
        readonly label: LabelText | null;
        readonly rowsOf: Name | null;
        readonly clauses: readonly Clause[];
      }
    | {
        readonly kind: "scorecard";
        readonly name: Name;
        readonly label: LabelText | null;
        readonly on: OnClause | null;
        readonly access: AccessLevel | null;
        readonly factors: readonly FactorNode[];
      }
    | {
        readonly kind: "modelScore";
        readonly name: Name;
        readonly param: { readonly name: Name; readonly type: TypeRef } | null;
        readonly version: string;
        readonly label: LabelText | null;
        readonly plugin: Expression;
        readonly inputs: readonly Expression[];
        readonly returns: readonly { readonly name: Name; readonly type: TypeRef }[];
        readonly range: readonly [Expression, Expression] | null;
        readonly timeout: Expression | null;
      }
    | {
        readonly kind: "policy";
        readonly name: Name;
        readonly label: LabelText | null;
        readonly on: OnClause | null;
        readonly access: AccessLevel | null;
        readonly clauses: readonly PolicyClause[];
      }
    | { readonly kind: "scenario"; readonly test: TestNode }
    /** An item that could not be read; reported already. */
    | { readonly kind: "unreadable" }
  );

export type ItemOf<K extends Item["kind"]> = Extract<Item, { readonly kind: K }>;

/** The event a stage is asked with, and which declarations it belongs to. */
export interface StageEvent extends Node {
  readonly each: Name;
  readonly source: Name;
  readonly where: Expression;
}

export interface CodedNode extends Node {
  readonly code: string;
  /** Tree lists: `03CC in 03`. */
  readonly parent: string | null;
  readonly label: LabelText | null;
}

export interface FactorNode extends Node {
  readonly name: Name;
  readonly label: LabelText | null;
  readonly weight: string;
  readonly by: Expression;
  readonly cases: readonly (Node & { readonly cell: Cell; readonly points: string })[];
}

export type Header = Node &
  (
    | {
        readonly kind: "setHeader";
        readonly label: LabelText | null;
        readonly version: string;
        readonly uses: readonly {
          readonly name: string;
          readonly version: string;
          readonly span: Span;
        }[];
      }
    | {
        readonly kind: "schemaHeader";
        readonly name: string;
        readonly version: string;
        readonly label: LabelText | null;
        readonly zone: string | null;
      }
  );

/** Comments of one item, in order; `span` tells where they stood, the formatter puts them back. */
export type Comments = readonly {
  readonly text: string;
  readonly span: Span;
  readonly ownLine: boolean;
}[];

export interface CritFile {
  readonly file: string;
  readonly text: string;
  readonly header: Header | null;
  readonly headerComments: Comments;
  readonly items: readonly Item[];
  /** Comments after the last item. */
  readonly trailing: Comments;
}
