// Runs the command as a user would, for the tests of the examples: words in, exit code and output out.
// Throws nothing: a test says what it expected.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { Decision } from "@luong/spec";

const command = fileURLToPath(new URL("../packages/cli/bin/luong.cjs", import.meta.url));

export interface Run {
  readonly status: number | null;
  readonly output: string;
  readonly errors: string;
}

export function luong(...words: string[]): Run {
  const run = spawnSync(process.execPath, [command, ...words], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: { ...process.env, LUONG_LOCALE: "en", NO_COLOR: "1", FORCE_COLOR: "" },
  });
  return { status: run.status, output: run.stdout, errors: run.stderr };
}

/** Hands a temporary folder to `work` and removes it afterwards. */
export function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "luong-example-"));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface Decided {
  readonly run: Run;
  /** In the order of the file. */
  readonly decisions: readonly Decision[];
}

/** `luong decide` on a file; further words are options. */
export function decide(set: string, declarations: string, ...words: string[]): Decided {
  return inFolder((folder) => {
    const out = join(folder, "decisions.ndjson");
    const run = luong(
      "decide",
      "--set",
      set,
      "--declarations",
      declarations,
      "--out",
      out,
      ...words,
    );
    if (run.status !== 0) return { run, decisions: [] };
    const lines = readFileSync(out, "utf8")
      .split("\n")
      .filter((line) => line !== "");
    return { run, decisions: lines.map((line): Decision => JSON.parse(line)) };
  });
}

/** Criteria with at least one hit, suppressed ones too. */
export function criteriaHit(decisions: readonly Decision[]): Set<string> {
  const hits = decisions.flatMap(({ hits, suppressed }) => [...hits, ...suppressed]);
  return new Set(hits.map(({ criterion }) => criterion));
}
