/**
 * Tree ensembles as they are evaluated: flat arrays.
 *
 * Comes in: parsed JSON that should have the form of `tree-json.ts`, from anywhere. Goes out: arrays that are safe to walk, or every problem found.
 */
import type { ScoreInput } from "../provider.ts";
import { type EnsembleProblem, problemsOf } from "./check-ensemble.ts";
import { type CodeSet, type SetMembers, setMembers } from "./set-members.ts";
import type { TreeEnsembleJson, TreeTransform } from "./tree-json.ts";

/** Bits of `TreeEnsemble.kind`. */
export const TEST_MASK = 3;
export const TEST_AT_MOST = 0;
export const TEST_BELOW = 1;
export const TEST_EQUAL = 2;
export const TEST_IN_SET = 3;
export const MISSING_LEFT = 4;
export const ZERO_IS_MISSING = 8;

/** The flat form. Nodes of all trees in one numbering; a place below 0 is leaf −1 − place, by its first value in `leaf`. */
export interface TreeEnsemble {
  readonly isSingle: boolean;
  readonly inputs: readonly ScoreInput[];
  readonly base: Float64Array;
  readonly divisor: number;
  readonly transform: TreeTransform;
  readonly classes: readonly string[] | null;
  /** By tree. */
  readonly roots: Int32Array;
  readonly firstOutput: Int32Array;
  readonly width: Int32Array;
  /** 1: every node compares a number, so `plain` (`evaluate.ts`) may walk it. */
  readonly isPlain: Uint8Array;
  /** By node. `threshold` of a set is its number among the sets of the feature, from 0. */
  readonly feature: Int32Array;
  readonly kind: Uint8Array;
  readonly threshold: Float64Array;
  /** Left and right of node n at 2n and 2n + 1. */
  readonly child: Int32Array;
  readonly members: SetMembers;
  readonly leaf: Float64Array;
}

export type EnsembleRead =
  | { readonly ensemble: TreeEnsemble; readonly problems?: undefined }
  | { readonly ensemble?: undefined; readonly problems: readonly EnsembleProblem[] };

/** The ensemble of a JSON form that may come from anywhere. Problems name the place (JSON Pointer) and what is wrong there. */
export function treeEnsembleFromJson(json: unknown): EnsembleRead {
  const problems = problemsOf(json);
  return problems.length > 0 ? { problems } : { ensemble: flatten(json as TreeEnsembleJson) };
}

const TESTS: Readonly<Record<string, number>> = {
  e: TEST_AT_MOST,
  l: TEST_BELOW,
  q: TEST_EQUAL,
  s: TEST_IN_SET,
};
const MISSING: Readonly<Record<string, number>> = {
  l: MISSING_LEFT,
  r: 0,
  L: MISSING_LEFT | ZERO_IS_MISSING,
  R: ZERO_IS_MISSING,
};

function flatten(json: TreeEnsembleJson): TreeEnsemble {
  const isSingle = json.precision === "float32";
  const round = isSingle ? Math.fround : (value: number) => value;
  const { trees } = json;
  const nodes = trees.reduce((sum, tree) => sum + tree.feature.length, 0);
  const leaves = trees.reduce((sum, tree) => sum + tree.leaf.length, 0);
  const flat = {
    isSingle,
    inputs: json.inputs,
    base: Float64Array.from(json.base, round),
    divisor: json.divisor ?? 1,
    transform: json.transform,
    classes: json.classes ?? null,
    roots: new Int32Array(trees.length),
    firstOutput: Int32Array.from(trees, (tree) => tree.output),
    width: Int32Array.from(trees, (tree) => tree.width ?? 1),
    isPlain: Uint8Array.from(trees, ({ test, missing }) => Number(isPlainTree(test, missing))),
    feature: new Int32Array(nodes),
    kind: new Uint8Array(nodes),
    threshold: new Float64Array(nodes),
    child: new Int32Array(2 * nodes),
    members: setMembers(setsByInput(json)),
    leaf: new Float64Array(leaves),
  };
  const setsSoFar = new Int32Array(json.inputs.length);
  let firstNode = 0;
  let firstLeaf = 0;
  for (const [place, tree] of trees.entries()) {
    const width = tree.width ?? 1;
    const moved = (child: number): number =>
      child >= 0 ? firstNode + child : -1 - (firstLeaf + (-1 - child) * width);
    flat.roots[place] = moved(tree.feature.length === 0 ? -1 : 0);
    for (const [node, feature] of tree.feature.entries()) {
      const at = firstNode + node;
      const test = TESTS[tree.test[node] ?? ""] ?? TEST_AT_MOST;
      const set = setsSoFar[feature] ?? 0;
      if (test === TEST_IN_SET) setsSoFar[feature] = set + 1;
      flat.feature[at] = feature;
      flat.kind[at] = test | (MISSING[tree.missing[node] ?? ""] ?? 0);
      flat.threshold[at] = test === TEST_IN_SET ? set : round(tree.threshold[node] ?? 0);
      flat.child[2 * at] = moved(tree.left[node] ?? 0);
      flat.child[2 * at + 1] = moved(tree.right[node] ?? 0);
    }
    flat.leaf.set(tree.leaf.map(round), firstLeaf);
    firstNode += tree.feature.length;
    firstLeaf += tree.leaf.length;
  }
  return flat;
}

/** Only `at most` and `below`, which differ by a bit of the threshold; zero is a number. */
function isPlainTree(test: string, missing: string): boolean {
  return /^[el]*$/.test(test) && /^[lr]*$/.test(missing);
}

/** The sets that nodes ask each input for, in the order of trees and nodes. */
function setsByInput({ inputs, trees }: TreeEnsembleJson): readonly CodeSet[][] {
  const sets: CodeSet[][] = inputs.map(() => []);
  for (const tree of trees) {
    for (const [node, feature] of tree.feature.entries()) {
      if (tree.test[node] === "s")
        sets[feature]?.push(tree.sets?.[tree.threshold[node] ?? -1] ?? []);
    }
  }
  return sets;
}
