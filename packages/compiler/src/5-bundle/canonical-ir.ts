/**
 * Canonical JSON of a whole IR, twice in one walk: as it travels in the bundle, and without what its digest leaves out.
 *
 * Comes in: an IR. Goes out: the same texts as `canonicalJson` would give. Places in source files are no part of the meaning: moving a criterion to another file
 * leaves the digest what it was.
 */
import { type BundleIr, canonicalJson, canonicalKeys } from "@luong/spec";

export interface IrTexts {
  /** The whole. */
  readonly full: string;
  /** Without `source` of criteria, scorecards and policies. */
  readonly bare: string;
}

/** Canonical JSON of an object without some of its members. */
export function canonicalMembers(value: object, without: readonly string[]): string {
  let text = "{";
  for (const { key, quoted } of canonicalKeys(value)) {
    const member: unknown = Reflect.get(value, key);
    if (member === undefined || without.includes(key)) continue;
    text += (text.length > 1 ? "," : "") + quoted + canonicalJson(member);
  }
  return `${text}}`;
}

function textsOf(part: object): IrTexts {
  const members: string[] = [];
  let source = -1;
  for (const { key, quoted } of canonicalKeys(part)) {
    const member: unknown = Reflect.get(part, key);
    if (member === undefined) continue;
    if (key === "source") source = members.length;
    members.push(quoted + canonicalJson(member));
  }
  const full = `{${members.join(",")}}`;
  if (source >= 0) members.splice(source, 1);
  return { full, bare: `{${members.join(",")}}` };
}

function textsOfAll(parts: readonly object[]): IrTexts {
  const texts = parts.map(textsOf);
  const list = (pick: (each: IrTexts) => string): string => `[${texts.map(pick).join(",")}]`;
  return { full: list((each) => each.full), bare: list((each) => each.bare) };
}

export function canonicalIr(ir: BundleIr): IrTexts {
  const parted: ReadonlyMap<string, readonly object[]> = new Map<string, readonly object[]>([
    ["criteria", ir.criteria],
    ["scorecards", ir.scorecards],
    ["policies", ir.policies],
  ]);
  const full: string[] = [];
  const bare: string[] = [];
  for (const { key, quoted } of canonicalKeys(ir)) {
    const member: unknown = Reflect.get(ir, key);
    if (member === undefined) continue;
    const parts = parted.get(key);
    const whole = parts === undefined ? canonicalJson(member) : "";
    const texts = parts === undefined ? { full: whole, bare: whole } : textsOfAll(parts);
    full.push(quoted + texts.full);
    bare.push(quoted + texts.bare);
  }
  return { full: `{${full.join(",")}}`, bare: `{${bare.join(",")}}` };
}
