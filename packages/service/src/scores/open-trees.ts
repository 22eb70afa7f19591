/**
 * Opens a tree model in whatever format it was saved: ours, LightGBM's, XGBoost's or ONNX.
 *
 * Comes in: the bytes of one file. Goes out: a provider that answers at once, without the library the model comes from. What cannot be evaluated exactly is a `ModelError`.
 */
import {
  type ScoreProvider,
  type TreeEnsemble,
  type TreeEnsembleJson,
  treeEnsembleFromJson,
  treeProvider,
} from "@luong/runtime";
import { modelDigest } from "./digest.ts";
import { ModelError, unreadable } from "./model-error.ts";
import { readLightgbm } from "./readers/lightgbm.ts";
import { readOnnxTrees } from "./readers/onnx-trees.ts";
import { readXgboost } from "./readers/xgboost.ts";

export type TreeFileFormat = "luong" | "lightgbm" | "xgboost" | "onnx";

export interface OpenTreesOptions {
  readonly name: string;
  readonly version: string;
  /** Found by the first bytes when left out. */
  readonly format?: TreeFileFormat;
  /** ONNX only: the names of the columns. */
  readonly inputs?: readonly string[];
}

export function openTrees(bytes: Uint8Array, options: OpenTreesOptions): ScoreProvider {
  const { name, version } = options;
  return treeProvider(ensembleOf(bytes, options), { name, version, digest: modelDigest(bytes) });
}

/** The plain form of a model file, to be kept instead of it. */
export function treesFromFile(
  bytes: Uint8Array,
  { format = formatOf(bytes), inputs }: Omit<OpenTreesOptions, "name" | "version"> = {},
): TreeEnsembleJson {
  switch (format) {
    case "luong":
      return parsed(bytes) as TreeEnsembleJson;
    case "lightgbm":
      return readLightgbm(textOf(bytes));
    case "xgboost":
      return readXgboost(textOf(bytes));
    case "onnx":
      return readOnnxTrees(bytes, inputs);
  }
}

function ensembleOf(bytes: Uint8Array, options: OpenTreesOptions): TreeEnsemble {
  const { ensemble, problems } = treeEnsembleFromJson(treesFromFile(bytes, options));
  if (ensemble !== undefined) return ensemble;
  const list = (language: "en" | "vi"): string =>
    problems.map(({ path, what }) => `${path} ${what[language]}`).join("; ");
  throw new ModelError(
    `the trees cannot be evaluated: ${list("en")}`,
    `không thể tính các cây quyết định: ${list("vi")}`,
  );
}

/** LightGBM's text begins with `tree`; of the two JSON formats only ours says `luong-trees`. */
function formatOf(bytes: Uint8Array): TreeFileFormat {
  const start = new TextDecoder().decode(bytes.subarray(0, 200)).trimStart();
  if (/^tree\r?\n/.test(start)) return "lightgbm";
  if (start.startsWith("{")) return start.includes("luong-trees/") ? "luong" : "xgboost";
  return "onnx";
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw unreadable("text", "it is not UTF-8");
  }
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(bytes));
  } catch (error) {
    if (error instanceof ModelError) throw error;
    throw unreadable("luong-trees", String(error));
  }
}
