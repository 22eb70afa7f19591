/**
 * The catalogue of faults, 6xxx: code → words in both languages, explain page, example.
 *
 * Used by the engine (through `fault`, which checks the arguments of each code), the command and the reference page.
 * Texts live here only; codes are external, append-only and never reused.
 */
import type { DiagnosticText, Fault, Language, Message } from "@luong/spec";
import type { FaultSpec } from "./define.ts";
import { factFaults } from "./facts.ts";
import { loadingFaults } from "./loading.ts";
import { readingFaults } from "./reading.ts";

const specs = { ...readingFaults, ...factFaults, ...loadingFaults } as const;

type Specs = typeof specs;
export type FaultCode = keyof Specs;
export type FaultArgs<C extends FaultCode> = Specs[C] extends FaultSpec<infer Args> ? Args : never;

/** Every code in ascending order; the arguments are checked where faults are made, not here. */
export const faultCatalogue: Readonly<Record<FaultCode, FaultSpec<never>>> = specs;

/** A fault with the arguments its code demands. `path` is a JSON Pointer. */
export function fault<C extends FaultCode>(
  code: C,
  path: string,
  args: FaultArgs<C> & Fault["args"],
): Fault {
  return { code, path, args };
}

function isFaultCode(code: string): code is FaultCode {
  return Object.hasOwn(specs, code);
}

/** The words of a fault. INVARIANT (typed faults): faults are made by `fault`, so the arguments fit their code. */
export function faultMessage(given: Fault, language: Language): Message {
  if (!isFaultCode(given.code)) return { what: `${given.code} ${JSON.stringify(given.args)}` };
  const text = specs[given.code][language] as DiagnosticText<Fault["args"]>;
  return text.message(given.args);
}

/** One line: `LU6102 /items/0/hs: the field `hs` is missing (…); declare `hs``. */
export function faultText(given: Fault, language: Language): string {
  const message = faultMessage(given, language);
  const where = given.path === "" ? "" : ` ${given.path}`;
  const why = message.why === undefined ? "" : ` (${message.why})`;
  const advice = message.try === undefined ? "" : `; ${message.try}`;
  return `${given.code}${where}: ${message.what}${why}${advice}`;
}
