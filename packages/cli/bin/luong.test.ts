// The command's entry: the version check as a pure function, then both ways in, each run as a real
// process in a throwaway folder. What the program itself does is tested in src/.
import { spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Linter } from "eslint";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const binFolder = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const { complaintAbout } = require("./node-version.cjs") as {
  complaintAbout(version: string): string | null;
};

describe("Node version", () => {
  test.each(["v20.0.0", "v20.20.2", "v24.21.0", "v100.0.0"])("%s will do", (version) => {
    expect(complaintAbout(version)).toBeNull();
  });

  test.each(["v0.10.48", "v4.9.1", "v12.22.12", "v19.9.0", "", "unknown"])(
    "%s will not",
    (version) => {
      expect(complaintAbout(version)).not.toBeNull();
    },
  );

  test("the refusal is one line, in both languages, and names the version found", () => {
    expect(complaintAbout("v16.3.0")).toBe(
      "luong needs Node 20 or newer (this is v16.3.0). / luong cần Node 20 trở lên (đang là v16.3.0).",
    );
  });

  test.each(["luong.cjs", "node-version.cjs"])("%s is ES5, so an old Node can read it", (name) => {
    const source = readFileSync(join(binFolder, name), "utf8");
    const problems = new Linter().verify(source, {
      languageOptions: { ecmaVersion: 5, sourceType: "script" },
    });
    expect(problems).toEqual([]);
  });
});

describe("starting the program", () => {
  let root = "";
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "luong-bin-"));
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  /** A cli package below `folder`, with `program` as its src/main.ts or dist/main.js. */
  function layOut(folder: string, file: string, program: string): string {
    const cli = join(root, folder);
    cpSync(binFolder, join(cli, "bin"), { recursive: true });
    mkdirSync(dirname(join(cli, file)), { recursive: true });
    writeFileSync(join(cli, "package.json"), JSON.stringify({ type: "module" }));
    writeFileSync(join(cli, file), program);
    return join(cli, "bin", "luong.cjs");
  }

  function layOutWorkspace(program: string): string {
    mkdirSync(join(root, "node_modules/node/bin"), { recursive: true });
    symlinkSync(process.execPath, join(root, "node_modules/node/bin/node"));
    return layOut("packages/cli", "src/main.ts", program);
  }

  test("workspace: src/main.ts under the pinned Node, with arguments, flags and exit code", () => {
    const command = layOutWorkspace(`
      const shown: string = JSON.stringify([process.argv.slice(2), process.execArgv]);
      console.log(shown);
      process.exit(7);
    `);
    const run = spawnSync(process.execPath, [command, "check", "--lang=vi", "a b.crit"], {
      encoding: "utf8",
    });
    expect(run.stderr).toBe("");
    expect(JSON.parse(run.stdout)).toEqual([
      ["check", "--lang=vi", "a b.crit"],
      ["--conditions=source", "--disable-warning=ExperimentalWarning", "--max-semi-space-size=64"],
    ]);
    expect(run.status).toBe(7);
  });

  test("workspace: standard input reaches the program", () => {
    const command = layOutWorkspace(`process.stdin.pipe(process.stdout);`);
    const run = spawnSync(process.execPath, [command], { encoding: "utf8", input: "luồng xanh" });
    expect(run.stdout).toBe("luồng xanh");
  });

  test("workspace: a signal is passed on, and the program may still finish its own way", async () => {
    const command = layOutWorkspace(`
      process.on("SIGTERM", () => process.exit(42));
      setInterval(() => {}, 1000);
      console.log("ready");
    `);
    expect(await endAfterSignal(command, "SIGTERM")).toEqual({ code: 42, signal: null });
  });

  test("workspace: a program that dies of a signal makes the command die of it too", async () => {
    const command = layOutWorkspace(`setInterval(() => {}, 1000); console.log("ready");`);
    expect(await endAfterSignal(command, "SIGTERM")).toEqual({ code: null, signal: "SIGTERM" });
  });

  test("installed: dist/main.js in the same process", () => {
    const command = layOut(
      "node_modules/@luong/cli",
      "dist/main.js",
      `console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 3;`,
    );
    const run = spawnSync(process.execPath, [command, "run"], { encoding: "utf8" });
    expect(run.stderr).toBe("");
    expect(run.stdout).toBe('["run"]\n');
    expect(run.status).toBe(3);
  });

  test("installed: sources shipped in node_modules are never run, even beside a `node` package", () => {
    layOutWorkspace("");
    const command = layOut("node_modules/@luong/cli", "dist/main.js", `console.log("built");`);
    mkdirSync(join(root, "node_modules/@luong/cli/src"));
    writeFileSync(join(root, "node_modules/@luong/cli/src/main.ts"), `console.log("source");`);
    const run = spawnSync(process.execPath, [command], { encoding: "utf8" });
    expect(run.stdout).toBe("built\n");
  });

  function endAfterSignal(command: string, signal: NodeJS.Signals): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [command], { stdio: ["ignore", "pipe", "inherit"] });
      child.stdout.once("data", () => child.kill(signal));
      child.once("error", reject);
      child.once("exit", (code, endedBy) => resolve({ code, signal: endedBy }));
    });
  }
});
