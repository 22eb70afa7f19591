/**
 * `let` of one criterion: named values, some of them one for each element.
 *
 * A `let` is typed when it is first read, so their order does not matter; one made from itself is reported.
 */
import { isFunctionName } from "@luong/spec";
import { reportWhole } from "../3-resolve/disagree.ts";
import { specialNames } from "../3-resolve/resolve.ts";
import type { SelectionRef } from "../analysis.ts";
import type { Clause, Expression, ItemOf } from "../ast/ast.ts";
import type { DeclaredKind } from "../diagnostics/catalogue/2xxx-names.ts";
import { report } from "../diagnostics/report.ts";
import { bindForEach } from "./collections.ts";
import { factsOf } from "./expressions.ts";
import {
  type CollectBinding,
  type LetBinding,
  newClause,
  type Scope,
  type ValueFacts,
} from "./scope.ts";
import { inferSelection } from "./selections.ts";
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
      series: seriesOf(clause.value),
      facts: once(t, clause, () => letFacts(t, clause, { ...scope, lets })),
    });
  }
  return lets;
}

/** `count per 7 days over …`: many values, which only an aggregate reads. */
function seriesOf(node: Expression): LetBinding["series"] {
  if (node.kind === "parenthesis") return seriesOf(node.inner);
  return node.kind === "aggregate" && node.per !== null ? node : null;
}

type CollectClause = Extract<Clause, { readonly kind: "collect" }>;

function collectsIn(item: CriterionItem): readonly CollectClause[] {
  return item.clauses.filter((clause): clause is CollectClause => clause.kind === "collect");
}

/** `collect` of a criterion by name; each is checked when it is first used, or at last. */
export function collectsOf(
  t: Typing,
  item: CriterionItem,
  scope: Scope,
): ReadonlyMap<string, CollectBinding> {
  const collects = new Map<string, CollectBinding>();
  for (const clause of collectsIn(item)) {
    const { text, span } = clause.name;
    if (text === "") continue;
    const first: DeclaredKind | undefined = collects.has(text) ? "collect" : meaningOf(t, text);
    if (first !== undefined) {
      t.emit(report("LU2004", span, { name: text, first }));
      if (first === "collect") continue;
    }
    let found: { readonly selection: SelectionRef | undefined } | undefined;
    collects.set(text, {
      forEach: clause.forEach?.text ?? null,
      selection: () => {
        found ??= { selection: collectedRows(t, clause, scope) };
        return found.selection;
      },
    });
  }
  return collects;
}

function collectedRows(t: Typing, clause: CollectClause, around: Scope): SelectionRef | undefined {
  const place = newClause(around);
  const scope = clause.forEach === null ? place : bindForEach(t, clause, clause.forEach, place);
  if (scope === undefined) return undefined;
  const found = inferSelection(t, clause.rows, scope);
  return found === "reported" ? undefined : found;
}

/** Every `collect` is checked, used or not; an unused one is a hint. */
export function checkCollects(
  t: Typing,
  item: CriterionItem,
  scope: Scope,
  isBroken: boolean,
): void {
  for (const { name } of collectsIn(item)) {
    const binding = scope.collects.get(name.text);
    if (binding === undefined) continue;
    binding.selection();
    const key = `collect ${scope.file} ${name.text}`;
    if (!t.used.delete(key) && !isBroken) {
      t.emit(report("LU2026", name.span, { kind: "collect", name: name.text }));
    }
  }
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
  if (symbols.modelScores.has(name)) return "modelScore";
  if (symbols.sources.has(name)) return "source";
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
