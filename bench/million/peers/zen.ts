/**
 * The criteria as one expression node of @gorules/zen-engine, its fastest form: key = id, value = the condition.
 */
import { ZenEngine } from "@gorules/zen-engine";
import type { Contender } from "../contender.ts";
import { type Criterion, isAboutHeader, type Predicate } from "../criteria.ts";
import { isItemField } from "../fields.ts";

const NAME = "@gorules/zen-engine";

export const zen: Contender = {
  name: NAME,
  version: "0.54.0",
  lines: [NAME],
  most: Infinity,
  always: false,
  weighable: false,
  feed: (workload) => workload.criteria(),
  build: async (workload) => {
    const expressions = Array.from(workload.criteria(), (criterion) => ({
      id: `e${criterion.id}`,
      key: `c${criterion.id}`,
      value: textOf(criterion),
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
    const { size } = workload;
    return {
      lines: [
        {
          engine: NAME,
          asynchronous: true,
          run: async ({ declaration }) => {
            const { result } = await decision.evaluate(declaration);
            const hits: number[] = [];
            for (let id = 0; id < size; id += 1) if (result[`c${id}`] === true) hits.push(id);
            return hits;
          },
          hits: (result) => result as readonly number[],
        },
      ],
    };
  },
};

function textOf({ predicates }: Criterion): string {
  const header = predicates.filter(isAboutHeader).map(expression);
  const item = predicates.filter((each) => !isAboutHeader(each)).map(expression);
  return [...header, ...(item.length === 0 ? [] : [`some(items, ${item.join(" and ")})`])].join(
    " and ",
  );
}

function expression(predicate: Predicate): string {
  switch (predicate.op) {
    case "prefix":
      return `startsWith(#.hs, ${JSON.stringify(predicate.value)})`;
    case "tag":
      return `contains(watch_tags, ${JSON.stringify(predicate.value)})`;
    case "or":
      return `(${predicate.of.map(expression).join(" or ")})`;
    case "eq":
      return `${read(predicate.field)} == ${JSON.stringify(predicate.value)}`;
    case "in":
      return `${read(predicate.field)} in ${JSON.stringify(predicate.values)}`;
    case "notIn":
      return `${read(predicate.field)} not in ${JSON.stringify(predicate.values)}`;
    case "range": {
      const { field, low, high } = predicate;
      const ends: string[] = [];
      if (low !== undefined) ends.push(`${read(field)} >= ${low}`);
      if (high !== undefined) ends.push(`${read(field)} <= ${high}`);
      return `(${ends.join(" and ")})`;
    }
  }
}

function read(field: Parameters<typeof isItemField>[0]): string {
  return isItemField(field) ? `#.${field}` : field;
}
