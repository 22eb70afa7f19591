/**
 * Words that several messages share: types, named things, suggestions, in both languages.
 *
 * Comes in: the plain arguments of a diagnostic. Goes out: pieces of a sentence, user text in backticks.
 * It knows nothing of trees or spans and does not choose which message is shown.
 */
import type { Dimension, Label, Language, Type } from "@luong/spec";

/** A thing of the schema or the set: its name as written and what it is called for people. */
export interface Named {
  readonly name: string;
  readonly label: Label;
}

/** `` `net_weight` (Trọng lượng tịnh) ``: the reader's language, else the other one. */
export function named(thing: Named, language: Language): string {
  const label = thing.label[language] ?? thing.label.en ?? thing.label.vi;
  return label === undefined || label === thing.name
    ? `\`${thing.name}\``
    : `\`${thing.name}\` (${label})`;
}

const orWord: Readonly<Record<Language, string>> = { en: "or", vi: "hoặc" };

/** `` `a`, `b` or `c` ``. */
export function oneOf(words: readonly string[], language: Language): string {
  return enumerated(words, orWord[language]);
}

/** What is lacking: `` `a`, `b` or `c` `` after an English negation, `` `a`, `b` và `c` `` in Vietnamese. */
export function noneOf(words: readonly string[], language: Language): string {
  return enumerated(words, language === "en" ? orWord.en : "và");
}

function enumerated(words: readonly string[], joint: string): string {
  const quoted = words.map((word) => `\`${word}\``);
  const last = quoted.pop();
  if (last === undefined) return "";
  return quoted.length === 0 ? last : `${quoted.join(", ")} ${joint} ${last}`;
}

/** The `try` part with the nearest names, absent when none is near. */
export function didYouMean(
  suggestions: readonly string[],
  language: Language,
): { readonly try?: string } {
  if (suggestions.length === 0) return {};
  const names = oneOf(suggestions, language);
  return { try: language === "en" ? `did you mean ${names}?` : `có phải ý bạn là ${names}?` };
}

const dimensions: Readonly<Record<Dimension, Readonly<Record<Language, string>>>> = {
  mass: { en: "mass", vi: "khối lượng" },
  count: { en: "number of pieces", vi: "số chiếc" },
  volume: { en: "volume", vi: "thể tích" },
  length: { en: "length", vi: "độ dài" },
  area: { en: "area", vi: "diện tích" },
  energy: { en: "energy", vi: "điện năng" },
};

export function dimensionName(dimension: Dimension, language: Language): string {
  return dimensions[dimension][language];
}

type PlainKind = Exclude<
  Type["kind"],
  "id" | "code" | "money" | "quantity" | "unitPrice" | "record" | "list" | "set"
>;

const plainTypes: Readonly<Record<PlainKind, Readonly<Record<Language, string>>>> = {
  boolean: { en: "true or false", vi: "giá trị đúng sai" },
  integer: { en: "a whole number", vi: "số nguyên" },
  number: { en: "a number", vi: "số" },
  percent: { en: "a percentage", vi: "tỷ lệ phần trăm" },
  text: { en: "a text", vi: "văn bản" },
  date: { en: "a date", vi: "ngày" },
  time: { en: "a time of day", vi: "giờ trong ngày" },
  instant: { en: "a date with time", vi: "thời điểm" },
  duration: { en: "a length of time", vi: "khoảng thời gian" },
  period: { en: "months or years", vi: "số tháng hoặc số năm" },
  channel: { en: "a channel", vi: "luồng" },
  flow: { en: "a flow", vi: "nghiệp vụ" },
  stage: { en: "a stage", vi: "giai đoạn" },
  error: { en: "something unknown", vi: "kiểu chưa rõ" },
};

/** A value of a type as a noun phrase: `a code of Country`, `mã thuộc Country`. */
export function typeName(type: Type, language: Language): string {
  const en = language === "en";
  switch (type.kind) {
    case "id":
      return en
        ? `${/^[AEIOU]/.test(type.name) ? "an" : "a"} \`${type.name}\``
        : `\`${type.name}\``;
    case "code":
      return en ? `a code of \`${type.list}\`` : `mã thuộc \`${type.list}\``;
    case "money": {
      const money = en ? "an amount of money" : "số tiền";
      return type.currency === null ? money : `${money} (${type.currency})`;
    }
    case "quantity":
      if (type.dimension === null) return en ? "a quantity" : "lượng hàng";
      return `${en ? "a " : ""}${dimensionName(type.dimension, language)}`;
    case "unitPrice": {
      const price = en ? "a unit price" : "đơn giá";
      return type.currency === null ? price : `${price} (${type.currency})`;
    }
    case "record":
      return en ? `a whole \`${type.record}\`` : `bản ghi \`${type.record}\``;
    case "list":
      return en ? `a list of \`${type.each}\`` : `dãy \`${type.each}\``;
    case "set":
      return en
        ? `a set, each ${typeName(type.of, language)}`
        : `tập ${typeName(type.of, language)}`;
    case "boolean":
    case "integer":
    case "number":
    case "percent":
    case "text":
    case "date":
    case "time":
    case "instant":
    case "duration":
    case "period":
    case "channel":
    case "flow":
    case "stage":
    case "error":
      return plainTypes[type.kind][language];
  }
}
