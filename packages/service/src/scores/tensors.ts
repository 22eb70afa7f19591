/**
 * Between requests and tensors: what ONNX models and inference servers take and give.
 *
 * Comes in: how the model's tensors look, requests, tensors that came back. Goes out: tensors to send (a table of all inputs, or a column for each), answers by name. Pure; knows
 * neither ONNX nor a network.
 */
import type {
  EncodedInput,
  ScoreAnswer,
  ScoreFailure,
  ScoreInput,
  ScoreOutputs,
  ScoreRequest,
} from "@luong/runtime";
import { ModelError } from "./model-error.ts";

export type TensorType = "float32" | "float64" | "int64" | "int32" | "bool" | "string";

/** A tensor as the model declares it; a dimension is null when it is free. */
export interface TensorSpec {
  readonly name: string;
  readonly type: TensorType;
  readonly dimensions: readonly (number | null)[];
}

/** Values row by row. Numbers for all types but `string`; `bool` is 0 or 1. */
export interface PlainTensor {
  readonly name: string;
  readonly type: TensorType;
  readonly dimensions: readonly number[];
  readonly values: readonly (number | string)[];
}

export interface Column {
  readonly input: ScoreInput;
  readonly type: TensorType;
  readonly codes: ReadonlyMap<string, number> | null;
  /** What stands for a missing value; null: there is nothing, the request fails. */
  readonly missing: number | null;
}

/** `table`: one tensor of shape [requests, inputs]. `columns`: a tensor of [requests] or [requests, 1] for each input. */
export interface Layout {
  readonly kind: "table" | "columns";
  readonly tensors: readonly TensorSpec[];
  readonly columns: readonly Column[];
}

export interface LayoutOptions {
  /** What is sent for a missing value; left out: NaN where `hasNaN` and the type has it, else the request fails with "missing input". */
  readonly missing?: number;
  readonly hasNaN: boolean;
}

export function layoutOf(
  inputs: readonly ScoreInput[],
  specs: readonly TensorSpec[],
  options: LayoutOptions,
): Layout {
  const [table] = specs;
  const isTable = specs.length === 1 && table !== undefined && table.dimensions.length === 2;
  if (isTable && table.dimensions[1] !== 1) return tableOf(inputs, table, options);
  const tensors = inputs.map((input) => columnOf(input, specs));
  if (tensors.length !== specs.length) throw mismatch(inputs, specs);
  return {
    kind: "columns",
    tensors,
    columns: inputs.map((input, place) =>
      makeColumn(input, tensors[place]?.type ?? "float32", options),
    ),
  };
}

function tableOf(inputs: readonly ScoreInput[], table: TensorSpec, options: LayoutOptions): Layout {
  const width = table.dimensions[1] ?? inputs.length;
  if (width !== inputs.length) throw mismatch(inputs, [table]);
  const columns = inputs.map((input) => makeColumn(input, table.type, options));
  return { kind: "table", tensors: [table], columns };
}

function columnOf(input: ScoreInput, specs: readonly TensorSpec[]): TensorSpec {
  const spec = specs.find(({ name }) => name === input.name);
  const isFit =
    spec !== undefined &&
    (spec.dimensions.length === 1 ||
      (spec.dimensions.length === 2 && (spec.dimensions[1] ?? 1) === 1));
  if (!isFit) throw mismatch([input], specs);
  return spec;
}

function makeColumn(input: ScoreInput, type: TensorType, options: LayoutOptions): Column {
  // A category goes as its text or as its code.
  const isFit = input.kind === "category" || (input.kind === "text") === (type === "string");
  if (!isFit)
    throw new ModelError(
      `the model takes \`${input.name}\` as ${type}, which does not go with an input of kind ${input.kind}`,
      `mô hình nhận \`${input.name}\` kiểu ${type}, không phù hợp với đầu vào loại ${input.kind}`,
    );
  const { categories } = input;
  const hasNaN = options.hasNaN && (type === "float32" || type === "float64");
  return {
    input,
    type,
    codes:
      categories === undefined || type === "string"
        ? null
        : new Map(categories.map((category, code) => [category, code])),
    missing: options.missing ?? (hasNaN ? Number.NaN : null),
  };
}

function mismatch(inputs: readonly ScoreInput[], specs: readonly TensorSpec[]): ModelError {
  const wanted = specs.map(({ name, type, dimensions }) => {
    const shape = dimensions.map((size) => size ?? "?").join(" × ");
    return `${name}: ${type} [${shape}]`;
  });
  const given = inputs.map(({ name }) => name).join(", ");
  return new ModelError(
    `the model takes ${wanted.join(", ") || "nothing"}, which does not go with the inputs ${given}`,
    `mô hình nhận ${wanted.join(", ") || "rỗng"}, không khớp với các đầu vào ${given}`,
  );
}

/** The values of one request, or why it cannot be given to the model. */
export function rowOf(
  { columns }: Layout,
  { inputs }: ScoreRequest,
): readonly (number | string)[] | ScoreFailure {
  const row: (number | string)[] = [];
  for (const [place, column] of columns.entries()) {
    const value = cellOf(column, inputs[place] ?? null);
    if (typeof value === "object") return value.failed;
    row.push(value);
  }
  return row;
}

function cellOf(
  { type, codes, missing }: Column,
  given: EncodedInput | null,
): number | string | { readonly failed: ScoreFailure } {
  const code = typeof given === "string" && codes !== null ? (codes.get(given) ?? null) : given;
  if (code === null || Number.isNaN(code))
    return missing === null || type === "string" ? { failed: "missing input" } : missing;
  if ((typeof code === "string") !== (type === "string")) return { failed: "wrong input" };
  const isWholeType = type === "int64" || type === "int32" || type === "bool";
  return isWholeType && !Number.isSafeInteger(code) ? { failed: "wrong input" } : code;
}

export function tensorsFrom(
  { kind, tensors, columns }: Layout,
  rows: readonly (readonly (number | string)[])[],
): readonly PlainTensor[] {
  if (kind === "table") {
    return tensors.map(({ name, type }) => ({
      name,
      type,
      dimensions: [rows.length, columns.length],
      values: rows.flat(),
    }));
  }
  return tensors.map(({ name, type, dimensions }, place) => ({
    name,
    type,
    dimensions: dimensions.length === 1 ? [rows.length] : [rows.length, 1],
    values: rows.map((row) => row[place] ?? Number.NaN),
  }));
}

/** Where an output of the score stands: a column of a tensor of the model. */
export interface OutputPlace {
  readonly name: string;
  readonly tensor: string;
  /** From 0; left out: 0. */
  readonly column?: number;
}

/** Every column of every output whose width is declared: by the tensor's name, or `name_0`, `name_1`, … when there are several. */
export function outputPlaces(specs: readonly TensorSpec[]): readonly OutputPlace[] {
  return specs.flatMap(({ name, dimensions }) => {
    if (dimensions.length === 1) return [{ name, tensor: name }];
    const width = dimensions[1];
    if (dimensions.length !== 2 || width === null || width === undefined) return [];
    if (width === 1) return [{ name, tensor: name }];
    return Array.from({ length: width }, (_, column) => ({
      name: `${name}_${column}`,
      tensor: name,
      column,
    }));
  });
}

/** Answers of `count` requests. A tensor that is not there or has no whole number of columns fails them all. */
export function answersFrom(
  places: readonly OutputPlace[],
  tensors: readonly PlainTensor[],
  count: number,
): readonly ScoreAnswer[] {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  for (const { tensor } of places) {
    const values = byName.get(tensor)?.values;
    if (values === undefined) return failAll(count, "missing output", tensor);
    if (values.length === 0 || values.length % count !== 0)
      return failAll(count, "wrong shape", tensor);
  }
  return Array.from({ length: count }, (_, row) => ({
    outputs: outputsOf(places, byName, row, count),
  }));
}

function outputsOf(
  places: readonly OutputPlace[],
  tensors: ReadonlyMap<string, PlainTensor>,
  row: number,
  count: number,
): ScoreOutputs {
  const outputs: Record<string, number | string> = {};
  for (const { name, tensor, column = 0 } of places) {
    const values = tensors.get(tensor)?.values ?? [];
    const width = values.length / count;
    const value = column < width ? values[row * width + column] : undefined;
    // Left out, it is a missing output to the guard.
    if (value !== undefined) outputs[name] = value;
  }
  return outputs;
}

export function failAll(
  count: number,
  failed: ScoreFailure,
  detail?: string,
): readonly ScoreAnswer[] {
  return Array.from({ length: count }, () =>
    detail === undefined ? { failed } : { failed, detail },
  );
}
