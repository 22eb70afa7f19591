/**
 * Registries: versions of records with the time each is in force, found by the keys of selections.
 *
 * Few records with few versions each, so versions are kept as they were told, and what is in force is told anew by every question, as docs/history.md has
 * it; a question looks only at records that once had its keys.
 */
import {
  canonicalJson,
  derivedRows,
  type GroupPlan,
  momentAt,
  type Source,
  type SourceRow,
  type Value,
} from "@luong/spec";
import type { Identities } from "./identities.ts";
import type { ReadContext } from "./read-context.ts";
import { RowKeys } from "./row-keys.ts";
import { RowView } from "./row-view.ts";

/** One version, or that there is none any more. */
export interface ToldVersion {
  readonly known: number;
  /** Null: withdrawn. */
  readonly json: unknown;
  /** When it comes into force, and when at the latest it ceases to. */
  readonly begin: number;
  readonly end: number;
}

type Derived = NonNullable<Source["derived"]>;

/** A version, its two entries in lists and its JSON, about. */
const VERSION_BYTES = 1000;

export interface RegistryQuestion {
  readonly values: readonly (Value | undefined)[];
  /** In force at. */
  readonly at: number;
  readonly known: number;
  readonly except: string | null;
}

/** Records of one registry, by handle of their identity. */
export class Registry {
  readonly source: Source;
  readonly identities: Identities;
  readonly #zoneMinutes: number;
  readonly #versions: ToldVersion[][] = [];
  readonly groups: RegistryGroup[] = [];
  #count = 0;

  constructor(source: Source, identities: Identities, zoneMinutes: number) {
    this.source = source;
    this.identities = identities;
    this.#zoneMinutes = zoneMinutes;
  }

  get rows(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#count * VERSION_BYTES;
  }

  versionsOf(handle: number): readonly ToldVersion[] {
    return this.#versions[handle] ?? [];
  }

  /** Gives whether anything is different. */
  tell(handle: number, json: unknown, known: number): boolean {
    const versions = this.#versions[handle] ?? [];
    this.#versions[handle] = versions;
    const version = this.#version(json, known);
    // At the same instant the one recorded later counts.
    let at = versions.length;
    while (at > 0 && (versions[at - 1]?.known ?? 0) > known) at -= 1;
    const before = versions[at - 1];
    const isSame = before !== undefined && canonicalJson(before.json) === canonicalJson(json);
    if (isSame && before.known === known) return false;
    // Of equal content one object is kept.
    versions.splice(at, 0, isSame ? { ...version, json: before.json } : version);
    this.#count += 1;
    if (json !== null) for (const group of this.groups) group.index(handle, json);
    return !isSame || before.begin !== version.begin;
  }

  #version(json: unknown, known: number): ToldVersion {
    const { clock } = this.source;
    const at = (path: readonly string[]): number | undefined =>
      momentAt(json, path, this.#zoneMinutes);
    const begin = (clock === undefined ? undefined : at(clock)) ?? known;
    return { known, json, begin, end: at(["valid_until"]) ?? Number.POSITIVE_INFINITY };
  }

  /** The version of a record in force at a time, as it was known then. */
  inForce(handle: number, at: number, known: number): ToldVersion | undefined {
    const versions = this.#versions[handle] ?? [];
    let found: ToldVersion | undefined;
    let foundAt = -1;
    for (let place = 0; place < versions.length; place += 1) {
      const version = versions[place];
      if (version === undefined || version.known > known) break;
      if (version.json === null || version.begin > at) continue;
      if (found === undefined || version.begin >= found.begin) {
        found = version;
        foundAt = place;
      }
    }
    if (found === undefined || found.end <= at) return undefined;
    for (let place = foundAt + 1; place < versions.length; place += 1) {
      const version = versions[place];
      if (version === undefined || version.known > known) break;
      if (version.json === null) return version.known <= at ? undefined : found;
    }
    return found;
  }

  /** Forgets versions that another with the same beginning replaced by `now`; gives how many. */
  prune(now: number): number {
    let gone = 0;
    for (const [handle, versions] of this.#versions.entries()) {
      const kept = versions.filter((version, place) => {
        if (version.json === null) return true;
        const replaced = versions.findIndex(
          ({ json, begin, known }, later) =>
            later > place && json !== null && begin === version.begin && known <= now,
        );
        return replaced < 0;
      });
      gone += versions.length - kept.length;
      if (kept.length < versions.length) this.#versions[handle] = kept;
    }
    this.#count -= gone;
    return gone;
  }

  /** Indexes everything told so far. */
  add(group: RegistryGroup): void {
    this.groups.push(group);
    for (const [handle, versions] of this.#versions.entries()) {
      for (const { json } of versions) if (json !== null) group.index(handle, json);
    }
  }
}

/** Records of a registry by the keys they had, or elements of them had. */
export class RegistryGroup {
  readonly plan: GroupPlan;
  readonly registry: Registry;
  readonly keys: RowKeys;
  /** From the record to the rows of the group: none when they are its records. */
  readonly #derived: readonly Derived[];
  /** Records by key, or by bucket of keys that are alike. */
  readonly #records = new Map<string, Set<number>>();

  constructor(
    plan: GroupPlan,
    registry: Registry,
    derived: readonly Derived[],
    context: ReadContext,
  ) {
    this.plan = plan;
    this.registry = registry;
    this.#derived = derived;
    this.keys = new RowKeys(plan, context);
    registry.add(this);
  }

  /** Rows of a version of a record. */
  #rowsOf(json: unknown, identity: string): readonly { json: unknown; identity: string }[] {
    let rows: readonly { json: unknown; identity: string }[] = [{ json, identity }];
    for (const derived of this.#derived)
      rows = rows.flatMap((row) => derivedRows(derived, row.json, row.identity));
    return rows;
  }

  index(handle: number, json: unknown): void {
    for (const row of this.#rowsOf(json, "")) {
      const key = this.keys.ofRow(new RowView(row.json));
      if (key === undefined) continue;
      const bucket = this.keys.isAlike ? this.keys.bucket(key) : key;
      const records = this.#records.get(bucket);
      if (records === undefined) this.#records.set(bucket, new Set([handle]));
      else records.add(handle);
    }
  }

  /** The keys a record has, or had. */
  keysOf(handle: number): readonly string[] {
    const keys = this.registry
      .versionsOf(handle)
      .flatMap(({ json }) =>
        json === null
          ? []
          : this.#rowsOf(json, "").flatMap((row) => this.keys.ofRow(new RowView(row.json)) ?? []),
      );
    return [...new Set(keys)];
  }

  /** Rows in force whose keys hold, out of order. */
  rows({ values, at, known, except }: RegistryQuestion): readonly SourceRow[] {
    const asked = this.keys.ofValues(values);
    if (asked === undefined) return [];
    const buckets = this.keys.isAlike ? this.keys.buckets(asked) : [asked];
    const found = new Set(buckets.flatMap((bucket) => [...(this.#records.get(bucket) ?? [])]));
    return [...found].flatMap((handle) => {
      const version = this.registry.inForce(handle, at, known);
      const identity = this.registry.identities.text(handle);
      if (version === undefined || identity === except) return [];
      return this.#rowsOf(version.json, identity).flatMap((row): readonly SourceRow[] => {
        const key = this.keys.ofRow(new RowView(row.json));
        const isFound = key !== undefined && this.keys.holds(key, asked);
        return isFound ? [{ ...row, at: version.begin }] : [];
      });
    });
  }
}
