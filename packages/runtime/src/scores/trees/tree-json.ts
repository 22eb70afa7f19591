/**
 * Tree ensembles as plain data: the JSON form, also told by `schemas/tree-ensemble.schema.json`.
 *
 * Random forests and boosted trees of LightGBM, XGBoost and ONNX have this form (readers are in the service). Nothing in it is code; types only.
 */
import type { ScoreInput } from "../provider.ts";

export const treeFormat = "luong-trees/1";

/**
 * One tree. Nodes and leaves are numbered from 0, node 0 is the root; a tree without nodes has one leaf.
 * INVARIANT (forward trees): a child that is a node has a greater number than its parent, so every walk ends.
 */
export interface TreeJson {
  /** The first of the outputs (`TreeEnsembleJson.base`) the leaves are added to. */
  readonly output: number;
  /** By node: place in `inputs`. */
  readonly feature: readonly number[];
  /** By node, one letter each: `e` x ≤ threshold, `l` x < threshold, `q` x = threshold, `s` the whole part of x in the set. True goes left. */
  readonly test: string;
  /** By node: the threshold; with test `s` the place in `sets`. */
  readonly threshold: readonly number[];
  /** By node: the next node, or leaf n as −1 − n. */
  readonly left: readonly number[];
  readonly right: readonly number[];
  /** By node, one letter each, where a missing value goes: `l` left, `r` right; `L`, `R` the same for zeros as well (|x| ≤ 1e-35, LightGBM's zero). */
  readonly missing: string;
  readonly sets?: readonly (readonly number[])[];
  /** By leaf: as many numbers as `width`. */
  readonly leaf: readonly number[];
  /** Outputs one leaf adds to, from `output` on; 1 when left out. */
  readonly width?: number;
}

/** From sums to outputs. `sigmoid` 1 / (1 + e^(−scale × x)); `softmax` over all sums; `exponential` e^x; `signed square` x × |x|. */
export type TreeTransform =
  | { readonly kind: "identity" | "softmax" | "exponential" | "signed square" }
  | { readonly kind: "sigmoid"; readonly scale: number };

export interface TreeEnsembleJson {
  readonly format: typeof treeFormat;
  /** What inputs, thresholds and sums are rounded to: 32 bits for XGBoost and ONNX, 64 for LightGBM. */
  readonly precision: "float32" | "float64";
  readonly inputs: readonly ScoreInput[];
  /** Where each sum starts. */
  readonly base: readonly number[];
  /** The sums of leaves are divided by this (random forests); 1 when left out. */
  readonly divisor?: number;
  readonly transform: TreeTransform;
  /** Names of the classes in the order of the outputs. Of one output there are two: it is the share of the second. */
  readonly classes?: readonly string[];
  readonly trees: readonly TreeJson[];
}
