/**
 * One group of the plan: the rows of a source by equal keys, each key a timeline.
 *
 * Rows as they come in, visible from a time until another; runs of rows for a question out. Rows that a correction replaced stand apart, as most questions ask
 * later than that.
 */
import type { GroupPlan, Value } from "@luong/spec";
import { GrowingUints } from "./growing.ts";
import type { Handles } from "./identities.ts";
import type { ReadContext } from "./read-context.ts";
import { Row, RowChunk } from "./row-pool.ts";
import { RowReader } from "./row-reader.ts";
import type { RowView } from "./row-view.ts";
import { Runs } from "./runs.ts";
import { TextTable } from "./text-table.ts";
import { Timelines } from "./timelines.ts";

/** What a past row weighs, about: the object, its lists, its place in two maps. */
const PAST_ROW_BYTES = 400;
/** Runs for other rows than those of one timeline are gathered here. */
const FIRST_GATHERED = 64;

const SPARE = 64;
const SPARE_ROWS = 4096;

/** A row and the timeline it is in. */
export interface Piece {
  readonly timeline: number;
  readonly row: Row;
}

/** A row that is not in the group; `identity` null where it has a handle. */
export interface OwnRow {
  readonly row: Row;
  readonly identity: string | null;
}

/** What a question asks of a group. */
export interface AskedRows {
  /** Of the group's keys. */
  readonly values: readonly (Value | undefined)[];
  readonly from: number;
  readonly until: number;
  readonly known: number;
  /** Handle of the row that was told and is not to be found, −1 when there is none. */
  readonly except: number;
}

export class Group {
  readonly plan: GroupPlan;
  readonly reader: RowReader;
  readonly handles: Handles;
  readonly keys = new TextTable();
  readonly timelines: Timelines;
  /** Timeline + 1 of the row that holds now, by handle; 0 when there is none. */
  readonly #where = new GrowingUints();
  readonly #past = new Map<number, Row[]>();
  /** Timelines where an identity has past rows. */
  readonly #pastOf = new Map<number, number[]>();
  #pastRows = 0;
  /** The latest time at which some past row ceased to hold. */
  #pastUntil = Number.NEGATIVE_INFINITY;
  /** The latest time at which a row became known. */
  #latestKnown = Number.NEGATIVE_INFINITY;
  /** Of keys that are alike: timelines by bucket. */
  readonly #buckets = new Map<string, number[]>();
  readonly #draft: Row;
  readonly #other: Row;
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
  put(timeline: number, row: Row): void {
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

  #order(a: Row | undefined, b: Row): number {
    if (a === undefined) return -1;
    if (a.time !== b.time) return a.time - b.time;
    return a.id === b.id ? a.known - b.known : this.handles.order(a.id, b.id);
  }

  /** The keys an identity has, or had. */
  keysOf(handle: number): readonly string[] {
    const timelines = [...(this.#pastOf.get(handle) ?? [])];
    const now = this.#where.get(handle) - 1;
    if (now >= 0) timelines.push(now);
    return timelines.map((timeline) => this.keys.text(timeline));
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
      for (const address of this.timelines.addressesBefore(timeline, oldest))
        this.#where.set(this.timelines.idAt(address), 0);
      gone += this.timelines.dropBefore(timeline, oldest);
    }
    return gone;
  }

  /* ---------------------------------------------------------------- questions */

  /** What a question finds, in `runs`: rows in order. `own` rows are put in where they belong. */
  find(asked: AskedRows, own: readonly OwnRow[] = []): Runs {
    const { runs } = this;
    runs.clear();
    const timelines = this.#timelinesFor(asked.values);
    const except = this.#exceptIn(timelines, asked.except);
    const past = this.#pastIn(timelines, asked);
    const [first] = timelines;
    if (first !== undefined) this.#search(first, asked, except);
    if (timelines.length > 1 || past.length > 0 || own.length > 0) {
      const more = past.map(({ row }) => ({ row, identity: null }));
      this.#gather(timelines.slice(1), asked, except, [...more, ...own]);
    }
    return runs;
  }

  /** The same as single rows with their keys, out of order. */
  rowsFound(asked: AskedRows): readonly Piece[] {
    const timelines = this.#timelinesFor(asked.values);
    const except = this.#exceptIn(timelines, asked.except);
    const found = [...this.#pastIn(timelines, asked)];
    for (const timeline of timelines) {
      this.runs.clear();
      this.#search(timeline, asked, except);
      for (const row of this.#copies()) found.push({ timeline, row });
    }
    return found;
  }

  /** The row that was told and may not be found, −1 when none of it can be. */
  #exceptIn(timelines: readonly number[], except: number): number {
    if (except < 0) return -1;
    const isHere = (handle: number): boolean => timelines.includes(this.#where.get(handle) - 1);
    return this.handles.someOf(except, isHere) ? except : -1;
  }

  /** Rows of one timeline that are visible. */
  #search(timeline: number, asked: AskedRows, except: number): void {
    const { runs } = this;
    this.timelines.window(timeline, asked.from, asked.until, runs);
    if (this.#latestKnown > asked.known) this.#keepKnown(asked.known);
    if (except >= 0)
      runs.filter(({ ids }, place) => this.handles.rootOf(ids[place] ?? 0) !== except);
  }

  /** Rows known when they happen are in the order of time; the others are looked at one by one. */
  #keepKnown(known: number): void {
    const { runs } = this;
    let isNeeded = false;
    for (let at = 0; at < runs.count && !isNeeded; at += 1) {
      const chunk = runs.chunks[at];
      if (chunk === undefined) continue;
      isNeeded = chunk.known !== null || chunk.times.get((runs.ends[at] ?? 0) - 1) > known;
    }
    if (isNeeded) runs.filter((chunk, place) => chunk.knownAt(place) <= known);
  }

  #pastIn(timelines: readonly number[], asked: AskedRows): readonly Piece[] {
    const { from, until, known, except } = asked;
    if (this.#pastUntil <= known) return [];
    return timelines.flatMap((timeline) =>
      (this.#past.get(timeline) ?? [])
        .filter(
          (row) =>
            row.time >= from &&
            row.time < until &&
            row.known <= known &&
            known < row.until &&
            (except < 0 || this.handles.rootOf(row.id) !== except),
        )
        .map((row) => ({ timeline, row })),
    );
  }

  /** Brings rows of several places into one run, in order. */
  #gather(
    others: readonly number[],
    asked: AskedRows,
    except: number,
    more: readonly OwnRow[],
  ): void {
    const rows: OwnRow[] = [...more];
    const add = (): void => {
      for (const row of this.#copies()) rows.push({ row, identity: null });
    };
    add();
    for (const timeline of others) {
      this.runs.clear();
      this.#search(timeline, asked, except);
      add();
    }
    rows.sort((a, b) => this.#compare(a, b));
    const { length } = rows;
    if (this.#gathered.length < length || this.#gathered.length > length * SPARE + SPARE_ROWS)
      this.#gathered = new RowChunk(this.reader.shape, Math.max(FIRST_GATHERED, length));
    for (const [at, { row }] of rows.entries()) this.#gathered.write(at, row);
    this.runs.clear();
    if (length > 0) this.runs.push(this.#gathered, 0, length);
  }

  #compare(a: OwnRow, b: OwnRow): number {
    if (a.row.time !== b.row.time) return a.row.time - b.row.time;
    if (a.identity === null && b.identity === null) return this.#order(a.row, b.row);
    const left = a.identity ?? this.handles.text(a.row.id);
    const right = b.identity ?? this.handles.text(b.row.id);
    return left === right ? 0 : left < right ? -1 : 1;
  }

  #copies(): readonly Row[] {
    const { runs } = this;
    const copies: Row[] = [];
    for (let at = 0; at < runs.count; at += 1) {
      const chunk = runs.chunks[at];
      for (let place = runs.starts[at] ?? 0; place < (runs.ends[at] ?? 0); place += 1) {
        const row = new Row(this.reader.shape);
        chunk?.read(place, row);
        copies.push(row);
      }
    }
    return copies;
  }

  /** Timelines whose keys hold for the values; what was asked last is asked again by the next selection. */
  #timelinesFor(values: readonly (Value | undefined)[]): readonly number[] {
    const asked = this.#asked;
    let isSame = this.#keysWhenAsked === this.keys.count && values.length === asked.length;
    for (let at = 0; isSame && at < values.length; at += 1)
      isSame = isSameText(values[at], asked[at]);
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

  /** Every row that holds now or held, timeline by timeline in order. */
  *everyRow(): Generator<Piece, void, undefined> {
    const row = new Row(this.reader.shape);
    for (let timeline = 0; timeline < this.keys.count; timeline += 1) {
      for (const address of this.timelines.addressesBefore(timeline, Number.POSITIVE_INFINITY)) {
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
