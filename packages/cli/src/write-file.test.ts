// Whole or not at all: finished files appear under their name, discarded and interrupted ones leave nothing.
// Comes in: pieces of text. Goes out: files in a throwaway folder.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { CannotRun } from "./both.ts";
import { FileWriter, removeUnfinishedFiles, writeWhole } from "./write-file.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "luong-write-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test("the old file stays until the new one is whole", () => {
  const path = join(folder, "out.ndjson");
  writeFileSync(path, "old");
  const file = new FileWriter(path);
  file.write("x".repeat(3 << 20)); // more than one piece, so bytes are on the disk already
  expect(readFileSync(path, "utf8")).toBe("old");
  file.finish();
  expect(readFileSync(path).length).toBe(3 << 20);
  expect(readdirSync(folder)).toEqual(["out.ndjson"]);
});

test("a discarded file leaves nothing behind", () => {
  const file = new FileWriter(join(folder, "out.ndjson"));
  file.write("half");
  file.discard();
  file.discard();
  expect(readdirSync(folder)).toEqual([]);
});

test("an interruption removes what is not whole and nothing else", () => {
  writeWhole(join(folder, "whole"), "1");
  new FileWriter(join(folder, "half")).write("2");
  removeUnfinishedFiles();
  expect(readdirSync(folder)).toEqual(["whole"]);
});

test("folders on the way are made; a file in the way is a clear error", () => {
  writeWhole(join(folder, "a/b/c.txt"), "1");
  expect(readFileSync(join(folder, "a/b/c.txt"), "utf8")).toBe("1");
  expect(() => writeWhole(join(folder, "a/b/c.txt/d"), "2")).toThrow(CannotRun);
  expect(() => writeWhole(join(folder, "a/b"), "3")).toThrow(CannotRun);
  expect(readdirSync(join(folder, "a"))).toEqual(["b"]);
});
