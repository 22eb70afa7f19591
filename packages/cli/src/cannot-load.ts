/**
 * What the runtime finds wrong with a bundle or what is bound to it → the complaint that stops a command.
 *
 * Comes in: faults, and the bundle as the reader knows it. Goes out: one complaint with a line for each, in both languages; it is not thrown here.
 */
import type { Fault } from "@luong/spec";
import { CannotRun } from "./both.ts";
import { lineOfFault } from "./fault-words.ts";

/** Every problem on its own line: a set with nine missing files should not need nine tries. */
export function cannotLoad(problems: readonly Fault[], shown = ""): CannotRun {
  const lines = (language: "en" | "vi"): string =>
    problems.map((problem) => `\n  ${lineOfFault(problem, language)}`).join("");
  const of = shown === "" ? "" : ` ${shown}`;
  return new CannotRun({
    en: `cannot load the bundle${of}:${lines("en")}`,
    vi: `không nạp được gói${of}:${lines("vi")}`,
  });
}
