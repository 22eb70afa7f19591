/**
 * Writes conditions: the recursion over boolean expressions, and the step aside to the reference where there is no fast form.
 *
 * Comes in: a boolean expression and its scope. Goes out: a condition, its statements written before. Never fails: what throws `NoFastForm` below becomes
 * one call of the reference for the nearest condition around it.
 */
import { type Expr, operatorSpec, visitExpr } from "@luong/spec";
import { writeNumber } from "./arithmetic.ts";
import { type Js, NoFastForm } from "./code.ts";
import { writeAggregate, writeQuantifier } from "./collections.ts";
import { constantCondition, negated, truthText, writeLogic, writeStrict } from "./logic.ts";
import { compareLeaves, compareNums, type Relation } from "./numbers.ts";
import {
  askReference,
  type Condition,
  type FunctionScope,
  factForm,
  type ModuleContext,
  type Scope,
} from "./scope.ts";
import { writeMembers } from "./sets.ts";
import {
  climbsTree,
  columnArray,
  lookupLeftOpen,
  tableBinding,
  writeLookupCondition,
  writeLookupRow,
  writeMatches,
} from "./tables.ts";
import { writeText } from "./texts.ts";

type Call = Extract<Expr, { readonly kind: "call" }>;

const relations: Readonly<Record<string, Relation>> = {
  eq: "eq",
  lt: "lt",
  le: "le",
  gt: "gt",
  ge: "ge",
};

function isTextual(expr: Expr): boolean {
  return ["text", "id", "code", "channel", "flow", "stage"].includes(expr.type.kind);
}

function argsOf(expr: Call, count: number): readonly Expr[] {
  if (expr.args.length < count) throw new NoFastForm("an operand is missing");
  return expr.args;
}

/* ------------------------------------------------------------------ comparisons */

function compareTexts(left: Expr, right: Expr, scope: Scope): Condition {
  const { code } = scope.fn;
  const a = scope.text(left, scope);
  const b = scope.text(right, scope);
  const [x, y] = [code.keep("left", a.js), code.keep("right", b.js)];
  const equal = `${x} === ${y}`;
  if (!a.maybe && !b.maybe) return { kind: "bool", js: `(${equal})` };
  const unknown = [a.maybe ? `${x} === undefined` : "", b.maybe ? `${y} === undefined` : ""];
  const either = unknown.filter((each) => each !== "").join(" || ");
  // Two that are absent would be equal: absence is looked at first.
  return a.maybe && b.maybe
    ? { kind: "truth", js: `(${either} ? 1 : ${equal} ? 2 : 0)` }
    : { kind: "truth", js: `(${equal} ? 2 : ${either} ? 1 : 0)` };
}

function compareTruths(left: Expr, right: Expr, scope: Scope): Condition {
  const { code } = scope.fn;
  const [constant, other] = right.kind === "literal" ? [right, left] : [left, right];
  if (constant.kind === "literal") {
    const condition = scope.condition(other, scope);
    return constant.value === true ? condition : negated(condition);
  }
  const a = scope.condition(left, scope);
  const b = scope.condition(right, scope);
  if (a.kind === "bool" && b.kind === "bool") return { kind: "bool", js: `(${a.js} === ${b.js})` };
  const x = code.keep("left", truthText(a));
  const y = code.keep("right", truthText(b));
  return { kind: "truth", js: `(${x} === 1 || ${y} === 1 ? 1 : ${x} === ${y} ? 2 : 0)` };
}

function compareNumbers(
  expr: Expr,
  left: Expr,
  right: Expr,
  relation: Relation,
  scope: Scope,
): Condition {
  const { code } = scope.fn;
  const ask = (): Js => askReference(scope, expr);
  const attempt = code.aside(() => {
    const a = scope.number(left, scope, "compare");
    const b = scope.number(right, scope, "compare");
    return compareLeaves(code, a, b, relation, ask);
  });
  if (attempt.result !== undefined) {
    code.put(attempt.lines);
    return attempt.result;
  }
  const a = scope.number(left, scope, "compute");
  return compareNums(code, a, scope.number(right, scope, "compute"), relation, ask);
}

function compare(expr: Call, relation: Relation, scope: Scope): Condition {
  const [left, right] = argsOf(expr, 2);
  if (left === undefined || right === undefined) throw new NoFastForm("an operand is missing");
  if (isTextual(left)) return compareTexts(left, right, scope);
  if (left.type.kind === "boolean") return compareTruths(left, right, scope);
  return compareNumbers(expr, left, right, relation, scope);
}

/** Closed at both ends; times wrap midnight when the first bound is the later one. */
function between(expr: Call, scope: Scope): Condition {
  const [value, from, to] = argsOf(expr, 3);
  if (value === undefined || from === undefined || to === undefined)
    throw new NoFastForm("an operand is missing");
  let op: "and" | "or" = "and";
  if (value.type.kind === "time") {
    if (from.kind !== "literal" || to.kind !== "literal")
      throw new NoFastForm("bounds that may wrap");
    op = Number(from.value) > Number(to.value) ? "or" : "and";
  }
  const low = compareNumbers(expr, value, from, "ge", scope);
  const high = compareNumbers(expr, value, to, "le", scope);
  return writeStrict(scope.fn.code, op, low, high);
}

/** What tells of identifiers, by operator and name of their type; each helper takes the operands' texts and says yes or no. */
const identityHelpers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  isValid: { ContainerNo: "isContainerNo", Plate: "isPlate" },
  looksLike: {
    Plate: "platesAlike",
    ContainerNo: "containersAlike",
    Name: "namesAlike",
    Address: "addressesAlike",
  },
};

function identityHelper({ op, args }: Call): string | undefined {
  const type = args[0]?.type;
  return type?.kind === "id" ? identityHelpers[op]?.[type.name] : undefined;
}

/** Unknown when one of the texts is. */
function askHelper(helper: string, operands: readonly Expr[], scope: Scope): Condition {
  const { code } = scope.fn;
  const texts = operands.map((operand) => {
    const { js, maybe } = scope.text(operand, scope);
    return { js: code.keep("text", js), maybe };
  });
  const answer = `${helper}(${texts.map(({ js }) => js).join(", ")})`;
  const unknown = texts.filter(({ maybe }) => maybe).map(({ js }) => `${js} === undefined`);
  if (unknown.length === 0) return { kind: "bool", js: answer };
  return { kind: "truth", js: `(${unknown.join(" || ")} ? 1 : ${answer} ? 2 : 0)` };
}

function writeCall(expr: Call, scope: Scope): Condition {
  const spec = operatorSpec(expr.op);
  // Lowering writes `not` around the operator itself; a negated one left here has no place of its own to ask about.
  if (spec?.negates !== undefined) throw new NoFastForm(`${expr.op} is sugar`);
  if (spec?.form === "members") return writeMembers(expr, scope);
  const relation = relations[expr.op];
  if (relation !== undefined) return compare(expr, relation, scope);
  if (expr.op === "between") return between(expr, scope);
  const helper = identityHelper(expr);
  if (helper !== undefined) return askHelper(helper, expr.args, scope);
  if (expr.op === "first_present") return firstTruth(expr, scope);
  throw new NoFastForm(`${expr.op} of truths`);
}

/** The first of several conditions that is not unknown. */
function firstTruth(expr: Call, scope: Scope): Condition {
  const { code } = scope.fn;
  const name = code.fresh("first");
  code.line(`let ${name} = 1;`);
  expr.args.forEach((arg, index) => {
    const write = (): void => code.line(`${name} = ${truthText(scope.condition(arg, scope))};`);
    if (index === 0) write();
    else code.block(`if (${name} === 1)`, write);
  });
  return { kind: "truth", js: name };
}

/* ------------------------------------------------------------------ presence */

function presence(operand: Expr, scope: Scope): Condition {
  const { type } = operand;
  if (type.kind === "boolean") {
    const condition = scope.condition(operand, scope);
    if (condition.kind === "bool") return constantCondition(true);
    return { kind: "bool", js: `(${condition.js} !== 1)` };
  }
  if (operand.kind === "fact" && (type.kind === "record" || type.kind === "list")) {
    if (operand.base.kind === "row") throw new NoFastForm("a record in a row");
    return { kind: "bool", js: `(${factForm(scope, operand, "present")} === 2)` };
  }
  if (isTextual(operand)) {
    const text = scope.text(operand, scope);
    return text.maybe
      ? { kind: "bool", js: `(${text.js} !== undefined)` }
      : constantCondition(true);
  }
  if (type.kind === "set") {
    if (operand.kind !== "fact") throw new NoFastForm("presence of a computed set");
    return { kind: "bool", js: `(${factForm(scope, operand, "set")} !== undefined)` };
  }
  const num = scope.number(operand, scope, "compare");
  if (num.uncertain) throw new NoFastForm("whether there is a value is not certain");
  if (!num.maybe) return constantCondition(true);
  const value = scope.fn.code.keep("value", num.v);
  return { kind: "bool", js: `(${value} === ${value})` };
}

/** Where values come from that is no part of the declaration. */
interface Sources {
  readonly tables: ReadonlySet<string>;
  /** Whether the look-up, which is all there is, was left open by a tree. */
  readonly open: Js | null;
  /** Lists, rates, trees of codes: a code that is not in its tree has nothing above it to ask about. */
  readonly others: boolean;
}

function sourcesOf(operand: Expr, scope: Scope): Sources {
  const tables = new Set<string>();
  let open: Js | null = null;
  let others = false;
  visitExpr(operand, (expr) => {
    if (expr.kind === "lookup") {
      const isAgain = tables.has(expr.table);
      tables.add(expr.table);
      const left = lookupLeftOpen(expr, scope);
      // What the index says is about its last look-up: sure only of the one that is always made, and last.
      if (expr === operand) open = left;
      else others ||= left !== null;
      others ||= isAgain && open !== null;
    }
    const type =
      expr.kind === "call"
        ? expr.args[0]?.type
        : expr.kind === "matches" && expr.match === "under"
          ? expr.operand.type
          : undefined;
    const converts = expr.kind === "call" && expr.op === "convert";
    const climbs = climbsTree(type, scope);
    const isBeside =
      expr.kind === "rowsAggregate" || expr.kind === "rowsQuantifier" || expr.kind === "modelScore";
    others ||= expr.kind === "list" || expr.kind === "shared" || climbs || converts || isBeside;
  });
  return { tables, open, others };
}

/** A missing value may be missing because a source failed: then presence is unknown, and the reference says so. */
function presenceOrFailure(
  expr: Extract<Expr, { readonly kind: "present" }>,
  scope: Scope,
): Condition {
  const found = presence(expr.operand, scope);
  const { tables, open, others } = sourcesOf(expr.operand, scope);
  if (tables.size === 0 && !others) return found;
  const there = found.kind === "bool" ? found.js : `(${found.js} === 2)`;
  const ask = askReference(scope, expr);
  const failed = [...tables].map((table) => `${tableBinding(scope, table)} === undefined`);
  const missing = open === null ? "0" : `${open} ? ${ask} : 0`;
  const js = others
    ? `(${there} ? 2 : ${ask})`
    : `(${failed.join(" || ")} ? ${ask} : ${there} ? 2 : ${missing})`;
  return { kind: "truth", js: scope.fn.code.keep("present", js) };
}

/* ------------------------------------------------------------------ the recursion */

function writeNode(expr: Expr, scope: Scope): Condition {
  switch (expr.kind) {
    case "literal":
      return constantCondition(expr.value === true);
    case "fact": {
      const js = factForm(scope, expr, "truth");
      const maybe = expr.optional || expr.base.kind === "row";
      return maybe ? { kind: "truth", js } : { kind: "bool", js: `(${js} === 2)` };
    }
    case "logic":
      return writeLogic(
        scope.fn.code,
        expr.op,
        expr.operands.map((operand) => () => scope.condition(operand, scope)),
      );
    case "not":
      return negated(scope.condition(expr.operand, scope));
    case "present":
      return presenceOrFailure(expr, scope);
    case "call":
      return writeCall(expr, scope);
    case "lookup": {
      if (expr.column === undefined) return writeLookupCondition(expr, scope);
      const row = scope.lookupRow(expr, scope);
      return { kind: "truth", js: `${scope.column(expr.table, expr.column, "truth")}[${row}]` };
    }
    case "quantifier":
      return writeQuantifier(expr, scope);
    case "matches":
      return writeMatches(expr, scope);
    case "says":
      return { kind: "bool", js: `(state.${expr.says} === 2)` };
    case "shared":
      return { kind: "truth", js: scope.module.shared.truth(expr.index) };
    case "rowsQuantifier":
    case "rowsAggregate":
    case "modelScore":
      throw new NoFastForm(expr.kind);
    case "set":
    case "list":
    case "aggregate":
    case "now":
    case "tableRow":
    case "score":
    case "riskPoints":
      throw new NoFastForm(`${expr.kind} is no condition`);
  }
}

/** Written aside, so that a part written before the fast form failed leaves no trace. */
export function writeCondition(expr: Expr, scope: Scope): Condition {
  const { code } = scope.fn;
  try {
    const { lines, result } = code.aside(() => writeNode(expr, scope));
    code.put(lines);
    return result;
  } catch (error) {
    if (!(error instanceof NoFastForm)) throw error;
    scope.module.leave(expr, error.message);
    return { kind: "truth", js: code.keep("asked", askReference(scope, expr)) };
  }
}

/** The scope of a function outside every quantifier. */
export function functionScope(module: ModuleContext, fn: FunctionScope): Scope {
  return {
    module,
    fn,
    elements: new Map(),
    row: null,
    condition: writeCondition,
    number: (expr, scope, mode) => writeNumber(expr, scope, mode, writeAggregate),
    text: writeText,
    presence,
    lookupRow: (expr, scope) => writeLookupRow(expr, scope),
    column: (table, column, form) => columnArray(functionScope(module, fn), table, column, form),
  };
}
