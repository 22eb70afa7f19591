/**
 * Is an IR well formed? Run after lowering and after every pass of the optimiser in tests.
 *
 * An IR in, a list of faults out, each with the path of the place; empty is good. A fault is ours, never an author's: the checker has
 * spoken before. Checks names, bound variables, types of operands and results, the order of shared entries; not what it means.
 */
import { type AggregateName, aggregateSpec } from "../aggregates.ts";
import { valueFromLiteral } from "../facts.ts";
import { functionSpec } from "../functions.ts";
import { baseSourceOf } from "../history/identity.ts";
import type { TypeRule } from "../operator-spec.ts";
import { operatorSpec } from "../operators.ts";
import { propertySpec } from "../properties.ts";
import { parseRational } from "../rational.ts";
import type { Field, Schema, Source } from "../schema.ts";
import { mergeTypes } from "../type-rules.ts";
import type { Type } from "../types.ts";
import type {
  Base,
  BundleIr,
  Collection,
  CriterionIr,
  Expr,
  PolicyIr,
  ScorecardIr,
  Selection,
  SelectionKey,
  Series,
  TableIr,
  Window,
} from "./ir.ts";
import { criterionPlaces, policyPlaces, reasonPlaces, scorecardPlaces, visitExpr } from "./walk.ts";

type ExprOf<K extends Expr["kind"]> = Extract<Expr, { readonly kind: K }>;

export interface IrFault {
  /** `criteria/VAL-001/when/operands/1`. */
  readonly path: string;
  readonly problem: string;
}

/** What may be read at a place. */
interface Scope {
  /** Record of each bound element, by variable. */
  readonly elements: ReadonlyMap<number, string>;
  readonly rows: TableIr | undefined;
  readonly inPolicy: boolean;
  /** Entries of `shared` below this number may be used. */
  readonly sharedBelow: number;
  readonly tableRow: boolean;
}

/** The two types tell of the same values: a known unit agrees with one known only at run time. */
function agrees(a: Type, b: Type): boolean {
  if (a.kind === "set" && b.kind === "set") return agrees(a.of, b.of);
  if (a.kind === "record" || b.kind === "record") return a.kind === b.kind;
  if (a.kind === "list" && b.kind === "list") return a.record === b.record;
  if (a.kind === "period" && b.kind === "period") return true;
  return typeof mergeTypes(a, b) !== "string";
}

const lengthKinds: readonly Type["kind"][] = ["duration", "period"];
const momentKinds: readonly Type["kind"][] = ["date", "instant"];

/** Parts of a window with the kinds they may have. */
function windowParts(window: Window): readonly (readonly [Expr, readonly Type["kind"][]])[] {
  switch (window.kind) {
    case "last":
      return [window.length, ...(window.skipping === undefined ? [] : [window.skipping])].map(
        (length) => [length, lengthKinds],
      );
    case "within":
      return [
        [window.length, lengthKinds],
        [window.at, momentKinds],
      ];
    case "between":
      return [
        [window.from, momentKinds],
        [window.until, momentKinds],
      ];
    case "inForce":
      return window.asOf === undefined ? [] : [[window.asOf, momentKinds]];
  }
}

class Verifier {
  readonly faults: IrFault[] = [];
  readonly #ir: BundleIr;
  readonly #schema: Schema;

  constructor(ir: BundleIr) {
    this.#ir = ir;
    this.#schema = ir.schema;
  }

  fault(path: string, problem: string): void {
    this.faults.push({ path, problem });
  }

  /* ---------------------------------------------------------------- facts */

  #startRecord(base: Base, scope: Scope, path: string): string | undefined {
    switch (base.kind) {
      case "declaration":
      case "previous":
        return this.#schema.root;
      case "event": {
        const named = this.#schema.stageEvents?.find(
          ({ each }) => base.each === undefined || each === base.each,
        );
        const source = this.#schema.sources?.find(({ name }) => name === named?.source);
        if (source === undefined) this.fault(path, "no stage has such an event");
        return source?.record;
      }
      case "element": {
        const record = scope.elements.get(base.variable);
        if (record === undefined) this.fault(path, `element ${base.variable} is not bound`);
        return record;
      }
      case "row":
        return undefined;
    }
  }

  #fieldOf(type: Type, name: string): Field | undefined {
    if (type.kind !== "record") return undefined;
    const record = this.#schema.records.find((each) => each.name === type.record);
    return record?.fields.find((each) => each.name === name);
  }

  /** Type of a path of facts, and whether a link may be absent; undefined after a fault. */
  #typeAt(
    base: Base,
    names: readonly string[],
    scope: Scope,
    path: string,
  ): { type: Type; optional: boolean } | undefined {
    const record = this.#startRecord(base, scope, path);
    if (record === undefined) return undefined;
    let type: Type = { kind: "record", record };
    // There need be no version before.
    let optional = base.kind === "previous";
    for (const name of names) {
      const field = this.#fieldOf(type, name);
      if (field === undefined) {
        this.fault(path, `no fact ${names.join(".")}`);
        return undefined;
      }
      type = field.type;
      optional ||= field.optional;
    }
    return { type, optional };
  }

  #fact(expr: Extract<Expr, { kind: "fact" }>, scope: Scope, path: string): void {
    if (expr.base.kind === "row") {
      this.#rowColumn(expr.path[0] ?? "", expr.type, scope, path);
      return;
    }
    const found = this.#typeAt(expr.base, expr.path, scope, path);
    if (found === undefined) return;
    if (!agrees(found.type, expr.type))
      this.fault(path, `${expr.path.join(".")} is a ${found.type.kind}`);
    if (found.optional && !expr.optional) this.fault(path, `${expr.path.join(".")} may be absent`);
  }

  #rowColumn(name: string, type: Type, scope: Scope, path: string): void {
    const columns = scope.rows === undefined ? [] : [...scope.rows.key, ...scope.rows.value];
    const column = columns.find((each) => each.name === name);
    if (column === undefined) this.fault(path, `no row with a column ${name}`);
    else if (!agrees(column.type, type))
      this.fault(path, `column ${name} is a ${column.type.kind}`);
  }

  #collection(source: Collection, scope: Scope, path: string): void {
    const found = this.#typeAt(source.base, source.path, scope, path);
    if (found === undefined) return;
    if (found.type.kind !== "list") this.fault(path, `${source.path.join(".")} is no list`);
    else if (found.type.record !== source.record)
      this.fault(path, `${source.path.join(".")} is a list of ${found.type.record}`);
    if (found.optional && !source.optional)
      this.fault(path, `${source.path.join(".")} may be absent`);
  }

  /* ---------------------------------------------------------------- expressions */

  boolean(expr: Expr, scope: Scope, path: string): void {
    if (expr.type.kind !== "boolean")
      this.fault(path, `a ${expr.type.kind} stands where a condition must`);
    this.expr(expr, scope, path);
  }

  #all(exprs: readonly Expr[], scope: Scope, path: string, isCondition = false): void {
    for (const [index, expr] of exprs.entries()) {
      if (isCondition) this.boolean(expr, scope, `${path}/${index}`);
      else this.expr(expr, scope, `${path}/${index}`);
    }
  }

  #result(expr: Expr, expected: Type["kind"], path: string): void {
    if (expr.type.kind !== expected)
      this.fault(path, `${expr.kind} has the type ${expr.type.kind}`);
  }

  expr(expr: Expr, scope: Scope, path: string): void {
    switch (expr.kind) {
      case "literal":
        this.#literal(expr, path);
        return;
      case "fact":
        this.#fact(expr, scope, path);
        return;
      case "logic":
        this.#result(expr, "boolean", path);
        if (expr.operands.length < 2) this.fault(path, `${expr.op} has fewer than two operands`);
        this.#all(expr.operands, scope, `${path}/operands`, true);
        return;
      case "not":
        this.#result(expr, "boolean", path);
        this.boolean(expr.operand, scope, `${path}/operand`);
        return;
      case "present":
        this.#result(expr, "boolean", path);
        this.expr(expr.operand, scope, `${path}/operand`);
        return;
      case "call":
        this.#call(expr, path);
        this.#all(expr.args, scope, `${path}/args`);
        return;
      case "set":
        this.#result(expr, "set", path);
        this.#all(expr.items, scope, `${path}/items`);
        return;
      case "list":
        this.#list(expr, scope, path);
        return;
      case "lookup":
        this.#lookup(expr, scope, path);
        return;
      case "quantifier":
        this.#result(expr, "boolean", path);
        if (expr.count < 1) this.fault(path, "a quantifier counts from one");
        this.#collection(expr.source, scope, path);
        this.boolean(
          expr.body,
          this.#bound(scope, expr.variable, expr.source, path),
          `${path}/body`,
        );
        return;
      case "aggregate":
        this.#aggregate(expr, scope, path);
        return;
      case "rowsQuantifier": {
        this.#result(expr, "boolean", path);
        if (expr.count < 1) this.fault(path, "a quantifier counts from one");
        const inside = this.#selection(expr.selection, scope, path);
        this.boolean(expr.body, inside, `${path}/body`);
        return;
      }
      case "rowsAggregate":
        this.#rowsAggregate(expr, scope, path);
        return;
      case "modelScore":
        this.#modelScore(expr, scope, path);
        return;
      case "matches":
        this.#result(expr, "boolean", path);
        this.#rowColumn(expr.column, expr.operand.type, scope, path);
        this.expr(expr.operand, scope, `${path}/operand`);
        return;
      case "now":
        this.#result(expr, "instant", path);
        return;
      case "tableRow":
        if (!scope.tableRow) this.fault(path, "no table row has fired here");
        return;
      case "says":
      case "riskPoints":
        if (!scope.inPolicy) this.fault(path, `${expr.kind} outside a policy`);
        return;
      case "score":
        if (!scope.inPolicy) this.fault(path, "a score outside a policy");
        if (!this.#ir.scorecards.some((card) => card.name === expr.scorecard)) {
          this.fault(path, `no scorecard ${expr.scorecard}`);
        }
        return;
      case "shared":
        this.#shared(expr, scope, path);
        return;
    }
  }

  #bound(scope: Scope, variable: number, source: { readonly record: string }, path: string): Scope {
    if (scope.elements.has(variable)) this.fault(path, `element ${variable} is bound twice`);
    return { ...scope, elements: new Map(scope.elements).set(variable, source.record) };
  }

  #literal(expr: Extract<Expr, { kind: "literal" }>, path: string): void {
    const wantsBoolean = expr.type.kind === "boolean";
    if (wantsBoolean !== (typeof expr.value === "boolean")) {
      this.fault(path, `${JSON.stringify(expr.value)} is no ${expr.type.kind}`);
      return;
    }
    try {
      valueFromLiteral(expr.type, expr.value);
    } catch {
      this.fault(path, `${JSON.stringify(expr.value)} is no ${expr.type.kind}`);
    }
  }

  #call(expr: Extract<Expr, { kind: "call" }>, path: string): void {
    const types = expr.args.map((arg) => arg.type);
    const property = propertySpec(expr.op);
    if (property !== undefined) {
      const [on] = types;
      const levels = (list: string) =>
        this.#schema.codeLists.find((each) => each.name === list)?.levels;
      const type = on === undefined || types.length !== 1 ? null : property.on(on, levels);
      if (type === null || !agrees(type, expr.type)) this.fault(path, `${expr.op} does not fit`);
      return;
    }
    const operator = operatorSpec(expr.op);
    if (operator?.negates !== undefined)
      this.fault(path, `${expr.op} is written as not ${operator.negates}`);
    const rule: TypeRule | undefined = operator?.types ?? functionSpec(expr.op)?.types;
    if (rule === undefined) {
      this.fault(path, `no operator, function or property ${expr.op}`);
      return;
    }
    this.#arity(expr, path);
    const literals = expr.args.map((arg) =>
      arg.kind === "literal" && typeof arg.value === "string" ? arg.value : undefined,
    );
    const outcome = rule(types, literals);
    if ("problem" in outcome)
      this.fault(path, `${expr.op}: ${outcome.problem} at operand ${outcome.operand}`);
    else if (!agrees(outcome.type, expr.type))
      this.fault(path, `${expr.op} gives a ${outcome.type.kind}`);
  }

  #arity(expr: Extract<Expr, { kind: "call" }>, path: string): void {
    const { op, args } = expr;
    const form = operatorSpec(op)?.form;
    const functionOf = functionSpec(op);
    const wanted =
      functionOf?.parameters.length ?? (form === "range" ? 3 : form === "postfix" ? 1 : 2);
    const fits = functionOf?.variadic === true ? args.length >= 1 : args.length === wanted;
    if (!fits) this.fault(path, `${op} has ${args.length} arguments`);
    if (form === "members" && args[1]?.type.kind !== "set") this.fault(path, `${op} takes a set`);
  }

  #asOf(asOf: Expr | undefined, dated: boolean, scope: Scope, path: string): void {
    if (asOf === undefined) return;
    if (!dated) this.fault(path, "as of, but not dated");
    if (asOf.type.kind !== "date" && asOf.type.kind !== "instant")
      this.fault(`${path}/asOf`, "as of a date or an instant");
    this.expr(asOf, scope, `${path}/asOf`);
  }

  #list(expr: Extract<Expr, { kind: "list" }>, scope: Scope, path: string): void {
    const list = this.#ir.lists.find((each) => each.name === expr.list);
    if (list === undefined) this.fault(path, `no list ${expr.list}`);
    else if (expr.type.kind !== "set" || !agrees(expr.type.of, list.of))
      this.fault(path, `${expr.list} is a set of ${list.of.kind}`);
    this.#asOf(expr.asOf, list?.dated ?? true, scope, path);
  }

  #lookup(expr: Extract<Expr, { kind: "lookup" }>, scope: Scope, path: string): void {
    const table = this.#ir.tables.find((each) => each.name === expr.table);
    this.#all(expr.keys, scope, `${path}/keys`);
    this.#asOf(expr.asOf, table?.dated ?? true, scope, path);
    if (table === undefined) {
      this.fault(path, `no table ${expr.table}`);
      return;
    }
    if (table.key.length !== expr.keys.length)
      this.fault(path, `${expr.table} has ${table.key.length} key columns`);
    for (const [index, key] of expr.keys.entries()) {
      const column = table.key[index];
      if (column !== undefined && !agrees(column.type, key.type))
        this.fault(`${path}/keys/${index}`, `${column.name} is a ${column.type.kind}`);
    }
    if (expr.column === undefined) this.#result(expr, "boolean", path);
    else {
      const column = [...table.key, ...table.value].find((each) => each.name === expr.column);
      if (column === undefined) this.fault(path, `no column ${expr.column} in ${expr.table}`);
      else if (!agrees(column.type, expr.type))
        this.fault(path, `${expr.column} is a ${column.type.kind}`);
    }
  }

  #aggregate(expr: Extract<Expr, { kind: "aggregate" }>, scope: Scope, path: string): void {
    this.#collection(expr.source, scope, path);
    const inside = this.#bound(scope, expr.variable, expr.source, path);
    if (expr.where !== undefined) this.boolean(expr.where, inside, `${path}/where`);
    if (expr.value !== undefined) this.expr(expr.value, inside, `${path}/value`);
    if ((expr.value === undefined) !== (expr.aggregate === "count"))
      this.fault(path, `${expr.aggregate} and its value`);
    this.#aggregated(expr, expr.value?.type ?? null, path);
    if (aggregateSpec(expr.aggregate).ofRows === true)
      this.fault(path, `${expr.aggregate} speaks of rows`);
  }

  /** Name, rank and type of an aggregate over values of a type. */
  #aggregated(
    expr: { readonly aggregate: AggregateName; readonly rank?: string; readonly type: Type },
    value: Type | null,
    path: string,
  ): void {
    const { aggregate, rank, type } = expr;
    const spec = aggregateSpec(aggregate);
    const outcome = spec.types(value);
    if ("problem" in outcome) this.fault(path, `${aggregate}: ${outcome.problem}`);
    else if (!agrees(outcome.type, type))
      this.fault(path, `${aggregate} gives a ${outcome.type.kind}`);
    if ((rank !== undefined) !== (spec.ranked === true))
      this.fault(path, `${aggregate} and its rank`);
    if (rank === undefined) return;
    const number = parseRational(rank);
    if (number === undefined || number.n < 0n || number.n > 100n * number.d)
      this.fault(path, `${rank} is no rank`);
  }

  /* ---------------------------------------------------------------- rows */

  /** The scope inside a selection: its row is bound. */
  #selection(selection: Selection, scope: Scope, path: string): Scope {
    const at = `${path}/selection`;
    const source = this.#schema.sources?.find(({ name }) => name === selection.source);
    if (source === undefined) {
      this.fault(at, `no source ${selection.source}`);
      return scope;
    }
    const inside = this.#bound(scope, selection.variable, source, at);
    this.#window(selection, source, scope, at);
    this.#clock(selection, source, at);
    for (const [index, key] of selection.keys.entries())
      this.#key(key, selection, source, scope, `${at}/keys/${index}`);
    if (selection.where !== undefined) this.boolean(selection.where, inside, `${at}/where`);
    for (const [name, count] of Object.entries({
      latest: selection.latest,
      minimum: selection.minimum,
    })) {
      const isCount = count === undefined || (Number.isSafeInteger(count) && count > 0);
      if (!isCount) this.fault(at, `${name} ${count}`);
    }
    if (selection.includingThis && this.#baseRecord(source) !== this.#schema.root)
      this.fault(at, `${source.name} holds no declarations`);
    return inside;
  }

  /** Record of the rows a source comes from in the end. */
  #baseRecord(source: Source): string | undefined {
    return baseSourceOf(this.#schema.sources ?? [], source)?.record;
  }

  #clock({ clock }: Selection, source: Source, path: string): void {
    if (clock === undefined) return;
    if (source.kind === "registry") this.fault(path, "a registry has its own clock");
    let type: Type | undefined = { kind: "record", record: source.record };
    for (const name of clock) type = type && this.#fieldOf(type, name)?.type;
    if (type?.kind !== "date" && type?.kind !== "instant")
      this.fault(path, `${clock.join(".")} is no time`);
  }

  #window({ window }: Selection, source: Source, scope: Scope, path: string): void {
    if (window === undefined) return;
    const isRegistry = source.kind === "registry";
    if (isRegistry !== (window.kind === "inForce"))
      this.fault(path, `${window.kind} does not fit a ${source.kind}`);
    for (const [expr, kinds] of windowParts(window)) {
      if (!kinds.includes(expr.type.kind)) this.fault(path, `a window of a ${expr.type.kind}`);
      if (kinds === lengthKinds && expr.kind !== "literal")
        this.fault(path, "a length is written out");
      this.expr(expr, scope, `${path}/window`);
    }
  }

  #key(
    { row, op, value }: SelectionKey,
    { variable }: Selection,
    source: Source,
    scope: Scope,
    path: string,
  ): void {
    const alone = this.#bound({ ...this.#plainScope(), sharedBelow: 0 }, variable, source, path);
    this.expr(row, alone, `${path}/row`);
    visitExpr(row, (part) => {
      const readsElsewhere = part.kind === "fact" && part.base.kind !== "element";
      if (readsElsewhere || part.kind === "now") this.fault(path, "a key reads its row alone");
    });
    this.expr(value, scope, `${path}/value`);
    const spec = operatorSpec(op);
    const isKey = op === "eq" || (spec?.form === "operand" && spec.negates === undefined);
    if (spec === undefined || !isKey) {
      this.fault(path, `${op} is no key`);
      return;
    }
    const outcome = spec.types([row.type, value.type]);
    if ("problem" in outcome) this.fault(path, `${op}: ${outcome.problem}`);
  }

  #rowsAggregate(expr: ExprOf<"rowsAggregate">, scope: Scope, path: string): void {
    const { selection, series, aggregate, value } = expr;
    const inside = this.#selection(selection, scope, path);
    if (value !== undefined) this.expr(value, inside, `${path}/value`);
    if ((value === undefined) !== (aggregate === "count" || series !== undefined))
      this.fault(path, `${aggregate} and its value`);
    if (series !== undefined) this.#series(series, selection, inside, `${path}/series`);
    const member = series === undefined || aggregate === "count" ? undefined : series.type;
    this.#aggregated(expr, member ?? value?.type ?? null, path);
    const needs = series === undefined && aggregateSpec(aggregate).needsMinimum === true;
    if (needs && selection.minimum === undefined)
      this.fault(path, `${aggregate} needs a minimum of rows`);
  }

  #series(series: Series, selection: Selection, inside: Scope, path: string): void {
    const { per, value, aggregate } = series;
    if (value !== undefined) this.expr(value, inside, `${path}/value`);
    if ((value === undefined) !== (aggregate === "count"))
      this.fault(path, `${aggregate} and its value`);
    this.#aggregated(series, value?.type ?? null, path);
    if (per.kind === "group") {
      this.expr(per.value, inside, `${path}/per`);
      return;
    }
    const isLength = per.length.kind === "literal" && per.length.type.kind === "duration";
    if (!isLength) this.fault(path, "a period is a length written out");
    this.expr(per.length, inside, `${path}/per`);
    if (selection.window === undefined || selection.window.kind === "inForce")
      this.fault(path, "periods are cut from a window");
  }

  #modelScore(expr: ExprOf<"modelScore">, scope: Scope, path: string): void {
    this.#all(expr.inputs, scope, `${path}/inputs`);
    const score = this.#ir.modelScores?.find(({ name }) => name === expr.score);
    if (score === undefined) {
      this.fault(path, `no score ${expr.score}`);
      return;
    }
    const output = score.outputs.find(({ name }) => name === expr.output);
    if (output === undefined) this.fault(path, `${expr.score} has no output ${expr.output}`);
    else if (!agrees(output.type, expr.type))
      this.fault(path, `${expr.score} gives a ${output.type.kind}`);
    if (score.inputs.length !== expr.inputs.length)
      this.fault(path, `${expr.score} has ${score.inputs.length} inputs`);
    for (const [index, input] of expr.inputs.entries()) {
      const wanted = score.inputs[index]?.type;
      if (wanted !== undefined && !agrees(wanted, input.type))
        this.fault(`${path}/inputs/${index}`, `a ${input.type.kind} for a ${wanted.kind}`);
    }
  }

  #shared(expr: Extract<Expr, { kind: "shared" }>, scope: Scope, path: string): void {
    const entry = this.#ir.shared[expr.index];
    if (entry === undefined || expr.index >= scope.sharedBelow)
      this.fault(path, `shared ${expr.index} is not there yet`);
    else if (!agrees(entry.type, expr.type))
      this.fault(path, `shared ${expr.index} is a ${entry.type.kind}`);
  }

  /* ---------------------------------------------------------------- items */

  #plainScope(): Scope {
    return {
      elements: new Map(),
      rows: undefined,
      inPolicy: false,
      sharedBelow: this.#ir.shared.length,
      tableRow: false,
    };
  }

  shared(): void {
    for (const [index, expr] of this.#ir.shared.entries()) {
      this.expr(expr, { ...this.#plainScope(), sharedBelow: index }, `shared/${index}`);
    }
  }

  #rowsOf(criterion: CriterionIr, path: string): TableIr | undefined {
    if (criterion.rowsOf === undefined) return undefined;
    const table = this.#ir.tables.find((each) => each.name === criterion.rowsOf);
    if (table === undefined) this.fault(path, `no table ${criterion.rowsOf}`);
    return table;
  }

  criterion(criterion: CriterionIr): void {
    const path = `criteria/${criterion.id}`;
    if (criterion.when === undefined && criterion.decide === undefined)
      this.fault(path, "neither when nor decide");
    const condition: Scope = { ...this.#plainScope(), rows: this.#rowsOf(criterion, path) };
    const element = criterion.decide?.element;
    if (element !== undefined) this.#collection(element.source, condition, `${path}/decide`);
    const witnessed = { ...condition, elements: witnessesOf(criterion, this.#ir) };
    // Cells read the element of `for each` only; reasons and effects every witness.
    const cell =
      element === undefined
        ? condition
        : { ...condition, elements: new Map([[element.variable, element.source.record]]) };
    const outcome: Scope = { ...witnessed, tableRow: criterion.decide !== undefined };
    for (const place of criterionPlaces(criterion)) {
      const at = `${path}/${place.path}`;
      if (place.path === "scope") this.boolean(place.expr, this.#plainScope(), at);
      else if (place.path === "when" || place.path === "unless")
        this.boolean(place.expr, condition, at);
      else if (place.path.endsWith("/when")) this.boolean(place.expr, cell, at);
      else this.#effect(place.expr, place.path, outcome, at);
    }
    for (const place of reasonPlaces(criterion))
      this.expr(place.expr, outcome, `${path}/${place.path}`);
  }

  #effect(expr: Expr, place: string, scope: Scope, path: string): void {
    this.expr(expr, scope, path);
    const { kind } = expr.type;
    const fits = place.endsWith("/channel")
      ? kind === "channel"
      : kind === "integer" || kind === "number";
    if (!fits) this.fault(path, `an effect is a ${kind}`);
  }

  scorecard(card: ScorecardIr): void {
    for (const place of scorecardPlaces(card)) {
      const at = `scorecards/${card.name}/${place.path}`;
      if (place.path.endsWith("/when")) this.boolean(place.expr, this.#plainScope(), at);
      else this.expr(place.expr, this.#plainScope(), at);
    }
    for (const factor of card.factors) {
      const numbers = [
        factor.weight,
        factor.otherwise,
        factor.unknown ?? "0",
        ...factor.cases.map((each) => each.points),
      ];
      for (const number of numbers) this.exact(number, `scorecards/${card.name}/${factor.name}`);
    }
  }

  exact(text: string, path: string): void {
    if (parseRational(text) === undefined) this.fault(path, `${text} is no exact number`);
  }

  policy(policy: PolicyIr): void {
    const path = `policies/${policy.name}`;
    const conditions = new Set(["exempt", "red", "yellow"]);
    for (const place of policyPlaces(policy)) {
      const scope = { ...this.#plainScope(), inPolicy: true };
      const isCondition = conditions.has(place.path) || place.path.endsWith("/when");
      if (isCondition) this.boolean(place.expr, scope, `${path}/${place.path}`);
      else this.expr(place.expr, scope, `${path}/${place.path}`);
    }
    for (const sample of policy.samples) this.exact(sample.rate, `${path}/samples`);
    for (const top of policy.tops ?? []) this.exact(top.rate, `${path}/tops`);
    for (const quota of policy.quotas) this.exact(quota.limit.value, `${path}/quotas`);
  }

  /** Sorted without repeats, so that equal sets are equal bytes. */
  order(path: string, names: readonly string[]): void {
    for (const [index, name] of names.entries()) {
      const before = names[index - 1];
      if (before !== undefined && !(before < name))
        this.fault(`${path}/${index}`, `${name} after ${before}`);
    }
  }
}

/** Elements a reason may name: those of every quantifier of `when`, and of `decide for each`. */
function witnessesOf(criterion: CriterionIr, ir: BundleIr): ReadonlyMap<number, string> {
  const elements = new Map<number, string>();
  const see = (expr: Expr): void => {
    if (expr.kind === "quantifier") elements.set(expr.variable, expr.source.record);
    if (expr.kind === "rowsQuantifier") {
      const { source: name, variable } = expr.selection;
      const source = ir.schema.sources?.find((each) => each.name === name);
      if (source !== undefined) elements.set(variable, source.record);
    }
    const entry = expr.kind === "shared" ? ir.shared[expr.index] : undefined;
    if (entry !== undefined) visitExpr(entry, see);
  };
  if (criterion.when !== undefined) visitExpr(criterion.when, see);
  const element = criterion.decide?.element;
  if (element !== undefined) elements.set(element.variable, element.source.record);
  return elements;
}

/** Every fault of an IR, in the order of its parts. */
export function verifyIr(ir: BundleIr): readonly IrFault[] {
  const verifier = new Verifier(ir);
  verifier.shared();
  verifier.order(
    "criteria",
    ir.criteria.map((each) => each.id),
  );
  verifier.order(
    "lists",
    ir.lists.map((each) => each.name),
  );
  verifier.order(
    "tables",
    ir.tables.map((each) => each.name),
  );
  verifier.order(
    "scorecards",
    ir.scorecards.map((each) => each.name),
  );
  verifier.order(
    "modelScores",
    (ir.modelScores ?? []).map((each) => each.name),
  );
  verifier.order(
    "policies",
    ir.policies.map((each) => each.name),
  );
  for (const criterion of ir.criteria) verifier.criterion(criterion);
  for (const card of ir.scorecards) verifier.scorecard(card);
  for (const policy of ir.policies) verifier.policy(policy);
  return verifier.faults;
}
