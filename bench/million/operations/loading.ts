/**
 * From CSV to a bundle that loads, and its loading: what starting a million indicators costs.
 *
 * Before a figure counts, the engine that was loaded must hit what brute force says.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { load, SNAPSHOT_FILE } from "@luong/runtime/node";
import { sampleDeclarations } from "../declarations.ts";
import { optionsOf } from "../engines/open.ts";
import { idOfIndicator } from "../indicators.ts";
import type { Measurement } from "../measurement.ts";
import { groundTruth, workload } from "../workload.ts";
import { medianOf, operated, type Size } from "./operation.ts";
import { builtPlace } from "./place.ts";

const DECLARATIONS = 12;
const LOADS = 5;

export async function loading(size: Size): Promise<readonly Measurement[]> {
  const { bundle, buildMs, buildBytes, csvBytes } = builtPlace(size);
  if (!existsSync(join(bundle, SNAPSHOT_FILE))) throw new Error("no snapshot was written");
  const load1 = workload(size.workload, size.criteria, size.seed);
  const { samplingKey = "" } = optionsOf(load1);
  const options = { samplingKey, allowUnbound: true };
  const declarations = sampleDeclarations(DECLARATIONS, size.seed);
  const truth = groundTruth(load1, declarations);
  const times: number[] = [];
  for (let time = 0; time < LOADS; time += 1) {
    globalThis.gc?.();
    const started = performance.now();
    const engine = await load(bundle, options);
    times.push(performance.now() - started);
    for (const [at, declaration] of declarations.entries()) {
      const { decision } = engine.decide(declaration);
      const hits = decision?.hits.map(({ row }) => idOfIndicator(row ?? "")).sort((a, b) => a - b);
      if (hits?.join() !== truth[at]?.join()) throw new Error(`${declaration.number}: other hits`);
    }
  }
  const [first = Number.NaN] = times;
  console.log(
    `  ${size.criteria} rows, ${(csvBytes / 1e6).toFixed(0)} MB of CSV, ${(buildBytes / 2 ** 20).toFixed(0)} MiB resident at most while building; first load ${first.toFixed(0)} ms`,
  );
  return [
    operated(size, "CSV to bundle with snapshot", { buildMs: Math.round(buildMs) }),
    operated(size, "load of the snapshot", { buildMs: medianOf(times) }),
  ];
}
