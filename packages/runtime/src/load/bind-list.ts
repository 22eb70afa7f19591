/**
 * Members → a list that can be asked. Undated lists are a set; dated ones keep the periods of each member.
 *
 * Every member is checked as a fact of the list's type would be. Problems are collected, never thrown.
 */

import type { ListBinding, ListIr, ListMember, Type } from "@luong/spec";
import { parseRational } from "@luong/spec";
import { pointer } from "../facts/pointer.ts";
import type { BindContext } from "./bind-context.ts";
import { CellChecker } from "./cells.ts";
import { type Period, readPeriod } from "./periods.ts";

function memberFrom(given: string | ListMember): ListMember {
  return typeof given === "string" ? { value: given } : given;
}

/** A member is written as text; numbers are checked as the numbers they say. */
function cellFrom(text: unknown, type: Type): unknown {
  switch (type.kind) {
    case "integer":
    case "number":
    case "percent":
      return typeof text === "string" && parseRational(text) !== undefined ? Number(text) : text;
    case "boolean":
      return text === "true" ? true : text === "false" ? false : text;
    default:
      return text;
  }
}

function undatedBinding(values: ReadonlySet<string>): ListBinding {
  const members = [...values];
  return { dated: false, has: (value) => values.has(value), members: () => members };
}

function datedBinding(periods: ReadonlyMap<string, readonly Period[]>): ListBinding {
  const inForce = (each: readonly Period[] | undefined, at: number): boolean =>
    each?.some(({ from, until }) => from <= at && at < until) ?? false;
  return {
    dated: true,
    has: (value, at) => inForce(periods.get(value), at),
    members: (at) => [...periods].flatMap(([value, each]) => (inForce(each, at) ? [value] : [])),
  };
}

/** Texts are kept in NFC, as facts are compared. */
export function bindList(
  list: ListIr,
  given: Iterable<string | ListMember>,
  path: string,
  context: BindContext,
): ListBinding {
  const checker = new CellChecker(context, [
    { name: "value", type: list.of, optional: false, pair: false },
  ]);
  const periods = new Map<string, Period[]>();
  let index = 0;
  for (const each of given) {
    const at = pointer(path, index++);
    const member = memberFrom(each);
    const period = readPeriod(member, list.dated, context.schema.zoneMinutes, at, context.problems);
    if (!checker.check([cellFrom(member.value, list.of)], at)) continue;
    const value = member.value.normalize("NFC");
    const known = periods.get(value);
    if (known === undefined) periods.set(value, [period]);
    else known.push(period);
  }
  return list.dated ? datedBinding(periods) : undatedBinding(new Set(periods.keys()));
}
