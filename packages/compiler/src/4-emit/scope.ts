/**
 * What an expression is written against: the function it stands in, the elements and the row that are bound, the module around it.
 *
 * Also the three entry points of the recursion (`condition`, `number`, `text`), so that the files for numbers, texts, sets and collections
 * can call each other without importing each other.
 */
import type { Base, BundleIr, Expr, Type } from "@luong/spec";
import { Code, type Js, NoFastForm, nameFromPath } from "./code.ts";
import type { Form } from "./forms.ts";
import type { Comparison, Num } from "./numbers.ts";
import { type ListStore, type Slot, type Stores, suffix } from "./stores.ts";

export type LookupExpr = Extract<Expr, { readonly kind: "lookup" }>;

/** Truth of a condition: `bool` is a JavaScript boolean and never unknown, `truth` is 0, 1 or 2. */
export type Condition = Comparison;

/** A string; undefined when unknown and `maybe`. */
export interface TextValue {
  readonly js: Js;
  readonly maybe: boolean;
  readonly literal: string | null;
}

/** `compare`: facts as they were written, for comparing; `compute`: whole numbers of a small unit, for calculating. */
export type Mode = "compare" | "compute";

export interface BoundList {
  readonly list: ListStore;
  /** Place of the element in the arrays of the list. */
  readonly index: Js;
  readonly variable: number;
}

/** The row of `for each row of`, or the row a look-up found. */
export interface BoundRowSource {
  readonly table: string;
  readonly index: Js;
  /**
   * Reads a form of one of its cells. Absent: from an array over all rows, made when the table is bound, which only pays where every row is looked at for
   * every declaration.
   */
  readonly cell?: (column: string, form: Form) => Js;
}

/** Constants of the module: `top` needs nothing, `bound` reads the bindings. Equal texts are one constant. */
export class Constants {
  readonly #names = new Map<string, string>();
  readonly #taken = new Set<string>();
  readonly top: string[] = [];
  readonly bound: string[] = [];

  add(level: "top" | "bound", hint: string, value: Js): string {
    const known = this.#names.get(`${level} ${value}`);
    if (known !== undefined) return known;
    // The sign keeps constants apart from locals, which are named after facts.
    const own = hint.startsWith("$") ? hint : `$${hint}`;
    let name = own;
    for (let count = 2; this.#taken.has(name); count += 1) name = `${own}_${count}`;
    this.#taken.add(name);
    this.#names.set(`${level} ${value}`, name);
    this[level].push(`const ${name} = ${value};`);
    return name;
  }
}

/** What the whole module has once. */
export interface ModuleContext {
  readonly ir: BundleIr;
  readonly stores: Stores;
  readonly constants: Constants;
  /** Runs `write` for expressions that stand below this path of the IR as lowered; null: anywhere. */
  readonly within: <T>(owner: string | null, write: () => T) => T;
  /** Number of the expression in `PredicateModule.slow`. */
  readonly slowIndex: (expr: Expr) => number;
  /** Notes that the expression has no fast form, and why. */
  readonly leave: (expr: Expr, why: string) => void;
  /** The same for a part of the IR as lowered that is no expression. */
  readonly leaveAt: (path: string, why: string) => void;
  /** Number of a group of phrases (a JavaScript array, or undefined) among those looked for together. */
  readonly phrases: (exactly: boolean, phrases: Js) => number;
  /** A shared expression as a call of its function. */
  readonly shared: {
    readonly truth: (index: number) => Js;
    readonly number: (index: number) => Num;
  };
}

/** One emitted function: its lines, and the facts of the declaration it reads, loaded once at its head. */
export class FunctionScope {
  readonly code = new Code();
  readonly #loads = new Map<string, string>();

  /** Local constant of a fact of the declaration. */
  load(slot: Slot): Js {
    const source = `${slot.array}[${slot.index}]`;
    return this.loadFrom(source, `${nameFromPath(slot.path)}${suffix(slot.form)}`);
  }

  loadFrom(source: Js, hint: string): Js {
    const known = this.#loads.get(source);
    if (known !== undefined) return known;
    const name = this.code.fresh(hint);
    this.#loads.set(source, name);
    return name;
  }

  /** Lines that load the facts, then the body. */
  get lines(): readonly string[] {
    const loads = [...this.#loads].map(([source, name]) => `const ${name} = ${source};`);
    return [...loads, ...this.code.lines];
  }
}

export interface Scope {
  readonly module: ModuleContext;
  readonly fn: FunctionScope;
  readonly elements: ReadonlyMap<number, BoundList>;
  readonly row: BoundRowSource | null;
  readonly condition: (expr: Expr, scope: Scope) => Condition;
  readonly number: (expr: Expr, scope: Scope, mode: Mode) => Num;
  readonly text: (expr: Expr, scope: Scope) => TextValue;
  /** Has the expression a value? Throws `NoFastForm` when that cannot be told quickly. */
  readonly presence: (operand: Expr, scope: Scope) => Condition;
  /** Number of the row a look-up finds, as a local; the place after the last row when it finds none. */
  readonly lookupRow: (expr: LookupExpr, scope: Scope) => Js;
  /** Form of a column of a table, as an array over its rows with one more place for "no row". */
  readonly column: (table: string, column: string, form: Form) => Js;
}

export function withElement(scope: Scope, bound: BoundList): Scope {
  return { ...scope, elements: new Map(scope.elements).set(bound.variable, bound) };
}

function boundElement(scope: Scope, variable: number): BoundList {
  const bound = scope.elements.get(variable);
  if (bound === undefined) throw new RangeError(`element ${variable} is not bound`);
  return bound;
}

/** A form of a cell of the row that is bound. */
export function rowForm({ row, column }: Scope, name: string, form: Form): Js {
  if (row === null) throw new RangeError("no row is bound");
  return row.cell?.(name, form) ?? `${column(row.table, name, form)}[${row.index}]`;
}

/** Where a form of a fact stands, as a JavaScript expression. */
export function factForm(
  scope: Scope,
  fact: { readonly base: Base; readonly path: readonly string[]; readonly type: Type },
  form: Form,
): Js {
  const { base, path, type } = fact;
  switch (base.kind) {
    case "declaration":
      return scope.fn.load(scope.module.stores.slot(null, path, type, form));
    case "element": {
      const { list, index } = boundElement(scope, base.variable);
      return `${scope.module.stores.slot(list, path, type, form).array}[${index}]`;
    }
    case "row": {
      return rowForm(scope, path[0] ?? "", form);
    }
    case "previous":
    case "event":
      throw new NoFastForm(`a fact of the ${base.kind}`);
  }
}

/** Call of the reference for a condition that stands here. */
export function askReference(scope: Scope, expr: Expr): Js {
  const index = scope.module.slowIndex(expr);
  const row =
    scope.row === null ? "null" : `${tableName(scope.row.table)}_rows.at(${scope.row.index})`;
  const elements = [...scope.elements.values()].map(
    ({ list, index: at, variable }) => `elements[${variable}] = ${list.name}$$json[${at}]`,
  );
  return `(${[...elements, `ask(${index}, ${row})`].join(", ")})`;
}

export function tableName(table: string): string {
  return `$table_${nameFromPath([table])}`;
}
