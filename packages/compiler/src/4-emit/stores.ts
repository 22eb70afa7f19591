/**
 * Which facts the emitted code reads, in which forms, and where they are kept between `encode` and `match`.
 *
 * Filled while conditions are written, read when the encoder is. Facts of the declaration stand in three shared arrays by number; facts of
 * elements in one array per field, as long as the list may be. Lists in lists are laid end to end.
 */
import type { RecordType, Schema, Type } from "@luong/spec";
import { type Js, NoFastForm, nameFromPath } from "./code.ts";
import { absentValue, type Form, storageOf } from "./forms.ts";

/** Elements of all lists together above which a list is left to the reference: it would need megabytes a matcher. */
const CAPACITY_MAX = 1_000_000;

export interface Slot {
  readonly path: readonly string[];
  readonly type: Type;
  readonly form: Form;
  /** Array as a JavaScript name: `F`, `B`, `V`, or an array of its own for facts of elements. */
  readonly array: string;
  /** Place in the shared array; undefined for facts of elements. */
  readonly index: number | undefined;
}

export interface ListStore {
  /** `items`, `items$brands`: prefix of every name that belongs to it. */
  readonly name: string;
  readonly path: readonly string[];
  readonly record: string;
  readonly capacity: number;
  /** Place of the count in `counts`; −1 there when the list is absent. Only for lists of the declaration. */
  readonly number: number;
  readonly inside: ListStore | null;
  readonly slots: Map<string, Slot>;
  readonly lists: Map<string, ListStore>;
}

export class Stores {
  readonly schema: Schema;
  readonly root: { readonly slots: Map<string, Slot>; readonly lists: Map<string, ListStore> } = {
    slots: new Map(),
    lists: new Map(),
  };
  readonly #sizes = { F: 0, B: 0, V: 0 };
  readonly #names = new Set<string>();
  #lists = 0;

  constructor(schema: Schema) {
    this.schema = schema;
  }

  /** Sizes of the shared arrays. */
  get sizes(): Readonly<Record<"F" | "B" | "V", number>> {
    return this.#sizes;
  }

  get listCount(): number {
    return this.#lists;
  }

  /** A place for something that is not a fact (a memo). */
  reserve(array: "F" | "B" | "V"): number {
    const index = this.#sizes[array];
    this.#sizes[array] += 1;
    return index;
  }

  slot(list: ListStore | null, path: readonly string[], type: Type, form: Form): Slot {
    const owner = list ?? this.root;
    const key = `${path.join(".")}:${form}`;
    const known = owner.slots.get(key);
    if (known !== undefined) return known;
    const storage = storageOf(form);
    const slot: Slot =
      list === null
        ? { path, type, form, array: storage, index: this.reserve(storage) }
        : {
            path,
            type,
            form,
            array: this.#name(`${list.name}$${nameFromPath(path)}${suffix(form)}`),
            index: undefined,
          };
    owner.slots.set(key, slot);
    return slot;
  }

  list(inside: ListStore | null, path: readonly string[], record: string, max: number): ListStore {
    const owner = inside ?? this.root;
    const key = path.join(".");
    const known = owner.lists.get(key);
    if (known !== undefined) return known;
    const capacity = max * (inside?.capacity ?? 1);
    if (capacity > CAPACITY_MAX) throw new NoFastForm("the list may be too long");
    const own = nameFromPath(path);
    const store: ListStore = {
      name: this.#name(inside === null ? own : `${inside.name}$${own}`),
      path,
      record,
      capacity,
      number: this.#lists,
      inside,
      slots: new Map(),
      lists: new Map(),
    };
    this.#lists += 1;
    owner.lists.set(key, store);
    return store;
  }

  /** INVARIANT (names): names of stores are unique in the module, whatever the paths they are made of. */
  #name(wanted: string): string {
    let name = wanted;
    for (let count = 2; this.#names.has(name); count += 1) name = `${wanted}_${count}`;
    this.#names.add(name);
    return name;
  }

  /** Every list, outer before inner. */
  allLists(): readonly ListStore[] {
    const found: ListStore[] = [];
    const visit = (lists: ReadonlyMap<string, ListStore>): void => {
      for (const list of lists.values()) {
        found.push(list);
        visit(list.lists);
      }
    };
    visit(this.root.lists);
    return found;
  }

  record(name: string): RecordType {
    const record = this.schema.records.find((each) => each.name === name);
    if (record === undefined) throw new RangeError(`no record ${name}`);
    return record;
  }
}

/** Ending of a name, so that two forms of one fact have two; the plain form has none. */
export function suffix(form: Form): string {
  switch (form) {
    case "number":
    case "text":
    case "truth":
      return "";
    default:
      return `_${form}`;
  }
}

/** Declaration of the array a fact of elements is kept in. */
export function arrayOf(form: Form, length: number): Js {
  switch (storageOf(form)) {
    case "F":
      return `new Float64Array(${length})`;
    case "B":
      return `new Uint8Array(${length})`;
    case "V":
      return `new Array(${length}).fill(${absentValue(form) === "undefined" ? '""' : absentValue(form)})`;
  }
}
