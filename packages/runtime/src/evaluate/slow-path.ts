/**
 * The way back from emitted code to the reference: expressions by number, evaluated for the declaration last encoded.
 *
 * Elements come as they stand in the declaration's JSON, rows as bound. The engine says what the policy knows before it asks a policy
 * condition, so that expressions in policies can be asked too.
 */
import type {
  BoundElement,
  BoundRow,
  BundleIr,
  Expr,
  Frame,
  Interpreter,
  Question,
  TableIr,
} from "@luong/spec";
import type { PolicyState, SlowPath } from "../abi.ts";

interface SlowExpr {
  readonly expr: Expr;
  /** Table of `for each row of`, when the expression stands in such a criterion. */
  readonly table: TableIr | undefined;
}

function exprAt(ir: BundleIr, path: string): SlowExpr {
  const keys = path.split("/");
  const found = keys.reduce<unknown>(
    (part, key) => (Object(part) === part ? Reflect.get(Object(part), key) : undefined),
    ir,
  );
  if (!isExpr(found)) throw new RangeError(`no expression at ${path} of the criteria`);
  const rowsOf = keys[0] === "criteria" ? ir.criteria[Number(keys[1])]?.rowsOf : undefined;
  return { expr: found, table: ir.tables.find(({ name }) => name === rowsOf) };
}

function isExpr(value: unknown): value is Expr {
  return typeof value === "object" && value !== null && "kind" in value && "type" in value;
}

/** Names of the element do not matter here: only truth comes back. */
function bound(elements: readonly unknown[]): ReadonlyMap<number, BoundElement> {
  const map = new Map<number, BoundElement>();
  elements.forEach((value, variable) => {
    map.set(variable, { value, path: "", each: "", position: 1 });
  });
  return map;
}

export class ReferencePath implements SlowPath {
  private ir: BundleIr;
  private readonly exprs: readonly SlowExpr[];
  private interpreter: Interpreter;
  private question: Question = { declaration: {}, flow: "", stage: "", now: 0 };
  private state: PolicyState | undefined;

  /** Throws when a path leads to no expression: the module and its criteria do not belong together. */
  constructor(ir: BundleIr, slow: readonly string[], interpreter: Interpreter) {
    this.ir = ir;
    this.exprs = slow.map((path) => exprAt(ir, path));
    this.interpreter = interpreter;
  }

  /** Goes on with criteria that begin with those it was made for. Emitted code holds on to its path, so there is one for the life of an engine. */
  use(ir: BundleIr, interpreter: Interpreter): void {
    this.ir = ir;
    this.interpreter = interpreter;
  }

  /** The declaration of the calls to come, and what the policy knows, if one is being asked. */
  speakOf(question: Question, state: PolicyState | undefined): void {
    this.question = question;
    this.state = state;
  }

  truth(index: number, elements: readonly unknown[], row: unknown): 0 | 1 | 2 {
    const slow = this.exprs[index];
    if (slow === undefined) throw new RangeError(`no slow expression ${index}`);
    const frame = this.frame(slow, elements, row);
    if (slow.expr.type.kind === "boolean") return this.interpreter.truth(slow.expr, frame).truth;
    // Of an expression that is no condition the module asks only whether it has a value.
    return this.interpreter.value(slow.expr, frame).kind === "unknown" ? 1 : 2;
  }

  decide(criterion: number, row: number): number {
    const asked = this.ir.criteria[criterion];
    if (asked === undefined) throw new RangeError(`no criterion ${criterion}`);
    const number = row < 0 ? undefined : row + 1;
    const [outcome] = this.interpreter.criterion(asked, this.question, number);
    return outcome === undefined ? 0 : outcome.truth + 4 * (outcome.tableRow ?? 0);
  }

  private frame(slow: SlowExpr, elements: readonly unknown[], row: unknown): Frame {
    const frame: Frame = { question: this.question, elements: bound(elements) };
    const state = this.state === undefined ? {} : { policy: this.state };
    if (slow.table === undefined || !isRow(row)) return { ...frame, ...state };
    return { ...frame, ...state, row: { table: slow.table, row, number: 0 } };
  }
}

function isRow(row: unknown): row is BoundRow {
  return typeof row === "object" && row !== null && "cells" in row;
}
