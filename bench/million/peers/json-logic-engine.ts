/**
 * The criteria as JSON Logic, compiled by json-logic-engine: conditions on the declaration, then `some` over the items.
 *
 * A condition inside `some` cannot cheaply name the declaration, so `A and (header or B)` about an item is written
 * `(header and some A) or some (A and B)`.
 */
import { LogicEngine } from "json-logic-engine";
import { type Contender, plainContender } from "../contender.ts";
import { type Criterion, isAboutHeader, type Predicate } from "../criteria.ts";

type Rule = Readonly<Record<string, unknown>>;

export const jsonLogicEngine: Contender = plainContender(
  "json-logic-engine",
  "5.0.7",
  (workload) => {
    const engine = new LogicEngine();
    const rules = Array.from(workload.criteria(), (criterion) => ({
      id: criterion.id,
      evaluate: engine.build(ruleOf(criterion)) as (data: unknown) => unknown,
    }));
    return (declaration) => {
      const hits: number[] = [];
      for (const { id, evaluate } of rules) if (evaluate(declaration) === true) hits.push(id);
      return hits;
    };
  },
);

function ruleOf({ predicates }: Criterion): Rule {
  const header = predicates.filter(isAboutHeader);
  const item = predicates.filter((each) => !isAboutHeader(each));
  return allOf([...header.map(rule), ...(item.length === 0 ? [] : [someItem(item)])]);
}

function someItem(predicates: readonly Predicate[]): Rule {
  const mixed = predicates.find((each) => each.op === "or" && each.of.some(isAboutHeader));
  if (mixed?.op !== "or") return some(predicates);
  const others = predicates.filter((each) => each !== mixed);
  const ways = mixed.of.map((each) =>
    isAboutHeader(each) ? allOf([rule(each), some(others)]) : some([...others, each]),
  );
  return { or: ways };
}

function some(predicates: readonly Predicate[]): Rule {
  return { some: [{ var: "items" }, predicates.length === 0 ? true : allOf(predicates.map(rule))] };
}

function allOf(rules: readonly Rule[]): Rule {
  const [first] = rules;
  return rules.length === 1 && first !== undefined ? first : { and: rules };
}

function rule(predicate: Predicate): Rule {
  switch (predicate.op) {
    case "prefix":
      return { "===": [{ substr: [{ var: "hs" }, 0, predicate.value.length] }, predicate.value] };
    case "tag":
      return { in: [predicate.value, { var: "watch_tags" }] };
    case "or":
      return { or: predicate.of.map(rule) };
    case "eq":
      return { "===": [{ var: predicate.field }, predicate.value] };
    case "in":
      return { in: [{ var: predicate.field }, predicate.values] };
    case "notIn":
      return { "!": { in: [{ var: predicate.field }, predicate.values] } };
    case "range": {
      const value = { var: predicate.field };
      if (predicate.low === undefined) return { "<=": [value, predicate.high] };
      if (predicate.high === undefined) return { ">=": [value, predicate.low] };
      return { "<=": [predicate.low, value, predicate.high] };
    }
  }
}
