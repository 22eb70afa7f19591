/**
 * Members → a list that can be asked. Small lists without periods are a set of the platform; the others lie flat (`lists/flat-set.ts`).
 *
 * Every member is checked as a fact of the list's type would be. Problems are collected, never thrown.
 */

import type { ListBinding, ListIr, ListMember, Type } from "@luong/spec";
import { parseRational } from "@luong/spec";
import { pointer } from "../facts/pointer.ts";
import { FlatSet, FlatSetBuilder } from "../lists/flat-set.ts";
import type { BindContext } from "./bind-context.ts";
import { CellChecker } from "./cells.ts";
import { readPeriod } from "./periods.ts";

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

/** Lists above this size stay in flat memory. */
const MEMBERS_AS_OBJECTS = 10_000;

/** A list that was bound, with the flat memory it is kept in. */
export interface BoundList extends ListBinding {
  readonly set: FlatSet;
}

/** The binding of a set that is there; what asks for all members of one this large pays for them, once when it has no periods. */
function bindingOf(set: FlatSet): BoundList {
  const { dated } = set;
  if (set.size <= MEMBERS_AS_OBJECTS && !dated) {
    const values = new Set(set);
    const members = [...values];
    return { set, dated, has: (value) => values.has(value), members: () => members };
  }
  if (dated) {
    return {
      set,
      dated,
      has: (value, at) => set.hasAt(value, at),
      members: (at) => [...set.membersAt(at)],
    };
  }
  let members: readonly string[] | undefined;
  return {
    set,
    dated,
    has: (value) => set.has(value),
    members: () => {
      members ??= [...set];
      return members;
    },
  };
}

/**
 * Texts are kept in NFC, as facts are compared. A `FlatSet` of the list's kind, dated or not, was checked by who made it and
 * is taken as it is.
 */
export function bindList(
  list: ListIr,
  given: Iterable<string | ListMember>,
  path: string,
  context: BindContext,
): BoundList {
  if (given instanceof FlatSet && given.dated === list.dated) return bindingOf(given);
  const column = { name: "value", type: list.of, optional: false, pair: false };
  const checker = new CellChecker(context, [column], true);
  const builder = new FlatSetBuilder(list.dated);
  const { zoneMinutes } = context.schema;
  let index = 0;
  for (const each of given) {
    const at = pointer(path, index++);
    const member = memberFrom(each);
    const { from, until } = readPeriod(member, list.dated, zoneMinutes, at, context.problems);
    if (!checker.check([cellFrom(member.value, list.of)], at)) continue;
    builder.add(member.value.normalize("NFC"), from, until);
  }
  return bindingOf(builder.build(builder.size > MEMBERS_AS_OBJECTS));
}
