/**
 * The language an item is written in, for words that a fix puts into it.
 *
 * Comes in: a reader of texts and a place. Goes out: the language of the nearest item word before it. Only asked when something is
 * wrong, so looking back over the text is cheap enough. The language of titles and reasons is another question (`languages`).
 */
import { type KeywordSpec, keywordTable, type Language, type Span } from "@luong/spec";
import type { TextOf } from "./text.ts";

/** Characters looked back; a longer item is a long list of codes. */
const REACH = 20_000;

const itemWords: readonly KeywordSpec[] = Object.values<KeywordSpec>(keywordTable).filter(
  (each) => each.startsItem === true,
);
const ITEM = new RegExp(
  `^(?:(${spellings("vi")})|${spellings("en")})(?![0-9A-Za-z_\\u00C0-\\u1EFF])`,
  "gm",
);

function spellings(language: Language): string {
  return itemWords.map((each) => each.spelling[language]).join("|");
}

export function languageAt(textOf: TextOf, span: Span): Language {
  const start = Math.max(0, span.start - REACH);
  let language: Language = "en";
  for (const [, vietnamese] of textOf({ ...span, start, end: span.start }).matchAll(ITEM)) {
    language = vietnamese === undefined ? "en" : "vi";
  }
  return language;
}
