/**
 * A snapshot on disk: the arrays of an index as they stand in memory, with a head that says where each lies.
 *
 *   "LUONGIX" and the format's number · length of the head · SHA-256 of all the rest · head, JSON · arrays, from a multiple of 64 bytes on
 *
 * The head can be read alone: it says which bundle and which files the rows are of.
 * Little-endian, as every machine it will meet. What is truncated, changed or of another format is refused with the reason; nothing of it is used.
 */
import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync, renameSync, writeSync } from "node:fs";
import type { Fault } from "@luong/spec";
import { pack, unpack } from "../index/pack.ts";
import { snapshotVersion } from "../index/snapshot.ts";
import type { EngineState, RowSources } from "../index/state.ts";
import { fault } from "../messages/catalogue.ts";

export const SNAPSHOT_FILE = "index.snapshot";

const MAGIC = "LUONGIX";
/** Magic 7, format 1, length of the head 4, spare 4, digest 32. */
const PREFIX = 48;
const DIGEST = 16;
const ALIGNMENT = 64;
/** One read or write; larger ones fail on some systems. */
const BLOCK = 1 << 28;

function startOfArrays(headLength: number): number {
  return Math.ceil((PREFIX + headLength) / ALIGNMENT) * ALIGNMENT;
}

function writeAll(file: number, bytes: Uint8Array, position: number): void {
  for (let at = 0; at < bytes.length; at += BLOCK) {
    const block = bytes.subarray(at, at + BLOCK);
    let done = 0;
    while (done < block.length) {
      done += writeSync(file, block, done, block.length - done, position + at + done);
    }
  }
}

/** Writes the whole file beside its place, then renames it: a reader never sees half of it. Gives its size in bytes. */
export function writeSnapshot(path: string, state: EngineState): number {
  const { head, sections, length } = pack(state);
  const headBytes = new TextEncoder().encode(head);
  const start = startOfArrays(headBytes.length);
  const prefix = new Uint8Array(start);
  prefix.set(new TextEncoder().encode(MAGIC));
  prefix[7] = snapshotVersion;
  new DataView(prefix.buffer).setUint32(8, headBytes.length, true);
  prefix.set(headBytes, PREFIX);
  const digest = createHash("sha256")
    .update(prefix.subarray(0, DIGEST))
    .update(prefix.subarray(PREFIX));
  let at = 0;
  for (const { offset, bytes } of sections) {
    digest.update(new Uint8Array(offset - at)).update(bytes);
    at = offset + bytes.length;
  }
  const identity = digest.digest();
  prefix.set(identity, DIGEST);
  // Two that write the same snapshot at the same time write the same bytes.
  const draft = `${path}.${process.pid}.${identity.toString("hex").slice(0, 8)}`;
  const file = openSync(draft, "w");
  try {
    writeAll(file, prefix, 0);
    for (const { offset, bytes } of sections) writeAll(file, bytes, start + offset);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
  return start + length;
}

export type SnapshotRead =
  | { readonly state: EngineState; readonly problem?: undefined }
  | { readonly problem: Fault };

function unreadable(name: string, reason: string): { readonly problem: Fault } {
  return { problem: fault("LU6501", name, { file: name, reason }) };
}

/** What a snapshot says of itself without its arrays. */
export interface SnapshotHead {
  /** Digest of the bundle it was made for. */
  readonly bundle: string;
  /** Tables whose rows it holds. */
  readonly tables: readonly string[];
  /** Null: who wrote it did not say which files the rows came from. */
  readonly sources: RowSources | null;
}

export type SnapshotHeadRead =
  | { readonly head: SnapshotHead; readonly problem?: undefined }
  | { readonly problem: Fault; readonly head?: undefined };

/** From the start of the file into all of `bytes`. */
function readInto<B extends Uint8Array>(file: number, bytes: B): B {
  const size = bytes.length;
  for (let at = 0; at < size; ) {
    const got = readSync(file, bytes, at, Math.min(BLOCK, size - at), at);
    if (got === 0) throw new RangeError("the file ended while it was read");
    at += got;
  }
  return bytes;
}

/** Opens, looks at the size, closes; whatever goes wrong is a problem. */
function reading<T>(
  path: string,
  name: string,
  read: (file: number, size: number) => T,
): T | { readonly problem: Fault } {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch (error) {
    return unreadable(name, error instanceof Error ? error.message : String(error));
  }
  try {
    const { size } = fstatSync(file);
    if (size < PREFIX) return unreadable(name, `it is cut off: ${size} bytes`);
    return read(file, size);
  } catch (error) {
    return unreadable(name, error instanceof Error ? error.message : String(error));
  } finally {
    closeSync(file);
  }
}

/** `name` is what the file is called in messages. */
export function readSnapshot(path: string, name = SNAPSHOT_FILE): SnapshotRead {
  return reading(path, name, (file, size) =>
    parse(readInto(file, new Uint8Array(new SharedArrayBuffer(size))), name),
  );
}

/**
 * The head alone, however many rows follow. It is believed as it stands: only `readSnapshot` can check the digest, and must before anything of the
 * snapshot is used.
 */
export function readSnapshotHead(path: string, name = SNAPSHOT_FILE): SnapshotHeadRead {
  return reading(path, name, (file, size) => {
    const length = headLengthOf(readInto(file, new Uint8Array(PREFIX)), size, name);
    if (typeof length !== "number") return length;
    const bytes = readInto(file, new Uint8Array(PREFIX + length));
    const head = headFrom(JSON.parse(new TextDecoder().decode(bytes.subarray(PREFIX))));
    return head === null ? unreadable(name, "its head has no form") : { head };
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSources(value: unknown): value is RowSources {
  return (
    isObject(value) &&
    Object.values(value).every(
      (digests) => Array.isArray(digests) && digests.every((each) => typeof each === "string"),
    )
  );
}

function headFrom(value: unknown): SnapshotHead | null {
  if (!isObject(value)) return null;
  const { index, tables, sources = null } = value;
  if (!isObject(index) || !isObject(tables)) return null;
  const { bundle } = index;
  if (typeof bundle !== "string") return null;
  if (sources !== null && !isSources(sources)) return null;
  return { bundle, tables: Object.keys(tables), sources };
}

/** Of the `size` bytes of a file, `prefix` are the first. */
function headLengthOf(
  prefix: Uint8Array,
  size: number,
  name: string,
): number | { readonly problem: Fault } {
  // Decoders take no shared memory in every Node.
  const magic = String.fromCharCode(...prefix.subarray(0, 7));
  if (magic !== MAGIC) return unreadable(name, "it is not a snapshot of an index");
  if (prefix[7] !== snapshotVersion) {
    return unreadable(name, `it has format ${prefix[7]}, this runtime reads ${snapshotVersion}`);
  }
  const length = new DataView(prefix.buffer, prefix.byteOffset).getUint32(8, true);
  if (startOfArrays(length) > size) return unreadable(name, `it is cut off: ${size} bytes`);
  return length;
}

function parse(bytes: Uint8Array, name: string): SnapshotRead {
  const headLength = headLengthOf(bytes, bytes.length, name);
  if (typeof headLength !== "number") return headLength;
  const start = startOfArrays(headLength);
  const wanted = hex(bytes.subarray(DIGEST, PREFIX));
  // A digest takes no shared memory in every Node either, but a Buffer over it.
  const got = createHash("sha256")
    .update(Buffer.from(bytes.buffer, 0, DIGEST))
    .update(Buffer.from(bytes.buffer, PREFIX))
    .digest("hex");
  if (got !== wanted) return { problem: fault("LU6504", name, { file: name, wanted, got }) };
  const head = new TextDecoder().decode(bytes.slice(PREFIX, PREFIX + headLength));
  // Written by `writeSnapshot`: the digest holds.
  return { state: unpack(head, bytes.buffer, start) as EngineState };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
