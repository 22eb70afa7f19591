// `build --snapshot` and `decide --bundle`: rows go into the bundle once, and whoever decides needs neither them nor the time to index them.
// Comes in: a set with a table of indicators, made here. Runs the command in this process.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { generate } from "../../../../examples/vietnam/generator.ts";
import { type Ran, runCommand } from "../../test/run-command.ts";

const example = fileURLToPath(new URL("../../../../examples/vietnam", import.meta.url));
const root = mkdtempSync(join(tmpdir(), "luong-snapshot-"));
const set = join(root, "set");
/** The same set, that does not know where the rows of `for each row of` are. */
const rowless = join(root, "rowless");
const declarations = join(root, "day.ndjson");
const indicators = join(set, "bindings/import-indicators.csv");
let bundle = "";
let built = 0;

function luong(words: readonly string[], isTerminal = false): Promise<Ran> {
  return runCommand(words, { cwd: root, environment: { LANG: "C" }, isTerminal });
}

function build(...words: string[]): Promise<Ran> {
  return luong(["build", "--set", set, "--out", bundle, "--locale", "en", ...words]);
}

async function decided(...words: string[]): Promise<Ran & { readonly decisions: string }> {
  const out = join(root, "out.ndjson");
  rmSync(out, { force: true });
  const given = ["--declarations", declarations, "--out", out, "--locale", "en"];
  const ran = await luong(["decide", "--bundle", bundle, ...given, ...words]);
  return { ...ran, decisions: existsSync(out) ? readFileSync(out, "utf8") : "" };
}

/** Rows of importers nobody knows: a few rows are answered without an index, and need no snapshot. */
function addRows(file: string): void {
  const rows = Array.from(
    { length: 400 },
    (_, at) => `F${at},610910,,${9_900_000_000 + at},,,yellow,1,,`,
  );
  writeFileSync(file, `${readFileSync(file, "utf8").trimEnd()}\n${rows.join("\n")}\n`);
}

const snapshot = (): string => join(bundle, "index.snapshot");

beforeAll(() => {
  cpSync(example, set, { recursive: true });
  cpSync(example, rowless, { recursive: true });
  addRows(indicators);
  const config = JSON.parse(readFileSync(join(rowless, "luong.json"), "utf8"));
  delete config.bindings.tables.import_indicators;
  delete config.bindings.tables.confusion_pairs;
  writeFileSync(join(rowless, "luong.json"), JSON.stringify(config));
  const texts = [...generate(5, 200)].map((each) => JSON.stringify(each));
  writeFileSync(declarations, texts.join("\n"));
});
beforeEach(() => {
  bundle = join(root, `bundle${++built}.luong`);
  mkdirSync(bundle);
});
afterAll(() => rmSync(root, { recursive: true }));

describe("with a snapshot", () => {
  test("decisions are the same as with the rows given, and the command says where they come from", async () => {
    const ran = await build("--snapshot", "--sample", declarations);
    expect([ran.status, ran.error]).toEqual([0, ""]);
    expect(ran.out).toMatch(/index\.snapshot +[\d,.]+ kB/);
    const given = await decided("--set", set);
    expect(given.error).toMatch(
      /^rows and index from bundle\d+\.luong\/index\.snapshot: the files of `confusion_pairs`, `import_indicators` are those it was written from$/m,
    );
    const alone = await luong([
      "decide",
      "--set",
      set,
      "--declarations",
      declarations,
      "--out",
      "alone.ndjson",
    ]);
    expect(alone.error).not.toContain("index.snapshot");
    expect(readFileSync(join(root, "alone.ndjson"), "utf8")).toBe(given.decisions);
    const loaded = await decided("--set", rowless);
    expect([loaded.status, loaded.error]).toEqual([
      0,
      expect.stringMatching(/^rows and index from bundle\d+\.luong\/index\.snapshot$/m),
    ]);
    expect(loaded.decisions.split("\n").length).toBeGreaterThan(150);
    expect(loaded.decisions).toContain('"row":');
    expect(loaded.decisions).toBe(given.decisions);
    const threads = await decided("--set", rowless, "--workers", "2");
    expect(threads.decisions).toBe(given.decisions);
  });

  test("the JSON output counts the file; two builds are equal byte for byte", async () => {
    const ran = await build("--snapshot", "--format", "json");
    const first = readFileSync(snapshot());
    expect(JSON.parse(ran.out).files["index.snapshot"]).toBe(first.length);
    expect((await build("--snapshot")).status).toBe(0);
    expect(readFileSync(snapshot()).equals(first)).toBe(true);
  });

  test("progress is shown on a terminal, and wiped away", async () => {
    const words = ["build", "--set", set, "--out", bundle, "--snapshot", "--locale", "en"];
    const { status, error } = await luong(words, true);
    expect(status).toBe(0);
    for (const step of ["compiling", "indexing", "writing the snapshot"])
      expect(error).toContain(step);
    expect(error.endsWith("\r\u001b[K")).toBe(true);
  });
});

describe("no stale snapshot", () => {
  test("is left by a build without one", async () => {
    await build("--snapshot");
    expect(existsSync(snapshot())).toBe(true);
    await build();
    expect(existsSync(snapshot())).toBe(false);
    // Nothing brings the rows now, and nothing pretends to.
    const { status, error } = await decided("--set", rowless);
    expect([status, error]).toEqual([2, expect.stringContaining("import_indicators")]);
  });

  test("is used: one of another bundle is refused with both digests", async () => {
    const { out } = await build("--snapshot", "--format", "json");
    const kept = readFileSync(snapshot());
    const changed = join(set, "traders.crit");
    const text = readFileSync(changed, "utf8");
    writeFileSync(changed, text.replace("risk +30", "risk +31"));
    expect(readFileSync(changed, "utf8")).not.toBe(text);
    const rebuilt = await build("--format", "json");
    writeFileSync(changed, text);
    writeFileSync(snapshot(), kept);
    const { status, error, decisions } = await decided("--set", rowless);
    expect([status, decisions]).toEqual([2, ""]);
    expect(error).toContain("LU6516");
    for (const each of [out, rebuilt.out])
      expect(error).toContain(JSON.parse(each).digest.slice(0, 40));
  });

  test.each([
    ["cut off", (bytes: Buffer) => bytes.subarray(0, bytes.length - 5), /LU6504/],
    ["of another format", (bytes: Buffer) => bytes.fill(99, 7, 8), /LU6501.*format 99/],
    [
      "something else",
      () => Buffer.from("not a snapshot at all, however long it may be.."),
      /LU6501/,
    ],
  ])("that is %s", async (_, damage, reason) => {
    await build("--snapshot");
    writeFileSync(snapshot(), damage(readFileSync(snapshot())));
    const { status, error } = await decided("--set", rowless);
    expect([status, error]).toEqual([2, expect.stringMatching(reason)]);
    expect(error).toContain("index.snapshot");
    // Who gives the rows does not need it, but hears why it is of no use.
    const given = await decided("--set", set);
    expect([given.status, given.error]).toEqual([0, expect.stringMatching(reason)]);
    expect(given.error).toContain("index.snapshot is not used, rows are read from the set: LU65");
  });
});

describe("what is wrong is said", () => {
  test("every bad cell of the rows is collected and named by line and column, the first are shown", async () => {
    const text = readFileSync(indicators, "utf8");
    const [header = ""] = text.split("\n");
    const width = header.split(",").length;
    const bad = Array.from({ length: 30 }, (_, at) =>
      [`BAD${at}`, ...Array(width - 1).fill("?!")].join(","),
    );
    writeFileSync(indicators, `${text.trimEnd()}\n${bad.join("\n")}\n`);
    try {
      const { status, error } = await build("--snapshot");
      expect(status).toBe(2);
      const first = text.trimEnd().split("\n").length + 1;
      expect(error).toContain(`import-indicators.csv:${first}: `);
      const shown = error.split("\n").filter((line) => /import-indicators\.csv:\d+: /.test(line));
      expect(shown).toHaveLength(20);
      expect(error).toMatch(/… and [\d,]+ more/);
      const json = await build("--snapshot", "--format", "json");
      const lines = new Set(
        JSON.parse(json.out).files[0].errors.map(({ line }: { line: number }) => line),
      );
      expect(lines.size).toBe(30);
      expect(existsSync(snapshot())).toBe(false);
    } finally {
      writeFileSync(indicators, text);
    }
  });

  test("rows nobody has; a sample of nothing; a sample without a snapshot", async () => {
    const rows = await luong([
      "build",
      "--set",
      rowless,
      "--out",
      bundle,
      "--snapshot",
      "--locale",
      "en",
    ]);
    expect([rows.status, rows.error]).toEqual([2, expect.stringContaining("`import_indicators`")]);
    const empty = join(root, "empty.ndjson");
    writeFileSync(empty, "{}\n");
    const nothing = await build("--snapshot", "--sample", empty);
    expect([nothing.status, nothing.error]).toEqual([2, expect.stringContaining("empty.ndjson")]);
    const alone = await build("--sample", declarations);
    expect([alone.status, alone.error]).toEqual([2, expect.stringContaining("--snapshot")]);
    expect(existsSync(snapshot())).toBe(false);
  });

  test("a small set without an index needs no snapshot", async () => {
    const small = join(root, "small");
    expect((await luong(["init", small])).status).toBe(0);
    const ran = await luong([
      "build",
      "--set",
      small,
      "--out",
      bundle,
      "--snapshot",
      "--locale",
      "en",
    ]);
    expect([ran.status, ran.error]).toEqual([0, ""]);
    expect(ran.out).toMatch(
      /left to the reference\nthe set is small enough to need no index: no snapshot was written\n$/,
    );
    const json = await luong(
      [
        "build",
        "--set",
        small,
        "--out",
        bundle,
        "--snapshot",
        "--locale",
        "vi",
        "--format",
        "json",
      ],
      true,
    );
    expect(JSON.parse(json.out).files).not.toHaveProperty(["index.snapshot"]);
    // On a line of its own, where progress stood before.
    const last = json.error.split("\r\u001b[K").at(-1);
    expect(last).toMatch(/^[^\n]*không ghi ảnh chụp[^\n]*\n$/);
    expect(existsSync(snapshot())).toBe(false);
  });
});
