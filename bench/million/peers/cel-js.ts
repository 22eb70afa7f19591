/**
 * The criteria as CEL expressions, parsed once: conditions on the declaration, then `items.exists(i, …)`.
 */
import { Environment } from "@marcbachmann/cel-js";
import { type Contender, plainContender } from "../contender.ts";
import { type Criterion, isAboutHeader, type Predicate } from "../criteria.ts";
import { isItemField } from "../fields.ts";

export const celJs: Contender = plainContender("@marcbachmann/cel-js", "8.0.0", (workload) => {
  const environment = new Environment({ unlistedVariablesAreDyn: true });
  const rules = Array.from(workload.criteria(), (criterion) => ({
    id: criterion.id,
    evaluate: environment.parse(textOf(criterion)),
  }));
  return (declaration) => {
    const context: Record<string, unknown> = declaration;
    const hits: number[] = [];
    for (const { id, evaluate } of rules) if (evaluate(context) === true) hits.push(id);
    return hits;
  };
});

function textOf({ predicates }: Criterion): string {
  const header = predicates.filter(isAboutHeader).map(expression);
  const item = predicates.filter((each) => !isAboutHeader(each)).map(expression);
  const exists = item.length === 0 ? [] : [`items.exists(i, ${item.join(" && ")})`];
  return [...header, ...exists].join(" && ");
}

function expression(predicate: Predicate): string {
  switch (predicate.op) {
    case "prefix":
      return `i.hs.startsWith(${JSON.stringify(predicate.value)})`;
    case "tag":
      return `${JSON.stringify(predicate.value)} in watch_tags`;
    case "or":
      return `(${predicate.of.map(expression).join(" || ")})`;
    case "eq":
      return `${read(predicate.field)} == ${JSON.stringify(predicate.value)}`;
    case "in":
      return `${read(predicate.field)} in ${JSON.stringify(predicate.values)}`;
    case "notIn":
      return `!(${read(predicate.field)} in ${JSON.stringify(predicate.values)})`;
    case "range": {
      const low =
        predicate.low === undefined ? [] : [`${read(predicate.field)} >= ${double(predicate.low)}`];
      const high =
        predicate.high === undefined
          ? []
          : [`${read(predicate.field)} <= ${double(predicate.high)}`];
      return `(${[...low, ...high].join(" && ")})`;
    }
  }
}

/** A JavaScript number is a double of CEL; `5` would be an integer. */
function double(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

function read(field: Parameters<typeof isItemField>[0]): string {
  return isItemField(field) ? `i.${field}` : field;
}
