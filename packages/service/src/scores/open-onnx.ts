/**
 * Opens an ONNX model that is run by ONNX Runtime, in a thread or process of its own.
 *
 * Comes in: the bytes and what the inputs are called. Goes out: a provider. Tree models are better opened by `openTrees`: exact, at once, without the library.
 */
import type { ScoreInput, ScoreProvider } from "@luong/runtime";
import { modelDigest } from "./digest.ts";
import { ModelError } from "./model-error.ts";
import { type OnnxValue, readOnnx } from "./readers/onnx-model.ts";
import { tensorProvider } from "./tensor-provider.ts";
import {
  layoutOf,
  type OutputPlace,
  outputPlaces,
  type PlainTensor,
  type TensorSpec,
  type TensorType,
} from "./tensors.ts";
import { ModelThread, type ModelThreadOptions } from "./threads/model-thread.ts";
import type { OnnxProgramData } from "./threads/onnx-program.ts";
import { onnxProgram } from "./threads/programs.ts";

export interface OpenOnnxOptions
  extends Pick<ModelThreadOptions, "isolation" | "graceMs" | "openMs" | "onStart"> {
  readonly name: string;
  readonly version: string;
  /** `native`: onnxruntime-node. `wasm`: onnxruntime-web, where native code is not allowed. */
  readonly library: "native" | "wasm";
  readonly inputs: readonly ScoreInput[];
  /** Left out: every column of every output whose width the model tells. */
  readonly outputs?: readonly OutputPlace[];
  /** What is sent for a missing value; left out: NaN where the model takes floats. */
  readonly missing?: number;
}

/** `TensorProto.DataType` → ours; others cannot be read or given. */
const TYPES: Readonly<Record<number, TensorType>> = {
  1: "float32",
  6: "int32",
  7: "int64",
  8: "string",
  9: "bool",
  11: "float64",
};

/** Throws `ModelError`. To be closed: its thread keeps the process alive. */
export async function openOnnx(
  bytes: Uint8Array,
  options: OpenOnnxOptions,
): Promise<ScoreProvider> {
  const model = readOnnx(bytes);
  const { name, version, library, inputs, missing } = options;
  const specs = model.inputs.map((value) => specOf(value) ?? refuse(value));
  const layout = layoutOf(inputs, specs, {
    hasNaN: true,
    ...(missing === undefined ? {} : { missing }),
  });
  const known = model.outputs.flatMap((value) => specOf(value) ?? []);
  const places = options.outputs ?? outputPlaces(known);
  checkOutputs(places, known);
  const data: OnnxProgramData = {
    bytes,
    library,
    outputs: [...new Set(places.map(({ tensor }) => tensor))],
  };
  const thread = new ModelThread({ ...options, program: onnxProgram, data });
  await thread.open();
  return tensorProvider({
    name,
    version,
    digest: modelDigest(bytes),
    layout,
    outputs: places,
    run: async (tensors, signal) => {
      const answer = await thread.ask(tensors, signal);
      return "failed" in answer ? answer : (answer.result as readonly PlainTensor[]);
    },
    close: () => thread.close(),
  });
}

function specOf({ name, type, dimensions }: OnnxValue): TensorSpec | undefined {
  const known = type === null ? undefined : TYPES[type];
  return known === undefined ? undefined : { name, type: known, dimensions };
}

function refuse({ name }: OnnxValue): never {
  throw new ModelError(
    `the input \`${name}\` of the model has a type that cannot be given`,
    `đầu vào \`${name}\` của mô hình có kiểu không cung cấp được`,
  );
}

function checkOutputs(places: readonly OutputPlace[], specs: readonly TensorSpec[]): void {
  if (places.length === 0)
    throw new ModelError(
      "the model has no output that is a tensor of known width; convert it with `zipmap=False`, or name the outputs",
      "mô hình không có kết quả nào là tensor biết trước độ rộng; hãy chuyển đổi với `zipmap=False`, hoặc nêu rõ các kết quả",
    );
  const lost = places.find(({ tensor }) => specs.every((spec) => spec.name !== tensor));
  if (lost !== undefined)
    throw new ModelError(
      `the model has no output \`${lost.tensor}\` that can be read; it has ${specs.map((spec) => spec.name).join(", ") || "none"}`,
      `mô hình không có kết quả \`${lost.tensor}\` đọc được; các kết quả hiện có: ${specs.map((spec) => spec.name).join(", ") || "không có"}`,
    );
}
