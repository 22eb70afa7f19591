/**
 * A Parquet file as batches of rows, one row group in memory at a time. Only the columns asked for are read.
 *
 * Values come as JSON has them: whole numbers too large for a double as text, dates and times as ISO 8601 in UTC. Pages packed by snappy, gzip, Brotli or
 * Zstandard are read; the last as far as this Node can unpack it.
 */
import { statSync } from "node:fs";
import * as zlib from "node:zlib";
import {
  asyncBufferFromFile,
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
} from "hyparquet";
import { CannotRun } from "../both.ts";
import { cannotRead } from "../json-file.ts";
import type { RowSource } from "./source.ts";

/** Rows given at a time, so that progress is seen within a large group. */
const BATCH = 10_000;

/** Packed bytes and the length they had. */
function compressors(): Compressors {
  const { zstdDecompressSync } = zlib as { zstdDecompressSync?: (bytes: Uint8Array) => Buffer };
  return {
    GZIP: (bytes) => new Uint8Array(zlib.gunzipSync(bytes)),
    BROTLI: (bytes) => new Uint8Array(zlib.brotliDecompressSync(bytes)),
    ...(zstdDecompressSync === undefined
      ? {}
      : { ZSTD: (bytes: Uint8Array) => new Uint8Array(zstdDecompressSync(bytes)) }),
  };
}

/** Names of the top-level columns, in the order of the file. */
function columnNames({ schema }: FileMetaData): readonly string[] {
  const names: string[] = [];
  const root = schema[0];
  let at = 1;
  for (let child = 0; child < (root?.num_children ?? 0); child += 1) {
    names.push(schema[at]?.name ?? "");
    at = afterElement(schema, at);
  }
  return names;
}

/** Elements of a schema stand depth first. */
function afterElement(schema: FileMetaData["schema"], at: number): number {
  let next = at + 1;
  for (let child = 0; child < (schema[at]?.num_children ?? 0); child += 1) {
    next = afterElement(schema, next);
  }
  return next;
}

/** JSON has no dates, no binary and no large whole numbers. */
function jsonOf(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === "bigint") {
    return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  }
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("utf8");
  if (Array.isArray(value)) return value.map(jsonOf);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, jsonOf(part)]));
}

type ColumnValues = readonly ArrayLike<unknown>[];

/** The values of one column of a row group, one after the other. */
function* valuesOf(chunks: ColumnValues): Generator<unknown, undefined, undefined> {
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += 1) yield jsonOf(chunk[at]);
  }
  return undefined;
}

/** `wanted` chooses columns by the names in the file. */
export async function* parquetSource(
  path: string,
  shown: string,
  wanted: (names: readonly string[]) => readonly string[],
): RowSource {
  const { metadata, file } = await open(path, shown);
  const bytes = statSync(path).size;
  const all = columnNames(metadata);
  yield { rows: [all], places: [0], bytes: 0 };
  const columns = [...wanted(all)];
  let first = 0;
  let read = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = first + Number(group.num_rows);
    const chunks = new Map<string, ArrayLike<unknown>[]>(columns.map((name) => [name, []]));
    try {
      await parquetRead({
        file,
        metadata,
        columns,
        rowStart: first,
        rowEnd,
        compressors: compressors(),
        onChunk: ({ columnName, columnData }) => chunks.get(columnName)?.push(columnData),
      });
    } catch (error) {
      throw notSound(shown, error);
    }
    read += Number(group.total_byte_size) / Math.max(1, unpackedBytes(metadata));
    const values = all.map((name) => valuesOf(chunks.get(name) ?? []));
    for (let row = first; row < rowEnd; row += BATCH) {
      const length = Math.min(BATCH, rowEnd - row);
      yield {
        rows: Array.from({ length }, () => values.map((column) => column.next().value ?? null)),
        places: Array.from({ length }, (_, at) => row + at + 1),
        bytes: Math.round(read * bytes),
      };
    }
    first = rowEnd;
  }
}

function unpackedBytes({ row_groups: groups }: FileMetaData): number {
  return groups.reduce((sum, group) => sum + Number(group.total_byte_size), 0);
}

async function open(path: string, shown: string) {
  let file: Awaited<ReturnType<typeof asyncBufferFromFile>>;
  try {
    file = await asyncBufferFromFile(path);
  } catch (error) {
    throw cannotRead(shown, error);
  }
  try {
    return { file, metadata: await parquetMetadataAsync(file) };
  } catch (error) {
    throw notSound(shown, error);
  }
}

function notSound(shown: string, error: unknown): CannotRun {
  const { message } = error as Error;
  return new CannotRun({
    en: `${shown} is not a sound Parquet file: ${message}`,
    vi: `${shown} không phải tệp Parquet đúng dạng: ${message}`,
  });
}
