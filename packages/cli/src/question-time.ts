/**
 * The time given with `--now`, as milliseconds since 1970 UTC.
 *
 * ISO 8601 as in facts: a date alone is its midnight, a time without offset is in the schema's zone. `now` the word is not accepted:
 * a decision must be repeatable.
 */
import { instantFromDays, parseDate, parseInstant } from "@luong/spec";
import { CannotRun } from "./both.ts";

export function readQuestionTime(text: string, zoneMinutes: number): number {
  const day = parseDate(text);
  const at =
    day === undefined ? parseInstant(text, zoneMinutes) : instantFromDays(day, zoneMinutes);
  if (at !== undefined) return at;
  throw new CannotRun(
    { en: `--now: \`${text}\` is no date and time`, vi: `--now: \`${text}\` không phải ngày giờ` },
    { en: "write it as 2026-02-01T09:00", vi: "hãy viết như 2026-02-01T09:00" },
  );
}
