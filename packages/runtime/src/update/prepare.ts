/**
 * A change of what an engine is bound to, checked before anything is touched: rows, lists, criteria → what to install, or every problem.
 *
 * Nothing here changes the engine. Rows are held to the same rules as when the bundle is loaded; a change with one bad cell is refused whole.
 */
import type { BundleIr, Fault, ListMember, TableBinding, TableIr, TableRow } from "@luong/spec";
import { canonicalJson } from "@luong/spec";
import { pointer } from "../facts/pointer.ts";
import { adopted } from "../index/adopt.ts";
import type { IndexedCriterion, IndexPlan } from "../index/plan.ts";
import type { BindContext } from "../load/bind-context.ts";
import { type BoundList, bindList } from "../load/bind-list.ts";
import { bindTable } from "../load/bind-table.ts";
import { columnsOf, RowIntake } from "../load/row-intake.ts";
import { fault } from "../messages/catalogue.ts";
import { RowStore, RowStoreBuilder, storeShape } from "../rows/row-store.ts";

/** What goes and what comes, in one step; what is not named stays. */
export interface EngineChange {
  /** What the change is called in decisions: a ticket, a file, a moment. */
  readonly label?: string;
  /** By table. A row put under the `id` of another takes its place; `remove` names rows as hits do: by `id`, else by number from 1. */
  readonly tables?: Readonly<
    Record<
      string,
      { readonly put?: Iterable<TableRow>; readonly remove?: Iterable<string | number> }
    >
  >;
  /** By list: its members from now on. */
  readonly lists?: Readonly<Record<string, Iterable<string | ListMember>>>;
  /** Criteria from now on, as the module of a bundle compiled from the changed sources holds them. Only what differs is changed. */
  readonly criteria?: { readonly ir: BundleIr; readonly index?: IndexPlan };
}

export interface TableChange {
  readonly table: string;
  readonly binding: TableBinding;
  /** First place that is new. */
  readonly from: number;
  /** Places that are gone. */
  readonly removed: readonly number[];
}

export interface CriteriaChange {
  /** The criteria with those that were put at the end; places of those removed stay. */
  readonly ir: BundleIr;
  readonly put: readonly IndexedCriterion[];
  /** Places. */
  readonly removed: readonly number[];
}

export interface Prepared {
  readonly tables: readonly TableChange[];
  readonly lists: ReadonlyMap<string, BoundList>;
  readonly criteria: CriteriaChange | null;
  readonly problems: readonly Fault[];
}

export interface Running {
  readonly ir: BundleIr;
  readonly plan: IndexPlan | undefined;
  /** Places of criteria that are gone. */
  readonly gone: ReadonlySet<number>;
  readonly table: (name: string) => TableBinding | undefined;
  readonly context: Omit<BindContext, "problems">;
}

function storeOf(table: TableIr, binding: TableBinding | undefined): RowStore {
  if (binding?.rows instanceof RowStore) return binding.rows;
  const builder = new RowStoreBuilder(storeShape(table));
  for (const row of binding?.rows ?? []) builder.append(row.cells, row);
  return builder.build(true);
}

class Preparation {
  readonly #running: Running;
  readonly #context: BindContext;
  readonly problems: Fault[] = [];

  constructor(running: Running) {
    this.#running = running;
    this.#context = { ...running.context, problems: this.problems };
  }

  table(name: string, change: NonNullable<EngineChange["tables"]>[string]): TableChange | null {
    const path = pointer("/tables", name);
    const table = this.#running.ir.tables.find((each) => each.name === name);
    if (table === undefined || table.rows !== null) {
      this.problems.push(fault("LU6507", path, { what: "table", name, nearest: null }));
      return null;
    }
    const before = storeOf(table, this.#running.table(name));
    const put = this.#rows(table, change.put ?? [], pointer(path, "put"));
    const removed = this.#removed(before, put, change.remove ?? [], path);
    const after = before.withChanges({ put, remove: removed });
    const binding = { dated: table.dated, rows: after };
    // Rows that are looked up must not tie; asking the whole table again is what that costs.
    const isWalked = this.#context.onlyWalked?.has(name) === true;
    if (!isWalked) bindTable(table, after, pointer(path, "put"), this.#context);
    return {
      table: name,
      binding,
      from: before.length,
      removed: removed.map((number) => number - 1),
    };
  }

  #rows(table: TableIr, given: Iterable<TableRow>, path: string): RowStore {
    const intake = new RowIntake(table, this.#context);
    const wanted = columnsOf(table).length;
    let place = 0;
    for (const row of given) {
      const at = pointer(path, place);
      const count = Array.isArray(row.cells) ? row.cells.length : 0;
      if (count === wanted) intake.add(row.cells, row, at);
      else this.problems.push(fault("LU6508", at, { count, wanted }));
      place += 1;
    }
    return intake.build(true);
  }

  /** Numbers of the rows that go: those named, and those whose `id` is put again. */
  #removed(
    before: RowStore,
    put: RowStore,
    named: Iterable<string | number>,
    path: string,
  ): readonly number[] {
    const numbers = new Set<number>();
    let place = 0;
    for (const name of named) {
      const found = before.numbersNamed(String(name));
      for (const number of found) numbers.add(number);
      const at = pointer(pointer(path, "remove"), place);
      if (found.length === 0) {
        this.problems.push(fault("LU6514", at, { table: before.shape.table, row: String(name) }));
      }
      place += 1;
    }
    if (before.shape.idColumn >= 0) {
      for (const row of put)
        for (const number of before.numbersNamed(row.name)) numbers.add(number);
    }
    return [...numbers];
  }

  list(name: string, members: Iterable<string | ListMember>): BoundList | null {
    const path = pointer("/lists", name);
    const list = this.#running.ir.lists.find((each) => each.name === name);
    if (list === undefined || list.members !== null) {
      this.problems.push(fault("LU6507", path, { what: "list", name, nearest: null }));
      return null;
    }
    return bindList(list, members, path, this.#context);
  }

  criteria({ ir, index }: NonNullable<EngineChange["criteria"]>): CriteriaChange | null {
    const { ir: running, plan, gone } = this.#running;
    const refuse = (what: string): null => {
      this.problems.push(fault("LU6515", "/criteria", { what }));
      return null;
    };
    if (plan === undefined || index === undefined) return refuse("index");
    if (canonicalJson(ir.schema) !== canonicalJson(running.schema)) return refuse("schema");
    for (const kind of ["lists", "tables", "scorecards", "policies"] as const) {
      const known = new Map(running[kind].map((each) => [each.name, canonicalJson(shown(each))]));
      const isKnown = ir[kind].every((each) => known.get(each.name) === canonicalJson(shown(each)));
      if (!isKnown) return refuse(kind);
    }
    const before = new Map(
      running.criteria.flatMap((each, at) => (gone.has(at) ? [] : [[each.id, { each, at }]])),
    );
    const removed: number[] = [];
    const positions = new Map<number, number>();
    const added = ir.criteria.filter((each, position) => {
      const known = before.get(each.id);
      before.delete(each.id);
      if (known?.each.digest === each.digest) return false;
      if (known !== undefined) removed.push(known.at);
      positions.set(position, running.criteria.length + positions.size);
      return true;
    });
    for (const { at } of before.values()) removed.push(at);
    return {
      ir: { ...running, criteria: [...running.criteria, ...added] },
      put: adopted(index, plan, positions),
      removed,
    };
  }
}

/** Where a thing was written is no part of what it is. */
function shown(thing: object): object {
  return { ...thing, source: null };
}

export function prepareChange(change: EngineChange, running: Running): Prepared {
  const preparation = new Preparation(running);
  const tables = Object.entries(change.tables ?? {}).flatMap(([name, each]) => {
    const made = preparation.table(name, each);
    return made === null ? [] : [made];
  });
  const lists = new Map<string, BoundList>();
  for (const [name, members] of Object.entries(change.lists ?? {})) {
    const made = preparation.list(name, members);
    if (made !== null) lists.set(name, made);
  }
  const criteria = change.criteria === undefined ? null : preparation.criteria(change.criteria);
  return { tables, lists, criteria, problems: preparation.problems };
}
