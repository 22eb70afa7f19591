/**
 * Which codes a list has: from the schema, or bound from outside; and what each code's parent is.
 *
 * One small object per code list, made when the engine is made. `codes` is null for an external list that is not bound: any text of the
 * right form is then a member, and nobody's parent is known.
 */
import type { Code, CodeList } from "@luong/spec";

export interface CodeSet {
  readonly list: CodeList;
  /** Parent by code, null at a root; null as a whole when the codes are not known. */
  readonly codes: ReadonlyMap<string, string | null> | null;
}

export function codeSetFrom(list: CodeList, codes: readonly Code[] | null): CodeSet {
  if (codes === null) return { list, codes: null };
  return { list, codes: new Map(codes.map(({ code, parent }) => [code, parent ?? null])) };
}

/** Is `code` a member, as far as is known? */
export function hasCode(set: CodeSet, code: string): boolean {
  if (set.codes === null) return hasForm(set.list, code);
  return set.codes.has(code);
}

/** Codes of a levelled list have one of the lengths; others are any text that is not empty. */
export function hasForm(list: CodeList, code: string): boolean {
  return list.shape === "levels" ? list.levels.includes(code.length) : code.length > 0;
}
