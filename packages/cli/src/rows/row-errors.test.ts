// What a command says of wrong rows: text and JSON, two files at once, and progress while it reads. Comes in: the Vietnamese example with broken bindings.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Ran, Recorder, runCommand } from "../../test/run-command.ts";
import { Output } from "../output.ts";
import { Progress } from "../progress.ts";

let set = "";
beforeAll(() => {
  set = join(mkdtempSync(join(tmpdir(), "luong-row-errors-")), "set");
  cpSync(new URL("../../../../examples/vietnam", import.meta.url), set, { recursive: true });
  const prices = join(set, "bindings/reference-prices.csv");
  writeFileSync(
    prices,
    `${readFileSync(prices, "utf8")}61099,,1 VND per KGM,2 VND per KGM,3 VND per KGM,,\n`,
  );
  const pairs = join(set, "bindings/confusion-pairs.csv");
  writeFileSync(pairs, `${readFileSync(pairs, "utf8")}"x\n`);
});
afterAll(() => {
  rmSync(join(set, ".."), { recursive: true, force: true });
});

function luong(...words: string[]): Promise<Ran> {
  return runCommand(words, { cwd: set });
}

function lineCount(file: string): number {
  return readFileSync(join(set, file), "utf8").split("\n").length - 1;
}

test("wrong rows of two files are told at once, by file, line, column and code", async () => {
  const { status, out, error } = await luong("test", "--locale", "en");
  expect([status, out]).toEqual([2, ""]);
  const price = lineCount("bindings/reference-prices.csv");
  const pair = lineCount("bindings/confusion-pairs.csv");
  expect(error).toContain("bindings/reference-prices.csv: 1 error:\n");
  expect(error).toContain(`  bindings/reference-prices.csv:${price}: LU6113 hs: `);
  expect(error).toContain("bindings/confusion-pairs.csv is not a sound CSV file:\n");
  expect(error).toContain(`  bindings/confusion-pairs.csv:${pair}: LU6302: `);
});

test("JSON is one object of the published shape", async () => {
  const { status, out, error } = await luong("test", "--format", "json");
  expect([status, error]).toEqual([2, ""]);
  const value = JSON.parse(out) as { files: { file: string; errors: { code: string }[] }[] };
  const schema = new URL("../../schemas/rows-output.schema.json", import.meta.url);
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  const check = ajv.compile(JSON.parse(readFileSync(schema, "utf8")) as object);
  expect(check(value) ? null : check.errors).toBeNull();
  expect(value.files.map(({ file, errors }) => [file, errors.map(({ code }) => code)])).toEqual([
    ["bindings/reference-prices.csv", ["LU6113"]],
    ["bindings/confusion-pairs.csv", ["LU6302"]],
  ]);
});

test("progress tells rows, speed and share, from half a second on", () => {
  const error = new Recorder(true);
  const settings = { format: undefined, colour: "never", quiet: false, environment: {} };
  const output = new Output({ ...settings, language: "en" }, new Recorder(), error);
  let now = 0;
  const progress = new Progress(output, () => now);
  progress.rows("t.csv", 10, 5, 100);
  expect(error.text).toBe("");
  now = 2000;
  progress.rows("t.csv", 40_000, 50, 100);
  expect(error.text).toBe("\r\u001b[Kreading t.csv: 40,000 rows, 20,000/s, 50% …");
});
