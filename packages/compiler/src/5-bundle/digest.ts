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

/** The same of a text in pieces, without putting it together. A piece must not end inside a surrogate pair. */
export function sha256OfPieces(pieces: readonly string[]): string {
  const hash = createHash("sha256");
  for (const piece of pieces) hash.update(piece);
  return hash.digest("hex");
}
