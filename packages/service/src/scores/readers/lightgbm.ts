/**
 * Reads LightGBM's text format (`Booster.save_model`, version v4) as plain trees.
 *
 * Comes in: the text. Goes out: our JSON form, 64-bit as LightGBM computes. Meaning follows the decisions of `Tree::NumericalDecision` and `Tree::CategoricalDecision` in LightGBM 4:
 * categories and thresholds, what counts as missing, objectives that turn a sum into an answer. Names of categories come from the line a data frame of pandas leaves.
 */
import {
  type ScoreInput,
  type TreeEnsembleJson,
  type TreeJson,
  type TreeTransform,
  treeFormat,
} from "@luong/runtime";
import { elsewhere, ModelError, unreadable, unsupported } from "../model-error.ts";
import { type TreeNode, treeFromNodes } from "./tree-from-nodes.ts";

const FORMAT = "LightGBM";

/** `key=value`; a key alone is there with an empty text. */
type Lines = ReadonlyMap<string, string>;

/** Bits of `decision_type`. */
const IS_CATEGORY = 1;
const GOES_LEFT = 2;
/** Bits 2 and 3: what counts as missing. */
const MISSING_ZERO = 1;
const MISSING_NAN = 2;

export function readLightgbm(text: string): TreeEnsembleJson {
  const lines = text.split(/\r?\n/);
  if (lines[0]?.trim() !== "tree") throw unreadable(FORMAT, "it does not begin with `tree`");
  const end = lines.indexOf("end of trees");
  if (end < 0) throw unreadable(FORMAT, "it is cut off: `end of trees` is missing");
  const starts = lines.flatMap((line, at) => (at < end && line.startsWith("Tree=") ? [at] : []));
  const header = linesOf(lines.slice(1, starts[0] ?? end));
  checkVersion(header);
  const outputs = wholeNumber(header, "num_tree_per_iteration");
  const trees = starts.map((start, place) =>
    readTree(linesOf(lines.slice(start + 1, starts[place + 1] ?? end)), place % outputs),
  );
  const isAverage = header.has("average_output");
  return {
    format: treeFormat,
    precision: "float64",
    inputs: readInputs(header, lines.slice(end)),
    base: new Array<number>(outputs).fill(0),
    ...(isAverage && trees.length > 0 ? { divisor: trees.length / outputs } : {}),
    transform: transformOf(header.get("objective") ?? "", outputs),
    ...(outputs === 1 ? {} : { classes: Array.from({ length: outputs }, (_, at) => String(at)) }),
    trees,
  };
}

function linesOf(lines: readonly string[]): Lines {
  return new Map(
    lines
      .filter((line) => line.trim() !== "")
      .map((line) => {
        const at = line.indexOf("=");
        return at < 0 ? [line.trim(), ""] : [line.slice(0, at), line.slice(at + 1)];
      }),
  );
}

function checkVersion(header: Lines): void {
  const version = header.get("version") ?? "";
  if (version !== "v4")
    throw new ModelError(
      `this is LightGBM's text format ${version}, only v4 is read; load and save the model with LightGBM 4`,
      `đây là định dạng văn bản ${version} của LightGBM, chỉ đọc được v4; hãy nạp và lưu lại mô hình bằng LightGBM 4`,
    );
}

function wholeNumber(lines: Lines, key: string): number {
  const value = Number(lines.get(key) ?? "");
  if (!Number.isInteger(value) || value < 1) throw unreadable(FORMAT, `\`${key}\` is missing`);
  return value;
}

function numbers(lines: Lines, key: string, length: number): readonly number[] {
  const text = lines.get(key)?.trim() ?? "";
  const values = text === "" ? [] : text.split(" ").map(Number);
  if (values.length !== length || values.some(Number.isNaN))
    throw unreadable(FORMAT, `\`${key}\` of a tree does not have ${length} numbers`);
  return values;
}

/** LightGBM writes categories it saw with colons, ranges of numbers in brackets, and `none` for what it never used. */
function readInputs(header: Lines, tail: readonly string[]): readonly ScoreInput[] {
  const names = (header.get("feature_names") ?? "").split(" ");
  const infos = (header.get("feature_infos") ?? "").split(" ");
  const isCategory = infos.map((info) => info !== "none" && !info.startsWith("["));
  const categories = pandasCategories(tail);
  const used = isCategory.filter(Boolean).length;
  if (categories.length > 0 && categories.length !== used)
    throw new ModelError(
      `the model names categories of ${categories.length} inputs and uses ${used}; train without the input it does not use`,
      `mô hình nêu giá trị phân loại cho ${categories.length} đầu vào nhưng chỉ dùng ${used}; hãy huấn luyện bỏ đầu vào không dùng`,
    );
  let next = 0;
  return names.map((name, place) => {
    if (isCategory[place] !== true) return { name, kind: "number" };
    const known = categories[next++];
    return known === undefined
      ? { name, kind: "category" }
      : { name, kind: "category", categories: known };
  });
}

function pandasCategories(tail: readonly string[]): readonly (readonly string[])[] {
  const prefix = "pandas_categorical:";
  const line = tail.find((each) => each.startsWith(prefix));
  const json = line === undefined ? null : parsed(line.slice(prefix.length));
  return Array.isArray(json) ? json.map((each: unknown[]) => each.map(String)) : [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable(FORMAT, "`pandas_categorical` is no JSON");
  }
}

function transformOf(objective: string, outputs: number): TreeTransform {
  const [name = "", ...options] = objective.split(" ");
  switch (name) {
    case "binary":
    case "multiclassova":
      return { kind: "sigmoid", scale: sigmoidScale(options) };
    case "cross_entropy":
      return { kind: "sigmoid", scale: 1 };
    case "multiclass":
      return { kind: "softmax" };
    case "poisson":
    case "gamma":
    case "tweedie":
      return { kind: "exponential" };
    case "regression":
      return { kind: options.includes("sqrt") ? "signed square" : "identity" };
    case "regression_l1":
    case "huber":
    case "fair":
    case "quantile":
    case "mape":
    case "lambdarank":
    case "rank_xendcg":
      return { kind: "identity" };
    default:
      throw unsupported(`the objective \`${name || "custom"}\` (${outputs})`, elsewhere);
  }
}

function sigmoidScale(options: readonly string[]): number {
  const option = options.find((each) => each.startsWith("sigmoid:"));
  return option === undefined ? 1 : Number(option.slice("sigmoid:".length));
}

function readTree(lines: Lines, output: number): TreeJson {
  if ((lines.get("is_linear") ?? "0").trim() !== "0")
    throw unsupported("linear trees (`linear_tree`)", elsewhere);
  const leaves = wholeNumber(lines, "num_leaves");
  const leaf = numbers(lines, "leaf_value", leaves);
  const nodeAt = leaves === 1 ? () => undefined : nodesOf(lines, leaves - 1);
  return treeFromNodes({
    format: FORMAT,
    // A leaf is written as −1 − its number.
    root: leaves === 1 ? -1 : 0,
    nodeAt: (id) => (id < 0 ? leafAt(leaf, -1 - id) : nodeAt(id)),
    output,
    width: 1,
  });
}

function leafAt(leaf: readonly number[], place: number): TreeNode | undefined {
  const value = leaf[place];
  return value === undefined ? undefined : { leaf: [value] };
}

function nodesOf(lines: Lines, count: number): (id: number) => TreeNode | undefined {
  const feature = numbers(lines, "split_feature", count);
  const threshold = numbers(lines, "threshold", count);
  const decision = numbers(lines, "decision_type", count);
  const left = numbers(lines, "left_child", count);
  const right = numbers(lines, "right_child", count);
  const sets = categorySets(lines);
  return (id) => {
    const type = decision[id];
    if (type === undefined) return undefined;
    const limit = threshold[id] ?? Number.NaN;
    const ways = {
      feature: feature[id] ?? -1,
      left: left[id] ?? 0,
      right: right[id] ?? 0,
    };
    if ((type & IS_CATEGORY) !== 0)
      return { ...ways, test: "s", threshold: 0, set: sets[limit] ?? [], missing: "r" };
    return { ...ways, test: "e", threshold: limit, missing: missingOf(type, limit) };
  };
}

/** A missing value counts as 0 where the tree has learnt no way for it. */
function missingOf(type: number, limit: number): "l" | "r" | "L" | "R" {
  const goesLeft = (type & GOES_LEFT) !== 0;
  switch ((type >> 2) & 3) {
    case MISSING_NAN:
      return goesLeft ? "l" : "r";
    case MISSING_ZERO:
      return goesLeft ? "L" : "R";
    default:
      return limit >= 0 ? "l" : "r";
  }
}

/** Words of 32 bits, from one boundary to the next. */
function categorySets(lines: Lines): readonly (readonly number[])[] {
  const count = Number(lines.get("num_cat") ?? "0");
  if (count === 0) return [];
  const boundaries = numbers(lines, "cat_boundaries", count + 1);
  const words = numbers(lines, "cat_threshold", boundaries[count] ?? 0);
  return Array.from({ length: count }, (_, set) =>
    words.slice(boundaries[set], boundaries[set + 1]).flatMap((word, at) => bitsOf(word, at * 32)),
  );
}

function bitsOf(word: number, from: number): readonly number[] {
  const found: number[] = [];
  for (let bit = 0; bit < 32; bit++) if (((word >>> bit) & 1) === 1) found.push(from + bit);
  return found;
}
