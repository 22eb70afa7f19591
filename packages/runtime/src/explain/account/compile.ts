/**
 * From a condition of the IR and a row to the condition an account reads.
 *
 * Compared values are found here: facts through readers that remember, cells and literals once. Whatever has no short way is asked of the reference,
 * so nothing of the language is left out.
 */
import {
  type BoundTableRow,
  type BundleIr,
  type Collection,
  cellMatcher,
  childrenOf,
  type Expr,
  type Interpreter,
  type OperatorSpec,
  operatorSpec,
  operators,
  type Result,
  type TableIr,
  type Truth,
  type Type,
  type Value,
  valueFromJson,
  valueFromLiteral,
  type World,
} from "@luong/spec";
import {
  type Condition,
  type FactStep,
  Leaf,
  logicCondition,
  negated,
  notCondition,
  Quantifier,
  settledCondition,
} from "./condition.ts";
import { ElementsReader, type FactExpr, FactReader, notDeclared } from "./facts.ts";
import { shortCut, textMatch, textsOf } from "./short-cuts.ts";
import type { Spot } from "./spot.ts";

type ExprOf<K extends Expr["kind"]> = Extract<Expr, { readonly kind: K }>;

/** A value, the same for every declaration or read. */
type Operand =
  | { readonly constant: Result; readonly read?: undefined }
  | { readonly constant?: undefined; readonly read: (spot: Spot) => Result };

function valueAt({ constant, read }: Operand, spot: Spot): Result {
  return read === undefined ? constant : read(spot);
}

/** What stands on the right of `in`: the members that are known, and whether some are not. */
interface Listed {
  readonly set: Extract<Value, { readonly kind: "set" }>;
  readonly isOpen: boolean;
  /** The members, when all of them are text and they are many times asked for. */
  readonly texts?: ReadonlySet<string> | undefined;
}

function listedFrom(items: readonly Result[]): Listed {
  const known = items.flatMap((item) => (item.kind === "unknown" ? [] : [item]));
  const members = known.flatMap((item) => (item.kind === "set" ? item.members : [item]));
  return { set: { kind: "set", members }, isOpen: known.length < items.length };
}

function withTexts(listed: Listed): Listed {
  return { ...listed, texts: textsOf(listed.set.members) };
}

function truthOf(result: Result): Truth {
  if (result.kind === "unknown") return 1;
  return result.kind === "boolean" && result.value ? 2 : 0;
}

export class AccountCompiler {
  readonly #ir: BundleIr;
  readonly #world: World;
  readonly #interpreter: Interpreter;
  readonly #columns = new Map<string, ReadonlyMap<string, number>>();
  readonly #facts = new WeakMap<FactExpr, FactReader>();
  readonly #sources = new WeakMap<Collection, ElementsReader>();
  readonly #steps = new WeakMap<Expr, readonly FactStep[]>();
  readonly #literals = new WeakMap<Expr, Value>();

  constructor(ir: BundleIr, world: World, interpreter: Interpreter) {
    this.#ir = ir;
    this.#world = world;
    this.#interpreter = interpreter;
    for (const table of ir.tables) this.#columns.set(table.name, placesOf(table));
  }

  condition(expr: Expr, row: BoundTableRow | undefined, isOuter = true): Condition {
    switch (expr.kind) {
      case "logic":
        return logicCondition(
          expr.op,
          expr.operands.map((each) => this.condition(each, row, isOuter)),
        );
      case "not":
        return notCondition(this.condition(expr.operand, row, isOuter));
      case "shared": {
        const entry = this.#ir.shared[expr.index];
        if (entry === undefined) throw new RangeError(`no shared expression ${expr.index}`);
        return this.condition(entry, row, isOuter);
      }
      case "quantifier": {
        const body = this.condition(expr.body, row, false);
        return new Quantifier(expr, this.#elements(expr.source), body, isOuter);
      }
      case "present":
        return this.#present(expr, row);
      case "matches":
        return this.#matches(expr, row);
      case "call":
        return this.#call(expr, row);
      case "fact":
      case "literal":
        return this.#value(expr, row);
      default:
        return this.#asked(expr);
    }
  }

  /** What a hole of a reason or a compared value reads. */
  operand(expr: Expr, row: BoundTableRow | undefined): Operand {
    if (expr.kind === "literal") return { constant: this.#literal(expr) };
    if (expr.kind === "fact") {
      if (expr.base.kind === "row") return { constant: this.#cell(expr, row) };
      const reader = this.#fact(expr);
      return { read: (spot) => reader.value(spot) };
    }
    return { read: (spot) => this.#interpreter.value(expr, spot.frame()) };
  }

  /* ---------------------------------------------------------------- leaves */

  #asked(expr: Expr): Condition {
    const truth = (spot: Spot): Truth => this.#interpreter.truth(expr, spot.frame()).truth;
    return new Leaf(truth, this.#factSteps(expr));
  }

  #value(expr: ExprOf<"fact"> | ExprOf<"literal">, row: BoundTableRow | undefined): Condition {
    const { constant, read } = this.operand(expr, row);
    if (read === undefined) return settledCondition(truthOf(constant));
    return new Leaf((spot) => truthOf(read(spot)), this.#factSteps(expr));
  }

  #present(expr: ExprOf<"present">, row: BoundTableRow | undefined): Condition {
    const { operand } = expr;
    if (operand.kind !== "fact") return this.#asked(expr);
    if (operand.base.kind === "row") {
      return settledCondition(this.#json(operand.path[0] ?? "", row) === null ? 0 : 2);
    }
    const reader = this.#fact(operand);
    return new Leaf((spot) => (reader.isThere(spot) ? 2 : 0), this.#factSteps(expr));
  }

  /** An empty cell matches everything: the fact is no reason. */
  #matches(expr: ExprOf<"matches">, row: BoundTableRow | undefined): Condition {
    const cell = this.#json(expr.column, row);
    if (cell === null) return settledCondition(2);
    const column = this.#columnOf(expr.column, row);
    const matches = cellMatcher(cell, { type: column.type, match: expr.match }, this.#world);
    const { constant, read } = this.operand(expr.operand, row);
    if (matches === undefined || read === undefined) {
      const value = constant ?? notDeclared;
      return settledCondition(value.kind === "unknown" ? 1 : truthOf(matches?.(value) ?? value));
    }
    const cellValue = expr.match === "between" ? notDeclared : this.#valueOf(cell, column.type);
    const short = textMatch(expr.match, cellValue, column.type, this.#ir.schema);
    const truth = (spot: Spot): Truth => {
      const value = read(spot);
      if (value.kind === "unknown") return 1;
      if (short !== undefined && value.kind === "text") return short(value.value) ? 2 : 0;
      return truthOf(matches(value));
    };
    return new Leaf(truth, this.#factSteps(expr));
  }

  #valueOf(cell: unknown, type: Type): Value {
    return valueFromJson(cell, type, this.#ir.schema);
  }

  #call(expr: ExprOf<"call">, row: BoundTableRow | undefined): Condition {
    const spec = operatorSpec(expr.op);
    const base = spec?.negates === undefined ? spec : operatorSpec(spec.negates);
    if (base === undefined) return this.#asked(expr);
    const truth = base.form === "members" ? this.#members(base, expr, row) : undefined;
    if (base.form === "members" && truth === undefined) return this.#asked(expr);
    const asked = truth ?? this.#operation(base, expr, row);
    const isNegated = base !== spec;
    if (typeof asked === "number") {
      return new Leaf(() => asked, this.#factSteps(expr), isNegated ? negated(asked) : asked);
    }
    return new Leaf(isNegated ? (spot) => negated(asked(spot)) : asked, this.#factSteps(expr));
  }

  /** The operands' values put together; a truth when none of them is read, or one of them is never known. */
  #operation(
    spec: OperatorSpec,
    { args }: ExprOf<"call">,
    row: BoundTableRow | undefined,
  ): Truth | ((spot: Spot) => Truth) {
    const operands = args.map((arg) => this.operand(arg, row));
    if (operands.some(({ constant }) => constant?.kind === "unknown")) return 1;
    const types = args.map((arg) => arg.type);
    const [left, right] = args;
    const limit = operands[1]?.constant;
    if (left?.kind === "fact" && left.base.kind !== "row" && limit !== undefined && right) {
      const short = shortCut(spec.evaluate, left.type, limit);
      const reader = this.#fact(left);
      if (short !== undefined) {
        return (spot) => {
          const json = reader.json(spot);
          if (json === undefined) return 1;
          return (
            short(json) ?? truthOf(spec.evaluate([reader.value(spot), limit], this.#world, types))
          );
        };
      }
    }
    const truth = (spot: Spot): Truth => {
      const values: Result[] = [];
      for (const operand of operands) {
        const value = valueAt(operand, spot);
        if (value.kind === "unknown") return 1;
        values.push(value);
      }
      return truthOf(spec.evaluate(values, this.#world, types));
    };
    return truth;
  }

  /** Membership in literals, cells and facts. Undefined for others: a declared list is not taken apart. */
  #members(
    spec: OperatorSpec,
    { args }: ExprOf<"call">,
    row: BoundTableRow | undefined,
  ): Truth | ((spot: Spot) => Truth) | undefined {
    const [left, right] = args;
    if (left === undefined || right === undefined) return undefined;
    const value = this.operand(left, row);
    if (value.constant?.kind === "unknown") return 1;
    const items = right.kind === "set" ? right.items : [right];
    if (!items.every(({ kind }) => kind === "literal" || kind === "fact")) return undefined;
    const operands = items.map((item) => this.operand(item, row));
    const constants = operands.flatMap(({ constant }) => constant ?? []);
    const types = [left.type, right.type];
    const holds = (value: Value, { set, isOpen, texts }: Listed): Truth => {
      if (texts !== undefined && value.kind === "text" && isMembership(spec)) {
        return texts.has(value.value) ? 2 : isOpen ? 1 : 0;
      }
      const truth = truthOf(spec.evaluate([value, set], this.#world, types));
      // What is not known of the list leaves open whether the value is in it.
      return truth === 0 && isOpen ? 1 : truth;
    };
    if (constants.length < operands.length) {
      return (spot) => {
        const known = valueAt(value, spot);
        if (known.kind === "unknown") return 1;
        return holds(known, listedFrom(operands.map((each) => valueAt(each, spot))));
      };
    }
    const listed = withTexts(listedFrom(constants));
    // Nothing is in an empty cell, so what is not known of it is all there is.
    if (listed.isOpen && listed.set.members.length === 0 && isOneOf(spec)) return 1;
    return (spot) => {
      const known = valueAt(value, spot);
      return known.kind === "unknown" ? 1 : holds(known, listed);
    };
  }

  /* ---------------------------------------------------------------- values */

  #literal(expr: ExprOf<"literal">): Value {
    let value = this.#literals.get(expr);
    if (value === undefined) {
      value = valueFromLiteral(expr.type, expr.value);
      this.#literals.set(expr, value);
    }
    return value;
  }

  #columnOf(name: string, row: BoundTableRow | undefined): TableIr["key"][number] {
    const place = this.#place(name, row);
    const { key, value } = (row as BoundTableRow).table;
    return (key[place] ?? value[place - key.length]) as TableIr["key"][number];
  }

  #place(name: string, row: BoundTableRow | undefined): number {
    const place = row === undefined ? undefined : this.#columns.get(row.table.name)?.get(name);
    if (place === undefined) throw new RangeError(`no column ${name} is bound`);
    return place;
  }

  #json(column: string, row: BoundTableRow | undefined): unknown {
    return row?.row.cells[this.#place(column, row)] ?? null;
  }

  #cell({ path, type }: FactExpr, row: BoundTableRow | undefined): Result {
    const json = this.#json(path[0] ?? "", row);
    return json === null ? notDeclared : this.#valueOf(json, type);
  }

  #fact(expr: FactExpr): FactReader {
    let reader = this.#facts.get(expr);
    if (reader === undefined) {
      reader = new FactReader(expr, this.#ir.schema);
      this.#facts.set(expr, reader);
    }
    return reader;
  }

  #elements(source: Collection): ElementsReader {
    let reader = this.#sources.get(source);
    if (reader === undefined) {
      reader = new ElementsReader(source);
      this.#sources.set(source, reader);
    }
    return reader;
  }

  /* ---------------------------------------------------------------- facts that are shown */

  /** Facts an expression reads, whatever its value. */
  #factSteps(expr: Expr): readonly FactStep[] {
    let steps = this.#steps.get(expr);
    if (steps === undefined) {
      steps = [...this.#stepsOf(expr)];
      this.#steps.set(expr, steps);
    }
    return steps;
  }

  *#stepsOf(expr: Expr): Generator<FactStep> {
    if (expr.kind === "fact" && expr.base.kind !== "row") {
      const reader = this.#fact(expr);
      yield (spot) => reader.show(spot);
    } else if (expr.kind === "aggregate" || expr.kind === "quantifier") {
      const source = this.#elements(expr.source);
      const steps = childrenOf(expr).flatMap((child) => this.#factSteps(child));
      yield (spot) => {
        for (const element of source.all(spot)) {
          spot.bind(expr.variable, element);
          for (const show of steps) show(spot);
        }
        spot.bind(expr.variable, undefined);
      };
    } else {
      for (const child of childrenOf(expr)) yield* this.#factSteps(child);
    }
  }
}

function isMembership(spec: OperatorSpec): boolean {
  return spec.evaluate === operators.in.evaluate;
}

/** True when one member fits: false of no members. */
function isOneOf(spec: OperatorSpec): boolean {
  return isMembership(spec) || spec.evaluate === operators.under.evaluate;
}

function placesOf({ key, value }: TableIr): ReadonlyMap<string, number> {
  return new Map([...key, ...value].map(({ name }, place) => [name, place]));
}
