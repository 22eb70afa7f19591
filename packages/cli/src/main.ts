/**
 * The entry of `luong`: lets the outside world in, runs one command, sets the exit code.
 *
 * Runs when imported (`bin/luong.cjs` does that). The process ends by itself once everything is written; only a signal cuts it short.
 */
import { readFileSync } from "node:fs";
import process from "node:process";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import { untilClosed } from "./output.ts";
import { run } from "./run.ts";
import { removeUnfinishedFiles } from "./write-file.ts";

function packageVersion(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return String((JSON.parse(text) as { readonly version: unknown }).version);
}

function stopOn(signal: NodeJS.Signals, code: ExitCode): void {
  process.once(signal, () => {
    removeUnfinishedFiles();
    process.exit(code);
  });
}

stopOn("SIGINT", exitCodes.interrupted);
stopOn("SIGTERM", exitCodes.terminated);
process.exitCode = await run(process.argv.slice(2), {
  cwd: process.cwd(),
  environment: process.env,
  input: process.stdin,
  out: untilClosed(process.stdout),
  error: untilClosed(process.stderr),
  clock: () => performance.now(),
  version: packageVersion(),
  host: `Node ${process.version}, ${process.platform} ${process.arch}`,
});
