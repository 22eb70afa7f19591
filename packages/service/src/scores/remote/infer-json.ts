/**
 * The JSON of the Open Inference Protocol, version 2 (KServe, "V2 inference protocol", HTTP/REST): what is sent, what comes back.
 *
 * Comes in: tensors, or parsed JSON of a server. Goes out: a body, or tensors. Reads defensively; undefined means the JSON does not have the form of the protocol.
 */
import type { PlainTensor, TensorSpec, TensorType } from "../tensors.ts";

const DATATYPES: Readonly<Record<TensorType, string>> = {
  float32: "FP32",
  float64: "FP64",
  int64: "INT64",
  int32: "INT32",
  bool: "BOOL",
  string: "BYTES",
};

/** More types come back than are sent: all that are numbers in JSON. */
const TYPES: Readonly<Record<string, TensorType>> = {
  FP16: "float32",
  FP32: "float32",
  FP64: "float64",
  INT8: "int32",
  INT16: "int32",
  INT32: "int32",
  INT64: "int64",
  UINT8: "int32",
  UINT16: "int32",
  UINT32: "int64",
  UINT64: "int64",
  BOOL: "bool",
  BYTES: "string",
};

type Members = Readonly<Record<string, unknown>>;

export function inferBody(tensors: readonly PlainTensor[], outputs: readonly string[]): string {
  return JSON.stringify({
    inputs: tensors.map(({ name, type, dimensions, values }) => ({
      name,
      shape: dimensions,
      datatype: DATATYPES[type],
      data: type === "bool" ? values.map((value) => value === 1) : values,
    })),
    outputs: outputs.map((name) => ({ name })),
  });
}

export interface InferAnswer {
  /** Null: the server did not say. */
  readonly version: string | null;
  readonly tensors: readonly PlainTensor[];
}

export function inferAnswer(json: unknown): InferAnswer | undefined {
  if (!isMembers(json) || !Array.isArray(json["outputs"])) return undefined;
  const tensors = json["outputs"].map(tensorOf);
  if (!tensors.every((tensor) => tensor !== undefined)) return undefined;
  const version = json["model_version"];
  return { version: typeof version === "string" && version !== "" ? version : null, tensors };
}

export interface ModelMetadata {
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
}

export function modelMetadata(json: unknown): ModelMetadata | undefined {
  if (!isMembers(json)) return undefined;
  const inputs = specsOf(json["inputs"]);
  const outputs = specsOf(json["outputs"]);
  return inputs === undefined || outputs === undefined ? undefined : { inputs, outputs };
}

function isMembers(json: unknown): json is Members {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function tensorOf(json: unknown): PlainTensor | undefined {
  if (!isMembers(json)) return undefined;
  const { name, datatype, shape, data } = json;
  const type = TYPES[String(datatype)];
  if (typeof name !== "string" || type === undefined || !Array.isArray(data)) return undefined;
  if (!isShape(shape)) return undefined;
  // Row by row, flat or in lists of lists.
  const values = (data as unknown[]).flat(shape.length).map(valueFrom);
  const length = shape.reduce((product, size) => product * size, 1);
  if (values.length !== length || !values.every((value) => value !== undefined)) return undefined;
  return { name, type, dimensions: shape, values };
}

function isShape(json: unknown): json is readonly number[] {
  return (
    Array.isArray(json) &&
    json.every((size: unknown) => typeof size === "number" && Number.isInteger(size) && size >= 0)
  );
}

/** Null is how some servers write NaN. */
function valueFrom(json: unknown): number | string | undefined {
  if (json === null) return Number.NaN;
  if (typeof json === "boolean") return json ? 1 : 0;
  return typeof json === "number" || typeof json === "string" ? json : undefined;
}

function specsOf(json: unknown): readonly TensorSpec[] | undefined {
  if (!Array.isArray(json)) return undefined;
  const specs = json.map(specOf);
  return specs.every((spec) => spec !== undefined) ? specs : undefined;
}

function specOf(json: unknown): TensorSpec | undefined {
  if (!isMembers(json)) return undefined;
  const { name, datatype, shape } = json;
  const type = TYPES[String(datatype)];
  if (typeof name !== "string" || type === undefined || !Array.isArray(shape)) return undefined;
  const dimensions = shape.map((size: unknown) =>
    typeof size === "number" && size >= 0 ? size : null,
  );
  return { name, type, dimensions };
}
