/**
 * Characters that come from other places than our keyboard: other alphabets, widths, signs of currencies, marks.
 *
 * Tables and one function; what is reported about them is decided in `lex.ts`. Signs with one meaning are in `raw.ts`.
 */
import type { KeywordName } from "@luong/spec";
import { NAME_PART } from "../source/letters.ts";

/** Signs that look-alikes of other languages have for our words. */
export const SIGN_WORDS: ReadonlyMap<string, KeywordName> = new Map([
  ["and", "and"],
  ["not", "not"],
]);
export const RANGE_SIGNS: ReadonlySet<string> = new Set(["..", "–", "—", "−"]);
/** Without these nothing else is said: marks, brackets, pictures. */
export const REMOVABLE =
  /^(?:[?@;:'"`´…。、．·.,[\]{}\\]|\p{Extended_Pictographic}|[\u200D\uFE0F])+$/u;
/** Signs of one currency only; `$` and `¥` are of several. */
export const CURRENCY_SIGNS: ReadonlyMap<string, string> = new Map([
  ["₫", "VND"],
  ["€", "EUR"],
  ["£", "GBP"],
  ["₩", "KRW"],
  ["฿", "THB"],
  ["₹", "INR"],
  ["₭", "LAK"],
  ["៛", "KHR"],
]);
/** Cyrillic and Greek letters that look like a Latin one. */
export const LETTERS_ALIKE: ReadonlyMap<string, string> = new Map(
  [
    "аa еe оo рp сc уy хx іi јj ѕs ԁd һh АA ВB ЕE КK МM НH ОO РP СC ТT УY ХX ІI ЈJ ЅS",
    "οo νv ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX",
  ]
    .join(" ")
    .split(" ")
    .map((pair) => [pair.charAt(0), pair.charAt(1)]),
);
export const WORD_WITH_FOREIGN = new RegExp(
  `^[${NAME_PART}${[...LETTERS_ALIKE.keys()].join("")}]+`,
);
export const FOREIGN_LETTER = /[\u0370-\u052F]/;

/** The same characters in common width. */
export function commonWidth(wide: string): string {
  return [...wide].map((each) => String.fromCharCode(each.charCodeAt(0) - 0xfee0)).join("");
}
