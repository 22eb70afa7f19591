// `decide --bundle --set` when the bundle has a snapshot: rows come from it while their files are those it was written from, from the set when not; and
// `decide --set`, whose index is chosen by the declarations themselves.
// Comes in: copies of the Vietnamese example whose `luong.json` or files differ. Runs the command in this process.
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readBundle, readSnapshot, readSnapshotHead, writeSnapshot } from "@luong/runtime/node";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { generate } from "../../../../examples/vietnam/generator.ts";
import { type Ran, runCommand } from "../../test/run-command.ts";
import { usualDeclarations } from "./plan-sample.ts";

const example = fileURLToPath(new URL("../../../../examples/vietnam", import.meta.url));
const root = mkdtempSync(join(tmpdir(), "luong-held-"));
const bundle = join(root, "vietnam.luong");
const snapshot = join(bundle, "index.snapshot");
const day = join(root, "day.ndjson");
const INDICATORS = "bindings/import-indicators.csv";
const HELD = ["confusion_pairs", "import_indicators"];

function luong(words: readonly string[], input = ""): Promise<Ran> {
  return runCommand(words, { cwd: root, input });
}

async function decided(
  words: readonly string[],
  from = day,
  input = "",
): Promise<Ran & { readonly decisions: string }> {
  const out = join(root, "out.ndjson");
  rmSync(out, { force: true });
  const language = words.includes("--locale") ? [] : ["--locale", "en"];
  const given = ["decide", "--declarations", from, "--out", out, ...language];
  const ran = await luong([...given, ...words], input);
  expect(ran.status, ran.error).toBe(0);
  return { ...ran, decisions: readFileSync(out, "utf8") };
}

/** Rows of importers nobody knows: a few rows are answered without an index, and need no snapshot. */
function addRows(file: string): void {
  const rows = Array.from(
    { length: 800 },
    (_, at) => `F${at},610910,,${9_900_000_000 + at},,,yellow,1,,`,
  );
  writeFileSync(file, `${readFileSync(file, "utf8").trimEnd()}\n${rows.join("\n")}\n`);
}

/** A copy of the set that names all tables but these. */
function setWithout(name: string, ...tables: readonly string[]): string {
  const folder = join(root, name);
  rmSync(folder, { recursive: true, force: true });
  cpSync(example, folder, { recursive: true });
  const config = JSON.parse(readFileSync(join(folder, "luong.json"), "utf8"));
  for (const table of tables) delete config.bindings.tables[table];
  writeFileSync(join(folder, "luong.json"), JSON.stringify(config));
  addRows(join(folder, INDICATORS));
  return folder;
}

/** Half of the indicators are gone, one that every declaration meets is new. */
function changeIndicators(set: string): void {
  const [header = "", ...rows] = readFileSync(join(set, INDICATORS), "utf8").trimEnd().split("\n");
  const kept = rows.filter((_, at) => at % 2 === 0);
  writeFileSync(join(set, INDICATORS), `${[header, ...kept, "NEW,,,,,,yellow,1,,"].join("\n")}\n`);
}

function stateOf(path: string): Parameters<typeof writeSnapshot>[1] {
  const read = readSnapshot(path);
  if (read.problem !== undefined) throw new Error(read.problem.code);
  return read.state;
}

/** As the set says, without bundle. */
let whole = "";
let written: Buffer;

beforeAll(async () => {
  const texts = [...generate(5, 150)].map((each) => JSON.stringify(each));
  writeFileSync(day, `${texts.join("\n")}\n`);
  const words = ["--set", setWithout("set"), "--out", bundle, "--snapshot", "--sample", day];
  const { status, error } = await luong(["build", ...words]);
  expect(status, error).toBe(0);
  written = readFileSync(snapshot);
  whole = (await decided(["--set", "set"])).decisions;
  expect(whole).toContain('"row":');
});
beforeEach(() => writeFileSync(snapshot, written));
afterAll(() => rmSync(root, { recursive: true }));

describe("rows of files that have not changed", () => {
  test.each([
    ["one thread", []],
    ["two threads", ["--workers", "2"]],
  ])("come from the snapshot, in %s", async (_, words) => {
    const ran = await decided(["--bundle", bundle, "--set", "set", ...words]);
    expect(ran.error).toBe(
      "rows and index from vietnam.luong/index.snapshot: the files of `confusion_pairs`, `import_indicators` are those it was written from\n",
    );
    expect(ran.decisions).toBe(whole);
  });

  test("are told by their digest alone: the file is not read as a table", async () => {
    const set = setWithout("broken");
    writeFileSync(join(set, INDICATORS), "no table at all");
    const words = ["decide", "--bundle", bundle, "--set", set, "--declarations", day];
    const refused = await luong(words);
    expect([refused.status, refused.error]).toEqual([2, expect.stringContaining(INDICATORS)]);
    const state = stateOf(snapshot);
    const digest = createHash("sha256").update("no table at all").digest("hex");
    writeSnapshot(snapshot, {
      ...state,
      sources: { ...state.sources, import_indicators: [digest] },
    });
    expect((await decided(["--bundle", bundle, "--set", set])).decisions).toBe(whole);
  });

  test.each([
    [HELD[0], HELD[1]],
    [HELD[1], HELD[0]],
  ])(
    "of a set that names `%s` only: `%s` comes from the snapshot as well",
    async (named, other) => {
      const set = setWithout("partial", other ?? "");
      const ran = await decided(["--bundle", bundle, "--set", set]);
      expect(ran.error).toContain(`index.snapshot: the files of \`${named}\` are`);
      expect(ran.decisions).toBe(whole);
    },
  );

  test("serve `plan`, which says so in Vietnamese", async () => {
    const words = ["plan", "--bundle", bundle, "--set", "set", "--locale", "vi"];
    const { status, error } = await luong(words);
    expect([status, error]).toEqual([
      0,
      "các dòng và chỉ mục lấy từ vietnam.luong/index.snapshot: tệp của `confusion_pairs`, `import_indicators` vẫn là tệp đã dùng khi ghi ảnh chụp\n",
    ]);
  });
});

describe("rows of a file that has changed", () => {
  test.each([
    ["a set that names all", []],
    ["a set that names this table only", ["confusion_pairs"]],
  ])("are read from it, with %s", async (_, unnamed) => {
    const changed = setWithout("changed");
    changeIndicators(changed);
    const expected = (await decided(["--set", changed])).decisions;
    expect(expected).not.toBe(whole);
    expect(expected).toContain('"row":"NEW"');
    const set = setWithout("given", ...unnamed);
    changeIndicators(set);
    for (const workers of ["1", "2"]) {
      const ran = await decided(["--bundle", bundle, "--set", set, "--workers", workers]);
      expect(ran.error).toBe(
        "rows of `import_indicators` have changed since vietnam.luong/index.snapshot was written: read from the set\n",
      );
      expect(ran.decisions).toBe(expected);
    }
  });

  test("are read from it when few are left, beside others from the snapshot, in two threads", async () => {
    const [header = "", row = ""] = readFileSync(join(example, INDICATORS), "utf8").split("\n");
    const few = setWithout("few");
    const partial = setWithout("few-partial", "confusion_pairs");
    for (const set of [few, partial]) writeFileSync(join(set, INDICATORS), `${header}\n${row}\n`);
    const expected = (await decided(["--set", few])).decisions;
    const ran = await decided(["--bundle", bundle, "--set", partial, "--workers", "2"]);
    expect(ran.error).toContain("rows of `import_indicators` have changed since");
    expect(ran.decisions).toBe(expected);
  });

  test("stay away when the snapshot holds no others", async () => {
    const set = setWithout("both");
    changeIndicators(set);
    const pairs = join(set, "bindings/confusion-pairs.csv");
    writeFileSync(pairs, readFileSync(pairs, "utf8").split("\n").slice(0, 3).join("\n"));
    const expected = (await decided(["--set", set])).decisions;
    // Damaged beyond the head, which nobody needs to know when nothing is taken from it.
    writeFileSync(snapshot, Buffer.from(written).fill(0, written.length - 64));
    const ran = await decided(["--bundle", bundle, "--set", set, "--locale", "vi"]);
    expect(ran.error).toBe(
      "các dòng của `confusion_pairs`, `import_indicators` đã thay đổi từ khi ghi vietnam.luong/index.snapshot: đọc từ bộ tiêu chí\n",
    );
    expect(ran.decisions).toBe(expected);
  });
});

test("a snapshot that does not say where its rows come from is not used for a set that names them", async () => {
  const { sources, ...state } = stateOf(snapshot);
  expect(Object.keys(sources ?? {}).sort()).toEqual(HELD);
  writeSnapshot(snapshot, state);
  expect(readSnapshotHead(snapshot).head?.sources).toBeNull();
  const ran = await decided(["--bundle", bundle, "--set", "set"]);
  expect(ran.error).toContain("index.snapshot does not say which files its rows came from");
  expect(ran.decisions).toBe(whole);
});

test("a damaged snapshot stops a set that names only some of its tables", async () => {
  writeFileSync(snapshot, written.subarray(0, written.length - 5));
  const set = setWithout("some", "confusion_pairs");
  const words = ["decide", "--bundle", bundle, "--set", set, "--declarations", day];
  const { status, error } = await luong(words);
  expect([status, error]).toEqual([2, expect.stringContaining("LU6504")]);
});

describe("an index built for a file is chosen by its declarations", () => {
  test("and decides as one that is not", async () => {
    const piped = await decided(["--set", "set"], "-", readFileSync(day, "utf8"));
    expect(piped.decisions).toBe(whole);
    expect((await decided(["--set", "set", "--workers", "2"])).decisions).toBe(whole);
  });

  test("valid ones among the first 2,000; none of a pipe, of a folder, of nothing", async () => {
    const read = await readBundle(bundle);
    if (read.problems !== undefined) throw new Error("no bundle");
    const first = (path: string): Promise<readonly unknown[]> =>
      usualDeclarations({ path, shown: path, mapping: null }, read.bundle, {});
    const [line = ""] = readFileSync(day, "utf8").split("\n");
    const mixed = join(root, "mixed.ndjson");
    const lines = [line, "{", '{"declaration_no":7}', line];
    writeFileSync(mixed, lines.join("\n"));
    expect(await first(mixed)).toEqual([JSON.parse(line), JSON.parse(line)]);
    writeFileSync(mixed, [...Array(1999).fill("{}"), line, line].join("\n"));
    expect(await first(mixed)).toHaveLength(1);
    writeFileSync(mixed, [...Array(2000).fill("{}"), line].join("\n"));
    for (const path of [mixed, "-", root, join(root, "absent.ndjson")])
      expect(await first(path)).toEqual([]);
  });
});
