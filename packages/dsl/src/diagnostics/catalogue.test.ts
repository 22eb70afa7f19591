import { describe, expect, test } from "vitest";
import { catalogue, type DiagnosticCode } from "./catalogue/index.ts";
import { runExample } from "./run-example.ts";
import { messageOf } from "./text.ts";

/** LU1001 is about 64 MiB of text: no example can hold that, the reader's own test makes one. */
const codes = (Object.keys(catalogue) as DiagnosticCode[]).filter((code) => code !== "LU1001");

/** What a reader of CI sees: errors and warnings, and the code itself when it is milder. */
function reported(code: DiagnosticCode, text: string): string[] {
  return runExample(text)
    .filter(
      (each) => each.code === code || each.severity === "error" || each.severity === "warning",
    )
    .map((each) => `${each.code} ${messageOf(each, "en").what}`);
}

describe.each(codes)("%s", (code) => {
  test("the bad example gives exactly this code", () => {
    const found = reported(code, catalogue[code].bad);
    expect(found.map((each) => each.slice(0, 6))).toEqual([code]);
  });

  test("the good example gives no error and no warning", () => {
    expect(reported(code, catalogue[code].good)).toEqual([]);
  });
});
