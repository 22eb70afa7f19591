/**
 * One criterion: which clauses it has, what each may say, what they mean together.
 *
 * Comes in: a criterion's tree. Goes out: types and references of everything in it, and reports. Tests are in `tests.ts`.
 */
import { keywords } from "@luong/spec";
import { reportWhole } from "../3-resolve/disagree.ts";
import { edit } from "../3-resolve/fit.ts";
import { languageAt } from "../3-resolve/language-at.ts";
import { candidate, suggest } from "../3-resolve/suggest.ts";
import { NO_NODE, type StageEventSymbol } from "../analysis.ts";
import type { Clause, EffectNode, Expression, ItemOf } from "../ast/ast.ts";
import type { ClauseKind } from "../diagnostics/catalogue/4xxx-logic.ts";
import { report } from "../diagnostics/report.ts";
import { checkDecide, type DecideClause, outputsChannel } from "./decide.ts";
import { guardsOf, withGuards } from "./guards.ts";
import { checkCollects, checkLets, collectsOf, letsOf } from "./lets.ts";
import { newClause, newScope, type Scope, unheeded } from "./scope.ts";
import { checkCriterionTest } from "./tests.ts";
import { memberWant, type Typing } from "./typing.ts";
import { reportEffectUses, reportScopeUses, reportUnlessUses, reportWhenUses } from "./uses.ts";
import { checkValidity } from "./validity.ts";
import { witnesses } from "./witness.ts";
import { checkOn, checkWord } from "./words.ts";

type CriterionItem = ItemOf<"criterion">;
type ClauseOf<K extends Clause["kind"]> = Extract<Clause, { readonly kind: K }>;

/** `isBroken`: a part of it could not be read, so nothing is said about what seems to be missing. */
export function checkCriterion(
  t: Typing,
  item: CriterionItem,
  file: string,
  isBroken: boolean,
): void {
  const clauses = new Clauses(item.clauses);
  const base = {
    ...newScope(file, t.symbols.root, "criterion"),
    row: rowOf(t, item),
    hasDecide: clauses.first("decide") !== undefined,
  };
  if (!isBroken) reportMissing(t, item, clauses);
  const on = clauses.first("on");
  if (on !== undefined) checkOn(t, on.on);
  const placed = { ...base, events: eventsAt(t, on?.on.stages.map(({ text }) => text) ?? []) };
  const withRows = { ...placed, collects: collectsOf(t, item, placed) };
  const scope: Scope = { ...withRows, lets: letsOf(t, item, withRows) };
  for (const valid of clauses.all("valid")) checkValidity(t, valid, scope);
  checkConditions(t, item, clauses, scope);
  checkLets(t, item, scope, isBroken);
  checkCollects(t, item, scope, isBroken);
  for (const { test } of clauses.all("test")) checkCriterionTest(t, test, item, scope);
  if (isBroken) return;
  if (clauses.first("test") === undefined && item.criterionId.text !== "") {
    t.emit(report("LU4028", item.criterionId.span, { id: item.criterionId.text }));
  }
  if (base.row !== null && !base.row.read.done && item.rowsOf !== null) {
    t.emit(report("LU4025", item.rowsOf.span, { table: base.row.table.name }));
  }
}

/** Events that every one of the stages is asked with. */
export function eventsAt(
  t: Typing,
  stages: readonly string[],
): ReadonlyMap<string, StageEventSymbol> {
  const [first, ...others] = stages.map((stage) => t.symbols.stageEvents.get(stage));
  if (first === undefined || others.some((each) => each?.source !== first.source)) return new Map();
  return new Map([[first.each, first]]);
}

class Clauses {
  readonly #clauses: readonly Clause[];
  constructor(clauses: readonly Clause[]) {
    this.#clauses = clauses;
  }
  all<K extends Clause["kind"]>(kind: K): readonly ClauseOf<K>[] {
    return this.#clauses.filter((clause): clause is ClauseOf<K> => clause.kind === kind);
  }
  first<K extends Clause["kind"]>(kind: K): ClauseOf<K> | undefined {
    return this.all(kind)[0];
  }
}

/* ------------------------------------------------------------------ which clauses */

function rowOf(t: Typing, { rowsOf }: CriterionItem): Scope["row"] {
  if (rowsOf === null || rowsOf.text === "") return null;
  const table = t.symbols.tables.get(rowsOf.text);
  if (table !== undefined) {
    t.used.add(`table ${table.name}`);
    return { table, read: { done: false } };
  }
  const suggestions = suggest(rowsOf.text, [...t.symbols.tables.values()].map(candidate));
  const fixes = suggestions.map((each) => edit(rowsOf.span, each, each));
  t.emit(report("LU2009", rowsOf.span, { name: rowsOf.text, suggestions }, { fixes }));
  // A row of nothing known: its columns are not asked for again.
  const table0 = {
    name: rowsOf.text,
    label: {},
    access: "internal",
    dated: false,
    key: [],
    value: [],
    rows: null,
    node: NO_NODE,
  } as const;
  return { table: table0, read: { done: true } };
}

function reportMissing(t: Typing, item: CriterionItem, clauses: Clauses): void {
  const { text: id, span } = item.criterionId;
  const decides = clauses.first("decide") !== undefined;
  const missing: ClauseKind[] = [];
  if (clauses.first("on") === undefined) missing.push("on");
  if (clauses.first("when") === undefined && !decides) missing.push("when");
  if (clauses.first("then") === undefined && !decides) missing.push("then");
  if (missing.length > 0) t.emit(report("LU4001", span, { clauses: missing, id }));
}

/* ------------------------------------------------------------------ conditions and outcomes */

function checkConditions(t: Typing, item: CriterionItem, clauses: Clauses, scope: Scope): void {
  const scoped = clauses.all("scope");
  for (const clause of scoped) checkScope(t, clause, clauses, scope);
  const afterScope = guardedBy(
    scope,
    scoped.map((clause) => clause.condition),
  );
  const whens = clauses.all("when");
  for (const { condition } of whens) {
    const place = newClause(afterScope);
    t.condition(condition, place);
    reportWhenUses(t, place.uses);
  }
  const afterWhen = guardedBy(
    afterScope,
    whens.map((clause) => clause.condition),
  );
  const kind = clauses.first("class")?.class;
  for (const { condition } of clauses.all("unless")) {
    const place = { ...newClause(afterWhen), negation: "unless" } as const;
    t.condition(condition, place);
    reportUnlessUses(t, place.uses, kind === "statutory");
  }
  const decides = clauses.all("decide");
  const decided = decides.map((clause) => checkDecide(t, clause, newClause(afterWhen)));
  const then = clauses.all("then");
  for (const clause of then) checkEffects(t, clause.effects, afterWhen);
  if (kind === "scoring") reportScoringChannel(t, item, then, decides);
  const reasons = clauses.all("because");
  if (reasons.length === 0) return;
  const elements = new Map([
    ...(decided[0]?.elements ?? []),
    ...witnesses(t, whens[0]?.condition ?? null, scope),
  ]);
  for (const { reason } of reasons)
    checkReason(t, reason, { ...newClause(afterWhen), elements, place: "reason" });
}

/** What the conditions show to be present; below them nothing else is ever asked. */
function guardedBy(scope: Scope, conditions: readonly Expression[]): Scope {
  const guards = conditions.flatMap((condition) => guardsOf(condition, "and"));
  return { ...scope, guards: withGuards(scope.guards, guards) };
}

function checkScope(t: Typing, clause: ClauseOf<"scope">, clauses: Clauses, scope: Scope): void {
  const place = newClause(scope);
  t.condition(clause.condition, place);
  reportScopeUses(t, place.uses, { fixes: [moveToWhen(t, clause, clauses.first("when"))] });
}

/** The condition of `scope` joins `when`, or becomes it. */
function moveToWhen(t: Typing, clause: ClauseOf<"scope">, when: ClauseOf<"when"> | undefined) {
  const title = { en: "move it to `when`", vi: "chuyển sang `khi`" };
  const language = languageAt(t.symbols.textOf, clause.span);
  const text = t.symbols.textOf(clause.condition.span);
  if (when === undefined) {
    const label = { ...clause.span, end: clause.condition.span.start };
    const word = keywords.when.spelling[language];
    return { title, edits: [{ span: label, text: `${word.padEnd(8)} ` }] };
  }
  const end = when.condition.span.end;
  const and = keywords.and.spelling[language];
  const at = (start: number, stop: number) => ({ file: clause.span.file, start, end: stop });
  const { start } = when.condition.span;
  const needsBrackets = when.condition.kind === "logic" && when.condition.op === "or";
  const edits = [
    { span: clause.span, text: "" },
    { span: at(end, end), text: `${needsBrackets ? ")" : ""}\n       ${and} (${text})` },
    ...(needsBrackets ? [{ span: at(start, start), text: "(" }] : []),
  ];
  return { title, edits };
}

/* ------------------------------------------------------------------ outcomes */

function checkEffects(t: Typing, effects: readonly EffectNode[], scope: Scope): void {
  const seen = new Set<string>();
  for (const effect of effects) {
    reportTwice(t, effect, seen);
    switch (effect.kind) {
      case "channel":
        if (effect.path !== null) checkEffect(t, "channel", effect.path, scope);
        break;
      case "risk":
        checkEffect(t, "risk", effect.points, scope);
        break;
      case "action":
        checkWord(t, effect.name, "action");
        break;
      case "alert":
      case "inspect":
        break;
    }
  }
}

function reportTwice(t: Typing, effect: EffectNode, seen: Set<string>): void {
  if (effect.kind === "inspect") return;
  const name = effect.kind === "action" || effect.kind === "alert" ? effect.name.text : null;
  const key = `${effect.kind} ${name ?? ""}`;
  if (seen.has(key) && name !== "")
    t.emit(report("LU4006", effect.span, { effect: effect.kind, name }));
  seen.add(key);
}

function checkEffect(t: Typing, effect: "channel" | "risk", node: Expression, scope: Scope): void {
  const place = newClause(scope);
  const type = t.infer(
    node,
    place,
    memberWant({ kind: effect === "channel" ? "channel" : "number" }),
  );
  const fits =
    effect === "channel"
      ? type.kind === "channel"
      : type.kind === "integer" || type.kind === "number";
  if (type.kind === "error") return;
  if (!fits) t.emit(report("LU3027", node.span, { effect, type }));
  else reportEffectUses(t, place.uses, effect);
}

function reportScoringChannel(
  t: Typing,
  item: CriterionItem,
  then: readonly ClauseOf<"then">[],
  decides: readonly DecideClause[],
): void {
  const effects = then.flatMap((clause) => clause.effects);
  const channel = effects.find((effect) => effect.kind === "channel");
  const column = decides.map(outputsChannel).find((found) => found !== undefined);
  const span = channel?.span ?? column?.span;
  if (span !== undefined) t.emit(report("LU4005", span, { id: item.criterionId.text }));
}

/* ------------------------------------------------------------------ reasons */

function checkReason(t: Typing, reason: ClauseOf<"because">["reason"], scope: Scope): void {
  const place = unheeded(scope);
  for (const { parts } of reason.texts) {
    for (const part of parts) {
      if (typeof part === "string") continue;
      const type = t.infer(part, place);
      reportWhole({ type, span: part.span, node: part }, t.world);
    }
  }
}
