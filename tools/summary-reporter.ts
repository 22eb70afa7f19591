// The one line that machines read: `N passed, N failed`, with `, N skipped` when there were any.
// Comes in: a finished Vitest run. Goes out: that line, last on standard output.
// The exit code is Vitest's own; this only makes sure the line never says "0 failed" beside a failure.
import type { Reporter, TestModule } from "vitest/node";

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export function renderCounts({ passed, failed, skipped }: Counts): string {
  const line = `${passed} passed, ${failed} failed`;
  return skipped === 0 ? line : `${line}, ${skipped} skipped`;
}

/** Test cases by outcome. A file that broke outside any test case counts as one failure. */
export function countTests(modules: readonly TestModule[], unhandledErrors: number): Counts {
  const counts = { passed: 0, failed: unhandledErrors, skipped: 0 };
  for (const module of modules) {
    let failedHere = 0;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === "passed") counts.passed += 1;
      else if (state === "skipped") counts.skipped += 1;
      else failedHere += 1; // "pending" too: a case that never finished has not passed
    }
    if (failedHere === 0 && module.state() === "failed") failedHere = 1;
    counts.failed += failedHere;
  }
  return counts;
}

export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const line = renderCounts(countTests(modules, unhandledErrors.length));
    // On exit rather than now: the default reporter may still be printing its own summary.
    process.once("exit", () => process.stdout.write(`${line}\n`));
  }
}
