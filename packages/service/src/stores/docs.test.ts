// The operators' page tells of every fault, and its statement for a backup is the one that is tested.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { storeFaultCodes } from "@luong/runtime";
import { expect, test } from "vitest";

const page = readFileSync(join(import.meta.dirname, "../../../../docs/stores.md"), "utf8");

test("docs/stores.md has a line for every fault of a store, and for no other", () => {
  const rows = page.split("\n").filter((line) => line.startsWith("| LU"));
  const named = rows.flatMap((line) => line.split("|")[1]?.match(/LU\d{4}/g) ?? []);
  expect(named).toEqual(storeFaultCodes);
});

test("the backup it tells of is the one that is tested", () => {
  const tests = readFileSync(join(import.meta.dirname, "sqlite-failures.test.ts"), "utf8");
  for (const text of [page, tests]) expect(text).toContain("VACUUM INTO '");
});
