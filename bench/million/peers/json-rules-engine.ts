/**
 * The criteria as rules of json-rules-engine, asked once for each goods item with the facts of the declaration beside it.
 *
 * It has no quantifier over items that speaks of one item; a rule for each item is what its documentation comes to.
 */
import { Engine, type NestedCondition } from "json-rules-engine";
import type { Contender } from "../contender.ts";
import type { Predicate } from "../criteria.ts";

const NAME = "json-rules-engine";

export const jsonRulesEngine: Contender = {
  name: NAME,
  version: "7.3.1",
  lines: [NAME],
  most: Infinity,
  always: false,
  weighable: true,
  feed: (workload) => workload.criteria(),
  build: async (workload) => {
    const engine = new Engine();
    engine.addOperator<string, string>("prefixed", (fact, prefix) => fact.startsWith(prefix));
    for (const { id, predicates } of workload.criteria())
      engine.addRule({
        conditions: { all: predicates.map(condition) },
        event: { type: String(id) },
      });
    return {
      lines: [
        {
          engine: NAME,
          asynchronous: true,
          run: async ({ declaration }) => {
            const hits = new Set<number>();
            for (const item of declaration.items) {
              const { events } = await engine.run({ ...declaration, ...item });
              for (const event of events) hits.add(Number(event.type));
            }
            return hits;
          },
          hits: (result) => result as Set<number>,
        },
      ],
    };
  },
};

function condition(predicate: Predicate): NestedCondition {
  switch (predicate.op) {
    case "prefix":
      return { fact: "hs", operator: "prefixed", value: predicate.value };
    case "tag":
      return { fact: "watch_tags", operator: "contains", value: predicate.value };
    case "or":
      return { any: predicate.of.map(condition) };
    case "eq":
      return { fact: predicate.field, operator: "equal", value: predicate.value };
    case "in":
    case "notIn":
      return { fact: predicate.field, operator: predicate.op, value: predicate.values };
    case "range": {
      const { field, low, high } = predicate;
      const ends: NestedCondition[] = [];
      if (low !== undefined)
        ends.push({ fact: field, operator: "greaterThanInclusive", value: low });
      if (high !== undefined)
        ends.push({ fact: field, operator: "lessThanInclusive", value: high });
      const [only] = ends;
      return ends.length === 1 && only !== undefined ? only : { all: ends };
    }
  }
}
