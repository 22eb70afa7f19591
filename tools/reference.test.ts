/**
 * The generated pages of `docs/` say what the tables say.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { referencePages } from "./reference/pages.ts";

describe("generated pages", () => {
  for (const [name, text] of referencePages()) {
    test(`docs/${name} is what npm run docs writes`, () => {
      const written = readFileSync(join(import.meta.dirname, "..", "docs", name), "utf8");
      expect(written === text).toBe(true);
    });
  }
});
