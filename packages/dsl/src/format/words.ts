/**
 * Spelling of the words of the language in one of its two languages.
 *
 * In: the English spelling of a keyword, or the name of an operator, aggregate or unit. Out: how it is written.
 * Everything comes from the tables of `spec`; nothing is spelled here.
 */
import {
  aggregates,
  isAggregateName,
  isUnitName,
  keywordTable,
  type Language,
  type OperatorForm,
  operatorSpec,
  operators,
  units,
} from "@luong/spec";

export interface Words {
  readonly language: Language;
  /** A keyword by its English spelling. */
  of(english: string): string;
  /** An operator, or a relation such as `isMissing`, by its name in the tree. */
  operator(name: string): { readonly form: OperatorForm; readonly spelling: string };
  aggregate(name: string): string;
  /** True for aggregates of the rows themselves, which take no value (`count of items`). */
  countsRows(name: string): boolean;
  /** True for aggregates that stand right before what they count (`count distinct x over items`). */
  countsPaths(name: string): boolean;
  /** A unit or a length of time after this number. */
  unit(name: string, image?: string): string;
}

interface Spelled {
  readonly spelling: Readonly<Record<Language, string>>;
}

const spellings: ReadonlyMap<string, Spelled> = new Map(
  [...Object.values<Spelled>(operators), ...Object.values<Spelled>(keywordTable)].map((each) => [
    each.spelling.en,
    each,
  ]),
);

const relations = new Map(
  Object.values(keywordTable).flatMap((each) =>
    each.relation === undefined
      ? []
      : [[each.relation.op, { form: each.relation.form, spelling: each.spelling }] as const],
  ),
);

function wordsIn(language: Language): Words {
  const of = (english: string): string => spellings.get(english)?.spelling[language] ?? english;
  return {
    language,
    of,
    operator(name) {
      const found = operatorSpec(name) ?? relations.get(name);
      return found === undefined
        ? { form: "operand", spelling: name }
        : { form: found.form, spelling: found.spelling[language] };
    },
    aggregate: (name) => (isAggregateName(name) ? aggregates[name].spelling[language] : name),
    countsRows: (name) => name === "count",
    countsPaths: (name) => name === "countDistinct",
    unit(name, image) {
      if (isUnitName(name)) return units[name].spelling[language];
      const one = language === "en" && image === "1" ? keywordTable[name]?.also?.[0] : undefined;
      return one ?? of(name);
    },
  };
}

const words: Readonly<Record<Language, Words>> = { en: wordsIn("en"), vi: wordsIn("vi") };

export function wordsOf(language: Language): Words {
  return words[language];
}

const itemWords = Object.values(keywordTable).filter((each) => each.startsItem === true);

/** Language of the keyword that `text` starts with; English when it is neither. */
export function languageOf(text: string): Language {
  const start = text.slice(0, 40).normalize("NFC").replace(/\s+/gu, " ");
  return itemWords.some((each) => start.startsWith(each.spelling.vi)) ? "vi" : "en";
}
