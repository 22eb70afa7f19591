// The command in throwaway folders: exit codes, formats, colours, languages, files. Most cases run it in this process; where the process itself
// matters, bin/luong.cjs is started as a user does.
// Comes in: a set made by `luong init`, then broken on purpose. Goes out: what stands on the two streams and on the disk.
import { spawn, spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Recorder, runCommand } from "../../test/run-command.ts";
import { run } from "../run.ts";

const command = fileURLToPath(new URL("../../bin/luong.cjs", import.meta.url));

let root = "";
let pristine = "";
/** A fresh copy of the set for each test. */
let set = "";
let copies = 0;

interface Run {
  readonly status: number | null;
  readonly out: string;
  readonly error: string;
}

interface Surroundings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** The command in this process. */
function luong(
  words: readonly string[],
  { cwd = root, env = {}, input = "" }: Surroundings = {},
): Promise<Run> {
  return runCommand(words, { cwd, environment: env, input });
}

/** The command as a user starts it. */
function spawned(words: readonly string[], { cwd = root, env = {} }: Surroundings = {}): Run {
  const { PATH = "" } = process.env;
  const options = { cwd, encoding: "utf8", env: { PATH, LANG: "C", ...env } } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...words], options);
  return { status, out: stdout, error: stderr };
}

function validate(schema: string, value: unknown, of = "../../schemas"): unknown {
  const path = new URL(`${of}/${schema}.schema.json`, import.meta.url);
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  const check = ajv.compile(JSON.parse(readFileSync(path, "utf8")) as object);
  return check(value) ? null : check.errors;
}

/** Decisions and rejections have the shapes that the runtime publishes. */
function validateLines(path: string, schema: "decision" | "rejection"): void {
  for (const line of lines(path)) {
    expect(validate(schema, line, "../../../runtime/schemas")).toBeNull();
  }
}

function edit(file: string, change: (text: string) => string): void {
  const path = join(set, file);
  const before = readFileSync(path, "utf8");
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(path, after);
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "luong-commands-"));
  pristine = join(root, "pristine");
  expect((await luong(["init", "pristine"])).status).toBe(0);
});
beforeEach(() => {
  copies += 1;
  set = join(root, `set${copies}`);
  cpSync(pristine, set, { recursive: true });
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

describe("the command line", () => {
  test("help is in the reader's language and names every command", async () => {
    const en = await luong(["--help"]);
    expect([en.status, en.error]).toEqual([0, ""]);
    for (const name of ["init", "check", "fmt", "test", "build", "plan", "decide", "explain"]) {
      expect(en.out).toContain(`  ${name}`);
    }
    expect((await luong(["--help", "--locale", "vi"])).out).toContain("Các lệnh");
    expect((await luong(["decide", "--help"])).out).toContain("--declarations FILE");
  });

  test("version", async () => {
    const run = await luong(["--version"]);
    expect(run).toEqual({
      status: 0,
      out: expect.stringMatching(/^luong \d+\.\d+\.\d+\n$/),
      error: "",
    });
  });

  test.each([
    [["chekc"], "luong: there is no command `chekc`; did you mean `check`?\n"],
    [["check", "--formt", "json"], "luong: unknown option `--formt`; did you mean `--format`?\n"],
    [["check", "nowhere.crit"], "luong: cannot read nowhere.crit: it does not exist\n"],
    [["decide", "--set", "pristine"], "luong: --declarations FILE is missing; "],
    [["explain", "LU9999"], "luong: there is no code `LU9999`"],
  ])("%j could not run: exit code 2, nothing on standard output", async (words, complaint) => {
    const run = await luong(words);
    expect([run.status, run.out]).toEqual([2, ""]);
    expect(run.error).toContain(complaint);
  });

  test("complaints follow LUONG_LOCALE", async () => {
    const run = await luong(["chekc"], { env: { LUONG_LOCALE: "vi" } });
    expect(run.error).toBe("luong: không có lệnh `chekc`; có phải ý bạn là `check`?\n");
  });
});

describe("init", () => {
  test("the set it makes checks, tests and is formatted, in both languages", async () => {
    for (const language of ["en", "vi"]) {
      const folder = join(root, `init-${language}`);
      expect((await luong(["init", folder, "--lang", language])).status).toBe(0);
      expect(await luong(["check", "--set", folder, "--max-warnings", "0"])).toMatchObject({
        status: 0,
      });
      expect(await luong(["test", "--set", folder])).toMatchObject({ status: 0 });
      expect(await luong(["fmt", "--set", folder, "--check"])).toMatchObject({
        status: 0,
        out: "",
      });
    }
    expect(readFileSync(join(root, "init-vi/criteria.crit"), "utf8")).toContain("tiêu chí QTY-001");
  });

  test("never overwrites", async () => {
    const run = await luong(["init", set]);
    expect(run.status).toBe(2);
    expect(run.error).toContain("is there already");
  });
});

describe("check", () => {
  test("a sound set: 0, one line of summary, none with --quiet", async () => {
    const run = await luong(["check"], { cwd: set });
    expect([run.status, run.error]).toEqual([0, ""]);
    expect(run.out).toBe("no findings in 2 files\n");
    expect((await luong(["check", "--quiet"], { cwd: set })).out).toBe("");
  });

  test("a misspelt field: 1, one finding with place, code and did-you-mean; a file is checked with its set", async () => {
    edit("criteria.crit", (text) => text.replace("> gross_weight\n", "> gros_weight\n"));
    for (const words of [
      ["check", "--quiet"],
      ["check", "criteria.crit", "--quiet"],
    ]) {
      const run = await luong(words, { cwd: set });
      expect(run.status).toBe(1);
      expect(run.out).toMatch(/^criteria\.crit:\d+:\d+: error LU\d{4} .*`gros_weight`.*\n$/);
      expect(run.out).toContain("`gross_weight`");
    }
    // The mistake is in the other file.
    expect((await luong(["check", "schema.crit"], { cwd: set })).status).toBe(0);
  });

  test("json is one object of the published shape, with the same finding", async () => {
    edit("criteria.crit", (text) => text.replace("> gross_weight\n", "> gros_weight\n"));
    const run = await luong(["check", "--format", "json"], { cwd: set });
    const value = JSON.parse(run.out) as { summary: unknown; results: { file: string }[] };
    expect(validate("check-output", value)).toBeNull();
    expect(value.summary).toEqual({ files: 2, errors: 1, warnings: 0, infos: 0, hints: 0 });
    expect(value.results.map((each) => each.file)).toEqual(["criteria.crit"]);
    expect(run.status).toBe(1);
  });

  test("pretty frames the place; colours only when wanted", async () => {
    edit("criteria.crit", (text) => text.replace("> gross_weight\n", "> gros_weight\n"));
    const plain = (await luong(["check", "--format", "pretty"], { cwd: set })).out;
    expect(plain).toContain("^^^^^^^^^^^");
    expect(plain).not.toContain("\u001b[");
    const always = await luong(["check", "--format", "pretty", "--color", "always"], {
      cwd: set,
      env: { NO_COLOR: "1" },
    });
    expect(always.out).toContain("\u001b[");
    expect((await luong(["check"], { cwd: set, env: { FORCE_COLOR: "1" } })).out).toContain(
      "\u001b[",
    );
  });

  test("the language of the set, overruled by --locale", async () => {
    edit("criteria.crit", (text) => text.replace("> gross_weight\n", "> gros_weight\n"));
    edit("luong.json", (text) => text.replace('"set": "demo"', '"set": "demo", "locale": "vi"'));
    expect((await luong(["check"], { cwd: set })).out).toContain(": lỗi LU");
    expect((await luong(["check", "--locale", "en"], { cwd: set })).out).toContain(": error LU");
  });

  test("warnings are no failure, unless there are more than --max-warnings", async () => {
    edit("criteria.crit", (text) => text.normalize("NFD"));
    expect(await luong(["check"], { cwd: set })).toMatchObject({
      status: 0,
      out: expect.stringMatching(/warning LU1003 .*\n1 warning in 2 files\n$/s),
    });
    expect((await luong(["check", "--max-warnings", "1"], { cwd: set })).status).toBe(0);
    expect((await luong(["check", "--max-warnings", "0"], { cwd: set })).status).toBe(1);
    expect((await luong(["check", "--max-warnings", "few"], { cwd: set })).status).toBe(2);
  });

  test("hints are shown on request", async () => {
    edit("schema.crit", (text) =>
      text.replace("gross_weight: Mass ", "gross_weight: Mass optional "),
    );
    expect((await luong(["check"], { cwd: set })).out).not.toContain("hint");
    expect((await luong(["check", "--hints"], { cwd: set })).out).toContain("hint LU4");
  });

  test("a folder without luong.json is every .crit file in it", async () => {
    rmSync(join(set, "luong.json"));
    expect(await luong(["check", "--set", set])).toMatchObject({ status: 0 });
  });

  test("a misspelt key of luong.json: 2, with the key meant", async () => {
    edit("luong.json", (text) => text.replace('"bindings"', '"bindngs"'));
    const run = await luong(["check"], { cwd: set });
    expect([run.status, run.error]).toEqual([
      2,
      "luong: luong.json: unknown key `bindngs`; did you mean `bindings`?\n",
    ]);
  });

  test("--fix repairs a misspelt name, and leaves hints alone", async () => {
    edit("criteria.crit", (text) => text.replace("> gross_weight\n", "> gros_weight\n"));
    expect(await luong(["check", "--fix"], { cwd: set })).toMatchObject({ status: 0 });
    expect(readFileSync(join(set, "criteria.crit"), "utf8")).toBe(
      readFileSync(join(pristine, "criteria.crit"), "utf8"),
    );
  });
});

describe("fmt", () => {
  test("--check names the file and changes nothing; fmt mends it", async () => {
    edit("criteria.crit", (text) => text.replace("  when     ", "     when "));
    const before = readFileSync(join(set, "criteria.crit"), "utf8");
    const check = await luong(["fmt", "--check"], { cwd: set });
    expect([check.status, check.out]).toEqual([1, "criteria.crit\n"]);
    expect(readFileSync(join(set, "criteria.crit"), "utf8")).toBe(before);
    expect((await luong(["fmt"], { cwd: set })).status).toBe(0);
    expect(await luong(["fmt", "--check"], { cwd: set })).toMatchObject({ status: 0, out: "" });
  });

  test("keywords turn over and back without a loss", async () => {
    const before = readFileSync(join(set, "criteria.crit"), "utf8");
    expect((await luong(["fmt", "--lang", "vi"], { cwd: set })).status).toBe(0);
    expect(readFileSync(join(set, "criteria.crit"), "utf8")).toContain("  khi ");
    expect((await luong(["test"], { cwd: set })).status).toBe(0);
    expect((await luong(["fmt", "--lang", "en"], { cwd: set })).status).toBe(0);
    expect(readFileSync(join(set, "criteria.crit"), "utf8")).toBe(before);
  });

  test("standard input to standard output; a broken text gives nothing there", async () => {
    const text = readFileSync(join(set, "criteria.crit"), "utf8");
    const run = await luong(["fmt", "--stdin"], { input: text.replaceAll("\n", "\r\n") });
    expect(run).toEqual({ status: 0, out: text, error: "" });
    const broken = await luong(["fmt", "--stdin", "--stdin-filename", "a/b.crit"], {
      input: text.replace("when     sum of", "when     sum sum of"),
    });
    expect([broken.status, broken.out]).toEqual([1, ""]);
    expect(broken.error).toMatch(/^a\/b\.crit:\d+:\d+: error LU/);
  });
});

describe("test", () => {
  test("json has the published shape; every test passes", async () => {
    const run = await luong(["test", "--format", "json"], { cwd: set });
    const value = JSON.parse(run.out) as { summary: { tests: number; failed: number } };
    expect(validate("test-output", value)).toBeNull();
    expect(value.summary).toMatchObject({
      tests: 6,
      passed: 6,
      failed: 0,
      criteria: 2,
      criteriaWithoutTests: 0,
    });
    expect(run.status).toBe(0);
  });

  test("a failing test: 1, with what was expected and what came, in the reader's language", async () => {
    edit("criteria.crit", (text) => text.replace("gross_weight = 120 kg", "gross_weight = 99 kg"));
    const run = await luong(["test"], { cwd: set });
    expect(run.status).toBe(1);
    expect(run.out).toMatch(
      /criteria\.crit:\d+:\d+: failed QTY-001 "weights agree"\n {2}expected no hit, got: it hits\n/,
    );
    expect(run.out).toContain("5 passed, 1 failed");
    expect((await luong(["test", "--locale", "vi"], { cwd: set })).out).toContain(
      "cần không trúng, nhưng tiêu chí trúng",
    );
  });

  test("one criterion; a misspelt one could not run", async () => {
    expect((await luong(["test", "VAL-001"], { cwd: set })).out).toContain("3 passed, 0 failed");
    const run = await luong(["test", "VAL-01"], { cwd: set });
    expect([run.status, run.error]).toEqual([
      2,
      "luong: there is no criterion `VAL-01`; did you mean `VAL-001`?\n",
    ]);
  });

  test("criteria with errors are findings: 1", async () => {
    edit("criteria.crit", (text) => text.replace("> gross_weight\n", "> gros_weight\n"));
    const run = await luong(["test"], { cwd: set });
    expect(run.status).toBe(1);
    expect(run.out).toContain("`gros_weight`");
  });
});

describe("build", () => {
  test("the bundle is the same bytes from another folder, and json has the published shape", async () => {
    const first = await luong(["build", "--format", "json", "--out", "one.luong"], { cwd: set });
    const value = JSON.parse(first.out) as { digest: string; bundle: string };
    expect(validate("build-output", value)).toBeNull();
    expect(value.bundle).toBe("one.luong");
    expect((await luong(["build", "--set", set, "--out", join(root, "two.luong")])).status).toBe(0);
    const names = readdirSync(join(set, "one.luong")).sort();
    expect(names).toEqual(readdirSync(join(root, "two.luong")).sort());
    expect(names).toContain("manifest.json");
    for (const name of names) {
      expect(readFileSync(join(set, "one.luong", name), "utf8")).toBe(
        readFileSync(join(root, "two.luong", name), "utf8"),
      );
    }
  });

  test("what the compiler remarks is shown, and is no failure", async () => {
    edit("criteria.crit", (text) => text.replace(/^policy [\s\S]*/m, ""));
    const run = await luong(["build", "--out", "b.luong"], { cwd: set });
    expect(run.status).toBe(0);
    expect(run.out).toMatch(/^criteria\.crit:\d+:\d+: \w+ LU5003 /m);
    const json = await luong(["build", "--out", "b.luong", "--format", "json"], { cwd: set });
    const value: unknown = JSON.parse(json.out);
    expect(validate("build-output", value)).toBeNull();
    expect(value).toMatchObject({ remarks: [{ code: "LU5003", file: "criteria.crit" }] });
  });
});

interface DecideOutput {
  readonly declarations: number;
  readonly rejected: number;
  readonly channels: Readonly<Record<string, number>>;
  readonly bundleDigest: string;
}

/** What the tests read of a decision or a rejection. */
interface Line {
  readonly channel?: string;
  readonly bundle?: string;
  readonly hits?: readonly {
    readonly criterion: string;
    readonly reason?: { readonly en: string };
  }[];
  readonly unknown?: readonly unknown[];
  readonly position?: number;
  readonly faults?: readonly { readonly code: string; readonly path: string }[];
}

function lines(path: string): Line[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Line);
}

describe("decide", () => {
  const words = ["decide", "--declarations", "declarations.ndjson", "--out", "out.ndjson"];

  test("a channel and reasons for every declaration; json has the published shape", async () => {
    const run = await luong([...words, "--format", "json"], { cwd: set });
    const value = JSON.parse(run.out) as DecideOutput;
    expect(validate("decide-output", value)).toBeNull();
    // The template: nothing wrong, net above gross, watched goods of high value.
    expect(value).toMatchObject({
      declarations: 3,
      rejected: 0,
      channels: { green: 1, yellow: 1, red: 1 },
    });
    const decisions = lines(join(set, "out.ndjson"));
    expect(decisions.map((each) => each.channel)).toEqual(["green", "yellow", "red"]);
    expect(decisions.map((each) => each.bundle)).toEqual(Array(3).fill(value.bundleDigest));
    validateLines(join(set, "out.ndjson"), "decision");
    const hit = decisions[1]?.hits?.[0];
    expect(hit?.criterion).toBe("QTY-001");
    expect(hit?.reason?.en).toContain("95 kg");
    expect(Object.keys(hit ?? {})).not.toContain("evidence");
    expect(existsSync(join(set, "out.ndjson.rejected.ndjson"))).toBe(false);
  });

  test("a built bundle decides the same as its sources", async () => {
    expect((await luong(words, { cwd: set })).status).toBe(0);
    const fromSources = readFileSync(join(set, "out.ndjson"), "utf8");
    expect((await luong(["build", "--out", "b.luong"], { cwd: set })).status).toBe(0);
    expect(
      (await luong([...words, "--bundle", "b.luong", "--set", "."], { cwd: set })).status,
    ).toBe(0);
    expect(readFileSync(join(set, "out.ndjson"), "utf8")).toBe(fromSources);
  });

  test("broken lines are rejected with line and reason, the others go on", async () => {
    const path = join(set, "declarations.ndjson");
    const [first = ""] = readFileSync(path, "utf8").split("\n");
    appendFileSync(
      path,
      `{"declaration_no": 7\n${first}\n${first.replace("104339917921", "9").replace('"gross_weight":120', '"gross_weight":"heavy"')}\n`,
    );
    const run = await luong(words, { cwd: set });
    expect(run.status).toBe(0);
    expect(run.out).toContain("3 rejected");
    expect(run.out).toMatch(/declarations\.ndjson:4: LU6002/);
    const rejected = lines(join(set, "out.ndjson.rejected.ndjson"));
    expect(rejected.map((each) => each.position)).toEqual([4, 5, 6]);
    const codes = rejected.map((each) => each.faults?.[0]);
    expect(codes[1]?.code).toBe("LU6201");
    expect(codes[2]?.path).toBe("/gross_weight");
    expect(lines(join(set, "out.ndjson"))).toHaveLength(3);
  });

  test("CSV with a mapping: good and bad rows, in Vietnamese", async () => {
    const mapping = {
      delimiter: ";",
      columns: [
        { column: "Số tờ khai", field: "declaration_no" },
        { column: "Ngày", field: "registered_at", as: "instant", pattern: "DD/MM/YYYY" },
        { column: "MST", field: "importer" },
        { column: "Tổng", field: "gross_weight", as: "number" },
        { column: "HS", field: "items.1.hs" },
        { column: "Mô tả", field: "items.1.description" },
        { column: "XX", field: "items.1.origin" },
        { column: "Tịnh", field: "items.1.net_weight", as: "number" },
        { column: "Trị giá", field: "items.1.customs_value", as: "number" },
      ],
      constants: { "items.1.line_no": 1 },
    };
    writeFileSync(join(set, "mapping.json"), JSON.stringify(mapping));
    const rows = [
      "Số tờ khai;Ngày;MST;Tổng;HS;Mô tả;XX;Tịnh;Trị giá",
      '1;02/03/2026;0101;90;61091000;"áo; thun";CN;95;1000000',
      "2;2026-03-02;0101;90;61091000;áo;CN;5;1000000",
      "3;02/03/2026;0101;90;61091000;áo;CN;;1000000",
      "4;02/03/2026;0101",
      '5;02/03/2026;0101;90;61091000;"áo;CN;5;1000000',
      "6;02/03/2026;0101;90;61091000;áo;ZZ;5;1000000",
    ];
    writeFileSync(join(set, "day.csv"), `\uFEFF${rows.join("\r\n")}\r\n`);
    const run = await luong(
      [
        "decide",
        "--declarations",
        "day.csv",
        "--mapping",
        "mapping.json",
        "--out",
        "o.ndjson",
        "--locale",
        "vi",
      ],
      { cwd: set },
    );
    expect(run.error).toBe("");
    expect(run.status).toBe(0);
    expect(lines(join(set, "o.ndjson")).map((each) => each.channel)).toEqual([
      "yellow",
      expect.anything(),
    ]);
    expect(lines(join(set, "o.ndjson"))[1]?.unknown).toMatchObject([{ criterion: "QTY-001" }]);
    validateLines(join(set, "o.ndjson.rejected.ndjson"), "rejection");
    const rejected = lines(join(set, "o.ndjson.rejected.ndjson"));
    expect(rejected.map((each) => [each.position, each.faults?.[0]?.code])).toEqual([
      [3, "LU6303"],
      [5, "LU6301"],
      [6, "LU6302"],
      [7, "LU6105"],
    ]);
    expect(run.out).toContain("day.csv:3: LU6303 Ngày: `2026-03-02` không phải");
  });

  test("a column that the mapping does not name stops the command", async () => {
    writeFileSync(
      join(set, "mapping.json"),
      JSON.stringify({ columns: [{ column: "a", field: "importer" }] }),
    );
    writeFileSync(join(set, "day.csv"), "a,b\n1,2\n");
    const run = await luong(["decide", "--declarations", "day.csv", "--mapping", "mapping.json"], {
      cwd: set,
    });
    expect([run.status, run.error]).toEqual([
      2,
      "luong: day.csv has the column `b`, which the mapping does not name; map it, or list it under `ignored`\n",
    ]);
  });

  test("a JSON array, and standard input", async () => {
    const ndjson = readFileSync(join(set, "declarations.ndjson"), "utf8");
    writeFileSync(join(set, "d.json"), `[${ndjson.trim().split("\n").join(",")}]`);
    const out = (run: Run): unknown => ({
      ...(JSON.parse(run.out) as object),
      declarationsPerSecond: 0,
    });
    const whole = await luong(
      ["decide", "--declarations", "declarations.ndjson", "--format", "json"],
      {
        cwd: set,
      },
    );
    const array = await luong(["decide", "--declarations", "d.json", "--format", "json"], {
      cwd: set,
    });
    const piped = await luong(["decide", "--declarations", "-", "--format", "json"], {
      cwd: set,
      input: ndjson,
    });
    expect(out(array)).toEqual(out(whole));
    expect(out(piped)).toEqual(out(whole));
  });

  test("an unsound element of a JSON array is rejected, an unsound text costs the file", async () => {
    const [one = "", two = "", three = ""] = readFileSync(
      join(set, "declarations.ndjson"),
      "utf8",
    ).split("\n");
    const twice = two.replace('"gross_weight":80', '"gross_weight":80,"gross_weight":90');
    expect(twice).not.toBe(two);
    writeFileSync(join(set, "d.json"), `[${one},${twice},${three}]`);
    const decide = ["decide", "--declarations", "d.json", "--out", "out.ndjson"];
    expect((await luong(decide, { cwd: set })).out).toContain("d.json:2: LU6006 /gross_weight: ");
    expect(lines(join(set, "out.ndjson")).map((each) => each.channel)).toEqual(["green", "red"]);
    writeFileSync(join(set, "d.json"), `[${one},${two}`);
    const broken = await luong(decide, { cwd: set });
    expect([broken.status, broken.out]).toEqual([2, ""]);
    expect(broken.error).toContain("d.json cannot be read as JSON (LU6002)");
    // What was there stays when the command could not run.
    expect(lines(join(set, "out.ndjson"))).toHaveLength(2);
  });

  test("one decision time for all; flow and stage have to exist", async () => {
    const words = ["decide", "--declarations", "declarations.ndjson", "--out", "out.ndjson"];
    expect((await luong([...words, "--now", "2026-12-31T23:00"], { cwd: set })).status).toBe(0);
    expect(
      readFileSync(join(set, "out.ndjson"), "utf8").match(/"at":"2026-12-31T23:00:00\+07:00"/g),
    ).toHaveLength(3);
    const tomorrow = await luong([...words, "--now", "tomorrow"], { cwd: set });
    expect([tomorrow.status, tomorrow.error]).toEqual([
      2,
      "luong: --now: `tomorrow` is no date and time; write it as 2026-02-01T09:00\n",
    ]);
    const flow = await luong([...words, "--flow", "imports"], { cwd: set });
    expect([flow.status, flow.error]).toEqual([
      2,
      "luong: --flow: `imports` is not one of `import`\n",
    ]);
  });

  test("the order of the file does not matter", async () => {
    const path = join(set, "declarations.ndjson");
    const words = ["decide", "--declarations", "declarations.ndjson", "--out", "out.ndjson"];
    edit("criteria.crit", (text) =>
      text.replace(
        "  else     green",
        "  quota    red at most 50% per day keeping highest risk_points\n  else     green",
      ),
    );
    expect((await luong(words, { cwd: set })).status).toBe(0);
    const first = readFileSync(join(set, "out.ndjson"), "utf8").split("\n").sort();
    writeFileSync(path, `${readFileSync(path, "utf8").trim().split("\n").reverse().join("\n")}\n`);
    expect((await luong(words, { cwd: set })).status).toBe(0);
    expect(readFileSync(join(set, "out.ndjson"), "utf8").split("\n").sort()).toEqual(first);
    expect(first.join("")).toContain('"rule":"quota"');
  });

  test("a bound list that is missing stops the command and is named", async () => {
    edit("luong.json", (text) => text.replace("lists/watched-goods.csv", "lists/watched.csv"));
    const run = await luong(words, { cwd: set });
    expect([run.status, run.out]).toEqual([2, ""]);
    expect(run.error).toContain("cannot read lists/watched.csv: it does not exist");
    edit("luong.json", (text) => text.replace('"watched_goods": "lists/watched.csv"', ""));
    expect((await luong(words, { cwd: set })).error).toContain("`watched_goods`");
    expect(existsSync(join(set, "out.ndjson"))).toBe(false);
  });

  test("what cannot be written is said", async () => {
    mkdirSync(join(set, "folder.ndjson"));
    const run = await luong(
      ["decide", "--declarations", "declarations.ndjson", "--out", "folder.ndjson"],
      { cwd: set },
    );
    expect(run.status).toBe(2);
    expect(run.error).toContain("cannot write");
    expect(readdirSync(set).filter((name) => name.startsWith("."))).toEqual([]);
  });
});

describe("explain", () => {
  test("a page in each language; codes of criteria, declarations and CSV files", async () => {
    for (const code of ["LU1001", "LU5001", "LU6102", "lu6302"]) {
      const en = await luong(["explain", code]);
      const vi = await luong(["explain", code, "--locale", "vi"]);
      expect([en.status, vi.status]).toEqual([0, 0]);
      expect(en.out.startsWith(`${code.toUpperCase()}: `)).toBe(true);
      expect(vi.out).not.toBe(en.out);
    }
  });

  test("one declaration of several, in both languages", async () => {
    const words = ["explain", "--declaration", "declarations.ndjson"];
    expect(await luong(words, { cwd: set })).toMatchObject({ status: 2 });
    const run = await luong([...words, "--number", "104339917923", "--both"], { cwd: set });
    expect(run.status).toBe(0);
    expect(run.out).toContain("VAL-001");
    expect(run.out).toContain("Máy tính xách tay");
    expect(run.out).toContain("Dòng 2");
    expect(run.out).toContain("Line 2");
  });
});

describe("the process", () => {
  test("exit codes 0, 1 and 2; findings on one stream, complaints on the other", () => {
    expect(spawned(["check", "--set", set])).toEqual({
      status: 0,
      out: expect.stringMatching(/^no findings in 2 files\n$/),
      error: "",
    });
    edit("criteria.crit", (text) => text.replace("> gross_weight\n", "> gros_weight\n"));
    const found = spawned(["check", "--set", set], {
      env: { FORCE_COLOR: "1", LANG: "vi_VN.UTF-8" },
    });
    expect([found.status, found.error]).toEqual([1, ""]);
    expect(found.out).toContain("\u001b[");
    expect(found.out).toContain("lỗi");
    expect(spawned(["chekc"])).toEqual({
      status: 2,
      out: "",
      error: "luong: there is no command `chekc`; did you mean `check`?\n",
    });
  });

  test("a reader that goes away is no error", async () => {
    const child = spawn(process.execPath, [command, "--help"], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.destroy();
    let error = "";
    child.stderr.on("data", (piece: Buffer) => {
      error += piece.toString();
    });
    const code = await new Promise((resolve) => child.once("close", resolve));
    // Without a command but with --help: 0, although nobody could read it.
    expect([code, error]).toEqual([0, ""]);
  });

  test("an interruption leaves no half file: 130", async () => {
    const [first = ""] = readFileSync(join(set, "declarations.ndjson"), "utf8").split("\n");
    // Standard input that never ends keeps the command at work until it is stopped.
    const words = ["decide", "--declarations", "-", "--out", "half.ndjson"];
    const child = spawn(process.execPath, [command, ...words], {
      cwd: set,
      stdio: ["pipe", "ignore", "inherit"],
    });
    child.stdin.write(`${first}\n`);
    const deadline = performance.now() + 20_000;
    while (!readdirSync(set).some((name) => name.startsWith(".half.ndjson."))) {
      expect(performance.now()).toBeLessThan(deadline);
      await new Promise((resume) => setTimeout(resume, 20));
    }
    child.kill("SIGINT");
    const code = await new Promise((resolve) => child.once("exit", resolve));
    expect(code).toBe(130);
    expect(readdirSync(set).filter((name) => name.includes("half"))).toEqual([]);
  });
});

test("a bug of ours: 70, and a report that says where", async () => {
  const error = new Recorder();
  const status = await run(["decide", "--declarations", "-", "--out", "half.ndjson"], {
    cwd: set,
    environment: {},
    // A stream that breaks in a way nobody thought of.
    input: Readable.from(
      (async function* () {
        yield Buffer.from("{}\n");
        throw new TypeError("unthought of");
      })(),
    ),
    out: new Recorder(),
    error,
    clock: () => performance.now(),
    version: "1.2.3",
    host: "test",
  });
  expect(status).toBe(70);
  const report = /report: (.*)\n$/.exec(error.text)?.[1] ?? "";
  expect(readFileSync(report, "utf8")).toContain("TypeError: unthought of");
  rmSync(dirname(report), { recursive: true });
  expect(readdirSync(set).filter((name) => name.includes("half"))).toEqual([]);
});
