/**
 * Tests and scenarios of the tree to plain data: a complete declaration, tables and lists in place of the bound ones, what is expected.
 *
 * Facts that are not given: a mandatory one takes the schema's example, a mandatory list is empty, an optional one is missing.
 */

import type { Analysis, ExpectedNode, Expression, FactNode, Model, TestNode } from "@luong/dsl";
import { constantOf, jsonOf } from "@luong/dsl";
import type {
  CriterionIr,
  ExpectationIr,
  Field,
  Language,
  Source,
  TableRow,
  TestIr,
  Type,
} from "@luong/spec";
import { invariant } from "../support/invariant.ts";
import { flowsAndStages } from "./criterion.ts";
import { labelOf } from "./labels.ts";
import { itemsOf, modelOf } from "./lower.ts";
import { exactNumber } from "./policy.ts";

type Json = Record<string, unknown>;
type TestClause = Extract<Parameters<typeof flowsAndStages>[0], object>;

/** All tests of a set, in the order of the sources. */
export function lowerTests(analysis: Analysis): TestIr[] {
  const model = modelOf(analysis);
  const inCriteria = itemsOf(analysis.files, "criterion").flatMap(({ item, file, language }) => {
    const on = item.clauses.find((clause) => clause.kind === "on");
    const where: Where = {
      criterion: item.criterionId.text,
      rowsOf: item.rowsOf?.text ?? null,
      on: on?.kind === "on" ? on.on : null,
    };
    return item.clauses
      .filter((clause) => clause.kind === "test")
      .map(({ test }) => new TestLowering(model, file, language, where).lower(test));
  });
  const scenarios = itemsOf(analysis.files, "scenario").map(({ item, file, language }) =>
    new TestLowering(model, file, language, { criterion: null, rowsOf: null, on: null }).lower(
      item.test,
    ),
  );
  return [...inCriteria, ...scenarios];
}

interface Where {
  readonly criterion: CriterionIr["id"] | null;
  readonly rowsOf: string | null;
  readonly on: TestClause | null;
}

class TestLowering {
  readonly #model: Model;
  readonly #file: string;
  readonly #language: Language;
  readonly #where: Where;
  readonly #records: ReadonlyMap<string, readonly Field[]>;
  readonly #units: ReadonlyMap<string, string>;
  readonly #tables = new Map<string, TableRow[]>();
  readonly #lists = new Map<string, string[]>();
  readonly #rows = new Map<string, Json[]>();
  readonly #scores = new Map<string, unknown>();
  /** Facts of the version before, given over those of the declaration. */
  readonly #before: FactNode[] = [];
  #hasBefore = false;
  #flow: string;
  #stage: string;

  constructor(model: Model, file: string, language: Language, where: Where) {
    this.#model = model;
    this.#file = file;
    this.#language = language;
    this.#where = where;
    const { schema } = model;
    this.#records = new Map(schema.records.map((record) => [record.name, record.fields]));
    this.#units = new Map(schema.units.map((unit) => [unit.name, unit.code]));
    const { flows, stages } = flowsAndStages(where.on);
    this.#flow = flows[0] ?? schema.flows[0]?.name ?? "";
    this.#stage = stages[0] ?? schema.stages[0]?.name ?? "";
  }

  lower(test: TestNode): TestIr {
    const declaration = this.#example(this.#model.schema.root);
    for (const fact of test.given) this.#give(fact, declaration);
    return {
      label: labelOf(test.label, this.#language),
      criterion: this.#where.criterion,
      declaration,
      flow: this.#flow,
      stage: this.#stage,
      tables: Object.fromEntries(this.#tables),
      lists: Object.fromEntries(this.#lists),
      ...this.#beside(declaration),
      expect: test.expect.map(expectation),
      source: { file: this.#file, start: test.span.start, end: test.span.end },
    };
  }

  /** Rows, scores, the event of the stage (the first given) and the version before. */
  #beside(declaration: Json): Pick<TestIr, "rows" | "scores" | "event" | "previous"> {
    const event = this.#model.stageEvents.find(({ stage }) => stage === this.#stage);
    const [given] = event === undefined ? [] : (this.#rows.get(event.source) ?? []);
    return {
      ...(this.#rows.size === 0 ? {} : { rows: Object.fromEntries(this.#rows) }),
      ...(this.#scores.size === 0 ? {} : { scores: Object.fromEntries(this.#scores) }),
      ...(event === undefined ? {} : { event: given ?? this.#example(event.record) }),
      ...(this.#hasBefore ? { previous: this.#previous(declaration) } : {}),
    };
  }

  #previous(declaration: Json): Json {
    const previous = structuredClone(declaration);
    for (const fact of this.#before) this.#giveFact(fact, previous, this.#model.schema.root);
    return previous;
  }

  /** A record with the examples of its mandatory fields. */
  #example(record: string): Json {
    const made: Json = {};
    for (const field of this.#records.get(record) ?? []) {
      if (field.optional || field.derived) continue;
      const { type } = field;
      if (type.kind === "record") made[field.name] = this.#example(type.record);
      else if (type.kind === "list" || type.kind === "set") made[field.name] = [];
      else if (field.example !== undefined) made[field.name] = structuredClone(field.example);
    }
    return made;
  }

  /** One given fact of the test itself: of the declaration, the question, a table or a list. */
  #give(fact: FactNode, declaration: Json): void {
    const [root, second] = fact.path.names.map((name) => name.text);
    invariant(root !== undefined, "a path");
    const isFact =
      this.#field(this.#model.schema.root, root) !== undefined ||
      this.#listOf(this.#model.schema.root, root) !== undefined;
    if (!isFact && second === undefined && this.#giveQuestion(fact, root)) return;
    if (!isFact && second === undefined && this.#giveBound(fact, root)) return;
    if (!isFact && this.#giveBeside(fact, root)) return;
    this.#giveFact(fact, declaration, this.#model.schema.root);
  }

  #giveQuestion(fact: FactNode, root: string): boolean {
    if (fact.kind !== "given" || (root !== "flow" && root !== "stage")) return false;
    const name = wordOf(fact.value);
    if (root === "flow") this.#flow = name;
    else this.#stage = name;
    return true;
  }

  /** Rows and members: `row (…)`, `reference_price (…)`, `trusted includes "…"`. */
  #giveBound(fact: FactNode, root: string): boolean {
    if (fact.kind === "element") {
      const name = root === "row" ? this.#where.rowsOf : root;
      const table = name === null ? undefined : this.#model.tables.get(name);
      if (table === undefined) return false;
      push(this.#tables, table.name, this.#row(fact, table));
      return true;
    }
    const list = this.#model.lists.get(root);
    if (list === undefined) return false;
    if (fact.kind === "includes")
      push(this.#lists, list.name, String(this.#json(fact.value, list.of)));
    if (fact.kind === "absent") this.#lists.set(list.name, this.#lists.get(list.name) ?? []);
    return true;
  }

  /** `past (…)`, `previous (…)`, `previous.freight = …`, `fraud_score = 0.9`. */
  #giveBeside(fact: FactNode, root: string): boolean {
    if (root === "previous") {
      this.#hasBefore = true;
      const [, ...names] = fact.path.names;
      if (names.length > 0) this.#before.push({ ...fact, path: { ...fact.path, names } });
      else if (fact.kind === "element") this.#before.push(...fact.facts);
      return true;
    }
    const source = this.#model.schema.sources?.find(({ each }) => each === root);
    if (source !== undefined && fact.kind === "element") {
      const row = this.#example(source.record);
      for (const each of fact.facts) this.#giveFact(each, row, source.record);
      this.#tellRow(source, row, new Set(fact.facts.map(pathOf)));
      return true;
    }
    const score = this.#model.modelScores.get(root);
    if (score === undefined) return false;
    const name = fact.path.names.map(({ text }) => text).join(".");
    const output = score.outputs.find((each) => each.name === (fact.path.names[1]?.text ?? null));
    if (fact.kind === "given" && output !== undefined)
      this.#scores.set(name, this.#json(fact.value, output.type));
    else this.#scores.set(name, null);
    return true;
  }

  /** A row of a derived source is told as the row it stands in, with this one element. */
  #tellRow(source: Source, row: Json, given: ReadonlySet<string>): void {
    const { derived } = source;
    const above = this.#model.schema.sources?.find(({ name }) => name === derived?.source);
    if (derived === undefined || above === undefined) {
      push(this.#rows, source.name, row);
      this.#tellApart(source, row, given, this.#rows.get(source.name)?.length ?? 1);
      return;
    }
    const { [derived.parent]: parent, ...element } = row;
    const made = isJson(parent) ? parent : this.#example(above.record);
    const holder = derived.path.slice(0, -1).reduce((at: Json, name) => {
      const inner = at[name];
      return isJson(inner) ? inner : at;
    }, made);
    holder[derived.path.at(-1) ?? ""] = [element];
    const inParent = [...given].flatMap((path) =>
      path.startsWith(`${derived.parent}.`) ? [path.slice(derived.parent.length + 1)] : [],
    );
    this.#tellRow(above, made, new Set(inParent));
  }

  /** Rows made from one example would be versions of one row, or of the declaration itself: what tells them apart is counted on unless it is given. */
  #tellApart(source: Source, row: Json, given: ReadonlySet<string>, number: number): void {
    const [name] = source.identity;
    if (name === undefined || source.identity.some((each) => given.has(each))) return;
    const value = row[name];
    if (typeof value === "string") row[name] = `${value}-${number}`;
    else if (typeof value === "number") row[name] = value + number;
  }

  #row(
    fact: Extract<FactNode, { kind: "element" }>,
    table: { key: TableSymbol["key"]; value: TableSymbol["value"] },
  ): TableRow {
    const given = new Map(fact.facts.map((each) => [each.path.names[0]?.text ?? "", each]));
    const cells = [...table.key, ...table.value].map((column): unknown => {
      const cell = given.get(column.name);
      if (cell === undefined || cell.kind === "absent" || cell.kind === "element") return null;
      const value = this.#json(cell.value, column.type);
      return column.match === "between" ? [value, value] : value;
    });
    const time = (name: string): string | undefined => {
      const cell = given.get(name);
      return cell?.kind === "given" && "image" in cell.value ? cell.value.image : undefined;
    };
    const validFrom = time("valid_from");
    const validUntil = time("valid_until");
    return {
      cells,
      ...(validFrom === undefined ? {} : { validFrom }),
      ...(validUntil === undefined ? {} : { validUntil }),
    };
  }

  #giveFact(fact: FactNode, target: Json, record: string): void {
    const names = fact.path.names.map((name) => name.text);
    const owner = this.#walk(target, record, names.slice(0, -1));
    const last = names.at(-1) ?? "";
    if (fact.kind === "element") {
      this.#giveElement(fact, owner.json, owner.record, last);
      return;
    }
    const field = this.#field(owner.record, last);
    invariant(field !== undefined, `a fact ${names.join(".")}`);
    if (fact.kind === "absent") delete owner.json[field.name];
    else if (fact.kind === "given") owner.json[field.name] = this.#json(fact.value, field.type);
    else {
      const of = field.type.kind === "set" ? field.type.of : field.type;
      const known = owner.json[field.name];
      owner.json[field.name] = [...(Array.isArray(known) ? known : []), this.#json(fact.value, of)];
    }
  }

  /** `item (…)` appends an element, `importer (…)` fills a record in. */
  #giveElement(
    fact: Extract<FactNode, { kind: "element" }>,
    target: Json,
    record: string,
    name: string,
  ): void {
    const list = this.#listOf(record, name);
    const field = list ?? this.#field(record, name);
    invariant(field !== undefined, `a record ${name}`);
    const inner =
      field.type.kind === "list" || field.type.kind === "record" ? field.type.record : "";
    const made = this.#recordAt(target, field, inner);
    for (const each of fact.facts) this.#giveFact(each, made, inner);
    this.#numberLine(made, inner, target[field.name]);
  }

  #recordAt(target: Json, field: Field, inner: string): Json {
    const known = target[field.name];
    if (field.type.kind === "list") {
      const made = this.#example(inner);
      target[field.name] = [...(Array.isArray(known) ? known : []), made];
      return made;
    }
    if (isJson(known)) return known;
    const made = this.#example(inner);
    target[field.name] = made;
    return made;
  }

  /** Elements made from one example would share its key: a whole-number key that repeats is counted on. */
  #numberLine(made: Json, record: string, among: unknown): void {
    const key = this.#model.schema.records.find((each) => each.name === record)?.key ?? [];
    const [name] = key;
    if (name === undefined || key.length > 1 || !Array.isArray(among)) return;
    const others = among
      .filter((each) => each !== made)
      .map((each: unknown) => (isJson(each) ? each[name] : undefined));
    if (typeof made[name] !== "number" || !others.includes(made[name])) return;
    made[name] = Math.max(...others.filter((each) => typeof each === "number")) + 1;
  }

  #walk(json: Json, record: string, names: readonly string[]): { json: Json; record: string } {
    let at = { json, record };
    for (const name of names) {
      const field = this.#field(at.record, name);
      invariant(field?.type.kind === "record", `a record ${name}`);
      at = { json: this.#recordAt(at.json, field, field.type.record), record: field.type.record };
    }
    return at;
  }

  #field(record: string, name: string): Field | undefined {
    return this.#records.get(record)?.find((field) => field.name === name || field.alias === name);
  }

  #listOf(record: string, element: string): Field | undefined {
    return this.#records
      .get(record)
      ?.find(
        (field) =>
          field.type.kind === "list" && (field.type.each === element || field.name === element),
      );
  }

  #json(node: Expression, type: Type): unknown {
    const constant = constantOf(node);
    if (constant === undefined) return wordOf(node);
    return jsonOf(constant, type, {
      zoneMinutes: this.#model.schema.zoneMinutes,
      units: this.#units,
    });
  }
}

/** Names of a fact, joined: those inside a record that is given whole are not told. */
function pathOf({ path }: FactNode): string {
  return path.names.map(({ text }) => text).join(".");
}

type TableSymbol = NonNullable<ReturnType<Model["tables"]["get"]>>;

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

/** A flow or stage is written as a name. */
function wordOf(node: Expression): string {
  invariant(node.kind === "reference", "a name");
  return node.root.text;
}

function expectation(node: ExpectedNode): ExpectationIr {
  return { criterion: node.criterion?.text ?? null, expect: expected(node) };
}

function expected(node: ExpectedNode): ExpectationIr["expect"] {
  switch (node.kind) {
    case "hit":
      return node.element === null || node.position === null
        ? { kind: "hit" }
        : { kind: "hit", element: { each: node.element.text, position: Number(node.position) } };
    case "noHit":
      return { kind: "noHit" };
    case "unknown":
      return node.because === null
        ? { kind: "unknown" }
        : { kind: "unknown", because: node.because.names.map((name) => name.text).join(".") };
    case "channelIs":
      return { kind: "channel", channel: node.channel };
    case "riskIs":
      return { kind: "risk", points: exactNumber(node.points) };
    case "exempt":
      return { kind: "exempt" };
  }
}
