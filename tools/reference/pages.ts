/**
 * All generated pages by file name under `docs/`.
 */
import { diagnosticsPage } from "./diagnostics-page.ts";
import { grammarText } from "./grammar.ts";
import { languagePage } from "./language-page.ts";

export function referencePages(): ReadonlyMap<string, string> {
  const grammar = grammarText();
  return new Map([
    ["language.md", languagePage("en", grammar)],
    ["ngon-ngu.md", languagePage("vi", grammar)],
    ["diagnostics.md", diagnosticsPage("en")],
    ["thong-bao.md", diagnosticsPage("vi")],
  ]);
}
