/**
 * The criteria as one expression node of @gorules/zen-engine: key = name of the hit, value = the condition.
 *
 * One node with all expressions is its fastest form (measured against decision tables and one node a criterion).
 */
import { ZenEngine } from "@gorules/zen-engine";
import type { Scalar, Term, Test } from "./two-valued.ts";

export function createPeer(
  rules: ReadonlyMap<string, Test>,
): (facts: Record<string, unknown>) => Promise<string[]> {
  const names = [...rules.keys()];
  const expressions = [...rules.values()].map((test, index) => ({
    id: `e${index}`,
    key: `c${index}`,
    value: expression(test),
  }));
  const decision = new ZenEngine().createDecision({
    nodes: [
      { id: "in", name: "in", type: "inputNode", content: {} },
      { id: "criteria", name: "criteria", type: "expressionNode", content: { expressions } },
      { id: "out", name: "out", type: "outputNode", content: {} },
    ],
    edges: [
      { id: "a", type: "edge", sourceId: "in", targetId: "criteria" },
      { id: "b", type: "edge", sourceId: "criteria", targetId: "out" },
    ],
  });
  return async (facts) => {
    const { result } = await decision.evaluate(facts);
    const hits: string[] = [];
    for (let index = 0; index < names.length; index += 1)
      if (result[`c${index}`] === true) hits.push(names[index] ?? "");
    return hits;
  };
}

/** Text of the condition in the engine's expression language. */
export function expression(test: Test): string {
  switch (test.kind) {
    case "all":
    case "any":
      return test.of.length === 0
        ? String(test.kind === "all")
        : `(${test.of.map(expression).join(test.kind === "all" ? " and " : " or ")})`;
    case "constant":
      return String(test.value);
    case "present":
      return `${test.path} != null`;
    case "absent":
      return `${test.path} == null`;
    case "oneOf":
      return `${test.path} in ${list(test.values)}`;
    case "noneOf":
      return `(${test.path} != null and ${test.path} not in ${list(test.values)})`;
    case "startsWith":
      return `(${test.prefixes.map((prefix) => `startsWith(${test.path}, ${JSON.stringify(prefix)})`).join(" or ")})`;
    case "startsWithNone":
      return `(${test.prefixes.map((prefix) => `not startsWith(${test.path}, ${JSON.stringify(prefix)})`).join(" and ")})`;
    case "sameText":
      return `(${test.left} != null and ${test.left} == ${test.right})`;
    case "otherText":
      return `(${test.left} != null and ${test.right} != null and ${test.left} != ${test.right})`;
    case "compare": {
      const guards = [...new Set([...guardsOf(test.left), ...guardsOf(test.right)])];
      return `(${[...guards, `${term(test.left)} ${test.op} ${term(test.right)}`].join(" and ")})`;
    }
  }
}

function list(values: readonly Scalar[]): string {
  return `[${values.map((value) => JSON.stringify(value)).join(", ")}]`;
}

function term(each: Term): string {
  if (each.kind === "fact") return each.path;
  return each.kind === "constant"
    ? String(each.value)
    : `(${term(each.left)} ${each.op} ${term(each.right)})`;
}

function guardsOf(each: Term): string[] {
  if (each.kind === "fact") return [`${each.path} != null`];
  if (each.kind === "constant") return [];
  const own = [...guardsOf(each.left), ...guardsOf(each.right)];
  return each.op === "/" ? [...own, `${term(each.right)} != 0`] : own;
}
