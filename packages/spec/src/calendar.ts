/**
 * The proleptic Gregorian calendar in integers: dates as days and instants as milliseconds since 1970-01-01.
 *
 * Text in (strict ISO 8601), integers out, and back. Nonsense such as 2026-02-30 gives undefined, never another day. Knows
 * no time zones but a fixed offset in minutes, and no clock. Formulas after H. Hinnant, "chrono-compatible low-level date
 * algorithms".
 */
export const MS_PER_DAY = 86_400_000;
const MS_PER_MINUTE = 60_000;

export interface CalendarDay {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (monthLengths[month - 1] ?? 0);
}

/** Days since 1970-01-01 of a day that exists. */
export function daysFromCalendar(year: number, month: number, day: number): number {
  // The year starts in March, so that the leap day is its last.
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

export function calendarFromDays(days: number): CalendarDay {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return { year, month, day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1 };
}

/** ISO weekday: 1 is Monday, 7 is Sunday. */
export function weekdayFromDays(days: number): number {
  // 1970-01-01 was a Thursday.
  return ((((days + 3) % 7) + 7) % 7) + 1;
}

/** Adds calendar months; a day that does not exist becomes the last day of the month. */
export function addMonths(days: number, months: number): number {
  const { year, month, day } = calendarFromDays(days);
  const count = year * 12 + (month - 1) + months;
  const newYear = Math.floor(count / 12);
  const newMonth = count - newYear * 12 + 1;
  return daysFromCalendar(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)));
}

export function startOfMonth(days: number): number {
  return days - (calendarFromDays(days).day - 1);
}

/** The Monday of the week. */
export function startOfWeek(days: number): number {
  return days - (weekdayFromDays(days) - 1);
}

/** The first of January, April, July or October. */
export function startOfQuarter(days: number): number {
  const { year, month } = calendarFromDays(days);
  return daysFromCalendar(year, month - ((month - 1) % 3), 1);
}

export function startOfYear(days: number): number {
  return daysFromCalendar(calendarFromDays(days).year, 1, 1);
}

/** Local day of an instant. */
export function localDays(ms: number, zoneMinutes: number): number {
  return Math.floor((ms + zoneMinutes * MS_PER_MINUTE) / MS_PER_DAY);
}

/** Milliseconds since local midnight of an instant. */
export function localTimeMs(ms: number, zoneMinutes: number): number {
  const local = ms + zoneMinutes * MS_PER_MINUTE;
  return local - Math.floor(local / MS_PER_DAY) * MS_PER_DAY;
}

/** Instant of local midnight at the start of a day. */
export function instantFromDays(days: number, zoneMinutes: number): number {
  return days * MS_PER_DAY - zoneMinutes * MS_PER_MINUTE;
}

/** Adds calendar months to an instant, keeping the local time of day. */
export function addMonthsToInstant(ms: number, months: number, zoneMinutes: number): number {
  const day = addMonths(localDays(ms, zoneMinutes), months);
  return instantFromDays(day, zoneMinutes) + localTimeMs(ms, zoneMinutes);
}

const dateText = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Days since 1970-01-01 of `2026-02-01`; undefined when the text is not such a day. */
export function parseDate(text: string): number | undefined {
  const match = dateText.exec(text);
  if (match === null) return undefined;
  const year = Number(match[1]);
  const month = Number(match[2]);
  const day = Number(match[3]);
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return daysFromCalendar(year, month, day);
}

const timeText = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?$/;

function parseTimeMs(text: string): number | undefined {
  const match = timeText.exec(text);
  if (match === null) return undefined;
  const hours = Number(match[1]);
  const minutes = Number(match[2]);
  const seconds = Number(match[3] ?? "0");
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const ms = Number((match[4] ?? "0").padEnd(3, "0"));
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms;
}

/** Seconds since midnight of `22:00` or `22:00:30`; undefined when the text is not such a time. 24:00 is not one. */
export function parseTime(text: string): number | undefined {
  if (text.includes(".")) return undefined;
  const ms = parseTimeMs(text);
  return ms === undefined ? undefined : ms / 1000;
}

const zoneText = /^(?:[Zz]|([+-])(\d{2}):?(\d{2}))$/;

/** Minutes east of UTC of `+07:00`, `-03:30` or `Z`; undefined beyond ±18:00. */
export function parseZone(text: string): number | undefined {
  const match = zoneText.exec(text);
  if (match === null) return undefined;
  const minutes = Number(match[2] ?? "0") * 60 + Number(match[3] ?? "0");
  if (Number(match[3] ?? "0") > 59 || minutes > 18 * 60) return undefined;
  return match[1] === "-" ? -minutes : minutes;
}

const instantText =
  /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)([Zz]|[+-]\d{2}:?\d{2})?$/;

/** Milliseconds since 1970 UTC of an ISO 8601 date-time; without an offset it is local to `zoneMinutes`. */
export function parseInstant(text: string, zoneMinutes: number): number | undefined {
  const match = instantText.exec(text);
  if (match === null) return undefined;
  const [, date = "", time = "", zone] = match;
  const days = parseDate(date);
  const ms = parseTimeMs(time);
  const offset = zone === undefined ? zoneMinutes : parseZone(zone);
  if (days === undefined || ms === undefined || offset === undefined) return undefined;
  return days * MS_PER_DAY + ms - offset * MS_PER_MINUTE;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}

/** `2026-02-01`. */
export function dateTextFromDays(days: number): string {
  const { year, month, day } = calendarFromDays(days);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/** `22:00`, with seconds only when there are some. */
export function timeTextFromSeconds(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const text = `${pad(Math.floor(minutes / 60), 2)}:${pad(minutes % 60, 2)}`;
  return seconds % 60 === 0 ? text : `${text}:${pad(seconds % 60, 2)}`;
}

function zoneTextFromMinutes(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${pad(Math.floor(size / 60), 2)}:${pad(size % 60, 2)}`;
}

/** ISO 8601 in the zone, milliseconds only when there are some: `2026-02-01T09:00:00+07:00`. */
export function instantTextFromMs(ms: number, zoneMinutes: number): string {
  const time = localTimeMs(ms, zoneMinutes);
  const seconds = Math.floor(time / 1000);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const rest = time % 1000 === 0 ? "" : `.${pad(time % 1000, 3)}`;
  const hms = clock.map((part) => pad(part, 2)).join(":");
  return `${dateTextFromDays(localDays(ms, zoneMinutes))}T${hms}${rest}${zoneTextFromMinutes(zoneMinutes)}`;
}
