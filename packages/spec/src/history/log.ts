/**
 * The naive binding of sources: every question recomputes everything from the whole log.
 *
 * What was told, in the order recorded, in; a `World.source` out. Written from docs/history.md, slow and obvious: the state that a running system keeps
 * is tested against it. Filters and what follows are the evaluator's.
 */
import { Evaluator } from "../ir/evaluate.ts";
import { bindElement, frameOf } from "../ir/frame.ts";
import type { BundleIr, Selection } from "../ir/ir.ts";
import type { Schema, Source } from "../schema.ts";
import type { Value } from "../value.ts";
import {
  type RowsQuery,
  type SourceBinding,
  type SourceRow,
  unboundWorld,
  type World,
} from "../world.ts";
import { momentAt } from "./clock.ts";
import { compareRows, derivedRows, identityOf } from "./identity.ts";
import { keyHolds } from "./keys.ts";

/** One thing told: a version of a row, or that there is none any more. */
export interface ToldRow {
  readonly source: string;
  /** JSON form of the row; of a withdrawn one at least its identity fields, unless `identity` is given. */
  readonly json: unknown;
  /** When it was told, ms since 1970 UTC; absent: when it happened. */
  readonly known?: number;
  readonly withdrawn?: boolean;
  readonly identity?: string;
}

/** The version of a row that counts. */
interface Version {
  readonly json: unknown;
  readonly identity: string;
  /** Identity of the row it comes from in the end: its own, or that of the declaration a line stands in. */
  readonly owner: string;
  readonly known: number;
  readonly isWithdrawn: boolean;
}

/** A version with the time it is in force from, and until. */
interface Period extends Version {
  readonly from: number;
  readonly until: number;
}

class LogReader {
  readonly #schema: Schema;
  readonly #log: readonly ToldRow[];
  readonly #evaluator: Evaluator;

  constructor(ir: BundleIr, log: readonly ToldRow[], world: World) {
    this.#schema = ir.schema;
    this.#log = log;
    this.#evaluator = new Evaluator(ir, world);
  }

  source(name: string): Source | undefined {
    return this.#schema.sources?.find((each) => each.name === name);
  }

  #momentAt(json: unknown, path: readonly string[] | undefined): number | undefined {
    return path === undefined ? undefined : momentAt(json, path, this.#schema.zoneMinutes);
  }

  #knownOf(told: ToldRow, source: Source): number {
    const known = told.known ?? this.#momentAt(told.json, source.clock);
    if (known === undefined)
      throw new RangeError(`a row of ${source.name} has no known time and none of its own`);
    return known;
  }

  /** Everything told of a source by `known`, in the order it became known; at the same instant in the order recorded. */
  #told(source: Source, known: number): readonly Version[] {
    return this.#log
      .filter((each) => each.source === source.name)
      .map((told) => {
        const identity = told.identity ?? identityOf(source, told.json);
        return {
          json: told.json,
          identity,
          owner: identity,
          known: this.#knownOf(told, source),
          isWithdrawn: told.withdrawn === true,
        };
      })
      .filter((version) => version.known <= known)
      .sort((a, b) => a.known - b.known);
  }

  /** Of each row the version that counts at `known`. */
  #versions(source: Source, known: number): readonly Version[] {
    if (source.derived !== undefined)
      return this.#elements(source.derived, (parent) => this.#versions(parent, known));
    const counting = new Map<string, Version>();
    for (const version of this.#told(source, known)) counting.set(version.identity, version);
    return [...counting.values()].filter(({ isWithdrawn }) => !isWithdrawn);
  }

  #elements<V extends Version>(
    derived: NonNullable<Source["derived"]>,
    read: (parent: Source) => readonly V[],
  ): readonly V[] {
    const parent = this.source(derived.source);
    if (parent === undefined) throw new RangeError(`no source ${derived.source}`);
    return read(parent).flatMap((version) =>
      derivedRows(derived, version.json, version.identity).map((row) => ({ ...version, ...row })),
    );
  }

  /* ---------------------------------------------------------------- registries */

  /** When a version of a registry begins: its clock where it has one, else when it was told. */
  #beginOf(source: Source, version: Version): number {
    return this.#momentAt(version.json, source.clock) ?? version.known;
  }

  #periods(source: Source, known: number): readonly Period[] {
    if (source.derived !== undefined)
      return this.#elements(source.derived, (parent) => this.#periods(parent, known));
    const told = this.#told(source, known);
    const identities = [...new Set(told.map(({ identity }) => identity))];
    return identities.flatMap((identity) =>
      this.#periodsOf(
        source,
        told.filter((version) => version.identity === identity),
      ),
    );
  }

  /** Periods of one thing: versions with one clock are one, each ends where the next begins. */
  #periodsOf(source: Source, told: readonly Version[]): readonly Period[] {
    const counting = new Map<number, Version>();
    const withdrawals = told.filter(({ isWithdrawn }) => isWithdrawn);
    for (const version of told) {
      if (!version.isWithdrawn) counting.set(this.#beginOf(source, version), version);
    }
    const begins = [...counting.keys()].sort((a, b) => a - b);
    return begins.flatMap((from, index) => {
      const version = counting.get(from);
      if (version === undefined) return [];
      const ends = [
        begins[index + 1],
        this.#momentAt(version.json, ["valid_until"]),
        this.#withdrawnAt(version, told, withdrawals),
      ];
      const until = Math.min(...ends.map((end) => end ?? Number.POSITIVE_INFINITY));
      return [{ ...version, from, until }];
    });
  }

  /** The first withdrawal after a version was told; what was told before it is in force no longer. */
  #withdrawnAt(
    version: Version,
    told: readonly Version[],
    withdrawals: readonly Version[],
  ): number | undefined {
    const place = told.indexOf(version);
    return withdrawals.find((each) => told.indexOf(each) > place)?.known;
  }

  /* ---------------------------------------------------------------- questions */

  #inWindow(source: Source, query: RowsQuery): readonly (SourceRow & { readonly owner: string })[] {
    if (source.kind === "registry") {
      if (query.from >= query.until) return [];
      return this.#periods(source, query.known)
        .filter(({ from, until }) => from <= query.from && query.from < until)
        .map(({ json, identity, owner, from }) => ({ json, identity, owner, at: from }));
    }
    const clock = query.selection.clock ?? source.clock;
    return this.#versions(source, query.known).flatMap(({ json, identity, owner, known }) => {
      const at = clock === undefined ? known : this.#momentAt(json, clock);
      if (at === undefined || at < query.from || at >= query.until) return [];
      return [{ json, identity, owner, at }];
    });
  }

  #hasKeys(selection: Selection, keys: readonly Value[], row: SourceRow, now: number): boolean {
    const question = { declaration: {}, flow: "", stage: "", now };
    const element = { value: row.json, path: selection.each, each: selection.each, position: 1 };
    const frame = bindElement(frameOf(question), selection.variable, element);
    return selection.keys.every((key, index) => {
      const value = keys[index];
      const own = this.#evaluator.value(key.row, frame);
      if (value === undefined || own.kind === "unknown") return false;
      return keyHolds(key, own, value, this.#evaluator.world);
    });
  }

  rows(source: Source, query: RowsQuery): readonly SourceRow[] {
    return this.#inWindow(source, query)
      .filter(({ owner }) => owner !== query.except)
      .filter((row) => this.#hasKeys(query.selection, query.keys, row, query.known))
      .map(({ json, at, identity }) => ({ json, at, identity }))
      .sort(compareRows);
  }
}

/**
 * `World.source` over a log, in the order recorded. Undefined for a name the schema has no source of. Throws a RangeError for a row without known time whose
 * source has no clock.
 */
export function bindingFromLog(
  ir: BundleIr,
  log: readonly ToldRow[],
  world: World = unboundWorld(ir.schema),
): (name: string) => SourceBinding | undefined {
  const reader = new LogReader(ir, log, world);
  return (name) => {
    const source = reader.source(name);
    return source === undefined ? undefined : { rows: (query) => reader.rows(source, query) };
  };
}
