/**
 * Checks the JSON form of a tree ensemble, so that walking it can neither loop nor leave its arrays.
 *
 * Comes in: any parsed JSON. Goes out: problems, each with a JSON Pointer and words in both languages; at most a screenful. The shape is also told by
 * `schemas/tree-ensemble.schema.json`; what a schema cannot say (children, lengths that agree) is only here.
 */
import type { Language } from "@luong/spec";
import { memberWords } from "./set-members.ts";
import type { TreeJson } from "./tree-json.ts";

export interface EnsembleProblem {
  /** JSON Pointer. */
  readonly path: string;
  readonly what: Readonly<Record<Language, string>>;
}

type Problems = readonly EnsembleProblem[];
type Members = Readonly<Record<string, unknown>>;

/** More problems than this say nothing new about a broken file. */
const MAX_PROBLEMS = 20;
/** LIMIT (category codes): XGBoost's own. */
const MAX_CODE = 2 ** 24 - 1;
/** LIMIT (sets of codes): the bits of all sets for all codes of all inputs fit in 128 MB. */
const MAX_SET_WORDS = 2 ** 25;
const MAX_OUTPUTS = 10_000;
const TRANSFORMS = ["identity", "softmax", "exponential", "signed square"];
/** Names of outputs that classes must not have. */
const RESERVED = ["label", "confidence", "score"];

export function problemsOf(json: unknown): Problems {
  if (!isMembers(json)) return one("", "must be an object", "phải là một đối tượng");
  if (json["format"] !== "luong-trees/1")
    return one("/format", "must be `luong-trees/1`", "phải là `luong-trees/1`");
  const { inputs, base, trees, divisor, precision } = json;
  const outputs = isNumbers(base) ? base.length : 0;
  return [
    ...check(
      precision === "float32" || precision === "float64",
      "/precision",
      "must be `float32` or `float64`",
      "phải là `float32` hoặc `float64`",
    ),
    ...inputProblems(inputs),
    ...check(
      outputs > 0 && outputs <= MAX_OUTPUTS,
      "/base",
      "must be a list of numbers",
      "phải là danh sách số",
    ),
    ...check(isTransform(json["transform"]), "/transform", "is not known", "không nhận biết được"),
    ...check(
      divisor === undefined || (isNumber(divisor) && divisor > 0),
      "/divisor",
      "must be a number above 0",
      "phải là số lớn hơn 0",
    ),
    ...classProblems(json["classes"], outputs === 1 ? 2 : outputs),
    ...treesProblems(trees, Array.isArray(inputs) ? inputs.length : 0, outputs),
  ].slice(0, MAX_PROBLEMS);
}

function one(path: string, en: string, vi: string): Problems {
  return [{ path, what: { en, vi } }];
}

function check(isFit: boolean, path: string, en: string, vi: string): Problems {
  return isFit ? [] : one(path, en, vi);
}

function isMembers(json: unknown): json is Members {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function isNumber(json: unknown): json is number {
  return typeof json === "number" && Number.isFinite(json);
}

function isNumbers(json: unknown): json is readonly number[] {
  return Array.isArray(json) && json.every(isNumber);
}

function isTexts(json: unknown): json is readonly string[] {
  return Array.isArray(json) && json.every((each) => typeof each === "string");
}

function isWhole(json: unknown, least: number, greatest: number): json is number {
  return isNumber(json) && Number.isInteger(json) && json >= least && json <= greatest;
}

function isTransform(json: unknown): boolean {
  if (!isMembers(json)) return false;
  const { kind, scale } = json;
  return kind === "sigmoid"
    ? isNumber(scale)
    : typeof kind === "string" && TRANSFORMS.includes(kind);
}

function inputProblems(json: unknown): Problems {
  if (!Array.isArray(json) || json.length === 0)
    return one("/inputs", "must be a list of inputs", "phải là danh sách đầu vào");
  const names = new Set(json.map((input) => (isMembers(input) ? input["name"] : undefined)));
  return [
    ...check(names.size === json.length, "/inputs", "have one name twice", "có tên bị lặp"),
    ...json.flatMap((input, place) => inputProblem(`/inputs/${place}`, input)),
  ];
}

function inputProblem(path: string, json: unknown): Problems {
  if (!isMembers(json) || typeof json["name"] !== "string")
    return one(path, "must have a name", "phải có tên");
  const { kind, categories } = json;
  if (kind !== "number" && kind !== "category")
    return one(
      `${path}/kind`,
      "must be `number` or `category`",
      "phải là `number` hoặc `category`",
    );
  if (categories === undefined) return [];
  if (kind !== "category" || !isTexts(categories))
    return one(
      `${path}/categories`,
      "must be texts, of an input of kind `category`",
      "phải là các chuỗi ký tự, của đầu vào loại `category`",
    );
  return check(
    new Set(categories).size === categories.length,
    `${path}/categories`,
    "name a category twice",
    "có giá trị bị lặp",
  );
}

function classProblems(json: unknown, wanted: number): Problems {
  if (json === undefined) return [];
  if (!isTexts(json) || json.length !== wanted)
    return one("/classes", `must be ${wanted} texts`, `phải là ${wanted} chuỗi ký tự`);
  return check(
    new Set([...json, ...RESERVED]).size === wanted + RESERVED.length,
    "/classes",
    "name a class twice, or are called `label`, `confidence` or `score`",
    "có tên bị lặp, hoặc trùng với `label`, `confidence`, `score`",
  );
}

function treesProblems(json: unknown, inputs: number, outputs: number): Problems {
  if (!Array.isArray(json)) return one("/trees", "must be a list", "phải là một danh sách");
  const found = json.flatMap((tree, place) =>
    treeProblems(`/trees/${place}`, tree, inputs, outputs),
  );
  if (found.length > 0) return found;
  return check(
    setWords(json as readonly TreeJson[], inputs) <= MAX_SET_WORDS,
    "/trees",
    "have too many sets of too great codes",
    "có quá nhiều tập hợp với mã quá lớn",
  );
}

/** Words that the sets will take (`set-members.ts`). */
function setWords(trees: readonly TreeJson[], inputs: number): number {
  const sets = new Array<number>(inputs).fill(0);
  const greatest = new Array<number>(inputs).fill(-1);
  for (const tree of trees) {
    for (const [node, input] of tree.feature.entries()) {
      if (tree.test[node] !== "s") continue;
      sets[input] = (sets[input] ?? 0) + 1;
      for (const code of tree.sets?.[tree.threshold[node] ?? -1] ?? [])
        greatest[input] = Math.max(greatest[input] ?? -1, code);
    }
  }
  return sets.reduce((sum, count, input) => sum + memberWords(count, greatest[input] ?? -1), 0);
}

interface TreeArrays {
  readonly feature: readonly unknown[];
  readonly threshold: readonly unknown[];
  readonly left: readonly unknown[];
  readonly right: readonly unknown[];
  readonly test: string;
  readonly missing: string;
}

function treeProblems(path: string, json: unknown, inputs: number, outputs: number): Problems {
  if (!isMembers(json)) return one(path, "must be an object", "phải là một đối tượng");
  const { leaf, width = 1, output, sets = [] } = json;
  if (!isWhole(width, 1, MAX_OUTPUTS) || !isWhole(output, 0, outputs - width))
    return one(path, "adds to an output there is not", "cộng vào kết quả không tồn tại");
  const leaves = isNumbers(leaf) ? leaf.length / width : 0;
  if (leaves === 0 || !Number.isInteger(leaves))
    return one(
      `${path}/leaf`,
      "must be finite numbers, `width` of them for each leaf",
      "phải là các số hữu hạn, mỗi lá `width` số",
    );
  if (!Array.isArray(sets) || !sets.every(isSet))
    return one(`${path}/sets`, "must be lists of codes from 0", "phải là các danh sách mã từ 0");
  const arrays = treeArrays(json);
  if (arrays === undefined)
    return one(
      path,
      "must have arrays of one length for its nodes",
      "phải có các mảng nút cùng độ dài",
    );
  return arrays.feature.flatMap((_, node) =>
    nodeProblems(path, arrays, node, { inputs, leaves, sets: sets.length }),
  );
}

function isSet(json: unknown): boolean {
  return Array.isArray(json) && json.every((code) => isWhole(code, 0, MAX_CODE));
}

function treeArrays(json: Members): TreeArrays | undefined {
  const { feature, threshold, left, right, test, missing } = json;
  if (!Array.isArray(feature) || !Array.isArray(threshold)) return undefined;
  if (!Array.isArray(left) || !Array.isArray(right)) return undefined;
  if (typeof test !== "string" || typeof missing !== "string") return undefined;
  const lengths = [threshold, left, right, test, missing].map((each) => each.length);
  if (lengths.some((length) => length !== feature.length)) return undefined;
  return { feature, threshold, left, right, test, missing };
}

function nodeProblems(
  path: string,
  tree: TreeArrays,
  node: number,
  there: { readonly inputs: number; readonly leaves: number; readonly sets: number },
): Problems {
  const { feature, threshold, left, right } = tree;
  const [test = "", missing = ""] = [tree.test[node], tree.missing[node]];
  const limit = threshold[node];
  // INVARIANT (forward trees): children have greater numbers, so every walk ends.
  const isChild = (child: unknown): boolean =>
    isWhole(child, node + 1, feature.length - 1) || isWhole(child, -there.leaves, -1);
  return [
    ...check(
      isWhole(feature[node], 0, there.inputs - 1),
      `${path}/feature/${node}`,
      "is no input",
      "không phải đầu vào nào",
    ),
    ...check(
      "elq".includes(test) ? "lrLR".includes(missing) : test === "s" && "lr".includes(missing),
      `${path}/test/${node}`,
      "is no test that is known",
      "không phải phép thử được biết",
    ),
    ...check(
      test === "s" ? isWhole(limit, 0, there.sets - 1) : isNumber(limit),
      `${path}/threshold/${node}`,
      "is no threshold and no set",
      "không phải ngưỡng, cũng không phải tập hợp",
    ),
    ...check(
      isChild(left[node]) && isChild(right[node]),
      `${path}/left/${node}`,
      "leads to no leaf and no later node, or its sibling does",
      "nhánh trái hoặc phải không dẫn tới lá hay nút phía sau",
    ),
  ];
}
