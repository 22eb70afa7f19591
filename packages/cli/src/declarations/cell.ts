/**
 * One cell of a CSV file as the JSON form of a fact (see the head of the spec's `schema.ts`), or the fault in it.
 *
 * Exactness is kept: a number with more than 15 significant digits is refused, since a double would not hold it. Whether the
 * fact is in its range or its code known is the validator's question.
 */
import { fault } from "@luong/runtime";
import type { Fault } from "@luong/spec";
import type { CellKind, ColumnMapping } from "./mapping.ts";

export type CellRead =
  | { readonly value: unknown; readonly fault?: undefined }
  | { readonly fault: Fault };

const MAX_DIGITS = 15;

/** `value` undefined: the fact is absent. */
export function readCell(text: string, column: ColumnMapping): CellRead {
  if (text.trim() === "") {
    return { value: column.blank === "empty" && column.as === "text" ? "" : undefined };
  }
  if (column.as === "text") return { value: text };
  return readers[column.as](text.trim(), column);
}

type KindReader = (text: string, column: ColumnMapping) => CellRead;

const readers: Readonly<Record<Exclude<CellKind, "text">, KindReader>> = {
  integer: (text, column) =>
    /^[-+]?\d+$/.test(text) ? exactNumber(text, column) : unreadable(text, column),
  number: (text, column) => exactNumber(text, column),
  percent: (text, column) => exactNumber(text.replace(/\s*%$/, ""), column),
  duration: (text, column) => exactNumber(text, column),
  boolean: (text, column) => {
    if (/^(true|1|yes|y)$/i.test(text)) return { value: true };
    if (/^(false|0|no|n)$/i.test(text)) return { value: false };
    return unreadable(text, column);
  },
  date: (text, column) => {
    const parts = dateParts(text, column.pattern ?? "YYYY-MM-DD");
    return parts === null ? unreadable(text, column) : { value: parts.date };
  },
  time: (text, column) =>
    /^\d\d:\d\d(:\d\d)?$/.test(text) ? { value: text } : unreadable(text, column),
  instant: (text, column) => readInstant(text, column),
};

function readInstant(text: string, column: ColumnMapping): CellRead {
  if (column.pattern !== null) {
    const parts = dateParts(text, column.pattern);
    if (parts === null) return unreadable(text, column);
    return { value: `${parts.date}T${parts.time ?? "00:00"}` };
  }
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return { value: `${text}T00:00` };
  const iso = text.replace(/^(\d{4}-\d\d-\d\d) +/, "$1T");
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(iso) ? { value: iso } : unreadable(text, column);
}

interface DateParts {
  readonly date: string;
  readonly time: string | null;
}

/** Reads `text` by `pattern`: the letters stand for digits, everything else for itself. */
function dateParts(text: string, pattern: string): DateParts | null {
  if (text.length !== pattern.length) return null;
  const digits: Record<string, string> = {};
  for (let at = 0; at < pattern.length; at += 1) {
    const letter = pattern[at] ?? "";
    const found = text[at] ?? "";
    if (!/[YMDhms]/.test(letter)) {
      if (letter !== found) return null;
    } else if (/\d/.test(found)) {
      digits[letter] = (digits[letter] ?? "") + found;
    } else {
      return null;
    }
  }
  const { Y, M, D, h, m, s } = digits;
  const time =
    h === undefined || m === undefined ? null : `${h}:${m}${s === undefined ? "" : `:${s}`}`;
  return { date: `${Y}-${M}-${D}`, time };
}

/** `+012.50`, `1.5e3`; no grouping, a point for the decimals. */
function exactNumber(text: string, column: ColumnMapping): CellRead {
  const parts = /^([-+]?)(\d*)(?:\.(\d*))?(?:[eE]([-+]?\d{1,3}))?$/.exec(text);
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = parts ?? [];
  if (parts === null || whole + fraction === "") return unreadable(text, column);
  const written = { digits: whole + fraction, scale: fraction.length - Number(exponent) };
  const { digits, scale } =
    column.decimals === null ? written : rounded(written.digits, written.scale, column.decimals);
  const significant = digits.replace(/^0+/, "").replace(/0+$/, "");
  if (significant.length > MAX_DIGITS) {
    return { fault: fault("LU6009", column.column, { digits: significant.length }) };
  }
  const value = Number(`${sign}${digits}e${-scale}`);
  const magnitude = digits.replace(/^0+/, "").length - scale - 1;
  if (significant !== "" && Math.abs(magnitude) > MAX_DIGITS) {
    return { fault: fault("LU6010", column.column, { written: text }) };
  }
  // Without this `-0.00` would be a second zero.
  return { value: value === 0 ? 0 : value };
}

/** `digits` × 10^-`scale` to `decimals` decimals, half away from zero. */
function rounded(
  digits: string,
  scale: number,
  decimals: number,
): { readonly digits: string; readonly scale: number } {
  const excess = scale - decimals;
  if (excess <= 0) return { digits, scale };
  const unit = 10n ** BigInt(excess);
  const halfUp = (BigInt(digits) + unit / 2n) / unit;
  return { digits: halfUp.toString(), scale: decimals };
}

function unreadable(text: string, column: ColumnMapping): CellRead {
  const args = { as: column.as, pattern: column.pattern, got: text.slice(0, 60) };
  return { fault: { code: "LU6303", path: column.column, args } };
}
