/**
 * What an expression of the IR means, node by node: the reference, slow and obvious.
 *
 * An expression and a frame in, a value or an unknown with every cause out. Written from docs/meaning.md; every other way to evaluate
 * a criterion is tested against it. No short cuts unless asked for: all operands
 * are evaluated, so causes and coverage are complete.
 */
import { aggregateSpec } from "../aggregates.ts";
import { MS_PER_DAY } from "../calendar.ts";
import { valueFromJson, valueFromLiteral, valueFromMember } from "../facts.ts";
import { functionSpec } from "../functions.ts";
import {
  booleanValue,
  falseValue,
  isKnown,
  known,
  numberValue,
  numericOf,
  textOf,
  trueValue,
  unknownFrom,
} from "../operations.ts";
import type { OperatorSpec } from "../operator-spec.ts";
import { operatorSpec } from "../operators.ts";
import { propertySpec } from "../properties.ts";
import {
  rationalFromExact,
  rationalFromInteger,
  rationalFromNumber,
  toNumber,
} from "../rational.ts";
import { isTextual } from "../type-rules.ts";
import type { Type } from "../types.ts";
import type { UnknownCause } from "../unknown.ts";
import type { Result, Unknown, Value } from "../value.ts";
import type { Question, World } from "../world.ts";
import {
  type BoundElement,
  type BoundTableRow,
  bindElement,
  type Frame,
  findElements,
  findFact,
} from "./frame.ts";
import type { BundleIr, Column, Expr, Selection, TableIr } from "./ir.ts";
import { printExpr } from "./print.ts";
import { askedBy, keptAnswer, rowsAggregate, selectedRows } from "./rows.ts";
import { bestRow, matchesCell } from "./table-lookup.ts";

type ExprOf<K extends Expr["kind"]> = Extract<Expr, { readonly kind: K }>;

/** False, unknown, true: `and` is the least, `or` the greatest. */
export type Truth = 0 | 1 | 2;

export interface TruthResult {
  readonly truth: Truth;
  /** Why it is unknown; empty otherwise. Without repeats. */
  readonly causes: readonly UnknownCause[];
}

/** Called with each condition below `and`, `or`, `not` and in the body of a quantifier, whenever it is evaluated. */
export type ConditionObserver = (condition: Expr, truth: Truth) => void;

export function withoutRepeats(causes: readonly UnknownCause[]): readonly UnknownCause[] {
  const seen = new Map(
    causes.map((cause) => [`${cause.kind}\n${cause.subject}\n${cause.until ?? ""}`, cause]),
  );
  return [...seen.values()];
}

export function truthOf(result: Result): TruthResult {
  if (result.kind === "unknown") return { truth: 1, causes: withoutRepeats(result.causes) };
  if (result.kind !== "boolean") throw new TypeError(`a ${result.kind} is neither true nor false`);
  return { truth: result.value ? 2 : 0, causes: [] };
}

function unknownOf(results: readonly Result[]): Unknown | undefined {
  const causes = results.flatMap((result) => (result.kind === "unknown" ? result.causes : []));
  return results.some((result) => result.kind === "unknown")
    ? { kind: "unknown", causes }
    : undefined;
}

function isTrue(result: Result): boolean {
  return result.kind === "boolean" && result.value;
}

function isFalse(result: Result): boolean {
  return result.kind === "boolean" && !result.value;
}

function isNever(): boolean {
  return false;
}

function allOf(results: readonly Result[]): Result {
  return results.some(isFalse) ? falseValue : (unknownOf(results) ?? trueValue);
}

function anyOf(results: readonly Result[]): Result {
  return results.some(isTrue) ? trueValue : (unknownOf(results) ?? falseValue);
}

function negation(result: Result): Result {
  return result.kind === "boolean" ? booleanValue(!result.value) : result;
}

type QuantifierIr = ExprOf<"quantifier"> | ExprOf<"rowsQuantifier">;

/** What settles a quantifier whatever the other elements say. */
function settlesQuantifier({ quantifier }: QuantifierIr): (result: Result) => boolean {
  switch (quantifier) {
    case "any":
    case "no":
      return isTrue;
    case "every":
      return isFalse;
    case "atLeast":
      return isNever;
  }
}

/** `more` elements may come of which nothing is known: as many unknown ones as it takes. */
function quantified(expr: QuantifierIr, elements: readonly Result[], more?: Unknown): Result {
  const results = more === undefined ? elements : [...elements, more];
  switch (expr.quantifier) {
    case "any":
      return anyOf(results);
    case "every":
      return allOf(results);
    case "no":
      return negation(anyOf(results));
    case "atLeast": {
      const holds = results.filter(isTrue).length;
      const open = results.filter((result) => result.kind === "unknown").length;
      if (holds >= expr.count) return trueValue;
      const isOut = more === undefined && holds + open < expr.count;
      return isOut ? falseValue : (unknownOf(results) ?? falseValue);
    }
  }
}

interface ColumnPlace {
  readonly column: Column;
  readonly index: number;
}

const places = new WeakMap<TableIr, ReadonlyMap<string, ColumnPlace>>();

/** Columns by name, key first; found once for each table. */
function placesOf(table: TableIr): ReadonlyMap<string, ColumnPlace> {
  let known = places.get(table);
  if (known === undefined) {
    known = new Map(
      [...table.key, ...table.value].map((column, index) => [column.name, { column, index }]),
    );
    places.set(table, known);
  }
  return known;
}

/** Elements a quantifier held for, as last asked: reason, witness and evidence of one hit ask for them again. */
interface Held {
  readonly question: Question;
  readonly row: BoundTableRow["row"] | undefined;
  readonly elements: readonly BoundElement[];
}

export class Evaluator {
  readonly ir: BundleIr;
  readonly world: World;
  readonly #observe: ConditionObserver | undefined;
  readonly #tables: ReadonlyMap<string, TableIr>;
  readonly #held = new WeakMap<Expr, Held>();
  /** Values that are the same for every question: literals, sets of them, lists that are not dated. */
  readonly #constants = new WeakMap<object, Value>();

  /** Stop at the operand or element that settles a condition; the others cannot change its truth or its causes. */
  readonly #stopsEarly: boolean;

  constructor(ir: BundleIr, world: World, observe?: ConditionObserver, stopsEarly = false) {
    this.ir = ir;
    this.world = world;
    this.#observe = observe;
    this.#stopsEarly = stopsEarly && observe === undefined;
    this.#tables = new Map(ir.tables.map((table) => [table.name, table]));
  }

  table(name: string): TableIr {
    const table = this.#tables.get(name);
    if (table === undefined) throw new RangeError(`no table ${name} in the IR`);
    return table;
  }

  /** The value of any expression; conditions are reported to the observer. */
  value(expr: Expr, frame: Frame): Result {
    return expr.type.kind === "boolean"
      ? this.#condition(expr, frame)
      : this.#evaluate(expr, frame);
  }

  truth(expr: Expr, frame: Frame): TruthResult {
    return truthOf(this.value(expr, frame));
  }

  /** Decision time, or the time `as of` gives, in ms since 1970 UTC. */
  timeOf(asOf: Expr | undefined, frame: Frame): number | Unknown {
    if (asOf === undefined) return frame.question.now;
    const value = this.value(asOf, frame);
    if (value.kind === "unknown") return value;
    const number = toNumber(numericOf(value).value);
    if (value.kind !== "date") return number;
    return number * MS_PER_DAY - this.ir.schema.zoneMinutes * 60_000;
  }

  #condition(expr: Expr, frame: Frame): Result {
    if (expr.kind === "shared") return this.#shared(expr, frame);
    const result = this.#evaluate(expr, frame);
    const isAtomic = expr.kind !== "logic" && expr.kind !== "not";
    if (isAtomic && this.#observe !== undefined) this.#observe(expr, truthOf(result).truth);
    return result;
  }

  #evaluate(expr: Expr, frame: Frame): Result {
    switch (expr.kind) {
      case "literal":
        return this.#constant(expr, () => valueFromLiteral(expr.type, expr.value));
      case "fact":
        return this.#fact(expr, frame);
      case "logic": {
        const settles = expr.op === "and" ? isFalse : isTrue;
        const results = this.#results(expr.operands, settles, (each) => this.value(each, frame));
        return expr.op === "and" ? allOf(results) : anyOf(results);
      }
      case "not":
        return negation(this.value(expr.operand, frame));
      case "present":
        return this.#presence(expr.operand, frame);
      case "call":
        return this.#call(expr, frame);
      case "set":
        return this.#set(expr, frame);
      case "list":
        return this.#list(expr, frame);
      case "lookup":
        return this.#lookup(expr, frame);
      case "quantifier":
        return this.#quantifier(expr, frame);
      case "aggregate":
        return this.#aggregate(expr, frame);
      case "rowsQuantifier":
        return this.#named(this.#rowsQuantifier(expr, frame), expr, frame);
      case "rowsAggregate":
        return this.#named(rowsAggregate(this, expr, frame), expr, frame);
      case "modelScore":
        return this.#modelScore(expr, frame);
      case "matches":
        return this.#matches(expr, frame);
      case "now":
        return { kind: "instant", value: rationalFromInteger(frame.question.now) };
      case "tableRow":
        return frame.tableRow === undefined
          ? unknownFrom("no such row", "table_row")
          : numberValue(rationalFromInteger(frame.tableRow));
      case "says":
        return booleanValue(policyOf(frame)[expr.says] === 2);
      case "score":
        return this.#score(expr, frame);
      case "riskPoints":
        return numberValue(rationalFromNumber(policyOf(frame).riskPoints));
      case "shared":
        return this.#shared(expr, frame);
    }
  }

  #results<T>(
    parts: readonly T[],
    settles: (result: Result) => boolean,
    evaluate: (part: T) => Result,
  ): readonly Result[] {
    if (!this.#stopsEarly) return parts.map(evaluate);
    const results: Result[] = [];
    for (const part of parts) {
      const result = evaluate(part);
      if (settles(result)) return [result];
      results.push(result);
    }
    return results;
  }

  #constant(of: object, make: () => Value): Value {
    let value = this.#constants.get(of);
    if (value === undefined) {
      value = make();
      this.#constants.set(of, value);
    }
    return value;
  }

  #shared(expr: ExprOf<"shared">, frame: Frame): Result {
    const entry = this.ir.shared[expr.index];
    if (entry === undefined) throw new RangeError(`no shared expression ${expr.index}`);
    return this.value(entry, frame);
  }

  /** The operation as text, with the elements it spoke of: the subject of a cause that has none. */
  textOf(expr: Expr, frame: Frame): string {
    return printExpr(expr, {
      schema: this.ir.schema,
      nameOf: (variable) => frame.elements.get(variable)?.path ?? `$${variable}`,
    });
  }

  #named(result: Result, expr: Expr, frame: Frame): Result {
    if (result.kind !== "unknown") return result;
    const causes = result.causes.map((cause) =>
      cause.subject === "" ? { ...cause, subject: this.textOf(expr, frame) } : cause,
    );
    return { kind: "unknown", causes };
  }

  /* ---------------------------------------------------------------- facts */

  #fact(expr: ExprOf<"fact">, frame: Frame): Result {
    if (expr.base.kind === "row") return this.#cell(expr, frame);
    const { json, path } = findFact(expr.base, expr.path, frame);
    if (json === undefined) return unknownFrom("not declared", path);
    return valueFromJson(json, expr.type, this.ir.schema);
  }

  /** A cell of the row of `for each row of`. An empty one is no fault of the declaration. */
  #cell(expr: ExprOf<"fact">, frame: Frame): Result {
    const column = expr.path[0] ?? "";
    const { cell } = this.#columnOf(column, frame);
    return cell === null
      ? unknownFrom("no such row", `row.${column}`)
      : valueFromJson(cell, expr.type, this.ir.schema);
  }

  #columnOf(name: string, frame: Frame): { readonly column: Column; readonly cell: unknown } {
    if (frame.row === undefined) throw new RangeError("no row is bound");
    const { table, row } = frame.row;
    const place = placesOf(table).get(name);
    if (place === undefined) throw new RangeError(`no column ${name} in ${table.name}`);
    return { column: place.column, cell: row.cells[place.index] ?? null };
  }

  /** Has it a value? Records and lists have one when they are there. Nobody can say while a source failed or a window is open. */
  #presence(operand: Expr, frame: Frame): Result {
    const isWhole = operand.type.kind === "record" || operand.type.kind === "list";
    if (operand.kind === "fact" && isWhole) {
      return booleanValue(findFact(operand.base, operand.path, frame).json !== undefined);
    }
    const value = this.value(operand, frame);
    if (isKnown(value)) return trueValue;
    const causes = value.causes.filter(
      ({ kind }) => kind === "source failed" || kind === "window open",
    );
    return causes.length > 0 ? { kind: "unknown", causes } : falseValue;
  }

  #matches(expr: ExprOf<"matches">, frame: Frame): Result {
    const { column, cell } = this.#columnOf(expr.column, frame);
    const cellColumn = { type: column.type, match: expr.match };
    const result = matchesCell(() => this.value(expr.operand, frame), cell, cellColumn, this.world);
    return this.#named(result, expr, frame);
  }

  /* ---------------------------------------------------------------- calls */

  #call(expr: ExprOf<"call">, frame: Frame): Result {
    const operator = operatorSpec(expr.op);
    if (operator?.negates !== undefined)
      return negation(this.#call({ ...expr, op: operator.negates }, frame));
    if (operator?.form === "members") return this.#members(operator, expr, frame);
    const operands = expr.args.map((arg) => this.value(arg, frame));
    const spec = operator ?? functionSpec(expr.op);
    const isStrict = spec === undefined || !("strict" in spec) || spec.strict;
    const unknown = isStrict ? unknownOf(operands) : undefined;
    if (unknown !== undefined) return unknown;
    const types = expr.args.map((arg) => arg.type);
    const property = propertySpec(expr.op);
    const [type] = types;
    if (property !== undefined && type !== undefined)
      return this.#named(property.evaluate(known(operands[0]), this.world, type), expr, frame);
    if (spec === undefined) throw new RangeError(`no operator, function or property ${expr.op}`);
    return this.#named(spec.evaluate(operands, this.world, types), expr, frame);
  }

  /** Membership is a disjunction: one listed value that holds makes it true, whatever is unknown about the others. */
  #members(operator: OperatorSpec, expr: ExprOf<"call">, frame: Frame): Result {
    const [left, right] = expr.args;
    if (left === undefined || right === undefined)
      throw new RangeError(`${expr.op} has two arguments`);
    const value = this.value(left, frame);
    const items = right.kind === "set" ? right.items : [right];
    if (value.kind === "unknown") return value;
    if (items.every((item) => item.kind === "literal")) {
      const set = this.#constant(right, () => ({
        kind: "set",
        members: items.map((item) => known(this.value(item, frame))),
      }));
      const result = operator.evaluate([value, set], this.world, [left.type, right.type]);
      return this.#named(result, expr, frame);
    }
    const listed = items.map((item) => this.#listed(expr.op, value, item, frame));
    const members = listed.flatMap((item) =>
      item.kind === "set" ? item.members : isKnown(item) ? [item] : [],
    );
    const set: Value = { kind: "set", members };
    const result = operator.evaluate([value, set], this.world, [left.type, right.type]);
    if (isTrue(result)) return result;
    return unknownOf([...listed, this.#named(result, expr, frame)]) ?? result;
  }

  /** What is listed: one value, or a set. Of a declared list only the value asked for, as a list may be long. */
  #listed(op: string, value: Value, item: Expr, frame: Frame): Result {
    if (
      op !== "in" ||
      item.kind !== "list" ||
      item.type.kind !== "set" ||
      !isTextual(item.type.of)
    ) {
      return this.value(item, frame);
    }
    const at = this.timeOf(item.asOf, frame);
    if (typeof at !== "number") return at;
    const binding = this.world.list(item.list);
    if (binding === undefined) return unknownFrom("source failed", item.list);
    return { kind: "set", members: binding.has(textOf(value), at) ? [value] : [] };
  }

  #set(expr: ExprOf<"set">, frame: Frame): Result {
    const items = expr.items.map((item) => this.value(item, frame));
    const unknown = unknownOf(items);
    if (unknown !== undefined) return unknown;
    const members = items
      .map(known)
      .flatMap((item) => (item.kind === "set" ? item.members : [item]));
    return { kind: "set", members };
  }

  #list(expr: ExprOf<"list">, frame: Frame): Result {
    const at = this.timeOf(expr.asOf, frame);
    if (typeof at !== "number") return at;
    const binding = this.world.list(expr.list);
    if (binding === undefined) return unknownFrom("source failed", expr.list);
    const of: Type = expr.type.kind === "set" ? expr.type.of : expr.type;
    const members = (): Value => ({
      kind: "set",
      members: binding.members(at).map((each) => valueFromMember(each, of, this.ir.schema)),
    });
    return binding.dated ? members() : this.#constant(binding, members);
  }

  #lookup(expr: ExprOf<"lookup">, frame: Frame): Result {
    const keys = expr.keys.map((key) => this.value(key, frame));
    const at = this.timeOf(expr.asOf, frame);
    const unknown = unknownOf(typeof at === "number" ? keys : [...keys, at]);
    if (unknown !== undefined || typeof at !== "number")
      return unknown ?? unknownFrom("no such row", expr.table);
    const table = this.table(expr.table);
    const binding = this.world.table(expr.table);
    if (binding === undefined) return unknownFrom("source failed", expr.table);
    const match = bestRow(table, binding, keys.map(known), at, this.world);
    if (match.kind === "unknown") return match;
    if (expr.column === undefined) return trueValue;
    const columns = [...table.key, ...table.value];
    const index = columns.findIndex((column) => column.name === expr.column);
    const column = columns[index];
    if (column === undefined) throw new RangeError(`no column ${expr.column} in ${expr.table}`);
    const cell = match.row.cells[index] ?? null;
    return cell === null
      ? unknownFrom("no such row", `${expr.table}.${expr.column}`)
      : valueFromJson(cell, column.type, this.ir.schema);
  }

  /* ---------------------------------------------------------------- collections */

  #quantifier(expr: ExprOf<"quantifier">, frame: Frame): Result {
    const { path, elements } = findElements(expr.source, frame);
    if (elements === undefined) return unknownFrom("not declared", path);
    const results = this.#results(elements, settlesQuantifier(expr), (element) =>
      this.value(expr.body, bindElement(frame, expr.variable, element)),
    );
    return quantified(expr, results);
  }

  #rowsQuantifier(expr: ExprOf<"rowsQuantifier">, frame: Frame): Result {
    const { selection } = expr;
    const asked = askedBy(this, selection, frame);
    if (asked.kind === "unknown") return asked;
    const kept = keptAnswer(this, asked, expr, frame);
    if (kept !== undefined) {
      // What is said of all rows may only be said when no more can come.
      const isSettled =
        expr.quantifier === "any" || expr.quantifier === "atLeast" ? isTrue : isFalse;
      if (asked.open === undefined || isSettled(kept)) return kept;
      return unknownOf([kept, asked.open]) ?? asked.open;
    }
    const rows = selectedRows(this, asked, frame);
    const results = this.#results(rows, settlesQuantifier(expr), ({ element }) =>
      this.value(expr.body, bindElement(frame, selection.variable, element)),
    );
    return quantified(expr, results, asked.open);
  }

  /** The rows of a selection as elements; none when it cannot be asked. */
  rowsOf(selection: Selection, frame: Frame): readonly BoundElement[] {
    const asked = askedBy(this, selection, frame);
    if (asked.kind === "unknown") return [];
    return selectedRows(this, asked, frame).map(({ element }) => element);
  }

  /** What a quantifier runs over, and the variable its elements are bound to. */
  quantifiedOver(
    expr: QuantifierIr,
    frame: Frame,
  ): { readonly variable: number; readonly elements: readonly BoundElement[] } {
    if (expr.kind === "quantifier")
      return {
        variable: expr.variable,
        elements: findElements(expr.source, frame).elements ?? [],
      };
    const { selection } = expr;
    return { variable: selection.variable, elements: this.rowsOf(selection, frame) };
  }

  /** Elements for which the body of a quantifier is true, in order. */
  elementsThatHold(expr: QuantifierIr, frame: Frame): readonly BoundElement[] {
    const isOuter = frame.elements.size === 0;
    const row = frame.row?.row;
    const held = isOuter ? this.#held.get(expr) : undefined;
    if (held?.question === frame.question && held.row === row) return held.elements;
    const { variable, elements: all } = this.quantifiedOver(expr, frame);
    const elements = all.filter((element) =>
      isTrue(this.value(expr.body, bindElement(frame, variable, element))),
    );
    if (isOuter && this.#stopsEarly)
      this.#held.set(expr, { question: frame.question, row, elements });
    return elements;
  }

  #aggregate(expr: ExprOf<"aggregate">, frame: Frame): Result {
    const { path, elements } = findElements(expr.source, frame);
    if (elements === undefined) return unknownFrom("not declared", path);
    const frames = elements.map((element) => bindElement(frame, expr.variable, element));
    const { where, value } = expr;
    const filters = frames.map((each) =>
      where === undefined ? trueValue : this.value(where, each),
    );
    const values = frames
      .filter((_, index) => filters[index] !== undefined && isTrue(filters[index]))
      .map((each) => (value === undefined ? trueValue : this.value(value, each)));
    const unknown = unknownOf([...filters, ...values]);
    if (unknown !== undefined) return unknown;
    const { evaluate } = aggregateSpec(expr.aggregate);
    const rank = expr.rank === undefined ? undefined : rationalFromExact(expr.rank);
    return this.#named(evaluate(values.map(known), this.world, expr.type, rank), expr, frame);
  }

  #modelScore(expr: ExprOf<"modelScore">, frame: Frame): Result {
    const inputs = expr.inputs.map((input) => this.value(input, frame));
    const binding = this.world.modelScore?.(expr.score);
    return binding === undefined
      ? unknownFrom("source failed", expr.score)
      : binding.read(inputs, expr.output);
  }

  #score(expr: ExprOf<"score">, frame: Frame): Result {
    const index = this.ir.scorecards.findIndex((card) => card.name === expr.scorecard);
    return numberValue(rationalFromNumber(policyOf(frame).scores[index] ?? 0));
  }
}

function policyOf(frame: Frame): NonNullable<Frame["policy"]> {
  if (frame.policy === undefined) throw new RangeError("only a policy may ask what criteria say");
  return frame.policy;
}
