/**
 * One generated JavaScript function for each criterion, as compilers of rules make them. The best case for V8 while there are few.
 */
import { type Contender, plainContender } from "../contender.ts";
import { type Criterion, isAboutHeader, type Predicate } from "../criteria.ts";
import type { Declaration } from "../declarations.ts";
import { isItemField } from "../fields.ts";

export const generated: Contender = plainContender("generated functions", "", (workload) => {
  const ids: number[] = [];
  const functions: ((declaration: Declaration) => boolean)[] = [];
  for (const criterion of workload.criteria()) {
    ids.push(criterion.id);
    functions.push(new Function("d", bodyOf(criterion)) as (declaration: Declaration) => boolean);
  }
  return (declaration) => {
    const hits: number[] = [];
    for (let index = 0; index < functions.length; index += 1)
      if (functions[index]?.(declaration)) hits.push(ids[index] as number);
    return hits;
  };
});

function bodyOf({ predicates }: Criterion): string {
  const header = predicates.filter(isAboutHeader).map(expression);
  const item = predicates.filter((each) => !isAboutHeader(each)).map(expression);
  const guard = header.length === 0 ? "" : `if (!(${header.join(" && ")})) return false;`;
  if (item.length === 0) return `${guard} return true;`;
  return `${guard} for (const i of d.items) if (${item.join(" && ")}) return true; return false;`;
}

function expression(predicate: Predicate): string {
  switch (predicate.op) {
    case "prefix":
      return `i.hs.startsWith(${JSON.stringify(predicate.value)})`;
    case "tag":
      return `d.watch_tags.includes(${JSON.stringify(predicate.value)})`;
    case "or":
      return `(${predicate.of.map(expression).join(" || ")})`;
    case "eq":
      return `${read(predicate.field)} === ${JSON.stringify(predicate.value)}`;
    case "in":
      return `(${predicate.values.map((value) => `${read(predicate.field)} === ${JSON.stringify(value)}`).join(" || ")})`;
    case "notIn":
      return predicate.values
        .map((value) => `${read(predicate.field)} !== ${JSON.stringify(value)}`)
        .join(" && ");
    case "range": {
      const low =
        predicate.low === undefined ? [] : [`${read(predicate.field)} >= ${predicate.low}`];
      const high =
        predicate.high === undefined ? [] : [`${read(predicate.field)} <= ${predicate.high}`];
      return `(${[...low, ...high].join(" && ")})`;
    }
  }
}

function read(field: Parameters<typeof isItemField>[0]): string {
  return `${isItemField(field) ? "i" : "d"}.${field}`;
}
