/**
 * An expression of the IR as one line of text, near to how it was written, for plans, tests and causes.
 *
 * Never read back: brackets are put where a reader could doubt, defines and lets are gone, keywords are English.
 */
import { type AggregateName, aggregates } from "../aggregates.ts";
import { textFromValue, valueFromLiteral } from "../facts.ts";
import { operatorSpec } from "../operators.ts";
import type { Schema } from "../schema.ts";
import type { Base, Collection, Expr, Selection, SelectionKey, Series, Window } from "./ir.ts";

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

type ExprOf<K extends Expr["kind"]> = Extract<Expr, { readonly kind: K }>;

/** `there is S`: a body that says nothing. */
function isTrueLiteral(expr: Expr): boolean {
  return expr.kind === "literal" && expr.value === true;
}

/** The path of a fact of the row, without the row's name. */
function ownPath(row: Expr, variable: number): readonly string[] | undefined {
  const isOwn =
    row.kind === "fact" && row.base.kind === "element" && row.base.variable === variable;
  return isOwn ? row.path : undefined;
}

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
      case "previous":
        return ["previous", ...path].join(".");
      case "event":
        return [base.each ?? "event", ...path].join(".");
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
      case "rowsQuantifier":
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
    return inside.#aggregated(expr, value, rows);
  }

  /** `count of rows`, `percentile 10 of x over rows`. */
  #aggregated(
    { aggregate, rank }: { readonly aggregate: AggregateName; readonly rank?: string },
    value: Expr | undefined,
    rows: string,
  ): string {
    const words = aggregates[aggregate].spelling.en;
    if (value === undefined) return `${words} of ${rows}`;
    const ranked = rank === undefined ? words : `${words} ${rank}`;
    return `${ranked}${aggregate === "countDistinct" ? "" : " of"} ${this.#inner(value)} over ${rows}`;
  }

  /* ---------------------------------------------------------------- selections */

  #window(window: Window | undefined): string {
    switch (window?.kind) {
      case undefined:
        return "";
      case "last": {
        const skipping =
          window.skipping === undefined ? "" : ` skipping last ${this.print(window.skipping)}`;
        return ` in last ${this.print(window.length)}${skipping}`;
      }
      case "within":
        return ` within ${this.print(window.length)} ${window.side} ${this.#inner(window.at)}`;
      case "between":
        return ` from ${this.#inner(window.from)} until ${this.#inner(window.until)}`;
      case "inForce":
        return this.#asOf(window.asOf);
    }
  }

  /** `same importer.tax_code`, `same hs as item`, `plate looks like plate`. The row's side is printed by `inside`. */
  #key({ row, op, value }: SelectionKey, variable: number, inside: Printer): string {
    const path = ownPath(row, variable);
    const same = op === "eq" && value.kind === "fact" ? value : undefined;
    if (same !== undefined && path !== undefined && same.path.join(".") === path.join(".")) {
      const owner = this.path(same.base, []);
      return `same ${path.join(".")}${owner === "" ? "" : ` as ${owner}`}`;
    }
    const left = path === undefined ? inside.#inner(row) : path.join(".");
    return `${left} ${operatorSpec(op)?.spelling.en ?? op} ${this.#inner(value)}`;
  }

  #selection(selection: Selection): string {
    const { source, each, variable, window, clock, keys, where, latest, minimum } = selection;
    const inside = this.#naming(variable, each);
    const declared = this.#schema.sources?.find(({ name }) => name === source)?.each ?? each;
    const parts = [
      `${source}${declared === each ? "" : ` called ${each}`}${this.#window(window)}`,
      clock === undefined ? "" : `by ${clock.join(".")}`,
      keys.length === 0
        ? ""
        : `with ${keys.map((key) => this.#key(key, variable, inside)).join(", ")}`,
      where === undefined ? "" : `where ${inside.print(where)}`,
      latest === undefined ? "" : `latest ${latest}`,
      selection.includingThis ? "including this" : "",
      minimum === undefined ? "" : `minimum ${minimum}`,
    ];
    return `(${parts.filter((part) => part !== "").join(" ")})`;
  }

  #rowsQuantifier(expr: ExprOf<"rowsQuantifier">): string {
    const { selection, quantifier, body } = expr;
    const rows = this.#selection(selection);
    if (isTrueLiteral(body) && quantifier === "any") return `there is ${rows}`;
    if (isTrueLiteral(body) && quantifier === "no") return `there is no ${rows}`;
    const words = quantifier === "atLeast" ? `at least ${expr.count}` : quantifier;
    const holds = this.#naming(selection.variable, selection.each).#inner(body);
    return `${words} ${selection.each} of ${rows} has ${holds}`;
  }

  #series(series: Series, rows: string): string {
    const words = aggregates[series.aggregate].spelling.en;
    const per = series.per.kind === "period" ? series.per.length : series.per.value;
    const value = series.value === undefined ? "" : ` of ${this.#inner(series.value)}`;
    return `(${words}${value} per ${this.#inner(per)} over ${rows})`;
  }

  #rowsAggregate(expr: ExprOf<"rowsAggregate">): string {
    const { selection, series, aggregate, rank } = expr;
    const rows = this.#selection(selection);
    const inside = this.#naming(selection.variable, selection.each);
    if (series === undefined) return inside.#aggregated(expr, expr.value, rows);
    const words = aggregates[aggregate].spelling.en;
    const link = aggregate === "count" ? "of" : "over";
    return `${words}${rank === undefined ? "" : ` ${rank}`} ${link} ${inside.#series(series, rows)}`;
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
      case "rowsQuantifier":
        return this.#rowsQuantifier(expr);
      case "rowsAggregate":
        return this.#rowsAggregate(expr);
      case "modelScore":
        return expr.output === null ? expr.score : `${expr.score}.${expr.output}`;
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
