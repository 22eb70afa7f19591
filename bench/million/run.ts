/**
 * `npm run bench -- million`: both workloads at every size, every engine as far as it goes.
 *
 * Each engine has a process of its own, so that none is slowed by another's heap or compiled code; the processes wait, and one at a time is given a turn in
 * every round. An engine that takes its process down is left out, with the reason.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { machineLine, shownSpread, spreadOf } from "../measure.ts";
import { Child } from "./child.ts";
import type { Contender } from "./contender.ts";
import { contenders } from "./contenders.ts";
import { matches } from "./criteria.ts";
import { type Declaration, sampleDeclarations } from "./declarations.ts";
import { measureExtras } from "./extras.ts";
import { type Footing, stopReason } from "./limits.ts";
import type { Job, TimedLine } from "./measure-once.ts";
import { type Measured, type Measurement, measurementOf } from "./measurement.ts";
import { type Effort, rotated } from "./turns.ts";
import { groundTruth, type Workload, type WorkloadName, workload } from "./workload.ts";

export interface Ask {
  readonly quick: boolean;
  readonly seed: number;
  /** Else those of the issue: a thousand to a million, to ten thousand when quick. */
  readonly sizes?: readonly number[];
  /** Names of contenders; all when empty. */
  readonly only: readonly string[];
  /** Hears of all that was measured so far, so that a run that is cut short leaves what it has. */
  readonly onMeasured?: (measurements: readonly Measurement[]) => void;
}

const WORKLOADS: readonly WorkloadName[] = ["W1", "W2"];

/** Declarations whose ground truth is itself compared with brute force. */
const BRUTE_FORCED = 12;

export async function millionBenchmark(ask: Ask): Promise<readonly Measurement[]> {
  const sizes = ask.sizes ?? (ask.quick ? [1000, 10_000] : [1000, 10_000, 100_000, 1_000_000]);
  console.log(machineLine());
  const chosen = contenders.filter(({ name }) => ask.only.length === 0 || ask.only.includes(name));
  const fields = chosen.length === 0 ? [] : WORKLOADS.map((name) => new Field(name, chosen, ask));
  const found: Measured[] = [];
  const declarations = sampleDeclarations(sampleSize(ask), ask.seed);
  const folder = mkdtempSync(join(tmpdir(), "luong-million-truth-"));
  try {
    for (const size of sizes)
      for (const field of fields) {
        const truth = truthOf(workload(field.name, size, ask.seed), declarations, folder);
        found.push(...(await field.measure(size, truth)));
        ask.onMeasured?.(found.map(measurementOf));
      }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const measurements = found.map(measurementOf);
  return [...measurements, ...(await measureExtras(ask))];
}

/** The contenders of one workload: who is still able, and on what footing. */
class Field {
  readonly name: WorkloadName;
  private readonly contenders: readonly Contender[];
  private readonly ask: Ask;
  private readonly footings = new Map<string, Footing>();
  private readonly stopped = new Map<string, string>();
  /** By contender and size; what a criterion weighs does not depend on the workload, so a quick run weighs W1 only. */
  private static readonly weights = new Map<string, number>();

  constructor(name: WorkloadName, all: readonly Contender[], ask: Ask) {
    this.name = name;
    this.contenders = all;
    this.ask = ask;
  }

  async measure(criteria: number, truth: Truth): Promise<readonly Measured[]> {
    const able = this.contenders.filter((each) => this.isAble(each, criteria));
    const lines = await this.time(able, criteria, truth.file);
    console.log(
      `\n${this.name}, ${criteria.toLocaleString("en-US")} criteria, ${truth.hitsPerDeclaration.toPrecision(3)} hits a declaration`,
    );
    const weights = new Map<string, number | null>();
    for (const contender of able)
      if (!this.stopped.has(contender.name))
        weights.set(contender.name, await this.weight(contender, criteria));
    this.remember(lines, weights, criteria);
    const measured = lines.map((line) =>
      this.measuredOf(line, criteria, truth.hitsPerDeclaration, weights),
    );
    for (const each of measured) console.log(shown(each));
    for (const [name, reason] of this.stopped)
      console.log(`  ${name.padEnd(26)} stopped: ${reason}`);
    return measured;
  }

  private isAble({ name, most, always }: Contender, criteria: number): boolean {
    if (this.stopped.has(name)) return false;
    const last = this.footings.get(name);
    const tooMany = `not tried on more than ${most.toLocaleString("en-US")} criteria`;
    const costs = last === undefined || always ? undefined : stopReason(last, criteria);
    const reason = criteria > most ? tooMany : costs;
    if (reason === undefined) return true;
    this.stopped.set(name, reason);
    return false;
  }

  /** Builds one after another, then rounds in which one process at a time works. */
  private async time(
    able: readonly Contender[],
    criteria: number,
    truth: string,
  ): Promise<readonly TimedLine[]> {
    const children = new Map<string, Child>();
    try {
      for (const { name } of able) {
        const child = new Child(this.job("time", name, criteria, truth), (engine, declarations) =>
          console.log(`  ${engine}: same hits on ${declarations} declarations`),
        );
        children.set(name, child);
        await this.heard(name, child, children);
      }
      const { rounds } = this.effort();
      for (let round = 0; round < rounds; round += 1)
        for (const [name, child] of rotated([...children], round)) {
          child.order("round");
          await this.heard(name, child, children);
        }
      const lines: TimedLine[] = [];
      for (const [name, child] of children) {
        child.order("finish");
        lines.push(...(await this.heard(name, child, children)));
      }
      return lines;
    } finally {
      for (const child of children.values()) child.end();
    }
  }

  /** The next word of a process: its lines when it is done; a contender that failed is dropped with the reason. */
  private async heard(
    name: string,
    child: Child,
    children: Map<string, Child>,
  ): Promise<readonly TimedLine[]> {
    const word = await child.next();
    switch (word.kind) {
      case "timed":
        return word.lines;
      case "wrong":
        throw new Error(word.problem);
      case "unable":
      case "died":
        children.delete(name);
        this.stopped.set(
          name,
          word.kind === "died" ? `the process died while ${word.phase}` : word.problem,
        );
        return [];
      case "ready":
      case "weighed":
        return [];
    }
  }

  private async weight(contender: Contender, criteria: number): Promise<number | null> {
    if (!contender.weighable) return null;
    const key = `${contender.name} ${criteria}`;
    const known = Field.weights.get(key);
    if (known !== undefined && this.ask.quick) return known;
    const child = new Child(this.job("weigh", contender.name, criteria, ""), () => {});
    const word = await child.next();
    child.end();
    if (word.kind === "wrong") throw new Error(word.problem);
    if (word.kind !== "weighed") return null;
    const bytes = word.bytes / criteria;
    Field.weights.set(key, bytes);
    return bytes;
  }

  private job(kind: Job["kind"], contender: string, criteria: number, truth: string): Job {
    const { quick, seed } = this.ask;
    return {
      kind,
      contender,
      workload: this.name,
      criteria,
      seed,
      declarations: kind === "weigh" ? 20 : sampleSize(this.ask),
      truth,
      checkMs: quick ? 500 : 2000,
      effort: this.effort(),
    };
  }

  private effort(): Effort {
    return this.ask.quick
      ? { rounds: 3, roundMs: 100, warmUpMs: 400 }
      : { rounds: 7, roundMs: 250, warmUpMs: 1000 };
  }

  private remember(
    lines: readonly TimedLine[],
    weights: ReadonlyMap<string, number | null>,
    criteria: number,
  ): void {
    for (const { contender, buildMs, rates } of lines) {
      const before = this.footings.get(contender);
      const slowest = before?.criteria === criteria ? before.msPerDeclaration : 0;
      this.footings.set(contender, {
        criteria,
        buildMs,
        msPerDeclaration: Math.max(slowest, 1000 / spreadOf(rates).median),
        bytes: (weights.get(contender) ?? 0) * criteria,
      });
    }
  }

  private measuredOf(
    line: TimedLine,
    criteria: number,
    hits: number,
    weights: ReadonlyMap<string, number | null>,
  ): Measured {
    const { median, least, greatest } = spreadOf(line.rates);
    const bytes = weights.get(line.contender) ?? null;
    return {
      workload: this.name,
      engine: line.engine,
      criteria,
      declarationsPerSecond: rounded(median),
      p50Us: percentile(line.leastMs, 0.5),
      p99Us: percentile(line.leastMs, 0.99),
      hitsPerDeclaration: line.decides ? hits : null,
      bytesPerCriterion: bytes === null ? null : Math.round(bytes),
      buildMs: line.decides ? Math.round(line.buildMs) : null,
      least,
      greatest,
      declarations: line.declarations,
    };
  }
}

function sampleSize({ quick }: Ask): number {
  return quick ? 500 : 2000;
}

interface Truth {
  readonly hitsPerDeclaration: number;
  /** Ids by declaration, JSON: for the processes. */
  readonly file: string;
}

function truthOf(of: Workload, declarations: readonly Declaration[], folder: string): Truth {
  const hits = groundTruth(of, declarations);
  compareWithBruteForce(of, declarations.slice(0, BRUTE_FORCED), hits);
  const file = join(folder, `${of.name}-${of.size}.json`);
  writeFileSync(file, JSON.stringify(hits));
  const total = hits.reduce((sum, each) => sum + each.length, 0);
  return { file, hitsPerDeclaration: total / declarations.length };
}

function compareWithBruteForce(
  of: Workload,
  declarations: readonly Declaration[],
  truth: readonly (readonly number[])[],
): void {
  const hits: number[][] = declarations.map(() => []);
  for (const criterion of of.criteria())
    for (const [index, declaration] of declarations.entries())
      if (matches(criterion, declaration)) hits[index]?.push(criterion.id);
  for (const [index, ids] of hits.entries())
    if (ids.join() !== truth[index]?.join())
      throw new Error(`the ground truth differs from brute force on declaration ${index}`);
}

/** Microseconds, nearest rank; of fewer than 100 there is no hundredth. */
function percentile(sortedMs: readonly number[], share: number): number | null {
  if (sortedMs.length < 100) return null;
  const at = Math.ceil(share * sortedMs.length) - 1;
  return rounded((sortedMs[at] ?? 0) * 1000);
}

/** Four digits: more would be noise. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

function shown(each: Measured): string {
  const rate = shownSpread({
    median: each.declarationsPerSecond ?? Number.NaN,
    least: each.least,
    greatest: each.greatest,
  });
  const latency =
    each.p50Us === null ? "" : `, ${shownUs(each.p50Us)} / ${shownUs(each.p99Us ?? 0)} µs p50/p99`;
  const bytes = each.bytesPerCriterion === null ? "" : `, ${each.bytesPerCriterion} B a criterion`;
  const build = each.buildMs === null ? "" : `, built in ${each.buildMs} ms`;
  return `  ${each.engine.padEnd(26)} ${rate.padEnd(34)} a second${latency}${bytes}${build}`;
}

function shownUs(us: number): string {
  return us >= 100 ? String(Math.round(us)) : us.toPrecision(2);
}
