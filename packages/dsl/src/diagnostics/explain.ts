/**
 * The explain page of a code: what the message means, why, a wrong and a right example with what the wrong one gives.
 *
 * In: a code and a language. Out: the page as data or as Markdown. Everything comes from the catalogue; the example is
 * analysed when the page is asked for, so a page can not promise a message that no longer comes.
 */
import type { Language, Severity } from "@luong/spec";
import { exampleSchema } from "./example-schema.ts";
import { render } from "./render.ts";
import { runExample } from "./run-example.ts";
import { entryOf, severityWord } from "./text.ts";

export interface ExplainPage {
  readonly code: string;
  readonly severity: Severity;
  readonly title: string;
  /** Markdown. */
  readonly explain: string;
  readonly bad: string;
  /** The message `bad` gives, framed; empty for the few codes no short example gives. */
  readonly rendered: string;
  readonly good: string;
}

/** Undefined for a code that does not exist. */
export function explainPage(code: string, language: Language): ExplainPage | undefined {
  const entry = entryOf(code);
  if (entry === undefined) return undefined;
  const { title, explain } = entry[language];
  const { severity, bad, good } = entry;
  return { code, severity, title, explain, bad, rendered: rendered(code, bad, language), good };
}

function rendered(code: string, bad: string, language: Language): string {
  const found = runExample(bad).find((each) => each.code === code);
  if (found === undefined) return "";
  const sourceOf = (file: string): string => (file === "schema.crit" ? exampleSchema : bad);
  return render(found, { language, format: "pretty", color: false, sourceOf });
}

const headings = {
  en: { wrong: "Wrong", right: "Right" },
  vi: { wrong: "Sai", right: "Đúng" },
} as const;

/** The page as Markdown, starting at a heading of the second level. */
export function explainMarkdown(page: ExplainPage, language: Language): string {
  const { wrong, right } = headings[language];
  const parts = [
    `## ${page.code} ${page.title}`,
    `*${severityWord(page.severity, language)}*`,
    page.explain,
    ...(page.bad === "" ? [] : [`**${wrong}**`, fenced("crit", page.bad)]),
    ...(page.rendered === "" ? [] : [fenced("text", page.rendered)]),
    ...(page.good === "" ? [] : [`**${right}**`, fenced("crit", page.good)]),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** A code block whose fence is longer than any run of back-quotes in it. */
function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/gu) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
}
