/**
 * What binding a list or table needs to know beside it: the schema, the codes, and where problems go.
 *
 * Made once per engine (`bind.ts`), or once per test that brings its own rows (`prove/test-world.ts`).
 */
import type { Fault, Schema } from "@luong/spec";
import type { CodeSet } from "../facts/code-sets.ts";

export interface BindContext {
  readonly schema: Schema;
  readonly codeSets: ReadonlyMap<string, CodeSet>;
  /** Tables that are only walked by `for each row of` and never looked up: their rows may be equal. */
  readonly onlyWalked?: ReadonlySet<string>;
  /** Pushed to; paths are JSON Pointers into the options. */
  readonly problems: Fault[];
}
