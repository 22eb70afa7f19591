/**
 * Quantifiers and aggregates: which collection they run over, what their element is called, how many combinations that makes.
 *
 * Goes out: types, the table of collections, scopes with the element bound.
 */
import { type AggregateSpec, aggregates, isAggregateName, keywords, type Type } from "@luong/spec";
import { parseImage } from "../3-resolve/constant.ts";
import { reportWhole } from "../3-resolve/disagree.ts";
import { edit } from "../3-resolve/fit.ts";
import { languageAt } from "../3-resolve/language-at.ts";
import { suggest } from "../3-resolve/suggest.ts";
import type { RecordSymbol } from "../3-resolve/symbols.ts";
import { shown } from "../3-resolve/text.ts";
import {
  type Binder,
  type CollectionRef,
  nodeKey,
  type SelectionRef,
  type SeriesRef,
} from "../analysis.ts";
import type { Expression, Name, Node, Path, Per, Rows } from "../ast/ast.ts";
import { report } from "../diagnostics/report.ts";
import { reportFolded } from "./fold.ts";
import { guardsOf, withGuards } from "./guards.ts";
import { referenceFromPath, reportUnknownRoot, type Walk, walkFrom } from "./references.ts";
import { boundLimit, type Scope, unheeded } from "./scope.ts";
import { bindRow, collected, fixedLength, selectionAt, windowLength } from "./selections.ts";
import { booleanType, errorType, type Typing } from "./typing.ts";

type QuantifiedNode = Extract<Expression, { readonly kind: "quantified" }>;
type AggregateNode = Extract<Expression, { readonly kind: "aggregate" }>;
type ExistsNode = Extract<Expression, { readonly kind: "exists" }>;
type ListType = Extract<Type, { readonly kind: "list" }>;

/* ------------------------------------------------------------------ quantifiers */

export function inferQuantified(t: Typing, node: QuantifiedNode, scope: Scope): Type {
  const place: Scope = { ...scope, group: null, condition: null };
  const rows = quantifiedRows(t, node, place);
  if (rows === "reported") return booleanType;
  if (rows !== undefined) {
    const name = node.called ?? node.element;
    const inner = bindRow(t, rows, name, place, node, scope.file);
    t.selections.set(nodeKey(scope.file, node), rows);
    if (inner !== undefined)
      t.condition(node.body, { ...inner, negation: negationBy(node, scope) });
    return booleanType;
  }
  const found = collectionOf(t, node.element, node.of, place);
  if (found === undefined) {
    // The body would complain about an element that has been reported.
    return booleanType;
  }
  const name = node.called ?? node.element;
  const inner = bindElement(t, node, found, name, place);
  if (inner === undefined) return booleanType;
  checkCount(t, node, found);
  t.condition(node.body, { ...inner, negation: negationBy(node, scope) });
  return booleanType;
}

/** `any scan of last_scans`: the rows of a `collect`; undefined when it runs over facts. */
function quantifiedRows(
  t: Typing,
  node: QuantifiedNode,
  scope: Scope,
): SelectionRef | "reported" | undefined {
  const [root, ...rest] = node.of?.names ?? [];
  if (root === undefined || rest.length > 0) return undefined;
  const found = collected(t, root, scope);
  if (found === undefined || found === "reported" || found.each === node.element.text) return found;
  const fixes = [edit(node.element.span, found.each, found.each)];
  const args = { element: node.element.text, suggestions: [found.each], of: [] };
  t.emit(report("LU2007", node.element.span, args, { fixes }));
  return "reported";
}

/** `there is S`. */
export function inferExists(t: Typing, node: ExistsNode, scope: Scope): Type {
  const place: Scope = { ...scope, group: null, condition: null, presence: false };
  const found = selectionAt(t, node.rows, place);
  if (found === "reported") return booleanType;
  if (found === undefined) {
    const walk = walkPath(t, node.rows.source, place);
    if (walk === undefined) return booleanType;
    if (walk.type.kind !== "list") reportNoList(t, node.rows, walk.type);
    else rowsScope(t, { rows: node.rows, value: null }, refFrom(walk, walk.type), place);
    return booleanType;
  }
  t.selections.set(nodeKey(scope.file, node.rows), found);
  return booleanType;
}

function negationBy(node: QuantifiedNode, scope: Scope): Scope["negation"] {
  switch (node.quantifier) {
    case "no":
      return "no";
    case "every":
      return "every";
    case "any":
    case "atLeast":
      return scope.negation;
  }
}

function checkCount(t: Typing, node: QuantifiedNode, found: CollectionRef): void {
  const count = node.count === null ? undefined : parseImage(node.count);
  if (count === undefined) return;
  const wanted = Number(count.n / count.d);
  if (wanted === 0) reportFolded(t, node, true);
  else if (wanted > found.max) reportFolded(t, node, false);
}

/** The collection an element name stands for; undefined after a report. */
function collectionOf(
  t: Typing,
  element: Name,
  of: Path | null,
  scope: Scope,
): CollectionRef | undefined {
  if (element.text === "") return undefined;
  if (of === null) return ownCollection(t, element, scope);
  const walk = walkPath(t, of, scope);
  if (walk === undefined) return undefined;
  if (walk.type.kind === "list" && walk.type.each === element.text) return refFrom(walk, walk.type);
  const record = walk.type.kind === "record" ? t.symbols.records.get(walk.type.record) : undefined;
  const field = record === undefined ? undefined : listFieldOf(record, element.text);
  if (field === undefined) {
    reportUnknownElement(t, element, record, []);
    return undefined;
  }
  const { type } = field;
  const fields = [...walk.fields, field.name];
  return refFrom({ start: walk.start, fields, optional: walk.optional || field.optional }, type);
}

function ownCollection(t: Typing, element: Name, scope: Scope): CollectionRef | undefined {
  const field = listFieldOf(scope.self, element.text);
  if (field !== undefined) {
    const start = { kind: "declaration" } as const;
    return refFrom({ start, fields: [field.name], optional: field.optional }, field.type);
  }
  const owners = [...scope.elements]
    .filter(([, { binder }]) => {
      const record = t.symbols.records.get(binder.record);
      return record !== undefined && listFieldOf(record, element.text) !== undefined;
    })
    .map(([name]) => name);
  reportUnknownElement(t, element, scope.self, owners);
  return undefined;
}

function listFieldOf(record: RecordSymbol, each: string) {
  const found = record.lists.get(each);
  if (found === undefined) return undefined;
  return { name: found.field.name, optional: found.field.optional, type: found.type };
}

function refFrom(walk: Pick<Walk, "start" | "fields" | "optional">, type: ListType): CollectionRef {
  const start = walk.start.kind === "row" ? ({ kind: "declaration" } as const) : walk.start;
  const { record, each, max } = type;
  return { start, fields: walk.fields, record, each, max, optional: walk.optional };
}

function reportUnknownElement(
  t: Typing,
  element: Name,
  record: RecordSymbol | undefined,
  owners: readonly string[],
): void {
  const here = record?.record.fields.flatMap(({ type, name }) =>
    type.kind === "list" ? [{ name: type.each, also: [name] }] : [],
  );
  const suggestions = owners.length > 0 ? [] : suggest(element.text, here ?? []);
  const of = keywords.of.spelling[languageAt(t.symbols.textOf, element.span)];
  const texts =
    owners.length > 0 ? owners.map((owner) => `${element.text} ${of} ${owner}`) : suggestions;
  const fixes = texts.map((text) => edit(element.span, text, text));
  const args = { element: element.text, suggestions, of: owners };
  t.emit(report("LU2007", element.span, args, { fixes }));
}

function walkPath(t: Typing, path: Path, scope: Scope): Walk | undefined {
  const node = referenceFromPath(path);
  if (node === undefined) return undefined;
  const walk = walkFrom(t, node, scope);
  if (walk === "reported") return undefined;
  if (walk === undefined) reportUnknownRoot(t, node, scope);
  return walk;
}

/* ------------------------------------------------------------------ binding */

/** The scope inside; undefined when the name is taken, which has been reported. */
export function bindElement(
  t: Typing,
  node: Node,
  found: CollectionRef,
  name: Pick<Name, "text" | "span">,
  scope: Scope,
): Scope | undefined {
  t.collections.set(nodeKey(scope.file, node), found);
  if (name.text === "") return undefined;
  if (scope.elements.has(name.text)) {
    const called = keywords.called.spelling[languageAt(t.symbols.textOf, name.span)];
    const text = `${name.text} ${called} other`;
    const fixes = [edit(name.span, text, text)];
    t.emit(report("LU2018", name.span, { element: name.text }, { fixes }));
    return undefined;
  }
  const binder: Binder = {
    node: nodeKey(scope.file, node),
    element: name.text,
    record: found.record,
  };
  const bound = scope.bound * Math.max(1, found.max);
  const boundBy = [...scope.boundBy, `${name.text} (${found.max})`];
  if (bound > boundLimit && scope.bound <= boundLimit) {
    const args = { product: bound, limit: boundLimit, elements: boundBy };
    t.emit(report("LU4011", name.span, args));
  }
  const collection = collectionKey(found, name.text);
  const elements = new Map(scope.elements).set(name.text, { binder, collection });
  return { ...scope, elements, bound, boundBy };
}

/** Equal to the element's name only for the declaration's own collection under its own name. */
function collectionKey({ start, each, fields }: CollectionRef, name: string): string {
  return start.kind === "declaration" && fields.length === 1 && each === name
    ? each
    : `${fields.join(".")} called ${name}`;
}

/** `for each item` of a `let` or `decide`: an element of the declaration's own collection. */
export function bindForEach(t: Typing, node: Node, element: Name, scope: Scope): Scope | undefined {
  const found = collectionOf(t, element, null, scope);
  return found === undefined ? undefined : bindElement(t, node, found, element, scope);
}

/* ------------------------------------------------------------------ aggregates */

export function inferAggregate(t: Typing, node: AggregateNode, scope: Scope): Type {
  if (!isAggregateName(node.aggregate)) return errorType;
  const spec: AggregateSpec = aggregates[node.aggregate];
  const place: Scope = { ...scope, group: null, condition: null, presence: false };
  checkRank(t, node);
  const series = seriesNamed(t, node, place);
  if (series === "reported") return errorType;
  if (series !== undefined) return resultType(t, node, spec, series.type);
  const rows = selectionAt(t, node.rows, place);
  if (rows === "reported") return errorType;
  if (rows !== undefined) return inferOverRows(t, node, spec, rows, place);
  if (node.per !== null) {
    const text = shown(t.symbols.textOf(node.rows.span));
    t.emit(report("LU4040", node.per.span, { problem: "list", text }));
    return errorType;
  }
  const walk = walkPath(t, node.rows.source, place);
  if (walk === undefined) return errorType;
  if (walk.type.kind !== "list") {
    reportNoList(t, node.rows, walk.type);
    return errorType;
  }
  const found = refFrom(walk, walk.type);
  const inner = rowsScope(t, node, found, place);
  if (inner === undefined) return errorType;
  const value = node.value === null ? null : t.infer(node.value, inner);
  if (value?.kind === "error") return errorType;
  return resultType(t, node, spec, value);
}

/** An aggregate over the rows of a selection, or the making of a series. */
function inferOverRows(
  t: Typing,
  node: AggregateNode,
  spec: AggregateSpec,
  rows: SelectionRef,
  place: Scope,
): Type {
  t.selections.set(nodeKey(place.file, node.rows), rows);
  const name = rows.rows.called ?? { text: rows.each, span: node.rows.source.span };
  const needsRow = node.value !== null || node.per?.kind === "group";
  const inner = needsRow ? bindRow(t, rows, name, place) : place;
  if (inner === undefined) return errorType;
  // A row without a value is left out, so nothing is unknown for it.
  const value = node.value === null ? null : t.infer(node.value, unheeded(inner));
  if (node.per !== null) checkPer(t, node.per, rows, inner);
  else if (spec.needsMinimum === true && rows.rows.minimum === null) {
    const aggregate = spec.spelling[languageAt(t.symbols.textOf, node.span)];
    t.emit(report("LU4039", node.span, { aggregate }));
  }
  if (value?.kind === "error") return errorType;
  return resultType(t, node, spec, value);
}

/** The series an aggregate without a value names; undefined when it names none. */
function seriesNamed(
  t: Typing,
  node: AggregateNode,
  scope: Scope,
): SeriesRef | "reported" | undefined {
  const [root, ...rest] = node.rows.source.names;
  const binding =
    root === undefined || rest.length > 0 || scope.elements.has(root.text)
      ? undefined
      : scope.lets.get(root.text);
  if (root === undefined || binding === undefined || binding.series === null) return undefined;
  t.used.add(`let ${scope.file} ${root.text}`);
  const { type } = binding.facts();
  if (type.kind === "error") return "reported";
  if (node.value !== null) {
    t.emit(report("LU4040", node.value.span, { problem: "value", text: root.text }));
    return "reported";
  }
  const series: SeriesRef = { aggregate: binding.series, file: scope.file, type };
  t.series.set(nodeKey(scope.file, node.rows), series);
  return series;
}

/** Periods cut the window into whole parts; a group is a single value of the row. */
function checkPer(t: Typing, per: Per, { rows }: SelectionRef, inner: Scope): void {
  if (per.kind === "group") {
    const found = referenceFromPath(per.path);
    if (found === undefined) return;
    const type = t.infer({ ...found, id: per.path.id }, unheeded(inner));
    reportWhole({ type, span: per.path.span, node: found }, t.world);
    return;
  }
  const { zoneMinutes } = t.symbols.schema;
  const length = fixedLength(per.length, zoneMinutes);
  const whole = windowLength(rows.window, zoneMinutes);
  const text = shown(t.symbols.textOf(per.length.span));
  if (length === undefined || whole === undefined) {
    t.emit(report("LU4040", per.span, { problem: "calendar", text }));
  } else if (length <= 0 || whole % length !== 0 || whole / length > SERIES_MAX) {
    t.emit(report("LU4040", per.span, { problem: "parts", text }));
  }
}

/** Most periods of a series. */
const SERIES_MAX = 1000;

function checkRank(t: Typing, node: AggregateNode): void {
  const rank = node.rank === null ? undefined : parseImage(node.rank);
  if (rank === undefined) return;
  const value = Number(rank.n) / Number(rank.d);
  if (value >= 0 && value <= 100) return;
  const args = { part: "percentile", image: node.rank ?? "", least: 0, most: 100 } as const;
  t.emit(report("LU4041", node.span, args));
}

function resultType(t: Typing, node: AggregateNode, spec: AggregateSpec, value: Type | null): Type {
  const outcome = spec.types(value);
  if (!("problem" in outcome)) return outcome.type;
  const aggregate = spec.spelling[languageAt(t.symbols.textOf, node.span)];
  t.emit(report("LU3035", node.value?.span ?? node.span, { aggregate, type: value ?? errorType }));
  return errorType;
}

/** Only an aggregate that reads its elements needs a free name for them. */
function rowsScope(
  t: Typing,
  node: Pick<AggregateNode, "rows" | "value">,
  found: CollectionRef,
  scope: Scope,
): Scope | undefined {
  const { rows } = node;
  if (rows.where === null && node.value === null) {
    t.collections.set(nodeKey(scope.file, rows), found);
    return scope;
  }
  const name = rows.called ?? { text: found.each, span: rows.source.span };
  const inner = bindElement(t, rows, found, name, scope);
  if (inner === undefined || rows.where === null) return inner;
  t.condition(rows.where, inner);
  return { ...inner, guards: withGuards(inner.guards, guardsOf(rows.where, "and")) };
}

function reportNoList(t: Typing, { source }: Rows, type: Type): void {
  if (type.kind === "error") return;
  const last = source.names.at(-1);
  if (last === undefined) return;
  t.emit(report("LU2007", source.span, { element: last.text, suggestions: [], of: [] }));
}
