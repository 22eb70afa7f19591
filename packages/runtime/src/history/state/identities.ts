/**
 * What tells rows apart, by number (handle): identities of a source that is told, places in lists of one that is derived.
 *
 * Handles count from 0 and are never used again. An identity has the times at which its versions became known; elements have those of the row they stand in.
 */
import { elementIdentity } from "@luong/spec";
import { GrowingFloats, GrowingUints } from "./growing.ts";
import { TextTable } from "./text-table.ts";

/** Handles of one source. */
export interface Handles {
  readonly text: (handle: number) => string;
  /** Order of two identities as texts. */
  readonly order: (a: number, b: number) => number;
  /** The row that was told, of which this is a part in the end. */
  readonly rootOf: (handle: number) => number;
  /** Is it so for one of the rows that come from a row that was told? */
  readonly someOf: (root: number, test: (handle: number) => boolean) => boolean;
  readonly bytes: number;
}

/** Identities of a source whose rows are told. */
export class Identities implements Handles {
  readonly #texts = new TextTable();
  readonly #firstKnown = new GrowingFloats();
  /** Of identities with more versions: all their times, ascending. */
  readonly #versions = new Map<number, number[]>();
  #told = 0;

  get count(): number {
    return this.#texts.count;
  }

  get bytes(): number {
    let versions = 0;
    for (const each of this.#versions.values()) versions += VERSION_LIST_BYTES + each.length * 8;
    return this.#texts.bytes + this.#firstKnown.bytes + versions;
  }

  find(text: string): number {
    return this.#texts.find(text);
  }

  add(text: string): number {
    const handle = this.#texts.add(text);
    if (handle >= this.#told) {
      this.#firstKnown.set(handle, Number.POSITIVE_INFINITY);
      this.#told = handle + 1;
    }
    return handle;
  }

  /** Notes that a version became known; gives when the next one did, infinite when none has. */
  tell(handle: number, known: number): number {
    const first = this.#firstKnown.get(handle);
    const versions = this.#versions.get(handle);
    if (versions === undefined) {
      if (first === known) return Number.POSITIVE_INFINITY;
      if (first === Number.POSITIVE_INFINITY) {
        this.#firstKnown.set(handle, known);
        return Number.POSITIVE_INFINITY;
      }
      const both = known < first ? [known, first] : [first, known];
      this.#versions.set(handle, both);
      return known < first ? first : Number.POSITIVE_INFINITY;
    }
    let at = versions.length;
    while (at > 0 && (versions[at - 1] ?? 0) >= known) at -= 1;
    if (versions[at] !== known) versions.splice(at, 0, known);
    return versions[at + 1] ?? Number.POSITIVE_INFINITY;
  }

  /** When versions became known, ascending. */
  versionsOf(handle: number): readonly number[] {
    return this.#versions.get(handle) ?? [this.#firstKnown.get(handle)];
  }

  /** Forgets when versions became known that no question from `now` on can tell from the next. */
  forgetBefore(now: number): void {
    for (const [handle, versions] of this.#versions) {
      const kept = versions.filter((_, at) => (versions[at + 1] ?? Number.POSITIVE_INFINITY) > now);
      this.#firstKnown.set(handle, kept[0] ?? now);
      if (kept.length > 1) this.#versions.set(handle, kept);
      else this.#versions.delete(handle);
    }
  }

  text(handle: number): string {
    return this.#texts.text(handle);
  }

  order(a: number, b: number): number {
    if (a === b) return 0;
    return this.text(a) < this.text(b) ? -1 : 1;
  }

  rootOf(handle: number): number {
    return handle;
  }

  someOf(root: number, test: (handle: number) => boolean): boolean {
    return test(root);
  }
}

/** A list of two numbers with its entry in a map, about. */
const VERSION_LIST_BYTES = 110;

/**
 * Elements of lists in the rows of another source. Those of one row have consecutive handles; a longer list in a later version gets a further stretch.
 */
export class Elements implements Handles {
  readonly #parents: Handles;
  /** Of each stretch its first handle and the row it belongs to, ascending. */
  readonly #starts = new GrowingUints();
  readonly #owners = new GrowingUints();
  #stretches = 0;
  #count = 0;
  /** First stretch + 1 of each row, 0 when it has none. */
  readonly #firstOf = new GrowingUints();
  /** Further stretches of a row. */
  readonly #more = new Map<number, number[]>();
  /** Place in the list of the first element of a further stretch. */
  readonly #places = new Map<number, number>();

  constructor(parents: Handles) {
    this.#parents = parents;
  }

  get count(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#starts.bytes + this.#owners.bytes + this.#firstOf.bytes + this.#more.size * 150;
  }

  /** Places of a row that have a handle. */
  placesOf(parent: number): number {
    const first = this.#firstOf.get(parent) - 1;
    if (first < 0) return 0;
    const last = this.#more.get(parent)?.at(-1) ?? first;
    return (this.#places.get(last) ?? 0) + this.#lengthOf(last);
  }

  #lengthOf(stretch: number): number {
    const end = stretch + 1 < this.#stretches ? this.#starts.get(stretch + 1) : this.#count;
    return end - this.#starts.get(stretch);
  }

  /** Makes sure that so many places of a row have handles. */
  reserve(parent: number, places: number): void {
    const known = this.placesOf(parent);
    if (places <= known) return;
    const stretch = this.#stretches;
    this.#starts.set(stretch, this.#count);
    this.#owners.set(stretch, parent);
    this.#stretches += 1;
    this.#count += places - known;
    if (known === 0) {
      this.#firstOf.set(parent, stretch + 1);
      return;
    }
    const more = this.#more.get(parent) ?? [];
    more.push(stretch);
    this.#more.set(parent, more);
    this.#places.set(stretch, known);
  }

  /** Handle of a place, from 0, that was reserved. */
  at(parent: number, place: number): number {
    const first = this.#firstOf.get(parent) - 1;
    if (place < this.#lengthOf(first)) return this.#starts.get(first) + place;
    const stretch = this.#more
      .get(parent)
      ?.findLast((each) => (this.#places.get(each) ?? 0) <= place);
    if (stretch === undefined) throw new RangeError(`no element ${place}`);
    return this.#starts.get(stretch) + place - (this.#places.get(stretch) ?? 0);
  }

  parentOf(handle: number): number {
    return this.#owners.get(this.#stretchOf(handle));
  }

  placeOf(handle: number): number {
    const stretch = this.#stretchOf(handle);
    return handle - this.#starts.get(stretch) + (this.#places.get(stretch) ?? 0);
  }

  #stretchOf(handle: number): number {
    let low = 0;
    let high = this.#stretches - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#starts.get(middle) <= handle) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  text(handle: number): string {
    return elementIdentity(this.#parents.text(this.parentOf(handle)), this.placeOf(handle) + 1);
  }

  order(a: number, b: number): number {
    const [left, right] = [this.parentOf(a), this.parentOf(b)];
    // Identities of rows are whole JSON texts, so none begins with another; places are written with leading zeros.
    return left === right ? this.placeOf(a) - this.placeOf(b) : this.#parents.order(left, right);
  }

  rootOf(handle: number): number {
    return this.#parents.rootOf(this.parentOf(handle));
  }

  someOf(root: number, test: (handle: number) => boolean): boolean {
    return this.#parents.someOf(root, (parent) => {
      const places = this.placesOf(parent);
      for (let place = 0; place < places; place += 1) {
        if (test(this.at(parent, place))) return true;
      }
      return false;
    });
  }
}
