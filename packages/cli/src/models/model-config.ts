/**
 * `models` of `luong.json`: which model answers for which score, and where it is.
 *
 * Comes in: JSON of one entry. Goes out: plain data with its kind, or a complaint that names the place; files are opened elsewhere (`open-models.ts`). A key of one kind is refused in another.
 */
import { listOf, mapOf, object, oneOf, type Reader, text, wrong } from "../json-file.ts";

const truth: Reader<boolean> = (value, place) => {
  if (typeof value === "boolean") return value;
  throw wrong(place, {
    en: "true or false is needed here",
    vi: "ở đây cần true hoặc false",
  });
};

const number: Reader<number> = (value, place) => {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw wrong(place, { en: "a number is needed here", vi: "ở đây cần một số" });
};

const inputs = listOf(object({ name: text }, { categories: listOf(text), required: truth }));
const outputs = listOf(object({ name: text, tensor: text }, { column: number }));
const isolation = oneOf("thread", "process");
/** Pinned: another file is refused. */
const pinned = { version: text, digest: text };

const trees = object(
  { kind: oneOf("trees"), file: text },
  { ...pinned, format: oneOf("luong", "lightgbm", "xgboost", "onnx") },
);
const onnx = object(
  { kind: oneOf("onnx"), file: text },
  { ...pinned, library: oneOf("native", "wasm"), inputs, outputs, missing: number, isolation },
);
const javascript = object(
  { kind: oneOf("function"), file: text },
  { ...pinned, exported: text, inputs, isolation },
);
const remote = object(
  { kind: oneOf("remote"), url: text, model: text },
  { version: text, inputs, outputs, missing: number },
);

export type ModelConfig =
  | ReturnType<typeof trees>
  | ReturnType<typeof onnx>
  | ReturnType<typeof javascript>
  | ReturnType<typeof remote>;

export type ModelInputConfig = NonNullable<ReturnType<typeof onnx>["inputs"]>[number];

const kinds = { trees, onnx, function: javascript, remote } as const;
const kindName = oneOf("trees", "onnx", "function", "remote");
const anyObject = mapOf((value) => value);

const model: Reader<ModelConfig> = (value, place) => {
  const { kind } = anyObject(value, place);
  if (kind === undefined) throw wrong(place, { en: "`kind` is missing", vi: "thiếu `kind`" });
  const name = kindName(kind, { file: place.file, path: `${place.path}.kind` });
  return kinds[name](value, place);
};

/** By the name of a score or its plugin. */
export const modelsReader = mapOf(model);
