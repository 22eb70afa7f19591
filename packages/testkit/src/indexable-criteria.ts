/**
 * Random criteria of the forms an index is for: facts of the declaration and of its elements against constants, lists and cells of a row.
 *
 * Comes in: a criterion whose flow, stages, validity and scope are kept, a source of choices. Goes out: a criterion over `randomSchema`. `RandomCriteria`
 * draws everything the language has; among its criteria few are of these forms all through.
 */
import type { CriterionIr, Expr, Type } from "@luong/spec";
import { randomSchema } from "./arbitraries.ts";
import {
  and,
  booleanType,
  call,
  FactReader,
  literal,
  not,
  or,
  present,
  quantifier,
  rowFact,
  setOf,
  test,
  truthLiteral,
} from "./ir-builder.ts";
import type { RandomSource } from "./random.ts";

const facts = new FactReader(randomSchema);
const hs: Type = { kind: "code", list: "Hs" };
const country: Type = { kind: "code", list: "Country" };
const office: Type = { kind: "code", list: "Office" };
const taxCode: Type = { kind: "id", name: "TaxCode" };
const integer: Type = { kind: "integer" };
const number: Type = { kind: "number" };
const usd: Type = { kind: "money", currency: "USD" };
const mass: Type = { kind: "quantity", dimension: "mass" };
const pieces: Type = { kind: "quantity", dimension: "count" };
const usdPerKg: Type = { kind: "unitPrice", currency: "USD", dimension: "mass" };
const vnd: Type = { kind: "money", currency: "VND" };
const currencyId: Type = { kind: "id", name: "Currency" };

/** Fields that are numbers, and constants they are compared with: now and then equal, now and then in another unit. */
const numbers: readonly (readonly [field: string, type: Type, values: readonly string[]])[] = [
  ["count", integer, ["0", "1", "3", "10", "999999999999999"]],
  ["ratio", number, ["0.1", "2.5", "0.3", "100.0001", "1/3", "-1"]],
  ["rate", { kind: "percent" }, ["0.05", "0.08", "0.125", "1"]],
  ["day", { kind: "date" }, ["20485", "20453", "19782"]],
  ["clock", { kind: "time" }, ["0", "79200", "14400", "45000"]],
  ["moment", { kind: "instant" }, ["1769911200000", "1769911200500"]],
  ["span", { kind: "duration" }, ["0", "60000", "500", "3600000"]],
  ["cost", vnd, ["0", "1000", "2500000"]],
  ["price", usd, ["0.3", "2.5", "99.99", "1/3"]],
  ["amount", usd, ["0.3", "2.5", "100"]],
  ["amount", vnd, ["0", "1000"]],
  ["weight", mass, ["2.5", "0.3", "100"]],
  ["measure", mass, ["2.5", "0.1", "1000", "0.001"]],
  ["measure", pieces, ["12", "100", "30"]],
  ["kilo_price", usdPerKg, ["2.5", "99.99"]],
  ["unit_price", usdPerKg, ["2.5", "0.1", "10"]],
];

/** What a condition may read: the declaration, or one element beside it. */
interface Place {
  readonly variable: number | null;
  readonly row: boolean;
}

class IndexableConditions {
  readonly #random: RandomSource;
  #variables = 0;

  constructor(random: RandomSource) {
    this.#random = random;
  }

  #pick<T>(...choices: readonly (() => T)[]): T {
    return this.#random.pick(choices)();
  }

  #fact(name: string, { variable }: Place): Expr {
    const own = this.#random.chance(0.3) ? `${name}_maybe` : name;
    if (variable !== null && this.#random.chance(0.85)) {
      return facts.element(variable, "Item", own);
    }
    return facts.fact(`${this.#random.pick(["", "importer.", "agent."])}${own}`);
  }

  #texts(type: Type, values: readonly string[]): readonly Expr[] {
    const count = 1 + this.#random.below(3);
    return this.#random.picks(values, count).map((each) => literal(type, each));
  }

  #list(list: string, of: Type): Expr {
    return { kind: "list", type: { kind: "set", of, max: null }, list };
  }

  #compared(place: Place): Expr {
    const { pick } = { pick: <T>(from: readonly T[]): T => this.#random.pick(from) };
    const [field, type, values] = pick(numbers);
    const fact = this.#fact(field, place);
    const constant = (): Expr => literal(type, pick(values));
    return this.#pick(
      () => test(pick(["eq", "lt", "le", "gt", "ge"]), fact, constant()),
      () => test(pick(["eq", "lt", "le", "gt", "ge"]), constant(), fact),
      () => test("between", fact, constant(), constant()),
      () => test("in", fact, setOf(type, constant(), constant())),
      () => not(test("in", fact, setOf(type, constant()))),
    );
  }

  #ofTexts(place: Place): Expr {
    const countries = ["VN", "CN", "US", "SG"];
    const traders = ["0101234567", "0109999999", "0200"];
    const prefixes = ["61", "6109", "610910", "84", "8471", "84713020", "611"];
    const watched = this.#random.pick(["watched", "watched_then", "unbound"]);
    return this.#pick(
      () => test("under", this.#fact("hs", place), setOf(hs, ...this.#texts(hs, prefixes))),
      () => not(test("under", this.#fact("hs", place), setOf(hs, ...this.#texts(hs, prefixes)))),
      () =>
        test("in", this.#fact("origin", place), setOf(country, ...this.#texts(country, countries))),
      () => not(test("eq", this.#fact("origin", place), literal(country, "VN"))),
      () => test("eq", literal(taxCode, "0200"), this.#fact("trader", place)),
      () =>
        test(
          "in",
          this.#fact("trader", place),
          setOf(taxCode, ...this.#texts(taxCode, traders), this.#list(watched, taxCode)),
        ),
      () => test("under", this.#fact("office", place), setOf(office, literal(office, "03"))),
      () => test("in", literal(taxCode, "0200"), setOf(taxCode, this.#fact("marks", place))),
      () =>
        test(
          "overlaps",
          this.#fact("marks", place),
          setOf(taxCode, ...this.#texts(taxCode, traders)),
        ),
      () =>
        test(
          "eq",
          call(".chapter", hs, this.#fact("hs", place)),
          literal(hs, this.#random.pick(["61", "84"])),
        ),
      () =>
        test(
          "eq",
          call(".currency", currencyId, this.#fact("amount", place)),
          literal(currencyId, "USD"),
        ),
    );
  }

  #ofRow(place: Place): Expr {
    const matches = (field: string, column: string, match: "equal" | "under"): Expr => {
      const operand = this.#fact(field, place);
      return { kind: "matches", type: booleanType, operand, column, match };
    };
    return this.#pick(
      () => matches("hs", "hs", "under"),
      () => matches("origin", "origin", "equal"),
      () => matches("office", "office", "under"),
      () => matches("trader", "trader", "equal"),
      () => matches("count", "count", "equal"),
      () => test("eq", this.#fact("origin", place), rowFact("origin", country)),
      () => test("in", this.#fact("trader", place), setOf(taxCode, rowFact("trader", taxCode))),
      () => test("under", this.#fact("hs", place), setOf(hs, rowFact("hs", hs))),
      () => test("ge", this.#fact("count", place), rowFact("points", integer)),
      () => test("lt", rowFact("points", integer), this.#fact("count", place)),
      () =>
        test(
          "between",
          this.#fact("count", place),
          literal(integer, "1"),
          rowFact("points", integer),
        ),
      () => test("in", rowFact("trader", taxCode), setOf(taxCode, this.#fact("marks", place))),
      () => present(rowFact("trader", taxCode)),
    );
  }

  /** Numbers known between two ends. */
  #computed(place: Place): Expr {
    this.#variables += 1;
    const variable = this.#variables;
    const inner: Place = { variable, row: false };
    const source = facts.collection(this.#random.pick(["items", "spares"]));
    const sum = (type: Type, field: string): Expr => {
      const value = this.#fact(field, inner);
      return { kind: "aggregate", type, aggregate: "sum", source, variable, value };
    };
    return this.#pick(
      () => test("gt", sum(vnd, "cost"), literal(vnd, "2500000")),
      () => test("ge", sum(usd, "price"), literal(usd, this.#random.pick(["0.3", "2.5", "100"]))),
      () => test("le", sum(mass, "weight"), literal(mass, "100")),
      () => test("eq", sum({ kind: "money", currency: null }, "amount"), literal(usd, "2.5")),
      () =>
        test(
          "lt",
          call("div", usdPerKg, this.#fact("price", place), this.#fact("weight", place)),
          literal(usdPerKg, this.#random.pick(["0.1", "2.5", "1"])),
        ),
      () =>
        test(
          "gt",
          call("sub", { kind: "duration" }, this.#fact("day", place), this.#fact("day", place)),
          literal({ kind: "duration" }, "86400000"),
        ),
    );
  }

  condition(depth: number, place: Place): Expr {
    const random = this.#random;
    if (place.row && random.chance(0.5)) return this.#ofRow(place);
    if (depth <= 0 || random.chance(0.4)) {
      return this.#pick(
        () => this.#compared(place),
        () => this.#compared(place),
        () => this.#ofTexts(place),
        () => this.#ofTexts(place),
        () => (random.chance(0.4) ? this.#computed(place) : this.#compared(place)),
        () => this.#fact("flag", place),
        () => test("eq", this.#fact("flag", place), truthLiteral(random.chance(0.5))),
        () => present(this.#fact(random.pick(["hs", "amount", "flag", "marks", "measure"]), place)),
        () => present(facts.fact(random.pick(["agent", "spares"]))),
      );
    }
    const operands = (): readonly Expr[] =>
      Array.from({ length: 2 + random.below(2) }, () => this.condition(depth - 1, place));
    const choices: (() => Expr)[] = [
      () => and(...operands()),
      () => or(...operands()),
      () => not(this.condition(depth - 1, place)),
    ];
    // A body inside a body is not for an index.
    if (place.variable === null) choices.push(() => this.#quantified(depth, place));
    return this.#pick(...choices);
  }

  #quantified(depth: number, place: Place): Expr {
    this.#variables += 1;
    const variable = this.#variables;
    const body = this.condition(depth - 1, { ...place, variable });
    const source = facts.collection(this.#random.pick(["items", "items", "spares"]));
    const kind = this.#random.pick(["any", "any", "every", "no", "atLeast"] as const);
    const count = kind === "atLeast" ? 1 + this.#random.below(3) : 1;
    return quantifier(kind, source, variable, body, count);
  }
}

export function indexableCriterion(given: CriterionIr, random: RandomSource): CriterionIr {
  const { when: _, unless: __, rowsOf: ___, decide: ____, ...kept } = given;
  const conditions = new IndexableConditions(random);
  const row = random.chance(0.2);
  const place: Place = { variable: null, row };
  const table = Array.from({ length: 1 + random.below(3) }, () => {
    return { when: conditions.condition(1, place), effects: [] };
  });
  return {
    ...kept,
    ...(row ? { rowsOf: "indicators" } : {}),
    when: conditions.condition(2, place),
    ...(random.chance(0.3) ? { unless: conditions.condition(1, place) } : {}),
    ...(random.chance(0.15) ? { decide: { rows: table } } : {}),
  };
}
