/**
 * The entry of `luong`: lets the outside world in, runs one command, and turns what happened into an exit code.
 *
 * Runs when imported (`bin/luong.cjs` does that). The process ends by itself once everything is written; only a signal cuts it short.
 */
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CannotRun } from "./both.ts";
import { type Parsed, parseCommandLine } from "./command-line.ts";
import { showCommandHelp, showGeneralHelp } from "./commands/help.ts";
import { commands } from "./commands/index.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import { chooseLocale } from "./locale.ts";
import { type Format, Output, untilClosed } from "./output.ts";
import { removeUnfinishedFiles } from "./write-file.ts";

const version = packageVersion();
const out = untilClosed(process.stdout);
const error = untilClosed(process.stderr);

function packageVersion(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return String((JSON.parse(text) as { readonly version: unknown }).version);
}

/** Before the command line is understood, its --locale and --color are unknown: the environment's language, no colour forced. */
function makeOutput(parsed: Parsed | null): Output {
  const format = parsed?.arguments.value("format") as Format | undefined;
  return new Output(
    {
      language: chooseLocale(parsed?.arguments.value("locale"), process.env, null),
      format,
      colour: parsed?.arguments.value("color"),
      quiet: parsed?.arguments.has("quiet") ?? false,
      environment: process.env,
    },
    out,
    error,
  );
}

async function run(words: readonly string[]): Promise<ExitCode> {
  let output = makeOutput(null);
  try {
    const parsed = parseCommandLine(words, commands);
    output = makeOutput(parsed);
    return await runCommand(parsed, output);
  } catch (failure) {
    removeUnfinishedFiles();
    if (!(failure instanceof CannotRun)) return reportBug(failure, words, output);
    output.complain(failure.text, failure.advice);
    return exitCodes.cannotRun;
  }
}

async function runCommand(parsed: Parsed, output: Output): Promise<ExitCode> {
  const args = parsed.arguments;
  const command = commands.find((each) => each.name === parsed.command);
  if (args.has("version")) {
    output.line(`luong ${version}`);
    return exitCodes.ok;
  }
  if (args.has("help") || command === undefined) {
    if (command === undefined) showGeneralHelp(commands, output);
    else showCommandHelp(command, output);
    return args.has("help") ? exitCodes.ok : exitCodes.cannotRun;
  }
  return command.run({
    args,
    output,
    cwd: process.cwd(),
    environment: process.env,
    input: process.stdin,
    clock: () => performance.now(),
    version,
  });
}

/** A bug of ours: the trace goes to a file of its own, so that it can be sent. */
function reportBug(failure: unknown, words: readonly string[], output: Output): ExitCode {
  const trace = failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
  const report = [
    `luong ${version}, Node ${process.version}, ${process.platform} ${process.arch}`,
    `luong ${words.join(" ")}`,
    "",
    trace,
    "",
  ].join("\n");
  const path = join(mkdtempSync(join(tmpdir(), "luong-report-")), "report.txt");
  writeFileSync(path, report);
  output.complain(
    {
      en: `internal error: ${firstLine(trace)}`,
      vi: `lỗi bên trong chương trình: ${firstLine(trace)}`,
    },
    { en: `this is a bug of luong; report: ${path}`, vi: `đây là lỗi của luong; báo cáo: ${path}` },
  );
  return exitCodes.internal;
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}

function stopOn(signal: NodeJS.Signals, code: ExitCode): void {
  process.once(signal, () => {
    removeUnfinishedFiles();
    process.exit(code);
  });
}

stopOn("SIGINT", exitCodes.interrupted);
stopOn("SIGTERM", exitCodes.terminated);
process.exitCode = await run(process.argv.slice(2));
