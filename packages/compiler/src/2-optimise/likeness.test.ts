import type { Expr } from "@luong/spec";
import { RandomCriteria, RandomSource } from "@luong/testkit";
import { expect, test } from "vitest";
import { canonicalText } from "./canonical-text.ts";
import { likeness } from "./likeness.ts";

/** Every expression of some random criteria. */
function expressions(): readonly Expr[] {
  const found: Expr[] = [];
  const ir = new RandomCriteria(new RandomSource(5)).bundle(60);
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    if ("kind" in value && "type" in value) found.push(value as Expr);
    for (const child of Object.values(value)) visit(child);
  };
  visit(ir.criteria);
  return found;
}

test("equal texts have equal likeness; different texts seldom share one", () => {
  const all = expressions();
  const texts = new Map<string, number>();
  for (const expr of all) {
    const text = canonicalText(expr);
    const known = texts.get(text);
    if (known === undefined) texts.set(text, likeness(expr));
    else expect(likeness(expr)).toBe(known);
  }
  expect(texts.size).toBeGreaterThan(300);
  // Types are not mixed in, so some constants of different types agree.
  expect(new Set(texts.values()).size).toBeGreaterThan(texts.size * 0.8);
});

test("the order of keys and the numbers of bound variables do not matter", () => {
  const type = { kind: "boolean" } as const;
  const quantifier = (variable: number): Expr => ({
    kind: "quantifier",
    type,
    quantifier: "any",
    count: 1,
    source: {
      base: { kind: "declaration" },
      path: ["items"],
      record: "Item",
      each: "item",
      max: 5,
      optional: false,
    },
    variable,
    body: {
      kind: "fact",
      type,
      base: { kind: "element", variable },
      path: ["new"],
      optional: false,
    },
  });
  const { kind, ...rest } = quantifier(7);
  expect(likeness({ ...rest, kind } as Expr)).toBe(likeness(quantifier(2)));
});
