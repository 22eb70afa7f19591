/**
 * Every helper module under the name emitted code imports it by.
 *
 * For evaluating emitted text in a process that has the compiler loaded (tests, `play`); a bundle gets the same files through `5-bundle`.
 */
import * as spec from "@luong/spec";
import * as money from "./money.ts";
import * as readFacts from "./read-facts.ts";
import * as results from "./results.ts";
import * as sets from "./sets.ts";
import * as tableIndex from "./table-index.ts";
import * as words from "./words.ts";

export const helperModules: Readonly<Record<string, object>> = {
  "@luong/spec": spec,
  "luong:support/money": money,
  "luong:support/read-facts": readFacts,
  "luong:support/results": results,
  "luong:support/sets": sets,
  "luong:support/table-index": tableIndex,
  "luong:support/words": words,
};
