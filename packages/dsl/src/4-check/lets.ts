/**
 * `let` of one criterion: named values, some of them one for each element.
 *
 * A `let` is typed when it is first read, so their order does not matter; one made from itself is reported.
 */
import { isFunctionName } from "@luong/spec";
import { reportWhole } from "../3-resolve/disagree.ts";
import { specialNames } from "../3-resolve/resolve.ts";
import type { Clause, ItemOf } from "../ast/ast.ts";
import type { DeclaredKind } from "../diagnostics/catalogue/2xxx-names.ts";
import { report } from "../diagnostics/report.ts";
import { bindForEach } from "./collections.ts";
import { factsOf } from "./expressions.ts";
import { type LetBinding, newClause, type Scope, type ValueFacts } from "./scope.ts";
import { errorType, type Typing } from "./typing.ts";

type LetClause = Extract<Clause, { readonly kind: "let" }>;
type CriterionItem = ItemOf<"criterion">;

function clausesOf(item: CriterionItem): readonly LetClause[] {
  return item.clauses.filter((clause): clause is LetClause => clause.kind === "let");
}

export function letsOf(
  t: Typing,
  item: CriterionItem,
  scope: Scope,
): ReadonlyMap<string, LetBinding> {
  const lets = new Map<string, LetBinding>();
  for (const clause of clausesOf(item)) {
    const { text, span } = clause.name;
    if (text === "") continue;
    const first: DeclaredKind | undefined = lets.has(text) ? "let" : meaningOf(t, text);
    if (first !== undefined) {
      t.emit(report("LU2004", span, { name: text, first }));
      if (first === "let") continue;
    }
    const forEach = clause.forEach?.text ?? null;
    lets.set(text, {
      forEach,
      facts: once(t, clause, () => letFacts(t, clause, { ...scope, lets })),
    });
  }
  return lets;
}

/** What a name means outside the criterion. */
function meaningOf(t: Typing, name: string): DeclaredKind | undefined {
  const { symbols } = t;
  if (specialNames.has(name)) return "special";
  if (symbols.root.fields.has(name)) return "field";
  if (symbols.elements.has(name)) return "element";
  if (symbols.lists.has(name)) return "list";
  if (symbols.tables.has(name)) return "table";
  if (symbols.parameters.has(name)) return "parameter";
  if (symbols.defines.has(name)) return "define";
  if (symbols.scorecards.has(name)) return "scorecard";
  return isFunctionName(name) ? "function" : undefined;
}

function once(t: Typing, clause: LetClause, find: () => ValueFacts): () => ValueFacts {
  let state: ValueFacts | "new" | "open" = "new";
  return () => {
    if (state === "open") {
      const { text, span } = clause.name;
      t.emit(report("LU2015", span, { names: [text, text] }));
      return { type: errorType, mayBeMissing: false, bound: 1 };
    }
    if (state !== "new") return state;
    state = "open";
    const found = find();
    state = found;
    return found;
  };
}

function letFacts(t: Typing, clause: LetClause, around: Scope): ValueFacts {
  const place = newClause(around);
  const scope = clause.forEach === null ? place : bindForEach(t, clause, clause.forEach, place);
  if (scope === undefined) return { type: errorType, mayBeMissing: false, bound: 1 };
  const facts = factsOf(t, clause.value, scope);
  const side = { type: facts.type, span: clause.value.span, node: clause.value };
  return reportWhole(side, t.world) ? { ...facts, type: errorType } : facts;
}

/** Every `let` is typed, used or not; an unused one is a hint. */
export function checkLets(t: Typing, item: CriterionItem, scope: Scope, isBroken: boolean): void {
  for (const { name } of clausesOf(item)) {
    const binding = scope.lets.get(name.text);
    if (binding === undefined) continue;
    binding.facts();
    const key = `let ${scope.file} ${name.text}`;
    if (!t.used.delete(key) && !isBroken) {
      t.emit(report("LU2026", name.span, { kind: "let", name: name.text }));
    }
  }
}
