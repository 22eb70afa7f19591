/**
 * Our engine with the set of `set/` and the criteria of a workload as its rows. The one place that says which engine that is.
 *
 * Hits alone are asked of the same index as decisions, past the decider; `openWithoutIndex` is the emitted code, which asks every row.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compile, lower } from "@luong/compiler";
import { type Analysis, analyse } from "@luong/dsl";
import { bindWorld, createEngine, type Engine, type EngineOptions } from "@luong/runtime";
import { type ReadBundle, readBundle } from "@luong/runtime/node";
import { type BundleIr, createInterpreter, type World } from "@luong/spec";
import { dataReader, openSet } from "../../../packages/cli/src/set.ts";
import { type Matcher, TRUE } from "../../../packages/runtime/src/abi.ts";
import { IndexedCriteria } from "../../../packages/runtime/src/evaluate/indexed-criteria.ts";
import {
  EmittedSignals,
  type SignalSource,
} from "../../../packages/runtime/src/evaluate/signal-source.ts";
import { ReferencePath } from "../../../packages/runtime/src/evaluate/slow-path.ts";
import { Signals } from "../../../packages/runtime/src/index/signals.ts";
import type { Declaration } from "../declarations.ts";
import { indicatorRows } from "../indicators.ts";
import { heldOut, type Workload } from "../workload.ts";

const folder = join(import.meta.dirname, "../set");

export interface Opened {
  /** Makes whole decisions. */
  readonly engine: Engine;
  /** Numbers of the rows that hit, which are the ids of the criteria. */
  readonly match: (declaration: Declaration) => readonly number[];
  /** Bytes held where Node's own count does not see them. */
  readonly bytes?: number;
}

/** The time every declaration is asked at; that of its clock field. */
const NOW = Date.UTC(2026, 1, 1, 8);

export async function openIndexed(workload: Workload): Promise<Opened> {
  const bundle = await compiledSet("indexed");
  const sample = heldOut(workload.seed).slice(0, SAMPLE);
  const engine = createEngine(bundle, { ...optionsOf(workload), sample });
  const { ir, index: plan } = bundle.module;
  if (plan === undefined || engine.index === undefined) throw new Error("no index in the bundle");
  // A matcher of its own to encode; rows are in the index, so it is bound to none.
  const { world } = bindWorld(ir, { tables: { indicators: [] } });
  const matcher = matcherOf(bundle, world);
  const options = { index: engine.index };
  const source = new IndexedCriteria({ ir, plan, world, options }, matcher);
  return { engine, match: matchOf(matcher, source) };
}

/** Declarations the index chooses its keys by: past ones, that are never measured. */
const SAMPLE = 2000;

export async function openWithoutIndex(workload: Workload): Promise<Opened> {
  const bundle = await compiledSet("emitted");
  const options = optionsOf(workload);
  return { engine: createEngine(bundle, options), match: emittedMatch(bundle, options) };
}

/** Hits by the code that asks every row; `bundle` is compiled without the index. */
export function emittedMatch(bundle: ReadBundle, options: EngineOptions): Opened["match"] {
  const matcher = matcherOf(bundle, bindWorld(bundle.module.ir, options).world);
  return matchOf(matcher, new EmittedSignals(matcher, [true]));
}

function matcherOf({ module }: ReadBundle, world: World): Matcher {
  const slow = new ReferencePath(module.ir, module.slow, createInterpreter(module.ir, world));
  return module.createMatcher({ ...world, slow });
}

function matchOf(matcher: Matcher, source: SignalSource): Opened["match"] {
  const signals = new Signals();
  return (declaration) => {
    const question = { declaration, flow: "import", stage: "clearance", now: NOW };
    matcher.encode(question);
    source.signals(question, signals);
    const hits: number[] = [];
    for (let at = 0; at < signals.count; at += 1)
      if (signals.truth[at] === TRUE) hits.push(signals.row[at] as number);
    return hits;
  };
}

/** The set as lowered; throws when it has an error, which is a bug here. */
export function loweredSet(place = folder): BundleIr {
  return lower(analysedSet(place));
}

export function analysedSet(place = folder): Analysis {
  const set = openSet(place, place);
  const analysis = analyse(set.sources, dataReader(set));
  const errors = analysis.diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return analysis;
}

export async function compiledSet(
  backEnd: "emitted" | "indexed",
  source = folder,
): Promise<ReadBundle> {
  const { files } = await compile(loweredSet(source), { optimise: true, backEnd });
  const place = mkdtempSync(join(tmpdir(), "luong-million-"));
  try {
    for (const [name, text] of files) writeFileSync(join(place, name), text);
    const read = await readBundle(place);
    if (read.problems !== undefined) throw new Error(JSON.stringify(read.problems));
    return read.bundle;
  } finally {
    rmSync(place, { recursive: true });
  }
}

export function optionsOf(workload: Workload): EngineOptions {
  return {
    tables: { indicators: { [Symbol.iterator]: () => indicatorRows(workload) } },
    samplingKey: "6d696c6c696f6e2d62656e63682d6b65",
  };
}
