// Is what was planted found, and nothing else? Comes in: a folder that generate.ts wrote. Goes out: a table by row of the catalogue; exit code 1
// when a red row differs from the truth, or a planted case of another row has not its sign.
//
//   node examples/vietnam/history/check/check.ts FOLDER [EVERY]
import process from "node:process";
import { pathToFileURL } from "node:url";
import { OTHER_ROWS, otherPassages, otherTests } from "./other.ts";
import { type Files, filesOf, recordsFrom } from "./records.ts";
import { findRed, indexOf, RED_ROWS } from "./red.ts";

export interface RowResult {
  readonly row: number;
  readonly planted: number;
  /** Planted and found not. */
  readonly missed: readonly string[];
  /** Found and planted not: of red rows all, of others the share of honest declarations looked at. */
  readonly extra: readonly string[];
}

export interface Checked {
  readonly red: readonly RowResult[];
  readonly other: readonly RowResult[];
  /** Honest declarations that the other rows were asked of. */
  readonly sample: number;
}

/** Planted ids of a row; of row 37 those that are red. */
function plantedOf({ truth }: Files, row: number, red: boolean): Set<string> {
  const ids = truth.filter(
    (each) => each.row === row && !(red && row === 37 && !each.planted.endsWith("rank 9")),
  );
  return new Set(ids.map(({ id }) => id));
}

function compare(row: number, planted: ReadonlySet<string>, found: ReadonlySet<string>): RowResult {
  return {
    row,
    planted: planted.size,
    missed: [...planted].filter((id) => !found.has(id)),
    extra: [...found].filter((id) => !planted.has(id)),
  };
}

/** `every`: of honest declarations each so many-th is asked about the other rows, to count what they hit. */
export function check(files: Files, every: number): Checked {
  const records = recordsFrom(files);
  const index = indexOf(records);
  const red = findRed(index);
  const planted = new Set(files.truth.map(({ id }) => id));
  const found = otherPassages(index);
  const rowsOf = otherTests(index);
  let sample = 0;
  for (const [place, asked] of records.asked.entries()) {
    const honest = !planted.has(asked.declaration.no);
    if (honest && place % every !== 0) continue;
    if (honest) sample += 1;
    for (const row of rowsOf(asked)) {
      const ids = found.get(row) ?? new Set<string>();
      found.set(row, ids.add(asked.declaration.no));
    }
  }
  return {
    red: RED_ROWS.map((row) =>
      compare(row, plantedOf(files, row, true), red.get(row) ?? new Set()),
    ),
    other: [...OTHER_ROWS, 37].map((row) => {
      const result = compare(row, plantedOf(files, row, false), found.get(row) ?? new Set());
      // A case may well hit a second row; here the honest are counted.
      return { ...result, extra: result.extra.filter((id) => !planted.has(id)) };
    }),
    sample,
  };
}

function main(): void {
  const [folder, every = "50"] = process.argv.slice(2);
  const step = Number(every);
  if (folder === undefined || !Number.isSafeInteger(step) || step < 1) {
    process.stderr.write(
      "a folder that generate.ts wrote, and perhaps a whole number, are needed\n",
    );
    process.exitCode = 2;
    return;
  }
  const { red, other, sample } = check(filesOf(folder), step);
  const say = (line: string): boolean => process.stdout.write(`${line}\n`);
  say("red rows        planted  missed  others");
  for (const { row, planted, missed, extra } of red) {
    say(
      `${String(row).padStart(3)} ${String(planted).padStart(19)} ${String(missed.length).padStart(7)} ${String(extra.length).padStart(7)} ${[...missed, ...extra].slice(0, 3).join(" ")}`,
    );
  }
  say(`other rows      planted  missed  others; ${sample} honest declarations asked`);
  for (const { row, planted, missed, extra } of other) {
    say(
      `${String(row).padStart(3)} ${String(planted).padStart(19)} ${String(missed.length).padStart(7)} ${String(extra.length).padStart(7)} ${missed.slice(0, 3).join(" ")}`,
    );
  }
  const wrong =
    red.some(({ missed, extra }) => missed.length + extra.length > 0) ||
    other.some(({ missed }) => missed.length > 0);
  if (wrong) process.exitCode = 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main();
