// What docs/cli.md shows is what the command prints. Every `$ luong …` of its console blocks is run in a throwaway folder with the sets the page
// speaks of; digests, sizes and rates, which change with the machine and the compiler, are compared by their form only.
import { EventEmitter } from "node:events";
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Sink } from "./output.ts";
import { run } from "./run.ts";

class Recorder extends EventEmitter implements Sink {
  text = "";
  write(text: string): boolean {
    this.text += text;
    return true;
  }
}

interface Shown {
  readonly command: string;
  readonly printed: string;
}

const page = readFileSync(new URL("../../../docs/cli.md", import.meta.url), "utf8");
const shown = [...page.matchAll(/^```console\n([\s\S]*?)^```$/gm)].flatMap(([, block = ""]) =>
  block
    .split(/^\$ (?=luong )/m)
    .slice(1)
    .map((part): Shown => {
      const [command = "", ...lines] = part.split("\n");
      return { command, printed: lines.join("\n").trimEnd() };
    }),
);

let folder = "";

async function luong(command: string): Promise<string> {
  const [out, error] = [new Recorder(), new Recorder()];
  await run(command.split(" ").slice(1), {
    cwd: folder,
    environment: {},
    input: Readable.from([]),
    out,
    error,
    clock: () => performance.now(),
    version: "0.0.0",
    host: "test",
  });
  return `${out.text}${error.text}`.trimEnd();
}

function comparable(text: string): string {
  return text
    .replace(/\b[0-9a-f]{64}\b|\b[0-9a-f]{12}\b/g, "DIGEST")
    .replace(/ +[\d.]+ kB/g, " SIZE")
    .replace(/[\d,]+ a second \([\d,]+ overall, [\d.]+ s\)/g, "RATE")
    .replace(/"declarationsPerSecond": \d+/g, "RATE");
}

function replaceIn(file: string, from: string, to: string): void {
  const text = readFileSync(join(folder, file), "utf8");
  expect(text).toContain(from);
  writeFileSync(join(folder, file), text.replace(from, to));
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "luong-docs-"));
  // The page begins with `luong init demo`, which must find no folder; the other sets are made from another copy.
  await luong("luong init origin");
  for (const name of ["broken", "failing"]) {
    cpSync(join(folder, "origin"), join(folder, name), { recursive: true });
  }
  replaceIn("broken/criteria.crit", "> gross_weight\n", "> gros_weight\n");
  replaceIn("failing/criteria.crit", "gross_weight = 120 kg", "gross_weight = 99 kg");
  cpSync(join(folder, "origin/declarations.ndjson"), join(folder, "day.ndjson"));
  appendFileSync(join(folder, "day.ndjson"), '{"declaration_no": 7\n');
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test("the page shows every command at least once", () => {
  const names = new Set(shown.map(({ command }) => command.split(" ")[1]));
  const all = ["build", "check", "decide", "explain", "fmt", "init", "plan", "test"];
  expect([...names].sort()).toEqual(all);
});

test.each(shown)("$command", async ({ command, printed }) => {
  expect(comparable(await luong(command))).toBe(comparable(printed));
});
