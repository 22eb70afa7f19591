/**
 * Periods of members and rows: `validFrom` (included) and `validUntil` (excluded) as milliseconds.
 *
 * A date alone means local midnight in the schema's zone; an absent end is open.
 */

import type { Fault } from "@luong/spec";
import { instantFromDays, parseDate, parseInstant } from "@luong/spec";
import { fault } from "../messages/catalogue.ts";

export interface Period {
  /** -Infinity when open. */
  readonly from: number;
  /** Infinity when open. */
  readonly until: number;
}

export const always: Period = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };

interface Written {
  readonly validFrom?: string | undefined;
  readonly validUntil?: string | undefined;
}

function readEnd(text: string | undefined, open: number, zoneMinutes: number): number | undefined {
  if (text === undefined) return open;
  if (typeof text !== "string") return undefined;
  const day = parseDate(text);
  return day === undefined ? parseInstant(text, zoneMinutes) : instantFromDays(day, zoneMinutes);
}

/** The period, or `always` and a problem pushed. */
export function readPeriod(
  written: Written,
  dated: boolean,
  zoneMinutes: number,
  path: string,
  problems: Fault[],
): Period {
  const { validFrom, validUntil } = written;
  const complain = (reason: "form" | "order" | "undated"): Period => {
    const shown = { from: validFrom ?? null, until: validUntil ?? null, reason };
    problems.push(fault("LU6510", path, shown));
    return always;
  };
  if (validFrom === undefined && validUntil === undefined) return always;
  if (!dated) return complain("undated");
  const from = readEnd(validFrom, always.from, zoneMinutes);
  const until = readEnd(validUntil, always.until, zoneMinutes);
  if (from === undefined || until === undefined) return complain("form");
  return from < until ? { from, until } : complain("order");
}

export function overlap(a: Period, b: Period): boolean {
  return a.from < b.until && b.from < a.until;
}
