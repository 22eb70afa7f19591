/**
 * Expressions of the tree to expressions of the IR.
 *
 * Comes in: a checked expression, the tables of the checker, a scope. Goes out: typed IR without sugar; defines, lets, parameters and computed
 * fields are expanded, negated operators become `not`. Runs only on trees without errors: what cannot be is a fault of ours and throws.
 */

import type { Expression, KeyNode, Path, Rows } from "@luong/dsl";
import {
  constantOf,
  valueOf as constantValue,
  type Model,
  nodeKey,
  type Reference,
} from "@luong/dsl";
import {
  type Collection,
  type Expr,
  exactText,
  type Field,
  isAggregateName,
  type LiteralValue,
  operatorSpec,
  parseRational,
  propertySpec,
  type Type,
  type Value,
} from "@luong/spec";
import { invariant } from "../support/invariant.ts";
import { type Argument, type BoundName, type Place, type Scope, withBound } from "./scope.ts";
import { lowerSelection } from "./selection.ts";

type NodeOf<K extends Expression["kind"]> = Extract<Expression, { readonly kind: K }>;
type ReferenceOf<K extends Reference["kind"]> = Extract<Reference, { readonly kind: K }>;
type CollectionRef = NonNullable<ReturnType<Model["collections"]["get"]>>;

export const booleanType: Type = { kind: "boolean" };

export function literal(value: LiteralValue, type: Type): Expr {
  return { kind: "literal", type, value };
}

export function conjunction(operands: readonly Expr[]): Expr {
  const [first] = operands;
  if (first === undefined) return literal(true, booleanType);
  return operands.length === 1 ? first : { kind: "logic", op: "and", type: booleanType, operands };
}

function negation(operand: Expr): Expr {
  return { kind: "not", type: booleanType, operand };
}

/** A constant in the reading of its type. */
export function literalValue(value: Value): LiteralValue {
  switch (value.kind) {
    case "boolean":
    case "text":
      return value.value;
    case "set":
      throw new TypeError("a set is no literal");
    default:
      return exactText(value.value);
  }
}

/** The type a constant has by itself where its value says more than its place does. */
function literalType(value: Value, type: Type): Type {
  switch (value.kind) {
    case "money":
      return { kind: "money", currency: value.currency };
    case "quantity":
      return { kind: "quantity", dimension: value.dimension };
    case "unitPrice":
      return { kind: "unitPrice", currency: value.currency, dimension: value.dimension };
    case "duration":
    case "period":
    case "date":
    case "time":
    case "instant":
      return { kind: value.kind };
    default:
      return type;
  }
}

export class ExpressionLowering {
  readonly model: Model;
  readonly #records: ReadonlyMap<string, ReadonlyMap<string, Field>>;
  readonly #levels: ReadonlyMap<string, readonly number[]>;

  constructor(model: Model) {
    this.model = model;
    this.#records = new Map(
      model.schema.records.map((record) => [
        record.name,
        new Map(record.fields.map((field) => [field.name, field])),
      ]),
    );
    this.#levels = new Map(model.schema.codeLists.map((list) => [list.name, list.levels]));
  }

  get root(): Place {
    return {
      base: { kind: "declaration" },
      path: [],
      record: this.model.schema.root,
      optional: false,
    };
  }

  lower(node: Expression, scope: Scope): Expr {
    switch (node.kind) {
      case "parenthesis":
        return this.lower(node.inner, scope);
      case "logic":
        return this.#logic(node.op, node.operands, scope);
      case "group":
        return this.#logic(node.op === "all" ? "and" : "or", node.members, scope);
      case "not":
        return negation(this.lower(node.operand, scope));
      case "says":
        return { kind: "says", type: booleanType, says: node.says };
      case "reference":
        return this.#reference(node, scope);
      case "quantified":
        return this.#quantified(node, scope);
      case "aggregate":
        return this.#aggregate(node, scope);
      case "exists":
        return this.#exists(node, scope);
      case "relation":
        return this.#relation(node, scope);
      case "binary":
        return this.#call(node.op, this.typeOf(node, scope), [node.left, node.right], scope);
      case "percentOf":
        return this.#percentOf(node, scope);
      case "missing":
        throw new TypeError("an expression that could not be read reached lowering");
      default:
        return this.#constant(node, this.typeOf(node, scope));
    }
  }

  typeOf(node: Expression, scope: Pick<Scope, "file">): Type {
    const type = this.model.types.get(nodeKey(scope.file, node));
    invariant(type !== undefined && type.kind !== "error", `a type for ${node.kind}`);
    return type;
  }

  #logic(op: "and" | "or", operands: readonly Expression[], scope: Scope): Expr {
    const lowered = operands.map((operand) => this.lower(operand, scope));
    const [only] = lowered;
    if (only !== undefined && lowered.length === 1) return only;
    return { kind: "logic", op, type: booleanType, operands: lowered };
  }

  #constant(node: Expression, type: Type): Expr {
    const constant = constantOf(node);
    const value = constant && constantValue(constant, type, this.model.schema.zoneMinutes);
    invariant(value !== undefined, `a value for ${node.kind}`);
    return literal(literalValue(value), literalType(value, type));
  }

  #percentOf(node: NodeOf<"percentOf">, scope: Scope): Expr {
    const percent: Expression = {
      kind: "percent",
      image: node.percent,
      id: node.id,
      span: node.span,
    };
    const operand = this.lower(node.operand, scope);
    const args = [this.#constant(percent, { kind: "percent" }), operand];
    return { kind: "call", op: "mul", type: this.typeOf(node, scope), args };
  }

  #call(op: string, type: Type, args: readonly Expression[], scope: Scope): Expr {
    return { kind: "call", op, type, args: args.map((arg) => this.lower(arg, scope)) };
  }

  /* ---------------------------------------------------------------- relations */

  #relation(node: NodeOf<"relation">, scope: Scope): Expr {
    const left = this.lower(node.left, scope);
    const asOf = node.asOf === null ? undefined : this.lower(node.asOf, scope);
    return this.relate(node.op, left, node.args, scope, asOf);
  }

  /** A relation whose left side is lowered already: cells of a table have it in their head. */
  relate(op: string, left: Expr, args: readonly Expression[], scope: Scope, asOf?: Expr): Expr {
    if (op === "isPresent") return { kind: "present", type: booleanType, operand: left };
    if (op === "isMissing") return negation({ kind: "present", type: booleanType, operand: left });
    if (op === "matches") return this.#matches(left, args, scope);
    const spec = operatorSpec(op);
    invariant(spec !== undefined, `an operator ${op}`);
    const lowered = args.map((arg) => withTime(this.lower(arg, scope), asOf));
    const right: readonly Expr[] = spec.form === "members" ? [setOf(lowered, left.type)] : lowered;
    const call: Expr = {
      kind: "call",
      op: spec.negates ?? op,
      type: booleanType,
      args: [left, ...right],
    };
    return spec.negates === undefined ? call : negation(call);
  }

  #matches(operand: Expr, args: readonly Expression[], scope: Scope): Expr {
    const [cell] = args;
    const reference = cell && this.model.references.get(nodeKey(scope.file, cell));
    invariant(reference?.kind === "fact" && reference.start.kind === "row", "a cell to match");
    const table = this.model.tables.get(reference.start.table);
    const name = reference.fields[0] ?? "";
    const column = [...(table?.key ?? []), ...(table?.value ?? [])].find(
      (each) => each.name === name,
    );
    invariant(column !== undefined, `a column ${name}`);
    return { kind: "matches", type: booleanType, operand, column: name, match: column.match };
  }

  /* ---------------------------------------------------------------- collections */

  #quantified(node: NodeOf<"quantified">, scope: Scope): Expr {
    const key = nodeKey(scope.file, node);
    const rows = this.model.selections.get(key);
    if (rows !== undefined) {
      const name = node.called ?? node.element;
      const { selection, bound } = lowerSelection(this, rows, scope, true, {
        node: key,
        element: name.text,
      });
      return {
        kind: "rowsQuantifier",
        type: booleanType,
        quantifier: node.quantifier,
        count: countOf(node.count) ?? 1,
        selection,
        body: this.lower(node.body, bound.reduce(withBound, scope)),
      };
    }
    const { source, bound } = this.bindCollection(
      key,
      node.called?.text ?? node.element.text,
      scope,
    );
    return {
      kind: "quantifier",
      type: booleanType,
      quantifier: node.quantifier,
      count: countOf(node.count) ?? 1,
      source,
      variable: bound.variable,
      body: this.lower(node.body, withBound(scope, bound)),
    };
  }

  /** `there is S`: any row, or any element, with nothing asked of it. */
  #exists({ rows, negated }: NodeOf<"exists">, scope: Scope): Expr {
    const quantifier = negated ? "no" : "any";
    const anything = literal(true, booleanType);
    const found = this.model.selections.get(nodeKey(scope.file, rows));
    if (found === undefined) {
      const { source, bound, where } = this.#rows(rows, scope);
      return {
        kind: "quantifier",
        type: booleanType,
        quantifier,
        count: 1,
        source,
        variable: bound.variable,
        body: where ?? anything,
      };
    }
    const { selection } = lowerSelection(this, found, scope, found.rows !== rows);
    return {
      kind: "rowsQuantifier",
      type: booleanType,
      quantifier,
      count: 1,
      selection,
      body: anything,
    };
  }

  #aggregate(node: NodeOf<"aggregate">, scope: Scope): Expr {
    const rows = this.#rowsAggregate(node, scope);
    if (rows !== undefined) return rows;
    const { source, bound, where } = this.#rows(node.rows, scope);
    const inner = withBound(scope, bound);
    const value = node.value === null ? undefined : this.lower(node.value, inner);
    return {
      kind: "aggregate",
      type: this.typeOf(node, scope),
      aggregate: aggregateName(node.aggregate),
      source,
      variable: bound.variable,
      ...(where === undefined ? {} : { where }),
      ...(value === undefined ? {} : { value }),
    };
  }

  /** An aggregate over rows of a source, or over a series of them; undefined when it is over facts. */
  #rowsAggregate(node: NodeOf<"aggregate">, scope: Scope): Expr | undefined {
    const key = nodeKey(scope.file, node.rows);
    const series = this.model.series.get(key);
    const made = series?.aggregate ?? node;
    const ref = this.model.selections.get(nodeKey(scope.file, made.rows));
    if (ref === undefined) return undefined;
    const { selection, bound } = lowerSelection(this, ref, scope, ref.rows !== made.rows);
    const inner = bound.reduce(withBound, scope);
    const value = made.value === null ? undefined : this.lower(made.value, inner);
    const { per } = made;
    return {
      kind: "rowsAggregate",
      type: this.typeOf(node, scope),
      aggregate: aggregateName(node.aggregate),
      ...(node.rank === null ? {} : { rank: exactOf(node.rank) }),
      selection,
      ...(value === undefined || series !== undefined ? {} : { value }),
      ...(series === undefined || per === null
        ? {}
        : {
            series: {
              aggregate: aggregateName(made.aggregate),
              ...(value === undefined ? {} : { value }),
              per:
                per.kind === "period"
                  ? { kind: "period", length: this.duration(per.length) }
                  : { kind: "group", value: this.path(per.path, inner) },
              type: series.type,
            },
          }),
    };
  }

  /** A literal length of time, in days or in months. */
  duration(node: Expression): Expr {
    return this.#constant(node, { kind: "duration" });
  }

  /** What stands on the declaration's side of `same f`. */
  sameValue(key: Extract<KeyNode, { kind: "same" }>, scope: Scope): Expr {
    const reference = this.model.references.get(nodeKey(scope.file, key));
    invariant(reference !== undefined, "a key");
    const root = { id: key.id, span: key.span, text: "this" };
    const { id, span } = key;
    return this.#meaning(
      reference,
      { kind: "reference", id, span, root, call: null, path: [] },
      scope,
    );
  }

  #rows(
    rows: Rows,
    scope: Scope,
  ): { source: Collection; bound: BoundName; where: Expr | undefined } {
    const key = nodeKey(scope.file, rows);
    const { source, bound } = this.bindCollection(key, rows.called?.text ?? null, scope);
    const where = rows.where === null ? undefined : this.lower(rows.where, withBound(scope, bound));
    return { source, bound, where };
  }

  /** The collection a node runs over, and its element bound; without a name of its own it has the schema's. */
  bindCollection(
    key: number,
    element: string | null,
    scope: Scope,
  ): { source: Collection; bound: BoundName } {
    const ref = this.model.collections.get(key);
    invariant(ref !== undefined, "a collection");
    const bound = scope.variables.bind(key, element ?? ref.each, ref.record);
    return { source: this.#collection(ref, scope), bound };
  }

  #collection(ref: CollectionRef, scope: Scope): Collection {
    const start = this.#start(ref.start, scope);
    const { record, each, max } = ref;
    const walked = this.#walk(start, ref.fields);
    return { base: start.base, path: walked.path, record, each, max, optional: walked.optional };
  }

  /* ---------------------------------------------------------------- references */

  #reference(node: NodeOf<"reference">, scope: Scope): Expr {
    const reference = this.model.references.get(nodeKey(scope.file, node));
    invariant(reference !== undefined, `a meaning of ${node.root.text}`);
    return this.#meaning(reference, node, scope);
  }

  /** A path of names (strata, buckets). */
  path(path: Path, scope: Scope): Expr {
    const [root, ...rest] = path.names;
    const reference = this.model.references.get(nodeKey(scope.file, path));
    invariant(root !== undefined && reference !== undefined, "a path");
    const node = {
      kind: "reference",
      id: path.id,
      span: path.span,
      root,
      call: null,
      path: rest,
    } as const;
    return this.#meaning(reference, node, scope);
  }

  #meaning(reference: Reference, node: NodeOf<"reference">, scope: Scope): Expr {
    switch (reference.kind) {
      case "fact":
        return this.#fact(reference, scope);
      case "derived": {
        const record = this.#walk(this.#start(reference.start, scope), reference.fields);
        return this.#properties(this.#computed(record, reference, scope), reference.properties);
      }
      case "element":
        return this.#whole(this.#element(reference.binder, scope));
      case "argument":
        return this.#argument(reference, scope);
      case "list":
        return { kind: "list", type: this.typeOf(node, scope), list: reference.list };
      case "lookup":
        return this.#lookup(reference, node, scope);
      case "parameter": {
        const parameter = this.model.parameters.get(reference.parameter);
        invariant(parameter !== undefined, `a parameter ${reference.parameter}`);
        return this.#constant(parameter.item.value, this.typeOf(node, scope));
      }
      case "define":
        return this.#properties(this.#define(reference.define, node, scope), reference.properties);
      case "function":
        return this.#properties(this.#function(reference, node, scope), reference.properties);
      case "let":
        return this.#properties(scope.letNamed(reference.name, scope), reference.properties);
      case "now":
        return this.#properties({ kind: "now", type: { kind: "instant" } }, reference.properties);
      case "tableRow":
        return { kind: "tableRow", type: { kind: "integer" } };
      case "riskPoints":
        return { kind: "riskPoints", type: { kind: "number" } };
      case "scorecard":
        return { kind: "score", type: { kind: "number" }, scorecard: reference.scorecard };
      case "modelScore":
        return this.#properties(this.#modelScore(reference, node, scope), reference.properties);
    }
  }

  /** The inputs see the parameter of the score and nothing else of where it is asked. */
  #modelScore(
    { score, output }: ReferenceOf<"modelScore">,
    node: NodeOf<"reference">,
    scope: Scope,
  ): Expr {
    const symbol = this.model.modelScores.get(score);
    const found = symbol?.outputs.find((each) => each.name === output);
    invariant(symbol !== undefined && found !== undefined, `a score ${score}`);
    const args = (node.call?.args ?? []).map((arg) => this.#passed(arg, scope));
    const inside = { ...scope, file: symbol.file, self: this.root, args, bound: [] };
    const inputs = symbol.item.inputs.map((input) => this.lower(input, inside));
    return { kind: "modelScore", type: found.type, score, output, inputs };
  }

  #fact(reference: ReferenceOf<"fact">, scope: Scope): Expr {
    if (reference.start.kind === "row") return this.#cell(reference, reference.start.table);
    const place = this.#start(reference.start, scope);
    return this.#properties(this.#field(place, reference.fields), reference.properties);
  }

  #cell({ fields, properties, optional }: ReferenceOf<"fact">, table: string): Expr {
    const found = this.model.tables.get(table);
    const column = [...(found?.key ?? []), ...(found?.value ?? [])].find(
      (each) => each.name === fields[0],
    );
    invariant(column !== undefined, `a column of ${table}`);
    const cell: Expr = {
      kind: "fact",
      type: column.type,
      base: { kind: "row" },
      path: fields,
      optional,
    };
    return this.#properties(cell, properties);
  }

  #start(start: CollectionRef["start"] | ReferenceOf<"derived">["start"], scope: Scope): Place {
    switch (start.kind) {
      case "declaration":
        return scope.self;
      case "element":
        return this.#element(start.binder, scope);
      case "argument":
        return placeOf(scope.args[start.index]);
      case "previous":
        return { ...this.root, base: { kind: "previous" }, optional: true };
      case "event":
        return { base: { kind: "event" }, path: [], record: scope.eventRecord, optional: false };
    }
  }

  /** By the node that binds it; a `let … for each` is lowered where another node binds the element. */
  #element(binder: { node: number; element: string }, scope: Scope): Place {
    const bound =
      scope.bound.findLast((each) => each.node === binder.node) ??
      scope.bound.findLast((each) => each.element === binder.element) ??
      scope.variables.firstOf(binder.node) ??
      scope.variables.firstNamed(binder.element);
    invariant(bound !== undefined, `an element ${binder.element}`);
    return {
      base: { kind: "element", variable: bound.variable },
      path: [],
      record: bound.record,
      optional: false,
    };
  }

  /** Follows fields that lead to a record. */
  #walk(place: Place, fields: readonly string[]): Place {
    let { record, optional } = place;
    for (const name of fields) {
      const field = this.#records.get(record)?.get(name);
      optional ||= field?.optional === true;
      if (field?.type.kind === "record") record = field.type.record;
    }
    return { base: place.base, path: [...place.path, ...fields], record, optional };
  }

  #field(place: Place, fields: readonly string[]): Expr {
    const last = fields.at(-1);
    if (last === undefined) return this.#whole(place);
    const owner = this.#walk(place, fields.slice(0, -1));
    const field = this.#records.get(owner.record)?.get(last);
    invariant(field !== undefined, `a field ${last} of ${owner.record}`);
    return {
      kind: "fact",
      type: field.type,
      base: place.base,
      path: [...owner.path, last],
      optional: owner.optional || field.optional,
    };
  }

  #whole({ base, path, record, optional }: Place): Expr {
    return { kind: "fact", type: { kind: "record", record }, base, path, optional };
  }

  /** The expression of a computed field, read in its record. */
  #computed(
    place: Place,
    { record, field }: { record: string; field: string },
    scope: Scope,
  ): Expr {
    const derived = this.model.derived.get(`${record}.${field}`);
    invariant(derived !== undefined, `a computed field ${record}.${field}`);
    return this.lower(derived.value, { ...scope, file: derived.file, self: place, args: [] });
  }

  #argument(reference: ReferenceOf<"argument">, scope: Scope): Expr {
    const argument = scope.args[reference.index];
    invariant(argument !== undefined, `argument ${reference.index}`);
    if (argument.kind === "value") return this.#properties(argument.expr, reference.properties);
    const { derived, fields, properties } = reference;
    if (derived === null) return this.#properties(this.#field(argument.place, fields), properties);
    return this.#properties(
      this.#computed(this.#walk(argument.place, fields), derived, scope),
      properties,
    );
  }

  #lookup(reference: ReferenceOf<"lookup">, node: NodeOf<"reference">, scope: Scope): Expr {
    const table = this.model.tables.get(reference.table);
    const column = table?.value.find((each) => each.name === reference.column);
    const asOf = node.call?.asOf ?? null;
    const lookup: Expr = {
      kind: "lookup",
      type: column?.type ?? booleanType,
      table: reference.table,
      keys: (node.call?.args ?? []).map((arg) => this.lower(arg, scope)),
      ...(reference.column === null ? {} : { column: reference.column }),
      ...(asOf === null ? {} : { asOf: this.lower(asOf, scope) }),
    };
    return this.#properties(lookup, reference.properties);
  }

  #function(reference: ReferenceOf<"function">, node: NodeOf<"reference">, scope: Scope): Expr {
    const args = (node.call?.args ?? []).map((arg) => this.lower(arg, scope));
    // The type table knows the type after the properties; the function's own is wanted here.
    const type =
      reference.properties.length === 0 ? this.typeOf(node, scope) : (args[0]?.type ?? booleanType);
    return { kind: "call", op: reference.function, type, args };
  }

  /** The body with its arguments in place; the body sees nothing else of where it is used. */
  #define(name: string, node: NodeOf<"reference">, scope: Scope): Expr {
    const define = this.model.defines.get(name);
    invariant(define !== undefined, `a define ${name}`);
    const args = (node.call?.args ?? []).map((arg) => this.#passed(arg, scope));
    return this.lower(define.value, {
      ...scope,
      file: define.file,
      self: this.root,
      args,
      bound: [],
    });
  }

  /** A record is passed as a place, anything else as its expression. */
  #passed(node: Expression, scope: Scope): Argument {
    const expr = this.lower(node, scope);
    if (expr.kind !== "fact" || expr.type.kind !== "record") return { kind: "value", expr };
    const { base, path, optional } = expr;
    return { kind: "place", place: { base, path, optional, record: expr.type.record } };
  }

  #properties(expr: Expr, names: readonly string[]): Expr {
    return names.reduce((of, name): Expr => {
      const op = `.${name}`;
      const type = propertySpec(op)?.on(of.type, (list) => this.#levels.get(list));
      invariant(type !== null && type !== undefined, `a property ${name}`);
      return { kind: "call", op, type, args: [of] };
    }, expr);
  }
}

/** Digits of a count as written. */
export function countOf(image: string | null): number | undefined {
  return image === null ? undefined : Number(image.replaceAll("_", ""));
}

function exactOf(image: string): string {
  const value = parseRational(image.replaceAll("_", ""));
  invariant(value !== undefined, `a number in ${image}`);
  return exactText(value);
}

function placeOf(argument: Argument | undefined): Place {
  invariant(argument?.kind === "place", "a record as argument");
  return argument.place;
}

function withTime(expr: Expr, asOf: Expr | undefined): Expr {
  return asOf !== undefined && expr.kind === "list" ? { ...expr, asOf } : expr;
}

function setOf(items: readonly Expr[], left: Type): Expr {
  return {
    kind: "set",
    type: { kind: "set", of: left.kind === "set" ? left.of : left, max: null },
    items,
  };
}

function aggregateName(name: string): Extract<Expr, { kind: "aggregate" }>["aggregate"] {
  invariant(isAggregateName(name), `an aggregate ${name}`);
  return name;
}
