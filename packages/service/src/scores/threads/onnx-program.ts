/**
 * The program of a thread that runs an ONNX session.
 *
 * Comes in: the model's bytes and which of the two libraries to load, then plain tensors. Goes out: plain tensors. The library is loaded here, so whoever runs no ONNX never loads it. One thread of
 * computation: models of scores are small, and decisions use the other cores.
 */
import type { InferenceSession, Tensor } from "onnxruntime-node";
import type { PlainTensor } from "../tensors.ts";
import { serve } from "./serve.ts";

export interface OnnxProgramData {
  readonly bytes: Uint8Array;
  readonly library: "native" | "wasm";
  /** Names of the outputs that are read. */
  readonly outputs: readonly string[];
}

type Library = Pick<typeof import("onnxruntime-node"), "InferenceSession" | "Tensor">;

serve(async (data) => {
  const { bytes, library, outputs } = data as OnnxProgramData;
  const ort = library === "native" ? await loadNative() : await loadWasm();
  const session = await ort.InferenceSession.create(bytes, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 4,
  });
  return (payload) => run(ort, session, payload as readonly PlainTensor[], outputs);
});

async function loadNative(): Promise<Library> {
  // CommonJS: its names may be under `default`.
  const loaded = await import("onnxruntime-node");
  return "InferenceSession" in loaded ? loaded : (loaded as { default: Library }).default;
}

async function loadWasm(): Promise<Library> {
  const loaded = await import("onnxruntime-web");
  loaded.env.wasm.numThreads = 1;
  return loaded;
}

async function run(
  ort: Library,
  session: InferenceSession,
  tensors: readonly PlainTensor[],
  outputs: readonly string[],
): Promise<readonly PlainTensor[]> {
  const feeds = Object.fromEntries(tensors.map((tensor) => [tensor.name, toOrt(ort, tensor)]));
  const results = await session.run(feeds, outputs);
  return outputs.flatMap((name) => {
    const tensor = results[name];
    return tensor === undefined ? [] : [fromOrt(name, tensor)];
  });
}

function toOrt({ Tensor }: Library, { type, values, dimensions }: PlainTensor): Tensor {
  const numbers = values as readonly number[];
  switch (type) {
    case "float32":
      return new Tensor("float32", Float32Array.from(numbers), dimensions);
    case "float64":
      return new Tensor("float64", Float64Array.from(numbers), dimensions);
    case "int64":
      return new Tensor("int64", BigInt64Array.from(numbers, BigInt), dimensions);
    case "int32":
      return new Tensor("int32", Int32Array.from(numbers), dimensions);
    case "bool":
      return new Tensor("bool", Uint8Array.from(numbers), dimensions);
    case "string":
      return new Tensor("string", values.map(String), dimensions);
  }
}

function fromOrt(name: string, { data, dims }: Tensor): PlainTensor {
  const values = Array.from(data as Iterable<unknown>, (value) =>
    typeof value === "string" ? value : Number(value),
  );
  const isText = values.some((value) => typeof value === "string");
  return { name, type: isText ? "string" : "float64", dimensions: [...dims], values };
}
