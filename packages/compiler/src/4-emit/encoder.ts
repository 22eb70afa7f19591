/**
 * Writes `encode`: one declaration from JSON into the stores, reading only what the conditions need.
 *
 * Comes in: the stores after all conditions are written. Goes out: the text of the functions that fill them, one per record and list, so that each
 * stays small and monomorphic. Nothing is allocated while they run.
 */
import type { Field } from "@luong/spec";
import { type Js, NoFastForm } from "./code.ts";
import { absentValue, readForm, readsFactor, readText } from "./forms.ts";
import type { ListStore, Slot, Stores } from "./stores.ts";

/** What is read of one record: its facts by name, and records and lists inside it. */
interface ReadNode {
  readonly slots: Map<string, Slot[]>;
  readonly records: Map<string, ReadNode>;
  readonly lists: Map<string, ListStore>;
}

function emptyNode(): ReadNode {
  return { slots: new Map(), records: new Map(), lists: new Map() };
}

function nodeAt(root: ReadNode, path: readonly string[]): ReadNode {
  let node = root;
  for (const name of path) {
    let next = node.records.get(name);
    if (next === undefined) {
      next = emptyNode();
      node.records.set(name, next);
    }
    node = next;
  }
  return node;
}

/** The paths of a store as a tree, so that each record is entered once. */
function readTree(
  slots: ReadonlyMap<string, Slot>,
  lists: ReadonlyMap<string, ListStore>,
): ReadNode {
  const root = emptyNode();
  for (const slot of slots.values()) {
    const name = slot.path.at(-1) ?? "";
    const node = nodeAt(root, slot.path.slice(0, -1));
    node.slots.set(name, [...(node.slots.get(name) ?? []), slot]);
  }
  for (const list of lists.values()) {
    nodeAt(root, list.path.slice(0, -1)).lists.set(list.path.at(-1) ?? "", list);
  }
  return root;
}

/** `record.name`; an absent fact must not find what every object inherits. */
function member(record: Js, name: string): Js {
  return name in Object.prototype ? `own(${record}, ${JSON.stringify(name)})` : `${record}.${name}`;
}

class EncoderWriter {
  readonly #stores: Stores;
  readonly #lines: string[] = [];
  #depth = 0;
  #locals = 0;

  constructor(stores: Stores) {
    this.#stores = stores;
  }

  line(text: string): void {
    this.#lines.push(`${"  ".repeat(this.#depth)}${text}`);
  }

  block(head: string, body: () => void): void {
    this.line(`${head} {`);
    this.#depth += 1;
    body();
    this.#depth -= 1;
    this.line("}");
  }

  #local(): string {
    this.#locals += 1;
    return `v${this.#locals}`;
  }

  #target(slot: Slot, index: Js): Js {
    return slot.index === undefined ? `${slot.array}[${index}]` : `${slot.array}[${slot.index}]`;
  }

  #field(record: string, name: string): Field {
    const field = this.#stores.record(record).fields.find((each) => each.name === name);
    if (field === undefined) throw new RangeError(`no field ${record}.${name}`);
    return field;
  }

  /** Stores for everything below an absent record. */
  #absent(node: ReadNode, index: Js): void {
    for (const slots of node.slots.values()) {
      for (const slot of slots)
        this.line(`${this.#target(slot, index)} = ${absentValue(slot.form)};`);
    }
    for (const list of node.lists.values()) this.#absentList(list, index);
    for (const inner of node.records.values()) this.#absent(inner, index);
  }

  #absentList(list: ListStore, index: Js): void {
    if (list.inside === null) this.line(`counts[${list.number}] = -1;`);
    else this.line(`${list.name}$$end[${index}] = -1;`);
  }

  #slots(record: Js, field: Field, slots: readonly Slot[], index: Js): void {
    const value = this.#local();
    this.line(`const ${value} = ${member(record, field.name)};`);
    if (!field.optional) {
      this.#forms(field, slots, value, index);
      return;
    }
    this.block(`if (isAbsent(${value}))`, () => {
      for (const slot of slots) {
        this.line(`${this.#target(slot, index)} = ${absentValue(slot.form)};`);
      }
    });
    this.block("else", () => this.#forms(field, slots, value, index));
  }

  /** Stores every form of a value that is there; what several forms need is worked out once. */
  #forms(field: Field, slots: readonly Slot[], value: Js, index: Js): void {
    const { schema } = this.#stores;
    const isText = slots.some(({ form }) => form === "level");
    const isMeasured = slots.filter(({ form }) => readsFactor(field.type, form)).length > 1;
    const part = (wanted: boolean, read: Js): Js | undefined => {
      if (!wanted) return undefined;
      const name = this.#local();
      this.line(`const ${name} = ${read};`);
      return name;
    };
    const text = part(isText, readText(schema, field.type, value));
    const factor = part(isMeasured, `factorOf(${value}.unit)`);
    const parts = {
      ...(text === undefined ? {} : { text }),
      ...(factor === undefined ? {} : { factor }),
    };
    for (const slot of slots) {
      const read = readForm(schema, field.type, slot.form, value, parts);
      this.line(`${this.#target(slot, index)} = ${read};`);
    }
  }

  /** Reads what `node` asks of the record in the local `record`. */
  record(name: string, node: ReadNode, record: Js, index: Js): void {
    for (const [fieldName, slots] of node.slots) {
      this.#slots(record, this.#field(name, fieldName), slots, index);
    }
    for (const [fieldName, list] of node.lists) {
      const suffix = list.inside === null ? "" : `, ${index}`;
      this.line(`encode$${list.name}(${member(record, fieldName)}${suffix});`);
    }
    for (const [fieldName, inner] of node.records) {
      const field = this.#field(name, fieldName);
      if (field.type.kind !== "record") throw new NoFastForm(`${fieldName} is not a record`);
      const type = field.type;
      const local = this.#local();
      this.line(`const ${local} = ${member(record, fieldName)};`);
      if (!field.optional) {
        this.record(type.record, inner, local, index);
        continue;
      }
      this.block(`if (isAbsent(${local}))`, () => this.#absent(inner, index));
      this.block("else", () => this.record(type.record, inner, local, index));
    }
  }

  list(list: ListStore): void {
    const node = readTree(list.slots, list.lists);
    const inner = list.inside !== null;
    this.block(`function encode$${list.name}(list${inner ? ", outer" : ""})`, () => {
      this.block("if (isAbsent(list))", () => {
        this.#absentList(list, "outer");
        this.line("return;");
      });
      const limit = inner ? `${list.capacity} - ${list.name}$$used` : list.capacity;
      this.line(`if (list.length > ${limit}) tooMany("${list.path.join(".")}");`);
      if (inner) {
        this.line(`const first = ${list.name}$$used;`);
        this.line(`${list.name}$$start[outer] = first;`);
        this.line(`${list.name}$$end[outer] = ${list.name}$$used = first + list.length;`);
      } else {
        this.line(`${list.name}$$json = list;`);
        this.line(`counts[${list.number}] = list.length;`);
      }
      const readsElement = list.slots.size > 0 || list.lists.size > 0 || inner;
      if (!readsElement) return;
      this.block("for (let i = 0; i < list.length; i += 1)", () => {
        this.line("const element = list[i];");
        if (inner) {
          this.line("const at = first + i;");
          this.line(`${list.name}$$json[at] = element;`);
        }
        this.record(list.record, node, "element", inner ? "at" : "i");
      });
    });
  }

  root(record: string): void {
    const { root } = this.#stores;
    const node = readTree(root.slots, root.lists);
    this.block("function encodeFacts(declaration)", () => {
      for (const list of this.#stores.allLists()) {
        if (list.inside !== null) this.line(`${list.name}$$used = 0;`);
      }
      this.record(record, node, "declaration", "0");
    });
  }

  get lines(): readonly string[] {
    return this.#lines;
  }
}

/** Lines of `encodeFacts(declaration)` and of the functions it calls. */
export function encoderLines(stores: Stores): readonly string[] {
  const writer = new EncoderWriter(stores);
  for (const list of stores.allLists()) writer.list(list);
  writer.root(stores.schema.root);
  return writer.lines;
}
