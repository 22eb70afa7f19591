/**
 * The SHA-256 of a file as it is now: what tells whether rows taken from it before are still its rows.
 *
 * Comes in: a path. Goes out: 64 hexadecimal digits, or null for what is no file (a pipe cannot be looked at twice). The file is read in pieces.
 */
import { createHash } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import { cannotRead } from "../json-file.ts";

/** `shown` is the file as the reader knows it, for the complaint when it cannot be read. */
export async function fileDigest(path: string, shown: string): Promise<string | null> {
  const digest = createHash("sha256");
  try {
    if (!statSync(path).isFile()) return null;
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
      digest.update(chunk as Uint8Array);
    }
  } catch (error) {
    throw cannotRead(shown, error);
  }
  return digest.digest("hex");
}
