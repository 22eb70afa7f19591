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
import type { OpenDeclaration } from "./open-declaration.ts";
import { type Because, isDifferent, replacing, saysOtherwise } from "./replacement.ts";
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
  /** Lists, tables and rates that keys of rows and conditions of event stages may read. */
  readonly world?: World;
}

/** What was done since the beginning. */
export interface LiveCounts {
  readonly decided: number;
  /** Decided again with another outcome, and with the same. */
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

  /** `makeEngine` makes the engine of `ir` with the history it is given. */
  constructor(
    ir: BundleIr,
    makeEngine: (history: SourceRows) => Engine,
    { world = plainWorld(ir), explain = false }: LiveOptions = {},
  ) {
    this.#detail = explain ? { explain, causes: true } : { causes: true };
    this.#keys = new AskedKeys();
    this.state = new HistoryState(ir, undefined, { watcher: this.#keys, world });
    this.#keys.use(this.state);
    this.engine = makeEngine(this.state);
    this.#owners = eventOwnersOf(ir);
    this.#interpreter = createInterpreter(ir, {
      ...world,
      source: (name) => this.state.binding(name),
    });
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

  /** The outcome of a declaration first, then decisions of others that it concerns. */
  async declare(declared: Declared): Promise<readonly Outcome[]> {
    const { declaration, now } = declared;
    const due = await this.advance(now);
    const number = this.#key.number(declaration) ?? "";
    const before = this.#open.get(number);
    const outcome = await this.#ask(number, before, declared);
    const { decision } = outcome;
    if (decision === undefined) return [...due, outcome];
    this.#counts.decided += 1;
    const given = this.#take(before, declared, number, decision);
    const concerned = this.#keys.concernedBy(() => this.#record(declared));
    const others = [...concerned].filter((each) => each !== number);
    const arrival = this.#arrivalOf(declaration);
    const again = await this.#decideAgain(others, now, { arrival });
    if (this.#root !== undefined) this.#watchRow(others, this.#root, declaration, now, { arrival });
    return [...due, { decision: given }, ...again];
  }

  #arrivalOf(declaration: unknown): Arrival {
    const root = this.#root;
    if (root !== undefined)
      return { kind: "row", source: root.name, identity: identityOf(root, declaration) };
    const revision = this.#key.revision(declaration);
    return { kind: "declaration", ...(revision === undefined ? {} : { revision }) };
  }

  async #ask(
    number: string,
    before: OpenDeclaration | undefined,
    declared: Declared,
  ): Promise<Outcome> {
    const { declaration, flow, stage, now, position } = declared;
    return this.#decide(number, declaration, {
      now,
      ...this.#detail,
      ...(flow === undefined ? {} : { flow }),
      ...(stage === undefined ? {} : { stage }),
      ...(position === undefined ? {} : { position }),
      ...(before === undefined ? {} : { previous: before.declaration }),
    });
  }

  /** Decides and remembers what was asked for. */
  async #decide(number: string, declaration: unknown, ask: Ask): Promise<Outcome> {
    this.#keys.listen(number);
    try {
      const { position: _, ...asking } = ask;
      const [outcome] = await this.engine.decideWaiting([declaration], {
        asks: [asking],
        duplicateWindow: 0,
      });
      if (outcome === undefined) throw new Error("the engine gave no outcome");
      const { rejection } = outcome;
      if (rejection === undefined || ask.position === undefined) return outcome;
      return { rejection: { ...rejection, position: ask.position } };
    } finally {
      this.#keys.stop();
    }
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
        decision,
        atEvents: new Map(),
      };
      this.#open.set(number, open);
      for (const owners of this.#owners) owners.add(open);
      this.#watchWindows(open);
      return decision;
    }
    const revision = this.#key.revision(declaration);
    const arrival: Arrival = {
      kind: "declaration",
      ...(revision === undefined ? {} : { revision }),
    };
    const given = this.#replace(before.decision, decision, {
      arrival,
      ...(reason === undefined ? {} : { reason }),
    });
    for (const owners of this.#owners) owners.remove(before);
    before.previous = before.declaration;
    before.declaration = declaration;
    before.stage = stage;
    before.since = now;
    before.decision = given;
    for (const owners of this.#owners) owners.add(before);
    this.#watchWindows(before);
    return given;
  }

  #replace(before: Decision, after: Decision, because: Because): Decision {
    const given = replacing(before, after, because);
    this.#counts.changed += 1;
    if (given.steps.at(-1)?.rule === "held") this.#counts.held += 1;
    return given;
  }

  /** Declarations are part of their history from their decision on. */
  #record({ declaration, now }: Declared): void {
    const root = this.#root;
    if (root === undefined) return;
    this.state.add({ source: root.name, json: declaration, known: now });
  }

  #watchWindows({ number, decision }: OpenDeclaration): void {
    const times = decision.unknown.flatMap(({ causes }) =>
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

  /** Decides again what the row concerns, and decides at the stages that wait for it. */
  async tell(entry: Arrived): Promise<readonly Outcome[]> {
    const { known, json, reason } = entry;
    const due = await this.advance(known);
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
    const outcomes: Outcome[] = [];
    for (const owners of this.#owners) {
      const { stage, source } = owners.stage;
      if (source !== entry.source) continue;
      for (const open of owners.of(event, now, this.#interpreter)) {
        const { declaration, flow, previous } = open;
        const outcome = this.engine.decide(declaration, {
          now,
          flow,
          stage,
          event,
          ...this.#detail,
          validated: true,
          ...(previous === undefined ? {} : { previous }),
        });
        const { decision } = outcome;
        if (decision === undefined) {
          outcomes.push(outcome);
          continue;
        }
        this.#counts.decided += 1;
        const place = `${stage}\n${identity}`;
        const before = open.atEvents.get(place);
        const arrival: Arrival = { kind: "event", source, identity };
        const because = { arrival, ...(reason === undefined ? {} : { reason }) };
        const given = before === undefined ? decision : this.#replace(before, decision, because);
        open.atEvents.set(place, given);
        outcomes.push({ decision: given });
      }
    }
    return outcomes;
  }

  /** Time passes: declarations whose windows have closed, or for which a row came to lie in them, are decided again, each at that time. */
  async advance(now: number): Promise<readonly Outcome[]> {
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

  /**
   * Changes rows, lists or criteria, and decides again those open declarations that come out different by the change alone: asked as of their last decision.
   * Throws a `LoadError`, and then nothing has changed.
   */
  async change(change: EngineChange, now: number, reason?: string): Promise<readonly Outcome[]> {
    const due = await this.advance(now);
    const { number } = this.engine.update(change);
    const concerned = [...this.#open.values()].filter((open) => this.#isTouched(open));
    const arrival: Arrival = { kind: "update", number };
    const because = { arrival, ...(reason === undefined ? {} : { reason }) };
    const numbers = concerned.map((open) => open.number);
    return [...due, ...(await this.#decideAgain(numbers, now, because))];
  }

  #isTouched({ declaration, previous, decision }: OpenDeclaration): boolean {
    const { flow, stage, at } = decision;
    const { outcome } = this.engine.evaluateLine(
      { position: 1, declaration },
      {
        flow,
        stage,
        now: this.#clock.read(at) ?? 0,
        validated: true,
        ...(previous === undefined ? {} : { previous }),
      },
    );
    return outcome.decision === undefined || saysOtherwise(decision, outcome.decision);
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
      const { declaration, flow, stage, previous } = open;
      const outcome = await this.#decide(number, declaration, {
        now,
        flow,
        stage,
        ...this.#detail,
        validated: true,
        ...(previous === undefined ? {} : { previous }),
      });
      const { decision } = outcome;
      if (decision === undefined) {
        outcomes.push(outcome);
        continue;
      }
      if (!isDifferent(open.decision, decision)) {
        this.#counts.confirmed += 1;
        this.#watchWindows({ ...open, decision });
        continue;
      }
      open.decision = this.#replace(open.decision, decision, because);
      this.#watchWindows(open);
      outcomes.push({ decision: open.decision });
    }
    return outcomes;
  }
}

/** What conditions ask beside facts, when nothing is bound. */
function plainWorld(ir: BundleIr): World {
  return {
    schema: ir.schema,
    parentOf: () => undefined,
    rate: () => undefined,
    list: () => undefined,
    table: () => undefined,
  };
}
