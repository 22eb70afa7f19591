/**
 * Writes the functions that answer all criteria of a declaration, in portions V8 still optimises.
 *
 * Comes in: the IR, the module context. Goes out: functions `guards` (who is asked) and `criteria_1` … (what they say). A function above 60 KB
 * of byte-code is never optimised, so a portion ends after forty criteria or two thousand lines.
 */
import type { CriterionIr, DecideRow, Effect, Expr } from "@luong/spec";
import {
  addRationals,
  compareRationals,
  type Rational,
  rational,
  rationalFromExact,
} from "@luong/spec";
import { canonicalText } from "../2-optimise/canonical-text.ts";
import { type Code, type Js, NoFastForm } from "./code.ts";
import { rangeOf } from "./collections.ts";
import { functionScope } from "./conditions.ts";
import { isTrueText, negated, truthText, writeLogic } from "./logic.ts";
import {
  type BoundRowSource,
  type Condition,
  FunctionScope,
  type ModuleContext,
  type Scope,
  withElement,
} from "./scope.ts";
import { cellReader, rowCandidates, rowsConstant, tableOf } from "./tables.ts";

const CRITERIA_PER_FUNCTION = 40;
const LINES_PER_FUNCTION = 800;

/** A function of the module, as lines without indentation of the whole. */
export interface WrittenFunction {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly lines: readonly string[];
}

/* ------------------------------------------------------------------ who is asked */

export interface Guards {
  /** Number of the guard by position of the criterion. */
  readonly numbers: readonly number[];
  readonly count: number;
  readonly written: WrittenFunction;
}

function guardKey({ flows, stages, valid, scope }: CriterionIr): string {
  return JSON.stringify([flows, stages, valid?.from, valid?.until, scope && canonicalText(scope)]);
}

function anyName(value: Js, names: readonly string[]): Js {
  return `(${names.map((name) => `${value} === ${JSON.stringify(name)}`).join(" || ")})`;
}

function guardTest({ flows, stages, valid }: CriterionIr): Js {
  const tests = [flows.length === 0 ? "false" : anyName("flow", flows)];
  if (stages.length > 0) tests.push(anyName("stage", stages));
  if (valid !== undefined) {
    tests.push(`day >= ${valid.from}`);
    if (valid.until !== undefined) tests.push(`day <= ${valid.until}`);
  }
  return tests.join(" && ");
}

/** One test for all criteria that share flows, stages, dates and scope. */
export function writeGuards(module: ModuleContext): Guards {
  const keys = new Map<string, number>();
  const fn = new FunctionScope();
  const { code } = fn;
  const numbers = module.ir.criteria.map((criterion) => {
    const key = guardKey(criterion);
    const known = keys.get(key);
    if (known !== undefined) return known;
    const number = keys.size;
    keys.set(key, number);
    code.line(`asked[${number}] = ${guardTest(criterion)} ? 1 : 0;`);
    const { scope } = criterion;
    if (scope !== undefined) {
      code.block(`if (asked[${number}] === 1)`, () => {
        const condition = module.within(`criteria/${module.ir.criteria.indexOf(criterion)}`, () => {
          const at = functionScope(module, fn);
          return at.condition(scope, at);
        });
        code.line(`asked[${number}] = ${isTrueText(condition)} ? 1 : 0;`);
      });
    }
    return number;
  });
  if (fn.lines.some((line) => /\bday\b/.test(line))) fn.loadFrom("F[1]", "day");
  return {
    numbers,
    count: keys.size,
    written: { name: "guards", parameters: [], lines: fn.lines },
  };
}

/* ------------------------------------------------------------------ decide */

/** What a row's outcome weighs against another's: channel first, then points. */
interface Weight {
  readonly channel: number;
  readonly points: Rational;
}

const channels: readonly unknown[] = ["green", "yellow", "red"];

/** Of constant outcomes; weighing computed ones is left to the reference. */
function weightOf(effects: readonly Effect[]): Weight {
  let channel = -1;
  let points = rational(0n);
  const constant = (expr: Expr): string => {
    if (expr.kind !== "literal") throw new NoFastForm("an outcome that is computed");
    return String(expr.value);
  };
  for (const effect of effects) {
    if (effect.kind === "channel")
      channel = Math.max(channel, channels.indexOf(constant(effect.channel)));
    if (effect.kind === "risk")
      points = addRationals(points, rationalFromExact(constant(effect.points)));
  }
  return { channel, points };
}

function heavier(a: Weight, b: Weight): number {
  return a.channel - b.channel || compareRationals(a.points, b.points);
}

/** Place of each row among the different weights, lightest 0. */
export function rankRows(criterion: CriterionIr, rows: readonly DecideRow[]): readonly number[] {
  const weights = rows.map((row) => weightOf([...criterion.effects, ...row.effects]));
  const sorted = weights.toSorted(heavier);
  const different = sorted.filter((each, index) => {
    const before = sorted[index - 1];
    return before === undefined || heavier(each, before) !== 0;
  });
  return weights.map((weight) => different.findIndex((each) => heavier(each, weight) === 0));
}

/** Writes the rows one after another; afterwards `fired` is the first that is true (from 1) and `open` tells of an unknown one before. */
function writeRows(
  rows: readonly DecideRow[],
  scope: Scope,
): { readonly fired: Js; readonly open: Js } {
  const { code } = scope.fn;
  const fired = code.fresh("fired");
  const open = code.fresh("open");
  code.line(`let ${fired} = 0, ${open} = false;`);
  rows.forEach((row, index) => {
    const write = (): void => {
      const condition = scope.condition(row.when, scope);
      if (condition.kind === "bool") {
        code.line(`if (${condition.js}) ${fired} = ${index + 1};`);
        return;
      }
      const truth = code.keep("row", condition.js);
      code.line(`if (${truth} === 2) ${fired} = ${index + 1};`);
      code.line(`else if (${truth} === 1) ${open} = true;`);
    };
    if (index === 0) write();
    else code.block(`if (${fired} === 0)`, write);
  });
  return { fired, open };
}

interface Verdict {
  readonly truth: Js;
  readonly tableRow: Js;
}

function decideOnce(rows: readonly DecideRow[], scope: Scope): Verdict {
  const { fired, open } = writeRows(rows, scope);
  const { code } = scope.fn;
  const truth = code.keep("decided", `${open} ? 1 : ${fired} > 0 ? 2 : 0`);
  return { truth, tableRow: `(${truth} === 2 ? ${fired} : 0)` };
}

/** Outcomes that are computed are weighed by the reference: it alone evaluates effects. */
function decideForEach(criterion: CriterionIr, scope: Scope): Verdict {
  const { code } = scope.fn;
  try {
    const { lines, result } = code.aside(() => gravestRow(criterion, scope));
    code.put(lines);
    return result;
  } catch (error) {
    if (!(error instanceof NoFastForm)) throw error;
    const position = scope.module.ir.criteria.indexOf(criterion);
    scope.module.leaveAt(`criteria/${position}/decide`, error.message);
    const asked = code.keep("asked", `askDecide(${position}, ${scope.row?.index ?? -1})`);
    return { truth: `(${asked} & 3)`, tableRow: `(${asked} >> 2)` };
  }
}

/** The table is asked for each element; the gravest row speaks, the first of equals. */
function gravestRow(criterion: CriterionIr, scope: Scope): Verdict {
  const { decide } = criterion;
  if (decide?.element === undefined) throw new RangeError("no element");
  const { source, variable } = decide.element;
  const { code } = scope.fn;
  const range = rangeOf(source, scope);
  const ranks = scope.module.constants.add(
    "top",
    "ranks",
    `Int32Array.of(-1, ${rankRows(criterion, decide.rows).join(", ")})`,
  );
  const best = code.fresh("best");
  const unsure = code.fresh("unsure");
  code.line(`let ${best} = 0, ${unsure} = ${source.optional ? `${range.end} < 0` : "false"};`);
  const index = code.fresh(`${source.each}_at`);
  code.block(`for (let ${index} = ${range.first}; ${index} < ${range.end}; ${index} += 1)`, () => {
    const inner = withElement(scope, { list: range.list, index, variable });
    const { fired, open } = writeRows(decide.rows, inner);
    code.line(`if (${open}) ${unsure} = true;`);
    code.line(`else if (${ranks}[${fired}] > ${ranks}[${best}]) ${best} = ${fired};`);
  });
  const truth = code.keep("decided", `${best} > 0 ? 2 : ${unsure} ? 1 : 0`);
  return { truth, tableRow: best };
}

/* ------------------------------------------------------------------ one criterion */

/** `a and b`, unless `c`, is one conjunction. */
function conjunctsOf({ when }: CriterionIr): readonly Expr[] {
  if (when === undefined) return [];
  return when.kind === "logic" && when.op === "and" ? when.operands : [when];
}

function conditionParts(
  criterion: CriterionIr,
  scope: Scope,
  settled: Expr | undefined,
): readonly (() => Condition)[] {
  const { unless } = criterion;
  return [
    ...conjunctsOf(criterion)
      .filter((each) => each !== settled)
      .map((each) => () => scope.condition(each, scope)),
    ...(unless === undefined ? [] : [() => negated(scope.condition(unless, scope))]),
  ];
}

/** Truth of the criterion, and the fired row of its `decide`. `settled` is a part known to be true. */
function writeVerdict(criterion: CriterionIr, scope: Scope, settled?: Expr): Verdict {
  const { code } = scope.fn;
  const { decide } = criterion;
  const parts = conditionParts(criterion, scope, settled);
  if (decide === undefined)
    return { truth: truthText(writeLogic(code, "and", parts)), tableRow: "0" };
  const write = (): Verdict =>
    decide.element === undefined ? decideOnce(decide.rows, scope) : decideForEach(criterion, scope);
  if (parts.length === 0) return write();
  const truth = code.fresh("verdict");
  const fired = code.fresh("fired_row");
  code.line(`let ${fired} = 0;`);
  code.line(`let ${truth} = ${truthText(writeLogic(code, "and", parts))};`);
  code.block(`if (${truth} === 2)`, () => {
    const verdict = write();
    code.line(`${truth} = ${verdict.truth};`);
    code.line(`${fired} = ${verdict.tableRow};`);
  });
  return { truth, tableRow: fired };
}

function writeOnce(criterion: CriterionIr, position: number, scope: Scope): void {
  const { code } = scope.fn;
  const { truth, tableRow } = writeVerdict(criterion, scope);
  code.line(`truths[${position}] = ${truth};`);
  if (criterion.decide !== undefined) code.line(`tableRow[${position}] = ${tableRow};`);
}

/** The first part of the condition that alone tells which rows can be true, and these rows. */
function filterOf(
  criterion: CriterionIr,
  scope: Scope,
): { readonly part: Expr; readonly rows: Js } | undefined {
  for (const part of conjunctsOf(criterion)) {
    const rows = rowCandidates(part, scope);
    if (rows !== null) return { part, rows };
  }
  return undefined;
}

/** `for each row of`: rows out of force are passed over by two comparisons of numbers. */
function writePerRow(criterion: CriterionIr, rowsOf: string, position: number, scope: Scope): void {
  const { code } = scope.fn;
  const rows = rowsConstant(scope, rowsOf);
  const table = rows.replace(/_rows$/, "");
  const { constants } = scope.module;
  const from = constants.add("bound", `${table}_from`, `fromOf(${table})`);
  const until = constants.add("bound", `${table}_until`, `untilOf(${table})`);
  const now = scope.fn.loadFrom("F[0]", "now");
  const highest = code.fresh("highest");
  const row = code.fresh("row");
  const inner: Scope = { ...scope, row: { table: rowsOf, index: row } };
  const filter = filterOf(criterion, inner);
  let start = "";
  let head = `for (let ${row} = 0; ${row} < ${rows}.length; ${row} += 1)`;
  if (filter === undefined) code.line(`let ${highest} = ${table} === undefined ? 1 : 3;`);
  else {
    // Rows that are not looked at are false.
    const times = constants.add("bound", `${table}_times`, `timesInForce(${from}, ${until})`);
    const none = `inIntervals(${times}, ${now}) ? 0 : 3`;
    code.line(`let ${highest} = ${table} === undefined ? 1 : ${none};`);
    const candidates = code.keep("candidates", filter.rows);
    const place = code.fresh("place");
    head = `for (let ${place} = 0; ${place} < ${candidates}.length; ${place} += 1)`;
    start = `const ${row} = ${candidates}[${place}];`;
  }
  code.block(head, () => {
    if (start !== "") code.line(start);
    code.line(`if (${from}[${row}] > ${now} || ${now} >= ${until}[${row}]) continue;`);
    const { truth, tableRow } = writeVerdict(criterion, inner, filter?.part);
    const own = code.keep("own", truth);
    code.line(`if (${highest} === 3 || ${own} > ${highest}) ${highest} = ${own};`);
    code.line(`if (${own} !== 0) appendRow(result, ${position}, ${row}, ${own});`);
    if (criterion.decide !== undefined) {
      code.line(`if (${own} === 2) tableRow[${position}] = ${tableRow};`);
    }
  });
  code.line(`truths[${position}] = ${highest};`);
}

function oneLine(text: string): string {
  return text.replaceAll(/[\r\n\u2028\u2029]+/g, " ");
}

function writeCriterion(criterion: CriterionIr, position: number, scope: Scope): void {
  const { code } = scope.fn;
  const title = criterion.label.en ?? criterion.label.vi ?? "";
  code.line(`//! ${oneLine(`${criterion.id} ${title}`)}`);
  scope.module.within(`criteria/${position}`, () => {
    code.block("", () => {
      if (criterion.rowsOf === undefined) writeOnce(criterion, position, scope);
      else writePerRow(criterion, criterion.rowsOf, position, scope);
    });
  });
}

/* ------------------------------------------------------------------ one by one */

/**
 * A function of its own for a criterion an index has found: its truth + 4 × the fired row, for one row of `for each row of`. Whether the criterion is asked
 * is the index's matter. Without a row such a criterion is unknown: its table is not bound.
 */
export function writeSingle(module: ModuleContext, position: number): WrittenFunction {
  const criterion = module.ir.criteria[position];
  if (criterion === undefined) throw new RangeError(`no criterion ${position}`);
  const { id, label, rowsOf } = criterion;
  const fn = new FunctionScope();
  const { code } = fn;
  code.line(`//! ${oneLine(`${id} ${label.en ?? label.vi ?? ""}`)}`);
  module.within(`criteria/${position}`, () => {
    const row = code.fresh("row");
    const scope = functionScope(module, fn);
    const { truth, tableRow } = writeVerdict(criterion, {
      ...scope,
      row: singleRow(rowsOf, row, scope),
    });
    code.line(`return ${tableRow === "0" ? truth : `${truth} + 4 * ${tableRow}`};`);
  });
  return { name: `verdict$${position}`, parameters: ["row"], lines: fn.lines };
}

/** The row a single criterion is asked about; its cells are read as they are bound, since rows may be added later. */
function singleRow(rowsOf: string | undefined, row: Js, scope: Scope): BoundRowSource | null {
  if (rowsOf === undefined) return null;
  scope.fn.code.line(`if (${row} < 0) return 1;`);
  return { table: rowsOf, index: row, cell: cellReader(scope, tableOf(scope, rowsOf), row) };
}

/* ------------------------------------------------------------------ portions */

/** Criteria by guard, then by position: neighbours share one test of who is asked. */
function byGuard(module: ModuleContext, guards: Guards): readonly (readonly number[])[] {
  const groups: number[][] = Array.from({ length: guards.count }, () => []);
  module.ir.criteria.forEach((_, position) => {
    groups[guards.numbers[position] ?? 0]?.push(position);
  });
  return groups;
}

class Portions {
  readonly functions: WrittenFunction[] = [];
  readonly #module: ModuleContext;
  #fn = new FunctionScope();
  #criteria = 0;

  constructor(module: ModuleContext) {
    this.#module = module;
  }

  get code(): Code {
    return this.#fn.code;
  }

  get isFull(): boolean {
    return this.#criteria >= CRITERIA_PER_FUNCTION || this.#fn.code.length >= LINES_PER_FUNCTION;
  }

  write(criterion: CriterionIr, position: number): void {
    this.#criteria += 1;
    writeCriterion(criterion, position, functionScope(this.#module, this.#fn));
  }

  close(): void {
    if (this.#criteria === 0) return;
    this.functions.push({
      name: `criteria$${this.functions.length + 1}`,
      parameters: ["result", "truths", "tableRow"],
      lines: this.#fn.lines,
    });
    this.#fn = new FunctionScope();
    this.#criteria = 0;
  }
}

export function writeCriteria(module: ModuleContext, guards: Guards): readonly WrittenFunction[] {
  const portions = new Portions(module);
  for (const [guard, positions] of byGuard(module, guards).entries()) {
    let rest = positions;
    while (rest.length > 0) {
      if (portions.isFull) portions.close();
      const { code } = portions;
      code.block(`if (asked[${guard}] === 1)`, () => {
        let written = 0;
        while (written < rest.length && !(written > 0 && portions.isFull)) {
          const position = rest[written] ?? 0;
          const criterion = module.ir.criteria[position];
          if (criterion !== undefined) portions.write(criterion, position);
          written += 1;
        }
        rest = rest.slice(written);
      });
    }
  }
  portions.close();
  return portions.functions;
}
