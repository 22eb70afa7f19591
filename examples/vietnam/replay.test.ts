// The same sources give the same bytes in any folder; the same declarations give the same decisions on every run, in any order of the input.
import { cpSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { decide, inFolder, luong } from "../luong.ts";
import { generate } from "./generator.ts";

const set = fileURLToPath(new URL(".", import.meta.url));

/** Builds a copy of the set that lies in `folder` and gives the bytes of the bundle by file. */
function buildIn(folder: string, name: string, rename: boolean): Record<string, string> {
  const copy = join(folder, name);
  cpSync(set, copy, { recursive: true });
  // Other file names: criteria are sorted by their ids, not by where they stand.
  if (rename) renameSync(join(copy, "value.crit"), join(copy, "zz-value.crit"));
  const out = join(folder, `${name}.luong`);
  const { status, output, errors } = luong("build", "--set", copy, "--out", out);
  expect(status, output + errors).toBe(0);
  const files = readdirSync(out).sort();
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(out, file), "utf8")]));
}

test("two builds in two folders are equal byte for byte", () => {
  inFolder((folder) => {
    const first = buildIn(folder, "one", false);
    const second = buildIn(folder, "another place", false);
    expect(Object.keys(first)).toContain("bundle.mjs");
    for (const [file, text] of Object.entries(first))
      expect(second[file] === text, file).toBe(true);
  });
});

test("a criteria file of another name leaves the identity of the bundle what it was", () => {
  inFolder((folder) => {
    const digest = (files: Record<string, string>): string =>
      JSON.parse(files["manifest.json"] ?? "").digest;
    expect(digest(buildIn(folder, "renamed", true))).toBe(digest(buildIn(folder, "same", false)));
  });
});

test("two runs, and a run on the shuffled input, give the same decisions", () => {
  inFolder((folder) => {
    const lines = [...generate(11, 3000, "import")].map((each) => `${JSON.stringify(each)}\n`);
    const straight = join(folder, "straight.ndjson");
    const shuffled = join(folder, "shuffled.ndjson");
    writeFileSync(straight, lines.join(""));
    // Every 7th from one end and the rest backwards: far from the order of time.
    const order = [...lines.keys()].sort((a, b) => (a % 7) - (b % 7) || b - a);
    writeFileSync(shuffled, order.map((at) => lines[at]).join(""));
    const text = (file: string): string => {
      const { run, decisions } = decide(set, file);
      expect(run.status, run.output + run.errors).toBe(0);
      expect(decisions).toHaveLength(3000);
      return decisions
        .map((each) => JSON.stringify(each))
        .sort()
        .join("\n");
    };
    const first = text(straight);
    expect(text(straight) === first).toBe(true);
    expect(text(shuffled) === first).toBe(true);
    // The quota had a say, or the order could not matter.
    expect(first).toContain('"rule":"quota"');
    expect(first).toContain('"outcome":"cut"');
  });
}, 120_000);
