/**
 * One tree, from nodes by number as a library stores them.
 *
 * Comes in: the root and a way to look at a node. Goes out: our JSON form, numbered from the root down. A node that is missing, or met twice (a loop or a shared
 * branch), is a `ModelError`.
 */
import type { TreeJson } from "@luong/runtime";
import { unreadable } from "../model-error.ts";

export interface Branch {
  readonly feature: number;
  readonly test: "e" | "l" | "q" | "s";
  /** Not read when there is a set. */
  readonly threshold: number;
  readonly set?: readonly number[];
  readonly missing: "l" | "r" | "L" | "R";
  readonly left: number;
  readonly right: number;
}

export type TreeNode = Branch | { readonly leaf: readonly number[] };

export interface TreeSource {
  readonly format: string;
  readonly root: number;
  readonly nodeAt: (id: number) => TreeNode | undefined;
  readonly output: number;
  readonly width: number;
}

interface Growing {
  readonly feature: number[];
  test: string;
  readonly threshold: number[];
  readonly left: number[];
  readonly right: number[];
  missing: string;
  readonly sets: number[][];
  readonly leaf: number[];
}

interface Waiting {
  readonly id: number;
  /** Tells the parent where this node came to stand. */
  readonly put: (place: number) => void;
}

export function treeFromNodes({ format, root, nodeAt, output, width }: TreeSource): TreeJson {
  const tree: Growing = {
    feature: [],
    test: "",
    threshold: [],
    left: [],
    right: [],
    missing: "",
    sets: [],
    leaf: [],
  };
  const met = new Set<number>();
  const waiting: Waiting[] = [{ id: root, put: () => undefined }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { id, put } = next;
    if (met.has(id)) throw unreadable(format, `node ${id} of a tree is reached twice`);
    met.add(id);
    const node = nodeAt(id);
    if (node === undefined) throw unreadable(format, `node ${id} of a tree is missing`);
    if ("leaf" in node) put(addLeaf(tree, node.leaf, width));
    else {
      const place = addBranch(tree, node);
      put(place);
      // Taken from the end, so the left branch is numbered first.
      waiting.push({ id: node.right, put: (child) => (tree.right[place] = child) });
      waiting.push({ id: node.left, put: (child) => (tree.left[place] = child) });
    }
  }
  const { sets, ...arrays } = tree;
  return {
    output,
    ...arrays,
    ...(sets.length === 0 ? {} : { sets }),
    ...(width === 1 ? {} : { width }),
  };
}

function addLeaf(tree: Growing, values: readonly number[], width: number): number {
  const place = tree.leaf.length / width;
  tree.leaf.push(...values);
  return -1 - place;
}

function addBranch(tree: Growing, { feature, test, threshold, set, missing }: Branch): number {
  const place = tree.feature.length;
  tree.feature.push(feature);
  tree.test += test;
  tree.missing += missing;
  tree.threshold.push(set === undefined ? threshold : tree.sets.length);
  if (set !== undefined) tree.sets.push([...set].sort((a, b) => a - b));
  // Filled in when the children are met.
  tree.left.push(0);
  tree.right.push(0);
  return place;
}
