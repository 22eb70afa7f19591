/**
 * Criteria for engines that know only true and false: IR in, a tree of plain tests out.
 *
 * Kleene's logic is kept by two translations: `whenTrue` is a condition that holds exactly when the expression is true, `whenFalse`
 * exactly when it is false; what is unknown fails both. Covers the flat sets the benchmark uses and says what it does not cover; it is
 * no exporter.
 */
import type { CriterionIr, Expr, Type } from "@luong/spec";

export type Scalar = string | number | boolean;

/** A number computed from facts: what a peer needs to compare. */
export type Term =
  | { readonly kind: "fact"; readonly path: string }
  | { readonly kind: "constant"; readonly value: number }
  | {
      readonly kind: "arithmetic";
      readonly op: "+" | "-" | "*" | "/";
      readonly left: Term;
      readonly right: Term;
    };

export type Test =
  | { readonly kind: "all" | "any"; readonly of: readonly Test[] }
  | { readonly kind: "constant"; readonly value: boolean }
  | { readonly kind: "present" | "absent"; readonly path: string }
  | { readonly kind: "oneOf" | "noneOf"; readonly path: string; readonly values: readonly Scalar[] }
  | {
      readonly kind: "startsWith" | "startsWithNone";
      readonly path: string;
      readonly prefixes: readonly string[];
    }
  | {
      readonly kind: "compare";
      readonly op: "==" | "!=" | "<" | "<=" | ">" | ">=";
      readonly left: Term;
      readonly right: Term;
    }
  | { readonly kind: "sameText" | "otherText"; readonly left: string; readonly right: string };

/** Cells of the row of `for each row of`, by column. */
export type Row = Readonly<Record<string, unknown>>;

interface Lists {
  readonly members: (list: string) => readonly string[];
}

/** A criterion the peers cannot be given. */
export class NotCovered extends Error {}

const complements = { "==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<" } as const;
const comparisons: Readonly<Record<string, keyof typeof complements>> = {
  eq: "==",
  ne: "!=",
  lt: "<",
  le: "<=",
  gt: ">",
  ge: ">=",
};
const arithmetic: Readonly<Record<string, "+" | "-" | "*" | "/">> = {
  add: "+",
  sub: "-",
  mul: "*",
  div: "/",
};

/** The tests under which the criterion hits, one per `decide` row in order or one alone; a row fires when it is the first. */
export function hitTest(
  criterion: CriterionIr,
  shared: readonly Expr[],
  lists: Lists,
  row?: Row,
): Test {
  const translate = new Translation(shared, lists, row);
  const parts: Test[] = [];
  if (criterion.when !== undefined) parts.push(translate.whenTrue(criterion.when));
  if (criterion.unless !== undefined) parts.push(translate.whenFalse(criterion.unless));
  if (criterion.scope !== undefined) parts.push(translate.whenTrue(criterion.scope));
  if (criterion.decide !== undefined) {
    if (criterion.decide.element !== undefined) throw new NotCovered(`${criterion.id}: elements`);
    parts.push(
      firstFires(
        criterion.decide.rows.map((each) => each.when),
        translate,
      ),
    );
  }
  return { kind: "all", of: parts };
}

/** Some row is true and every row before it is false. */
function firstFires(rows: readonly Expr[], translate: Translation): Test {
  const alternatives = rows.map(
    (row, index): Test => ({
      kind: "all",
      of: [
        ...rows.slice(0, index).map((earlier) => translate.whenFalse(earlier)),
        translate.whenTrue(row),
      ],
    }),
  );
  return { kind: "any", of: alternatives };
}

class Translation {
  readonly #shared: readonly Expr[];
  readonly #lists: Lists;
  readonly #row: Row | undefined;

  constructor(shared: readonly Expr[], lists: Lists, row: Row | undefined) {
    this.#shared = shared;
    this.#lists = lists;
    this.#row = row;
  }

  whenTrue(expr: Expr): Test {
    return this.#truth(expr, true);
  }

  whenFalse(expr: Expr): Test {
    return this.#truth(expr, false);
  }

  #truth(expr: Expr, wanted: boolean): Test {
    switch (expr.kind) {
      case "literal":
        return { kind: "constant", value: (expr.value === true) === wanted };
      case "fact":
        return expr.base.kind === "row"
          ? { kind: "constant", value: (this.#cell(expr.path[0] ?? "") === true) === wanted }
          : { kind: "oneOf", path: pathOf(expr), values: [wanted] };
      case "not":
        return this.#truth(expr.operand, !wanted);
      case "logic":
        return {
          kind: (expr.op === "and") === wanted ? "all" : "any",
          of: expr.operands.map((operand) => this.#truth(operand, wanted)),
        };
      case "present":
        return this.#present(expr.operand, wanted);
      case "shared":
        return this.#truth(this.#sharedAt(expr.index), wanted);
      case "matches":
        return this.#matches(expr, wanted);
      case "call":
        return this.#call(expr, wanted);
      default:
        throw new NotCovered(expr.kind);
    }
  }

  #present(operand: Expr, wanted: boolean): Test {
    if (operand.kind === "fact" && operand.base.kind === "row") {
      const cell = this.#cell(operand.path[0] ?? "");
      return { kind: "constant", value: (cell !== null && cell !== undefined) === wanted };
    }
    return { kind: wanted ? "present" : "absent", path: pathOf(operand) };
  }

  #matches(expr: Extract<Expr, { kind: "matches" }>, wanted: boolean): Test {
    const cell = this.#cell(expr.column);
    if (cell === null || cell === undefined) return { kind: "constant", value: wanted };
    const path = pathOf(expr.operand);
    if (expr.match === "under") return prefixes(path, [String(cell)], wanted);
    if (expr.match === "equal") return oneOf(path, [scalar(cell)], wanted);
    throw new NotCovered("range cells");
  }

  #call(expr: Extract<Expr, { kind: "call" }>, wanted: boolean): Test {
    const [left, right] = expr.args;
    if (left === undefined || right === undefined) throw new NotCovered(expr.op);
    if (expr.op === "in") return oneOf(pathOf(left), this.#members(right), wanted);
    if (expr.op === "under" || expr.op === "startsWith")
      return prefixes(pathOf(left), this.#members(right).map(String), wanted);
    if (expr.op === "between") return this.#between(expr.args, wanted);
    const op = comparisons[expr.op];
    if (op === undefined) throw new NotCovered(expr.op);
    return this.#comparison(op, left, right, wanted);
  }

  #between(args: readonly Expr[], wanted: boolean): Test {
    const [value, from, to] = args.map((each) => this.#term(each));
    if (value === undefined || from === undefined || to === undefined)
      throw new NotCovered("between");
    const inside: readonly Test[] = [
      { kind: "compare", op: wanted ? ">=" : "<", left: value, right: from },
      { kind: "compare", op: wanted ? "<=" : ">", left: value, right: to },
    ];
    return { kind: wanted ? "all" : "any", of: inside };
  }

  #comparison(op: keyof typeof complements, left: Expr, right: Expr, wanted: boolean): Test {
    const asked = wanted ? op : complements[op];
    if (isNumeric(left.type))
      return { kind: "compare", op: asked, left: this.#term(left), right: this.#term(right) };
    const same = asked === "==";
    if (!same && asked !== "!=") throw new NotCovered(`order of ${left.type.kind}`);
    if (right.kind === "literal") return oneOf(pathOf(left), [right.value], same);
    if (right.kind === "fact" && right.base.kind === "row")
      return oneOf(pathOf(left), [scalar(this.#cell(right.path[0] ?? ""))], same);
    return { kind: same ? "sameText" : "otherText", left: pathOf(left), right: pathOf(right) };
  }

  #members(set: Expr): readonly Scalar[] {
    switch (set.kind) {
      case "set":
        return set.items.flatMap((item) => this.#members(item));
      case "list":
        return this.#lists.members(set.list);
      case "literal":
        return [isNumeric(set.type) ? numberOf(set.value) : set.value];
      default:
        throw new NotCovered(`members of ${set.kind}`);
    }
  }

  #term(expr: Expr): Term {
    switch (expr.kind) {
      case "literal":
        return {
          kind: "constant",
          value: numberOf(expr.value) * (expr.type.kind === "percent" ? 100 : 1),
        };
      case "fact":
        return expr.base.kind === "row"
          ? { kind: "constant", value: Number(this.#cell(expr.path[0] ?? "")) }
          : { kind: "fact", path: pathOf(expr) };
      case "shared":
        return this.#term(this.#sharedAt(expr.index));
      case "call":
        return this.#arithmetic(expr);
      default:
        throw new NotCovered(expr.kind);
    }
  }

  #arithmetic(expr: Extract<Expr, { kind: "call" }>): Term {
    const op = arithmetic[expr.op];
    const [left, right] = expr.args;
    if (op === undefined || left === undefined || right === undefined)
      throw new NotCovered(expr.op);
    return { kind: "arithmetic", op, left: this.#term(left), right: this.#term(right) };
  }

  #sharedAt(index: number): Expr {
    const expr = this.#shared[index];
    if (expr === undefined) throw new NotCovered(`shared ${index}`);
    return expr;
  }

  #cell(column: string): unknown {
    if (this.#row === undefined) throw new NotCovered("row outside a template");
    return this.#row[column];
  }
}

function oneOf(path: string, values: readonly Scalar[], wanted: boolean): Test {
  return { kind: wanted ? "oneOf" : "noneOf", path, values };
}

function prefixes(path: string, list: readonly string[], wanted: boolean): Test {
  return { kind: wanted ? "startsWith" : "startsWithNone", path, prefixes: list };
}

/** Flat declarations only: one field of the root. */
function pathOf(expr: Expr): string {
  const path = expr.kind === "fact" && expr.base.kind === "declaration" ? expr.path : [];
  if (path.length !== 1 || path[0] === undefined) throw new NotCovered(`path of ${expr.kind}`);
  return path[0];
}

function isNumeric(type: Type): boolean {
  return ["integer", "number", "percent", "money", "quantity", "unitPrice"].includes(type.kind);
}

function numberOf(value: boolean | string): number {
  const [numerator, denominator] = String(value).split("/");
  return denominator === undefined ? Number(numerator) : Number(numerator) / Number(denominator);
}

function scalar(cell: unknown): Scalar {
  if (typeof cell === "string" || typeof cell === "number" || typeof cell === "boolean")
    return cell;
  throw new NotCovered("cell");
}
