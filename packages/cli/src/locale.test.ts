// The reader's language and the writing of numbers in it.
// Comes in: options and environment variables as a shell gives them. Goes out: a language, a text.
import { describe, expect, test } from "vitest";
import { chooseLocale, formatBytes, formatCount, formatDecimal, formatShare } from "./locale.ts";

describe("chooseLocale", () => {
  test.each([
    ["the option wins", "en", { LUONG_LOCALE: "vi", LANG: "vi_VN.UTF-8" }, "vi", "en"],
    ["then LUONG_LOCALE", undefined, { LUONG_LOCALE: "vi" }, "en", "vi"],
    ["then the set", undefined, { LANG: "en_GB.UTF-8" }, "vi", "vi"],
    ["then a Vietnamese system", undefined, { LANG: "vi_VN.UTF-8" }, null, "vi"],
    ["LC_ALL beats LANG", undefined, { LC_ALL: "C", LANG: "vi_VN" }, null, "en"],
    ["an empty LC_ALL does not count", undefined, { LC_ALL: "", LANG: "vi_VN" }, null, "vi"],
    ["another language that begins alike", undefined, { LANG: "vie" }, null, "en"],
    ["a wrong LUONG_LOCALE is no choice", undefined, { LUONG_LOCALE: "fr" }, null, "en"],
    ["else English", undefined, {}, null, "en"],
  ] as const)("%s", (_, option, environment, configured, expected) => {
    expect(chooseLocale(option, environment, configured)).toBe(expected);
  });
});

test("numbers are grouped as each language does", () => {
  expect(formatCount(37385, "en")).toBe("37,385");
  expect(formatCount(1234567, "vi")).toBe("1.234.567");
  expect(formatCount(999, "vi")).toBe("999");
  expect(formatDecimal(1234.5, 2, "vi")).toBe("1.234,50");
  expect(formatShare(1, 3, "en")).toBe("33.3%");
  expect(formatShare(0, 0, "vi")).toBe("0,0%");
  expect(formatBytes(1_400_000, "en")).toBe("1.4 MB");
  expect(formatBytes(999, "en")).toBe("999 B");
});
