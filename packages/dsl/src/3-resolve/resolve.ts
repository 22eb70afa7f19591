/**
 * Declarations of all files of a set to symbols.
 *
 * Comes in: parsed files and a way to read data files. Goes out: `Symbols`, or undefined when there is no usable schema. Names that
 * clash and declarations that are wrong in themselves are reported; expressions are the checker's.
 */
import {
  type Field,
  isFunctionName,
  type Label,
  type Language,
  type Span,
  type Type,
} from "@luong/spec";
import type { ListSymbol, ModelScoreSymbol, ReadData, TableSymbol } from "../analysis.ts";
import type { CritFile, Item, ItemOf, Name } from "../ast/ast.ts";
import type { DeclaredKind } from "../diagnostics/catalogue/2xxx-names.ts";
import { report } from "../diagnostics/report.ts";
import { listFrom } from "./lists.ts";
import { buildSchema, type SchemaWorld } from "./schema.ts";
import type { Declared, DefineSignature, Emit, Symbols } from "./symbols.ts";
import { tableFrom } from "./tables.ts";
import { labelFrom, languageOfFile, textReader } from "./text.ts";
import { typeFromRef, wholeNumber } from "./type-ref.ts";

/** Names the language itself gives a meaning. */
export const specialNames: ReadonlySet<string> = new Set([
  "now",
  "row",
  "table_row",
  "risk_points",
  "this",
  "previous",
]);

export function resolveDeclarations(
  files: readonly CritFile[],
  readData: ReadData,
  emit: Emit,
): Symbols | undefined {
  const languages = languagesOf(files);
  const textOf = textReader(files);
  const schema = buildSchema({ files, languages, readData, textOf, emit });
  if (schema === undefined) return undefined;
  const names = new Declarations(schema);
  const read = readerOf(names, schema, languages, readData);
  for (const file of files) for (const item of file.items) read(item, file.file);
  return {
    ...schema,
    ...names.tables,
    nameSpans: names.spans,
    languages,
    elements: elementsOf(schema),
    textOf,
  };
}

/** Label and version of the set; files that say otherwise are reported. */
export function setOf(
  files: readonly CritFile[],
  languages: ReadonlyMap<string, Language>,
  emit: Emit,
): { readonly label: Label; readonly version: number } {
  let first: { readonly label: Label; readonly version: number } | undefined;
  for (const { file, header } of files) {
    if (header?.kind !== "setHeader") continue;
    const found = {
      label: labelFrom(header.label, languages.get(file) ?? "en"),
      version: wholeNumber(header.version),
    };
    if (first === undefined) first = found;
    else if (JSON.stringify(first) !== JSON.stringify(found)) {
      emit(report("LU2027", header.span, { what: "set" }));
    }
  }
  return first ?? { label: {}, version: 0 };
}

/** Files without a header follow the set's, else the first that has one. */
function languagesOf(files: readonly CritFile[]): ReadonlyMap<string, Language> {
  const head =
    files.find((file) => file.header?.kind === "setHeader") ??
    files.find((file) => file.header !== null);
  const fallback = head === undefined ? "en" : languageOfFile(head, "en");
  return new Map(files.map((file) => [file.file, languageOfFile(file, fallback)]));
}

interface Tables {
  readonly lists: Map<string, ListSymbol>;
  readonly tables: Map<string, TableSymbol>;
  readonly parameters: Map<string, Declared<"parameter">>;
  readonly defines: Map<string, DefineSignature>;
  readonly scorecards: Map<string, Declared<"scorecard">>;
  readonly modelScores: Map<string, ModelScoreSymbol>;
  readonly policies: Map<string, Declared<"policy">>;
  readonly criteria: Map<string, Declared<"criterion">>;
}

/** The names of a set: one name has one meaning. */
class Declarations {
  readonly tables: Tables = {
    lists: new Map(),
    tables: new Map(),
    parameters: new Map(),
    defines: new Map(),
    scorecards: new Map(),
    modelScores: new Map(),
    policies: new Map(),
    criteria: new Map(),
  };
  readonly spans = new Map<string, Span>();
  readonly #taken = new Map<string, DeclaredKind>();
  readonly #schema: SchemaWorld;

  constructor(schema: SchemaWorld) {
    this.#schema = schema;
  }

  /** False, and reported, when the name means something else already. */
  claim({ text, span }: Name, kind: DeclaredKind): boolean {
    if (text === "") return false;
    const first = this.#meaning(text);
    if (first !== undefined) {
      this.#schema.emit(report("LU2004", span, { name: text, first }));
      return false;
    }
    this.#taken.set(text, kind);
    this.spans.set(`${kind} ${text}`, span);
    return true;
  }

  #meaning(name: string): DeclaredKind | undefined {
    if (specialNames.has(name)) return "special";
    if (isFunctionName(name)) return "function";
    if (this.#schema.sources.has(name)) return "source";
    return this.#schema.root.fields.has(name) ? "field" : this.#taken.get(name);
  }
}

function readerOf(
  names: Declarations,
  schema: SchemaWorld,
  languages: ReadonlyMap<string, Language>,
  readData: ReadData,
): (item: Item, file: string) => void {
  const { tables } = names;
  return (item, file) => {
    const language = languages.get(file) ?? "en";
    switch (item.kind) {
      case "list":
        if (!names.claim(item.name, "list")) return;
        tables.lists.set(item.name.text, listFrom(item, file, language, readData, schema));
        return;
      case "table":
        if (!names.claim(item.name, "table")) return;
        tables.tables.set(item.name.text, tableFrom(item, file, language, readData, schema));
        return;
      case "parameter":
        if (names.claim(item.name, "parameter"))
          tables.parameters.set(item.name.text, { file, item });
        return;
      case "define":
        if (!names.claim(item.name, "define")) return;
        tables.defines.set(item.name.text, { file, item, params: paramsOf(item, schema) });
        return;
      case "scorecard":
        if (names.claim(item.name, "scorecard"))
          tables.scorecards.set(item.name.text, { file, item });
        return;
      case "modelScore":
        if (names.claim(item.name, "modelScore"))
          tables.modelScores.set(item.name.text, modelScoreFrom(item, file, schema));
        return;
      case "policy":
        if (names.claim(item.name, "policy")) tables.policies.set(item.name.text, { file, item });
        return;
      case "criterion":
        declareCriterion({ item, file }, tables.criteria, schema.emit);
        return;
      case "codelist":
      case "unit":
      case "currency":
      case "record":
      case "words":
      case "source":
      case "scenario":
      case "unreadable":
        return;
    }
  };
}

function declareCriterion(
  { item, file }: Declared<"criterion">,
  criteria: Map<string, Declared<"criterion">>,
  emit: Emit,
): void {
  const { text: id, span } = item.criterionId;
  if (id === "") return;
  const first = criteria.get(id);
  if (first === undefined) {
    criteria.set(id, { item, file });
    return;
  }
  const note = { en: "declared here first", vi: "khai báo lần đầu ở đây" };
  emit(report("LU2005", span, { id }, { related: [{ span: first.item.criterionId.span, note }] }));
}

function paramsOf(item: ItemOf<"define">, schema: SchemaWorld): DefineSignature["params"] {
  const seen = new Set<string>();
  return item.params.map(({ name, type }) => {
    if (seen.has(name.text)) {
      const args = { entry: "argument", name: name.text, owner: item.name.text } as const;
      schema.emit(report("LU2013", name.span, args));
    }
    seen.add(name.text);
    const resolved: Type = typeFromRef(type, schema);
    return { name: name.text, type: resolved };
  });
}

function modelScoreFrom(
  item: ItemOf<"modelScore">,
  file: string,
  schema: SchemaWorld,
): ModelScoreSymbol {
  const { param, returns } = item;
  const outputs = returns.map(({ name, type }) => ({
    name: name.text,
    type: typeFromRef(type, schema),
  }));
  return {
    name: item.name.text,
    file,
    item,
    param: param === null ? null : { name: param.name.text, type: typeFromRef(param.type, schema) },
    outputs: outputs.length > 0 ? outputs : [{ name: null, type: { kind: "number" } }],
  };
}

function elementsOf(schema: SchemaWorld): Symbols["elements"] {
  const elements = new Map<string, { record: string; field: Field }[]>();
  for (const { record } of schema.records.values()) {
    for (const field of record.synthetic === true ? [] : record.fields) {
      if (field.type.kind !== "list") continue;
      const known = elements.get(field.type.each);
      const entry = { record: record.name, field };
      if (known === undefined) elements.set(field.type.each, [entry]);
      else known.push(entry);
    }
  }
  return elements;
}
