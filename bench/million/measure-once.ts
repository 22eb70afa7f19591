/**
 * One contender on one workload at one size, in a process of its own: timed in turns the parent gives, or weighed. Started by `run.ts`.
 *
 * Comes in: a job as the only argument, JSON; then orders. Goes out: messages to the parent. Before anything is timed the hits of every line are compared
 * with the ground truth, on as many declarations as it manages in the time given.
 */
import { readFileSync } from "node:fs";
import type { Built, Contender, Line, Sample } from "./contender.ts";
import { contenderNamed } from "./contenders.ts";
import { sampleDeclarations } from "./declarations.ts";
import { type Effort, Turns } from "./turns.ts";
import { type Workload, type WorkloadName, workload } from "./workload.ts";

export interface Job {
  readonly kind: "time" | "weigh";
  readonly contender: string;
  readonly workload: WorkloadName;
  readonly criteria: number;
  readonly seed: number;
  readonly declarations: number;
  /** File with the ids that fire, by declaration, JSON. */
  readonly truth: string;
  readonly checkMs: number;
  readonly effort: Effort;
}

export type Order = "round" | "finish";

export type Message =
  /** What it is about to do: said when the process dies of it. */
  | { readonly kind: "busy"; readonly phase: string }
  | { readonly kind: "checked"; readonly engine: string; readonly declarations: number }
  /** Waits for orders. */
  | { readonly kind: "ready" }
  | { readonly kind: "timed"; readonly lines: readonly TimedLine[] }
  | { readonly kind: "weighed"; readonly bytes: number }
  /** It cannot be built. */
  | { readonly kind: "unable"; readonly problem: string }
  /** Another answer than brute force, or a fault of the benchmark: the run ends. */
  | { readonly kind: "wrong"; readonly problem: string };

export interface TimedLine {
  readonly contender: string;
  readonly engine: string;
  readonly decides: boolean;
  readonly buildMs: number;
  readonly rates: readonly number[];
  /** Ascending. */
  readonly leastMs: readonly number[];
  readonly declarations: number;
}

function tell(message: Message): Promise<void> {
  return new Promise((resolve) => process.send?.(message, undefined, undefined, () => resolve()));
}

async function time(of: Job): Promise<void> {
  const contender = contenderNamed(of.contender);
  await tell({ kind: "busy", phase: "building" });
  const made = await timedBuild(contender, workload(of.workload, of.criteria, of.seed));
  if (made.built === undefined) {
    await tell({ kind: "unable", problem: made.problem });
    return;
  }
  const { lines } = made.built;
  const samples = samplesOf(of);
  const truth: readonly (readonly number[])[] = JSON.parse(readFileSync(of.truth, "utf8"));
  for (const line of lines) {
    await tell({ kind: "busy", phase: `checking ${line.engine}` });
    const declarations = await check(line, samples, truth, of.checkMs);
    if (line.hits !== null) await tell({ kind: "checked", engine: line.engine, declarations });
  }
  await tell({ kind: "busy", phase: "timing" });
  const turns = new Turns(lines, samples, of.effort);
  await turns.warmUp();
  for (;;) {
    const given = nextOrder();
    await tell({ kind: "ready" });
    if ((await given) === "finish") break;
    await turns.round();
  }
  await tell({
    kind: "timed",
    lines: turns.timed().map(({ line, rates, leastMs, declarations }) => ({
      contender: contender.name,
      engine: line.engine,
      decides: line.hits !== null,
      buildMs: made.ms,
      rates,
      leastMs: leastMs.toSorted((a, b) => a - b),
      declarations,
    })),
  });
}

function nextOrder(): Promise<Order> {
  return new Promise((resolve) => process.once("message", (order: Order) => resolve(order)));
}

function samplesOf({ declarations, seed }: Job): readonly Sample[] {
  return sampleDeclarations(declarations, seed).map((declaration) => ({
    declaration,
    text: JSON.stringify(declaration),
  }));
}

type Made =
  | { readonly built: Built; readonly ms: number }
  | { readonly built?: undefined; readonly problem: string };

async function timedBuild({ feed, build }: Contender, load: Workload): Promise<Made> {
  // Once in vain: what is taken off must not hold the time V8 needs to see that the generator is hot.
  consume(feed(load), WARMING);
  const before = performance.now();
  consume(feed(load), Infinity);
  const feedMs = performance.now() - before;
  globalThis.gc?.();
  const start = performance.now();
  try {
    const built = await build(load);
    return { built, ms: Math.max(0, performance.now() - start - feedMs) };
  } catch (error) {
    return { problem: String(error).split("\n")[0] ?? "" };
  }
}

const WARMING = 10_000;

function consume(fed: Iterable<unknown>, most: number): void {
  let count = 0;
  for (const _ of fed) {
    count += 1;
    if (count >= most) return;
  }
}

async function check(
  line: Line,
  samples: readonly Sample[],
  truth: readonly (readonly number[])[],
  budgetMs: number,
): Promise<number> {
  const { hits, run, engine } = line;
  if (hits === null) return 0;
  const start = performance.now();
  let checked = 0;
  for (const [index, sample] of samples.entries()) {
    const found = [...hits(await run(sample))].sort((a, b) => a - b);
    const wanted = truth[index] ?? [];
    if (found.join() !== wanted.join())
      throw new Error(
        `${engine} differs on ${sample.declaration.number}: ${difference(found, wanted)}`,
      );
    checked += 1;
    if (performance.now() - start > budgetMs) break;
  }
  return checked;
}

function difference(found: readonly number[], wanted: readonly number[]): string {
  const shown = (ids: readonly number[]): string => ids.slice(0, 5).join(" ") || "none";
  const missing = wanted.filter((id) => !found.includes(id));
  const extra = found.filter((id) => !wanted.includes(id));
  return `missing ${shown(missing)}, too many ${shown(extra)}`;
}

/**
 * Growth of the heap by the criteria: by a build of all, less by a build of one, each with some questions asked so that what is compiled lazily is
 * there.
 */
async function weigh(of: Job): Promise<void> {
  const contender = contenderNamed(of.contender);
  await tell({ kind: "busy", phase: "weighing" });
  const samples = samplesOf(of);
  const held: unknown[] = [];
  const growth = async (criteria: number): Promise<number> => {
    const load = workload(of.workload, criteria, of.seed);
    const before = heldBytes();
    const built = await contender.build(load);
    await ask(built.lines, samples, of.checkMs);
    held.push(built);
    return heldBytes() - before + (built.bytes ?? 0);
  };
  // The first one loads modules and makes the tables of the generator.
  await growth(1);
  const one = await growth(1);
  const all = await growth(of.criteria);
  if (held.length !== 3) throw new Error("a build was given back too soon");
  await tell({ kind: "weighed", bytes: Math.max(0, all - one) });
}

async function ask(
  lines: readonly Line[],
  samples: readonly Sample[],
  budgetMs: number,
): Promise<void> {
  const start = performance.now();
  for (const sample of samples) {
    for (const line of lines) await line.run(sample);
    if (performance.now() - start > budgetMs) return;
  }
}

function heldBytes(): number {
  for (let time = 0; time < 3; time += 1) globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const job: Job = JSON.parse(process.argv[2] ?? "{}");
try {
  await (job.kind === "time" ? time(job) : weigh(job));
} catch (error) {
  const problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
  await tell({ kind: "wrong", problem });
}
process.disconnect();
