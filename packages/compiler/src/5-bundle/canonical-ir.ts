/**
 * Canonical JSON of a whole IR, made of the texts of its parts.
 *
 * Comes in: an IR, and which members of criteria, scorecards and policies to leave out. Goes out: the same text as `canonicalJson` of such an IR. The text of a part
 * is worked out once, however often the IR is written: with its sources into the bundle, without them for its digest.
 */
import { type BundleIr, canonicalJson, canonicalKeys } from "@luong/spec";

const texts = new WeakMap<object, string>();

function textOf(part: unknown): string {
  if (typeof part !== "object" || part === null) return canonicalJson(part);
  let text = texts.get(part);
  if (text === undefined) {
    text = canonicalJson(part);
    texts.set(part, text);
  }
  return text;
}

/** Canonical JSON of an object without some members; the texts of its members are kept. */
export function canonicalMembers(value: object, without: readonly string[]): string {
  const members: string[] = [];
  for (const { key, quoted } of canonicalKeys(value)) {
    const member: unknown = Reflect.get(value, key);
    if (member !== undefined && !without.includes(key)) members.push(quoted + textOf(member));
  }
  return `{${members.join(",")}}`;
}

/** `without`: members of each criterion, scorecard and policy that are left out. */
export function canonicalIr(ir: BundleIr, without: readonly string[]): string {
  const parted: ReadonlyMap<string, readonly object[]> = new Map<string, readonly object[]>([
    ["criteria", ir.criteria],
    ["scorecards", ir.scorecards],
    ["policies", ir.policies],
  ]);
  const members: string[] = [];
  for (const { key, quoted } of canonicalKeys(ir)) {
    const parts = parted.get(key);
    const member: unknown = Reflect.get(ir, key);
    if (parts !== undefined) {
      members.push(`${quoted}[${parts.map((part) => canonicalMembers(part, without)).join(",")}]`);
    } else if (member !== undefined) members.push(quoted + textOf(member));
  }
  return `{${members.join(",")}}`;
}
