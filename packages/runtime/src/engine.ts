/**
 * The engine: a bundle bound to its lists, tables and key, ready to decide declarations.
 *
 * Comes in: declarations, one by one or as a stream. Goes out: for each a decision or a rejection, never neither. No I/O, no clock, no
 * code from strings; one engine serves one thread.
 */

import type {
  BundleIr,
  Decision,
  Fault,
  Interpreter,
  Question,
  QuotaExport,
  Rejection,
  Update,
  World,
} from "@luong/spec";
import { counts, createInterpreter, memberOf, QuotaState } from "@luong/spec";
import type { Manifest, Matcher, PredicateModule } from "./abi.ts";
import { Decider, type OpenQuotas } from "./decide/decider.ts";
import { DeclarationKey } from "./decide/key.ts";
import { type Place, Places } from "./decide/policies.ts";
import { Clock } from "./evaluate/clock.ts";
import { hasFewRows } from "./evaluate/few-rows.ts";
import { IndexedCriteria } from "./evaluate/indexed-criteria.ts";
import { EmittedSignals } from "./evaluate/signal-source.ts";
import { ReferencePath } from "./evaluate/slow-path.ts";
import { Explainer, type Recalled } from "./explain/explain.ts";
import { CodeChecker } from "./facts/codes.ts";
import { faultsFromValidator, sortedFaults } from "./facts/faults.ts";
import { checkPlain } from "./facts/plain.ts";
import { pointer } from "./facts/pointer.ts";
import type { Line } from "./facts/read-lines.ts";
import type { MergeInput } from "./index/merge.ts";
import type { PredicateIndex } from "./index/predicate-index.ts";
import type { SegmentArrays } from "./index/segment.ts";
import { type EngineState, indexedTables, stateOf } from "./index/state.ts";
import { type BoundWorld, bindWorld } from "./load/bind.ts";
import { checkManifest, checkModule, untrueParts } from "./load/check-manifest.ts";
import { otherModels } from "./load/check-models.ts";
import {
  missingBindings,
  samplingKeyFrom,
  wrongQuotas,
  wrongWords,
} from "./load/check-required.ts";
import { type EngineOptions, LoadError } from "./load/options.ts";
import { fault, faultText } from "./messages/catalogue.ts";
import { type SharedState, sharedStateOf } from "./pool/shared-state.ts";
import type { CompactionInput } from "./rows/compaction.ts";
import { liveTables } from "./rows/live-rows.ts";
import { RowStore, type StoreParts } from "./rows/row-store.ts";
import type { ScoreStats } from "./scores/guard.ts";
import { sortedByTime, type Timed } from "./stream/batch-order.ts";
import { SeenKeys } from "./stream/seen-keys.ts";
import { type EmittedReads, emittedReads } from "./update/emitted-reads.ts";
import { type EngineChange, prepareChange } from "./update/prepare.ts";

/** How one question differs from the defaults of the engine. */
export interface Ask {
  readonly flow?: string;
  readonly stage?: string;
  /** ms since 1970 UTC; else the clock field of the declaration. */
  readonly now?: number;
  /** The declaration is known to have the schema's form: it is not looked at again. Anything else is undefined behaviour. */
  readonly validated?: boolean;
  /** The version of the declaration decided before, valid: what `previous` means. */
  readonly previous?: unknown;
  /** The event, valid, at a stage that has one. */
  readonly event?: unknown;
  readonly explain?: boolean;
  readonly causes?: boolean;
  /** Place in the input, from 1; recorded in a rejection. */
  readonly position?: number;
}

/** One of the two, always: `const { decision, rejection } = engine.decide(declaration)`. */
export type Outcome =
  | { readonly decision: Decision; readonly rejection?: undefined }
  | { readonly decision?: undefined; readonly rejection: Rejection };

export interface StreamOptions extends Omit<Ask, "position"> {
  /**
   * Declarations whose keys are remembered to find one given twice; 0 looks for none. The memory of a stream is bounded by it.
   * Default 1,000,000.
   */
  readonly duplicateWindow?: number;
}

export interface WaitingOptions extends StreamOptions {
  /** What differs for each declaration, by its place. */
  readonly asks?: readonly (Omit<Ask, "position"> | undefined)[];
}

/** What can be said of one line without the lines before it; `pool/settle.ts` says the rest. */
export interface Evaluated {
  /** Channel and steps of a decision are those before the quotas. */
  readonly outcome: Outcome;
  /** Tells declarations apart; null when the line is rejected for itself, or has no key. */
  readonly key: string | null;
  /** Null: there is no decision, or its policy has no quota. */
  readonly open: OpenQuotas | null;
}

export interface Engine {
  readonly ir: BundleIr;
  readonly manifest: Manifest;
  /** What is bound: lists, tables, rates, sources, as they are now. */
  readonly world: World;
  readonly decide: (declaration: unknown, ask?: Ask) => Outcome;
  /**
   * All of an array, outcomes in its order. When a policy has a quota they are decided in the order of (time, key), so that the order of the
   * array does not matter. Declarations given twice are rejected, but for the first.
   */
  readonly decideBatch: (
    declarations: readonly unknown[],
    options?: StreamOptions,
  ) => readonly Outcome[];
  /** The same for lines as `readLines` gives them; positions are those of the lines. */
  readonly decideLineBatch: (lines: readonly Line[], options?: StreamOptions) => readonly Outcome[];
  /** One by one, in the order given, as fast as they are asked for. */
  readonly decideAll: (
    source: Iterable<unknown> | AsyncIterable<unknown>,
    options?: StreamOptions,
  ) => AsyncGenerator<Outcome, void, undefined>;
  /** The same for lines as `readLines` gives them; a line that could not be read is a rejection. */
  readonly decideLines: (
    lines: Iterable<Line> | AsyncIterable<Line>,
    options?: StreamOptions,
  ) => AsyncGenerator<Outcome, void, undefined>;
  /** For one of several threads: neither looks for a declaration given twice nor counts in quotas. */
  readonly evaluateLine: (line: Line, ask?: Omit<Ask, "position">) => Evaluated;
  /**
   * Changes rows, lists, criteria, all or nothing: decisions before it see the old state, those after it the new one, and name it in `update`. Throws one
   * `LoadError` with everything that is wrong, and then nothing has changed.
   */
  readonly update: (change: EngineChange) => Update;
  /** The index of a bundle that has one; changed by `update` only. */
  readonly index: PredicateIndex | undefined;
  /** Index and rows as arrays that other threads read without a copy, and that snapshots hold; undefined without an index. */
  readonly share: () => EngineState | undefined;
  /** The same with external lists and tables, and of a bundle without an index, too: what the threads of a pool are handed. */
  readonly shareAll: () => SharedState;
  /** Puts what `index.beginMerge` gave, merged by `mergeSegments` in another thread, in its place: between two declarations, and nothing waits for it. */
  readonly installMerged: (merged: SegmentArrays, begun: MergeInput) => void;
  /** Rows of a table that the index holds take much more room than they need. */
  readonly wantsCompaction: boolean;
  /** What `compactRows` reads, in whatever thread; undefined when nothing is to be gained. One that was begun before can no longer be installed. */
  readonly beginCompaction: () => CompactionInput | undefined;
  /**
   * Puts what `begun` was compacted to in its place, between two declarations; rows that came or went since stay as they are now. Decisions, numbers and
   * names stay. Throws when another compaction was begun since.
   */
  readonly installRows: (compacted: StoreParts, begun: CompactionInput) => void;
  /**
   * Decides like `decideBatch`, after asking the providers of scores for what the decisions read: all requests of the batch at once, each by the deadline its score
   * declares. Never rejects; a score that fails is unknown and the decision says why.
   */
  readonly decideWaiting: (
    declarations: readonly unknown[],
    options?: WaitingOptions,
  ) => Promise<readonly Outcome[]>;
  /** Some provider of scores does not answer at once: who decides without `decideWaiting` asks `askScores` first. */
  readonly waitsForScores: boolean;
  /** Asks the providers of scores for what decisions on these lines read; decisions find the answers until `forgetScores`. Never rejects. */
  readonly askScores: (lines: readonly Line[], options?: WaitingOptions) => Promise<void>;
  readonly forgetScores: () => void;
  /** How the providers of scores do, by score. */
  readonly scoreStats: () => Readonly<Record<string, ScoreStats>>;
  /** Faults of a declaration; empty when it can be decided. */
  readonly validate: (declaration: unknown) => readonly Fault[];
  /** The decision with reasons, evidence, witnesses, causes and factors; `declaration` must be the one it was made for. */
  readonly explain: (decision: Decision, declaration: unknown) => Decision;
  /** What the quotas have counted, to go on with in another engine. */
  readonly exportQuotas: () => QuotaExport;
  /** How often emitted code had to ask the reference. */
  readonly slowCalls: () => number;
}

const DUPLICATE_WINDOW = 1_000_000;

type Validate = (declaration: unknown) => readonly Fault[];
type ReadableLine = Extract<Line, { readonly declaration: unknown }>;

interface Bound extends Pick<BoundWorld, "world" | "lists" | "tables" | "context" | "desk"> {
  readonly codes: CodeChecker;
  readonly samplingKey: Uint8Array | null;
}

interface Asking {
  readonly interpreter: Interpreter;
  readonly explainer: Explainer;
}

class BoundEngine implements Engine {
  ir: BundleIr;
  readonly manifest: Manifest;
  private readonly module: PredicateModule;
  /** Set for as long as there are few rows and nothing was changed: then there is no index. */
  private whole: PredicateModule["whole"];
  private readonly explains: boolean;
  private readonly tellsCauses: boolean;
  private readonly bound: Bound;
  private readonly codes: CodeChecker;
  private matcher: Matcher;
  private slow: ReferencePath;
  private explainer: Explainer;
  /** Of the declaration decided last. */
  private readonly recalled: Recalled;
  private readonly key: DeclarationKey;
  private readonly clock: Clock;
  private readonly clockField: string | null;
  private readonly places: Places;
  private readonly defaultPlace: Place;
  private readonly quotas: QuotaState;
  private decider: Decider;
  /** Set when the bundle is answered through an index. */
  private indexed: IndexedCriteria | undefined;
  private readonly emittedReads: EmittedReads;
  private readonly hasQuota: boolean;
  /** External tables whose rows stand in the index and that nothing looks up: theirs can be compacted. */
  private readonly compactable: ReadonlySet<string>;
  private compacting: CompactionInput | undefined;
  private lastUpdate: Update | undefined;

  constructor(manifest: Manifest, module: PredicateModule, options: EngineOptions, bound: Bound) {
    const { ir } = module;
    // INVARIANT (one holder): of the options nothing is kept, or rows given ready-made would stay for as long as the engine.
    const { added = [], update, explain = false, causes = false } = options;
    this.ir = added.length === 0 ? ir : { ...ir, criteria: [...ir.criteria, ...added] };
    this.manifest = manifest;
    this.module = module;
    this.explains = explain;
    this.tellsCauses = causes;
    this.bound = bound;
    this.codes = bound.codes;
    this.recalled = {
      factorCases: (scorecard) => this.matcher.factorCases?.(scorecard),
      rowNumber: (hit) => this.decider.rowNumber(hit),
    };
    this.key = new DeclarationKey(ir.schema);
    this.clock = new Clock(ir.schema.zoneMinutes);
    this.clockField = ir.schema.records.find(({ name }) => name === ir.schema.root)?.clock ?? null;
    this.places = new Places(ir);
    this.defaultPlace = this.places.at(
      options.flow ?? ir.schema.flows[0]?.name ?? "",
      options.stage ?? ir.schema.stages[0]?.name ?? "",
    );
    this.quotas =
      options.quotas === undefined ? new QuotaState() : QuotaState.fromExport(options.quotas);
    this.hasQuota = ir.policies.some(counts);
    this.emittedReads = emittedReads(ir, module.index);
    const { onlyWalked } = bound.context;
    const indexedNames = module.index === undefined ? [] : indexedTables(ir, module.index);
    this.compactable = new Set(indexedNames.filter((name) => onlyWalked?.has(name)));
    const asking = this.asking();
    this.explainer = asking.explainer;
    const { world } = bound;
    const rowsOf = (name: string): number => world.table(name)?.rows.length ?? 0;
    this.whole = hasFewRows(module, options, rowsOf) ? module.whole : undefined;
    const { slow } = this.whole ?? module;
    this.slow = new ReferencePath(this.ir, slow, asking.interpreter);
    this.matcher = this.makeMatcher();
    if (module.index !== undefined && this.whole === undefined)
      this.indexed = new IndexedCriteria({ ir, plan: module.index, world, options }, this.matcher);
    this.decider = this.deciderOf(asking);
    this.lastUpdate = update;
    this.decider.update = update;
  }

  /** What asks the reference about the criteria as they are now. */
  private asking(): Asking {
    const { ir } = this;
    const interpreter = createInterpreter(ir, this.bound.world, { stopsEarly: true });
    const explainer = new Explainer(ir, this.bound.world, interpreter);
    return { interpreter, explainer };
  }

  private makeMatcher(): Matcher {
    const { world } = this.bound;
    if (this.whole !== undefined) return this.whole.createMatcher({ ...world, slow: this.slow });
    // What a matcher is bound to it keeps; of rows that are compacted it is to keep no arrays.
    const table = liveTables(world.table, this.compactable);
    return this.module.createMatcher({ ...world, table, slow: this.slow });
  }

  private deciderOf({ interpreter }: Asking): Decider {
    const { ir, matcher, indexed, slow } = this;
    const hasRows = ir.criteria.map(({ rowsOf }) => rowsOf !== undefined);
    indexed?.use(matcher, slow);
    return new Decider({
      ir,
      source: indexed?.source ?? new EmittedSignals(matcher, hasRows),
      bundle: this.manifest.digest,
      world: this.bound.world,
      matcher,
      interpreter,
      slow,
      samplingKey: this.bound.samplingKey,
      clock: this.clock,
      key: this.key,
      quotas: this.quotas,
    });
  }

  /** From now on through the index: what changes may grow. */
  private leaveWhole(): void {
    const { ir, module, bound } = this;
    if (this.whole === undefined || module.index === undefined) return;
    this.whole = undefined;
    const asking = this.asking();
    this.explainer = asking.explainer;
    this.slow = new ReferencePath(ir, module.slow, asking.interpreter);
    this.matcher = this.makeMatcher();
    const parts = { ir, plan: module.index, world: bound.world, options: {} };
    this.indexed = new IndexedCriteria(parts, this.matcher);
    this.decider = this.deciderOf(asking);
    this.decider.update = this.lastUpdate;
  }

  update(change: EngineChange): Update {
    this.leaveWhole();
    const { bound, module, indexed } = this;
    const prepared = prepareChange(change, {
      ir: this.ir,
      plan: module.index,
      gone: indexed?.index.version.gone ?? noPlaces,
      table: bound.world.table,
      context: bound.context,
    });
    if (prepared.problems.length > 0) throw loadError(prepared.problems);
    const { tables, lists, criteria } = prepared;
    const after = new Map(tables.map(({ table, binding }) => [table, binding]));
    // The one part that may still refuse: first of all.
    const version = indexed?.change(
      { rows: tables, ...(criteria === null ? {} : { criteria }) },
      (name) => after.get(name) ?? bound.world.table(name),
    );
    for (const { table, binding } of tables) bound.tables.set(table, binding);
    for (const [name, binding] of lists) bound.lists.set(name, binding);
    if (criteria !== null) this.ir = criteria.ir;
    const reads = this.emittedReads;
    const isRead =
      tables.some(({ table }) => reads.tables.has(table)) ||
      [...lists.keys()].some((name) => reads.lists.has(name));
    if (isRead || criteria !== null) {
      const asking = this.asking();
      this.explainer = asking.explainer;
      this.slow.use(this.ir, asking.interpreter);
      if (isRead) this.matcher = this.makeMatcher();
      this.decider = this.deciderOf(asking);
    }
    if (version !== undefined) indexed?.take(version);
    const { label } = change;
    const update = {
      number: (this.lastUpdate?.number ?? 0) + 1,
      ...(label === undefined ? {} : { label }),
    };
    this.lastUpdate = Object.freeze(update);
    this.decider.update = this.lastUpdate;
    return update;
  }

  get index(): PredicateIndex | undefined {
    return this.indexed?.index;
  }

  share(): EngineState | undefined {
    const { index, ir, manifest, bound, lastUpdate: update } = this;
    const { table } = bound.world;
    return index && stateOf({ index, ir, bundle: manifest.digest, update, table });
  }

  shareAll(): SharedState {
    return sharedStateOf(this.ir, this.bound, this.share(), this.lastUpdate);
  }

  installMerged(merged: SegmentArrays, begun: MergeInput): void {
    this.indexed?.installMerged(merged, begun);
  }

  get wantsCompaction(): boolean {
    return this.looseTable() !== undefined;
  }

  private looseTable(): { readonly table: string; readonly store: RowStore } | undefined {
    for (const table of this.compactable) {
      const store = this.bound.tables.get(table)?.rows;
      if (store instanceof RowStore && store.isLoose) return { table, store };
    }
    return undefined;
  }

  beginCompaction(): CompactionInput | undefined {
    const loose = this.looseTable();
    if (loose === undefined) return undefined;
    const { table, store } = loose;
    this.bindRows(table, store.sealed());
    this.compacting = { table, parts: store.parts() };
    return this.compacting;
  }

  installRows(compacted: StoreParts, begun: CompactionInput): void {
    const { table } = begun;
    const store = this.bound.tables.get(table)?.rows;
    if (this.compacting !== begun || !(store instanceof RowStore)) {
      throw new Error("another compaction was begun since");
    }
    this.compacting = undefined;
    this.bindRows(table, store.rebased(RowStore.fromParts(compacted)));
  }

  /** The same rows in other arrays: nobody has to hear of it. */
  private bindRows(table: string, rows: RowStore): void {
    this.bound.tables.set(table, { dated: rows.shape.dated, rows });
  }

  decide(declaration: unknown, ask: Ask = noAsk): Outcome {
    if (ask.validated !== true) {
      const faults = this.validate(declaration);
      if (faults.length > 0) return this.reject(declaration, ask.position ?? 1, faults);
    }
    return this.decideValid(declaration, ask, ask.position ?? 1);
  }

  validate(declaration: unknown): readonly Fault[] {
    const plain = checkPlain(declaration);
    return plain.length > 0 ? plain : this.validateRead(declaration);
  }

  /** For data that came from text: it is plain JSON of sound size already. */
  private validateRead(declaration: unknown): readonly Fault[] {
    const found = this.module.validate(declaration);
    const faults =
      found.length === 0 ? noFaults : faultsFromValidator(this.ir.schema, declaration, found);
    const codes = this.codes.check(declaration);
    return codes.length === 0 ? faults : sortedFaults([...faults, ...codes]);
  }

  /** With `waiting` the quotas are left open, and what they need is put there. */
  private decideValid(
    declaration: unknown,
    ask: Ask,
    position: number,
    waiting?: { open: OpenQuotas | null },
  ): Outcome {
    const now = ask.now ?? this.timeOf(declaration);
    if (now === undefined) {
      const path = this.clockField === null ? "" : pointer("", this.clockField);
      return this.reject(declaration, position, [
        fault("LU6202", path, { clock: this.clockField }),
      ]);
    }
    const place = this.placeOf(ask);
    if ("code" in place) return this.reject(declaration, position, [place]);
    const question = questionOf(declaration, place, now, ask);
    this.bound.desk.begin();
    const number = this.key.number(declaration) ?? "";
    if (waiting === undefined) {
      const decision = this.withModels(this.decider.decide(question, place, number));
      return { decision: this.withDetail(decision, question, ask) };
    }
    const { decision, open } = this.decider.evaluate(question, place, number);
    waiting.open = open;
    return { decision: this.withDetail(this.withModels(decision), question, ask) };
  }

  /** INVARIANT (order of keys): as in `Decision`. */
  private withModels(decision: Decision): Decision {
    const models = this.bound.desk.uses();
    if (models.length === 0) return decision;
    const { hits, suppressed, unknown, steps, ...first } = decision;
    return { ...first, models, hits, suppressed, unknown, steps };
  }

  private withDetail(decision: Decision, question: Question, ask: Ask): Decision {
    if (ask.explain ?? this.explains) {
      return this.explainer.decision(decision, question, this.recalled);
    }
    if (ask.causes ?? this.tellsCauses) {
      return this.explainer.unknown(decision, question);
    }
    return decision;
  }

  /** Where the question is asked; a fault when the schema has no such place. */
  private placeOf(ask: Ask): Place | Fault {
    if (ask.flow === undefined && ask.stage === undefined) return this.defaultPlace;
    const { flow = this.defaultPlace.flow, stage = this.defaultPlace.stage } = ask;
    return this.places.find(flow, stage);
  }

  private timeOf(declaration: unknown): number | undefined {
    if (this.clockField === null) return undefined;
    const text = memberOf(declaration, this.clockField);
    return typeof text === "string" ? this.clock.read(text) : undefined;
  }

  private reject(declaration: unknown, position: number, faults: readonly Fault[]): Outcome {
    return { rejection: { declaration: this.key.number(declaration), position, faults } };
  }

  explain(decision: Decision, declaration: unknown): Decision {
    const { flow, stage } = decision;
    const now = this.clock.read(decision.at) ?? 0;
    return this.explainer.decision(decision, { declaration, flow, stage, now });
  }

  decideBatch(declarations: readonly unknown[], options: StreamOptions = {}): readonly Outcome[] {
    const lines = declarations.map((declaration, index) => ({ position: index + 1, declaration }));
    return this.decideTogether(lines, options, (declaration) => this.validate(declaration));
  }

  decideLineBatch(lines: readonly Line[], options: StreamOptions = {}): readonly Outcome[] {
    return this.decideTogether(lines, options, (declaration) => this.validateRead(declaration));
  }

  private decideTogether(
    lines: readonly Line[],
    options: StreamOptions,
    validate: Validate,
    asks: readonly Ask[] = [],
  ): readonly Outcome[] {
    const seen = new SeenKeys(options.duplicateWindow ?? DUPLICATE_WINDOW);
    const outcomes: Outcome[] = [];
    const pending: (Timed & { readonly index: number; readonly line: ReadableLine })[] = [];
    for (const [index, line] of lines.entries()) {
      const rejected = this.rejected(line, options, seen, validate);
      if (rejected !== undefined) outcomes[index] = rejected;
      else if (line.faults === undefined) {
        const now = asks[index]?.now ?? options.now;
        const time = now ?? this.timeOf(line.declaration) ?? 0;
        pending.push({ index, line, time, key: this.key.text(line.declaration) ?? "" });
      }
    }
    for (const { index, line } of this.hasQuota ? sortedByTime(pending) : pending) {
      outcomes[index] = this.decideValid(line.declaration, asks[index] ?? options, line.position);
    }
    return outcomes;
  }

  /** The rejection of a line that could not be read, does not pass, or was given before. */
  private rejected(
    line: Line,
    options: StreamOptions,
    seen: SeenKeys,
    validate: Validate,
  ): Outcome | undefined {
    const { position } = line;
    if (line.faults !== undefined) return this.reject(null, position, line.faults);
    const { declaration } = line;
    const faults = options.validated === true ? noFaults : validate(declaration);
    if (faults.length > 0) return this.reject(declaration, position, faults);
    const key = this.key.text(declaration);
    const first = key === null ? undefined : seen.add(key, position);
    if (key === null || first === undefined) return undefined;
    return this.reject(declaration, position, [fault("LU6201", "", { key, first })]);
  }

  evaluateLine(line: Line, ask: Omit<Ask, "position"> = noAsk): Evaluated {
    const { position } = line;
    if (line.faults !== undefined) {
      return { outcome: this.reject(null, position, line.faults), key: null, open: null };
    }
    const { declaration } = line;
    const faults = ask.validated === true ? noFaults : this.validateRead(declaration);
    if (faults.length > 0) {
      return { outcome: this.reject(declaration, position, faults), key: null, open: null };
    }
    const waiting: { open: OpenQuotas | null } = { open: null };
    const outcome = this.decideValid(declaration, ask, position, waiting);
    return { outcome, key: this.key.text(declaration), open: waiting.open };
  }

  async *decideAll(
    source: Iterable<unknown> | AsyncIterable<unknown>,
    options: StreamOptions = {},
  ): AsyncGenerator<Outcome, void, undefined> {
    const seen = new SeenKeys(options.duplicateWindow ?? DUPLICATE_WINDOW);
    const validate: Validate = (declaration) => this.validate(declaration);
    let position = 0;
    for await (const declaration of source) {
      const line = { position: ++position, declaration };
      const rejected = this.rejected(line, options, seen, validate);
      yield rejected ?? this.decideValid(declaration, options, position);
    }
  }

  async *decideLines(
    lines: Iterable<Line> | AsyncIterable<Line>,
    options: StreamOptions = {},
  ): AsyncGenerator<Outcome, void, undefined> {
    const seen = new SeenKeys(options.duplicateWindow ?? DUPLICATE_WINDOW);
    const validate: Validate = (declaration) => this.validateRead(declaration);
    for await (const line of lines) {
      const rejected = this.rejected(line, options, seen, validate);
      if (rejected !== undefined) yield rejected;
      else if (line.faults === undefined) {
        yield this.decideValid(line.declaration, options, line.position);
      }
    }
  }

  async decideWaiting(
    declarations: readonly unknown[],
    options: WaitingOptions = {},
  ): Promise<readonly Outcome[]> {
    const lines = declarations.map((declaration, at) => ({ position: at + 1, declaration }));
    await this.askScores(lines, options);
    const asks = declarations.map((_, at) => ({ ...options, ...options.asks?.[at] }));
    const validate: Validate = (declaration) => this.validate(declaration);
    const outcomes = this.decideTogether(lines, options, validate, asks);
    this.forgetScores();
    return outcomes;
  }

  get world(): World {
    return this.bound.world;
  }

  get waitsForScores(): boolean {
    return this.bound.desk.waits;
  }

  async askScores(lines: readonly Line[], options: WaitingOptions = {}): Promise<void> {
    const { desk } = this.bound;
    const asks = lines.map((_, at) => ({ ...options, ...options.asks?.[at] }));
    // Each round may come to read a score that the one before hid; there are no more rounds than scores.
    while (desk.waits) {
      for (const [at, line] of lines.entries()) this.evaluateLine(line, asks[at]);
      const pending = desk.takePending();
      if (pending.length === 0) break;
      await desk.prepare(pending);
    }
  }

  forgetScores(): void {
    this.bound.desk.forget();
  }

  scoreStats(): Readonly<Record<string, ScoreStats>> {
    return this.bound.desk.stats();
  }

  exportQuotas(): QuotaExport {
    return this.quotas.exportState();
  }

  slowCalls(): number {
    return this.matcher.slowCalls();
  }
}

function questionOf(declaration: unknown, place: Place, now: number, ask: Ask): Question {
  const { flow, stage } = place;
  const question: Question = { declaration, flow, stage, now };
  if (ask.previous === undefined && ask.event === undefined) return question;
  return {
    ...question,
    ...(ask.previous === undefined ? {} : { previous: ask.previous }),
    ...(ask.event === undefined ? {} : { event: ask.event }),
  };
}

const noAsk: Ask = {};
const noFaults: readonly Fault[] = [];
const noPlaces: ReadonlySet<number> = new Set();

/**
 * Binds a bundle to what it needs. Throws one `LoadError` that lists everything wrong with the bundle or the options.
 *
 * `manifest` and `module` are what `manifest.json` and `bundle.mjs` hold; digests of files are the caller's business (`load` of
 * `@luong/runtime/node` checks them).
 */
export function createEngine(
  bundle: { readonly manifest: unknown; readonly module: unknown },
  options: EngineOptions = {},
): Engine {
  const manifest = checkManifest(bundle.manifest);
  if (manifest.problem !== undefined) throw loadError([manifest.problem]);
  const module = checkModule(bundle.module);
  if (module.problem !== undefined) throw loadError([module.problem]);
  const { ir } = module.value;
  const { codeSets, problems: bindingProblems, ...bound } = bindWorld(ir, options);
  const problems: Fault[] = [
    ...untrueParts(manifest.value, ir),
    ...missingBindings(manifest.value.requires, ir.schema, options),
    ...wrongWords(ir, options),
    ...wrongQuotas(options),
    ...otherModels(manifest.value, options),
    ...bindingProblems,
  ];
  const samplingKey = samplingKeyFrom(options, problems);
  if (problems.length > 0) throw loadError(problems);
  const codes = new CodeChecker(ir.schema, codeSets);
  return new BoundEngine(manifest.value, module.value, options, { ...bound, codes, samplingKey });
}

export function loadError(problems: readonly Fault[]): LoadError {
  return new LoadError(problems, (each) => faultText(each, "en"));
}
