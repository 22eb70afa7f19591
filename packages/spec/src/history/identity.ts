/**
 * What tells the rows of a source apart, and the rows a derived source makes of another's.
 *
 * JSON of a row in, canonical text out: rows with equal text are versions of one. Text is compared as facts are (NFC), everything else as it is
 * written.
 */
import { canonicalJson } from "../canonical-json.ts";
import { memberOf } from "../facts.ts";
import type { Source } from "../schema.ts";
import { nfc } from "../text.ts";

/** Places are written with leading zeros, so that the order of texts is the order of places. */
const PLACE_DIGITS = 6;

/** Values of the identity fields as a JSON array (an absent one is null), without such fields the whole content. Not for derived sources. */
export function identityOf(source: Pick<Source, "identity">, json: unknown): string {
  const { identity } = source;
  if (identity.length === 0) return nfc(canonicalJson(json));
  return nfc(canonicalJson(identity.map((name) => memberOf(json, name) ?? null)));
}

/** Of the element at `position` (from 1) in the row with identity `parent`: `["A1"]#000003`. */
export function elementIdentity(parent: string, position: number): string {
  return `${parent}#${String(position).padStart(PLACE_DIGITS, "0")}`;
}

export interface DerivedRow {
  readonly json: unknown;
  readonly identity: string;
}

/** The rows a derived source has for one row of its parent: the fields of each element, and that row under its name. */
export function derivedRows(
  derived: NonNullable<Source["derived"]>,
  parent: unknown,
  identity: string,
): readonly DerivedRow[] {
  let list: unknown = parent;
  for (const name of derived.path) list = memberOf(list, name);
  if (!Array.isArray(list)) return [];
  return list.map((element: unknown, index) => {
    const fields = typeof element === "object" && element !== null ? element : {};
    return {
      json: { ...fields, [derived.parent]: parent },
      identity: elementIdentity(identity, index + 1),
    };
  });
}

/** The source a derived one comes from in the end, itself when it is none; undefined when a link is missing or they run in a circle. */
export function baseSourceOf(sources: readonly Source[], source: Source): Source | undefined {
  let at: Source | undefined = source;
  for (let links = 0; at?.derived !== undefined; links += 1) {
    const { derived }: Source = at;
    at = links < sources.length ? sources.find(({ name }) => name === derived.source) : undefined;
  }
  return at;
}

/** The order of rows: effective time, then identity by UTF-16 code units. */
export function compareRows(
  a: { readonly at: number; readonly identity: string },
  b: { readonly at: number; readonly identity: string },
): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  return a.identity < b.identity ? -1 : a.identity > b.identity ? 1 : 0;
}
