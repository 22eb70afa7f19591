/**
 * Decisions as time goes on: declarations are decided when they come, and those that are open again when something arrives that concerns them.
 *
 * Comes in: declarations, rows of sources, changes and the passing of time, in the order they become known. Goes out: decisions, those made again with what
 * they replace (docs/history.md, "Deciding again"). Keeps the state of history and the open declarations; no clock, no I/O.
 */
import {
  type Arrival,
  type BundleIr,
  createInterpreter,
  type Decision,
  type Interpreter,
  identityOf,
  momentAt,
  type Source,
  type ToldRow,
  type World,
} from "@luong/spec";
import { DeclarationKey } from "../decide/key.ts";
import type { Ask, Engine, Outcome } from "../engine.ts";
import { Clock } from "../evaluate/clock.ts";
import { HistoryState } from "../history/history-state.ts";
import type { SourceRows } from "../load/options.ts";
import type { EngineChange } from "../update/prepare.ts";
import { AskedKeys } from "./asked-keys.ts";
import { type EventOwners, eventOwnersOf } from "./event-owners.ts";
import type { OpenDeclaration, Standing } from "./open-declaration.ts";
import { type Because, isDifferent, isLower, replacing, saysOtherwise } from "./replacement.ts";
import { Timers } from "./timers.ts";

/** A declaration, or a new version of one. */
export interface Declared {
  readonly declaration: unknown;
  readonly flow?: string;
  readonly stage?: string;
  /** Decision time, ms since 1970 UTC. */
  readonly now: number;
  /** Reason code that allows a new version a lower channel. */
  readonly reason?: string;
  /** Place in the input, from 1; recorded in a rejection. */
  readonly position?: number;
}

/** Something told of a source, with the reason code that allows lower channels. */
export interface Arrived extends ToldRow {
  readonly known: number;
  readonly reason?: string;
}

export interface LiveOptions {
  /** Decisions carry reasons and evidence: told when they are made, as what they look back on changes. */
  readonly explain?: boolean;
}

/** What was done since the beginning. */
export interface LiveCounts {
  /** Declarations, their new versions, and events at their stages. */
  readonly decided: number;
  /** Decided again for what arrived, with another outcome, and with the same. */
  readonly changed: number;
  readonly confirmed: number;
  readonly held: number;
}

export class Live {
  readonly engine: Engine;
  readonly state: HistoryState;
  readonly #detail: Pick<Ask, "explain" | "causes">;
  readonly #keys: AskedKeys;
  readonly #owners: readonly EventOwners[];
  readonly #interpreter: Interpreter;
  readonly #key: DeclarationKey;
  readonly #clock: Clock;
  readonly #root: Source | undefined;
  readonly #sources: readonly Source[];
  readonly #open = new Map<string, OpenDeclaration>();
  readonly #timers = new Timers();
  readonly #counts = { decided: 0, changed: 0, confirmed: 0, held: 0 };

  /** Calls wait for each other: what one asks for is not to be taken for another's. */
  #turn: Promise<unknown> = Promise.resolve();

  /** `makeEngine` makes the engine of `ir` with the history it is given. */
  constructor(
    ir: BundleIr,
    makeEngine: (history: SourceRows) => Engine,
    { explain = false }: LiveOptions = {},
  ) {
    this.#detail = explain ? { explain, causes: true } : { causes: true };
    this.#keys = new AskedKeys();
    // Rows are read by what the engine is bound to, which is made with the history; nothing is asked before.
    const world: World = {
      schema: ir.schema,
      parentOf: (list, code) => this.engine.world.parentOf(list, code),
      rate: (from, to) => this.engine.world.rate(from, to),
      list: (name) => this.engine.world.list(name),
      table: (name) => this.engine.world.table(name),
      source: (name) => this.state.binding(name),
    };
    this.state = new HistoryState(ir, undefined, { watcher: this.#keys, world });
    this.#keys.use(this.state);
    this.engine = makeEngine(this.state);
    this.#owners = eventOwnersOf(ir);
    this.#interpreter = createInterpreter(ir, world);
    this.#key = new DeclarationKey(ir.schema);
    this.#clock = new Clock(ir.schema.zoneMinutes);
    this.#sources = ir.schema.sources ?? [];
    this.#root = this.#sources.find(
      ({ record, derived, kind }) =>
        derived === undefined && kind === "history" && record === ir.schema.root,
    );
  }

  get open(): number {
    return this.#open.size;
  }

  counts(): LiveCounts {
    return { ...this.#counts };
  }

  /** Takes what was told before: nothing is decided. Throws a RangeError for an unknown source and for a row without a time. */
  load(entry: ToldRow): void {
    this.state.add(entry);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  /** The outcome of a declaration first, then decisions of others that it concerns. */
  declare(declared: Declared): Promise<readonly Outcome[]> {
    return this.#inTurn(() => this.#declare(declared));
  }

  /** Decides again what the row concerns, and decides at the stages that wait for it. */
  tell(entry: Arrived): Promise<readonly Outcome[]> {
    return this.#inTurn(() => this.#tell(entry));
  }

  /** Time passes: declarations whose windows have closed, or for which a row came to lie in them, are decided again, each at that time. */
  advance(now: number): Promise<readonly Outcome[]> {
    return this.#inTurn(() => this.#advance(now));
  }

  /**
   * Changes rows, lists or criteria, and decides again those open declarations that come out different by the change alone: asked as of their last decision.
   * Throws a `LoadError`, and then nothing has changed.
   */
  change(change: EngineChange, now: number, reason?: string): Promise<readonly Outcome[]> {
    return this.#inTurn(() => this.#change(change, now, reason));
  }

  async #declare(declared: Declared): Promise<readonly Outcome[]> {
    const { declaration, flow, stage, now, position } = declared;
    const due = await this.#advance(now);
    const number = this.#key.number(declaration) ?? "";
    const before = this.#open.get(number);
    const outcome = await this.#decide(number, declaration, {
      now,
      ...this.#detail,
      ...(flow === undefined ? {} : { flow }),
      ...(stage === undefined ? {} : { stage }),
      ...(position === undefined ? {} : { position }),
      ...(before === undefined ? {} : { previous: before.declaration }),
    });
    const { decision } = outcome;
    if (decision === undefined) return [...due, outcome];
    this.#counts.decided += 1;
    const given = this.#take(before, declared, number, decision);
    const concerned = this.#keys.concernedBy(() => this.#record(declared));
    const others = [...concerned].filter((each) => each !== number);
    const because = { arrival: this.#arrivalOf(declaration) };
    const again = await this.#decideAgain(others, now, because);
    if (this.#root !== undefined) this.#watchRow(others, this.#root, declaration, now, because);
    return [...due, { decision: given }, ...again];
  }

  #arrivalOf(declaration: unknown): Arrival {
    const root = this.#root;
    return root === undefined
      ? this.#versionOf(declaration)
      : { kind: "row", source: root.name, identity: identityOf(root, declaration) };
  }

  #versionOf(declaration: unknown): Arrival {
    const revision = this.#key.revision(declaration);
    return { kind: "declaration", ...(revision === undefined ? {} : { revision }) };
  }

  /** Decides and remembers what was asked for; what cannot be decided leaves what was remembered. */
  async #decide(number: string, declaration: unknown, ask: Ask): Promise<Outcome> {
    this.#keys.listen();
    const outcome = await this.#outcome(declaration, ask);
    if (outcome.decision !== undefined) this.#keys.keep(number);
    return outcome;
  }

  async #outcome(declaration: unknown, { position, ...ask }: Ask): Promise<Outcome> {
    const [outcome] = await this.engine.decideWaiting([declaration], {
      asks: [ask],
      duplicateWindow: 0,
    });
    if (outcome === undefined) throw new Error("the engine gave no outcome");
    const { rejection } = outcome;
    if (rejection === undefined || position === undefined) return outcome;
    return { rejection: { ...rejection, position } };
  }

  /** The question of an open declaration, asked again. */
  #question({ flow, stage, previous }: OpenDeclaration, now: number): Ask {
    return {
      now,
      flow,
      stage,
      ...this.#detail,
      validated: true,
      ...(previous === undefined ? {} : { previous }),
    };
  }

  /** The declaration is open with this decision, which takes the place of the one before. */
  #take(
    before: OpenDeclaration | undefined,
    { declaration, now, reason }: Declared,
    number: string,
    decision: Decision,
  ): Decision {
    const { flow, stage } = decision;
    if (before === undefined) {
      const open: OpenDeclaration = {
        number,
        declaration,
        previous: undefined,
        flow,
        stage,
        since: now,
        standing: { given: decision, computed: decision },
        atEvents: new Map(),
      };
      this.#open.set(number, open);
      for (const owners of this.#owners) owners.add(open);
      this.#watchWindows(number, decision);
      return decision;
    }
    const arrival = this.#versionOf(declaration);
    const because = { arrival, ...(reason === undefined ? {} : { reason }) };
    for (const owners of this.#owners) owners.remove(before);
    before.previous = before.declaration;
    before.declaration = declaration;
    before.stage = stage;
    before.since = now;
    before.standing = this.#replaced(before.standing, decision, because);
    for (const owners of this.#owners) owners.add(before);
    this.#watchWindows(number, decision);
    return before.standing.given;
  }

  #replaced(before: Standing, computed: Decision, because: Because): Standing {
    const given = replacing(before.given, computed, because);
    if (given.steps.at(-1)?.rule === "held") this.#counts.held += 1;
    return { given, computed };
  }

  /** Null: it says the same. */
  #again(before: Standing, computed: Decision, because: Because): Standing | null {
    const isLowered = because.reason !== undefined && isLower(computed, before.given);
    if (!isLowered && !isDifferent(before.computed, computed)) {
      this.#counts.confirmed += 1;
      return null;
    }
    this.#counts.changed += 1;
    return this.#replaced(before, computed, because);
  }

  /** Declarations are part of their history from their decision on. */
  #record({ declaration, now }: Declared): void {
    const root = this.#root;
    if (root === undefined) return;
    this.state.add({ source: root.name, json: declaration, known: now });
  }

  #watchWindows(number: string, { unknown }: Decision): void {
    const times = unknown.flatMap(({ causes }) =>
      causes.flatMap(({ until }) => (until === undefined ? [] : (this.#clock.read(until) ?? []))),
    );
    for (const at of new Set(times)) {
      const arrival: Arrival = { kind: "window", until: this.#clock.write(at) };
      this.#timers.add({ at, number, because: { arrival } });
    }
  }

  /** A row that has not happened before now lies in windows from the moment after it happens. */
  #watchRow(
    numbers: readonly string[],
    { clock }: Source,
    json: unknown,
    now: number,
    because: Because,
  ): void {
    const { zoneMinutes } = this.engine.ir.schema;
    const happens = clock === undefined ? now : momentAt(json, clock, zoneMinutes);
    if (happens === undefined || happens < now) return;
    for (const number of numbers) this.#timers.add({ at: happens + 1, number, because });
  }

  async #tell(entry: Arrived): Promise<readonly Outcome[]> {
    const { known, json, reason } = entry;
    const due = await this.#advance(known);
    const source = this.#sources.find(({ name }) => name === entry.source);
    const isWithdrawn = entry.withdrawn === true || json === null;
    const identity = entry.identity ?? (source === undefined ? "" : identityOf(source, json));
    let isNew = false;
    const concerned = this.#keys.concernedBy(() => {
      isNew = this.state.add(entry) !== "unchanged";
    });
    if (isWithdrawn && source === this.#root && source !== undefined)
      this.release(this.#key.number(json) ?? "");
    const given = reason === undefined ? {} : { reason };
    const row = { kind: "row", source: entry.source, identity } as const;
    const arrival = isWithdrawn ? ({ ...row, withdrawn: true } as const) : row;
    const because = { arrival, ...given };
    const again = await this.#decideAgain([...concerned], known, because);
    if (source !== undefined && !isWithdrawn)
      this.#watchRow([...concerned], source, json, known, because);
    const atStages = isWithdrawn || !isNew ? [] : await this.#atStages(entry, identity);
    return [...due, ...again, ...atStages];
  }

  async #atStages(entry: Arrived, identity: string): Promise<readonly Outcome[]> {
    const { json: event, known: now, reason } = entry;
    const arrival: Arrival = { kind: "event", source: entry.source, identity };
    const because = { arrival, ...(reason === undefined ? {} : { reason }) };
    const outcomes: Outcome[] = [];
    for (const owners of this.#owners) {
      const { stage, source } = owners.stage;
      if (source !== entry.source) continue;
      for (const open of owners.of(event, now, this.#interpreter)) {
        const ask = { ...this.#question(open, now), stage, event };
        const outcome = await this.#outcome(open.declaration, ask);
        if (outcome.decision === undefined) {
          outcomes.push(outcome);
          continue;
        }
        const decision = { ...outcome.decision, event: { source, identity } };
        outcomes.push(...this.#atEvent(open, `${stage}\n${identity}`, decision, because));
      }
    }
    return outcomes;
  }

  #atEvent(
    { atEvents }: OpenDeclaration,
    place: string,
    decision: Decision,
    because: Because,
  ): readonly Outcome[] {
    const before = atEvents.get(place);
    if (before === undefined) this.#counts.decided += 1;
    const standing =
      before === undefined
        ? { given: decision, computed: decision }
        : this.#again(before, decision, because);
    if (standing === null) return [];
    atEvents.set(place, standing);
    return [{ decision: standing.given }];
  }

  async #advance(now: number): Promise<readonly Outcome[]> {
    const outcomes: Outcome[] = [];
    for (let timer = this.#timers.take(now); timer; timer = this.#timers.take(now))
      outcomes.push(...(await this.#decideAgain([timer.number], timer.at, timer.because)));
    return outcomes;
  }

  /** From now on the declaration is decided no more. Gives whether it was open. */
  release(number: string): boolean {
    const open = this.#open.get(number);
    if (open === undefined) return false;
    this.#open.delete(number);
    this.#keys.forget(number);
    for (const owners of this.#owners) owners.remove(open);
    return true;
  }

  /** Releases what was registered before a time, ms since 1970 UTC; gives how many. */
  releaseBefore(time: number): number {
    const old = [...this.#open.values()].filter(({ since }) => since < time);
    for (const { number } of old) this.release(number);
    return old.length;
  }

  async #change(
    change: EngineChange,
    now: number,
    reason: string | undefined,
  ): Promise<readonly Outcome[]> {
    const due = await this.#advance(now);
    const { number } = this.engine.update(change);
    const concerned = [...this.#open.values()].filter((open) => this.#isTouched(open));
    const arrival: Arrival = { kind: "update", number };
    const because = { arrival, ...(reason === undefined ? {} : { reason }) };
    const numbers = concerned.map((open) => open.number);
    return [...due, ...(await this.#decideAgain(numbers, now, because))];
  }

  #isTouched(open: OpenDeclaration): boolean {
    const { computed } = open.standing;
    const line = { position: 1, declaration: open.declaration };
    const ask = { ...this.#question(open, this.#clock.read(computed.at) ?? 0), explain: false };
    const { decision } = this.engine.evaluateLine(line, ask).outcome;
    return decision === undefined || saysOtherwise(computed, decision);
  }

  async #decideAgain(
    numbers: readonly string[],
    now: number,
    because: Because,
  ): Promise<readonly Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const number of [...numbers].sort()) {
      const open = this.#open.get(number);
      if (open === undefined) continue;
      const outcome = await this.#decide(number, open.declaration, this.#question(open, now));
      const { decision } = outcome;
      if (decision === undefined) {
        outcomes.push(outcome);
        continue;
      }
      this.#watchWindows(number, decision);
      const standing = this.#again(open.standing, decision, because);
      if (standing === null) continue;
      open.standing = standing;
      outcomes.push({ decision: standing.given });
    }
    return outcomes;
  }
}
