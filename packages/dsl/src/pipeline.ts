/**
 * Source texts of a set to `Analysis`: parse, resolve, check.
 *
 * Comes in: texts, and a way to read the data files they name. Goes out: trees, side tables, diagnostics. Reads nothing itself and
 * never throws on any text.
 */
import type { Diagnostic } from "@luong/spec";
import { parseFile } from "./2-parse/parse.ts";
import { resolveDeclarations, setOf } from "./3-resolve/resolve.ts";
import type { Emit, Symbols } from "./3-resolve/symbols.ts";
import { checkSet } from "./4-check/check.ts";
import type { Typing } from "./4-check/typing.ts";
import {
  type Analysis,
  type DefineSymbol,
  type Model,
  nodeKey,
  type ReadData,
  type SourceFile,
} from "./analysis.ts";
import type { CritFile } from "./ast/ast.ts";
import { type UnreadParts, unreadParts } from "./unread.ts";

const noData: ReadData = () => undefined;

export function analyse(sources: readonly SourceFile[], readData: ReadData = noData): Analysis {
  const parsed = sources.map(({ file, text }) => parseFile(file, text));
  return analyseParsed(
    parsed.map((each) => each.file),
    readData,
    parsed.flatMap((each) => each.diagnostics),
  );
}

/** `found`: what parsing reported; nothing is said to be missing in an item that could not be read whole. */
export function analyseParsed(
  files: readonly CritFile[],
  readData: ReadData = noData,
  found: readonly Diagnostic[] = [],
): Analysis {
  const unread = unreadParts(files, found);
  const gathered = new Gathered(found, unread);
  const emit: Emit = (diagnostic) => gathered.add(diagnostic);
  const symbols = resolveDeclarations(files, readData, emit);
  if (symbols === undefined) return { files, diagnostics: gathered.sorted(), model: null };
  const typing = checkSet(symbols, files, emit, (node) => unread.touches(node.span));
  const model = modelOf(files, symbols, typing, emit);
  return { files, diagnostics: gathered.sorted(), model };
}

/** One report for one place: a heading read again for each row says the same thing again. */
class Gathered {
  readonly #all: Diagnostic[];
  readonly #seen = new Set<string>();
  readonly #unread: UnreadParts;

  constructor(found: readonly Diagnostic[], unread: UnreadParts) {
    this.#all = [...found];
    this.#unread = unread;
  }

  add(diagnostic: Diagnostic): void {
    // What was not read as it was meant says nothing reliable: one mistake, one message.
    if (this.#unread.holds(diagnostic.span)) return;
    const { file, start, end } = diagnostic.span;
    const key = `${diagnostic.code} ${start} ${end} ${file} ${JSON.stringify(diagnostic.args)}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.#all.push(diagnostic);
  }

  sorted(): readonly Diagnostic[] {
    return this.#all.toSorted(
      (a, b) =>
        compareText(a.span.file, b.span.file) ||
        a.span.start - b.span.start ||
        compareText(a.code, b.code),
    );
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function modelOf(files: readonly CritFile[], symbols: Symbols, typing: Typing, emit: Emit): Model {
  const { types, references, collections, selections, series, clocks } = typing;
  const derived = new Map<
    string,
    { readonly file: string; readonly value: DefineSymbol["value"] }
  >();
  for (const [name, { nodes, file }] of symbols.records) {
    for (const [field, node] of nodes) {
      if (node.derived !== null) derived.set(`${name}.${field}`, { file, value: node.derived });
    }
  }
  const defines = new Map<string, DefineSymbol>();
  for (const [name, { file, item, params }] of symbols.defines) {
    const type = types.get(nodeKey(file, item.value)) ?? { kind: "error" };
    defines.set(name, { name, file, params, value: item.value, type });
  }
  return {
    set: setOf(files, symbols.languages, emit),
    schema: symbols.schema,
    derived,
    lists: symbols.lists,
    tables: symbols.tables,
    parameters: symbols.parameters,
    defines,
    types,
    references,
    collections,
    selections,
    series,
    clocks,
    modelScores: symbols.modelScores,
    stageEvents: [...symbols.stageEvents.values()],
  };
}
