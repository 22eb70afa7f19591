// How the tests run: from the sources, through the `source` condition, so no build is needed first.
// The last line of a run is `N passed, N failed` (tools/summary-reporter.ts).
import { defineConfig } from "vitest/config";

// Vite's own conditions for Node, with ours in front.
const conditions = ["source", "module", "node", "development|production"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ["source", "node"] } },
  test: {
    include: [
      "packages/**/*.test.ts",
      "tools/**/*.test.ts",
      "examples/**/*.test.ts",
      "bench/**/*.test.ts",
      "corpus/**/*.test.ts",
    ],
    exclude: ["**/node_modules/**", "**/dist/**"],
    // Worker threads started by a test inherit these, and then find sources as the test does.
    execArgv: ["--conditions=source"],
    // Differential and property tests do real work on two cores; a hang should still end the run.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ["default", "./tools/summary-reporter.ts"],
  },
});
