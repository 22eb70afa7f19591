/**
 * Changes while declarations are decided: how long until one is seen, how long it holds up the thread that decides.
 *
 * A change puts one row that must hit the declaration that follows, and takes away the row put before it: seen is when the decision holds the one and
 * not the other. Merges run in their own thread; what deciding notices of them is that they are put in place.
 */
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { createEngine, type EngineChange, FlatSet } from "@luong/runtime";
import { keepMerged, load } from "@luong/runtime/node";
import { sampleDeclarations } from "../declarations.ts";
import { compiledSet, optionsOf } from "../engines/open.ts";
import { cellsOf } from "../indicators.ts";
import type { Measurement } from "../measurement.ts";
import { groundTruth, workload } from "../workload.ts";
import { operated, quantilesOf, type Size } from "./operation.ts";
import { builtPlace } from "./place.ts";

const CHANGES = 6000;
const DECLARATIONS = 200;
/** Decided between two changes, so that they come under load. */
const BETWEEN = 20;
const KEYS = 2_000_000;
const SWAPS = 50;

export async function changes(size: Size): Promise<readonly Measurement[]> {
  const { bundle } = builtPlace(size);
  const of = workload(size.workload, size.criteria, size.seed);
  const { samplingKey = "" } = optionsOf(of);
  const engine = await load(bundle, { samplingKey, allowUnbound: true });
  const declarations = sampleDeclarations(DECLARATIONS, size.seed);
  const truth = groundTruth(of, declarations);
  const hit = declarations.map((_, at) => at).filter((at) => (truth[at]?.length ?? 0) > 0);
  const decide = (at: number): readonly string[] => {
    const { decision } = engine.decide(declarations[at], { validated: true });
    if (decision === undefined) throw new Error("rejected");
    return decision.hits.map(({ row }) => row ?? "");
  };
  for (let round = 0; round < 20; round += 1) for (const at of declarations.keys()) decide(at);

  const seen: number[] = [];
  const held: number[] = [];
  const installs: number[] = [];
  let merged = 0;
  const keeper = keepMerged(engine, {
    onMerged: () => {
      merged += 1;
    },
    onError: (error) => {
      throw error;
    },
  });
  const install = engine.installMerged.bind(engine);
  Object.assign(engine, {
    installMerged: (...given: Parameters<typeof install>) => {
      const started = performance.now();
      install(...given);
      installs.push(performance.now() - started);
    },
  });
  const started = performance.now();
  let decided = 0;
  let before: string | null = null;
  for (let count = 0; count < CHANGES; count += 1) {
    const at = hit[count % hit.length] ?? 0;
    const [criterion = 0] = truth[at] ?? [];
    const name = `N${count}`;
    const cells = [name, ...cellsOf(of.criterion(criterion)).slice(1)];
    const change: EngineChange = {
      label: name,
      tables: {
        indicators: { put: [{ cells }], ...(before === null ? {} : { remove: [before] }) },
      },
    };
    const start = performance.now();
    engine.update(change);
    const installed = performance.now();
    const rows = decide(at);
    seen.push(performance.now() - start);
    held.push(installed - start);
    if (!rows.includes(name)) throw new Error(`${name} is not seen`);
    if (before !== null && rows.includes(before)) throw new Error(`${before} is still seen`);
    before = name;
    for (let other = 0; other < BETWEEN; other += 1) decide((count + other) % declarations.length);
    decided += BETWEEN + 1;
    // Lets the merging thread hand over.
    await setImmediate();
  }
  const seconds = (performance.now() - started) / 1000;
  await keeper.stop();
  if (merged === 0) throw new Error("nothing was merged");
  for (const [at, ids] of truth.entries()) {
    const rows = decide(at).filter((row) => !row.startsWith("N"));
    if (rows.length !== ids.length) throw new Error("changes left something behind");
  }
  console.log(
    `  ${CHANGES} changes, ${merged} merges; the longest: seen after ${Math.max(...seen).toFixed(2)} ms, held ${Math.max(...held).toFixed(2)} ms, put in place ${Math.max(...installs).toFixed(2)} ms`,
  );
  return [
    operated(size, "one change visible, under load", {
      declarationsPerSecond: Math.round(decided / seconds),
      ...quantilesOf(seen),
    }),
    operated(size, "pause: a change", quantilesOf(held)),
    operated(size, "pause: a merge put in place", quantilesOf(installs)),
  ];
}

/** A list of millions of keys put in the place of another: made elsewhere, put here. */
export async function listSwaps(size: Size): Promise<readonly Measurement[]> {
  const bundle = await compiledSet("indexed", join(import.meta.dirname, "watched"));
  const engine = createEngine(bundle, { lists: { watched: [] } });
  const lists = ["a", "b"].map((name) => {
    const started = performance.now();
    const made = FlatSet.build(keys(name));
    return { name, made, buildMs: performance.now() - started };
  });
  const pauses: number[] = [];
  for (let count = 0; count < SWAPS; count += 1) {
    const list = lists[count % lists.length];
    if (list === undefined) throw new Error("no list");
    const start = performance.now();
    engine.update({ label: list.name, lists: { watched: list.made } });
    pauses.push(performance.now() - start);
    for (const name of ["a", "b"]) {
      const { decision } = engine.decide({
        number: "1",
        registered_at: "2026-02-01T09:00",
        importer: `${name}${KEYS - 1}`,
      });
      const isHit = decision?.hits.length === 1;
      if (isHit !== (name === list.name)) throw new Error("a mixture of two lists");
    }
  }
  const bytes = lists.map(({ made }) => made.bytes / KEYS);
  console.log(
    `  ${KEYS} keys, ${Math.max(...bytes).toFixed(1)} B a key, made in ${Math.max(...lists.map(({ buildMs }) => buildMs)).toFixed(0)} ms; the longest pause ${Math.max(...pauses).toFixed(3)} ms`,
  );
  return [
    operated({ ...size, criteria: 1 }, "pause: a list of 2,000,000 keys", quantilesOf(pauses)),
  ];
}

function* keys(name: string): Generator<string> {
  for (let key = 0; key < KEYS; key += 1) yield `${name}${key}`;
}
