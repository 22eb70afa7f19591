/**
 * Lists: written out, read from a file, or bound at run time.
 *
 * Goes out: the symbol with typed members in the order written, without repeats; wrong members are reported.
 */
import {
  instantFromDays,
  instantTextFromMs,
  type Language,
  type ListMember,
  parseDate,
  parseInstant,
  type Type,
} from "@luong/spec";
import { type ListSymbol, nodeKey, type ReadData } from "../analysis.ts";
import type { ItemOf } from "../ast/ast.ts";
import { report } from "../diagnostics/report.ts";
import { jsonFromCell } from "./cell-text.ts";
import { type CsvFault, type CsvRow, readCsv } from "./csv.ts";
import { type PlaceWorld, placeConstant } from "./place.ts";
import { labelFrom } from "./text.ts";
import { type TypeWorld, typeFromRef } from "./type-ref.ts";

type World = PlaceWorld & TypeWorld;

export function listFrom(
  item: ItemOf<"list">,
  file: string,
  language: Language,
  readData: ReadData,
  world: World,
): ListSymbol {
  const of = memberType(item, world);
  return {
    name: item.name.text,
    label: labelFrom(item.label, language),
    of,
    access: item.access ?? "internal",
    dated: item.dated,
    members: membersOf(item, of, readData, world),
    node: nodeKey(file, item),
  };
}

const memberKinds: ReadonlySet<Type["kind"]> = new Set(["code", "id", "text", "date", "error"]);

/** Codes, identifiers, texts and dates; anything else is reported. */
function memberType(item: ItemOf<"list">, world: World): Type {
  const type = typeFromRef(item.of, world);
  if (memberKinds.has(type.kind)) return type;
  world.emit(report("LU3043", item.of.span, { name: item.of.name.text, shape: "member" }));
  return { kind: "error" };
}

function membersOf(
  item: ItemOf<"list">,
  of: Type,
  readData: ReadData,
  world: World,
): readonly ListMember[] | null {
  if (item.file !== null) return membersFromFile(item, item.file, of, readData, world);
  if (item.external) return null;
  const members: ListMember[] = [];
  const seen = new Set<string>();
  for (const [index, node] of item.members.entries()) {
    const value = placeConstant(node, of, "member", world)?.json;
    if (typeof value !== "string") continue;
    if (seen.has(value)) {
      const args = { entry: "member", name: value, owner: item.name.text } as const;
      const before = item.members[index - 1]?.span.end ?? node.span.start;
      const title = { en: "remove it", vi: "bỏ đi" };
      const fixes = [{ title, edits: [{ span: { ...node.span, start: before }, text: "" }] }];
      world.emit(report("LU2013", node.span, args, { fixes }));
    } else members.push({ value });
    seen.add(value);
  }
  return members;
}

function membersFromFile(
  item: ItemOf<"list">,
  file: string,
  of: Type,
  readData: ReadData,
  world: World,
): readonly ListMember[] | null {
  const text = readData(file);
  const { span, text: name } = item.name;
  if (text === undefined) {
    world.emit(report("LU2019", span, { file, name }));
    return null;
  }
  const fault = ({ row, column, problem }: CsvFault): void =>
    world.emit(report("LU2020", span, { file, row, column, problem }));
  const table = readCsv(text);
  for (const each of table.faults) fault(each);
  const at = Math.max(
    0,
    table.header.findIndex((each) => each === "code" || each === "value" || each === name),
  );
  const column = table.header[at] ?? "value";
  const members: ListMember[] = [];
  for (const row of table.rows) {
    const cell = row.cells[at] ?? "";
    const value = cell === "" ? undefined : jsonFromCell(cell, of, world);
    if (typeof value === "string") {
      const validity = item.dated ? validityOf(row, table.header, world.zoneMinutes, fault) : {};
      members.push({ value, ...validity });
    } else if (of.kind !== "error") {
      const problem =
        cell === ""
          ? ({ kind: "empty" } as const)
          : ({ kind: "value", text: cell, type: of } as const);
      fault({ row: row.row, column, problem });
    }
  }
  return members;
}

export interface ValidityText {
  readonly validFrom?: string;
  readonly validUntil?: string;
}

/** Columns `valid_from` and `valid_until`: dates or date-times, local; empty is open. */
export function validityOf(
  { row, cells }: CsvRow,
  header: readonly string[],
  zoneMinutes: number,
  fault: (fault: CsvFault) => void,
): ValidityText {
  const from = momentIn(cells[header.indexOf("valid_from")] ?? "", zoneMinutes);
  const until = momentIn(cells[header.indexOf("valid_until")] ?? "", zoneMinutes);
  const backwards = typeof from === "number" && typeof until === "number" && from >= until;
  if (from === undefined || until === undefined || backwards) {
    fault({ row, column: null, problem: { kind: "dates" } });
    return {};
  }
  return {
    ...(from === null ? {} : { validFrom: instantTextFromMs(from, zoneMinutes) }),
    ...(until === null ? {} : { validUntil: instantTextFromMs(until, zoneMinutes) }),
  };
}

/** Milliseconds since 1970 UTC, null for an empty cell, undefined for nonsense. */
function momentIn(text: string, zoneMinutes: number): number | null | undefined {
  if (text === "") return null;
  const days = parseDate(text);
  return days === undefined ? parseInstant(text, zoneMinutes) : instantFromDays(days, zoneMinutes);
}
