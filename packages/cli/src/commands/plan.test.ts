// `luong plan` and `luong decide --profile` on a set made for them: criteria found by keys, criteria that are asked always, rows with and without a key.
// Comes in: the set of `luong init` with more criteria and a table. Runs the command in this process; numbers are compared with those of brute force.
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Decision } from "@luong/spec";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Ran, runCommand } from "../../test/run-command.ts";
import type { ProfileJson } from "./decide-profile.ts";
import type { PlannedCriterion, PlanReport } from "./plan-report.ts";

const root = mkdtempSync(join(tmpdir(), "luong-plan-"));

function luong(...words: string[]): Promise<Ran> {
  return runCommand(words, { cwd: root, columns: 80 });
}

function valid(schema: string, value: unknown): unknown {
  const path = new URL(`../../schemas/${schema}.schema.json`, import.meta.url);
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  const check = ajv.compile(JSON.parse(readFileSync(path, "utf8")) as object);
  return check(value) ? null : check.errors;
}

async function plan(...words: string[]): Promise<PlanReport> {
  const ran = await luong("plan", ...words, "--format", "json");
  expect(ran.status, ran.error).toBe(0);
  const report: unknown = JSON.parse(ran.out);
  expect(valid("plan-output", report)).toBeNull();
  return report as PlanReport;
}

function of({ criteria }: Pick<PlanReport, "criteria">, id: string): PlannedCriterion {
  const found = criteria.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no criterion ${id}`);
  return found;
}

const criteria = `
table indicators "Indicators" vi "Chỉ số"
  key (id: Id, hs: Hs under optional, importer: TaxCode optional, origin: Country optional)
  value (level: Channel, least: Money VND optional) external

criterion KEY-001 "Laptops" vi "Máy tính xách tay"
  class    analysis
  on       import at clearance
  when     any item has item.hs under 847130
  then     channel yellow

criterion LST-001 "Two origins" vi "Hai nước xuất xứ"
  class    analysis
  on       import at clearance
  when     any item has all of
             - item.origin in CN, TH
             - item.description contains "xách tay"
  then     channel yellow

criterion NOT-001 "Not from Korea" vi "Không từ Hàn Quốc"
  class    analysis
  on       import at clearance
  when     importer not in "0101234567"
       and gross_weight > 10 kg
  then     channel yellow

criterion OR-001 "Either" vi "Một trong hai"
  class    analysis
  on       import at clearance
  when     importer = "0101234567" or gross_weight > 300 kg
  then     channel yellow

criterion MIS-001 "Through Japan" vi "Qua Nhật Bản"
  class    analysis
  on       import at clearance
  when     route = JP
  then     channel yellow

criterion ROW-001 "Rows" vi "Các dòng" for each row of indicators
  class    analysis
  on       import at clearance
  when     any item has all of
             - item.hs matches row.hs
             - item.origin matches row.origin
             - (row.least is missing or item.customs_value >= row.least)
       and importer matches row.importer
  then     channel row.level
`;

const rows = `id,hs,importer,origin,level,least
R1,8471,,,yellow,
R2,610910,,CN,yellow,1000000
R3,,0101234567,,red,
R4,,,,yellow,
R5,,,,yellow,5000000
`;

const numbers = Array.from({ length: 40 }, (_, at) => at);
/** Every fourth has a laptop; half come from China, the others from Korea or Thailand. */
const declarations = numbers.map((at) => ({
  declaration_no: String(104339918000 + at),
  registered_at: "2026-03-02T09:00",
  importer: at % 10 === 0 ? "0101234567" : "0301234567",
  gross_weight: 10 * (at + 1),
  items: [
    {
      line_no: 1,
      hs: at % 4 === 0 ? "84713020" : "61091000",
      description: at % 8 === 0 ? "Máy tính xách tay" : "Hàng hóa",
      origin: at % 2 === 0 ? "CN" : at % 3 === 0 ? "TH" : "KR",
      net_weight: 5,
      customs_value: 1_000_000 * at,
    },
  ],
}));

beforeAll(async () => {
  expect((await luong("init", "demo")).status).toBe(0);
  appendFileSync(join(root, "demo/criteria.crit"), criteria);
  const schema = join(root, "demo/schema.crit");
  const route = '  route: Country optional "Route" vi "Tuyến" example JP\n  gross_weight: ';
  writeFileSync(schema, readFileSync(schema, "utf8").replace("  gross_weight: ", route));
  const config = JSON.parse(readFileSync(join(root, "demo/luong.json"), "utf8")) as {
    bindings: { tables?: Record<string, string> };
  };
  config.bindings.tables = { indicators: "lists/indicators.csv" };
  writeFileSync(join(root, "demo/luong.json"), JSON.stringify(config));
  writeFileSync(join(root, "demo/lists/indicators.csv"), rows);
  const lines = declarations.map((each) => JSON.stringify(each));
  writeFileSync(join(root, "day.ndjson"), [...lines, "{", ""].join("\n"));
  expect((await luong("init", "small")).status).toBe(0);
  const built = await luong("build", "--set", "demo", "--out", "demo.luong");
  expect(built.status, built.out + built.error).toBe(0);
});
afterAll(() => rmSync(root, { recursive: true }));

describe("plan", () => {
  test("without a sample: which facts find a criterion, why others are asked always, what to change", async () => {
    const report = await plan("--set", "demo");
    // A few rows: asked by emitted code, planned as with an index.
    expect(report).toMatchObject({ backEnd: "emitted", sample: null });
    const key = of(report, "KEY-001");
    expect(key).toMatchObject({ entries: 1, scannedEntries: 0, why: [], advice: null });
    expect(key.access).toMatchObject([{ kind: "under", fact: "item.hs", values: ["847130"] }]);
    // 0.3^6 for six digits, and what is assumed of values never seen.
    expect(key.candidatesPerDeclaration).toBeCloseTo(0.3 ** 6 + 0.0005, 4);
    const list = of(report, "LST-001");
    expect(list.access).toMatchObject([
      {
        kind: "value",
        values: ["CN", "TH"],
        text: { en: "item.origin in CN, TH", vi: "item.origin thuộc CN, TH" },
      },
    ]);
    expect(list.openConditions.map(({ vi }) => vi)).toEqual(['item.description chứa ["xách tay"]']);
    const not = of(report, "NOT-001");
    expect(not).toMatchObject({ scannedEntries: 1, candidatesPerDeclaration: 1 });
    expect(not.why.map(({ kind }) => kind)).toEqual(["negation", "rangeWithoutSample"]);
    expect(not.advice?.en).toContain("--declarations");
    expect(not.advice?.en).toContain("(item.hs, ");
    const or = of(report, "OR-001");
    expect(or.why.map(({ kind }) => kind)).toEqual(["alternatives"]);
    expect(or.why[0]?.condition?.vi).toContain(" hoặc ");
    expect(of(report, "VAL-001").why.map(({ kind }) => kind)).toEqual([
      "underList",
      "rangeWithoutSample",
    ]);
  });

  test("rows: how many by each fact, and those that fill no column that can be a key", async () => {
    const { access, scannedRows, advice, entries } = of(await plan("--set", "demo"), "ROW-001");
    expect(entries).toBe(5);
    const counts = Object.fromEntries(
      access.map((each) => [`${each.kind} ${each.fact}`, each.entries]),
    );
    // R2 is found by its code or by its origin, as is the rarer: six digits are rarer than one value in a hundred.
    expect(counts).toEqual({ "under item.hs": 2, "value importer": 1, "always ": 2 });
    expect(scannedRows).toEqual({
      total: 2,
      first: [
        { row: "R4", place: 4, columns: ["id", "level"] },
        { row: "R5", place: 5, columns: ["id", "level", "least"] },
      ],
    });
    expect(advice?.en).toContain("hs, importer, origin");
  });

  test("with a sample, candidates are those of brute force", async () => {
    const report = await plan("--set", "demo", "--declarations", "day.ndjson");
    expect(report.sample).toEqual({ file: "day.ndjson", declarations: 40, rejected: 1 });
    expect(of(report, "KEY-001").candidatesPerDeclaration).toBe(10 / 40);
    const cnOrTh = declarations.filter(({ items }) => items[0]?.origin !== "KR").length;
    expect(of(report, "LST-001").candidatesPerDeclaration).toBe(cnOrTh / 40);
    expect(of(report, "OR-001").candidatesPerDeclaration).toBe(1);
    const hot = report.clusters.hot.map(({ candidatesPerDeclaration: each }) => each);
    expect(hot).toEqual(hot.toSorted((a, b) => b - a));
    const total = report.criteria.reduce((sum, each) => sum + each.candidatesPerDeclaration, 0);
    expect(report.candidatesPerDeclaration).toBeCloseTo(total, 4);
    expect(of(report, "NOT-001").why.map(({ kind }) => kind)).toEqual(["negation", "wideRange"]);
    // Nobody declares a route, so nobody can say that it is another.
    const missing = of(report, "MIS-001");
    expect(missing).toMatchObject({ scannedEntries: 1, candidatesPerDeclaration: 1 });
    expect(missing.why).toMatchObject([{ kind: "missing", condition: { en: "route = JP" } }]);
    expect(missing.advice?.vi).toContain("`đã có`");
  });

  test("a bundle with its set gives the same plan; without its rows it is refused", async () => {
    expect(await plan("--bundle", "demo.luong", "--set", "demo")).toEqual(
      await plan("--set", "demo"),
    );
    const refused = await luong("plan", "--bundle", "demo.luong");
    expect([refused.status, refused.out]).toEqual([2, ""]);
    expect(refused.error).toContain("indicators");
  });

  test("a small set is planned as well, and said to be asked as a whole", async () => {
    const report = await plan("--set", "small");
    expect(report).toMatchObject({ backEnd: "emitted", entries: 2 });
    expect(await plan("small")).toEqual(report);
    expect((await luong("plan", "small", "--set", "demo")).status).toBe(2);
    expect((await luong("plan", "--set", "small")).out).toContain(
      "asked at once, without an index",
    );
  });

  test.each(["en", "vi"])("as text in 80 columns: %s", async (language) => {
    const words = ["plan", "--set", "demo", "--locale", language];
    const { status, out } = await luong(...words, "--declarations", "day.ndjson");
    expect(status).toBe(0);
    const long = out.split("\n").filter((line) => [...line.normalize("NFC")].length > 80);
    expect(long).toEqual([]);
    for (const { id } of (await plan("--set", "demo")).criteria) expect(out).toContain(`  ${id}  `);
    const shown =
      language === "vi"
        ? ["Phải xét ở mọi tờ khai", "item.hs trực thuộc 847130", "dòng R4", "Bộ nhớ"]
        : ["Asked at every declaration", "item.hs under 847130", "row R4", "Memory"];
    for (const words of shown) expect(out).toContain(words);
  });

  test("a file without a valid declaration stops it, with the first fault", async () => {
    writeFileSync(join(root, "bad.ndjson"), '{"declaration_no": 7}\n');
    writeFileSync(join(root, "none.ndjson"), "");
    const faulty = await luong("plan", "--set", "demo", "--declarations", "bad.ndjson");
    expect([faulty.status, faulty.out]).toEqual([2, ""]);
    expect(faulty.error).toMatch(
      /bad\.ndjson has no valid declaration .*bad\.ndjson:1: LU61\d\d \/declaration_no/,
    );
    const empty = await luong(
      "plan",
      "--set",
      "demo",
      "--declarations",
      "none.ndjson",
      "--locale",
      "vi",
    );
    expect([empty.status, empty.error]).toEqual([
      2,
      "luong: none.ndjson không có tờ khai nào để làm mẫu\n",
    ]);
    const absent = await luong("plan", "--set", "demo", "--declarations", "absent.ndjson");
    expect([absent.status, absent.out]).toEqual([2, ""]);
    expect(absent.error).toContain("absent.ndjson");
  });
});

describe("decide --profile", () => {
  async function profiled(...words: string[]): Promise<{ report: ProfileJson; out: string }> {
    const given = ["decide", "--declarations", "day.ndjson", "--profile", "profile.json", ...words];
    const { status, out, error } = await luong(...given);
    expect(status, error).toBe(0);
    const report: unknown = JSON.parse(readFileSync(join(root, "profile.json"), "utf8"));
    expect(valid("profile-output", report)).toBeNull();
    return { report: report as ProfileJson, out };
  }

  test.each([
    ["--set", "demo"],
    ["--set", "small"],
    ["--bundle", "demo.luong", "--set", "demo"],
  ])("decisions are the same bytes, hits are theirs: %s %s", async (...subject) => {
    const { report } = await profiled(...subject, "--out", "profiled.ndjson");
    const plain = ["decide", ...subject, "--declarations", "day.ndjson", "--out", "plain.ndjson"];
    expect((await luong(...plain)).status).toBe(0);
    const text = readFileSync(join(root, "profiled.ndjson"), "utf8");
    expect(text).toBe(readFileSync(join(root, "plain.ndjson"), "utf8"));
    const hits = new Map<string, number>();
    for (const line of text.trimEnd().split("\n")) {
      const decision = JSON.parse(line) as Decision;
      for (const { criterion } of [...decision.hits, ...decision.suppressed]) {
        hits.set(criterion, (hits.get(criterion) ?? 0) + 1);
      }
    }
    expect(report.declarations).toBe(40);
    for (const each of report.criteria) {
      expect([each.id, each.hits]).toEqual([each.id, hits.get(each.id) ?? 0]);
      expect(each.candidates).toBeGreaterThanOrEqual(each.pastGuards);
      expect(each.pastGuards).toBeGreaterThanOrEqual(each.hits);
    }
    expect(report.criteria.reduce((sum, { timeShare }) => sum + timeShare, 0)).toBeCloseTo(1, 3);
    // Few rows: without a profile they are asked by emitted code.
    expect(report.backEnd).toBe("emitted");
  });

  test("candidates and hits are those of brute force", async () => {
    const { report } = await profiled("--set", "demo");
    const found = (id: string): unknown => {
      const each = report.criteria.find((criterion) => criterion.id === id);
      return each && [each.candidates, each.pastGuards, each.hits, each.unknown];
    };
    expect(found("KEY-001")).toEqual([10, 10, 10, 0]);
    const or = declarations.filter(
      (each) => each.importer === "0101234567" || each.gross_weight > 300,
    );
    expect(found("OR-001")).toEqual([40, 40, or.length, 0]);
    const count = (test: (each: (typeof declarations)[number]) => boolean): number =>
      declarations.filter(test).length;
    const r1 = count(({ items }) => items[0]?.hs === "84713020");
    const r2 = count(
      ({ items: [item] }) =>
        item?.hs === "61091000" && item.origin === "CN" && item.customs_value >= 1_000_000,
    );
    const r3 = count(({ importer }) => importer === "0101234567");
    const r5 = count(({ items }) => (items[0]?.customs_value ?? 0) >= 5_000_000);
    // R4 asks nothing; R2 is found by its origin, which half of the file have, and not by its code, which three quarters have.
    const [candidates, hits] = [r1 + 20 + r3 + 40 + 40, r1 + r2 + r3 + 40 + r5];
    expect(found("ROW-001")).toEqual([candidates, expect.any(Number), hits, 0]);
    // Laptops from China are turned away by their code.
    const laptops = count(({ items: [item] }) => item?.origin === "CN" && item.hs === "84713020");
    const pastGuards = report.criteria.find(({ id }) => id === "ROW-001")?.pastGuards;
    expect(pastGuards).toBeGreaterThanOrEqual(hits);
    expect(pastGuards).toBeLessThanOrEqual(candidates - laptops);
  });

  test("as a table in 80 columns, in both languages; nothing of it beside JSON", async () => {
    const { out } = await profiled("--set", "demo", "--locale", "vi");
    expect(out).toContain("Đo trên 40 tờ khai");
    expect(out).toMatch(/^ +ứng viên +qua bộ lọc +trúng +chưa rõ +µs mỗi tờ +thời gian$/m);
    expect(out).toMatch(/^KEY-001 +10 +10 +10 +0 /m);
    const table = out.slice(out.indexOf("Đo trên")).split("\n");
    expect(table.filter((line) => line.length > 80)).toEqual([]);
    expect((await profiled("--set", "small")).out).toContain("otherwise asked as a whole");
    const json = await profiled("--set", "demo", "--format", "json");
    expect(valid("decide-output", JSON.parse(json.out))).toBeNull();
  });

  test.each([
    [["--workers", "2"], "--profile measures one thread"],
    [["--out", "profile.json"], "--profile needs a file of its own"],
  ])("refused: %j", async (words, complaint) => {
    const base = ["decide", "--set", "demo", "--declarations", "day.ndjson"];
    const { status, out, error } = await luong(...base, "--profile", "profile.json", ...words);
    expect([status, out]).toEqual([2, ""]);
    expect(error).toContain(complaint);
  });
});
