// Writes a tree ensemble as an ONNX model, so that tests and benches can hand the same trees to ONNX Runtime.
// Comes in: our JSON form with one output that is the plain sum, numbers only and tests that are at most, below or equal. Goes out: the bytes of a
// TreeEnsembleRegressor. Sets and zeros that are missing have no form there and are refused.
import type { TreeEnsembleJson, TreeJson } from "@luong/runtime";
import { PbfWriter } from "pbf";

const MODES: Readonly<Record<string, string>> = { e: "BRANCH_LEQ", l: "BRANCH_LT", q: "BRANCH_EQ" };
const FLOAT = 1;

interface Columns {
  readonly ints: Map<string, number[]>;
  readonly floats: Map<string, number[]>;
  readonly modes: string[];
}

export function onnxFromTrees(json: TreeEnsembleJson): Uint8Array {
  if (json.base.length !== 1 || json.transform.kind !== "identity")
    throw new Error("one plain sum only");
  const columns = columnsOf(json.trees);
  const writer = new PbfWriter();
  writer.writeVarintField(1, 8);
  writer.writeMessage(7, (_, pbf) => writeGraph(json, columns, pbf), null);
  for (const [domain, version] of [
    ["ai.onnx.ml", 1],
    ["", 13],
  ] as const) {
    writer.writeMessage(
      8,
      (_, pbf) => {
        pbf.writeStringField(1, domain);
        pbf.writeVarintField(2, version);
      },
      null,
    );
  }
  return writer.finish();
}

function columnsOf(trees: readonly TreeJson[]): Columns {
  const columns: Columns = { ints: new Map(), floats: new Map(), modes: [] };
  for (const [tree, each] of trees.entries()) addTree(columns, tree, each);
  return columns;
}

/** Nodes keep their numbers, leaves follow them. */
function addTree({ ints, floats, modes }: Columns, tree: number, json: TreeJson): void {
  const nodes = json.feature.length;
  const add = (to: Map<string, number[]>, name: string, value: number): void => {
    const list = to.get(name) ?? [];
    to.set(name, list);
    list.push(value);
  };
  const idOf = (child: number): number => (child >= 0 ? child : nodes - 1 - child);
  const put = (id: number, mode: string, at: number | null): void => {
    modes.push(mode);
    add(ints, "nodes_treeids", tree);
    add(ints, "nodes_nodeids", id);
    add(ints, "nodes_featureids", at === null ? 0 : (json.feature[at] ?? 0));
    add(floats, "nodes_values", at === null ? 0 : (json.threshold[at] ?? 0));
    add(ints, "nodes_truenodeids", at === null ? 0 : idOf(json.left[at] ?? 0));
    add(ints, "nodes_falsenodeids", at === null ? 0 : idOf(json.right[at] ?? 0));
    add(ints, "nodes_missing_value_tracks_true", at !== null && json.missing[at] === "l" ? 1 : 0);
  };
  for (let node = 0; node < nodes; node++) {
    const mode = MODES[json.test[node] ?? ""];
    if (mode === undefined || !/[lr]/.test(json.missing[node] ?? ""))
      throw new Error("no form in ONNX");
    put(node, mode, node);
  }
  for (const [leaf, value] of json.leaf.entries()) {
    put(nodes + leaf, "LEAF", null);
    add(ints, "target_treeids", tree);
    add(ints, "target_nodeids", nodes + leaf);
    add(ints, "target_ids", 0);
    add(floats, "target_weights", value);
  }
}

function writeGraph(json: TreeEnsembleJson, columns: Columns, pbf: PbfWriter): void {
  pbf.writeMessage(1, (_, node) => writeNode(json, columns, node), null);
  pbf.writeStringField(2, "trees");
  writeValue(pbf, 11, "input", json.inputs.length);
  writeValue(pbf, 12, "score", 1);
}

function writeNode(json: TreeEnsembleJson, { ints, floats, modes }: Columns, pbf: PbfWriter): void {
  pbf.writeStringField(1, "input");
  pbf.writeStringField(2, "score");
  pbf.writeStringField(4, "TreeEnsembleRegressor");
  const attribute = (name: string, type: number, write: (pbf: PbfWriter) => void): void =>
    pbf.writeMessage(
      5,
      (_, each) => {
        each.writeStringField(1, name);
        write(each);
        each.writeVarintField(20, type);
      },
      null,
    );
  for (const [name, values] of ints)
    attribute(name, 7, (each) => each.writePackedVarint(8, values));
  for (const [name, values] of floats)
    attribute(name, 6, (each) => each.writePackedFloat(7, values));
  attribute("nodes_modes", 8, (each) => {
    for (const mode of modes) each.writeStringField(9, mode);
  });
  attribute("base_values", 6, (each) => each.writePackedFloat(7, [...json.base]));
  attribute("n_targets", 2, (each) => each.writeVarintField(3, 1));
  pbf.writeStringField(7, "ai.onnx.ml");
}

/** A table of floats with a free number of rows. */
function writeValue(pbf: PbfWriter, field: number, name: string, width: number): void {
  const dimension = (shape: PbfWriter, write: (each: PbfWriter) => void): void =>
    shape.writeMessage(1, (_, each) => write(each), null);
  pbf.writeMessage(
    field,
    (_, value) => {
      value.writeStringField(1, name);
      value.writeMessage(
        2,
        (_type, type) => {
          type.writeMessage(
            1,
            (_tensor, tensor) => {
              tensor.writeVarintField(1, FLOAT);
              tensor.writeMessage(
                2,
                (_shape, shape) => {
                  dimension(shape, (each) => each.writeStringField(2, "N"));
                  dimension(shape, (each) => each.writeVarintField(1, width));
                },
                null,
              );
            },
            null,
          );
        },
        null,
      );
    },
    null,
  );
}
