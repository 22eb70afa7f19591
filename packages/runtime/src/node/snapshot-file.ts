/**
 * A snapshot on disk: the arrays of an index as they stand in memory, with a head that says where each lies.
 *
 *   "LUONGIX" and the format's number · length of the head · SHA-256 of all the rest · head, JSON · arrays, from a multiple of 64 bytes on
 *
 * Little-endian, as every machine it will meet. What is truncated, changed or of another format is refused with the reason; nothing of it is used.
 */
import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync, renameSync, writeSync } from "node:fs";
import type { Fault } from "@luong/spec";
import { pack, unpack } from "../index/pack.ts";
import { snapshotVersion } from "../index/snapshot.ts";
import type { EngineState } from "../index/state.ts";
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

function readAll(file: number, size: number): Uint8Array {
  const bytes = new Uint8Array(new SharedArrayBuffer(size));
  for (let at = 0; at < size; ) {
    const got = readSync(file, bytes, at, Math.min(BLOCK, size - at), at);
    if (got === 0) throw new RangeError("the file ended while it was read");
    at += got;
  }
  return bytes;
}

/** `name` is what the file is called in messages. */
export function readSnapshot(path: string, name = SNAPSHOT_FILE): SnapshotRead {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch (error) {
    return unreadable(name, error instanceof Error ? error.message : String(error));
  }
  try {
    const { size } = fstatSync(file);
    if (size < PREFIX) return unreadable(name, `it is cut off: ${size} bytes`);
    return parse(readAll(file, size), name);
  } catch (error) {
    return unreadable(name, error instanceof Error ? error.message : String(error));
  } finally {
    closeSync(file);
  }
}

function parse(bytes: Uint8Array, name: string): SnapshotRead {
  // Decoders and digests take no shared memory in every Node: the head is small, and the digest sees a Buffer.
  const magic = String.fromCharCode(...bytes.subarray(0, 7));
  if (magic !== MAGIC) return unreadable(name, "it is not a snapshot of an index");
  if (bytes[7] !== snapshotVersion) {
    return unreadable(name, `it has format ${bytes[7]}, this runtime reads ${snapshotVersion}`);
  }
  const headLength = new DataView(bytes.buffer).getUint32(8, true);
  const start = startOfArrays(headLength);
  if (start > bytes.length) return unreadable(name, `it is cut off: ${bytes.length} bytes`);
  const wanted = hex(bytes.subarray(DIGEST, PREFIX));
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
