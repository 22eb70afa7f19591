/**
 * Relations and calculations: both sides typed, the rule of the operator asked, constants given the type of the other side.
 *
 * Nothing here knows an operator by name. How a code beside one is read is found out by asking its type rule.
 */
import {
  type Diagnostic,
  type Fix,
  isPropertyName,
  keywords,
  mergeTypes,
  type OperatorSpec,
  operatorSpec,
  operators,
  propertySpec,
  type Type,
} from "@luong/spec";
import { constantOf } from "../3-resolve/constant.ts";
import { reportDisagreement, reportWhole, type Side } from "../3-resolve/disagree.ts";
import { type CodeFix, edit, listNamed } from "../3-resolve/fit.ts";
import { languageAt } from "../3-resolve/language-at.ts";
import { shown } from "../3-resolve/text.ts";
import { nodeKey } from "../analysis.ts";
import type { Expression } from "../ast/ast.ts";
import { report } from "../diagnostics/report.ts";
import { checkAsOf } from "./calls.ts";
import { isFlexibleOperand } from "./flexible.ts";
import { foldRelation } from "./fold.ts";
import { matchesOp, missingOp, presentOp } from "./guards.ts";
import { type Scope, unheeded } from "./scope.ts";
import { booleanType, errorType, type Typing, type Want } from "./typing.ts";

export type RelationNode = Extract<Expression, { readonly kind: "relation" }>;
export type BinaryNode = Extract<Expression, { readonly kind: "binary" }>;

export function inferRelation(t: Typing, node: RelationNode, scope: Scope): Type {
  const place: Scope = { ...scope, condition: node.span, group: null };
  if (node.op === presentOp || node.op === missingOp) return inferPresence(t, node, place);
  if (node.op === matchesOp) return inferMatches(t, node, place);
  const spec = operatorSpec(node.op);
  if (spec === undefined) return booleanType;
  const types = operandTypes(t, node, spec, place);
  checkListDate(t, node, place);
  if (types.some((type) => type.kind === "error")) return booleanType;
  const sides = sidesOf(node, types);
  if (relates(t, node, spec, sides)) foldRelation(t, node, spec, types, place);
  return booleanType;
}

/** Sees through unknown, so nothing inside can leave the condition unknown. */
function inferPresence(t: Typing, node: RelationNode, scope: Scope): Type {
  const type = t.infer(node.left, { ...unheeded(scope), presence: true });
  if (type.kind !== "error") foldPresence(t, node, scope);
  return booleanType;
}

/** A mandatory fact is always there. */
function foldPresence(t: Typing, node: RelationNode, scope: Scope): void {
  const reference = t.references.get(nodeKey(scope.file, node.left));
  if (reference?.kind !== "fact" || reference.optional || reference.properties.length > 0) return;
  const text = shown(t.symbols.textOf(node.span));
  t.emit(report(node.op === presentOp ? "LU4013" : "LU4012", node.span, { text }));
}

function inferMatches(t: Typing, node: RelationNode, scope: Scope): Type {
  const operator = t.symbols.textOf(node.opSpan);
  const left = t.infer(node.left, scope);
  const [arg] = node.args;
  if (arg === undefined || arg.kind === "missing") return booleanType;
  const isColumn = arg.kind === "reference" && arg.root.text === "row" && arg.call === null;
  if (!isColumn) {
    t.emit(report("LU3036", arg.span, { operator }));
    return booleanType;
  }
  // An empty cell matches everything, so a column that may be empty does no harm.
  const right = t.infer(arg, unheeded(scope));
  if (left.kind === "error" || right.kind === "error") return booleanType;
  const sides = [
    { type: left, span: node.left.span, node: node.left },
    { type: right, span: arg.span, node: arg },
  ] as const;
  if (sides.some((side) => reportWhole(side, t.world))) return booleanType;
  const merged = mergeTypes(left, right);
  if (typeof merged === "string") {
    reportDisagreement({ problem: merged, operator, left: sides[0], right: sides[1] }, t.world);
  }
  return booleanType;
}

/* ------------------------------------------------------------------ operands */

/** The side that says its type itself gives it to the constants beside it. */
function operandTypes(
  t: Typing,
  node: RelationNode,
  spec: OperatorSpec,
  scope: Scope,
): readonly Type[] {
  const operands = [node.left, ...node.args];
  const types: Type[] = operands.map(() => errorType);
  const firm = operands.findIndex((operand) => !isFlexibleOperand(t, operand, scope));
  const anchor = Math.max(firm, 0);
  const anchorNode = operands[anchor] ?? node.left;
  const anchorType = t.infer(anchorNode, scope);
  types[anchor] = anchorType;
  const want = wantBeside(t, node, spec, anchorNode, anchorType, scope);
  const prefix = codePrefix(t, node, spec, anchorType);
  if (prefix !== undefined) {
    t.emit(prefix);
    return types.fill(errorType);
  }
  for (const [index, operand] of operands.entries()) {
    if (index !== anchor) types[index] = t.infer(operand, scope, want);
  }
  return types;
}

/** `hs starts with 6109` asks of letters what the levels of the code know. */
function codePrefix(
  t: Typing,
  node: RelationNode,
  spec: OperatorSpec,
  left: Type,
): Diagnostic | undefined {
  if (left.kind !== "code" || codeUse(spec) !== "text" || isFlat(t, left.list)) return undefined;
  const isCode = node.args.some((arg) => {
    const kind = constantOf(arg)?.literal.kind;
    return kind === "number" || kind === "code";
  });
  if (!isCode) return undefined;
  const operator = t.symbols.textOf(node.opSpan);
  const fix = hierarchyFix(t, node, spec);
  const fixes = fix === null ? [] : [edit(fix.span, fix.text, fix.text)];
  return report("LU3010", node.left.span, { operator, type: left }, { fixes });
}

function wantBeside(
  t: Typing,
  node: RelationNode,
  spec: OperatorSpec,
  anchor: Expression,
  type: Type,
  scope: Scope,
): Want {
  const member = type.kind === "set" ? type.of : type;
  const how = codeUse(spec);
  const isCompared = !("problem" in spec.types([member, member]));
  if (member.kind !== "code" || (how === "whole" && !isCompared)) {
    return { type: member, reading: { kind: "member" } };
  }
  switch (how) {
    case "text":
      return { type: { kind: "text" }, reading: { kind: "member" } };
    case "below":
      return { type: member, reading: { kind: "below" } };
    case "whole": {
      const length = codeLength(t, anchor, scope);
      const fix = length === null ? null : hierarchyFix(t, node, spec);
      return { type: member, reading: { kind: "whole", length, fix, said: { done: false } } };
    }
  }
}

/** What an operator does with a code: looks at its letters, asks what it lies below, or compares it whole. */
export function codeUse(spec: OperatorSpec): "text" | "below" | "whole" {
  const code: Type = { kind: "code", list: "" };
  const text: Type = { kind: "text" };
  if (!("problem" in spec.types([code, text]))) return "text";
  const outcome = spec.types([text, text]);
  return "problem" in outcome && outcome.problem === "notHierarchy" ? "below" : "whole";
}

/** Length of the codes an expression gives, null when they may be of several. */
function codeLength(t: Typing, node: Expression, scope: Scope): number | null {
  if (node.kind === "parenthesis") return codeLength(t, node.inner, scope);
  if (node.kind !== "reference") return null;
  const reference = t.references.get(nodeKey(scope.file, node));
  const isFact = reference?.kind === "fact" && reference.start.kind !== "row";
  if (!isFact && reference?.kind !== "argument") return null;
  const type = t.types.get(nodeKey(scope.file, node));
  const levels =
    type?.kind === "code" ? (t.symbols.codeLists.get(type.list)?.list.levels ?? []) : [];
  const deepest = levels.at(-1);
  if (deepest === undefined || type === undefined) return null;
  return lengthAfter(t, type, deepest, reference.properties);
}

/** Properties are tried on a code of full length: `.heading` leaves four characters. */
function lengthAfter(
  t: Typing,
  type: Type,
  length: number,
  names: readonly string[],
): number | null {
  let code = "0".repeat(length);
  for (const name of names) {
    const spec = isPropertyName(name) ? propertySpec(`.${name}`) : undefined;
    const value = spec?.evaluate({ kind: "text", value: code }, t.context, type);
    if (value?.kind !== "text") return null;
    code = value.value;
  }
  return code.length;
}

/** The operator that asks what lies below, in the language this one is written in. */
function hierarchyFix(t: Typing, node: RelationNode, spec: OperatorSpec): CodeFix | null {
  const negated = spec.negates !== undefined;
  const all: readonly OperatorSpec[] = Object.values(operators);
  const below = all.find(
    (each) => codeUse(each) === "below" && (each.negates !== undefined) === negated,
  );
  if (below === undefined) return null;
  return { span: node.opSpan, text: below.spelling[languageAt(t.symbols.textOf, node.span)] };
}

function checkListDate(t: Typing, node: RelationNode, scope: Scope): void {
  if (node.asOf === null) return;
  const lists = node.args.flatMap((arg) => {
    const reference = t.references.get(nodeKey(scope.file, arg));
    const list = reference?.kind === "list" ? t.symbols.lists.get(reference.list) : undefined;
    return list === undefined ? [] : [list];
  });
  const undated = lists.some((list) => list.dated) ? null : (lists[0]?.name ?? "…");
  checkAsOf(t, node.asOf, undated, scope);
}

/* ------------------------------------------------------------------ rules */

function sidesOf(node: RelationNode, types: readonly Type[]): readonly Side[] {
  return [node.left, ...node.args].map((operand, index) => ({
    type: types[index] ?? errorType,
    span: operand.span,
    node: operand,
  }));
}

/** Asks the rule of the operator, and what only the checker knows: which code lists have levels. */
function relates(
  t: Typing,
  node: RelationNode,
  spec: OperatorSpec,
  sides: readonly Side[],
): boolean {
  const operator = t.symbols.textOf(node.opSpan);
  const [left] = sides;
  if (left === undefined) return false;
  const outcome = spec.types(sides.map((side) => side.type));
  if ("problem" in outcome) {
    const right = sides[Math.max(1, outcome.operand)];
    const isAlone =
      right === undefined || (outcome.problem === "mismatch" && outcome.operand === 0);
    if (isAlone && left.type.kind !== "set") {
      if (!reportWhole(left, t.world)) {
        t.emit(report("LU3044", left.span, { operator, type: left.type }));
      }
    } else if (right !== undefined) {
      const { problem } = outcome;
      const takes = { truth: acceptsTruth(spec), sets: acceptsSets(spec, left.type) };
      const setFixes = memberFix(t, node, spec, left.type, right.type);
      reportDisagreement({ problem, operator, left, right, takes, setFixes }, t.world);
    }
    return false;
  }
  if (left.type.kind === "code" && codeUse(spec) === "below" && isFlat(t, left.type.list)) {
    const label = listNamed(left.type.list, t.world);
    t.emit(report("LU3011", left.span, { operator, type: left.type, label }));
    return false;
  }
  return true;
}

function acceptsTruth(spec: OperatorSpec): boolean {
  return !("problem" in spec.types([booleanType, booleanType]));
}

function acceptsSets(spec: OperatorSpec, left: Type): boolean {
  return left.kind === "set" && !("problem" in spec.types([left, left.of]));
}

/** `= list` to `in list`: the first operator that takes members where this one compares one value. */
function memberFix(
  t: Typing,
  node: RelationNode,
  spec: OperatorSpec,
  left: Type,
  right: Type,
): readonly Fix[] {
  if (spec.form !== "comparison" || !acceptsTruth(spec) || right.kind !== "set") return [];
  const negated = spec.negates !== undefined;
  const all: readonly OperatorSpec[] = Object.values(operators);
  const found = all.find(
    (each) =>
      each.form === "members" &&
      (each.negates !== undefined) === negated &&
      !("problem" in each.types([left, right])),
  );
  if (found === undefined) return [];
  const language = languageAt(t.symbols.textOf, node.span);
  return [edit(node.opSpan, found.spelling[language], found.spelling[language])];
}

function isFlat(t: Typing, list: string): boolean {
  return t.symbols.codeLists.get(list)?.list.shape === "flat";
}

/* ------------------------------------------------------------------ calculations */

export function inferBinary(t: Typing, node: BinaryNode, scope: Scope): Type {
  const spec = operatorSpec(node.op);
  if (spec === undefined) return errorType;
  const sides = [node.left, node.right];
  const types = calculated(t, sides, spec, scope);
  const [a = errorType, b = errorType] = types;
  if (a.kind === "error" || b.kind === "error") return errorType;
  const outcome = spec.types([a, b]);
  if (!("problem" in outcome)) return outcome.type;
  reportDisagreement(
    {
      problem: outcome.problem,
      operator: t.symbols.textOf(node.opSpan),
      additive: spec.form === "additive",
      arithmetic: true,
      left: { type: a, span: node.left.span, node: node.left },
      right: { type: b, span: node.right.span, node: node.right },
    },
    t.world,
  );
  return errorType;
}

/** What is added is of the kind of the other side; what multiplies is a plain number. */
function calculated(
  t: Typing,
  sides: readonly Expression[],
  spec: OperatorSpec,
  scope: Scope,
): readonly Type[] {
  const flexible = sides.map((side) => isFlexibleOperand(t, side, scope));
  const firm = flexible.indexOf(false);
  const anchor = Math.max(firm, 0);
  const anchorNode = sides[anchor];
  if (anchorNode === undefined) return [];
  const type = t.infer(anchorNode, scope);
  const want: Want = {
    type: spec.form === "additive" ? addend(type) : { kind: "number" },
    reading: { kind: "member" },
  };
  return sides.map((side, index) => (index === anchor ? type : t.infer(side, scope, want)));
}

function addend(type: Type): Type {
  if (type.kind === "date" || type.kind === "instant") return { kind: "duration" };
  // A code or text is not calculated with; the rule says so when both sides are typed.
  return type.kind === "code" || type.kind === "id" || type.kind === "text"
    ? { kind: "number" }
    : type;
}

/** `80% of x` is a product. */
export function inferShare(
  t: Typing,
  node: Extract<Expression, { kind: "percentOf" }>,
  scope: Scope,
): Type {
  const type = t.infer(node.operand, scope);
  if (type.kind === "error") return errorType;
  const outcome = operators.mul.types([{ kind: "percent" }, type]);
  if (!("problem" in outcome)) return outcome.type;
  const side = { type, span: node.operand.span, node: node.operand };
  if (!reportWhole(side, t.world)) {
    t.emit(
      report("LU3044", side.span, {
        operator: keywords.of.spelling[languageAt(t.symbols.textOf, node.span)],
        type,
      }),
    );
  }
  return errorType;
}
