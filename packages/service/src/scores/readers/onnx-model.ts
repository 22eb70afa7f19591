/**
 * Reads of an ONNX file what this package needs: nodes with their attributes, inputs, outputs, small constants.
 *
 * Comes in: bytes. Goes out: plain data. Field numbers are those of `onnx.proto3`. Broken bytes are a `ModelError`; large weights are left unread.
 */
import { PbfReader } from "pbf";
import { unreadable } from "../model-error.ts";

const FORMAT = "ONNX";

/** `AttributeProto`: whatever of it is there. */
export interface OnnxAttribute {
  readonly name: string;
  readonly float: number;
  readonly int: number;
  readonly text: string;
  readonly floats: readonly number[];
  readonly ints: readonly number[];
  readonly texts: readonly string[];
  /** Values of a tensor attribute. */
  readonly tensor: OnnxTensor | null;
}

export interface OnnxNode {
  readonly type: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
}

export interface OnnxTensor {
  readonly name: string;
  /** `TensorProto.DataType`: 1 float, 7 int64, 8 text, 11 double, … */
  readonly type: number;
  readonly dimensions: readonly number[];
  /** Of floats and doubles; of other types empty. */
  readonly values: readonly number[];
}

/** An input or output. `type` null: it is no tensor. A dimension is null when it is free. */
export interface OnnxValue {
  readonly name: string;
  readonly type: number | null;
  readonly dimensions: readonly (number | null)[];
}

export interface OnnxModel {
  readonly nodes: readonly OnnxNode[];
  readonly constants: ReadonlyMap<string, OnnxTensor>;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

export const ONNX_FLOAT = 1;
export const ONNX_DOUBLE = 11;

/** Floats of one constant that are read at most. */
const MAX_VALUES = 10_000_000;

export function readOnnx(bytes: Uint8Array): OnnxModel {
  let graph: OnnxModel | null;
  try {
    graph = readModel(new PbfReader(bytes));
  } catch (error) {
    throw unreadable(FORMAT, error instanceof Error ? error.message : String(error));
  }
  if (graph === null || graph.nodes.length === 0) throw unreadable(FORMAT, "it has no graph");
  return graph;
}

/** Reads the fields of a message that must lie inside the bytes there are. */
function readFields(pbf: PbfReader, end: number, field: (tag: number) => void): void {
  if (end > pbf.length) throw new Error("it is cut off");
  pbf.readFields((tag) => field(tag), null, end);
  if (pbf.pos !== end) throw new Error("a field leaves its message");
}

function readMessage(pbf: PbfReader, field: (tag: number) => void): void {
  readFields(pbf, pbf.readVarint() + pbf.pos, field);
}

function readModel(pbf: PbfReader): OnnxModel | null {
  let graph: OnnxModel | null = null;
  readFields(pbf, pbf.length, (tag) => {
    if (tag === 7) graph = readGraph(pbf);
  });
  return graph;
}

function readGraph(pbf: PbfReader): OnnxModel {
  const nodes: OnnxNode[] = [];
  const constants = new Map<string, OnnxTensor>();
  const inputs: OnnxValue[] = [];
  const outputs: OnnxValue[] = [];
  readMessage(pbf, (tag) => {
    if (tag === 1) nodes.push(readNode(pbf));
    else if (tag === 5) {
      const tensor = readTensor(pbf);
      constants.set(tensor.name, tensor);
    } else if (tag === 11) inputs.push(readValue(pbf));
    else if (tag === 12) outputs.push(readValue(pbf));
  });
  // Old files list constants among the inputs as well.
  return { nodes, constants, inputs: inputs.filter(({ name }) => !constants.has(name)), outputs };
}

function readNode(pbf: PbfReader): OnnxNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes = new Map<string, OnnxAttribute>();
  let type = "";
  let domain = "";
  readMessage(pbf, (tag) => {
    if (tag === 1) inputs.push(pbf.readString());
    else if (tag === 2) outputs.push(pbf.readString());
    else if (tag === 4) type = pbf.readString();
    else if (tag === 7) domain = pbf.readString();
    else if (tag === 5) {
      const attribute = readAttribute(pbf);
      attributes.set(attribute.name, attribute);
    }
  });
  return { type, domain, inputs, outputs, attributes };
}

function readAttribute(pbf: PbfReader): OnnxAttribute {
  let [name, text] = ["", ""];
  let [float, int] = [0, 0];
  let tensor: OnnxTensor | null = null;
  const floats: number[] = [];
  const ints: number[] = [];
  const texts: string[] = [];
  readMessage(pbf, (tag) => {
    if (tag === 1) name = pbf.readString();
    else if (tag === 2) float = pbf.readFloat();
    else if (tag === 3) int = pbf.readVarint(true);
    else if (tag === 4) text = pbf.readString();
    else if (tag === 5) tensor = readTensor(pbf);
    else if (tag === 7) pbf.readPackedFloat(floats);
    else if (tag === 8) readInts(pbf, ints);
    else if (tag === 9) texts.push(pbf.readString());
  });
  return { name, float, int, text, floats, ints, texts, tensor };
}

/** Packed (one field with all) or one field for each. */
function readInts(pbf: PbfReader, ints: number[]): void {
  if (pbf.type === 0) ints.push(pbf.readVarint(true));
  else pbf.readPackedVarint(ints, true);
}

function readTensor(pbf: PbfReader): OnnxTensor {
  let name = "";
  let type = 0;
  const dimensions: number[] = [];
  const values: number[] = [];
  let raw: Uint8Array | null = null;
  readMessage(pbf, (tag) => {
    if (tag === 1) readInts(pbf, dimensions);
    else if (tag === 2) type = pbf.readVarint();
    else if (tag === 4) pbf.readPackedFloat(values);
    else if (tag === 8) name = pbf.readString();
    else if (tag === 9) raw = pbf.readBytes();
    else if (tag === 10) pbf.readPackedDouble(values);
  });
  return { name, type, dimensions, values: raw === null ? values : rawValues(raw, type) };
}

/** Little-endian, end to end. */
function rawValues(raw: Uint8Array, type: number): readonly number[] {
  const width = type === ONNX_FLOAT ? 4 : 8;
  if ((type !== ONNX_FLOAT && type !== ONNX_DOUBLE) || raw.length / width > MAX_VALUES) return [];
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  return Array.from({ length: Math.floor(raw.length / width) }, (_, at) =>
    type === ONNX_FLOAT ? view.getFloat32(at * width, true) : view.getFloat64(at * width, true),
  );
}

function readValue(pbf: PbfReader): OnnxValue {
  let name = "";
  let type: number | null = null;
  let dimensions: readonly (number | null)[] = [];
  readMessage(pbf, (tag) => {
    if (tag === 1) name = pbf.readString();
    else if (tag === 2)
      readMessage(pbf, (kind) => {
        // 1: a tensor; others are sequences and maps.
        if (kind !== 1) return;
        readMessage(pbf, (part) => {
          if (part === 1) type = pbf.readVarint();
          else if (part === 2) dimensions = readShape(pbf);
        });
      });
  });
  return { name, type, dimensions };
}

function readShape(pbf: PbfReader): readonly (number | null)[] {
  const dimensions: (number | null)[] = [];
  readMessage(pbf, (tag) => {
    if (tag !== 1) return;
    let size: number | null = null;
    readMessage(pbf, (part) => {
      if (part === 1) size = pbf.readVarint();
    });
    dimensions.push(size);
  });
  return dimensions;
}
