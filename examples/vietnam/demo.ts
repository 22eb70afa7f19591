// The main job from end to end: declarations are made, criteria checked, tested, built; every declaration gets a channel, and one
// red decision is explained in both languages. Runs the command as a user would; what it writes lies in a temporary folder and is
// removed at the end.
import { spawnSync } from "node:child_process";
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { generate } from "./generator.ts";

const COUNT = 20_000;
const SEED = 7;
const BAR = 40;

const here = fileURLToPath(new URL(".", import.meta.url));
const command = fileURLToPath(new URL("../../packages/cli/bin/luong.cjs", import.meta.url));

const isTerminal = process.stdout.isTTY === true && (process.env["NO_COLOR"] ?? "") === "";
const paint = (code: number, text: string): string =>
  isTerminal ? `\u001b[${code}m${text}\u001b[0m` : text;
const bold = (text: string): string => paint(1, text);
const dim = (text: string): string => paint(2, text);
const say = (line = ""): void => {
  process.stdout.write(`${line}\n`);
};
const number = (value: number): string =>
  String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",");

/** Runs `luong` and gives its standard output; anything but success ends the demo with what it said. */
function luong(...words: string[]): string {
  const run = spawnSync(process.execPath, [command, ...words], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    // The languages are chosen here, not by the machine.
    env: { ...process.env, LUONG_LOCALE: "en", NO_COLOR: "1", FORCE_COLOR: "" },
  });
  if (run.status === 0) return run.stdout;
  say(run.stdout);
  process.stderr.write(run.stderr);
  throw new Error(`luong ${words[0]} ended with code ${run.status}`);
}

function json<T>(...words: string[]): T {
  return JSON.parse(luong(...words, "--format", "json")) as T;
}

function step<T>(title: string, work: () => T, tell: (result: T) => string): T {
  const start = performance.now();
  const result = work();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  say(`${bold(title.padEnd(9))} ${tell(result)}  ${dim(`${seconds} s`)}`);
  return result;
}

interface Checked {
  readonly summary: { readonly files: number; readonly errors: number; readonly warnings: number };
}

interface Tested {
  readonly summary: {
    readonly tests: number;
    readonly passed: number;
    readonly criteria: number;
  };
}

interface Built {
  readonly criteria: number;
  readonly digest: string;
  readonly files: Readonly<Record<string, number>>;
}

interface Decided {
  readonly declarations: number;
  readonly rejected: number;
  readonly channels: Readonly<Record<"green" | "yellow" | "red", number>>;
  readonly declarationsPerSecond: number;
}

interface Decision {
  readonly declaration: string;
  readonly channel: string;
  readonly hits: readonly { readonly criterion: string }[];
  readonly steps: readonly { readonly rule: string; readonly decided?: number }[];
}

function writeDeclarations(path: string): number {
  const file = openSync(path, "w");
  let count = 0;
  for (const declaration of generate(SEED, COUNT)) {
    writeSync(file, `${JSON.stringify(declaration)}\n`);
    count += 1;
  }
  closeSync(file);
  return count;
}

function showChannels(decided: Decided): void {
  const colours = { green: 32, yellow: 33, red: 31 } as const;
  for (const channel of ["green", "yellow", "red"] as const) {
    const count = decided.channels[channel];
    const share = decided.declarations === 0 ? 0 : count / decided.declarations;
    const bar = "█".repeat(count === 0 ? 0 : Math.max(1, Math.round(share * BAR)));
    const figures = `${number(count).padStart(7)} ${(100 * share).toFixed(1).padStart(5)}%`;
    say(`          ${channel.padEnd(6)} ${figures}  ${paint(colours[channel], bar)}`);
  }
}

/**
 * A red decision with two hits says most. It has to be the first its quota counted, or a quota of nobody: then it is decided alone as it was
 * among the others.
 */
function redDecision(path: string): Decision | undefined {
  const red = readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line.includes('"channel":"red"'))
    .map((line) => JSON.parse(line) as Decision)
    .filter((decision) => decision.channel === "red" && decision.hits.length > 0)
    .filter(({ steps }) => steps.every(({ rule, decided }) => rule !== "quota" || decided === 1));
  return red.find((decision) => decision.hits.length === 2) ?? red[0];
}

function lineOf(path: string, declaration: string): string {
  const lines = readFileSync(path, "utf8").split("\n");
  return `${lines.find((line) => line.includes(`"${declaration}"`)) ?? ""}\n`;
}

function run(folder: string): void {
  const declarations = join(folder, "declarations.ndjson");
  const decisions = join(folder, "decisions.ndjson");
  const bundle = join(folder, "vietnam.luong");
  const set = ["--set", here];
  say(`Luồng: import declarations of two months, made up from seed ${SEED}`);
  say();
  step(
    "generate",
    () => writeDeclarations(declarations),
    (count) => `${number(count)} declarations`,
  );
  step(
    "check",
    () => json<Checked>("check", ...set),
    ({ summary }) =>
      `${summary.files} files, ${summary.errors} errors, ${summary.warnings} warnings`,
  );
  step(
    "test",
    () => json<Tested>("test", ...set),
    ({ summary }) =>
      `${summary.passed} of ${summary.tests} tests passed, ${summary.criteria} criteria`,
  );
  step(
    "build",
    () => json<Built>("build", ...set, "--out", bundle),
    ({ digest, files }) =>
      `bundle ${digest.slice(0, 12)}, ${number((files["bundle.mjs"] ?? 0) / 1000)} kB of JavaScript`,
  );
  const decided = step(
    "decide",
    () =>
      json<Decided>(
        ...["decide", ...set, "--bundle", bundle],
        ...["--declarations", declarations, "--out", decisions],
      ),
    ({ rejected }) => `${number(COUNT - rejected)} decided, ${number(rejected)} rejected`,
  );
  say();
  showChannels(decided);
  say();
  say(`          ${bold(number(decided.declarationsPerSecond))} declarations a second`);
  const red = redDecision(decisions);
  if (red === undefined) return;
  say();
  say(bold("One red decision, as the officer reads it"));
  say();
  const one = join(folder, "one.ndjson");
  writeFileSync(one, lineOf(declarations, red.declaration));
  const words = ["--bundle", bundle, "--declaration", one];
  say(luong("explain", ...set, ...words, "--both").trimEnd());
}

const folder = mkdtempSync(join(tmpdir(), "luong-demo-"));
try {
  run(folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
