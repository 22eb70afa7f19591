/**
 * Opens a file of declarations by its name: `.csv` through a mapping, `.json` an object or an array, anything else NDJSON; `-` is standard
 * input, NDJSON. Comes out: entries in the order of the file, each a declaration or its faults. Nothing here knows the schema.
 */
import { createReadStream, type ReadStream } from "node:fs";
import { readJson, readLines } from "@luong/runtime";
import type { Fault } from "@luong/spec";
import { CannotRun } from "../both.ts";
import { cannotRead, readTextFile } from "../json-file.ts";
import { type Entry, readCsvDeclarations } from "./csv-declarations.ts";
import type { Mapping } from "./mapping.ts";

export interface DeclarationFile {
  /** `-` for standard input. */
  readonly path: string;
  readonly shown: string;
  /** Needed for CSV. */
  readonly mapping: Mapping | null;
}

export function readDeclarations(
  file: DeclarationFile,
  input: AsyncIterable<Uint8Array>,
): AsyncIterable<Entry> {
  if (file.path === "-") return readLines(input);
  if (/\.csv$/i.test(file.path)) {
    return readCsvDeclarations(chunksOf(file), mappingOf(file), file.shown);
  }
  return /\.json$/i.test(file.path) ? readJsonDeclarations(file) : readLines(chunksOf(file));
}

/** The bytes of a file whose lines are declarations, for who reads the lines elsewhere; null when it is of another form. */
export function declarationChunks(
  file: DeclarationFile,
  input: AsyncIterable<Uint8Array>,
): AsyncIterable<Uint8Array> | null {
  if (file.path === "-") return input;
  return /\.(csv|json)$/i.test(file.path) ? null : chunksOf(file);
}

function mappingOf(file: DeclarationFile): Mapping {
  if (file.mapping !== null) return file.mapping;
  throw new CannotRun(
    {
      en: `${file.shown}: no mapping says which column is which fact`,
      vi: `${file.shown}: chưa có ánh xạ cho biết cột nào là dữ kiện nào`,
    },
    {
      en: "give --mapping FILE, or `declarations.mapping` in luong.json",
      vi: "hãy cho --mapping TỆP, hoặc `declarations.mapping` trong luong.json",
    },
  );
}

async function* chunksOf(file: DeclarationFile): AsyncGenerator<Uint8Array> {
  const stream: ReadStream = createReadStream(file.path, { highWaterMark: 1 << 18 });
  try {
    for await (const chunk of stream) yield chunk as Uint8Array;
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === undefined
      ? error
      : cannotRead(file.shown, error);
  } finally {
    stream.destroy();
  }
}

/** Positions count the elements of the array from 1. */
async function* readJsonDeclarations(file: DeclarationFile): AsyncGenerator<Entry> {
  const text = readTextFile(file.path, file.shown);
  const read = readJson(text);
  if (read.faults === undefined) {
    const declarations = Array.isArray(read.value) ? read.value : [read.value];
    yield* declarations.map((declaration, at) => ({ position: at + 1, declaration }));
    return;
  }
  yield* readFaulty(text, read.faults, file);
}

/** A fault inside one element costs that element; a fault of the text itself costs the file. */
function* readFaulty(
  text: string,
  faults: readonly Fault[],
  file: DeclarationFile,
): Generator<Entry> {
  const byElement = new Map<number, Fault[]>();
  // After so many, or too deep, the reader stops looking: nobody knows whether the rest is sound.
  const isCutShort = faults.length >= 100 || faults.some((fault) => fault.code === "LU6008");
  for (const fault of faults) {
    const element = /^\/(\d+)(\/.*)?$/s.exec(fault.path);
    if (isCutShort || element === null || !text.trimStart().startsWith("["))
      throw unreadable(fault, file);
    const at = Number(element[1]);
    byElement.set(at, [...(byElement.get(at) ?? []), { ...fault, path: element[2] ?? "" }]);
  }
  // The faults name every element that is not sound, so what JSON.parse gives for the others is what was written.
  const declarations = JSON.parse(text) as readonly unknown[];
  for (const [at, declaration] of declarations.entries()) {
    const own = byElement.get(at);
    const position = at + 1;
    yield own === undefined ? { position, declaration } : { position, faults: own };
  }
}

function unreadable(fault: Fault, file: DeclarationFile): CannotRun {
  return new CannotRun(
    {
      en: `${file.shown} cannot be read as JSON (${fault.code})`,
      vi: `không đọc được ${file.shown} dưới dạng JSON (${fault.code})`,
    },
    {
      en: "one declaration a line (NDJSON) loses only the broken lines",
      vi: "mỗi dòng một tờ khai (NDJSON) thì chỉ mất các dòng hỏng",
    },
  );
}
