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
import type { CritFile, Expression, ItemOf, Node } from "./ast/ast.ts";

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
        | { readonly kind: "row"; readonly table: string };
      readonly fields: readonly string[];
      readonly properties: readonly string[];
      readonly optional: boolean;
    }
  /** A record's computed field: `start.fields` is the record, `field` the derived one. */
  | {
      readonly kind: "derived";
      readonly start:
        | { readonly kind: "declaration" }
        | { readonly kind: "element"; readonly binder: Binder };
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
}

export interface CollectionRef {
  readonly start:
    | { readonly kind: "declaration" }
    | { readonly kind: "element"; readonly binder: Binder }
    | { readonly kind: "argument"; readonly index: number };
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
