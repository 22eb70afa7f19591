/**
 * Decision time: read from the clock field, written into the decision. Millions of times a day, so without regular expressions.
 *
 * The usual spellings are read digit by digit, with the last day kept; every other text goes to `parseInstant` of the spec, which is
 * the meaning (a test compares the two). Reads no machine clock.
 */
import {
  dateTextFromDays,
  instantTextFromMs,
  localDays,
  localTimeMs,
  MS_PER_DAY,
  parseDate,
  parseInstant,
} from "@luong/spec";

const MS_PER_MINUTE = 60_000;

/** Value of two digits at `at`, NaN when they are not digits. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

const twoDigitTexts = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, "0"));

export class Clock {
  private readonly zoneMinutes: number;
  private readonly zoneText: string;
  private readText = "";
  private readMs: number | undefined;
  private readDayText = "";
  private readDay = 0;
  private writtenDay = Number.NaN;
  private writtenDayText = "";
  private writtenMs = Number.NaN;
  private writtenText = "";

  constructor(zoneMinutes: number) {
    this.zoneMinutes = zoneMinutes;
    this.zoneText = instantTextFromMs(0, zoneMinutes).slice("1970-01-01T00:00:00".length);
  }

  /** ms since 1970 UTC of a date-time, or of local midnight of a date; undefined when the text is neither. */
  read(text: string): number | undefined {
    if (text !== this.readText) {
      this.readMs = this.msOf(text);
      this.readText = text;
    }
    return this.readMs;
  }

  private msOf(text: string): number | undefined {
    const size = text.length;
    if (size === 10) return this.midnight(text);
    if (size < 16 || size > 25 || text.charCodeAt(10) !== 84 || text.charCodeAt(13) !== 58) {
      return parseInstant(text, this.zoneMinutes);
    }
    return this.readUsual(text) ?? parseInstant(text, this.zoneMinutes);
  }

  private midnight(text: string): number | undefined {
    const day = parseDate(text);
    return day === undefined ? undefined : day * MS_PER_DAY - this.zoneMinutes * MS_PER_MINUTE;
  }

  /** `2026-02-01T09:00`, with seconds or not, with an offset or not; undefined for anything less usual. */
  private readUsual(text: string): number | undefined {
    const seconds = text.charCodeAt(16) === 58 ? twoDigits(text, 17) : 0;
    const offsetAt = text.charCodeAt(16) === 58 ? 19 : 16;
    const minutes = twoDigits(text, 11) * 60 + twoDigits(text, 14);
    const offset = this.offset(text, offsetAt);
    const day = this.day(text.slice(0, 10));
    const wrong = twoDigits(text, 11) > 23 || twoDigits(text, 14) > 59 || seconds > 59;
    const ms = day * MS_PER_DAY + (minutes - offset) * MS_PER_MINUTE + seconds * 1000;
    return wrong || Number.isNaN(ms) ? undefined : ms;
  }

  private day(text: string): number {
    if (text !== this.readDayText) {
      this.readDay = parseDate(text) ?? Number.NaN;
      this.readDayText = text;
    }
    return this.readDay;
  }

  /** Minutes of the offset at the end of the text; NaN when it is not `Z`, `+07:00` or nothing. */
  private offset(text: string, at: number): number {
    if (text.length === at) return this.zoneMinutes;
    const sign = text.charCodeAt(at);
    if (sign === 90) return text.length === at + 1 ? 0 : Number.NaN;
    if ((sign !== 43 && sign !== 45) || text.length !== at + 6) return Number.NaN;
    if (text.charCodeAt(at + 3) !== 58) return Number.NaN;
    const hours = twoDigits(text, at + 1);
    const minutes = twoDigits(text, at + 4);
    // The odd offsets near ±18:00 are left to the spec.
    if (hours > 17 || minutes > 59) return Number.NaN;
    return (sign === 45 ? -1 : 1) * (hours * 60 + minutes);
  }

  /** ISO 8601 in the schema's zone, milliseconds only when there are some. */
  write(ms: number): string {
    // Declarations of one moment come together, and dates have one a day.
    if (ms !== this.writtenMs) {
      this.writtenText = this.textOf(ms);
      this.writtenMs = ms;
    }
    return this.writtenText;
  }

  private textOf(ms: number): string {
    const day = localDays(ms, this.zoneMinutes);
    if (day !== this.writtenDay) {
      this.writtenDay = day;
      this.writtenDayText = dateTextFromDays(day);
    }
    const time = localTimeMs(ms, this.zoneMinutes);
    if (time % 1000 !== 0) return instantTextFromMs(ms, this.zoneMinutes);
    const seconds = time / 1000;
    const hour = twoDigitTexts[Math.floor(seconds / 3600)];
    const minute = twoDigitTexts[Math.floor(seconds / 60) % 60];
    return `${this.writtenDayText}T${hour}:${minute}:${twoDigitTexts[seconds % 60]}${this.zoneText}`;
  }
}
