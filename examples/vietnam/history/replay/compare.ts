// What the criteria found against what was planted, row by row of the catalogue. Comes in: truth and decisions. Goes out: what was missed, and what
// else was marked by the criteria of red rows.
import type { Decision, Hit } from "@luong/spec";

/** A case that was planted: the declaration, or the passage for rows 49, 50, 52. */
export interface Planted {
  readonly id: string;
  readonly row: number;
  readonly planted: string;
}

export interface RowFound {
  readonly row: number;
  readonly planted: number;
  /** Planted and hit by no criterion of the row. */
  readonly missed: readonly string[];
  /** Hit and not planted. */
  readonly others: number;
  /** Marked red by a criterion of the row, and no case of any row. */
  readonly redOthers: readonly string[];
}

/** Rows whose cases are passages. */
const PASSAGE_ROWS: readonly number[] = [49, 50, 52];

/** Criteria that stand for a row of the catalogue end in its number; those of our own, for other purposes, have numbers from 100 on or DEMO. */
export function rowOf(criterion: string): number | undefined {
  const [, area = "", digits = ""] = /^([A-Z]+)-(\d+)$/.exec(criterion) ?? [];
  const row = Number(digits);
  return area === "" || area === "DEMO" || row >= 100 ? undefined : row;
}

/** The case that a hit is about. */
function caseOf(row: number, { declaration, event }: Decision): string {
  if (!PASSAGE_ROWS.includes(row) || event === undefined) return declaration;
  const [passage]: unknown[] = JSON.parse(event.identity);
  return String(passage);
}

interface Marks {
  readonly hit: Set<string>;
  readonly red: Set<string>;
}

function marksOf(decisions: Iterable<Decision>): Map<number, Marks> {
  const marks = new Map<number, Marks>();
  const add = (decision: Decision, { criterion, channel }: Hit): void => {
    const row = rowOf(criterion);
    if (row === undefined) return;
    const found = marks.get(row) ?? { hit: new Set(), red: new Set() };
    const id = caseOf(row, decision);
    found.hit.add(id);
    if (channel === "red") found.red.add(id);
    marks.set(row, found);
  };
  for (const decision of decisions) for (const hit of decision.hits) add(decision, hit);
  return marks;
}

export function compare(
  planted: readonly Planted[],
  decisions: Iterable<Decision>,
): readonly RowFound[] {
  const marks = marksOf(decisions);
  const rows = [...new Set(planted.map(({ row }) => row))].sort((a, b) => a - b);
  const frauds = new Set(planted.map(({ id }) => id));
  return rows.map((row): RowFound => {
    const { hit, red } = marks.get(row) ?? { hit: new Set<string>(), red: new Set<string>() };
    const ids = new Set(planted.filter((each) => each.row === row).map(({ id }) => id));
    return {
      row,
      planted: ids.size,
      missed: [...ids].filter((id) => !hit.has(id)),
      others: [...hit].filter((id) => !ids.has(id)).length,
      redOthers: [...red].filter((id) => !frauds.has(id)),
    };
  });
}
