/**
 * A model of the usual size for the bench of scores, made from a seed: 200 full trees over 24 numbers, and rows for it.
 *
 * Comes in: a seed and how deep trees are (32 or 64 leaves). Goes out: the plain form, and rows of floats with some values missing.
 */
import type { TreeEnsembleJson, TreeJson } from "@luong/runtime";

const INPUTS = 24;
const TREES = 200;

/** Numbers in [0, 1), the same for the same seed: a multiplicative generator modulo a prime. */
export function drawFrom(seed: number): () => number {
  const MODULUS = 2147483647;
  let state = (seed % (MODULUS - 1)) + 1;
  return () => {
    state = (state * 48271) % MODULUS;
    return (state - 1) / (MODULUS - 1);
  };
}

export function makeModel(seed: number, depth: number): TreeEnsembleJson {
  const draw = drawFrom(seed);
  return {
    format: "luong-trees/1",
    precision: "float32",
    inputs: Array.from({ length: INPUTS }, (_, at) => ({ name: `x${at}`, kind: "number" })),
    base: [0],
    transform: { kind: "identity" },
    trees: Array.from({ length: TREES }, () => makeTree(draw, depth)),
  };
}

/** Full: node n has the children 2n + 1 and 2n + 2; the last ones have leaves. */
function makeTree(draw: () => number, depth: number): TreeJson {
  const nodes = 2 ** depth - 1;
  const childOf = (child: number): number => (child < nodes ? child : -1 - (child - nodes));
  const all = Array.from({ length: nodes }, (_, node) => node);
  return {
    output: 0,
    feature: all.map(() => Math.floor(draw() * INPUTS)),
    test: "e".repeat(nodes),
    threshold: all.map(() => Math.fround(draw())),
    left: all.map((node) => childOf(2 * node + 1)),
    right: all.map((node) => childOf(2 * node + 2)),
    missing: all.map(() => (draw() < 0.5 ? "l" : "r")).join(""),
    leaf: Array.from({ length: nodes + 1 }, () => Math.fround((draw() - 0.5) / 20)),
  };
}

export function makeRows(seed: number, count: number): readonly (readonly number[])[] {
  const draw = drawFrom(seed);
  return Array.from({ length: count }, () =>
    Array.from({ length: INPUTS }, () => (draw() < 0.05 ? Number.NaN : Math.fround(draw()))),
  );
}
