/**
 * The grammar as text, printed from the parser itself.
 *
 * Productions of the Chevrotain parser in, one line of extended Backus-Naur form per rule out. Keywords are shown in their English spelling, categories
 * (all comparisons, all aggregates) by their name.
 */
import { standardParser } from "@luong/dsl";
import { aggregates, isAggregateName, keywordTable, operatorSpec, operators } from "@luong/spec";

type Grammar = ReturnType<typeof standardParser>["grammar"];
type Production = ReturnType<Grammar["getGAstProductions"]>[string]["definition"][number];

export function grammarText(): string {
  const rules = Object.values(standardParser().grammar.getGAstProductions());
  const width = Math.max(...rules.map((rule) => rule.name.length));
  return rules
    .map((rule) => `${rule.name.padEnd(width)} = ${sequence(rule.definition)}`)
    .join("\n");
}

function sequence(parts: readonly Production[]): string {
  return parts
    .map((part) => printed(part))
    .filter((text) => text !== "")
    .join(" ");
}

/** By the library's class names, which its documentation fixes. */
function printed(part: Production): string {
  switch (part.constructor.name) {
    case "Terminal":
      return terminal(part);
    case "NonTerminal":
      return "nonTerminalName" in part ? String(part.nonTerminalName) : "";
    case "Alternation":
      return alternatives(inner(part).map((each) => printed(each)));
    case "Alternative":
      return sequence(inner(part));
    case "Option":
      return `[ ${sequence(inner(part))} ]`;
    case "Repetition":
      return `{ ${sequence(inner(part))} }`;
    case "RepetitionMandatory":
      return `${bracketed(sequence(inner(part)))}+`;
    case "RepetitionWithSeparator":
      return `[ list(${sequence(inner(part))}) ]`;
    case "RepetitionMandatoryWithSeparator":
      return `list(${sequence(inner(part))})`;
    default:
      return sequence(inner(part));
  }
}

/** `MISSING` stands for what was left out, so that it can be reported: no part of the language. */
function alternatives(all: readonly string[]): string {
  const real = all.filter((each) => each !== "MISSING");
  return real.length === 1 ? (real[0] ?? "") : `( ${real.join(" | ")} )`;
}

function inner(part: Production): readonly Production[] {
  return "definition" in part && Array.isArray(part.definition) ? part.definition : [];
}

function bracketed(text: string): string {
  return text.includes(" ") ? `( ${text} )` : text;
}

/** A kind of operators; one form shares its name with a keyword. */
function isForm(type: object): boolean {
  const { vocabulary } = standardParser();
  return Object.values(operators).some((each) => vocabulary.form[each.form] === type);
}

function terminalType(part: Production): { readonly name: string } | undefined {
  const type: unknown = Reflect.get(part, "terminalType");
  const isNamed = typeof type === "object" && type !== null && "name" in type;
  return isNamed && typeof type.name === "string"
    ? Object.assign(type, { name: type.name })
    : undefined;
}

/** Punctuation by the name of its token. */
const marks: Readonly<Record<string, string>> = {
  open: "(",
  close: ")",
  colon: ":",
  comma: ",",
  bar: "|",
  rowStart: "|",
  dash: "-",
  star: "*",
  negativeSign: "-",
};

/** Keywords, operators and marks are quoted; kinds of words (NAME, NUMBER) and of operators (COMPARISON) are in capitals. */
function terminal(part: Production): string {
  const type = terminalType(part);
  if (type === undefined) return "";
  const { name } = type;
  const words = name.replaceAll("_", " ");
  const operator = name.startsWith("operator_")
    ? operatorSpec(name.slice("operator_".length))
    : undefined;
  if (operator !== undefined) return `"${operator.spelling.en}"`;
  const aggregate = name.startsWith("aggregate_") ? name.slice("aggregate_".length) : "";
  if (isAggregateName(aggregate)) return `"${aggregates[aggregate].spelling.en}"`;
  if (isForm(type)) return words.toUpperCase();
  const mark = marks[name];
  if (mark !== undefined) return `"${mark}"`;
  if (Object.hasOwn(keywordTable, words)) return `"${words}"`;
  return words.replaceAll(/([A-Z])/g, "_$1").toUpperCase();
}
