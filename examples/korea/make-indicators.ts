// Comes in: the year 2020 of the Korean import set (train.csv). Goes out, on standard output: the table
// `risk_indicators`, at most 140 rows of goods (HS6, or HS6 and origin) with a level and points.
//
// The rows are our judgement, put down as a rule: which goods were found wrong so much more often than usual that an
// officer should look, and how strongly. Counts and rates of the set stay out of the table. It never
// looks at 2021, so that year can be used to judge the rows.
//
//   node examples/korea/make-indicators.ts ../shared/data/korea/train.csv > examples/korea/bindings/risk-indicators.csv
import { readFileSync } from "node:fs";
import process from "node:process";

/** Rows of the table: few enough to be read by one person. */
const ROWS_MAX = 140;
/** Goods seen less often say nothing. */
const SEEN_MIN = 12;
/** Weight of the overall rate, in declarations: pulls small counts towards the usual. */
const PRIOR = 20;

/** Smoothed share found wrong, from which a row gets its points; the overall share is about 0.22. */
const BANDS = [
  { from: 0.5, level: "red", points: 40 },
  { from: 0.43, level: "red", points: 30 },
  { from: 0.36, level: "yellow", points: 20 },
  { from: 0, level: "yellow", points: 10 },
] as const;

type Row = Readonly<Record<string, string>>;

interface Tally {
  readonly hs: string;
  readonly origin: string;
  seen: number;
  found: number;
}

interface Indicator {
  readonly hs: string;
  readonly origin: string;
  readonly rate: number;
  readonly level: "red" | "yellow";
  readonly points: number;
}

/** The published file has no quoted cells, so a comma is always a border. */
function rowsFromCsv(text: string): readonly Row[] {
  const [head = "", ...lines] = text.split(/\r?\n/).filter((line) => line !== "");
  const names = head.split(",");
  return lines.map((line) => {
    const cells = line.split(",");
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ""]));
  });
}

/** A missing column reads as empty: no goods, nothing found. */
function cell(row: Row, column: string): string {
  return row[column] ?? "";
}

function tally(rows: readonly Row[]): Map<string, Tally> {
  const tallies = new Map<string, Tally>();
  const count = (hs: string, origin: string, wrong: boolean): void => {
    const key = `${hs}|${origin}`;
    const entry = tallies.get(key) ?? { hs, origin, seen: 0, found: 0 };
    entry.seen += 1;
    if (wrong) entry.found += 1;
    tallies.set(key, entry);
  };
  for (const row of rows) {
    const hs = cell(row, "HS6 Code");
    const wrong = cell(row, "Fraud") === "1";
    count(hs, "", wrong);
    count(hs, cell(row, "Country of Origin"), wrong);
  }
  return tallies;
}

function indicatorFrom(entry: Tally, usual: number): Indicator {
  const rate = (entry.found + PRIOR * usual) / (entry.seen + PRIOR);
  const band = BANDS.find(({ from }) => rate >= from) ?? BANDS[BANDS.length - 1];
  return {
    hs: entry.hs,
    origin: entry.origin,
    rate,
    level: band?.level ?? "yellow",
    points: band?.points ?? 10,
  };
}

/** Code points, so that the order is the same on every machine. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The strongest rows, without those that add nothing to the row of all origins. */
function select(tallies: Map<string, Tally>, usual: number): readonly Indicator[] {
  const strongest = [...tallies.values()]
    .filter((entry) => entry.seen >= SEEN_MIN)
    .map((entry) => indicatorFrom(entry, usual))
    .sort((a, b) => b.rate - a.rate || compare(a.hs, b.hs) || compare(a.origin, b.origin));
  const rows = strongest.slice(0, ROWS_MAX);
  const allOrigins = new Map(
    rows.filter((row) => row.origin === "").map((row) => [row.hs, row.points]),
  );
  return rows
    .filter((row) => row.origin === "" || row.points > (allOrigins.get(row.hs) ?? 0))
    .sort((a, b) => compare(a.hs, b.hs) || compare(a.origin, b.origin));
}

function csvFrom(indicators: readonly Indicator[]): string {
  const lines = indicators.map((row, index) => {
    const id = `K${String(index + 1).padStart(3, "0")}`;
    return `${id},${row.hs},${row.origin},${row.level},${row.points}`;
  });
  return `${["id,hs,origin,level,points", ...lines].join("\n")}\n`;
}

const [path] = process.argv.slice(2);
if (path === undefined) {
  process.stderr.write("usage: make-indicators.ts <train.csv>\n");
  process.exitCode = 2;
} else {
  const rows = rowsFromCsv(readFileSync(path, "utf8"));
  const usual = rows.filter((row) => cell(row, "Fraud") === "1").length / rows.length;
  process.stdout.write(csvFrom(select(tally(rows), usual)));
}
