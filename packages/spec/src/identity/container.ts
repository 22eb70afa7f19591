/**
 * Container numbers as they are typed and as cameras read them.
 *
 * Text in, a normal form or a yes out. The check digit (ISO 6346) decides which of two numbers was misread; `iso6346.ts` has it.
 */
import { isContainerNo } from "../iso6346.ts";
import { isOneConfused } from "./confusables.ts";

/** Capitals and digits alone: `msku 410793-9` becomes `MSKU4107939`. */
export function normaliseContainerNo(text: string): string {
  return text
    .normalize("NFKD")
    .toUpperCase()
    .normalize("NFKD")
    .replace(/[^\p{L}\p{Nd}]+/gu, "")
    .normalize("NFC");
}

/**
 * The same number; or one misread character apart, when the check digit of the one holds and of the other fails. Two numbers that both hold
 * are two containers, of two that both fail nobody knows.
 */
export function containersAlike(a: string, b: string): boolean {
  const left = normaliseContainerNo(a);
  const right = normaliseContainerNo(b);
  if (left === "" || right === "") return a.normalize("NFC") === b.normalize("NFC");
  if (left === right) return true;
  return isContainerNo(left) !== isContainerNo(right) && isOneConfused(left, right);
}
