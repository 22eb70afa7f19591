/**
 * One thread's view of an index: encodes a declaration, finds what is not false, lets criteria settle what the index cannot.
 *
 * Comes in: a question, through the emitted matcher's `slots`. Goes out: signals. Keeps the scratch memory of its thread; the version it reads can be
 * replaced between two declarations.
 */
import type { ListBinding } from "@luong/spec";
import type { IndexParts } from "./builder.ts";
import { Facts } from "./facts.ts";
import { Words } from "./growable.ts";
import type { IndexNode, SlotSink } from "./plan.ts";
import type { IndexVersion } from "./predicate-index.ts";
import { isRemoved } from "./predicate-index.ts";
import { ProgramWriter } from "./program.ts";
import { Found, Search } from "./search.ts";
import { FLAG_APPROXIMATE, FLAG_OPAQUE } from "./segment.ts";
import type { Signals } from "./signals.ts";
import { hasOpaque, noRow, specialiser } from "./specialise.ts";
import type { ParentOf } from "./statistics.ts";
import { Verifier } from "./verify.ts";

export interface ReaderContext {
  readonly parts: IndexParts;
  readonly parentOf: ParentOf;
  readonly list: (name: string) => ListBinding | undefined;
  /** Is the table of `for each row of` bound? */
  readonly isBound: (table: string) => boolean;
  /** Tells the slots of the declaration last encoded. */
  readonly slots: (sink: SlotSink) => void;
  /** Truth + 4 × fired row of a criterion that is asked, for one row (−1 without). */
  readonly verdict: (criterion: number, row: number) => number;
}

/** How often what was settled by whom, for profiles. */
export interface Settled {
  found: number;
  settled: number;
}

/** A decision table whose lines stand in the index one by one: what is known of one criterion and row. */
interface Lines {
  readonly criterion: number;
  readonly row: number;
  whenUnknown: boolean;
  /** Least line that is not false, and its truth. */
  line: number;
  truth: number;
  settle: boolean;
}

export class IndexReader {
  readonly facts: Facts;
  readonly search: Search;
  readonly settled: Settled = { found: 0, settled: 0 };
  readonly #context: ReaderContext;
  readonly #found = new Found();
  #version: IndexVersion;
  /** Conditions under which criteria with rows are asked, one program after another, and where each begins. */
  #asked: Int32Array = new Int32Array(0);
  #askedStart: Int32Array = new Int32Array(0);
  #askedVerifier: Verifier;
  /** By criterion: 0 not looked at yet, 1 not asked, 2 asked. */
  #isAsked: Uint8Array = new Uint8Array(0);
  #askedTouched: number[] = [];
  /** Criteria whose table is not bound. */
  #unbound: number[] = [];
  readonly #lines = new Map<number, Lines>();

  constructor(version: IndexVersion, context: ReaderContext) {
    const { plan, domains, classes } = context.parts;
    this.#context = context;
    this.#version = version;
    this.facts = new Facts(version.keys, {
      plan,
      domains,
      classes,
      parentOf: context.parentOf,
      list: context.list,
    });
    this.search = new Search(this.facts);
    this.#askedVerifier = new Verifier(this.facts);
    this.use(version);
  }

  /** Goes on with another version, or the same after lists or tables were bound anew. */
  use(version: IndexVersion): void {
    this.#version = version;
    this.facts.rebind(version.keys);
    const { parts } = this.#context;
    const words = new Words();
    const { domains, keys, zoneMinutes, plan } = parts;
    const collections = Int32Array.from(plan.slots, ({ collection }) => collection);
    const writer = new ProgramWriter(words, collections);
    const start: number[] = [];
    this.#unbound = [];
    for (const { criterion, rowsOf, asked } of version.criteria) {
      start[criterion] = -1;
      if (rowsOf === null || version.gone.has(criterion)) continue;
      start[criterion] = words.length;
      const cells = { valueOf: () => null };
      const weakened = { opaque: false };
      // Where the criterion itself settles who is asked, that is part of each entry.
      const told: IndexNode = hasOpaque(asked) ? { kind: "constant", truth: 2 } : asked;
      const condition = specialiser(told, { domains, keys, zoneMinutes, cells, weakened })(noRow);
      writer.conjunction([condition]);
      if (!this.#context.isBound(rowsOf)) this.#unbound.push(criterion);
    }
    this.facts.rebind(version.keys);
    this.#asked = words.data.slice(0, words.length);
    this.#askedStart = Int32Array.from(start, (each) => each ?? -1);
    this.#isAsked = new Uint8Array(start.length);
    this.#askedTouched = [];
  }

  /** Of the question whose declaration the emitted matcher has encoded. */
  signals(now: number, into: Signals): void {
    const { facts, search } = this;
    facts.begin(now);
    this.#context.slots(facts);
    facts.end();
    const found = this.#found;
    found.count = 0;
    search.begin();
    for (const segment of this.#version.segments) search.run(segment, found);
    into.clear();
    for (const criterion of this.#askedTouched) this.#isAsked[criterion] = 0;
    this.#askedTouched.length = 0;
    this.#settleAll(found, into);
    for (const criterion of this.#unbound) {
      if (this.#asksFor(criterion)) into.add(criterion, -1, 1, 0);
    }
    into.sort();
  }

  /** Encoding alone, for benches. */
  encodeOnly(now: number): void {
    this.facts.begin(now);
    this.#context.slots(this.facts);
    this.facts.end();
  }

  #settleAll(found: Found, into: Signals): void {
    const { entries, removed } = this.#version;
    const hasRemoved = removed.length > 0;
    this.settled.found += found.count;
    let block = entries.blocks[0];
    for (let at = 0; at < found.count; at++) {
      const entry = found.entry[at] as number;
      if (hasRemoved && isRemoved(removed, entry)) continue;
      if (block === undefined || entry < block.first || entry >= block.first + block.size) {
        block = entries.of(entry);
      }
      const { criterion, fromRow, first, lines } = block;
      if (fromRow >= 0 && !this.#asksFor(criterion)) continue;
      const offset = entry - first;
      const row = fromRow < 0 ? -1 : fromRow + (lines === 1 ? offset : Math.floor(offset / lines));
      const truth = found.truth[at] as number;
      const flags = found.flags[at] as number;
      const isOpen =
        (flags & FLAG_OPAQUE) !== 0 || ((flags & FLAG_APPROXIMATE) !== 0 && truth === 1);
      if (lines > 1) this.#line(criterion, row, offset % lines, truth, isOpen);
      else if (isOpen) this.#settle(criterion, row, into);
      else into.add(criterion, row, truth, 0);
    }
    if (this.#lines.size > 0) this.#settleLines(into);
  }

  #settle(criterion: number, row: number, into: Signals): void {
    this.settled.settled += 1;
    const verdict = this.#context.verdict(criterion, row);
    if ((verdict & 3) !== 0) into.add(criterion, row, verdict & 3, verdict >> 2);
  }

  #line(criterion: number, row: number, line: number, truth: number, isOpen: boolean): void {
    const key = criterion * 2 ** 27 + row + 1;
    let lines = this.#lines.get(key);
    if (lines === undefined) {
      lines = { criterion, row, whenUnknown: false, line: 0, truth: 0, settle: false };
      this.#lines.set(key, lines);
    }
    lines.settle ||= isOpen;
    if (line === 0) lines.whenUnknown ||= truth === 1;
    else if (lines.line === 0 || line < lines.line) {
      lines.line = line;
      lines.truth = truth;
    }
  }

  /** The first line that is not false speaks, when it is true and the table is asked at all. */
  #settleLines(into: Signals): void {
    for (const { criterion, row, whenUnknown, line, truth, settle } of this.#lines.values()) {
      if (settle) this.#settle(criterion, row, into);
      else if (whenUnknown || truth === 1) into.add(criterion, row, 1, 0);
      else if (truth === 2) into.add(criterion, row, 2, line);
    }
    this.#lines.clear();
  }

  #asksFor(criterion: number): boolean {
    const known = this.#isAsked[criterion] ?? 0;
    if (known !== 0) return known === 2;
    const start = this.#askedStart[criterion] ?? -1;
    this.#askedVerifier.use(this.#asked);
    const isAsked =
      start >= 0 &&
      this.#askedVerifier.three(start, -1, 0) !== 0 &&
      this.#askedVerifier.certain !== 0;
    this.#isAsked[criterion] = isAsked ? 2 : 1;
    this.#askedTouched.push(criterion);
    return isAsked;
  }
}
