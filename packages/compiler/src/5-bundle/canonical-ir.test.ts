import { canonicalJson } from "@luong/spec";
import { RandomCriteria, RandomSource } from "@luong/testkit";
import { expect, test } from "vitest";
import { canonicalIr, canonicalMembers } from "./canonical-ir.ts";

const ir = new RandomCriteria(new RandomSource(3)).bundle(12);

test("an IR of parts is the canonical JSON of the whole", async () => {
  expect((await canonicalIr(ir)).full).toBe(canonicalJson(ir));
});

test("the bare text lacks the sources of criteria, scorecards and policies, and nothing else", async () => {
  const without = <T extends { readonly source: unknown }>(all: readonly T[]) =>
    all.map(({ source: _, ...rest }) => rest);
  const bare = {
    ...ir,
    criteria: without(ir.criteria),
    scorecards: without(ir.scorecards),
    policies: without(ir.policies),
  };
  expect((await canonicalIr(ir)).bare.join("")).toBe(canonicalJson(bare));
});

test("members of an object, in the canonical order", () => {
  expect(canonicalMembers({ b: [1], a: { z: 1, y: 2 }, c: undefined, d: 4 }, ["d"])).toBe(
    '{"a":{"y":2,"z":1},"b":[1]}',
  );
});
