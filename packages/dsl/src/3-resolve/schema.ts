/**
 * The fact schema from the trees of its files: code lists, units, currencies, words, records with their fields.
 *
 * Comes in: parsed files. Goes out: the plain data of `spec/schema.ts` with maps beside it; every slip in the declarations is
 * reported. Expressions of computed fields are left to the checker.
 */
import {
  builtInTypes,
  type CodeList,
  compareRationals,
  type Field,
  type Label,
  type Language,
  parseZone,
  type Rational,
  type RecordType,
  type Schema,
  type Span,
  type Type,
  units as unitTable,
  type Value,
  type Word,
} from "@luong/spec";
import type { ReadData, StageEventSymbol } from "../analysis.ts";
import type { CritFile, FieldNode, ItemOf, Name } from "../ast/ast.ts";
import { report } from "../diagnostics/report.ts";
import { codeListFrom } from "./code-list.ts";
import { unitOf, valueOfConstant } from "./constant.ts";
import { type Placed, type PlaceWorld, placeConstant } from "./place.ts";
import { declareSources, declareStageEvents } from "./sources.ts";
import { candidate, suggest } from "./suggest.ts";
import type { CodeListSymbol, Emit, ListField, RecordSymbol, SourceSymbol } from "./symbols.ts";
import { labelFrom, shown, type TextOf } from "./text.ts";
import { type TypeWorld, typeFromRef, wholeNumber } from "./type-ref.ts";

export interface SchemaWorld extends PlaceWorld, TypeWorld {
  readonly schema: Schema;
  readonly codeLists: ReadonlyMap<string, CodeListSymbol>;
  readonly records: ReadonlyMap<string, RecordSymbol>;
  readonly root: RecordSymbol;
  readonly actions: ReadonlySet<string>;
  readonly sources: ReadonlyMap<string, SourceSymbol>;
  readonly stageEvents: ReadonlyMap<string, StageEventSymbol>;
}

export interface SchemaInput {
  readonly files: readonly CritFile[];
  readonly languages: ReadonlyMap<string, Language>;
  readonly readData: ReadData;
  readonly textOf: TextOf;
  readonly emit: Emit;
}

/** The name of the record that is decided. */
export const rootRecord = "Declaration";

type Located<K extends "codelist" | "unit" | "currency" | "record" | "words"> = {
  readonly item: ItemOf<K>;
  readonly file: string;
};

/** Undefined when no file has a schema header; that has been reported. */
export function buildSchema(input: SchemaInput): SchemaWorld | undefined {
  const header = schemaHeader(input);
  if (header === undefined) return undefined;
  const world = emptyWorld(input, header.zoneMinutes);
  declareUnits(input, world);
  for (const { item, file } of itemsOf(input, "codelist"))
    declareCodeList(item, file, input, world);
  const words = declareWords(input, world);
  const nodes = declareRecords(input, world);
  for (const each of nodes) fillRecord(each, input, world);
  for (const each of nodes) finishFields(each, world);
  reportRecordCycles(nodes, world);
  const root = world.records.get(rootRecord);
  if (root === undefined) {
    input.emit(report("LU2014", header.span, { schema: header.name }));
    return undefined;
  }
  const place = { ...world, root, languages: input.languages };
  const sources = declareSources(input.files, place);
  const stageEvents = declareStageEvents(input.files, sources, place);
  // Rows of a derived source have a record of their own, which is found by the name of the source.
  for (const { record } of sources.values()) {
    if (record.record.synthetic === true) world.derived.set(record.record.name, record);
  }
  const records = new Map<string, RecordSymbol>([...world.records, ...world.derived]);
  const schema: Schema = {
    ...header.identity,
    zoneMinutes: header.zoneMinutes,
    root: rootRecord,
    records: [...records.values()].map((each) => each.record),
    codeLists: [...world.codeLists.values()].map((each) => each.list),
    units: [...world.units].map(([name, code]) => ({
      name,
      code,
      dimension: unitOf(name).dimension,
    })),
    currencies: [...world.currencies].map(([code, digits]) => ({ code, digits })),
    ...words,
    ...(sources.size === 0 ? {} : { sources: [...sources.values()].map(({ source }) => source) }),
    ...(stageEvents.size === 0
      ? {}
      : {
          stageEvents: [...stageEvents.values()].map(({ stage, each, source }) => ({
            stage,
            each,
            source,
          })),
        }),
  };
  return { ...world, records, schema, root, sources, stageEvents };
}

interface Building extends PlaceWorld, TypeWorld {
  readonly codeLists: Map<string, CodeListSymbol>;
  readonly records: Map<string, Mutable>;
  readonly derived: Map<string, RecordSymbol>;
  readonly currencies: Map<string, number>;
  readonly units: Map<string, string>;
  readonly flows: Set<string>;
  readonly stages: Set<string>;
  readonly actions: Set<string>;
}

interface Mutable extends RecordSymbol {
  readonly record: RecordType & { readonly fields: Field[] };
  readonly fields: Map<string, Field>;
  readonly lists: Map<string, ListField>;
  readonly nodes: Map<string, FieldNode>;
}

function emptyWorld({ textOf, emit }: SchemaInput, zoneMinutes: number): Building {
  return {
    codeLists: new Map(),
    records: new Map(),
    derived: new Map(),
    currencies: new Map(),
    units: new Map(),
    flows: new Set(),
    stages: new Set(),
    actions: new Set(),
    textOf,
    emit,
    zoneMinutes,
  };
}

function* itemsOf<K extends "codelist" | "unit" | "currency" | "record" | "words">(
  { files }: SchemaInput,
  kind: K,
): Generator<Located<K>> {
  for (const { file, items } of files) {
    for (const item of items) if (isItem(item, kind)) yield { item, file };
  }
}

function isItem<K extends CritFile["items"][number]["kind"]>(
  item: CritFile["items"][number],
  kind: K,
): item is ItemOf<K> {
  return item.kind === kind;
}

function languageOf(input: SchemaInput, file: string): Language {
  return input.languages.get(file) ?? "en";
}

/* ------------------------------------------------------------------ header */

interface HeaderFacts {
  readonly identity: { readonly name: string; readonly version: number; readonly label: Label };
  readonly name: string;
  readonly zoneMinutes: number;
  readonly span: Span;
}

function schemaHeader(input: SchemaInput): HeaderFacts | undefined {
  const headers = input.files.flatMap((file) =>
    file.header?.kind === "schemaHeader" ? [{ header: file.header, file: file.file }] : [],
  );
  const first = headers[0];
  reportUses(
    input,
    headers.map(({ header }) => header),
  );
  if (first === undefined) return undefined;
  const { header, file } = first;
  for (const other of headers.slice(1)) {
    if (other.header.name !== header.name || other.header.version !== header.version) {
      input.emit(report("LU2027", other.header.span, { what: "schema" }));
    }
  }
  const zone = headers.map((each) => each.header).find((each) => each.zone !== null);
  return {
    identity: {
      name: header.name,
      version: wholeNumber(header.version),
      label: labelFrom(header.label, languageOf(input, file)),
    },
    name: header.name,
    zoneMinutes: zone === undefined ? 0 : zoneFrom(zone.zone ?? "", zone.span, input.emit),
    span: header.span,
  };
}

function zoneFrom(text: string, span: Span, emit: Emit): number {
  const minutes = parseZone(text);
  if (minutes !== undefined && Math.abs(minutes) <= 14 * 60) return minutes;
  emit(report("LU2028", span, { zone: text }));
  return 0;
}

/** Every `use schema` against what is there. */
function reportUses(
  { files, emit }: SchemaInput,
  headers: readonly { readonly name: string; readonly version: string }[],
): void {
  const found = [...new Set(headers.map((each) => each.name))];
  let asked = false;
  for (const { header } of files) {
    if (header?.kind !== "setHeader") continue;
    for (const use of header.uses) {
      asked = true;
      const schema = headers.find((each) => each.name === use.name);
      if (schema === undefined) {
        emit(report("LU2011", use.span, { wanted: use.name, found }));
      } else if (wholeNumber(schema.version) !== wholeNumber(use.version)) {
        const args = { name: use.name, wanted: use.version, found: wholeNumber(schema.version) };
        emit(report("LU2012", use.span, args));
      }
    }
  }
  const first = files[0];
  if (headers.length > 0 || asked || first === undefined) return;
  const span = first.header?.span ?? { file: first.file, start: 0, end: 0 };
  emit(report("LU2011", span, { wanted: null, found: [] }));
}

/* ------------------------------------------------------------------ units, words, code lists */

function declareUnits(input: SchemaInput, world: Building): void {
  for (const { item } of itemsOf(input, "currency")) {
    for (const { code, digits, span } of item.currencies) {
      if (world.currencies.has(code)) repeated("currency", code, "currency", span, world);
      world.currencies.set(code, wholeNumber(digits));
    }
  }
  for (const { item } of itemsOf(input, "unit")) {
    for (const { unit, code, span } of item.units) {
      if (world.units.has(unit)) repeated("unit", unit, "unit", span, world);
      if (Object.hasOwn(unitTable, unit)) world.units.set(unit, code);
    }
  }
}

function repeated(
  entry: "field" | "alias" | "unit" | "currency",
  name: string,
  owner: string,
  span: Span,
  world: Building,
): void {
  world.emit(report("LU2013", span, { entry, name, owner }));
}

type Words = Pick<Schema, "flows" | "stages" | "actions">;

function declareWords(input: SchemaInput, world: Building): Words {
  const words: Record<"flow" | "stage" | "action", Word[]> = { flow: [], stage: [], action: [] };
  const names = { flow: world.flows, stage: world.stages, action: world.actions };
  for (const { item, file } of itemsOf(input, "words")) {
    for (const { name, label } of item.names) {
      if (name.text === "") continue;
      if (names[item.words].has(name.text)) {
        world.emit(report("LU2004", name.span, { name: name.text, first: "special" }));
        continue;
      }
      names[item.words].add(name.text);
      words[item.words].push({ name: name.text, label: labelFrom(label, languageOf(input, file)) });
    }
  }
  return { flows: words.flow, stages: words.stage, actions: words.action };
}

function declareCodeList(
  item: ItemOf<"codelist">,
  file: string,
  input: SchemaInput,
  world: Building,
): void {
  if (!isNewType(item.name, world)) return;
  const list: CodeList = codeListFrom(item, languageOf(input, file), input.readData, world);
  const codes = list.codes === null ? null : new Map(list.codes.map((code) => [code.code, code]));
  world.codeLists.set(list.name, { list, codes });
}

function isNewType({ text, span }: Name, world: Building): boolean {
  if (text === "") return false;
  const taken =
    Object.hasOwn(builtInTypes, text) || world.codeLists.has(text) || world.records.has(text);
  if (taken) world.emit(report("LU2004", span, { name: text, first: "type" }));
  return !taken;
}

/* ------------------------------------------------------------------ records */

function declareRecords(input: SchemaInput, world: Building): readonly Located<"record">[] {
  const located: Located<"record">[] = [];
  for (const each of itemsOf(input, "record")) {
    const { item, file } = each;
    if (!isNewType(item.name, world)) continue;
    located.push(each);
    const record = {
      name: item.name.text,
      label: labelFrom(item.label, languageOf(input, file)),
      key: item.key.map((name) => name.text).filter((name) => name !== ""),
      ...(item.clock === null ? {} : { clock: item.clock.text }),
      fields: [],
    };
    world.records.set(item.name.text, {
      record,
      fields: new Map(),
      lists: new Map(),
      nodes: new Map(),
      file,
    });
  }
  return located;
}

function fillRecord({ item, file }: Located<"record">, input: SchemaInput, world: Building): void {
  const symbol = world.records.get(item.name.text);
  if (symbol === undefined) return;
  for (const node of item.fields) {
    const name = node.name.text;
    if (name === "") continue;
    if (symbol.fields.has(name)) {
      repeated("field", name, item.name.text, node.name.span, world);
      continue;
    }
    const field: Field = {
      name,
      type: typeFromRef(node.type, world),
      optional: node.optional,
      label: labelFrom(node.label, languageOf(input, file)),
      ...(node.alias === null ? {} : { alias: node.alias.text }),
      ...sourceOf(node),
      derived: node.derived !== null,
    };
    symbol.record.fields.push(field);
    symbol.fields.set(name, field);
    symbol.nodes.set(name, node);
    const { type } = field;
    if (type.kind === "list" && !symbol.lists.has(type.each))
      symbol.lists.set(type.each, { field, type });
  }
  declareAliases(item, symbol, world);
  checkKeyAndClock(item, symbol, world);
}

function sourceOf(node: FieldNode): { readonly source?: string } {
  const text = node.source?.texts[0]?.text;
  return text === undefined ? {} : { source: text };
}

function declareAliases(item: ItemOf<"record">, symbol: Mutable, world: Building): void {
  for (const { alias, name } of item.fields) {
    const field = symbol.fields.get(name.text);
    if (alias === null || alias.text === "" || field === undefined) continue;
    if (symbol.fields.has(alias.text)) {
      repeated("alias", alias.text, item.name.text, alias.span, world);
    } else symbol.fields.set(alias.text, field);
  }
}

function checkKeyAndClock(item: ItemOf<"record">, symbol: Mutable, world: Building): void {
  const owner = { name: item.name.text, label: symbol.record.label };
  for (const name of [...item.key, ...(item.clock === null ? [] : [item.clock])]) {
    if (name.text === "" || symbol.fields.has(name.text)) continue;
    const suggestions = suggest(name.text, symbol.record.fields.map(candidate));
    world.emit(report("LU2002", name.span, { field: name.text, owner, suggestions }));
  }
  const { clock } = item;
  const field = clock === null ? undefined : symbol.fields.get(clock.text);
  if (clock === null || field === undefined) return;
  if (field.type.kind !== "instant" && field.type.kind !== "error") {
    const expected: Type = { kind: "instant" };
    const args = { place: "example", expected, found: field.type, text: clock.text } as const;
    world.emit(report("LU3030", clock.span, args));
  }
}

/** Examples and ranges, once every code list and record is known. */
function finishFields({ item }: Located<"record">, world: Building): void {
  const symbol = world.records.get(item.name.text);
  if (symbol === undefined) return;
  for (const [index, field] of symbol.record.fields.entries()) {
    const node = symbol.nodes.get(field.name);
    if (node === undefined || (node.example === null && node.range === null)) continue;
    const range = rangeOf(node, field, world);
    const example =
      node.example === null ? undefined : placeConstant(node.example, field.type, "example", world);
    const finished: Field = {
      ...field,
      ...(example === undefined ? {} : { example: example.json }),
      ...(range === undefined ? {} : { range: range.json }),
    };
    symbol.record.fields[index] = finished;
    symbol.fields.set(field.name, finished);
    if (finished.alias !== undefined) symbol.fields.set(finished.alias, finished);
    if (example !== undefined && node.example !== null && node.range !== null) {
      checkInRange(example, node.example.span, node.range, field.type, world);
    }
  }
}

function rangeOf(
  node: FieldNode,
  field: Field,
  world: Building,
): { readonly json: readonly [number | string, number | string] } | undefined {
  if (node.range === null) return undefined;
  const [from, to] = node.range.map((end) => placeConstant(end, field.type, "range", world));
  if (from === undefined || to === undefined) return undefined;
  if (isBelow(to, from, field.type, world)) {
    const [low, high] = node.range.map((end) => shown(world.textOf(end.span)));
    const args = { text: high ?? "", from: low ?? "", to: high ?? "" };
    world.emit(report("LU3031", node.range[1].span, args));
    return undefined;
  }
  return isEnd(from.json) && isEnd(to.json) ? { json: [from.json, to.json] } : undefined;
}

function isEnd(json: unknown): json is number | string {
  return typeof json === "number" || typeof json === "string";
}

function isBelow(
  a: Placed,
  b: Placed,
  type: Type,
  { zoneMinutes }: { readonly zoneMinutes: number },
): boolean {
  const [x, y] = [a, b].map(
    (each) => each.constant && valueOfConstant(each.constant, type, zoneMinutes),
  );
  const [left, right] = [rationalIn(x), rationalIn(y)];
  return left !== undefined && right !== undefined && compareRationals(left, right) < 0;
}

function rationalIn(value: Value | undefined): Rational | undefined {
  if (value === undefined || value.kind === "set") return undefined;
  return typeof value.value === "object" ? value.value : undefined;
}

/** A constant outside the range of its field is reported. */
export function checkInRange(
  placed: Placed,
  span: Span,
  range: NonNullable<FieldNode["range"]>,
  type: Type,
  world: Pick<PlaceWorld, "textOf" | "emit" | "zoneMinutes"> & PlaceWorld,
): void {
  const silent: PlaceWorld = { ...world, emit: () => undefined };
  const [from, to] = range.map((end) => placeConstant(end, type, "range", silent));
  if (from === undefined || to === undefined) return;
  if (!isBelow(placed, from, type, world) && !isBelow(to, placed, type, world)) return;
  const [low = "", high = ""] = range.map((end) => shown(world.textOf(end.span)));
  world.emit(report("LU3031", span, { text: shown(world.textOf(span)), from: low, to: high }));
}

/** A record inside itself would have no end; lists count too, their bound is per level. */
function reportRecordCycles(nodes: readonly Located<"record">[], world: Building): void {
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    if (path.includes(name)) {
      const names = [...path.slice(path.indexOf(name)), name];
      const node = nodes.find(({ item }) => item.name.text === name);
      if (node !== undefined) world.emit(report("LU2015", node.item.name.span, { names }));
      return;
    }
    if (done.has(name)) return;
    for (const { type } of world.records.get(name)?.record.fields ?? []) {
      if (type.kind === "record" || type.kind === "list") visit(type.record, [...path, name]);
    }
    done.add(name);
  };
  for (const { item } of nodes) visit(item.name.text, []);
}
