/**
 * What must be bound before an IR can be evaluated: lists, tables, code lists, rates, the sampling key.
 *
 * An IR in, names out (sorted, as the manifest lists them). Reads every expression, those of reasons too.
 */
import type { BundleIr, Expr } from "./ir.ts";
import { criterionPlaces, policyPlaces, reasonPlaces, scorecardPlaces, visitExpr } from "./walk.ts";

export interface Requirements {
  /** External lists that are read. */
  readonly lists: readonly { readonly name: string; readonly dated: boolean }[];
  /** External tables that are read. */
  readonly tables: readonly { readonly name: string; readonly dated: boolean }[];
  /** Sources that are read, derived ones and those they come from included; absent when there is none. */
  readonly sources?: readonly string[];
  /** Scores of models that are asked for; absent when there is none. */
  readonly modelScores?: readonly string[];
  /** External code lists whose members or parents matter: those of a field, column or list. */
  readonly codeLists: readonly string[];
  /** Some expression converts money. */
  readonly rates: boolean;
  /** Some policy samples. */
  readonly samplingKey: boolean;
}

/** Every expression of an IR, shared entries and reasons included. */
export function allExprs(ir: BundleIr): readonly Expr[] {
  return [
    ...ir.shared,
    ...ir.criteria.flatMap((each) =>
      [...criterionPlaces(each), ...reasonPlaces(each)].map(({ expr }) => expr),
    ),
    ...ir.scorecards.flatMap((each) => scorecardPlaces(each).map(({ expr }) => expr)),
    ...ir.policies.flatMap((each) => policyPlaces(each).map(({ expr }) => expr)),
  ];
}

function byName<T extends { readonly name: string }>(items: readonly T[]): readonly T[] {
  return [...items].sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function requirementsOf(ir: BundleIr): Requirements {
  const lists = new Set<string>();
  const tables = new Set<string>(ir.criteria.flatMap((each) => each.rowsOf ?? []));
  const codeLists = new Set<string>();
  const sources = new Set<string>();
  const modelScores = new Set<string>();
  let rates = false;
  const see = (expr: Expr): void => {
    if (expr.kind === "rowsAggregate" || expr.kind === "rowsQuantifier")
      for (const name of withBases(ir, expr.selection.source)) sources.add(name);
    if (expr.kind === "modelScore") modelScores.add(expr.score);
    if (expr.kind === "list") lists.add(expr.list);
    if (expr.kind === "lookup") tables.add(expr.table);
    if (expr.kind === "call" && expr.op === "convert") rates = true;
    if (expr.kind === "fact" && expr.type.kind === "code") codeLists.add(expr.type.list);
  };
  for (const expr of allExprs(ir)) visitExpr(expr, see);
  return {
    lists: byName(ir.lists.filter((each) => each.members === null && lists.has(each.name))).map(
      nameAndDated,
    ),
    tables: byName(ir.tables.filter((each) => each.rows === null && tables.has(each.name))).map(
      nameAndDated,
    ),
    ...(sources.size > 0 && { sources: [...sources].sort() }),
    ...(modelScores.size > 0 && { modelScores: [...modelScores].sort() }),
    codeLists: ir.schema.codeLists
      .filter((each) => each.codes === null && codeLists.has(each.name))
      .map((each) => each.name)
      .sort(),
    rates,
    samplingKey: ir.policies.some((policy) => policy.samples.length > 0),
  };
}

/** A source and those it is derived from. */
function withBases(ir: BundleIr, name: string): readonly string[] {
  const names: string[] = [];
  let at: string | undefined = name;
  while (at !== undefined && !names.includes(at)) {
    names.push(at);
    at = ir.schema.sources?.find((each) => each.name === at)?.derived?.source;
  }
  return names;
}

function nameAndDated(each: { readonly name: string; readonly dated: boolean }): {
  readonly name: string;
  readonly dated: boolean;
} {
  return { name: each.name, dated: each.dated };
}
