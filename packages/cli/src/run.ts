/**
 * One call of the command: words and the outside world in, an exit code out. Everything that goes wrong becomes words on standard error.
 *
 * Reads no global state, so that tests run it many times in one process; `main.ts` is the one place that has the real world.
 */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CannotRun } from "./both.ts";
import { type Parsed, parseCommandLine } from "./command-line.ts";
import { showCommandHelp, showGeneralHelp } from "./commands/help.ts";
import { commands } from "./commands/index.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import type { Invocation } from "./invocation.ts";
import { chooseLocale } from "./locale.ts";
import { closeModels } from "./models/open-models.ts";
import { type Format, Output, type Sink } from "./output.ts";
import { RowErrors } from "./rows/row-errors.ts";
import { removeUnfinishedFiles } from "./write-file.ts";

export interface World extends Omit<Invocation, "args" | "output"> {
  readonly out: Sink;
  readonly error: Sink;
  /** Node version, platform and processor, for reports of bugs. */
  readonly host: string;
}

/** Before the command line is understood, its --locale and --color are unknown: the environment's language, no colour forced. */
function makeOutput(parsed: Parsed | null, world: World): Output {
  const given = parsed?.arguments;
  return new Output(
    {
      language: chooseLocale(given?.value("locale"), world.environment, null),
      format: given?.value("format") as Format | undefined,
      colour: given?.value("color"),
      quiet: given?.has("quiet") ?? false,
      environment: world.environment,
    },
    world.out,
    world.error,
  );
}

/** `words`: what stands after `luong`. */
export async function run(words: readonly string[], world: World): Promise<ExitCode> {
  let output = makeOutput(null, world);
  try {
    const parsed = parseCommandLine(words, commands);
    output = makeOutput(parsed, world);
    return await runParsed(parsed, output, world);
  } catch (failure) {
    removeUnfinishedFiles();
    if (!(failure instanceof CannotRun)) return reportBug(failure, words, output, world);
    if (failure instanceof RowErrors && output.format === "json") {
      output.json(failure.json(output.language));
    } else output.complain(failure.text, failure.advice);
    return exitCodes.cannotRun;
  } finally {
    await closeModels();
  }
}

async function runParsed(parsed: Parsed, output: Output, world: World): Promise<ExitCode> {
  const args = parsed.arguments;
  const command = commands.find((each) => each.name === parsed.command);
  if (args.has("version")) {
    output.line(`luong ${world.version}`);
    return exitCodes.ok;
  }
  if (command === undefined) {
    showGeneralHelp(commands, output);
    return args.has("help") ? exitCodes.ok : exitCodes.cannotRun;
  }
  if (args.has("help")) {
    showCommandHelp(command, output);
    return exitCodes.ok;
  }
  return command.run({ ...world, args, output });
}

/** A bug of ours: the trace goes to a file of its own, so that it can be sent. */
function reportBug(
  failure: unknown,
  words: readonly string[],
  output: Output,
  { version, host }: World,
): ExitCode {
  const trace = failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
  const path = join(mkdtempSync(join(tmpdir(), "luong-report-")), "report.txt");
  writeFileSync(
    path,
    [`luong ${version}, ${host}`, `luong ${words.join(" ")}`, "", trace, ""].join("\n"),
  );
  const what = trace.split("\n", 1)[0] ?? "";
  output.complain(
    { en: `internal error: ${what}`, vi: `lỗi bên trong chương trình: ${what}` },
    { en: `this is a bug of luong; report: ${path}`, vi: `đây là lỗi của luong; báo cáo: ${path}` },
  );
  return exitCodes.internal;
}
