/**
 * Which fix may be made without asking the author.
 *
 * Comes in: a diagnostic. Goes out: its only fix, or nothing where fixes differ in meaning (`and` or `or`, a day or a month first)
 * or the one offered decides something (a code, a length in days, what counts when a fact is missing).
 */
import type { Diagnostic, Fix } from "@luong/spec";

/** The only fix offered is a proposal: another code, `60 days` for two months. */
const PROPOSALS: ReadonlySet<string> = new Set(["LU2021", "LU3009"]);

export function soleFix({ code, severity, fixes }: Diagnostic): Fix | undefined {
  const isSerious = severity === "error" || severity === "warning";
  // 4xxx is about what a criterion means; so are its fixes.
  const decides = code.startsWith("LU4") || PROPOSALS.has(code);
  return isSerious && !decides && fixes.length === 1 ? fixes[0] : undefined;
}
