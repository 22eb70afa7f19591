/**
 * Policies and scorecards: what a decision is made of once all criteria have been asked.
 *
 * Goes out: types and references, reports of lines that repeat, contradict or can have no effect.
 */
import { type Channel, compareRationals, type Type } from "@luong/spec";
import { parseImage } from "../3-resolve/constant.ts";
import { reportWhole } from "../3-resolve/disagree.ts";
import type { Declared } from "../3-resolve/symbols.ts";
import type { Expression, FactorNode, ItemOf, OnClause, Path, PolicyClause } from "../ast/ast.ts";
import { report } from "../diagnostics/report.ts";
import { cellKey, checkInputCell } from "./cells.ts";
import { inferReference, referenceFromPath } from "./references.ts";
import { newClause, newScope, type Scope } from "./scope.ts";
import { errorType, type Typing } from "./typing.ts";
import { checkOn } from "./words.ts";

type PolicyItem = ItemOf<"policy">;
type ScorecardItem = ItemOf<"scorecard">;

function reportMissing(t: Typing, item: PolicyItem | ScorecardItem): void {
  const { text: id, span } = item.name;
  if (item.on === null) t.emit(report("LU4001", span, { clauses: ["on"], id }));
}

/* ------------------------------------------------------------------ scorecards */

export function checkScorecard(
  t: Typing,
  item: ScorecardItem,
  file: string,
  isBroken: boolean,
): void {
  if (!isBroken) reportMissing(t, item);
  if (item.on !== null) checkOn(t, item.on);
  const scope = newScope(file, t.symbols.root, "declaration");
  const names = new Set<string>();
  for (const factor of item.factors) {
    const { text: name, span } = factor.name;
    if (names.has(name) && name !== "") {
      t.emit(report("LU2013", span, { entry: "factor", name, owner: item.name.text }));
    }
    names.add(name);
    checkFactor(t, factor, newClause(scope));
  }
}

function checkFactor(t: Typing, factor: FactorNode, scope: Scope): void {
  const found = t.infer(factor.by, scope);
  const side = { type: found, span: factor.by.span, node: factor.by };
  const type: Type = reportWhole(side, t.world) ? errorType : found;
  const seen = new Set<string>();
  let hasElse = false;
  for (const { cell, span } of factor.cases) {
    checkInputCell(t, cell, { expression: factor.by, type }, scope, { unknown: true });
    const key = cellKey(cell);
    if (hasElse && cell.kind !== "unknown")
      t.emit(report("LU4019", span, { problem: "afterElse" }));
    else if (seen.has(key)) t.emit(report("LU4019", span, { problem: "repeated" }));
    seen.add(key);
    if (cell.kind === "else" || cell.kind === "anything") hasElse = true;
  }
}

/* ------------------------------------------------------------------ policies */

export function checkPolicy(t: Typing, item: PolicyItem, file: string, isBroken: boolean): void {
  if (!isBroken) {
    reportMissing(t, item);
    if (!item.clauses.some((clause) => clause.kind === "else")) {
      t.emit(report("LU4021", item.name.span, { policy: item.name.text }));
    }
  }
  if (item.on !== null) checkOn(t, item.on);
  const scope = newScope(file, t.symbols.root, "policy");
  for (const clause of item.clauses) checkClause(t, clause, newClause(scope));
}

const severity: Readonly<Record<Channel, number>> = { green: 0, yellow: 1, red: 2 };

function checkClause(t: Typing, clause: PolicyClause, scope: Scope): void {
  switch (clause.kind) {
    case "exempt":
      t.condition(clause.condition, scope);
      return;
    case "channelWhen":
      if (clause.channel === "green") {
        t.emit(report("LU4031", clause.span, { channel: clause.channel }));
      }
      t.condition(clause.condition, scope);
      return;
    case "sample":
      checkRate(t, clause.rate, clause);
      if (severity[clause.to] <= severity[clause.from]) {
        t.emit(report("LU4029", clause.span, { from: clause.from, to: clause.to }));
      }
      for (const path of clause.by) checkStratum(t, path, scope);
      if (clause.condition !== null) t.condition(clause.condition, scope);
      return;
    case "top":
      checkRate(t, clause.rate, clause);
      if (severity[clause.to] <= severity[clause.from]) {
        t.emit(report("LU4029", clause.span, { from: clause.from, to: clause.to }));
      }
      checkRanking(t, clause, clause.by, scope);
      return;
    case "quota":
      checkQuota(t, clause, scope);
      return;
    case "else":
      return;
  }
}

const hundred = { n: 100n, d: 1n };
const zero = { n: 0n, d: 1n };

function checkRate(t: Typing, image: string, clause: PolicyClause): void {
  const rate = parseImage(image);
  if (rate === undefined) return;
  if (compareRationals(rate, hundred) <= 0 && compareRationals(rate, zero) >= 0) return;
  t.emit(report("LU4022", clause.span, { rate: image.replace("%", "") }));
}

function checkQuota(
  t: Typing,
  clause: Extract<PolicyClause, { kind: "quota" }>,
  scope: Scope,
): void {
  if (clause.channel === "green")
    t.emit(report("LU4030", clause.span, { channel: clause.channel }));
  if (clause.limit.kind === "share") checkRate(t, clause.limit.image, clause);
  checkRanking(t, clause, clause.keeping, scope);
}

/** What declarations are counted by, and the number that ranks them. */
function checkRanking(
  t: Typing,
  { per }: Extract<PolicyClause, { kind: "quota" | "top" }>,
  by: Expression,
  scope: Scope,
): void {
  for (const bucket of per) if (!("day" in bucket)) checkStratum(t, bucket, scope);
  const type = t.infer(by, scope);
  const isNumber = type.kind === "integer" || type.kind === "number" || type.kind === "percent";
  if (type.kind === "error" || isNumber) return;
  t.emit(report("LU3027", by.span, { effect: "risk", type }));
}

/** What declarations are counted by: a single fact. */
function checkStratum(t: Typing, path: Path, scope: Scope): void {
  const node = referenceFromPath(path);
  if (node === undefined) return;
  const type = inferReference(t, node, scope);
  reportWhole({ type, span: path.span, node }, t.world);
}

/* ------------------------------------------------------------------ the policies of a set */

/** Two policies for one flow and stage. */
export function reportOverlaps(t: Typing, policies: Iterable<Declared<"policy">>): void {
  const decided = new Map<string, string>();
  for (const { item } of policies) {
    if (item.on === null) continue;
    const overlap = questionsOf(t, item.on).find((question) => decided.has(question.key));
    if (overlap !== undefined) {
      const { flow, stage, key } = overlap;
      t.emit(report("LU4023", item.name.span, { other: decided.get(key) ?? "", flow, stage }));
      continue;
    }
    for (const { key } of questionsOf(t, item.on)) decided.set(key, item.name.text);
  }
}

interface PolicyQuestion {
  readonly key: string;
  readonly flow: string;
  readonly stage: string | null;
}

/** Without `at` a policy decides at every stage. */
function questionsOf(t: Typing, on: OnClause): readonly PolicyQuestion[] {
  const named = on.stages.map((stage) => stage.text);
  const stages = named.length > 0 ? named : [...t.symbols.stages];
  return on.flows.flatMap(({ text: flow }) =>
    (stages.length > 0 ? stages : [null]).map((stage) => ({
      key: `${flow} ${stage ?? ""}`,
      flow,
      stage,
    })),
  );
}
