/**
 * The state of history: what the selections of a set need of everything that was told, so that a question costs microseconds.
 *
 * An IR and its plan in, then what is told, in any order; answers as `World.source` out, at any decision time, the same as the whole log gives
 * (docs/history.md). Knows no store and no clock: who owns it reads the log, saves the bytes of groups and says when to forget.
 */
import {
  type BundleIr,
  baseSourceOf,
  canonicalJson,
  compareRows,
  type FeaturePlan,
  featurePlan,
  identityOf,
  keyHolds,
  type NodePlan,
  type Result,
  type RowsNode,
  type RowsQuery,
  type Selection,
  type Source,
  type SourceBinding,
  type SourceRow,
  type ToldRow,
  type Value,
  type World,
} from "@luong/spec";
import { Answer, QuestionNumbers } from "./state/answer.ts";
import { ByteReader, ByteWriter } from "./state/byte-stream.ts";
import { CheckpointError, opened, sealed } from "./state/checkpoint.ts";
import { type AskedRows, Group, type OwnRow } from "./state/group.ts";
import { type HandleChain, readGroup, writeGroup } from "./state/group-bytes.ts";
import { Elements, Identities } from "./state/identities.ts";
import { ReadContext } from "./state/read-context.ts";
import { Registry, RegistryGroup } from "./state/registry.ts";
import type { RowKeys } from "./state/row-keys.ts";
import { Row } from "./state/row-pool.ts";
import { RowView } from "./state/row-view.ts";

/** What became of something told. `unchanged`: no selection can tell it from what was there. */
export type Told = "added" | "corrected" | "withdrawn" | "unchanged";

/** Hears which keys of a group are asked for, and under which something changes. Groups by their definition. */
export interface KeyWatcher {
  readonly asked: (group: string, key: string) => void;
  readonly touched: (group: string, key: string) => void;
}

export interface HistoryStateOptions {
  readonly watcher?: KeyWatcher;
  /** What keys of rows may ask beside the row: lists, tables, rates. Without it they find none. */
  readonly world?: World;
}

/** Figures of one group. */
export interface GroupReport {
  readonly definition: string;
  readonly source: string;
  readonly rows: number;
  readonly keys: number;
  readonly bytes: number;
}

/** A group of rows that are told or derived, and whether all its columns are filled. */
interface HistoryGroup {
  readonly kind: "history";
  readonly group: Group;
  readonly numbers: QuestionNumbers;
  isFilling: boolean;
}

interface RecordsGroup {
  readonly kind: "registry";
  readonly group: RegistryGroup;
}

type StateGroup = HistoryGroup | RecordsGroup;

/** Rows of one source; those derived from them below. */
interface SourceNode {
  readonly source: Source;
  readonly groups: HistoryGroup[];
  /** Null: rows are told themselves. */
  readonly elements: Elements | null;
  readonly derived: SourceNode[];
}

/** A source whose rows are told. */
interface ToldSource {
  readonly source: Source;
  readonly identities: Identities;
  readonly node: SourceNode | null;
  readonly registry: Registry | null;
}

/** A selection that was planned. */
interface Planned {
  readonly plan: NodePlan;
  readonly group: StateGroup;
  readonly told: ToldSource;
  /** Null: rows are read. */
  readonly answer: Answer | null;
}

export class HistoryState {
  readonly plan: FeaturePlan;
  readonly #context: ReadContext;
  readonly #sources: readonly Source[];
  readonly #watcher: KeyWatcher | undefined;
  readonly #told = new Map<string, ToldSource>();
  readonly #nodes = new Map<string, SourceNode>();
  readonly #groups: StateGroup[] = [];
  readonly #byNode = new Map<RowsNode, Planned>();
  readonly #bySelection = new Map<Selection, Planned>();
  /** Of selections that are equal to a planned one without being it; made when first needed. */
  #byText: Map<string, Planned> | undefined;
  readonly #bindings = new Map<string, SourceBinding>();
  readonly #values: (Value | undefined)[] = [];

  constructor(
    ir: BundleIr,
    plan: FeaturePlan = featurePlan(ir),
    options: HistoryStateOptions = {},
  ) {
    this.plan = plan;
    this.#context = new ReadContext(ir, options.world);
    this.#sources = ir.schema.sources ?? [];
    this.#watcher = options.watcher;
    for (const group of plan.groups) this.#groups.push(this.#makeGroup(group));
    for (const node of plan.nodes) this.#planNode(node);
    for (const { name } of this.#sources) this.#bindings.set(name, this.#makeBinding());
  }

  /* ---------------------------------------------------------------- making */

  #source(name: string): Source {
    const source = this.#sources.find((each) => each.name === name);
    if (source === undefined) throw new RangeError(`no source ${name} in the schema`);
    return source;
  }

  #toldSource(source: Source): ToldSource {
    const base = baseSourceOf(this.#sources, source);
    if (base === undefined) throw new RangeError(`${source.name} comes from no source`);
    let told = this.#told.get(base.name);
    if (told === undefined) {
      const identities = new Identities();
      const isRegistry = base.kind === "registry";
      told = {
        source: base,
        identities,
        node: isRegistry ? null : { source: base, groups: [], elements: null, derived: [] },
        registry: isRegistry ? new Registry(base, identities, this.#context.zoneMinutes) : null,
      };
      this.#told.set(base.name, told);
      if (told.node !== null) this.#nodes.set(base.name, told.node);
    }
    return told;
  }

  #node(source: Source): SourceNode {
    const told = this.#toldSource(source);
    const known = this.#nodes.get(source.name);
    if (known !== undefined) return known;
    if (source.derived === undefined) throw new RangeError(`${source.name} holds no rows`);
    const parent = this.#node(this.#source(source.derived.source));
    const elements = new Elements(parent.elements ?? told.identities);
    const node = { source, groups: [], elements, derived: [] };
    parent.derived.push(node);
    this.#nodes.set(source.name, node);
    return node;
  }

  #makeGroup(plan: FeaturePlan["groups"][number]): StateGroup {
    const source = this.#source(plan.source);
    const told = this.#toldSource(source);
    if (told.registry !== null) {
      const derived = this.#chainOf(source).flatMap((each) => each.derived ?? []);
      const group = new RegistryGroup(plan, told.registry, derived, this.#context);
      return { kind: "registry", group };
    }
    const node = this.#node(source);
    const group = new Group(plan, node.elements ?? told.identities, this.#context);
    const made: HistoryGroup = {
      kind: "history",
      group,
      numbers: new QuestionNumbers(),
      isFilling: false,
    };
    node.groups.push(made);
    return made;
  }

  /** From the source whose rows are told to this one. */
  #chainOf(source: Source): readonly Source[] {
    const { derived } = source;
    return derived === undefined
      ? [source]
      : [...this.#chainOf(this.#source(derived.source)), source];
  }

  #planNode(plan: NodePlan): void {
    const group = this.#groups[plan.group];
    if (group === undefined) throw new RangeError(`no group ${plan.group} in the plan`);
    const told = this.#toldSource(this.#source(plan.node.selection.source));
    const isKept = group.kind === "history" && plan.answer.kind === "columns";
    const answer =
      isKept && plan.answer.kind === "columns"
        ? new Answer(plan, plan.answer, group.group.reader, this.#context, group.numbers)
        : null;
    const planned = { plan, group, told, answer };
    this.#byNode.set(plan.node, planned);
    this.#bySelection.set(plan.node.selection, planned);
  }

  /* ---------------------------------------------------------------- told */

  /**
   * Takes something told, in any order and any number of times. Throws a RangeError for a source that is not told (unknown, or derived), and for a row
   * without a time.
   */
  add(entry: ToldRow): Told {
    return this.#take(entry, undefined);
  }

  #take(entry: ToldRow, only: ReadonlySet<StateGroup> | undefined): Told {
    const source = this.#source(entry.source);
    if (source.derived !== undefined)
      throw new RangeError(`rows of ${source.name} are those of ${source.derived.source}`);
    const told = this.#told.get(source.name);
    if (told === undefined) return "unchanged";
    const isWithdrawn = entry.withdrawn === true || entry.json === null;
    const identity = entry.identity ?? identityOf(source, entry.json);
    const known = entry.known ?? this.#momentOf(entry.json, source.clock);
    if (known === undefined || !Number.isFinite(known))
      throw new RangeError(`a row of ${source.name} has no known time and none of its own`);
    const before = told.identities.count;
    const handle = told.identities.add(identity);
    const isNew = handle === before;
    const json = isWithdrawn ? null : entry.json;
    const isChanged =
      told.registry === null
        ? this.#tellVersion(told, handle, json, known, only)
        : this.#tellRecord(told.registry, handle, json, known);
    if (isWithdrawn) return isChanged ? "withdrawn" : "unchanged";
    if (isNew) return "added";
    return isChanged ? "corrected" : "unchanged";
  }

  #tellRecord(registry: Registry, handle: number, json: unknown, known: number): boolean {
    const isChanged = registry.tell(handle, json, known);
    if (isChanged && this.#watcher !== undefined) {
      for (const group of registry.groups)
        for (const key of group.keysOf(handle)) this.#watcher.touched(group.plan.definition, key);
    }
    return isChanged;
  }

  #momentOf(json: unknown, clock: readonly string[] | undefined): number | undefined {
    return clock === undefined ? undefined : this.#context.moment(new RowView(json).at(clock));
  }

  #tellVersion(
    { node, identities }: ToldSource,
    handle: number,
    json: unknown,
    known: number,
    only: ReadonlySet<StateGroup> | undefined,
  ): boolean {
    if (node === null) return false;
    const until = identities.tell(handle, known);
    const view = json === null ? null : new RowView(json);
    return this.#tellRow(node, handle, view, { known, until, only });
  }

  #tellRow(
    node: SourceNode,
    handle: number,
    view: RowView | null,
    times: {
      readonly known: number;
      readonly until: number;
      readonly only: ReadonlySet<StateGroup> | undefined;
    },
  ): boolean {
    const { known, until, only } = times;
    let isChanged = false;
    for (const each of node.groups) {
      if (only !== undefined && !only.has(each)) continue;
      if (this.#tellGroup(each.group, handle, view, known, until)) isChanged = true;
    }
    for (const each of node.derived) {
      const { elements, source } = each;
      const { derived } = source;
      if (elements === null || derived === undefined) continue;
      const list = view?.at(derived.path);
      const rows: readonly unknown[] = Array.isArray(list) ? list : [];
      elements.reserve(handle, rows.length);
      const places = elements.placesOf(handle);
      for (let place = 0; place < places; place += 1) {
        const element = place < rows.length ? new RowView(rows[place], derived.parent, view) : null;
        if (this.#tellRow(each, elements.at(handle, place), element, times)) isChanged = true;
      }
    }
    return isChanged;
  }

  #tellGroup(
    group: Group,
    handle: number,
    view: RowView | null,
    known: number,
    until: number,
  ): boolean {
    const watcher = this.#watcher;
    if (watcher === undefined) return group.tell(handle, view, known, until);
    const before = group.keysOf(handle);
    const isChanged = group.tell(handle, view, known, until);
    if (isChanged) {
      for (const key of new Set([...before, ...group.keysOf(handle)]))
        watcher.touched(group.plan.definition, key);
    }
    return isChanged;
  }

  #keysOf(definition: string): RowKeys {
    const state = this.#groupOf(definition);
    return state.kind === "registry" ? state.group.keys : state.group.reader.keys;
  }

  /** Where to look for keys that an asked key may find: one place, or the buckets of those that are alike. */
  placesOfAsked(definition: string, asked: string): readonly string[] {
    const keys = this.#keysOf(definition);
    return keys.isAlike ? keys.buckets(asked) : [asked];
  }

  /** The place of a key of rows. */
  placeOfRow(definition: string, key: string): string {
    const keys = this.#keysOf(definition);
    return keys.isAlike ? keys.bucket(key) : key;
  }

  /** Does a question with the asked key find rows with this one? */
  keyHolds(definition: string, key: string, asked: string): boolean {
    return this.#keysOf(definition).holds(key, asked);
  }

  /** Forgets what no question from `now` on asks for, ms since 1970 UTC; gives how many rows. Earlier questions are not to be asked any more. */
  prune(now: number): number {
    let gone = 0;
    for (const group of this.#groups) if (group.kind === "history") gone += group.group.prune(now);
    for (const { registry, identities } of this.#told.values()) {
      gone += registry?.prune(now) ?? 0;
      identities.forgetBefore(now);
    }
    return gone;
  }

  /* ---------------------------------------------------------------- asked */

  /** `World.source`: undefined while columns of the source are being filled, and for a name that is no source. */
  binding(name: string): SourceBinding | undefined {
    const isFilling = this.#groups.some(
      (each) => each.kind === "history" && each.isFilling && each.group.plan.source === name,
    );
    return isFilling ? undefined : this.#bindings.get(name);
  }

  #makeBinding(): SourceBinding {
    return {
      rows: (query) => this.#rows(query),
      answer: (node, query, own) => this.#answer(node, query, own),
    };
  }

  #plannedNode(node: RowsNode): Planned | undefined {
    return this.#byNode.get(node) ?? this.#equal(node);
  }

  /** The plan of an equal node or selection that is another object. */
  #equal(part: RowsNode | Selection): Planned | undefined {
    if (this.#byText === undefined) {
      this.#byText = new Map();
      for (const planned of this.#byNode.values()) {
        this.#byText.set(canonicalJson(planned.plan.node), planned);
        this.#byText.set(canonicalJson(planned.plan.node.selection), planned);
      }
    }
    return this.#byText.get(canonicalJson(part));
  }

  #asked({ plan, told }: Planned, query: RowsQuery): AskedRows {
    const values = this.#values;
    values.length = plan.keys.length;
    for (let at = 0; at < plan.keys.length; at += 1) values[at] = query.keys[plan.keys[at] ?? -1];
    this.#hear(plan, values);
    const except = query.except === null ? -1 : told.identities.find(query.except);
    return { values, from: query.from, until: query.until, known: query.known, except };
  }

  #hear(plan: NodePlan, values: readonly (Value | undefined)[]): void {
    const definition = this.plan.groups[plan.group]?.definition;
    if (this.#watcher === undefined || definition === undefined) return;
    const asked = this.#keysOf(definition).ofValues(values);
    if (asked !== undefined) this.#watcher.asked(definition, asked);
  }

  #answer(node: RowsNode, query: RowsQuery, own: readonly SourceRow[]): Result | undefined {
    const planned = this.#plannedNode(node);
    if (planned === undefined || planned.answer === null) return undefined;
    const { group, answer } = planned;
    if (group.kind === "registry") return undefined;
    const runs = group.group.find(
      this.#asked(planned, query),
      own.length === 0 ? noRows : own.map((row) => ownRow(row, group.group, query.known)),
    );
    return answer.of(runs, query);
  }

  #rows(query: RowsQuery): readonly SourceRow[] {
    const { selection } = query;
    const planned = this.#bySelection.get(selection) ?? this.#equal(selection);
    if (planned === undefined)
      throw new RangeError(`a selection of ${selection.source} is not in the plan`);
    return this.#found(planned, query)
      .filter((row) => this.#passesChecks(planned.plan, query, row))
      .toSorted(compareRows);
  }

  #found({ plan, group, told }: Planned, query: RowsQuery): readonly SourceRow[] {
    if (query.from >= query.until) return [];
    const asked = this.#asked({ plan, group, told, answer: null }, query);
    if (group.kind === "registry") {
      const { values, from: at, known } = asked;
      return group.group.rows({ values, at, known, except: query.except });
    }
    const { reader, keys, handles } = group.group;
    return group.group.rowsFound(asked).map(({ timeline, row }) => ({
      json: reader.json(row, keys.text(timeline)),
      at: row.time,
      identity: handles.text(row.id),
    }));
  }

  /** Keys that are no part of the group's. */
  #passesChecks({ checks }: NodePlan, query: RowsQuery, row: SourceRow): boolean {
    const { selection, keys, known } = query;
    return checks.every((place) => {
      const key = selection.keys[place];
      const value = keys[place];
      if (key === undefined || value === undefined) return false;
      const frame = this.#context.frame(row.json, selection.variable, known);
      const own = this.#context.interpreter.value(key.row, frame);
      return own.kind !== "unknown" && keyHolds(key, own, value, this.#context.world);
    });
  }

  /* ---------------------------------------------------------------- bytes */

  #groupOf(definition: string): StateGroup {
    const group = this.#groups.find((each) => each.group.plan.definition === definition);
    if (group === undefined) throw new RangeError(`no group ${definition} in the plan`);
    return group;
  }

  /** Memory of rows, keys and identities, in bytes, about. */
  get bytes(): number {
    let bytes = this.#groups.reduce(
      (sum, { kind, group }) => sum + (kind === "history" ? group.bytes : 0),
      0,
    );
    for (const { identities, registry } of this.#told.values())
      bytes += identities.bytes + (registry?.bytes ?? 0);
    for (const { elements } of this.#nodes.values()) bytes += elements?.bytes ?? 0;
    return bytes;
  }

  groups(): readonly GroupReport[] {
    return this.#groups.map((each) => {
      const { definition, source } = each.group.plan;
      if (each.kind === "registry") {
        const { rows, identities, bytes } = each.group.registry;
        return { definition, source, rows, keys: identities.count, bytes };
      }
      const { rows, keys, bytes } = each.group;
      return { definition, source, rows, keys: keys.count, bytes };
    });
  }

  /** Everything of a group as bytes, to be kept with the place in the log it is of. Throws a RangeError for a definition that is not planned. */
  exportGroup(definition: string): Uint8Array {
    const state = this.#groupOf(definition);
    const writer = new ByteWriter();
    writer.text(definition);
    if (state.kind === "registry") writeRegistry(writer, state.group.registry);
    else writeGroup(writer, state.group, this.#handleChain(state.group.plan.source), this.#context);
    return sealed(writer.done());
  }

  /**
   * Takes over a group that was exported, into an empty one. `incomplete`: it lacks columns that are kept today; `backfill` it before it is asked. Entries of
   * the log behind the checkpoint are added then; telling some again does no harm. Throws a `CheckpointError`, and nothing is taken over.
   */
  importGroup(definition: string, bytes: Uint8Array): "complete" | "incomplete" {
    const state = this.#groupOf(definition);
    const reader = new ByteReader(opened(bytes));
    if (reader.text() !== definition) throw new CheckpointError("group");
    if (state.kind === "registry") {
      readRegistry(reader, state.group.registry);
      return "complete";
    }
    if (state.group.rows > 0) throw new RangeError(`the group ${definition} is not empty`);
    const chain = this.#handleChain(state.group.plan.source);
    const isComplete = readGroup(reader, state.group, chain, this.#context);
    state.isFilling = !isComplete;
    return isComplete ? "complete" : "incomplete";
  }

  #handleChain(source: string): HandleChain {
    const chain = this.#chainOf(this.#source(source));
    const [first] = chain;
    const root = first && this.#told.get(first.name)?.identities;
    if (root === undefined) throw new RangeError(`nothing is told of ${source}`);
    const elements = chain.flatMap(({ name }) => this.#nodes.get(name)?.elements ?? []);
    return { root, elements };
  }

  /** Fills groups from the log, in its order, and lets them be asked again; the others are left alone. */
  backfill(definitions: readonly string[], log: Iterable<ToldRow>): void {
    const groups = new Set(definitions.map((definition) => this.#groupOf(definition)));
    const sources = new Set(
      [...groups].map(({ group }) => this.#toldSource(this.#source(group.plan.source)).source.name),
    );
    for (const entry of log) if (sources.has(entry.source)) this.#take(entry, groups);
    for (const each of groups) if (each.kind === "history") each.isFilling = false;
  }
}

const noRows: readonly OwnRow[] = [];

/** A row of the declaration that asks, which happens now. */
function ownRow({ json, identity, at }: SourceRow, { reader }: Group, known: number): OwnRow {
  const row = new Row(reader.shape);
  reader.fill(new RowView(json), row);
  row.time = at;
  row.known = known;
  return { row, identity };
}

function writeRegistry(writer: ByteWriter, registry: Registry): void {
  const { identities } = registry;
  writer.count(identities.count);
  for (let handle = 0; handle < identities.count; handle += 1) {
    writer.text(identities.text(handle));
    const versions = registry.versionsOf(handle);
    writer.count(versions.length);
    for (const { known, json } of versions) {
      writer.number(known);
      writer.text(canonicalJson(json));
    }
  }
}

function readRegistry(reader: ByteReader, registry: Registry): void {
  for (let left = reader.count(); left > 0; left -= 1) {
    const handle = registry.identities.add(reader.text());
    for (let versions = reader.count(); versions > 0; versions -= 1) {
      const known = reader.number();
      registry.tell(handle, JSON.parse(reader.text()) as unknown, known);
    }
  }
}

export { CheckpointError };
