// Models named in luong.json: opened and checked against the score, written into the manifest, recorded in decisions; everything that disagrees is said in both languages.
// Comes in: a small set in a throwaway folder with models of our own. Goes out: what the command prints and writes.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { type Ran, runCommand } from "../../test/run-command.ts";

const root = mkdtempSync(join(tmpdir(), "luong-models-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folder = "";
let count = 0;
beforeEach(() => {
  count += 1;
  folder = join(root, String(count));
  mkdirSync(folder);
  write("schema.crit", SCHEMA);
  write("set.crit", criteria(2, "hs, mass"));
  write("trees.json", trees("hs", "mass", 10));
  write("score.mjs", "export const score = ([hs, mass]) => (hs === 'X' ? 0.9 : mass / 100);\n");
  write(
    "day.ndjson",
    [lineOf("A", "X", 5), lineOf("B", "Y", 20)].map((each) => `${each}\n`).join(""),
  );
});

const SCHEMA = `schema t version 1 "T" vi "T" zone "+07:00"
unit kg = KGM
record Declaration "Declaration" vi "Tờ khai" key number clock registered
  number: Id "Number" vi "Số"
  registered: Instant "Time" vi "Giờ"
  hs: Text "Code" vi "Mã"
  mass: Mass "Mass" vi "Khối lượng"
flow import "Import" vi "Nhập khẩu"
stage clearance "Clearance" vi "Thông quan"
`;

const criteria = (version: number, inputs: string): string =>
  `criteria set "S" vi "S" version 1
use schema t 1
score fraud version ${version} "Fraud" vi "Gian lận" from plugin "my:fraud" inputs (${inputs}) range 0 to 1 timeout 20_000 ms otherwise unknown
criterion SCO-001 "High" vi "Cao"
  class analysis
  on import at clearance
  valid from 2026-01-01 until 2027-12-31 review 2027-01-01
  when fraud >= 0.5
  then channel yellow
  because "{fraud}" vi "{fraud}"
policy p "P" vi "P"
  on import at clearance
  yellow when any criterion says yellow
  else green
`;

/** 0.9 for the code X, 0.8 from `heavy` kilograms on, else 0.1. */
const trees = (first: string, second: string, heavy: number): string =>
  JSON.stringify({
    format: "luong-trees/1",
    precision: "float64",
    inputs: [
      { name: first, kind: "category", categories: ["X"] },
      { name: second, kind: "number" },
    ],
    base: [0],
    transform: { kind: "identity" },
    trees: [
      {
        output: 0,
        feature: [0, 1],
        test: "se",
        threshold: [0, heavy],
        sets: [[0]],
        left: [-1, -2],
        right: [1, -3],
        missing: "rr",
        leaf: [0.9, 0.1, 0.8],
      },
    ],
  });

const lineOf = (number: string, hs: string, mass: number): string =>
  JSON.stringify({ number, registered: "2026-06-01T09:00:00", hs, mass });

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

const luong = (...words: string[]): Promise<Ran> =>
  runCommand(words, { cwd: folder, environment: { LUONG_LOCALE: "en", NO_COLOR: "1" } });

function bind(models: unknown): void {
  write("luong.json", JSON.stringify({ models }));
}

interface Decided {
  readonly hits: readonly { readonly criterion: string }[];
  readonly models: readonly unknown[];
}

async function decideDay(...words: string[]): Promise<readonly Decided[]> {
  const run = await luong(
    "decide",
    "--declarations",
    "day.ndjson",
    "--out",
    "out.ndjson",
    ...words,
  );
  expect(run.status, run.out + run.error).toBe(0);
  return readFileSync(join(folder, "out.ndjson"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

const digest = /^[0-9a-f]{12}$/;

describe("decide", () => {
  test.each([
    ["trees, by the plugin", "my:fraud", { kind: "trees", file: "trees.json" }, [1, 1]],
    ["a function, by the score", "fraud", { kind: "function", file: "score.mjs" }, [1, 0]],
  ])("asks %s", async (_, key, model, hits) => {
    bind({ [key]: model });
    const decisions = await decideDay();
    expect(decisions.map((each) => each.hits.length)).toEqual(hits);
    for (const { models } of decisions) {
      expect(models).toEqual([
        {
          score: "fraud",
          version: 2,
          plugin: "my:fraud",
          model: { version: "2", digest: expect.stringMatching(digest) },
        },
      ]);
    }
  });

  test("without a model the score is unknown, and the decision says so", async () => {
    const [decision] = await decideDay();
    expect(decision?.models).toEqual([
      { score: "fraud", version: 2, plugin: "my:fraud", failed: ["not available"] },
    ]);
  });

  test("one thread only", async () => {
    bind({ fraud: { kind: "trees", file: "trees.json" } });
    const run = await luong("decide", "--declarations", "day.ndjson", "--workers", "2");
    expect(run).toMatchObject({ status: 2, error: expect.stringContaining("--workers") });
  });
});

describe("build", () => {
  test("the manifest names the model; the bundle takes no other, and not none", async () => {
    bind({ fraud: { kind: "trees", file: "trees.json" } });
    expect((await luong("build", "--out", "b.luong")).status).toBe(0);
    const { models } = JSON.parse(readFileSync(join(folder, "b.luong/manifest.json"), "utf8"));
    expect(models).toEqual([
      { plugin: "my:fraud", version: "2", digest: expect.stringMatching(digest) },
    ]);
    const words = ["--bundle", "b.luong", "--set", "."];
    expect((await decideDay(...words)).map((each) => each.hits.length)).toEqual([1, 1]);

    write("trees.json", trees("hs", "mass", 30));
    const other = await luong("decide", "--declarations", "day.ndjson", ...words);
    expect(other.status).toBe(2);
    expect(other.error).toMatch(/LU6517.*my:fraud/);

    bind({});
    const none = await luong("decide", "--declarations", "day.ndjson", ...words);
    expect(none.status).toBe(2);
    expect(none.error).toMatch(/LU6506.*model `my:fraud`/);
  });

  test("a server is not asked; its version alone is named", async () => {
    bind({ fraud: { kind: "remote", url: "http://127.0.0.1:9", model: "m" } });
    expect((await luong("build", "--out", "b.luong")).status).toBe(0);
    const { models } = JSON.parse(readFileSync(join(folder, "b.luong/manifest.json"), "utf8"));
    expect(models).toEqual([{ plugin: "my:fraud", version: "2", digest: null }]);
  });

  test("a set without models has a manifest without them", async () => {
    expect((await luong("build", "--out", "b.luong")).status).toBe(0);
    expect(readFileSync(join(folder, "b.luong/manifest.json"), "utf8")).not.toContain("models");
  });
});

describe("what disagrees", () => {
  const file = { kind: "trees", file: "trees.json" };
  test.each<[string, () => void, RegExp, RegExp]>([
    [
      "a file that is not there",
      () => bind({ fraud: { ...file, file: "gone.json" } }),
      /luong\.json: models\.fraud: cannot read gone\.json: it does not exist/,
      /không đọc được gone\.json/,
    ],
    [
      "a file that is no model",
      () => {
        bind({ fraud: { ...file, file: "schema.crit", format: "luong" } });
      },
      /models\.fraud: this is no luong-trees model/,
      /không phải mô hình luong-trees/,
    ],
    [
      "a kind there is not",
      () => bind({ fraud: { ...file, kind: "tree" } }),
      /models\.fraud\.kind: one of `trees`, `onnx`, `function`, `remote` is needed here[\s\S]*did you mean `trees`/,
      /ở đây cần một trong `trees`/,
    ],
    [
      "no kind",
      () => bind({ fraud: { file: "trees.json" } }),
      /models\.fraud: `kind` is missing/,
      /thiếu `kind`/,
    ],
    [
      "a key of another kind",
      () => bind({ fraud: { ...file, url: "http://127.0.0.1" } }),
      /models\.fraud: unknown key `url`/,
      /không có khóa `url`/,
    ],
    [
      "a score there is not",
      () => bind({ fraudd: file }),
      /models\.fraudd: the set has no score and no plugin of this name[\s\S]*did you mean `fraud`/,
      /không có điểm hay plugin nào/,
    ],
    [
      "one plugin under two names",
      () => bind({ fraud: file, "my:fraud": file }),
      /models\.my:fraud: the same plugin has a model under `fraud`/,
      /đã có mô hình ở `fraud`/,
    ],
    [
      "another version",
      () => bind({ fraud: { ...file, version: "3" } }),
      /declared with version 2, the model is version 3/,
      /khai phiên bản 2, còn mô hình là phiên bản 3/,
    ],
    [
      "another digest",
      () => bind({ fraud: { ...file, digest: "000000000000" } }),
      /the digest of the model is [0-9a-f]{12}, not 000000000000/,
      /mã băm của mô hình là/,
    ],
    [
      "inputs in another order: names and kinds, each on its line",
      () => {
        write("trees.json", trees("mass", "hs", 10));
        bind({ fraud: file });
      },
      /input 1 of the score `fraud` is `hs`, the model takes `mass` there\n.*input 2 of the score/,
      /đầu vào 1 của điểm `fraud` là `hs`/,
    ],
    [
      "a number for a text, where the library made up the names",
      () => {
        write("set.crit", criteria(2, "mass, hs"));
        write("trees.json", trees("x0", "x1", 10));
        bind({ fraud: file });
      },
      /input 1 of the score `fraud`, `mass`, is a number; the model takes a text/,
      /là số; mô hình nhận chữ/,
    ],
    [
      "another number of inputs",
      () => {
        write("set.crit", criteria(2, "hs"));
        bind({ fraud: file });
      },
      /gives 1 inputs, the model takes 2: hs, mass/,
      /cho 1 đầu vào, mô hình nhận 2/,
    ],
    [
      "a server that is not there",
      () => bind({ fraud: { kind: "remote", url: "http://127.0.0.1:9", model: "m" } }),
      /models\.fraud: .*127\.0\.0\.1:9/,
      /models\.fraud: /,
    ],
  ])("%s", async (_, prepare, english, vietnamese) => {
    prepare();
    const words = ["decide", "--declarations", "day.ndjson", "--locale"];
    const [en, vi] = [await luong(...words, "en"), await luong(...words, "vi")];
    expect([en.status, vi.status], en.out + en.error).toEqual([2, 2]);
    expect(en.error).toMatch(english);
    expect(vi.error).toMatch(vietnamese);
  });
});
