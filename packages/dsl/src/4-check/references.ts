/**
 * What a name means where it stands: facts, elements, lists, look-ups, definitions, functions.
 *
 * Comes in: a reference or path with its scope. Goes out: its type, and an entry in the table of references. A name nobody
 * knows is reported once in a clause, with the nearest names.
 */
import { type Field, functions, type Span, type Type } from "@luong/spec";
import { constantOf } from "../3-resolve/constant.ts";
import { reportWhole } from "../3-resolve/disagree.ts";
import { edit, fitLiteral } from "../3-resolve/fit.ts";
import { type Candidate, candidate, suggest } from "../3-resolve/suggest.ts";
import type { RecordSymbol } from "../3-resolve/symbols.ts";
import { NO_NODE, nodeKey, type Reference } from "../analysis.ts";
import type { Expression, Name, Path } from "../ast/ast.ts";
import { report } from "../diagnostics/report.ts";
import { inferCall } from "./calls.ts";
import { propertyType, reportUnknownMember } from "./members.ts";
import { noteUse, type Scope } from "./scope.ts";
import { errorType, type Typing, type Want } from "./typing.ts";

export type ReferenceNode = Extract<Expression, { readonly kind: "reference" }>;

/** A path as the reference it would be in an expression. */
export function referenceFromPath(path: Path): ReferenceNode | undefined {
  const [root, ...rest] = path.names;
  if (root === undefined || root.text === "") return undefined;
  return { kind: "reference", id: path.id, span: path.span, root, call: null, path: rest };
}

export type FactStart =
  | Extract<Reference, { kind: "fact" }>["start"]
  | { readonly kind: "argument"; readonly index: number };

/** Facts a path leads through, to a value, a record or a list. */
export interface Walk {
  readonly start: FactStart;
  readonly fields: readonly string[];
  readonly type: Type;
  /** The record and field when the last one is computed. */
  readonly derived: { readonly record: string; readonly field: string } | null;
  readonly properties: readonly string[];
  readonly optional: boolean;
}

export function inferReference(t: Typing, node: ReferenceNode, scope: Scope, want?: Want): Type {
  const { root } = node;
  if (root.text === "" || node.path.some((name) => name.text === "")) return errorType;
  const walk = walkFrom(t, node, scope);
  if (walk === "reported") return errorType;
  if (walk !== undefined) return finishWalk(t, node, scope, walk);
  return inferNamed(t, node, scope, want);
}

/* ------------------------------------------------------------------ facts */

interface Start {
  readonly start: FactStart;
  readonly record: RecordSymbol;
  readonly names: readonly Name[];
  /** What is written before the names. */
  readonly prefix: string;
}

/** Undefined when the root is no fact. */
export function walkFrom(
  t: Typing,
  node: ReferenceNode,
  scope: Scope,
): Walk | "reported" | undefined {
  const start = factStart(t, node, scope);
  if (start === undefined || start === "reported") return start;
  if (node.call !== null) {
    const args = { name: node.root.text, kind: "field", called: true, parameters: [] } as const;
    t.emit(report("LU2024", node.root.span, args));
    return "reported";
  }
  return walkNames(t, start, scope, node);
}

function factStart(t: Typing, node: ReferenceNode, scope: Scope): Start | "reported" | undefined {
  const { root, path } = node;
  const name = root.text;
  const element = scope.elements.get(name);
  if (element !== undefined) {
    const record = t.symbols.records.get(element.binder.record);
    if (record === undefined) return "reported";
    return {
      start: { kind: "element", binder: element.binder },
      record,
      names: path,
      prefix: name,
    };
  }
  const param = scope.params.get(name);
  if (param?.type.kind === "record") {
    const record = t.symbols.records.get(param.type.record);
    if (record === undefined) return "reported";
    return { start: { kind: "argument", index: param.index }, record, names: path, prefix: name };
  }
  if (param !== undefined || scope.lets.has(name)) return undefined;
  if (!scope.inRecord) {
    const beside = besideDeclaration(t, node, scope);
    if (beside !== undefined) return beside;
  }
  const start = { kind: "declaration" } as const;
  if (name === "this" && !scope.inRecord) {
    return { start, record: t.symbols.root, names: path, prefix: "" };
  }
  if (!scope.self.fields.has(name)) return undefined;
  return { start, record: scope.self, names: [root, ...path], prefix: "" };
}

/** The version before, or the event of the stage; undefined when the name is neither. */
function besideDeclaration(
  t: Typing,
  { root, path }: ReferenceNode,
  scope: Scope,
): Start | "reported" | undefined {
  if (root.text === "previous") {
    const thing = { name: "previous", label: {} };
    noteUse(scope, { kind: "fact", thing, guard: "previous", span: root.span });
    const start = { kind: "previous" } as const;
    return { start, record: t.symbols.root, names: path, prefix: "previous" };
  }
  const event = scope.events.get(root.text);
  if (event !== undefined) {
    const record = t.symbols.records.get(event.record);
    if (record === undefined) return "reported";
    return { start: { kind: "event" }, record, names: path, prefix: root.text };
  }
  const elsewhere = [...t.symbols.stageEvents.values()].filter(({ each }) => each === root.text);
  if (elsewhere.length === 0 || scope.self.fields.has(root.text)) return undefined;
  if (!scope.unknown.has(root.text)) {
    scope.unknown.add(root.text);
    const stages = elsewhere.map(({ stage }) => stage);
    t.emit(report("LU2035", root.span, { event: root.text, stages }));
  }
  return "reported";
}

function walkNames(t: Typing, from: Start, scope: Scope, node: ReferenceNode): Walk | "reported" {
  let record: RecordSymbol | undefined = from.record;
  let type: Type = { kind: "record", record: from.record.record.name };
  let written = from.prefix;
  const fields: string[] = [];
  let optional = false;
  for (const [index, name] of from.names.entries()) {
    if (record === undefined) {
      return withProperties(t, from, { fields, type, optional, derived: null }, index, node);
    }
    const field = record.fields.get(name.text);
    if (field === undefined) return unknownField(t, name, record, scope);
    written = written === "" ? name.text : `${written}.${name.text}`;
    fields.push(field.name);
    const owner: string = record.record.name;
    ({ type } = field);
    if (field.derived) {
      const missing = t.derived(owner, field.name).mayBeMissing;
      if (missing) noteFact(scope, field, written, node.span);
      const derived = { record: owner, field: field.name };
      return withProperties(
        t,
        from,
        { fields, type, optional: optional || missing, derived },
        index + 1,
        node,
      );
    }
    if (field.optional) noteFact(scope, field, written, node.span);
    optional ||= field.optional;
    record = type.kind === "record" ? t.symbols.records.get(type.record) : undefined;
  }
  const isBefore = from.start.kind === "previous";
  return {
    start: from.start,
    fields,
    type,
    derived: null,
    properties: [],
    optional: optional || isBefore,
  };
}

function noteFact(scope: Scope, field: Field, guard: string, span: Span): void {
  noteUse(scope, { kind: "fact", thing: { name: field.name, label: field.label }, guard, span });
}

function withProperties(
  t: Typing,
  from: Start,
  walked: Pick<Walk, "fields" | "type" | "optional" | "derived">,
  index: number,
  node: ReferenceNode,
): Walk | "reported" {
  const names = from.names.slice(index);
  if (names.length > 0 && walked.type.kind !== "error") {
    const last = from.names[index - 1] ?? node.root;
    const span = { ...node.span, end: last.span.end };
    if (reportWhole({ type: walked.type, span, node: null }, t.world)) return "reported";
  }
  const type = propertyType(t, walked.type, names);
  if (type === undefined) return "reported";
  const optional = walked.optional || from.start.kind === "previous";
  const properties = names.map((name) => name.text);
  return { ...walked, type, start: from.start, properties, optional };
}

function unknownField(t: Typing, name: Name, record: RecordSymbol, scope: Scope): "reported" {
  const key = `${record.record.name}.${name.text}`;
  if (scope.unknown.has(key)) return "reported";
  scope.unknown.add(key);
  const owner = { name: record.record.name, label: record.record.label };
  reportUnknownMember(t, name, owner, record.record.fields.map(candidate));
  return "reported";
}

export function finishWalk(t: Typing, node: ReferenceNode, scope: Scope, walk: Walk): Type {
  const reference = referenceOf(walk);
  t.references.set(nodeKey(scope.file, node), reference);
  return walk.type;
}

function referenceOf({ start, fields, derived, properties: props, optional }: Walk): Reference {
  if (start.kind === "argument") {
    const path = derived === null ? fields : fields.slice(0, -1);
    return { kind: "argument", index: start.index, fields: path, properties: props, derived };
  }
  if (start.kind === "element" && fields.length === 0) {
    return { kind: "element", binder: start.binder };
  }
  if (derived !== null && start.kind !== "row") {
    return { kind: "derived", start, fields: fields.slice(0, -1), ...derived, properties: props };
  }
  return { kind: "fact", start, fields, properties: props, optional };
}

/* ------------------------------------------------------------------ other names */

function inferNamed(t: Typing, node: ReferenceNode, scope: Scope, want: Want | undefined): Type {
  const name = node.root.text;
  if (!scope.inRecord) {
    const own = inferLocal(t, node, scope);
    if (own !== undefined) return own;
    const { symbols } = t;
    const list = symbols.lists.get(name);
    if (list !== undefined) {
      t.used.add(`list ${name}`);
      if (!standsAlone(t, node, "list")) return errorType;
      t.references.set(nodeKey(scope.file, node), { kind: "list", list: name });
      return { kind: "set", of: list.of, max: list.members?.length ?? null };
    }
    if (symbols.parameters.has(name)) return inferParameter(t, node, scope, want);
    if (symbols.scorecards.has(name)) return inferScorecard(t, node, scope);
    if (symbols.sources.has(name) || scope.collects.has(name)) {
      t.emit(report("LU3045", node.span, { name, what: "selection" }));
      return errorType;
    }
  }
  const called = inferCall(t, node, scope, want);
  if (called !== undefined) return called;
  reportUnknownRoot(t, node, scope);
  return errorType;
}

/** Lets, arguments and the names the language gives a meaning; undefined when it is none. */
function inferLocal(t: Typing, node: ReferenceNode, scope: Scope): Type | undefined {
  const name = node.root.text;
  if (scope.lets.has(name)) return inferLet(t, node, scope);
  const param = scope.params.get(name);
  if (param !== undefined) {
    return valueWith(t, node, scope, param.type, "argument", (props) => ({
      kind: "argument",
      index: param.index,
      fields: [],
      properties: props,
      derived: null,
    }));
  }
  switch (name) {
    case "now":
      return valueWith(t, node, scope, { kind: "instant" }, "special", (props) => ({
        kind: "now",
        properties: props,
      }));
    case "row":
      return inferRow(t, node, scope);
    case "table_row":
      if (scope.place !== "reason" || !scope.hasDecide) return outOfPlace(t, node, "reason");
      return valueWith(t, node, scope, { kind: "integer" }, "special", () => ({
        kind: "tableRow",
      }));
    case "risk_points":
      if (scope.place !== "policy") return outOfPlace(t, node, "policy");
      return valueWith(t, node, scope, { kind: "number" }, "special", () => ({
        kind: "riskPoints",
      }));
    default:
      return undefined;
  }
}

function outOfPlace(t: Typing, node: ReferenceNode, where: "policy" | "reason" | "template"): Type {
  t.emit(report("LU2016", node.root.span, { name: node.root.text, where }));
  return errorType;
}

/** A value that may have properties and takes no arguments. */
function valueWith(
  t: Typing,
  node: ReferenceNode,
  scope: Scope,
  type: Type,
  kind: "argument" | "special" | "let" | "scorecard",
  reference: (properties: readonly string[]) => Reference,
): Type {
  if (!takesNothing(t, node, kind)) return errorType;
  const found = propertyType(t, type, node.path);
  if (found === undefined) return errorType;
  t.references.set(nodeKey(scope.file, node), reference(node.path.map((each) => each.text)));
  return found;
}

function takesNothing(
  t: Typing,
  node: ReferenceNode,
  kind: "list" | "parameter" | "argument" | "special" | "let" | "scorecard",
): boolean {
  if (node.call === null) return true;
  const args = { name: node.root.text, kind, called: true, parameters: [] };
  t.emit(report("LU2024", node.root.span, args));
  return false;
}

function standsAlone(t: Typing, node: ReferenceNode, kind: "list" | "parameter"): boolean {
  if (!takesNothing(t, node, kind)) return false;
  const [first] = node.path;
  if (first === undefined) return true;
  reportUnknownMember(t, first, { name: node.root.text, label: {} }, []);
  return false;
}

function inferLet(t: Typing, node: ReferenceNode, scope: Scope): Type {
  const name = node.root.text;
  const binding = scope.lets.get(name);
  if (binding === undefined) return errorType;
  t.used.add(`let ${scope.file} ${name}`);
  const facts = binding.facts();
  if (binding.series !== null) {
    t.emit(report("LU3045", node.span, { name, what: "series" }));
    return errorType;
  }
  const element = binding.forEach;
  if (element !== null && !isBoundAs(scope, element)) {
    t.emit(report("LU2017", node.span, { name, element }));
    return errorType;
  }
  if (facts.mayBeMissing) {
    noteUse(scope, { kind: "fact", thing: { name, label: {} }, guard: name, span: node.span });
  }
  return valueWith(t, node, scope, facts.type, "let", (props) => ({
    kind: "let",
    name,
    properties: props,
  }));
}

/** The element is bound under its own name, by a quantifier over the declaration's own collection. */
function isBoundAs(scope: Scope, element: string): boolean {
  return scope.elements.get(element)?.collection === element;
}

function inferRow(t: Typing, node: ReferenceNode, scope: Scope): Type {
  if (scope.row === null) return outOfPlace(t, node, "template");
  const { table, read } = scope.row;
  read.done = true;
  if (!takesNothing(t, node, "special")) return errorType;
  // A table that is not there has been reported.
  if (table.node === NO_NODE) return errorType;
  const [first, ...rest] = node.path;
  const columns = [...table.key, ...table.value];
  if (first === undefined) {
    const names = columns.map((column) => column.name);
    t.emit(report("LU3040", node.span, { table: "row", columns: names }));
    return errorType;
  }
  const column = columns.find((each) => each.name === first.text);
  if (column === undefined) {
    reportUnknownMember(t, first, { name: table.name, label: table.label }, columns.map(candidate));
    return errorType;
  }
  const type = propertyType(t, column.type, rest);
  if (type === undefined) return errorType;
  if (column.optional) {
    const thing = { name: column.name, label: column.label };
    noteUse(scope, { kind: "fact", thing, guard: `row.${column.name}`, span: node.span });
  }
  t.references.set(nodeKey(scope.file, node), {
    kind: "fact",
    start: { kind: "row", table: table.name },
    fields: [column.name],
    properties: rest.map((name) => name.text),
    optional: column.optional,
  });
  return type;
}

function inferScorecard(t: Typing, node: ReferenceNode, scope: Scope): Type {
  const name = node.root.text;
  t.used.add(`scorecard ${name}`);
  if (scope.place !== "policy") return outOfPlace(t, node, "policy");
  return valueWith(t, node, scope, { kind: "number" }, "scorecard", () => ({
    kind: "scorecard",
    scorecard: name,
  }));
}

/** A parameter stands for its constant, which takes its type from the other side like any constant. */
function inferParameter(
  t: Typing,
  node: ReferenceNode,
  scope: Scope,
  want: Want | undefined,
): Type {
  const name = node.root.text;
  t.used.add(`parameter ${name}`);
  if (!standsAlone(t, node, "parameter")) return errorType;
  const declared = t.symbols.parameters.get(name);
  const constant = declared === undefined ? undefined : constantOf(declared.item.value);
  if (declared === undefined || constant === undefined) return errorType;
  t.references.set(nodeKey(scope.file, node), { kind: "parameter", parameter: name });
  const alone: Want = { type: { kind: "integer" }, reading: { kind: "member" } };
  const wanted =
    want ?? (constant.literal.kind === "string" ? { ...alone, type: { kind: "text" } } : alone);
  const type = fitLiteral(constant, wanted.type, wanted.reading, t.world);
  t.types.set(nodeKey(declared.file, constant.literal), type);
  return type;
}

/* ------------------------------------------------------------------ unknown names */

/** A root that means nothing here. */
export function reportUnknownRoot(t: Typing, node: ReferenceNode, scope: Scope): void {
  const { text: name, span } = node.root;
  if (scope.unknown.has(name)) return;
  scope.unknown.add(name);
  if (!scope.inRecord && t.symbols.elements.has(name)) {
    if (scope.place === "reason") {
      t.emit(report("LU2030", span, { element: name }));
      return;
    }
    const open = scope.openable.get(name);
    const fixes = open === undefined ? [] : [bracketFix(open)];
    t.emit(report("LU2003", span, { element: name }, { fixes }));
    return;
  }
  const suggestions = suggest(name, candidatesIn(t, scope));
  const fixes = suggestions.map((each) => edit(span, each, each));
  t.emit(report("LU2001", span, { name, suggestions }, { fixes }));
}

function bracketFix({ open, close }: { readonly open: Span; readonly close: Span }) {
  return {
    title: {
      en: "ask both of the same element",
      vi: "hỏi cả hai về cùng một phần tử",
    },
    edits: [
      { span: { ...open, end: open.start }, text: "(" },
      { span: { ...close, start: close.end }, text: ")" },
    ],
  };
}

function* candidatesIn(t: Typing, scope: Scope): Generator<Candidate> {
  for (const name of scope.elements.keys()) yield { name };
  for (const name of scope.lets.keys()) yield { name };
  for (const name of scope.params.keys()) yield { name };
  for (const field of scope.self.record.fields) yield candidate(field);
  if (scope.inRecord) return;
  const { symbols } = t;
  for (const list of symbols.lists.values()) yield candidate(list);
  for (const table of symbols.tables.values()) yield candidate(table);
  for (const name of symbols.parameters.keys()) yield { name };
  for (const name of symbols.defines.keys()) yield { name };
  for (const name of symbols.modelScores.keys()) yield { name };
  for (const name of Object.keys(functions)) yield { name };
  if (scope.place === "policy") {
    for (const name of symbols.scorecards.keys()) yield { name };
    yield { name: "risk_points" };
  }
  yield { name: "now" };
}
