/**
 * Expressions that read one row and nothing else, in a form that does not depend on where they were written.
 *
 * An expression and the variable of its row in; the same expression with variables numbered from 0 (the row), or undefined when it reads
 * anything that may change after the row came in: the declaration, now, lists and tables bound from outside, rates.
 */

import type { BundleIr, Collection, Expr } from "../ir/ir.ts";
import { mapChildren, visitExpr } from "../ir/walk.ts";
import { operatorSpec } from "../operators.ts";
import { isTextual } from "../type-rules.ts";

/** The variable of the row in an expression made here. */
export const ROW_VARIABLE = 0;

/** Reads what is bound beside the operands. */
const readsRates: ReadonlySet<string> = new Set(["convert"]);

class Unstable extends Error {}

class Normaliser {
  readonly #ir: BundleIr;
  readonly #numbers = new Map<number, number>();

  constructor(ir: BundleIr, variable: number) {
    this.#ir = ir;
    this.#numbers.set(variable, ROW_VARIABLE);
  }

  expr(expr: Expr): Expr {
    switch (expr.kind) {
      case "literal":
        return expr;
      case "fact":
        return { ...expr, base: this.#base(expr.base) };
      case "logic":
      case "not":
      case "present":
      case "set":
        return mapChildren(expr, (child) => this.expr(child));
      case "call":
        if (this.#readsWorld(expr)) throw new Unstable();
        return mapChildren(expr, (child) => this.expr(child));
      case "list":
        return this.#list(expr);
      case "quantifier":
      case "aggregate":
        return this.#overElements(expr);
      case "shared":
        return this.expr(sharedEntry(this.#ir, expr.index));
      default:
        throw new Unstable();
    }
  }

  #base(base: Collection["base"]): { readonly kind: "element"; readonly variable: number } {
    const variable = base.kind === "element" ? this.#numbers.get(base.variable) : undefined;
    if (variable === undefined) throw new Unstable();
    return { kind: "element", variable };
  }

  /** Rates change, and so do the codes above a code of a tree that is bound from outside. */
  #readsWorld(expr: Extract<Expr, { readonly kind: "call" }>): boolean {
    if (readsRates.has(expr.op)) return true;
    if (operatorSpec(expr.op)?.indexable !== "prefix") return false;
    const type = expr.args[0]?.type;
    if (type?.kind !== "code") return false;
    return this.#ir.schema.codeLists.find(({ name }) => name === type.list)?.shape === "tree";
  }

  /** A list written in the source without periods is what it is; its members become part of the expression. */
  #list(expr: Extract<Expr, { readonly kind: "list" }>): Expr {
    const list = this.#ir.lists.find(({ name }) => name === expr.list);
    const { type } = expr;
    if (list === undefined || list.members === null || list.dated) throw new Unstable();
    if (type.kind !== "set" || !isTextual(type.of)) throw new Unstable();
    const of = type.of;
    const items = list.members.map(({ value }): Expr => ({ kind: "literal", type: of, value }));
    return { kind: "set", type, items };
  }

  #overElements(expr: Extract<Expr, { readonly kind: "quantifier" | "aggregate" }>): Expr {
    const source = { ...expr.source, base: this.#base(expr.source.base), each: "", max: 0 };
    const variable = this.#numbers.size;
    this.#numbers.set(expr.variable, variable);
    return { ...mapChildren(expr, (child) => this.expr(child)), source, variable } as Expr;
  }
}

export function sharedEntry(ir: BundleIr, index: number): Expr {
  const entry = ir.shared[index];
  if (entry === undefined) throw new RangeError(`no shared expression ${index}`);
  return entry;
}

/** The expression by itself; undefined when its value can change while the row does not. */
export function rowSide(ir: BundleIr, expr: Expr, variable: number): Expr | undefined {
  try {
    return new Normaliser(ir, variable).expr(expr);
  } catch (error) {
    if (error instanceof Unstable) return undefined;
    throw error;
  }
}

/** Operands of an `and`, nested ones too; the condition itself when it is none. */
export function conjunctsOf(condition: Expr | undefined): readonly Expr[] {
  if (condition === undefined) return [];
  if (condition.kind !== "logic" || condition.op !== "and") return [condition];
  return condition.operands.flatMap(conjunctsOf);
}

/** Calls `see` with everything below an expression, shared entries too. */
export function visitWithShared(ir: BundleIr, expr: Expr, see: (expr: Expr) => void): void {
  visitExpr(expr, (each) => {
    see(each);
    if (each.kind === "shared") visitWithShared(ir, sharedEntry(ir, each.index), see);
  });
}

/** Paths of the facts of a variable that an expression reads; lists it runs over are read whole. */
export function pathsRead(
  ir: BundleIr,
  expr: Expr,
  variable: number,
): readonly (readonly string[])[] {
  const paths: (readonly string[])[] = [];
  const isOwn = (base: Collection["base"]): boolean =>
    base.kind === "element" && base.variable === variable;
  visitWithShared(ir, expr, (each) => {
    if (each.kind === "fact" && isOwn(each.base)) paths.push(each.path);
    if ((each.kind === "quantifier" || each.kind === "aggregate") && isOwn(each.source.base))
      paths.push(each.source.path);
  });
  return paths;
}
