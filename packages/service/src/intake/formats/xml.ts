/**
 * XML of cameras as plain data: element → text, object or list, without namespaces and attributes.
 *
 * Text in, data or a problem out. Document types and entities are refused before anything is parsed, so there is nothing to expand; the five
 * entities every XML has, and characters by number, are put in afterwards.
 */
import { XMLParser } from "fast-xml-parser";
import { type Problem, problem } from "../quarantine.ts";

export const XML_DEPTH_MAX = 24;

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  removeNSPrefix: true,
  // "0097" is a plate before it is a number.
  parseTagValue: false,
  trimValues: true,
  processEntities: false,
  maxNestedTags: XML_DEPTH_MAX,
});

export type XmlRead = { readonly value: unknown } | { readonly problem: Problem };

export function readXml(text: string): XmlRead {
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) return { problem: problem("entities", "", {}) };
  try {
    // The second argument asks for well-formedness first; without it a document cut off in the middle passes.
    return { value: parser.parse(text, true) };
  } catch (error) {
    const isDeep = error instanceof Error && error.message.includes("nested tags");
    return {
      problem: isDeep
        ? problem("tooDeep", "", { limit: XML_DEPTH_MAX })
        : problem("notXml", "", {}),
    };
  }
}

const named: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

/** `A&amp;B` → `A&B`; an entity nobody declared stays as written. */
export function plainText(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/gi, (whole, dec, hex, name) => {
    if (name !== undefined) return Object.hasOwn(named, name) ? (named[name] ?? whole) : whole;
    const point = dec === undefined ? Number.parseInt(hex, 16) : Number(dec);
    const isCharacter = point > 31 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
    return isCharacter ? String.fromCodePoint(point) : whole;
  });
}
