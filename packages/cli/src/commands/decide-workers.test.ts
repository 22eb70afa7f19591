// `decide --workers`: the same files and counts as without, for a set with quotas, samples, tables and every kind of rejection.
// Comes in: the Vietnamese example and made-up declarations. Runs the command in this process; its threads are real.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createPool, load } from "@luong/runtime/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { generate } from "../../../../examples/vietnam/generator.ts";
import { type Ran, runCommand } from "../../test/run-command.ts";

const set = fileURLToPath(new URL("../../../../examples/vietnam", import.meta.url));
const root = mkdtempSync(join(tmpdir(), "luong-workers-"));
const declarations = join(root, "day.ndjson");
const bundle = join(root, "vietnam.luong");

function luong(...words: string[]): Promise<Ran> {
  return runCommand(words, { cwd: root });
}

beforeAll(async () => {
  const texts = [...generate(5, 700)].map((each) => JSON.stringify(each));
  const [first = "", second = ""] = texts;
  texts.splice(100, 0, first, "", second.slice(0, -9), second.replace('"', '"no_such_fact":1,"'));
  writeFileSync(declarations, texts.join("\n"));
  const built = await luong("build", "--set", set, "--out", bundle);
  expect(built.status, built.out + built.error).toBe(0);
});
afterAll(() => rmSync(root, { recursive: true }));

/** What is written, and the counts without rates. */
async function decided(...words: string[]): Promise<readonly string[]> {
  const out = join(root, "out.ndjson");
  const subject = ["--bundle", bundle, "--set", set, "--declarations", declarations];
  const ran = await luong("decide", ...subject, "--out", out, "--format", "compact", ...words);
  expect(ran.status, ran.out + ran.error).toBe(0);
  const counts = ran.out.replace(/^.*(a second|mỗi giây).*$/m, "");
  return [readFileSync(out, "utf8"), readFileSync(`${out}.rejected.ndjson`, "utf8"), counts];
}

test.each([[["--explain", "none"]], [["--explain", "full"]], [["--now", "2026-02-01T09:00"]]])(
  "the same bytes with %j",
  async (words) => {
    const [alone, shared] = [await decided(...words), await decided(...words, "--workers", "2")];
    expect(shared).toEqual(alone);
    expect(alone[0]).toContain('"rule":"quota"');
    expect(alone[1]?.split("\n")).toHaveLength(5);
  },
);

test("a pool reads the arrays of an engine where they lie, and no others'", async () => {
  const options = { allowUnbound: true, samplingKey: "000102030405060708090a0b0c0d0e0f" };
  const engine = await load(bundle, { ...options, indexed: true });
  const shared = engine.share();
  expect(shared).toBeDefined();
  if (shared === undefined) return;
  const pool = await createPool(bundle, { ...options, workers: 2, shared });
  const day = [...generate(8, 200)];
  const expected: unknown[] = [];
  const found: unknown[] = [];
  for await (const outcome of engine.decideAll(day)) expected.push(outcome);
  for await (const outcome of pool.decideAll(day)) found.push(outcome);
  await pool.close();
  expect(found).toEqual(expected);
  const other = { ...shared, index: { ...shared.index, bundle: "another" } };
  await expect(createPool(bundle, { ...options, shared: other })).rejects.toThrow(/LU6516/);
});

test("from sources; a number that is none is refused", async () => {
  const words = ["decide", "--set", set, "--declarations", declarations, "--format", "json"];
  const [alone, shared] = [await luong(...words), await luong(...words, "--workers", "2")];
  const counts = (text: string): unknown => ({ ...JSON.parse(text), declarationsPerSecond: 0 });
  expect(counts(shared.out)).toEqual(counts(alone.out));
  for (const none of ["0", "two", "-1", "1000"]) {
    const refused = await luong(...words, `--workers=${none}`);
    expect([refused.status, refused.error]).toEqual([2, expect.stringContaining(none)]);
  }
});
