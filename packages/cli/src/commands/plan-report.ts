/**
 * What `luong plan` tells, as one value: `plan-output.schema.json` describes it, `plan-text.ts` prints it.
 *
 * Comes in: a described index, the criteria, the rows bound to them. Goes out: the report, its sentences in both languages.
 */
import type { Access, CriterionAccess, HotCluster, IndexDescription } from "@luong/runtime";
import type { IndexPlan } from "@luong/runtime/abi";
import type { BundleIr, CriterionIr, Field, Schema, TableBinding } from "@luong/spec";
import type { Both } from "../both.ts";
import {
  adviceFor,
  keyColumns,
  openConditions,
  rowsWithoutKey,
  type Traffic,
  type Why,
  whyMissing,
  whyScanned,
} from "./plan-why.ts";
import { accessWords, keyWords, rowAccessWords } from "./plan-words.ts";

export interface PlannedAccess {
  readonly kind: Access["kind"];
  readonly fact: string;
  readonly scanned: boolean;
  readonly entries: number;
  readonly candidatesPerDeclaration: number;
  readonly values: readonly string[];
  readonly valueCount: number;
  readonly text: Both;
}

export interface ScannedRow {
  /** Name of the row, and its place in the table from 1. */
  readonly row: string;
  readonly place: number;
  readonly columns: readonly string[];
}

export interface PlannedCriterion {
  readonly id: string;
  readonly version: string;
  readonly rowsOf: string | null;
  readonly entries: number;
  readonly candidatesPerDeclaration: number;
  readonly access: readonly PlannedAccess[];
  readonly scannedEntries: number;
  readonly scannedRows: { readonly total: number; readonly first: readonly ScannedRow[] } | null;
  readonly why: readonly Why[];
  readonly advice: Both | null;
  readonly openEntries: number;
  readonly openConditions: readonly Both[];
}

export interface PlannedCluster {
  readonly text: Both;
  readonly entries: number;
  /** From 0 to 1. */
  readonly shareOfDeclarations: number;
  readonly candidatesPerDeclaration: number;
}

export interface PlanReport {
  readonly schemaVersion: 1;
  readonly bundleDigest: string;
  readonly backEnd: "emitted" | "indexed";
  readonly sample: {
    readonly file: string;
    readonly declarations: number;
    readonly rejected: number;
  } | null;
  /** Where candidates come from: counted in the sample, estimated from that of the bundle's snapshot, or assumed. */
  readonly shares: "counted" | "snapshot" | "assumed";
  readonly entries: number;
  readonly candidatesPerDeclaration: number;
  readonly criteria: readonly PlannedCriterion[];
  readonly clusters: { readonly count: number; readonly hot: readonly PlannedCluster[] };
  /** Entries by how many guards they have. */
  readonly guards: {
    readonly none: number;
    readonly one: number;
    readonly two: number;
    readonly three: number;
  };
  readonly bytes: {
    readonly starts: number;
    readonly clusters: number;
    readonly code: number;
    readonly dictionary: number;
    readonly total: number;
    readonly perEntry: number;
  };
}

export interface PlanParts {
  readonly ir: BundleIr;
  readonly plan: IndexPlan;
  readonly described: IndexDescription;
  readonly table: (name: string) => TableBinding | undefined;
  readonly digest: string;
  readonly backEnd: PlanReport["backEnd"];
  readonly sample: PlanReport["sample"];
  readonly traffic: Traffic;
}

export function planReport(parts: PlanParts): PlanReport {
  const { ir, plan, described, digest, backEnd, sample } = parts;
  const facts = [...goodKeys(described, plan), ...keysOfSchema(ir.schema)];
  const [none = 0, one = 0, two = 0, three = 0] = described.guards;
  return {
    schemaVersion: 1,
    bundleDigest: digest,
    backEnd,
    sample,
    shares: sample !== null ? "counted" : parts.traffic.hasSample ? "snapshot" : "assumed",
    entries: described.entries,
    candidatesPerDeclaration: rounded(described.candidates),
    criteria: ir.criteria.flatMap((criterion, position) => {
      const found = described.criteria[position];
      return found === undefined ? [] : [plannedCriterion(criterion, found, facts, parts)];
    }),
    clusters: {
      count: described.clusters,
      hot: described.hot
        .filter(
          ({ key, entries, share }) =>
            key.kind !== "always" && key.kind !== "question" && entries * share > 0,
        )
        .map((each) => plannedCluster(each, plan)),
    },
    guards: { none, one, two, three },
    bytes: bytesOf(described),
  };
}

/** Six significant digits: measured shares are not known better, and equal runs print equal numbers. */
export function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

export function plannedCluster(
  { key, entries, share }: HotCluster,
  plan: IndexPlan,
): PlannedCluster {
  return {
    text: keyWords(key, plan),
    entries,
    shareOfDeclarations: rounded(share),
    candidatesPerDeclaration: rounded(entries * share),
  };
}

function bytesOf({ bytes, entries }: IndexDescription): PlanReport["bytes"] {
  const total = bytes.starts + bytes.clusters + bytes.code + bytes.dictionary;
  return { ...bytes, total, perEntry: entries === 0 ? 0 : rounded(total / entries) };
}

/** Facts by which other criteria are found, most entries first. */
function goodKeys({ criteria }: IndexDescription, { slots }: IndexPlan): readonly string[] {
  const counts = new Map<string, number>();
  for (const { access } of criteria) {
    for (const { kind, slot, fact, entries } of access) {
      const isKey = kind === "value" || kind === "under" || kind === "member";
      if (!isKey || slots[slot]?.form === "truth") continue;
      counts.set(fact, (counts.get(fact) ?? 0) + entries);
    }
  }
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([fact]) => fact);
}

/** Codes and identifiers of the declaration and its lists, for a set in which no criterion is found by a key yet. */
function keysOfSchema({ records, root }: Schema): readonly string[] {
  // Its own key finds one declaration, not a kind of them.
  const fieldsOf = (of: string): readonly Field[] => {
    const record = records.find(({ name }) => name === of);
    return record?.fields.filter(({ name }) => !record.key.includes(name)) ?? [];
  };
  const isKey = ({ type }: Field): boolean => type.kind === "code" || type.kind === "id";
  return fieldsOf(root).flatMap((field) => {
    const { name, type } = field;
    if (isKey(field)) return [name];
    if (type.kind !== "record" && type.kind !== "list") return [];
    const of = type.kind === "list" ? type.each : name;
    return fieldsOf(type.record)
      .filter(isKey)
      .map((inner) => `${of}.${inner.name}`);
  });
}

function plannedCriterion(
  criterion: CriterionIr,
  found: CriterionAccess,
  facts: readonly string[],
  { ir, plan, table, traffic }: PlanParts,
): PlannedCriterion {
  const { id, digest, rowsOf } = criterion;
  const indexed = plan.criteria[found.criterion] ?? null;
  const isScanned = found.scanned > 0;
  const declared = ir.tables.find(({ name }) => name === rowsOf);
  const columns = rowsOf === undefined || indexed === null ? null : keyColumns(indexed, declared);
  const missing = found.access
    .filter(({ scanned, kind }) => scanned && kind === "unknown")
    .map(({ fact }) => whyMissing(fact));
  const own = columns === null ? whyScanned(criterion, ir.schema, traffic) : [rowsWithoutKey];
  const why = isScanned ? (missing.length > 0 ? missing : own) : [];
  const words = (access: Access): Both =>
    columns === null ? accessWords(access, { plan, criterion: indexed }) : rowAccessWords(access);
  return {
    id,
    version: digest,
    rowsOf: rowsOf ?? null,
    entries: found.entries,
    candidatesPerDeclaration: rounded(found.candidates),
    access: found.access.map((access): PlannedAccess => {
      const { kind, fact, scanned, entries, candidates, values, valueCount } = access;
      return {
        kind,
        fact,
        scanned,
        entries,
        candidatesPerDeclaration: rounded(candidates),
        values,
        valueCount,
        text: words(access),
      };
    }),
    scannedEntries: found.scanned,
    scannedRows: rowsOf === undefined ? null : scannedRows(found, rowsOf, ir, table),
    why,
    advice: isScanned ? adviceFor(why, facts, columns) : null,
    openEntries: found.open,
    openConditions: found.open > 0 ? openConditions(criterion, ir.schema) : [],
  };
}

function scannedRows(
  { scannedRows: places, scannedRowCount: total }: CriterionAccess,
  rowsOf: string,
  { tables }: BundleIr,
  table: PlanParts["table"],
): PlannedCriterion["scannedRows"] {
  const declared = tables.find(({ name }) => name === rowsOf);
  const names = declared === undefined ? [] : [...declared.key, ...declared.value];
  const rows = table(rowsOf)?.rows;
  const first = places.map((place): ScannedRow => {
    const row = rows?.at(place);
    const columns = names.flatMap(({ name }, at) =>
      (row?.cells[at] ?? null) === null ? [] : [name],
    );
    return { row: row?.name ?? String(place + 1), place: place + 1, columns };
  });
  return { total, first };
}
