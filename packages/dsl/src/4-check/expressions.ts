/**
 * Types of expressions, both ways: most say their type themselves, constants take it from the other side.
 *
 * Comes in: symbols and a sink. Goes out: a `Typing` whose tables fill as expressions are asked. Definitions and computed fields are
 * typed when first used, so that their order does not matter; a chain back to where it began is reported.
 */
import { type Diagnostic, functionSpec, type Type } from "@luong/spec";
import { type Constant, constantOf } from "../3-resolve/constant.ts";
import { fitLiteral, naturalType } from "../3-resolve/fit.ts";
import type { PlaceWorld } from "../3-resolve/place.ts";
import type { Symbols } from "../3-resolve/symbols.ts";
import { type NodeKey, nodeKey } from "../analysis.ts";
import type { Expression } from "../ast/ast.ts";
import { report } from "../diagnostics/report.ts";
import { inferAggregate, inferExists, inferQuantified } from "./collections.ts";
import { reportFolded } from "./fold.ts";
import { inferGroup } from "./logic.ts";
import { inferReference } from "./references.ts";
import { inferBinary, inferRelation, inferShare } from "./relations.ts";
import { newScope, type Scope, type ValueFacts } from "./scope.ts";
import { booleanType, errorType, type Typing, type Want } from "./typing.ts";

const noFacts: ValueFacts = { type: errorType, mayBeMissing: false, bound: 1 };

export function newTyping(symbols: Symbols, emit: (diagnostic: Diagnostic) => void): Typing {
  const { zoneMinutes } = symbols.schema;
  const world: PlaceWorld = { ...symbols, zoneMinutes, emit };
  const typing: Typing = {
    symbols,
    world,
    emit,
    types: new Map(),
    references: new Map(),
    collections: new Map(),
    selections: new Map(),
    series: new Map(),
    clocks: new Map(),
    used: new Set(),
    needs: new Map(),
    context: { schema: symbols.schema, parentOf: () => undefined, rate: () => undefined },
    infer: (node, scope, want) => infer(typing, node, scope, want),
    condition: (node, scope) => checkCondition(typing, node, scope),
    define: onDemand(
      (name) => defineFacts(typing, name),
      (names) => reportCycle(typing, names),
    ),
    derived: (record, field) => derivedFacts(`${record}.${field}`),
  };
  const derivedFacts = onDemand(
    (key) => fieldFacts(typing, key),
    (names) => reportCycle(typing, names),
  );
  return typing;
}

function infer(t: Typing, node: Expression, scope: Scope, want: Want | undefined): Type {
  const type = inferKind(t, node, scope, want);
  t.types.set(nodeKey(scope.file, node), type);
  return type;
}

function inferKind(t: Typing, node: Expression, scope: Scope, want: Want | undefined): Type {
  switch (node.kind) {
    case "missing":
      return errorType;
    case "parenthesis":
      return t.infer(node.inner, scope, want);
    case "reference":
      return inferReference(t, node, scope, want);
    case "logic":
    case "group":
      return inferGroup(t, node, scope);
    case "not":
      t.condition(node.operand, { ...scope, negation: "not", group: null });
      return booleanType;
    case "quantified":
      return inferQuantified(t, node, scope);
    case "says":
      return inferSays(t, node, scope);
    case "relation":
      return inferRelation(t, node, scope);
    case "binary":
      return inferBinary(t, node, scope);
    case "percentOf":
      return inferShare(t, node, scope);
    case "aggregate":
      return inferAggregate(t, node, scope);
    case "exists":
      return inferExists(t, node, scope);
    case "negative":
      return inferNegative(t, node, scope, want);
    case "number":
    case "percent":
    case "string":
    case "code":
    case "date":
    case "time":
    case "dateTime":
    case "boolean":
    case "channelLiteral":
    case "quantity":
    case "duration":
    case "money":
      return inferConstant(t, { literal: node, negative: false, node }, want);
  }
}

function inferConstant(t: Typing, constant: Constant, want: Want | undefined): Type {
  if (want !== undefined) return fitLiteral(constant, want.type, want.reading, t.world);
  // With nothing beside it a number is a number; a code is a code of nothing.
  const alone = naturalType(constant.literal) ?? { kind: "integer" };
  return fitLiteral(constant, alone, { kind: "member" }, t.world);
}

function inferSays(t: Typing, node: Extract<Expression, { kind: "says" }>, scope: Scope): Type {
  if (scope.place !== "policy") {
    const name = t.symbols.textOf(node.span);
    t.emit(report("LU2016", node.span, { name, where: "policy" }));
  }
  return booleanType;
}

function inferNegative(
  t: Typing,
  node: Extract<Expression, { kind: "negative" }>,
  scope: Scope,
  want: Want | undefined,
): Type {
  const constant = constantOf(node);
  const type =
    constant === undefined ? t.infer(node.operand, scope) : inferConstant(t, constant, want);
  if (constant !== undefined) t.types.set(nodeKey(scope.file, node.operand), type);
  if (type.kind === "error") return errorType;
  // What may be negative is what has a magnitude.
  const outcome = functionSpec("abs")?.types([type]);
  if (outcome === undefined || !("problem" in outcome)) return type;
  t.emit(report("LU3044", node.span, { operator: "-", type }));
  return errorType;
}

/* ------------------------------------------------------------------ conditions */

function checkCondition(t: Typing, node: Expression, scope: Scope): void {
  const type = t.infer(node, isLeaf(node) ? { ...scope, condition: node.span } : scope);
  if (type.kind === "error") return;
  if (type.kind !== "boolean") {
    t.emit(report("LU3018", node.span, { type }));
    return;
  }
  const constant = constantOf(node);
  if (constant?.literal.kind === "boolean") reportFolded(t, node, constant.literal.value);
}

/** A condition that is no group: what a guard would be put before. */
function isLeaf(node: Expression): boolean {
  return node.kind === "reference" || node.kind === "relation";
}

/* ------------------------------------------------------------------ named expressions */

/** Facts by name, found once; `cycle` is told the chain when a name is asked for while it is being found. */
function onDemand(
  find: (name: string) => ValueFacts,
  cycle: (names: readonly string[]) => void,
): (name: string) => ValueFacts {
  const found = new Map<string, ValueFacts>();
  const open: string[] = [];
  return (name) => {
    const known = found.get(name);
    if (known !== undefined) return known;
    const start = open.indexOf(name);
    if (start >= 0) {
      cycle([...open.slice(start), name]);
      return noFacts;
    }
    open.push(name);
    const facts = find(name);
    open.pop();
    found.set(name, facts);
    return facts;
  };
}

function reportCycle(t: Typing, names: readonly string[]): void {
  const [first = ""] = names;
  const span = t.symbols.defines.get(first)?.item.name.span ?? fieldNode(t, first)?.name.span;
  if (span !== undefined) t.emit(report("LU2015", span, { names }));
}

function fieldNode(t: Typing, key: string) {
  const [record = "", field = ""] = key.split(".");
  return t.symbols.records.get(record)?.nodes.get(field);
}

function defineFacts(t: Typing, name: string): ValueFacts {
  const define = t.symbols.defines.get(name);
  if (define === undefined) return noFacts;
  const params = new Map(
    define.params.map((param, index) => [param.name, { index, type: param.type }]),
  );
  const scope: Scope = { ...newScope(define.file, t.symbols.root, "declaration"), params };
  return factsOf(t, define.item.value, scope);
}

/** A computed field sees the fields of its own record. */
function fieldFacts(t: Typing, key: string): ValueFacts {
  const [record = ""] = key.split(".");
  const self = t.symbols.records.get(record);
  const value = fieldNode(t, key)?.derived;
  if (self === undefined || value === undefined || value === null) return noFacts;
  return factsOf(t, value, { ...newScope(self.file, self, "declaration"), inRecord: true });
}

/** Type of a named expression, whether it may be missing, and how many combinations it tries. */
export function factsOf(t: Typing, value: Expression, scope: Scope): ValueFacts {
  const type = t.infer(value, scope);
  const mayBeMissing = scope.uses.some((use) => use.kind === "fact");
  return { type, mayBeMissing, bound: boundIn(t, value, scope) };
}

/** Largest product of bounds of nested collections in an expression. */
function boundIn(t: Typing, node: Expression, scope: Scope): number {
  const own = (key: NodeKey): number => Math.max(1, t.collections.get(key)?.max ?? 1);
  switch (node.kind) {
    case "quantified":
      return own(nodeKey(scope.file, node)) * boundIn(t, node.body, scope);
    case "aggregate": {
      const parts = [node.value, node.rows.where].flatMap((part) => (part === null ? [] : [part]));
      return own(nodeKey(scope.file, node.rows)) * largest(t, parts, scope);
    }
    case "parenthesis":
      return boundIn(t, node.inner, scope);
    case "logic":
      return largest(t, node.operands, scope);
    case "group":
      return largest(t, node.members, scope);
    case "not":
    case "negative":
    case "percentOf":
      return boundIn(t, node.operand, scope);
    case "relation":
      return largest(t, [node.left, ...node.args], scope);
    case "binary":
      return largest(t, [node.left, node.right], scope);
    case "reference": {
      const args = largest(t, node.call?.args ?? [], scope);
      return t.symbols.defines.has(node.root.text)
        ? Math.max(args, t.define(node.root.text).bound)
        : args;
    }
    default:
      return 1;
  }
}

function largest(t: Typing, nodes: readonly Expression[], scope: Scope): number {
  return nodes.reduce((most, node) => Math.max(most, boundIn(t, node, scope)), 1);
}
