/**
 * The facts a test gives: do they exist, have they the right type, do they make a whole declaration?
 *
 * Comes in: the `given` of one test. Goes out: how many elements of each kind it gives, and reports. The declaration itself is
 * built when the test is lowered.
 */
import type { Column, Field, Span, Type } from "@luong/spec";
import { edit } from "../3-resolve/fit.ts";
import { placeConstant } from "../3-resolve/place.ts";
import { checkInRange } from "../3-resolve/schema.ts";
import { type Candidate, candidate, suggest } from "../3-resolve/suggest.ts";
import type { ListField, RecordSymbol } from "../3-resolve/symbols.ts";
import type { TableSymbol } from "../analysis.ts";
import type { Expression, FactNode, Name } from "../ast/ast.ts";
import { report } from "../diagnostics/report.ts";
import { reportUnknownMember } from "./members.ts";
import type { Needs, Typing } from "./typing.ts";

/** Elements given of each of the declaration's own collections, by element name. */
export type GivenCounts = ReadonlyMap<string, number>;

/** One place facts are given in: the declaration, an element, a record inside. */
interface Holder {
  readonly record: RecordSymbol;
  /** Paths given, as field names. */
  readonly given: Set<string>;
  readonly counts: Map<string, number>;
}

export function checkGiven(
  t: Typing,
  facts: readonly FactNode[],
  row: TableSymbol | null,
  label: Span,
): GivenCounts {
  const holder: Holder = { record: t.symbols.root, given: new Set(), counts: new Map() };
  for (const fact of facts) {
    if (!checkOutside(t, fact, row, holder)) checkFact(t, fact, holder, true);
  }
  reportLacking(t, holder, label);
  return holder.counts;
}

/* ------------------------------------------------------------------ beside the declaration */

/** `flow`, `stage`, rows and lists; false when the fact is of the declaration. */
function checkOutside(t: Typing, fact: FactNode, row: TableSymbol | null, holder: Holder): boolean {
  const [first, ...rest] = fact.path.names;
  if (first === undefined || first.text === "") return true;
  const { text: name } = first;
  if ((name === "flow" || name === "stage") && !holder.record.fields.has(name)) {
    if (!isOnce(t, fact, name, holder)) return true;
    if (fact.kind === "given") place(t, fact.value, { kind: name });
    else reportNotGiven(t, fact);
    return true;
  }
  const table = name === "row" ? row : t.symbols.tables.get(name);
  if (name === "row" && row === null) {
    t.emit(report("LU2016", first.span, { name, where: "template" }));
    return true;
  }
  if (table !== undefined && table !== null) {
    if (fact.kind === "element" && rest.length === 0) checkRow(t, fact, table);
    else reportNotGiven(t, fact);
    return true;
  }
  if (checkBeside(t, fact, name, rest, holder)) return true;
  const list = t.symbols.lists.get(name);
  if (list === undefined) return false;
  if (fact.kind === "includes" && rest.length === 0) place(t, fact.value, list.of);
  else reportNotGiven(t, fact);
  return true;
}

/** Rows of a source, the version before, a score; false when the name is none of them. */
function checkBeside(
  t: Typing,
  fact: FactNode,
  name: string,
  rest: readonly Name[],
  holder: Holder,
): boolean {
  if (holder.record.fields.has(name) || holder.record.lists.has(name)) return false;
  if (name === "previous") {
    checkPrevious(t, fact, rest);
    return true;
  }
  const source = [...t.symbols.sources.values()].find((each) => each.source.each === name);
  if (source !== undefined) {
    if (fact.kind !== "element" || rest.length > 0) reportNotGiven(t, fact);
    else checkRowOf(t, fact, source.record);
    return true;
  }
  const score = t.symbols.modelScores.get(name);
  if (score === undefined) return false;
  const output = score.outputs.find((each) => each.name === (rest[0]?.text ?? null));
  const isPlain = fact.kind === "given" || fact.kind === "absent";
  if (!isPlain || output === undefined || rest.length > 1) reportNotGiven(t, fact);
  else if (fact.kind === "given") place(t, fact.value, output.type);
  return true;
}

function checkRowOf(
  t: Typing,
  fact: Extract<FactNode, { kind: "element" }>,
  record: RecordSymbol,
): void {
  const inner: Holder = { record, given: new Set(), counts: new Map() };
  for (const each of fact.facts) checkFact(t, each, inner, false);
  reportLacking(t, inner, fact.path.span);
}

/** What is not given of the version before is as in the declaration, so nothing is lacking. */
function checkPrevious(t: Typing, fact: FactNode, rest: readonly Name[]): void {
  const inner: Holder = { record: t.symbols.root, given: new Set(), counts: new Map() };
  if (rest.length > 0) {
    checkFact(t, { ...fact, path: { ...fact.path, names: rest } }, inner, false);
  } else if (fact.kind === "element") {
    for (const each of fact.facts) checkFact(t, each, inner, false);
  } else if (fact.kind !== "absent") reportNotGiven(t, fact);
}

function reportNotGiven(t: Typing, fact: FactNode): void {
  const text = fact.path.names.map((name) => name.text).join(".");
  t.emit(report("LU2032", fact.path.span, { fact: text, element: null }));
}

function isOnce(t: Typing, fact: FactNode, key: string, { given }: Pick<Holder, "given">): boolean {
  if (given.has(key)) {
    t.emit(report("LU4036", fact.path.span, { fact: key }));
    return false;
  }
  given.add(key);
  return true;
}

function place(t: Typing, node: Expression, type: Type) {
  return placeConstant(node, type, "given", t.world);
}

function checkRow(
  t: Typing,
  fact: Extract<FactNode, { kind: "element" }>,
  table: TableSymbol,
): void {
  const columns = [...table.key, ...table.value];
  const given = new Set<string>();
  for (const cell of fact.facts) checkCell(t, cell, table, columns, given);
  const lacking = columns
    .filter((column) => !column.optional && column.type.kind !== "set" && !given.has(column.name))
    .map((column) => column.name);
  reportFacts(t, lacking, fact.path.span);
}

function checkCell(
  t: Typing,
  cell: FactNode,
  table: TableSymbol,
  columns: readonly Column[],
  given: Set<string>,
): void {
  const [name, ...rest] = cell.path.names;
  if (name === undefined || name.text === "") return;
  const column = columns.find((each) => each.name === name.text);
  if (column === undefined) {
    reportUnknownMember(t, name, table, columns.map(candidate));
    return;
  }
  if (rest.length > 0 || cell.kind === "element") {
    reportNotGiven(t, cell);
    return;
  }
  if (cell.kind === "includes") {
    given.add(column.name);
    place(t, cell.value, column.type.kind === "set" ? column.type.of : column.type);
    return;
  }
  if (!isOnce(t, cell, column.name, { given })) return;
  if (cell.kind === "given") place(t, cell.value, column.type);
  else if (!column.optional) t.emit(report("LU4033", cell.path.span, { fact: column }));
}

/* ------------------------------------------------------------------ the declaration */

function checkFact(t: Typing, fact: FactNode, holder: Holder, atTop: boolean): void {
  const names = fact.path.names.filter((name) => name.text !== "");
  if (names.length < fact.path.names.length || names.length === 0) return;
  const element = names.length === 1 ? holder.record.lists.get(names[0]?.text ?? "") : undefined;
  if (element !== undefined && fact.kind === "element") {
    checkElement(t, fact, element, holder);
    return;
  }
  const found = walk(t, names, holder, atTop);
  if (found === undefined) return;
  const key = found.path.join(".");
  const { field } = found;
  if (field.derived || field.type.kind === "list") {
    reportNotGiven(t, fact);
    return;
  }
  if (field.type.kind === "record") checkInner(t, fact, field, found.owner, key, holder);
  else checkValue(t, fact, field, found.owner, key, holder);
}

interface Walked {
  readonly field: Field;
  readonly owner: RecordSymbol;
  readonly path: readonly string[];
}

function walk(
  t: Typing,
  names: readonly Name[],
  holder: Holder,
  atTop: boolean,
): Walked | undefined {
  let owner: RecordSymbol | undefined = holder.record;
  let found: Walked | undefined;
  const path: string[] = [];
  for (const [index, name] of names.entries()) {
    const field: Field | undefined = owner?.fields.get(name.text);
    if (owner === undefined || field === undefined) {
      reportNoFact(t, name, owner, atTop && index === 0);
      return undefined;
    }
    path.push(field.name);
    found = { field, owner, path };
    owner = field.type.kind === "record" ? t.symbols.records.get(field.type.record) : undefined;
  }
  return found;
}

function reportNoFact(
  t: Typing,
  name: Name,
  owner: RecordSymbol | undefined,
  isRoot: boolean,
): void {
  const { symbols } = t;
  const isOther =
    isRoot &&
    (symbols.parameters.has(name.text) ||
      symbols.defines.has(name.text) ||
      symbols.elements.has(name.text));
  if (owner === undefined || isOther) {
    t.emit(report("LU2032", name.span, { fact: name.text, element: null }));
    return;
  }
  if (!isRoot) {
    const { name: record, label } = owner.record;
    reportUnknownMember(t, name, { name: record, label }, owner.record.fields.map(candidate));
    return;
  }
  const suggestions = suggest(name.text, rootCandidates(t));
  const fixes = suggestions.map((each) => edit(name.span, each, each));
  t.emit(report("LU2001", name.span, { name: name.text, suggestions }, { fixes }));
}

function* rootCandidates(t: Typing): Generator<Candidate> {
  for (const field of t.symbols.root.record.fields) {
    yield candidate(field);
    if (field.type.kind === "list") yield { name: field.type.each };
  }
  for (const table of t.symbols.tables.values()) yield candidate(table);
  for (const list of t.symbols.lists.values()) yield candidate(list);
  for (const { source } of t.symbols.sources.values()) yield { name: source.each };
  for (const name of t.symbols.modelScores.keys()) yield { name };
  yield { name: "flow" };
  yield { name: "stage" };
}

function checkElement(
  t: Typing,
  fact: Extract<FactNode, { kind: "element" }>,
  { type }: ListField,
  holder: Holder,
): void {
  const count = (holder.counts.get(type.each) ?? 0) + 1;
  holder.counts.set(type.each, count);
  if (count === type.max + 1) {
    t.emit(report("LU4035", fact.path.span, { element: type.each, given: count, max: type.max }));
  }
  const record = t.symbols.records.get(type.record);
  if (record === undefined) return;
  const inner: Holder = { record, given: new Set(), counts: new Map() };
  for (const each of fact.facts) checkFact(t, each, inner, false);
  reportLacking(t, inner, fact.path.span);
}

/** A whole record: given field by field, or said to be missing. */
function checkInner(
  t: Typing,
  fact: FactNode,
  field: Field,
  owner: RecordSymbol,
  key: string,
  holder: Holder,
): void {
  if (fact.kind === "absent") {
    if (isOnce(t, fact, key, holder)) checkAbsent(t, fact, field, owner);
    return;
  }
  const record =
    field.type.kind === "record" ? t.symbols.records.get(field.type.record) : undefined;
  if (fact.kind !== "element" || record === undefined) {
    reportNotGiven(t, fact);
    return;
  }
  const inner: Holder = { record, given: new Set(), counts: new Map() };
  for (const each of fact.facts) checkFact(t, each, inner, false);
  holder.given.add(key);
  for (const each of inner.given) holder.given.add(`${key}.${each}`);
}

function checkAbsent(t: Typing, fact: FactNode, field: Field, owner: RecordSymbol): void {
  if (field.optional) return;
  // A part of something optional is missing with the whole.
  t.emit(
    report("LU4033", fact.path.span, {
      fact: { name: field.name, label: field.label ?? owner.record.label },
    }),
  );
}

function checkValue(
  t: Typing,
  fact: FactNode,
  field: Field,
  owner: RecordSymbol,
  key: string,
  holder: Holder,
): void {
  const { type } = field;
  switch (fact.kind) {
    case "includes":
      if (type.kind !== "set") {
        reportNotGiven(t, fact);
        return;
      }
      holder.given.add(key);
      place(t, fact.value, type.of);
      return;
    case "absent":
      if (isOnce(t, fact, key, holder)) checkAbsent(t, fact, field, owner);
      return;
    case "element":
      reportNotGiven(t, fact);
      return;
    case "given": {
      if (!isOnce(t, fact, key, holder)) return;
      const placed = place(t, fact.value, type);
      const range = owner.nodes.get(field.name)?.range ?? null;
      if (placed !== undefined && range !== null) {
        checkInRange(placed, fact.value.span, range, type, t.world);
      }
      return;
    }
  }
}

/* ------------------------------------------------------------------ what is lacking */

/** Mandatory facts that are neither given nor have an example. */
function reportLacking(t: Typing, holder: Holder, span: Span): void {
  const needs = needsOf(t, holder.record.record.name);
  const lacking = needs.facts.filter((key) => !holder.given.has(key));
  for (const { key, record } of needs.wholes) {
    // Part of something that may be missing has been given, so the rest of it is needed.
    if (![...holder.given].some((each) => each.startsWith(`${key}.`))) continue;
    const inner = needsOf(t, record).facts.map((each) => `${key}.${each}`);
    lacking.push(...inner.filter((each) => !holder.given.has(each)));
  }
  reportFacts(t, lacking, span);
}

function reportFacts(t: Typing, lacking: readonly string[], span: Span): void {
  if (lacking.length === 0) return;
  const facts = lacking.slice(0, 3);
  t.emit(report("LU4027", span, { facts, more: lacking.length - facts.length }));
}

/** What a record needs that the schema has no example for; found once for each record. */
function needsOf(t: Typing, name: string): Needs {
  const known = t.needs.get(name);
  if (known !== undefined) return known;
  // A record inside itself has been reported; it needs nothing more.
  const needs = { facts: [] as string[], wholes: [] as Needs["wholes"][number][] };
  t.needs.set(name, needs);
  for (const field of t.symbols.records.get(name)?.record.fields ?? []) {
    const { type, name: key } = field;
    if (field.derived || type.kind === "list" || type.kind === "set" || type.kind === "error")
      continue;
    if (type.kind !== "record") {
      if (!field.optional && field.example === undefined) needs.facts.push(key);
      continue;
    }
    if (field.optional) {
      needs.wholes.push({ key, record: type.record });
      continue;
    }
    const inner = needsOf(t, type.record);
    needs.facts.push(...inner.facts.map((each) => `${key}.${each}`));
    needs.wholes.push(...inner.wholes.map((each) => ({ ...each, key: `${key}.${each.key}` })));
  }
  return needs;
}
