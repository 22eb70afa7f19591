/**
 * One code list: codes written out, read from a file, or left to be bound.
 *
 * Goes out: plain data of the schema; codes that stand twice, have a wrong length or no parent are reported.
 */
import type { Code, CodeList, Language } from "@luong/spec";
import type { ReadData } from "../analysis.ts";
import type { CodedNode, ItemOf } from "../ast/ast.ts";
import { report } from "../diagnostics/report.ts";
import { type CsvFault, readCsv } from "./csv.ts";
import type { Emit } from "./symbols.ts";
import { labelFrom } from "./text.ts";
import { wholeNumber } from "./type-ref.ts";

interface World {
  readonly emit: Emit;
}

export function codeListFrom(
  item: ItemOf<"codelist">,
  language: Language,
  readData: ReadData,
  world: World,
): CodeList {
  const levels = item.levels.map(wholeNumber).toSorted((a, b) => a - b);
  const source = item.source?.texts[0]?.text;
  return {
    name: item.name.text,
    label: labelFrom(item.label, language),
    shape: item.shape,
    levels,
    ...(source === undefined ? {} : { source }),
    codes: codesOf(item, levels, language, readData, world),
  };
}

function codesOf(
  item: ItemOf<"codelist">,
  levels: readonly number[],
  language: Language,
  readData: ReadData,
  world: World,
): readonly Code[] | null {
  if (item.file !== null) return codesFromFile(item, item.file, levels, readData, world);
  if (item.external) return null;
  const codes: Code[] = [];
  const seen = new Set<string>();
  for (const node of item.codes) {
    if (seen.has(node.code)) {
      const args = { entry: "code", name: node.code, owner: item.name.text } as const;
      world.emit(report("LU2013", node.span, args));
      continue;
    }
    if (!hasLevel(node.code, levels)) {
      const list = { name: item.name.text, label: labelFrom(item.label, language) };
      world.emit(report("LU3012", node.span, { code: node.code, list, lengths: levels }));
    }
    seen.add(node.code);
    const parent = node.parent === null ? {} : { parent: node.parent };
    codes.push({ code: node.code, label: labelFrom(node.label, language), ...parent });
  }
  reportParents(codes, item.name.text, (code) => spanOf(code, item), world);
  return codes;
}

function spanOf(code: string, item: ItemOf<"codelist">) {
  const node: CodedNode | undefined = item.codes.find((each) => each.code === code);
  return node?.span ?? item.name.span;
}

function hasLevel(code: string, levels: readonly number[]): boolean {
  return levels.length === 0 || levels.includes(code.length);
}

/** Parents must be there, and lead up to a root. */
function reportParents(
  codes: readonly Code[],
  list: string,
  span: (code: string) => Parameters<typeof report>[1],
  world: World,
): void {
  const parents = new Map(codes.map(({ code, parent }) => [code, parent]));
  for (const { code, parent } of codes) {
    if (parent === undefined) continue;
    const isBelowItself = isAbove(code, parent, parents);
    if (!isBelowItself && parents.has(parent)) continue;
    world.emit(report("LU2031", span(code), { code, parent, list, isBelowItself }));
  }
}

function isAbove(
  code: string,
  from: string,
  parents: ReadonlyMap<string, string | undefined>,
): boolean {
  let at: string | undefined = from;
  for (let steps = 0; at !== undefined && steps <= parents.size; steps += 1) {
    if (at === code) return true;
    at = parents.get(at);
  }
  return false;
}

function codesFromFile(
  item: ItemOf<"codelist">,
  file: string,
  levels: readonly number[],
  readData: ReadData,
  world: World,
): readonly Code[] | null {
  const text = readData(file);
  const { span } = item.name;
  if (text === undefined) {
    world.emit(report("LU2019", span, { file, name: item.name.text }));
    return null;
  }
  const table = readCsv(text);
  const fault = ({ row, column, problem }: CsvFault): void =>
    world.emit(report("LU2020", span, { file, row, column, problem }));
  for (const each of table.faults) fault(each);
  const at = (name: string): number => table.header.indexOf(name);
  const [codeAt, parentAt, enAt, viAt] = [
    Math.max(at("code"), 0),
    at("parent"),
    at("en"),
    at("vi"),
  ];
  const codes: Code[] = [];
  const seen = new Set<string>();
  for (const { row, cells } of table.rows) {
    const code = cells[codeAt] ?? "";
    const column = table.header[codeAt] ?? "code";
    const wrong = code === "" || !hasLevel(code, levels);
    if (wrong || seen.has(code)) {
      const type = { kind: "code", list: item.name.text } as const;
      fault({
        row,
        column,
        problem: code === "" ? { kind: "empty" } : { kind: "value", text: code, type },
      });
      continue;
    }
    seen.add(code);
    const parent = cells[parentAt] ?? "";
    const [en, vi] = [cells[enAt] ?? "", cells[viAt] ?? ""];
    codes.push({
      code,
      label: { ...(en === "" ? {} : { en }), ...(vi === "" ? {} : { vi }) },
      ...(parent === "" ? {} : { parent }),
    });
  }
  reportParents(codes, item.name.text, () => span, world);
  return codes;
}
