/**
 * Criteria and rows → a segment of the index.
 *
 * Comes in: the plan, what was counted in a sample, rows as numbers of cell values. Goes out: entries, clustered and coded. Used for a whole set, and for
 * the few criteria or rows of a change; keys are only ever added, so older segments stay true.
 */

import { Chooser, type Chosen } from "./choose.ts";
import type { Classes } from "./classes.ts";
import { both, type Condition, isTrue } from "./condition.ts";
import type { Domains } from "./domains.ts";
import type { Entries } from "./entries.ts";
import { Words } from "./growable.ts";
import type { KeySpace } from "./key-space.ts";
import type { IndexedCriterion, IndexNode, IndexPlan } from "./plan.ts";
import { ProgramWriter } from "./program.ts";
import {
  COLLECTION_SHIFT,
  ENTRIES_MAX,
  ENTRY_SHIFT,
  FLAG_APPROXIMATE,
  FLAG_COMPLEX,
  FLAG_OPAQUE,
  FLAG_REPEATED,
  type Loose,
  layOut,
  type SegmentArrays,
} from "./segment.ts";
import {
  type CellValues,
  hasOpaque,
  noRow,
  type RowFrame,
  type SpecialiseContext,
  specialiser,
} from "./specialise.ts";
import type { Statistics } from "./statistics.ts";

/** Rows as the builder reads them. */
export interface RowCells extends CellValues {
  /** Rows there are numbers for; some may be gone. */
  readonly length: number;
  readonly columns: number;
  /** Puts the values of a row's cells, −1 where empty; false when the row is gone. */
  readonly read: (row: number, into: Int32Array) => boolean;
  /** Half open, ms since 1970 UTC; null when the table is not dated. */
  readonly period: ((row: number) => readonly [number, number]) | null;
}

export interface IndexParts {
  readonly plan: IndexPlan;
  readonly domains: Domains;
  readonly keys: KeySpace;
  readonly classes: Classes;
  readonly statistics: Statistics;
  readonly zoneMinutes: number;
  /** Slot of now, in ms; −1 when the plan has none. */
  readonly nowSlot: number;
}

/** What an entry was made from, told to who asks (`luong plan`). */
export type Observer = (entry: number, chosen: Chosen, flags: number, words: number) => void;

const noCells: CellValues = { valueOf: () => null };

/** One criterion as closures over rows. */
class Template {
  readonly lines: readonly ((row: RowFrame) => Condition)[];
  readonly #context: SpecialiseContext;

  constructor(indexed: IndexedCriterion, parts: IndexParts, cells: CellValues) {
    const { domains, keys, zoneMinutes } = parts;
    this.#context = { domains, keys, zoneMinutes, cells, weakened: { opaque: false } };
    const of = (node: IndexNode): ((row: RowFrame) => Condition) =>
      specialiser(node, this.#context);
    const { when, decide } = indexed;
    // Without rows the criterion alone is asked, so who is asked is part of its condition; with rows that is told once for all of them, if it can be told.
    const isOwn = indexed.rowsOf === null || hasOpaque(indexed.asked);
    const whole: IndexNode = isOwn ? { kind: "and", of: [indexed.asked, when] } : when;
    this.lines =
      decide === null || decide === "opaque"
        ? [of(whole)]
        : [of(whole), ...decide.map((line) => of({ kind: "and", of: [whole, line] }))];
  }

  /** The condition of a line, and whether the index tells all of it. */
  line(number: number, row: RowFrame): { readonly condition: Condition; readonly opaque: boolean } {
    this.#context.weakened.opaque = false;
    const condition = this.lines[number]?.(row) ?? isTrue;
    return { condition, opaque: this.#context.weakened.opaque };
  }
}

/** Entries of an indexed criterion for one row, or for the criterion itself. */
export function linesOf({ decide }: IndexedCriterion): number {
  return Array.isArray(decide) ? decide.length + 1 : 1;
}

export class SegmentBuilder {
  readonly #parts: IndexParts;
  readonly #chooser: Chooser;
  readonly #observe: Observer | undefined;
  readonly #guards = [new Words(), new Words(), new Words()] as const;
  readonly #code = new Words(1 << 14);
  readonly #codeStart = new Words();
  readonly #keys = new Words();
  readonly #keyStart = new Words();
  readonly #writer: ProgramWriter;
  #count = 0;

  constructor(parts: IndexParts, observe?: Observer) {
    this.#parts = parts;
    this.#observe = observe;
    const { plan, domains, keys, classes, statistics } = parts;
    this.#chooser = new Chooser(plan, domains, keys, classes, statistics);
    const collections = Int32Array.from(plan.slots, ({ collection }) => collection);
    this.#writer = new ProgramWriter(this.#code, collections);
  }

  get count(): number {
    return this.#count;
  }

  /** A criterion without rows, as the entries from `entry` on. */
  addCriterion(indexed: IndexedCriterion, entry: number): void {
    const template = new Template(indexed, this.#parts, noCells);
    for (let line = 0; line < linesOf(indexed); line++) {
      this.#addLine(template, line, noRow, entry + line, indexed, null);
    }
  }

  /** Rows from `from` up to `until` of a criterion; their entries begin at `entry`. */
  *addRows(
    indexed: IndexedCriterion,
    cells: RowCells,
    from: number,
    until: number,
    entry: number,
  ): Generator<number, void, undefined> {
    const template = new Template(indexed, this.#parts, cells);
    const lines = linesOf(indexed);
    const frame: RowFrame = { ids: new Int32Array(cells.columns) };
    for (let row = from; row < until; row++) {
      if (!cells.read(row, frame.ids)) continue;
      const period = cells.period === null ? null : this.#period(cells.period(row));
      for (let line = 0; line < lines; line++) {
        this.#addLine(template, line, frame, entry + (row - from) * lines + line, indexed, period);
      }
      if ((row & 0x3fff) === 0x3fff) yield row + 1;
    }
  }

  #period([from, until]: readonly [number, number]): Condition {
    const { nowSlot } = this.#parts;
    if (from === Number.NEGATIVE_INFINITY && until === Number.POSITIVE_INFINITY) return isTrue;
    // Times are whole milliseconds, so before `until` is at most the millisecond before.
    return { kind: "number", slot: nowSlot, low: from, high: until - 1 };
  }

  #addLine(
    template: Template,
    line: number,
    row: RowFrame,
    entry: number,
    indexed: IndexedCriterion,
    period: Condition | null,
  ): void {
    const made = template.line(line, row);
    const condition = period === null ? made.condition : both("and", [made.condition, period]);
    const isOpaque = made.opaque || indexed.decide === "opaque";
    // Line 0 of a table only tells when the criterion is unknown before any of its lines is asked.
    const isWhole = line === 0 && template.lines.length > 1;
    if (isWhole && !isOpaque && !this.#chooser.canBeUnknown(condition)) return;
    this.#add(entry, condition, isOpaque);
  }

  #add(entry: number, condition: Condition, isOpaque: boolean): void {
    if (condition.kind === "constant" && condition.truth === 0) return;
    if (entry >= ENTRIES_MAX) throw new RangeError("the index has more entries than fit");
    const chosen = this.#chooser.choose(condition);
    const flags =
      (chosen.keys.length > 1 ? FLAG_REPEATED : 0) |
      (chosen.complex ? FLAG_COMPLEX : 0) |
      (isOpaque ? FLAG_OPAQUE : 0) |
      (this.#isApproximate(condition) ? FLAG_APPROXIMATE : 0);
    this.#codeStart.push(this.#code.length);
    this.#keyStart.push(this.#keys.length);
    for (const key of chosen.keys) this.#keys.push(key);
    chosen.guards.forEach((guard, index) => {
      this.#guards[index]?.push(guard);
    });
    const before = this.#code.length;
    this.#code.push((entry << ENTRY_SHIFT) | (chosen.collection << COLLECTION_SHIFT) | flags);
    this.#writer.conjunction(chosen.literals);
    this.#count += 1;
    this.#observe?.(entry, chosen, flags, this.#code.length - before);
  }

  #isApproximate(condition: Condition): boolean {
    switch (condition.kind) {
      case "number":
        return this.#parts.plan.slots[condition.slot]?.form === "approximate";
      case "and":
      case "or":
        return condition.of.some((each) => this.#isApproximate(each));
      case "not":
        return this.#isApproximate(condition.of);
      case "quantifier":
        return this.#isApproximate(condition.body);
      default:
        return false;
    }
  }

  /** What was added so far, laid out; more may be added afterwards. */
  done(sparse: boolean): SegmentArrays {
    this.#codeStart.push(this.#code.length);
    this.#keyStart.push(this.#keys.length);
    this.#codeStart.length -= 1;
    this.#keyStart.length -= 1;
    const loose: Loose = {
      count: this.#count,
      guardA: this.#guards[0].data,
      guardB: this.#guards[1].data,
      guardC: this.#guards[2].data,
      codeStart: this.#codeStart.data,
      code: this.#code.data,
      keyStart: this.#keyStart.data,
      keys: this.#keys.data,
    };
    return layOut(loose, this.#parts.keys.count, sparse);
  }
}

/** Every criterion of the plan, with the rows of its table; yields the number of rows done, for who shows progress or lets others run. */
export function* buildAll(
  parts: IndexParts,
  entries: Entries,
  rowsOf: (table: string) => RowCells | undefined,
  observe?: Observer,
): Generator<number, SegmentArrays, undefined> {
  const builder = new SegmentBuilder(parts, observe);
  let rows = 0;
  for (const indexed of parts.plan.criteria) {
    const lines = linesOf(indexed);
    const { criterion, rowsOf: table } = indexed;
    if (table === null) {
      const { first } = entries.add({ size: lines, criterion, fromRow: -1, lines });
      builder.addCriterion(indexed, first);
      continue;
    }
    const cells = rowsOf(table);
    if (cells === undefined || cells.length === 0) continue;
    const size = cells.length * lines;
    const { first } = entries.add({ size, criterion, fromRow: 0, lines });
    for (const done of builder.addRows(indexed, cells, 0, cells.length, first)) yield rows + done;
    rows += cells.length;
  }
  return builder.done(false);
}
