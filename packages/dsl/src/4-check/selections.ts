/**
 * Selections: which rows of a source, in which window, with which keys.
 *
 * Comes in: the tree of `collect`, or of rows in brackets. Goes out: what source they are of, types and references of keys, windows and
 * conditions, and reports. What is asked of the rows (a quantifier, an aggregate) is in `collections.ts`.
 */
import { operatorSpec, type Source, type Type } from "@luong/spec";
import { constantOf, parseImage, valueOfConstant } from "../3-resolve/constant.ts";
import { reportDisagreement, reportWhole } from "../3-resolve/disagree.ts";
import { edit } from "../3-resolve/fit.ts";
import { daysOf, fieldPath } from "../3-resolve/sources.ts";
import { candidate, suggest } from "../3-resolve/suggest.ts";
import type { SourceSymbol } from "../3-resolve/symbols.ts";
import { shown } from "../3-resolve/text.ts";
import { type Binder, nodeKey, type SelectionRef } from "../analysis.ts";
import type { Expression, KeyNode, Name, Node, Path, Rows, WindowNode } from "../ast/ast.ts";
import type { SelectionPart } from "../diagnostics/catalogue/4xxx-logic.ts";
import { report } from "../diagnostics/report.ts";
import { finishWalk, type ReferenceNode, reportUnknownRoot, walkFrom } from "./references.ts";
import { newClause, type Scope, unheeded } from "./scope.ts";
import { memberWant, type Typing } from "./typing.ts";

/** Most rows `latest` keeps, and most that `minimum` may ask for. */
const ROWS_MAX = 10_000;

/** Undefined: the rows are of a list of the declaration. */
export function selectionAt(
  t: Typing,
  rows: Rows,
  scope: Scope,
): SelectionRef | "reported" | undefined {
  const [root, ...rest] = rows.source.names;
  if (root === undefined || root.text === "") return "reported";
  if (rest.length === 0) {
    const named = collected(t, root, scope);
    if (named === "reported") return named;
    if (named !== undefined) return plainNamed(t, rows, root, named);
    const source = scope.inRecord ? undefined : t.symbols.sources.get(root.text);
    if (source !== undefined && !hidesSource(root.text, scope))
      return inferSelection(t, rows, scope);
  }
  return noSelection(t, rows, root, scope);
}

/** A name that means something nearer than a source. */
function hidesSource(name: string, scope: Scope): boolean {
  return scope.elements.has(name) || scope.params.has(name) || scope.lets.has(name);
}

/** Parts that only a selection has. */
function partsOf(rows: Rows): readonly SelectionPart[] {
  return [
    ...(rows.window === null ? [] : (["window"] as const)),
    ...(rows.asOf === null ? [] : (["asOf"] as const)),
    ...(rows.keys.length === 0 ? [] : (["keys"] as const)),
    ...(rows.latest === null ? [] : (["latest"] as const)),
    ...(rows.includingThis ? (["includingThis"] as const) : []),
    ...(rows.minimum === null ? [] : (["minimum"] as const)),
  ];
}

function noSelection(t: Typing, rows: Rows, root: Name, scope: Scope): "reported" | undefined {
  const [part] = partsOf(rows);
  if (part === undefined) return undefined;
  const isKnown = scope.self.fields.has(root.text) || scope.elements.has(root.text);
  if (isKnown) {
    const text = shown(t.symbols.textOf(rows.source.span));
    t.emit(report("LU4038", rows.source.span, { part, source: text, kind: "list" }));
  } else reportNoSource(t, root, scope);
  return "reported";
}

export function reportNoSource(t: Typing, { text: name, span }: Name, scope: Scope): void {
  if (scope.unknown.has(name)) return;
  scope.unknown.add(name);
  const known = [
    ...[...t.symbols.sources.values()].map(({ source }) => candidate(source)),
    ...[...scope.collects.keys()].map((each) => ({ name: each })),
  ];
  const suggestions = suggest(name, known);
  const fixes = suggestions.map((each) => edit(span, each, each));
  const sources = [...t.symbols.sources.keys()];
  t.emit(report("LU2033", span, { name, suggestions, sources }, { fixes }));
}

/* ------------------------------------------------------------------ names of `collect` */

/** The selection a name of `collect` stands for, where its element is bound as it has to be. */
export function collected(
  t: Typing,
  { text: name, span }: Name,
  scope: Scope,
): SelectionRef | "reported" | undefined {
  const binding = scope.collects.get(name);
  if (binding === undefined) return undefined;
  t.used.add(`collect ${scope.file} ${name}`);
  const { forEach: element } = binding;
  if (element !== null && scope.elements.get(element)?.collection !== element) {
    t.emit(report("LU2017", span, { name, element }));
    return "reported";
  }
  return binding.selection() ?? "reported";
}

function plainNamed(
  t: Typing,
  rows: Rows,
  root: Name,
  ref: SelectionRef,
): SelectionRef | "reported" {
  const [part] = partsOf(rows);
  if (part === undefined && rows.where === null) return ref;
  t.emit(report("LU4038", root.span, { part: part ?? "where", source: root.text, kind: "named" }));
  return "reported";
}

/* ------------------------------------------------------------------ a selection that is written out */

/** Checks the whole of it; undefined after a report that makes it useless. */
export function inferSelection(t: Typing, rows: Rows, around: Scope): SelectionRef | "reported" {
  const [root, ...rest] = rows.source.names;
  if (root === undefined || root.text === "") return "reported";
  const symbol = rest.length === 0 ? t.symbols.sources.get(root.text) : undefined;
  if (symbol === undefined) {
    reportNoSource(t, root, around);
    return "reported";
  }
  const { source, record } = symbol;
  const outer: Scope = { ...unheeded(around), group: null, condition: null, presence: false };
  const ref: SelectionRef = {
    source: source.name,
    record: record.record.name,
    each: source.each,
    rows,
    file: around.file,
  };
  const name = rows.called ?? { text: source.each, span: rows.source.span };
  const inner = bindRow(t, ref, name, outer);
  checkParts(t, rows, symbol, outer);
  if (inner === undefined) return "reported";
  for (const key of rows.keys) checkKey(t, key, symbol, name.text, inner, outer);
  if (rows.where !== null) t.condition(rows.where, { ...inner, negation: null });
  checkCount(t, rows, "latest", rows.latest);
  checkCount(t, rows, "minimum", rows.minimum);
  return ref;
}

/** The scope in which a row is named; undefined when the name is taken, which has been reported. */
export function bindRow(
  t: Typing,
  ref: SelectionRef,
  name: Pick<Name, "text" | "span">,
  scope: Scope,
  node: Pick<Node, "id"> = ref.rows,
  file = ref.file,
): Scope | undefined {
  if (name.text === "") return undefined;
  if (scope.elements.has(name.text)) {
    t.emit(report("LU2018", name.span, { element: name.text }));
    return undefined;
  }
  const binder: Binder = {
    node: nodeKey(file, node),
    element: name.text,
    record: ref.record,
  };
  const elements = new Map(scope.elements).set(name.text, {
    binder,
    collection: `rows ${nodeKey(file, node)}`,
  });
  return { ...scope, elements };
}

function isOfRoot(t: Typing, symbol: SourceSymbol): boolean {
  const { derived } = symbol.source;
  const above = derived === undefined ? undefined : t.symbols.sources.get(derived.source);
  if (above !== undefined) return isOfRoot(t, above);
  return symbol.record === t.symbols.root;
}

function checkParts(t: Typing, rows: Rows, symbol: SourceSymbol, scope: Scope): void {
  const { source } = symbol;
  const misfit = (part: SelectionPart, span: Node["span"]): void =>
    t.emit(report("LU4038", span, { part, source: source.name, kind: source.kind }));
  const { window, asOf } = rows;
  if (window !== null && source.kind === "registry") misfit("window", window.span);
  else if (window !== null) checkWindow(t, window, symbol, scope);
  if (asOf !== null && source.kind !== "registry") misfit("asOf", asOf.span);
  else if (asOf !== null) checkMoment(t, asOf, scope);
  if (rows.includingThis && !isOfRoot(t, symbol)) misfit("includingThis", rows.span);
}

function checkCount(t: Typing, rows: Rows, part: "latest" | "minimum", image: string | null): void {
  const value = image === null ? undefined : parseImage(image);
  if (value === undefined) return;
  const count = Number(value.n) / Number(value.d);
  if (Number.isInteger(count) && count >= 1 && count <= ROWS_MAX) return;
  t.emit(report("LU4041", rows.span, { part, image: image ?? "", least: 1, most: ROWS_MAX }));
}

/* ------------------------------------------------------------------ windows */

function checkWindow(t: Typing, window: WindowNode, symbol: SourceSymbol, scope: Scope): void {
  checkClock(t, window, symbol, scope);
  switch (window.kind) {
    case "last":
      checkLength(t, window.length, symbol.source);
      if (window.skipping !== null) checkSkipping(t, window.length, window.skipping);
      return;
    case "within":
      checkLength(t, window.length, symbol.source);
      checkMoment(t, window.at, scope);
      return;
    case "between":
      checkMoment(t, window.from, scope);
      checkMoment(t, window.until, scope);
      return;
  }
}

/** `by f` names an instant or a date of the row. */
function checkClock(
  t: Typing,
  window: WindowNode,
  { source, record, parent }: SourceSymbol,
  scope: Scope,
): void {
  const { by } = window;
  if (by === null || by.text === "") return;
  const above =
    parent === null || source.derived === undefined
      ? null
      : { source: { ...source, each: source.derived.parent }, record: parent };
  const found = fieldPath(by.text, record, above);
  const isMoment = found?.type.kind === "instant" || found?.type.kind === "date";
  if (found !== undefined && isMoment) {
    t.clocks.set(nodeKey(scope.file, window), found.path);
    return;
  }
  const known = record.record.fields.filter(
    ({ type }) => type.kind === "instant" || type.kind === "date",
  );
  const suggestions = suggest(by.text, known.map(candidate));
  const fixes = suggestions.map((each) => edit(by.span, each, each));
  const problem = found === undefined ? "clock" : "clockType";
  const args = { source: source.name, problem, name: by.text, suggestions } as const;
  t.emit(report("LU2034", by.span, args, { fixes }));
}

function checkLength(t: Typing, node: Expression, { name, keepDays }: Source): void {
  const days = daysOf(node, t.symbols.schema);
  if (days === undefined || days <= keepDays) return;
  const asked = shown(t.symbols.textOf(node.span));
  t.emit(report("LU4037", node.span, { source: name, asked, keepDays }));
}

function checkSkipping(t: Typing, length: Expression, skipping: Expression): void {
  const whole = daysOf(length, t.symbols.schema);
  const left = daysOf(skipping, t.symbols.schema);
  if (whole === undefined || left === undefined || left < whole) return;
  t.emit(
    report("LU4041", skipping.span, {
      part: "skipping",
      image: shown(t.symbols.textOf(skipping.span)),
      least: 0,
      most: 0,
    }),
  );
}

function checkMoment(t: Typing, node: Expression, scope: Scope): void {
  const type = t.infer(node, scope);
  if (type.kind === "error" || type.kind === "instant" || type.kind === "date") return;
  t.emit(report("LU3046", node.span, { type }));
}

/* ------------------------------------------------------------------ keys */

function rowReference(path: Path, element: string, symbol: SourceSymbol): ReferenceNode {
  const [first] = path.names;
  const { derived } = symbol.source;
  // A field of the row it stands in needs no name in between.
  const above =
    first !== undefined &&
    derived !== undefined &&
    !symbol.record.fields.has(first.text) &&
    symbol.parent?.fields.has(first.text) === true
      ? [{ id: path.id, span: first.span, text: derived.parent }]
      : [];
  return {
    kind: "reference",
    id: path.id,
    span: path.span,
    root: { id: path.id, span: first?.span ?? path.span, text: element },
    call: null,
    path: [...above, ...path.names],
  };
}

function checkKey(
  t: Typing,
  key: KeyNode,
  symbol: SourceSymbol,
  element: string,
  inner: Scope,
  outer: Scope,
): void {
  if (key.path.names.length === 0 || key.path.names.some(({ text }) => text === "")) return;
  const node = rowReference(key.path, element, symbol);
  const walk = walkFrom(t, node, newClause(inner));
  if (walk === undefined || walk === "reported") return;
  const type = finishWalk(t, { ...node, id: key.path.id }, inner, walk);
  t.types.set(nodeKey(inner.file, key.path), type);
  if (reportWhole({ type, span: key.path.span, node }, t.world)) return;
  if (key.kind === "same") checkSame(t, key, type, outer);
  else checkCompared(t, key, type, outer);
}

/** `same f`, `same f as item`: the declaration's side is found under the key's own node. */
function checkSame(
  t: Typing,
  key: Extract<KeyNode, { kind: "same" }>,
  type: Type,
  outer: Scope,
): void {
  const value = sameReference(t, key, outer);
  if (value === undefined) return;
  const walk = walkFrom(t, value, outer);
  if (walk === "reported") return;
  if (walk === undefined) {
    reportUnknownRoot(t, value, outer);
    return;
  }
  const found = finishWalk(t, { ...value, id: key.id }, outer, walk);
  t.types.set(nodeKey(outer.file, key), found);
  checkPair(t, "eq", type, found, key.path, value, "=");
}

/** The reference on the declaration's side. */
function sameReference(
  t: Typing,
  key: Extract<KeyNode, { kind: "same" }>,
  outer: Scope,
): ReferenceNode | undefined {
  const { path, as } = key;
  const base = { kind: "reference", id: key.id, span: key.span, call: null } as const;
  if (as === null) {
    const root: Name = { id: key.id, span: path.span, text: "this" };
    return { ...base, root, path: path.names };
  }
  const [root, ...rest] = as.names;
  if (root === undefined || root.text === "") return undefined;
  const asNode: ReferenceNode = { ...base, id: as.id, root, path: rest };
  const walk = walkFrom(t, asNode, newClause(outer));
  if (walk === "reported") return undefined;
  if (walk === undefined) {
    reportUnknownRoot(t, asNode, outer);
    return undefined;
  }
  const leadsOn = walk.type.kind === "record";
  return { ...base, root, path: leadsOn ? [...rest, ...path.names] : rest };
}

function checkCompared(
  t: Typing,
  key: Extract<KeyNode, { kind: "compared" }>,
  type: Type,
  outer: Scope,
): void {
  const found = t.infer(key.value, outer, memberWant(type));
  if (found.kind === "error") return;
  checkPair(t, key.op, type, found, key.path, key.value, t.symbols.textOf(key.opSpan));
}

function checkPair(
  t: Typing,
  op: string,
  left: Type,
  right: Type,
  path: Path,
  value: Expression,
  operator: string,
): void {
  if (left.kind === "error" || right.kind === "error") return;
  const outcome = operatorSpec(op)?.types([left, right]);
  if (outcome !== undefined && "problem" in outcome) {
    const sides = {
      left: { type: left, span: path.span, node: null },
      right: { type: right, span: value.span, node: value },
    };
    reportDisagreement({ problem: outcome.problem, operator, ...sides }, t.world);
    return;
  }
  // What has no normal form can not be found by key: every row would have to be compared.
  const isId = left.kind === "id" && (left.name === "Plate" || left.name === "ContainerNo");
  if (op !== "eq" && !isId) t.emit(report("LU4042", path.span, { operator, type: left }));
}

/* ------------------------------------------------------------------ series */

/** Length of a literal duration in ms, undefined for calendar periods. */
export function fixedLength(node: Expression, zoneMinutes: number): number | undefined {
  const constant = constantOf(node);
  const value = constant && valueOfConstant(constant, { kind: "duration" }, zoneMinutes);
  if (value?.kind !== "duration") return undefined;
  return Number(value.value.n) / Number(value.value.d);
}

/** Length of the window, when it is one of a fixed length. */
export function windowLength(window: WindowNode | null, zoneMinutes: number): number | undefined {
  switch (window?.kind) {
    case "last": {
      const length = fixedLength(window.length, zoneMinutes);
      const skipping = window.skipping === null ? 0 : fixedLength(window.skipping, zoneMinutes);
      return length === undefined || skipping === undefined ? undefined : length - skipping;
    }
    case "within": {
      const length = fixedLength(window.length, zoneMinutes);
      return length === undefined || window.side !== "around" ? length : 2 * length;
    }
    default:
      return undefined;
  }
}
