/**
 * What analysis hands on: trees, what every node means, and every diagnostic.
 *
 * Comes out of `pipeline.ts` (parse → resolve → check), goes to the compiler's lowering, the formatter's name
 * switch and the language service. Side tables are keyed by `nodeKey`; nodes with errors have type `error` and may lack
 * an entry in `references`. Lowering runs only when there is no error.
 */
import type {
  Access,
  Column,
  Diagnostic,
  Label,
  ListMember,
  Schema,
  TableRow,
  Type,
} from "@luong/spec";
import type { CritFile, Expression, ItemOf, Node, Rows } from "./ast/ast.ts";

/** Number of a file times 2³² plus the id of the node: a set of ten thousand criteria asks millions of times, and a text for each would be most of the work. */
export type NodeKey = number;

/** Of a declaration that is not there, and has been reported. */
export const NO_NODE: NodeKey = -1;

/** Files by name, in the order they were first asked about; the numbers mean nothing outside this process. */
const fileNumbers = new Map<string, number>();

export function nodeKey(file: string, node: Pick<Node, "id">): NodeKey {
  let number = fileNumbers.get(file);
  if (number === undefined) {
    number = fileNumbers.size;
    fileNumbers.set(file, number);
  }
  return number * 0x1_0000_0000 + node.id;
}

/** Where an element name is bound; the node is the quantifier, the `Rows` of an aggregate, the `decide` or the `let … for each`. */
export interface Binder {
  readonly node: NodeKey;
  readonly element: string;
  readonly record: string;
}

/** What a reference (`kind: "reference"` or `Path`) means. */
export type Reference =
  /**
   * Facts: start, then fields; `properties` (`chapter`, `date`) apply to the value. In the expression of a computed field the
   * start `declaration` is the record the field belongs to.
   */
  | {
      readonly kind: "fact";
      readonly start:
        | { readonly kind: "declaration" }
        | { readonly kind: "element"; readonly binder: Binder }
        | { readonly kind: "row"; readonly table: string }
        | { readonly kind: "previous" }
        | { readonly kind: "event" };
      readonly fields: readonly string[];
      readonly properties: readonly string[];
      readonly optional: boolean;
    }
  /** A record's computed field: `start.fields` is the record, `field` the derived one. */
  | {
      readonly kind: "derived";
      readonly start:
        | { readonly kind: "declaration" }
        | { readonly kind: "element"; readonly binder: Binder }
        | { readonly kind: "previous" }
        | { readonly kind: "event" };
      readonly fields: readonly string[];
      readonly record: string;
      readonly field: string;
      readonly properties: readonly string[];
    }
  | { readonly kind: "list"; readonly list: string }
  /** `properties` apply to the column's value. */
  | {
      readonly kind: "lookup";
      readonly table: string;
      readonly column: string | null;
      readonly properties: readonly string[];
    }
  | { readonly kind: "parameter"; readonly parameter: string }
  | { readonly kind: "define"; readonly define: string; readonly properties: readonly string[] }
  /** A parameter of the define it stands in; when it is a record, `fields` lead on. */
  | {
      readonly kind: "argument";
      readonly index: number;
      readonly fields: readonly string[];
      readonly properties: readonly string[];
      readonly derived: { readonly record: string; readonly field: string } | null;
    }
  | { readonly kind: "let"; readonly name: string; readonly properties: readonly string[] }
  | { readonly kind: "function"; readonly function: string; readonly properties: readonly string[] }
  /** A model's score or one of its outputs; `properties` apply to the value. */
  | {
      readonly kind: "modelScore";
      readonly score: string;
      readonly output: string | null;
      readonly properties: readonly string[];
    }
  | { readonly kind: "now"; readonly properties: readonly string[] }
  | { readonly kind: "tableRow" }
  | { readonly kind: "riskPoints" }
  | { readonly kind: "scorecard"; readonly scorecard: string }
  /** The element itself, as an argument of a define (`item_price(item)`). */
  | { readonly kind: "element"; readonly binder: Binder };

export interface ListSymbol {
  readonly name: string;
  readonly label: Label;
  readonly of: Type;
  readonly access: Access;
  readonly dated: boolean;
  /** Null: external. Lists from CSV are read by the caller and are here. */
  readonly members: readonly ListMember[] | null;
  readonly node: NodeKey;
}

export interface TableSymbol {
  readonly name: string;
  readonly label: Label;
  readonly access: Access;
  readonly dated: boolean;
  readonly key: readonly Column[];
  readonly value: readonly Column[];
  readonly rows: readonly TableRow[] | null;
  readonly node: NodeKey;
}

export interface DefineSymbol {
  readonly name: string;
  readonly file: string;
  readonly params: readonly { readonly name: string; readonly type: Type }[];
  readonly value: Expression;
  readonly type: Type;
}

/** Everything lowering needs. Criteria, scorecards, policies and scenarios are read from the trees. */
export interface Model {
  readonly set: { readonly label: Label; readonly version: number };
  readonly schema: Schema;
  /** Expressions of computed fields by `Record.field`, with the file they stand in. */
  readonly derived: ReadonlyMap<string, { readonly file: string; readonly value: Expression }>;
  readonly lists: ReadonlyMap<string, ListSymbol>;
  readonly tables: ReadonlyMap<string, TableSymbol>;
  readonly parameters: ReadonlyMap<
    string,
    { readonly file: string; readonly item: ItemOf<"parameter"> }
  >;
  readonly defines: ReadonlyMap<string, DefineSymbol>;
  /** Type of each expression; a literal has the type its other side gave it (`6109` beside an HS code is a code). */
  readonly types: ReadonlyMap<NodeKey, Type>;
  readonly references: ReadonlyMap<NodeKey, Reference>;
  /** Quantified, `Rows`, `decide`, `let` nodes → collection they run over. */
  readonly collections: ReadonlyMap<NodeKey, CollectionRef>;
  /** Quantified and `Rows` nodes → the selection they run over. Such a node has no entry in `collections`. */
  readonly selections: ReadonlyMap<NodeKey, SelectionRef>;
  /** `Rows` of an aggregate that names a series → the aggregate with `per` it was made by. */
  readonly series: ReadonlyMap<NodeKey, SeriesRef>;
  /** `by` of a window → path of the field in a row. */
  readonly clocks: ReadonlyMap<NodeKey, readonly string[]>;
  readonly modelScores: ReadonlyMap<string, ModelScoreSymbol>;
  readonly stageEvents: readonly StageEventSymbol[];
}

/** Rows of a source. Where it stands under a name of its own (`collect`), keys, window and `where` are found in the tree of that clause. */
export interface SelectionRef {
  readonly source: string;
  readonly record: string;
  readonly each: string;
  /** The tree that says which rows, and the file it stands in. The row is bound under the key of this node. */
  readonly rows: Rows;
  readonly file: string;
}

/** `let weekly = count per 7 days over …`. */
export interface SeriesRef {
  readonly aggregate: Extract<Expression, { readonly kind: "aggregate" }>;
  readonly file: string;
  /** Type of one member. */
  readonly type: Type;
}

export interface ModelScoreSymbol {
  readonly name: string;
  readonly file: string;
  readonly item: ItemOf<"modelScore">;
  readonly param: { readonly name: string; readonly type: Type } | null;
  /** One without a name, or those of `returns`. */
  readonly outputs: readonly { readonly name: string | null; readonly type: Type }[];
}

export interface StageEventSymbol {
  readonly stage: string;
  readonly each: string;
  readonly source: string;
  readonly record: string;
  readonly file: string;
  readonly where: Expression;
}

export interface CollectionRef {
  readonly start:
    | { readonly kind: "declaration" }
    | { readonly kind: "element"; readonly binder: Binder }
    | { readonly kind: "argument"; readonly index: number }
    | { readonly kind: "previous" }
    | { readonly kind: "event" };
  readonly fields: readonly string[];
  readonly record: string;
  readonly each: string;
  readonly max: number;
  readonly optional: boolean;
}

/** A source text; `file` is relative to the set's folder, with forward slashes. */
export interface SourceFile {
  readonly file: string;
  readonly text: string;
}

/** Reads a file a list or table names (`from "lists/x.csv"`); undefined when it is not there. */
export type ReadData = (file: string) => string | undefined;

export interface Analysis {
  readonly files: readonly CritFile[];
  /** Sorted by file, start, code. */
  readonly diagnostics: readonly Diagnostic[];
  /** Present when there is a schema; complete only when no diagnostic is an error. */
  readonly model: Model | null;
}
