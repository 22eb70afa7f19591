/**
 * What has to be kept of the rows of each source, so that the selections of a set can be answered without reading the log.
 *
 * An IR in; groups (rows of one source by equal keys) with their columns, filters and kept facts out, and for every selection how it is answered. A pure
 * function of the IR: definitions are canonical JSON that knows no variable numbers, no order of criteria and no labels, so equal things are shared
 * and a new criterion changes no definition that was there. Looks at no data.
 */
import { MS_PER_DAY } from "../calendar.ts";
import { canonicalJson } from "../canonical-json.ts";
import { valueFromLiteral } from "../facts.ts";
import type { BundleIr, Expr, Selection, Series } from "../ir/ir.ts";
import {
  criterionPlaces,
  policyPlaces,
  reasonPlaces,
  rowChildren,
  scorecardPlaces,
} from "../ir/walk.ts";
import { numericOf } from "../operations.ts";
import { operatorSpec } from "../operators.ts";
import { toNumber } from "../rational.ts";
import type { Source } from "../schema.ts";
import { isTextual } from "../type-rules.ts";
import type { Type } from "../types.ts";
import { conjunctsOf, pathsRead, ROW_VARIABLE, rowSide, visitWithShared } from "./row-side.ts";

/** Expressions of a plan read the row as element 0 (`ROW_VARIABLE`). */
export interface KeyPlan {
  readonly definition: string;
  /** `alike` finds candidates by bucket and asks the operator. */
  readonly kind: "equal" | "alike";
  readonly op: string;
  readonly row: Expr;
}

/** `number`: a double and perhaps a unit; `text`: a number of a dictionary; `truth`: 0, 1. Unknown is not a number. */
export type ColumnForm = "number" | "text" | "truth";

export interface ColumnPlan {
  readonly definition: string;
  readonly expr: Expr;
  readonly type: Type;
  readonly form: ColumnForm;
}

export interface FilterPlan {
  readonly definition: string;
  readonly expr: Expr;
}

/**
 * How the JSON of a fact comes back: `number` and `percent`, `seconds`, `text`, `truth`, `date`, `instant` from one number; `money` and `quantity` from
 * a number and a unit; anything else from its text.
 */
export type FactForm =
  | "number"
  | "percent"
  | "seconds"
  | "text"
  | "truth"
  | "date"
  | "instant"
  | "money"
  | "quantity"
  | "json";

/** A fact that can be given back of every row. The empty path is the whole row. */
export interface FactPlan {
  readonly path: readonly string[];
  readonly form: FactForm;
  /** Where it stands: it is the effective time, a key, a column, or is stored behind the columns in the order of these. */
  readonly from:
    | { readonly kind: "clock" }
    | { readonly kind: "key"; readonly key: number }
    | { readonly kind: "column"; readonly column: number }
    | { readonly kind: "stored" };
}

export interface GroupPlan {
  /** Canonical JSON of source, clock and keys. */
  readonly definition: string;
  readonly source: string;
  /** Path of the effective time in a row; null: the known time. */
  readonly clock: readonly string[] | null;
  readonly keys: readonly KeyPlan[];
  readonly columns: readonly ColumnPlan[];
  readonly filters: readonly FilterPlan[];
  readonly facts: readonly FactPlan[];
  /** Longest window that is asked for, in ms. */
  readonly longestMs: number;
  readonly cost: GroupCost;
}

/** For the manifest; keys come on top. */
export interface GroupCost {
  /** Values kept of a row: columns, and facts that are stored beside them. */
  readonly values: number;
  /** At most, of a row: time, identity, place of the identity, filters, values. */
  readonly rowBytes: number;
}

/** Why rows have to be read. */
export type RowsReason = "registry" | "key" | "filter" | "value";

export type Answering =
  | {
      readonly kind: "columns";
      /** Filters of the group, all of which must hold. */
      readonly filters: readonly number[];
      /** Column of the value or of the body; null: none is needed. */
      readonly column: number | null;
      /** Column of the value a series groups by. */
      readonly per: number | null;
    }
  | { readonly kind: "rows"; readonly reason: RowsReason };

export type RowsNode = Extract<Expr, { readonly kind: "rowsAggregate" | "rowsQuantifier" }>;

export interface NodePlan {
  readonly node: RowsNode;
  readonly group: number;
  /** For each key of the group its place in `Selection.keys`. */
  readonly keys: readonly number[];
  /** Places of keys that are compared with every row of the group. */
  readonly checks: readonly number[];
  readonly answer: Answering;
}

export interface FeaturePlan {
  /** Sorted by definition. */
  readonly groups: readonly GroupPlan[];
  readonly nodes: readonly NodePlan[];
}

/** LIMIT (months): a window of calendar months is at most so many days a month. */
const DAYS_OF_MONTH_MAX = 31;
const TIME_BYTES = 8;
const HANDLE_BYTES = 8;
const VALUE_BYTES = 8;
const WORD_BITS = 32;
const WORD_BYTES = 4;

function formOf(type: Type): ColumnForm | undefined {
  switch (type.kind) {
    case "boolean":
      return "truth";
    case "integer":
    case "number":
    case "percent":
    case "date":
    case "time":
    case "instant":
    case "duration":
    case "period":
    case "money":
    case "quantity":
    case "unitPrice":
      return "number";
    default:
      return isTextual(type) ? "text" : undefined;
  }
}

function factForm(type: Type | undefined): FactForm {
  switch (type?.kind) {
    case "boolean":
      return "truth";
    case "integer":
    case "number":
      return "number";
    case "percent":
      return "percent";
    case "duration":
      return "seconds";
    case "date":
      return "date";
    case "instant":
      return "instant";
    case "time":
      return "text";
    case "money":
      return type.currency === null ? "money" : "number";
    case "quantity":
      return type.dimension === null ? "quantity" : "number";
    case "unitPrice":
      return type.currency === null || type.dimension === null ? "json" : "number";
    default:
      return type !== undefined && isTextual(type) ? "text" : "json";
  }
}

/** Does a column of a fact hold all there is to tell of its JSON? Of a time of day it has seconds, of a quantity base units. */
function isFactOfColumn(form: FactForm, column: ColumnForm): boolean {
  if (form === "quantity" || form === "json") return false;
  const textual = form === "text" || column === "text";
  const truths = form === "truth" || column === "truth";
  return textual || truths ? form === column : true;
}

/** Equal values of the type have equal text; where only the fact knows its unit, a sum over nothing equals zero of any. */
function isKeyType(type: Type): boolean {
  switch (type.kind) {
    case "money":
      return type.currency !== null;
    case "quantity":
      return type.dimension !== null;
    case "unitPrice":
      return type.currency !== null && type.dimension !== null;
    case "period":
      return false;
    default:
      return formOf(type) !== undefined;
  }
}

function keyKind(op: string, type: Type): KeyPlan["kind"] | undefined {
  if (op === "looksLike") return "alike";
  const spec = operatorSpec(op);
  const isEquality = spec?.form === "comparison" && spec.indexable === "equality";
  return isEquality && isKeyType(type) ? "equal" : undefined;
}

/** Things by definition, each with the number it got first. */
class Numbered<T extends { readonly definition: string }> {
  readonly #numbers = new Map<string, number>();
  readonly items: T[] = [];

  add(item: T): number {
    const known = this.#numbers.get(item.definition);
    if (known !== undefined) return known;
    this.#numbers.set(item.definition, this.items.length);
    this.items.push(item);
    return this.items.length - 1;
  }
}

interface FactDraft {
  readonly path: readonly string[];
  readonly form: FactForm;
}

function samePath(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}

/** The path of a plain fact of the row. */
function factPath(expr: Expr): readonly string[] | undefined {
  if (expr.kind !== "fact" || expr.base.kind !== "element") return undefined;
  return expr.base.variable === ROW_VARIABLE ? expr.path : undefined;
}

class GroupDraft {
  readonly definition: string;
  readonly source: Source;
  readonly clock: readonly string[] | null;
  readonly keys: readonly KeyPlan[];
  readonly columns = new Numbered<ColumnPlan>();
  readonly filters = new Numbered<FilterPlan>();
  readonly #facts = new Map<string, FactDraft>();
  #longestMs = 0;

  constructor(
    definition: string,
    source: Source,
    clock: readonly string[] | null,
    keys: readonly KeyPlan[],
  ) {
    this.definition = definition;
    this.source = source;
    this.clock = clock;
    this.keys = keys;
  }

  column(expr: Expr): number | undefined {
    const form = formOf(expr.type);
    if (form === undefined) return undefined;
    return this.columns.add({ definition: canonicalJson(expr), expr, type: expr.type, form });
  }

  filter(expr: Expr): number {
    return this.filters.add({ definition: canonicalJson(expr), expr });
  }

  keep(fact: FactDraft): void {
    this.#facts.set(JSON.stringify(fact.path), fact);
  }

  reach(ms: number): void {
    this.#longestMs = Math.max(this.#longestMs, Math.min(ms, this.source.keepDays * MS_PER_DAY));
  }

  /** Facts that do not lie in another that is kept whole. */
  #keptFacts(): readonly FactPlan[] {
    const isWithin = (path: readonly string[], whole: readonly string[]): boolean =>
      whole.length < path.length && whole.every((name, index) => name === path[index]);
    const facts = [...this.#facts.values()];
    const kept = facts.filter(({ path }) => !facts.some((whole) => isWithin(path, whole.path)));
    return kept
      .map((fact) => ({ ...fact, from: this.#placeOf(fact) }))
      .toSorted((a, b) => (JSON.stringify(a.path) < JSON.stringify(b.path) ? -1 : 1));
  }

  #placeOf({ path, form }: FactDraft): FactPlan["from"] {
    const isMoment = form === "date" || form === "instant";
    if (isMoment && this.clock !== null && samePath(path, this.clock)) return { kind: "clock" };
    const isSame = (expr: Expr): boolean => samePath(factPath(expr) ?? [], path) && path.length > 0;
    const key = this.keys.findIndex(({ row }) => isSame(row));
    if (key >= 0 && form === "text") return { kind: "key", key };
    const column = this.columns.items.findIndex(
      (each) => isSame(each.expr) && isFactOfColumn(form, each.form),
    );
    return column >= 0 ? { kind: "column", column } : { kind: "stored" };
  }

  plan(): GroupPlan {
    const facts = this.#keptFacts();
    const stored = facts.filter(({ from }) => from.kind === "stored");
    const values = this.columns.items.length + stored.length;
    const words = Math.ceil(this.filters.items.length / WORD_BITS);
    return {
      definition: this.definition,
      source: this.source.name,
      clock: this.clock,
      keys: this.keys,
      columns: this.columns.items,
      filters: this.filters.items,
      facts,
      longestMs: this.#longestMs,
      cost: {
        values,
        rowBytes: TIME_BYTES + HANDLE_BYTES + words * WORD_BYTES + values * VALUE_BYTES,
      },
    };
  }
}

interface KeyPlace extends KeyPlan {
  readonly place: number;
}

class Planner {
  readonly #ir: BundleIr;
  readonly #groups = new Map<string, GroupDraft>();
  readonly #nodes = new Map<RowsNode, { readonly draft: GroupDraft; readonly plan: NodePlan }>();

  constructor(ir: BundleIr) {
    this.#ir = ir;
  }

  /** Plans the selections of expressions that stand together; `beside` may speak of the rows their quantifiers bind. */
  plan(exprs: readonly Expr[], beside: readonly Expr[] = []): void {
    for (const expr of [...exprs, ...beside]) {
      visitWithShared(this.#ir, expr, (each) => {
        if (each.kind === "rowsAggregate" || each.kind === "rowsQuantifier")
          this.#node(each, beside);
      });
    }
  }

  #source(name: string): Source {
    const source = this.#ir.schema.sources?.find((each) => each.name === name);
    if (source === undefined) throw new RangeError(`no source ${name} in the schema`);
    return source;
  }

  #keyPlaces(selection: Selection): readonly KeyPlace[] {
    const places = selection.keys.flatMap((key, place): KeyPlace[] => {
      const row = rowSide(this.#ir, key.row, selection.variable);
      const kind = keyKind(key.op, key.row.type);
      if (row === undefined || kind === undefined) return [];
      return [{ definition: canonicalJson({ op: key.op, row }), kind, op: key.op, row, place }];
    });
    return places.toSorted((a, b) =>
      a.definition === b.definition ? a.place - b.place : a.definition < b.definition ? -1 : 1,
    );
  }

  #group(selection: Selection, keys: readonly KeyPlace[]): GroupDraft {
    const source = this.#source(selection.source);
    const clock = selection.clock ?? source.clock ?? null;
    const rows = keys.map(({ op, row }) => ({ op, row }));
    const definition = canonicalJson({ source: source.name, clock, keys: rows });
    let draft = this.#groups.get(definition);
    if (draft === undefined) {
      const plans = keys.map(({ place: _, ...key }) => key);
      draft = new GroupDraft(definition, source, clock, plans);
      this.#groups.set(definition, draft);
    }
    return draft;
  }

  #node(node: RowsNode, beside: readonly Expr[]): void {
    const known = this.#nodes.get(node);
    if (known !== undefined) {
      this.#keepFacts(known.draft, node, beside);
      return;
    }
    const { selection } = node;
    const keys = this.#keyPlaces(selection);
    const draft = this.#group(selection, keys);
    const placed = new Set(keys.map(({ place }) => place));
    const checks = selection.keys.map((_, place) => place).filter((place) => !placed.has(place));
    const plan = {
      node,
      group: 0,
      keys: keys.map(({ place }) => place),
      checks,
      answer: this.#answering(draft, node, checks.length > 0),
    };
    draft.reach(this.#reach(selection));
    this.#nodes.set(node, { draft, plan });
    this.#keepFacts(draft, node, beside);
  }

  #answering(draft: GroupDraft, node: RowsNode, hasChecks: boolean): Answering {
    const { selection } = node;
    const { variable } = selection;
    if (draft.source.kind === "registry") return { kind: "rows", reason: "registry" };
    if (hasChecks) return { kind: "rows", reason: "key" };
    const conjuncts = conjunctsOf(selection.where);
    const filters = conjuncts.map((each) => rowSide(this.#ir, each, variable));
    if (filters.some((each) => each === undefined)) return { kind: "rows", reason: "filter" };
    const value = this.#value(node);
    const per = perValue(node)?.per.value;
    const sides = [value, per].map((each) => each && rowSide(this.#ir, each, variable));
    const misses = [value, per].some((each, index) => {
      const side = sides[index];
      return each !== undefined && (side === undefined || formOf(side.type) === undefined);
    });
    if (misses) return { kind: "rows", reason: "value" };
    const column = (side: Expr | undefined): number | null =>
      side === undefined ? null : (draft.column(side) ?? null);
    return {
      kind: "columns",
      filters: filters.flatMap((each) => (each === undefined ? [] : [draft.filter(each)])),
      column: column(sides[0]),
      per: column(sides[1]),
    };
  }

  /** The expression of a column; undefined when a row counts by being there. */
  #value(node: RowsNode): Expr | undefined {
    if (node.kind === "rowsAggregate") return node.series?.value ?? node.value;
    const { body } = node;
    return body.kind === "literal" && body.value === true ? undefined : body;
  }

  /** Whatever a selection reads of its rows can be given back: the account of a hit shows it. */
  #keepFacts(draft: GroupDraft, node: RowsNode, beside: readonly Expr[]): void {
    const { selection } = node;
    const own = node.kind === "rowsQuantifier" ? [node.body] : [node.value, ...seriesParts(node)];
    const exprs = [
      ...rowChildren(selection),
      ...own.filter((each) => each !== undefined),
      ...(node.kind === "rowsQuantifier" ? beside : []),
    ];
    for (const expr of exprs) {
      for (const path of pathsRead(this.#ir, expr, selection.variable))
        draft.keep({ path, form: factForm(this.#typeAt(draft.source.record, path)) });
    }
  }

  #typeAt(record: string, path: readonly string[]): Type | undefined {
    let type: Type | undefined = { kind: "record", record };
    for (const name of path) {
      if (type?.kind !== "record") return undefined;
      const at: string = type.record;
      const fields = this.#ir.schema.records.find((each) => each.name === at)?.fields;
      type = fields?.find((field) => field.name === name)?.type;
    }
    return type;
  }

  #reach({ window }: Selection): number {
    if (window?.kind !== "last" || window.length.kind !== "literal")
      return Number.POSITIVE_INFINITY;
    const length = valueFromLiteral(window.length.type, window.length.value);
    const size = toNumber(numericOf(length).value);
    return length.kind === "period" ? size * DAYS_OF_MONTH_MAX * MS_PER_DAY : size;
  }

  result(): FeaturePlan {
    const drafts = [...this.#groups.values()].toSorted((a, b) =>
      a.definition < b.definition ? -1 : 1,
    );
    const nodes = [...this.#nodes.values()].map(({ draft, plan }) => ({
      ...plan,
      group: drafts.indexOf(draft),
    }));
    return { groups: drafts.map((draft) => draft.plan()), nodes };
  }
}

type ValueSeries = Series & { readonly per: Extract<Series["per"], { readonly kind: "group" }> };

/** The series of a node that groups by a value of the row. */
function perValue(node: RowsNode): ValueSeries | undefined {
  const series = node.kind === "rowsAggregate" ? node.series : undefined;
  return series?.per.kind === "group" ? { ...series, per: series.per } : undefined;
}

function seriesParts(node: Extract<RowsNode, { readonly kind: "rowsAggregate" }>): readonly Expr[] {
  const parts = [node.series?.value, perValue(node)?.per.value];
  return parts.filter((each) => each !== undefined);
}

/** Groups, columns and filters of all selections of a set. */
export function featurePlan(ir: BundleIr): FeaturePlan {
  const planner = new Planner(ir);
  for (const criterion of ir.criteria) {
    const exprs = criterionPlaces(criterion).map(({ expr }) => expr);
    const reasons = reasonPlaces(criterion).map(({ expr }) => expr);
    planner.plan(exprs, reasons);
  }
  const places = [...ir.scorecards.flatMap(scorecardPlaces), ...ir.policies.flatMap(policyPlaces)];
  planner.plan([
    ...places.map(({ expr }) => expr),
    ...ir.shared,
    ...(ir.stageEvents ?? []).map(({ where }) => where),
  ]);
  return planner.result();
}
