/**
 * Flows, stages and actions where they are named: `on import at gate`, `action scan_goods`.
 *
 * Goes out: reports of words the schema does not have.
 */

import { edit } from "../3-resolve/fit.ts";
import { candidate, suggest } from "../3-resolve/suggest.ts";
import type { Name, OnClause } from "../ast/ast.ts";
import { report } from "../diagnostics/report.ts";
import type { Typing } from "./typing.ts";

export function checkOn(t: Typing, on: OnClause): void {
  for (const flow of on.flows) checkWord(t, flow, "flow");
  for (const stage of on.stages) checkWord(t, stage, "stage");
}

export function checkWord(
  t: Typing,
  { text, span }: Name,
  kind: "flow" | "stage" | "action",
): void {
  const { symbols } = t;
  const known = { flow: symbols.flows, stage: symbols.stages, action: symbols.actions }[kind];
  if (text === "" || known.has(text)) return;
  const { flows, stages, actions } = symbols.schema;
  const words = { flow: flows, stage: stages, action: actions }[kind];
  const suggestions = suggest(text, words.map(candidate));
  const fixes = suggestions.map((each) => edit(span, each, each));
  const args = { kind, name: text, known: [...known].slice(0, 8), suggestions };
  t.emit(report("LU2010", span, args, { fixes }));
}
