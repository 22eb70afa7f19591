// Random tree ensembles with rows for them, and the slow, obvious way to evaluate them that the flat arrays are compared with.
// The oracle walks the JSON form by recursion and shares no code with the evaluator.
import fc from "fast-check";
import type { TreeEnsembleJson, TreeJson } from "../../src/scores/trees/tree-json.ts";

const INPUTS = 4;
/** The last input has categories. */
const CODES = 70;

interface Shape {
  readonly feature: number;
  readonly test: string;
  readonly missing: string;
  readonly threshold: number;
  readonly set: readonly number[];
  readonly left: Shape | number;
  readonly right: Shape | number;
}

// Few different values, so that thresholds are met exactly and zero is seen.
const value = fc.constantFrom(-2.5, -1, -1e-36, 0, 1e-36, 0.1, 1, 2, 16777217, 1e300);
const leaf = fc.double({ min: -3, max: 3, noNaN: true });

const { shape } = fc.letrec<{ shape: Shape | number; branch: Shape }>((tie) => ({
  shape: fc.oneof({ depthSize: "small", withCrossShrink: true }, leaf, tie("branch")),
  branch: fc
    .record({
      feature: fc.integer({ min: 0, max: INPUTS - 1 }),
      test: fc.constantFrom("e", "l", "q", "s"),
      missing: fc.constantFrom("l", "r", "L", "R"),
      threshold: value,
      set: fc.uniqueArray(fc.integer({ min: 0, max: CODES }), { maxLength: 12 }),
      left: tie("shape"),
      right: tie("shape"),
    })
    // Sets know no zero that is missing.
    .map((each) => (each.test === "s" ? { ...each, missing: each.missing.toLowerCase() } : each)),
}));

/** Leaves of `width` numbers: the one that was drawn, and its neighbours. */
function treeOf(root: Shape | number, output: number, width: number): TreeJson {
  const nodes: Shape[] = [];
  const leaves: number[] = [];
  const left: number[] = [];
  const right: number[] = [];
  const sets: (readonly number[])[] = [];
  const place = (part: Shape | number): number => {
    if (typeof part === "number") {
      for (let each = 0; each < width; each++) leaves.push(part + each);
      return -(leaves.length / width);
    }
    const at = nodes.push(part) - 1;
    left[at] = place(part.left);
    right[at] = place(part.right);
    return at;
  };
  place(root);
  const threshold = nodes.map((node) =>
    node.test === "s" ? sets.push(node.set) - 1 : node.threshold,
  );
  return {
    output,
    width,
    feature: nodes.map((node) => node.feature),
    test: nodes.map((node) => node.test).join(""),
    missing: nodes.map((node) => node.missing).join(""),
    threshold,
    left,
    right,
    sets,
    leaf: leaves,
  };
}

export const ensembles: fc.Arbitrary<TreeEnsembleJson> = fc
  .record({
    precision: fc.constantFrom("float32" as const, "float64" as const),
    outputs: fc.integer({ min: 1, max: 3 }),
    base: fc.array(leaf, { minLength: 3, maxLength: 3 }),
    divisor: fc.constantFrom(1, 3),
    transform: fc.constantFrom(
      { kind: "identity" } as const,
      { kind: "softmax" } as const,
      { kind: "exponential" } as const,
      { kind: "signed square" } as const,
      { kind: "sigmoid", scale: 0.5 } as const,
    ),
    trees: fc.array(fc.tuple(shape, fc.boolean(), fc.nat(2)), { maxLength: 6 }),
  })
  .map(({ precision, outputs, base, divisor, transform, trees }) => ({
    format: "luong-trees/1",
    precision,
    inputs: [0, 1, 2, 3].map((place) => ({
      name: `x${place}`,
      kind: place === INPUTS - 1 ? ("category" as const) : ("number" as const),
    })),
    base: base.slice(0, outputs),
    divisor,
    transform,
    trees: trees.map(([root, isWide, output]) =>
      isWide ? treeOf(root, 0, outputs) : treeOf(root, output % outputs, 1),
    ),
  }));

export const rows: fc.Arbitrary<readonly number[]> = fc.tuple(
  fc.oneof(value, fc.constant(Number.NaN)),
  fc.oneof(value, fc.constant(Number.NaN)),
  fc.oneof(value, fc.constant(Number.NaN)),
  fc.oneof(fc.integer({ min: -2, max: CODES + 40 }), fc.constant(Number.NaN)),
);

/** What the documentation of the JSON form says, word for word. */
export function outputsOf(json: TreeEnsembleJson, row: readonly number[]): readonly number[] {
  const round = json.precision === "float32" ? Math.fround : (x: number) => x;
  const { divisor = 1 } = json;
  const sums = json.base.map((base) => (divisor === 1 ? round(base) : 0));
  for (const tree of json.trees) {
    const width = tree.width ?? 1;
    const found = leafOf(tree, tree.feature.length === 0 ? -1 : 0, row, round);
    for (let each = 0; each < width; each++) {
      const at = tree.output + each;
      sums[at] = round((sums[at] ?? 0) + round(tree.leaf[found * width + each] ?? 0));
    }
  }
  const totals = sums.map((sum, at) =>
    divisor === 1 ? sum : sum / divisor + round(json.base[at] ?? 0),
  );
  return transformed(json, totals).map(round);
}

function leafOf(
  tree: TreeJson,
  node: number,
  row: readonly number[],
  round: (value: number) => number,
): number {
  if (node < 0) return -1 - node;
  const value = round(row[tree.feature[node] ?? -1] ?? 0);
  const missing = tree.missing[node] ?? "";
  const isZero = Math.abs(value) <= 1.0000000180025095e-35 && /[LR]/.test(missing);
  const isLeft =
    Number.isNaN(value) || isZero ? /[lL]/.test(missing) : holds(tree, node, value, round);
  return leafOf(tree, (isLeft ? tree.left : tree.right)[node] ?? -1, row, round);
}

function holds(
  tree: TreeJson,
  node: number,
  value: number,
  round: (value: number) => number,
): boolean {
  const threshold = tree.threshold[node] ?? 0;
  switch (tree.test[node]) {
    case "e":
      return value <= round(threshold);
    case "l":
      return value < round(threshold);
    case "q":
      return value === round(threshold);
    default:
      return (tree.sets?.[threshold] ?? []).includes(Math.trunc(value));
  }
}

function transformed({ transform }: TreeEnsembleJson, sums: readonly number[]): readonly number[] {
  switch (transform.kind) {
    case "identity":
      return sums;
    case "exponential":
      return sums.map(Math.exp);
    case "signed square":
      return sums.map((sum) => Math.sign(sum) * sum ** 2);
    case "sigmoid":
      return sums.map((sum) => 1 / (1 + Math.exp(-transform.scale * sum)));
    case "softmax": {
      const total = sums.reduce((all, sum) => all + Math.exp(sum), 0);
      return sums.map((sum) => Math.exp(sum) / total);
    }
  }
}
