/**
 * `npm run bench -- build`: check and build of ten thousand text criteria, each time in a process of its own, as CI does it.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { shownSpread, spreadOf } from "./measure.ts";

export interface BuildResult {
  readonly benchmark: "build";
  readonly criteria: number;
  /** Median over the runs, by phase; `totalMs` is the whole process with the start of Node. */
  readonly analyseMs: number;
  readonly compileMs: number;
  readonly totalMs: number;
}

interface Once {
  readonly analyseMs: number;
  readonly compileMs: number;
  readonly totalMs: number;
}

function once(criteria: number): Once {
  const start = performance.now();
  const child = spawnSync(
    process.execPath,
    [
      "--conditions=source",
      "--disable-warning=ExperimentalWarning",
      "--max-semi-space-size=64",
      join(import.meta.dirname, "build-once.ts"),
      String(criteria),
    ],
    { encoding: "utf8" },
  );
  const totalMs = performance.now() - start;
  if (child.status !== 0) throw new Error(child.stderr);
  return { ...JSON.parse(child.stdout), totalMs };
}

export function buildBenchmark(criteria: number, rounds: number): BuildResult {
  const runs = Array.from({ length: rounds }, () => once(criteria));
  const median = (pick: (run: Once) => number): number =>
    Math.round(spreadOf(runs.map(pick)).median);
  const total = spreadOf(runs.map((run) => run.totalMs / 1000));
  const result = {
    analyseMs: median((run) => run.analyseMs),
    compileMs: median((run) => run.compileMs),
    totalMs: median((run) => run.totalMs),
  };
  console.log(
    `${criteria} text criteria: check ${result.analyseMs} ms, build ${result.compileMs} ms, whole process ${shownSpread(total)} s`,
  );
  return { benchmark: "build", criteria, ...result };
}
