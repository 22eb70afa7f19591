/**
 * Names with arguments: look-ups in tables, definitions, functions.
 *
 * Goes out: the type of the call, undefined when no table, definition or function has the name.
 */
import { type FunctionSpec, functionSpec, mergeTypes, type Type } from "@luong/spec";
import { constantOf } from "../3-resolve/constant.ts";
import { reportDisagreement, reportWhole } from "../3-resolve/disagree.ts";
import { candidate } from "../3-resolve/suggest.ts";
import type { DefineSignature } from "../3-resolve/symbols.ts";
import { shown } from "../3-resolve/text.ts";
import { type ModelScoreSymbol, nodeKey, type Reference, type TableSymbol } from "../analysis.ts";
import type { Expression } from "../ast/ast.ts";
import { report } from "../diagnostics/report.ts";
import { isFlexibleOperand } from "./flexible.ts";
import { propertyType, reportUnknownMember } from "./members.ts";
import { boundLimit, noteUse, type Scope, unheeded } from "./scope.ts";
import { structuralKey } from "./structural-key.ts";
import { booleanType, errorType, memberWant, type Typing, type Want } from "./typing.ts";

export type CallNode = Extract<Expression, { readonly kind: "reference" }>;

export function inferCall(t: Typing, node: CallNode, scope: Scope, want?: Want): Type | undefined {
  const name = node.root.text;
  const spec = functionSpec(name);
  if (spec !== undefined) return inferFunction(t, node, spec, scope, want);
  if (scope.inRecord) return undefined;
  const table = t.symbols.tables.get(name);
  if (table !== undefined) return inferLookup(t, node, table, scope);
  const score = t.symbols.modelScores.get(name);
  if (score !== undefined) return inferModelScore(t, node, score, scope);
  const define = t.symbols.defines.get(name);
  return define === undefined ? undefined : inferDefine(t, node, define, scope);
}

/* ------------------------------------------------------------------ arguments */

interface Parameter {
  readonly name: string;
  readonly type: Type;
}

/** False when the number of arguments is wrong; that has been reported, and the arguments are checked all the same. */
function argumentsFit(
  t: Typing,
  node: CallNode,
  kind: "table" | "define" | "function",
  parameters: readonly string[],
  variadic: boolean,
  scope: Scope,
): boolean {
  const name = node.root.text;
  if (node.call === null) {
    t.emit(report("LU2024", node.root.span, { name, kind, called: false, parameters }));
    return false;
  }
  const found = node.call.args.length;
  if (found === parameters.length || (variadic && found > parameters.length)) return true;
  t.emit(report("LU2025", node.span, { name, parameters, variadic, found }));
  for (const arg of node.call.args) if (constantOf(arg) === undefined) t.infer(arg, scope);
  return false;
}

/** Each argument against the type of its parameter. */
function checkArguments(
  t: Typing,
  node: CallNode,
  parameters: readonly Parameter[],
  around: Scope,
): void {
  const scope = { ...around, presence: false };
  for (const [index, arg] of (node.call?.args ?? []).entries()) {
    const parameter = parameters[index];
    if (parameter === undefined || parameter.type.kind === "error") {
      if (constantOf(arg) === undefined) t.infer(arg, scope);
      continue;
    }
    const found = t.infer(arg, scope, memberWant(parameter.type));
    checkArgument(t, node.root.text, parameter, arg, found);
  }
}

function checkArgument(
  t: Typing,
  name: string,
  parameter: Parameter,
  arg: Expression,
  found: Type,
): void {
  const expected = parameter.type;
  if (found.kind === "error") return;
  if (expected.kind === "record" || found.kind === "record") {
    if (expected.kind === "record" && found.kind === "record" && expected.record === found.record)
      return;
    t.emit(report("LU3025", arg.span, { name, parameter: parameter.name, expected, found }));
    return;
  }
  const merged = mergeTypes(expected, found);
  if (typeof merged !== "string") return;
  const left = { type: expected, span: arg.span, node: null };
  const right = { type: found, span: arg.span, node: arg };
  if (merged === "mismatch" || merged === "codeLists") {
    t.emit(report("LU3025", arg.span, { name, parameter: parameter.name, expected, found }));
  } else reportDisagreement({ problem: merged, operator: name, left, right }, t.world);
}

/* ------------------------------------------------------------------ tables */

function inferLookup(t: Typing, node: CallNode, table: TableSymbol, scope: Scope): Type {
  t.used.add(`table ${table.name}`);
  const names = table.key.map((column) => column.name);
  if (!argumentsFit(t, node, "table", names, false, scope)) return errorType;
  checkArguments(t, node, table.key, scope);
  checkAsOf(t, node.call?.asOf ?? null, table.dated ? null : table.name, scope);
  const thing = { name: `${table.name}(…)`, label: table.label };
  const { path } = node;
  const [first, ...rest] = path;
  const guard = structuralKey({ ...node, path: [] });
  if (!scope.guards.has(guard)) {
    noteUse(scope, { kind: "lookup", thing, guard: structuralKey(node), span: node.span });
  }
  if (first === undefined) return wholeRow(t, node, table, scope);
  const columns = [...table.key, ...table.value];
  const column = table.value.find((each) => each.name === first.text);
  if (column === undefined) {
    reportUnknownMember(
      t,
      first,
      table,
      columns.filter((each) => !names.includes(each.name)).map(candidate),
    );
    return errorType;
  }
  const type = propertyType(t, column.type, rest);
  if (type === undefined) return errorType;
  const props = rest.map((name) => name.text);
  setReference(t, node, scope, {
    kind: "lookup",
    table: table.name,
    column: column.name,
    properties: props,
  });
  return type;
}

/** A row without a column is there or not: only `is present` may ask that. */
function wholeRow(t: Typing, node: CallNode, table: TableSymbol, scope: Scope): Type {
  setReference(t, node, scope, { kind: "lookup", table: table.name, column: null, properties: [] });
  if (scope.presence) return booleanType;
  const columns = table.value.map((column) => column.name);
  t.emit(report("LU3040", node.span, { table: table.name, columns }));
  return errorType;
}

/** `as of` needs something dated, and a moment. */
export function checkAsOf(
  t: Typing,
  asOf: Expression | null,
  undated: string | null,
  scope: Scope,
): void {
  if (asOf === null || asOf.kind === "missing") return;
  const type = t.infer(asOf, scope, memberWant({ kind: "instant" }));
  if (undated !== null) {
    t.emit(report("LU3042", asOf.span, { name: undated }));
    return;
  }
  const merged = mergeTypes({ kind: "instant" }, type);
  if (typeof merged !== "string") return;
  const left = { type: { kind: "instant" }, span: asOf.span, node: null } as const;
  const right = { type, span: asOf.span, node: asOf };
  reportDisagreement({ problem: merged, operator: "as of", left, right }, t.world);
}

function setReference(t: Typing, node: CallNode, scope: Scope, reference: Reference): void {
  t.references.set(nodeKey(scope.file, node), reference);
}

/* ------------------------------------------------------------------ definitions */

function inferDefine(t: Typing, node: CallNode, define: DefineSignature, scope: Scope): Type {
  const name = node.root.text;
  t.used.add(`define ${name}`);
  const facts = t.define(name);
  if (define.params.length > 0 || node.call !== null) {
    const names = define.params.map((param) => param.name);
    if (!argumentsFit(t, node, "define", names, false, scope)) return errorType;
    checkArguments(t, node, define.params, scope);
  }
  if (facts.mayBeMissing) {
    const thing = { name: shown(t.symbols.textOf(node.span)), label: {} };
    noteUse(scope, { kind: "fact", thing, guard: structuralKey(node), span: node.span });
  }
  const product = scope.bound * facts.bound;
  if (facts.bound > 1 && product > boundLimit) {
    const elements = [...scope.boundBy, name];
    t.emit(report("LU4011", node.span, { product, limit: boundLimit, elements }));
  }
  const type = propertyType(t, facts.type, node.path);
  if (type === undefined) return errorType;
  const props = node.path.map((each) => each.text);
  setReference(t, node, scope, { kind: "define", define: name, properties: props });
  return type;
}

/* ------------------------------------------------------------------ scores of models */

/** `fraud_score`, `hs_classifier(item).confidence`. A score may always fail, so it may be missing. */
function inferModelScore(t: Typing, node: CallNode, score: ModelScoreSymbol, scope: Scope): Type {
  const { name, param, outputs } = score;
  t.used.add(`modelScore ${name}`);
  if (param !== null || node.call !== null) {
    const names = param === null ? [] : [param.name];
    if (!argumentsFit(t, node, "define", names, false, scope)) return errorType;
    checkArguments(t, node, param === null ? [] : [param], scope);
  }
  const thing = { name: shown(t.symbols.textOf(node.span)), label: {} };
  noteUse(scope, { kind: "lookup", thing, guard: structuralKey(node), span: node.span });
  const [only] = outputs;
  if (only === undefined) return errorType;
  if (only.name === null) return scored(t, node, score, null, only.type, node.path, scope);
  const [first, ...rest] = node.path;
  if (first === undefined) {
    const columns = outputs.map((output) => output.name ?? "");
    t.emit(report("LU3040", node.span, { table: name, columns }));
    return errorType;
  }
  const output = outputs.find((each) => each.name === first.text);
  if (output === undefined) {
    const known = outputs.map((each) => ({ name: each.name ?? "" }));
    reportUnknownMember(t, first, { name, label: {} }, known);
    return errorType;
  }
  return scored(t, node, score, output.name, output.type, rest, scope);
}

function scored(
  t: Typing,
  node: CallNode,
  score: ModelScoreSymbol,
  output: string | null,
  of: Type,
  path: CallNode["path"],
  scope: Scope,
): Type {
  const type = propertyType(t, of, path);
  if (type === undefined) return errorType;
  const properties = path.map((each) => each.text);
  setReference(t, node, scope, { kind: "modelScore", score: score.name, output, properties });
  return type;
}

/* ------------------------------------------------------------------ functions */

function inferFunction(
  t: Typing,
  node: CallNode,
  spec: FunctionSpec,
  scope: Scope,
  want: Want | undefined,
): Type {
  const name = node.root.text;
  if (!argumentsFit(t, node, "function", spec.parameters, spec.variadic === true, scope))
    return errorType;
  const args = node.call?.args ?? [];
  const types = argumentTypes(t, args, spec, scope, want);
  const literals = args.map((arg) => literalText(arg));
  if (types.some((type) => type.kind === "error")) return errorType;
  const outcome = spec.types(types, literals);
  if ("problem" in outcome) {
    reportFunction(t, node, args, types, outcome);
    return errorType;
  }
  const type = propertyType(t, outcome.type, node.path);
  if (type === undefined) return errorType;
  const props = node.path.map((each) => each.text);
  setReference(t, node, scope, { kind: "function", function: name, properties: props });
  return type;
}

function literalText(arg: Expression): string | undefined {
  const literal = constantOf(arg)?.literal;
  return literal?.kind === "code" || literal?.kind === "string" ? literal.text : undefined;
}

/** Arguments that say their type themselves go first; constants follow them. */
function argumentTypes(
  t: Typing,
  args: readonly Expression[],
  spec: FunctionSpec,
  scope: Scope,
  want: Want | undefined,
): readonly Type[] {
  const types: Type[] = args.map(() => errorType);
  let given: Want | undefined;
  const notebooks: Scope[] = [];
  for (const [index, arg] of args.entries()) {
    if (isFlexibleOperand(t, arg, scope)) continue;
    // A function that sees unknown itself is missing only when all its arguments are.
    const place = spec.strict ? scope : unheeded(scope);
    notebooks.push(place);
    types[index] = t.infer(arg, place);
    given ??= memberWant(types[index] ?? errorType);
  }
  for (const [index, arg] of args.entries()) {
    if (!isFlexibleOperand(t, arg, scope)) continue;
    notebooks.push(unheeded(scope));
    types[index] = flexibleArgument(t, arg, index, types, spec, scope, given ?? want);
  }
  if (!spec.strict && notebooks.every((each) => each.uses.length > 0)) {
    for (const each of notebooks) scope.uses.push(...each.uses);
  }
  return types;
}

const currencyType: Type = { kind: "id", name: "Currency" };

/** A currency is written like a code; where the function takes one, it is not compared with the money beside it. */
function flexibleArgument(
  t: Typing,
  arg: Expression,
  index: number,
  types: readonly Type[],
  spec: FunctionSpec,
  scope: Scope,
  want: Want | undefined,
): Type {
  const literal = constantOf(arg)?.literal;
  const outcome = spec.types(types.with(index, currencyType));
  const takesCurrency = !("problem" in outcome) || outcome.operand !== index;
  if (literal?.kind !== "code" || !takesCurrency) return t.infer(arg, scope, want);
  if (!t.symbols.currencies.has(literal.text)) {
    const known = [...t.symbols.currencies.keys()];
    t.emit(report("LU2022", arg.span, { currency: literal.text, known }));
    return errorType;
  }
  return t.infer(arg, scope, memberWant(currencyType));
}

function reportFunction(
  t: Typing,
  node: CallNode,
  args: readonly Expression[],
  types: readonly Type[],
  { problem, operand }: Extract<ReturnType<FunctionSpec["types"]>, { problem: unknown }>,
): void {
  const operator = node.root.text;
  const side = (index: number) => {
    const arg = args[index] ?? node;
    return { type: types[index] ?? errorType, span: arg.span, node: arg };
  };
  if (operand > 0 && problem !== "notOrdered") {
    reportDisagreement({ problem, operator, left: side(0), right: side(operand) }, t.world);
    return;
  }
  const wrong = side(operand);
  if (reportWhole(wrong, t.world)) return;
  t.emit(report("LU3044", wrong.span, { operator, type: wrong.type }));
}
