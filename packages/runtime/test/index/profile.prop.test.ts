// A profile and a description of an index against what is counted otherwise: by the search itself, and in the decisions.
// Comes in: random plans and sets. A profile may change no answer.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BoundRow, Decision } from "@luong/spec";
import { RandomSource, randomQuestion } from "@luong/testkit";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createEngine, type Engine } from "../../src/engine.ts";
import { profiledSignals } from "../../src/evaluate/profiled-criteria.ts";
import type { Chosen } from "../../src/index/choose.ts";
import { NO_GUARD } from "../../src/index/classes.ts";
import { describeIndex } from "../../src/index/describe.ts";
import { assumedShares } from "../../src/index/key-meaning.ts";
import { ALWAYS } from "../../src/index/key-space.ts";
import { PredicateIndex } from "../../src/index/predicate-index.ts";
import { IndexProfile } from "../../src/index/profile.ts";
import { IndexReader } from "../../src/index/reader.ts";
import { Signals } from "../../src/index/signals.ts";
import { StatisticsSink } from "../../src/index/statistics.ts";
import { type ChangingSet, changingSet, Day, said } from "../changing-set.ts";
import { tell } from "./plan-oracle.ts";
import { Dice, lists, randomPlan, randomRows, randomTold, tree } from "./random-plan.ts";

const root = mkdtempSync(join(tmpdir(), "luong-profile-"));
let set: ChangingSet;

beforeAll(async () => {
  set = await changingSet(3, root);
}, 60_000);
afterAll(() => rmSync(root, { recursive: true }));

/** Ticks with every look at it, so that times differ and are never negative. */
function steps(): () => number {
  let now = 0;
  return () => ++now;
}

const parentOf = (_: string, code: string): string | null | undefined => tree[code];

test("candidates and guards are those the search counts; entries are those of the index", () => {
  let looked = 0;
  let dropped = 0;
  fc.assert(
    fc.property(fc.nat(2 ** 31), fc.boolean(), (seed, sampled) => {
      const dice = new Dice(seed);
      const plan = randomPlan(dice, 12);
      const rows = randomRows(dice, 15).map(
        (cells, at): BoundRow => ({
          cells,
          name: String(at + 1),
          from: Number.NEGATIVE_INFINITY,
          until: Number.POSITIVE_INFINITY,
        }),
      );
      const sink = new StatisticsSink(plan, parentOf);
      for (let count = 0; count < 30; count++) {
        tell(plan, randomTold(dice), sink);
        sink.next();
      }
      // What was chosen for each entry; one that asks for a member of nothing has no key and is never found.
      const chosen: Chosen[] = [];
      const index = PredicateIndex.build(plan, 420, () => ({ dated: false, rows }), {
        observe: (_, each) => {
          if (each.keys.length > 0) chosen.push(each);
        },
        ...(sampled ? { statistics: sink.done() } : {}),
      });
      let told = randomTold(dice);
      const reader = new IndexReader(index.version, {
        parts: index.parts,
        parentOf,
        list: (name) => {
          const members = lists[name];
          if (members === undefined) return undefined;
          return { dated: false, has: (each) => members.has(each), members: () => [...members] };
        },
        isBound: () => true,
        slots: (to) => tell(plan, told, to),
        verdict: () => 1,
      });
      const profile = new IndexProfile(steps());
      profile.use(() => index.version.entries);
      const question = { declaration: {}, flow: "", stage: "", now: 10 };
      const source = { signals: (_: unknown, into: Signals) => reader.signals(10, into) };
      const profiled = profiledSignals(source, reader, profile);
      const signals = new Signals();
      const spoke = new Map<number, number>();
      for (let count = 0; count < 20; count++) {
        told = randomTold(dice);
        profiled.signals(question, signals);
        for (const each of signals.criterion.subarray(0, signals.count)) {
          spoke.set(each, (spoke.get(each) ?? 0) + 1);
        }
      }
      const report = profile.report(index);
      const { counters } = reader.search;
      expect(report.declarations).toBe(20);
      expect(report.candidates).toBe(counters.looked);
      expect(report.pastGuards).toBe(counters.survivors);
      looked += counters.looked;
      dropped += counters.looked - counters.survivors;
      report.criteria.forEach((each, criterion) => {
        expect(each.candidates).toBeGreaterThanOrEqual(each.pastGuards);
        expect(each.milliseconds).toBeGreaterThanOrEqual(0);
        expect(each.hits + each.unknown).toBe(spoke.get(criterion) ?? 0);
        // What speaks was a candidate; of a criterion whose lines stand in the index each speaks for itself.
        expect(each.pastGuards).toBeGreaterThanOrEqual(each.hits + each.unknown);
      });
      const { entries, guards, criteria, bytes } = describeIndex(index, assumedShares(index));
      expect(entries).toBe(chosen.length);
      const guarded = chosen.map((each) => each.guards.filter((word) => word !== NO_GUARD).length);
      expect(guards).toEqual([0, 1, 2, 3].map((n) => guarded.filter((own) => own === n).length));
      const unkeyed = chosen.filter((each) => each.keys.includes(ALWAYS)).length;
      const always = criteria.flatMap(({ access }) =>
        access.filter(({ kind }) => kind === "always"),
      );
      expect(always.reduce((sum, { entries: own }) => sum + own, 0)).toBe(unkeyed);
      for (const each of criteria) {
        expect(each.access.reduce((sum, { entries: own }) => sum + own, 0)).toBe(each.entries);
        expect(each.scanned).toBeLessThanOrEqual(each.entries);
      }
      expect(bytes.clusters + bytes.code + bytes.starts).toBe(index.bytes.segments);
    }),
    { numRuns: 150 },
  );
  // Otherwise nothing of the above was put to the test.
  expect(looked).toBeGreaterThan(1000);
  expect(dropped).toBeGreaterThan(50);
});

/** By criterion: in decisions, suppressed ones included. */
function hitsOf(decisions: readonly Decision[]): ReadonlyMap<string, number> {
  const hits = new Map<string, number>();
  for (const { hits: counted, suppressed } of decisions) {
    for (const { criterion } of [...counted, ...suppressed]) {
      hits.set(criterion, (hits.get(criterion) ?? 0) + 1);
    }
  }
  return hits;
}

test("decisions are the same with a profile, and its hits are theirs", () => {
  let hits = 0;
  fc.assert(
    fc.property(fc.nat(2 ** 31), (seed) => {
      const [bundle] = set.bundles;
      if (bundle === undefined) throw new Error("no bundle");
      const options = new Day(seed).options();
      const profile = new IndexProfile(steps());
      const plain = createEngine(bundle, options);
      const profiled = createEngine(bundle, { ...options, profile });
      const [random, other] = [new RandomSource(seed), new RandomSource(seed)];
      const decided = (engine: Engine, of: RandomSource): Decision => {
        const { declaration, flow, stage, now } = randomQuestion(of);
        const { decision } = engine.decide(declaration, { flow, stage, now });
        if (decision === undefined) throw new Error("a declaration was rejected");
        return decision;
      };
      const decisions = Array.from({ length: 20 }, () => {
        const decision = decided(profiled, random);
        expect(said(decision)).toEqual(said(decided(plain, other)));
        return decision;
      });
      const { index, ir } = profiled;
      if (index === undefined) throw new Error("no index");
      const { criteria } = profile.report(index);
      const counted = hitsOf(decisions);
      const measured = ir.criteria.map(({ id }, at) => [id, criteria[at]?.hits ?? 0] as const);
      expect(measured).toEqual(ir.criteria.map(({ id }) => [id, counted.get(id) ?? 0]));
      for (const [, count] of measured) hits += count;
    }),
    { numRuns: 20 },
  );
  expect(hits).toBeGreaterThan(50);
});
