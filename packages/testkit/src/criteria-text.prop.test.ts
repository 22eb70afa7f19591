// What the generator promises: no errors on the schema of the corpus, in either language. Comes in: generated sets.
import type { Language } from "@luong/spec";
import fc from "fast-check";
import { expect, test } from "vitest";
import { analyseOnCorpus, placed } from "./corpus.ts";
import { criteriaText } from "./criteria-text.ts";

test("generated criteria are well-typed", () => {
  fc.assert(
    fc.property(criteriaText, fc.constantFrom<Language>("en", "vi"), ({ write }, language) => {
      const text = write(language);
      const errors = analyseOnCorpus("x.crit", text).diagnostics.filter(
        (each) => each.severity === "error",
      );
      expect(errors.map((each) => placed(each, text))).toEqual([]);
    }),
    { numRuns: 80 },
  );
});
