/**
 * Canonical JSON of a whole IR, twice in one walk: as it travels in the bundle, and without what its digest leaves out.
 *
 * Comes in: an IR. Goes out: the same texts as `canonicalJson` would give. Places in source files are no part of the meaning: moving a criterion to another file
 * leaves the digest what it was.
 */
import { type BundleIr, canonicalJson, canonicalKeys } from "@luong/spec";

export interface IrWriting {
  /** Canonical JSON of the whole. */
  readonly full: string;
  /** The same without `source` of criteria, scorecards and policies, in pieces: it is only digested. */
  readonly bare: readonly string[];
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

/** Pieces of both texts; most pieces stand in both. */
class Pieces {
  readonly full: string[] = [];
  readonly bare: string[] = [];

  both(text: string): void {
    this.full.push(text);
    this.bare.push(text);
  }

  /** An object whose `source` is left out of the bare text. */
  part(value: object): void {
    let before = "{";
    let source = "";
    let after = "";
    for (const { key, quoted } of canonicalKeys(value)) {
      const member: unknown = Reflect.get(value, key);
      if (member === undefined) continue;
      const text = quoted + canonicalJson(member);
      if (key === "source") source = text;
      else if (source === "") before += before.length > 1 ? `,${text}` : text;
      else after += `,${text}`;
    }
    this.both(before);
    if (source !== "") this.full.push(before.length > 1 ? `,${source}` : source);
    // Without the source, nothing may stand before the first comma.
    const isFirst = before.length === 1;
    if (after !== "" && isFirst) {
      this.full.push(after);
      this.bare.push(after.slice(1));
    } else this.both(after);
    this.both("}");
  }

  /** Lets go now and then: the bundler works beside this and asks for modules. */
  async parts(values: readonly object[]): Promise<void> {
    this.both("[");
    for (const [index, value] of values.entries()) {
      if (index > 0) this.both(",");
      if (index % PARTS_AT_ONCE === PARTS_AT_ONCE - 1) await new Promise((go) => setImmediate(go));
      this.part(value);
    }
    this.both("]");
  }
}

const PARTS_AT_ONCE = 200;

export async function canonicalIr(ir: BundleIr): Promise<IrWriting> {
  const parted: ReadonlyMap<string, readonly object[]> = new Map<string, readonly object[]>([
    ["criteria", ir.criteria],
    ["scorecards", ir.scorecards],
    ["policies", ir.policies],
  ]);
  const pieces = new Pieces();
  let lead = "{";
  for (const { key, quoted } of canonicalKeys(ir)) {
    const member: unknown = Reflect.get(ir, key);
    if (member === undefined) continue;
    pieces.both(lead + quoted);
    lead = ",";
    const parts = parted.get(key);
    if (parts === undefined) pieces.both(canonicalJson(member));
    else await pieces.parts(parts);
  }
  pieces.both("}");
  return { full: pieces.full.join(""), bare: pieces.bare };
}
