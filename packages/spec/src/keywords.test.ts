import { expect, test } from "vitest";
import { aggregates } from "./aggregates.ts";
import type { Language } from "./diagnostic.ts";
import { keywordTable } from "./keywords.ts";
import { operators } from "./operators.ts";
import { units } from "./units.ts";

interface Word {
  readonly table: string;
  readonly name: string;
  readonly text: string;
  readonly language: Language;
}

const tables: Readonly<
  Record<string, Readonly<Record<string, { spelling: Readonly<Record<Language, string>> }>>>
> = { keyword: keywordTable, operator: operators, aggregate: aggregates, unit: units };

const words: readonly Word[] = Object.entries(tables).flatMap(([table, entries]) =>
  Object.entries(entries).flatMap(([name, { spelling }]) =>
    (["en", "vi"] as const).map((language) => ({
      table,
      name: `${table} ${name}`,
      text: spelling[language],
      language,
    })),
  ),
);
const isWord = ({ text }: Word): boolean => /^\p{L}/u.test(text);

test("no spelling stands for two things", () => {
  const meanings = new Map<string, Set<string>>();
  for (const { text, name } of words) {
    meanings.set(text, (meanings.get(text) ?? new Set()).add(name));
  }
  const double = [...meanings].filter(([, names]) => names.size > 1);
  expect(double).toEqual([]);
});

test("no Vietnamese keyword begins another one", () => {
  const vietnamese = [
    ...new Set(
      words.filter((each) => each.language === "vi" && isWord(each)).map(({ text }) => text),
    ),
  ];
  const begun = vietnamese.flatMap((short) =>
    vietnamese.filter((long) => long.startsWith(`${short} `)).map((long) => `${short} | ${long}`),
  );
  // The two ways of counting: `đếm của items`, `đếm khác nhau item.origin trên items`.
  expect(begun).toEqual(["đếm | đếm khác nhau"]);
});

test("words are in small letters, in composed form, with single blanks", () => {
  for (const { text } of words.filter(isWord)) {
    expect(text).toBe(text.toLowerCase().normalize("NFC").replace(/\s+/g, " ").trim());
  }
});

test("no syllable could carry its tone mark on another vowel", () => {
  // oa, oe, uy with a tone and nothing behind them are spelt two ways (khoá, khóa).
  const twoWays = /(?:o[áàảãạéèẻẽẹ]|[óòỏõọ][ae]|u[ýỳỷỹỵ]|[úùủũụ]y)(?![\p{L}])/u;
  expect(words.map(({ text }) => text).filter((text) => twoWays.test(text))).toEqual([]);
});

test("the English key is the English spelling", () => {
  for (const [key, { spelling }] of Object.entries(keywordTable)) expect(spelling.en).toBe(key);
});
