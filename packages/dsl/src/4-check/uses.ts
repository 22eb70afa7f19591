/**
 * Facts that may be missing, by what that does to the place they were read in.
 *
 * Comes in: the notebook of a clause. Goes out: one report for each fact of the clause, with the fix that puts `is present` first.
 */
import { keywords, type Language, type Span } from "@luong/spec";
import { languageAt } from "../3-resolve/language-at.ts";
import { report } from "../diagnostics/report.ts";
import type { Use } from "./scope.ts";
import type { Typing } from "./typing.ts";

/** One use for each thing, the first. */
function firstUses(uses: readonly Use[]): readonly Use[] {
  const seen = new Map<string, Use>();
  for (const use of uses) if (!seen.has(use.guard)) seen.set(use.guard, use);
  return [...seen.values()];
}

/** In `when`: a hint, or a warning below a negation. */
export function reportWhenUses(t: Typing, uses: readonly Use[]): void {
  for (const use of firstUses(uses)) {
    if (use.kind === "lookup") continue;
    if (use.negation === null)
      t.emit(report("LU4009", use.span, { fact: use.thing }, { fixes: guardFix(t, use) }));
    else reportNegated(t, use, use.negation);
  }
}

export function reportUnlessUses(t: Typing, uses: readonly Use[], isStatutory: boolean): void {
  for (const use of firstUses(uses)) {
    if (use.kind === "lookup") continue;
    if (isStatutory) {
      t.emit(report("LU4007", use.span, { fact: use.thing }, { fixes: guardFix(t, use) }));
    } else reportNegated(t, use, use.negation ?? "unless");
  }
}

function reportNegated(t: Typing, use: Use, place: NonNullable<Use["negation"]>): void {
  t.emit(report("LU4008", use.span, { fact: use.thing, place }, { fixes: guardFix(t, use) }));
}

/** `scope` must be two-valued; `move` puts the condition where it belongs. */
export function reportScopeUses(
  t: Typing,
  uses: readonly Use[],
  move: Parameters<typeof report>[3],
): void {
  const [first] = firstUses(uses);
  if (first !== undefined) t.emit(report("LU3028", first.span, { fact: first.thing }, move));
}

export function reportEffectUses(
  t: Typing,
  uses: readonly Use[],
  effect: "channel" | "risk",
): void {
  const [first] = firstUses(uses);
  if (first !== undefined) t.emit(report("LU3026", first.span, { effect, fact: first.thing }));
}

/** `R` to `(x is present and R)`. */
function guardFix(t: Typing, { guard, condition }: Use) {
  // A guard with a constant inside is kept in another spelling; no fix is better than a strange one.
  if (condition === null || !/^[\p{L}\p{N}_.(), ]+$/u.test(guard)) return [];
  const language = languageAt(t.symbols.textOf, condition);
  const text = guardText(guard, t.symbols.textOf(condition), language);
  return [
    {
      title: { en: `ask \`${guard} is present\` first`, vi: `hỏi \`${guard} đã có\` trước` },
      edits: [{ span: condition satisfies Span, text }],
    },
  ];
}

function guardText(guard: string, condition: string, language: Language): string {
  const present = keywords["is present"].spelling[language];
  const and = keywords.and.spelling[language];
  return `(${guard} ${present} ${and} ${condition})`;
}
