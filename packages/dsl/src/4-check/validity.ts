/**
 * Dates of force: `valid from … until … review …`.
 *
 * Goes out: reports of dates that do not exist or do not follow each other. Whether a criterion has expired needs a
 * clock and is asked elsewhere.
 */
import { dateTextFromDays, parseDate } from "@luong/spec";
import { placeConstant } from "../3-resolve/place.ts";
import type { Clause, Expression } from "../ast/ast.ts";
import { report } from "../diagnostics/report.ts";
import type { Scope } from "./scope.ts";
import { memberWant, type Typing } from "./typing.ts";

type ValidClause = Extract<Clause, { readonly kind: "valid" }>;

export function checkValidity(t: Typing, clause: ValidClause, scope: Scope): void {
  const from = daysOf(t, clause.from, scope);
  const until = daysOf(t, clause.until, scope);
  const review = daysOf(t, clause.review, scope);
  if (from === undefined) return;
  if (until !== undefined && until < from && clause.until !== null) {
    const args = { from: dateTextFromDays(from), until: dateTextFromDays(until) };
    t.emit(report("LU4003", clause.until.span, args));
    return;
  }
  if (review === undefined || clause.review === null) return;
  if (review >= from && (until === undefined || review <= until)) return;
  const args = {
    review: dateTextFromDays(review),
    from: dateTextFromDays(from),
    until: until === undefined ? null : dateTextFromDays(until),
  };
  t.emit(report("LU4004", clause.review.span, args));
}

function daysOf(t: Typing, node: Expression | null, scope: Scope): number | undefined {
  if (node === null) return undefined;
  const want = memberWant({ kind: "date" });
  const placed = placeConstant(node, want.type, "validity", t.world);
  if (placed === undefined || typeof placed.json !== "string") return undefined;
  t.infer(node, scope, want);
  return parseDate(placed.json);
}
