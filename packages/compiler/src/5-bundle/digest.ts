/**
 * Digests of texts and bytes; what is digested is made canonical by `canonicalJson` of the spec.
 *
 * Comes in: text (as UTF-8) or bytes. Goes out: SHA-256 in hex.
 */
import { createHash } from "node:crypto";

/** SHA-256 of the text in UTF-8 (or of the bytes), as 64 hex digits. */
export function sha256Hex(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
