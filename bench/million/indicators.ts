/**
 * The criteria of the workload as rows of the table `indicators` of the set beside this file, and as its CSV.
 *
 * One optional column for each form a predicate has; a row fills those of its predicates. Channel and points are drawn from the position, so that a
 * whole decision has something to decide.
 */
import type { TableRow } from "@luong/spec";
import type { Criterion, Predicate, Range } from "./criteria.ts";
import { measures, middleCategories, smallCategories } from "./fields.ts";
import { Random } from "./random.ts";
import type { Workload } from "./workload.ts";

/** Columns of `indicators`, in order: how a cell is found among the predicates of a criterion. */
export const columns: readonly string[] = [
  "id",
  "level",
  "points",
  "hs",
  "importer",
  "exporter",
  "watch_tag",
  ...smallCategories,
  ...middleCategories,
  ...middleCategories.map((name) => `any_${name}`),
  ...middleCategories.map((name) => `no_${name}`),
  ...measures.flatMap((name) => [`${name}_min`, `${name}_max`]),
  "or_any",
  ...middleCategories.map((name) => `or_${name}`),
  ...measures.flatMap((name) => [`or_${name}_min`, `or_${name}_max`]),
];

const places = new Map(columns.map((name, place) => [name, place]));

type Cell = string | number | boolean | readonly string[] | null;
type Put = (column: string, value: Cell) => void;

export function indicatorName(id: number): string {
  return `K${String(id).padStart(7, "0")}`;
}

export function idOfIndicator(name: string): number {
  return Number(name.slice(1));
}

const LEVEL_STREAM = 3;

export function cellsOf(criterion: Criterion): readonly Cell[] {
  const cells: Cell[] = columns.map(() => null);
  const put: Put = (column, value) => {
    const place = places.get(column);
    if (place === undefined) throw new Error(`no column ${column}`);
    if (cells[place] !== null) throw new Error(`two predicates for ${column}`);
    cells[place] = value;
  };
  const random = new Random(LEVEL_STREAM, criterion.id);
  const share = random.next();
  put("id", indicatorName(criterion.id));
  put("level", share < 0.1 ? "red" : share < 0.4 ? "yellow" : "green");
  put("points", random.between(1, 20));
  for (const predicate of criterion.predicates) putPredicate(predicate, put);
  return cells;
}

function putPredicate(predicate: Predicate, put: Put): void {
  switch (predicate.op) {
    case "eq":
      put(predicate.field, predicate.value);
      break;
    case "in":
      put(`any_${predicate.field}`, predicate.values);
      break;
    case "notIn":
      put(`no_${predicate.field}`, predicate.values);
      break;
    case "range":
      putRange("", predicate, put);
      break;
    case "prefix":
      put("hs", predicate.value);
      break;
    case "tag":
      put("watch_tag", predicate.value);
      break;
    case "or": {
      const [equals, range] = predicate.of;
      put("or_any", true);
      put(`or_${equals.field}`, equals.value);
      putRange("or_", range, put);
    }
  }
}

function putRange(before: string, { field, low, high }: Range, put: Put): void {
  if (low !== undefined) put(`${before}${field}_min`, low);
  if (high !== undefined) put(`${before}${field}_max`, high);
}

/** Made as they are asked for: a million of them need not be in memory at once. */
export function* indicatorRows(of: Workload): Generator<TableRow> {
  for (const criterion of of.criteria()) yield { cells: cellsOf(criterion) };
}

/** Lines of the CSV that `luong.json` would name, heading first; members of a set are separated by `;`. No cell needs quotes. */
export function* indicatorLines(of: Workload): Generator<string> {
  yield `${columns.join(",")}\n`;
  for (const criterion of of.criteria()) yield `${cellsOf(criterion).map(shown).join(",")}\n`;
}

function shown(cell: Cell): string {
  if (cell === null) return "";
  return typeof cell === "object" ? cell.join(";") : String(cell);
}
