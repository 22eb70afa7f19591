// The workload is what it claims to be, its rows mean what its predicates mean, and every engine answers as brute force does.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEngine, interpretedBundle } from "@luong/runtime";
import { describe, expect, test } from "vitest";
import { readCsvTable } from "../../packages/cli/src/bindings/csv-table.ts";
import { tableCell } from "../../packages/cli/src/bindings/table-cell.ts";
import { spreadLabels } from "./chart.ts";
import { contenders } from "./contenders.ts";
import { type Criterion, criterion, matches } from "./criteria.ts";
import { type Declaration, declaration, sampleDeclarations } from "./declarations.ts";
import { loweredSet, optionsOf } from "./engines/open.ts";
import { headerFields, itemFields } from "./fields.ts";
import {
  cellsOf,
  columns,
  idOfIndicator,
  indicatorLines,
  indicatorName,
  indicatorRows,
} from "./indicators.ts";
import { EXPONENT, MOST_DECLARATION_MS, stopReason } from "./limits.ts";
import type { Measurement } from "./measurement.ts";
import { pageText, writePage } from "./page.ts";
import { Postings } from "./postings.ts";
import { rotated, Turns } from "./turns.ts";
import { groundTruth, heldOut, tunedAttempts, type Workload, workload } from "./workload.ts";

const SEED = 1;
const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** Criteria that fire on the declarations, and as many that need not: a sample of the first would hit next to nothing. */
function firing(declarations: readonly Declaration[], count: number): Workload {
  const postings = new Postings(declarations);
  const chosen: Criterion[] = [];
  const kept = { yes: 0, no: 0 };
  for (let seed = 0; chosen.length < count; seed += 1) {
    const made = { ...criterion(seed, SEED), id: chosen.length };
    const side = postings.fires(made) ? "yes" : "no";
    if (kept[side] >= count / 2) continue;
    kept[side] += 1;
    chosen.push(made);
  }
  return {
    name: "W1",
    seed: SEED,
    size: count,
    criterion: (id) => chosen[id] as Criterion,
    criteria: () => chosen,
  };
}

describe("the workload", () => {
  test("a criterion depends on its position only, so a workload begins every larger one", () => {
    const backwards = range(200).toReversed();
    const made = new Map(backwards.map((id) => [id, criterion(id, SEED)]));
    expect([...workload("W1", 50, SEED).criteria()]).toEqual(range(50).map((id) => made.get(id)));
    expect(workload("W1", 200, SEED).criterion(150)).toEqual(made.get(150));
    expect(criterion(3, 2)).not.toEqual(criterion(3, SEED));
  });

  test("declarations too, and the held-out ones are others", () => {
    expect(declaration(5, SEED)).toEqual(declaration(5, SEED));
    expect(declaration(-6, SEED)).not.toEqual({ ...declaration(5, SEED), number: "D-6" });
    expect(heldOut(SEED)[0]?.number).toBe("D-1");
  });

  test("has the proportions it is described with", () => {
    const all = [...workload("W1", 20_000, SEED).criteria()];
    const share = (holds: (each: Criterion) => boolean): number =>
      all.filter(holds).length / all.length;
    expect(share(({ kind }) => kind === "anchored")).toBeCloseTo(0.7, 1);
    expect(share(({ kind }) => kind === "ranges")).toBeCloseTo(0.2, 1);
    expect(share(({ kind }) => kind === "broad")).toBeCloseTo(0.1, 1);
    const lengths = all.map(({ predicates }) => predicates.length);
    expect(Math.min(...lengths)).toBe(2);
    expect(Math.max(...lengths)).toBe(8);
    expect(lengths.reduce((sum, each) => sum + each, 0) / all.length).toBeCloseTo(5.2, 1);
    const anchored = all.filter(({ kind }) => kind === "anchored");
    const prefixed = anchored.filter(({ predicates }) => predicates[0]?.op === "prefix");
    expect(prefixed.length / anchored.length).toBeCloseTo(0.55, 1);
    const forms = new Set(all.flatMap(({ predicates }) => predicates.map(({ op }) => op)));
    expect([...forms].sort()).toEqual(["eq", "in", "notIn", "or", "prefix", "range", "tag"]);
  });

  test("declarations have 25 facts and 1 to 20 items of 13, and tags sometimes", () => {
    const made = sampleDeclarations(1000, SEED);
    expect(Object.keys(headerFields)).toHaveLength(24);
    expect(Object.keys(itemFields)).toHaveLength(13);
    const items = made.map((each) => each.items.length);
    expect(Math.min(...items)).toBe(1);
    expect(Math.max(...items)).toBe(20);
    expect(items.reduce((sum, each) => sum + each, 0) / 1000).toBeGreaterThan(5.5);
    const tagged = made.filter(({ watch_tags }) => watch_tags.length > 0).length;
    expect(tagged).toBeGreaterThan(5);
    expect(tagged).toBeLessThan(100);
    expect(itemFields.hs.values.length).toBeGreaterThan(14_000);
    expect(new Set(itemFields.hs.values).size).toBe(itemFields.hs.values.length);
  });

  test("every beginning of a sample has about the mean number of items", () => {
    const sizes = sampleDeclarations(500, SEED).map(({ items }) => items.length);
    const mean = sizes.reduce((sum, each) => sum + each, 0) / sizes.length;
    for (const count of [3, 10, 50]) {
      const sum = sizes.slice(0, count).reduce((total, each) => total + each, 0);
      expect(Math.abs(sum / count - mean)).toBeLessThan(0.5);
    }
  });

  test("the ground truth is brute force", () => {
    const load = workload("W1", 2500, SEED);
    const declarations = sampleDeclarations(25, SEED);
    const wanted = declarations.map((each) =>
      [...load.criteria()].filter((one) => matches(one, each)).map(({ id }) => id),
    );
    expect(groundTruth(load, declarations)).toEqual(wanted);
    expect(wanted.flat().length).toBeGreaterThan(10);
  });

  test("W2 replaces what fires on the held-out declarations, and nothing else", () => {
    const past = heldOut(SEED).slice(0, 300);
    const attempts = tunedAttempts(4000, SEED, new Postings(past));
    const fires = (each: Criterion): boolean => past.some((one) => matches(each, one));
    const replaced = [...attempts.keys()].filter((id) => attempts[id] !== 0);
    expect(replaced.length).toBeGreaterThan(20);
    for (const id of replaced) {
      expect(fires(criterion(id, SEED))).toBe(true);
      expect(fires(criterion(id, SEED, attempts[id]))).toBe(false);
    }
    for (const id of range(300))
      if (attempts[id] === 0) expect(fires(criterion(id, SEED))).toBe(false);
    expect(tunedAttempts(400, SEED, new Postings(past))).toEqual(attempts.slice(0, 400));
  });
});

describe("the criteria as rows of the language", () => {
  const declarations = sampleDeclarations(30, SEED);
  const load = firing(declarations, 60);
  const truth = groundTruth(load, declarations);

  test("the table has the columns the rows are written for", () => {
    const [table] = loweredSet().tables;
    expect([...(table?.key ?? []), ...(table?.value ?? [])].map(({ name }) => name)).toEqual(
      columns,
    );
  });

  test("rows and predicates mean the same to the interpreter", () => {
    const engine = createEngine(interpretedBundle(loweredSet()), optionsOf(load));
    let hits = 0;
    for (const [index, each] of declarations.entries()) {
      const { decision, rejection } = engine.decide(each);
      expect(rejection).toBeUndefined();
      const ids = (decision?.hits ?? []).map(({ row }) => idOfIndicator(row ?? ""));
      expect(ids.sort((a, b) => a - b)).toEqual(truth[index]);
      hits += ids.length;
    }
    expect(hits).toBeGreaterThanOrEqual(30);
    const forms = new Set(
      [...load.criteria()].flatMap(({ predicates }) => predicates.map(({ op }) => op)),
    );
    expect(forms.size).toBe(7);
  });

  test("every criterion fits in a row", () => {
    for (const each of workload("W1", 5000, SEED).criteria()) {
      const filled = cellsOf(each).filter((cell) => cell !== null).length;
      // Name, level and points; a range fills one or two, an `or` up to four.
      expect(filled).toBeGreaterThanOrEqual(each.predicates.length + 3);
    }
    expect(idOfIndicator(indicatorName(123_456))).toBe(123_456);
  });

  test("the CSV is read back as the same rows", () => {
    const [declared] = loweredSet().tables;
    const folder = mkdtempSync(join(tmpdir(), "luong-million-test-"));
    try {
      const file = join(folder, "indicators.csv");
      writeFileSync(file, [...indicatorLines(load)].join(""));
      const csv = readCsvTable(file, file);
      const read = csv.rows.map((row) =>
        [...(declared?.key ?? []), ...(declared?.value ?? [])].map((column) =>
          tableCell(row[csv.need(column.name)] ?? "", column, []),
        ),
      );
      expect(read).toEqual([...indicatorRows(load)].map(({ cells }) => cells));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test.each(contenders.filter(({ name }) => name !== "JSON.parse"))("$name", async (contender) => {
    const { lines } = await contender.build(load);
    expect(lines.map(({ engine }) => engine)).toEqual(contender.lines);
    for (const { run, hits } of lines)
      for (const [index, each] of declarations.slice(0, 10).entries()) {
        const found = [...(hits?.(await run({ declaration: each, text: "" })) ?? [])];
        expect(found.sort((a, b) => a - b)).toEqual(truth[index]);
      }
  });
});

describe("the runner", () => {
  test("stops an engine that would take too long, build too long or hold too much", () => {
    const able = { criteria: 1000, buildMs: 5, msPerDeclaration: 0.5, bytes: 1e6 };
    expect(stopReason(able, 1_000_000)).toBeUndefined();
    const slow = { ...able, msPerDeclaration: (MOST_DECLARATION_MS / 10 ** EXPONENT) * 1.01 };
    expect(stopReason(slow, 10_000)).toMatch(/one declaration would take 8/);
    expect(stopReason({ ...able, buildMs: 20_000 }, 10_000)).toMatch(/the build would take/);
    expect(stopReason({ ...able, bytes: 1e9 }, 10_000)).toMatch(/it would hold 10.0 GB/);
  });

  test("every line takes its turns, each declaration's least time is kept", async () => {
    const seen: string[] = [];
    const samples = sampleDeclarations(4, SEED).map((each) => ({ declaration: each, text: "" }));
    const line = (engine: string, asynchronous: boolean) => ({
      engine,
      asynchronous,
      hits: null,
      run: () => {
        seen.push(engine);
        return asynchronous ? Promise.resolve(1) : 1;
      },
    });
    const lines = [line("a", false), line("b", true)];
    const turns = new Turns(lines, samples, { rounds: 2, roundMs: 1, warmUpMs: 1 });
    await turns.warmUp();
    await turns.round();
    await turns.round();
    const timed = turns.timed();
    expect(timed.map(({ rates }) => rates.length)).toEqual([2, 2]);
    for (const { leastMs, rates } of timed) {
      expect(leastMs.length).toBeGreaterThan(0);
      expect(rates.every((rate) => rate > 0)).toBe(true);
    }
    // The second round begins with the other line.
    expect(seen.lastIndexOf("a")).toBeGreaterThan(seen.lastIndexOf("b"));
    expect(rotated(["a", "b", "c"], 4)).toEqual(["b", "c", "a"]);
  });
});

describe("the page", () => {
  const one = (engine: string, criteria: number, rate: number): Measurement => ({
    workload: "W1",
    engine,
    criteria,
    declarationsPerSecond: rate,
    p50Us: 1e6 / rate,
    p99Us: null,
    hitsPerDeclaration: 0.374,
    bytesPerCriterion: 92,
    buildMs: 12_345,
  });
  const measurements = [
    one("luong (match)", 1000, 20_000),
    one("closures", 1000, 40_000),
    one("json-rules-engine", 1000, 6.5),
    one("luong (match)", 10_000, 10_000),
    one("closures", 10_000, 1000),
  ];

  test("shows ratios, losing ones too, and who was stopped", () => {
    const text = pageText(measurements, "a machine");
    expect(text).toContain("Measured on: a machine");
    expect(text).toContain("| closures | 0.5 | 10 |");
    expect(text).toContain("| json-rules-engine | 3,077 | stopped |");
    expect(text).toContain("| closures | 40,000 | 0.374 | 25 |  | 92 | 12,345 | 0.5 |");
    expect(text.indexOf("| closures | 40,000")).toBeLessThan(
      text.indexOf("| luong (match) | 20,000"),
    );
  });

  test("is written with its charts", () => {
    const folder = mkdtempSync(join(tmpdir(), "luong-million-test-"));
    try {
      writePage(measurements, folder);
      expect(readdirSync(folder).sort()).toEqual(["performance.md", "performance.svg"]);
      const svg = readFileSync(join(folder, "performance.svg"), "utf8");
      expect(svg.match(/<polyline/g)).toHaveLength(3);
      expect(svg).not.toContain("NaN");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("labels keep apart and inside", () => {
    const placed = spreadLabels([100, 101, 99, 470, 470]);
    const sorted = placed.toSorted((a, b) => a - b);
    for (const [index, height] of sorted.entries())
      if (index > 0) expect(height - (sorted[index - 1] ?? 0)).toBeGreaterThanOrEqual(16);
    expect(Math.max(...placed)).toBeLessThanOrEqual(470);
    expect(placed[2]).toBeLessThan(placed[0] ?? 0);
  });
});
