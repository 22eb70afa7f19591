/**
 * The digest of a model: which bytes gave a score.
 *
 * Comes in: bytes or text. Goes out: the first 12 hex digits of SHA-256, as criteria have.
 */
import { createHash } from "node:crypto";

const LENGTH = 12;

export function modelDigest(model: Uint8Array | string): string {
  return createHash("sha256").update(model).digest("hex").slice(0, LENGTH);
}
