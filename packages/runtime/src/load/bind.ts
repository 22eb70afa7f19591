/**
 * IR + options → the world that evaluation asks, and every problem with what was bound.
 *
 * What is written in the source is bound like what comes from outside, by the same rules. Names that are needed and not given, or given and
 * not known, are problems too. Nothing is thrown here.
 */

import type { BundleIr, Fault, Rational, Schema, TableBinding, World } from "@luong/spec";
import { allExprs, parseRational, rational, visitExpr } from "@luong/spec";
import { type CodeSet, codeSetFrom } from "../facts/code-sets.ts";
import { nearest } from "../facts/nearest.ts";
import { pointer } from "../facts/pointer.ts";
import { fault } from "../messages/catalogue.ts";
import { gotFrom } from "../messages/expected.ts";
import type { BoundKind } from "../messages/loading.ts";
import { ScoreDesk } from "../scores/desk.ts";
import { bindCodes } from "./bind-codes.ts";
import type { BindContext } from "./bind-context.ts";
import { type BoundList, bindList } from "./bind-list.ts";
import { bindTable } from "./bind-table.ts";
import type { EngineOptions } from "./options.ts";

export interface BoundWorld {
  /** Asks `lists` and `tables`, so what is put there later is seen from then on. */
  readonly world: World;
  readonly lists: Map<string, BoundList>;
  readonly tables: Map<string, TableBinding>;
  readonly context: BindContext;
  /** Where criteria ask for scores of models. */
  readonly desk: ScoreDesk;
  readonly codeSets: ReadonlyMap<string, CodeSet>;
  readonly problems: readonly Fault[];
}

/** Options come from programs that need not have been checked. A text could be iterated, but was not meant. */
function isIterable(values: unknown): boolean {
  return typeof values === "object" && values !== null && Symbol.iterator in values;
}

/** The options by name, and a problem for each name the bundle has no external thing for. */
function* givenNames<T>(
  what: BoundKind,
  path: string,
  given: Readonly<Record<string, Iterable<T>>> | undefined,
  external: ReadonlySet<string>,
  problems: Fault[],
): Generator<readonly [string, Iterable<T>]> {
  for (const [name, values] of Object.entries(given ?? {})) {
    const at = pointer(path, name);
    if (!external.has(name)) {
      problems.push(fault("LU6507", at, { what, name, nearest: nearest(name, external) }));
    } else if (!isIterable(values)) {
      problems.push(fault("LU6511", at, { expected: { kind: "list" }, got: gotFrom(values) }));
    } else yield [name, values];
  }
}

function namesWithout<T>(
  things: readonly T[],
  isInside: (thing: T) => boolean,
  name: (thing: T) => string,
): Set<string> {
  return new Set(things.filter((thing) => !isInside(thing)).map(name));
}

function bindAllCodes(
  schema: Schema,
  options: EngineOptions,
  problems: Fault[],
): Map<string, CodeSet> {
  const sets = new Map(schema.codeLists.map((list) => [list.name, codeSetFrom(list, list.codes)]));
  const external = namesWithout(
    schema.codeLists,
    ({ codes }) => codes !== null,
    ({ name }) => name,
  );
  for (const [name, codes] of givenNames("codeList", "/codes", options.codes, external, problems)) {
    const list = schema.codeLists.find((each) => each.name === name);
    if (list !== undefined)
      sets.set(name, bindCodes(list, codes, pointer("/codes", name), problems));
  }
  return sets;
}

function bindAllLists(
  ir: BundleIr,
  options: EngineOptions,
  context: BindContext,
): Map<string, BoundList> {
  const bound = new Map<string, BoundList>();
  const external = namesWithout(
    ir.lists,
    ({ members }) => members !== null,
    ({ name }) => name,
  );
  const given = new Map(givenNames("list", "/lists", options.lists, external, context.problems));
  for (const list of ir.lists) {
    const members = list.members ?? given.get(list.name);
    if (members !== undefined)
      bound.set(list.name, bindList(list, members, pointer("/lists", list.name), context));
  }
  return bound;
}

function bindAllTables(
  ir: BundleIr,
  options: EngineOptions,
  context: BindContext,
): Map<string, TableBinding> {
  const bound = new Map<string, TableBinding>();
  const external = namesWithout(
    ir.tables,
    ({ rows }) => rows !== null,
    ({ name }) => name,
  );
  const given = new Map(givenNames("table", "/tables", options.tables, external, context.problems));
  for (const table of ir.tables) {
    const rows = table.rows ?? given.get(table.name);
    if (rows !== undefined)
      bound.set(table.name, bindTable(table, rows, pointer("/tables", table.name), context));
  }
  return bound;
}

/** Tables of `for each row of` that nothing looks up: their rows are criteria of their own, none of which is preferred. */
export function onlyWalkedTables(ir: BundleIr): ReadonlySet<string> {
  const names = new Set(ir.criteria.flatMap(({ rowsOf }) => rowsOf ?? []));
  if (names.size === 0) return names;
  for (const expr of allExprs(ir)) {
    visitExpr(expr, (each) => {
      if (each.kind === "lookup") names.delete(each.table);
    });
  }
  return names;
}

/**
 * What rows of a table are held to before the engine is made, so that a program can fill a `RowStore` by `RowIntake`. Problems of the codes are not told:
 * the engine tells them.
 */
export function intakeContext(
  ir: BundleIr,
  options: Pick<EngineOptions, "codes">,
  problems: Fault[],
): BindContext {
  return { schema: ir.schema, codeSets: bindAllCodes(ir.schema, options, []), problems };
}

const one = rational(1n);

/** Units of `to` for one unit of `from`: one for the same currency, the rate given, or the inverse of the way back. */
function ratesFrom(given: EngineOptions["rates"], problems: Fault[]): World["rate"] {
  const rates = new Map<string, Rational>();
  for (const [pair, written] of Object.entries(given ?? {})) {
    const rate = typeof written === "string" ? parseRational(written) : undefined;
    const [from, to, more] = pair.split("/");
    if (
      rate === undefined ||
      rate.n <= 0n ||
      from === undefined ||
      to === undefined ||
      more !== undefined
    ) {
      const shown = { expected: { kind: "rate" }, got: gotFrom(written) } as const;
      problems.push(fault("LU6511", pointer("/rates", pair), shown));
    } else rates.set(pair, rate);
  }
  return (from, to) => {
    if (from === to) return one;
    const direct = rates.get(`${from}/${to}`);
    if (direct !== undefined) return direct;
    const back = rates.get(`${to}/${from}`);
    return back === undefined ? undefined : rational(back.d, back.n);
  };
}

export function bindWorld(ir: BundleIr, options: EngineOptions): BoundWorld {
  const problems: Fault[] = [];
  const codeSets = bindAllCodes(ir.schema, options, problems);
  const context: BindContext = {
    schema: ir.schema,
    codeSets,
    problems,
    onlyWalked: onlyWalkedTables(ir),
  };
  const lists = bindAllLists(ir, options, context);
  const tables = bindAllTables(ir, options, context);
  const desk = new ScoreDesk(ir, options.scores);
  const { history } = options;
  const world: World = {
    schema: ir.schema,
    list: (name) => lists.get(name),
    table: (name) => tables.get(name),
    parentOf: (list, code) => codeSets.get(list)?.codes?.get(code),
    rate: ratesFrom(options.rates, problems),
    ...(history === undefined ? {} : { source: (name) => history.binding(name) }),
    modelScore: (name) => desk.binding(name),
  };
  return { world, desk, codeSets, problems, lists, tables, context };
}
