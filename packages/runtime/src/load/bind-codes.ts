/**
 * Codes of a code list, written in the schema or bound from outside → one `CodeSet`, checked.
 *
 * A code stands once; a parent is in the list; nobody is above himself; codes of a levelled list have the length of a level.
 */
import type { Code, CodeList, Fault } from "@luong/spec";
import { type CodeSet, codeSetFrom, hasForm } from "../facts/code-sets.ts";
import { pointer } from "../facts/pointer.ts";
import { fault } from "../messages/catalogue.ts";

type Reason = "repeated" | "parent" | "cycle" | "length";

/** Does the way up from `code` come back to it? */
function isAboveItself(code: string, parents: ReadonlyMap<string, string | null>): boolean {
  const seen = new Set<string>();
  for (let at = parents.get(code); typeof at === "string"; at = parents.get(at)) {
    if (at === code) return true;
    if (seen.has(at)) return false;
    seen.add(at);
  }
  return false;
}

export function bindCodes(
  list: CodeList,
  given: Iterable<string | Code>,
  path: string,
  problems: Fault[],
): CodeSet {
  const codes = Array.from(
    given,
    (each): Code => (typeof each === "string" ? { code: each, label: {} } : each),
  );
  const set = codeSetFrom(list, codes);
  const parents = set.codes ?? new Map<string, string | null>();
  const seen = new Set<string>();
  for (const [index, { code, parent }] of codes.entries()) {
    const complain = (reason: Reason): void => {
      problems.push(
        fault("LU6512", pointer(path, index), { code: String(code), list: list.name, reason }),
      );
    };
    if (typeof code !== "string" || !hasForm(list, code)) complain("length");
    else if (seen.has(code)) complain("repeated");
    else if (parent !== undefined && !parents.has(parent)) complain("parent");
    else if (isAboveItself(code, parents)) complain("cycle");
    seen.add(code);
  }
  return set;
}
