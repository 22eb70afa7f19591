/**
 * A place for a measurement to work in: the set of the benchmark with its rows as CSV, the bundle built from it by the command line.
 *
 * The folder is removed when the process ends.
 */
import { spawnSync } from "node:child_process";
import {
  closeSync,
  cpSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { indicatorLines } from "../indicators.ts";
import { heldOut, workload } from "../workload.ts";
import type { Size } from "./operation.ts";

const main = join(import.meta.dirname, "../../../packages/cli/src/main.ts");

/** Declarations of the past the index chooses its keys by. */
const SAMPLE = 2000;

export interface Place {
  readonly set: string;
  readonly bundle: string;
  /** Of `luong build`, from CSV to a bundle with its snapshot. */
  readonly buildMs: number;
  /** Largest resident memory of the build, bytes. */
  readonly buildBytes: number;
  readonly csvBytes: number;
}

/** Writes set and rows, then builds; throws with what the command said when it does not succeed. */
export function builtPlace(size: Size): Place {
  const folder = mkdtempSync(join(tmpdir(), "luong-operations-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const set = join(folder, "set");
  cpSync(join(import.meta.dirname, "../set"), set, { recursive: true });
  const config = JSON.parse(readFileSync(join(set, "luong.json"), "utf8")) as object;
  const bindings = { lists: {}, tables: { indicators: "indicators.csv" }, codeLists: {} };
  writeFileSync(join(set, "luong.json"), JSON.stringify({ ...config, bindings }));
  const csvBytes = writeLines(
    join(set, "indicators.csv"),
    indicatorLines(workload(size.workload, size.criteria, size.seed)),
  );
  const sample = join(folder, "sample.ndjson");
  const past = heldOut(size.seed).slice(0, SAMPLE);
  writeFileSync(sample, past.map((each) => `${JSON.stringify(each)}\n`).join(""));
  const bundle = join(folder, "indicators.luong");
  const started = performance.now();
  const buildBytes = run([
    "build",
    "--set",
    set,
    "--out",
    bundle,
    "--snapshot",
    "--sample",
    sample,
  ]);
  return { set, bundle, buildMs: performance.now() - started, buildBytes, csvBytes };
}

/** Runs the command line; its largest resident memory in bytes. */
function run(args: readonly string[]): number {
  const report = join(mkdtempSync(join(tmpdir(), "luong-report-")), "memory");
  const hook = `data:text/javascript,import{writeFileSync}from"node:fs";process.on("exit",()=>writeFileSync(${JSON.stringify(report)},String(process.resourceUsage().maxRSS)))`;
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      "--conditions=source",
      "--disable-warning=ExperimentalWarning",
      "--import",
      hook,
      main,
      ...args,
    ],
    { encoding: "utf8", maxBuffer: 1 << 28 },
  );
  if (status !== 0) throw new Error(`luong ${args.join(" ")} ended with ${status}: ${stderr}`);
  const kilobytes = existsSync(report) ? Number(readFileSync(report, "utf8")) : Number.NaN;
  return kilobytes * 1024;
}

/** A million lines need not be in memory at once. */
function writeLines(path: string, lines: Iterable<string>): number {
  const file = openSync(path, "w");
  let waiting = "";
  let bytes = 0;
  for (const line of lines) {
    waiting += line;
    if (waiting.length < 1 << 20) continue;
    bytes += writeSync(file, waiting);
    waiting = "";
  }
  bytes += writeSync(file, waiting);
  closeSync(file);
  return bytes;
}
