/**
 * The criteria as plain closures: an array of small functions for each, those about the declaration asked before any item is looked at.
 *
 * What a programmer writes first; with few criteria it is hard to beat.
 */
import { type Contender, plainContender } from "../contender.ts";
import { type Criterion, isAboutHeader, type Predicate } from "../criteria.ts";
import type { Declaration, Item } from "../declarations.ts";
import { isItemField } from "../fields.ts";

type Test = (declaration: Declaration, item: Item) => boolean;
type Fields = Readonly<Record<string, string & number>>;

interface Tests {
  readonly id: number;
  readonly header: readonly Test[];
  readonly item: readonly Test[];
}

export const closures: Contender = plainContender("closures", "", (workload) => {
  const all = Array.from(workload.criteria(), testsOf);
  return (declaration) => {
    const hits: number[] = [];
    for (const tests of all) if (fires(tests, declaration)) hits.push(tests.id);
    return hits;
  };
});

function testsOf({ id, predicates }: Criterion): Tests {
  const about = (header: boolean): readonly Test[] =>
    predicates.filter((each) => isAboutHeader(each) === header).map(testOf);
  return { id, header: about(true), item: about(false) };
}

const noItem = {} as Item;

function fires({ header, item }: Tests, declaration: Declaration): boolean {
  for (const test of header) if (!test(declaration, noItem)) return false;
  if (item.length === 0) return true;
  for (const each of declaration.items) if (holdsForItem(item, declaration, each)) return true;
  return false;
}

function holdsForItem(tests: readonly Test[], declaration: Declaration, item: Item): boolean {
  for (const test of tests) if (!test(declaration, item)) return false;
  return true;
}

function testOf(predicate: Predicate): Test {
  switch (predicate.op) {
    case "prefix": {
      const { value } = predicate;
      return (_, item) => item.hs.startsWith(value);
    }
    case "tag": {
      const { value } = predicate;
      return (declaration) => declaration.watch_tags.includes(value);
    }
    case "or": {
      const [first, second] = [testOf(predicate.of[0]), testOf(predicate.of[1])];
      return (declaration, item) => first(declaration, item) || second(declaration, item);
    }
    default: {
      const { field } = predicate;
      const test = testOfValue(predicate);
      return isItemField(field)
        ? (_, item) => test((item as unknown as Fields)[field] as string & number)
        : (declaration) => test((declaration as unknown as Fields)[field] as string & number);
    }
  }
}

function testOfValue(
  predicate: Exclude<Predicate, { op: "prefix" | "tag" | "or" }>,
): (value: string & number) => boolean {
  switch (predicate.op) {
    case "eq": {
      const wanted: string = predicate.value;
      return (value) => value === wanted;
    }
    case "in": {
      const set = new Set(predicate.values);
      return (value) => set.has(value);
    }
    case "notIn": {
      const set = new Set(predicate.values);
      return (value) => !set.has(value);
    }
    case "range": {
      const { low = -Infinity, high = Infinity } = predicate;
      return (value) => value >= low && value <= high;
    }
  }
}
