/**
 * The rows a selection finds from where it stands, and what an aggregate or a series makes of them.
 *
 * A selection and a frame in; rows bound as elements, and whether more may come, out. Written from docs/history.md, slow and obvious. Which rows a source
 * has is the binding's to tell, the rest is told here.
 */
import { aggregateSpec } from "../aggregates.ts";
import { compareRows, derivedRows, identityOf } from "../history/identity.ts";
import { keyHolds } from "../history/keys.ts";
import { rowValue } from "../history/round.ts";
import {
  openCause,
  periodAt,
  periodsIn,
  seriesEnd,
  spanOf,
  type WindowContext,
  type WindowSpan,
} from "../history/select.ts";
import { equalValues, isKnown, numericOf, trueValue, unknownFrom } from "../operations.ts";
import { rationalFromExact } from "../rational.ts";
import type { Source } from "../schema.ts";
import type { Rational, Result, Unknown, Value } from "../value.ts";
import type { RowsQuery, SourceBinding, SourceRow, World } from "../world.ts";
import { type BoundElement, bindElement, type Frame } from "./frame.ts";
import type { BundleIr, Expr, Selection, Series } from "./ir.ts";

type RowsAggregate = Extract<Expr, { readonly kind: "rowsAggregate" }>;

/** What evaluates expressions for this file. */
interface RowsEvaluator {
  readonly ir: BundleIr;
  readonly world: World;
  readonly value: (expr: Expr, frame: Frame) => Result;
}

/** A selection that can be asked: its window and keys are known, its source is bound. */
export interface Asked {
  readonly kind: "asked";
  readonly selection: Selection;
  readonly source: Source;
  readonly span: WindowSpan;
  readonly query: RowsQuery;
  readonly binding: SourceBinding;
  /** More rows may come in; undefined when none can. */
  readonly open: Unknown | undefined;
}

/** A row, bound by its name and its place among those selected. */
export interface SelectedRow {
  readonly element: BoundElement;
  /** Effective time, ms. */
  readonly at: number;
}

function sourceOf(ir: BundleIr, name: string): Source {
  const source = ir.schema.sources?.find((each) => each.name === name);
  if (source === undefined) throw new RangeError(`no source ${name} in the schema`);
  return source;
}

/* ------------------------------------------------------------------ the declaration itself */

interface OwnRow {
  readonly json: unknown;
  readonly identity: string;
}

/** The declaration as rows of a source: itself, of a derived source its elements, none where rows are of another record. */
function ownRows(ir: BundleIr, source: Source, declaration: unknown): readonly OwnRow[] {
  const { derived } = source;
  if (derived !== undefined) {
    return ownRows(ir, sourceOf(ir, derived.source), declaration).flatMap((row) =>
      derivedRows(derived, row.json, row.identity),
    );
  }
  if (source.record !== ir.schema.root) return [];
  return [{ json: declaration, identity: identityOf(source, declaration) }];
}

/** Identity under which a source, or the one it comes from, would hold the declaration; null when it holds none. */
function ownIdentity(ir: BundleIr, source: Source, declaration: unknown): string | null {
  const { derived } = source;
  if (derived !== undefined) return ownIdentity(ir, sourceOf(ir, derived.source), declaration);
  return source.record === ir.schema.root ? identityOf(source, declaration) : null;
}

/* ------------------------------------------------------------------ rows */

/** What a selection asks of its source from here, or every cause why it cannot. */
export function askedBy(
  evaluator: RowsEvaluator,
  selection: Selection,
  frame: Frame,
): Asked | Unknown {
  const { ir, world } = evaluator;
  const { now, declaration } = frame.question;
  const source = sourceOf(ir, selection.source);
  const keys = selection.keys.map((key) => evaluator.value(key.value, frame));
  const context: WindowContext = {
    source,
    now,
    zoneMinutes: ir.schema.zoneMinutes,
    valueAt: (expr) => evaluator.value(expr, frame),
  };
  const span = spanOf(selection.window, context);
  const causes = [...keys, span].flatMap((each) => (each.kind === "unknown" ? each.causes : []));
  if (causes.length > 0 || span.kind === "unknown") return { kind: "unknown", causes };
  const binding = world.source?.(source.name);
  if (binding === undefined) return unknownFrom("source failed", source.name);
  const cause = openCause(span, context);
  const query: RowsQuery = {
    selection,
    keys: keys.filter(isKnown),
    from: span.from,
    until: span.until,
    known: now,
    except: ownIdentity(ir, source, declaration),
  };
  const open: Unknown | undefined = cause && { kind: "unknown", causes: [cause] };
  return { kind: "asked", selection, source, span, query, binding, open };
}

function bound(row: SourceRow, { selection }: Asked, index: number): SelectedRow {
  const position = index + 1;
  const path = `${selection.source}[${position}]`;
  return { element: { value: row.json, path, each: selection.each, position }, at: row.at };
}

/** The declaration that is being decided, where the keys hold for it: it happens now. */
function thisRows(evaluator: RowsEvaluator, asked: Asked, frame: Frame): readonly SourceRow[] {
  const { selection, query, source } = asked;
  const { now, declaration } = frame.question;
  return ownRows(evaluator.ir, source, declaration)
    .map((row) => ({ ...row, at: now }))
    .filter((row, index) => {
      const inside = bindElement(frame, selection.variable, bound(row, asked, index).element);
      return selection.keys.every((key, place) => {
        const own = evaluator.value(key.row, inside);
        const value = query.keys[place];
        return isKnown(own) && isKnown(value) && keyHolds(key, own, value, evaluator.world);
      });
    });
}

function passes(evaluator: RowsEvaluator, where: Expr, frame: Frame): boolean {
  const result = evaluator.value(where, frame);
  return result.kind === "boolean" && result.value;
}

/** The rows of a selection, in the order of (effective time, identity). */
export function selectedRows(
  evaluator: RowsEvaluator,
  asked: Asked,
  frame: Frame,
): readonly SelectedRow[] {
  const { selection, query, binding } = asked;
  const found = query.from < query.until ? binding.rows(query) : [];
  const all = selection.includingThis
    ? [...found, ...thisRows(evaluator, asked, frame)].sort(compareRows)
    : found;
  const { where, latest } = selection;
  const left = all.filter((row, index) => {
    if (where === undefined) return true;
    const { element } = bound(row, asked, index);
    return passes(evaluator, where, bindElement(frame, selection.variable, element));
  });
  const last = latest === undefined ? left : left.slice(Math.max(0, left.length - latest));
  return last.map((row, index) => bound(row, asked, index));
}

/* ------------------------------------------------------------------ aggregates */

/** Row values, in order: a row whose value is unknown is left out. */
function valuesOf(
  evaluator: RowsEvaluator,
  value: Expr | undefined,
  rows: readonly SelectedRow[],
  { selection }: Asked,
  frame: Frame,
): readonly Value[] {
  return rows.flatMap(({ element }) => {
    if (value === undefined) return [trueValue];
    const result = evaluator.value(value, bindElement(frame, selection.variable, element));
    return result.kind === "unknown" ? [] : [rowValue(result)];
  });
}

/** Rows by period, the first one first; periods without rows are there. */
function byPeriod(
  lengthMs: Rational,
  rows: readonly SelectedRow[],
  { selection, span }: Asked,
): readonly (readonly SelectedRow[])[] {
  const end = seriesEnd(selection.window, span.until);
  const periods: SelectedRow[][] = Array.from(
    { length: periodsIn(span.from, end, lengthMs) },
    () => [],
  );
  for (const row of rows) periods.at(-1 - periodAt(end, lengthMs, row.at))?.push(row);
  return periods;
}

/** Rows by value, in the order in which the values are first met. Rows without one are in no group. */
function byGroup(
  evaluator: RowsEvaluator,
  value: Expr,
  rows: readonly SelectedRow[],
  asked: Asked,
  frame: Frame,
): readonly (readonly SelectedRow[])[] {
  const groups: { readonly value: Value; readonly rows: SelectedRow[] }[] = [];
  for (const row of rows) {
    const [own] = valuesOf(evaluator, value, [row], asked, frame);
    if (own === undefined) continue;
    const group = groups.find((each) => equalValues(each.value, own) === true);
    if (group === undefined) groups.push({ value: own, rows: [row] });
    else group.rows.push(row);
  }
  return groups.map((group) => group.rows);
}

/** Members of a series; one without a value (the average of a period without rows) is left out. */
function membersOf(
  evaluator: RowsEvaluator,
  series: Series,
  rows: readonly SelectedRow[],
  asked: Asked,
  frame: Frame,
): readonly Value[] | Unknown {
  const { per } = series;
  const parts =
    per.kind === "group"
      ? byGroup(evaluator, per.value, rows, asked, frame)
      : byPeriod(lengthOf(evaluator, per.length, frame), rows, asked);
  const spec = aggregateSpec(series.aggregate);
  const members: Value[] = [];
  for (const part of parts) {
    const values = valuesOf(evaluator, series.value, part, asked, frame);
    const member = spec.evaluate(values, evaluator.world, series.type);
    if (member.kind !== "unknown") members.push(member);
    else if (member.causes.some(({ kind }) => kind !== "too few rows")) return member;
  }
  return members;
}

function lengthOf(evaluator: RowsEvaluator, length: Expr, frame: Frame): Rational {
  const value = evaluator.value(length, frame);
  if (value.kind === "unknown") throw new RangeError("the period of a series is written out");
  return numericOf(value).value;
}

/** The aggregate of a selection. A cause without subject means the aggregate itself. */
export function rowsAggregate(evaluator: RowsEvaluator, expr: RowsAggregate, frame: Frame): Result {
  const { selection, series } = expr;
  const asked = askedBy(evaluator, selection, frame);
  if (asked.kind === "unknown") return asked;
  if (asked.open !== undefined) return asked.open;
  const kept = keptAnswer(evaluator, asked, expr, frame);
  if (kept !== undefined) return kept;
  const rows = selectedRows(evaluator, asked, frame);
  if (rows.length < (selection.minimum ?? 0)) return unknownFrom("too few rows");
  const values =
    series === undefined
      ? valuesOf(evaluator, expr.value, rows, asked, frame)
      : membersOf(evaluator, series, rows, asked, frame);
  if ("kind" in values) return values;
  const rank = expr.rank === undefined ? undefined : rationalFromExact(expr.rank);
  return aggregateSpec(expr.aggregate).evaluate(values, evaluator.world, expr.type, rank);
}

/** The answer of a binding that keeps it; undefined when the rows have to be read. */
export function keptAnswer(
  evaluator: RowsEvaluator,
  asked: Asked,
  expr: Parameters<NonNullable<SourceBinding["answer"]>>[0],
  frame: Frame,
): Result | undefined {
  const { selection, query, binding } = asked;
  if (binding.answer === undefined || query.from >= query.until) return undefined;
  const own = selection.includingThis ? thisRows(evaluator, asked, frame) : [];
  return binding.answer(expr, query, own);
}
