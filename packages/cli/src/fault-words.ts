/**
 * The words of any fault, whether the runtime or the CSV reader found it.
 *
 * Comes in: a fault and a language. Goes out: one line for people, without the place of the declaration in its file.
 */
import { faultMessage } from "@luong/runtime";
import type { Fault, Language, Message } from "@luong/spec";
import { csvFaultMessage } from "./declarations/csv-faults.ts";
import { printable } from "./printable.ts";

function wordsOfFault(fault: Fault, language: Language): Message {
  return csvFaultMessage(fault, language) ?? faultMessage(fault, language);
}

/** `LU6102 /items/0/hs: the field `hs` is missing (…); declare `hs``. */
export function lineOfFault(fault: Fault, language: Language): string {
  const { what, why, try: advice } = wordsOfFault(fault, language);
  const place = fault.path === "" ? "" : ` ${fault.path}`;
  const because = why === undefined ? "" : ` (${why})`;
  const hint = advice === undefined ? "" : `; ${advice}`;
  return printable(`${fault.code}${place}: ${what}${because}${hint}`);
}
