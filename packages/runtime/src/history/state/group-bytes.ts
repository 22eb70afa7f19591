/**
 * A group as bytes and back: everything it needs by itself, identities and words as texts.
 *
 * Columns are found again by their definitions; what is there under no definition of today is left out, what is missing is told, and has to be filled from the
 * log. Keys without rows are left out, so a group that was pruned comes back smaller.
 */
import { canonicalJson } from "@luong/spec";
import type { ByteReader, ByteWriter } from "./byte-stream.ts";
import type { Group } from "./group.ts";
import type { Elements, Identities } from "./identities.ts";
import type { ReadContext } from "./read-context.ts";
import { Row } from "./row-pool.ts";

const WORD_BITS = 32;
const FOREVER = Number.POSITIVE_INFINITY;

/** From the identities that were told to the rows of the group. */
export interface HandleChain {
  readonly root: Identities;
  /** Outermost first; none when the rows were told themselves. */
  readonly elements: readonly Elements[];
}

/** Definitions of values in their order: columns, then facts that are stored. */
function valueNames({ plan }: Group): readonly string[] {
  const stored = plan.facts.filter(({ from }) => from.kind === "stored");
  return [
    ...plan.columns.map(({ definition }) => `column ${definition}`),
    ...stored.map(({ path, form }) => `fact ${canonicalJson({ path, form })}`),
  ];
}

/** Texts that get numbers in the order they are met. */
class Words {
  readonly #numbers = new Map<string, number>();
  readonly texts: string[] = [];

  number(text: string): number {
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.texts.length;
      this.#numbers.set(text, number);
      this.texts.push(text);
    }
    return number;
  }
}

/* ------------------------------------------------------------------ writing */

export function writeGroup(
  writer: ByteWriter,
  group: Group,
  { root, elements }: HandleChain,
  context: ReadContext,
): void {
  writeTexts(writer, valueNames(group));
  for (const texts of group.reader.texts) writer.count(texts === null ? 0 : 1);
  writeTexts(
    writer,
    group.plan.filters.map(({ definition }) => definition),
  );
  writer.count(root.count);
  for (let handle = 0; handle < root.count; handle += 1) {
    writer.text(root.text(handle));
    const versions = root.versionsOf(handle);
    writer.count(versions.length);
    for (const known of versions) writer.number(known);
  }
  writer.count(group.keys.count);
  for (let key = 0; key < group.keys.count; key += 1) writer.text(group.keys.text(key));
  const words = new Words();
  for (const { row } of group.everyRow())
    for (let at = 0; at < row.values.length; at += 1) wordOf(row, at, group, words, context);
  writeTexts(writer, words.texts);
  writer.count(group.rows);
  for (const { timeline, row } of group.everyRow()) {
    writer.count(timeline);
    writer.count(group.handles.rootOf(row.id));
    for (const place of placesFrom(row.id, elements)) writer.count(place);
    writeRow(writer, row, group, words, context);
  }
}

function writeTexts(writer: ByteWriter, texts: readonly string[]): void {
  writer.count(texts.length);
  for (const text of texts) writer.text(text);
}

/** The number of the word a value is, or of its unit; −1 when there is no value. */
function wordOf(row: Row, at: number, group: Group, words: Words, { tags }: ReadContext): number {
  const value = row.values[at] ?? Number.NaN;
  if (Number.isNaN(value)) return -1;
  const texts = group.reader.texts[at] ?? null;
  return words.number(texts === null ? tags.textAt(row.tags[at] ?? 0) : texts.text(value));
}

function writeRow(
  writer: ByteWriter,
  row: Row,
  group: Group,
  words: Words,
  context: ReadContext,
): void {
  writer.number(row.time);
  writer.number(row.known);
  writer.number(row.until === FOREVER ? Number.NaN : row.until);
  for (const bits of row.bits) writer.count(bits);
  for (let at = 0; at < row.values.length; at += 1) {
    const value = row.values[at] ?? Number.NaN;
    const word = wordOf(row, at, group, words, context);
    const isText = (group.reader.texts[at] ?? null) !== null;
    writer.number(isText && word >= 0 ? word : value);
    if (!isText && word >= 0) writer.count(word);
  }
}

function placesFrom(handle: number, elements: readonly Elements[]): readonly number[] {
  const places: number[] = [];
  let at = handle;
  for (const each of elements.toReversed()) {
    places.push(each.placeOf(at));
    at = each.parentOf(at);
  }
  return places.reverse();
}

/* ------------------------------------------------------------------ reading */

/** Takes over what was written. Gives whether all that the group keeps today was there. */
export function readGroup(
  reader: ByteReader,
  group: Group,
  chain: HandleChain,
  context: ReadContext,
): boolean {
  const values = readTexts(reader);
  const hasTexts = values.map(() => reader.count() === 1);
  const filters = readTexts(reader);
  const roots = readIdentities(reader, chain.root);
  const keys = readTexts(reader);
  const words = readTexts(reader);
  const into = new RowTaker(group, values, hasTexts, filters, words, context);
  for (let left = reader.count(); left > 0; left -= 1) {
    const key = keys[reader.count()];
    const root = roots[reader.count()];
    if (key === undefined || root === undefined) throw new RangeError("a row of no key");
    const id = readPlaces(reader, root, chain.elements);
    group.put(group.timelineOf(key), into.read(reader, id));
  }
  return into.isComplete;
}

function readTexts(reader: ByteReader): readonly string[] {
  return Array.from({ length: reader.count() }, () => reader.text());
}

function readIdentities(reader: ByteReader, root: Identities): readonly number[] {
  return Array.from({ length: reader.count() }, () => {
    const handle = root.add(reader.text());
    for (let left = reader.count(); left > 0; left -= 1) root.tell(handle, reader.number());
    return handle;
  });
}

function readPlaces(reader: ByteReader, root: number, elements: readonly Elements[]): number {
  let at = root;
  for (const each of elements) {
    const place = reader.count();
    each.reserve(at, place + 1);
    at = each.at(at, place);
  }
  return at;
}

/** Brings rows that were written under other numbers of columns into those of today. */
class RowTaker {
  readonly isComplete: boolean;
  readonly #group: Group;
  readonly #context: ReadContext;
  readonly #words: readonly string[];
  readonly #hasTexts: readonly boolean[];
  /** By place of the value as written, where it stands today, −1 when nowhere. */
  readonly #values: readonly number[];
  readonly #filters: readonly number[];
  readonly #row: Row;

  constructor(
    group: Group,
    values: readonly string[],
    hasTexts: readonly boolean[],
    filters: readonly string[],
    words: readonly string[],
    context: ReadContext,
  ) {
    const today = valueNames(group);
    const filtersToday = group.plan.filters.map(({ definition }) => definition);
    this.#group = group;
    this.#context = context;
    this.#words = words;
    this.#hasTexts = hasTexts;
    this.#values = values.map((name) => today.indexOf(name));
    this.#filters = filters.map((name) => filtersToday.indexOf(name));
    this.#row = new Row(group.reader.shape);
    this.isComplete =
      today.every((name) => values.includes(name)) &&
      filtersToday.every((name) => filters.includes(name));
  }

  #word(number: number): string {
    const word = this.#words[number];
    if (word === undefined) throw new RangeError("a word that is not there");
    return word;
  }

  read(reader: ByteReader, id: number): Row {
    const row = this.#row;
    row.id = id;
    row.time = reader.number();
    row.known = reader.number();
    const until = reader.number();
    row.until = Number.isNaN(until) ? FOREVER : until;
    row.bits.fill(0);
    row.values.fill(Number.NaN);
    row.tags.fill(0);
    for (let word = 0; word * WORD_BITS < this.#filters.length; word += 1)
      this.#takeBits(word, reader.count());
    for (let at = 0; at < this.#values.length; at += 1) this.#takeValue(at, reader);
    return row;
  }

  #takeBits(word: number, bits: number): void {
    const { bits: into } = this.#row;
    for (let bit = 0; bit < WORD_BITS; bit += 1) {
      const filter = this.#filters[word * WORD_BITS + bit] ?? -1;
      if (filter < 0 || ((bits >>> bit) & 1) === 0) continue;
      const place = Math.floor(filter / WORD_BITS);
      into[place] = ((into[place] ?? 0) | (1 << (filter % WORD_BITS))) >>> 0;
    }
  }

  #takeValue(at: number, reader: ByteReader): void {
    const value = reader.number();
    if (Number.isNaN(value)) return;
    const isText = this.#hasTexts[at] === true;
    const tag = isText ? 0 : reader.count();
    const to = this.#values[at] ?? -1;
    if (to < 0) return;
    const { values, tags } = this.#row;
    values[to] = isText ? (this.#group.reader.texts[to]?.add(this.#word(value)) ?? value) : value;
    tags[to] = isText ? 0 : this.#context.tags.fromText(this.#word(tag));
  }
}
