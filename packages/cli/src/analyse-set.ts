/**
 * A set's sources through dsl's analysis, and the refusal to go on when they have errors.
 *
 * For the commands that need sound criteria; `check` shows everything itself.
 */
import { type Analysis, analyse } from "@luong/dsl";
import { findingsOf, hasErrors, renderFindings } from "./findings.ts";
import type { Output } from "./output.ts";
import { type CriteriaSet, dataReader } from "./set.ts";

export function analyseSet(set: CriteriaSet): Analysis {
  return analyse(set.sources, dataReader(set));
}

/** The analysis of a set without errors; null after its errors have been printed. */
export function analyseSound(set: CriteriaSet, output: Output): Analysis | null {
  const analysis = analyseSet(set);
  if (!hasErrors(analysis.diagnostics)) return analysis;
  const errors = analysis.diagnostics.filter((each) => each.severity === "error");
  const text = renderFindings(findingsOf({ ...set, only: null }, errors), output);
  // Beside JSON there is one object on standard output or none.
  if (output.format === "json") output.rawError(`${text}\n`);
  else output.line(text);
  return null;
}
