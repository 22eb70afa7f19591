/**
 * Reads an ONNX model that is nothing but trees (`TreeEnsembleClassifier`, `TreeEnsembleRegressor` of ai.onnx.ml 1 to 3) as plain trees.
 *
 * Comes in: the bytes. Goes out: our JSON form. Around the trees only steps that change no number are allowed (Identity, Cast, Mul by 1, ZipMap); any other is a `ModelError` that names it. How scores of two classes are made from one
 * sum follows ONNX Runtime, which the specification leaves open.
 */
import {
  type ScoreInput,
  type TreeEnsembleJson,
  type TreeJson,
  type TreeTransform,
  treeFormat,
} from "@luong/runtime";
import { elsewhere, unreadable, unsupported } from "../model-error.ts";
import {
  ONNX_DOUBLE,
  ONNX_FLOAT,
  type OnnxAttribute,
  type OnnxModel,
  type OnnxNode,
  readOnnx,
} from "./onnx-model.ts";
import { type TreeNode, treeFromNodes } from "./tree-from-nodes.ts";

const FORMAT = "ONNX";
const TREES = ["TreeEnsembleClassifier", "TreeEnsembleRegressor"];

/** `names` for the inputs, in the order of the model's columns; without them they are `f0`, `f1`, … */
export function readOnnxTrees(bytes: Uint8Array, names?: readonly string[]): TreeEnsembleJson {
  const model = readOnnx(bytes);
  const node = model.nodes.find(({ type }) => TREES.includes(type));
  for (const other of model.nodes) if (other !== node) checkHarmless(other, model);
  if (node === undefined) throw unreadable(FORMAT, "it has no trees");
  const trees = new Attributes(node);
  const leaves = node.type === "TreeEnsembleClassifier" ? trees.classes() : trees.targets();
  const isDouble = trees.isDouble || model.inputs[0]?.type === ONNX_DOUBLE;
  return {
    format: treeFormat,
    precision: isDouble ? "float64" : "float32",
    inputs: inputsOf(model, trees, names),
    ...leaves,
  };
}

/** Whether a step leaves every score as it is. */
function checkHarmless(node: OnnxNode, { constants }: OnnxModel): void {
  const { type, inputs } = node;
  if (["Identity", "ZipMap"].includes(type)) return;
  const isToFloat = [ONNX_FLOAT, ONNX_DOUBLE].includes(node.attributes.get("to")?.int ?? 0);
  // The label is not read, so what it is cast to does not matter.
  if (type === "Cast" && (isToFloat || inputs.some((name) => /label/i.test(name)))) return;
  const factor = inputs.map((name) => constants.get(name)).find((each) => each !== undefined);
  if (type === "Mul" && factor?.values.length === 1 && factor.values[0] === 1) return;
  throw unsupported(`the operator \`${type}\``, elsewhere);
}

function inputsOf(
  { inputs }: OnnxModel,
  trees: Attributes,
  names: readonly string[] | undefined,
): readonly ScoreInput[] {
  const [input] = inputs;
  const width = input?.dimensions[1] ?? names?.length ?? trees.featureCount;
  if (inputs.length !== 1 || (names !== undefined && names.length !== width))
    throw unreadable(FORMAT, `it does not take one table of ${names?.length ?? "its"} columns`);
  return Array.from({ length: width }, (_, place) => ({
    name: names?.[place] ?? `f${place}`,
    kind: "number",
  }));
}

type Leaves = Pick<TreeEnsembleJson, "base" | "transform" | "trees" | "classes" | "divisor">;

/** A weight that a leaf adds to an output. */
interface Weight {
  readonly output: number;
  readonly value: number;
}

class Attributes {
  private readonly node: OnnxNode;

  constructor(node: OnnxNode) {
    this.node = node;
  }

  get isDouble(): boolean {
    return [...this.node.attributes.values()].some(({ tensor }) => tensor?.type === ONNX_DOUBLE);
  }

  get featureCount(): number {
    return this.ints("nodes_featureids").reduce((most, each) => Math.max(most, each + 1), 0);
  }

  targets(): Leaves {
    const outputs = this.attribute("n_targets")?.int ?? 1;
    return {
      base: this.base(outputs),
      ...this.aggregate(),
      transform: this.transform(outputs, false),
      trees: this.trees("target", outputs, (id) => id),
    };
  }

  classes(): Leaves {
    const labels = [
      ...this.ints("classlabels_int64s").map(String),
      ...this.texts("classlabels_strings"),
    ];
    const used = new Set(this.ints("class_ids"));
    // One sum for two classes: it speaks of the second, whatever number it has.
    const isOneSum = labels.length === 2 && used.size === 1;
    const outputs = isOneSum ? 1 : labels.length;
    const weights = this.floats("class_weights");
    const isShare = isOneSum && weights.every((weight) => weight >= 0);
    return {
      base: this.base(outputs),
      // All weights positive: the sum is taken for the share itself, whatever transform is asked for.
      transform: isShare ? { kind: "identity" } : this.transform(outputs, true),
      classes: labels,
      trees: this.trees("class", outputs, (id) => (isOneSum ? 0 : id)),
    };
  }

  private transform(outputs: number, isClassifier: boolean): TreeTransform {
    const name = this.text("post_transform");
    return outputs === 1 ? transformOfOne(name, isClassifier) : transformOf(name);
  }

  private attribute(name: string): OnnxAttribute | undefined {
    return this.node.attributes.get(name);
  }

  private text(name: string): string {
    return this.attribute(name)?.text ?? "";
  }

  private texts(name: string): readonly string[] {
    return this.attribute(name)?.texts ?? [];
  }

  private ints(name: string): readonly number[] {
    return this.attribute(name)?.ints ?? [];
  }

  private floats(name: string): readonly number[] {
    return (
      this.attribute(`${name}_as_tensor`)?.tensor?.values ?? this.attribute(name)?.floats ?? []
    );
  }

  /** One base value, or one for each output; of two for one sum ONNX Runtime takes the second. */
  private base(outputs: number): readonly number[] {
    const values = this.floats("base_values");
    if (values.length === 0) return new Array<number>(outputs).fill(0);
    if (outputs === 1) return [values.at(-1) ?? 0];
    if (values.length !== outputs) throw unreadable(FORMAT, "`base_values` has another length");
    return values;
  }

  private aggregate(): Pick<Leaves, "divisor"> {
    const how = this.text("aggregate_function") || "SUM";
    if (how === "SUM") return {};
    if (how !== "AVERAGE") throw unsupported(`\`aggregate_function\` ${how}`, elsewhere);
    return { divisor: new Set(this.ints("nodes_treeids")).size };
  }

  private trees(
    kind: "class" | "target",
    outputs: number,
    outputOf: (id: number) => number,
  ): readonly TreeJson[] {
    const nodes = this.nodes(this.weights(kind, outputOf));
    return [...nodes.values()].map((tree) => treeOf(tree, outputs));
  }

  /** By `tree/node`. */
  private weights(
    kind: "class" | "target",
    outputOf: (id: number) => number,
  ): ReadonlyMap<string, readonly Weight[]> {
    const nodes = this.ints(`${kind}_nodeids`);
    const ids = this.ints(`${kind}_ids`);
    const values = this.floats(`${kind}_weights`);
    const found = new Map<string, Weight[]>();
    for (const [at, tree] of this.ints(`${kind}_treeids`).entries()) {
      const key = `${tree}/${nodes[at]}`;
      const weights = found.get(key) ?? [];
      weights.push({ output: outputOf(ids[at] ?? -1), value: values[at] ?? Number.NaN });
      found.set(key, weights);
    }
    return found;
  }

  private nodes(weights: ReadonlyMap<string, readonly Weight[]>): ReadonlyMap<number, OnnxTree> {
    const trees = new Map<number, OnnxTree>();
    const ids = this.ints("nodes_nodeids");
    const modes = this.texts("nodes_modes");
    const features = this.ints("nodes_featureids");
    const values = this.floats("nodes_values");
    const whenTrue = this.ints("nodes_truenodeids");
    const whenFalse = this.ints("nodes_falsenodeids");
    const isMissingTrue = this.ints("nodes_missing_value_tracks_true");
    for (const [at, tree] of this.ints("nodes_treeids").entries()) {
      const id = ids[at] ?? -1;
      const found = trees.get(tree) ?? new Map<number, OnnxTreeNode>();
      trees.set(tree, found);
      const branch = branchOf(modes[at] ?? "", {
        feature: features[at] ?? -1,
        threshold: values[at] ?? Number.NaN,
        whenTrue: whenTrue[at] ?? -1,
        whenFalse: whenFalse[at] ?? -1,
        isMissingTrue: isMissingTrue[at] === 1,
      });
      found.set(id, branch ?? { weights: weights.get(`${tree}/${id}`) ?? [] });
    }
    return trees;
  }
}

type OnnxTreeNode =
  | Exclude<TreeNode, { leaf: readonly number[] }>
  | { readonly weights: readonly Weight[] };
type OnnxTree = Map<number, OnnxTreeNode>;

/** Each leaf speaks of one output, the same for the whole tree, or has a place for all of them. The first node listed is the root. */
function treeOf(nodes: OnnxTree, outputs: number): TreeJson {
  const used = new Set<number>();
  for (const node of nodes.values())
    if ("weights" in node) for (const { output } of node.weights) used.add(output);
  const [only = 0] = used;
  const width = used.size <= 1 ? 1 : outputs;
  const output = width === 1 ? only : 0;
  return treeFromNodes({
    format: FORMAT,
    root: nodes.keys().next().value ?? 0,
    nodeAt: (id) => {
      const node = nodes.get(id);
      return node === undefined || !("weights" in node)
        ? node
        : { leaf: sumsOf(node.weights, output, width) };
    },
    output,
    width,
  });
}

function sumsOf(weights: readonly Weight[], output: number, width: number): readonly number[] {
  const sums = new Array<number>(width).fill(0);
  for (const { output: at, value } of weights)
    sums[at - output] = (sums[at - output] ?? Number.NaN) + value;
  return sums;
}

interface Ways {
  readonly feature: number;
  readonly threshold: number;
  readonly whenTrue: number;
  readonly whenFalse: number;
  readonly isMissingTrue: boolean;
}

/** Undefined for a leaf. Tests we do not have are their opposite with the branches exchanged. */
function branchOf(
  mode: string,
  ways: Ways,
): Exclude<TreeNode, { leaf: readonly number[] }> | undefined {
  const { feature, threshold, whenTrue, whenFalse, isMissingTrue } = ways;
  const straight = {
    feature,
    threshold,
    missing: isMissingTrue ? "l" : "r",
    left: whenTrue,
    right: whenFalse,
  } as const;
  const turned = {
    feature,
    threshold,
    missing: isMissingTrue ? "r" : "l",
    left: whenFalse,
    right: whenTrue,
  } as const;
  switch (mode) {
    case "LEAF":
      return undefined;
    case "BRANCH_LEQ":
      return { ...straight, test: "e" };
    case "BRANCH_LT":
      return { ...straight, test: "l" };
    case "BRANCH_EQ":
      return { ...straight, test: "q" };
    case "BRANCH_GT":
      return { ...turned, test: "e" };
    case "BRANCH_GTE":
      return { ...turned, test: "l" };
    case "BRANCH_NEQ":
      return { ...turned, test: "q" };
    default:
      throw unsupported(`the node mode \`${mode}\``, elsewhere);
  }
}

/**
 * Of one sum. ONNX Runtime then applies no `LOGISTIC` in a regressor, no `SOFTMAX`, and without either gives two classes x and −x, which are no shares; the specification
 * says otherwise, so no reading is right.
 */
function transformOfOne(name: string, isClassifier: boolean): TreeTransform {
  const isAgreed = isClassifier ? name === "LOGISTIC" : name === "" || name === "NONE";
  if (!isAgreed) throw unsupported(`\`post_transform\` ${name || "NONE"} of one sum`, elsewhere);
  return transformOf(name);
}

function transformOf(name: string): TreeTransform {
  switch (name) {
    case "":
    case "NONE":
      return { kind: "identity" };
    case "LOGISTIC":
      return { kind: "sigmoid", scale: 1 };
    case "SOFTMAX":
      return { kind: "softmax" };
    default:
      throw unsupported(`\`post_transform\` ${name}`, elsewhere);
  }
}
