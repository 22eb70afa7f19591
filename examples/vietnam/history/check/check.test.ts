// Ten days of a small world: what was planted is found by loops that share nothing with it, and nothing else is. And the loops
// can fail: a case that is taken away, added or hidden is noticed.
import { describe, expect, test } from "vitest";
import type { Envelope, FileName, Passage } from "../rows.ts";
import { simulate } from "../simulate.ts";
import { check } from "./check.ts";
import { percentile } from "./other.ts";
import type { Files } from "./records.ts";
import { hasCheckDigit, RED_ROWS } from "./red.ts";

const OPTIONS = { days: 10, declarations: 6_000, traders: 400, seed: 7, before: 3_000 };

function filesInMemory(): Files {
  const before = new Map<FileName, string[]>();
  const run = new Map<FileName, string[]>();
  const { truth } = simulate(OPTIONS, (file, isBefore, line) => {
    const lines = isBefore ? before : run;
    const list = lines.get(file) ?? [];
    list.push(line);
    lines.set(file, list);
  });
  return { truth, lines: (file) => [...(before.get(file) ?? []), ...(run.get(file) ?? [])] };
}

const files = filesInMemory();
const checked = check(files, 100);

/** Only what differs, for a message that says enough. */
function differences(results: typeof checked.red): unknown[] {
  return results.filter(({ missed, extra }) => missed.length + extra.length > 0);
}

describe("ten days", () => {
  test("red rows: planted = found", () => expect(differences(checked.red)).toEqual([]));

  test("at least three cases of each red row", () => {
    expect(checked.red.map(({ row }) => row)).toEqual([...RED_ROWS]);
    expect(checked.red.filter(({ planted }) => planted < 3)).toEqual([]);
  });

  test("all forty rows have three cases", () => {
    const rows = [...new Set(files.truth.map(({ row }) => row))];
    expect(rows).toHaveLength(40);
    for (const row of rows) {
      expect(files.truth.filter((each) => each.row === row).length).toBeGreaterThanOrEqual(3);
    }
  });

  test("other rows: every planted case has its sign", () => {
    expect(checked.other.filter(({ missed }) => missed.length > 0)).toEqual([]);
    expect(checked.other.filter(({ planted }) => planted < 3)).toEqual([]);
  });

  test("prices and weights of honest declarations are hardly ever unusual", () => {
    expect(checked.sample).toBeGreaterThan(40);
    const often = checked.other.filter(
      ({ row, extra }) => [1, 3, 4, 7, 33].includes(row) && extra.length > 0.05 * checked.sample,
    );
    expect(often).toEqual([]);
  });
});

describe("the check can fail", () => {
  const without = (row: number): Files => ({
    ...files,
    truth: files.truth.filter((each) => each.row !== row),
  });

  test("a case that the truth leaves out is one too many", () => {
    const { red } = check(without(42), 100_000);
    const dormant = red.find(({ row }) => row === 42);
    expect(dormant?.extra.length).toBe(checked.red.find(({ row }) => row === 42)?.planted);
    expect(red.filter(({ row, extra }) => row !== 42 && extra.length > 0)).toEqual([]);
  });

  test("a container put on the declaration's own truck is no case any more", () => {
    const [first] = files.truth.filter(({ row }) => row === 49);
    const hidden: Files = {
      ...files,
      lines: function* (file) {
        for (const line of files.lines(file)) {
          const envelope = JSON.parse(line) as Envelope<"passages">;
          const passage = envelope.row as Passage;
          if (passage.passage_no === first?.id) passage.container_confidence = 60;
          yield file === "passages" ? JSON.stringify(envelope) : line;
        }
      },
    };
    const { red } = check(hidden, 100_000);
    expect(red.find(({ row }) => row === 49)?.missed).toEqual([first?.id]);
  });
});

describe("parts of the check", () => {
  test("check digits of the standard's example and of others", () => {
    expect(hasCheckDigit("CSQU3054383")).toBe(true);
    expect(hasCheckDigit("CSQU3054384")).toBe(false);
    expect(hasCheckDigit("RAIU6900114")).toBe(true);
    expect(hasCheckDigit("CSQX3054383")).toBe(false);
  });

  test("nearest rank", () => {
    const values = [15, 20, 35, 40, 50];
    expect([5, 30, 40, 50, 100].map((share) => percentile(values, share))).toEqual([
      15, 20, 20, 35, 50,
    ]);
  });
});
