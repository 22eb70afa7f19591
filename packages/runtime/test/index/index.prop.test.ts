// The index against the plain meaning of its plan: random criteria, rows, declarations, samples; changes and merges in between.

import type { BoundRow, TableBinding } from "@luong/spec";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { IndexedCriterion, IndexPlan } from "../../src/index/plan.ts";
import { PredicateIndex } from "../../src/index/predicate-index.ts";
import { IndexReader } from "../../src/index/reader.ts";
import { Signals } from "../../src/index/signals.ts";
import { StatisticsSink } from "../../src/index/statistics.ts";
import { Oracle, type Told, tell } from "./plan-oracle.ts";
import { Dice, lists, randomPlan, randomRows, randomTold, tree } from "./random-plan.ts";

const parentOf = (_: string, code: string): string | null | undefined => tree[code];
const world = { parentOf, list: (name: string) => lists[name] };

function boundRow(cells: readonly unknown[], at: number): BoundRow {
  return {
    cells,
    name: String(at + 1),
    from: Number.NEGATIVE_INFINITY,
    until: Number.POSITIVE_INFINITY,
  };
}

interface Bench {
  readonly plan: IndexPlan;
  rows: (readonly unknown[] | null)[];
  criteria: (IndexedCriterion | null)[];
  index: PredicateIndex;
  told: Told;
  reader: IndexReader;
}

function binding(rows: readonly (readonly unknown[] | null)[]): TableBinding {
  const bound = rows.map((cells, at) => (cells === null ? undefined : boundRow(cells, at)));
  return {
    dated: false,
    rows: {
      length: bound.length,
      at: (index) => bound[index],
      *[Symbol.iterator]() {
        for (const row of bound) if (row !== undefined) yield row;
      },
    },
  };
}

function bench(dice: Dice, sampled: boolean): Bench {
  const plan = randomPlan(dice, 12);
  const rows = randomRows(dice, 15);
  const told = randomTold(dice);
  const sink = new StatisticsSink(plan, parentOf);
  if (sampled) {
    for (let count = 0; count < 30; count++) {
      tell(plan, randomTold(dice), sink);
      sink.next();
    }
  }
  const index = PredicateIndex.build(plan, 420, () => binding(rows), {
    ...(sampled ? { statistics: sink.done() } : {}),
  });
  const made: Omit<Bench, "reader"> = { plan, rows, criteria: [...plan.criteria], index, told };
  const reader = new IndexReader(index.version, {
    parts: index.parts,
    parentOf,
    list: (name) => {
      const members = lists[name];
      if (members === undefined) return undefined;
      return { dated: false, has: (value) => members.has(value), members: () => [...members] };
    },
    isBound: () => true,
    slots: (to) => tell(plan, made.told, to),
    verdict: (criterion, row) => {
      const [, , truth, line] = meant(made as Bench).find(
        (each) => each[0] === criterion && each[1] === row,
      ) ?? [0, 0, 0, 0];
      return truth + 4 * line;
    },
  });
  return Object.assign(made, { reader });
}

type Said = [criterion: number, row: number, truth: number, line: number];

function meant({ plan, criteria, rows, told }: Bench): Said[] {
  const oracle = new Oracle(plan, world, told);
  const said: Said[] = [];
  for (const indexed of criteria) {
    if (indexed === null) continue;
    oracle.cells = [];
    if (oracle.truth(indexed.asked, 0) !== 2) continue;
    const places = indexed.rowsOf === null ? [-1] : rows.map((_, at) => at);
    for (const row of places) {
      const cells = row < 0 ? [] : rows[row];
      if (cells === null || cells === undefined) continue;
      oracle.cells = cells;
      let truth: number = oracle.truth(indexed.when, 0);
      let line = 0;
      if (truth === 2 && Array.isArray(indexed.decide)) {
        const truths = indexed.decide.map((each) => oracle.truth(each, 0));
        const first = truths.findIndex((each) => each !== 0);
        truth = first < 0 ? 0 : (truths[first] ?? 0);
        line = truth === 2 ? first + 1 : 0;
      }
      if (truth !== 0) said.push([indexed.criterion, row, truth, line]);
    }
  }
  return said;
}

function found({ reader, index }: Bench): Said[] {
  const signals = new Signals();
  reader.use(index.version);
  reader.signals(10, signals);
  return Array.from(
    { length: signals.count },
    (_, at): Said => [
      signals.criterion[at] ?? 0,
      signals.row[at] ?? 0,
      signals.truth[at] ?? 0,
      signals.tableRow[at] ?? 0,
    ],
  );
}

/** The first thing found and not meant, or meant and not found, with its condition. */
function difference(on: Bench, want: readonly Said[], got: readonly Said[]): string {
  const texts = (all: readonly Said[]): string[] => all.map((each) => each.join("/"));
  const [wanted, given] = [texts(want), texts(got)];
  const place = wanted.findIndex((each, at) => each !== given[at]);
  const at = place < 0 && given.length > wanted.length ? wanted.length : place;
  if (at < 0) return "";
  const criterion = Math.min(want[at]?.[0] ?? 1e9, got[at]?.[0] ?? 1e9);
  const row = want[at]?.[1] ?? -1;
  const values = on.plan.slots.map(
    (slot, at) => `${at} ${slot.name}=${JSON.stringify(on.told.values[at]?.slice(0, 8))}`,
  );
  return `meant ${wanted[at]}, found ${given[at]}: ${JSON.stringify(on.criteria[criterion])} row ${JSON.stringify(on.rows[row])} counts ${on.told.counts} ${values.join(" ")}`;
}

function agree(
  on: Bench,
  dice: Dice,
  declarations: number,
  seen: { true: number; unknown: number },
): void {
  for (let count = 0; count < declarations; count++) {
    on.told = randomTold(dice);
    const want = meant(on);
    const got = found(on);
    expect(difference(on, want, got)).toBe("");
    for (const [, , truth] of want) seen[truth === 2 ? "true" : "unknown"] += 1;
  }
}

test("finds what is meant, with a sample and without", () => {
  const seen = { true: 0, unknown: 0 };
  fc.assert(
    fc.property(fc.integer(), fc.boolean(), (seed, sampled) => {
      const dice = new Dice(seed);
      agree(bench(dice, sampled), dice, 12, seen);
    }),
    { numRuns: 150 },
  );
  expect(seen.true).toBeGreaterThan(1000);
  expect(seen.unknown).toBeGreaterThan(1000);
});

test("rows and criteria come and go, merged or not", () => {
  const seen = { true: 0, unknown: 0 };
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const dice = new Dice(seed);
      const on = bench(dice, dice.chance(0.5));
      for (let step = 0; step < 6; step++) {
        const gone = on.rows.flatMap((row, at) => (row !== null && dice.chance(0.15) ? [at] : []));
        const from = on.rows.length;
        on.rows = [
          ...on.rows.map((row, at) => (gone.includes(at) ? null : row)),
          ...randomRows(dice, dice.below(4)),
        ];
        const removed = on.criteria.flatMap((each, at) =>
          each !== null && dice.chance(0.1) ? [at] : [],
        );
        const put = randomPlan(dice, dice.below(3)).criteria.map((each, at) => {
          return {
            ...each,
            rowsOf: null,
            criterion: on.criteria.length + at,
            when: { kind: "and", of: [] } as const,
          };
        });
        on.index.change({
          rows: [{ table: "rows", binding: binding(on.rows), from, removed: gone }],
          criteria: { put, removed },
        });
        on.criteria = [
          ...on.criteria.map((each, at) => (removed.includes(at) ? null : each)),
          ...put,
        ];
        if (dice.chance(0.4)) on.index.merge();
        agree(on, dice, 4, seen);
      }
    }),
    { numRuns: 40 },
  );
  expect(seen.true).toBeGreaterThan(1000);
});
