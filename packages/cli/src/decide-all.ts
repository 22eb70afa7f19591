/**
 * Decides a whole file of declarations: entries in, outcomes out, with the time spent on deciding alone.
 *
 * A stream goes through one by one. When a policy has a quota everything is read first and decided in the order of time and number, so that
 * the order of the file does not matter; the outcomes still come in the order of the file.
 */
import { type Ask, type Engine, fault, type Outcome } from "@luong/runtime";
import type { Decision, Rejection } from "@luong/spec";
import type { Entry } from "./declarations/csv-declarations.ts";

export interface Answered {
  readonly position: number;
  /** Undefined when it could not be read. */
  readonly declaration: unknown;
  readonly decision?: Decision | undefined;
  readonly rejection?: Rejection | undefined;
}

/** Flow and stage of every question; null: the schema's first. */
export interface Place {
  readonly flow: string | null;
  readonly stage: string | null;
}

export class DecideRun {
  /** Milliseconds in the engine, validation included; reading and explaining are not. */
  decidingMs = 0;
  private readonly engine: Engine;
  private readonly ask: Pick<Ask, "flow" | "stage">;
  private readonly now: number | null;
  private readonly clock: () => number;

  constructor(engine: Engine, place: Place, now: number | null, clock: () => number) {
    this.engine = engine;
    this.ask = {
      ...(place.flow === null ? {} : { flow: place.flow }),
      ...(place.stage === null ? {} : { stage: place.stage }),
    };
    this.now = now;
    this.clock = clock;
  }

  decide(entries: AsyncIterable<Entry>): AsyncIterable<Answered> {
    const hasQuota = this.engine.ir.policies.some((policy) => policy.quotas.length > 0);
    if (this.now !== null) return this.decideAt(entries, this.now);
    return hasQuota ? this.decideTogether(entries) : this.decideStream(entries);
  }

  private async *decideStream(entries: AsyncIterable<Entry>): AsyncGenerator<Answered> {
    const handed: { entry: Entry | null; at: number } = { entry: null, at: 0 };
    const { clock } = this;
    async function* watched(): AsyncGenerator<Entry> {
      for await (const entry of entries) {
        handed.entry = entry;
        handed.at = clock();
        yield entry;
      }
    }
    for await (const outcome of this.engine.decideLines(watched(), this.ask)) {
      this.decidingMs += clock() - handed.at;
      // INVARIANT (one outcome a line): the engine asks for the next line only after this outcome was taken.
      if (handed.entry !== null) yield answered(handed.entry, outcome);
    }
  }

  private async *decideTogether(entries: AsyncIterable<Entry>): AsyncGenerator<Answered> {
    const all: Entry[] = [];
    for await (const entry of entries) all.push(entry);
    const readable = all.filter((entry) => entry.faults === undefined);
    const start = this.clock();
    const outcomes = this.engine.decideBatch(
      readable.map((entry) => entry.declaration),
      this.ask,
    );
    this.decidingMs += this.clock() - start;
    let next = 0;
    for (const entry of all) {
      if (entry.faults !== undefined) {
        yield answered(entry, unreadable(entry));
      } else {
        const outcome = outcomes[next];
        next += 1;
        if (outcome !== undefined) yield answered(entry, inFile(outcome, entry, readable));
      }
    }
  }

  /** One time for all: the clock field is not read. A number given twice is still found. */
  private async *decideAt(entries: AsyncIterable<Entry>, now: number): AsyncGenerator<Answered> {
    const seen = new Map<string, number>();
    for await (const entry of entries) {
      const start = this.clock();
      const outcome: Outcome =
        entry.faults === undefined
          ? this.engine.decide(entry.declaration, { ...this.ask, now, position: entry.position })
          : unreadable(entry);
      this.decidingMs += this.clock() - start;
      yield answered(entry, outcome.decision === undefined ? outcome : once(outcome, entry, seen));
    }
  }
}

function answered(entry: Entry, outcome: Outcome): Answered {
  const declaration = entry.faults === undefined ? entry.declaration : undefined;
  return { position: entry.position, declaration, ...outcome };
}

function unreadable(entry: Entry): Outcome {
  const { position, faults = [] } = entry;
  return { rejection: { declaration: null, position, faults } };
}

/** A batch counts its own elements; the reader knows lines of the file. */
function inFile(outcome: Outcome, entry: Entry, readable: readonly Entry[]): Outcome {
  const { rejection } = outcome;
  if (rejection === undefined) return outcome;
  const faults = rejection.faults.map((each) => {
    const { first } = each.args;
    if (each.code !== "LU6201" || typeof first !== "number") return each;
    return { ...each, args: { ...each.args, first: readable[first - 1]?.position ?? first } };
  });
  return { rejection: { ...rejection, position: entry.position, faults } };
}

function once(
  outcome: Extract<Outcome, { readonly decision: Decision }>,
  entry: Entry,
  seen: Map<string, number>,
): Outcome {
  const { declaration, revision } = outcome.decision;
  const key = revision === undefined ? declaration : `${declaration}/${revision}`;
  const first = seen.get(key);
  if (first === undefined) {
    seen.set(key, entry.position);
    return outcome;
  }
  const faults = [fault("LU6201", "", { key, first })];
  return { rejection: { declaration, position: entry.position, faults } };
}
