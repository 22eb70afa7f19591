/**
 * An expression of the IR as one line of text, near to how it was written, for plans, tests and causes.
 *
 * Never read back: brackets are put where a reader could doubt, defines and lets are gone, keywords are English.
 */
import { aggregates } from "../aggregates.ts";
import { textFromValue, valueFromLiteral } from "../facts.ts";
import { operatorSpec } from "../operators.ts";
import type { Schema } from "../schema.ts";
import type { Base, Collection, Expr } from "./ir.ts";

export interface PrintOptions {
  /** Units of amounts; without it no currency has decimals. */
  readonly schema?: Schema;
  /** What a bound element is called; by default `$1` and so on. */
  readonly nameOf?: (variable: number) => string;
}

const noSchema: Schema = {
  name: "",
  version: 0,
  label: {},
  zoneMinutes: 0,
  root: "",
  records: [],
  codeLists: [],
  units: [],
  currencies: [],
  flows: [],
  stages: [],
  actions: [],
};

class Printer {
  readonly #schema: Schema;
  /** Called with names given by the enclosing quantifiers first. */
  readonly #nameOf: (variable: number) => string;

  constructor(schema: Schema, nameOf: (variable: number) => string) {
    this.#schema = schema;
    this.#nameOf = nameOf;
  }

  #naming(variable: number, each: string): Printer {
    const outer = this.#nameOf;
    return new Printer(this.#schema, (asked) => (asked === variable ? each : outer(asked)));
  }

  path(base: Base, path: readonly string[]): string {
    switch (base.kind) {
      case "declaration":
        return path.join(".");
      case "element":
        return [this.#nameOf(base.variable), ...path].join(".");
      case "row":
        return ["row", ...path].join(".");
    }
  }

  #literal(expr: Extract<Expr, { kind: "literal" }>): string {
    const text = textFromValue(valueFromLiteral(expr.type, expr.value), expr.type, this.#schema, {
      language: "en",
      exact: true,
    });
    return expr.type.kind === "text" || expr.type.kind === "id" ? JSON.stringify(text) : text;
  }

  /** An operand: bracketed when it is more than one word or call. */
  #inner(expr: Expr): string {
    const text = this.print(expr);
    switch (expr.kind) {
      case "logic":
      case "not":
      case "present":
      case "matches":
      case "quantifier":
        return `(${text})`;
      case "call":
        return operatorSpec(expr.op) === undefined ? text : `(${text})`;
      default:
        return text;
    }
  }

  #call(op: string, args: readonly Expr[]): string {
    if (op.startsWith(".")) return `${args.map((arg) => this.#inner(arg)).join(", ")}${op}`;
    const spec = operatorSpec(op);
    const [left, second, third] = args;
    if (spec === undefined || left === undefined) return `${op}(${this.#list(args)})`;
    const head = `${this.#inner(left)} ${spec.spelling.en}`;
    if (second === undefined) return head;
    return third === undefined
      ? `${head} ${this.#inner(second)}`
      : `${head} ${this.#inner(second)} and ${this.#inner(third)}`;
  }

  #list(exprs: readonly Expr[]): string {
    return exprs.map((each) => this.print(each)).join(", ");
  }

  #asOf(asOf: Expr | undefined): string {
    return asOf === undefined ? "" : ` as of ${this.#inner(asOf)}`;
  }

  #collection(source: Collection, called: string): string {
    const path = this.path(source.base, source.path);
    return `${path} called ${called}`;
  }

  #quantifier(expr: Extract<Expr, { kind: "quantifier" }>): string {
    const { source, variable } = expr;
    const words = expr.quantifier === "atLeast" ? `at least ${expr.count}` : expr.quantifier;
    const body = this.#naming(variable, source.each).#inner(expr.body);
    return `${words} ${source.each} of ${this.path(source.base, source.path)} has ${body}`;
  }

  #aggregate(expr: Extract<Expr, { kind: "aggregate" }>): string {
    const { source, where, value } = expr;
    const inside = this.#naming(expr.variable, source.each);
    const condition = where === undefined ? "" : ` where ${inside.print(where)}`;
    const rows =
      condition === ""
        ? this.path(source.base, source.path)
        : `(${this.#collection(source, source.each)}${condition})`;
    const words = aggregates[expr.aggregate].spelling.en;
    if (value === undefined) return `${words} of ${rows}`;
    return `${words}${expr.aggregate === "countDistinct" ? "" : " of"} ${inside.#inner(value)} over ${rows}`;
  }

  print(expr: Expr): string {
    switch (expr.kind) {
      case "literal":
        return this.#literal(expr);
      case "fact":
        return this.path(expr.base, expr.path);
      case "logic":
        return expr.operands.map((each) => this.#inner(each)).join(` ${expr.op} `);
      case "not":
        return `not ${this.#inner(expr.operand)}`;
      case "present":
        return `${this.#inner(expr.operand)} is present`;
      case "call":
        return this.#call(expr.op, expr.args);
      case "set":
        return `[${this.#list(expr.items)}]`;
      case "list":
        return `${expr.list}${this.#asOf(expr.asOf)}`;
      case "lookup":
        return `${expr.table}(${this.#list(expr.keys)}${this.#asOf(expr.asOf)})${expr.column === undefined ? "" : `.${expr.column}`}`;
      case "quantifier":
        return this.#quantifier(expr);
      case "aggregate":
        return this.#aggregate(expr);
      case "matches":
        return `${this.#inner(expr.operand)} matches row.${expr.column}`;
      case "now":
        return "now";
      case "tableRow":
        return "table_row";
      case "says":
        return `any criterion says ${expr.says}`;
      case "score":
        return expr.scorecard;
      case "riskPoints":
        return "risk_points";
      case "shared":
        return `shared#${expr.index}`;
    }
  }
}

/** One line, English keywords: `any item of items has (item.hs under [6109])`. */
export function printExpr(expr: Expr, options: PrintOptions = {}): string {
  const nameOf = options.nameOf ?? ((variable: number) => `$${variable}`);
  return new Printer(options.schema ?? noSchema, nameOf).print(expr);
}
