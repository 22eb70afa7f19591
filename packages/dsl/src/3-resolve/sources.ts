/**
 * Histories, events, registries and the events of stages: where rows beside the declaration come from.
 *
 * Comes in: parsed files, and records that are resolved. Goes out: sources by name, with a record for the rows of derived ones, and events by
 * stage. The condition of an event is the checker's.
 */
import {
  type Field,
  type Language,
  numberFromRational,
  type RecordType,
  type Source,
  type Type,
} from "@luong/spec";
import type { StageEventSymbol } from "../analysis.ts";
import type { CritFile, Expression, ItemOf, Name } from "../ast/ast.ts";
import type { SourceProblem } from "../diagnostics/catalogue/2xxx-names.ts";
import { report } from "../diagnostics/report.ts";
import { constantOf, valueOfConstant } from "./constant.ts";
import { edit } from "./fit.ts";
import { candidate, suggest } from "./suggest.ts";
import type { Emit, ListField, RecordSymbol, SourceSymbol } from "./symbols.ts";
import { labelFrom } from "./text.ts";

/** What a source keeps when it does not say. */
const KEEP_DAYS = 730;
const MS_PER_DAY = 86_400_000;
/** Of a calendar month at most. */
const DAYS_PER_MONTH = 31;

export interface SourceWorld {
  readonly records: ReadonlyMap<string, RecordSymbol>;
  readonly root: RecordSymbol;
  readonly stages: ReadonlySet<string>;
  readonly zoneMinutes: number;
  readonly languages: ReadonlyMap<string, Language>;
  readonly emit: Emit;
}

type SourceItem = ItemOf<"source">;

interface Located {
  readonly item: SourceItem;
  readonly file: string;
}

export function declareSources(
  files: readonly CritFile[],
  world: SourceWorld,
): ReadonlyMap<string, SourceSymbol> {
  const sources = new Map<string, SourceSymbol>();
  const located: readonly Located[] = files.flatMap(({ file, items }) =>
    items.flatMap((item) => (item.kind === "source" ? [{ item, file }] : [])),
  );
  // Sources that stand for themselves first, so that a derived one may come before what it is made of.
  const plain = located.filter(({ item }) => item.from === null);
  const derived = located.filter(({ item }) => item.from !== null);
  for (const each of [...plain, ...derived]) declareSource(each, sources, world);
  return sources;
}

function declareSource(
  { item, file }: Located,
  sources: Map<string, SourceSymbol>,
  world: SourceWorld,
): void {
  const { name } = item;
  if (name.text === "") return;
  if (sources.has(name.text) || world.root.fields.has(name.text)) {
    const first = sources.has(name.text) ? "source" : "field";
    world.emit(report("LU2004", name.span, { name: name.text, first }));
    return;
  }
  const rows = item.from === null ? plainRows(item, world) : derivedRows(item, sources, world);
  if (rows === undefined) return;
  const { record, parent, derived } = rows;
  const clock = clockOf(item, record, parent, world);
  if (clock === "reported") return;
  const above = parent?.source;
  const source: Source = {
    name: name.text,
    kind: item.sourceKind,
    label: labelFrom(item.label, world.languages.get(file) ?? "en"),
    record: record.record.name,
    each: item.each.text,
    ...(derived === undefined ? {} : { derived }),
    ...(clock === undefined ? {} : { clock }),
    keepDays: daysOf(item.keep, world) ?? above?.keepDays ?? KEEP_DAYS,
    ...lateOf(item.late, above, world),
    identity: derived === undefined ? identityOf(record, item, clock, world) : [],
  };
  sources.set(name.text, { source, record, parent: parent?.record ?? null, name: name.span });
}

function sourceProblem(
  at: Name,
  source: string,
  problem: SourceProblem,
  world: SourceWorld,
  known: readonly string[] = [],
): undefined {
  const suggestions = suggest(
    at.text,
    known.map((each) => ({ name: each })),
  );
  const fixes = suggestions.map((each) => edit(at.span, each, each));
  world.emit(report("LU2034", at.span, { source, problem, name: at.text, suggestions }, { fixes }));
}

/* ------------------------------------------------------------------ rows */

interface RowsOf {
  readonly record: RecordSymbol;
  readonly parent: SourceSymbol | null;
  readonly derived?: NonNullable<Source["derived"]>;
}

function plainRows(item: SourceItem, world: SourceWorld): RowsOf | undefined {
  const { of } = item;
  if (of === null || of.text === "") return undefined;
  const record = world.records.get(of.text);
  if (record === undefined)
    return sourceProblem(of, item.name.text, "record", world, [...world.records.keys()]);
  return { record, parent: null };
}

/** `from declarations.items`: the record of a row is the element's with the row it stands in. */
function derivedRows(
  item: SourceItem,
  sources: ReadonlyMap<string, SourceSymbol>,
  world: SourceWorld,
): RowsOf | undefined {
  const [root, ...path] = item.from?.names ?? [];
  if (root === undefined || root.text === "" || path.some(({ text }) => text === ""))
    return undefined;
  const above = sources.get(root.text);
  if (above === undefined)
    return sourceProblem(root, item.name.text, "source", world, [...sources.keys()]);
  const found = listAt(path, above.record, world);
  const last = path.at(-1) ?? root;
  if (found === undefined) return sourceProblem(last, item.name.text, "list", world);
  const element = world.records.get(found.type.record);
  if (element === undefined) return undefined;
  if (item.of !== null && item.of.text !== found.type.record)
    return sourceProblem(item.of, item.name.text, "record", world, [found.type.record]);
  const parent = above.source.each;
  if (element.fields.has(parent)) return sourceProblem(item.name, parent, "parent", world);
  return {
    record: withParent(item.name.text, element, parent, above.record),
    parent: above,
    derived: { source: above.source.name, path: found.path, parent },
  };
}

function listAt(
  path: readonly Name[],
  from: RecordSymbol,
  world: SourceWorld,
): { readonly type: ListField["type"]; readonly path: readonly string[] } | undefined {
  let record: RecordSymbol | undefined = from;
  const fields: string[] = [];
  for (const [index, { text }] of path.entries()) {
    const field: Field | undefined = record?.fields.get(text);
    if (field === undefined) return undefined;
    fields.push(field.name);
    if (field.type.kind === "list")
      return index === path.length - 1 ? { type: field.type, path: fields } : undefined;
    record = field.type.kind === "record" ? world.records.get(field.type.record) : undefined;
  }
  return undefined;
}

function withParent(
  name: string,
  element: RecordSymbol,
  parent: string,
  above: RecordSymbol,
): RecordSymbol {
  const type: Type = { kind: "record", record: above.record.name };
  const field: Field = {
    name: parent,
    type,
    optional: false,
    label: above.record.label,
    derived: false,
  };
  const record: RecordType = {
    name,
    label: element.record.label,
    key: [],
    fields: [...element.record.fields, field],
    synthetic: true,
  };
  return { ...element, record, fields: new Map(element.fields).set(parent, field) };
}

/* ------------------------------------------------------------------ times and identity */

function isMoment(type: Type): boolean {
  return type.kind === "instant" || type.kind === "date" || type.kind === "error";
}

/** Path of the effective time; undefined when rows are effective when they are known. */
function clockOf(
  item: SourceItem,
  record: RecordSymbol,
  parent: SourceSymbol | null,
  world: SourceWorld,
): readonly string[] | undefined | "reported" {
  const { clock } = item;
  if (clock === null || clock.text === "") return defaultClock(item, record, parent);
  const path = fieldPath(clock.text, record, parent);
  if (path !== undefined && isMoment(path.type)) return path.path;
  if (path === undefined) {
    const known = record.record.fields.filter(({ type }) => isMoment(type)).map(candidate);
    const suggestions = suggest(clock.text, known);
    const fixes = suggestions.map((each) => edit(clock.span, each, each));
    const args = {
      source: item.name.text,
      problem: "clock",
      name: clock.text,
      suggestions,
    } as const;
    world.emit(report("LU2034", clock.span, args, { fixes }));
  } else sourceProblem(clock, item.name.text, "clockType", world);
  return "reported";
}

function defaultClock(
  item: SourceItem,
  record: RecordSymbol,
  parent: SourceSymbol | null,
): readonly string[] | undefined {
  if (parent !== null) {
    const { clock, each } = parent.source;
    return clock === undefined ? undefined : [each, ...clock];
  }
  if (record.record.clock !== undefined) return [record.record.clock];
  const from = item.sourceKind === "registry" ? record.fields.get("valid_from") : undefined;
  return from !== undefined && isMoment(from.type) ? [from.name] : undefined;
}

/** A field of the row, else of the row it stands in. */
export function fieldPath(
  name: string,
  record: RecordSymbol,
  parent: Pick<SourceSymbol, "source" | "record"> | null,
): { readonly path: readonly string[]; readonly type: Type } | undefined {
  const own = record.fields.get(name);
  if (own !== undefined && !own.derived) return { path: [own.name], type: own.type };
  const above = parent?.record.fields.get(name);
  if (parent === null || above === undefined || above.derived) return undefined;
  return { path: [parent.source.each, above.name], type: above.type };
}

/** Key fields: of the root record without its revision, of a registry with the clock. */
function identityOf(
  record: RecordSymbol,
  item: SourceItem,
  clock: readonly string[] | undefined,
  { root }: SourceWorld,
): readonly string[] {
  const { key } = record.record;
  const own = record === root && key.length > 1 ? key.slice(0, -1) : key;
  const period = item.sourceKind === "registry" && key.length > 0 ? (clock?.[0] ?? null) : null;
  return period === null || own.includes(period) ? own : [...own, period];
}

/** Days of a length as written; calendar periods count their longest. */
export function daysOf(
  node: Expression | null,
  { zoneMinutes }: Pick<SourceWorld, "zoneMinutes">,
): number | undefined {
  const ms = msOf(node, zoneMinutes);
  return ms === undefined ? undefined : ms / MS_PER_DAY;
}

function msOf(node: Expression | null, zoneMinutes: number): number | undefined {
  const constant = node === null ? undefined : constantOf(node);
  const value = constant && valueOfConstant(constant, { kind: "duration" }, zoneMinutes);
  if (value === undefined || (value.kind !== "duration" && value.kind !== "period"))
    return undefined;
  const amount = numberFromRational(value.value);
  return value.kind === "duration" ? amount : amount * DAYS_PER_MONTH * MS_PER_DAY;
}

function lateOf(
  node: Expression | null,
  above: Source | undefined,
  world: SourceWorld,
): { readonly lateMs?: number } {
  const ms = msOf(node, world.zoneMinutes) ?? above?.lateMs;
  return ms === undefined ? {} : { lateMs: ms };
}

/* ------------------------------------------------------------------ events of stages */

export function declareStageEvents(
  files: readonly CritFile[],
  sources: ReadonlyMap<string, SourceSymbol>,
  world: SourceWorld,
): ReadonlyMap<string, StageEventSymbol> {
  const events = new Map<string, StageEventSymbol>();
  for (const { file, items } of files) {
    for (const item of items) {
      if (item.kind !== "words") continue;
      for (const { name, event } of item.names) {
        if (event === null || event.source.text === "" || event.each.text === "") continue;
        if (item.words !== "stage") {
          sourceProblem(event.each, name.text, "notStage", world);
          continue;
        }
        const source = sources.get(event.source.text);
        if (source === undefined) {
          sourceProblem(event.source, name.text, "source", world, [...sources.keys()]);
          continue;
        }
        if (source.source.each !== event.each.text) {
          sourceProblem(event.each, event.source.text, "element", world, [source.source.each]);
          continue;
        }
        events.set(name.text, {
          stage: name.text,
          each: event.each.text,
          source: source.source.name,
          record: source.source.record,
          file,
          where: event.where,
        });
      }
    }
  }
  return events;
}
