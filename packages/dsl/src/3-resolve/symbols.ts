/**
 * Everything that was declared, by name.
 *
 * Filled by `resolve.ts`, read by the checker. Maps only: a look-up must not depend on how large a set is.
 */
import type {
  Code,
  CodeList,
  Diagnostic,
  Field,
  Language,
  RecordType,
  Schema,
  Source,
  Span,
  Type,
} from "@luong/spec";
import type { ListSymbol, ModelScoreSymbol, StageEventSymbol, TableSymbol } from "../analysis.ts";
import type { FieldNode, ItemOf } from "../ast/ast.ts";
import type { TextOf } from "./text.ts";

export type Emit = (diagnostic: Diagnostic) => void;

export interface ListField {
  readonly field: Field;
  readonly type: Extract<Type, { readonly kind: "list" }>;
}

export interface RecordSymbol {
  readonly record: RecordType;
  /** By name and by alias. */
  readonly fields: ReadonlyMap<string, Field>;
  /** Fields that are lists, by the name of one element. */
  readonly lists: ReadonlyMap<string, ListField>;
  /** By name. */
  readonly nodes: ReadonlyMap<string, FieldNode>;
  readonly file: string;
}

export interface SourceSymbol {
  readonly source: Source;
  /** Of one row; of a derived source a record made for it. */
  readonly record: RecordSymbol;
  /** The record rows stand in, of a derived source. */
  readonly parent: RecordSymbol | null;
  readonly name: Span;
}

export interface CodeListSymbol {
  readonly list: CodeList;
  /** Null when external. */
  readonly codes: ReadonlyMap<string, Code> | null;
}

/** A declaration with the file it stands in. */
export interface Declared<K extends "parameter" | "define" | "scorecard" | "policy" | "criterion"> {
  readonly file: string;
  readonly item: ItemOf<K>;
}

export interface DefineSignature extends Declared<"define"> {
  readonly params: readonly { readonly name: string; readonly type: Type }[];
}

export interface Symbols {
  readonly schema: Schema;
  /** Language of untagged texts by file. */
  readonly languages: ReadonlyMap<string, Language>;
  readonly records: ReadonlyMap<string, RecordSymbol>;
  readonly codeLists: ReadonlyMap<string, CodeListSymbol>;
  readonly root: RecordSymbol;
  readonly currencies: ReadonlyMap<string, number>;
  /** Unit words the schema declares, with the code used in facts. */
  readonly units: ReadonlyMap<string, string>;
  readonly flows: ReadonlySet<string>;
  readonly stages: ReadonlySet<string>;
  readonly actions: ReadonlySet<string>;
  /** Histories, events and registries by name. */
  readonly sources: ReadonlyMap<string, SourceSymbol>;
  /** By stage. */
  readonly stageEvents: ReadonlyMap<string, StageEventSymbol>;
  readonly lists: ReadonlyMap<string, ListSymbol>;
  readonly tables: ReadonlyMap<string, TableSymbol>;
  readonly parameters: ReadonlyMap<string, Declared<"parameter">>;
  readonly defines: ReadonlyMap<string, DefineSignature>;
  readonly scorecards: ReadonlyMap<string, Declared<"scorecard">>;
  readonly modelScores: ReadonlyMap<string, ModelScoreSymbol>;
  readonly policies: ReadonlyMap<string, Declared<"policy">>;
  readonly criteria: ReadonlyMap<string, Declared<"criterion">>;
  /** Words after `each` → records whose fields have such elements. */
  readonly elements: ReadonlyMap<
    string,
    readonly { readonly record: string; readonly field: Field }[]
  >;
  /** Where lists and tables are named: `list hubs`. */
  readonly nameSpans: ReadonlyMap<string, Span>;
  readonly textOf: TextOf;
}

/** Lengths of the codes of a levelled list, none for others. */
export function levelsOf(
  symbols: Pick<Symbols, "codeLists">,
  list: string,
): readonly number[] | undefined {
  return symbols.codeLists.get(list)?.list.levels;
}
