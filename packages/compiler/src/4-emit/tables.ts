/**
 * Writes look-ups in tables and matches against the cells of a row.
 *
 * Comes in: a look-up with its keys, or a `matches`. Goes out: the number of the row found as a local, or a condition. The index itself is built from
 * the bindings by `support/table-index.ts`; here only its description is written.
 */
import type { CodeList, Column, Expr, TableIr, Type } from "@luong/spec";
import { leafNumber } from "./arithmetic.ts";
import { type Js, NoFastForm, nameFromPath } from "./code.ts";
import { absentValue, type Form, readForm } from "./forms.ts";
import { compareLeaves } from "./numbers.ts";
import {
  type BoundRowSource,
  type Condition,
  type LookupExpr,
  rowForm,
  type Scope,
  tableName,
} from "./scope.ts";
import { writeTime } from "./sets.ts";
import { suffix } from "./stores.ts";

type Matches = Extract<Expr, { readonly kind: "matches" }>;

export function tableOf(scope: Scope, name: string): TableIr {
  const table = scope.module.ir.tables.find((each) => each.name === name);
  if (table === undefined) throw new RangeError(`no table ${name}`);
  return table;
}

function columnOf(
  table: TableIr,
  name: string,
): { readonly column: Column; readonly index: number } {
  const columns = [...table.key, ...table.value];
  const index = columns.findIndex((column) => column.name === name);
  const column = columns[index];
  if (column === undefined) throw new RangeError(`no column ${name} in ${table.name}`);
  return { column, index };
}

/** Array of a form of a column; one place more than rows, which holds "absent". */
export function columnArray(scope: Scope, tableName_: string, name: string, form: Form): Js {
  const table = tableOf(scope, tableName_);
  const { column, index } = columnOf(table, name);
  const read = readForm(scope.module.ir.schema, column.type, form, "cell");
  const absent = absentValue(form);
  const hint = `${nameFromPath([table.name, name])}_${form}`;
  const rows = rowsConstant(scope, table.name);
  return scope.module.constants.add(
    "bound",
    hint,
    `columnOf(${rows}, ${index}, (cell) => ${read}, ${absent})`,
  );
}

/** Reads cells of one row as they were bound, at the head of the function that is asked about it. */
export function cellReader(
  scope: Scope,
  table: TableIr,
  row: Js,
): NonNullable<BoundRowSource["cell"]> {
  const rows = rowsConstant(scope, table.name);
  const { schema } = scope.module.ir;
  return (name, form) => {
    const { column, index } = columnOf(table, name);
    const cells = scope.fn.loadFrom(`${rows}.at(${row})?.cells ?? []`, "cells");
    const cell = `${cells}[${index}]`;
    const read = readForm(schema, column.type, form, cell);
    const source = `isAbsent(${cell}) ? ${absentValue(form)} : ${read}`;
    return scope.fn.loadFrom(source, `row_${nameFromPath([name])}${suffix(form)}`);
  };
}

/** What is bound for a table; undefined when its source failed. */
export function tableBinding(scope: Scope, table: string): Js {
  return scope.module.constants.add(
    "bound",
    tableName(table),
    `bindings.table(${JSON.stringify(table)})`,
  );
}

/** The bound rows of a table, none when it is not bound. */
export function rowsConstant(scope: Scope, table: string): Js {
  const bound = tableBinding(scope, table);
  return scope.module.constants.add("bound", `${bound}_rows`, `rowsOf(${bound})`);
}

function isTextual({ type }: { readonly type: Type }): boolean {
  return ["text", "id", "code", "channel", "flow", "stage"].includes(type.kind);
}

function codeListOf(scope: Scope, { type }: Column): CodeList {
  const list = scope.module.ir.schema.codeLists.find(
    ({ name }) => type.kind === "code" && name === type.list,
  );
  if (list === undefined) throw new NoFastForm("no such code list");
  return list;
}

/** What lies above a code in the list of a column, for the index. */
function hierarchy(scope: Scope, column: Column): Js {
  const list = codeListOf(scope, column);
  if (list.shape === "levels") return `levels: ${JSON.stringify(list.levels)}`;
  if (list.shape === "flat") return "levels: []";
  return `parentOf: (code) => bindings.parentOf(${JSON.stringify(list.name)}, code)`;
}

function levelsOf(scope: Scope, column: Column): Js {
  const { levels } = codeListOf(scope, column);
  return scope.module.constants.add("top", "levels", JSON.stringify(levels));
}

/** One key column for the index: how it matches and how its cells are read. */
function keyDescription(scope: Scope, column: Column, isLast: boolean): Js {
  const { schema } = scope.module.ir;
  const form: Form = isTextual(column) ? "text" : "number";
  const read = `(cell) => ${readForm(schema, column.type, form, "cell")}`;
  switch (column.match) {
    case "equal":
      return `{ match: "equal", read: ${read} }`;
    case "under":
      return `{ match: "under", read: ${read}, ${hierarchy(scope, column)} }`;
    case "between": {
      // Ranges may overlap where a later column decides; that is left to the reference.
      if (!isLast) throw new NoFastForm("a range before another key");
      const wraps = column.type.kind === "time";
      return `{ match: "between", read: ${read}, wraps: ${wraps} }`;
    }
  }
}

function keyText(key: Expr, column: Column, scope: Scope): Js {
  if (isTextual(column)) return scope.text(key, scope).js;
  const num = scope.number(key, scope, "compare");
  const { schema } = scope.module.ir;
  const cell = leafNumber(schema, column.type, true, "compare", () => "NaN");
  const isSame =
    num.leaf && num.flag === null && num.scale.n === cell.scale.n && num.scale.d === cell.scale.d;
  const isFixed = num.currency?.fixed !== false && num.dimension?.fixed !== false;
  const hasOpenCell =
    cell.currency?.fixed === false || cell.dimension?.fixed === false || cell.flag !== null;
  if (!isSame || !isFixed || hasOpenCell || num.literal !== null)
    throw new NoFastForm("a computed key");
  return num.v;
}

function indexOf(table: TableIr, scope: Scope): Js {
  const keys = table.key.map((column, index) =>
    keyDescription(scope, column, index === table.key.length - 1),
  );
  rowsConstant(scope, table.name);
  return scope.module.constants.add(
    "bound",
    `${tableName(table.name)}_index`,
    `new TableIndex(${tableName(table.name)}, [${keys.join(", ")}])`,
  );
}

/** A code that its tree does not know has nothing above it to ask about. */
export function climbsTree(type: Type | undefined, scope: Scope): boolean {
  return (
    type?.kind === "code" &&
    scope.module.ir.schema.codeLists.some(
      ({ name, shape }) => name === type.list && shape === "tree",
    )
  );
}

/** After the look-up: was it left open by a tree? Null when no key is in a tree. */
export function lookupLeftOpen(expr: LookupExpr, scope: Scope): Js | null {
  const table = tableOf(scope, expr.table);
  const climbs = table.key.some(({ match, type }) => match === "under" && climbsTree(type, scope));
  return climbs ? `${indexOf(table, scope)}.open` : null;
}

/** Writes the look-up; unknown keys and unbound tables find no row. */
export function writeLookupRow(expr: LookupExpr, scope: Scope): Js {
  const table = tableOf(scope, expr.table);
  const { code } = scope.fn;
  const index = indexOf(table, scope);
  const values = table.key.map((column, number) => {
    const key = expr.keys[number];
    if (key === undefined) throw new NoFastForm("a key is missing");
    return keyText(key, column, scope);
  });
  const at = writeTime(expr.asOf, scope);
  const puts = values.map((value, number) => `${index}.keys[${number}] = ${value}`);
  return code.keep("row", `(${[...puts, `${index}.find(${at})`].join(", ")})`);
}

/** A look-up without column: is there a row? True or unknown. */
export function writeLookupCondition(expr: LookupExpr, scope: Scope): Condition {
  const row = writeLookupRow(expr, scope);
  return { kind: "truth", js: `(${row} < ${rowsConstant(scope, expr.table)}.length ? 2 : 1)` };
}

/* ------------------------------------------------------------------ matches */

function matchesText(
  expr: Matches,
  column: Column,
  cell: (form: Form) => Js,
  scope: Scope,
): Condition {
  const { code } = scope.fn;
  const text = scope.text(expr.operand, scope);
  const own = code.keep("own", text.js);
  const filled = code.keep("cell", cell("text"));
  const holds = matchTest(expr, column, own, filled, scope);
  const truth = holds.kind === "bool" ? `${holds.js} ? 2 : 0` : holds.js;
  const known = text.maybe ? `${own} === undefined ? 1 : ${truth}` : truth;
  if (holds.kind === "bool" && !text.maybe) {
    return { kind: "bool", js: `(${filled} === undefined || ${holds.js})` };
  }
  return { kind: "truth", js: `(${filled} === undefined ? 2 : ${known})` };
}

function matchTest(expr: Matches, column: Column, own: Js, cell: Js, scope: Scope): Condition {
  if (expr.match === "equal") return { kind: "bool", js: `${own} === ${cell}` };
  if (expr.match !== "under" || column.type.kind !== "code") throw new NoFastForm("a range cell");
  const { shape, name } = codeListOf(scope, column);
  if (shape === "tree") {
    return { kind: "truth", js: `underTree(bindings, ${JSON.stringify(name)}, ${own}, ${cell})` };
  }
  return { kind: "bool", js: `isUnder(${own}, ${cell}, ${levelsOf(scope, column)})` };
}

function matchesNumber(
  expr: Matches,
  column: Column,
  cell: (form: Form) => Js,
  scope: Scope,
): Condition {
  if (expr.match !== "equal") throw new NoFastForm("a range cell");
  const { schema } = scope.module.ir;
  const own = scope.number(expr.operand, scope, "compare");
  const other = leafNumber(schema, column.type, false, "compare", cell);
  const ask = (): Js => {
    throw new NoFastForm("a cell too close to call");
  };
  const same = compareLeaves(scope.fn.code, own, other, "eq", ask);
  if (same === undefined) throw new NoFastForm("unlike numbers");
  const truth = same.kind === "bool" ? `${same.js} ? 2 : 0` : same.js;
  return { kind: "truth", js: `(${other.v} !== ${other.v} ? 2 : ${truth})` };
}

export function writeMatches(expr: Matches, scope: Scope): Condition {
  if (scope.row === null) throw new RangeError("no row is bound");
  const { row } = scope;
  const { column } = columnOf(tableOf(scope, row.table), expr.column);
  const cell = (form: Form): Js => rowForm(scope, expr.column, form);
  if (column.type.kind === "boolean") throw new NoFastForm("a cell of yes or no");
  // The cell of a range is a pair, which no column of single values holds.
  if (column.match === "between") throw new NoFastForm("a range cell");
  return isTextual(column)
    ? matchesText(expr, column, cell, scope)
    : matchesNumber(expr, column, cell, scope);
}

/**
 * Rows worth looking at for `for each row of`: those whose cell a fact of the declaration can match. Null when a condition does not tell by
 * itself, that is when its fact may be absent or what is above a code may not be known.
 */
export function rowCandidates(expr: Expr, scope: Scope): Js | null {
  if (expr.kind !== "matches" || scope.row === null) return null;
  const { operand, match } = expr;
  if (operand.kind !== "fact" || operand.base.kind !== "declaration" || operand.optional) {
    return null;
  }
  const { column } = columnOf(tableOf(scope, scope.row.table), expr.column);
  if (
    !isTextual(column) ||
    !isTextual(operand) ||
    match === "between" ||
    column.match === "between"
  )
    return null;
  if (match === "under" && codeListOf(scope, column).shape === "tree") return null;
  const cells = scope.column(scope.row.table, expr.column, "text");
  const holds =
    match === "equal" ? "own === cell" : `isUnder(own, cell, ${levelsOf(scope, column)})`;
  const filter = scope.module.constants.add(
    "bound",
    `${cells}_rows`,
    `new RowFilter(${cells}, (own, cell) => ${holds})`,
  );
  return `${filter}.rows(${scope.text(operand, scope).js})`;
}
