/**
 * What a command is given when it runs: its arguments, the outside world as values, and where to write.
 *
 * Commands read no global state; `main.ts` lets the world in once.
 */
import type { Language } from "@luong/spec";
import type { Arguments, CommandSpec } from "./command-line.ts";
import type { ExitCode } from "./exit-code.ts";
import { chooseLocale, type Environment } from "./locale.ts";
import type { Output } from "./output.ts";

export interface Invocation {
  readonly args: Arguments;
  readonly output: Output;
  /** Where relative paths start and shown paths end. */
  readonly cwd: string;
  readonly environment: Environment;
  readonly input: AsyncIterable<Uint8Array>;
  /** Milliseconds of a steady clock, for rates only. */
  readonly clock: () => number;
  /** Of the package. */
  readonly version: string;
}

export interface Command extends CommandSpec {
  readonly run: (invocation: Invocation) => Promise<ExitCode>;
}

/** The invocation with its output in the language the set asks for, unless the reader asked for one. */
export function inSetLanguage(invocation: Invocation, configured: Language | null): Invocation {
  const { args, environment, output } = invocation;
  const language = chooseLocale(args.value("locale"), environment, configured);
  return language === output.language
    ? invocation
    : { ...invocation, output: output.inLanguage(language) };
}

/** `tool` of every JSON output. */
export function toolOf(invocation: Invocation): {
  readonly name: "luong";
  readonly version: string;
} {
  return { name: "luong", version: invocation.version };
}
