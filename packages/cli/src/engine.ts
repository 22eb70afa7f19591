/**
 * From a set or a bundle folder to an engine that decides: check, compile in memory or read, bind, load.
 *
 * Comes in: the arguments `--set`, `--bundle`. Goes out: the engine, or null after findings were printed. What is wrong with a bundle or its
 * bindings stops the command with every problem named.
 */
import { resolve } from "node:path";
import {
  bindWorld,
  createEngine,
  type Engine,
  type EngineOptions,
  hasFewRows,
  LoadError,
  RowStore,
} from "@luong/runtime";
import { createPool, type Pool, type ReadBundle, readBundle } from "@luong/runtime/node";
import type { BundleIr, World } from "@luong/spec";
import { analyseSound } from "./analyse-set.ts";
import { type Bound, bindingsOf } from "./bindings/bind.ts";
import { CannotRun } from "./both.ts";
import { cannotLoad } from "./cannot-load.ts";
import { type CompiledSet, compileIndexed, compileSet } from "./compile-set.ts";
import { type HeldRows, heldRows } from "./held-rows.ts";
import type { Invocation } from "./invocation.ts";
import type { Environment } from "./locale.ts";
import { openModels } from "./models/open-models.ts";
import type { Progress } from "./progress.ts";
import { type CriteriaSet, openSet, showPath } from "./set.ts";

/** What to decide with, before anything is compiled. */
export interface Subject {
  /** Null: a bundle without a set; nothing is bound but the sampling key. */
  readonly set: CriteriaSet | null;
  /** Folder of a bundle; null: the set is compiled. */
  readonly bundle: string | null;
}

/** `--bundle DIR`, `--set DIR`, or the set of this folder; a set beside a bundle gives the bindings. */
export function subjectOf({ args, cwd }: Invocation): Subject {
  const bundle = args.value("bundle");
  const set = args.value("set");
  return {
    set: bundle !== undefined && set === undefined ? null : openSet(set, cwd),
    bundle: bundle === undefined ? null : resolve(cwd, bundle),
  };
}

export async function makeEngine(
  subject: Subject,
  invocation: Invocation,
  progress: Progress,
  options: EngineOptions,
): Promise<Engine | null> {
  const made = await makeEngines(subject, invocation, progress, { ...options, workers: 1 });
  return made?.engine ?? null;
}

/** A file is read faster than it is decided, so nobody waits for a batch to fill; fewer messages cost less. */
const BATCH = 256;

export interface Engines {
  readonly engine: Engine;
  /** Null: `engine` decides. */
  readonly pool: Pool | null;
  /** How the bundle answers without a profile. */
  readonly backEnd: "emitted" | "indexed";
  readonly close: () => Promise<void>;
}

export interface EnginesOptions extends EngineOptions {
  readonly workers: number;
  /** Asked for valid declarations as they usually come, when an index is to be built; none: it is built without. */
  readonly sampleOf?: (loaded: LoadedSubject) => Promise<readonly unknown[]>;
}

/** An engine, and with more than one worker threads that decide as it does. */
export async function makeEngines(
  subject: Subject,
  invocation: Invocation,
  progress: Progress,
  { workers, sampleOf = noSample, ...options }: EnginesOptions,
): Promise<Engines | null> {
  const loaded = await loadSubject(subject, invocation, progress, options.profile !== undefined);
  if (loaded === null) return null;
  const { folder, discard, bound, held, backEnd } = loaded;
  try {
    if (workers > 1 && bound.scores !== undefined) throw modelsAreHere();
    progress.step({ en: "loading lists and tables", vi: "đang nạp danh mục và bảng tra" });
    const all = { ...bound, ...options };
    const isToBeIndexed =
      held.index === undefined && (backEnd === "indexed" || options.profile !== undefined);
    const sample = isToBeIndexed ? await sampleOf(loaded) : [];
    const engine = engineOf(loaded, sample.length === 0 ? all : { ...all, sample });
    // Those of the tables that the engine's index holds are not sent to the threads twice.
    const { tables } = withHeld(all, held);
    const given = { ...all, ...(tables === undefined ? {} : { tables }), workers };
    const pool = workers > 1 ? await makePool(folder, engine, given) : null;
    const close = async (): Promise<void> => {
      await pool?.close();
      discard();
    };
    if (pool === null) discard();
    return { engine, pool, backEnd, close };
  } catch (error) {
    discard();
    throw complaintFrom(error);
  }
}

/** Models are opened once; a thread would have to open its own. */
function modelsAreHere(): CannotRun {
  return new CannotRun({
    en: "the set asks models, which are open in one thread: leave out --workers",
    vi: "bộ tiêu chí gọi mô hình, chỉ mở trong một luồng: hãy bỏ --workers",
  });
}

async function noSample(): Promise<readonly unknown[]> {
  return [];
}

/** A compiled or built bundle and what its set binds to it. */
export interface LoadedSubject extends CompiledSet {
  readonly bound: Bound & Pick<EngineOptions, "scores">;
  /** Rows, and perhaps the index, of the bundle's snapshot. `bound` has no rows of these tables. */
  readonly held: HeldRows;
  /** How the bundle answers where it is used; `module` has an index either way when one was asked for. */
  readonly backEnd: "emitted" | "indexed";
}

/** Null after findings were printed. `indexed`: criteria are to be answered through an index even when they are few. */
export async function loadSubject(
  subject: Subject,
  invocation: Invocation,
  progress: Progress,
  indexed: boolean,
): Promise<LoadedSubject | null> {
  const given = await compiledOf(subject, invocation, progress);
  if (given === null) return null;
  const { index: plan } = given.bundle.module;
  let compiled = given;
  try {
    if (indexed && plan === undefined) {
      compiled = await compileIndexed(given.bundle.module.ir);
      given.discard();
    }
    const { set } = subject;
    progress.end();
    const held =
      subject.bundle === null ? {} : await heldRows(given.bundle, given.folder, set, invocation);
    const bound =
      set === null
        ? keyOf(invocation)
        : await bindingsOf(
            set,
            compiled.bundle.module.ir,
            invocation.environment,
            (shown, { rows, bytes, totalBytes }) => progress.rows(shown, rows, bytes, totalBytes),
            held.tables,
          );
    const scores = set === null ? undefined : await openModels(set, compiled.bundle.module.ir);
    const isWhole = plan === undefined || hasFew(given.bundle, withHeld(bound, held));
    const all = scores === undefined ? bound : { ...bound, scores };
    return { ...compiled, bound: all, held, backEnd: isWhole ? "emitted" : "indexed" };
  } catch (error) {
    compiled.discard();
    throw error;
  }
}

function hasFew({ module }: ReadBundle, options: EngineOptions): boolean {
  const tables = options.tables ?? {};
  return hasFewRows(module, options, (name) => {
    const rows = tables[name];
    return rows instanceof RowStore ? rows.length : [...(rows ?? [])].length;
  });
}

/** The engine; what is wrong with the bundle or what is bound to it stops the command, every problem named. */
export function soundEngine(bundle: ReadBundle, options: EngineOptions): Engine {
  try {
    return createEngine(bundle, options);
  } catch (error) {
    throw complaintFrom(error);
  }
}

function complaintFrom(error: unknown): unknown {
  return error instanceof LoadError ? cannotLoad(error.problems) : error;
}

/** The engine of what was loaded: rows that are held win over what else is bound. */
export function engineOf({ bundle, held }: LoadedSubject, options: EngineOptions): Engine {
  return soundEngine(bundle, withHeld(options, held));
}

/** Options with the rows and the index that are held. */
export function withHeld(options: EngineOptions, held: HeldRows): EngineOptions {
  return { ...options, ...held, tables: { ...options.tables, ...held.tables } };
}

/** An index is built once, by `engine`; the threads read it where it lies. */
async function makePool(
  folder: string,
  engine: Engine,
  { index: _, ...options }: EngineOptions & { readonly workers: number },
): Promise<Pool> {
  const shared = engine.share();
  return createPool(folder, {
    ...options,
    batch: BATCH,
    ...(shared === undefined ? {} : { shared }),
  });
}

/** Lists and tables of a set for its tests. What is not bound is a failed source; what is bound wrongly stops the command. */
export async function boundWorld(
  set: CriteriaSet,
  ir: BundleIr,
  environment: Environment,
): Promise<World> {
  const { world, problems } = bindWorld(ir, await bindingsOf(set, ir, environment));
  if (problems.length > 0) throw cannotLoad(problems);
  return world;
}

function keyOf({ environment }: Invocation): EngineOptions {
  const samplingKey = environment.LUONG_SAMPLING_KEY;
  return samplingKey === undefined || samplingKey === "" ? {} : { samplingKey };
}

async function compiledOf(
  subject: Subject,
  invocation: Invocation,
  progress: Progress,
): Promise<CompiledSet | null> {
  const { set, bundle } = subject;
  if (bundle !== null) {
    const read = await readBundle(bundle);
    if (read.problems !== undefined)
      throw cannotLoad(read.problems, showPath(bundle, invocation.cwd));
    return { bundle: read.bundle, folder: bundle, discard: () => undefined };
  }
  if (set === null) throw new Error("neither set nor bundle");
  progress.step({ en: "checking", vi: "đang kiểm tra" });
  const analysis = analyseSound(set, invocation.output);
  if (analysis === null) return null;
  progress.step({ en: "compiling", vi: "đang biên dịch" });
  return compileSet(analysis);
}
