/**
 * Titles and reasons by language: untagged text is in the language its file is written in.
 *
 * Comes in: labels of the tree. Goes out: `Label` of the IR, and which language a text of a reason is in. Reads no wording.
 */

import type { CritFile, LabelText } from "@luong/dsl";
import { labelFrom, languageOfFile } from "@luong/dsl";
import type { Label, Language } from "@luong/spec";

/** Language of untagged texts by file; files without a header follow the set's. */
export function fileLanguages(files: readonly CritFile[]): ReadonlyMap<string, Language> {
  const withHeader = files.filter((file) => file.header !== null);
  const head = withHeader.find((file) => file.header?.kind === "setHeader") ?? withHeader[0];
  const fallback = head === undefined ? "en" : languageOfFile(head, "en");
  return new Map(files.map((file) => [file.file, languageOfFile(file, fallback)]));
}

export function labelOf(node: LabelText | null, language: Language): Label {
  return labelFrom(node, language);
}

/** The tagged or default language of one text of several. */
export function textLanguage(
  texts: readonly { readonly language: Language | null }[],
  index: number,
  language: Language,
): Language {
  const own = texts[index]?.language ?? null;
  if (own !== null) return own;
  const isTaken = texts.some((each) => each.language === language);
  return isTaken ? (language === "en" ? "vi" : "en") : language;
}
