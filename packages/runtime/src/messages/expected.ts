/**
 * Names of what was expected, in both languages: "an amount in VND", "một ngày".
 *
 * Faults carry the key and its detail as plain JSON; this file turns them into words. It does not know schemas.
 */
import type { Language } from "@luong/spec";

export type ExpectedKind =
  | "boolean"
  | "integer"
  | "number"
  | "text"
  | "code"
  | "date"
  | "time"
  | "instant"
  | "amount"
  | "money"
  | "value"
  | "quantity"
  | "price"
  | "unitPrice"
  | "object"
  | "list"
  | "pair"
  | "channel"
  | "word"
  | "rate"
  | "samplingKey"
  | "quotas";

export interface Expected {
  readonly kind: ExpectedKind;
  /** Code list, currency, unit, record … or the words allowed. */
  readonly of?: string;
}

const phrases: Readonly<Record<ExpectedKind, Readonly<Record<Language, (of: string) => string>>>> =
  {
    boolean: { en: () => "`true` or `false`", vi: () => "`true` hoặc `false`" },
    integer: { en: () => "a whole number", vi: () => "một số nguyên" },
    number: { en: () => "a number", vi: () => "một số" },
    text: { en: () => "a text in quotes", vi: () => "văn bản trong dấu nháy" },
    code: {
      en: (of) => `a code of \`${of}\` in quotes`,
      vi: (of) => `mã của \`${of}\` trong dấu nháy`,
    },
    date: { en: () => "a date", vi: () => "một ngày" },
    time: { en: () => "a time of day", vi: () => "một giờ trong ngày" },
    instant: { en: () => "a date and time", vi: () => "một ngày giờ" },
    amount: { en: (of) => `an amount in ${of}`, vi: (of) => `số tiền ${of}` },
    money: {
      en: () => 'money as `{"amount": …, "currency": "…"}`',
      vi: () => 'tiền dạng `{"amount": …, "currency": "…"}`',
    },
    value: { en: (of) => `a quantity in ${of}`, vi: (of) => `lượng tính bằng ${of}` },
    quantity: {
      en: () => 'a quantity as `{"value": …, "unit": "…"}`',
      vi: () => 'lượng dạng `{"value": …, "unit": "…"}`',
    },
    price: { en: (of) => `a price in ${of}`, vi: (of) => `đơn giá ${of}` },
    unitPrice: {
      en: () => 'a price as `{"amount": …, "currency": "…", "unit": "…"}`',
      vi: () => 'đơn giá dạng `{"amount": …, "currency": "…", "unit": "…"}`',
    },
    object: { en: (of) => `an object (\`${of}\`)`, vi: (of) => `một đối tượng (\`${of}\`)` },
    list: { en: () => "a list in brackets", vi: () => "một dãy trong ngoặc vuông" },
    pair: { en: () => "a range `[from, to]`", vi: () => "một khoảng `[từ, đến]`" },
    channel: { en: () => "`green`, `yellow` or `red`", vi: () => "`green`, `yellow` hoặc `red`" },
    rate: {
      en: () => "a positive decimal in quotes, under `FROM/TO`",
      vi: () => "số thập phân dương trong dấu nháy, với khóa `TỪ/SANG`",
    },
    quotas: { en: () => "what `exportQuotas` gave", vi: () => "kết quả của `exportQuotas`" },
    samplingKey: { en: () => "32 hexadecimal digits", vi: () => "32 chữ số thập lục phân" },
    word: { en: (of) => `one of ${of}`, vi: (of) => `một trong ${of}` },
  };

export function describeExpected(expected: Expected, language: Language): string {
  return phrases[expected.kind][language](expected.of ?? "");
}

export type Got = "nothing" | "boolean" | "number" | "text" | "list" | "object" | "other";

const gotPhrases: Readonly<Record<Got, Readonly<Record<Language, string>>>> = {
  nothing: { en: "nothing", vi: "không có gì" },
  boolean: { en: "true or false", vi: "giá trị đúng sai" },
  number: { en: "a number", vi: "một số" },
  text: { en: "a text", vi: "một văn bản" },
  list: { en: "a list", vi: "một dãy" },
  object: { en: "an object", vi: "một đối tượng" },
  other: { en: "something that is not JSON", vi: "thứ không phải JSON" },
};

export function describeGot(got: Got, language: Language): string {
  return gotPhrases[got][language];
}

/** What a value is, in the words of JSON. */
export function gotFrom(value: unknown): Got {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "list";
  switch (typeof value) {
    case "boolean":
      return "boolean";
    case "number":
      return "number";
    case "string":
      return "text";
    case "object":
      return value instanceof Date ? "other" : "object";
    default:
      return "other";
  }
}

/** At most ten codes, so that a message stays a sentence. */
export function listCodes(codes: readonly string[]): string {
  const shown = codes.slice(0, 10).map((code) => `\`${code}\``);
  return codes.length > shown.length ? `${shown.join(", ")}, …` : shown.join(", ");
}
