/**
 * A criterion of `for each row of` as it reads for one row: conditions that the row's empty or filled cells settle are gone.
 *
 * Comes in: a criterion and a bound row. Goes out: a criterion with the same truth, causes and effects for that row; what stood beside a settled
 * condition may be gone, so witnesses and evidence are told of the criterion as written. A wide template has a condition for every column, a row fills a few.
 */
import type { BoundRow } from "../world.ts";
import type { CriterionIr, Expr, TableIr } from "./ir.ts";

const boolean = { kind: "boolean" } as const;
const yes: Expr = { kind: "literal", type: boolean, value: true };
const no: Expr = { kind: "literal", type: boolean, value: false };

function isLiteral(expr: Expr, value: boolean): boolean {
  return expr.kind === "literal" && expr.type.kind === "boolean" && expr.value === value;
}

class RowReader {
  readonly #filled: ReadonlyMap<string, boolean>;

  constructor(table: TableIr, row: BoundRow) {
    const columns = [...table.key, ...table.value];
    this.#filled = new Map(
      columns.map(({ name }, index) => [name, (row.cells[index] ?? null) !== null]),
    );
  }

  /** The expression with what the row settles taken out; the same object when nothing is. */
  read(expr: Expr): Expr {
    switch (expr.kind) {
      case "logic":
        return this.#logic(expr);
      case "not": {
        const operand = this.read(expr.operand);
        if (operand === expr.operand) return expr;
        if (isLiteral(operand, true)) return no;
        return isLiteral(operand, false) ? yes : { ...expr, operand };
      }
      case "present": {
        const { operand } = expr;
        if (operand.kind !== "fact" || operand.base.kind !== "row") return expr;
        return this.#filled.get(operand.path[0] ?? "") === true ? yes : no;
      }
      case "matches":
        return this.#filled.get(expr.column) === false ? yes : expr;
      case "quantifier": {
        const body = this.read(expr.body);
        return body === expr.body ? expr : { ...expr, body };
      }
      default:
        return expr;
    }
  }

  /** One that rules alone stands for all; those that say nothing go. */
  #logic(expr: Extract<Expr, { readonly kind: "logic" }>): Expr {
    const isAnd = expr.op === "and";
    const operands: Expr[] = [];
    for (const each of expr.operands) {
      const operand = this.read(each);
      if (isLiteral(operand, !isAnd)) return operand;
      if (!isLiteral(operand, isAnd)) operands.push(operand);
    }
    const [first] = operands;
    if (first === undefined) return isAnd ? yes : no;
    return operands.length === 1 ? first : { ...expr, operands };
  }
}

export function criterionForRow(
  criterion: CriterionIr,
  table: TableIr,
  row: BoundRow,
): CriterionIr {
  const reader = new RowReader(table, row);
  const { when, unless, decide } = criterion;
  return {
    ...criterion,
    ...(when === undefined ? {} : { when: reader.read(when) }),
    ...(unless === undefined ? {} : { unless: reader.read(unless) }),
    ...(decide === undefined
      ? {}
      : {
          decide: {
            ...decide,
            rows: decide.rows.map((line) => ({ ...line, when: reader.read(line.when) })),
          },
        }),
  };
}
