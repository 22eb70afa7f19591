/**
 * Which language the reader gets, and how numbers are written in it.
 *
 * Comes in: the option, the environment, the set's configuration. Goes out: `en` or `vi`. It does not translate: words stand
 * where they are made (`both.ts`). Numbers are grouped by hand, since Node's locale data differs between builds.
 */
import type { Language } from "@luong/spec";

/** The variables the command reads. */
export interface Environment {
  readonly LUONG_LOCALE?: string | undefined;
  readonly LUONG_SAMPLING_KEY?: string | undefined;
  readonly LC_ALL?: string | undefined;
  readonly LC_MESSAGES?: string | undefined;
  readonly LANG?: string | undefined;
  readonly NO_COLOR?: string | undefined;
  readonly FORCE_COLOR?: string | undefined;
  readonly TERM?: string | undefined;
}

/** The value of an option or variable; null when it names no language. */
export function languageOption(text: string | undefined): Language | null {
  return text === "en" || text === "vi" ? text : null;
}

/** Option, LUONG_LOCALE, the set's `locale`, a Vietnamese LC_ALL/LC_MESSAGES/LANG, else English. */
export function chooseLocale(
  option: string | undefined,
  environment: Environment,
  configured: Language | null,
): Language {
  const system = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || "";
  return (
    languageOption(option) ??
    languageOption(environment.LUONG_LOCALE) ??
    configured ??
    (/^vi(_|\.|-|$)/i.test(system) ? "vi" : "en")
  );
}

/** `37385` → `37,385` or `37.385`. */
export function formatCount(count: number, language: Language): string {
  const separator = language === "en" ? "," : ".";
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, separator);
}

/** `12.34` or `12,34`, always with that many decimals. */
export function formatDecimal(value: number, decimals: number, language: Language): string {
  const [whole = "0", fraction] = value.toFixed(decimals).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, language === "en" ? "," : ".");
  return fraction === undefined ? grouped : `${grouped}${language === "en" ? "." : ","}${fraction}`;
}

/** Share of a whole in percent with one decimal; nothing of nothing is 0. */
export function formatShare(part: number, whole: number, language: Language): string {
  return `${formatDecimal(whole === 0 ? 0 : (100 * part) / whole, 1, language)}%`;
}

/** `1.4 MB`, in units of 1000 bytes. */
export function formatBytes(bytes: number, language: Language): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${formatDecimal(bytes / 1000, 1, language)} kB`;
  return `${formatDecimal(bytes / 1_000_000, 1, language)} MB`;
}
