/**
 * Lines that are no engine of one thread over one set: loading, changes under load, lists put in place, several threads, whole decisions. They run after
 * the engines, one after another in the order of the list, each in a process of its own.
 */
import { fork } from "node:child_process";
import { join } from "node:path";
import type { Measurement } from "./measurement.ts";
import type { Size } from "./operations/operation.ts";
import type { Ask } from "./run.ts";

interface Extra {
  readonly name: string;
  readonly workload: Size["workload"];
  readonly criteria: number;
  /** Criteria in a quick run. */
  readonly quick: number;
  /** Only when named: it takes many minutes. */
  readonly onDemand?: true;
}

export const extras: readonly Extra[] = [
  { name: "loading", workload: "W2", criteria: 1_000_000, quick: 10_000 },
  { name: "changes", workload: "W2", criteria: 1_000_000, quick: 10_000 },
  { name: "listSwaps", workload: "W2", criteria: 1, quick: 1 },
  { name: "workers", workload: "W2", criteria: 100_000, quick: 10_000 },
  { name: "wholeDecision", workload: "W1", criteria: 32_000, quick: 32_000 },
  { name: "answers", workload: "W1", criteria: 1_000_000, quick: 10_000, onDemand: true },
  { name: "answers", workload: "W2", criteria: 1_000_000, quick: 10_000, onDemand: true },
];

/** Chosen as engines are, by name; all when none is. */
export async function measureExtras({ only, quick, seed }: Ask): Promise<readonly Measurement[]> {
  const chosen = extras.filter(({ name, onDemand }) =>
    only.length === 0 ? onDemand === undefined : only.includes(name),
  );
  const measured: Measurement[] = [];
  for (const extra of chosen) {
    const size = {
      workload: extra.workload,
      criteria: quick ? extra.quick : extra.criteria,
      seed,
    };
    console.log(`\n${extra.name}`);
    measured.push(...(await inProcess(extra.name, size)));
  }
  return measured;
}

function inProcess(name: string, size: Size): Promise<readonly Measurement[]> {
  return new Promise((resolve, reject) => {
    const child = fork(
      join(import.meta.dirname, "operations/operate-once.ts"),
      [name, JSON.stringify(size)],
      {
        execArgv: [
          "--conditions=source",
          "--disable-warning=ExperimentalWarning",
          "--expose-gc",
          "--max-old-space-size=8000",
        ],
      },
    );
    let measured: readonly Measurement[] | undefined;
    child.on("message", (message) => {
      measured = message as readonly Measurement[];
    });
    child.on("exit", (code) => {
      if (measured === undefined) reject(new Error(`${name} ended with ${code}`));
      else resolve(measured);
    });
  });
}
