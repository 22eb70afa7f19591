/**
 * When a row happened: a date or an instant found in its JSON, as milliseconds since 1970 UTC.
 *
 * A date is its first local moment. Gives undefined where nothing is given; what is no date and no instant was refused when the row came in.
 */
import { instantFromDays, parseDate, parseInstant } from "../calendar.ts";
import { memberOf } from "../facts.ts";

/** The moment at a path of fields of a row. */
export function momentAt(
  json: unknown,
  path: readonly string[],
  zoneMinutes: number,
): number | undefined {
  let at: unknown = json;
  for (const name of path) at = memberOf(at, name);
  if (typeof at !== "string") return undefined;
  const days = parseDate(at);
  return days === undefined ? parseInstant(at, zoneMinutes) : instantFromDays(days, zoneMinutes);
}
