/**
 * Reads one JSON text into plain data, or says what is wrong with it. Never throws, never guesses, never builds a polluted object.
 *
 * The fast path is `JSON.parse`, one regular expression and one walk; only a text with a suspicion is scanned token by token:
 * long or exponential numbers (`JSON.parse` rounds them), escapes (they may hide a name), forbidden names, or more colons in the text than
 * the value accounts for (a key was given twice and dropped).
 */
import type { Fault } from "@luong/spec";
import { fault } from "../messages/catalogue.ts";
import { PlainCheck } from "./plain.ts";
import { scanJson } from "./scan-json.ts";

export type JsonRead =
  | { readonly value: unknown; readonly faults?: undefined }
  | { readonly faults: readonly Fault[] };

// 16 digits or points in a row, an exponent, an escaped character, or a name that must not be a key.
const suspicious = /[\d.]{16}|\d[eE][-+\d]|\\u|__proto__|constructor|prototype/;

function countColons(text: string): number {
  let count = 0;
  for (let at = text.indexOf(":"); at >= 0; at = text.indexOf(":", at + 1)) count++;
  return count;
}

export function readJson(text: string): JsonRead {
  if (text.startsWith("\ufeff")) return { faults: [fault("LU6004", "", { encoding: "UTF-8" })] };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { faults: scanJson(text) };
  }
  if (suspicious.test(text)) {
    const faults = scanJson(text);
    if (faults.length > 0) return { faults };
  }
  const plain = new PlainCheck();
  plain.check(value, []);
  if (plain.faults.length > 0) return { faults: plain.faults };
  // INVARIANT (colons): outside escapes each colon of the text is a key's or stands in a text.
  if (plain.colons !== countColons(text)) {
    const faults = scanJson(text);
    if (faults.length > 0) return { faults };
  }
  return { value };
}
