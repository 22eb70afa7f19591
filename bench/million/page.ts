/**
 * Measurements → `docs/performance.md` and its charts. Measures nothing; the text around the figures stands here, every figure comes from the file.
 */
import { writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { chartSvg } from "./chart.ts";
import type { Measurement } from "./measurement.ts";
import { OPERATION } from "./operations/operation.ts";

const docs = join(import.meta.dirname, "../../docs");

/** The line the others are compared with. */
const OURS = "luong (match)";

/** Writes `performance.md`, `performance.svg` (W1) and `performance-tuned.svg` (W2) into the folder of the documentation. */
export function writePage(measurements: readonly Measurement[], folder: string = docs): void {
  const engines = measurements.filter(isEngine);
  const ofW1 = engines.filter(({ workload }) => workload === "W1");
  const ofW2 = engines.filter(({ workload }) => workload === "W2");
  writeFileSync(join(folder, "performance.md"), pageText(measurements, machineText()));
  if (ofW1.length > 0)
    writeFileSync(
      join(folder, "performance.svg"),
      chartSvg(ofW1, "Declarations a second, W1 (as generated)"),
    );
  if (ofW2.length > 0)
    writeFileSync(
      join(folder, "performance-tuned.svg"),
      chartSvg(ofW2, "Declarations a second, W2 (tuned)"),
    );
}

function isEngine({ engine }: Measurement): boolean {
  return !engine.startsWith(OPERATION);
}

/** Of the machine that writes the page, which should be the one that measured. */
function machineText(): string {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${first?.model.trim() ?? "unknown processor"}, ${memory} GiB, Node ${process.versions.node}`;
}

export function pageText(measurements: readonly Measurement[], machine: string): string {
  const charts = [
    measurements.some(({ workload }) => workload === "W1")
      ? "![Declarations a second against criteria, W1](performance.svg)"
      : "",
    measurements.some(({ workload }) => workload === "W2")
      ? "![Declarations a second against criteria, W2](performance-tuned.svg)"
      : "",
  ].filter((each) => each !== "");
  const engines = measurements.filter(isEngine);
  const sections = [...groups(engines)].map(([title, of]) => section(title, of));
  const running = operations(measurements.filter((each) => !isEngine(each)));
  const parts = [introduction(machine), ...charts, ratios(engines), ...sections, running];
  return `${parts.filter((each) => each !== "").join("\n\n")}\n`;
}

function introduction(machine: string): string {
  return `# How fast

Written by \`npm run bench -- million --page FILE\` from a result of \`npm run bench -- million --json FILE\`; edit \`bench/million/page.ts\`, not this page.
Measured on: ${machine}; one thread for each engine.

One declaration (38 facts, 1 to 20 goods items, 2.3 KB as JSON) against N criteria of 2 to 8 predicates each: equal, one of several, none of several, ranges, beginnings of
codes of goods, watch lists, one \`or\`. A criterion fires when one goods item exists for which all its predicates hold. Every criterion is a row of one
template of the language (\`bench/million/set\`); the peers get the same criteria in the form that suits them best.

- **W1** is as generated: many criteria fire, more than any office would bear.
- **W2** is tuned, as an office tunes: a criterion that fires on any of 3,000 past declarations is replaced. This is the realistic one.

A rate is the median of rounds in which all engines take turns; p50 and p99 are over declarations, each by the least of its times, null below 100 declarations.
Before anything is timed, the hits of every engine are compared with brute force. An engine has no row where it was stopped: when one declaration would take more than
8 s, the build more than a minute, or memory more than 6 GB. "luong (match)" says which criteria fire, as the peers do; "luong (decide)" makes the whole
decision (policy, scorecard, sample), "reasons" explains it. Hits drive the cost and stand beside every rate. Bytes are those of JavaScript's heap and array buffers; native memory is not seen.`;
}

/** By workload, then size. */
function groups(measurements: readonly Measurement[]): Map<string, Measurement[]> {
  const found = new Map<string, Measurement[]>();
  const ordered = measurements.toSorted(
    (a, b) =>
      Number(a.workload > b.workload) - Number(a.workload < b.workload) || a.criteria - b.criteria,
  );
  for (const each of ordered) {
    const title = `${each.workload}, ${count(each.criteria)} criteria`;
    const group = found.get(title);
    if (group === undefined) found.set(title, [each]);
    else group.push(each);
  }
  return found;
}

function section(title: string, measurements: readonly Measurement[]): string {
  const ours = measurements.find(({ engine }) => engine === OURS);
  const rows = measurements
    .toSorted((a, b) => rateOf(b) - rateOf(a))
    .map((each) =>
      row([
        each.engine,
        cell(each.declarationsPerSecond, rate),
        cell(each.hitsPerDeclaration, amount),
        cell(each.p50Us, amount),
        cell(each.p99Us, amount),
        cell(each.bytesPerCriterion, count),
        cell(each.buildMs, count),
        timesText(ours, each),
      ]),
    );
  const heads = [
    "engine",
    "declarations/s",
    "hits/declaration",
    "p50 µs",
    "p99 µs",
    "B/criterion",
    "build ms",
    `${OURS} is … times that`,
  ];
  return [`## ${title}`, "", row(heads), rule(heads.length), ...rows].join("\n");
}

/** What one measurement of ours is over another's; below one where ours loses. */
function timesText(ours: Measurement | undefined, other: Measurement): string {
  if (ours === undefined || other.engine === OURS) return "";
  return amount(rateOf(ours) / rateOf(other));
}

function rateOf({ declarationsPerSecond }: Measurement): number {
  return declarationsPerSecond ?? Number.NaN;
}

/** What is measured beside one thread over one set. */
function operations(measurements: readonly Measurement[]): string {
  if (measurements.length === 0) return "";
  const rows = measurements.map((each) =>
    row([
      each.engine.slice(OPERATION.length),
      each.workload,
      count(each.criteria),
      cell(each.declarationsPerSecond, rate),
      cell(each.hitsPerDeclaration, amount),
      cell(each.p50Us, amount),
      cell(each.p99Us, amount),
      cell(each.buildMs, amount),
    ]),
  );
  const heads = [
    "what",
    "workload",
    "criteria",
    "declarations/s",
    "hits/declaration",
    "p50 µs",
    "p99 µs",
    "ms",
  ];
  return [
    "## Running it",
    "",
    "Each in a process of its own, answers compared with brute force before a figure counts. A change puts one row and takes one away; it is visible when the next",
    "decision holds the one and not the other. A pause is what the deciding thread waits for. Two workers share one index with the thread that cuts lines; on two",
    "cores that thread takes its share from them.",
    "",
    row(heads),
    rule(heads.length),
    ...rows,
  ].join("\n");
}

/** One row a peer, one column a workload and size. */
function ratios(measurements: readonly Measurement[]): string {
  const columns = [...groups(measurements)].filter(([, of]) =>
    of.some(({ engine }) => engine === OURS),
  );
  const engines = [...new Set(measurements.map(({ engine }) => engine))].filter(
    (engine) => engine !== OURS,
  );
  if (columns.length === 0) return "";
  const rows = engines.map((engine) =>
    row([
      engine,
      ...columns.map(([, of]) => {
        const ours = of.find((each) => each.engine === OURS);
        const other = of.find((each) => each.engine === engine);
        return other === undefined ? "stopped" : timesText(ours, other);
      }),
    ]),
  );
  const heads = [`${OURS} is … times`, ...columns.map(([title]) => title.replace(" criteria", ""))];
  return ["## Ratios", "", row(heads), rule(heads.length), ...rows].join("\n");
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function rule(columns: number): string {
  return `|---|${"--:|".repeat(columns - 1)}`;
}

function cell(value: number | null, show: (value: number) => string): string {
  return value === null ? "" : show(value);
}

function rate(value: number): string {
  return value >= 100 ? count(value) : amount(value);
}

/** Three digits, or the whole number. */
function amount(value: number): string {
  return value >= 100 ? count(value) : String(Number(value.toPrecision(3)));
}

function count(value: number): string {
  return Math.round(value)
    .toString()
    .replaceAll(/\B(?=(\d{3})+$)/g, ",");
}
