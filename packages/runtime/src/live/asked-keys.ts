/**
 * From keys of rows to the open declarations whose decisions asked for them: who is concerned when a row arrives.
 *
 * Told by the state of history which keys a decision asked for, and which keys a row came under or left. A decision is a function of what it asked for, so
 * one that asked for none of the changed keys would come out the same.
 */
import type { HistoryState, KeyWatcher } from "../history/history-state.ts";

/** Asked keys of one place, each with the declarations that asked. */
type Place = Map<string, Set<string>>;

export class AskedKeys implements KeyWatcher {
  /** By definition of the group and place of the key. */
  readonly #places = new Map<string, Place>();
  /** What each declaration asked for: place, key. */
  readonly #of = new Map<string, Set<string>>();
  #state: HistoryState | undefined;
  /** What is being asked now; undefined when nobody listens. */
  #heard: Map<string, readonly [group: string, key: string]> | undefined;
  #concerned: Set<string> | undefined;

  /** The state whose keys these are; before anything is asked. */
  use(state: HistoryState): void {
    this.#state = state;
  }

  /** What is asked from now on, until `keep` or the next `listen`. */
  listen(): void {
    this.#heard = new Map();
  }

  /** What was heard was asked by this declaration; what it asked before is forgotten. */
  keep(number: string): void {
    this.forget(number);
    const heard = this.#heard ?? new Map();
    this.#heard = undefined;
    if (heard.size === 0) return;
    this.#of.set(number, new Set(heard.keys()));
    for (const [group, key] of heard.values()) this.#add(group, key, number);
  }

  /** Declarations concerned by what `tell` changes. */
  concernedBy(tell: () => void): ReadonlySet<string> {
    const concerned = new Set<string>();
    this.#concerned = concerned;
    try {
      tell();
    } finally {
      this.#concerned = undefined;
    }
    return concerned;
  }

  asked(group: string, key: string): void {
    this.#heard?.set(JSON.stringify([group, key]), [group, key]);
  }

  #add(group: string, key: string, number: string): void {
    for (const name of this.#placesOf(group, key)) {
      const place = this.#places.get(name) ?? new Map<string, Set<string>>();
      this.#places.set(name, place);
      const askers = place.get(key) ?? new Set();
      place.set(key, askers);
      askers.add(number);
    }
  }

  touched(group: string, key: string): void {
    const state = this.#state;
    if (state === undefined || this.#concerned === undefined || this.#of.size === 0) return;
    const place = this.#places.get(`${group}\n${state.placeOfRow(group, key)}`);
    for (const [asked, numbers] of place ?? []) {
      if (!state.keyHolds(group, key, asked)) continue;
      for (const number of numbers) this.#concerned.add(number);
    }
  }

  forget(number: string): void {
    for (const entry of this.#of.get(number) ?? []) {
      const [group = "", key = ""] = JSON.parse(entry) as readonly string[];
      for (const name of this.#placesOf(group, key)) {
        const place = this.#places.get(name);
        const askers = place?.get(key);
        askers?.delete(number);
        if (askers?.size === 0) place?.delete(key);
        if (place?.size === 0) this.#places.delete(name);
      }
    }
    this.#of.delete(number);
  }

  #placesOf(group: string, key: string): readonly string[] {
    const places = this.#state?.placesOfAsked(group, key) ?? [];
    return [...new Set(places)].map((place) => `${group}\n${place}`);
  }
}
