/**
 * A CSV file, plain or packed by gzip, as batches of rows.
 *
 * Comes in: a path. Goes out: rows as they are read, never more than a chunk and the row that crosses its end in memory. Finds no meaning in them.
 */
import { createReadStream } from "node:fs";
import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { cannotRead } from "../json-file.ts";
import { CsvCutter } from "./csv-cutter.ts";
import type { RowSource } from "./source.ts";

const CHUNK_BYTES = 1 << 18;

/** `path` is opened, `shown` is what the reader knows it as. */
export async function* csvSource(path: string, shown: string): RowSource {
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const chunks: Readable = /\.gz$/i.test(path) ? unpacked(file) : file;
  const cutter = new CsvCutter();
  try {
    for await (const chunk of chunks) {
      const cut = cutter.add(chunk as Uint8Array);
      yield { ...cut, bytes: file.bytesRead };
      if (cut.broken !== undefined) return;
    }
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === undefined ? error : cannotRead(shown, error);
  } finally {
    chunks.destroy();
    file.destroy();
  }
  yield { ...cutter.end(), bytes: file.bytesRead };
}

function unpacked(file: Readable): Readable {
  // What goes wrong comes out where the bytes are read.
  return pipeline(file, createGunzip({ chunkSize: CHUNK_BYTES }), () => undefined);
}
