/**
 * Which fix may be made without asking the author.
 *
 * Comes in: a diagnostic. Goes out: its only fix, or nothing where fixes differ in meaning (`and` or `or`, a day or a month first)
 * or the one offered decides something (where a bracket ends, a length in days, what counts when a fact is missing).
 */
import type { Diagnostic, Fix } from "@luong/spec";

/** The only fix offered is a proposal: something may have been forgotten, or another code, price or day is put in. */
const PROPOSALS: ReadonlySet<string> = new Set([
  // Where a text or bracket ends; a condition, member or cell left out.
  "LU1008",
  "LU1033",
  "LU1034",
  "LU1036",
  "LU1062",
  // Which element, which code, how many days, at which rate, whether the criterion is asked.
  "LU2003",
  "LU2021",
  "LU3003",
  "LU3009",
  "LU3010",
  "LU3013",
  "LU3028",
]);

export function soleFix({ code, severity, fixes }: Diagnostic): Fix | undefined {
  const isSerious = severity === "error" || severity === "warning";
  // 4xxx is about what a criterion means; so are its fixes.
  const decides = code.startsWith("LU4") || PROPOSALS.has(code);
  return isSerious && !decides && fixes.length === 1 ? fixes[0] : undefined;
}
