/**
 * What a number, date or time may have meant that is not written as the language writes it.
 *
 * Pure functions from text to text; the best reading comes first, nothing when there is none.
 */
import { parseDate } from "@luong/spec";

export interface NumberReadings {
  /** One number, with the language's signs; a percent sign stays. */
  readonly value: string | undefined;
  /** The same with the comma as a decimal sign, where it may part thousands too. */
  readonly decimal: string | undefined;
  /** Several numbers. */
  readonly list: readonly string[] | undefined;
}

/** `2,50` · `1,000,000` · `1.000.000,50` · `8506,8507`. */
export function numberReadings(image: string): NumberReadings {
  const percent = image.endsWith("%") ? "%" : "";
  const digits = percent === "" ? image : image.slice(0, -1);
  const list = image.includes(",") ? image.split(",") : undefined;
  const value = oneNumber(digits);
  const isEither = /^[0-9]{1,3},[0-9]{3}$/.test(digits);
  return {
    value: value === undefined ? undefined : `${value}${percent}`,
    decimal: isEither ? `${digits.replace(",", ".").replace(/\.?0+$/, "")}${percent}` : undefined,
    list,
  };
}

function oneNumber(digits: string): string | undefined {
  // Thousands with one sign, decimals after the other: 1,000,000.50 or 1.000.000,50.
  if (/^[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?$/.test(digits)) return digits.replaceAll(",", "_");
  if (/^[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?$/.test(digits)) {
    return digits.replaceAll(".", "_").replace(",", ".");
  }
  // An HS code as it is printed: 6109.10.00.
  if (/^[0-9]{4}(?:\.[0-9]{2}){1,3}$/.test(digits)) return digits.replaceAll(".", "");
  // One comma, and no code list or year has so few digits before it.
  if (/^[0-9]{1,3},[0-9]+$/.test(digits)) return digits.replace(",", ".");
  return undefined;
}

/** `2026-2-1` → `2026-02-01`; undefined when there is no such day or time. */
export function isoDate(image: string): string | undefined {
  const [day = "", clock] = image.split("T");
  const padded = day
    .split("-")
    .map((part) => part.padStart(2, "0"))
    .join("-");
  if (parseDate(padded) === undefined) return undefined;
  if (clock === undefined) return padded;
  const time = isoTime(clock);
  return time === undefined ? undefined : `${padded}T${time}`;
}

/** `9:00` → `09:00`. */
export function isoTime(image: string): string | undefined {
  const [hours = "", minutes = "", seconds = "00"] = image.split(":");
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  return image.padStart(image.length + (hours.length === 1 ? 1 : 0), "0");
}

/** `31/01/2026`, `1.2.2026`, `2026/1/31` in the language's form; day before month first, as in Viet Nam. */
export function dateReadings(image: string): readonly string[] {
  const parts = image.split(/[/.-]/);
  const [a = "", b = "", c = ""] = parts;
  const candidates =
    a.length === 4
      ? [[a, b, c]]
      : [
          [c, b, a],
          [c, a, b],
        ];
  const dates = candidates
    .map((each) => isoDate(each.join("-")))
    .filter((each) => each !== undefined);
  return [...new Set(dates)];
}

/** `22h00` · `1e6` · `1_000đ` as the language writes them. */
export function mixedReading(image: string): string | undefined {
  const clock = /^([0-9]{1,2})h([0-9]{2})$/.exec(image);
  if (clock !== null) return isoTime(`${clock[1]}:${clock[2]}`);
  const power = /^([1-9])e([0-9]{1,2})$/.exec(image);
  if (power !== null) {
    const zeros = Number(power[2]);
    return zeros > 15
      ? undefined
      : `${power[1]}${"0".repeat(zeros)}`.replaceAll(/\B(?=(?:[0-9]{3})+$)/g, "_");
  }
  const amount = /^([0-9][0-9_]*(?:\.[0-9]+)?)(đ|đồng|vnđ|vnd|usd|eur)$/i.exec(image);
  const [, number = "", word = ""] = amount ?? [];
  if (amount === null) return undefined;
  return `${number} ${/đ/i.test(word) ? "VND" : word.toUpperCase()}`;
}
