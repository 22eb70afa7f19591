// A random set with an index, and what an administration changes in it day by day, for the tests of updates, merges, snapshots.
// Comes in: a seed, a folder. Goes out: compiled bundles that differ in their criteria only, and a plain model of rows and lists. No test of its own.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compile } from "@luong/compiler";
import type { BundleIr, Decision, ListMember, TableIr, TableRow } from "@luong/spec";
import { RandomCriteria, RandomSource, randomWorld } from "@luong/testkit";
import type { EngineOptions } from "../src/load/options.ts";
import { type ReadBundle, readBundle } from "../src/node/read-bundle.ts";
import type { EngineChange } from "../src/update/prepare.ts";

/** Bundles over the same schema, lists and tables. */
export interface ChangingSet {
  readonly bundles: readonly ReadBundle[];
  readonly folders: readonly string[];
}

const CRITERIA = 30;

/** Rows are named by a column `id`, so that the same row has the same name in a set that was loaded anew. */
function withId(table: TableIr): TableIr {
  if (table.name !== "indicators") return table;
  const type = { kind: "id", name: "Row" } as const;
  return {
    ...table,
    key: [{ name: "id", type, label: {}, match: "equal", optional: false }, ...table.key],
  };
}

/** The first of some criteria: the same id, another meaning. */
function variants(seed: number): readonly BundleIr[] {
  const random = new RandomSource(seed);
  const drawn = new RandomCriteria(random).bundle(2 * CRITERIA);
  const ir = { ...drawn, tables: drawn.tables.map(withId) };
  const spare = ir.criteria.slice(CRITERIA);
  return Array.from({ length: 3 }, (_, variant) => {
    const criteria = ir.criteria.slice(0, CRITERIA).flatMap((each, at) => {
      if (variant === 0) return [each];
      const other = spare[(at + variant * 7) % spare.length] ?? each;
      if (random.chance(0.15)) return [];
      return random.chance(0.2) ? [{ ...other, id: each.id }] : [each];
    });
    const added = variant === 0 ? [] : spare.slice(variant * 4, variant * 4 + 4);
    return { ...ir, criteria: [...criteria, ...added] };
  });
}

export async function changingSet(seed: number, root: string): Promise<ChangingSet> {
  const bundles: ReadBundle[] = [];
  const folders: string[] = [];
  for (const [variant, ir] of variants(seed).entries()) {
    const folder = join(root, `set-${seed}-${variant}.luong`);
    const { files } = await compile(ir, { optimise: true, backEnd: "indexed" });
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of files) writeFileSync(join(folder, name), text);
    const read = await readBundle(folder);
    if (read.problems !== undefined) throw new Error(JSON.stringify(read.problems));
    bundles.push(read.bundle);
    folders.push(folder);
  }
  return { bundles, folders };
}

const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  watched: ["0101234567", "0109999999", "0200", "Tê"],
  watched_then: ["0101234567", "0109999999", "0200"],
  watched_hs: ["6109", "84713020", "610910"],
  watched_offices: ["03", "02", "03CC"],
  watched_words: ["đã qua sử dụng", "cotton", "used"],
  watched_words_then: ["lốp", "used"],
};

/** What is bound to the set now, as plain data. */
export class Day {
  readonly random: RandomSource;
  /** Position in the bundles of the set. */
  variant = 0;
  lists: Readonly<Record<string, readonly (string | ListMember)[]>>;
  readonly indicators = new Map<string, TableRow>();
  /** Rows of tables that are looked up, by number from 1; null where one was removed. */
  readonly #numbered: Readonly<Record<"reference_price" | "bands", (TableRow | null)[]>>;
  #rows = 0;

  constructor(seed: number) {
    this.random = new RandomSource(seed);
    const world = randomWorld(this.random);
    this.lists = Object.fromEntries(
      Object.keys(MEMBERS).map((name) => [name, this.#members(name)]),
    );
    this.#numbered = {
      reference_price: [...this.#plainRows(world.table("reference_price"))],
      bands: [...this.#plainRows(world.table("bands"))],
    };
    for (const row of this.#indicators(world)) this.#put(row);
  }

  /** Options of an engine that knows nothing of what was before. */
  options(): EngineOptions {
    return {
      lists: this.lists,
      tables: {
        indicators: [...this.indicators.values()],
        reference_price: this.#numbered.reference_price.filter((row) => row !== null),
        bands: this.#numbered.bands.filter((row) => row !== null),
      },
      rates: { "USD/VND": "25000" },
      allowUnbound: true,
    };
  }

  /** A change, already made in this model; `set` when it may change criteria, too. */
  change(set: ChangingSet | null, label?: string): EngineChange {
    const { random } = this;
    const tables: Record<string, { put?: TableRow[]; remove?: (string | number)[] }> = {};
    if (random.chance(0.7)) tables["indicators"] = this.#changeIndicators();
    for (const name of ["reference_price", "bands"] as const) {
      if (random.chance(0.2)) tables[name] = this.#changeNumbered(name);
    }
    const lists: Record<string, readonly (string | ListMember)[]> = {};
    for (const name of Object.keys(MEMBERS)) {
      if (random.chance(0.25)) lists[name] = this.#members(name);
    }
    this.lists = { ...this.lists, ...lists };
    const criteria = set !== null && random.chance(0.4) ? this.#criteria(set) : undefined;
    return {
      tables,
      lists,
      ...(criteria === undefined ? {} : { criteria }),
      ...(label === undefined ? {} : { label }),
    };
  }

  /** Many rows that go again at once: what they took must be given back. */
  rows(count: number): readonly TableRow[] {
    return Array.from({ length: count }, () => {
      const [row] = this.#indicators(randomWorld(this.random));
      if (row === undefined) throw new Error("no row was drawn");
      return row;
    });
  }

  #criteria(set: ChangingSet): EngineChange["criteria"] {
    this.variant = this.random.below(set.bundles.length);
    const module = set.bundles[this.variant]?.module;
    if (module?.index === undefined) throw new Error("no index was planned");
    return { ir: module.ir, index: module.index };
  }

  #members(name: string): readonly (string | ListMember)[] {
    const { random } = this;
    const isDated = name.endsWith("_then") || name === "watched_hs";
    return (MEMBERS[name] ?? [])
      .filter(() => random.chance(0.6))
      .map((value) =>
        isDated && random.chance(0.5) ? { value, validFrom: "2026-01-01T00:00:00Z" } : value,
      );
  }

  #put(row: TableRow): void {
    const id = String(row.cells[0]);
    // A row put again is the last of its table.
    this.indicators.delete(id);
    this.indicators.set(id, row);
  }

  #changeIndicators(): { put: TableRow[]; remove: string[] } {
    const { random } = this;
    const remove = [...this.indicators.keys()].filter(() => random.chance(0.15));
    for (const id of remove) this.indicators.delete(id);
    const fresh = this.rows(random.below(5));
    const again = [...this.indicators.keys()].filter(() => random.chance(0.1));
    const put = [...fresh, ...again.flatMap((id) => this.rows(1).map((row) => named(row, id)))];
    for (const row of put) this.#put(row);
    return { put, remove };
  }

  /** One row goes, by its number; now and then it comes back as the last, with the next number. */
  #changeNumbered(name: "reference_price" | "bands"): { put: TableRow[]; remove: number[] } {
    const rows = this.#numbered[name];
    const at = rows.findIndex((row) => row !== null && this.random.chance(0.5));
    const row = rows[at] ?? null;
    if (row === null) return { put: [], remove: [] };
    rows[at] = null;
    if (this.random.chance(0.5)) return { put: [], remove: [at + 1] };
    rows.push(row);
    return { put: [row], remove: [at + 1] };
  }

  #indicators(world: ReturnType<typeof randomWorld>): readonly TableRow[] {
    return this.#plainRows(world.table("indicators")).map((row) => {
      this.#rows += 1;
      return named({ ...row, cells: ["", ...row.cells] }, `R${this.#rows}`);
    });
  }

  #plainRows(table: ReturnType<ReturnType<typeof randomWorld>["table"]>): readonly TableRow[] {
    return [...(table?.rows ?? [])].map(({ cells, from, until }) => ({
      cells,
      ...(Number.isFinite(from) ? { validFrom: new Date(from).toISOString() } : {}),
      ...(Number.isFinite(until) ? { validUntil: new Date(until).toISOString() } : {}),
    }));
  }
}

function named(row: TableRow, id: string): TableRow {
  return { ...row, cells: [id, ...row.cells.slice(1)] };
}

/** What a decision says, without what tells engines apart. Criteria that were changed stand at the end of an engine that runs. */
export function said(decision: Decision | undefined): unknown {
  if (decision === undefined) return undefined;
  const { bundle: _, update: __, hits, suppressed, unknown, ...rest } = decision;
  const sorted = (all: readonly unknown[]): readonly string[] =>
    all.map((each) => JSON.stringify(each)).sort();
  return { ...rest, hits: sorted(hits), suppressed: sorted(suppressed), unknown: sorted(unknown) };
}
