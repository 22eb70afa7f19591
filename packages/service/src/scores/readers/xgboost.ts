/**
 * Reads XGBoost's JSON format (`save_model("model.json")`) as plain trees.
 *
 * Comes in: the text. Goes out: our JSON form, 32-bit as XGBoost computes. Meaning follows XGBoost's document "Introduction to Model IO" and its schema: a number below the threshold goes
 * left, a category in the set goes right, the base score is given after the link function. All trees count, also those after `best_iteration`.
 */
import {
  type ScoreInput,
  type TreeEnsembleJson,
  type TreeJson,
  type TreeTransform,
  treeFormat,
} from "@luong/runtime";
import { elsewhere, unreadable, unsupported } from "../model-error.ts";
import { type TreeNode, treeFromNodes } from "./tree-from-nodes.ts";

const FORMAT = "XGBoost";

type Members = Readonly<Record<string, unknown>>;

export function readXgboost(text: string): TreeEnsembleJson {
  const learner = objectAt(parsed(text), "learner");
  const booster = objectAt(learner, "gradient_booster");
  const name = textAt(booster, "name");
  if (name !== "gbtree") throw unsupported(`the booster \`${name}\``, elsewhere);
  const model = objectAt(booster, "model");
  const parameters = objectAt(learner, "learner_model_param");
  const objective = textAt(objectAt(learner, "objective"), "name");
  const outputs = Math.max(1, countAt(parameters, "num_class"), countAt(parameters, "num_target"));
  const { transform, link } = objectiveOf(objective);
  const groups = numbersAt(model, "tree_info");
  const trees = listAt(model, "trees");
  return {
    format: treeFormat,
    precision: "float32",
    inputs: readInputs(learner, model, countAt(parameters, "num_feature"), trees),
    base: baseScores(textAt(parameters, "base_score"), outputs).map(link),
    transform,
    ...(transform.kind === "softmax"
      ? { classes: Array.from({ length: outputs }, (_, place) => String(place)) }
      : {}),
    trees: trees.map((tree, place) => readTree(members(tree), groups[place] ?? 0)),
  };
}

function parsed(text: string): Members {
  try {
    return members(JSON.parse(text));
  } catch (error) {
    throw unreadable(FORMAT, `it is no JSON (${String(error)}); save it as \`model.json\``);
  }
}

function members(json: unknown): Members {
  if (typeof json !== "object" || json === null || Array.isArray(json))
    throw unreadable(FORMAT, "an object is missing");
  return json as Members;
}

function objectAt(json: Members, key: string): Members {
  if (!Object.hasOwn(json, key)) throw unreadable(FORMAT, `\`${key}\` is missing`);
  return members(json[key]);
}

function textAt(json: Members, key: string): string {
  const value = json[key];
  if (typeof value !== "string") throw unreadable(FORMAT, `\`${key}\` is missing`);
  return value;
}

function listAt(json: Members, key: string): readonly unknown[] {
  const value = json[key];
  if (!Array.isArray(value)) throw unreadable(FORMAT, `\`${key}\` is missing`);
  return value;
}

function numbersAt(json: Members, key: string): readonly number[] {
  const values = listAt(json, key);
  if (values.some((value) => typeof value !== "number"))
    throw unreadable(FORMAT, `\`${key}\` holds something that is no number`);
  return values as readonly number[];
}

/** Parameters are written as texts. */
function countAt(json: Members, key: string): number {
  const value = Number(json[key] ?? "0");
  if (!Number.isInteger(value) || value < 0) throw unreadable(FORMAT, `\`${key}\` is no count`);
  return value;
}

/** `5E-1`, or from release 3 on `[5E-1]`, one for each output. */
function baseScores(text: string, outputs: number): readonly number[] {
  const values = text
    .replace(/^\[|\]$/g, "")
    .split(",")
    .map(Number);
  if (values.some(Number.isNaN)) throw unreadable(FORMAT, "`base_score` is no number");
  const [first = 0] = values;
  return values.length === outputs ? values : new Array<number>(outputs).fill(first);
}

type Link = (score: number) => number;

const same: Link = (score) => score;
const logit: Link = (score) => -Math.log(1 / score - 1);

function objectiveOf(name: string): { readonly transform: TreeTransform; readonly link: Link } {
  switch (name) {
    case "binary:logistic":
    case "reg:logistic":
      return { transform: { kind: "sigmoid", scale: 1 }, link: logit };
    case "binary:logitraw":
      return { transform: { kind: "identity" }, link: logit };
    case "multi:softprob":
      return { transform: { kind: "softmax" }, link: same };
    case "count:poisson":
    case "reg:gamma":
    case "reg:tweedie":
      return { transform: { kind: "exponential" }, link: Math.log };
    case "reg:squarederror":
    case "reg:absoluteerror":
    case "reg:pseudohubererror":
    case "reg:quantileerror":
    case "rank:pairwise":
    case "rank:ndcg":
    case "rank:map":
      return { transform: { kind: "identity" }, link: same };
    default:
      throw unsupported(
        `the objective \`${name}\``,
        name === "multi:softmax"
          ? { en: "train with `multi:softprob`", vi: "hãy huấn luyện với `multi:softprob`" }
          : elsewhere,
      );
  }
}

function readInputs(
  learner: Members,
  model: Members,
  count: number,
  trees: readonly unknown[],
): readonly ScoreInput[] {
  const names = Array.isArray(learner["feature_names"]) ? learner["feature_names"] : [];
  const types = Array.isArray(learner["feature_types"]) ? learner["feature_types"] : [];
  const inSets = new Set(trees.flatMap((tree) => categoryFeatures(members(tree))));
  return Array.from({ length: count }, (_, place): ScoreInput => {
    const name = String(names[place] ?? `f${place}`);
    if (types[place] !== "c" && !inSets.has(place)) return { name, kind: "number" };
    const categories = categoriesOf(model, place);
    return categories === null
      ? { name, kind: "category" }
      : { name, kind: "category", categories };
  });
}

function categoryFeatures(tree: Members): readonly number[] {
  const types = numbersAt(tree, "split_type");
  const features = numbersAt(tree, "split_indices");
  return features.filter((_, node) => types[node] === 1);
}

/** Names as a data frame had them, from release 3.1 on: texts as bytes end to end with offsets. Null: the model does not tell. */
function categoriesOf(model: Members, place: number): readonly string[] | null {
  if (model["cats"] === undefined) return null;
  const encoded = listAt(objectAt(model, "cats"), "enc")[place];
  const { offsets, values } = members(encoded ?? {});
  if (!Array.isArray(values) || values.length === 0) return null;
  if (!Array.isArray(offsets)) return values.map(String);
  const bytes = Uint8Array.from(values as number[]);
  const decoder = new TextDecoder();
  return offsets
    .slice(1)
    .map((end, at) => decoder.decode(bytes.subarray(offsets[at] as number, end as number)));
}

function readTree(tree: Members, output: number): TreeJson {
  const { size_leaf_vector: leafSize = "1" } = objectAt(tree, "tree_param");
  if (Number(leafSize) > 1) throw unsupported("vector leaves (`multi_output_tree`)", elsewhere);
  const left = numbersAt(tree, "left_children");
  const right = numbersAt(tree, "right_children");
  const features = numbersAt(tree, "split_indices");
  const conditions = numbersAt(tree, "split_conditions");
  const goesLeft = listAt(tree, "default_left");
  const sets = categorySets(tree);
  const nodeAt = (id: number): TreeNode | undefined => {
    const [first, second, condition] = [left[id], right[id], conditions[id]];
    if (first === undefined || second === undefined || condition === undefined) return undefined;
    if (first === -1) return { leaf: [condition] };
    const feature = features[id] ?? -1;
    const isMissingFirst = goesLeft[id] === 1 || goesLeft[id] === true;
    const set = sets.get(id);
    if (set === undefined)
      return {
        feature,
        test: "l",
        threshold: condition,
        missing: isMissingFirst ? "l" : "r",
        left: first,
        right: second,
      };
    // Ours goes left when the category is in the set, XGBoost's right.
    return {
      feature,
      test: "s",
      threshold: 0,
      set,
      missing: isMissingFirst ? "r" : "l",
      left: second,
      right: first,
    };
  };
  return treeFromNodes({ format: FORMAT, root: 0, nodeAt, output, width: 1 });
}

function categorySets(tree: Members): ReadonlyMap<number, readonly number[]> {
  const nodes = numbersAt(tree, "categories_nodes");
  const starts = numbersAt(tree, "categories_segments");
  const sizes = numbersAt(tree, "categories_sizes");
  const categories = numbersAt(tree, "categories");
  return new Map(
    nodes.map((node, at) => {
      const start = starts[at] ?? 0;
      return [node, categories.slice(start, start + (sizes[at] ?? 0))];
    }),
  );
}
