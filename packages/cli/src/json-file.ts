/**
 * Configuration files: JSON text in, checked plain data out, or one complaint that names the file and the place.
 *
 * The readers below are the meaning of the published JSON Schemas (a test holds them together). They exist beside the schemas
 * because a complaint of ours says "did you mean", in both languages.
 */
import { readFileSync } from "node:fs";
import { faultMessage, readJson } from "@luong/runtime";
import { type Both, CannotRun, didYouMean } from "./both.ts";
import { nearestWord } from "./suggest.ts";
import { lineAndColumn } from "./text-place.ts";

/** Where a value stands: the file as shown, and the keys down to it. */
export interface Place {
  readonly file: string;
  readonly path: string;
}

export type Reader<T> = (value: unknown, place: Place) => T;

function within(place: Place, key: string | number): Place {
  const step = typeof key === "number" ? `[${key}]` : place.path === "" ? key : `.${key}`;
  return { file: place.file, path: `${place.path}${step}` };
}

export function wrong(place: Place, text: Both, advice: Both | null = null): CannotRun {
  const where = place.path === "" ? place.file : `${place.file}: ${place.path}`;
  return new CannotRun({ en: `${where}: ${text.en}`, vi: `${where}: ${text.vi}` }, advice);
}

/** `path` is opened, `shown` is what the reader knows it as. Keys given twice are refused, as in declarations. */
export function readJsonFile(path: string, shown: string): unknown {
  const text = readTextFile(path, shown);
  const read = readJson(text);
  if (read.faults === undefined) return read.value;
  const [first] = read.faults;
  if (first === undefined) throw new Error("readJson: no value and no fault");
  const { column } = first.args;
  const at = typeof column === "number" ? lineAndColumn(text, column - 1) : null;
  const file = at === null ? shown : `${shown}:${at.line}:${at.column}`;
  const place = first.path === "" ? file : `${file}: ${first.path}`;
  throw new CannotRun({
    en: `${place}: ${faultMessage(first, "en").what}`,
    vi: `${place}: ${faultMessage(first, "vi").what}`,
  });
}

/** A text file, strictly UTF-8; the byte-order mark is kept for who cares. */
export function readTextFile(path: string, shown: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw cannotRead(shown, error);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new CannotRun(
      { en: `${shown} is not UTF-8`, vi: `${shown} không phải UTF-8` },
      { en: "save it as UTF-8", vi: "hãy lưu tệp theo UTF-8" },
    );
  }
}

export function cannotRead(shown: string, error: unknown): CannotRun {
  const code = (error as NodeJS.ErrnoException).code;
  const reason: Both =
    code === "ENOENT"
      ? { en: "it does not exist", vi: "tệp không tồn tại" }
      : code === "EISDIR"
        ? { en: "it is a folder", vi: "đây là thư mục" }
        : { en: String(code ?? error), vi: String(code ?? error) };
  return new CannotRun({
    en: `cannot read ${shown}: ${reason.en}`,
    vi: `không đọc được ${shown}: ${reason.vi}`,
  });
}

export const text: Reader<string> = (value, place) => {
  if (typeof value === "string") return value;
  throw wrong(place, { en: "a text is needed here", vi: "ở đây cần một văn bản" });
};

export const wholeNumber =
  (from: number, to: number): Reader<number> =>
  (value, place) => {
    if (typeof value === "number" && Number.isInteger(value) && value >= from && value <= to) {
      return value;
    }
    throw wrong(place, {
      en: `a whole number from ${from} to ${to} is needed here`,
      vi: `ở đây cần một số nguyên từ ${from} đến ${to}`,
    });
  };

export const oneOf =
  <T extends string>(...choices: readonly T[]): Reader<T> =>
  (value, place) => {
    const found = choices.find((choice) => choice === value);
    if (found !== undefined) return found;
    const list = choices.map((choice) => `\`${choice}\``).join(", ");
    throw wrong(
      place,
      { en: `one of ${list} is needed here`, vi: `ở đây cần một trong ${list}` },
      typeof value === "string" ? didYouMean(nearestWord(value, choices)) : null,
    );
  };

export const listOf =
  <T>(each: Reader<T>): Reader<readonly T[]> =>
  (value, place) => {
    if (Array.isArray(value)) return value.map((item, at) => each(item, within(place, at)));
    throw wrong(place, { en: "a list [ … ] is needed here", vi: "ở đây cần một dãy [ … ]" });
  };

/** An object whose keys the writer chooses. */
export const mapOf =
  <T>(each: Reader<T>): Reader<Readonly<Record<string, T>>> =>
  (value, place) => {
    const entries = Object.entries(asObject(value, place));
    return Object.fromEntries(entries.map(([key, item]) => [key, each(item, within(place, key))]));
  };

type Readers = Readonly<Record<string, Reader<unknown>>>;
type Results<R extends Readers> = { readonly [K in keyof R]: ReturnType<R[K]> };

/** An object with exactly these keys, `required` ones and others that may be absent. */
export const object =
  <R extends Readers, O extends Readers>(
    required: R,
    optional: O,
  ): Reader<Results<R> & Partial<Results<O>>> =>
  (value, place) => {
    const given = asObject(value, place);
    const known: Readers = { ...required, ...optional };
    for (const key of Object.keys(given)) {
      if (!Object.hasOwn(known, key)) throw unknownKey(place, key, Object.keys(known));
    }
    const missing = Object.keys(required).find((key) => !Object.hasOwn(given, key));
    if (missing !== undefined) {
      throw wrong(place, { en: `\`${missing}\` is missing`, vi: `thiếu \`${missing}\`` });
    }
    const read = Object.entries(given).map(([key, item]) => [
      key,
      known[key]?.(item, within(place, key)),
    ]);
    return Object.fromEntries(read) as Results<R> & Partial<Results<O>>;
  };

function asObject(value: unknown, place: Place): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Readonly<Record<string, unknown>>;
  }
  throw wrong(place, { en: "an object { … } is needed here", vi: "ở đây cần một đối tượng { … }" });
}

function unknownKey(place: Place, key: string, known: readonly string[]): CannotRun {
  const shown = known.filter((each) => each !== "$schema");
  return wrong(
    place,
    { en: `unknown key \`${key}\``, vi: `không có khóa \`${key}\`` },
    didYouMean(nearestWord(key, shown)) ?? {
      en: `known keys: ${shown.join(", ")}`,
      vi: `các khóa: ${shown.join(", ")}`,
    },
  );
}
