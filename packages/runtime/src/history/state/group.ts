/**
 * One group of the plan: the rows of a source by equal keys, each key a timeline.
 *
 * Rows as they come in, visible from a time until another; runs of rows for a question out. Rows that a correction replaced stand apart, as most questions ask
 * later than that.
 */
import type { GroupPlan, RowsQuery, Value } from "@luong/spec";
import { GrowingUints } from "./growing.ts";
import type { Handles } from "./identities.ts";
import { type Row as PoolRow, PLACE_MASK, Row, RowChunk } from "./row-pool.ts";
import type { ReadContext } from "./read-context.ts";
import { RowReader } from "./row-reader.ts";
import type { RowView } from "./row-view.ts";
import { Runs } from "./runs.ts";
import { TextTable } from "./text-table.ts";
import { Timelines } from "./timelines.ts";

/** A row that holds until a correction became known. */
export interface PastRow {
  readonly timeline: number;
  readonly row: PoolRow;
}

/** What a past row weighs, about: the object, its lists, its place in two maps. */
const PAST_ROW_BYTES = 400;
/** Runs for other rows than those of one timeline are gathered here. */
const FIRST_GATHERED = 64;

interface Piece {
  readonly timeline: number;
  readonly row: PoolRow;
}

export class Group {
  readonly plan: GroupPlan;
  readonly reader: RowReader;
  readonly handles: Handles;
  readonly keys = new TextTable();
  readonly timelines: Timelines;
  /** Timeline + 1 of the row that holds now, by handle; 0 when there is none. */
  readonly #where = new GrowingUints();
  readonly #past = new Map<number, PoolRow[]>();
  /** Timelines where an identity has past rows. */
  readonly #pastOf = new Map<number, number[]>();
  #pastRows = 0;
  /** The latest time at which some past row ceased to hold. */
  #pastUntil = Number.NEGATIVE_INFINITY;
  /** The latest time at which a row became known. */
  #latestKnown = Number.NEGATIVE_INFINITY;
  /** Of keys that are alike: timelines by bucket. */
  readonly #buckets = new Map<string, number[]>();
  readonly #draft: PoolRow;
  readonly #other: PoolRow;
  readonly runs = new Runs();
  #gathered: RowChunk;
  #asked: readonly (Value | undefined)[] = [];
  #askedTimelines: readonly number[] = [];
  #keysWhenAsked = -1;

  constructor(plan: GroupPlan, handles: Handles, context: ReadContext) {
    this.plan = plan;
    this.handles = handles;
    this.reader = new RowReader(plan, context);
    const { shape } = this.reader;
    this.timelines = new Timelines(shape, (a, b) => handles.order(a, b));
    this.#draft = new Row(shape);
    this.#other = new Row(shape);
    this.#gathered = new RowChunk(shape, FIRST_GATHERED);
  }

  get rows(): number {
    return this.timelines.rows + this.#pastRows;
  }

  get bytes(): number {
    const own = this.keys.bytes + this.timelines.bytes + this.#where.bytes + this.reader.bytes;
    return own + this.#pastRows * PAST_ROW_BYTES + this.#buckets.size * PAST_ROW_BYTES;
  }

  /* ---------------------------------------------------------------- rows come in */

  /** The version of a row known at `known`, which holds until `until`; without a view there is none. Gives whether anything is different. */
  tell(handle: number, view: RowView | null, known: number, until: number): boolean {
    const key = view === null ? undefined : this.reader.keys.ofRow(view);
    const time = view === null || key === undefined ? undefined : this.reader.time(view, known);
    if (view === null || key === undefined || time === undefined)
      return this.#isThere(handle) && this.#paint(handle, null, known, until);
    const draft = this.#draft;
    this.reader.fill(view, draft);
    draft.id = handle;
    draft.time = time;
    draft.known = known;
    draft.until = until;
    const timeline = this.timelineOf(key);
    if (this.#isThere(handle)) return this.#paint(handle, { timeline, row: draft }, known, until);
    this.put(timeline, draft);
    return true;
  }

  #isThere(handle: number): boolean {
    return this.#where.get(handle) > 0 || this.#pastOf.has(handle);
  }

  /** The timeline of a key, a new one when there was none. */
  timelineOf(key: string): number {
    const before = this.keys.count;
    const timeline = this.keys.add(key);
    if (timeline === before && this.reader.keys.isAlike) {
      const bucket = this.reader.keys.bucket(key);
      const beside = this.#buckets.get(bucket);
      if (beside === undefined) this.#buckets.set(bucket, [timeline]);
      else beside.push(timeline);
    }
    return timeline;
  }

  /** Adds a row whose identity has no other row at its time. */
  put(timeline: number, row: PoolRow): void {
    if (row.known > this.#latestKnown) this.#latestKnown = row.known;
    if (row.until === Number.POSITIVE_INFINITY) {
      this.timelines.insert(timeline, row);
      this.#where.set(row.id, timeline + 1);
      return;
    }
    const copy = new Row(this.reader.shape);
    copy.copyFrom(row);
    const rows = this.#past.get(timeline) ?? [];
    let at = rows.length;
    while (at > 0 && this.#order(rows[at - 1], copy) > 0) at -= 1;
    rows.splice(at, 0, copy);
    this.#past.set(timeline, rows);
    const timelines = this.#pastOf.get(row.id) ?? [];
    if (!timelines.includes(timeline)) timelines.push(timeline);
    this.#pastOf.set(row.id, timelines);
    this.#pastRows += 1;
    this.#pastUntil = Math.max(this.#pastUntil, row.until);
  }

  #order(a: PoolRow | undefined, b: PoolRow): number {
    if (a === undefined) return -1;
    if (a.time !== b.time) return a.time - b.time;
    return a.id === b.id ? a.known - b.known : this.handles.order(a.id, b.id);
  }

  /** All rows of an identity. */
  #piecesOf(handle: number): readonly Piece[] {
    const pieces: Piece[] = [];
    for (const timeline of this.#pastOf.get(handle) ?? []) {
      for (const row of this.#past.get(timeline) ?? [])
        if (row.id === handle) pieces.push({ timeline, row });
    }
    const timeline = this.#where.get(handle) - 1;
    if (timeline >= 0) {
      const row = new Row(this.reader.shape);
      this.timelines.pool.read(this.timelines.addressOf(timeline, handle), row);
      pieces.push({ timeline, row });
    }
    return pieces;
  }

  /** From `known` until `until` the identity has this row, or none. */
  #paint(handle: number, piece: Piece | null, known: number, until: number): boolean {
    const pieces = this.#piecesOf(handle).filter(
      ({ row }) => row.known < until && row.until > known,
    );
    if (piece === null && pieces.length === 0) return false;
    const isCovered = pieces.some(
      ({ timeline, row }) =>
        row.known <= known &&
        row.until >= until &&
        timeline === piece?.timeline &&
        row.saysTheSame(piece.row),
    );
    if (isCovered) return false;
    for (const each of pieces) this.#cut(each, known, until);
    if (piece !== null) this.put(piece.timeline, piece.row);
    return true;
  }

  /** Leaves of a row what lies before and behind a time. */
  #cut(piece: Piece, known: number, until: number): void {
    this.#take(piece);
    const rest = this.#other;
    rest.copyFrom(piece.row);
    if (piece.row.known < known) {
      rest.until = known;
      this.put(piece.timeline, rest);
    }
    if (piece.row.until > until) {
      rest.known = until;
      rest.until = piece.row.until;
      this.put(piece.timeline, rest);
    }
  }

  #take({ timeline, row }: Piece): void {
    if (row.until === Number.POSITIVE_INFINITY) {
      this.timelines.remove(timeline, this.timelines.addressOf(timeline, row.id));
      this.#where.set(row.id, 0);
      return;
    }
    const rows = this.#past.get(timeline) ?? [];
    rows.splice(rows.indexOf(row), 1);
    if (rows.length === 0) this.#past.delete(timeline);
    this.#pastRows -= 1;
    if (!rows.some(({ id }) => id === row.id)) {
      const left = (this.#pastOf.get(row.id) ?? []).filter((each) => each !== timeline);
      if (left.length === 0) this.#pastOf.delete(row.id);
      else this.#pastOf.set(row.id, left);
    }
  }

  /** Forgets what no question from `now` on can ask for; gives how many rows. */
  prune(now: number): number {
    let gone = 0;
    const oldest = now - this.plan.longestMs;
    for (const [timeline, rows] of [...this.#past]) {
      for (const row of rows.filter(({ time, until }) => until <= now || time < oldest)) {
        this.#take({ timeline, row });
        gone += 1;
      }
    }
    for (let timeline = 0; timeline < this.keys.count; timeline += 1) {
      this.timelines.each(timeline, oldest, (id) => this.#where.set(id, 0));
      gone += this.timelines.dropBefore(timeline, oldest);
    }
    return gone;
  }

  /* ---------------------------------------------------------------- questions */

  /**
   * Rows of a question in `runs`, in order. `values` are those of the group's keys; rows of `except` are left out; `own` rows, which happen now, are put in.
   */
  find(
    query: Pick<RowsQuery, "from" | "until" | "known">,
    values: readonly (Value | undefined)[],
    except: number,
    own: readonly PoolRow[] = [],
  ): Runs {
    const { runs } = this;
    runs.clear();
    const timelines = this.#timelinesFor(values);
    const [first] = timelines;
    const past = query.known < this.#pastUntil ? this.#pastIn(timelines, query, except) : [];
    if (first !== undefined)
      this.#search(first, query, except);
    if (timelines.length > 1 || past.length > 0 || own.length > 0) {
      this.#gather(timelines.slice(1), query, except, [...past, ...own]);
    }
    return runs;
  }

  /** Rows of one timeline that are visible. */
  #search(timeline: number, query: Pick<RowsQuery, "from" | "until" | "known">, except: number): void {
    const { runs } = this;
    const { known } = query;
    this.timelines.window(timeline, query.from, query.until, runs);
    if (this.#latestKnown > known) this.#keepKnown(known);
    if (except >= 0) runs.filter(({ ids }, place) => this.handles.rootOf(ids[place] ?? 0) !== except);
  }

  /** Rows known when they happen are in the order of time; the others are looked at one by one. */
  #keepKnown(known: number): void {
    const { runs } = this;
    const isLate = (at: number): boolean => {
      const chunk = runs.chunks[at];
      if (chunk === undefined) return false;
      return chunk.known !== null || chunk.times.get((runs.ends[at] ?? 0) - 1) > known;
    };
    let needed = false;
    for (let at = 0; at < runs.count && !needed; at += 1) needed = isLate(at);
    if (needed) runs.filter((chunk, place) => chunk.knownAt(place) <= known);
  }

  #pastIn(
    timelines: readonly number[],
    { from, until, known }: Pick<RowsQuery, "from" | "until" | "known">,
    except: number,
  ): readonly PoolRow[] {
    return timelines.flatMap((timeline) =>
      (this.#past.get(timeline) ?? []).filter(
        (row) =>
          row.time >= from &&
          row.time < until &&
          row.known <= known &&
          known < row.until &&
          (except < 0 || this.handles.rootOf(row.id) !== except),
      ),
    );
  }

  /** Brings rows of several places into one run, in order. */
  #gather(
    others: readonly number[],
    query: Pick<RowsQuery, "from" | "until" | "known">,
    except: number,
    more: readonly PoolRow[],
  ): void {
    const rows: PoolRow[] = [...more];
    this.#copyRuns(rows);
    for (const timeline of others) {
      this.runs.clear();
      this.#search(timeline, query, except);
      this.#copyRuns(rows);
    }
    rows.sort((a, b) => this.#order(a, b));
    const { length } = rows;
    if (this.#gathered.length < length || this.#gathered.length > length * 64 + 4096)
      this.#gathered = new RowChunk(this.reader.shape, Math.max(FIRST_GATHERED, length));
    for (const [at, row] of rows.entries()) this.#gathered.write(at, row);
    this.runs.clear();
    if (length > 0) this.runs.push(this.#gathered, 0, length);
  }

  #copyRuns(into: PoolRow[]): void {
    const { runs } = this;
    for (let at = 0; at < runs.count; at += 1) {
      const chunk = runs.chunks[at];
      for (let place = runs.starts[at] ?? 0; place < (runs.ends[at] ?? 0); place += 1) {
        const row = new Row(this.reader.shape);
        chunk?.read(place, row);
        into.push(row);
      }
    }
  }

  /** Timelines whose keys hold for the values; what was asked last is asked again by the next selection. */
  #timelinesFor(values: readonly (Value | undefined)[]): readonly number[] {
    const isSame =
      this.#keysWhenAsked === this.keys.count &&
      values.length === this.#asked.length &&
      values.every((value, at) => isSameText(value, this.#asked[at]));
    if (isSame) return this.#askedTimelines;
    this.#asked = [...values];
    this.#keysWhenAsked = this.keys.count;
    this.#askedTimelines = this.#lookUp(values);
    return this.#askedTimelines;
  }

  #lookUp(values: readonly (Value | undefined)[]): readonly number[] {
    const { keys } = this.reader;
    const asked = keys.ofValues(values);
    if (asked === undefined) return [];
    if (!keys.isAlike) {
      const timeline = this.keys.find(asked);
      return timeline < 0 ? [] : [timeline];
    }
    return keys
      .buckets(asked)
      .flatMap((bucket) => this.#buckets.get(bucket) ?? [])
      .filter((timeline) => keys.holds(this.keys.text(timeline), asked));
  }

  /** Is a row of the identity in one of the timelines a question reads? `except` matters only then. */
  mayHold(handle: number): boolean {
    return this.#isThere(handle);
  }

  /** Reads the row at a place of a chunk. */
  read(chunk: RowChunk, place: number): PoolRow {
    chunk.read(place & PLACE_MASK, this.#draft);
    return this.#draft;
  }

  /** Of the row a question just found: the text of its key. */
  keyOf(row: PoolRow): string {
    const timeline = this.#where.get(row.id) - 1;
    return timeline < 0 ? "" : this.keys.text(timeline);
  }

  /** Every row that holds now or held, timeline by timeline in order. */
  *everyRow(): Generator<Piece, void, undefined> {
    const row = new Row(this.reader.shape);
    for (let timeline = 0; timeline < this.keys.count; timeline += 1) {
      const addresses: number[] = [];
      this.timelines.each(timeline, Number.POSITIVE_INFINITY, (_, address) =>
        addresses.push(address),
      );
      for (const address of addresses) {
        this.timelines.pool.read(address, row);
        yield { timeline, row };
      }
      for (const past of this.#past.get(timeline) ?? []) yield { timeline, row: past };
    }
  }
}

/** Told apart by what they say where that is cheap, else by being the same object. */
function isSameText(a: Value | undefined, b: Value | undefined): boolean {
  return a === b || (a?.kind === "text" && b?.kind === "text" && a.value === b.value);
}
