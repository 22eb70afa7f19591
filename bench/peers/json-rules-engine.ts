/**
 * The criteria as rules of json-rules-engine: one rule a criterion (or row), event type = name of the hit.
 *
 * Sets and prefixes use operators of our own, quotients a dynamic fact, as its documentation advises.
 */
import { Engine, type NestedCondition, type TopLevelCondition } from "json-rules-engine";
import type { Term, Test } from "./two-valued.ts";

const operatorNames = {
  "==": "equal",
  "!=": "notEqual",
  "<": "lessThan",
  "<=": "lessThanInclusive",
  ">": "greaterThan",
  ">=": "greaterThanInclusive",
} as const;

const flipped = { "==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

export function createPeer(
  rules: ReadonlyMap<string, Test>,
): (facts: Record<string, unknown>) => Promise<string[]> {
  const engine = new Engine([], { allowUndefinedFacts: true });
  engine.addOperator(
    "present",
    (fact: unknown, wanted: boolean) => (fact !== undefined && fact !== null) === wanted,
  );
  engine.addOperator(
    "prefixed",
    (fact: unknown, list: readonly string[]) =>
      typeof fact === "string" && list.some((each) => fact.startsWith(each)),
  );
  engine.addOperator(
    "notPrefixed",
    (fact: unknown, list: readonly string[]) =>
      typeof fact === "string" && !list.some((each) => fact.startsWith(each)),
  );
  engine.addOperator(
    "noneOf",
    (fact: unknown, list: readonly unknown[]) =>
      fact !== undefined && fact !== null && !list.includes(fact),
  );
  const terms = new Terms(engine);
  for (const [name, test] of rules)
    engine.addRule({ name, conditions: top(test, terms), event: { type: name } });
  return async (facts) => (await engine.run(facts)).events.map((event) => event.type);
}

/** Dynamic facts, one for each distinct computed number. */
class Terms {
  readonly #engine: Engine;
  readonly #names = new Map<string, string>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  name(term: Term): string {
    if (term.kind === "fact") return term.path;
    const key = JSON.stringify(term);
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const name = `computed ${this.#names.size}`;
    this.#names.set(key, name);
    const paths = [...new Set(pathsOf(term))];
    this.#engine.addFact(name, async (_, almanac) => {
      const values: Record<string, unknown> = {};
      for (const path of paths) values[path] = await almanac.factValue(path);
      return computeTerm(term, values);
    });
    return name;
  }
}

function pathsOf(term: Term): string[] {
  if (term.kind === "fact") return [term.path];
  return term.kind === "arithmetic" ? [...pathsOf(term.left), ...pathsOf(term.right)] : [];
}

/** Undefined when a fact is absent or the divisor is zero. */
export function computeTerm(
  term: Term,
  facts: Readonly<Record<string, unknown>>,
): number | undefined {
  if (term.kind === "constant") return term.value;
  if (term.kind === "fact") {
    const value = facts[term.path];
    return typeof value === "number" ? value : undefined;
  }
  const left = computeTerm(term.left, facts);
  const right = computeTerm(term.right, facts);
  if (left === undefined || right === undefined) return undefined;
  switch (term.op) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return right === 0 ? undefined : left / right;
  }
}

function top(test: Test, terms: Terms): TopLevelCondition {
  if (test.kind === "all") return { all: test.of.map((each) => nested(each, terms)) };
  if (test.kind === "any") return { any: test.of.map((each) => nested(each, terms)) };
  return { all: [nested(test, terms)] };
}

function nested(test: Test, terms: Terms): NestedCondition {
  switch (test.kind) {
    case "all":
    case "any":
      return top(test, terms);
    case "constant":
      return test.value
        ? { all: [] }
        : { any: [{ fact: "no such fact", operator: "present", value: true }] };
    case "present":
      return { fact: test.path, operator: "present", value: true };
    case "absent":
      return { fact: test.path, operator: "present", value: false };
    case "oneOf":
      return { fact: test.path, operator: "in", value: test.values };
    case "noneOf":
      return { fact: test.path, operator: "noneOf", value: test.values };
    case "startsWith":
      return { fact: test.path, operator: "prefixed", value: test.prefixes };
    case "startsWithNone":
      return { fact: test.path, operator: "notPrefixed", value: test.prefixes };
    case "sameText":
      return { fact: test.left, operator: "equal", value: { fact: test.right } };
    case "otherText":
      return {
        all: [
          { fact: test.left, operator: "present", value: true },
          { fact: test.right, operator: "present", value: true },
          { fact: test.left, operator: "notEqual", value: { fact: test.right } },
        ],
      };
    case "compare":
      return comparison(test, terms);
  }
}

function comparison(test: Extract<Test, { kind: "compare" }>, terms: Terms): NestedCondition {
  const { op, left, right } = left0(test);
  const value = right.kind === "constant" ? right.value : { fact: terms.name(right) };
  const condition: NestedCondition = { fact: terms.name(left), operator: operatorNames[op], value };
  // `notEqual` holds for a missing fact; the comparison must not.
  return op === "!="
    ? { all: [{ fact: terms.name(left), operator: "present", value: true }, condition] }
    : condition;
}

/** A constant belongs on the right. */
function left0(test: Extract<Test, { kind: "compare" }>): Extract<Test, { kind: "compare" }> {
  return test.left.kind === "constant"
    ? { ...test, op: flipped[test.op], left: test.right, right: test.left }
    : test;
}
